"""Bands of bases and rounded shares in place of counts: no noise is added, and what is shown stays true.

Small counts must seem as small and as large as the rules want. No other count that is published as a share, nor a base,
may become known exactly: where nothing is noisy, one exact number soon tells others.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, frozen

from verkosto.disclosure._band_groups import Group, groups_of
from verkosto.disclosure._band_reader import Reader
from verkosto.disclosure._system import Problem, System
from verkosto.errors import DisclosureError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]
    Places = NDArray[np.intp]

__all__ = ["STEPS", "Banded", "banded"]

STEPS = (1, 2, 5, 10)
"""The steps in percentage points that shares are rounded to, the finest first."""


@frozen(eq=False, slots=False)
class Banded:
    """What is published in place of counts.

    Attributes:
        step: What shares are rounded to, in percentage points.
        shares: The rounded shares, 0 to 1, shape (N,); NaN where none is shown.
        low: The first number of each base's band, shape (N,); NaN where no band is shown.
        high: The last; infinite in the open band.
        hidden: Shares and bands that are kept back although the table has them, shape (N,).
    """

    step: int
    shares: Floats
    low: Floats
    high: Floats
    hidden: Mask
    _known: Callable[[], System]

    @cached_property
    def system(self) -> System:
        """What readers know: no number is shown; `low` and `high` are what can be computed of each.

        Exactly of those that had to be protected, of others by their own group. Worked out when somebody asks.
        """
        return self._known()


def banded(problem: Problem, base_of: Places, *, time_limit: float = 10.0) -> Banded:
    """Choose the step of shares at which fewest figures have to be kept back; of several the finest.

    Args:
        problem: What has to be protected. Counts that are neither shares nor bases are not published at all, but for
            those that have been (their cost is infinite): readers know them exactly.
        base_of: The place of the base of each count that is published as a share, shape (N,); -1 for others.
        time_limit: Seconds for the whole search. A step for which they do not suffice is left out.

    Raises:
        DisclosureError: The numbers are no counts, or no step could be shown to be safe.
    """
    if not problem.system.whole:
        msg = "amounts have no bands: only counts can be published so. Use method='suppress'."
        raise DisclosureError(msg)
    until = time.monotonic() + time_limit
    first = _Choice.of(problem, base_of, STEPS[0])
    first.leave_what_is_known()
    choices = [first, *(_Choice.of(problem, base_of, step, first.wanted) for step in STEPS[1:])]
    for choice in choices:
        choice.make_groups_safe()
    best: _Choice | None = None
    # What groups alone need is the least that a step needs, and quickly known.
    for choice in sorted(choices, key=lambda choice: (choice.kept_back, choice.step)):
        if best is not None and (best.kept_back, best.step) < (choice.kept_back, choice.step):
            break
        if choice.make_safe(until) and (best is None or (choice.kept_back, choice.step) < (best.kept_back, best.step)):
            best = choice
    if best is None:
        msg = (
            f"no rounding of shares could be shown to be safe within {time_limit:g} seconds. Give more time_limit=, "
            "use method='suppress', or put groups together: `disclosure.coarsen` says which."
        )
        raise DisclosureError(msg)
    return best.banded()


@frozen(eq=False)
class _Choice:
    """What is shown at one step; `shown` shrinks until everything is safe, the possible widens with each answer.

    Attributes:
        problem: What has to be protected.
        base_of: The base of each share.
        step: In percentage points.
        groups: The groups of shares.
        published: What the table has: shares, and bands of bases.
        shown: What of it is shown.
        wanted: Which numbers must be safe: those that had to be hidden, and all that a share or band stands for.
        low: The least that a reader is known to hold possible of each number.
        high: The most.
    """

    problem: Problem
    base_of: Places
    step: int
    groups: tuple[Group, ...]
    published: Mask
    shown: Mask
    wanted: Mask
    low: Floats
    high: Floats

    @classmethod
    def of(cls, problem: Problem, base_of: Places, step: int, wanted: Mask | None = None) -> _Choice:
        fixed = problem.system.shown & np.isinf(problem.cost)
        low, high = (np.where(fixed, problem.system.values, end) for end in (problem.system.low, problem.system.high))
        system = evolve(problem.system, low=low, high=high)
        groups = tuple(groups_of(system, base_of))
        share = base_of >= 0
        bases = np.zeros(len(system), dtype=bool)
        bases[[group.base for group in groups]] = True
        # Of an empty group there is no share.
        published = system.shown & (bases | (share & (system.values[base_of] > 0)))
        shown = published & ~(bases & problem.primary)
        shown &= ~share | shown[base_of]
        if wanted is None:
            wanted = problem.primary | (published & (system.values > 0) & ~fixed)
        ends = system.values.copy(), system.values.copy()
        return cls(evolve(problem, system=system), base_of, step, groups, published, shown, wanted, *ends)

    @property
    def kept_back(self) -> int:
        return int((self.published & ~self.shown).sum())

    def leave_what_is_known(self) -> None:
        """Ask nothing more of numbers that earlier publications tell exactly: nothing could be kept back for them."""
        if not (self.problem.system.shown & np.isinf(self.problem.cost)).any():
            return
        nothing = np.zeros(len(self.shown), dtype=bool)
        reader = Reader.of(self.problem.system, self.base_of, nothing, self.step)
        for place in np.flatnonzero(self.wanted & ~self.problem.primary).tolist():
            self.wanted[place] = self._possible(reader, place)
        # What was possible while nothing was shown need not be so any more.
        self.low[:] = self.high[:] = self.problem.system.values

    def make_groups_safe(self) -> None:
        """Keep back one figure after another until each group is safe by itself."""
        while sum(self._keep_back(place) for place in self._unsafe_in_groups()):
            pass

    def make_safe(self, until: float) -> bool:
        """Keep back one figure after another until every number is safe; return whether that was shown in time."""
        self.make_groups_safe()
        while (unsafe := self._unsafe_anywhere(until)) is not None:
            if time.monotonic() > until or not self._keep_back(unsafe):
                return False
            self.make_groups_safe()
        return time.monotonic() < until

    def _needs(self, place: int) -> tuple[float, float]:
        """Return how small and how large a number must seem; one of the two will do where it is not small."""
        if self.problem.primary[place]:
            return float(self.problem.need_low[place]), float(self.problem.need_high[place])
        value = float(self.problem.system.values[place])
        return value - 1, value + 1

    def _safe(self, place: int, low: float, high: float) -> bool:
        need_low, need_high = self._needs(place)
        # A side without a need is NaN.
        missed = low > need_low, high < need_high
        return not any(missed) if self.problem.primary[place] else not all(missed)

    def _unsafe_in_groups(self) -> list[int]:
        """Return a number of each group that is not safe by the group's own figures."""
        found = []
        for group in self.groups:
            numbers = zip(
                group.numbers.tolist(), *group.interval(self.problem.system, self.shown, self.step), strict=True
            )
            found += [place for place, *ends in numbers if self.wanted[place] and not self._safe(place, *ends)][:1]
        return found

    def _unsafe_anywhere(self, until: float) -> int | None:
        """Return the first number that is not safe by all figures together."""
        reader = Reader.of(self.problem.system, self.base_of, self.shown, self.step)
        for place in np.flatnonzero(self.wanted).tolist():
            if time.monotonic() > until or not self._possible(reader, place):
                return place
        return None

    def _possible(self, reader: Reader, place: int) -> bool:
        """Return whether a reader must hold both ends possible that a number needs."""
        need_low, need_high = self._needs(place)
        # Other numbers are driven the same way, so that one answer serves many.
        objective = self.wanted.astype(float)
        for free in (reader.near(place), None):
            if self._safe(place, self.low[place], self.high[place]):
                return True
            if self.low[place] > need_low:
                self._learn(reader.solution(objective, place, (0.0, need_low), free))
            if self.high[place] < need_high and not self._safe(place, self.low[place], self.high[place]):
                self._learn(reader.solution(-objective, place, (need_high, np.inf), free))
        return self._safe(place, self.low[place], self.high[place])

    def _learn(self, possible: Floats | None) -> None:
        # What is possible stays possible when more is kept back.
        if possible is not None:
            np.fmin(self.low, possible, out=self.low)
            np.fmax(self.high, possible, out=self.high)

    def _keep_back(self, place: int) -> bool:
        """Keep back one figure more for a number; return whether there was one."""
        for candidates in self._candidates(place):
            left = [other for other in candidates if self.shown[other] and np.isfinite(self.problem.cost[other])]
            if not left:
                continue
            chosen = min(left, key=lambda other: (self.problem.system.values[other] == 0, self.problem.cost[other]))
            self.shown[chosen] = False
            self.shown[self.base_of == chosen] = False
            return True
        return False

    def _candidates(self, place: int) -> Iterator[list[int]]:
        """Return what might help a number: itself, its group, its band, then what it is added up with."""
        base = int(self.base_of[place])
        group = base if base >= 0 else place
        yield [place] if base >= 0 else []
        yield np.flatnonzero(self.base_of == group).tolist()
        yield [group]
        for of in (place, base):
            sums = [total for total in self.problem.system.sums if of in (total.whole, *total.parts)]
            yield [other for total in sums for other in (total.whole, *total.parts)]

    def banded(self) -> Banded:
        """Return what is published."""
        shown = self.shown
        reader = Reader.of(self.problem.system, self.base_of, shown, self.step)
        steps = np.where(reader.steps >= 0, reader.steps, np.nan)
        bands = shown & (self.base_of < 0)
        return Banded(
            self.step,
            np.minimum(steps * self.step / 100, 1.0),
            np.where(bands, reader.low, np.nan),
            np.where(bands, np.where(reader.high < reader.far, reader.high, np.inf), np.nan),
            self.published & ~shown,
            partial(self.known, reader),
        )

    def known(self, reader: Reader) -> System:
        """Return what readers can compute."""
        system = self.problem.system
        low, high = reader.low.copy(), np.where(reader.high < reader.far, reader.high, np.inf)
        for group in self.groups:
            low[group.numbers], high[group.numbers] = group.interval(system, self.shown, self.step)
        for place in np.flatnonzero(self.problem.primary).tolist():
            # Where something possible is as far as the group lets it be, there is nothing left to ask.
            low[place] = low[place] if low[place] == self.low[place] else reader.least_of(place)
            high[place] = high[place] if high[place] == self.high[place] else reader.most_of(place)
        return evolve(system.hide(np.ones(len(system), dtype=bool)), low=low, high=high)
