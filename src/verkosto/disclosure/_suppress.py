"""Secondary suppression: which further numbers must be hidden, so that none of those hidden can be computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from attrs import frozen

from verkosto.disclosure._choice import choice_of
from verkosto.disclosure._clock import PATIENCE, Clock, OutOfTimeError
from verkosto.disclosure._greedy import greedy
from verkosto.disclosure._master import Master
from verkosto.disclosure._reach import Reach, requirements

if TYPE_CHECKING:
    from collections.abc import Callable

    from verkosto.disclosure._reach import Requirement
    from verkosto.disclosure._system import Floats, Mask, Problem

__all__ = ["Suppression", "suppress"]

_SHARES = 0.4, 0.7, 1.0
"""Shares of the time after which the relaxed program, the whole program and the greedy way are given up."""


@frozen(eq=False)
class Suppression:
    """Which numbers to hide.

    Attributes:
        hidden: The numbers that would have been shown, and are hidden now, shape (N,).
        method: How they were found: "milp" by an integer program, "greedy" one after another, "none" where nothing is
            hidden.
        optimal: Whether no safe pattern is cheaper.
    """

    hidden: Mask
    method: Literal["milp", "greedy", "none"]
    optimal: bool


def suppress(problem: Problem, *, time_limit: float = 10.0) -> Suppression:
    """Find the cheapest numbers to hide, so that a reader cannot compute any primary one too closely.

    Hidden is every primary number and what is tied to a hidden one, and of the others what makes the exact interval
    that a reader has of each primary number reach as far as it needs. The same problem has the same answer, unless the
    time runs out.

    Args:
        problem: The numbers with their sums, which must be hidden, how well, and what hiding each costs.
        time_limit: Seconds after which a pattern is taken that is safe, but perhaps not the cheapest. Large tables may
            take some seconds more, for a safe pattern has to be found in any case.

    Raises:
        DisclosureError: No pattern is safe, even with everything hidden that may be.
    """
    shown, choice = problem.system.shown, choice_of(problem)
    if not problem.primary.any():
        return Suppression(np.zeros(len(shown), dtype=bool), "none", optimal=True)
    learning = Clock.of(max(time_limit * _SHARES[0], PATIENCE))
    choosing, mending = (Clock.of(time_limit * share) for share in _SHARES[1:])
    reach, wanted = Reach.of(problem.system), requirements(problem)
    master = Master(problem, reach, choice)
    for one in wanted:
        for line in reach.lines(one):
            master.learn(line)
    _settled(master, master.relaxed, wanted, learning)
    if _settled(master, master.cheapest, wanted, choosing):
        return Suppression((master.last == 1) & shown, "milp", optimal=True)
    # Whatever was hidden a little: hidden wholly, that meets what it met.
    found = greedy(problem, reach, choice, master.last > 0, mending)
    return Suppression(found & shown, "greedy", optimal=False)


def _settled(master: Master, solve: Callable[[Clock], Floats], wanted: tuple[Requirement, ...], clock: Clock) -> bool:
    """Solve and learn until a solution meets all requirements; return whether one did in time."""
    try:
        while True:
            degree = solve(clock)
            unmet = master.reach.unmet(wanted, degree, clock)
            known = len(master)
            for one in unmet:
                master.learn(one)
            master.learn_lines(degree)
            if len(master) == known:
                return not unmet
    except OutOfTimeError:
        return False
