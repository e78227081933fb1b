"""Estimates made of rows: their covariance from what each row adds to their linearised value."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from attrs import frozen

from verkosto.aggregate._plan import Plan, Presence, Stage
from verkosto.aggregate._rows_span import Span
from verkosto.errors import AnalysisError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Domain", "Influenced", "Part"]

_MOST_NUMBERS = 200_000_000
_BLOCK_NUMBERS = 8_000_000
_FEW = 4


class Part(Protocol):
    """Results of the rows of one group."""

    @property
    def rows(self) -> NDArray[np.intp]:
        """Places of the rows that count, among all rows of the design."""

    @property
    def value(self) -> Floats:
        """The results; NaN where there is none."""

    def influence(self) -> Floats:
        """Return what each row adds to each linearised result, shape (rows, results); anything where there is none."""

    def again(self, weights: Floats) -> Floats:
        """Return the results with other weights of the rows (rows, sets), shape (sets, results)."""


@frozen(eq=False, slots=False)
class Domain:
    """Some rows of a design without replicates.

    Attributes:
        plan: The design met with all rows.
        rows: Places of the rows that count.
    """

    plan: Plan
    rows: NDArray[np.intp]

    @cached_property
    def presence(self) -> Presence:
        """Units and strata that the rows lie in, for one result."""
        inside = np.zeros((self.plan.rows, 1), dtype=bool)
        inside[self.rows] = True
        return self.plan.presence(inside)

    @cached_property
    def df(self) -> float:
        """Degrees of freedom: units less strata with a row of positive weight, as `degf` of R's survey."""
        stage, used = self.plan.first, self.rows[self.plan.w[self.rows] > 0]
        units = used if stage.units is None else np.flatnonzero(np.bincount(stage.units[used]))
        return float(len(units) - np.count_nonzero(np.bincount(stage.strata[units])))

    @property
    def certain(self) -> bool:
        """Whether everybody was asked in the strata of the rows, so that nothing is left to chance."""
        plan = self.plan
        drawn = any(stage.scale[stage.of_rows[self.rows]].any() for stage in plan.stages)
        return not drawn and plan.replicates is None and plan.rows > 1

    def variance(self, influence: Floats) -> Floats:
        """Return the variances of results from what each row adds to them, shape (rows, results).

        The same as the plan's, without looking at rows that add nothing.
        """
        plan = self.plan
        if plan.calibration is None and all(stage.averaged is None for stage in plan.stages):
            return np.array([sum(self._alone(stage, column) for stage in plan.stages) for column in influence.T])
        found = [np.zeros(0)]
        step = max(1, _BLOCK_NUMBERS // plan.rows)
        for start in range(0, influence.shape[1], step):
            part = self.among_all(influence[:, start : start + step])
            found.append(plan.variance(part, self.for_results(part.shape[1])))
        return np.concatenate(found)

    def _alone(self, stage: Stage, influence: Floats) -> float:
        """Return a stage's part of the variance of one result."""
        if stage.units is not None:
            sums: Floats = np.bincount(stage.units[self.rows], influence, stage.count).astype(np.float64, copy=False)
            return float(np.square(stage.deviations(sums[:, np.newaxis], None)).sum())
        strata, count = stage.strata[self.rows], len(stage.sizes)
        means = np.bincount(strata, influence, minlength=count) / np.maximum(stage.sizes, 1)
        means[~stage.centred] = 0
        # Rows outside add nothing, and so lie as far from the mean as it is from 0.
        outside = (stage.sizes - np.bincount(strata, minlength=count)) * means**2
        inside = np.bincount(strata, np.square(influence - means[strata]), minlength=count)
        return float(stage.scale @ (inside + outside))

    def for_results(self, count: int) -> Presence:
        """Return the presence for several results of the same rows."""
        found = self.presence
        shown = None if found.shown is None else np.repeat(found.shown, count, axis=1)
        return Presence(np.repeat(found.units, count), np.repeat(found.strata, count), shown)

    def among_all(self, influence: Floats) -> Floats:
        """Return the influence of all rows of the design: 0 in those that do not count."""
        found = np.zeros((self.plan.rows, influence.shape[1]))
        found[self.rows] = influence
        return found


@frozen(eq=False, slots=False)
class Influenced:
    """Estimates of rows with their covariance; it offers what `Estimated` does.

    Attributes:
        plan: The design met with the rows.
        parts: Results of each group, in the order of a table's rows.
    """

    plan: Plan
    parts: Sequence[Part]

    @cached_property
    def value(self) -> Floats:
        """The estimates, shape (R,); NaN where there is none."""
        return np.concatenate([np.zeros(0), *(part.value for part in self.parts)])

    @cached_property
    def replicated(self) -> Floats | None:
        """The estimates from each set of replicate weights, shape (replicates, R)."""
        replicates = self.plan.replicates
        if replicates is None:
            return None
        none = np.zeros((replicates.weights.shape[1], 0))
        return np.concatenate([none, *(part.again(replicates.weights[part.rows]) for part in self.parts)], axis=1)

    @cached_property
    def variance(self) -> Floats:
        """The variances, shape (R,); NaN where there is no estimate."""
        return self._found[0]

    @cached_property
    def df(self) -> Floats:
        """Degrees of freedom of each result."""
        return self._found[1]

    @cached_property
    def _found(self) -> tuple[Floats, Floats]:
        known = ~np.isnan(self.value)
        if self.plan.replicates is not None and self.replicated is not None:
            variance = self.plan.replicates.variance(self.value, self.replicated)
            degrees = [np.full(len(part.value), self.plan.replicates.df_of(part.rows)) for part in self.parts]
            return np.where(known, variance, np.nan), np.concatenate([np.zeros(0), *degrees])
        domains = [Domain(self.plan, part.rows) for part in self.parts]
        pairs = list(zip(domains, self.parts, strict=True))
        if self.plan.calibration is not None and all(len(part.value) <= _FEW for part in self.parts):
            # What was fitted is looked at once for all groups, and each row has few entries.
            variance = self.plan.variance(self.span(), self._presence())
        else:
            variance = np.concatenate([np.zeros(0), *(domain.variance(part.influence()) for domain, part in pairs)])
        df = np.concatenate([np.zeros(0), *(np.full(len(part.value), domain.df) for domain, part in pairs)])
        return np.where(known, variance, np.nan), df

    def covariance(self) -> Floats:
        """Return the covariance, shape (R, R); NaN in rows and columns without an estimate.

        Raises:
            AnalysisError: There are too many rows and results at once.
        """
        known = ~np.isnan(self.value)
        found = np.full((len(known), len(known)), np.nan)
        if not known.any():
            return found
        places = np.ix_(known, known)
        if self.plan.replicates is not None and self.replicated is not None:
            found[places] = self.plan.replicates.covariance(self.value[known], self.replicated[:, known])
            return found
        found[places] = self.plan.covariance(self.span(), self._presence())[places]
        return found

    def _presence(self) -> Presence | None:
        # Only an averaged stratum needs to know who is present.
        if self.plan.first.averaged is None:
            return None
        parts = [Domain(self.plan, part.rows).for_results(len(part.value)) for part in self.parts]
        shown = [part.shown for part in parts if part.shown is not None]
        units, strata = (np.concatenate([getattr(part, name) for part in parts]) for name in ("units", "strata"))
        return Presence(units, strata, np.concatenate(shown, axis=1))

    def span(self) -> Span:
        """Return the influence of each row on each result; 0 where there is no estimate.

        Raises:
            AnalysisError: There are too many rows and results at once.
        """
        _refuse_size(sum(len(part.rows) * len(part.value) for part in self.parts))
        from scipy.sparse import csc_array, eye_array

        values = [part.influence() for part in self.parts]
        known, start = ~np.isnan(self.value), 0
        columns = []
        for part in values:
            columns += [np.where(own, column, 0.0) for own, column in zip(known[start:], part.T, strict=False)]
            start += part.shape[1]
        rows = self.bases()
        block = csc_array((np.concatenate([np.zeros(0), *columns]), rows.indices, rows.indptr), shape=rows.shape)
        return Span((block.tocsr(),), eye_array(len(known), format="csr"))

    def bases(self) -> Any:
        """Return which rows count in the base of each result: sparse, shape (rows, R), above 0 where they do."""
        from scipy.sparse import csc_array

        rows = np.concatenate([np.tile(part.rows, len(part.value)) for part in self.parts])
        sizes = np.concatenate([np.full(len(part.value), len(part.rows)) for part in self.parts])
        starts = np.concatenate([[0], np.cumsum(sizes)])
        return csc_array((np.ones(len(rows), dtype=np.int32), rows, starts), shape=(self.plan.rows, len(sizes)))

    def influence(self) -> Floats:
        """Return the influence of each row on each result, shape (rows, R); 0 where there is no estimate.

        Raises:
            AnalysisError: There are too many rows and results at once.
        """
        _refuse_size(self.plan.rows * len(self.value))
        parts = [Domain(self.plan, part.rows).among_all(part.influence()) for part in self.parts]
        found = np.concatenate(parts, axis=1)
        found[:, np.isnan(self.value)] = 0
        return found


def _refuse_size(numbers: int) -> None:
    if numbers > _MOST_NUMBERS:
        msg = (
            f"the influence of rows on results would take {numbers * 8 // 2**30} GiB at once. Make a smaller table: "
            "fewer groups, or one question at a time."
        )
        raise AnalysisError(msg)
