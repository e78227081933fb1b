"""Organisations while a list is being read: which row is whose, and what the rows say of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from attrs import define, evolve, field, frozen

from verkosto.organisations._identifiers import ASSOCIATION_NUMBER
from verkosto.organisations._ids import fold
from verkosto.organisations._network import Network
from verkosto.organisations._organisation import Identifier, Name, Organisation
from verkosto.organisations._people import Contact
from verkosto.organisations._statements import Statement
from verkosto.organisations._terms import Term
from verkosto.regions import AreaRef
from verkosto.sources import Source
from verkosto.text import LocalText

__all__ = ["Cell", "Draft", "Drafts", "Row", "add"]

T = TypeVar("T")


@frozen
class Cell:
    """A cell with text, its heading and what that is taken for."""

    heading: str
    target: str | None
    text: str = field(repr=False)


@frozen
class Row:
    """The cells with text of one row, and the row's number in its sheet."""

    number: int
    cells: tuple[Cell, ...]

    def of(self, *targets: str) -> list[Cell]:
        """Return the cells of some targets, in the order of the row."""
        return [cell for cell in self.cells if cell.target in targets]

    def first(self, target: str) -> Cell | None:
        """Return the cell of a target, if the row has one."""
        return next(iter(self.of(target)), None)


def add(items: list[T], item: T) -> None:
    """Append what is not there yet."""
    if item not in items:
        items.append(item)


@define
class Draft:
    """An organisation that rows still add to."""

    id: str
    name: str
    original: Organisation | None = None
    name_sv: str | None = None
    name_en: str | None = None
    classification: str | None = None
    terms: list[Term] = field(factory=list)
    areas: list[AreaRef] = field(factory=list)
    other_names: list[Name] = field(factory=list)
    identifiers: list[Identifier] = field(factory=list)
    contacts: list[Contact] = field(factory=list)
    statements: list[Statement] = field(factory=list)
    sources: list[Source] = field(factory=list)

    @classmethod
    def of(cls, organisation: Organisation) -> Draft:
        """Begin with an organisation that is already known."""
        return cls(
            organisation.id,
            organisation.name.fi,
            organisation,
            organisation.name.sv,
            organisation.name.en,
            organisation.classification,
            list(organisation.terms),
            list(organisation.areas),
            list(organisation.other_names),
            list(organisation.identifiers),
            list(organisation.contacts),
            list(organisation.statements),
            list(organisation.sources),
        )

    def made(self) -> Organisation:
        """Return the organisation with all that was added."""
        numbered = any(identifier.scheme == ASSOCIATION_NUMBER for identifier in self.identifiers)
        name = LocalText(self.name, self.name_sv, self.name_en)
        whole = self.original or Organisation(self.id, name)
        return evolve(
            whole,
            name=name,
            classification=self.classification,
            registered=True if numbered and whole.registered is None else whole.registered,
            terms=self.terms,
            areas=self.areas,
            other_names=self.other_names,
            identifiers=self.identifiers,
            contacts=self.contacts,
            statements=self.statements,
            sources=self.sources,
        )


class Drafts:
    """Every draft, found again by id, identifier, or name and areas.

    Attributes:
        touched: The drafts by id, in the order in which rows named them.
    """

    def __init__(self, into: Network) -> None:
        """Know the organisations of a network, without drafting them yet."""
        self.touched: dict[str, Draft] = {}
        self._known = {organisation.id: organisation for organisation in into.organisations}
        self._by_identifier: dict[Identifier, str] = {}
        self._by_name: dict[tuple[str, frozenset[AreaRef]], list[str]] = defaultdict(list)
        for organisation in into.organisations:
            self._index(organisation.id, organisation.name.fi, organisation.areas, organisation.identifiers)

    def _index(self, id_: str, name: str, areas: Iterable[AreaRef], identifiers: Iterable[Identifier]) -> None:
        self._by_name[fold(name), frozenset(areas)].append(id_)
        for identifier in identifiers:
            self._by_identifier.setdefault(identifier, id_)

    def by_id(self, id_: str) -> Draft | None:
        """Return the draft of an id, if there is an organisation of that id."""
        if id_ not in self.touched and id_ in self._known:
            self.touched[id_] = Draft.of(self._known[id_])
        return self.touched.get(id_)

    def by_identifier(self, identifier: Identifier) -> Draft | None:
        """Return the draft that a register calls so."""
        id_ = self._by_identifier.get(identifier)
        return None if id_ is None else self.by_id(id_)

    def by_name(self, name: str, areas: Iterable[AreaRef], identifiers: Iterable[Identifier]) -> Draft | None:
        """Return the first draft of the name and the very areas whose identifiers are not others."""
        given = {identifier.scheme: identifier for identifier in identifiers}
        for id_ in self._by_name.get((fold(name), frozenset(areas)), ()):
            draft = self.by_id(id_)
            if draft and all(given.get(known.scheme, known) == known for known in draft.identifiers):
                return draft
        return None

    def begin(self, id_: str, name: str, areas: Iterable[AreaRef]) -> Draft:
        """Return a new draft."""
        self._index(id_, name, areas, ())
        draft = self.touched[id_] = Draft(id_, name)
        return draft

    def identify(self, draft: Draft, identifier: Identifier) -> None:
        """Give a draft an identifier."""
        add(draft.identifiers, identifier)
        self._by_identifier.setdefault(identifier, draft.id)
