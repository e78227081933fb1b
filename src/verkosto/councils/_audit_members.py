"""What an audit finds in memberships: no seat, several seats, too long a term, dates that sources dispute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from verkosto.councils._audit_words import Amiss, findings, handed_over, seat_name, term_text, whose
from verkosto.councils._course import Course
from verkosto.councils._members import Member
from verkosto.councils._occupancy import Claim
from verkosto.councils._runs import DAY, Runs, period
from verkosto.dates import Period
from verkosto.errors import did_you_mean
from verkosto.organisations import HELD, Finding, Post, Standing
from verkosto.sources import Source

__all__ = ["disputed_terms", "long_terms", "seatless_members", "several_seats"]


def seatless_members(course: Course) -> Iterator[Finding]:
    """Yield the memberships that claim a seat where there is none.

    A membership that meets a seat on some of its days is reported for the days that a source states; one that
    never meets any is reported for all its days.
    """
    for member in course.members:
        role = member.membership.role
        if member.membership.post is None and role not in course.roles:
            continue
        met = _seats_met(course, member)
        wrong = {"stated"} if "seated" in met.values else {"stated", "weak"}
        amiss = Amiss(
            "holds_no_seat",
            f"{member.name} is {role} and has no seat: {_why_seatless(course, member)}.",
            (member.membership.key, course.body.id),
            whose(None, [member]),
        )
        found = ((amiss, first, last) for first, last, state in met.spans() if state in wrong)
        yield from findings(course, role if role in course.roles else None, found)


def _seats_met(course: Course, member: Member) -> Runs[str]:
    place, named, role = course.place_of(member), member.membership.post, member.membership.role
    seats = {} if place is None else course.plans[place].seats
    open_to = [runs for id_, runs in seats.items() if named in (None, id_)]

    def state(day: dt.date) -> str:
        found = member.standings.at(day)
        if found not in HELD or course.dark(role, day):
            return "none"
        if any(runs.at(day) is not None for runs in open_to):
            return "seated"
        return "stated" if found == "stated" else "weak"

    days = {day for runs in open_to for day in runs.starts}
    return Runs.of({*days, *member.standings.starts, *course.uncovered.starts}, state)


def _why_seatless(course: Course, member: Member) -> str:
    membership = member.membership
    if membership.post is not None and course.place_of(member) is None:
        known = [id_ for plan in course.plans for id_ in plan.seats]
        return f"there never is a post {membership.post!r}.{did_you_mean(membership.post, known)} Correct the id"
    if course.place_of(member) is not None:
        return "the seat does not exist on these days. Correct the dates, or those of the rule or the body"
    if membership.area is None:
        return f"the seats of this role stand for areas, and the membership states none.{_hint(course, member)} Add it"
    excluded = any(rule.per == membership.area.area_type and rule.role == membership.role for rule in course.rules)
    why = "has no seat by the rules" if excluded else "is of another kind than the seats"
    return f"{membership.area.name} ({membership.area}) {why}. Correct the area or the rule"


def _hint(course: Course, member: Member) -> str:
    represented = member.represented
    areas = () if represented is None else course.network.organisation(represented).areas
    if len(areas) != 1:
        return ""
    return f" The represented organisation works in {areas[0]}."


def several_seats(course: Course) -> Iterator[Finding]:
    """Yield who holds several seats of a role on the same days; the day of a change of seats is none."""
    sat: dict[tuple[str, str], list[tuple[dt.date, dt.date, Post, Claim]]] = {}
    for occupancy in course.occupancies:
        for first, last, seats in occupancy.runs.spans():
            for seated in seats:
                for claim, *_ in seated.places:
                    if claim.standing in ("stated", "presumed"):
                        key = (occupancy.plan.role, claim.member.holder)
                        sat.setdefault(key, []).append((first, last, seated.seat.post, claim))
    for (role, holder), sittings in sat.items():
        if len({post.id for _, _, post, _ in sittings}) > 1:
            yield from findings(course, role, _together(holder, sittings))


def _together(
    holder: str, sittings: list[tuple[dt.date, dt.date, Post, Claim]]
) -> Iterator[tuple[Amiss, dt.date, dt.date]]:
    days = {first for first, *_ in sittings} | {last + DAY for _, last, *_ in sittings if last < dt.date.max}
    places = Runs.of(days, lambda day: tuple(n for n, (first, last, *_) in enumerate(sittings) if first <= day <= last))
    for first, last, numbers in places.spans():
        now = {sittings[n][2].id: sittings[n] for n in numbers}
        members = [claim.member for *_, claim in now.values()]
        if len(now) < 2 or handed_over(members, first, last):
            continue
        seats = " and ".join(seat_name(post) for _, _, post, _ in now.values())
        amiss = Amiss(
            "two_seats",
            f"{members[0].name} holds {seats} at the same time. State the end of the term that is over.",
            (holder, *now),
            whose(None, members),
        )
        yield amiss, first, last


def long_terms(course: Course) -> Iterator[Finding]:
    """Yield the terms that certainly last longer than the rule of their seat allows."""
    for member in course.members:
        place, known = course.place_of(member), _certain_span(member)
        if place is None or known is None:
            continue
        begins, ends = known
        seats = [seat for runs in course.plans[place].seats.values() if (seat := runs.at(begins)) is not None]
        rules = [rule for seat in seats for rule in seat.rules if rule.term_years is not None]
        years = max((rule.term_years or 0 for rule in rules), default=None)
        if years is None or (allowed := _years_on(begins, years)) is None or ends <= allowed:
            continue
        sources: list[Source | None] = [rule.source for rule in rules]
        amiss = Amiss(
            "term_too_long",
            f"A term in {seat_name(seats[0].post)} lasts {years} years, and that of {member.name} is stated as "
            f"{term_text(member.facts)}. Correct the dates, or write a membership for each term.",
            (member.membership.key, seats[0].post.id),
            tuple(dict.fromkeys(s for s in (*sources, *member.sources) if s is not None)),
        )
        yield from findings(course, member.membership.role, [(amiss, allowed + DAY, ends)])


def _certain_span(member: Member) -> tuple[dt.date, dt.date] | None:
    """The days from the latest possible start to the earliest possible end of what sources state."""
    starts = [term.start.last for term in member.facts if term.start is not None]
    ends = [term.end.first for term in member.facts if term.end is not None]
    seen = [term.observed_at for term in member.facts if term.observed_at is not None]
    begins = max(starts, default=None) or min((date.last for date in seen), default=None)
    until = min(ends, default=None) or max((date.first for date in seen), default=None)
    return None if begins is None or until is None else (begins, until)


def _years_on(day: dt.date, years: int) -> dt.date | None:
    if day.year + years > dt.date.max.year:
        return None
    # A term from 29 February has its last day on 1 March, so that it is never a day too short.
    return day.replace(year=day.year + years) if (day.month, day.day) != (2, 29) else dt.date(day.year + years, 3, 1)


def disputed_terms(course: Course) -> Iterator[Finding]:
    """Yield the days about which sources disagree, for the body itself and for its memberships."""
    body = course.body
    sources = tuple(dict.fromkeys(term.source for term in body.terms if term.source is not None))
    message = f"Sources disagree whether {body} existed: {term_text(body.terms)}. See which of them is right."
    for span in _disputed(course.standings):
        yield Finding("disputed_term", message, (body.id,), span, sources)
    for member in course.members:
        message = (
            f"Sources disagree whether {member.name} was {member.membership.role}: {term_text(member.facts)}. "
            "See which of them is right."
        )
        for span in _disputed(member.standings):
            yield Finding("disputed_term", message, (member.membership.key, body.id), span, member.sources)


def _disputed(standings: Runs[Standing]) -> Iterator[Period]:
    return (period(first, last) for first, last, found in standings.spans() if found == "disputed")
