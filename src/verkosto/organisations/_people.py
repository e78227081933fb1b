"""People and how they are reached: what may be published of them, on what ground and how long it is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from attrs import field, frozen

from verkosto.dates import DateLike, PartialDate, as_day
from verkosto.fields import (
    check_flag,
    check_id,
    check_source,
    check_text_or_none,
    check_word,
    date_or_none,
    one_of,
    several,
    sources,
)
from verkosto.organisations._html import person_html
from verkosto.organisations._terms import Term, standing_on, terms_of
from verkosto.sources import Source

__all__ = [
    "CONTACT_KINDS",
    "GROUNDS",
    "Contact",
    "ContactKind",
    "Ground",
    "Person",
    "contacts_of",
    "people_of",
    "public_contacts",
]

ContactKind = Literal["email", "phone", "address", "url", "other"]
CONTACT_KINDS: tuple[str, ...] = ("email", "phone", "address", "url", "other")

Ground = Literal["consent", "office", "own_publication", "organisation"]
GROUNDS: tuple[str, ...] = ("consent", "office", "own_publication", "organisation")
"""Why a contact may be published: consent; the office that is held; the holder published it; no person's at all."""


@frozen
class Contact:
    """One way to reach a person or an organisation.

    Attributes:
        kind: "email", "phone", "address", "url" or "other".
        value: The address or number. It is left out of `repr` and of every message.
        ground: Why it may be published: "consent", "office", "own_publication", or "organisation" for a
            contact that is no person's. None: it may not be published.
        keep_until: The last day that it may be kept; None where no limit is set.
        terms: What is stated of when it is in use.
        label: What it is for, such as "secretary".
        source: Where it was found.

    Raises:
        OptionError: For another kind or ground, or an empty value.
        DateError: For text that is no date.

    Example:
        >>> desk = Contact("email", "toimisto@example.org", ground="organisation", keep_until="2025")
        >>> desk.public(on="2024-06-01"), desk.public(on="2026-01-01")
        (True, False)
        >>> desk
        Contact(kind='email', ground='organisation', keep_until=PartialDate(year=2025, month=None, day=None), ...)
    """

    kind: ContactKind = field(validator=one_of(CONTACT_KINDS, "kind of contact"))
    value: str = field(repr=False, validator=check_word)
    ground: Ground | None = field(
        default=None, validator=one_of(GROUNDS, "ground for publishing", optional=True), kw_only=True
    )
    keep_until: PartialDate | None = field(default=None, converter=date_or_none, kw_only=True)
    terms: tuple[Term, ...] = field(default=(), converter=terms_of, kw_only=True)
    label: str | None = field(default=None, validator=check_text_or_none, kw_only=True)
    source: Source | None = field(default=None, validator=check_source, kw_only=True)

    def expired(self, on: DateLike) -> bool:
        """Tell whether its time of use has ended, or it should no longer be kept, by a day.

        Raises:
            DateError: For text that is no date.
        """
        day = as_day(on)
        ended = any(term.end is not None and not term.planned and term.end.last < day for term in self.terms)
        return self.overdue(day) or (ended and standing_on(self.terms, day) == "no")

    def overdue(self, on: DateLike) -> bool:
        """Tell whether the last day that it may be kept is past.

        Raises:
            DateError: For text that is no date.
        """
        return self.keep_until is not None and as_day(on) > self.keep_until.last

    def public(self, on: DateLike) -> bool:
        """Tell whether it may be published on a day: it has a ground, is in use and may still be kept.

        Raises:
            DateError: For text that is no date.
        """
        day = as_day(on)
        in_use = not self.terms or standing_on(self.terms, day) != "no"
        return self.ground is not None and in_use and not self.overdue(day)


def contacts_of(values: Iterable[Contact] | Contact) -> tuple[Contact, ...]:
    """Take contacts, or one."""
    return several(values, Contact)


@frozen
class Person:
    """A person who holds a post, represents an organisation or was at a meeting.

    Attributes:
        id: The person's identifier in the network.
        name: The name as it is published.
        contacts: How the person is reached.
        publishable: Whether the name may stand in a public copy. False for somebody who is no public office
            holder here, such as a guest of a meeting.
        sources: Where the person is named.

    Raises:
        OptionError: For an id or a name that is no text, or empty.

    Example:
        >>> Person("meikalainen", "Maija Meikäläinen").name
        'Maija Meikäläinen'
    """

    id: str = field(validator=check_id)
    name: str = field(validator=check_word)
    contacts: tuple[Contact, ...] = field(default=(), converter=contacts_of, kw_only=True)
    publishable: bool = field(default=True, validator=check_flag, kw_only=True)
    sources: tuple[Source, ...] = field(default=(), converter=sources, kw_only=True)

    def __str__(self) -> str:
        """Give the name."""
        return self.name

    def _repr_html_(self) -> str:
        """Show the person as a small table without contacts."""
        return person_html(self)


def public_contacts(contacts: tuple[Contact, ...], day: dt.date) -> tuple[Contact, ...]:
    """Return the contacts that may be published on a day."""
    return tuple(contact for contact in contacts if contact.public(day))


def people_of(values: Iterable[Person] | Person) -> tuple[Person, ...]:
    """Take people, or one."""
    return several(values, Person)
