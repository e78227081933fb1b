"""What follows at once: hidden numbers that are known exactly, or but for a known difference are another one.

A sum with a single hidden number tells it. A sum with two makes one a copy of the other: those who ticked an option and
those who did not add up to a known base. Both are put into the other sums, and what is left is a smaller question,
often a network where the whole was none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from verkosto.errors import DisclosureError

if TYPE_CHECKING:
    from verkosto.disclosure._limits import Limit

__all__ = ["Copy", "Line", "Reduction", "contradiction", "tied"]


@frozen(eq=False)
class Line:
    """What one sum says of the hidden numbers in it: each taken so many times, they add up to a known number.

    Attributes:
        terms: How many times each is taken: 1 for the whole, -1 for a part.
        right: What they add up to.
        key: What the sum is a sum of, for messages.
    """

    terms: Mapping[int, int]
    right: float
    key: Hashable


@frozen
class Copy:
    """A hidden number as another one: `offset + sign * number`.

    Attributes:
        place: Where it stands in the system.
        number: The other one; None where it is known exactly.
        sign: 1 or -1; 0 where it is known.
        offset: What is added.
    """

    place: int
    number: int | None
    sign: int
    offset: float

    def at(self, number: int) -> Copy:
        """Return the same copy of a number that is counted otherwise."""
        return evolve(self, number=number)

    def ends(self, low: float, high: float) -> tuple[float, float]:
        """Return the ends of the copy for ends of the number."""
        if not self.sign:
            return self.offset, self.offset
        return (self.offset + low, self.offset + high) if self.sign > 0 else (self.offset - high, self.offset - low)

    def within(self, low: float, high: float) -> tuple[float, float]:
        """Return the ends of the number for ends of the copy."""
        return (low - self.offset, high - self.offset) if self.sign > 0 else (self.offset - high, self.offset - low)


def contradiction(key: Hashable) -> DisclosureError:
    """Return the error that a published sum cannot be one."""
    return DisclosureError(
        f"the published numbers contradict one another: the parts of {key!s} cannot add up to it. "
        "Give the tables as they were published, all of the same answers."
    )


def tied(size: int, groups: Iterable[Sequence[int]]) -> list[int]:
    """Return for each of some places the place that stands for all that groups tie to it."""
    root = list(range(size))

    def find(place: int) -> int:
        while root[place] != place:
            root[place] = root[root[place]]
            place = root[place]
        return place

    for group in groups:
        for place in group[1:]:
            root[find(place)] = find(group[0])
    return [find(place) for place in range(size)]


class Reduction:
    """Hidden numbers with their ends and lines, while what follows at once is put in."""

    def __init__(
        self, low: dict[int, float], high: dict[int, float], lines: Iterable[Line], *, whole: bool, slip: float
    ) -> None:
        """Put in what follows. The ends of numbers that stay become narrower where those of their copies are.

        Raises:
            DisclosureError: The lines contradict one another or the ends.
        """
        self.low, self.high, self.whole, self.slip = low, high, whole, slip
        self.lines = [({**line.terms}, line.right, line.key) for line in lines]
        self.stands: dict[int, set[int]] = {place: set() for place in low}
        for at, (terms, _, _) in enumerate(self.lines):
            for place in terms:
                self.stands[place].add(at)
        self.replaced: dict[int, tuple[int | None, int, float]] = {}
        self.waiting = deque(range(len(self.lines)))
        while self.waiting:
            self._use(self.waiting.popleft())

    def copies(self) -> list[Copy]:
        """Return every number as a copy of one that stays."""
        found = []
        for place in self.stands:
            number: int | None = place
            sign, offset = 1, 0.0
            while number is not None and number in self.replaced:
                number, by, more = self.replaced[number]
                offset, sign = offset + sign * more, sign * by
            found.append(Copy(place, number, sign, offset))
        return found

    def apart(self, limits: Sequence[Limit]) -> Iterator[tuple[list[int], list[Line], list[Limit]]]:
        """Yield the numbers that stay by what still ties them, with what is said of them, each thing once.

        Args:
            limits: What else is said of them.
        """
        kept = [place for place in self.stands if place not in self.replaced]
        position = {place: at for at, place in enumerate(kept)}
        lines = self._different()
        terms = [*(line.terms for line in lines), *(limit.terms for limit in limits)]
        root = tied(len(kept), [[position[place] for place in said] for said in terms])
        found: dict[int, tuple[list[int], list[Line], list[Limit]]] = {}
        for at, place in enumerate(kept):
            found.setdefault(root[at], ([], [], []))[0].append(place)
        for line in lines:
            found[root[position[next(iter(line.terms))]]][1].append(line)
        for limit in limits:
            found[root[position[next(iter(limit.terms))]]][2].append(limit)
        yield from found.values()

    def _different(self) -> list[Line]:
        found: dict[tuple[tuple[int, int], ...], Line] = {}
        for terms, right, key in self.lines:
            if not terms:
                continue
            ordered = sorted(terms.items())
            sign = 1 if ordered[0][1] > 0 else -1
            line = Line({place: sign * by for place, by in ordered}, sign * right, key)
            same = found.setdefault(tuple(line.terms.items()), line)
            if abs(same.right - line.right) > self.slip:
                raise contradiction(key)
        return [*found.values()]

    def _use(self, at: int) -> None:
        terms, right, key = self.lines[at]
        if not terms:
            if abs(right) > self.slip:
                raise contradiction(key)
        elif len(terms) == 1:
            ((place, by),) = terms.items()
            self._replace(place, None, 0, right / by, key)
        elif len(terms) == 2:
            (kept, by), (place, other) = sorted(terms.items())
            if abs(by) == abs(other):
                self._replace(place, kept, -1 if by == other else 1, right / other, key)
        else:
            self._force(terms, right, key)

    def _force(self, terms: dict[int, int], right: float, key: Hashable) -> None:
        """Fix the numbers of a line that holds only if all are at their ends."""
        for at_low in (True, False):
            ends = {p: self.low[p] if (by > 0) == at_low else self.high[p] for p, by in terms.items()}
            if all(isfinite(end) for end in ends.values()) and sum(terms[p] * end for p, end in ends.items()) == right:
                for place, end in ends.items():
                    self._replace(place, None, 0, end, key)
                return

    def _replace(self, place: int, kept: int | None, sign: int, offset: float, key: Hashable) -> None:
        if self.whole and offset != round(offset):
            raise contradiction(key)
        if kept is None:
            possible = self.low[place] - self.slip <= offset <= self.high[place] + self.slip
        else:
            low, high = Copy(place, kept, sign, offset).within(self.low[place], self.high[place])
            self.low[kept], self.high[kept] = max(self.low[kept], low), min(self.high[kept], high)
            possible = self.low[kept] <= self.high[kept] + self.slip
        if not possible:
            raise contradiction(key)
        self.replaced[place] = kept, sign, offset
        for at in self.stands[place]:
            self._put(at, place, kept, sign, offset)

    def _put(self, at: int, place: int, kept: int | None, sign: int, offset: float) -> None:
        terms, right, key = self.lines[at]
        by = terms.pop(place)
        self.lines[at] = terms, right - by * offset, key
        if kept is not None:
            terms[kept] = terms.get(kept, 0) + sign * by
            self.stands[kept].add(at)
            if not terms[kept]:
                del terms[kept]
                self.stands[kept].discard(at)
        self.waiting.append(at)
