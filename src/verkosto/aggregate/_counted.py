"""From targets to counted cells and their bases, before anything is estimated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from attrs import evolve, frozen

from verkosto.aggregate._cells import Axis, Counter, Groups, Sums
from verkosto.aggregate._headings import Heading
from verkosto.aggregate._layout import Layout
from verkosto.aggregate._levels import Levels
from verkosto.aggregate._shares import Base, Parts
from verkosto.aggregate._variables import Multiple, Target
from verkosto.errors import AnalysisError, did_you_mean
from verkosto.responses import REASONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["BaseKind", "Counted", "check_base", "count_targets"]

BaseKind = Literal["answered", "asked", "ticks"]

_UNASKED = frozenset({"not_asked", "not_applicable"})


@frozen(eq=False)
class Counted:
    """One target, counted.

    Attributes:
        heading: The target's, with labels of the rows that are shown.
        question: Id of its question.
        parts: Cells and bases of the groups shown, totals included.
        units: Distinct protection units in each cell, shape (groups, values).
        missing: Rows without a share, by reason, of the groups counted: shape (groups, reasons).
    """

    heading: Heading
    question: str
    parts: Parts
    units: NDArray[np.int64]
    missing: NDArray[np.int64]


def check_base(base: str | None, wanted: Sequence[Target]) -> BaseKind:
    """Return the base that all targets can have.

    Raises:
        AnalysisError: There is no such base, or it is for multiple choice and a target is not.
    """
    if base is None or base == "answered":
        return "answered"
    if base == "asked":
        return "asked"
    if base != "ticks":
        hint = did_you_mean(base, ("answered", "asked", "ticks")) if isinstance(base, str) else ""
        msg = f"there is no base {base!r}.{hint} Use 'answered', 'asked' or, for multiple choice, 'ticks'."
        raise AnalysisError(msg)
    others = [target.heading.id for target in wanted if not isinstance(target, Multiple)]
    if others:
        msg = f"base='ticks' is for multiple choice, and {others[0]!r} is not. Tabulate it on its own."
        raise AnalysisError(msg)
    return "ticks"


def count_targets(
    counter: Counter,
    by: Sequence[Axis],
    groups: Groups,
    layout: Layout,
    wanted: Sequence[Target],
    base: BaseKind,
    *,
    dont_know: bool,
) -> list[Counted]:
    """Count all targets, those that can be counted jointly in one pass.

    Args:
        counter: Whatever counts.
        by: Axes of the groups.
        groups: The groups that occur.
        layout: The groups shown.
        wanted: What to count.
        base: What shares are shares of.
        dont_know: Whether "cannot say" counts in the base.
    """
    unasked = _UNASKED if dont_know else _UNASKED | {"dont_know"}
    asked = [place for place, reason in enumerate(REASONS) if reason not in unasked] if base == "asked" else []
    axes: list[Axis] = []
    for target in wanted:
        axes += [target.axis] if isinstance(target, Levels) else [*target.options, target.count]
    sums = iter(counter.cells(by, axes))
    counted = []
    for target in wanted:
        if isinstance(target, Levels):
            found = _choice(counter, by, layout, target, next(sums), asked)
        else:
            options = Sums.stack([next(sums).at((..., 1)) for _ in target.options])
            found = _multiple(counter, by, layout, target, options, next(sums), asked)
            if base == "ticks":
                ticked = _of_ticks(counter, by, groups, target)
                found = evolve(found, parts=_shown(layout, options, *ticked))
        counted.append(found)
    return counted


def _choice(
    counter: Counter, by: Sequence[Axis], layout: Layout, target: Levels, sums: Sums, asked: Sequence[int]
) -> Counted:
    levels = target.axis.levels
    shown = np.arange(levels)
    if target.open:
        shown = np.flatnonzero(sums.n[:, :levels].any(axis=0))
    cells = sums.at((..., shown))
    base = Base.of_rows(sums.over([*range(levels), *(levels + place for place in asked)]))
    units = _units(counter, by, layout, target.axis, cells)
    if units.shape[1] != len(shown):
        units = units[:, shown]
    labels = list(target.heading.labels.items())
    heading = evolve(target.heading, labels=dict(labels[place] for place in shown)) if target.open else target.heading
    return Counted(heading, target.question, _shown(layout, cells, base), units, sums.n[:, levels:])


def _multiple(
    counter: Counter,
    by: Sequence[Axis],
    layout: Layout,
    target: Multiple,
    options: Sums,
    count: Sums,
    asked: Sequence[int],
) -> Counted:
    levels = target.count.levels
    base = Base.of_rows(count.over([*range(levels), *(levels + place for place in asked)]))
    units = [
        _units(counter, by, layout, option, options.at((..., [place])))[:, -1:]
        for place, option in enumerate(target.options)
    ]
    parts = _shown(layout, options, base)
    return Counted(target.heading, target.question, parts, np.concatenate(units, axis=1), count.n[:, levels:])


def _of_ticks(
    counter: Counter, by: Sequence[Axis], groups: Groups, target: Multiple
) -> tuple[Base, tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Return the base of ticks, and squared weights of cells and of all rows by number of ticks."""
    axes = [*by, target.count]
    finer = counter.groups(axes)
    into, ticks = _places(finer.levels[:, :-1], groups.levels), finer.levels[:, -1]
    count, *options = counter.cells(axes, [target.count, *target.options])
    rows = Sums(*(np.zeros((len(groups), target.count.levels), dtype=part.dtype) for part in count.parts()))
    for part, found in zip(rows.parts(), count.over(slice(0, target.count.levels)).parts(), strict=True):
        part[into, ticks] = found
    ticked = np.zeros((len(groups), len(options), target.count.levels))
    for place, option in enumerate(options):
        ticked[into, place, ticks] = option.w2[:, 1]
    each = np.arange(1, target.count.levels + 1)
    base = Base(rows.n @ each, rows.used @ each, rows.w @ each, rows.w2 @ each**2, rows.used.sum(axis=-1))
    return base, (ticked, rows.w2[:, np.newaxis])


def _places(rows: NDArray[np.intp], listed: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the place of each row among those listed."""
    places = {tuple(row): place for place, row in enumerate(listed.tolist())}
    return np.array([places[tuple(row)] for row in rows.tolist()], dtype=np.intp)


def _shown(
    layout: Layout, cells: Sums, base: Base, ticks: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
) -> Parts:
    parts = (base.n, base.used, base.w, base.w2, base.persons)
    extended = Base(*(layout.array(part)[:, np.newaxis] for part in parts))
    by_ticks = None if ticks is None else (layout.array(ticks[0]), layout.array(ticks[1]))
    return Parts(layout.sums(cells), extended, by_ticks)


def _units(counter: Counter, by: Sequence[Axis], layout: Layout, axis: Axis, cells: Sums) -> NDArray[np.int64]:
    """Return units of each cell shown: all levels of the axis, or the rows of `cells` where each is a unit."""
    if not counter.clustered:
        return layout.array(cells.n)
    return layout.each(lambda into, size: counter.units(by, axis, into, size))
