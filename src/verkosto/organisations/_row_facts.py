"""What the cells of a row say of its organisation."""

from __future__ import annotations

from attrs import define, field

from verkosto.dates import PartialDate
from verkosto.organisations._organisation import Name
from verkosto.organisations._people import Contact
from verkosto.organisations._posts import Membership
from verkosto.organisations._row_cells import people, postal_code, read_quantity
from verkosto.organisations._row_drafts import Cell, Draft, Row, add
from verkosto.organisations._row_persons import Persons
from verkosto.organisations._row_reading import Reading
from verkosto.organisations._terms import Term

__all__ = ["Facts"]

_SINGLE = {"name": "name", "name_sv": "name_sv", "name_en": "name_en", "kind": "classification"}


@define
class Facts:
    """Reads rows into drafts.

    Attributes:
        memberships: Who belongs to the umbrella organisation, each once, in the order of the rows.
    """

    reading: Reading
    persons: Persons
    umbrella: str | None
    role: str
    memberships: dict[Membership, None] = field(factory=dict)

    def read(self, row: Row, draft: Draft) -> None:
        """Add to a draft what a row says, but for its id, areas and identifiers."""
        self._singles(row, draft)
        for cell in row.of("short_name"):
            add(draft.other_names, Name(cell.text, note="short name"))
        self._members(row, draft)
        founded = self.reading.date(row, "founded")
        if founded is not None:
            add(draft.terms, Term(founded, source=self.reading.source))
        self._belonging(row, draft)
        self._addresses(row, draft)
        for cell in row.of("email", "phone", "website"):
            contacts, whole = self.reading.contacts(cell)
            for contact in contacts:
                add(draft.contacts, contact)
            if not whole:
                add(draft.statements, self.reading.statement(cell.heading, cell.text))
        self._contact_persons(row, draft)
        for cell in row.cells:
            if cell.target is None:
                add(draft.statements, self.reading.statement(cell.heading, cell.text))
        for source in self.reading.sources:
            add(draft.sources, source)

    def _singles(self, row: Row, draft: Draft) -> None:
        for target, attribute in _SINGLE.items():
            for cell in row.of(target):
                if getattr(draft, attribute) is None:
                    setattr(draft, attribute, cell.text)
                elif getattr(draft, attribute) != cell.text:
                    self.reading.issue(row, cell, "conflicting_value")

    def _members(self, row: Row, draft: Draft) -> None:
        for cell in row.of("members"):
            quantity = read_quantity(cell.text)
            if quantity is None:
                self.reading.issue(row, cell, "not_a_number")
            else:
                add(draft.statements, self.reading.statement("members", quantity))

    def _belonging(self, row: Row, draft: Draft) -> None:
        """Say when the organisation belongs to the umbrella, or, where there is none, what the list says of it."""
        since, until = self.reading.date(row, "member_since"), self.reading.date(row, "member_until")
        if since and until and until.last < since.first:
            self.reading.issue(row, row.of("member_until")[0], "conflicting_value")
            until = None
        if self.umbrella is None or draft.id == self.umbrella:
            for topic, date in (("member_since", since), ("member_until", until)):
                if date is not None:
                    add(draft.statements, self.reading.statement(topic, date))
            return
        seen = self._seen(since, until)
        terms = (Term(since, until, observed_at=seen, source=self.reading.source),) if since or until or seen else ()
        membership = Membership(self.umbrella, self.role, member=draft.id, terms=terms, sources=self.reading.sources)
        self.memberships.setdefault(membership)

    def _seen(self, since: PartialDate | None, until: PartialDate | None) -> PartialDate | None:
        """Return the day of the list, unless the membership begins later or is over by then."""
        day = self.reading.on
        if day is None or (since and day.last < since.first) or (until and until.last < day.first):
            return None
        return day

    def _addresses(self, row: Row, draft: Draft) -> None:
        codes = [postal_code(cell.text) for cell in row.of("postal_code")]
        place = " ".join([*codes, *(cell.text for cell in row.of("post_office"))])
        streets = [cell.text for cell in row.of("address")]
        if place:
            streets = [f"{streets[0]}, {place}", *streets[1:]] if streets else [place]
        for address in streets:
            add(draft.contacts, self.reading.contact("address", address))

    def _contact_persons(self, row: Row, draft: Draft) -> None:
        """Give the contact person the contacts of theirs; where it is not one person, the organisation has them."""
        named = self._named(row, draft)
        alone = len(named) == 1
        label = row.first("contact_role")
        details = self._details(row, draft, labelled=not alone)
        if not alone:
            for contact in details:
                add(draft.contacts, contact)
        if label is not None and not alone:
            add(draft.statements, self.reading.statement(label.heading, label.text))
        for cell, name in named:
            said = label.text if label is not None and alone else None
            same_name, same_label = self.persons.add(name, draft, details if alone else [], said)
            if not same_name:
                self.reading.issue(row, cell, "conflicting_value")
            if label is not None and not same_label:
                self.reading.issue(row, label, "conflicting_value")

    def _named(self, row: Row, draft: Draft) -> list[tuple[Cell, str]]:
        named = []
        for cell in row.of("contact_person"):
            names = people(cell.text)
            named += [(cell, name) for name in names]
            if not names:
                add(draft.statements, self.reading.statement(cell.heading, cell.text))
        return named

    def _details(self, row: Row, draft: Draft, *, labelled: bool) -> list[Contact]:
        details: list[Contact] = []
        for cell in row.of("contact_email", "contact_phone"):
            contacts, whole = self.reading.contacts(cell, labelled=labelled)
            details += contacts
            if not whole:
                add(draft.statements, self.reading.statement(cell.heading, cell.text))
        return details
