"""Groups of a table put together, as if they had been one from the start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import evolve

from verkosto.aggregate._cells import Codes
from verkosto.aggregate._convert import kind_of, remade
from verkosto.aggregate._levels import Levels
from verkosto.errors import AnalysisError, did_you_mean
from verkosto.instruments import Option

if TYPE_CHECKING:
    from verkosto.aggregate._table import Table

__all__ = ["area_kind", "regrouped"]


def area_kind(table: Table, by: str) -> str | None:
    """Return the kind of area that divides a table; None where it is divided by something else.

    Args:
        table: The table; its answers must be at hand.
        by: Which of its groupings.

    Raises:
        AnalysisError: The answers are not at hand, or nothing of that name divides the table.
    """
    origin = table.known_origin()
    return kind_of(origin, origin.by[_place(table, by)])


def regrouped(table: Table, by: str, groups: Mapping[Option, Sequence[str]]) -> Table:
    """Return a table with groups put together. The answers are counted anew, so everything in it is right.

    Args:
        table: The table; its answers must be at hand.
        by: Which of its groupings.
        groups: New groups and the codes that each is made of. Other groups stay; a new one stands where the first of
            its parts stood.

    Raises:
        AnalysisError: The answers are not at hand, the table cannot be made again, or nothing of that name divides it.
    """
    origin = table.known_origin()
    place = _place(table, by)
    levels = list(origin.by)
    levels[place] = _merged(levels[place], groups)
    return remade(origin, by=levels)


def _place(table: Table, by: str) -> int:
    if by not in table.by:
        msg = f"the table is not divided by {by!r}.{did_you_mean(by, table.by)}"
        raise AnalysisError(msg)
    return table.by.index(by)


def _merged(levels: Levels, groups: Mapping[Option, Sequence[str]]) -> Levels:
    labels = levels.heading.labels
    new_of = {code: new for new, codes in groups.items() for code in codes}
    options = [new_of.get(code, Option(code, label)) for code, label in labels.items()]
    merged = {option.code: option.label for option in options}
    place = {code: at for at, code in enumerate(merged)}
    into = [place[option.code] for option in options]
    axis = levels.axis
    codes = Codes(
        axis.variable,
        len(merged),
        tuple(into[level] if level >= 0 else level for level in axis.places),
        None if axis.dont_know is None else into[axis.dont_know],
    )
    return evolve(levels, heading=evolve(levels.heading, labels=merged), axis=codes)
