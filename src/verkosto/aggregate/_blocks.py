"""A table as blocks of text cells: what a terminal and a notebook show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.aggregate._columns import NO_END
from verkosto.aggregate._figures import HIDDEN_STATUS, count, figure, interval, places_of, unit_of
from verkosto.aggregate._headings import TOTAL, TOTAL_CODE, Heading
from verkosto.aggregate._marks import Cell
from verkosto.aggregate._published import count_range
from verkosto.text import HIDDEN, MISSING, format_number, format_percent

if TYPE_CHECKING:
    from verkosto.aggregate._table import Table

__all__ = ["Block", "base_numbers", "blocks", "interval_wording", "level_label", "more_rows", "stretches", "word"]

_WORDS = {
    "answer": {"fi": "Vastaus", "sv": "Svar", "en": "Answer"},
    "share": {"fi": "Osuus", "sv": "Andel", "en": "Share"},
    "statistic": {"fi": "Tunnusluku", "sv": "Mått", "en": "Statistic"},
    "figure": {"fi": "Arvo", "sv": "Värde", "en": "Value"},
    "question": {"fi": "Kysymys", "sv": "Fråga", "en": "Question"},
    "ticks": {"fi": "merkintöjä", "sv": "kryss", "en": "ticks"},
    "more": {"fi": "… ja {} riviä lisää", "sv": "… och {} rader till", "en": "… and {} rows more"},
}


@frozen
class Block:
    """Variables that share their values, as one grid of cells; the first `texts` columns name the rows."""

    title: str
    header: list[str]
    rows: list[list[str | Cell]]
    texts: int
    more: str | None


@frozen
class _Look:
    """How one display wants its cells: language, marks of rows, and whether intervals stand within the cells."""

    table: Table
    lang: str
    marks: Mapping[int, str]
    most: int | None
    intervals: bool


def word(name: str, lang: str) -> str:
    """Return a word of the headers."""
    return _WORDS[name][lang]


def blocks(table: Table, lang: str, *, most: int | None, intervals: bool, marks: Mapping[int, str]) -> Iterator[Block]:
    """Return the blocks of a table: neighbouring variables with the same values share one.

    Args:
        table: The table.
        lang: The language.
        most: How many rows of a block are shown at most; None shows all.
        intervals: Whether cells of a grid hold their intervals.
        marks: What stands behind the figures of some rows of the table.
    """
    look = _Look(table, lang, marks, most, intervals)
    of_variable = stretches(table)
    runs = [list(run) for _, run in groupby(table.variables, key=lambda heading: tuple(heading.labels.items()))]
    for run in runs:
        text = run[0].text if len(run) == 1 and len(runs) > 1 else table.title
        parts = [(heading, part) for heading in run for part in of_variable.get(heading.id, [])]
        base = base_text(table, [of_variable.get(heading.id, []) for heading in run], lang)
        if not table.groups and len(run) == 1:
            yield _single(look, run[0], parts[0][1] if parts else range(0), f"{text.get(lang)} ({base})")
        else:
            yield _grid(look, run, parts, text.get(lang), base)


def stretches(table: Table) -> dict[str, list[range]]:
    """Return, for each variable, the rows of each of its groups, in the order of the table."""
    cells = table.cells
    size = len(cells)
    first = np.zeros(size, dtype=bool)
    first[:1] = True
    for name in ("variable", *table.by):
        first[1:] |= cells[name][1:] != cells[name][:-1]
    starts = np.flatnonzero(first).tolist()
    found: dict[str, list[range]] = {}
    for start, stop in zip(starts, [*starts[1:], size][: len(starts)], strict=True):
        found.setdefault(cells["variable"][start], []).append(range(start, stop))
    return found


def base_text(table: Table, parts: Iterable[Sequence[range]], lang: str) -> str:
    """Return "n = 562" for the variables of a block, over all their groups; "n = 537–553" where they differ."""
    whole = [_whole(table, of_variable) for of_variable in parts]
    rows = [row for found, _ in whole for row in found]
    text = f"n = {_seen(table, rows, [end for _, ends in whole for end in ends], lang)}"
    return f"{text} {word('ticks', lang)}" if "ticks" in table.cells["base_kind"][:1] else text


def _whole(table: Table, parts: Sequence[range]) -> tuple[Sequence[int], list[int | None]]:
    """Return the rows that tell the base over all groups, and it: of the total where there is one, else the sum."""
    cells, by = table.cells, table.by
    codes = [[cells[name][part.start] for name in by] for part in parts]
    totals = [part for part, code in zip(parts, codes, strict=True) if all(c == TOTAL_CODE for c in code)]
    if totals:
        return totals[0], _ends(table, totals[0])
    apart = [part.start for part, code in zip(parts, codes, strict=True) if TOTAL_CODE not in code]
    spans = [table.base_span(row) for row in apart]
    known = [span for span in spans if span is not None]
    if len(known) < len(spans):
        return apart, [None]
    return apart, [sum(low for low, _ in known), min(sum(high for _, high in known), NO_END)]


def base_numbers(table: Table, rows: Sequence[int], lang: str) -> str:
    """Return the base of some rows; both ends of a range where they differ."""
    return _seen(table, rows, _ends(table, rows), lang)


def _ends(table: Table, rows: Sequence[int]) -> list[int | None]:
    spans = [table.base_span(row) for row in rows]
    return [end for span in spans for end in (span or (None,))]


def _seen(table: Table, rows: Sequence[int], ends: Sequence[int | None], lang: str) -> str:
    """Return a base of some rows as it is seen: a word where nothing is known because it is kept back."""
    nothing = all(end is None for end in ends)
    if nothing and any(table.cells["status"][row] == HIDDEN_STATUS for row in rows):
        return HIDDEN.get(lang)
    return _numbers(ends, lang)


def _numbers(values: Sequence[int | None], lang: str) -> str:
    known = [value for value in values if value is not None]
    if not known:
        return MISSING
    if max(known) == NO_END:
        return f"{format_number(min(known), lang=lang)}{MISSING}"
    ends = [format_number(value, lang=lang) for value in dict.fromkeys([min(known), max(known)])]
    return "–".join(ends)


def _single(look: _Look, heading: Heading, rows: range, title: str) -> Block:
    """One variable without groups: a row for each value."""
    cells, lang = look.table.cells, look.lang
    statistic = cells["statistic"][rows.start] if rows else "share"
    names = ("answer" if statistic.startswith("share") else "statistic"), _figure_word(statistic)
    places = places_of(cells, rows)
    listed: list[list[str | Cell]] = [
        [
            heading.label(cells["value"][row], lang),
            _cell(look, row, places),
            interval(cells, row, lang, places),
            _n(look.table, row, lang),
        ]
        for row in rows[: look.most]
    ]
    header = [word(names[0], lang), word(names[1], lang), interval_wording(look.table.level, lang), "n"]
    return Block(title, header, listed, 1, more_rows(len(rows), look.most, lang))


def _figure_word(statistic: str) -> str:
    return "share" if unit_of(statistic) == "percent" else "figure"


def _n(table: Table, row: int, lang: str) -> str:
    span = count_range(table, row)
    return count(table.cells["n"][row], lang) if span is None else _numbers(span, lang)


def _grid(look: _Look, run: Sequence[Heading], parts: Sequence[tuple[Heading, range]], title: str, base: str) -> Block:
    """A row for each variable and group, a column for each value; with one value also one for its interval."""
    table, lang = look.table, look.lang
    cells, values = table.cells, list(run[0].labels)
    alone = len(values) == 1
    names = [heading.text.get(lang) for heading in table.groups]
    if len(run) > 1:
        names.insert(0, word("question", lang))
    labels = [run[0].label(code, lang) for code in values]
    places = _places(table, parts)
    listed: list[list[str | Cell]] = []
    for heading, part in parts[: look.most]:
        first = [heading.text.get(lang)] if len(run) > 1 else []
        first += [level_label(group, cells[group.id][part.start], lang) for group in table.groups]
        of_value = {cells["value"][row]: row for row in part}
        inside = look.intervals and not alone
        figures: list[str | Cell] = [_cell(look, of_value.get(code), places, inside=inside) for code in values]
        if alone:
            row = of_value.get(values[0])
            figures.append(MISSING if row is None else interval(cells, row, lang, places))
        listed.append([*first, *figures, base_numbers(table, part, lang)])
    wording = interval_wording(table.level, lang)
    ticks = "ticks" in cells["base_kind"][:1]
    header = [*names, *labels, *([wording] if alone else []), word("ticks", lang) if ticks else "n"]
    known = f"{base}; {wording}" if look.intervals and not alone else base
    return Block(f"{title} ({known})", header, listed, len(names), more_rows(len(parts), look.most, lang))


def _places(table: Table, parts: Sequence[tuple[Heading, range]]) -> int:
    return places_of(table.cells, range(parts[0][1].start, parts[-1][1].stop)) if parts else 0


def _cell(look: _Look, row: int | None, places: int, *, inside: bool = False) -> str | Cell:
    if row is None:
        return MISSING
    shown = figure(look.table.cells, row, look.lang, places)
    between = interval(look.table.cells, row, look.lang, places) if inside else MISSING
    return Cell(shown, look.marks.get(row, ""), "" if between == MISSING else between)


def level_label(heading: Heading, code: str, lang: str) -> str:
    """Return the label of a group; "Yhteensä" for the total."""
    return TOTAL.get(lang) if code == TOTAL_CODE else heading.label(code, lang)


def interval_wording(level: float, lang: str) -> str:
    """Return what intervals are called: "95 %:n luottamusväli"."""
    decimals = 0 if abs(level * 100 - round(level * 100)) < 1e-9 else 1
    percent = format_percent(level, decimals=decimals, lang=lang)
    return {
        "fi": f"{percent}:n luottamusväli",
        "sv": f"{percent} konfidensintervall",
        "en": f"{percent} confidence interval",
    }[lang]


def more_rows(rows: int, most: int | None, lang: str) -> str | None:
    """Return "… ja 50 riviä lisää" where only the first `most` rows are shown, else None."""
    if most is None or rows <= most:
        return None
    return word("more", lang).format(format_number(rows - most, lang=lang))
