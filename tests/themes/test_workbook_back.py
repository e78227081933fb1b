"""A workbook that came back: marks, changes with their cells, remarks, rounds that cross."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from attrs import evolve
from coder_books import BOOK, coding_of, edited

from verkosto import backends
from verkosto.themes import Change, Codebook, Coding, Comment, Theme
from verkosto.themes._workbook_marks import mark_of

PROPOSED = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0], [1, 1, 0, 1]]
TILAT, RAHA, AVUSTUS, VERKOSTO, HUOM = "EFGHI"
"""Letters of the columns; rows 3 to 7 are the answers 2, 3, 4, 6, 7."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "koodaus.xlsx"


def out(path: Path, coding: Coding, coders: Iterable[str] = ("A", "B")) -> Coding:
    coding.workbook(path, coders=coders)
    return coding


def marks(coding: Coding, coder: str = "A") -> dict[str, list[int]]:
    """The marks of the answers that are coded."""
    place = coding.coders.index(coder)
    return {coding.answers.ids[row]: coding.marks[place, row].tolist() for row in coding.coded[place].nonzero()[0]}


def typed(path: Path, cells: dict[str, Any], coding: Coding | None = None) -> Coding:
    sent = out(path, coding or coding_of(proposed=PROPOSED))
    return sent.read_workbook(edited(path, cells))


def test_a_workbook_that_nobody_touched_changes_nothing(path: Path) -> None:
    coding = out(path, coding_of(proposed=PROPOSED))
    back = coding.read_workbook(path)
    assert back.coders == ("A", "B")
    assert (back.changes, back.comments, back.issues) == ((), (), ())
    assert not back.coded.any()


def test_marks_become_changes_with_their_cells(path: Path) -> None:
    back = typed(path, {"E3": "x", "F4": "-", "H7": "x", "E7": "-", "F7": "x", "G7": "x"})
    where = "koodaus.xlsx, sheet 'A', cell "
    assert set(back.changes) == {
        Change("2", "A", "tilat", "proposed", "yes", where + "E3"),
        Change("3", "A", "raha", "proposed", "no", where + "F4"),
        Change("7", "A", "tilat", "proposed", "no", where + "E7"),
        Change("7", "A", "raha", "proposed", "yes", where + "F7"),
        Change("7", "A", "avustus", "", "yes", where + "G7"),
        Change("7", "A", "verkosto", "proposed", "yes", where + "H7"),
    }
    assert marks(back) == {"2": [1, 0, 0, 0], "3": [0, 0, 0, 0], "7": [0, 1, 1, 1]}
    assert marks(back, "B") == {}
    assert (back.issues, back.comments) == ((), ())


def test_an_answer_is_open_while_a_proposal_waits(path: Path) -> None:
    back = typed(path, {"E7": "x", "B7": "x"})
    assert marks(back) == {}
    assert back.pending[0, 5].tolist() == [1, -1, -1, -1]
    assert [change.after for change in back.changes] == ["yes"]


def test_a_cleared_proposal_is_rejected(path: Path) -> None:
    back = typed(path, {"F4": None})
    assert marks(back) == {"3": [0, 0, 0, 0]}
    assert back.changes == (Change("3", "A", "raha", "proposed", "no", "koodaus.xlsx, sheet 'A', cell F4"),)


@pytest.mark.parametrize("word", ["ei teemaa", "Inget tema", "NO THEME"])
def test_no_theme_decides_every_proposal(path: Path, word: str) -> None:
    back = typed(path, {"B7": word})
    assert marks(back) == {"7": [0, 0, 0, 0]}
    assert {(c.theme, c.before, c.after) for c in back.changes} == {
        (theme, "proposed", "no") for theme in ("tilat", "raha", "verkosto")
    }
    assert {change.place[-2:] for change in back.changes} == {"B7"}


def test_done_without_marks_is_an_answer_with_no_theme(path: Path) -> None:
    back = typed(path, {"B6": "x"})
    assert marks(back) == {"6": [0, 0, 0, 0]}
    assert back.changes == (Change("6", "A", "", "", "no", "koodaus.xlsx, sheet 'A', cell B6"),)


def test_a_coding_that_is_cleared_is_taken_back(path: Path) -> None:
    first = typed(path, {"E3": "x", "B6": "x"}, coding_of())
    out(path, first)
    back = first.read_workbook(edited(path, {"B3": None, "E3": None, "B6": None}))
    assert marks(back) == {}
    assert [(c.answer, c.theme, c.before, c.after) for c in back.changes[2:]] == [
        ("2", "tilat", "yes", ""),
        ("6", "", "no", ""),
    ]


@pytest.mark.parametrize(
    ("mark", "texts"),
    [
        (1, ["x", "X", " x ", "1", "1.0", "1,00", "TRUE", "true", "Kyllä", "k", "yes", "Y", "ja", "✓", "✔️", "☑", "×"]),
        (0, ["-", "–", "—", "−", "0", "0.0", "FALSE", "ei", "E", "no", "N", "nej", "epätosi"]),
        (2, ["?", " ? ", "？"]),
        (-1, ["", " ", "\u00a0", "\n", "\u200b"]),
        (3, ["xx", "x?", "10", "2", "ehkä", "x (osin)", "#N/A", "2020-01-01"]),
    ],
)
def test_marks_are_read_as_people_write_them(mark: int, texts: list[str]) -> None:
    assert {text: mark_of(text) for text in texts} == dict.fromkeys(texts, mark)


@pytest.mark.parametrize("value", [True, 1, 1.0, "1,0", "✓", "Kyllä"])
def test_cells_of_any_type_are_read(path: Path, value: object) -> None:
    assert marks(typed(path, {"E3": value}, coding_of())) == {"2": [1, 0, 0, 0]}


def test_remarks_belong_to_their_answers_and_stand_in_no_repr(path: Path) -> None:
    back = typed(path, {"I7": "=Salaista?", "I4": "  huom  ", "I5": " "})
    assert back.comments == (
        Comment("3", "A", "  huom  ", "koodaus.xlsx, sheet 'A', cell I4"),
        Comment("7", "A", "=Salaista?", "koodaus.xlsx, sheet 'A', cell I7"),
    )
    assert "Salaista" not in repr(back) + repr(back.comments)
    assert back.changes == ()


def test_a_workbook_read_twice_says_nothing_new(path: Path) -> None:
    coding = out(path, coding_of(proposed=PROPOSED))
    edited(path, {"E3": "x", "F6": "mitä", "I7": "vaikea", "C5": "muutettu"})
    once = coding.read_workbook(path)
    twice = once.read_workbook(path)
    assert (twice.changes, twice.comments, twice.issues) == (once.changes, once.comments, once.issues)
    assert (twice.marks == once.marks).all()


def test_other_coders_stay_as_they_are(path: Path, tmp_path: Path) -> None:
    coding = out(path, coding_of(), "A")
    coding.workbook(tmp_path / "b.xlsx", coders="B")
    both = coding.read_workbook(edited(path, {"E3": "x"}))
    both = both.read_workbook(edited(tmp_path / "b.xlsx", {"F3": "x"}, sheet="B"))
    assert (marks(both), marks(both, "B")) == ({"2": [1, 0, 0, 0]}, {"2": [0, 1, 0, 0]})


class TestRoundsThatCross:
    def test_a_row_as_it_went_out_does_not_undo_what_came_since(self, path: Path) -> None:
        coding = out(path, coding_of())
        since = coding.read_workbook(edited(path, {"E3": "x", "H4": "x"}, to=path.with_name("toinen.xlsx")))
        back = since.read_workbook(edited(path, {"F5": "x"}))
        assert marks(back) == {"2": [1, 0, 0, 0], "3": [0, 0, 0, 1], "4": [0, 1, 0, 0]}
        # They may also have been coded and cleared again in this very workbook.
        assert [(one.reason, one.value) for one in back.issues] == [("changed_since", "2, 3")]

    def test_a_row_that_was_touched_counts_as_it_stands(self, path: Path) -> None:
        coding = out(path, coding_of())
        since = coding.read_workbook(edited(path, {"E3": "x"}, to=path.with_name("toinen.xlsx")))
        back = since.read_workbook(edited(path, {"F3": "x"}))
        assert marks(back) == {"2": [0, 1, 0, 0]}
        assert [(c.theme, c.before, c.after) for c in back.changes[1:]] == [
            ("tilat", "yes", "no"),
            ("raha", "no", "yes"),
        ]


class TestCodebookThatMovedOn:
    def book(self, *themes: Theme) -> Codebook:
        return Codebook("toiveet", "Toiveet", themes, version="2")

    def test_a_renamed_theme_is_the_same_theme(self, path: Path) -> None:
        out(path, coding_of(proposed=PROPOSED))
        new = self.book(*[evolve(BOOK["tilat"], id="toimitilat", former=("tilat",), label="Paikat"), *BOOK.themes[1:]])
        coding = coding_of(book=new, proposed=PROPOSED)
        back = coding.read_workbook(edited(path, {"E3": "x"}))
        assert marks(back) == {"2": [1, 0, 0, 0]}
        assert back.changes[0].theme == "toimitilat"
        assert back.issues == ()

    def test_two_themes_made_one_are_there_if_either_is(self, path: Path) -> None:
        out(path, coding_of())
        new = self.book(BOOK["tilat"], Theme("talous", "Talous", former=("raha", "avustus")), BOOK["verkosto"])
        back = coding_of(book=new).read_workbook(edited(path, {"F3": "x", "G3": "-", "G4": "x", "F5": "-"}))
        assert marks(back) == {"2": [0, 1, 0], "3": [0, 1, 0], "4": [0, 0, 0]}
        assert [change.place[-2:] for change in back.changes if change.after == "yes"] == ["F3", "G4"]

    def test_marks_of_a_theme_that_is_gone_are_kept_aside(self, path: Path) -> None:
        out(path, coding_of())
        new = self.book(BOOK["tilat"], BOOK["raha"], BOOK["avustus"])
        back = coding_of(book=new).read_workbook(edited(path, {"E3": "x", "H3": "x", "H4": "ehkä"}))
        assert marks(back) == {"2": [1, 0, 0]}
        assert [(one.reason, one.variable, one.value) for one in back.issues] == [
            ("unknown_theme", "verkosto", "x"),
            ("unknown_theme", "verkosto", "ehkä"),
        ]

    def test_a_theme_that_is_new_counts_as_a_blank_cell(self, path: Path) -> None:
        out(path, coding_of())
        new = self.book(*BOOK.themes, Theme("uusi", "Uusi"))
        back = coding_of(book=new).read_workbook(edited(path, {"E3": "x"}))
        assert marks(back) == {"2": [1, 0, 0, 0, 0]}
        assert [(one.reason, one.variable) for one in back.issues] == [("theme_without_column", "uusi")]
        again = coding_of(book=new).read_workbook(edited(path, {"L2": "uusi", "L4": "x"}))
        assert marks(again) == {"2": [1, 0, 0, 0, 0], "3": [0, 0, 0, 0, 1]}
        assert again.issues == ()


def test_a_theme_over_others_is_not_there(path: Path) -> None:
    book = Codebook("b", "B", (Theme("y", "Ylä", codable=False), Theme("a", "Ala", parent="y")))
    back = typed(path, {"E3": "x"}, coding_of(book=book))
    assert marks(back) == {"2": [0, 1]}


def test_notes_on_cells_are_comments(path: Path) -> None:
    coding = out(path, coding_of())
    book = openpyxl.load_workbook(path)
    for sheet, place, text in (("A", "E4", "Onko tämä tila?"), ("A", "E2", "Liian laaja"), ("Teemat", "A2", "Yhdistä")):
        book[sheet][place].comment = openpyxl.comments.Comment(text, "A")
    book.save(path)
    back = coding.read_workbook(path)
    assert [(one.answer, one.coder, one.text, one.place) for one in back.comments] == [
        (None, "", "Yhdistä", "koodaus.xlsx, sheet 'Teemat', cell A2, note"),
        (None, "A", "Liian laaja", "koodaus.xlsx, sheet 'A', cell E2, note"),
        ("3", "A", "Onko tämä tila?", "koodaus.xlsx, sheet 'A', cell E4, note"),
    ]


def test_what_came_back_goes_out_and_comes_back_the_same(path: Path) -> None:
    back = typed(path, {"E3": "x", "B4": "ei teemaa", "F7": "x", "H7": "-", "H5": "x"})
    out(path, back)
    again = back.read_workbook(path)
    assert (again.marks == back.marks).all()
    assert (again.pending == back.pending).all()
    assert again.changes == back.changes


def test_a_new_session_takes_all_that_stands_on_a_sheet(path: Path) -> None:
    back = typed(path, {"E3": "x", "B4": "ei teemaa", "F7": "x", "H7": "-", "H5": "x"})
    new = out(path, back)
    for fresh in (coding_of(), coding_of(coders=("A",))):
        again = fresh.read_workbook(edited(path, {}))
        assert (again.marks[0] == new.marks[0]).all()
        assert (again.pending[0] == new.pending[0]).all()
        assert again.changes[0] == Change("2", "A", "tilat", "", "yes", "koodaus.xlsx, sheet 'A', cell E3")
        assert again.read_workbook(path).changes == again.changes


def test_only_one_coder_is_read_where_one_is_stated(path: Path) -> None:
    coding = out(path, coding_of())
    edited(path, {"E3": "x"}, sheet="B")
    back = coding.read_workbook(edited(path, {"E3": "x"}), coder="B")
    assert back.coders == ("B",)
    assert marks(back, "B") == {"2": [1, 0, 0, 0]}
    assert (back.issues, back.comments) == ((), ())


def test_hidden_texts_are_no_text_of_a_respondent(path: Path) -> None:
    out(path, coding_of(), "A")
    hidden = backends.sheets(path)["_verkosto"]
    texts = " ".join(str(text) for column in hidden.columns for text in column.values)
    assert not any(word in texts for word in ("laitteita", "nätverk", "hankkeisiin"))
