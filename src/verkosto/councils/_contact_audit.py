"""Contacts that have expired: an office through which a body is reached, an address that should be gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from verkosto.councils._runs import DAY, Runs, period
from verkosto.organisations import HELD, Contact, Finding, Membership, Term, change_days, standing
from verkosto.sources import Source

if TYPE_CHECKING:
    from verkosto.councils._council import Council

__all__ = ["contact_findings", "may_hold"]


def contact_findings(council: Council) -> Iterator[Finding]:
    """Yield the offices that ended without a successor, and the contacts past their use or retention date."""
    for role in council.contact_roles:
        yield from _without_successor(council, council.network.memberships_of(council.organisation, role=role))
    memberships = council.network.memberships_of(council.organisation)
    yield from _expired(council.body.id, council.body.contacts, None)
    for membership in memberships:
        yield from _expired(membership.key, membership.contacts, membership)
    for person in {m.person: council.network.person(m.person) for m in memberships if m.person is not None}.values():
        yield from _expired(person.id, person.contacts, None)


def _without_successor(council: Council, memberships: Sequence[Membership]) -> Iterator[Finding]:
    ended = [end for m in memberships if (end := _last_day(m)) is not None]
    if not ended:
        return
    body = council.body
    days = {day for terms in (body.terms, *(m.terms for m in memberships)) for day in change_days(terms)}

    def open_office(day: dt.date) -> bool:
        over = min(ended) < day and standing(body.terms, day) in HELD
        return over and not any(may_hold(m, day) for m in memberships)

    for first, last, is_open in Runs.of({*days, *(end + DAY for end in ended)}, open_office).spans():
        if not is_open:
            continue
        former = [m for m in memberships if (_last_day(m) or dt.date.max) < first]
        latest = max(former, key=lambda m: _last_day(m) or dt.date.min)
        yield Finding(
            "expired_contact",
            f"The last {latest.role} that is known held the office until {_last_day(latest)}. "
            f"Add the membership of the next {latest.role}.",
            (latest.key, body.id),
            period(first, last),
            _sources_of(latest),
        )


def may_hold(membership: Membership, day: dt.date) -> bool:
    """Tell whether somebody holds an office on a day, or may have held it before the first day that is known."""
    found = standing(membership.terms, day)
    # Of a plan alone nobody knows whether it came true.
    return found in HELD or (found == "unknown" and any(not term.planned for term in membership.terms))


def _last_day(membership: Membership) -> dt.date | None:
    """The last day on which a source still has it, None where no source states an end."""
    ends = [term.end.last for term in membership.terms if term.end is not None and not term.planned]
    return max(ends, default=None)


def _expired(owner: str, contacts: Iterable[Contact], office: Membership | None) -> Iterator[Finding]:
    for contact in contacts:
        reasons = dict(_reasons(contact, office))
        if reasons:
            first = min(reasons.values())
            why = next(reason for reason, day in reasons.items() if day == first)
            yield Finding(
                "expired_contact",
                f"The {contact.kind} of {owner!r} {why}. Remove it, or correct its dates.",
                (owner,),
                period(first, dt.date.max),
                () if contact.source is None else (contact.source,),
            )


def _reasons(contact: Contact, office: Membership | None) -> Iterator[tuple[str, dt.date]]:
    """Why a contact is past, with the first day of it."""
    if contact.keep_until is not None and contact.keep_until.last < dt.date.max:
        yield f"should not be kept after {contact.keep_until.last}", contact.keep_until.last + DAY
    out_of_use = _over_from(contact.terms)
    if out_of_use is not None:
        yield f"has been out of use since {out_of_use}", out_of_use
    # An office is a ground for as long as it is held.
    left = _over_from(office.terms) if office is not None and contact.ground == "office" else None
    if left is not None:
        yield f"belongs to an office that ended before {left}", left


def _over_from(terms: tuple[Term, ...]) -> dt.date | None:
    """The day from which something is over for good, None where that is not stated."""
    runs = Runs.of(change_days(terms), lambda day: standing(terms, day) == "no")
    return runs.starts[-1] if runs.values[-1] else None


def _sources_of(membership: Membership) -> tuple[Source, ...]:
    found = (*(term.source for term in membership.terms), *membership.sources)
    return tuple(dict.fromkeys(source for source in found if source is not None))
