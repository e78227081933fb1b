"""What the backends of form tools share: their options, and whether the day or the month comes first.

These tools write dates as the country of an account or of a browser has them, and say nowhere which that is. The
order is stated, or told by a day after the 12th, or the file is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from attrs import evolve, frozen

from verkosto.backends._dialect import checked
from verkosto.backends._inner import TABLE_OPTIONS, table_reader, told
from verkosto.errors import AmbiguousSourceError
from verkosto.responses import Dialect, Header, RawColumn, RawTable

__all__ = ["FORM_OPTIONS", "Order", "dialect_of_form", "dressed", "form_tables", "time_cells"]

Order = Literal["dmy", "mdy"]

FORM_OPTIONS: Mapping[str, tuple[Any, str]] = {
    "dates": (None, "how 3/4/2020 is meant: 'dmy' or 'mdy'; None: told by the file's days after the 12th"),
    "values": ("text", "choice cells hold 'text' (labels), 'number' (of the option), or 'any'"),
    "blank_means": ("not_answered", "a multiple choice without a tick: 'not_answered' or 'not_selected'"),
    **TABLE_OPTIONS,
}
"""Option, default and meaning."""

_SLASHED = re.compile(
    r"\s*([0-9]{1,2})([/-])([0-9]{1,2})\2(?:[0-9]{4}|(?<=/)[0-9]{2})(?![0-9/-])(?:[ T,]+[0-9]{1,2}[.:].*)?\s*",
    re.DOTALL,
)
_TIMED = re.compile(r"\s*[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}[ T,].*[0-9]{1,2}[.:][0-9]{2}.*", re.DOTALL)


def form_tables(own: Mapping[str, tuple[Any, str]], options: Mapping[str, Any], source: Path) -> list[RawTable]:
    """Read a csv or a workbook whole: a form's answers fit into memory, and the order of its days is one for all.

    Args:
        own: The options of the backend.
        options: Their values.
        source: The file.

    Raises:
        SourceError: What the reader of the csv or workbook raises.
        OptionError: An option is not for this kind of file.
    """
    inner = table_reader(source)
    return list(inner.open(source, told(inner, own, options, source)))


def dialect_of_form(name: str, options: Mapping[str, Any]) -> Dialect:
    """Make a dialect of the options that all form tools share.

    Raises:
        OptionError: An option has a value that it cannot have.
    """
    return Dialect(
        values=checked(name, "values", options["values"], ("text", "number", "any")),
        blank_means=checked(name, "blank_means", options["blank_means"], ("not_answered", "not_selected")),
        day_order=checked(name, "dates", options["dates"], (None, "dmy", "mdy")),
    )


def dressed(
    tables: Sequence[RawTable], headers: tuple[Header, ...], dialect: Dialect, source: Path
) -> Iterator[RawTable]:
    """Yield the tables under their headers, with the order of days found out where nobody stated it.

    Args:
        tables: At least one.
        headers: As many as they have columns.
        dialect: What the reader says of the cells; its `day_order` wins over the dates themselves.
        source: The file, for messages.

    Raises:
        AmbiguousSourceError: Nobody stated the order of days, and the dates do not tell it.
    """
    found: dict[str, str] = {}
    if dialect.day_order is None:
        order, why = _found_order(tables, headers, source)
        dialect = evolve(dialect, day_order=order)
        found = {"dates": why} if why else {}
    for table in tables:
        yield evolve(table, headers=headers, dialect=dialect, found=found)


@frozen
class _Days:
    """The columns of slashed dates, and those of them that tell which number is the day."""

    columns: list[int]
    day_first: list[int]
    month_first: list[int]


def _found_order(tables: Sequence[RawTable], headers: Sequence[Header], source: Path) -> tuple[Order | None, str]:
    days = _days(tables, headers)
    if not days.columns:
        return None, ""
    if days.day_first and days.month_first:
        msg = (
            f"{source.name}: some dates have a day after the 12th first (columns {_listed(days.day_first)}), and some "
            f"second (columns {_listed(days.month_first)}). State dates='dmy' or dates='mdy'; the others become issues."
        )
        raise AmbiguousSourceError(msg)
    if not days.day_first and not days.month_first:
        msg = (
            f"{source.name}: no date in the columns {_listed(days.columns)} has a day after the 12th, so nothing tells "
            "whether 3/4/2020 is in March or April. State dates='dmy' or dates='mdy'."
        )
        raise AmbiguousSourceError(msg)
    if days.day_first:
        return "dmy", f"day first: days after the 12th in the columns {_listed(days.day_first)}"
    return "mdy", f"month first: days after the 12th in the columns {_listed(days.month_first)}"


def _listed(positions: Sequence[int]) -> str:
    return ", ".join(map(str, positions))


def _days(tables: Sequence[RawTable], headers: Sequence[Header]) -> _Days:
    days = _Days([], [], [])
    for place, header in enumerate(headers):
        pairs, others = _pairs(table.columns[place] for table in tables)
        # One date among texts is part of an answer; the column of times is one of dates whatever stands in it.
        if not pairs or (header.role != "time" and others >= len(pairs)):
            continue
        days.columns.append(header.position)
        if any(first > 12 >= second for first, second in pairs):
            days.day_first.append(header.position)
        if any(second > 12 >= first for first, second in pairs):
            days.month_first.append(header.position)
    return days


def _pairs(columns: Iterable[RawColumn]) -> tuple[list[tuple[int, int]], int]:
    """Return the first two numbers of the slashed dates in a column, and how many of its texts are none."""
    pairs: list[tuple[int, int]] = []
    others = 0
    for column in columns:
        for text in column.values:
            match = _SLASHED.fullmatch(text)
            if match:
                pairs.append((int(match[1]), int(match[3])))
            else:
                others += bool(text.strip())
    return pairs, others


def time_cells(column: RawColumn) -> bool:
    """Tell whether every cell with text is a day with a time."""
    return all(_TIMED.fullmatch(text) for text in column.values if text.strip())
