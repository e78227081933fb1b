"""What seats ask of the register: which areas there are, when that changes, and which municipalities they hold."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache, lru_cache

from verkosto.councils._runs import DAY
from verkosto.regions import AreaRef, area_type, areas

__all__ = ["covered_days", "kind_days", "municipalities", "official_codes", "stands", "touching"]

_NONE: frozenset[str] = frozenset()


def stands(kind: str, day: dt.date) -> bool:
    """Tell whether a kind of area existed on a day, whether or not the register covers it."""
    known = area_type(kind)
    begun = known.begins is None or known.begins.first <= day
    return begun and (known.ends is None or day <= known.ends.last)


@cache
def covered_days(kind: str) -> tuple[dt.date, dt.date]:
    """The first and the last day that the register covers a kind."""
    covered = area_type(kind).covered
    return covered.first or dt.date.min, covered.last or dt.date.max


@cache
def kind_days(kind: str) -> frozenset[dt.date]:
    """Every day on which the areas of a kind, or whether they are known, may differ from the day before."""
    known, (first, last) = area_type(kind), covered_days(kind)
    days = {*_division_days(kind), first, last + DAY}
    days |= {known.begins.first} if known.begins is not None else set()
    days |= {known.ends.last + DAY} if known.ends is not None else set()
    return frozenset(days)


@cache
def _division_days(kind: str) -> tuple[dt.date, ...]:
    """The covered days on which the division of the country by a kind may begin to differ, in order."""
    first, last = covered_days(kind)
    # Divisions change when a year begins; an area that did otherwise would still be seen by its own days.
    days = {first, *(dt.date(year, 1, 1) for year in range(first.year + 1, last.year + 1))}
    for day in tuple(days):
        for area in areas(kind, on=day, official=False):
            begins, ends = area.valid.first or first, area.valid.last or last
            days |= {begins, ends + DAY}
    return tuple(sorted(day for day in days if first <= day <= last))


def official_codes(kind: str, day: dt.date) -> tuple[str, ...]:
    """Return the codes of the areas of a kind on a covered day, bodies outside the scheme left out."""
    return tuple(area.code for area in areas(kind, on=_run(kind, day)))


def municipalities(ref: AreaRef, day: dt.date) -> frozenset[str]:
    """Return the municipalities that an area held on a day; none where it did not stand.

    Raises:
        DateNotCoveredError: The kind stood on the day, and the register does not cover it.
    """
    if not stands(ref.area_type, day):
        return _NONE
    return _holding(ref.area_type, _run(ref.area_type, day)).get(ref.code, _NONE)


def touching(ref: AreaRef, kind: str, day: dt.date) -> tuple[str, ...]:
    """Return the codes of the areas of a kind that have a municipality in common with an area on a day.

    Raises:
        DateNotCoveredError: For a day outside the years that one of the kinds is covered.
    """
    return _touching(ref, _run(ref.area_type, day), kind, _run(kind, day))


def _run(kind: str, day: dt.date) -> dt.date:
    """The first day of the run of days without a change; an uncovered day is given back for its error."""
    first, last = covered_days(kind)
    if not first <= day <= last:
        return day
    days = _division_days(kind)
    return days[bisect_right(days, day) - 1]


@lru_cache(maxsize=512)
def _holding(kind: str, day: dt.date) -> Mapping[str, frozenset[str]]:
    return {area.code: frozenset(area.municipalities) for area in areas(kind, on=day, official=False)}


@lru_cache(maxsize=1024)
def _touching(ref: AreaRef, day: dt.date, kind: str, other_day: dt.date) -> tuple[str, ...]:
    held = _holding(ref.area_type, day)[ref.code]
    return tuple(sorted(code for code, other in _holding(kind, other_day).items() if not held.isdisjoint(other)))
