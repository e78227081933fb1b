from __future__ import annotations

import builtins
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import kysely, responses
from word_templates import parts_of

from verkosto.aggregate import Shown, Table, chi_square, crosstab, frequency, mean, nps
from verkosto.errors import MissingExtraError
from verkosto.instruments import Option, SingleChoice
from verkosto.reporting import Heading, TableRow, _xlsx_chart, report, tile_map
from verkosto.reporting._compose import document
from verkosto.reporting._document import Document, Prose
from verkosto.reporting._xlsx import xlsx_bytes
from verkosto.reporting._xlsx_book import unit_of
from verkosto.reporting._xlsx_names import sheet_names
from verkosto.responses import Responses


def composed(*items: Any, **options: Any) -> Document:
    return document(items, **{"lang": "fi", "internal": True, "pictures": False, **options})


def xlsx_of(*items: Any, **options: Any) -> bytes:
    return xlsx_bytes(composed(*items, **options))


def read(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def rows_of(sheet: Any, title: str) -> list[tuple[Any, ...]]:
    """The rows of a sheet from the one that begins with a title to the next empty one."""
    rows = list(sheet.iter_rows(values_only=True))
    start = next(place for place, row in enumerate(rows) if row[0] == title)
    end = next((place for place in range(start, len(rows)) if rows[place][0] is None), len(rows))
    return rows[start:end]


def with_rows(table: Table, change: Callable[[int, TableRow], TableRow]) -> Document:
    """A document of one table whose rows are others."""
    made = composed(table)
    part = made.tables[0]
    (figure,) = part.figures
    grid = evolve(figure.grid, rows=tuple(change(place, row) for place, row in enumerate(figure.grid.rows)))
    return evolve(made, parts=(evolve(part, figures=(evolve(figure, grid=grid),)), *made.parts[1:]))


@pytest.fixture(scope="module")
def whole(tables: list[Table], answers: Responses) -> Any:
    others = (tile_map({"13": 12}, title="Jäseniä"), chi_square(answers, "malli", by="laji"))
    return read(xlsx_of("Alku.", Heading("Luku"), *tables, *others, title="Kysely"))


def test_the_first_sheet_has_the_texts_and_a_link_to_each_other(whole: Any) -> None:
    first, *others = whole.worksheets
    texts = [row[0] for row in first.iter_rows(values_only=True) if row[0]]
    assert texts[:2] == ["Kysely", "sisäiseen käyttöön"]
    assert texts.index("Alku.") < texts.index("Luku") < texts.index("Kannatatko?")
    assert "Kannatatko? – ryhmittäin: maakunta" in texts
    targets = [cell.hyperlink.location for row in first.iter_rows() for cell in row if cell.hyperlink]
    assert targets == [f"'{sheet.title}'!A1" for sheet in others]
    assert all(sheet["A1"].hyperlink.location == f"'{first.title}'!A1" for sheet in others)


def test_shares_are_numbers_shown_as_percents_and_counts_are_integers(whole: Any) -> None:
    sheet = whole["1 Kannatatko"]
    header, *rows = rows_of(sheet, "Vastaus")
    assert header[:5] == ("Vastaus", "Osuus", "Osuus, alaraja", "Osuus, yläraja", "Lukumäärä")
    assert [row[0] for row in rows] == ["Kannatan", "En kannata", "En osaa sanoa"]
    assert [(row[1], row[4]) for row in rows] == [(0.6, 60), (0.2, 20), (0.2, 20)]
    assert all(row[2] < row[1] < row[3] for row in rows)
    (place,) = [cell.row for cell in sheet["A"] if cell.value == "Kannatan"]
    assert sheet.cell(place, 2).number_format == '0"\xa0"%'
    assert isinstance(sheet.cell(place, 5).value, int)
    assert sheet.freeze_panes == f"B{place}"


def test_shares_of_groups_stand_before_their_intervals(dots: Table) -> None:
    header, *rows = rows_of(read(xlsx_of(dots)).worksheets[1], "Maakunta")
    assert header[:5] == ("Maakunta", "Kannatan", "En kannata", "En osaa sanoa", "n")
    assert header[5:7] == ("Kannatan, alaraja", "Kannatan, yläraja")
    assert rows[-1][0] == "Yhteensä"
    assert sum(row[4] for row in rows[:-1]) == rows[-1][4]
    for row in rows:
        for place in range(3):
            low, high = row[5 + 2 * place : 7 + 2 * place]
            assert low <= row[1 + place] <= high
            # From the figure to the ends of its interval: what the chart's lines are drawn from.
            below, above = row[11 + 2 * place : 13 + 2 * place]
            assert (below, above) == pytest.approx((row[1 + place] - low, high - row[1 + place]))


def test_what_is_hidden_is_a_word_and_a_range_a_text(dots: Table) -> None:
    def hidden(place: int, row: TableRow) -> TableRow:
        data = (Shown("salattu", hidden=True), *row.data[1:-1], Shown("5–9", low=5, high=9))
        return row if place else evolve(row, data=data)

    _, row, *_ = rows_of(read(xlsx_bytes(with_rows(dots, hidden))).worksheets[1], "Maakunta")
    assert row[1] == "salattu"
    assert row[4] == "5–9"
    assert (row[5], row[6], row[11], row[12]) == (None,) * 4


def test_a_table_tells_its_base_its_missing_answers_and_its_notes(dots: Table) -> None:
    noted = evolve(dots, provenance={"source": "vienti.xlsx"})
    texts = [cell.value for cell in read(xlsx_of(noted)).worksheets[1]["A"] if cell.value]
    assert texts[2] == "Kannatatko?"
    assert texts[3] == "ryhmittäin: maakunta"
    assert texts[4].startswith("n = ")
    assert {"Ilman vastausta", "Huomautukset", "Aineisto"} <= set(texts)
    assert texts[-1] == "kysely-2020: tiedosto vienti.xlsx."


def test_other_figures_have_their_own_formats(answers: Responses) -> None:
    book = read(xlsx_of(mean(answers, "suosittelu", by="laji")))
    sheet = book.worksheets[1]
    rows = rows_of(sheet, header_of(sheet))[1:]
    assert len(rows) == 2
    assert all(0 < row[1] < 10 for row in rows)
    (chart,) = sheet._charts
    assert chart.x_axis.scaling.max is None


def test_scores_and_differences_are_shown_times_a_hundred(answers: Responses) -> None:
    sheet = read(xlsx_of(nps(answers, "suosittelu", by="laji"))).worksheets[1]
    rows = rows_of(sheet, header_of(sheet))[1:]
    assert all(-100 <= row[1] <= 100 and abs(row[1]) > 1 for row in rows)


@pytest.mark.parametrize(
    ("unit", "lang", "found"),
    [("percent", "en", ("0%", 1.0)), ("points", "fi", ("0", 100.0)), ("number", "fi", ("#,##0.00", 1.0))],
)
def test_each_unit_has_its_format(unit: Any, lang: str, found: tuple[str, float]) -> None:
    assert unit_of(Shown("", unit=unit, places=2), lang) == found


def test_figures_of_several_units_have_no_common_chart(bars: Table) -> None:
    def other(place: int, row: TableRow) -> TableRow:
        return row if place else evolve(row, data=(evolve(row.data[0], unit="number"), *row.data[1:]))

    assert not charts_of(xlsx_bytes(with_rows(bars, other)))


def test_bars_without_intervals_have_no_lines(bars: Table) -> None:
    def plain(_: int, row: TableRow) -> TableRow:
        return evolve(row, data=(evolve(row.data[0], interval=None, low=None, high=None), *row.data[1:]))

    (chart,) = charts_of(xlsx_bytes(with_rows(bars, plain)))
    assert "<c:ser>" in chart
    assert "<c:errBars>" not in chart


def test_a_report_of_texts_alone_is_one_sheet() -> None:
    (sheet,) = read(xlsx_bytes(Document("T", "fi", False, (Prose(("Teksti.",)),)))).worksheets
    assert [cell.value for cell in sheet["A"]] == ["T", None, "Teksti."]


def header_of(sheet: Any) -> str:
    """The first title of the table of a sheet: the row below which panes are frozen."""
    place = int(re.sub(r"\D", "", sheet.freeze_panes)) - 1
    return str(sheet.cell(place, 1).value)


def charts_of(data: bytes) -> list[str]:
    return [part.decode() for name, part in sorted(parts_of(data).items()) if name.startswith("xl/charts/chart")]


def test_bars_have_their_intervals(bars: Table) -> None:
    (chart,) = charts_of(xlsx_of(bars))
    assert '<c:barDir val="bar"/><c:grouping val="clustered"/>' in chart
    assert chart.count("<c:errBars>") == 1
    assert re.findall(r"<c:(plus|minus)><c:numRef><c:f>'1 Kannatatko'!(\$\w\$\d+:\$\w\$\d+)", chart) == [
        ("plus", "$G$7:$G$9"),
        ("minus", "$F$7:$F$9"),
    ]


def test_questions_on_a_scale_are_stacked_bars(stacked: Table) -> None:
    (chart,) = charts_of(xlsx_of(stacked))
    assert '<c:grouping val="stacked"/>' in chart
    assert "<c:errBars>" not in chart
    assert chart.count("<c:ser>") == 3


def test_groups_stand_beside_one_another_until_they_are_a_crowd(
    dots: Table, answers: Responses, monkeypatch: pytest.MonkeyPatch
) -> None:
    (chart,) = charts_of(xlsx_of(dots))
    assert '<c:grouping val="clustered"/>' in chart
    assert chart.count("<c:errBars>") == chart.count("<c:ser>") == 3
    monkeypatch.setattr(_xlsx_chart, "_MOST_BARS", 5)
    (chart,) = charts_of(xlsx_of(dots))
    assert '<c:grouping val="stacked"/>' in chart
    # Shares of those who could choose several make up no whole, and are not stacked.
    assert not charts_of(xlsx_of(crosstab(answers, "palvelut", by="laji")))


def test_charts_and_pictures_have_their_alternative_text(bars: Table) -> None:
    parts = parts_of(xlsx_of(bars, tile_map({"13": 12}, title="Jäseniä")))
    drawings = "".join(part.decode() for name, part in parts.items() if name.startswith("xl/drawings/drawing"))
    chart, picture = re.findall(r'descr="([^"]*)"', drawings)
    assert "Kannatan 60\xa0% (50–69\xa0%)" in chart
    assert picture.startswith("Ruutukartta: Jäseniä.")


@pytest.mark.parametrize(
    ("lang", "stamp"), [("fi", "sisäiseen käyttöön"), ("sv", "för internt bruk"), ("en", "for internal use")]
)
def test_the_stamp_is_on_every_sheet_and_every_page(bars: Table, lang: str, stamp: str) -> None:
    book = read(xlsx_of(bars, lang=lang))
    for sheet in book.worksheets:
        assert sheet.oddHeader.right.text == f"&B{stamp}"
        assert stamp in [cell.value for cell in sheet["A"][:3]]
    made = evolve(composed(bars), internal=False)
    for sheet in read(xlsx_bytes(made)).worksheets:
        assert not sheet.oddHeader.right.text
        assert stamp not in [cell.value for cell in sheet["A"]]


def test_the_same_document_is_the_same_bytes_without_a_date(bars: Table, dots: Table) -> None:
    first = xlsx_of(bars, dots, title="Kysely")
    assert first == xlsx_of(bars, dots, title="Kysely")
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = read(first).properties
    assert (properties.title, properties.creator or "", properties.created.year) == ("Kysely", "", 1980)


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1+1", "@SUM(A1)", "{=1}", "=cmd|' /C calc'!A0", "http://x.example"])
def test_nothing_runs(evil: str) -> None:
    question = SingleChoice(id="q", text=evil, options=(Option("a", evil), Option("b", "B")))
    table = frequency(responses(kysely(questions=(question,), columns=()), {"q": ["a", "b"]}), "q")
    table = evolve(table, provenance={"source": evil})
    data = xlsx_of(Heading(evil), evil, table, title=evil, text=evil)
    parts = parts_of(data)
    sheets = [part.decode() for name, part in parts.items() if name.startswith("xl/worksheets/sheet")]
    assert not [sheet for sheet in sheets if re.search(r"<f[ >]", sheet)]
    # A chart refers to cells and to nothing else.
    (chart,) = charts_of(data)
    cells = re.compile(r"'([^']|'')+'!\$[A-Z]\$\d+(:\$[A-Z]\$\d+)?")
    assert all(cells.fullmatch(formula) for formula in re.findall(r"<c:f>(.*?)</c:f>", chart))
    assert not [name for name in parts if "externalLink" in name]
    assert "http://x.example" not in "".join(part.decode() for name, part in parts.items() if name.endswith(".rels"))
    book = read(data)
    quoted = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value == evil]
    assert len(quoted) >= 5
    assert all(cell.data_type == "s" for cell in quoted)
    assert all(cell.quotePrefix == evil.startswith(("=", "+", "-", "@")) for cell in quoted)


def test_what_is_no_character_breaks_nothing() -> None:
    odd = "73\xa0%\0\ud83d\x0b/[*]:?\\'"
    question = SingleChoice(id="q", text=odd, options=(Option("a", odd), Option("b", "B")))
    table = frequency(responses(kysely(questions=(question,), columns=()), {"q": ["a", "b"]}), "q")
    sheet = read(xlsx_of(table, title=odd)).worksheets[1]
    assert sheet.title == "1 73 %"
    assert rows_of(sheet, "Vastaus")[1][0] == "73\xa0%\ufffd\ufffd /[*]:?\\'"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=12))
def test_excel_takes_every_name_of_a_sheet(titles: list[str]) -> None:
    names = sheet_names(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")


def test_letters_outside_the_basic_plane_are_not_divided() -> None:
    (name,) = sheet_names(["😀" * 20])
    assert name == f"1 {'😀' * 14}"


def test_a_missing_extra_names_the_command(bars: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "xlsxwriter":
            raise ImportError(name)
        return loaded(name, *rest, **more)

    made = composed(bars)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"pip install 'verkosto\[report\]'"):
        xlsx_bytes(made)


def test_report_writes_a_workbook(bars: Table, tmp_path: Any) -> None:
    place = report(bars, tmp_path / "raportti.xlsx", internal=True)
    assert len(read(place.read_bytes()).worksheets) == 3
