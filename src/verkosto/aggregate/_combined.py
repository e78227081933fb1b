"""Sums of estimates that stand on the same rows: contrasts of the rows of tables, with their covariance."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from attrs import frozen

from verkosto.aggregate._origin import Origin
from verkosto.aggregate._plan import Plan, Presence
from verkosto.aggregate._rows_span import Span
from verkosto.aggregate._scores import Estimated, estimate_scores, ranks
from verkosto.aggregate._statistics import Contrast, weighed
from verkosto.errors import AnalysisError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Combined", "Known", "KnownOrigin", "Part", "same_rows"]

_FEW = 8


class Known(Protocol):
    """Estimates of rows, however they were made."""

    @property
    def plan(self) -> Plan:
        """The design met with the rows."""

    @property
    def value(self) -> Floats:
        """The estimates, shape (R,); NaN where there is none."""

    @property
    def replicated(self) -> Floats | None:
        """The estimates from each set of replicate weights, shape (replicates, R)."""

    def bases(self) -> Any:
        """Return which rows count in the base of each result: sparse, shape (rows, R), above 0 where they do."""

    def influence(self) -> Floats:
        """Return the influence of each row on each result, shape (rows, R)."""

    def span(self) -> Span:
        """Return the same as a product."""


@frozen(eq=False, slots=False)
class Part:
    """Sums of some estimates.

    Attributes:
        known: The estimates.
        factors: What each counts for in each sum, shape (estimates, sums).
    """

    known: Known
    factors: Floats

    @property
    def value(self) -> Floats:
        """The sums; NaN where an estimate that counts is none."""
        return weighed(self.known.value, self.factors)

    @property
    def replicated(self) -> Floats | None:
        """The sums from each set of replicate weights."""
        found = self.known.replicated
        return None if found is None else weighed(found, self.factors)

    def bases(self) -> Any:
        """Return which rows count in a base of an estimate that counts."""
        from scipy.sparse import csc_array

        return self.known.bases().tocsc() @ csc_array((self.factors != 0).astype(np.int32))

    def influence(self) -> Floats:
        """Return the influence of each row on each sum."""
        known, factors = self.known, self.factors
        if isinstance(known, Estimated):
            # A few sums of a long table never need the influence of all its rows.
            return estimate_scores(known.plan, known.scores, Contrast(known.statistic, factors)).influence()
        return known.influence() @ factors

    def span(self) -> Span:
        """Return the same as a product."""
        from scipy.sparse import csr_array

        span = self.known.span()
        return Span(span.columns, (span.slopes @ csr_array(self.factors)).tocsr())


@frozen(eq=False, slots=False)
class Combined:
    """Sums over the estimates of several tables; it offers what `Estimated` does.

    Attributes:
        plan: The design met with the rows, which all tables share.
        parts: One for each table, all with as many sums.
    """

    plan: Plan
    parts: Sequence[Part]

    @cached_property
    def value(self) -> Floats:
        """The sums, shape (R,); NaN where there is none."""
        return np.asarray(sum(part.value for part in self.parts))

    @cached_property
    def replicated(self) -> Floats | None:
        """The sums from each set of replicate weights, shape (replicates, R)."""
        found = [part.replicated for part in self.parts]
        return None if self.plan.replicates is None else np.asarray(sum(one for one in found if one is not None))

    def bases(self) -> Any:
        """Return which rows count in the base of each sum: sparse, shape (rows, R), above 0 where they do."""
        first, *others = [part.bases() for part in self.parts]
        return sum(others, first).tocsc()

    def influence(self) -> Floats:
        """Return the influence of each row on each sum, shape (rows, R); 0 where there is none."""
        found = np.asarray(sum(part.influence() for part in self.parts))
        found[:, np.isnan(self.value)] = 0
        return found

    def span(self) -> Span:
        """Return the same as a product."""
        from scipy.sparse import diags_array, vstack

        parts = [part.span() for part in self.parts]
        known = diags_array((~np.isnan(self.value)).astype(np.float64))
        slopes = vstack([part.slopes for part in parts], format="csr") @ known
        return Span(tuple(column for part in parts for column in part.columns), slopes.tocsr())

    @cached_property
    def df(self) -> Floats:
        """Degrees of freedom of each sum, of all rows that count in it."""
        if self.plan.replicates is not None:
            return ranks(self.plan.replicates, self.bases())
        return self.plan.presence(self.bases()).df

    def _presence(self) -> Presence | None:
        # Only an averaged stratum needs to know who is present.
        return None if self.plan.first.averaged is None else self.plan.presence(self.bases())

    @property
    def variance(self) -> Floats:
        """The variances, shape (R,)."""
        return np.asarray(np.diag(self.covariance()))

    def covariance(self) -> Floats:
        """Return the covariance, shape (R, R); NaN in rows and columns without an estimate."""
        known = ~np.isnan(self.value)
        found = np.full((len(known), len(known)), np.nan)
        if self.plan.replicates is not None and self.replicated is not None:
            some = self.plan.replicates.covariance(self.value[known], self.replicated[:, known])
        else:
            # Of a few sums the influence takes little room, and what cancels in it is exactly nothing.
            influence = self.influence() if len(known) <= _FEW else self.span()
            some = self.plan.covariance(influence, self._presence())[np.ix_(known, known)]
        found[np.ix_(known, known)] = some
        return found


@frozen(eq=False, slots=False, kw_only=True)
class KnownOrigin(Origin):
    """The origin of a table whose estimates are known, and not made of totals of cells."""

    known: Any

    @property
    def estimated(self) -> Any:
        """The table's estimates with their covariance, in the order of its rows."""
        if self.order is None:
            return self.known
        return Combined(self.plan, (Part(self.known, np.eye(len(self.known.value))[:, self.order]),))


def same_rows(origins: Sequence[Origin]) -> Plan:
    """Return the design met with rows that several tables share.

    Raises:
        AnalysisError: They were made from other answers, or with other designs.
    """
    first, *others = origins
    for other in others:
        mine, its = first.responses.variables, other.responses.variables
        shared = [name for name in mine if name in its]
        if first.plan.rows != other.plan.rows or any(mine[name] is not its[name] for name in shared):
            msg = (
                "the tables come from different answers, so their covariance is not known. For two waves of a survey "
                "use `vk.difference`."
            )
            raise AnalysisError(msg)
        if first.design is not other.design and first.design != other.design:
            msg = "the tables were made with different designs. Make both with the same design= (or weights=)."
            raise AnalysisError(msg)
    return first.plan
