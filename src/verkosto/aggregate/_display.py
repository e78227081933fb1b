"""How a table looks in a terminal and in a notebook."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from attrs import frozen

from verkosto import html as markup
from verkosto.aggregate._headings import TOTAL, TOTAL_CODE, Heading
from verkosto.text import format_base, format_number, format_percent

if TYPE_CHECKING:
    from verkosto.aggregate._table import Table

__all__ = ["MOST_ROWS", "html", "text"]

MOST_ROWS = 200
"""How many rows a notebook or a terminal shows of one block."""

_WIDTH = 14
_FIRST_WIDTH = 60

_WORDS = {
    "answer": {"fi": "Vastaus", "sv": "Svar", "en": "Answer"},
    "share": {"fi": "Osuus", "sv": "Andel", "en": "Share"},
    "question": {"fi": "Kysymys", "sv": "Fråga", "en": "Question"},
    "ticks": {"fi": "merkintöjä", "sv": "kryss", "en": "ticks"},
    "more": {"fi": "… ja {} riviä lisää", "sv": "… och {} rader till", "en": "… and {} rows more"},
}


@frozen
class _Block:
    """Variables that share their values, as one grid of cells."""

    title: str
    header: list[str]
    rows: list[list[str]]
    texts: int
    more: str | None


def text(table: Table, lang: str, *, most: int | None = None) -> str:
    """Return the table as lines of text."""
    parts = [_lines(block) for block in _blocks(table, lang, most, intervals=False)]
    notes = [textwrap.fill(note.get(lang), 100) for note in table.notes]
    return "\n\n".join([*parts, *(["\n".join(notes)] if notes else [])])


def html(table: Table, lang: str, *, most: int | None = None) -> str:
    """Return the table as HTML."""
    parts = []
    for block in _blocks(table, lang, most, intervals=True):
        numeric = range(block.texts, len(block.header))
        parts.append(markup.table(block.header, block.rows, caption=block.title, numeric=numeric))
        if block.more is not None:
            parts.append(f"<p>{markup.escape(block.more)}</p>")
    parts += [f"<p>{markup.escape(note.get(lang))}</p>" for note in table.notes]
    return "\n".join(parts)


def _blocks(table: Table, lang: str, most: int | None, *, intervals: bool) -> Iterator[_Block]:
    start = 0
    runs = [list(run) for _, run in groupby(table.variables, key=lambda heading: tuple(heading.labels.items()))]
    groups = _group_count(table)
    for run in runs:
        end = start + sum(groups * len(heading.labels) for heading in run)
        title = table.title if len(runs) == 1 else run[0].text if len(run) == 1 else table.title
        rows = range(start, end)
        if not table.groups and len(run) == 1:
            yield _single(table, run[0], rows, title.get(lang), lang, most)
        else:
            yield _grid(table, run, rows, title.get(lang), lang, most, intervals=intervals)
        start = end


def _group_count(table: Table) -> int:
    values = sum(len(heading.labels) for heading in table.variables)
    return len(table) // values if values else 0


def _single(table: Table, heading: Heading, rows: range, title: str, lang: str, most: int | None) -> _Block:
    """One variable without groups: a row for each value."""
    cells = table.cells
    header = [_WORDS["answer"][lang], _WORDS["share"][lang], _interval_wording(table.level, lang), "n"]
    listed = [
        [
            heading.label(cells["value"][row], lang),
            format_percent(cells["estimate"][row], lang=lang),
            _interval(table, row, lang),
            format_number(cells["n"][row], lang=lang),
        ]
        for row in rows[:most]
    ]
    base = format_base(cells["base"][rows[0]] if rows else 0, lang=lang)
    if rows and cells["base_kind"][rows[0]] == "ticks":
        base += f" {_WORDS['ticks'][lang]}"
    return _Block(f"{title} ({base})", header, listed, 1, _more(len(rows), most, lang))


def _grid(
    table: Table, run: Sequence[Heading], rows: range, title: str, lang: str, most: int | None, *, intervals: bool
) -> _Block:
    """A row for each variable and group, a column for each value."""
    cells, values = table.cells, len(run[0].labels)
    ticks = bool(rows) and cells["base_kind"][rows[0]] == "ticks"
    names = [heading.text.get(lang) for heading in table.groups]
    if len(run) > 1:
        names.insert(0, _WORDS["question"][lang])
    labels = [run[0].label(code, lang) for code in run[0].labels]
    texts = {heading.id: heading.text.get(lang) for heading in run}
    starts = rows[::values] if values else range(0)
    listed = []
    for start in starts[:most]:
        first = [texts[cells["variable"][start]]] if len(run) > 1 else []
        first += [_level(heading, cells[heading.id][start], lang) for heading in table.groups]
        shares = [_share(table, row, lang, intervals=intervals) for row in range(start, start + values)]
        listed.append([*first, *shares, format_number(cells["base"][start], lang=lang)])
    header = [*names, *labels, _WORDS["ticks"][lang] if ticks else "n"]
    if intervals:
        title = f"{title} ({_interval_wording(table.level, lang)})"
    return _Block(title, header, listed, len(names), _more(len(starts), most, lang))


def _level(heading: Heading, code: str, lang: str) -> str:
    return TOTAL.get(lang) if code == TOTAL_CODE else heading.label(code, lang)


def _share(table: Table, row: int, lang: str, *, intervals: bool) -> str:
    share = format_percent(table.cells["estimate"][row], lang=lang)
    known = table.cells["status"][row] == "ok"
    return f"{share} ({_interval(table, row, lang)})" if intervals and known else share


def _interval(table: Table, row: int, lang: str) -> str:
    low, high = table.cells["low"][row], table.cells["high"][row]
    if table.cells["status"][row] != "ok":
        return format_percent(None, lang=lang)
    return f"{format_percent(low, lang=lang).rstrip('%').rstrip()}–{format_percent(high, lang=lang)}"


def _interval_wording(level: float, lang: str) -> str:
    decimals = 0 if abs(level * 100 - round(level * 100)) < 1e-9 else 1
    percent = format_percent(level, decimals=decimals, lang=lang)
    return {
        "fi": f"{percent}:n luottamusväli",
        "sv": f"{percent} konfidensintervall",
        "en": f"{percent} confidence interval",
    }[lang]


def _more(rows: int, most: int | None, lang: str) -> str | None:
    if most is None or rows <= most:
        return None
    return _WORDS["more"][lang].format(format_number(rows - most, lang=lang))


def _lines(block: _Block) -> str:
    wrapped = [
        textwrap.wrap(title, _FIRST_WIDTH if place < block.texts else _WIDTH) or [""]
        for place, title in enumerate(block.header)
    ]
    height = max(map(len, wrapped))
    heads = [[""] * (height - len(lines)) + lines for lines in wrapped]
    rows = [[lines[place] for lines in heads] for place in range(height)]
    body = [[_cut(cell) if place < block.texts else cell for place, cell in enumerate(row)] for row in block.rows]
    widths = [max(map(len, column)) for column in zip(*rows, *body, strict=True)]
    found = [block.title, ""]
    for row in [*rows, *body]:
        aligned: list[Any] = [
            cell.ljust(width) if place < block.texts else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        found.append("  ".join(aligned).rstrip())
    return "\n".join([*found, *([block.more] if block.more else [])])


def _cut(cell: str) -> str:
    return cell if len(cell) <= _FIRST_WIDTH else f"{cell[: _FIRST_WIDTH - 1]}…"
