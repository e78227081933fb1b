"""Workbooks that would take all memory, never end, or be read in two ways: each ends in words, within limits."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import python_calamine
from hostile_books import HEAD, HOSTILE, ODD, cell, sheet, workbook
from python_calamine import SheetTypeEnum, SheetVisibleEnum

from verkosto.backends import ExcelBackend, Strength, _workbook_ods, _workbook_texts, _zip, backends, rows
from verkosto.errors import OptionError, SourceError
from verkosto.responses import RawTable

BACKEND = ExcelBackend()

# Kilobytes and seconds that reading any of the hostile files may take.
_MEMORY, _SECONDS = 400 << 10, 20

_CHILD = """
import resource, sys, time
from pathlib import Path
from verkosto.backends import ExcelBackend
from verkosto.errors import SourceError
import numpy, python_calamine

resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
options = {name: default for name, (default, _) in ExcelBackend().options.items()}
for path in map(Path, sys.argv[1:]):
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    try:
        list(ExcelBackend().open(path, options))
        told = "nothing"
    except SourceError as error:
        told = str(error)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(path.name, grown, round(time.monotonic() - began, 1), told, sep="|", flush=True)
"""


def read(path: Path, **stated: Any) -> list[RawTable]:
    options = {name: default for name, (default, _) in BACKEND.options.items()}
    return list(BACKEND.open(path, options | stated))


def columns(tables: list[RawTable]) -> list[list[str | None]]:
    (table,) = tables
    return [column.texts().tolist() for column in table.columns]


def write(folder: Path, content: bytes, name: str = "vienti.xlsx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_hostile_files_are_told_within_limits_of_time_and_memory(tmp_path: Path) -> None:
    """In a process of their own, as what would go wrong ends a process or never ends."""
    paths = [str(write(tmp_path, make(), name)) for name, (make, _) in HOSTILE.items()]
    command = [sys.executable, "-c", _CHILD, *paths]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    told = [line.split("|", 3) for line in done.stdout.splitlines()]
    assert [line[0] for line in told] == list(HOSTILE)
    wrong = [line for line in told if not re.search(HOSTILE[line[0]][1], line[3])]
    assert not wrong
    assert [line for line in told if int(line[1]) > _MEMORY or float(line[2]) > _SECONDS] == []


class _Library:
    """What stands for python-calamine where the real one would do harm."""

    sheets_metadata = (SimpleNamespace(name="S", typ=SheetTypeEnum.WorkSheet, visible=SheetVisibleEnum.Visible),)

    def get_sheet_by_name(self, name: str) -> None:
        raise ReachedError


class ReachedError(Exception):
    """The library was let at the file."""


@pytest.mark.parametrize("name", HOSTILE)
def test_the_library_never_gets_them(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(python_calamine, "load_workbook", lambda file: _Library())
    make, message = HOSTILE[name]
    with pytest.raises(SourceError, match=message):
        read(write(tmp_path, make(), name))


@pytest.mark.parametrize("name", ["corners.xlsx", "copies.xlsx", "rows.ods", "rows.xls", "many.xlsx", "twice.xlsx"])
def test_detection_tells_too(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, HOSTILE[name][0](), name)
    found = {backend.name: backend.detect(path) for backend in backends().values()}
    assert all(evidence.strength <= Strength.POSSIBLE for evidence in found.values())


@pytest.mark.parametrize("name", ODD)
def test_odd_files_are_read(tmp_path: Path, name: str) -> None:
    make, wanted = ODD[name]
    assert columns(read(write(tmp_path, make(), name))) == wanted


def test_a_stated_limit_is_kept(tmp_path: Path) -> None:
    long = "".join(f'<row r="{n}">{cell(f"A{n}", "x" * 30_000)}</row>' for n in range(2, 2_400))
    path = write(tmp_path, sheet(HEAD + long))
    with pytest.raises(SourceError, match=r"67,108,864 are allowed.* state max_unpacked=(\d+)") as caught:
        read(path)
    stated = int(str(caught.value).rpartition("=")[2].rstrip("."))
    assert len(read(path, max_unpacked=stated)[0]) == 2_398
    with pytest.raises(SourceError, match=f"unpacked; {stated - 1:,} are allowed"):
        read(path, max_unpacked=stated - 1)


def test_a_file_larger_than_the_limit_is_not_read_at_all(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"has [\d,]+ bytes; 9 are allowed\. State a larger max_unpacked="):
        read(write(tmp_path, workbook()), max_unpacked=9)


@pytest.mark.parametrize("limit", [0, -1, True, "1", 1.5])
def test_a_limit_that_is_none_is_refused(tmp_path: Path, limit: Any) -> None:
    with pytest.raises(OptionError, match=r"max_unpacked=.* is no number of bytes"):
        read(write(tmp_path, workbook()), max_unpacked=limit)


def test_lists_are_read_with_the_same_limits(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="17,179,869,184 cells"):
        rows(write(tmp_path, HOSTILE["corners.xlsx"][0]()))


def test_texts_that_many_cells_share_are_counted_and_not_guessed(tmp_path: Path) -> None:
    """One long text among many short ones does not make a workbook large."""
    shared = "<sst>" + "".join(f"<si><t>{text}</t></si>" for text in ("a", "b", "x" * 32_000)) + "</sst>"
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>{2 * (n == 9)}</v></c></row>' for n in range(2, 30_000))
    parts = {
        "xl__sharedStrings": shared.encode(),
        "xl__worksheets__sheet1": f"<worksheet><sheetData>{HEAD}{cells}".encode(),
    }
    parts["xl__worksheets__sheet1"] += b"</sheetData></worksheet>"
    first, _ = columns(read(write(tmp_path, workbook(**parts))))
    assert (len(first), len(first[7] or ""), first[8]) == (29_998, 32_000, "a")


def test_a_long_cell_is_no_long_sheet(tmp_path: Path) -> None:
    text = "&#228;" * 32_767
    path = write(tmp_path, sheet(f'{HEAD}<row r="2">{cell("A2", text)}</row>'))
    assert columns(read(path)) == [["ä" * 32_767], [None]]


def test_a_place_that_is_none_is_damage(tmp_path: Path) -> None:
    for place in ("ABCDEFGHIJKLM1", "A1B", "1A", ""):
        path = write(tmp_path, sheet(f'{HEAD}<row r="2"><c r="{place}"><v>1</v></c></row>'))
        with pytest.raises(SourceError, match="damaged"):
            read(path)


def test_a_value_that_the_library_does_not_see_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="in a form that would be lost"):
        read(write(tmp_path, sheet(f'{HEAD}<row r="2"><c r="A2"><v><![CDATA[5]]></v></c></row>')))
    commented = sheet(f'{HEAD}<row r="2"><!-- 5 --><c r="A2"><v>5</v></c></row>')
    assert columns(read(write(tmp_path, commented))) == [["5"], [None]]


def test_what_looks_like_a_formula_before_the_cells_is_none(tmp_path: Path) -> None:
    parts = {"xl__worksheets__sheet1": f'<worksheet x="e"><f>1</f><sheetData>{HEAD}</sheetData></worksheet>'.encode()}
    assert columns(read(write(tmp_path, workbook(**parts)))) == [[], []]


def test_a_row_of_an_ods_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_workbook_ods, "_LONGEST", 100)
    monkeypatch.setattr(_zip, "_PIECE", 50)
    with pytest.raises(SourceError, match="has a row of more than 100 bytes"):
        read(write(tmp_path, ODD["rows.ods"][0](), "vienti.ods"))


def test_shared_texts_may_lie_across_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_zip, "_PIECE", 50)
    monkeypatch.setattr(_workbook_texts, "_TAG", 20)
    texts = ["a", "b", "ä" * 500, "c"]
    shared = "<sst>" + "".join(f"<si><t>{text}</t></si>" for text in texts) + "</sst>"
    path = write(tmp_path, workbook(xl__sharedStrings=shared.encode()))
    assert len(read(path)[0]) == 1
    found = _workbook_texts.Texts.of(_zip.Archive.of(path, path.read_bytes(), 1 << 20))
    # The last one is taken up to the end of the part.
    assert found.lengths.tolist() == [17, 17, 1016, 17 + len("</sst>"), 1016]


def test_text_that_looks_like_a_cell_with_a_prefix_is_text(tmp_path: Path) -> None:
    rows = f'<row r="2"><c r="A2"><f>"x:c r="&amp;B1</f><v/></c>{cell("B2", "a:c r=&quot;A1&quot; :c x")}</row>'
    assert columns(read(write(tmp_path, sheet(HEAD + rows)))) == [['="x:c r="&B1'], ['a:c r="A1" :c x']]
    text = 'a:c r="ZZZ9" :c r="A1"'
    assert columns(read(write(tmp_path, sheet(f'{HEAD}<row r="2">{cell("A2", text)}</row>')))) == [[text], [None]]


@pytest.mark.parametrize(
    "rows",
    [
        "<c " * 200_000,
        '<row r="2"><c r="A2" ' + 't="s" ' * 200_000,
        '<row r="2"><c r="A2"><f>' + "<v " * 200_000,
        '<row r="2"><c r="A2" t="e">' + "<f " * 200_000,
        "<row" + " " * 500_000,
    ],
)
def test_tags_without_an_end_take_no_square_of_the_time(tmp_path: Path, rows: str) -> None:
    shared = f"<sst>{'<si><t>' + 'x' * 3_000 + '</t></si>'}</sst>"
    parts = {
        "xl__worksheets__sheet1": f"<worksheet><sheetData>{HEAD}{rows}".encode(),
        "xl__sharedStrings": shared.encode(),
    }
    began = time.monotonic()
    with pytest.raises(SourceError, match="damaged"):
        read(write(tmp_path, workbook(**parts)))
    assert time.monotonic() - began < 10
