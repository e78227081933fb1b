"""Bounds: the exact interval that a reader can compute for every hidden number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.disclosure._components import components
from verkosto.disclosure._space import space_of
from verkosto.disclosure._system import Bounds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from verkosto.disclosure._components import Component
    from verkosto.disclosure._space import Space
    from verkosto.disclosure._system import Floats, Mask, System

__all__ = ["Extremes", "bounds", "extremes", "widen"]


def bounds(system: System, wanted: Mask | None = None) -> Bounds:
    """Return the least and the most that each number can be, given what is shown and how the numbers add up.

    Both ends are reached by some values that satisfy everything at once: the interval is exact, for counts among whole
    numbers. Hidden numbers that no sum ties to one another are solved apart: as flows in a network where every
    number stands in at most two sums, as in a table with margins; else by mixed-integer programming.

    Where the system has values of the hidden numbers too, the search starts from them; they change no bound.

    Args:
        system: The numbers.
        wanted: Whose bounds are wanted, shape (N,); None: of all. Other hidden numbers have NaN.

    Returns:
        Bounds, shape (N,): the number itself where it is shown, infinity where nothing bounds it.

    Raises:
        DisclosureError: The shown numbers contradict one another; the message names a sum.

    Example:
        >>> import numpy as np
        >>> from verkosto.disclosure._system import Sum, System
        >>> nothing = np.zeros(3)
        >>> system = System(("base", "k", "e"), np.array([20.0, 3, 17]), np.array([True, False, False]),
        ...     nothing, nothing + np.inf, (Sum(0, (1, 2)),))
        >>> bounds(system).low.tolist(), bounds(system).high.tolist()
        ([20.0, 0.0, 0.0], [20.0, 20.0, 20.0])
    """
    low = np.where(system.shown, system.values, np.nan)
    high = low.copy()
    for part in components(system):
        copies = part.copies if wanted is None else [copy for copy in part.copies if wanted[copy.place]]
        asked = sorted({copy.number for copy in copies if copy.number is not None})
        found = extremes(space_of(part), part, asked) if asked else None
        for copy in copies:
            number = copy.number
            ends = (0.0, 0.0) if found is None or number is None else (found.low[number], found.high[number])
            low[copy.place], high[copy.place] = copy.ends(*ends)
    return Bounds(low, high)


@frozen(eq=False)
class Extremes:
    """The least and the most of the numbers of a component, with possibilities that reach them.

    Attributes:
        low: The least of each, shape (K,); of a number that was not asked for, the least that was met.
        high: The most.
        points: The possibilities that were met, shape (P, K).
    """

    low: Floats
    high: Floats
    points: Floats


def extremes(space: Space, component: Component, asked: Collection[int]) -> Extremes:
    """Return the extremes of some numbers of a component. The point of the space moves."""
    points = [[*space.point], *space.scan(asked)]
    low, high = np.min(points, axis=0), np.max(points, axis=0)
    points += widen(space, (low, high), (np.array(component.low), np.array(component.high)), asked)
    return Extremes(low, high, np.array(points))


def widen(
    space: Space, met: tuple[Floats, Floats], ends: tuple[Floats, Floats], asked: Iterable[int]
) -> list[list[float]]:
    """Make what was met of each number as wide as the space allows, and return the possibilities that did it.

    Args:
        space: What is possible; its point moves.
        met: The least and the most of each number that were met so far; they are changed.
        ends: The least and the most that they can be in any case: who was met there is not asked again.
        asked: Which numbers.
    """
    low, high = met
    points = [[*space.point]]
    np.minimum(low, points[0], out=low)
    np.maximum(high, points[0], out=high)
    for number in asked:
        for up in (False, True):
            if met[up][number] == ends[up][number]:
                continue
            found = space.farthest(number, up=up)
            points.append([*space.point])
            np.minimum(low, points[-1], out=low)
            np.maximum(high, points[-1], out=high)
            met[up][number] = max(high[number], found) if up else min(low[number], found)
    return points
