"""From cells to parts of organisations: areas, identifiers, dates, contacts; what cannot be read is an issue."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import define, field

from verkosto import regions
from verkosto.dates import PartialDate
from verkosto.errors import (
    AmbiguousAreaError,
    DateNotCoveredError,
    IdentifierError,
    UnknownAreaError,
)
from verkosto.issues import Issue
from verkosto.organisations._identifiers import association_number, business_id
from verkosto.organisations._organisation import Identifier
from verkosto.organisations._people import Contact, ContactKind
from verkosto.organisations._row_cells import emails, parts, phones, read_date, websites
from verkosto.organisations._row_drafts import Cell, Row, add
from verkosto.organisations._statements import Statement, StatementValue
from verkosto.regions import AreaRef
from verkosto.sources import Source

__all__ = ["Reading"]

_KINDS: Mapping[str, str] = {"municipality": "kunta", "region": "maakunta", "county": "hyvinvointialue"}
_READERS: Mapping[str, Callable[[str], Identifier]] = {
    "business_id": business_id,
    "association_number": association_number,
}
_WAYS: Mapping[str, tuple[ContactKind, Callable[[str], tuple[list[str], bool]]]] = {
    "email": ("email", emails),
    "contact_email": ("email", emails),
    "phone": ("phone", phones),
    "contact_phone": ("phone", phones),
    "website": ("url", websites),
}


@define
class Reading:
    """How the cells of one list are read, and the issues so far."""

    area_type: str | None
    source: Source | None
    on: PartialDate | None
    issues: list[Issue] = field(factory=list)
    _found: dict[tuple[str, str | None], AreaRef | str] = field(factory=dict, init=False)

    def issue(self, row: Row, cell: Cell, reason: str) -> None:
        """Keep a cell as an issue."""
        self.issues.append(Issue(row.number, cell.heading, cell.target, cell.text, reason))

    def areas(self, row: Row) -> list[AreaRef]:
        """Return the areas that a row names; a cell with any that is not found is an issue."""
        refs: list[AreaRef] = []
        for cell in row.of(*_KINDS, "area"):
            kind = _KINDS.get(cell.target or "", self.area_type)
            found = [self._area(cell.text, kind)]
            pieces = parts(cell.text)
            if found == ["unknown_area"] and len(pieces) > 1:
                found = [self._area(piece, kind) for piece in pieces]
            for ref in found:
                if isinstance(ref, AreaRef):
                    add(refs, ref)
            reasons = [reason for reason in found if isinstance(reason, str)]
            if reasons:
                self.issue(row, cell, reasons[0])
        return refs

    def _area(self, text: str, kind: str | None) -> AreaRef | str:
        """Return the area of a name or code, or the reason why there is none."""
        if (text, kind) not in self._found:
            self._found[text, kind] = self._look_up(text, kind)
        return self._found[text, kind]

    def _look_up(self, text: str, kind: str | None) -> AreaRef | str:
        try:
            try:
                area = regions.find(text, kind, on=self.on)
            except DateNotCoveredError:
                # A reference has no date: on a day that the register does not cover the name still means the area.
                area = regions.find(text, kind)
        except AmbiguousAreaError:
            return "ambiguous_area"
        except UnknownAreaError:
            return "unknown_area"
        return AreaRef.of(area)

    def identifiers(self, row: Row) -> list[tuple[Cell, Identifier]]:
        """Return the numbers of registers in a row with their cells; one that cannot exist is an issue."""
        found = []
        for cell in row.of(*_READERS):
            try:
                found.append((cell, _READERS[cell.target or ""](cell.text)))
            except IdentifierError:
                self.issue(row, cell, "not_an_identifier")
        return found

    def date(self, row: Row, target: str) -> PartialDate | None:
        """Return the date under a target; a cell that is none is an issue."""
        cell = row.first(target)
        if cell is None:
            return None
        found = read_date(cell.text)
        if found is None:
            self.issue(row, cell, "not_a_date")
        return found

    def contacts(self, cell: Cell, *, labelled: bool = False) -> tuple[list[Contact], bool]:
        """Return the contacts in a cell, and whether it holds nothing else."""
        kind, read = _WAYS[cell.target or ""]
        values, whole = read(cell.text)
        return [self.contact(kind, value, cell.heading if labelled else None) for value in values], whole

    def contact(self, kind: ContactKind, value: str, label: str | None = None) -> Contact:
        """Make a contact, without a ground for publishing."""
        return Contact(kind, value, label=label, source=self.source)

    def statement(self, topic: str, value: StatementValue | str) -> Statement:
        """Make a statement that may not be published."""
        return Statement(topic, value, source=self.source, as_of=self.on, publishable=False)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The list as the source of an object."""
        return () if self.source is None else (self.source,)
