"""Whose a sheet of a coders' workbook is, when something of what tells it is gone."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from coder_books import coding_of

from verkosto.errors import CodingError, OptionError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    coding_of().workbook(tmp_path / "koodaus.xlsx", coders=("A", "B"))
    return tmp_path / "koodaus.xlsx"


def stripped(path: Path, *names: str) -> Path:
    """Take away what tells whose some sheets are, and mark a theme in the first row of each."""
    book = openpyxl.load_workbook(path)
    del book["_verkosto"]
    for name in names:
        page = book[name]
        page["E3"] = "x"
        page.delete_cols(page.max_column)
        page.delete_rows(1)
    book.save(path)
    return path


def test_a_sheet_of_nobody_is_told_of_and_is_no_remark_of_another(path: Path) -> None:
    found = coding_of().read_workbook(stripped(path, "A"))
    assert (found.coders, found.comments) == (("B",), ())
    assert [(issue.reason, issue.value) for issue in found.issues] == [("sheet_without_coder", "A")]


@pytest.mark.parametrize("coder", ["A", "B"])
def test_the_name_of_the_sheet_helps_where_a_coder_is_stated(path: Path, coder: str) -> None:
    found = coding_of().read_workbook(stripped(path, "A", "B"), coder=coder)
    assert (found.coders, found.left(coder)) == ((coder,), ("3", "4", "6", "7"))
    assert found.issues == ()


def test_the_sheet_of_nobody_is_not_of_the_coder_who_has_one(path: Path) -> None:
    found = coding_of().read_workbook(stripped(path, "A"), coder="B")
    assert (found.coded.sum(), found.issues, found.comments) == (0, (), ())


def test_nobody_is_guessed(path: Path) -> None:
    with pytest.raises(CodingError, match="nothing in it tells whose"):
        coding_of().read_workbook(stripped(path, "A", "B"))


def test_a_sheet_of_notes_is_nobodys_where_several_had_the_workbook(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    del book["A"]
    book.create_sheet("Muistio")["A1"] = "muistettavaa"
    book.save(path)
    found = coding_of().read_workbook(path)
    assert [(comment.coder, comment.text) for comment in found.comments] == [("", "muistettavaa")]


@pytest.mark.parametrize("name", ["koodaus.csv", "koodaus.xls", "koodaus"])
def test_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OptionError, match=r"ends in \.xlsx"):
        coding_of().workbook(tmp_path / name, coders="A")
