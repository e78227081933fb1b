"""The kit's laws of tables: their form, their chunks, and that the same bytes always give the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from verkosto.errors import EmptySourceError
from verkosto.responses import RawColumn, RawTable
from verkosto.testing._under_test import BackendUnderTest, expect
from verkosto.testing._written import WrittenTable

__all__ = ["TableTests"]

_SIZES = (1, 2, 3)


def _all_of(chunks: Sequence[RawTable]) -> list[Any]:
    """Return everything that chunks say, to be compared."""
    return [
        (
            chunk.headers,
            chunk.rows.tolist(),
            [column.texts().tolist() for column in chunk.columns],
            [None if column.not_shown is None else column.not_shown.tolist() for column in chunk.columns],
            chunk.dialect,
            chunk.blank_rows,
            dict(chunk.found),
        )
        for chunk in chunks
    ]


def _joined(chunks: Sequence[RawTable]) -> list[Any]:
    """Return what chunks say of rows and cells, wherever one of them ends."""
    return [
        (row, cells)
        for chunk in chunks
        for row, *cells in zip(chunk.rows.tolist(), *(column.texts() for column in chunk.columns), strict=True)
    ]


def _form_faults(column: RawColumn) -> list[str]:
    """Return what is wrong with the form of a column."""
    codes, values, mask = column.codes, list(column.values), column.not_shown
    wrong = {
        "codes are not int32": codes.dtype != np.int32,
        "a code lies outside -1 and the places of values": bool(((codes < -1) | (codes >= len(values))).any()),
        "values hold an empty text; an empty cell has the code -1": "" in values,
        "values hold a text twice": len(set(values)) < len(values),
        "values hold what is no text": not all(isinstance(value, str) for value in values),
        "not_shown is no bool for each row": mask is not None and (mask.dtype != bool or len(mask) != len(codes)),
    }
    return [fault for fault, there in wrong.items() if there]


class TableTests(BackendUnderTest):
    """Tests that a backend inherits."""

    def _long(self, tmp_path: Path) -> Path:
        rows = [["yksi", "kaksi"], ["kolme", ""], ["", "kaksi"], ["yksi", "neljä"], ["viisi", "kuusi"]]
        if self.blank_rows:
            rows[3:3] = [["", ""], ["", ""]]
        return self.source(tmp_path, self.complete(WrittenTable(["Kysymys a", "Kysymys b"], rows)))

    def _ways(self, path: Path) -> list[tuple[str, list[RawTable]]]:
        """Read a source at once, and in chunks of several sizes where the backend has them."""
        ways = [("as it comes", self.read(path))]
        for size in _SIZES:
            backend = self.in_chunks(size)
            if backend is not None:
                ways.append((f"in chunks of {size} rows", self.read(path, backend)))
        return ways

    def test_columns_are_well_formed(self, tmp_path: Path) -> None:
        """Columns are dictionary-encoded as `RawColumn` says, and row numbers are int64 and rise."""
        for chunk in self.read(self._long(tmp_path)):
            for header, column in zip(chunk.headers, chunk.columns, strict=True):
                faults = _form_faults(column)
                expect(not faults, f"column {header.position}: {'; '.join(faults)}. Make it with `encode`.")
            expect(chunk.rows.dtype == np.int64, f"row numbers are {chunk.rows.dtype}, not int64")
            expect((np.diff(chunk.rows) > 0).all(), "row numbers do not rise from row to row")

    def test_all_chunks_have_the_same_headers(self, tmp_path: Path) -> None:
        """Every chunk of a source has the headers of the first."""
        for how, chunks in self._ways(self._long(tmp_path)):
            heads = {chunk.headers for chunk in chunks}
            expect(len(heads) <= 1, f"read {how}, a later chunk has other headers than the first")

    def test_chunks_of_any_size_give_the_same(self, tmp_path: Path) -> None:
        """Rows, their numbers and their cells do not depend on where a chunk ends."""
        (_, whole), *others = self._ways(self._long(tmp_path))
        for how, chunks in others:
            same = _joined(chunks) == _joined(whole)
            expect(same, f"read {how}, the source gives other rows, row numbers or cells than at once")

    def test_promised_chunks_come(self, tmp_path: Path) -> None:
        """A backend with the capability `chunked` gives a long source in several chunks."""
        if self.capabilities().chunked:
            backend = self.in_chunks(1)
            expect(backend is not None, "the capability `chunked` is stated: override `in_chunks`, to have it tested")
            count = len(self.read(self._long(tmp_path), backend))
            expect(count > 1, "the capability `chunked` is stated, and a source of five rows comes in one chunk")

    def test_a_source_without_rows_gives_one_empty_chunk(self, tmp_path: Path) -> None:
        """A source without rows is no error of the backend: one chunk without rows, or EmptySourceError."""
        path = self.source(tmp_path, self.complete(WrittenTable(["Kysymys a", "Kysymys b"], [])))
        try:
            chunks = self.read(path)
        except EmptySourceError:
            return
        sizes = [len(chunk) for chunk in chunks]
        expect(sizes == [0], f"a source without rows gives chunks of {sizes} rows, not one of 0")

    def test_the_same_bytes_give_the_same(self, tmp_path: Path) -> None:
        """Reading a source again gives the same in every respect, also by another object of the backend."""
        path = self._long(tmp_path)
        backend = self.backend()
        first = _all_of(self.read(path, backend))
        for again in (backend, self.backend()):
            expect(_all_of(self.read(path, again)) == first, "the same bytes were read twice, and differ")
