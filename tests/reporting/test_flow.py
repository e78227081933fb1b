from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.aggregate import Shown, Table
from verkosto.reporting import Heading, tile_map
from verkosto.reporting._compose import document
from verkosto.reporting._document import Document, PicturePart, SheetPart
from verkosto.reporting._fitted import PAGE, Tabular, fitted
from verkosto.reporting._flow import Block, Bullets, Drawn, Head, Lines, Terms, flow, lead, listed
from verkosto.reporting._xml_text import xml_text


def blocks_of(*items: object, text: str | None = None) -> list[Block]:
    return list(flow(document(items, lang="fi", internal=True, text=text)))  # type: ignore[arg-type]


def test_a_table_is_a_heading_a_picture_its_figures_and_what_to_know(dots: Table) -> None:
    found = blocks_of(dots)
    assert [type(block) for block in found[:4]] == [Head, Drawn, Tabular, Bullets]
    head, picture, table, missing = found[:4]
    assert isinstance(head, Head)
    assert isinstance(picture, Drawn)
    assert isinstance(table, Tabular)
    assert isinstance(missing, Bullets)
    assert (head.text, head.level) == ("Kannatatko? – ryhmittäin: maakunta", 1)
    assert "Kannatatko?" in picture.alt
    assert table.header[0] == "Maakunta"
    assert table.totals == {len(table.rows) - 1}
    assert table.labels == 1
    assert table.texts == {0}
    assert missing.title == "Ilman vastausta"


def test_questions_of_one_table_have_headings_below_its_own(two_ways: Table) -> None:
    heads = [block for block in blocks_of(Heading("Luku"), two_ways) if isinstance(block, Head)]
    assert [head.level for head in heads][:4] == [1, 2, 3, 3]
    assert len({head.name for head in heads}) == len(heads)


def test_a_table_without_answers_says_so(nothing: Table) -> None:
    assert Lines(("Taulukossa ei ole yhtään vastausta.",)) in blocks_of(nothing)


def test_a_picture_brings_its_data(bars: Table) -> None:
    head, picture, table = blocks_of(tile_map({"13": 12}, title="Jäseniä"))
    assert isinstance(picture, Drawn)
    assert isinstance(table, Tabular)
    assert isinstance(head, Head)
    assert head.text == "Jäseniä"
    assert len(table.rows) == 19
    assert picture.caption == ""


def test_a_picture_or_a_result_may_have_no_table(bars: Table) -> None:
    picture = evolve(tile_map({"13": 12}, title="Jäseniä"), header=(), rows=())
    result = SheetPart("Tulos", ("F = 1,2",), "s1", 1, (), (), frozenset(), ("Ei eroja.",))
    other = SheetPart("Toinen", (), "s2", 1, ("p",), (("0,5",),), frozenset(), ())
    found = list(flow(Document("T", "fi", False, (PicturePart(picture, "p1", 1), result, other))))
    assert [type(block) for block in found] == [Head, Drawn, Head, Lines, Lines, Head, Tabular]


def test_texts_before_the_first_heading_stand_above_the_contents(bars: Table, dots: Table) -> None:
    found = blocks_of("Toinen.", bars, dots, bars, dots, text="Ensimmäinen.")
    assert lead(found) == 2
    assert found[0] == Lines(("Ensimmäinen.",))
    assert [head.text for head in listed(found)][:2] == ["Kannatatko?", "Kannatatko? – ryhmittäin: maakunta"]
    assert any(isinstance(block, Terms) for block in found)


def test_a_short_report_has_no_list_of_contents(bars: Table) -> None:
    assert not listed(blocks_of(bars))


def test_what_no_file_can_hold_has_a_substitute() -> None:
    assert xml_text("a\0b\ud83dc\uffffd\x1b") == "a\ufffdb\ufffdc\ufffdd\ufffd"
    assert xml_text("rivi\r\nrivi\ttoinen\u2028kolmas\x85neljäs\x0b") == "rivi  rivi toinen kolmas neljäs "
    kept = "73\xa0% \u2212 – väli\u00adviiva 👩\u200d🔬 \u202fé 中文 ]]> &<'\""
    assert xml_text(kept) == kept


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec=None)))
def test_every_text_becomes_one_that_xml_holds(text: str) -> None:
    import xml.etree.ElementTree as ET
    from xml.sax.saxutils import escape

    held = xml_text(text)
    assert len(held) == len(text)
    assert ET.fromstring(f"<t>{escape(held)}</t>".encode()).text == (held or None)  # noqa: S314 - our own text


def table_of(columns: int, *, labels: int = 1, width: int = 5, interval: str | None = None) -> Tabular:
    row = (*[Shown("Pohjois-Pohjanmaa")] * labels, *[Shown("7" * width, interval)] * columns)
    header = tuple(f"otsikko{place}" for place in range(labels + columns))
    return Tabular("T", "n = 3", header, (row,) * 2, labels, frozenset(range(labels)))


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 40),
    st.integers(0, 4),
    st.integers(1, 30),
    st.sampled_from([None, "1–2 %", "x" * 40]),
    st.integers(20, 200),
)
def test_every_column_stands_in_one_piece_and_in_its_order(
    columns: int, labels: int, width: int, interval: str | None, page: int
) -> None:
    table = table_of(columns, labels=labels, width=width, interval=interval)
    pieces = list(fitted(table, page))
    assert [title for piece in pieces for title in piece.header[labels:]] == list(table.header[labels:])
    for piece in pieces:
        assert piece.header[:labels] == table.header[:labels]
        assert len(piece.widths) == len(piece.header) == len(piece.rows[0])
        assert piece.texts == table.texts
    assert [piece.caption for piece in pieces] == ["n = 3", *[""] * (len(pieces) - 1)]


@pytest.mark.parametrize(("columns", "pieces"), [(2, 1), (7, 1), (8, 2), (40, 6)])
def test_a_page_holds_so_many_columns(columns: int, pieces: int) -> None:
    found = list(fitted(table_of(columns), PAGE))
    assert len(found) == pieces
    assert all(sum(piece.widths) <= PAGE for piece in found)


def test_intervals_stand_beside_their_figures_where_there_is_room() -> None:
    (narrow,) = fitted(table_of(3, interval="12–34 %"), PAGE)
    wide = list(fitted(table_of(7, interval="12–34 %"), PAGE))
    assert narrow.beside
    assert not any(piece.beside for piece in wide)


def test_a_table_without_rows_keeps_its_titles() -> None:
    (found,) = fitted(Tabular("T", "", ("Vertailu", "p"), (), 1, frozenset({0})), PAGE)
    assert found.header == ("Vertailu", "p")
    assert found.widths == (12, 7)
