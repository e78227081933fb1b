"""What coders do to workbooks: sort, delete, copy, rename, type anywhere. It is understood, or kept and told of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from coder_books import ANSWERS, coding_of, edited, sheet_of

from verkosto import backends
from verkosto.issues import REASONS
from verkosto.themes import Coding

PROPOSED = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0], [1, 1, 0, 1]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    coding_of(proposed=PROPOSED).workbook(tmp_path / "koodaus.xlsx", coders="A")
    return tmp_path / "koodaus.xlsx"


def back(path: Path, **options: Any) -> Coding:
    return coding_of(proposed=PROPOSED).read_workbook(path, **options)


def changed(path: Path, change: Callable[[Any], None], sheet: str = "A") -> Coding:
    book, page = sheet_of(path, sheet)
    change(page)
    book.save(path)
    return back(path)


def coded(coding: Coding) -> dict[str, list[int]]:
    return {coding.answers.ids[row]: coding.marks[0, row].tolist() for row in coding.coded[0].nonzero()[0]}


def issues(coding: Coding) -> list[tuple[str, str | None]]:
    assert all(issue.reason in REASONS for issue in coding.issues)
    return [(issue.reason, issue.value) for issue in coding.issues]


def cells(page: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in page.iter_rows()]


def put(page: Any, rows: list[list[Any]]) -> None:
    page.delete_rows(1, page.max_row)
    for row in rows:
        page.append(row)


def test_rows_and_columns_may_be_sorted_and_moved(path: Path) -> None:
    def turn(page: Any) -> None:
        page["E3"], page["F7"] = "x", "-"
        hidden, heads, *rows = cells(page)
        put(page, [row[::-1] for row in (hidden, heads, *rows[::-1])])

    found = changed(path, turn)
    assert coded(found) == {"2": [1, 0, 0, 0]}
    assert [(c.answer, c.place[-2:]) for c in found.changes] == [("2", "F7"), ("7", "E3")]
    assert (found.issues, found.comments) == ((), ())


def test_a_deleted_row_is_told_of_and_nothing_is_guessed(path: Path) -> None:
    found = changed(path, lambda page: page.delete_rows(4, 2))
    assert issues(found) == [("row_missing", "3"), ("row_missing", "4")]
    assert coded(found) == {}


def test_an_emptied_row_is_told_of(path: Path) -> None:
    found = back(edited(path, {f"{letter}4": None for letter in "ABCDEFGHI"}))
    assert [reason for reason, _ in issues(found)] == ["row_emptied", "row_missing", "row_emptied"]


def test_two_rows_of_one_answer_count_if_they_agree(path: Path) -> None:
    def copy(page: Any) -> None:
        page["E3"] = "x"
        page.append([cell.value for cell in page[3]])

    assert coded(changed(path, copy)) == {"2": [1, 0, 0, 0]}


def test_two_rows_that_contradict_one_another_do_not_count(path: Path) -> None:
    def copy(page: Any) -> None:
        page.append([cell.value for cell in page[3]])
        page["E3"], page["F8"] = "x", "x"

    found = changed(path, copy)
    assert coded(found) == {}
    assert issues(found) == [("contradicting_rows", value) for value in ("2", "x", "2", "x")]
    assert [issue.column for issue in found.issues][1::2] == [
        "koodaus.xlsx, sheet 'A', cell E3",
        "koodaus.xlsx, sheet 'A', cell F8",
    ]


def test_a_copy_of_a_sheet_is_read_with_it(path: Path) -> None:
    book, page = sheet_of(path, "A")
    page["B6"] = "x"
    book.copy_worksheet(page).title = "varmuuskopio"
    book.save(path)
    assert coded(back(path)) == {"6": [0, 0, 0, 0]}


def test_columns_sorted_on_their_own_are_found_out(path: Path) -> None:
    def sort(columns: str) -> Callable[[Any], None]:
        def change(page: Any) -> None:
            page["E3"] = "x"
            for letter in columns:
                values = [page[f"{letter}{row}"].value for row in range(3, 8)]
                for row, value in zip(range(3, 8), values[1:] + values[:1], strict=True):
                    page[f"{letter}{row}"] = value

        return change

    for columns in ("C", "ABC"):
        coding_of(proposed=PROPOSED).workbook(path, coders="A")
        found = changed(path, sort(columns))
        assert coded(found) == {}
        assert ("rows_mixed", "x") in issues(found)


def test_an_id_that_was_typed_over_is_told_by_the_rest_of_the_row(path: Path) -> None:
    found = back(edited(path, {"A3": "kaksi", "E3": "x"}))
    assert coded(found) == {"2": [1, 0, 0, 0]}
    assert issues(found) == [("edited_text", "kaksi")]


def test_texts_that_are_only_shown_may_be_typed_over_and_the_answer_stays(path: Path) -> None:
    found = back(edited(path, {"C3": "Tiloja!", "C4": None, "E3": "x"}))
    assert coded(found) == {"2": [1, 0, 0, 0]}
    assert issues(found) == [("edited_text", "Tiloja!"), ("edited_text", "")]
    assert found.answers.distinct == coding_of().answers.distinct


def test_what_is_no_mark_leaves_the_answer_open_and_is_kept(path: Path) -> None:
    found = back(edited(path, {"E3": "x (osin)", "F3": "x", "B6": "huomenna", "E6": "x"}))
    assert coded(found) == {}
    assert issues(found) == [("not_yes_or_no", "x (osin)"), ("not_yes_or_no", "huomenna")]
    assert found.pending[0, 0].tolist() == [-1, 1, -1, -1]
    assert "osin" not in "".join(map(str, found.issues))
    assert "sheet 'A', cell E3" in str(found.issues[0])


def test_what_is_no_mark_leaves_a_coded_answer_as_it_was(path: Path) -> None:
    first = back(edited(path, {"E3": "x", "B6": "x"}))
    first.workbook(path, coders="A")
    found = first.read_workbook(edited(path, {"E3": "ehkä", "F3": "x", "B6": "joo"}))
    assert coded(found) == {"2": [1, 1, 0, 0], "6": [0, 0, 0, 0]}


def test_no_theme_and_a_theme_contradict_one_another(path: Path) -> None:
    found = back(edited(path, {"B6": "ei teemaa", "E6": "x"}))
    assert coded(found) == {}
    assert issues(found) == [("contradicting_marks", value) for value in ("6", "x", "ei teemaa")]


def test_whatever_is_typed_anywhere_is_kept(path: Path) -> None:
    book, _ = sheet_of(path, "A")
    typed = {
        "A": {"L2": "Oma sarake", "L4": "oma merkintä", "C20": "alla", "A30": "999", "E30": "x", "E2": "Tilat!"},
        "Ohje": {"A3": "En ymmärrä", "D1": "kysymys"},
        "Teemat": {"D2": "Liian laaja", "B9": "Uusi teema?"},
        "_verkosto": {"C1": "täällä", "A1": "ei enää"},
    }
    for sheet, places in typed.items():
        for place, text in places.items():
            book[sheet][place] = text
    book.create_sheet("Omat")["B2"] = "oma arkki"
    book.save(path)
    found = back(path)
    written = {(comment.text, comment.answer, comment.place) for comment in found.comments}
    where = "koodaus.xlsx, sheet "
    assert written >= {
        ("Oma sarake", None, where + "'A', cell L2"),
        ("oma merkintä", "3", where + "'A', cell L4"),
        ("alla", None, where + "'A', cell C20"),
        ("Tilat!", None, where + "'A', cell E2"),
        ("En ymmärrä", None, where + "'Ohje', cell A3"),
        ("Liian laaja", None, where + "'Teemat', cell D2"),
        ("Uusi teema?", None, where + "'Teemat', cell B9"),
        ("täällä", None, where + "'_verkosto', cell C1"),
        ("oma arkki", None, where + "'Omat', cell B2"),
    }
    assert issues(found) == [("unknown_answer", "999"), ("unknown_answer", "x")]


def test_the_id_of_an_answer_that_says_nothing_cannot_be_coded(path: Path) -> None:
    found = back(edited(path, {"A9": "5", "E9": "x"}))
    assert issues(found) == [("nothing_to_code", "5"), ("nothing_to_code", "x")]


class TestHiddenKeys:
    def test_without_the_first_row_headings_tell(self, path: Path) -> None:
        edited(path, {"E3": "x", "I4": "huom"})
        found = changed(path, lambda page: page.delete_rows(1))
        assert coded(found) == {"2": [1, 0, 0, 0]}
        assert [comment.text for comment in found.comments] == ["huom"]

    def test_without_the_last_column_the_coding_tells(self, path: Path) -> None:
        edited(path, {"E3": "x", "E7": "x"})
        found = changed(path, lambda page: page.delete_cols(10))
        assert coded(found) == {"2": [1, 0, 0, 0]}
        assert found.pending[0, 5].tolist() == [1, -1, -1, -1]
        assert found.issues == ()

    def test_without_the_hidden_sheet_nothing_more_is_a_remark(self, path: Path) -> None:
        book, page = sheet_of(path, "A")
        page["E3"], book["Teemat"]["B2"] = "x", "Muutettu"
        del book["_verkosto"]
        book.save(path)
        found = back(path)
        assert coded(found) == {"2": [1, 0, 0, 0]}
        assert [comment.text for comment in found.comments] == ["Muutettu"]

    def test_a_sheet_may_bear_any_name(self, path: Path) -> None:
        edited(path, {"E3": "x"})

        def rename(page: Any) -> None:
            page.title = "Maijan arkki"

        found = changed(path, rename)
        assert found.coders == ("A",)
        assert found.changes[0].place == "koodaus.xlsx, sheet 'Maijan arkki', cell E3"

    def test_without_keys_an_edited_answer_counts_and_a_moved_one_does_not(self, path: Path) -> None:
        book, page = sheet_of(path, "A")
        page["C3"], page["E3"], page["C4"], page["E4"] = "muu", "x", ANSWERS[0], "x"
        page.delete_cols(10)
        book.save(path)
        found = back(path)
        assert coded(found) == {"2": [1, 0, 0, 0]}
        assert issues(found) == [("edited_text", "muu"), ("rows_mixed", "3"), ("rows_mixed", "x"), ("rows_mixed", "?")]


def test_a_deleted_column_is_told_of_and_its_proposals_wait(path: Path) -> None:
    edited(path, {"E3": "x", "E7": "-", "H7": "-"})
    found = changed(path, lambda page: page.delete_cols(6))
    assert coded(found) == {"2": [1, 0, 0, 0]}
    assert found.pending[0, 5].tolist() == [0, -1, -1, 0]
    assert issues(found) == [("theme_without_column", None)]


def test_an_id_may_have_spaces_around_it(path: Path) -> None:
    coding = coding_of(ids=[" a", "b ", "c", "d", "e", "f"])
    coding.workbook(path, coders="A")
    found = coding.read_workbook(edited(path, {"E3": "x", "E4": "x"}))
    assert (coded(found), found.issues) == ({" a": [1, 0, 0, 0], "b ": [1, 0, 0, 0]}, ())
    book, page = sheet_of(path, "A")
    page.delete_cols(page.max_column)
    book.save(path)
    assert coded(coding.read_workbook(path)) == coded(found)


def test_ids_that_share_a_digest_are_told_apart(path: Path) -> None:
    # The first pair of "v" and a number whose digests are one.
    coding = coding_of(ids=["v58213", "v67279", "c", "d", "e", "f"])
    coding.workbook(path, coders="A")
    found = coding.read_workbook(edited(path, {"E3": "x", "F4": "x"}))
    assert (coded(found), found.issues) == ({"v58213": [1, 0, 0, 0], "v67279": [0, 1, 0, 0]}, ())


def test_a_column_copied_beside_itself_is_a_remark(path: Path) -> None:
    found = back(edited(path, {"E3": "x", "L1": "verkosto:theme:tilat", "L2": "Tilat", "L3": "-"}))
    assert coded(found) == {"2": [1, 0, 0, 0]}
    assert [comment.text for comment in found.comments] == ["-"]


def test_a_sheet_that_did_not_come_back_is_told_of(path: Path) -> None:
    coding_of().workbook(path, coders=("A", "B"))
    book, _ = sheet_of(path, "B")
    del book["B"]
    book.save(path)
    assert issues(back(path)) == [("sheet_missing", "B")]


def test_nothing_that_people_wrote_stands_in_a_message_or_repr(path: Path) -> None:
    edited(path, {"E3": "Salaista", "A9": "Salaista", "E9": "Salaista", "C4": "Salaista", "L5": "Salaista"})
    found = back(path)
    shown = repr(found) + repr(found.issues) + repr(found.comments) + repr(found.changes)
    assert "Salaista" not in shown + "".join(map(str, found.issues))
    assert not any(text in shown for text in ANSWERS)
    assert backends.sheets(path)
