from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from verkosto.backends import Backend, ExcelBackend, Strength
from verkosto.errors import AmbiguousSourceError, EmptySourceError, OptionError, SourceError
from verkosto.responses import Dialect, Header, RawTable

BACKEND = ExcelBackend()
ROWS: list[list[Any]] = [
    ["Vastausaika", "Kotikunta", "Palvelut:Kevät", "Jäseniä", "Mukana"],
    [dt.datetime(2020, 3, 5, 10, 31), "049", "Kevät", 1250, True],  # noqa: DTZ001
    [dt.datetime(2020, 3, 6), "00770", None, 3.5, False],  # noqa: DTZ001
    ["31.12.2021 10.61", 91, " x", None, None],
]


def by_openpyxl(path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    workbook.save(path)


def by_xlsxwriter(path: Path) -> None:
    with xlsxwriter.Workbook(path, {"default_date_format": "d.m.yyyy h:mm"}) as workbook:
        sheet = workbook.add_worksheet("Vastaukset")
        for place, row in enumerate(ROWS):
            sheet.write_row(place, 0, row)


def read(path: Path, **options: Any) -> list[RawTable]:
    defaults = {name: default for name, (default, _) in BACKEND.options.items()}
    return list(BACKEND.open(path, defaults | options))


def test_is_a_backend() -> None:
    assert isinstance(BACKEND, Backend)
    assert BACKEND.name == "excel"
    assert not BACKEND.capabilities.chunked
    assert all(meaning for _, meaning in BACKEND.options.values())


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter])
def test_reads_what_spreadsheet_libraries_write(tmp_path: Path, write: Any) -> None:
    path = tmp_path / "vienti.xlsx"
    write(path)
    (table,) = read(path)
    assert table.headers == tuple(Header(title, place) for place, title in enumerate(ROWS[0], start=1))
    assert table.rows.tolist() == [2, 3, 4]
    assert [column.texts().tolist() for column in table.columns] == [
        ["2020-03-05 10:31:00", "2020-03-06", "31.12.2021 10.61"],
        ["049", "00770", "91"],
        ["Kevät", None, " x"],
        ["1250", "3.5", None],
        ["TRUE", "FALSE", None],
    ]


def test_says_how_cells_are_to_be_taken(tmp_path: Path) -> None:
    path = tmp_path / "vienti.xlsx"
    by_openpyxl(path)
    assert read(path)[0].dialect == Dialect(separator=":")
    assert read(path, values="binary", zeros="blank")[0].dialect == Dialect("binary", ":", zeros="blank")
    with pytest.raises(OptionError, match="backend 'excel': values must be one of"):
        read(path, values="labels")


def test_takes_the_sheet_that_is_stated(tmp_path: Path) -> None:
    path = tmp_path / "vienti.xlsx"
    by_xlsxwriter(path)
    assert len(read(path, sheet="Vastaukset")[0]) == 3
    with pytest.raises(SourceError, match="has no sheet 'Muu'"):
        read(path, sheet="Muu")


def test_several_sheets_must_be_told_apart(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    for sheet in (workbook.active, workbook.create_sheet("Toinen")):
        assert sheet is not None
        sheet.append(["a"])
    workbook.save(tmp_path / "vienti.xlsx")
    with pytest.raises(AmbiguousSourceError, match=r"'Sheet', 'Toinen'"):
        read(tmp_path / "vienti.xlsx")


class TestDetect:
    def test_a_workbook_is_possible_whatever_its_name(self, tmp_path: Path) -> None:
        path = tmp_path / "vienti.xlsx"
        by_openpyxl(path)
        evidence = BACKEND.detect(path.rename(tmp_path / "vienti.csv"))
        assert evidence.strength == Strength.POSSIBLE
        assert evidence.reasons == ("a workbook",)

    @pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"<html></html>", b"PK\x03\x04", b"\0\1\2"])
    def test_the_rest_is_not(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "vienti.xlsx"
        path.write_bytes(content)
        evidence = BACKEND.detect(path)
        assert evidence.strength == Strength.NONE
        assert evidence.reasons

    def test_never_raises(self, tmp_path: Path) -> None:
        assert BACKEND.detect(tmp_path).strength == Strength.NONE
        assert BACKEND.detect(tmp_path / "ei.xlsx").strength == Strength.NONE


class TestBadFiles:
    def test_a_missing_file_and_a_folder_are_errors(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="cannot be opened"):
            read(tmp_path / "ei.xlsx")
        with pytest.raises(SourceError, match="is a folder"):
            read(tmp_path)

    def test_an_empty_file_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "vienti.xlsx").touch()
        with pytest.raises(EmptySourceError, match="an empty file"):
            read(tmp_path / "vienti.xlsx")

    def test_a_web_page_named_xls_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "vienti.xls").write_text("<table><tr><td>a</td></tr></table>", encoding="utf-8")
        with pytest.raises(SourceError, match="seems to be a web page"):
            read(tmp_path / "vienti.xls")
