"""Tables and lists as aligned plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from verkosto.aggregate import Table
from verkosto.reporting import Grid, TableRow, section

__all__ = ["aligned", "clean", "of_table"]

_NAME, _COLUMN, _PAGE = 40, 18, 100


def clean(text: str) -> str:
    """Return text on one line, with single spaces and nothing that moves a cursor."""
    line = " ".join(text.split())
    return "".join(letter if letter.isprintable() or letter == "\N{NO-BREAK SPACE}" else "\ufffd" for letter in line)


def aligned(rows: Sequence[Sequence[str]], *, right: int = 0, indent: str = "") -> list[str]:
    """Return rows of cells as lines, with two spaces between columns.

    Args:
        rows: Rows of one length.
        right: How many of the last columns are aligned to the right.
        indent: What stands before each line.
    """
    if not rows:
        return []
    last = len(rows[0]) - right
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if place >= last else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(f"{indent}{'  '.join(cells)}".rstrip(" "))
    return lines


def of_table(table: Table, lang: str, *, notes: bool = True) -> list[str]:
    """Return a table as text: question, base, shares with intervals, missing answers, notes."""
    found = section(table, lang)
    title = f"{clean(found.title)} ({clean(found.grouped)})" if found.grouped else clean(found.title)
    lines = textwrap.wrap(title, _PAGE)
    for grid in found.grids:
        if found.apart:
            lines += ["", *textwrap.wrap(clean(grid.title), _PAGE)]
        lines += [*textwrap.wrap(grid.caption, _PAGE), "", *_grid(grid)]
    remarks = [*found.missing, *(found.notes if notes else ())]
    if remarks:
        lines.append("")
    for remark in remarks:
        lines += textwrap.wrap(clean(remark), _PAGE, initial_indent="* ", subsequent_indent="  ")
    return lines


def _grid(grid: Grid) -> list[str]:
    heads = [*(_wrapped(head, _NAME) for head in grid.heads), *(_wrapped(c, _COLUMN) for c in grid.columns)]
    height = max(map(len, heads))
    rows = [[([""] * (height - len(head)) + head)[place] for head in heads] for place in range(height)]
    for row in grid.rows:
        rows += _row(row)
    return aligned(rows, right=len(grid.columns), indent="  ")


def _row(row: TableRow) -> Iterator[list[str]]:
    """Yield the lines of a row: its names may need several, its figures stand on the first."""
    names = [_wrapped(label, _NAME) for label in row.labels]
    figures = [datum.text if datum.interval is None else f"{datum.text} ({datum.interval})" for datum in row.data]
    for place in range(max(map(len, names))):
        cells = [lines[place] if place < len(lines) else "" for lines in names]
        yield [*cells, *(figures if place == 0 else [""] * len(figures))]


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(clean(text), width) or [""]
