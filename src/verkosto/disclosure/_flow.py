"""Exact bounds where the sums form a network: hidden numbers are flows on its arcs, and no solver is needed.

In a table with margins every number stands in at most two sums. A sum is then a node, a number an arc between the two
nodes it stands in, and what is known is what flows through: all that a number can be is found by pushing as much
through its arc as the others let back (Ford and Fulkerson 1962; for tables Cox 1995).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterable, Sequence
from math import inf, isinf
from typing import TYPE_CHECKING

from attrs import frozen

from verkosto.disclosure._reduced import contradiction

if TYPE_CHECKING:
    from verkosto.disclosure._components import Component

__all__ = ["FlowSpace", "Network", "Wish", "granted", "network_of"]

Wish = tuple[int, bool, float]
"""A number, and what it should be: at least so much (True), or at most so much."""

Step = tuple[int, int, bool]
"""An arc, the node it leads to, and whether it is walked in its own direction."""


@frozen
class Network:
    """Hidden numbers as arcs between sums. The last node stands for everything outside the sums.

    Attributes:
        tails: The node that each arc leaves.
        heads: The node that it enters.
        needs: How much more leaves each node than enters it.
    """

    tails: tuple[int, ...]
    heads: tuple[int, ...]
    needs: tuple[float, ...]


def granted(wish: Wish, point: Sequence[float]) -> bool:
    """Return whether a wish has come true."""
    number, up, end = wish
    return point[number] >= end if up else point[number] <= end


def network_of(component: Component) -> Network | None:
    """Return a component as a network; None where its sums are none, as in most tables of three dimensions."""
    outside = len(component.lines)
    stands: list[list[tuple[int, int]]] = [[] for _ in component.low]
    for node, line in enumerate(component.lines):
        for number, sign in line.terms.items():
            stands[number].append((node, sign))
    if any(len(found) > 2 or any(abs(sign) != 1 for _, sign in found) for found in stands):
        return None
    turned = _turned(outside, stands)
    if turned is None:
        return None
    tails, heads = [outside] * len(stands), [outside] * len(stands)
    for number, found in enumerate(stands):
        for node, sign in found:
            (tails if sign * turned[node] > 0 else heads)[number] = node
    needs = [turn * line.right for turn, line in zip(turned, component.lines, strict=True)]
    return Network(tuple(tails), tuple(heads), (*needs, -sum(needs)))


def _turned(nodes: int, stands: list[list[tuple[int, int]]]) -> list[int] | None:
    """Return 1 or -1 for each sum, so that every number leaves one sum and enters the other; None if there are none."""
    beside: list[list[tuple[int, int]]] = [[] for _ in range(nodes)]
    for found in stands:
        if len(found) == 2:
            (one, sign), (other, another) = found
            beside[one].append((other, -sign * another))
            beside[other].append((one, -sign * another))
    turned = [0] * nodes
    for start in range(nodes):
        if turned[start]:
            continue
        turned[start] = 1
        waiting = [start]
        while waiting:
            node = waiting.pop()
            for other, turn in beside[node]:
                if not turned[other]:
                    turned[other] = turned[node] * turn
                    waiting.append(other)
                elif turned[other] != turned[node] * turn:
                    return None
    return turned


class FlowSpace:
    """All that the numbers of a network can be. `point` is one possibility, and every question moves it."""

    __slots__ = ("beside", "high", "low", "network", "point", "slip")

    def __init__(self, component: Component, network: Network) -> None:
        """Find values that satisfy all sums.

        Raises:
            DisclosureError: There are none.
        """
        self.network, self.slip = network, component.slip
        self.low, self.high = list(component.low), list(component.high)
        self.beside: list[list[Step]] = [[] for _ in network.needs]
        for arc, (tail, head) in enumerate(zip(network.tails, network.heads, strict=True)):
            self.beside[tail].append((arc, head, True))
            self.beside[head].append((arc, tail, False))
        if component.point is not None:
            self.point = list(component.point)
            return
        self.point = [min(max(0.0, low), high) for low, high in zip(self.low, self.high, strict=True)]
        stuck = self._settle()
        if stuck is not None:
            raise contradiction(component.lines[stuck].key)

    def scan(self, asked: Iterable[int]) -> list[list[float]]:  # noqa: ARG002
        """Return possibilities to begin with: none, for every question is quickly answered."""
        return []

    def farthest(self, number: int, *, up: bool) -> float:
        """Return the most (or the least) that a number can be, and move the point there; infinity leaves it."""
        end = self.high[number] if up else self.low[number]
        moved = self.push(number, abs(end - self.point[number]), up=up)
        if isinf(moved):
            return inf if up else -inf
        return self.point[number]

    def within(self, number: int, low: float, high: float) -> FlowSpace | None:
        """Return what is possible if a number lies between two ends; None if it cannot."""
        narrower = self._copy()
        low, high = max(low, self.low[number]), min(high, self.high[number])
        away = max(low - self.point[number], self.point[number] - high)
        if low > high + self.slip or (away > 0 and narrower.lacks(number, away, up=self.point[number] < low)):
            return None
        narrower.low[number], narrower.high[number] = low, high
        return narrower

    def shows(self, wishes: Iterable[Wish]) -> list[list[float]]:
        """Return possibilities that show which wishes can come true. The point moves."""
        return [
            [*self.point]
            for number, up, end in wishes
            if (away := end - self.point[number] if up else self.point[number] - end) > 0
            and self.push(number, away, up=up) == away
        ]

    def _copy(self) -> FlowSpace:
        other = object.__new__(FlowSpace)
        other.network, other.beside, other.slip = self.network, self.beside, self.slip
        other.low, other.high, other.point = [*self.low], [*self.high], [*self.point]
        return other

    def lacks(self, number: int, amount: float, *, up: bool) -> bool:
        """Move a number by an amount, and return whether that was not possible."""
        return self.push(number, amount, up=up) < amount - self.slip

    def push(self, number: int, amount: float, *, up: bool) -> float:
        """Move a number by as much as is possible, at most by an amount; return by how much."""
        tail, head = self.network.tails[number], self.network.heads[number]
        start, goal = (head, {tail}) if up else (tail, {head})
        moved = 0.0
        while amount - moved > self.slip:
            path = self._path(start, goal, number)
            if path is None:
                break
            room = min([amount - moved, *(self._room(arc, forward) for arc, _, forward in path)])
            if isinf(room):
                return inf
            self._walk(path, room)
            self.point[number] += room if up else -room
            moved += room
        return moved

    def _settle(self) -> int | None:
        """Make every node give and take what it needs; return the line that cannot, or None."""
        needs = list(self.network.needs)
        for arc, value in enumerate(self.point):
            needs[self.network.tails[arc]] -= value
            needs[self.network.heads[arc]] += value
        slip = self.slip * len(needs)
        for node in range(len(needs)):
            while needs[node] > slip:
                short = {other for other, need in enumerate(needs) if need < -slip}
                path = self._path(node, short, -1)
                if path is None:
                    return node if node < len(needs) - 1 else min(short)
                goal = path[0][1]
                room = min([needs[node], -needs[goal], *(self._room(arc, forward) for arc, _, forward in path)])
                self._walk(path, room)
                needs[node] -= room
                needs[goal] += room
        return None

    def _path(self, start: int, goals: Container[int], barred: int) -> list[Step] | None:
        """Return a shortest way with room for more, its last step first; None where there is none."""
        if start in goals:
            return []
        low, high, point, slip = self.low, self.high, self.point, self.slip
        came: dict[int, tuple[int, Step]] = {start: (start, (barred, start, True))}
        waiting = deque([start])
        while waiting:
            node = waiting.popleft()
            for step in self.beside[node]:
                arc, other, forward = step
                if other in came or arc == barred:
                    continue
                if (high[arc] - point[arc] if forward else point[arc] - low[arc]) <= slip:
                    continue
                came[other] = node, step
                if other in goals:
                    return self._back(came, other, start)
                waiting.append(other)
        return None

    @staticmethod
    def _back(came: dict[int, tuple[int, Step]], node: int, start: int) -> list[Step]:
        path = []
        while node != start:
            node, step = came[node]
            path.append(step)
        return path

    def _room(self, arc: int, forward: bool) -> float:  # noqa: FBT001
        return self.high[arc] - self.point[arc] if forward else self.point[arc] - self.low[arc]

    def _walk(self, path: list[Step], amount: float) -> None:
        for arc, _, forward in path:
            self.point[arc] += amount if forward else -amount
