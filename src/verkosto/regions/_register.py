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

from attrs import evolve, frozen

from verkosto.dates import DateLike, Period, as_day
from verkosto.errors import DateNotCoveredError, OptionError, UnknownAreaError, did_you_mean
from verkosto.regions._tables import AreaFacts, Members, area_facts, kinds, member_runs, mergers
from verkosto.regions._types import Area, AreaType

__all__ = [
    "Division",
    "area_type",
    "area_types",
    "covered_day",
    "division",
    "nearest",
    "padded",
    "run_start",
    "standing",
]


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
        >>> str(area_type("hyvinvointialue").begins)
        '2023-01-01'
    """
    known = kinds()
    if isinstance(code, str) and code in known:
        return known[code]
    hint = did_you_mean(code, known) if isinstance(code, str) else ""
    raise UnknownAreaError(f"No kind of area {code!r}.{hint} Known kinds: {', '.join(known)}.")


def covered_day(kind: str, on: DateLike | None, *, backcast: bool = False) -> dt.date:
    """Return the day asked for, or the newest covered day of the kind.

    Args:
        kind: A kind of area.
        on: A day, or None.
        backcast: Whether a day before the kind began will do, as long as municipalities are covered.

    Raises:
        UnknownAreaError: For an unknown kind.
        DateError: For text that is no date.
        DateNotCoveredError: For a day outside the kind's covered years.
    """
    known = area_type(kind)
    if on is None:
        return known.covered.last or dt.date.max
    day = as_day(on)
    if known.covered.on(day) or (backcast and known.can_backcast and _before(known, day)):
        return day
    raise DateNotCoveredError(_not_covered(known, day, backcast=backcast))


def _before(kind: AreaType, day: dt.date) -> bool:
    return kinds()["kunta"].covered.on(day) and day < (kind.covered.first or dt.date.min)


def _not_covered(kind: AreaType, day: dt.date, *, backcast: bool) -> str:
    covered = kind.covered
    others = ", ".join(other.code for other in area_types() if other.covered.on(day))
    remedy = f", or for another kind: {others}" if others else "; no other kind covers that day"
    message = (
        f"{kind.code} is covered from {covered.start} to {covered.end}, and {day} lies outside. "
        f"Ask for a day inside{remedy}."
    )
    if not _before(kind, day):
        return message
    if kind.can_backcast:
        return f"{message} Or apply the division of {covered.start} to that day: backcast=True."
    if backcast:
        return f"{message} It cannot be back-cast: it stood before {covered.start}, with borders not known here."
    return message


def division(kind: str, day: dt.date) -> Division:
    """Return the division of the country by a known kind, on a day that `covered_day` let through."""
    run = bisect_right(_changes(kind), day) - 1
    if run < 0:
        return _backcast(kind, bisect_right(_changes("kunta"), day) - 1)
    return _division(kind, run)


def run_start(kind: str, day: dt.date) -> dt.date:
    """Return the first day from which on nothing has changed in the division of a known kind until a day.

    All questions about the division have one answer on the days of a run, so answers are kept by it.
    """
    starts = [changes[at - 1] for changes in (_changes(kind), _changes("kunta")) if (at := bisect_right(changes, day))]
    return max(starts)


def standing(code: str, day: dt.date) -> str:
    """Return the municipality that a known one belongs to on a day, mergers followed to the end."""
    ends = mergers()
    while (end := ends.get(code)) is not None and end.date <= day:
        code = end.into
    return code


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
    current = [m for m in member_runs(kind) if m.first <= day and (m.last is None or day <= m.last)]
    facts, covered = area_facts(kind), kinds()[kind].covered
    return Division(
        areas={m.area_code: _area(kind, facts[m.area_code], m, day, covered) for m in current},
        area_of={municipality: m.area_code for m in current for municipality in m.municipalities},
    )


@cache
def _backcast(kind: str, run: int) -> Division:
    """The first division of a kind, applied to the municipalities of an earlier run of days.

    Each municipality lies where the one lay that it had become a part of when the kind began. That always
    gives one answer, because no municipality has been divided since the register begins.
    """
    first, day = _changes(kind)[0], _changes("kunta")[run]
    begun = _division(kind, 0)
    area_of = {code: begun.area_of[standing(code, first)] for code in _division("kunta", run).areas}
    members: dict[str, list[str]] = {}
    for municipality, code in area_of.items():
        members.setdefault(code, []).append(municipality)
    areas = {
        code: evolve(begun.areas[code], on=day, municipalities=tuple(sorted(held)), backcast=True)
        for code, held in members.items()
    }
    return Division(areas, area_of)


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
