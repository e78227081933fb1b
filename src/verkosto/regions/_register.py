"""The dated register: kinds of area, the days that they are covered, the division of the country on a day.

Divisions change on few days, so the register keeps one `Division` for each run of days without a change, made
when somebody first asks for it. After that an answer is a look-up.
"""

from __future__ import annotations

import datetime as dt
import difflib
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache

from attrs import frozen

from verkosto.dates import DateLike, Period, as_day
from verkosto.errors import DateNotCoveredError, OptionError, UnknownAreaError, did_you_mean
from verkosto.regions._tables import AreaFacts, Members, area_facts, kinds, member_runs
from verkosto.regions._types import Area, AreaType

__all__ = ["Division", "area_type", "area_types", "covered_day", "division", "nearest", "padded"]


@frozen
class Division:
    """The country divided by one kind of area, during a run of days without a change.

    Attributes:
        areas: The areas by code, described on the first of these days.
        area_of: Code of the area by code of the municipality.
    """

    areas: Mapping[str, Area]
    area_of: Mapping[str, str]


def area_types() -> tuple[AreaType, ...]:
    """Return every kind of area that the register knows.

    Example:
        >>> [kind.code for kind in area_types()][:4]
        ['kunta', 'seutukunta', 'maakunta', 'suuralue']
    """
    return tuple(kinds().values())


def area_type(code: str) -> AreaType:
    """Return one kind of area.

    Raises:
        UnknownAreaError: For a kind that the register does not know; the message names the nearest.

    Example:
        >>> area_type("erva").covered.last
        datetime.date(2022, 12, 31)
    """
    known = kinds()
    if isinstance(code, str) and code in known:
        return known[code]
    hint = did_you_mean(code, known) if isinstance(code, str) else ""
    raise UnknownAreaError(f"No kind of area {code!r}.{hint} Known kinds: {', '.join(known)}.")


def covered_day(kind: str, on: DateLike | None) -> dt.date:
    """Return the day asked for, or the newest covered day of the kind.

    Raises:
        UnknownAreaError: For an unknown kind.
        DateError: For text that is no date.
        DateNotCoveredError: For a day outside the kind's covered years.
    """
    covered = area_type(kind).covered
    if on is None:
        return covered.last or dt.date.max
    day = as_day(on)
    if covered.on(day):
        return day
    others = ", ".join(other.code for other in area_types() if other.covered.on(day))
    remedy = f", or for another kind: {others}" if others else "; no other kind covers that day"
    raise DateNotCoveredError(
        f"{kind} is covered from {covered.start} to {covered.end}, and {day} lies outside. "
        f"Ask for a day inside{remedy}."
    )


def division(kind: str, day: dt.date) -> Division:
    """Return the division of the country on a covered day of a known kind."""
    return _division(kind, bisect_right(_changes(kind), day) - 1)


def padded(kind: str, code: str) -> str:
    """Give a code its leading zeros back, which spreadsheets take away.

    Raises:
        OptionError: For a code that is no string.
    """
    if not isinstance(code, str):
        raise OptionError(f"A code is text, because its leading zeros count. Write {str(code)!r} in quotes.")
    code = code.strip()
    return code.zfill(_width(kind)) if code.isdecimal() else code


def nearest(word: str, names: Mapping[str, str]) -> str:
    """Return `" Did you mean '049' (Espoo)?"` for the nearest codes and names, or an empty string.

    Args:
        word: What was asked for.
        names: Known names by code.
    """
    spellings = {name.casefold(): code for code, name in names.items()} | {code: code for code in names}
    close = difflib.get_close_matches(word.casefold(), spellings, n=3, cutoff=0.6)
    codes = dict.fromkeys(spellings[spelling] for spelling in close)
    return " Did you mean " + " or ".join(f"{c!r} ({names[c]})" for c in codes) + "?" if codes else ""


@cache
def _width(kind: str) -> int:
    return max(map(len, area_facts(kind)))


@cache
def _changes(kind: str) -> tuple[dt.date, ...]:
    """The first day of each run of days without a change, the first covered day included."""
    runs, next_day = member_runs(kind), dt.timedelta(days=1)
    days = {run.first for run in runs} | {run.last + next_day for run in runs if run.last is not None}
    covered = kinds()[kind].covered
    return tuple(sorted(day for day in days if covered.on(day)))


@cache
def _division(kind: str, run: int) -> Division:
    day = _changes(kind)[run]
    standing = [m for m in member_runs(kind) if m.first <= day and (m.last is None or day <= m.last)]
    facts, covered = area_facts(kind), kinds()[kind].covered
    return Division(
        areas={m.area_code: _area(kind, facts[m.area_code], m, day, covered) for m in standing},
        area_of={municipality: m.area_code for m in standing for municipality in m.municipalities},
    )


def _area(kind: str, facts: AreaFacts, members: Members, day: dt.date, covered: Period) -> Area:
    return Area(
        area_type=kind,
        code=facts.code,
        name=facts.name,
        on=day,
        municipalities=members.municipalities,
        official=facts.official,
        valid=Period(facts.first or covered.start, facts.last or covered.end),
        iso_3166_2=facts.iso_3166_2,
        nuts3_2021=facts.nuts3_2021,
        nuts3_2024=facts.nuts3_2024,
    )
