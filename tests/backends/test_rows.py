from __future__ import annotations

import pickle
from pathlib import Path

import openpyxl
import pytest
from exports import WRITERS, Cell, export

from verkosto.backends import SheetRow, rows
from verkosto.errors import AmbiguousSourceError, EmptySourceError, OptionError, SourceNotFoundError

LIST: list[list[Cell]] = [
    ["Nimi", "Puhelin", "Puhelin", "", "Jäseniä"],
    ["Hyte ry", "050 1", "050 2", "huom", 12.0],
    ["", "", "", "", ""],
    ["Toimi ry", "", " ", "", ""],
]


@pytest.mark.parametrize("writer", WRITERS)
def test_headings_and_row_numbers_are_the_sheets_own(tmp_path: Path, writer: str) -> None:
    found = rows(export(tmp_path, LIST, writer))
    assert [row.number for row in found] == [2, 4]
    assert list(found[0]) == ["Nimi", "Puhelin", "Puhelin (column 3)", "(column 4)", "Jäseniä"]
    assert list(found[0].values()) == ["Hyte ry", "050 1", "050 2", "huom", "12.0" if writer == "csv" else "12"]
    assert found[1]["Nimi"] == "Toimi ry"
    assert found[1]["Puhelin"] is None


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("title", [["Jäsenrekisteri 2023"], ["Jäsenrekisteri 2023", "", "päivitetty", "", ""]])
def test_headings_may_stand_below_a_title(tmp_path: Path, writer: str, title: list[Cell]) -> None:
    path = export(tmp_path, [title, [""] * 5, *LIST], writer)
    found = rows(path, header=3)
    assert [row.number for row in found] == [4, 6]
    assert found[0]["Puhelin (column 3)"] == "050 2"
    assert found[1]["Nimi"] == "Toimi ry"


def test_the_first_row_of_headings_may_be_named_too(tmp_path: Path) -> None:
    path = export(tmp_path, LIST)
    assert rows(path, header=1) == rows(path)


def test_headings_alone_are_no_rows(tmp_path: Path) -> None:
    assert rows(export(tmp_path, LIST[:1]), header=1) == []


@pytest.mark.parametrize("header", [3, 5, 99])
def test_a_row_without_text_has_no_headings(tmp_path: Path, header: int) -> None:
    with pytest.raises(EmptySourceError, match=f"no text in row {header}"):
        rows(export(tmp_path, LIST), header=header)


@pytest.mark.parametrize("header", [0, -1, True, "3", 2.0])
def test_the_row_of_headings_is_a_number_from_one(tmp_path: Path, header: int) -> None:
    with pytest.raises(OptionError, match="Count as the spreadsheet does"):
        rows(export(tmp_path, LIST), header=header)


def test_names_that_repeat_with_their_columns_stay_apart(tmp_path: Path) -> None:
    path = export(tmp_path, [["A (column 3)", "A", "A"], ["1", "2", "3"]])
    assert list(rows(path)[0].values()) == ["1", "2", "3"]


def test_a_sheet_is_named_where_several_have_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("Jäsenet", "Hallitus"):
        book.create_sheet(name).append(["Nimi"])
        book[name].append([f"{name} ry"])
    path = tmp_path / "kaksi.xlsx"
    book.save(path)
    with pytest.raises(AmbiguousSourceError):
        rows(path)
    assert rows(path, sheet="Hallitus")[0] == {"Nimi": "Hallitus ry"}


def test_options_are_those_of_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "vanha.csv"
    path.write_bytes("Nimi;Kunta\nHyväntekijät ry;Äänekoski\n".encode("windows-1252"))
    assert rows(path, encoding="windows-1252")[0]["Kunta"] == "Äänekoski"
    with pytest.raises(OptionError, match="takes no option 'sheet'"):
        rows(path, sheet="Jäsenet", encoding="windows-1252")
    with pytest.raises(SourceNotFoundError):
        rows(tmp_path / "puuttuu.xlsx")


def test_a_row_shows_no_cell_and_pickles() -> None:
    row = SheetRow({"Sähköposti": "aino@example.org", "Puhelin": None}, 7)
    assert repr(row) == "<SheetRow 7: 1 cells>"
    again = pickle.loads(pickle.dumps(row))
    assert (again, again.number) == (row, 7)
