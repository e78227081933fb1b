"""The net of numbers while it is woven: what is the same becomes one, and what tells nothing falls away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING

import numpy as np
from attrs import define, field, frozen

from verkosto.disclosure._stated import Statement
from verkosto.disclosure._system import Sum, System
from verkosto.errors import DisclosureError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

__all__ = ["Net", "Woven"]

_NEAR = 1e-6


@frozen(eq=False)
class Woven:
    """A system, and where the numbers that were added are in it.

    Attributes:
        system: The numbers.
        published: Which of them stand in a table, shape (N,).
        place: By the place that a number had when it was added its place in the system; -1 if it fell away.
    """

    system: System
    published: Mask
    place: NDArray[np.intp]


@define(eq=False)
class Net:
    """Numbers with what ties them.

    Attributes:
        whole: Whether they are counts.
        keys: What each number is.
        statements: What is known of it.
        published: Whether it stands in some table.
        sums: What adds up to what.
    """

    whole: bool
    keys: list[Hashable] = field(factory=list)
    statements: list[Statement] = field(factory=list)
    published: list[bool] = field(factory=list)
    sums: list[tuple[int, tuple[int, ...]]] = field(factory=list)
    _first: list[int] = field(factory=list)

    def add(self, key: Hashable, statement: Statement, *, published: bool) -> int:
        """Add a number and return its place."""
        self.keys.append(key)
        self.statements.append(statement)
        self.published.append(published)
        self._first.append(len(self._first))
        return len(self._first) - 1

    def join(self, one: int, other: int) -> None:
        """Say that two numbers are the same."""
        first, second = sorted((self._of(one), self._of(other)))
        self._first[second] = first

    def woven(self, *, known: bool) -> Woven:
        """Return the system.

        Args:
            known: Whether all values are to be worked out that sums tell.

        Raises:
            DisclosureError: Numbers that should be the same, or add up, do not.
        """
        of_number = np.array([self._of(place) for place in range(len(self.keys))], dtype=np.intp)
        firsts, place = np.unique(of_number, return_inverse=True)
        size = len(firsts)
        values = self._values(place, size)
        shown, published = (self._any(flags, place, size) for flags in (self._shown(), self.published))
        low, high = np.full(size, -np.inf), np.full(size, np.inf)
        np.maximum.at(low, place, [statement.low for statement in self.statements])
        np.minimum.at(high, place, [statement.high for statement in self.statements])
        sums = self._kept(place, published, low, high)
        if known:
            _fill(values, sums)
        keys = self._keys(place, size)
        stays = published.copy()
        stays[[number for whole, parts in sums for number in (whole, *parts)]] = True
        new = np.where(stays, np.cumsum(stays) - 1, -1)
        system = System(
            keys=tuple(key for key, kept in zip(keys, stays, strict=True) if kept),
            values=values[stays],
            shown=shown[stays],
            low=low[stays],
            high=high[stays],
            sums=tuple(Sum(int(new[whole]), tuple(int(new[part]) for part in parts)) for whole, parts in sums),
            whole=self.whole,
        )
        _check(system)
        return Woven(system, published[stays], new[place])

    def _of(self, place: int) -> int:
        while self._first[place] != place:
            place = self._first[place]
        return place

    def _shown(self) -> list[bool]:
        return [statement.shown for statement in self.statements]

    def _of_number(self, place: NDArray[np.intp], number: int) -> int:
        return int(np.flatnonzero(place == number)[-1])

    def _any(self, flags: Iterable[bool], place: NDArray[np.intp], size: int) -> Mask:
        found = np.zeros(size, dtype=bool)
        np.logical_or.at(found, place, list(flags))
        return found

    def _values(self, place: NDArray[np.intp], size: int) -> NDArray[np.float64]:
        values = np.full(size, np.nan)
        for number, statement in zip(place.tolist(), self.statements, strict=True):
            if np.isnan(statement.value):
                continue
            if abs(values[number] - statement.value) > _NEAR * max(1.0, abs(statement.value)):
                raise DisclosureError(_CONTRADICT.format(number=self.keys[self._of_number(place, number)]))
            if np.isnan(values[number]) or statement.shown:
                values[number] = statement.value
        return values

    def _keys(self, place: NDArray[np.intp], size: int) -> list[Hashable]:
        keys: list[Hashable] = [None] * size
        # What stands in a table has the name that the table gives it.
        for known in (True, False):
            for number, key, published in zip(place.tolist(), self.keys, self.published, strict=True):
                if published is known and keys[number] is None:
                    keys[number] = key
        return keys

    def _kept(
        self, place: NDArray[np.intp], published: Mask, low: NDArray[np.float64], high: NDArray[np.float64]
    ) -> list[tuple[int, tuple[int, ...]]]:
        """Return each sum once, without those that tell nothing: of a number not known that nothing else ties."""
        each: dict[tuple[int, tuple[int, ...]], None] = {}
        for whole, parts in self.sums:
            total, several = int(place[whole]), sorted(int(place[part]) for part in parts)
            if total in several:
                several.remove(total)
                high[several] = 0
            else:
                each[total, tuple(several)] = None
        sums = list(each)
        free = ~published & (low <= 0) & np.isinf(high)
        while True:
            uses = Counter(number for whole, parts in sums for number in (whole, *parts))
            useful = [s for s in sums if not (free[s[0]] and uses[s[0]] == 1)]
            if len(useful) == len(sums):
                return sums
            sums = useful


_CONTRADICT = (
    "the tables say different numbers of the same respondents ({number}), so what readers can compute of them is not "
    "known. Make all of them from the same answers, and those of other answers with another instrument id."
)


def _fill(values: NDArray[np.float64], sums: Iterable[tuple[int, tuple[int, ...]]]) -> None:
    """Work out numbers that are the only unknown ones of a sum."""
    left = list(sums)
    while left:
        later = []
        for whole, parts in left:
            unknown = [number for number in (whole, *parts) if np.isnan(values[number])]
            if unknown == [whole]:
                values[whole] = values[list(parts)].sum()
            elif len(unknown) == 1:
                values[unknown[0]] = values[whole] - np.nansum(values[list(parts)])
            elif unknown:
                later.append((whole, parts))
        if len(later) == len(left):
            return
        left = later


def _check(system: System) -> None:
    for total in system.sums:
        parts = system.values[list(total.parts)].sum()
        if abs(parts - system.values[total.whole]) > _NEAR * max(1.0, abs(parts)):
            raise DisclosureError(_CONTRADICT.format(number=system.keys[total.whole]))
