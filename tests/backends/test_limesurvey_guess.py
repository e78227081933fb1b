from __future__ import annotations

import pytest
from limesurvey import codebook, file, read

from verkosto.backends import LimeSurveyBackend
from verkosto.backends._limesurvey_csv import Grid, column_of
from verkosto.backends._limesurvey_guess import survey_of_export
from verkosto.instruments import Draft

BACKEND = LimeSurveyBackend()


def drafted(name: str) -> Draft:
    draft = BACKEND.codebook(file(name))
    assert draft is not None
    return draft


def types(columns: dict[str, list[str | None]]) -> dict[str, str]:
    """The guessed type of each question."""
    rows = range(len(next(iter(columns.values()))))
    headings = ("submitdate", *columns)
    cells: list[list[str | None]] = [["" for _ in rows], *columns.values()]
    guessed = survey_of_export(Grid(headings, tuple(column_of(column) for column in cells), rows, nulls=True), "7")
    assert guessed is not None
    return {asked.code: asked.type for asked in guessed[0].questions}


@pytest.mark.parametrize(
    "name", ["json_fi_all_code_short.json", "csv_fi_all_code_long.csv", "xls_fi_all_code_short.xls"]
)
def test_a_draft_reads_the_export_that_it_was_made_of(name: str) -> None:
    draft = drafted(name)
    answers = read(file(name), draft.instrument)
    assert not [issue for issue in answers.issues if issue.value is not None]
    assert answers.provenance is not None
    assert answers.provenance.cells.decoded == answers.provenance.cells.read == 86


def test_ids_and_most_kinds_are_those_of_the_structure() -> None:
    draft, whole = drafted("json_fi_all_code_short.json"), codebook()
    made = {question.id: question.kind for question in draft}
    same = {question.id for question in whole if made.get(question.id) == question.kind}
    # Numbers may be codes, and six responses are too few to tell rows that share answers.
    assert {question.id for question in whole} - same == {"tyyt", "lik", "laskettu"}
    assert [column.id for column in draft.columns] == [column.id for column in whole.columns if column.id != "intro"]


def test_every_guess_has_its_reason() -> None:
    draft = drafted("json_fi_all_code_short.json")
    assert {question.id for question in draft} <= {guess.id for guess in draft.guesses}
    assert (draft.id, draft.title.fi) == ("json_fi_all_code_short", "json_fi_all_code_short")


@pytest.mark.parametrize("name", ["csv_fi_all_code_short_emcode.csv", "csv_fi_all_full_long.csv"])
def test_other_headings_are_left_to_the_drafter_of_tables(name: str) -> None:
    assert BACKEND.codebook(file(name)) is None


def test_a_table_without_the_day_of_sending_is_no_export() -> None:
    assert survey_of_export(Grid(("a",), (column_of(["x"]),), [2], nulls=True), "7") is None


@pytest.mark.parametrize(
    ("columns", "letter"),
    [
        ({"q": ["Y", "N", ""]}, "Y"),
        ({"q": ["M", ""]}, "G"),
        ({"q": ["", None]}, "T"),
        ({"q": ["2026-01-02 00:00:00", None]}, "D"),
        ({"q": ["5", "12"]}, "N"),
        ({"q": ["01", "02"]}, "L"),
        ({"q": ["A1", "A2"] * 4}, "L"),
        ({"q": ["Yksi", "Kaksi", "Kolme"]}, "T"),
        ({"q": ["A1"], "q[comment]": [""]}, "O"),
        ({"q": ["-oth-"], "q[other]": ["x"]}, "L"),
        ({"q[1]": ["Y"], "q[2]": [""]}, "M"),
        ({"q[1]": ["Kyllä"], "q[2]": ["Ei"], "q[2comment]": ["x"]}, "P"),
        ({"q[1]": [""], "q[other]": ["x"]}, "M"),
        ({"q[1]": ["b", "a"], "q[2]": ["a", ""]}, "R"),
        ({"q[1]": ["b", ""], "q[2]": ["a", "b"]}, "F"),
        ({"q[1]": ["b"], "q[2]": ["b"]}, "F"),
        ({"q[1]": ["b"], "q[2]": ["c"], "q[3]": ["d"], "q[S1]": ["e"]}, "Q"),
        ({"q[A_1]": ["1"], "q[A_2]": ["x"]}, ";"),
        ({"q[A_1]": ["1"], "q[A_2]": ["2"]}, ":"),
        ({"q[S1]": ["1"], "q[S2]": ["5"]}, "F"),
        ({"q[S1]": ["1"], "q[S2]": ["500"]}, "K"),
        ({"q[S1]": ["A1", "A2"] * 3, "q[S2]": ["A2", "A1"] * 3}, "F"),
        ({"q[S1][1]": ["A1"], "q[S1][2]": ["B1"]}, "1"),
        ({"q": ["[]"], "q[filecount]": ["0"]}, "|"),
    ],
)
def test_headings_and_cells_tell_the_type(columns: dict[str, list[str | None]], letter: str) -> None:
    assert types(columns) == {"q": letter}


def test_labels_get_codes() -> None:
    draft = drafted("csv_fi_all_code_long.csv")
    assert [(option.code, option.label.fi) for option in draft["dual_1"].choices] == [("tarkea", "Tärkeä")]
