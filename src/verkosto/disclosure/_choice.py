"""What suppression may choose from: what is hidden anyway, what never, and what drags others along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.errors import DisclosureError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.disclosure._system import Floats, Mask, Problem

    Places = NDArray[np.integer]

__all__ = ["Choice", "choice_of", "impossible"]


def impossible(problem: Problem) -> DisclosureError:
    """Return the error that no pattern is safe."""
    barred = int(np.isinf(problem.cost[problem.system.shown]).sum())
    known = f", and {barred} known in any case" if barred else ""
    return DisclosureError(
        "a table cannot be made safe by hiding figures: even with all hidden that may be"
        f"{known}, one that must stay hidden is revealed. Put groups or categories together, as "
        "disclosure.coarsen advises, or leave the table out."
    )


@frozen(eq=False)
class Choice:
    """What can be chosen: every number is hidden anyway, shown anyway, or free.

    Attributes:
        always: Hidden in every pattern: primary, tied to a primary, or never shown.
        never: Hidden in none: published earlier, or tied to what is.
        cost: What hiding each of the others costs; 0 where nothing is chosen.
        ties: Pairs of free numbers: where the first is hidden, the second must be.
    """

    always: Mask
    never: Mask
    cost: Floats
    ties: Places

    @property
    def free(self) -> Mask:
        """Which numbers may be hidden and need not."""
        return ~self.always & ~self.never

    def hide(self, pattern: Mask) -> Mask:
        """Return a pattern with what is tied to it."""
        return _closed(pattern, self.ties)

    def show(self, pattern: Mask, place: int) -> Mask:
        """Return a pattern without a free number, nor those that would bring it along."""
        shown = np.zeros(len(pattern), dtype=bool)
        shown[place] = True
        return pattern & ~_closed(shown, self.ties[:, ::-1])

    def charge(self, pattern: Mask) -> Floats:
        """Return what hiding one more number costs, with what is tied to it, shape (numbers,)."""
        charge = np.where(pattern, 0.0, self.cost)
        for place in np.unique(self.ties[:, 0]).tolist():
            alone = np.zeros(len(pattern), dtype=bool)
            alone[place] = True
            charge[place] = self.cost[self.hide(alone) & ~pattern].sum()
        return charge


def choice_of(problem: Problem) -> Choice:
    """Return what a problem leaves to be chosen.

    Raises:
        DisclosureError: A number must be hidden and may not be.
    """
    ties = np.array(problem.ties, dtype=np.int64).reshape(-1, 2)
    unseen = ~problem.system.shown
    always = _closed(problem.primary & ~unseen, ties) | unseen
    never = _closed(np.isinf(problem.cost) & ~unseen, ties[:, ::-1]) & ~unseen
    if (always & never).any():
        raise DisclosureError(
            "a figure that was published earlier has to be hidden now. Put its group together with another, or leave "
            "the group out."
        )
    free = ~always & ~never
    return Choice(always, never, np.where(free, problem.cost, 0.0), ties[free[ties].all(axis=1)])


def _closed(mask: Mask, ties: Places) -> Mask:
    """Return a set with all that its members bring along."""
    closed = mask.copy()
    while (more := ties[closed[ties[:, 0]] & ~closed[ties[:, 1]], 1]).size:
        closed[more] = True
    return closed
