"""Controlled rounding: every number becomes a neighbouring multiple of a base, and all sums still hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, frozen

from verkosto.disclosure._clock import OutOfTimeError
from verkosto.disclosure._programs import Program
from verkosto.disclosure._reach import matrix_of
from verkosto.errors import DisclosureError

if TYPE_CHECKING:
    from verkosto.disclosure._system import Floats, System

__all__ = ["Rounding", "round_system"]

_NEAR = 1e-9
"""Part of the base within which an amount counts as a multiple of it."""


@frozen(eq=False)
class Rounding:
    """Numbers rounded so that they add up.

    Attributes:
        values: The rounded numbers, shape (N,); NaN for what is never shown.
        base: Of what they are multiples.
        within: By less than this each differs from the true number: the base, or twice the base where sums left no
            other way.
        optimal: Whether no rounding within that is nearer in total.
    """

    values: Floats
    base: float
    within: float
    optimal: bool

    def read(self, system: System) -> System:
        """Return what a reader of the rounded numbers knows of the true ones, for `bounds` and an audit.

        No number is shown, and of each that was rounded the least and the most are known. No true value is kept.
        """
        step = 1.0 if system.whole else 0.0
        shown = system.shown
        low = np.where(shown, np.maximum(system.low, self.values - self.within + step), system.low)
        high = np.where(shown, np.minimum(system.high, self.values + self.within - step), system.high)
        nothing = np.full(len(system), np.nan)
        return evolve(system, values=nothing, shown=np.zeros(len(system), dtype=bool), low=low, high=high)


def round_system(system: System, base: float, *, time_limit: float = 10.0) -> Rounding:
    """Round all shown numbers to multiples of a base, so that they add up and move as little as possible in total.

    A number goes to one of the two multiples next to it, and a multiple stays as it is (zero-restricted controlled
    rounding). In a table with margins this is always possible. In tables of three dimensions and linked tables it may
    not be; then numbers except 0 may move by less than twice the base. Numbers that are never shown are not rounded:
    they take up what is left in their sums.

    Args:
        system: The numbers, none negative; NaN only where one is not shown.
        base: Such as 5; above 0, and whole for counts.
        time_limit: Seconds after which the nearest rounding found so far is taken.

    Raises:
        DisclosureError: The base is none, or no rounding was found.

    Example:
        >>> from verkosto.disclosure._system import Sum, System
        >>> nothing = np.zeros(4)
        >>> system = System(("base", "a", "b", "c"), np.array([17.0, 9, 6, 2]), nothing == 0, nothing, nothing + np.inf,
        ...     (Sum(0, (1, 2, 3)),))
        >>> round_system(system, 5).values.tolist()
        [15.0, 10.0, 5.0, 0.0]
    """
    if not (0 < base < np.inf) or (system.whole and base != int(base)):
        raise DisclosureError(
            f"a table cannot be rounded to multiples of {base}: give a base above 0, for counts a whole number."
        )
    for within in (1, 2):
        found = _solved(system, base, time_limit, wider=within == 2)
        if found is not None:
            values, optimal = found
            return Rounding(values, base, within * base, optimal)
    raise DisclosureError(
        f"a table was not rounded to multiples of {base:g} so that all sums hold, in {time_limit:g} s. Take another "
        "base, a longer time_limit, or method='suppress'."
    )


def _solved(system: System, base: float, seconds: float, *, wider: bool) -> tuple[Floats, bool] | None:
    """Return the nearest rounding and whether it is proven so; None where none was found.

    Every number has a step up from the multiple below it, and where it may go wider one more up and one down. In
    multiples of the base what a number gains is a whole number, and sums of the multiples below say what is lacking.
    """
    from scipy.sparse import hstack

    shown = system.shown
    scaled = np.where(shown, system.values, 0.0) / base
    below = np.where(abs(scaled - np.round(scaled)) < _NEAR, np.round(scaled), np.floor(scaled))
    over = scaled - below
    exact = over < _NEAR
    up = np.where(shown & ~exact, 1.0, 0.0)
    more = np.where(shown & (below + over > 0) & wider, 1.0, 0.0)
    less = np.where(shown & (below > 0) & wider, 1.0, 0.0)
    unseen = np.where(shown, 0.0, np.inf)
    matrix = matrix_of(system)
    size = len(system)
    program = Program(
        np.concatenate([np.where(shown, 1 - 2 * over, 0.0), np.ones(2 * size), np.zeros(size)]),
        hstack([matrix, matrix, -matrix, matrix]),
        -(matrix @ below),
        np.concatenate([np.zeros(3 * size), -unseen]),
        np.concatenate([up, more, less, unseen]),
    )
    try:
        found = program.integer(np.arange(4 * size) < 3 * size, seconds=seconds)
    except OutOfTimeError:
        return None
    if found is None:
        return None
    steps = found.x[: 3 * size].reshape(3, size)
    values = (below + steps[0] + steps[1] - steps[2]) * base
    return np.where(shown, values, np.nan), found.proven
