"""Stages of sampling: units in strata, and how far totals of units lie from the means of their strata."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Stage"]


@frozen(eq=False, slots=False)
class Stage:
    """One stage of sampling.

    Attributes:
        units: The unit of each row, from 0 up to, but not including, `count`; None: each row is a unit.
        count: Number of units.
        strata: The stratum of each unit.
        sizes: Number of units in each stratum.
        scale: For each stratum the factor of the sum of squares: the share sampled at earlier stages, times the
            share not sampled at this one, times n / (n - 1).
        centred: For each stratum whether squares are around its mean. (They are not where a stratum with one unit
            is adjusted.)
        averaged: For each stratum whether it has the average variance of the others; only where some has.
        parents: For each stratum the unit of the stage before, over whose strata the average is taken; None: one.
    """

    units: NDArray[np.intp] | None
    count: int
    strata: NDArray[np.intp]
    sizes: NDArray[np.intp]
    scale: Floats
    centred: NDArray[np.bool_]
    averaged: NDArray[np.bool_] | None = None
    parents: NDArray[np.intp] | None = None

    @property
    def of_rows(self) -> NDArray[np.intp]:
        """The stratum of each row."""
        return self.strata if self.units is None else self.strata[self.units]

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """The units, those of one stratum beside one another."""
        return np.asarray(np.argsort(self.strata, kind="stable"), dtype=np.intp)

    @cached_property
    def rank(self) -> NDArray[np.intp]:
        """The place of each unit in `order`."""
        found = np.empty(self.count, dtype=np.intp)
        found[self.order] = np.arange(self.count)
        return found

    def spread(self, totals: Floats) -> Floats:
        """Return the variances of results from their totals of units, shape (results, units in `order`).

        It is what the squares of `deviations` add up to, where no stratum is averaged.
        """
        some, starts = self._runs
        means = np.add.reduceat(totals, starts, axis=1) / self.sizes[some]
        means[:, ~self.centred[some]] = 0
        away = np.repeat(means, self.sizes[some], axis=1)
        np.subtract(totals, away, out=away)
        return np.asarray(np.add.reduceat(np.square(away, out=away), starts, axis=1) @ self.scale[some])

    def strata_of(self, inside: NDArray[np.bool_]) -> NDArray[np.intp]:
        """Return in how many strata some unit is marked, from marks of shape (bases, units in `order`)."""
        return np.asarray(np.count_nonzero(np.logical_or.reduceat(inside, self._runs[1], axis=1), axis=1))

    @cached_property
    def _runs(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The strata that have units, and where those begin in `order`."""
        some = np.flatnonzero(self.sizes)
        return some, np.cumsum(self.sizes[some]) - self.sizes[some]

    def stratum_sums(self, values: Floats) -> Floats:
        """Return the sums over strata of values of units, shape (strata, results)."""
        from scipy.sparse import csr_array

        pick = csr_array(
            (np.ones(self.count), (self.strata, np.arange(self.count))), shape=(len(self.sizes), self.count)
        )
        return np.asarray(pick @ values)

    def means(self, sums: Floats) -> Floats:
        """Return what totals of units deviate from, from their sums over strata, shape (strata, results)."""
        found = sums / np.maximum(self.sizes, 1)[:, np.newaxis]
        found[~self.centred] = 0
        return np.asarray(found)

    def roots(self, present: NDArray[np.bool_] | None) -> Floats:
        """Return what deviations are multiplied by, shape (strata, results), or (strata, 1) where results are alike.

        Args:
            present: Which strata have a row in the base of each result, shape (strata, results); None: all.
        """
        found = np.sqrt(self.scale)[:, np.newaxis]
        return found if self.averaged is None else found * np.sqrt(self._inflated(self.averaged, present))

    def deviations(self, totals: Floats, present: NDArray[np.bool_] | None) -> Floats:
        """Return values whose products give the covariance, shape (count, results).

        Args:
            totals: Sums over units of the influence, shape (count, results).
            present: As in `roots`.
        """
        means = self.means(self.stratum_sums(totals))
        return np.asarray(self.roots(present)[self.strata] * (totals - means[self.strata]))

    def _inflated(self, averaged: NDArray[np.bool_], present: NDArray[np.bool_] | None) -> Floats:
        """Return for each stratum how many strata there are for each that has a variance of its own."""
        shown = np.ones((len(averaged), 1), dtype=bool) if present is None else present
        parents = np.zeros(len(averaged), dtype=np.intp) if self.parents is None else self.parents
        every = np.zeros((int(parents.max()) + 1, shown.shape[1]))
        own = np.zeros_like(every)
        np.add.at(every, parents, shown)
        np.add.at(own, parents, shown & ~averaged[:, np.newaxis])
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(own > 0, every / own, np.nan)[parents])
