"""The course of a fact: on which runs of days it stands how, as numbers that can be compared by the thousand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from functools import cached_property
from typing import TypeAlias

from attrs import define, field, frozen

from verkosto.dates import Period
from verkosto.organisations._terms import Standing, Term, change_days, standing_on

__all__ = ["FIRM", "FIRST", "LAST", "Course", "Courses", "Run", "common", "span_of"]

FIRST, LAST = dt.date.min.toordinal(), dt.date.max.toordinal()

Run: TypeAlias = tuple[int, int]
"""The first and the last day of a run, as ordinal numbers."""

FIRM: frozenset[Standing] = frozenset({"stated", "disputed", "presumed"})
"""The standings on which something counts as there; what mere imprecision allows contradicts nothing."""


@frozen(slots=False)
class Course:
    """How a fact stands, from the first day of the calendar to the last.

    Attributes:
        runs: Runs of days with one standing, in order and without gaps.
    """

    runs: tuple[tuple[int, int, Standing], ...]

    @cached_property
    def stated(self) -> tuple[Run, ...]:
        """The run on which it is stated, if any: what has begun stays begun, and what is over stays over."""
        return self.those({"stated"})

    @cached_property
    def firm(self) -> tuple[Run, ...]:
        """The runs on which it is stated, disputed or presumed."""
        return self.those(FIRM)

    @cached_property
    def first_stated(self) -> int:
        """The first day on which it is stated, beyond the calendar where it never is."""
        return self.stated[0][0] if self.stated else LAST + 1

    @cached_property
    def last_firm(self) -> int:
        """The last day on which it is firm, 0 where it never is."""
        return self.firm[-1][1] if self.firm else 0

    def those(self, standings: Collection[Standing]) -> tuple[Run, ...]:
        """Return the runs of some standings, neighbours joined."""
        joined: list[Run] = []
        for first, last, how in self.runs:
            if how in standings:
                start = joined.pop()[0] if joined and joined[-1][1] == first - 1 else first
                joined.append((start, last))
        return tuple(joined)

    @cached_property
    def life(self) -> Run:
        """The last day before the first, as every source has it, and the first day after the last.

        Day 0 and a day beyond the calendar stand where no source says so.
        """
        until = 0
        for _, last, how in self.runs:
            if how not in ("no", "planned"):
                break
            until = last
        first, _, how = self.runs[-1]
        # What was planned and never stated has no beginning that anything could precede, and no end.
        return (0 if until == LAST else until), (first if how == "no" and len(self.runs) > 1 else LAST + 1)


@define
class Courses:
    """The courses of many facts; equal dates recur in a network and are weighed once."""

    _met: dict[object, Course] = field(factory=dict, init=False)

    def of(self, terms: Sequence[Term]) -> Course:
        """Return the course of a fact."""
        key: object = tuple([(term.limits, term.planned and term.observed_at) for term in terms])
        found = self._met.get(key)
        if found is None:
            found = self._met[key] = _course(terms)
        return found

    def life(self, terms: Sequence[Term]) -> Run:
        """Return the life of an organisation, see `Course.life`."""
        if len(terms) == 1 and not terms[0].planned:
            # One statement says it itself; most organisations have no other.
            first, _, _, _, last, _ = terms[0].limits
            return max(first - 1, 0), min(last, LAST) + 1
        return self.of(terms).life


def _course(terms: Sequence[Term]) -> Course:
    days = sorted({dt.date.min, *change_days(terms)})
    runs: list[tuple[int, int, Standing]] = []
    for place, day in enumerate(days):
        how = standing_on(terms, day)
        last = days[place + 1].toordinal() - 1 if place + 1 < len(days) else LAST
        first = runs.pop()[0] if runs and runs[-1][2] == how else day.toordinal()
        runs.append((first, last, how))
    return Course(tuple(runs))


def common(some: Sequence[Run], others: Sequence[Run]) -> Run | None:
    """Return the first run of days that two courses have in common."""
    for first, last in some:
        for start, end in others:
            if first <= end and start <= last:
                return max(first, start), min(last, end)
    return None


def span_of(first: int, last: int) -> Period:
    """Return a run of days as a period, open where the calendar ends."""
    ends = (None if day in (FIRST, LAST) else dt.date.fromordinal(day) for day in (first, last))
    return Period(*ends)
