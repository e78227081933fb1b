"""Coders' workbooks that LibreOffice saved, in each of its forms: as they went out, and as a coder left them."""

from __future__ import annotations

from pathlib import Path

import pytest
from coder_books import hard_coding, write_coded

from verkosto.themes import Coding

MADE = Path(__file__).parent.parent / "data/coder_books"
FORMS = ("xlsx", "ods", "xls")


Said = tuple[list[tuple[str, ...]], set[tuple[str | None, str, str]]]


def said(coding: Coding) -> Said:
    """What a workbook said, without the name of its file."""
    assert coding.issues == ()
    changes: list[tuple[str, ...]] = [
        (c.answer, c.theme, c.before, c.after, c.place.partition(", ")[2]) for c in coding.changes
    ]
    return changes, {(c.answer, c.text, c.place.partition(", ")[2]) for c in coding.comments}


CHANGES = [
    ("2", "tilat", "proposed", "yes", "sheet 'A', cell F3"),
    ("3", "raha", "proposed", "yes", "sheet 'A', cell G4"),
    ("6", "", "", "no", "sheet 'A', cell B6"),
]
COMMENTS = {
    ("3", "huomautus", "sheet 'A', cell J4"),
    ("4", "sivussa", "sheet 'A', cell L5"),
    (None, "kysymys", "sheet 'Ohje', cell C1"),
}
NOTES = {("4", "onko tämä tila?", "sheet 'A', cell F5, note")}


@pytest.mark.parametrize("form", FORMS)
def test_what_libreoffice_saved_untouched_says_nothing(form: str) -> None:
    back = hard_coding().read_workbook(MADE / f"lahtenyt.{form}")
    assert (back.changes, back.comments, back.issues) == ((), (), ())
    assert back.coders == ("A", "B")


@pytest.mark.parametrize("form", FORMS)
def test_what_a_coder_left_and_libreoffice_saved_is_read(form: str) -> None:
    # The old binary form is read without its notes.
    comments = COMMENTS if form == "xls" else COMMENTS | NOTES
    assert said(hard_coding().read_workbook(MADE / f"koodattu.{form}")) == (CHANGES, comments)


def test_they_say_what_the_workbook_says_that_they_were_made_of(tmp_path: Path) -> None:
    sent, coded = write_coded(tmp_path)
    assert hard_coding().read_workbook(sent).changes == ()
    assert said(hard_coding().read_workbook(coded)) == (CHANGES, COMMENTS | NOTES)
