"""Areas put together with their neighbours: the choice of groups that hides least, and keeps most areas apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto import regions
from verkosto.disclosure._coarsen_cost import blocks_of, codes_of, hidden_of
from verkosto.errors import VerkostoError

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

    from verkosto.aggregate import Table
    from verkosto.disclosure._rules import Rules
    from verkosto.disclosure._system import Floats

__all__ = ["connected", "groupings", "meeting"]

Grouping = tuple[tuple[str, ...], ...]
"""Every area in one of the groups."""

_MOST_GROUPS = 4000
_NODES = 200
"""How many branches one search may take: counted and not timed, so that the same table has the same groupings."""

_PRICES = (1000.0, 0.7, 0.3)
"""What a hidden figure counts for, against an area that loses its own place."""


def groupings(table: Table, by: str, met: Mapping[str, frozenset[str]], rules: Rules) -> Iterator[Grouping]:
    """Yield groupings of the areas of a table into neighbours, the one that hides least first.

    Every connected group of a few areas is weighed, and of those that share no area the best are chosen by an integer
    program: an exact answer for the guessed number of hidden figures.

    Args:
        table: The table.
        by: The areas that divide it.
        met: Areas that may be put together with each area.
        rules: What must be hidden.
    """
    codes = codes_of(table, by)
    place = {code: at for at, code in enumerate(codes)}
    weighed = _groups(tuple(frozenset(place[o] for o in met.get(code, ()) if o in place) for code in codes))
    member = weighed.member
    hidden, base = _weighed(table, by, member, rules)
    # Of equal choices the one that puts smaller areas together.
    lost = member.sum(axis=1) - 1 + 0.01 * base / max(base.max(initial=0), 1) * (member.sum(axis=1) > 1)
    seen = set()
    for price in _PRICES:
        cost = price * hidden + lost
        rows = weighed.worthwhile(cost)
        chosen = rows[_cheapest(member[rows], cost[rows])]
        found = tuple(sorted(tuple(codes[at] for at in np.flatnonzero(member[row])) for row in chosen))
        if found and found not in seen and len(found) < len(codes):
            seen.add(found)
            yield found


def connected(borders: Sequence[frozenset[int]], most: int) -> Iterator[frozenset[int]]:
    """Yield connected groups of areas, smaller ones first, up to the size of which there are too many.

    Args:
        borders: The neighbours of each area.
        most: How many groups may be weighed.
    """
    size = [frozenset([area]) for area in range(len(borders))]
    count = 0
    while size and (count == 0 or count + len(size) <= most):
        count += len(size)
        yield from size
        larger = {group | {other} for group in size for area in group for other in borders[area] - group}
        size = sorted(larger, key=sorted)


def meeting(table: Table, by: str, kind: str, *, within: str | None) -> Mapping[str, frozenset[str]]:
    """Return the areas that may be put together with each area of a table: its neighbours.

    Args:
        table: The table.
        by: The areas that divide it.
        kind: The kind of area that they are.
        within: A kind of larger area that no group may reach beyond.

    Returns:
        Codes of neighbours by code; nothing where borders are not known.
    """
    day = _day(table)
    codes = set(codes_of(table, by))
    try:
        known = {area.code for area in regions.areas(kind, on=day, official=False)} & codes
        met = {code: {area.code for area in regions.neighbours(kind, code, on=day)} & known for code in known}
    except VerkostoError:
        return {}
    if within is None:
        return {code: frozenset(others) for code, others in met.items()}
    fit = regions.correspondence(kind, within, on=day)
    parent = {code: fit.target_of(code) for code in known}
    return {code: frozenset(o for o in others if parent[o] == parent[code]) for code, others in met.items()}


def _day(table: Table) -> dt.date | None:
    day = table.known_origin().responses.instrument.areas_on
    return None if day is None else day.first


def _weighed(table: Table, by: str, member: Floats, rules: Rules) -> tuple[Floats, Floats]:
    """Return about how many figures each group would hide, and how many answers it has."""
    hidden = np.zeros(len(member))
    size = np.zeros(len(member))
    for block in blocks_of(table, by):
        n, units = (np.einsum("ga,aov->gov", member, part) for part in (block.n, block.units))
        base = member @ block.base
        hidden += hidden_of(n, units, base, rules, adds_up=block.adds_up).sum(axis=1)
        size += base.sum(axis=1)
    return hidden, size


@frozen(eq=False)
class _Groups:
    """Connected groups of areas, smaller ones first, and how each falls into two that are connected too.

    Attributes:
        member: Which areas are in each group, 1 or 0, shape (groups, areas).
        whole: The group of each pair of parts.
        part: One of the two.
        rest: The other.
    """

    member: Floats
    whole: NDArray[np.intp]
    part: NDArray[np.intp]
    rest: NDArray[np.intp]

    def worthwhile(self, cost: Floats) -> NDArray[np.intp]:
        """Return the groups that are cheaper than the same areas in parts: most are not, and need not be weighed."""
        best, kept = cost.copy(), np.ones(len(cost), dtype=bool)
        sizes = self.member.sum(axis=1)
        for size in range(2, int(sizes.max(initial=0)) + 1):
            # What smaller groups cost at best is known by now.
            of_size = sizes[self.whole] == size
            apart = np.full(len(cost), np.inf)
            np.minimum.at(apart, self.whole[of_size], best[self.part[of_size]] + best[self.rest[of_size]])
            kept &= cost < apart
            best = np.minimum(best, apart)
        return np.flatnonzero(kept)


@lru_cache(maxsize=16)
def _groups(borders: tuple[frozenset[int], ...]) -> _Groups:
    """Return the connected groups of areas; tables by the same areas share them."""
    groups = list(connected(borders, _MOST_GROUPS))
    member = np.zeros((len(groups), len(borders)))
    rows: dict[int, int] = {}
    pairs: list[tuple[int, int, int]] = []
    for row, group in enumerate(groups):
        member[row, list(group)] = 1
        bits = sum(1 << area for area in group)
        pairs += [(row, rows[part], rows[bits ^ part]) for part in _parts(bits) if part in rows and bits ^ part in rows]
        rows[bits] = row
    whole, part, rest = np.array(pairs, dtype=np.intp).reshape(-1, 3).T
    return _Groups(member, whole, part, rest)


def _parts(bits: int) -> Iterator[int]:
    """Yield the parts of a set of bits that hold its lowest one, but not the whole."""
    lowest = bits & -bits
    others = part = bits ^ lowest
    while part:
        part = (part - 1) & others
        yield part | lowest


def _cheapest(member: Floats, cost: Floats) -> list[int]:
    """Return the groups of least cost that hold every area once; none where the search ends before one is found."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csc_array

    found = milp(
        cost,
        integrality=np.ones(len(cost), dtype=np.intp),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(csc_array(member.T), 1, 1),
        options={"node_limit": _NODES},
    )
    return [] if found.x is None else np.flatnonzero(found.x > 0.5).tolist()
