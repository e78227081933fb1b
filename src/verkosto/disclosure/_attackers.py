"""Attackers: what somebody can compute who knows more than what is published."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Literal

import numpy as np
from attrs import frozen

from verkosto.disclosure._bounds import extremes, widen
from verkosto.disclosure._components import components
from verkosto.disclosure._space import space_of
from verkosto.disclosure._system import Bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from verkosto.disclosure._bounds import Extremes
    from verkosto.disclosure._components import Component
    from verkosto.disclosure._flow import Wish
    from verkosto.disclosure._reduced import Copy
    from verkosto.disclosure._space import Space
    from verkosto.disclosure._system import Floats, Mask, System

    Places = NDArray[np.intp]

__all__ = ["ATTACKERS", "Attacker", "Reason", "attacked"]

Attacker = Literal["outsider", "rule", "respondent"]

ATTACKERS: tuple[Attacker, ...] = ("outsider", "rule", "respondent")


@frozen
class Reason:
    """A range for which the rules hide a number: if it lies there, it was not hidden for the sake of others.

    Attributes:
        place: Which number of the system.
        low: The least that it is hidden for.
        high: The most.
    """

    place: int
    low: float
    high: float


def attacked(
    system: System,
    attackers: Sequence[Attacker],
    *,
    wanted: Mask | None = None,
    reasons: Sequence[Reason] = (),
    members: Mask | None = None,
) -> dict[Attacker, Bounds]:
    """Return the bounds that each attacker can compute of every number, or of those wanted.

    - **outsider** knows what is published: shown numbers, how they add up, that none is negative, and what rounding
      or bands say. The interval is exact (see `bounds`).
    - **rule** knows also what the rules hide. Numbers are hidden because at least one of those that sums tie to one
      another lies where a rule hides it; others are hidden for its sake. Which one it is, is not known, so the
      interval is the smallest that holds every case. It is exact under that knowledge; how the program chose the others
      is not used. Where no case can be, the rules are not those that were used, and nothing is added.
    - **respondent** knows the answer of one respondent, their own, so that one hidden number is 1 or more. Of each
      number the narrowest interval is told that a respondent of any hidden number can compute: the worst case. They
      know nobody else's answer, and they use their place in one hidden number at a time. Of amounts this adds
      nothing, for nobody publishes what one respondent's own share of them is.

    Args:
        system: The numbers.
        attackers: Who.
        wanted: Whose bounds are wanted, shape (N,); None: of all. Other hidden numbers have NaN.
        reasons: What the rules hide, for "rule".
        members: In which numbers a respondent may know themselves, for "respondent", shape (N,); None: in all hidden.

    Raises:
        DisclosureError: The shown numbers contradict one another.
    """
    shown = np.where(system.shown, system.values, np.nan)
    found = {attacker: Bounds(shown.copy(), shown.copy()) for attacker in attackers}
    inside = ~system.shown if members is None else members
    groups: dict[int, list[_Part]] = {}
    for component in components(system):
        groups.setdefault(component.group, []).append(_Part.of(component, wanted))
    for parts in groups.values():
        for attacker, bounds in found.items():
            ends = [(part.known.low, part.known.high) for part in parts]
            if attacker == "rule":
                ends = _with_rule(parts, reasons)
            elif attacker == "respondent" and system.whole:
                ends = [_with_own(part, inside) for part in parts]
            for part, (low, high) in zip(parts, ends, strict=True):
                for copy in part.copies:
                    of = (0.0, 0.0) if copy.number is None else (low[copy.number], high[copy.number])
                    bounds.low[copy.place], bounds.high[copy.place] = copy.ends(*of)
    return found


@frozen(eq=False)
class _Part:
    """A component with what an outsider knows of it.

    Attributes:
        component: The component.
        copies: Those of its copies that are wanted.
        asked: The numbers behind them.
        space: What is possible.
        known: What an outsider knows of the numbers that are asked about.
    """

    component: Component
    copies: tuple[Copy, ...]
    asked: tuple[int, ...]
    space: Space
    known: Extremes

    @classmethod
    def of(cls, component: Component, wanted: Mask | None) -> _Part:
        """Find what an outsider knows."""
        copies = tuple(copy for copy in component.copies if wanted is None or wanted[copy.place])
        asked = tuple(sorted({copy.number for copy in copies if copy.number is not None}))
        space = space_of(component)
        return cls(component, copies, asked, space, extremes(space, component, asked))


def _with_rule(parts: Sequence[_Part], reasons: Sequence[Reason]) -> list[tuple[Floats, Floats]]:
    """Return the ends of the numbers of tied parts if at least one of the reasons is true."""
    ends = [(part.known.low, part.known.high) for part in parts]
    cases: dict[int, list[Reason]] = {}
    copies = {copy.place: (at, copy) for at, part in enumerate(parts) for copy in part.component.copies}
    for reason in reasons:
        at, copy = copies.get(reason.place, (0, None))
        if copy is None:
            continue
        if copy.number is None:
            if reason.low <= copy.offset <= reason.high:
                return ends
            continue
        low, high = copy.within(reason.low, reason.high)
        if parts[at].space.within(copy.number, low, high) is not None:
            cases.setdefault(at, []).append(Reason(copy.number, low, high))
    # Where the reason may lie in another part, nothing follows for this one.
    if len(cases) == 1:
        ((at, own),) = cases.items()
        ends[at] = _with_case(parts[at], own)
    return ends


def _with_case(part: _Part, cases: Sequence[Reason]) -> tuple[Floats, Floats]:
    """Return the ends of the numbers of a part if at least one of the cases is true."""
    known = part.known
    low, high = np.full(len(known.low), inf), np.full(len(known.low), -inf)
    for case in cases:
        column = known.points[:, case.place]
        meets = known.points[(case.low <= column) & (column <= case.high)]
        low = np.minimum(low, meets.min(axis=0, initial=inf))
        high = np.maximum(high, meets.max(axis=0, initial=-inf))
    for case in cases:
        short = [
            number for number in part.asked if low[number] > known.low[number] or high[number] < known.high[number]
        ]
        narrower = part.space.within(case.place, case.low, case.high) if short else None
        if narrower is not None:
            widen(narrower, (low, high), (known.low, known.high), short)
    return low, high


def _with_own(part: _Part, inside: Mask) -> tuple[Floats, Floats]:
    """Return the narrowest ends of every number that somebody knows who is one of those that a hidden number counts."""
    known, low, high = part.known, part.known.low.copy(), part.known.high.copy()
    met = _Met.of(known, _wishes(part, inside))
    met.look_at_ends(part)
    for at, (mine, up, end) in enumerate(met.wishes):
        # What was met is possible, so the interval is at least as wide: most numbers need no question.
        narrow = met.high[at] - met.low[at] < high - low
        asked = [number for number in part.asked if narrow[number]]
        narrower = part.space.within(mine, *((end, inf) if up else (-inf, end))) if asked else None
        if narrower is None:
            continue
        for number in asked:
            ends = met.ends(narrower, at, number, known)
            if ends[1] - ends[0] < high[number] - low[number]:
                low[number], high[number] = ends
    return low, high


def _wishes(part: _Part, inside: Mask) -> tuple[Wish, ...]:
    """Return what respondents know: that a hidden number that counts them is 1 or more."""
    component = part.component
    found: dict[Wish, None] = {}
    for copy in component.copies:
        if copy.number is not None and inside[copy.place]:
            low, high = copy.ends(component.low[copy.number], component.high[copy.number])
            if low < 1 <= high:
                found[copy.number, copy.sign > 0, copy.sign * (1 - copy.offset)] = None
    return tuple(found)


@frozen(eq=False)
class _Met:
    """What was met of every number while a wish was true, M of them.

    Attributes:
        wishes: The wishes.
        numbers: Which number each is about, shape (M,).
        signs: 1 if it should be so much at least, -1 if at most.
        least: What the number times the sign should be at least.
        low: The least that was met, shape (M, K).
        high: The most.
    """

    wishes: tuple[Wish, ...]
    numbers: Places
    signs: Floats
    least: Floats
    low: Floats
    high: Floats

    @classmethod
    def of(cls, known: Extremes, wishes: tuple[Wish, ...]) -> _Met:
        """Return what is met among known possibilities; what has no end has none here either."""
        size = len(wishes), len(known.low)
        numbers = np.array([number for number, _, _ in wishes], dtype=np.intp)
        signs = np.array([1.0 if up else -1.0 for _, up, _ in wishes])
        least = signs * [end for _, _, end in wishes]
        met = cls(wishes, numbers, signs, least, np.full(size, inf), np.full(size, -inf))
        met.low[:, np.isinf(known.low)] = -inf
        met.high[:, np.isinf(known.high)] = inf
        for point in known.points.tolist():
            met.add(point)
        return met

    def add(self, point: list[float]) -> None:
        """Add a possibility."""
        found = np.array(point)
        true = np.flatnonzero(self.signs * found[self.numbers] >= self.least)
        self.low[true] = np.minimum(self.low[true], found)
        self.high[true] = np.maximum(self.high[true], found)

    def look_at_ends(self, part: _Part) -> None:
        """Look for possibilities where a number is at its end and wishes are true."""
        known = part.known
        for met, ends in ((self.low, known.low), (self.high, known.high)):
            at_end = known.points == ends
            for number in part.asked:
                left = np.flatnonzero(met[:, number] != ends[number]).tolist()
                if left and at_end[:, number].any():
                    part.space.point = known.points[int(np.argmax(at_end[:, number]))].tolist()
                    still = part.space.within(number, ends[number], ends[number])
                    for point in [] if still is None else still.shows([self.wishes[at] for at in left]):
                        self.add(point)

    def ends(self, narrower: Space, at: int, number: int, known: Extremes) -> tuple[float, float]:
        """Return the ends of a number while a wish is true."""
        for met, end, up in ((self.low, known.low, False), (self.high, known.high, True)):
            if met[at, number] != end[number]:
                met[at, number] = narrower.farthest(number, up=up)
                self.add(narrower.point)
        return float(self.low[at, number]), float(self.high[at, number])
