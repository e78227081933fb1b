"""A look at the head of a file: what it gives, and that it is taken once for all backends."""

from __future__ import annotations

from pathlib import Path

import pytest
from exports import WRITERS, export
from webropol_writer import write_sheets

from verkosto.backends import _look
from verkosto.backends._look import first_cells, first_chunk
from verkosto.backends._read import choose
from verkosto.backends._workbook import read_sheets
from verkosto.errors import AmbiguousSourceError, EmptySourceError, RaggedRowsError, VerkostoError
from verkosto.responses import RawTable

PLAIN = [["Miksi?", "Montako jäsentä?"], ["Siksi, kai", "12"], ["käsi", "1,5"]]


@pytest.mark.parametrize("writer", WRITERS)
def test_a_head_has_titles_rows_and_their_numbers(tmp_path: Path, writer: str) -> None:
    path = export(
        tmp_path, [[], ["", *PLAIN[0], "", ""], [], ["", *PLAIN[1], "", "x"], ["", *PLAIN[2], "", ""]], writer
    )
    chunk = first_chunk(path)
    assert [(header.title, header.position) for header in chunk.headers if header.title] == [
        ("Miksi?", 2),
        ("Montako jäsentä?", 3),
    ]
    assert chunk.rows.tolist() == [4, 5]
    (cells,) = first_cells(path).values()
    assert cells.rows.tolist() == [2, 4, 5]
    assert {header.title for header in cells.headers} == {""}


def test_cells_of_a_csv_may_be_of_unequal_length(tmp_path: Path) -> None:
    path = export(tmp_path, [["a"], ["b", "c", "d"], ["e", "f"]])
    (cells,) = first_cells(path).values()
    assert [column.texts().tolist() for column in cells.columns] == [
        ["a", "b", "e"],
        [None, "c", "f"],
        [None, "d", None],
    ]
    with pytest.raises(RaggedRowsError):
        first_chunk(path)


def test_a_workbook_has_one_head_if_it_has_one_sheet(tmp_path: Path) -> None:
    path = write_sheets(tmp_path / "v.xlsx", {"a": PLAIN, "b": PLAIN, "c": [[" "]]})
    assert list(first_cells(path)) == ["a", "b"]
    with pytest.raises(AmbiguousSourceError, match=r"v\.xlsx has several sheets"):
        first_chunk(path)
    with pytest.raises(EmptySourceError, match=r"v\.xlsx holds no text"):
        first_chunk(write_sheets(tmp_path / "v.xlsx", {"a": [[" "]]}))
    assert first_cells(export(tmp_path, [[" "]])) == {}


def test_a_workbook_is_looked_at_once_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []

    def look(path: Path, *, most: int) -> dict[str, RawTable]:
        looks.append(most)
        return read_sheets(path, most=most)

    monkeypatch.setattr(_look, "read_sheets", look)
    path = export(tmp_path, PLAIN, "openpyxl")
    assert choose(path)[0].name == "excel"
    assert looks == [200]
    # Nothing is kept for later, when the file may be another.
    choose(path)
    assert looks == [200, 200]


def test_what_cannot_be_looked_at_is_not_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []

    def refuse(*_: object, **__: object) -> None:
        looks.append(1)
        raise VerkostoError("no")

    monkeypatch.setattr(_look, "read_sheets", refuse)
    assert choose(export(tmp_path, PLAIN, "openpyxl"))[0].name == "excel"
    assert len(looks) == 1
