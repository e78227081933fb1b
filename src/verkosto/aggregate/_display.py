"""How a table looks in a terminal and in a notebook."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from verkosto import html as markup
from verkosto.aggregate._absences import missing_lines
from verkosto.aggregate._blocks import Block, blocks, stretches
from verkosto.aggregate._marks import Cell, flags_of, legend, marks_of

if TYPE_CHECKING:
    from verkosto.aggregate._table import Table

__all__ = ["MOST_ROWS", "aligned", "header_lines", "html", "paragraphs", "text"]

MOST_ROWS = 200
"""How many rows a notebook or a terminal shows of one block."""

_WIDTH, _WORD = 14, 20
_FIRST_WIDTH = 60
_NOTE_WIDTH = 100
_BETWEEN = "  "


def text(table: Table, lang: str, *, most: int | None = None, marks: Mapping[int, str] | None = None) -> str:
    """Return the table as lines of text."""
    flags = flags_of(table, _shown(table, most))
    found = blocks(table, lang, most=most, intervals=False, marks=marks_of(flags, marks))
    below = [textwrap.fill(line, _NOTE_WIDTH) for line in paragraphs([table], [flags], lang, most=most)]
    return "\n\n".join([*map(_lines, found), *(["\n".join(below)] if below else [])])


def html(table: Table, lang: str, *, most: int | None = None, marks: Mapping[int, str] | None = None) -> str:
    """Return the table as HTML."""
    flags = flags_of(table, _shown(table, most))
    parts = []
    for block in blocks(table, lang, most=most, intervals=True, marks=marks_of(flags, marks)):
        numeric = range(block.texts, len(block.header))
        parts.append(markup.table(block.header, block.rows, caption=block.title, numeric=numeric))
        if block.more is not None:
            parts.append(f"<p>{markup.escape(block.more)}</p>")
    parts += [f"<p>{markup.escape(line)}</p>" for line in paragraphs([table], [flags], lang, most=most)]
    return "\n".join(parts)


def paragraphs(
    tables: Sequence[Table], flags: Sequence[Mapping[int, str]], lang: str, *, most: int | None
) -> list[str]:
    """Return what stands under one table or several: marks, missing answers and notes, each line once."""
    lines = [line for flagged in flags for line in legend(flagged, lang)]
    lines += [line for table in tables for line in missing_lines(table, lang)][:most]
    lines += [note.get(lang) for table in tables for note in table.notes]
    return list(dict.fromkeys(lines))


def _shown(table: Table, most: int | None) -> list[int] | None:
    """Return the rows that may be seen; None for all."""
    if most is None:
        return None
    return [row for parts in stretches(table).values() for part in parts[:most] for row in part]


def _lines(block: Block) -> str:
    heads = header_lines(block.header, block.texts)
    found = [block.title, "", *aligned(heads, block.rows, block.texts)]
    return "\n".join([*found, *([block.more] if block.more else [])])


def header_lines(titles: Sequence[str], texts: int) -> list[list[str]]:
    """Return the lines of a header whose titles are wrapped; those of the first `texts` columns less narrowly."""
    wrapped = []
    for place, title in enumerate(titles):
        # Finnish words are long: a column may be as wide as one of them, within reason.
        longest = max(map(len, title.split()), default=0)
        width = _FIRST_WIDTH if place < texts else max(_WIDTH, min(longest, _WORD))
        wrapped.append(textwrap.wrap(title, width) or [""])
    height = max(map(len, wrapped))
    padded = [[""] * (height - len(lines)) + lines for lines in wrapped]
    return [[lines[place] for lines in padded] for place in range(height)]


def aligned(
    heads: Sequence[Sequence[str]],
    body: Sequence[Sequence[str | Cell]],
    texts: int,
    over: Sequence[tuple[str, int]] = (),
) -> list[str]:
    """Return lines in which columns stand under one another: texts from the left, figures from the right.

    Marks hang behind the figures, so that these keep their places.

    Args:
        heads: Lines of the header.
        body: Rows of cells.
        texts: How many columns are texts.
        over: What stands over several columns of figures together, and how many they are.
    """
    columns: list[list[str]] = []
    for place in range(len(heads[0])):
        column = [row[place] for row in body]
        columns.append([_cut(str(cell)) for cell in column] if place < texts else _hanging(column))
    widths = [max(map(len, [row[place] for row in heads] + column)) for place, column in enumerate(columns)]
    found = [_over(widths, texts, over)] if any(name for name, _ in over) else []
    for row in [*heads, *zip(*columns, strict=True)]:
        cells = [
            cell.ljust(width) if place < texts else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        found.append(_BETWEEN.join(cells).rstrip())
    return found


def _over(widths: Sequence[int], texts: int, over: Sequence[tuple[str, int]]) -> str:
    found, place = [cell.ljust(width) for cell, width in zip([""] * texts, widths, strict=False)], texts
    for name, size in over:
        room = sum(widths[place : place + size]) + len(_BETWEEN) * (size - 1)
        found.append(
            (name if len(name) <= room else f"{name[: room - 1]}…").rjust(room if size == 1 else 0).ljust(room)
        )
        place += size
    return _BETWEEN.join(found).rstrip()


def _hanging(column: Sequence[str | Cell]) -> list[str]:
    width = max((len(cell.mark) for cell in column if isinstance(cell, Cell)), default=0)
    return [f"{cell.text}{cell.mark.ljust(width)}" if isinstance(cell, Cell) else cell for cell in column]


def _cut(cell: str) -> str:
    return cell if len(cell) <= _FIRST_WIDTH else f"{cell[: _FIRST_WIDTH - 1]}…"
