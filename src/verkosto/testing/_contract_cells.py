"""The kit's laws of cells: each one is found again as it stood, once, in its row and under its header."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeGuard

from hypothesis import strategies as st

from verkosto.responses import RawTable
from verkosto.testing._strategies_cells import NUMBERS, TEXTS, WHITE
from verkosto.testing._under_test import BackendUnderTest, expect, found_in
from verkosto.testing._written import Cell, WrittenTable

__all__ = ["CellTests"]

Law = Callable[[WrittenTable, Sequence[RawTable]], None]
"""A law of a table as it was written, and of what was read of it."""

_MOST = 4
_SHOWN = 60
_MARK = re.compile(r"r\d+s\d+x")


def _title(column: int) -> str:
    return f"Kysymys {'abcdefgh'[column]}"


def _mark(row: int, column: int) -> str:
    """Name a cell in a way that no reader takes for a number."""
    return f"r{row}s{column}x"


def _is_mark(cell: Cell) -> TypeGuard[str]:
    """Tell marks from what `complete` adds, which may stand in every row and under heads of the author's choice."""
    return _MARK.fullmatch(cell or "") is not None


@st.composite
def _marked(draw: st.DrawFn, *, blank_rows: bool) -> WrittenTable:
    """Make up a table whose cells say where they stand; some are empty, and rows of them may be blank."""
    width, height = draw(st.integers(1, _MOST)), draw(st.integers(1, _MOST))
    full = draw(st.lists(st.lists(st.booleans(), min_size=width, max_size=width), min_size=height, max_size=height))
    # A blank row stands between others, for one at the end is nothing.
    full[-1][0] = True
    if not blank_rows:
        full = [row if any(row) else [True, *row[1:]] for row in full]
    rows = [[_mark(r, c) if there else "" for c, there in enumerate(row)] for r, row in enumerate(full)]
    return WrittenTable([_title(column) for column in range(width)], rows)


_GAPS = WrittenTable(["Kysymys a", "Kysymys b"], [["r0s0x", "r0s1x"], ["", "r1s1x"], ["r2s0x", ""], ["r3s0x", "r3s1x"]])
_BLANK = WrittenTable(["Kysymys a", "Kysymys b"], [["r0s0x", "r0s1x"], ["", ""], ["", ""], ["r3s0x", "r3s1x"]])


def _texts(table: WrittenTable) -> list[str]:
    return [cell for _, row in table.filled() for cell in row if cell]


class CellTests(BackendUnderTest):
    """Tests that a backend inherits."""

    def _hold_for_marked(self, tmp_path: Path, law: Law) -> None:
        """Hold a law for tables of marks; it is given the table as it was written, and what was read of it."""

        def holds(table: WrittenTable) -> None:
            complete = self.complete(table)
            law(complete, self.read(self.source(tmp_path, complete)))

        always = (_GAPS, _BLANK) if self.blank_rows else (_GAPS,)
        self.check(holds, _marked(blank_rows=self.blank_rows), *always)

    def test_no_cell_is_lost(self, tmp_path: Path) -> None:
        """Every cell that was written is found again somewhere, as often as it was written."""

        def law(table: WrittenTable, chunks: Sequence[RawTable]) -> None:
            lost = Counter(_texts(table)) - Counter(cell.text for cell in found_in(chunks))
            expect(not lost, f"these cells were written, and the backend gives them nowhere: {_listed(lost)}")

        self._hold_for_marked(tmp_path, law)

    def test_no_cell_is_invented(self, tmp_path: Path) -> None:
        """No cell is found that was not written, nor more often than it was written."""

        def law(table: WrittenTable, chunks: Sequence[RawTable]) -> None:
            invented = Counter(cell.text for cell in found_in(chunks)) - Counter(_texts(table))
            expect(not invented, f"the backend gives these cells, and nobody wrote them: {_listed(invented)}")

        self._hold_for_marked(tmp_path, law)

    def test_rows_bear_the_numbers_of_the_source(self, tmp_path: Path) -> None:
        """A cell stands in the row in which it was written, numbered as a spreadsheet counts (`first_row`)."""

        def law(table: WrittenTable, chunks: Sequence[RawTable]) -> None:
            wanted = {cell: place + self.first_row for place, row in table.filled() for cell in row if _is_mark(cell)}
            for cell in found_in(chunks):
                right = wanted.get(cell.text, cell.row)
                expect(cell.row == right, f"cell {cell.text!r} is in row {right}, and the backend says row {cell.row}")

        self._hold_for_marked(tmp_path, law)

    def test_cells_stand_under_their_headers(self, tmp_path: Path) -> None:
        """A cell stands under the header of its column, which has its title and its number from 1."""

        def law(table: WrittenTable, chunks: Sequence[RawTable]) -> None:
            wanted = {
                cell: (column, title)
                for _, row in table.filled()
                for column, (cell, title) in enumerate(zip(row, table.titles, strict=True), start=1)
                if _is_mark(cell)
            }
            heads = {header.position: (header.title, header.text, header.code) for c in chunks for header in c.headers}
            for cell in found_in(chunks):
                column, title = wanted.get(cell.text, (cell.position, ""))
                expect(
                    cell.position == column,
                    f"cell {cell.text!r} is in column {column}, and the backend says {cell.position}",
                )
                expect(not title or title in heads[column], f"column {column} is headed {title!r}, not {heads[column]}")

        self._hold_for_marked(tmp_path, law)

    def test_columns_of_one_title_stay_apart(self, tmp_path: Path) -> None:
        """Two columns of one title are two columns."""
        table = self.complete(WrittenTable(["Miksi?", "Mikä?", "Miksi?"], [["yksi", "kaksi", "kolme"]]))
        found = {cell.text for cell in found_in(self.read(self.source(tmp_path, table)))}
        lost = [text for text in ("yksi", "kaksi", "kolme") if text not in found]
        expect(not lost, f"of two columns with the title 'Miksi?' the backend gives one: {lost} is lost")

    def test_blank_rows_are_counted(self, tmp_path: Path) -> None:
        """Rows without any text are left out, and counted in `blank_rows`."""

        def law(table: WrittenTable, chunks: Sequence[RawTable]) -> None:
            wanted = len(table.rows) - len(table.filled())
            counted = sum(chunk.blank_rows for chunk in chunks)
            expect(counted == wanted, f"{wanted} rows are blank, and the backend counts {counted} (blank_rows)")

        self._hold_for_marked(tmp_path, law)

    def test_text_stays_as_it_stood(self, tmp_path: Path) -> None:
        """Quotes, delimiters, words such as NULL, letters of any alphabet and control characters are kept."""
        self._keep(tmp_path, TEXTS, self.cells())

    def test_what_looks_like_a_number_stays_text(self, tmp_path: Path) -> None:
        """Leading zeros, decimals, days and formulas are kept as they were written."""
        digits = st.text("0123456789", min_size=1, max_size=18)
        self._keep(tmp_path, NUMBERS, digits.filter(self.holds))

    def test_white_space_is_kept(self, tmp_path: Path) -> None:
        """Blanks at the ends of a cell, tabs and line breaks are kept."""
        white = st.text(" \t\nab\u00a0", min_size=1, max_size=6)
        self._keep(tmp_path, WHITE, white.filter(self.holds))

    def _keep(self, tmp_path: Path, known: Sequence[str], made_up: st.SearchStrategy[str]) -> None:
        def law(texts: Sequence[str]) -> None:
            # In the first and in the last column, where readers cut things off.
            rows: list[list[Cell]] = [[text, _mark(row, 0), text] for row, text in enumerate(texts)]
            table = self.complete(WrittenTable([_title(column) for column in range(3)], rows))
            found = found_in(self.read(self.source(tmp_path, table)))
            marked = {cell.text: cell.row for cell in found}
            rows_found: dict[int | None, list[str]] = {}
            for cell in found:
                rows_found.setdefault(cell.row, []).append(cell.text)
            for row, text in enumerate(texts):
                there = rows_found.get(marked.get(_mark(row, 0)), [])
                expect(
                    not text or there.count(text) >= 2,
                    f"the cell {_short(text)} was written twice in a row of which the backend gives {_listed(there)}",
                )

        self.check(law, st.lists(made_up, min_size=1, max_size=_MOST), self.those_held(known))


def _short(text: str) -> str:
    shown = ascii(text)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}… ({len(text)} characters)"


def _listed(texts: Counter[str] | Sequence[str]) -> str:
    return ", ".join(map(_short, texts)) or "nothing"
