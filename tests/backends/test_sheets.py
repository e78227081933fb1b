from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from exports import export

from verkosto.backends import notes, sheets
from verkosto.errors import SourceError, SourceNotFoundError

MADE = Path(__file__).parent.parent / "data/coder_books"
THREADED = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="B2" id="{1}"><text>Mitä tämä on?</text></threadedComment>'
    '<threadedComment ref="B2" id="{2}" parentId="{1}"><text>Virhe.</text></threadedComment></ThreadedComments>'
)
RELATION = (
    '<Relationship Id="t1" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" '
    'Target="../threadedComments/threadedComment1.xml"/>'
)


def test_every_sheet_is_read_from_its_first_row_hidden_ones_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["a", 1.0])
    book.create_sheet("tyhjä")
    hidden = book.create_sheet("piilossa")
    hidden.sheet_state = "veryHidden"
    hidden["B3"] = "x"
    book.save(tmp_path / "k.xlsx")
    found = sheets(tmp_path / "k.xlsx")
    assert list(found) == ["Sheet", "piilossa"]
    assert [column.texts().tolist() for column in found["Sheet"].columns] == [["a"], ["1"]]
    assert (found["piilossa"].rows.tolist(), found["piilossa"].headers[0].position) == ([3], 2)


def test_a_text_file_is_one_sheet_whose_rows_may_be_of_unequal_length(tmp_path: Path) -> None:
    path = export(tmp_path, [["a", "b"], ["1", "2", "3"], ["", "", ""], ["4"]])
    table = sheets(path)[""]
    assert table.rows.tolist() == [1, 2, 4]
    assert [column.texts().tolist() for column in table.columns] == [
        ["a", "1", "4"],
        ["b", "2", None],
        [None, "3", None],
    ]
    assert notes(path) == {}


def test_notes_are_told_by_sheet_and_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["C2"].comment = openpyxl.comments.Comment("eka\ntoka", "Maija")
    book.create_sheet("ilman")["A1"] = 1
    book.save(tmp_path / "k.xlsx")
    assert notes(tmp_path / "k.xlsx") == {"Sheet": {(2, 3): ["eka\ntoka"]}}


def test_a_thread_stands_for_the_note_that_older_programs_see(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["B2"].comment = openpyxl.comments.Comment("[Threaded comment] ...", "M")
    book.save(tmp_path / "k.xlsx")
    with zipfile.ZipFile(tmp_path / "k.xlsx") as old, zipfile.ZipFile(tmp_path / "t.xlsx", "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/_rels/sheet1.xml.rels":
                text = text.replace(b"</Relationships>", RELATION.encode() + b"</Relationships>")
            new.writestr(name, text)
        new.writestr("xl/threadedComments/threadedComment1.xml", THREADED)
    assert notes(tmp_path / "t.xlsx") == {"Sheet": {(2, 2): ["Mitä tämä on?", "Virhe."]}}


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_notes_that_libreoffice_saved(form: str) -> None:
    found = notes(MADE / f"koodattu.{form}")["A"]
    assert found[5, 6] == ["onko tämä tila?"]
    assert found[2, 6][0].splitlines()[:2] == ["Tilat", "Tilat ja laitteet"]


def test_what_has_no_notes_to_read(tmp_path: Path) -> None:
    assert notes(MADE / "koodattu.xls") == {}
    assert notes(MADE.parent / "libreoffice/kaksonen.ods") == {}
    with pytest.raises(SourceNotFoundError):
        notes(tmp_path / "ei.xlsx")
    with pytest.raises(SourceError, match="bytes"):
        sheets(MADE / "koodattu.xlsx", max_unpacked=10)
