"""The audit of a body's seats and memberships, and how findings of several checks become one list."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from attrs import field, frozen

from verkosto.councils._audit_members import disputed_terms, long_terms, seatless_members, several_seats
from verkosto.councils._audit_represented import dissolved_organisations, organisations_elsewhere
from verkosto.councils._audit_seats import claim_findings, vacancy_findings
from verkosto.councils._course import Course
from verkosto.councils._runs import DAY, period
from verkosto.dates import Period
from verkosto.organisations import Finding
from verkosto.sources import Source

__all__ = ["Audited", "seat_findings"]

_CHECKS = (
    vacancy_findings,
    claim_findings,
    several_seats,
    seatless_members,
    long_terms,
    disputed_terms,
    organisations_elsewhere,
    dissolved_organisations,
)

# Two findings are one where these agree and their days adjoin.
_Same = tuple[str, str, tuple[str, ...], tuple[Source, ...]]


def seat_findings(course: Course) -> Iterator[Finding]:
    """Yield what is amiss with a body's seats and memberships, whenever it is."""
    for check in _CHECKS:
        yield from check(course)


@frozen(slots=False, eq=False)
class Audited:
    """All findings about a body, and those of a day by bisection.

    Attributes:
        findings: By first day, code and objects; equal ones whose days adjoin are one.
    """

    findings: tuple[Finding, ...]
    _found: dict[int, tuple[Finding, ...]] = field(factory=dict, init=False)

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Audited:
        """Join and sort what the checks yield."""
        days: dict[_Same, list[tuple[dt.date, dt.date]]] = {}
        for found in findings:
            same = (found.code, found.message, found.objects, found.sources)
            days.setdefault(same, []).append(_days(found))
        whole = [(first, last, same) for same, spans in days.items() for first, last in _adjoined(sorted(spans))]
        whole.sort(key=lambda entry: (entry[0], entry[2][0], entry[2][2], entry[2][1], entry[1]))
        return cls(
            tuple(
                Finding(code, message, objects, period(first, last), sources)
                for first, last, (code, message, objects, sources) in whole
            )
        )

    def on(self, day: dt.date) -> tuple[Finding, ...]:
        """Return the findings of a day."""
        run = bisect_right(self._starts, day)
        found = self._found.get(run)
        if found is None:
            both = zip(self.findings, self._spans, strict=True)
            found = self._found[run] = tuple(one for one, (first, last) in both if first <= day <= last)
        return found

    def within(self, asked: Period) -> tuple[Finding, ...]:
        """Return the findings that touch a period."""
        return tuple(found for found in self.findings if found.span.overlaps(asked))

    @cached_property
    def _spans(self) -> tuple[tuple[dt.date, dt.date], ...]:
        return tuple(map(_days, self.findings))

    @cached_property
    def _starts(self) -> list[dt.date]:
        """The days on which other findings than the day before may hold."""
        ends = {last + DAY for _, last in self._spans if last < dt.date.max}
        return sorted(ends.union(first for first, _ in self._spans))


def _days(found: Finding) -> tuple[dt.date, dt.date]:
    return found.span.first or dt.date.min, found.span.last or dt.date.max


def _adjoined(spans: Iterable[tuple[dt.date, dt.date]]) -> list[tuple[dt.date, dt.date]]:
    found: list[tuple[dt.date, dt.date]] = []
    for first, last in spans:
        if found and (found[-1][1] == dt.date.max or first <= found[-1][1] + DAY):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found
