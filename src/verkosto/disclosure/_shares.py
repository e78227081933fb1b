"""Exact bounds where rounded shares tie counts to bases that are not known: the program has a row for each side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import numpy as np

from verkosto.disclosure._linear import LinearSpace
from verkosto.disclosure._narrow import narrow
from verkosto.disclosure._reduced import tied

if TYPE_CHECKING:
    from collections.abc import Iterable

    from verkosto.disclosure._components import Component
    from verkosto.disclosure._flow import Wish
    from verkosto.disclosure._limits import Limit
    from verkosto.disclosure._reduced import Line

__all__ = ["ShareSpace"]

_WIDE = 1000.0
"""For how wide a number without an end is taken."""

_LIGHT = 1e-2
"""What the other numbers weigh while some are driven to their ends."""


class ShareSpace(LinearSpace):
    """All that the numbers of a component can be that shares tie."""

    __slots__ = ("group", "groups")

    def __init__(self, component: Component) -> None:
        """Find values that satisfy all sums and shares.

        Raises:
            DisclosureError: There are none.
        """
        super().__init__(component)
        self.group = tied(len(self.low), [[*limit.terms] for limit in component.limits])
        self.groups: dict[int, tuple[list[Line], list[Limit]]] = {}
        for limit in component.limits:
            self.groups.setdefault(self.group[next(iter(limit.terms))], ([], []))[1].append(limit)
        for line in component.lines:
            for group in {self.group[number] for number in line.terms} & self.groups.keys():
                self.groups[group][0].append(line)

    def farthest(self, number: int, *, up: bool) -> float:
        """Return the most (or the least) that a number can be, and move the point there; infinity leaves it."""
        end = self.high[number] if up else self.low[number]
        return self.point[number] if self.point[number] == end else super().farthest(number, up=up)

    def shows(self, wishes: Iterable[Wish]) -> list[list[float]]:
        """Return possibilities that show which wishes can come true. The point moves."""
        return super().shows(
            wish for wish in wishes if (self.high[wish[0]] >= wish[2] if wish[1] else self.low[wish[0]] <= wish[2])
        )

    def copy(self) -> Self:
        other = super().copy()
        other.group, other.groups = self.group, self.groups
        return other

    def draw_in(self, number: int) -> None:
        """Make the ends of all narrower that shares tie to a number."""
        low, high = self.low.tolist(), self.high.tolist()
        narrow(low, high, *self.groups.get(self.group[number], ((), ())))
        self.low, self.high = np.array(low), np.array(high)

    def scan(self, asked: Iterable[int]) -> list[list[float]]:
        """Return possibilities where many numbers are at an end at once, so that few questions are left.

        Of each base and its counts one number after the other is driven to its ends, while all others are rather more
        than less: most of those respondents who know that somebody is counted there find it possible. The point moves.
        """
        groups: dict[int, list[tuple[int, float]]] = {}
        for number in asked:
            groups.setdefault(self.group[number], []).extend([(number, 1.0), (number, -1.0)])
        found = []
        weight = 1 / (1 + np.where(np.isfinite(self.high), self.high - self.low, _WIDE))
        for turn in range(max(map(len, groups.values()), default=0)):
            cost = -_LIGHT * weight
            for group in groups.values():
                for number, sign in group[turn : turn + 1]:
                    cost[number] = sign * weight[number]
            solution = self.solve(cost, whole=True)
            if solution.x is not None and self.taken(solution.x):
                found.append([*self.point])
        return found
