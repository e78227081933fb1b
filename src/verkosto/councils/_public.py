"""A council's public copy: what may be published, and nothing else in any form."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from attrs import evolve

from verkosto.councils._meetings import Attendance, Meeting
from verkosto.organisations import HELD, Change, Contact, Membership, Network, Organisation, Person, Post, standing

if TYPE_CHECKING:
    from verkosto.councils._council import Council

__all__ = ["public_copy"]

C = TypeVar("C", bound="Council")


def public_copy(council: C, day: dt.date) -> C:
    """Return a copy of a council without what may not be published on a day, see `Council.public`."""
    full = council.network
    hidden = {person.id for person in full.people if not person.publishable}
    meetings = tuple(_public_meeting(meeting, hidden) for meeting in council.meetings)
    core = _core(full, council.organisation)
    touching = [m for m in full.memberships if m.organisation in core or m.member in core]
    shown = [m for m in touching if m.person not in hidden]
    changes = tuple(change for change in full.changes if core & {*change.before, *change.after})
    taken = {a.post for meeting in meetings for a in meeting.attendance} | {m.post for m in shown}
    posts = tuple(post for post in full.posts if post.organisation in core or post.id in taken)
    named = {*core, *_of_memberships(shown), *_of_posts(posts), *_of_changes(changes)}
    named |= {*_of_rules(council), *_of_records(council, meetings)}
    network = Network(
        organisations=tuple(_public_organisation(one, day) for one in full.organisations if one.id in named),
        people=tuple(_public_person(one, full, day) for one in full.people if one.id in named),
        posts=posts,
        memberships=tuple(_public_membership(membership, day) for membership in shown),
        changes=changes,
    )
    return evolve(
        council,
        network=network,
        # Where a member's name is withheld, some members only are published; "complete" would show a vacancy.
        roster=council.roster if len(shown) == len(touching) else "partial",
        meetings=meetings,
        requests=tuple(evolve(request, internal_note=None) for request in council.requests),
    )


def _core(network: Network, organisation: str) -> set[str]:
    """The council and its sub-groups, theirs included."""
    core, waiting = set[str](), [organisation]
    while waiting:
        body = waiting.pop()
        if body not in core:
            core.add(body)
            waiting += [m.member for m in network.memberships_of(body, role="part_of") if m.member is not None]
    return core


def _of_memberships(memberships: Iterable[Membership]) -> Iterator[str | None]:
    for m in memberships:
        yield from (m.organisation, m.holder, m.on_behalf_of, m.nominated_by)


def _of_posts(posts: Iterable[Post]) -> Iterator[str | None]:
    for post in posts:
        yield from (post.organisation, post.funded_by)


def _of_changes(changes: Iterable[Change]) -> Iterator[str]:
    for change in changes:
        yield from (*change.before, *change.after)


def _of_rules(council: Council) -> Iterator[str | None]:
    for rule in council.rules:
        yield from (rule.nominated_by, rule.funded_by)


def _of_records(council: Council, meetings: Iterable[Meeting]) -> Iterator[str | None]:
    for meeting in meetings:
        yield meeting.organisation
        for attendance in meeting.attendance:
            yield from (attendance.attendee, attendance.on_behalf_of, attendance.deputy_for)
    yield from (request.requested_by for request in council.requests)


def _public_organisation(organisation: Organisation, day: dt.date) -> Organisation:
    return evolve(
        organisation,
        contacts=_public_contacts(organisation.contacts, day, in_office=True),
        statements=tuple(statement for statement in organisation.statements if statement.publishable),
    )


def _public_person(person: Person, network: Network, day: dt.date) -> Person:
    in_office = bool(network.memberships_by(person.id, on=day))
    return evolve(person, contacts=_public_contacts(person.contacts, day, in_office=in_office))


def _public_membership(membership: Membership, day: dt.date) -> Membership:
    in_office = standing(membership.terms, day) in HELD
    return evolve(membership, contacts=_public_contacts(membership.contacts, day, in_office=in_office))


def _public_contacts(contacts: Iterable[Contact], day: dt.date, *, in_office: bool) -> tuple[Contact, ...]:
    # An office is a ground for as long as it is held.
    return tuple(c for c in contacts if c.public(day) and (in_office or c.ground != "office"))


def _public_meeting(meeting: Meeting, hidden: Container[str]) -> Meeting:
    named = tuple(_without_hidden_member(a, hidden) for a in meeting.attendance if a.person not in hidden)
    numbers = Counter((a.role, a.present) for a in meeting.attendance if a.person in hidden)
    unnamed = (Attendance(count=n, role=role, present=present) for (role, present), n in numbers.items())
    return evolve(meeting, attendance=(*named, *unnamed), internal_note=None)


def _without_hidden_member(attendance: Attendance, hidden: Container[str]) -> Attendance:
    return evolve(attendance, deputy_for=None) if attendance.deputy_for in hidden else attendance
