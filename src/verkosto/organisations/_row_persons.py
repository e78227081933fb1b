"""The contact persons of a member list."""

from __future__ import annotations

from attrs import define, field

from verkosto.organisations._ids import Ids, fold
from verkosto.organisations._network import Network
from verkosto.organisations._people import Contact, Person
from verkosto.organisations._posts import Membership
from verkosto.organisations._row_drafts import Draft, add
from verkosto.organisations._row_reading import Reading
from verkosto.organisations._terms import Term
from verkosto.text import LocalText

__all__ = ["CONTACT_ROLE", "Persons"]

CONTACT_ROLE = "contact"


@define
class _Contacted:
    """A contact person of one organisation, to whom rows still add ways of contact."""

    person: str
    organisation: str
    label: str | None = None
    contacts: list[Contact] = field(factory=list)


class Persons:
    """Who the contact persons are, and of which organisations.

    Attributes:
        people: Persons who were not there before.
    """

    def __init__(self, into: Network, ids: Ids, reading: Reading) -> None:
        """Know the people of a network and whom each organisation's contact persons are."""
        self.people: list[Person] = []
        self._ids = ids
        self._reading = reading
        self._by_mark: dict[tuple[str, str], str] = {}
        self._names: dict[str, str] = {}
        self._contacted: dict[tuple[str, str], _Contacted] = {}
        for membership in into.memberships:
            if membership.role == CONTACT_ROLE and membership.person is not None:
                person = into.person(membership.person)
                self._remember(person.id, person.name, membership.organisation, membership.contacts)

    def add(self, name: str, draft: Draft, contacts: list[Contact], label: str | None) -> tuple[bool, bool]:
        """Make a person the contact person of an organisation; tell whether name and label are those that are kept."""
        person = self._person(name, draft.id, contacts)
        key = person, draft.id
        kept = self._contacted.setdefault(key, _Contacted(person, draft.id, label))
        for contact in contacts:
            add(kept.contacts, contact)
        if kept.label is None:
            kept.label = label
        return name == self._names[person], label in (None, kept.label)

    def memberships(self) -> list[Membership]:
        """Return a membership for each contact person of each organisation."""
        reading = self._reading
        seen = () if reading.on is None else (Term(observed_at=reading.on, source=reading.source),)
        return [
            Membership(
                kept.organisation,
                CONTACT_ROLE,
                person=kept.person,
                label=None if kept.label is None else LocalText(kept.label),
                terms=seen,
                contacts=kept.contacts,
                sources=reading.sources,
            )
            for kept in self._contacted.values()
        ]

    def _person(self, name: str, organisation: str, contacts: list[Contact]) -> str:
        marks = [organisation, *(contact.value.casefold() for contact in contacts)]
        known = next((self._by_mark[fold(name), mark] for mark in marks if (fold(name), mark) in self._by_mark), None)
        if known is None:
            known = self._ids.make(name, otherwise="person")
            self.people.append(Person(known, name, publishable=False, sources=self._reading.sources))
        self._remember(known, name, organisation, contacts)
        return known

    def _remember(
        self, person: str, name: str, organisation: str, contacts: tuple[Contact, ...] | list[Contact]
    ) -> None:
        self._names.setdefault(person, name)
        for mark in (organisation, *(contact.value.casefold() for contact in contacts)):
            self._by_mark.setdefault((fold(name), mark), person)
