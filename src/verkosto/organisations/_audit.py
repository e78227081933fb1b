"""The audit of a network: what contradicts what, on which days, and who says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from verkosto.dates import DateLike, PartialDate, Period, as_day
from verkosto.organisations._audit_terms import existence_findings, term_findings
from verkosto.organisations._audit_ties import change_findings, contact_findings, cycle_findings, identifier_findings
from verkosto.organisations._collector import undisturbed
from verkosto.organisations._findings import Finding
from verkosto.organisations._runs import Courses

if TYPE_CHECKING:
    from verkosto.organisations._network import Network

__all__ = ["AUDIT_CODES", "audit"]

AUDIT_CODES: dict[str, str] = {
    "disputed_existence": "sources disagree on whether an organisation or a post existed",
    "disputed_term": "sources disagree on whether a membership held",
    "before_founding": "a membership is stated for days on which an organisation concerned had not been founded",
    "dissolved_organisation": "the member, or the organisation represented, is dissolved and the membership goes on",
    "after_dissolution": "a membership is stated for days on which the organisation was dissolved",
    "outside_post": "a membership is stated for days on which its post did not exist",
    "duplicate_membership": "one holder has one role twice at a time",
    "part_of_cycle": "organisations are parts of one another in a circle",
    "shared_identifier": "two organisations bear one identifier",
    "absent_at_change": "a merger, split or succession names an organisation that did not exist then",
    "active_after_change": "an organisation goes on after the change that ended it",
    "keep_until_passed": "a contact is kept longer than it may be",
}
"""What `Network.audit` finds: each code and what it means, in the order in which findings come."""


def audit(network: Network, on: DateLike | Period | None) -> tuple[Finding, ...]:
    """Return what contradicts what in a network, see `Network.audit`."""
    with undisturbed():
        found = tuple(_findings(network, _today() if on is None else _last(on)))
    if on is None:
        return found
    asked = on if isinstance(on, Period) else _one_day(on)
    return tuple(finding for finding in found if finding.span.overlaps(asked))


def _findings(network: Network, day: dt.date) -> Iterator[Finding]:
    courses = Courses()
    yield from existence_findings(network, courses)
    yield from term_findings(network, courses)
    yield from cycle_findings(network, courses)
    yield from identifier_findings(network)
    yield from change_findings(network, courses)
    yield from contact_findings(network, day)


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _last(on: DateLike | Period) -> dt.date:
    return (on.last or dt.date.max) if isinstance(on, Period) else as_day(on)


def _one_day(on: DateLike) -> Period:
    day = PartialDate.of(as_day(on))
    return Period(day, day)
