"""Lines: numbers that differ in what they say of one variable alone, and how they add up.

`{malli_a: k, maakunta: 13}` and `{malli_a: k, maakunta: 06}` stand on the line along regions of those who said k, and
so does `{malli_a: k}`, the end of that line: everybody. What a number of a line does not share with smaller ones of it
is a number too, though nobody publishes it: those who said k and whose region is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from attrs import define, field, frozen

from verkosto.disclosure._extents import Extents, Meaning
from verkosto.disclosure._tiles import tiled

__all__ = ["Lattice", "Number", "Relations"]

Place = int
Facts = frozenset[tuple[str, int]]


@frozen
class Number:
    """What a number counts, and of whom."""

    what: str
    facts: Facts

    @classmethod
    def of(cls, what: str, meaning: Meaning) -> Number:
        """Return the number of those of whom a meaning is true."""
        return cls(what, frozenset(meaning.items()))


@frozen
class Relations:
    """How numbers are related.

    Attributes:
        sums: The place of a number and those of what it is the sum of.
        same: Pairs of numbers that count the same respondents.
        none: Numbers that count nobody.
    """

    sums: list[tuple[Place, tuple[Place, ...]]]
    same: list[tuple[Place, Place]]
    none: list[Place]

    @classmethod
    def joined(cls, several: Iterable[Relations]) -> Relations:
        """Put relations together."""
        found = cls([], [], [])
        for part in several:
            found.sums.extend(part.sums)
            found.same.extend(part.same)
            found.none.extend(part.none)
        return found


class _Line(NamedTuple):
    """Along which root numbers differ, and what all of them have in common."""

    what: str
    rest: Facts
    root: str


@define
class Lattice:
    """Numbers of one population and the lines that they stand on.

    Attributes:
        extents: What facts mean.
        places: The place of each number.
        nobody: By root the categories that nobody has, among those of whom other facts are true.
    """

    extents: Extents
    places: dict[Number, Place] = field(factory=dict)
    nobody: dict[str, list[tuple[Mapping[str, int], int]]] = field(factory=dict)
    _stated: int = field(default=0, init=False)

    def add(self, number: Number) -> Place:
        """Return the place of a number; a new one gets the next."""
        return self.places.setdefault(number, len(self.places))

    def forget(self, facts: Facts) -> None:
        """Say that there is nobody of whom some facts are true."""
        for root, mask in facts:
            rest = {name: inside for name, inside in facts if name != root}
            self.nobody.setdefault(root, []).append((rest, mask))

    def relations(self) -> Relations:
        """Return how the numbers are related; what lines leave over becomes numbers after those that were added."""
        self._stated = len(self.places)
        lines = self._lines()
        found = {line: self._tiled(line, members) for line, members in lines.items()}
        for number in list(self.places)[self._stated :]:
            for line, mask in self._lines_of(number):
                # A rest belongs to a line only where that has a number that somebody knows.
                members = lines.get(line) or self._ended(line, {})
                if members:
                    members[mask] = self.places[number]
                    lines[line] = members
        for line in lines:
            found[line] = self._tiled(line, lines[line])
        return Relations.joined(found.values())

    def _lines(self) -> dict[_Line, dict[int, Place]]:
        found: dict[_Line, dict[int, Place]] = {}
        for number, place in self.places.items():
            for line, mask in self._lines_of(number):
                found.setdefault(line, {})[mask] = place
        return {line: self._ended(line, members) for line, members in found.items()}

    def _lines_of(self, number: Number) -> Iterator[tuple[_Line, int]]:
        for root, mask in number.facts:
            rest = number.facts - {(root, mask)}
            yield _Line(number.what, rest, root), mask
            implied = self.extents.implied.get(root)
            if implied is not None and not mask & ~implied.inside and implied.other not in dict(rest):
                # Who ticked an option stands among those who answered, though the number does not say so.
                inside = implied.answered & self.extents.whole(implied.other)
                for answered in self._seen.get(implied.other, ()):
                    if not inside & ~answered:
                        yield _Line(number.what, rest | {(implied.other, answered)}, root), mask

    @property
    def _seen(self) -> dict[str, set[int]]:
        """The sets of categories that numbers speak of, by root."""
        found: dict[str, set[int]] = {}
        for number in self.places:
            for root, mask in number.facts:
                found.setdefault(root, set()).add(mask)
        return found

    def _ended(self, line: _Line, members: dict[int, Place]) -> dict[int, Place]:
        """Return a line with the number of everybody on it, if somebody knows that."""
        end = self.places.get(Number(line.what, line.rest))
        return members if end is None or end >= self._stated else {**members, self.extents.whole(line.root): end}

    def _tiled(self, line: _Line, members: Mapping[int, Place]) -> Relations:
        empty = self._empty(line)
        places: dict[int, list[Place]] = {}
        for mask, place in members.items():
            places.setdefault(mask & ~empty, []).append(place)
        none = places.pop(0, [])
        same = [(alike[0], other) for alike in places.values() for other in alike[1:]]
        sums = []
        for mask, parts in tiled(places).items():
            sums.append((places[mask][0], tuple(self._place(line, part, places) for part in parts)))
        return Relations(sums, same, none)

    def _place(self, line: _Line, mask: int, places: Mapping[int, list[Place]]) -> Place:
        if mask in places:
            return places[mask][0]
        return self.add(Number(line.what, line.rest | {(line.root, mask)}))

    def _empty(self, line: _Line) -> int:
        """Return the categories of a line's root that none of its respondents has."""
        rest, empty = dict(line.rest), 0
        for others, mask in self.nobody.get(line.root, ()):
            if all(root in rest and not rest[root] & ~inside for root, inside in others.items()):
                empty |= mask
        return empty
