"""Text files of cells that are broken or made to do harm: each is told with its place, or read in full."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from verkosto.backends import CsvBackend, _csv
from verkosto.backends._text import LONGEST
from verkosto.errors import EncodingError, RaggedRowsError, SourceError
from verkosto.responses import RawTable

BACKEND = CsvBackend()
HEAD = b"a;b\n1;2\n"


def write(folder: Path, content: bytes) -> Path:
    path = folder / "vienti.csv"
    path.write_bytes(content)
    return path


def read(path: Path, **stated: Any) -> list[RawTable]:
    options = {name: default for name, (default, _) in BACKEND.options.items()}
    return list(BACKEND.open(path, options | stated))


def columns(tables: list[RawTable]) -> list[list[str | None]]:
    (table,) = tables
    return [column.texts().tolist() for column in table.columns]


@pytest.mark.parametrize(
    ("content", "kind", "message"),
    [
        (HEAD + b"3;\0\n", SourceError, r"null byte in line 3: .* Export it again as csv"),
        (b"\0" * 5_000, SourceError, "null byte in line 1"),
        (HEAD + b'3;"never\nclosed\n', RaggedRowsError, "row 3 begins a quoted cell that never ends: .* cut off"),
        (HEAD + b'3;"x"y\n', SourceError, "row 3 has text after the quote that ends a cell"),
        (HEAD + b"3", RaggedRowsError, "row 3 has 1.* the file looks cut off"),
        (HEAD + b"3;\xc3", EncodingError, r"line 3, at byte 11.*encoding="),
        ("a;b\nä;2\n".encode("utf-16-le"), EncodingError, 'encoding="utf-16-le"'),
        ("a;b\nä;2\n".encode("cp1252"), EncodingError, 'line 2, at byte 5.*encoding="windows-1252"'),
        (HEAD + b"x" * LONGEST, SourceError, "line 3 has more than 16,777,216 characters"),
        (HEAD + b";" * LONGEST, SourceError, "line 3 has more than 16,777,216 characters"),
        (HEAD + b'"' + (b"x" * 99 + b"\n") * (LONGEST // 100 + 1), SourceError, "row 3 .*(never closed|never ends)"),
        (b";".join([b"a"] * 1_000_000), SourceError, "row 1 has 1,000,000 cells, .* at most 16,384 columns"),
        (HEAD + b"1;" * 3_000_000 + b"\n", RaggedRowsError, "row 3 has 3000001"),
    ],
    ids=lambda value: None if isinstance(value, bytes) else str(value)[:40],
)
def test_what_is_broken_is_told(tmp_path: Path, content: bytes, kind: type[SourceError], message: str) -> None:
    path = write(tmp_path, content)
    tracemalloc.start()
    try:
        began = time.monotonic()
        with pytest.raises(kind, match=message):
            read(path)
        assert time.monotonic() - began < 60
        # A cell has one to four bytes for a character, and there may be three of it at a time.
        assert tracemalloc.get_traced_memory()[1] < 200 << 20
    finally:
        tracemalloc.stop()


def test_no_row_may_have_more_cells_than_a_table_has_columns(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"at most 16,384 columns"):
        read(write(tmp_path, HEAD + b"1;" * 16_384 + b"1\n"), ragged="pad")


def test_as_many_columns_as_a_sheet_has_are_read(tmp_path: Path) -> None:
    titles = ";".join(f"k{n}" for n in range(16_384))
    (table,) = read(write(tmp_path, f"{titles}\n{';'.join('1' * 16_384)}\n".encode()))
    assert len(table.headers) == 16_384
    assert table.columns[-1].texts().tolist() == ["1"]


@pytest.mark.parametrize("large", [False, True])
def test_line_ends_may_be_mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool) -> None:
    if large:
        monkeypatch.setattr(_csv, "_WORTH_POLARS", 0)
    path = write(tmp_path, b'a;b\r\n1;2\n3;4\r5;"6\r7\n8\r\n9"\r\n')
    found = [text for table in read(path) for text in table.columns[1].texts()]
    assert found == ["2", "4", "6\r7\n8\r\n9"]


@pytest.mark.parametrize("stated", ["windows-1252", "latin-1", "utf-16", "utf-16-le", "utf-32-be"])
def test_utf8_is_not_read_as_something_else(tmp_path: Path, stated: str) -> None:
    text = "Kotikunta;Miksi\nÄänekoski;hyvää työtä ja yötä!!\n".encode()
    with pytest.raises(EncodingError, match=f"UTF-8 text, but encoding='{stated}' was stated. Leave encoding out"):
        read(write(tmp_path, text[: len(text) - len(text) % 4]), encoding=stated)


@pytest.mark.parametrize("stated", ["windows-1252", "ascii", "utf-8"])
def test_an_encoding_that_makes_no_difference_may_be_stated(tmp_path: Path, stated: str) -> None:
    assert columns(read(write(tmp_path, HEAD), encoding=stated)) == [["1"], ["2"]]


def test_a_stated_encoding_that_fits_is_taken(tmp_path: Path) -> None:
    path = write(tmp_path, "a;b\nä;Ã€\n".encode("cp1252"))
    assert columns(read(path, encoding="windows-1252")) == [["ä"], ["Ã€"]]


def test_what_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    assert columns(read(write(tmp_path, b"a;b\n=1+1;'=1\n"))) == [["=1+1"], ["'=1"]]


def test_a_mark_inside_the_text_stays(tmp_path: Path) -> None:
    path = write(tmp_path, "\ufeff\ufeffa;b\n\ufeff1;2\n".encode())
    assert [header.title for header in read(path)[0].headers] == ["\ufeffa", "b"]
    assert columns(read(path)) == [["\ufeff1"], ["2"]]
