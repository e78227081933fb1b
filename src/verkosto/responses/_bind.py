"""Bind: which column of the source carries which part of which question. Nothing is guessed.

A header is compared with the codebook's titles after both are made alike (white space, no-break spaces,
case, a closing colon, a leading `3. `). Where headers may hold an option too, every colon is tried as the
divider, the longest title first, and only a title and an option that the codebook has are accepted; so
colons inside titles do no harm. Titles that repeat are told apart by their order, or by a stated `position`.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from attrs import frozen

from verkosto.errors import BindingError, did_you_mean
from verkosto.instruments import Instrument, Question
from verkosto.responses._keys import Keys, Part, Slot, fold, slots_of, title_of
from verkosto.responses._raw import Dialect, Header

__all__ = ["Binding", "Slot", "bind", "fold"]


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
    keys = Keys(instrument, dialect)
    coded = {slot.variable for header in headers for slot in keys.coded(header)}
    groups: _Groups = {}
    for place, header in enumerate(headers):
        # What a code names belongs to no other column of the same text.
        if slots := keys.coded(header) or [slot for slot in keys.candidates(header) if slot.variable not in coded]:
            groups.setdefault(tuple(slot.variable for slot in slots), (slots, []))[1].append(place)
    _add_by_role(groups, headers, instrument)
    matcher = _Matcher(headers, source)
    # Columns that can mean one thing only go first, and leave fewer meanings to the others.
    for slots, places in sorted(groups.values(), key=lambda group: len(group[0])):
        matcher.match(slots, places)
    taken = matcher.taken
    _refuse_doubles(taken, headers, source)
    if instrument.questions and not any(isinstance(slot.part, Question) for slot in taken.values()):
        raise BindingError(_nothing_bound(headers, instrument, source))
    filled = {slot.variable for slot in taken.values()} | {s.part.id for s in taken.values() if s.use == "tick"}
    whole = {slot.part.id for slot in taken.values() if slot.use == "joined"}
    parts = [part for part in instrument.questions if part.id not in whole]
    missing = (slot for part in parts for slot in slots_of(part) if slot.variable not in filled)
    unbound = (place for place in range(len(headers)) if place not in taken)
    return Binding(tuple(sorted(taken.items(), key=lambda pair: pair[0])), tuple(unbound), tuple(missing))


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

    def __init__(self, headers: Sequence[Header], source: str) -> None:
        self.headers = headers
        self.source = source
        self.taken: dict[int, Slot] = {}
        self.filled: set[str] = set()

    def match(self, slots: Sequence[Slot], places: Sequence[int]) -> None:
        """Join columns to slots: by stated position first, then in order."""
        # Where all are taken, the doubles are reported once everything is known.
        free = [slot for slot in slots if slot.variable not in self.filled] or list(slots)
        stated = [slot for slot in free if slot.part.position is not None and slot.use != "text"]
        left = self._stated(stated, list(places)) if stated else list(places)
        free = [slot for slot in free if slot not in stated]
        if not left or (stated and not free):
            return
        if len(left) == 2 * len(free) and all(s.use != "text" and s.item and s.item.free_text for s in free):
            # The text written beside an option stands in a second column of the same header.
            free = [slot for one in free for slot in (one, Slot(one.part, one.item, "text"))]
        if len(left) != len(free):
            raise BindingError(self._counts_differ(left, free))
        self._take(left, free)

    def _take(self, places: Sequence[int], slots: Sequence[Slot]) -> None:
        self.taken |= dict(zip(places, slots, strict=True))
        self.filled |= {slot.variable for slot in slots}

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
                raise BindingError(self._not_there(wanted[0].part, everywhere))
            chosen = fitting[: len(wanted)]
            self._take(chosen, wanted)
            places = [place for place in places if place not in chosen]
        return places

    def _not_there(self, part: Part, places: Sequence[int]) -> str:
        return (
            f"{self.source}: {part.id!r} states the position {part.position}, but its titles head the columns "
            f"{self._numbers(places)}. Correct `position`, or leave it out where no title repeats."
        )

    def _counts_differ(self, places: Sequence[int], slots: Sequence[Slot]) -> str:
        names = ", ".join(repr(slot.variable) for slot in slots)
        return (
            f"{self.source}: {len(places)} columns (number {self._numbers(places)}) have the title "
            f"{self.headers[places[0]].text!r} or one that means the same, and the codebook has {len(slots)} for them: "
            f"{names}. Give each column a question of its own, or state `position` on the questions."
        )

    def _numbers(self, places: Sequence[int]) -> str:
        return ", ".join(str(self.headers[place].position) for place in places)


def _refuse_doubles(taken: dict[int, Slot], headers: Sequence[Header], source: str) -> None:
    carriers: dict[str, int] = {}
    for place in sorted(taken):
        first = carriers.setdefault(taken[place].variable, place)
        if first != place:
            raise BindingError(_double(headers[first], headers[place], taken[place].variable, source))
    for place in sorted(taken):
        # A column with the choice and others with its ticks would answer one question twice.
        slot = taken[place]
        if slot.item is not None and slot.use != "text" and slot.part.id in carriers:
            raise BindingError(_double(headers[carriers[slot.part.id]], headers[place], slot.part.id, source))


def _double(first: Header, second: Header, variable: str, source: str) -> str:
    return (
        f"{source}: columns {first.position} and {second.position} both carry {variable!r}. Remove one alias from "
        "the codebook, or make two questions."
    )


def _nothing_bound(headers: Sequence[Header], instrument: Instrument, source: str) -> str:
    titles = [question.text.fi for question in instrument.questions]
    near = next((hint for h in headers if (hint := did_you_mean(title_of(h.title), titles, most=1))), "")
    return (
        f"{source}: none of the {len(titles)} questions of instrument {instrument.id!r} heads any of the "
        f"{len(headers)} columns.{near} Check that file and codebook belong together, that the first row holds "
        "the titles, and the reader's layout; add the file's titles to `aliases`."
    )
