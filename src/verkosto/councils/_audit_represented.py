"""What an audit finds in the organisations that are represented: at work elsewhere, or dissolved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from verkosto.councils._areas import covered_days, kind_days, municipalities
from verkosto.councils._audit_words import Amiss, findings, names, seat_name, spans, whose
from verkosto.councils._course import Course
from verkosto.councils._members import Member
from verkosto.councils._occupancy import Occupancy
from verkosto.councils._runs import Runs, period
from verkosto.organisations import Finding, Organisation, change_days
from verkosto.regions import AreaRef

__all__ = ["dissolved_organisations", "organisations_elsewhere"]


def organisations_elsewhere(course: Course) -> Iterator[Finding]:
    """Yield who represents an area in which the represented organisation does not work, as far as that is known."""
    for occupancy in course.occupancies:
        area = occupancy.plan.area
        if area is None:
            continue
        elsewhere: dict[str, Runs[bool]] = {}
        for member in occupancy.members:
            if member.represented is not None and member.represented not in elsewhere:
                organisation = course.network.organisation(member.represented)
                if organisation.areas and area not in organisation.areas:
                    elsewhere[organisation.id] = _apart(organisation, area)
        if elsewhere:
            yield from findings(course, occupancy.plan.role, _seated_elsewhere(course, occupancy, elsewhere))


def _seated_elsewhere(
    course: Course, occupancy: Occupancy, elsewhere: dict[str, Runs[bool]]
) -> Iterator[tuple[Amiss, dt.date, dt.date]]:
    for first, last, seats in occupancy.runs.spans():
        for seated in seats:
            for claim, *_ in seated.places:
                member = claim.member
                apart = elsewhere.get(member.represented or "")
                if apart is None:
                    continue
                organisation = course.network.organisation(member.represented or "")
                works = ", ".join(f"{ref.name} ({ref})" for ref in organisation.areas)
                amiss = Amiss(
                    "works_elsewhere",
                    f"{organisation}, which {member.name} represents in {seat_name(seated.seat.post)}, works in "
                    f"{works}. Correct the areas of the organisation, or the membership.",
                    (organisation.id, member.membership.key, seated.seat.post.id),
                    whose(None, [member]),
                )
                yield from ((amiss, *span) for span in spans(apart, first, last))


def _apart(organisation: Organisation, area: AreaRef) -> Runs[bool]:
    """Tell on which days none of an organisation's areas touches an area; not where one of them is not known."""

    def apart(day: dt.date) -> bool:
        held = _known(area, day)
        others = [_known(ref, day) for ref in organisation.areas]
        return bool(held) and all(other and held.isdisjoint(other) for other in others)

    kinds = {area.area_type, *(ref.area_type for ref in organisation.areas)}
    return Runs.of({day for kind in kinds for day in kind_days(kind)}, apart)


def _known(ref: AreaRef, day: dt.date) -> frozenset[str]:
    first, last = covered_days(ref.area_type)
    return municipalities(ref, day) if first <= day <= last else frozenset()


def dissolved_organisations(course: Course) -> Iterator[Finding]:
    """Yield the memberships that are held for an organisation after its stated end."""
    for member in course.members:
        if member.represented is None:
            continue
        organisation = course.network.organisation(member.represented)
        if all(term.end is None for term in organisation.terms):
            continue
        gone = Runs.of(
            {*change_days(organisation.terms), *member.standings.starts},
            lambda day, o=organisation, m=member: (  # type: ignore[misc]
                o.status(on=day) == "dissolved" and m.standings.at(day) in ("stated", "presumed")
            ),
        )
        for first, last, is_gone in gone.spans():
            if is_gone:
                yield _dissolved(course, member, organisation, first, last)


def _dissolved(course: Course, member: Member, organisation: Organisation, first: dt.date, last: dt.date) -> Finding:
    after = {id_ for c in course.network.changes if organisation.id in c.before and not c.planned for id_ in c.after}
    successors = " and ".join(sorted(str(course.network.organisation(id_)) for id_ in after))
    remedy = f"Its successor is {successors}: see whom it names." if after else "Ask who is represented now."
    return Finding(
        "dissolved_organisation",
        f"{names([member])} is {member.membership.role} for {organisation}, which had ended. {remedy}",
        (organisation.id, member.membership.key),
        period(first, last),
        whose(None, [member]) + tuple(s for s in organisation.sources if s not in member.sources),
    )
