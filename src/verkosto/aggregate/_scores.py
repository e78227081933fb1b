"""Scores: what each row adds to each total. The general way from rows to estimates with their covariance.

It serves every design and every statistic, calibrated weights and replicates included. Tables of shares and means of
large surveys take a shorter way to the same figures, by totals of units and cells; this one is its oracle.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.aggregate._plan import Plan, Presence, Replicates
from verkosto.aggregate._rows_products import indicators, products
from verkosto.aggregate._rows_span import Span
from verkosto.aggregate._statistics import Statistic
from verkosto.errors import AnalysisError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Estimated", "Scores", "cell_scores", "estimate_scores", "ranks", "side_by_side"]

_MOST_NUMBERS = 200_000_000
_MARKED_ROWS = 1 << 18


def cell_scores(cells: NDArray[Any], count: int, measures: Sequence[NDArray[Any] | None] = (None,)) -> Any:
    """Return the scores of rows that lie in one cell each at most.

    Args:
        cells: The cell of each row; negative for none.
        count: Number of cells.
        measures: What the row adds to its cell's totals: an array with a value for each row, or None for 1.

    Returns:
        A sparse array of shape (rows, count * measures); column `cell * measures + m` is measure m of a cell. Zeros
        of measures are entries too: they say that the row counts.
    """
    from scipy.sparse import csr_array

    rows, width = len(cells), len(measures)
    inside = cells >= 0
    starts = np.concatenate([[0], np.cumsum(inside)]) * width
    places = (cells[inside].astype(np.intp)[:, np.newaxis] * width + np.arange(width)).reshape(-1)
    values = np.ones((int(starts[-1]) // width, width))
    for place, measure in enumerate(measures):
        if measure is not None:
            values[:, place] = measure[inside]
    return csr_array((values.reshape(-1), places, starts), shape=(rows, count * width))


@frozen(eq=False)
class Scores:
    """Scores of the same rows side by side: the totals of one block come after those of the one before.

    Attributes:
        blocks: Sparse arrays of shape (rows, totals of the block), compressed by rows.
    """

    blocks: tuple[Any, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and totals."""
        return self.blocks[0].shape[0], sum(block.shape[1] for block in self.blocks)

    def totals(self, weights: Floats) -> Floats:
        """Return the weighted totals, shape (totals,), or (totals, sets) for weights of shape (rows, sets)."""
        return np.concatenate([np.asarray(block.T @ weights) for block in self.blocks])

    def marks(self, used: NDArray[np.bool_] | None = None) -> Scores:
        """Return 1 for each entry, of rows that are used."""
        from scipy.sparse import csr_array

        found = []
        for block in self.blocks:
            lengths = np.diff(block.indptr)
            values = np.ones(block.nnz) if used is None else used.repeat(lengths).astype(np.float64)
            found.append(csr_array((values, block.indices, block.indptr), shape=block.shape))
        return Scores(tuple(found))

    def of(self, factors: Any, rows: slice | None = None) -> Any:
        """Return the sums of scores times factors of shape (totals, results): sparse, shape (rows, results)."""
        from scipy.sparse import csr_array

        factors, start = csr_array(factors), 0
        found = csr_array((self.shape[0] if rows is None else len(range(self.shape[0])[rows]), factors.shape[1]))
        for block in self.blocks:
            found = found + (block if rows is None else block[rows]) @ factors[start : start + block.shape[1]]
            start += block.shape[1]
        return found


def side_by_side(blocks: Sequence[Any]) -> Scores:
    """Put scores of the same rows side by side."""
    return Scores(tuple(blocks))


@frozen(eq=False, slots=False)
class Estimated:
    """Estimates with their covariance, found when it is asked for.

    Attributes:
        plan: The design met with the rows.
        scores: What each row adds to each of K totals.
        statistic: What is estimated.
    """

    plan: Plan
    scores: Scores
    statistic: Statistic

    @cached_property
    def totals(self) -> Floats:
        """The weighted totals, divided by the plan's scale, shape (K,)."""
        return self.scores.totals(self.plan.w)

    @cached_property
    def value(self) -> Floats:
        """The estimates, shape (R,); NaN where there is none."""
        return self.statistic.value(self.totals)

    @cached_property
    def replicated(self) -> Floats | None:
        """The estimates from each set of replicate weights, shape (replicates, R)."""
        replicates = self.plan.replicates
        return None if replicates is None else self.statistic.value(self.scores.totals(replicates.weights).T)

    @cached_property
    def presence(self) -> Presence:
        """Units and strata that rows of each base lie in; replicates need none."""
        bases, of_result = _distinct(self.statistic.touches())
        found = presence_of(self.plan, self.scores, bases)
        shown = None if found.shown is None else found.shown[:, of_result]
        return Presence(found.units[of_result], found.strata[of_result], shown)

    def bases(self) -> Any:
        """Return which rows count in the base of each result: sparse, shape (rows, R), above 0 where they do."""
        return self.scores.marks().of(self.statistic.touches())

    @cached_property
    def df(self) -> Floats:
        """Degrees of freedom of each result, as `degf` of R's survey on the rows that its base counts."""
        if self.plan.replicates is not None:
            return ranks(self.plan.replicates, self.bases())
        return self.presence.df

    @cached_property
    def variance(self) -> Floats:
        """The variances, shape (R,); NaN where there is no estimate."""
        known = ~np.isnan(self.value)
        if self.replicated is not None and self.plan.replicates is not None:
            return np.where(known, self.plan.replicates.variance(self.value, self.replicated), np.nan)
        return np.where(known, self.plan.variance(self.span(), self._shown()), np.nan)

    def covariance(self) -> Floats:
        """Return the covariance, shape (R, R); NaN in rows and columns without an estimate.

        Raises:
            AnalysisError: There are too many results.
        """
        known = ~np.isnan(self.value)
        _refuse_size(len(known), len(known), "results")
        if self.replicated is not None and self.plan.replicates is not None:
            found = np.full((len(known), len(known)), np.nan)
            places = np.ix_(known, known)
            found[places] = self.plan.replicates.covariance(self.value[known], self.replicated[:, known])
            return found
        found = self.plan.covariance(self.span(), self._shown())
        found[~known, :] = found[:, ~known] = np.nan
        return found

    def span(self) -> Span:
        """Return the influence of each row on each result; 0 where there is no estimate."""
        return Span.of(self.plan.w, self.scores.blocks, self.statistic.gradient(self.totals))

    def influence(self) -> Floats:
        """Return the influence of each row on each result, shape (rows, R); 0 where there is no estimate.

        Raises:
            AnalysisError: There are too many rows and results at once.
        """
        _refuse_size(self.plan.rows, self.statistic.results, "rows")
        found: Floats = self.scores.of(self.statistic.gradient(self.totals)).toarray()
        found *= self.plan.w[:, np.newaxis]
        return found

    def _shown(self) -> Presence | None:
        # Only an averaged stratum needs to know who is present.
        return None if self.plan.first.averaged is None else self.presence


def _refuse_size(one: int, results: int, what: str) -> None:
    if one * results > _MOST_NUMBERS:
        msg = (
            f"{one} {what} by {results} results would take {one * results * 8 // 2**30} GiB at once. Make a smaller "
            "table: fewer groups, or one question at a time."
        )
        raise AnalysisError(msg)


def presence_of(plan: Plan, scores: Scores, bases: Any) -> Presence:
    """Return the units and strata of rows of bases: as `Plan.presence`, without an array of rows and bases.

    Args:
        plan: The design met with the rows.
        scores: Whose entries say which totals a row counts in.
        bases: Which totals are in each base, sparse, shape (K, bases).
    """
    stage, used = plan.first, scores.marks(plan.w > 0)
    strata, units = indicators(stage.of_rows, len(stage.sizes)), stage.units
    of_stratum = _of_places(strata, used, bases)
    shown = None if stage.averaged is None else _of_places(strata, scores.marks(), bases) > 0
    if units is None:
        found = _rows_of_bases(used, bases)
    else:
        found = np.count_nonzero(_of_places(indicators(units, stage.count), used, bases), axis=0)
    return Presence(found, np.count_nonzero(of_stratum, axis=0), shown)


def _of_places(places: Any, marks: Scores, bases: Any) -> Floats:
    """Return how many marks each base has at each place, shape (places, bases)."""
    sums = Scores(tuple(products(places, block) for block in marks.blocks))
    return np.asarray(sums.of(bases).toarray())


def _rows_of_bases(marks: Scores, bases: Any) -> NDArray[np.intp]:
    """Return the number of rows that have a mark in each base."""
    if len(marks.blocks) == 1 and marks.blocks[0].nnz == np.count_nonzero(np.diff(marks.blocks[0].indptr)):
        rows = marks.totals(np.ones(marks.shape[0])) @ bases
        return np.asarray(np.rint(rows), dtype=np.intp)
    found = np.zeros(bases.shape[1], dtype=np.intp)
    for start in range(0, marks.shape[0], _MARKED_ROWS):
        found += np.asarray((marks.of(bases, slice(start, start + _MARKED_ROWS)) > 0).sum(axis=0)).reshape(-1)
    return found


def _distinct(touches: Any) -> tuple[Any, NDArray[np.intp]]:
    """Return the bases that differ, shape (K, bases), and which of them each result has."""
    bases = touches.tocsc()
    bases.sort_indices()
    known: dict[bytes, int] = {}
    first: list[int] = []
    of_result = np.empty(bases.shape[1], dtype=np.intp)
    for place, (start, end) in enumerate(zip(bases.indptr[:-1], bases.indptr[1:], strict=True)):
        key = bases.indices[start:end].tobytes()
        if key not in known:
            known[key] = len(first)
            first.append(place)
        of_result[place] = known[key]
    return bases[:, first].astype(np.float64), of_result


def ranks(replicates: Replicates, bases: Any) -> Floats:
    """Return the degrees of freedom of each result from the rows of its base: sparse, shape (rows, results)."""
    bases = bases.tocsc()
    bases.sort_indices()
    places = zip(bases.indptr[:-1], bases.indptr[1:], strict=True)
    return np.array([replicates.df_of(bases.indices[start:end]) for start, end in places], dtype=np.float64)


def estimate_scores(plan: Plan, scores: Any, statistic: Statistic) -> Estimated:
    """Estimate a statistic of the totals of scores.

    Args:
        plan: The design met with the rows.
        scores: Shape (rows, K), made by `cell_scores` or `side_by_side`; rows outside the domain have no entries.
        statistic: A function of the K totals.
    """
    return Estimated(plan, scores if isinstance(scores, Scores) else Scores((scores,)), statistic)
