"""Derived variables: numbers of who has a code of one, as sums of numbers of what it was made of.

Who supports both models has answered k to each, so the number of `{mallit: both, erva: X}` is that of
`{malli_a: k, malli_b: k, erva: X}`, which stands on lines with what tables of the two models show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from verkosto.disclosure._extents import Extents, Meaning
from verkosto.disclosure._keys import ROWS
from verkosto.disclosure._lines import Lattice, Number, Relations

__all__ = ["with_sources"]

Facts = frozenset[tuple[str, int]]


_SUM = "sum:"


class _Part(NamedTuple):
    """Who is in one rectangle, among those of whom other facts are true."""

    what: str
    rest: Facts
    own: Facts


def with_sources(lattice: Lattice) -> Relations:
    """Add the numbers of what derived variables are made of, and return how they make up those of the variables."""
    found = Relations([], [], [])
    stated = list(lattice.places)
    waiting = list(stated)
    parts: dict[_Part, None] = {}
    while waiting:
        number = waiting.pop()
        for own in _made_of(number, lattice.extents):
            # Sums of numbers are not counted: of several parts nobody knows each.
            if number.what != ROWS and (len(own) > 1 or not number.what.startswith(_SUM)):
                continue
            parts |= dict.fromkeys(own)
            numbers = [Number(number.what, part.rest | part.own) for part in own]
            waiting += [made for made in numbers if made not in lattice.places]
            places = tuple(map(lattice.add, numbers))
            if len(places) == 1:
                found.same.append((lattice.places[number], *places))
            else:
                found.sums.append((lattice.places[number], places))
    for part in parts:
        for number in _between(part, stated):
            lattice.add(number)
    return found


def _made_of(number: Number, extents: Extents) -> Iterator[list[_Part]]:
    if _lacks_options(number, extents):
        return
    for root, mask in number.facts:
        rest = {other: inside for other, inside in number.facts if other != root}
        several = (_part(number.what, rest, source, extents) for source in extents.sources(root, mask))
        parts = [part for part in several if part is not None]
        if parts:
            yield parts


def _lacks_options(number: Number, extents: Extents) -> bool:
    """Return whether somebody lacks a multiple choice: who does is not counted but in tables."""
    questions = {implied.other for implied in extents.implied.values()}
    return any(root in questions and mask & extents.reasons(root) for root, mask in number.facts)


def _part(what: str, rest: Meaning, source: Meaning, extents: Extents) -> _Part | None:
    """Return who is in a rectangle, among others; None where that is nobody."""
    both = {root: rest.get(root, -1) & source.get(root, -1) & extents.whole(root) for root in {**rest, **source}}
    if not all(both.values()):
        return None
    limits = {root: mask for root, mask in both.items() if mask != extents.whole(root)}
    facts = frozenset(extents.without_implied(limits).items())
    own = frozenset((root, mask) for root, mask in facts if root in source)
    return _Part(what, facts - own, own)


def _between(part: _Part, stated: Iterable[Number]) -> Iterator[Number]:
    """Yield numbers that tie a rectangle to those that tables show: of fewer of its variables, or of smaller parts.

    Those who support one model and not the other lie in those who do not support the other, who are the sum of two
    answers of which a table shows each.
    """
    own = dict(part.own)
    for number in stated if part.what == ROWS else ():
        there = dict(number.facts - part.rest)
        if number.what != part.what or not part.rest <= number.facts or not there or not set(there) <= set(own):
            continue
        roots = sorted(there)
        inside = all(not there[root] & ~own[root] for root in roots)
        for size in range(len(roots) if inside else 1):
            mixed = {root: (there if root in roots[:size] else own)[root] for root in roots}
            yield Number(part.what, part.rest | frozenset(mixed.items()))
