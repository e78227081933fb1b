"""Components: the hidden numbers that sums tie to one another, and what the shown ones leave for them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from math import ceil, floor, isfinite
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.disclosure._limits import Limit, limits_of, own_ends
from verkosto.disclosure._narrow import narrow
from verkosto.disclosure._reduced import Copy, Line, Reduction, contradiction, tied

if TYPE_CHECKING:
    from verkosto.disclosure._system import Sum, System

__all__ = ["Component", "components"]

# Sums of amounts are equal as far as floats tell; counts are exact.
_SLIP = 1e-8

_JOINT = 100
"""How many numbers that rounded shares tie are searched together. Of more, each base is looked at with its own counts
alone, and then sums tie all: intervals may be too wide, never too narrow."""


@frozen(eq=False)
class Component:
    """Hidden numbers that are tied to one another and to no others.

    Many hidden numbers of a system are the same but for a known difference, such as those who ticked an option and
    those who did not. So a component has K numbers of its own, and every hidden number of the system is a copy of one.

    Attributes:
        copies: The hidden numbers of the system as copies of those of the component.
        low: The least of each number that is known beforehand, K of them.
        high: The most.
        lines: What the sums say.
        whole: Whether they are whole numbers.
        slip: By how much a sum may miss: 0 for whole numbers.
        point: Values that satisfy all lines, where the system has them; None if they are to be found.
        group: What tied numbers have in common; some are apart once all is known that follows at once.
        limits: What rounded shares say.
    """

    copies: tuple[Copy, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    lines: tuple[Line, ...]
    whole: bool
    slip: float
    point: tuple[float, ...] | None
    group: int
    limits: tuple[Limit, ...] = ()


def components(system: System) -> tuple[Component, ...]:
    """Return the hidden numbers of a system by what ties them, groups in the order of the system.

    Raises:
        DisclosureError: Shown numbers contradict a sum.
    """
    shown, values = system.shown.tolist(), system.values.tolist()
    slip = 0.0 if system.whole else _SLIP * max(1.0, float(np.max(np.abs(system.values[system.shown]), initial=0.0)))
    lines = [_line(system.keys[found.whole], found, shown, values) for found in system.sums]
    limits = limits_of(system)
    root = tied(len(shown), [*([*line.terms] for line in lines), *([*limit.terms] for limit in limits)])
    members: dict[int, list[int]] = {}
    for place in range(len(shown)):
        if not shown[place]:
            members.setdefault(root[place], []).append(place)
    said: dict[int, list[Line]] = {group: [] for group in members}
    for line in lines:
        if line.terms:
            said[root[next(iter(line.terms))]].append(line)
        elif abs(line.right) > slip:
            raise contradiction(line.key)
    bounded: dict[int, list[Limit]] = {group: [] for group in members}
    for limit in limits:
        if limit.terms:
            bounded[root[next(iter(limit.terms))]].append(limit)
        elif not limit.holds(()):
            raise contradiction(limit.key)
    return tuple(
        part
        for group, places in members.items()
        for part in _parts(system, places, said[group], bounded[group], slip, group)
    )


def _line(key: Hashable, found: Sum, shown: Sequence[bool], values: Sequence[float]) -> Line:
    terms: dict[int, int] = {}
    right = 0.0
    for place, sign in ((found.whole, 1), *((part, -1) for part in found.parts)):
        if shown[place]:
            right -= sign * values[place]
        else:
            terms[place] = terms.get(place, 0) + sign
    return Line({place: by for place, by in terms.items() if by}, right, key)


def _parts(
    system: System, places: Sequence[int], lines: Iterable[Line], limits: Iterable[Limit], slip: float, group: int
) -> Iterable[Component]:
    """Yield the components of tied numbers, those first that are known exactly."""
    low, high = ({place: float(end[place]) for place in places} for end in (system.low, system.high))
    if system.whole:
        low = {place: float(ceil(end)) if isfinite(end) else end for place, end in low.items()}
        high = {place: float(floor(end)) if isfinite(end) else end for place, end in high.items()}
    limits = [*own_ends(limits, low, high)]
    reduction = Reduction(low, high, lines, whole=system.whole, slip=slip)
    copies = reduction.copies()
    limits = [*own_ends((limit.put({copy.place: copy for copy in copies}) for limit in limits), low, high)]
    fixed = tuple(copy for copy in copies if copy.number is None)
    if fixed:
        yield Component(fixed, (), (), (), system.whole, slip, (), group)
    for kept, said, bounded in reduction.apart(limits):
        position = {place: number for number, place in enumerate(kept)}
        at = {place: Copy(place, number, 1, 0.0) for place, number in position.items()}
        part_low, part_high = [low[place] for place in kept], [high[place] for place in kept]
        part_lines = tuple(
            Line({position[place]: by for place, by in line.terms.items()}, line.right, line.key) for line in said
        )
        part_limits = tuple(limit.put(at) for limit in bounded)
        narrow(part_low, part_high, part_lines, part_limits)
        if len(kept) > _JOINT:
            part_limits = ()
        point = _point(system.values[kept].tolist(), part_low, part_high, part_lines, slip)
        yield Component(
            tuple(copy.at(position[copy.number]) for copy in copies if copy.number in position),
            tuple(part_low),
            tuple(part_high),
            part_lines,
            system.whole,
            slip,
            point if point is None or all(limit.holds(point) for limit in part_limits) else None,
            group,
            part_limits,
        )


def _point(
    point: list[float], low: Sequence[float], high: Sequence[float], lines: Iterable[Line], slip: float
) -> tuple[float, ...] | None:
    """Return values if they satisfy everything; where they are not known they do not."""
    inside = all(a - slip <= value <= b + slip for a, value, b in zip(low, point, high, strict=True))
    fits = inside and all(
        abs(sum(by * point[number] for number, by in line.terms.items()) - line.right) <= slip for line in lines
    )
    return tuple(point) if fits else None
