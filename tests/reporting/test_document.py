from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from verkosto.aggregate import Table, crosstab, mean, nps, quantile, top_box
from verkosto.errors import OptionError
from verkosto.reporting import Heading, tile_map
from verkosto.reporting._compose import document, paragraphs
from verkosto.reporting._document import (
    Document,
    HeadingPart,
    MethodPart,
    PicturePart,
    Points,
    Prose,
    QuotePart,
    SheetPart,
    TablePart,
)
from verkosto.responses import Responses
from verkosto.text import LocalText


def made(items: list[Any], **options: Any) -> Document:
    given: dict[str, Any] = {"lang": "fi", "internal": True, "pictures": False, **options}
    return document(items, **given)


def test_parts_stand_in_the_order_of_the_items_with_the_notes_at_the_end(bars: Table) -> None:
    picture = tile_map({"13": 12}, title="Jäseniä")
    found = made(["Alussa.", Heading("Luku"), bars, picture, LocalText(fi="Lopussa.", en="Last.")], lang="en")
    kinds = [type(part) for part in found.parts]
    assert kinds == [Prose, HeadingPart, TablePart, PicturePart, Prose, MethodPart, Points]
    assert [part.kind for part in found.parts][:3] == ["prose", "heading", "table"]
    assert found.parts[4] == Prose(("Last.",))
    assert [part.section.title for part in found.tables] == ["Do you support it?"]
    assert (found.title, found.lang, found.internal) == ("Tables", "en", True)


def test_tables_stand_one_level_below_their_chapter(bars: Table) -> None:
    found = made([bars, Heading("Luku"), bars, Heading("Osa", level=2), bars, Heading("Toinen"), bars])
    assert [part.level for part in found.tables] == [1, 2, 3, 2]


def test_no_level_is_left_out_on_the_way_down(bars: Table) -> None:
    first, *_ = made([Heading("Osa", level=2), bars]).parts
    assert isinstance(first, HeadingPart)
    assert first.level == 1


@pytest.mark.parametrize("level", [0, 3, "1", True, None])
def test_a_heading_has_one_of_two_levels(level: Any) -> None:
    with pytest.raises(OptionError, match="heading of level"):
        Heading("Luku", level=level)


def test_names_are_unique(tables: list[Table]) -> None:
    found = made([*tables, Heading("Luku"), *tables])
    names = [part.name for part in found.parts if not isinstance(part, Prose | Points | QuotePart)]
    names += [figure.name for part in found.tables for figure in part.figures]
    assert len(names) == len(set(names))


def test_notes_that_all_tables_share_are_said_once(bars: Table, dots: Table) -> None:
    (alone,) = made([bars]).tables
    assert any("otokselta" in note for note in alone.section.notes)
    found = made([bars, dots])
    assert not any("otokselta" in note for part in found.tables for note in part.section.notes)
    assert any("Aluejako" in note for note in found.tables[1].section.notes)
    (method,) = (part for part in found.parts if isinstance(part, MethodPart))
    assert "Kysyttiin otokselta." in dict(method.entries)["Kaikissa taulukoissa"]


def test_how_to_read_tells_of_what_there_is(answers: Responses, bars: Table) -> None:
    def read(table: Table) -> str:
        last = made([table]).parts[-1]
        assert isinstance(last, Points)
        return " ".join(last.items)

    assert "Osuus on laskettu" in read(bars)
    assert "Viiva (–)" not in read(bars)
    assert "Osuus on laskettu" not in read(mean(answers, "suosittelu"))


def test_sources_stand_once(bars: Table) -> None:
    named = evolve(bars, provenance={"source": "vienti.xlsx"})
    assert made([named, named]).sources == ("kysely-2020: tiedosto vienti.xlsx.",)
    assert made([bars]).sources == ()


def test_every_statistic_is_shown_in_its_unit(answers: Responses) -> None:
    tables = [
        (mean(answers, "suosittelu"), "Tunnusluku", ","),
        (quantile(answers, "suosittelu", probabilities=[0.25, 0.5]), "Tunnusluku", ""),
        (nps(answers, "suosittelu", by="laji"), "Järjestön laji", "−"),
        (top_box(answers, "vaittamat", boxes=1), "Kysymys", "%"),
        (mean(answers, "suosittelu", by="maakunta"), "Maakunta", ","),
    ]
    for table, head, sign in tables:
        (part,) = made([table]).tables
        (figure,) = part.figures
        assert figure.grid.heads == (head,)
        assert sign in figure.grid.rows[0].data[0].text
        assert figure.grid.rows[0].data[-1].unit == "count"


def test_answers_keep_their_columns_in_a_sorted_table(answers: Responses) -> None:
    table = crosstab(answers, "malli", by="laji", margins=True)
    plain, ordered = (made([one]).tables[0].section.grids[0] for one in (table, table.sort("estimate")))
    cells = {
        name: {
            (row.labels, column): datum.text
            for row in grid.rows
            for column, datum in zip(grid.columns, row.data, strict=True)
        }
        for name, grid in (("plain", plain), ("ordered", ordered))
    }
    assert cells["plain"] == cells["ordered"]


def test_paragraphs_are_lines_with_their_no_break_spaces() -> None:
    text = "Ensimmäinen\r\nkappale.\r\n \r\n73\xa0% \n vastasi.\n\n\n"
    assert paragraphs(text, "fi") == ("Ensimmäinen kappale.", "73\xa0% vastasi.")
    assert made([Heading("x"), tile_map({"13": 1}, title="y"), " \n "]).parts[-1].kind == "picture"


@given(st.text(st.sampled_from("a \n\r\t\xa0"), max_size=30))
def test_no_paragraph_is_empty_or_broken(text: str) -> None:
    found = paragraphs(text, "fi")
    assert all(part.strip(" ") == part != "" and "\n" not in part for part in found)
    assert "".join(found).count("a") == text.count("a")


def test_a_test_becomes_a_sheet(answers: Responses) -> None:
    from verkosto.aggregate import chi_square

    (sheet,) = made([chi_square(answers, "malli", "laji")]).parts
    assert isinstance(sheet, SheetPart)
    assert sheet.level == 1
    assert all(len(row) == len(sheet.header) for row in sheet.rows)
