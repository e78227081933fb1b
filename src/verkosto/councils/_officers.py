"""Who holds an office in a body beside its seats: chair, secretary, contact person, secretariat."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from attrs import frozen

from verkosto.organisations import HELD, Membership, Network, Organisation, Person, Standing, standing

__all__ = ["Officer", "officers_on"]

_NO_OFFICES = frozenset({"part_of", "deputy"})


@frozen
class Officer:
    """Who holds an office on a day.

    Attributes:
        who: The person, or the organisation where that is the secretariat or coordinates.
        membership: The membership that says so; it names the role, the organisation represented and the term.
        standing: How sure it is on that day, see `verkosto.organisations.standing`.
    """

    who: Person | Organisation
    membership: Membership
    standing: Standing

    @property
    def role(self) -> str:
        """The office, such as "chair"."""
        return self.membership.role


def officers_on(
    network: Network,
    organisation: str,
    day: dt.date,
    *,
    role: str | None,
    seat_roles: Collection[str],
    first: Sequence[str],
) -> tuple[Officer, ...]:
    """Return the officers of a body on a day: those of the roles `first` first, in each role the surest first."""
    found = []
    for place, membership in enumerate(network.memberships_of(organisation, role=role)):
        if role is None and (membership.role in seat_roles or membership.role in _NO_OFFICES):
            continue
        sure = standing(membership.terms, day)
        if sure in HELD:
            found.append((place, Officer(network.holder(membership), membership, sure)))
    order: dict[str, int] = {name: rank for rank, name in enumerate(first)}
    for place, officer in found:
        order.setdefault(officer.role, len(first) + place)
    found.sort(key=lambda pair: (order[pair[1].role], HELD.index(pair[1].standing), pair[0]))
    return tuple(officer for _, officer in found)
