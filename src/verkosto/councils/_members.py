"""Memberships as they are weighed for a seat: how each stands on every day, and which is the newer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property

from attrs import frozen

from verkosto.councils._runs import Runs
from verkosto.organisations import Membership, Network, Organisation, Person, Standing, Term, change_days, standing
from verkosto.sources import Source

__all__ = ["Member", "members_of"]


@frozen(slots=False, eq=False)
class Member:
    """A membership, who holds it, and how it stands on every day."""

    membership: Membership
    who: Person | Organisation

    @cached_property
    def standings(self) -> Runs[Standing]:
        """How sure it is on each day."""
        terms = self.membership.terms
        return Runs.of(change_days(terms), lambda day: standing(terms, day))

    @property
    def holder(self) -> str:
        """Id of the person or organisation."""
        return self.membership.holder

    @property
    def represented(self) -> str | None:
        """Id of the organisation that is represented; an organisation without another represents itself."""
        return self.membership.on_behalf_of or self.membership.member

    @property
    def name(self) -> str:
        """What messages call the holder: somebody whose name may not be published goes by the id."""
        if isinstance(self.who, Person) and not self.who.publishable:
            return self.who.id
        return str(self.who)

    @cached_property
    def facts(self) -> tuple[Term, ...]:
        """Its terms without plans."""
        return tuple(term for term in self.membership.terms if not term.planned)

    @cached_property
    def newest(self) -> dt.date:
        """The latest day on which a source shows it to begin or to be held; the calendar's first without any."""
        days = (date.first for term in self.facts for date in (term.start, term.observed_at) if date is not None)
        return max(days, default=dt.date.min)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Whose statements it rests on."""
        of_terms = (term.source for term in self.membership.terms if term.source is not None)
        return tuple(dict.fromkeys((*of_terms, *self.membership.sources)))


def members_of(network: Network, organisation: str) -> tuple[Member, ...]:
    """Return an organisation's memberships, the newer first.

    The order depends on what they say alone and not on the order in which the network holds them.
    """
    found = [Member(membership, network.holder(membership)) for membership in network.memberships_of(organisation)]
    return tuple(_ordered(found))


def _ordered(members: Iterable[Member]) -> list[Member]:
    return sorted(members, key=lambda m: (-m.newest.toordinal(), m.membership.key, repr(m.membership)))
