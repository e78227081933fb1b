"""Known totals met with the answers: every condition that fitted weights have to fulfil, checked before any fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from attrs import evolve, field, frozen

from verkosto.aggregate._given import one_of
from verkosto.aggregate._weighting_cells import Cells, joint_cells
from verkosto.aggregate._weighting_collapse import Collapse, check_collapse
from verkosto.aggregate._weighting_margins import Margin, Reach, margin_of
from verkosto.aggregate._weighting_numbers import Amount, amount_of, is_amount
from verkosto.aggregate._weighting_parts import Entry, Part, part_of_all, part_of_amount, part_of_margin
from verkosto.aggregate._weighting_targets import scaled, wanted
from verkosto.errors import AnalysisError
from verkosto.responses import Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Known", "Options", "known_of"]


@frozen(kw_only=True)
class Options:
    """What `rake`, `poststratify` and `calibrate` share; they explain them."""

    total: float | None = None
    rescale: bool = False
    unmatched: Literal["error", "apart", "exclude"] = "error"
    collapse: Collapse = None
    min_cell: int = 1
    reach: Reach = field(factory=Reach)
    tolerance: float = 0.0
    max_iterations: int = 1

    def __attrs_post_init__(self) -> None:
        one_of(self.unmatched, ("error", "apart", "exclude"), "unmatched")
        if isinstance(self.min_cell, bool) or not isinstance(self.min_cell, int) or self.min_cell < 1:
            raise AnalysisError(f"min_cell {self.min_cell!r} is no number of respondents. Give 1 or more.")
        if not isinstance(self.tolerance, int | float) or not self.tolerance >= 0:
            raise AnalysisError(f"tolerance {self.tolerance!r} is no number of 0 or more. Leave it out, or give 1e-6.")
        if not isinstance(self.max_iterations, int) or self.max_iterations < 1:
            raise AnalysisError(f"max_iterations {self.max_iterations!r} is no number of rounds. Give 1 or more.")


@frozen(eq=False)
class Known:
    """Totals and what each row adds to them.

    Attributes:
        cells: Rows put together; their places are those of the margins after collapsing.
        matrix: What one of each cell adds to each total, sparse, shape (cells, totals).
        totals: The known totals.
        sizes: Number of totals of each margin; those of numbers come after.
        entries: What each total is.
        base: Base weights of all rows, 0 where a row was excluded.
        weights: Sums of them by cell.
        excluded: Rows that were left out because a margin or number does not know them.
        empty: Categories without respondents, as "margin: codes".
        sources: Ids of the columns of the answers that the totals are told by.
        size: Size of the population, where it is among the totals.
    """

    cells: Cells
    matrix: Any
    totals: Floats
    sizes: tuple[int, ...]
    entries: tuple[Entry, ...]
    base: Floats
    weights: Floats
    excluded: int
    empty: tuple[str, ...]
    sources: tuple[str, ...]
    size: float | None

    @property
    def by_margin(self) -> list[Floats]:
        """The totals of each margin."""
        return np.split(self.totals, np.cumsum(self.sizes))[: len(self.sizes)]

    def sums(self, weights: Floats) -> Floats:
        """Return what weights of cells give for each total."""
        return np.asarray(self.matrix.T @ weights)


def known_of(
    responses: Responses,
    targets: Any,
    base: Floats,
    options: Options,
    *,
    weighted: bool,
    numbers: bool = False,
    by_row: bool = False,
) -> Known:
    """Meet targets with the answers.

    Args:
        responses: The answers, all rows.
        targets: As `rake` takes them.
        base: Base weights.
        options: What to do with what does not fit.
        weighted: Whether base weights are the caller's; otherwise they are made to add up to the population.
        numbers: Whether totals of numbers are possible.
        by_row: Whether rows are not to be put together.

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: Targets and answers do not meet; the message says what may be done.
    """
    asked = wanted(targets)
    amounts = [amount_of(responses, part, options.reach) for part in asked if numbers and is_amount(part)]
    margins = [margin_of(responses, part, options.reach) for part in asked if not (numbers and is_amount(part))]
    met: list[Margin | Amount] = [*margins, *amounts]
    check_collapse(options.collapse, margins)
    base, excluded = _without(met, base, options)
    used = None if base.min() > 0 else base > 0
    rows = len(base) if used is None else int(np.count_nonzero(used))
    if not rows:
        raise AnalysisError("no row is left to fit weights to. Correct the weights, or the categories of the targets.")
    asked, whole = scaled([m.wanted for m in margins], options.total, float(base.sum()), rescale=options.rescale)
    margins = [evolve(margin, wanted=part) for margin, part in zip(margins, asked, strict=True)]
    if not weighted and whole is not None:
        base = np.where(base > 0, whole / rows, 0.0).astype(np.float64, copy=False)
    if by_row or amounts or not margins:
        cells = Cells.of_rows([margin.codes for margin in margins], len(base))
    else:
        cells = joint_cells([margin.codes for margin in margins], [margin.size + 1 for margin in margins])
    counts = cells.counts(used)
    weights: Floats = cells.sums(base) if weighted else counts.astype(np.float64) * base.max()
    parts = [_part(margin, cells.places[:, place], counts, weights, options) for place, margin in enumerate(margins)]
    if not margins and whole is not None:
        parts.append(part_of_all(cells.count, whole, rows))
    parts += [part_of_amount(amount, used) for amount in amounts]
    sources = (name for part in met for name in part.sources)
    return _known(cells, parts, base, weights, excluded, tuple(dict.fromkeys(sources)), whole)


def _part(margin: Margin, at: NDArray[np.intp], counts: NDArray[np.intp], weights: Floats, options: Options) -> Part:
    apart = options.unmatched == "apart"
    return part_of_margin(
        margin, at, counts, weights, collapse=options.collapse, min_cell=options.min_cell, apart=apart
    )


def _known(
    cells: Cells,
    parts: Sequence[Part],
    base: Floats,
    weights: Floats,
    excluded: int,
    sources: tuple[str, ...],
    size: float | None,
) -> Known:
    from scipy.sparse import hstack

    places = [part.places for part in parts if part.places is not None]
    return Known(
        evolve(cells, places=np.stack(places, axis=1)) if places else cells,
        hstack([part.matrix for part in parts], format="csr"),
        np.concatenate([part.totals for part in parts]),
        tuple(len(part.totals) for part in parts if part.places is not None),
        tuple(entry for part in parts for entry in part.entries),
        base,
        weights,
        excluded,
        tuple(name for part in parts for name in part.empty),
        sources,
        size,
    )


def _without(met: Sequence[Margin | Amount], base: Floats, options: Options) -> tuple[Floats, int]:
    """Return the base weights without the rows to exclude, and their number."""
    outside: NDArray[np.bool_] | None = None
    faults = []
    for part in met:
        # The highest code spares an extra look at each row.
        if part.codes.max(initial=0) < part.size:
            continue
        missing = (part.codes == part.size) & (base > 0)
        if missing.any():
            faults.append(part.fault(base > 0))
            outside = missing if outside is None else outside | missing
            if isinstance(part, Amount) and options.unmatched == "apart":
                raise AnalysisError(f"{faults[-1]}. A total of numbers needs them all: say unmatched='exclude'.")
    if faults and options.unmatched == "error":
        msg = (
            f"{'; '.join(faults)}. Say unmatched='apart' (their share of the weights stays as it is), "
            "unmatched='exclude' (they get weight 0), or complete the data."
        )
        raise AnalysisError(msg)
    if outside is None or options.unmatched == "apart":
        return base, 0
    return np.where(outside, 0.0, base), int(np.count_nonzero(outside))
