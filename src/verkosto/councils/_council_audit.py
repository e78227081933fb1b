"""What an audit finds in a council beside its seats: quorum, chair, meetings, requests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from verkosto.councils._contact_audit import contact_findings, may_hold
from verkosto.councils._members import Member
from verkosto.councils._runs import DAY, Runs, period
from verkosto.dates import Period
from verkosto.errors import DateNotCoveredError
from verkosto.organisations import HELD, Finding, Membership, change_days, standing
from verkosto.sources import Source

if TYPE_CHECKING:
    from verkosto.councils._council import Council
    from verkosto.councils._quorum import Quorum

__all__ = ["council_findings"]


def council_findings(council: Council) -> Iterator[Finding]:
    """Yield the findings of a council's quorum, chair, contacts, meetings and requests, whenever they hold."""
    if council.quorum is not None:
        yield from _quorum_findings(council, council.quorum)
        yield from _meeting_findings(council, council.quorum)
    yield from _chair_findings(council)
    yield from contact_findings(council)
    yield from _request_findings(council)


def _quorum_findings(council: Council, quorum: Quorum) -> Iterator[Finding]:
    """Days on which a quorum cannot be met, however many of the members come."""
    if council.roster == "partial" or not council.has_seats:
        return
    chairs = [
        m for role in council.chair_roles for m in council.network.memberships_of(council.organisation, role=role)
    ]
    days = _seat_days(council) | change_days(council.body.terms) | _days_of(chairs)

    def lack(day: dt.date) -> str | None:
        if standing(council.body.terms, day) not in HELD:
            return None
        return _too_few(council, quorum, day) or _no_chair(quorum, chairs, day)

    sources = _sources([quorum.source, *(rule.source for rule in council.rules if rule.role == council.seat_role)])
    for span, message in _stretches(days, lack):
        yield Finding("no_quorum", message, (council.organisation,), span, sources)


def _too_few(council: Council, quorum: Quorum, day: dt.date) -> str | None:
    try:
        places = council.places(on=day, role=council.seat_role)
    except DateNotCoveredError:
        return None
    if places.value is None or places.low != places.high or not places.value:
        return None
    filled = len(council.holders(on=day, role=council.seat_role))
    vacancies = council.vacancies(on=day, role=council.seat_role)
    unknown = sum(vacancy.missing or 0 for vacancy in vacancies if not vacancy.known)
    needed = quorum.needed(int(places.value))
    if filled + unknown >= needed:
        return None
    at_most = f"at most {filled + unknown}" if unknown else str(filled)
    return f"A quorum needs {needed} of {places} places, and {at_most} are filled. Fill more of them."


def _no_chair(quorum: Quorum, chairs: Iterable[Membership], day: dt.date) -> str | None:
    if not quorum.chair_present or any(may_hold(m, day) for m in chairs):
        return None
    return "A quorum needs the chair, and nobody is chair. Name one, or complete the memberships."


def _meeting_findings(council: Council, quorum: Quorum) -> Iterator[Finding]:
    for meeting in council.meetings:
        found = council.presence(meeting.id)
        if found.quorate is not False:
            continue
        few = found.needed is not None and found.present.high < found.needed
        lack = f"{found.present} of the {found.needed} needed" if few else "no chair, whom the quorum asks for,"
        yield Finding(
            "meeting_without_quorum",
            f"The record shows {lack} present. Complete the attendance, or see whether the decisions stand.",
            (meeting.id, council.organisation),
            meeting.possible,
            _sources([*meeting.sources, quorum.source]),
        )


def _chair_findings(council: Council) -> Iterator[Finding]:
    """Days on which a chair holds no seat, as far as it is known who holds the seats and who is the chair."""
    if council.roster == "partial" or not council.has_seats:
        return
    days = _seat_days(council)
    for role in council.chair_roles:
        for chair in council.network.memberships_of(council.organisation, role=role):
            for span, message in _stretches(days | change_days(chair.terms), _seatless(council, chair)):
                objects = (chair.key, council.organisation)
                yield Finding("chair_without_seat", message, objects, span, _sources_of([chair]))


def _seatless(council: Council, chair: Membership) -> Callable[[dt.date], str | None]:
    name = Member(chair, council.network.holder(chair)).name

    def lack(day: dt.date) -> str | None:
        if standing(chair.terms, day) not in ("stated", "presumed") or chair.holder in _seated(council, day):
            return None
        return f"{name} is {chair.role} and holds no seat. Add the seat's membership, or end the term."

    return lack


def _seated(council: Council, day: dt.date) -> set[str]:
    """Whoever holds a seat on a day or may hold one; everybody named, where the seats are not known or are none."""
    try:
        if not council.posts(on=day, role=council.seat_role):
            return {m.holder for m in council.network.memberships_of(council.organisation)}
        holders = council.holders(on=day, role=council.seat_role)
        vacancies = council.vacancies(on=day, role=council.seat_role)
    except DateNotCoveredError:
        return {m.holder for m in council.network.memberships_of(council.organisation)}
    claims = [m for holder in holders for m in (holder.membership, *holder.others)]
    return {m.holder for m in (*claims, *(c for vacancy in vacancies for c in vacancy.candidates))}


def _request_findings(council: Council) -> Iterator[Finding]:
    for request in council.requests:
        if request.overdue_span is not None:
            yield Finding(
                "overdue_request",
                f"The statement was due on {request.due}. Answer it, or record what became of it.",
                (request.id, council.organisation),
                request.overdue_span,
                request.sources,
            )


def _seat_days(council: Council) -> set[dt.date]:
    """The days on which who holds which seat may begin to differ."""
    spans = [sitting.span for sitting in council.timeline() if sitting.post.role == council.seat_role]
    lasts = {span.last for span in spans if span.last is not None} - {dt.date.max}
    return {span.first for span in spans if span.first is not None} | {last + DAY for last in lasts}


def _stretches(days: Iterable[dt.date], lack: Callable[[dt.date], str | None]) -> Iterator[tuple[Period, str]]:
    for first, last, message in Runs.of(days, lack).spans():
        if message is not None:
            yield period(first, last), message


def _days_of(memberships: Iterable[Membership]) -> set[dt.date]:
    return {day for membership in memberships for day in change_days(membership.terms)}


def _sources_of(memberships: Iterable[Membership]) -> tuple[Source, ...]:
    return _sources(s for m in memberships for s in (*(term.source for term in m.terms), *m.sources))


def _sources(sources: Iterable[Source | None]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for source in sources if source is not None))
