"""Which organisation a row of a list speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define

from verkosto.organisations._identifiers import BUSINESS_ID
from verkosto.organisations._ids import Ids, fold
from verkosto.organisations._organisation import Identifier
from verkosto.organisations._row_drafts import Cell, Draft, Drafts, Row, add
from verkosto.organisations._row_reading import Reading
from verkosto.regions import AreaRef

__all__ = ["Matching"]

Marks = Sequence[tuple[Cell, Identifier]]


@define
class Matching:
    """Finds the draft of a row, or begins one, and tells it the row's areas and identifiers."""

    drafts: Drafts
    ids: Ids
    reading: Reading
    people: set[str]

    def draft(self, row: Row) -> Draft | None:
        """Return the draft of a row; of a row without a name there is none, and each cell is an issue."""
        name = row.first("name")
        if name is None:
            for cell in row.cells:
                self.reading.issue(row, cell, "no_name")
            return None
        areas, marks, wanted = self.reading.areas(row), self.reading.identifiers(row), row.first("id")
        # A person's id in the network is no organisation's, whatever the list says.
        free = wanted if wanted is not None and wanted.text not in self.people else None
        draft = self._known(name.text, free, areas, marks) or self._new(name.text, free, areas)
        if wanted is not None and wanted.text != draft.id:
            self.reading.issue(row, wanted, "conflicting_value")
        for area in areas:
            add(draft.areas, area)
        self._identify(row, draft, marks)
        return draft

    def _known(self, name: str, wanted: Cell | None, areas: Sequence[AreaRef], marks: Marks) -> Draft | None:
        found = [self.drafts.by_id(wanted.text)] if wanted is not None else []
        found += [self._numbered(name, identifier) for _, identifier in marks]
        if wanted is None:
            found.append(self.drafts.by_name(name, areas, [identifier for _, identifier in marks]))
        return next((draft for draft in found if draft is not None), None)

    def _numbered(self, name: str, identifier: Identifier) -> Draft | None:
        """Return the draft of an identifier; a number without a check digit says nothing against the name."""
        draft = self.drafts.by_identifier(identifier)
        sure = identifier.scheme == BUSINESS_ID or (draft is not None and fold(draft.name) == fold(name))
        return draft if sure else None

    def _new(self, name: str, wanted: Cell | None, areas: Sequence[AreaRef]) -> Draft:
        if wanted is not None:
            return self.drafts.begin(wanted.text, name, areas)
        return self.drafts.begin(self.ids.make(name, otherwise="organisation"), name, areas)

    def _identify(self, row: Row, draft: Draft, marks: Marks) -> None:
        """Give the draft its identifiers; one that another has, or beside another of its register, is an issue."""
        for cell, identifier in marks:
            bearer = self.drafts.by_identifier(identifier)
            same = [known for known in draft.identifiers if known.scheme == identifier.scheme]
            if (bearer is None or bearer is draft) and same in ([], [identifier]):
                self.drafts.identify(draft, identifier)
            else:
                self.reading.issue(row, cell, "conflicting_value")
