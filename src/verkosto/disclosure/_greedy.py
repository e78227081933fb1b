"""A safe pattern without an integer program: mend one requirement after another, then show again what is not needed.

What mends a requirement is the cheapest way of letting its number lie where it must: a linear program, in which a
number costs by how far it moves (Kelly, Golden and Assad 1992). Once all are mended the pattern is always safe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from verkosto.disclosure._choice import impossible
from verkosto.disclosure._clock import PATIENCE, Clock, OutOfTimeError
from verkosto.disclosure._programs import Program
from verkosto.disclosure._reach import NODES, NOISE, TOLERANCE, requirements

if TYPE_CHECKING:
    from verkosto.disclosure._choice import Choice
    from verkosto.disclosure._reach import Reach, Requirement
    from verkosto.disclosure._system import Mask, Problem

__all__ = ["greedy"]


def greedy(problem: Problem, reach: Reach, choice: Choice, start: Mask, clock: Clock) -> Mask:
    """Return a safe pattern, with no number in it that could be shown as long as there was time to look for them.

    Args:
        problem: What has to be hidden.
        reach: Its sums.
        choice: What can be chosen.
        start: A pattern that is nearly safe, such as what an integer program had found.
        clock: When to stop looking for what could be shown.

    Raises:
        DisclosureError: No pattern is safe.
    """
    hidden = choice.hide(start | choice.always)
    wanted = requirements(problem)
    patience = Clock.of(max(clock.left, PATIENCE))
    try:
        for lacking in reach.unmet(wanted, hidden.astype(float), patience):
            if reach.witness(lacking.requirement, hidden) is None:
                hidden = choice.hide(hidden | _mended(problem, reach, choice, lacking.requirement, hidden))
            patience.check()
    except OutOfTimeError:
        hidden = ~choice.never
        if reach.unmet(wanted, hidden.astype(float), Clock(np.inf)):
            raise impossible(problem) from None
    return _pruned(reach, choice, wanted, hidden, clock)


def _mended(problem: Problem, reach: Reach, choice: Choice, one: Requirement, hidden: Mask) -> Mask:
    """Return the numbers that move if one is moved as far as required and all else costs as little as possible."""
    from scipy.sparse import hstack

    places = np.flatnonzero(~choice.never)
    at = int(np.searchsorted(places, one.place))
    size = len(places)
    moves, stays = (at, at + size) if one.sign > 0 else (at + size, at)
    unit = 1.0 if reach.whole else one.need
    most = np.concatenate([reach.up[places], reach.down[places]]) / unit
    least = np.zeros(2 * size)
    least[moves] = most[moves] = one.need / unit
    most[stays] = 0.0
    matrix = reach.matrix[:, places]
    nothing = np.zeros(matrix.shape[0])
    program = Program(np.tile(choice.charge(hidden)[places], 2), hstack([matrix, -matrix]), nothing, least, most)
    solution = program.linear()
    if reach.whole and solution is not None and (abs(solution.x - np.round(solution.x)) > TOLERANCE).any():
        solution = program.integer(np.ones(2 * size, dtype=bool), nodes=NODES)
    if solution is None:
        raise impossible(problem)
    moved = solution.x > NOISE
    found = np.zeros(len(hidden), dtype=bool)
    found[places] = moved[:size] | moved[size:]
    return found


def _pruned(reach: Reach, choice: Choice, wanted: tuple[Requirement, ...], hidden: Mask, clock: Clock) -> Mask:
    """Return a safe pattern without what it does not need, the dearest looked at first.

    Of each requirement one solution is kept, so that only those are solved again in which a number moves.
    """
    dearest = np.argsort(-choice.cost, kind="stable")
    try:
        moving = [_moving(reach, one, hidden, clock) for one in wanted]
        for place in dearest[(hidden & choice.free)[dearest]].tolist():
            fewer = choice.show(hidden, place)
            near = reach.beside(np.array([place]))
            again = [row for row, moves in enumerate(moving) if (moves & ~fewer).any()]
            found: dict[int, Mask] = {}
            # What fails does so mostly near by, and then the rest need not be looked at.
            for row in sorted(again, key=lambda row: not near[wanted[row].place]):
                found[row] = _moving(reach, wanted[row], fewer, clock)
                if not found[row].any():
                    break
            else:
                hidden = fewer
                for row, moves in found.items():
                    moving[row] = moves
    except OutOfTimeError:
        pass
    return hidden


def _moving(reach: Reach, one: Requirement, hidden: Mask, clock: Clock) -> Mask:
    """Return which numbers move in a solution that meets a requirement; none if there is no such solution."""
    clock.check()
    witness = reach.witness(one, hidden)
    return np.zeros(len(hidden), dtype=bool) if witness is None else witness != 0
