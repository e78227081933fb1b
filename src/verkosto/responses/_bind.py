"""Bind: which column of the source carries which part of which question. Nothing is guessed.

A header is compared with the codebook's titles after both are made alike (white space, no-break spaces,
case, a closing colon, a leading `3. `). Where headers may hold an option too, every colon is tried as the
divider, the longest title first, and only a title and an option that the codebook has are accepted; so
colons inside titles do no harm. Titles that repeat are told apart by their order, or by a stated `position`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Literal

from attrs import frozen

from verkosto.errors import BindingError
from verkosto.instruments import Instrument, Question
from verkosto.responses._keys import Keys, Slot, fold, slots_of
from verkosto.responses._likeness import likeness, pairs
from verkosto.responses._raw import Dialect, Header

__all__ = ["Binding", "Conflict", "Slot", "bind", "fold", "meet"]

_MOST_NEAR = 3


@frozen
class Binding:
    """The columns of a source joined to the parts of an instrument.

    Attributes:
        slots: Place of the column (from 0) and what it fills.
        unbound: Places of the columns that nothing claims.
        missing: Slots for values that no column fills.
    """

    slots: tuple[tuple[int, Slot], ...]
    unbound: tuple[int, ...]
    missing: tuple[Slot, ...]


@frozen
class Conflict:
    """Columns of which it cannot be told what they carry.

    Attributes:
        kind: A title stands on too many or too few columns, not where the codebook says, or on two columns of one
            variable.
        places: The columns, from 0; no slot takes them.
        variables: What they could carry.
        reason: What is wrong and what helps, in words.
    """

    kind: Literal["moved", "repeated_title", "two_columns"]
    places: tuple[int, ...]
    variables: tuple[str, ...]
    reason: str


def bind(headers: Sequence[Header], instrument: Instrument, dialect: Dialect, *, source: str) -> Binding:
    """Join the columns of a source to the parts of an instrument.

    Args:
        headers: The source's headers.
        instrument: The codebook.
        dialect: What the reader says of its headers and cells.
        source: Name of the source, for messages.

    Raises:
        BindingError: No column carries any question, a repeated title cannot be told apart, a stated position has
            another title, or two columns carry one variable.
    """
    binding, conflicts = meet(headers, instrument, dialect)
    if conflicts:
        raise BindingError(f"{source}: {conflicts[0].reason}")
    if instrument.questions and not any(isinstance(slot.part, Question) for _, slot in binding.slots):
        raise BindingError(_nothing_bound(headers, instrument, source))
    return binding


def meet(headers: Sequence[Header], instrument: Instrument, dialect: Dialect) -> tuple[Binding, list[Conflict]]:
    """Join what can be joined, and tell the conflicts instead of raising; `bind` says the rest."""
    keys = Keys(instrument, dialect)
    coded = {slot.variable for header in headers for slot in keys.coded(header)}
    groups: _Groups = {}
    for place, header in enumerate(headers):
        # What a code names belongs to no other column of the same text.
        if slots := keys.coded(header) or [slot for slot in keys.candidates(header) if slot.variable not in coded]:
            groups.setdefault(tuple(slot.variable for slot in slots), (slots, []))[1].append(place)
    _add_by_role(groups, headers, instrument)
    matcher = _Matcher(headers)
    # Columns that can mean one thing only go first, and leave fewer meanings to the others.
    for slots, places in sorted(groups.values(), key=lambda group: len(group[0])):
        matcher.match(slots, places)
    taken = matcher.taken
    conflicts = [*matcher.conflicts, *_doubles(taken, headers)]
    for conflict in conflicts:
        for place in conflict.places:
            taken.pop(place, None)
    filled = {slot.variable for slot in taken.values()} | {s.part.id for s in taken.values() if s.use == "tick"}
    whole = {slot.part.id for slot in taken.values() if slot.use == "joined"}
    parts = [part for part in instrument.questions if part.id not in whole]
    missing = (slot for part in parts for slot in slots_of(part) if slot.variable not in filled)
    unbound = (place for place in range(len(headers)) if place not in taken)
    return Binding(tuple(sorted(taken.items(), key=lambda pair: pair[0])), tuple(unbound), tuple(missing)), conflicts


_Groups = dict[tuple[str, ...], tuple[Sequence[Slot], list[int]]]


def _add_by_role(groups: _Groups, headers: Sequence[Header], instrument: Instrument) -> None:
    """Join columns that the source itself adds to the codebook's only column of the same role, if no title did."""
    claimed = {place for _, places in groups.values() for place in places}
    named = {name for names in groups for name in names}
    for place, header in enumerate(headers):
        if place in claimed or header.role not in ("time", "response_id"):
            continue
        columns = instrument.role(header.role)
        if len(columns) == 1 and columns[0].id not in named:
            groups.setdefault((columns[0].id,), ([Slot(columns[0])], []))[1].append(place)


class _Matcher:
    """Joins columns of one header to the slots that it may mean, group by group."""

    def __init__(self, headers: Sequence[Header]) -> None:
        self.headers = headers
        self.taken: dict[int, Slot] = {}
        self.filled: set[str] = set()
        self.conflicts: list[Conflict] = []

    def match(self, slots: Sequence[Slot], places: Sequence[int]) -> None:
        """Join columns to slots: by stated position first, then in order."""
        # Where all are taken, the doubles are reported once everything is known.
        free = [slot for slot in slots if slot.variable not in self.filled] or list(slots)
        # What a code names needs no place: it may stand elsewhere than in the source that the codebook was made for.
        coded = all(self.headers[place].code == slot.variable for place in places for slot in slots)
        stated = [slot for slot in free if slot.part.position is not None and slot.use != "text" and not coded]
        left = self._stated(stated, list(places)) if stated else list(places)
        free = [slot for slot in free if slot not in stated]
        if not left or (stated and not free):
            return
        if len(left) == 2 * len(free) and all(s.use != "text" and s.item and s.item.free_text for s in free):
            # The text written beside an option stands in a second column of the same header.
            free = [slot for one in free for slot in (one, Slot(one.part, one.item, "text"))]
        if len(left) != len(free):
            self._conflict("repeated_title", left, free, self._counts_differ(left, free))
        else:
            self._take(left, free)

    def _take(self, places: Sequence[int], slots: Sequence[Slot]) -> None:
        self.taken |= dict(zip(places, slots, strict=True))
        self.filled |= {slot.variable for slot in slots}

    def _conflict(
        self, kind: Literal["moved", "repeated_title"], places: Sequence[int], slots: Sequence[Slot], reason: str
    ) -> None:
        self.conflicts.append(Conflict(kind, tuple(places), tuple(slot.variable for slot in slots), reason))

    def _stated(self, slots: list[Slot], places: list[int]) -> list[int]:
        """Take the columns whose positions the codebook states; return the others.

        The question of the highest position chooses first. A question of one column stands exactly there; between
        the columns of others there may be texts, so they take the first ones from there on.
        """
        slots, everywhere = sorted(slots, key=lambda slot: -(slot.part.position or 0)), places
        for _, group in itertools.groupby(slots, key=lambda slot: slot.part.id):
            wanted = list(group)
            start = wanted[0].part.position or 0
            alone = wanted[0].item is None
            here = [self.headers[place].position for place in places]
            fitting = [p for p, at in zip(places, here, strict=True) if (at == start if alone else at >= start)]
            if len(fitting) < len(wanted):
                self._conflict("moved", everywhere, slots, self._not_there(wanted[0], everywhere))
                return []
            chosen = fitting[: len(wanted)]
            self._take(chosen, wanted)
            places = [place for place in places if place not in chosen]
        return places

    def _not_there(self, slot: Slot, places: Sequence[int]) -> str:
        return (
            f"{slot.part.id!r} states the position {slot.part.position}, but its titles head the columns "
            f"{self._numbers(places)}. Correct `position`, or leave it out where no title repeats."
        )

    def _counts_differ(self, places: Sequence[int], slots: Sequence[Slot]) -> str:
        names = ", ".join(repr(slot.variable) for slot in slots)
        return (
            f"{len(places)} columns (number {self._numbers(places)}) have the title "
            f"{self.headers[places[0]].text!r} or one that means the same, and the codebook has {len(slots)} for them: "
            f"{names}. Give each column a question of its own, or state `position` on the questions."
        )

    def _numbers(self, places: Sequence[int]) -> str:
        return ", ".join(str(self.headers[place].position) for place in places)


def _doubles(taken: dict[int, Slot], headers: Sequence[Header]) -> Iterator[Conflict]:
    carriers: dict[str, int] = {}
    for place in sorted(taken):
        first = carriers.setdefault(taken[place].variable, place)
        if first != place:
            yield _double(first, place, taken[place].variable, headers)
    for place in sorted(taken):
        # A column with the choice and others with its ticks would answer one question twice.
        slot = taken[place]
        if slot.item is not None and slot.use != "text" and slot.part.id in carriers:
            yield _double(carriers[slot.part.id], place, slot.part.id, headers)


def _double(first: int, second: int, variable: str, headers: Sequence[Header]) -> Conflict:
    reason = (
        f"columns {headers[first].position} and {headers[second].position} both carry {variable!r}. Remove one alias "
        "from the codebook, or make two questions."
    )
    return Conflict("two_columns", (first, second), (variable,), reason)


def _nothing_bound(headers: Sequence[Header], instrument: Instrument, source: str) -> str:
    # A first row that is no header may hold answers, so columns are named by their numbers alone.
    alike = pairs(likeness([question.titles for question in instrument.questions], [h.title for h in headers]))
    near = [
        f"column {headers[column].position} is most like {instrument.questions[question].text.fi!r}"
        for question, column, _ in alike[:_MOST_NEAR]
    ]
    hint = f" But {', '.join(near)}." if near else ""
    if 2 * sum(not header.title.strip() for header in headers) > len(headers):
        hint += " Most columns have no title: if the titles stand further down, delete the rows above them in a copy."
    return (
        f"{source}: none of the {len(instrument.questions)} questions of instrument {instrument.id!r} heads any of the "
        f"{len(headers)} columns.{hint} Check that file and codebook belong together, that the first row holds "
        "the titles, and the reader's layout; add the file's titles to `aliases`. `verkosto codebook compare`, or "
        "backends.compare, lists them all."
    )
