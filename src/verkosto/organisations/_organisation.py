"""Organisations: associations, councils, networks without a register number, authorities."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from attrs import field, frozen

from verkosto.dates import DateLike, PartialDate, as_day
from verkosto.fields import (
    areas,
    check_flag_or_none,
    check_id,
    check_text_or_none,
    check_word,
    several,
    sources,
    text,
)
from verkosto.organisations._html import organisation_html
from verkosto.organisations._people import Contact, contacts_of
from verkosto.organisations._statements import Statement, statements_of
from verkosto.organisations._terms import HELD, Term, standing_on, terms_of
from verkosto.regions import AreaRef
from verkosto.sources import Source
from verkosto.text import LocalText

__all__ = ["Identifier", "Name", "Organisation", "Status", "organisations_of"]

Status = Literal["planned", "active", "dissolved", "unknown"]
"""What an organisation is on a day: planned, active, dissolved, or not known."""


@frozen
class Identifier:
    """A number or code that a register gave to an organisation.

    Attributes:
        scheme: The register: "y-tunnus" (Business Information System), "yhdistysrekisteri" (register of
            associations), or another that you name.
        value: As the register writes it. `business_id` and `association_number` make the two Finnish ones
            from what people write, and check what can be checked.
    """

    scheme: str = field(validator=check_word)
    value: str = field(validator=check_word)


@frozen
class Name:
    """A name that an organisation bears beside its present one, or bore before it.

    Attributes:
        name: The name; a plain string is taken as Finnish.
        terms: What is stated of when it was in use.
        note: What kind of name it is, such as "short name" or "former name".
    """

    name: LocalText = field(converter=text)
    terms: tuple[Term, ...] = field(default=(), converter=terms_of, kw_only=True)
    note: str | None = field(default=None, validator=check_text_or_none, kw_only=True)


def _names(values: Iterable[Name] | Name) -> tuple[Name, ...]:
    return several(values, Name)


def _identifiers(values: Iterable[Identifier] | Identifier) -> tuple[Identifier, ...]:
    return several(values, Identifier)


@frozen
class Organisation:
    """Anything that has members, posts or a voice of its own, registered or not.

    Attributes:
        id: Its identifier in the network.
        name: Its name; a plain string is taken as Finnish.
        classification: What it is, such as "association", "council", "working_committee", "network",
            "authority", "funder". Free text; None where it is not known.
        registered: Whether it stands in the register of associations; None where it is not known.
        terms: What is stated of its existence. Several statements of one founding stand side by side; a
            plan is a term with `planned=True`.
        areas: Where it works, as references or as text such as "maakunta/13"; empty where it is not known.
        other_names: Short names, former names.
        identifiers: What registers call it.
        contacts: How it is reached.
        statements: What else sources say of it, see `stated`.
        sources: Where it is named.

    Raises:
        UnknownAreaError: For an area that the register does not know.
        OptionError: For a name or area of another kind.

    Example:
        >>> council = Organisation("mvn", "Maakuntien verkostojärjestöjen neuvottelukunta",
        ...     terms=(Term("2020-05-11"), Term("2020-05-07")))
        >>> council.status(on="2020-05-08"), [str(day) for day in council.founded]
        ('active', ['2020-05-07', '2020-05-11'])
    """

    id: str = field(validator=check_id)
    name: LocalText = field(converter=text)
    classification: str | None = field(default=None, validator=check_text_or_none, kw_only=True)
    registered: bool | None = field(default=None, validator=check_flag_or_none, kw_only=True)
    terms: tuple[Term, ...] = field(default=(), converter=terms_of, kw_only=True)
    areas: tuple[AreaRef, ...] = field(default=(), converter=areas, kw_only=True)
    other_names: tuple[Name, ...] = field(default=(), converter=_names, kw_only=True)
    identifiers: tuple[Identifier, ...] = field(default=(), converter=_identifiers, kw_only=True)
    contacts: tuple[Contact, ...] = field(default=(), converter=contacts_of, kw_only=True)
    statements: tuple[Statement, ...] = field(default=(), converter=statements_of, kw_only=True)
    sources: tuple[Source, ...] = field(default=(), converter=sources, kw_only=True)

    @property
    def founded(self) -> tuple[PartialDate, ...]:
        """Every date that a source gives for its founding, in order; plans are left out."""
        return tuple(sorted({term.start for term in self.terms if term.start and not term.planned}))

    def status(self, *, on: DateLike) -> Status:
        """Tell what it is on a day.

        Returns:
            "active" where its existence is stated, disputed or presumed (`standing` tells which);
            "planned" where only a plan is stated; "dissolved" after a stated end; "unknown" before its
            founding, and where nothing is stated of its existence.

        Raises:
            DateError: For text that is no date.
        """
        day = as_day(on)
        if not self.terms:
            return "unknown"
        found = standing_on(self.terms, day)
        if found in HELD:
            return "active"
        if found == "planned":
            return "planned"
        over = any(term.end is not None and term.end.last < day for term in self.terms if not term.planned)
        return "dissolved" if over else "unknown"

    def stated(self, topic: str) -> tuple[Statement, ...]:
        """Return every statement under a topic; none means that the topic is unknown.

        Example:
            >>> committee = Organisation("tv", "Työvaliokunta", statements=(Statement("resources", None),))
            >>> [statement.value for statement in committee.stated("resources")], committee.stated("staff")
            ([None], ())
        """
        return tuple(statement for statement in self.statements if statement.topic == topic)

    def identifier(self, scheme: str) -> str | None:
        """Return what a register calls it, or None."""
        return next((found.value for found in self.identifiers if found.scheme == scheme), None)

    def __str__(self) -> str:
        """Give the Finnish name."""
        return self.name.fi

    def _repr_html_(self) -> str:
        """Show the organisation as a small table, with what it is today."""
        return organisation_html(self)


def organisations_of(values: Iterable[Organisation] | Organisation) -> tuple[Organisation, ...]:
    """Take organisations, or one."""
    return several(values, Organisation)
