"""Systems of numbers made by hand: tables with their margins, and all that their hidden numbers can be by counting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve

from verkosto.disclosure._components import Component
from verkosto.disclosure._reduced import Copy, Line
from verkosto.disclosure._system import Sum, System

if TYPE_CHECKING:
    from verkosto.disclosure._system import Floats, Mask

__all__ = ["cube", "possibilities", "system_of", "two_way", "unreduced"]


def system_of(
    numbers: Mapping[Any, float],
    sums: Mapping[Any, Sequence[Any]],
    hidden: Sequence[Any],
    *,
    whole: bool = True,
) -> System:
    """Return a system of numbers by their names; hidden ones are forgotten."""
    places = {name: place for place, name in enumerate(numbers)}
    values = np.array([*numbers.values()], dtype=np.float64)
    system = System(
        keys=tuple(numbers),
        values=values,
        shown=np.ones(len(values), dtype=bool),
        low=np.zeros(len(values)),
        high=np.full(len(values), np.inf),
        sums=tuple(Sum(places[name], tuple(places[part] for part in parts)) for name, parts in sums.items()),
        whole=whole,
    )
    mask = np.zeros(len(values), dtype=bool)
    mask[[places[name] for name in hidden]] = True
    return system.hide(mask)


def two_way(table: Sequence[Sequence[float]], hidden: Sequence[tuple[int, int]], *, whole: bool = True) -> System:
    """Return a table with its margins; row and column -1 are the margins, and they may be hidden too."""
    full = np.pad(np.array(table, dtype=np.float64), (0, 1))
    full[-1] = full.sum(axis=0)
    full[:, -1] = full.sum(axis=1)
    codes = [[*range(size - 1), -1] for size in full.shape]
    numbers: dict[Any, float] = {(i, j): float(full[i, j]) for i in codes[0] for j in codes[1]}
    rows = {("row", i): [(i, j) for j in codes[1]] for i in codes[0]}
    columns = {("column", j): [(i, j) for i in codes[0]] for j in codes[1]}
    places = {key: place for place, key in enumerate(numbers)}
    system = system_of(numbers, {}, hidden, whole=whole)
    # The grand total is the sum of a row and of a column.
    sums = [Sum(places[keys[-1]], tuple(places[key] for key in keys[:-1])) for keys in (rows | columns).values()]
    return evolve(system, sums=tuple(sums))


def cube(table: Floats, hidden: Mask) -> System:
    """Return a table of three dimensions whose sums over each of them are shown."""
    sizes = table.shape
    numbers: dict[Any, float] = {place: float(table[place]) for place in np.ndindex(sizes)}
    sums: dict[Any, Sequence[Any]] = {}
    for axis in range(3):
        for fixed in np.ndindex(*np.delete(sizes, axis).tolist()):
            parts = [(*fixed[:axis], code, *fixed[axis:]) for code in range(sizes[axis])]
            sums[("sum", axis, fixed)] = parts
            numbers["sum", axis, fixed] = sum(float(table[part]) for part in parts)
    return system_of(numbers, sums, [place for place in np.ndindex(sizes) if hidden[place]])


def possibilities(system: System, most: int) -> Floats:
    """Return every choice of whole numbers, none above a limit, that the hidden numbers of a system can be."""
    hidden = np.flatnonzero(~system.shown)
    grids = np.indices((most + 1,) * len(hidden)).reshape(len(hidden), -1).T.astype(np.float64)
    grids = grids[((system.low[hidden] <= grids) & (grids <= system.high[hidden])).all(axis=1)]
    for line in system.sums:
        known = np.where(system.shown, system.values, 0)
        sides = [grids[:, np.isin(hidden, side)].sum(axis=1) for side in ([line.whole], line.parts)]
        grids = grids[sides[0] + known[line.whole] == sides[1] + known[list(line.parts)].sum()]
    return grids


def unreduced(system: System) -> Component:
    """Return all hidden numbers of a system as one component, with its sums as they are."""
    hidden = np.flatnonzero(~system.shown).tolist()
    position = {place: number for number, place in enumerate(hidden)}
    lines = []
    for found in system.sums:
        signs = {found.whole: 1} | dict.fromkeys(found.parts, -1)
        terms = {position[place]: sign for place, sign in signs.items() if place in position}
        right = -sum(sign * float(system.values[place]) for place, sign in signs.items() if place not in position)
        if terms:
            lines.append(Line(terms, right, system.keys[found.whole]))
    return Component(
        copies=tuple(Copy(place, number, 1, 0.0) for place, number in position.items()),
        low=tuple(system.low[hidden].tolist()),
        high=tuple(system.high[hidden].tolist()),
        lines=tuple(lines),
        whole=system.whole,
        slip=0.0 if system.whole else 1e-8,
        point=None,
        group=0,
    )
