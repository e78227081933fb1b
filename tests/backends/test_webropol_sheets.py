"""A workbook with each question on its own sheet: how sheets are put together, and when they are not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from form_answers import codes, told
from reading import findings, made
from webropol import JASENIA, KUUT, SYYT, opened, quietly
from webropol_writer import write_sheets

from verkosto.backends import Strength, WebropolBackend
from verkosto.errors import (
    AmbiguousSourceError,
    EmptySourceError,
    OptionError,
    RaggedRowsError,
    SourceError,
)
from verkosto.instruments import Column, Text

Sheets = dict[str, list[list[str]]]

KYSELY = made(KUUT, JASENIA, *SYYT, columns=(Column("aika", "Vastausaika", role="time"),))
TIMES = ["5.2.2020 9.05", "6.2.2020 10.61", "7.2.2020 0.00"]
BOOK: Sheets = {
    "1. Kuukaudet": [
        ["Vastausaika", "Kuukaudet", "", ""],
        ["", "Kesäkuu", "Muu, mikä?", "Muu, mikä?"],
        [TIMES[0], "Kesäkuu", "", ""],
        [TIMES[1], "", "Muu, mikä?", "syyskuu"],
        [TIMES[2], "", "", ""],
    ],
    "2. Montako jäsentä": [
        ["Vastausaika", "Montako jäsentä?"],
        ["", ""],
        [TIMES[0], "12"],
        [TIMES[1], ""],
        [TIMES[2], "0"],
    ],
    "3. Miksi": [["Vastausaika", "Miksi?"], ["", ""], [TIMES[0], "a"], [TIMES[1], "b"], [TIMES[2], ""]],
    "4. Miksi": [["Vastausaika", "Miksi?"], ["", ""], [TIMES[0], ""], [TIMES[1], ""], [TIMES[2], "c"]],
}


def untimed(book: Mapping[str, list[list[str]]] = BOOK) -> Sheets:
    return {name: [row[1:] for row in table] for name, table in book.items()}


def of_one_row(book: Mapping[str, list[list[str]]] = BOOK) -> Sheets:
    """The same with headers `Question:Option` in one row."""
    made: Sheets = {}
    for name, (titles, options, *rows) in book.items():
        whole = [title or titles[1] for title in titles]
        heads = [f"{t}:{o}" if o else t for t, o in zip(whole, options, strict=True)]
        made[name] = [heads, *rows]
    made["1. Kuukaudet"][0][-1] += " Avoimet vastaukset"
    return made


def write(folder: Path, book: Sheets) -> Path:
    return write_sheets(folder / "vienti.xlsx", book)


@pytest.mark.parametrize("book", [BOOK, of_one_row()], ids=["B", "A"])
@pytest.mark.parametrize("options", [{}, {"layout": "sheets"}, {"layout": "SHEETS", "head": True}, {"backend": None}])
def test_sheets_are_one_table(tmp_path: Path, book: Sheets, options: dict[str, Any]) -> None:
    if options.get("head"):
        options = {**options, "head": "B" if book is BOOK else "A"}
    responses = quietly(write(tmp_path, book), KYSELY, **options)
    assert codes(responses, "kuut[kesa]") == [True, False, "!not_answered"]
    assert codes(responses, "kuut[muu].text") == ["!not_answered", "syyskuu", "!not_answered"]
    assert codes(responses, "jasenia") == [12, "!not_answered", 0]
    assert codes(responses, "syy1") == ["a", "b", "!not_answered"]
    assert codes(responses, "syy2") == ["!not_answered", "!not_answered", "c"]
    first = 3 if book is BOOK else 2
    # The time that cannot be is told once, where it stands first.
    assert [(i.row, i.position, i.value, i.reason) for i in responses.issues] == [
        (first + 1, 1, TIMES[1], "not_a_date")
    ]
    found = told(responses).options
    assert found["found_sheets"] == "4 put together by row"
    (table,) = opened(write(tmp_path, book), layout="sheets")
    assert [header.position for header in table.headers] == [1, 2, 3, 4, 6, 8, 10]
    assert table.rows.tolist() == [first, first + 1, first + 2]


def test_provenance_tells_why_sheets_are_put_together(tmp_path: Path) -> None:
    found = told(quietly(write(tmp_path, BOOK), KYSELY)).options
    marks = "sheets numbered in order; sheets named after their first rows; a column Vastausaika on each sheet"
    assert found["found_layout"] == f"sheets; {marks}"
    assert found["found_head"].startswith("B: titles are left out")


def test_a_sheet_s_name_may_be_the_title(tmp_path: Path) -> None:
    book = {
        "1. Kuukaudet": [["Kesäkuu", "Muu, mikä?"], ["Kesäkuu", ""], ["", "Muu, mikä?"], ["", ""]],
        "2. Miksi": [["Vastausaika", ""], ["5.2.2020", ""], ["6.2.2020", "b"], ["7.2.2020", ""]],
        # Nobody answered it, so it is a column that the sheet does not have.
        "3. Miten": [["Vastausaika"], ["5.2.2020"], ["6.2.2020"], ["7.2.2020"]],
    }
    instrument = made(KUUT, Text("miksi", "Miksi"), Text("miten", "Miten"), columns=KYSELY.columns)
    responses = quietly(write(tmp_path, book), instrument, layout="sheets", head="name", ragged="pad")
    assert codes(responses, "kuut[muu]") == [False, True, "!not_answered"]
    assert codes(responses, "miksi") == ["!not_answered", "b", "!not_answered"]
    assert codes(responses, "miten") == ["!not_answered"] * 3
    assert not responses.issues


# ---- rows that need not belong together


@pytest.mark.parametrize("book", [untimed(BOOK), untimed(of_one_row())], ids=["B", "A"])
def test_sheets_of_unequal_length_may_lack_respondents(tmp_path: Path, book: Sheets) -> None:
    path = write(tmp_path, book)
    with pytest.raises(RaggedRowsError, match=r"vienti\.xlsx: the answers end in different rows \('.*id_column\.$"):
        quietly(path, KYSELY, layout="sheets", head="B" if book == untimed() else "A")
    responses = quietly(path, KYSELY, layout="sheets", head="B" if book == untimed() else "A", ragged="pad")
    assert codes(responses, "jasenia") == [12, "!not_answered", 0]
    assert codes(responses, "syy2") == ["!not_answered", "!not_answered", "c"]


def test_rows_without_text_on_any_sheet_are_counted(tmp_path: Path) -> None:
    book = {"1. Miksi": [["Miksi?"], ["a"], [""], ["b"]], "2. Montako": [["Montako jäsentä?"], ["1"], [" "], ["2"]]}
    responses = quietly(write(tmp_path, book), made(JASENIA, SYYT[0]), layout="sheets")
    assert codes(responses, "jasenia") == [1, 2]
    assert (told(responses).rows, told(responses).blank_rows) == (2, 1)


def test_times_that_differ_speak_against_putting_together(tmp_path: Path) -> None:
    book = of_one_row()
    book["3. Miksi"][1], book["3. Miksi"][2] = book["3. Miksi"][2], book["3. Miksi"][1]
    with pytest.raises(SourceError, match=r"the times of answering on the sheet '3. Miksi' are not those") as caught:
        quietly(write(tmp_path, book), KYSELY)
    assert TIMES[0] not in str(caught.value)


def test_heads_that_end_in_different_rows_speak_against_it(tmp_path: Path) -> None:
    book = {**of_one_row(), "5. Lisä": [[], ["Lisää"], ["x"], ["y"]]}
    with pytest.raises(RaggedRowsError, match=r"the head ends in different rows \('4. Miksi' in row 1, '5. Lisä'"):
        quietly(write(tmp_path, book), KYSELY)


# ---- joined by ids


JOINED: Sheets = {
    "1. Miksi": [["Tunnus", "Miksi?", "Vastausaika"], ["v2", "b", ""], ["v1", "a", "5.2.2020"]],
    "2. Montako": [
        ["Vastausaika", "Tunnus", "Montako jäsentä?"],
        ["5.2.2020", "v1", "1"],
        ["7.2.2020", "v3", "3"],
        ["6.2.2020", "v2", ""],
    ],
}
IDS = made(JASENIA, SYYT[0], columns=(*KYSELY.columns, Column("tunnus", role="response_id")))


def test_ids_join_sheets_and_keep_everybody(tmp_path: Path) -> None:
    responses = quietly(write(tmp_path, JOINED), IDS, layout="sheets", id_column="tunnus:")
    assert responses.frame["tunnus"].tolist() == ["v2", "v1", "v3"]
    assert responses.frame["aika"].dt.day.tolist() == [6, 5, 7]
    assert codes(responses, "syy1") == ["b", "a", "!not_answered"]
    assert codes(responses, "jasenia") == ["!not_answered", 1, 3]
    assert told(responses).options["found_sheets"] == "2 put together by the column 'tunnus:'"
    (table,) = opened(write(tmp_path, JOINED), layout="sheets", id_column="Tunnus")
    assert table.rows.tolist() == [2, 3, 4]


@pytest.mark.parametrize(
    ("sheet", "row", "message"),
    [
        ("1. Miksi", ["v2", "c", ""], r"the sheet '1. Miksi' has no id, or one that stands above already, .* 4\."),
        ("2. Montako", ["", " ", "9"], r"the sheet '2. Montako' has no id, .* in rows such as 5\."),
        ("3. Muu", ["Miten?"], "no columns of the sheet '3. Muu' are headed 'Tunnus'"),
        ("3. Muu", ["Tunnus", "Tunnus"], "2 columns of the sheet '3. Muu' are headed 'Tunnus'"),
    ],
)
def test_ids_that_do_not_tell_respondents_apart(tmp_path: Path, sheet: str, row: list[str], message: str) -> None:
    book = {**JOINED, sheet: [*JOINED.get(sheet, []), row]}
    with pytest.raises(SourceError, match=message):
        quietly(write(tmp_path, book), IDS, layout="sheets", id_column="Tunnus")


def test_joined_times_agree_too(tmp_path: Path) -> None:
    book = {**JOINED, "3. Muu": [["Tunnus", "Vastausaika"], ["v1", "8.2.2020"]]}
    with pytest.raises(SourceError, match=r"times of answering on the sheet '3. Muu'"):
        quietly(write(tmp_path, book), IDS, layout="sheets", id_column="Tunnus")


def test_a_first_sheet_without_answers_is_joined(tmp_path: Path) -> None:
    book = {"1. Miksi": JOINED["1. Miksi"][:1], "2. Montako": JOINED["2. Montako"]}
    responses = quietly(write(tmp_path, book), IDS, layout="sheets", head="A", id_column="Tunnus")
    assert codes(responses, "jasenia") == [1, 3, "!not_answered"]


# ---- what is refused


@pytest.mark.parametrize(
    "table",
    [
        [["Montako jäsentä?"], ["Vastaajien määrä: 57"], ["1", "50"]],
        [["Miksi?", "n", "Prosentti"], ["Siksi", "3", "60%"]],
        [["Varför?"], ["", "Antal", "Procent"], ["Därför", "3", "60"]],
        [["Number of respondents: 12"], ["Why?"]],
    ],
)
@pytest.mark.parametrize("options", [{}, {"layout": "sheets"}])
def test_tables_of_counts_are_no_answers(tmp_path: Path, table: list[list[str]], options: dict[str, Any]) -> None:
    path = write(tmp_path, {f"{n}.": table for n in range(1, 8)})
    with pytest.raises(SourceError, match=r"'1.', .*'5.' and 2 more report counts .* Export the raw data"):
        quietly(path, KYSELY, **options)
    assert "tables of counts on each sheet" in WebropolBackend().detect(path).reasons


def test_an_answer_may_speak_of_counts(tmp_path: Path) -> None:
    book = {"1. Miksi": [["Miksi?"], ["Vastaajien määrä on pieni"]], "2. Montako": [["Montako jäsentä?"], ["3"]]}
    assert len(quietly(write(tmp_path, book), made(SYYT[0], JASENIA))) == 1


def test_no_form_of_the_heads_is_guessed(tmp_path: Path) -> None:
    book = {"1. Kuukaudet": [["Kuukaudet", ""], ["Kesäkuu", "Muu, mikä?"], ["Kesäkuu", ""]]}
    book["2. Muut"] = [["Muut", ""], ["Eka", "Toka"], ["Eka", ""]]
    path = write(tmp_path, book)
    with pytest.raises(AmbiguousSourceError, match=r"several columns\. State head='A'"):
        quietly(path, made(KUUT))
    assert codes(quietly(path, made(KUUT), layout="sheets", head="B"), "kuut[kesa]") == [True]


def test_answers_are_not_taken_for_options(tmp_path: Path) -> None:
    path = write(tmp_path, of_one_row())
    with pytest.raises(SourceError, match="head='B' is stated, and the second rows look like answers"):
        quietly(path, KYSELY, layout="sheets", head="B")
    responses = quietly(path, made(SYYT[0]), layout="sheets", head="B", second_row="options")
    assert len(responses) == 2
    assert ("Miksi?:a", "unbound_column") in findings(responses)


def test_sheets_need_a_workbook_with_text(tmp_path: Path) -> None:
    with pytest.raises(EmptySourceError, match="holds no text"):
        quietly(write(tmp_path, {"1": [[" "]], "2": []}), KYSELY, layout="sheets")
    path = tmp_path / "vienti.csv"
    path.write_text("Miksi?\na\n")
    with pytest.raises(SourceError, match="no workbook"):
        quietly(path, KYSELY, layout="sheets")


@pytest.mark.parametrize("option", [{"encoding": "utf-8"}, {"delimiter": ";"}, {"sheet": "1. Miksi"}])
def test_sheets_are_all_read_and_are_no_csv(tmp_path: Path, option: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match=f"every sheet of a workbook. Leave the option {next(iter(option))!r} out"):
        quietly(write(tmp_path, BOOK), KYSELY, layout="sheets", **option)


# ---- detection


def test_other_sheets_are_not_put_together_unasked(tmp_path: Path) -> None:
    path = write(tmp_path, {"1": [["Miksi?"], ["a"]], "2020": [["Miksi?"], ["b"]]})
    assert WebropolBackend().detect(path).strength is Strength.NONE
    with pytest.raises(AmbiguousSourceError, match="several sheets with cells"):
        quietly(path, made(SYYT[0]))
    assert codes(quietly(path, made(SYYT[0]), sheet="2020"), "syy1") == ["b"]
    assert codes(quietly(path, made(*SYYT), layout="sheets"), "syy2") == ["b"]


def test_hidden_sheets_hold_answers_too(tmp_path: Path) -> None:
    path = write(tmp_path, BOOK)
    book = openpyxl.load_workbook(path)
    book["4. Miksi"].sheet_state = "hidden"
    book.save(path)
    book.close()
    assert codes(quietly(path, KYSELY), "syy2") == ["!not_answered", "!not_answered", "c"]
