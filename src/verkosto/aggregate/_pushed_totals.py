"""What an engine is asked to sum for one axis, and the totals that are made of its answer."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.aggregate._cells import Totals
from verkosto.aggregate._parts import RowPart, UnitPart
from verkosto.aggregate._pushed_design import PushedPlan
from verkosto.aggregate._pushed_engine import Query, Step
from verkosto.errors import AnalysisError

if TYPE_CHECKING:
    import narwhals as nw
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

__all__ = ["Cells", "products", "totals_of"]

_MOST_PLACE_CELLS = 1 << 26
"""Most totals of units or strata of one axis: half a gigabyte."""


@frozen(eq=False)
class Cells:
    """The combinations of keys that an engine found, and where each belongs.

    Attributes:
        group: Its group.
        level: Its level, missing reasons included.
        place: Its sampling unit or stratum.
        n: Its rows.
        sums: Its sums, by the names of `products`.
        centres: For each measure what its numbers were taken from.
        factor: What its weights are multiplied by.
    """

    group: Places
    level: Places
    place: Places
    n: Floats
    sums: Mapping[str, Floats]
    centres: Sequence[Floats]
    factor: Floats


def products(
    query: Query, w: nw.Expr | None, values: Sequence[nw.Expr], centres: Sequence[nw.Expr | None], *, clustered: bool
) -> dict[str, nw.Expr]:
    """Return what is to be summed: weights, numbers around their centres, and products, each a plain column.

    Args:
        query: Where columns are put.
        w: The weights; None where rows count as one.
        values: The number of each row in each measure, null where it has none.
        centres: What is taken off each; None: nothing.
        clustered: Whether totals of units tell the variance, so that products of two measures are not needed.
    """
    import narwhals as nw

    found: dict[str, nw.Expr] = {}
    weighted: list[nw.Expr] = [nw.lit(1.0) if w is None else w]
    if w is not None:
        found = {"w0": w, "q0,0": w * w, "used": nw.when(w > 0).then(nw.lit(1.0)).otherwise(nw.lit(0.0))}
    for place, (value, centre) in enumerate(zip(values, centres, strict=True), start=1):
        moved = value if centre is None else value - nw.when(~centre.is_null()).then(centre).otherwise(nw.lit(0.0))
        y = query.put(Step.CENTRED, nw.when(~value.is_null()).then(moved.cast(nw.Float64)).otherwise(nw.lit(0.0)))
        weighted.append(y if w is None else query.put(Step.WEIGHTED, w * y))
        found |= {f"y{place}": y, f"w{place}": weighted[-1], f"s{place}": weighted[-1] * y}
    if not clustered:
        pairs = itertools.combinations_with_replacement(range(len(weighted)), 2)
        found |= {f"q{one},{other}": weighted[one] * weighted[other] for one, other in pairs if other}
    return found


def totals_of(plan: PushedPlan, shape: tuple[int, int], cells: Cells) -> Totals:
    """Return the totals of an axis, of shape (groups, levels), from what an engine found.

    Raises:
        AnalysisError: There are too many sampling units or strata for so many cells.
    """
    width = 1 + len(cells.centres)
    _refuse_places(plan.count, shape[0] * shape[1] * width)
    shift = _shifts(shape[0], cells)
    sums = _around(cells, [centre - shift[m, cells.group] for m, centre in enumerate(cells.centres, start=1)])

    def summed(values: Floats) -> Floats:
        total = np.zeros(shape)
        np.add.at(total, (cells.group, cells.level), values)
        return total

    def side_by_side(first: Floats, name: str) -> Floats:
        return np.stack([summed(first), *(summed(sums[f"{name}{m}"]) for m in range(1, width))], axis=-1)

    return Totals(
        n=_whole(summed(cells.n)),
        used=_whole(summed(cells.sums.get("used", cells.n))),
        w=side_by_side(sums["w0"], "w"),
        w2=summed(sums["q0,0"]),
        second=side_by_side(sums["w0"], "s"),
        tally=side_by_side(cells.n, "y"),
        shift=shift,
        parts=(_part(plan, shape, cells, sums),),
    )


def _shifts(groups: int, cells: Cells) -> Floats:
    """Return the mean of each measure in each group, over the rows that have a number."""
    found = np.zeros((1 + len(cells.centres), groups))
    inside = cells.level == 0
    rows = np.bincount(cells.group[inside], cells.n[inside], minlength=groups)
    for m, centre in enumerate(cells.centres, start=1):
        if centre.any():
            told = cells.sums[f"y{m}"] + centre * cells.n
            total = np.bincount(cells.group[inside], told[inside], minlength=groups)
            found[m] = np.divide(total, rows, out=np.zeros(groups), where=rows > 0)
    return found


def _around(cells: Cells, moves: Sequence[Floats]) -> dict[str, Floats]:
    """Return the sums with weights as they are, and numbers around the shift of their group.

    An engine sums around finer means, those of each combination of keys. Moving the sums from there adds what lies
    between, and takes nothing away in which digits could be lost.
    """
    width = 1 + len(moves)
    # Rows without a number have none to move.
    d = [np.zeros(len(cells.n)), *(np.where(cells.level == 0, move, 0.0) for move in moves)]
    sums = {"w0": cells.n, "q0,0": cells.n, **cells.sums}
    first = [sums[f"w{m}"] * cells.factor for m in range(width)]
    found = {"w0": first[0]}
    for m in range(1, width):
        found[f"w{m}"] = first[m] + d[m] * first[0]
        found[f"s{m}"] = sums[f"s{m}"] * cells.factor + 2 * d[m] * first[m] + d[m] ** 2 * first[0]
        # What was counted without weights is told as it stood.
        found[f"y{m}"] = sums[f"y{m}"] + cells.centres[m - 1] * cells.n
    for one, other in itertools.combinations_with_replacement(range(width), 2):
        if (name := f"q{one},{other}") in sums:
            moved = d[other] * sums[f"q0,{one}"] + d[one] * sums[f"q0,{other}"] + d[one] * d[other] * sums["q0,0"]
            found[name] = (sums[name] + moved) * cells.factor**2
    return found


def _part(plan: PushedPlan, shape: tuple[int, int], cells: Cells, sums: Mapping[str, Floats]) -> UnitPart | RowPart:
    stage, width = plan.stage, 1 + len(cells.centres)
    of_places = np.zeros((plan.count, *shape, width))
    for measure in range(width):
        np.add.at(of_places[..., measure], (cells.place, cells.group, cells.level), sums[f"w{measure}"])
    if plan.clustered:
        return UnitPart.of(stage, of_places)
    matrix = np.zeros((*shape, width, width))
    scale = stage.scale[cells.place]
    for one, other in itertools.combinations_with_replacement(range(width), 2):
        np.add.at(matrix[..., one, other], (cells.group, cells.level), scale * sums[f"q{one},{other}"])
        matrix[..., other, one] = matrix[..., one, other]
    return RowPart(matrix, of_places, np.where(stage.centred, stage.scale / np.maximum(stage.sizes, 1), 0.0))


def _whole(counts: Floats) -> NDArray[np.int64]:
    return np.asarray(np.rint(counts).astype(np.int64))


def _refuse_places(places: int, cells: int) -> None:
    if places * cells > _MOST_PLACE_CELLS:
        msg = (
            f"{places} sampling units or strata times {cells} cells are too many totals to hold. Use fewer `by` "
            "variables or larger classes, or collect the answers: `.collect()` gives Responses."
        )
        raise AnalysisError(msg)
