"""Sums behind the agreement of coders: few numbers for each answer, of which every coefficient is a function."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.themes._agreement_distances import Nominal, Sets
from verkosto.themes._agreement_ratings import distinct_sets
from verkosto.themes._alpha import unit_disagreements
from verkosto.themes._bootstrap import resampled, summed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Counts", "quotient"]


@frozen(eq=False, slots=False)
class Counts:
    """Codings of answers that two coders or more have coded.

    Attributes:
        found: Which coder found which theme in which answer, shape (coders, answers, themes); False where the coder did
            not code the answer.
        coded: Which coder coded which answer, shape (coders, answers).
    """

    found: NDArray[np.bool_]
    coded: NDArray[np.bool_]

    @functools.cached_property
    def codings(self) -> Floats:
        """How many coders coded each answer."""
        return np.asarray(self.coded.sum(axis=0), np.float64)

    @functools.cached_property
    def yes(self) -> NDArray[np.int32]:
        """How many of them found each theme, shape (answers, themes)."""
        return np.asarray(self._yes, np.int32)

    @functools.cached_property
    def _yes(self) -> NDArray[np.signedinteger]:
        # In the smallest numbers that hold pairs of coders: the sums of all themes then take half a millisecond for
        # 10 000 answers.
        kind = np.int8 if len(self.found) < 16 else np.int64
        return np.asarray(np.add.reduce(self.found.view(np.int8), axis=0, dtype=kind))

    @functools.cached_property
    def _differ(self) -> NDArray[np.signedinteger]:
        """Pairs of coders of whom one found the theme and one did not, shape (answers, themes)."""
        codings = self.coded.sum(axis=0, dtype=self._yes.dtype)[:, np.newaxis]
        return np.asarray(self._yes * (codings - self._yes))

    @functools.cached_property
    def sums(self) -> Floats:
        """By theme the pairs that differ, in both orders, divided by codings less one; and how often it was found."""
        return np.stack([2 / (self.codings - 1) @ self._differ, np.ones(len(self.codings)) @ self._yes])

    @property
    def differing(self) -> Floats:
        """By theme the share of pairs of coders that differ, mean over answers."""
        return np.asarray(2 / (self.codings * (self.codings - 1)) @ self._differ / len(self.codings))

    @functools.cached_property
    def sets(self) -> tuple[NDArray[np.intp], Sets]:
        """The place of each coder's set of themes, -1 where there is none, and the distance of sets."""
        codes, members = distinct_sets(self.found, self.coded)
        return codes, Sets(members, "masi")

    @functools.cached_property
    def sets_apart(self) -> Floats:
        """For each answer the sum of MASI distances of pairs, in both orders, divided by codings less one."""
        codes, distance = self.sets
        return unit_disagreements(codes, distance)

    @functools.cached_property
    def sets_alike(self) -> Floats:
        """For each answer the share of pairs of coders that found the very same themes."""
        return np.asarray(1 - unit_disagreements(self.sets[0], Nominal()) / self.codings)

    @functools.cached_property
    def _far(self) -> Floats:
        """For each answer the sum of distances of its sets to those of all answers."""
        codes, distance = self.sets
        far = distance.sums(np.bincount(codes[self.coded], minlength=len(distance.members)).astype(np.float64))
        return np.asarray(np.where(self.coded, far[codes], 0.0).sum(axis=0))

    def alphas(self) -> Floats:
        """Return alpha of each theme; no coefficient is quicker to come by."""
        apart, yes = self.sums
        return _of_two(apart, yes, self.codings.sum())

    def alphas_of_all(self) -> Floats:
        """Return alpha of each theme, of all decisions together, and of sets."""
        rest = [self.codings.sum(), self.sets_apart.sum(), self._far.sum()]
        return np.asarray(self._alphas(np.hstack([*self.sums, rest])[np.newaxis])[0])

    def resampled(self, units: NDArray[np.intp], *, resamples: int, seed: int) -> Floats:
        """Return the same for each resample of units, shape (resamples, themes + 2)."""
        apart = self._differ * (2 / (self.codings - 1))[:, np.newaxis]
        rest = np.stack([self.codings, self.sets_apart, self._far], axis=1)
        values = summed(units, np.hstack([apart, self._yes, rest]))
        blocks = [self._alphas(block @ values) for block in resampled(len(values), resamples=resamples, seed=seed)]
        return np.concatenate(blocks) if blocks else np.empty((0, self.found.shape[2] + 2))

    def _alphas(self, sums: Floats) -> Floats:
        width = self.found.shape[2]
        apart, yes = sums[:, :width], sums[:, width : 2 * width]
        codings, sets_apart, far = sums[:, 2 * width :].T
        each = _of_two(apart, yes, codings[:, np.newaxis])
        pooled = _of_two(apart.sum(axis=1), yes.sum(axis=1), width * codings)
        # What chance makes of sets is a sum over pairs of answers. A resample takes its part that is linear in the
        # weights; the rest is smaller by the number of answers, and would need all pairs again each time.
        all_codings, all_far = self.codings.sum(), self._far.sum()
        chance = 2 * far / (codings * all_codings) - all_far / all_codings**2
        of_sets = 1 - quotient(sets_apart * (codings - 1), chance * codings**2)
        return np.hstack([each, pooled[:, np.newaxis], of_sets[:, np.newaxis]])


def _of_two(apart: Floats, yes: Floats, codings: Floats) -> Floats:
    """Return alpha of values that are there or not."""
    return np.asarray(1 - quotient((codings - 1) * apart, 2 * yes * (codings - yes)))


def quotient(a: Floats, b: Floats) -> Floats:
    """Divide, with NaN where there is nothing to divide by."""
    out = np.full(np.broadcast_shapes(np.shape(a), np.shape(b)), np.nan)
    return np.asarray(np.divide(a, b, out=out, where=np.broadcast_to(b, out.shape) > 0))
