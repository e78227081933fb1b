"""From a call to a Table: resolve, count, estimate, put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve, frozen

from verkosto.aggregate._answers import Answers
from verkosto.aggregate._assemble import assemble, column_names, divided
from verkosto.aggregate._cells import REASON_COUNT, Axis, Counter, Groups, Ticked, Totals
from verkosto.aggregate._estimands import Estimand, Figure
from verkosto.aggregate._estimate import Counts, Spread, Wanted, counts_of, estimate, spread_of
from verkosto.aggregate._layout import Layout, lay_out
from verkosto.aggregate._levels import Levels
from verkosto.aggregate._meet import Met, meet
from verkosto.aggregate._memory import CELL_LIMIT
from verkosto.aggregate._options import Options
from verkosto.aggregate._origin import Origin
from verkosto.aggregate._parts import UnitPart
from verkosto.aggregate._table import Table
from verkosto.aggregate._threads import threads
from verkosto.errors import AnalysisError
from verkosto.responses import Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["tabulate"]

_ESTIMATED = ("se", "low", "high", "interval", "df", "deff", "status")


@frozen(eq=False)
class _Counting:
    """What the figures of one call have in common.

    Attributes:
        counter: What counts the rows.
        axes: What divides them.
        layout: The groups shown.
        wanted: How figures are to be reported.
        origin: Where the table comes from; None where its rows are not at hand.
    """

    counter: Counter
    axes: Sequence[Axis]
    layout: Layout
    wanted: Wanted
    origin: Origin | None


def tabulate(responses: object, options: Options, figures_of: Callable[[Answers], Sequence[Figure]]) -> Table:
    """Count and estimate the figures of one call.

    Args:
        responses: The answers.
        options: What the calls share.
        figures_of: Gives the figures wanted, from the answers of the domain.
    """
    wanted = options.check()
    met = meet(responses, options.whole_design(), options.where)
    answers, counter = met.responses, met.counter
    figures = list(figures_of(answers))
    by = divided(answers, options, [figure.heading.id for figure in figures])
    axes = [levels.axis for levels in by]
    groups = counter.groups(axes)
    layout = lay_out(groups, margins=options.margins)
    _refuse_size(layout, figures)
    targets = [(estimand.axis, estimand.measures) for figure in figures for estimand in figure.estimands]
    totals = iter(counter.totals(axes, targets))
    counted = [_shown(_excluding(figure, counter), [next(totals) for _ in figure.estimands]) for figure in figures]
    shifts = tuple(tuple(part.shift for part in parts) for _, parts in counted)
    origin = _origin(met, options, by, [figure for figure, _ in counted], groups, layout, shifts)
    return assemble(
        answers,
        options,
        wanted.level,
        [(figure.heading, figure.question) for figure, _ in counted],
        by,
        groups,
        layout,
        _columns(_Counting(counter, axes, layout, wanted, origin), counted),
        [parts[0].n[:, -REASON_COUNT:] for _, parts in counted],
        [note for figure in figures for note in figure.notes],
        origin,
    )


def _origin(
    met: Met,
    options: Options,
    by: Sequence[Levels],
    figures: Sequence[Figure],
    groups: Groups,
    layout: Layout,
    shifts: tuple[tuple[NDArray[np.float64], ...], ...],
) -> Origin | None:
    """Return what is needed to go back to the rows; None where an engine holds them."""
    if met.plan is None or not isinstance(met.responses, Responses):
        return None
    design = options.whole_design()
    parts = (met.responses, design, met.plan, tuple(by), tuple(figures), groups, layout, shifts)
    return Origin(*parts, again=partial(_again, options))


def _again(options: Options, responses: Responses, figures: Sequence[Figure], by: Sequence[Levels]) -> Table:
    """Make a table once more, of other figures or groups."""
    return tabulate(responses, evolve(options, by=tuple(by), where=None), lambda _: figures)


def _shown(figure: Figure, totals: list[Totals]) -> tuple[Figure, list[Totals]]:
    """Leave out values that nobody has, where the figure shows only those that occur."""
    if not figure.open:
        return figure, totals
    (estimand,) = figure.estimands
    shown = np.flatnonzero((totals[0].n @ estimand.cells.T).any(axis=0))
    labels = list(figure.heading.labels.items())
    heading = evolve(figure.heading, labels=dict(labels[place] for place in shown))
    return evolve(figure, heading=heading, estimands=(estimand.of_values(shown),)), totals


def _excluding(figure: Figure, counter: Counter) -> Figure:
    """Forget that an option excludes the others where somebody counted ticked it together with another."""
    kept = []
    for code, estimand in zip(figure.heading.labels, figure.estimands, strict=False):
        if code in figure.heading.exclusive and isinstance(estimand.axis, Ticked):
            (totals,) = counter.totals((), [(estimand.axis, (estimand.axis.count,))])
            if totals.n[:, 1].sum() == np.rint(totals.tally[:, 1, 1].sum()):
                kept.append(code)
    return evolve(figure, heading=evolve(figure.heading, exclusive=kept)) if figure.heading.exclusive else figure


def _refuse_size(layout: Layout, figures: Sequence[Figure]) -> None:
    values = sum(len(estimand.numerators) for figure in figures for estimand in figure.estimands)
    cells = len(layout) * values
    if cells > CELL_LIMIT:
        msg = (
            f"the table would have {cells} rows, more than {CELL_LIMIT}: {len(layout)} groups and {values} values. "
            "Use fewer `by` variables or larger classes (an area type, or `responses.derive`)."
        )
        raise AnalysisError(msg)


def _columns(counting: _Counting, counted: Sequence[tuple[Figure, list[Totals]]]) -> list[dict[str, NDArray[Any]]]:
    """Return the cells of each variable."""
    spreads = iter(_spreads(counting, counted))
    return [_of_figure(counting, figure, [(part, *next(spreads)) for part in totals]) for figure, totals in counted]


def _spreads(counting: _Counting, counted: Sequence[tuple[Figure, list[Totals]]]) -> list[tuple[Counts, Spread | None]]:
    """Return the counts of each estimand, and its variances: for sampling units they are made of the rows now."""
    pairs = [pair for figure, totals in counted for pair in zip(figure.estimands, totals, strict=True)]
    layout, counter = counting.layout, counting.counter

    def work(pair: tuple[Estimand, Totals]) -> tuple[Counts, Spread | None]:
        counts = counts_of(*pair, layout)
        return counts, spread_of(*pair, layout, counts, counter.scale)

    from_rows = sum(isinstance(part, UnitPart) for _, totals in pairs for part in totals.parts or ())
    with threads(counter.rows, from_rows) as apply:
        return apply(work, pairs)


def _of_figure(
    counting: _Counting, figure: Figure, parts: Sequence[tuple[Totals, Counts, Spread | None]]
) -> dict[str, NDArray[Any]]:
    """Return the cells of one variable."""
    counter, layout, origin = counting.counter, counting.layout, counting.origin
    groups, values = len(layout), len(figure.heading.labels)
    counts, found, units = [], [], []
    for estimand, (part, own, spread) in zip(figure.estimands, parts, strict=True):
        counts.append(own)
        found.append(
            estimate(
                estimand,
                part,
                layout,
                own,
                spread,
                counting.wanted,
                share=figure.statistic == "share",
                scale=counter.scale,
                simple=counter.simple,
                by_rows=None if origin is None else partial(origin.of_rows, estimand, part.shift),
            )
        )
        units.append(_units(counting, estimand, own))

    def flat(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
        pairs = zip(parts, figure.estimands, strict=True)
        wide = [np.broadcast_to(part, (groups, len(estimand.numerators))) for part, estimand in pairs]
        return np.concatenate(wide, axis=1).reshape(-1)

    return {
        **column_names(figure.heading, groups, [figure.statistic] * values, figure.base_kind),
        "n": flat([part.n for part in counts]),
        "base": flat([part.base for part in counts]),
        "weighted": flat([part.w * counter.scale for part in counts]),
        "base_weighted": flat([part.base_w * counter.scale for part in counts]),
        "units": flat(units),
        "estimate": flat([part.value for part in found]),
        **{name: flat([getattr(part, name) for part in found]) for name in _ESTIMATED},
    }


def _units(counting: _Counting, estimand: Estimand, counts: Counts) -> NDArray[np.int64]:
    """Return protection units of each figure's own rows; those of several levels are counted once."""
    counter, axes = counting.counter, counting.axes
    if not counter.clustered:
        return counts.n
    return counting.layout.each(lambda into, size: counter.units(axes, estimand.axis, into, size, estimand.cells))
