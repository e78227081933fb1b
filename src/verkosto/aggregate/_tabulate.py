"""From a call to a Table: resolve, count, estimate, put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from attrs import frozen

from verkosto.aggregate._cells import Counter, Groups
from verkosto.aggregate._columns import Columns, cell_names, missing_names
from verkosto.aggregate._counted import BaseKind, Counted, check_base, count_targets
from verkosto.aggregate._layout import Layout, lay_out
from verkosto.aggregate._levels import Levels, levels_of
from verkosto.aggregate._memory import CELL_LIMIT, MemoryCounter
from verkosto.aggregate._notes import notes_of
from verkosto.aggregate._shares import Estimates, estimate
from verkosto.aggregate._table import Table
from verkosto.aggregate._variables import Multiple, Target, named, targets
from verkosto.errors import AnalysisError, did_you_mean
from verkosto.responses import REASONS, Condition, Responses
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Options", "tabulate"]


@frozen(kw_only=True)
class Options:
    """What the calls share; `frequency` and `crosstab` explain them."""

    by: str | Sequence[str] = ()
    margins: bool = False
    through: str | None = None
    allocate: Literal["majority"] | None = None
    weights: str | None = None
    base: BaseKind | None = None
    dont_know: Literal["include", "exclude"] | None = None
    where: Mapping[str, Condition] | None = None
    level: float = 0.95


def tabulate(responses: Responses, variable: str | Sequence[str], options: Options) -> Table:
    """Count and estimate the shares of one call."""
    level = _level(options.level)
    dont_know = _dont_know(options.dont_know)
    _check_responses(responses)
    if options.where is not None:
        responses = responses.where(options.where)
    wanted = targets(responses, variable, dont_know=dont_know)
    by = _by(responses, options, wanted)
    base = check_base(options.base, wanted)
    counter = MemoryCounter(responses, options.weights)
    axes = [levels.axis for levels in by]
    groups = counter.groups(axes)
    layout = lay_out(groups, margins=options.margins)
    _refuse_size(layout, wanted)
    counted = count_targets(counter, axes, groups, layout, wanted, base, dont_know=dont_know)
    return Table(
        instrument_id=responses.instrument.id,
        title=_title(responses, counted),
        variables=tuple(part.heading for part in counted),
        groups=tuple(levels.heading for levels in by),
        level=level,
        weights=options.weights,
        notes=notes_of(responses, by, groups, [n for t in wanted for n in t.notes], options.weights),
        provenance=_provenance(responses),
        cells=_cells(counter, layout, by, counted, base, level),
        absences=_absences(groups, by, counted),
    )


def _check_responses(responses: object) -> None:
    if not isinstance(responses, Responses):
        msg = f"the answers must be a Responses, not a {type(responses).__name__}. Read them with `vk.read`."
        raise AnalysisError(msg)


def _level(level: float) -> float:
    if isinstance(level, bool) or not isinstance(level, int | float) or not 0 < level < 1:
        msg = f"level {level!r} is no confidence level. Give a share between 0 and 1, such as 0.95."
        raise AnalysisError(msg)
    return float(level)


def _dont_know(choice: str | None) -> bool:
    if choice not in (None, "include", "exclude"):
        hint = did_you_mean(choice, ("include", "exclude")) if isinstance(choice, str) else ""
        msg = f"dont_know is 'include' or 'exclude', not {choice!r}.{hint}"
        raise AnalysisError(msg)
    return choice != "exclude"


def _by(responses: Responses, options: Options, wanted: Sequence[Target]) -> list[Levels]:
    names = named(options.by)
    shown = {target.heading.id for target in wanted}
    for place, name in enumerate(names):
        if name in shown or name in names[:place]:
            where = "both counted and in `by`" if name in shown else "twice in `by`"
            msg = f"variable {name!r} stands {where}. Name each once."
            raise AnalysisError(msg)
    return [levels_of(responses, name, through=options.through, allocate=options.allocate) for name in names]


def _refuse_size(layout: Layout, wanted: Sequence[Target]) -> None:
    values = sum(len(target.options) if isinstance(target, Multiple) else target.axis.levels for target in wanted)
    cells = len(layout) * values
    if cells > CELL_LIMIT:
        msg = (
            f"the table would have {cells} rows, more than {CELL_LIMIT}: {len(layout)} groups and {values} values. "
            "Use fewer `by` variables or larger classes (an area type, or `responses.derive`)."
        )
        raise AnalysisError(msg)


def _title(responses: Responses, counted: Sequence[Counted]) -> LocalText:
    questions = {part.question for part in counted}
    if len(questions) != 1:
        return responses.instrument.title
    if len(counted) == 1:
        return counted[0].heading.text
    return responses.instrument[questions.pop()].text


def _provenance(responses: Responses) -> dict[str, str]:
    found = responses.provenance
    if found is None:
        return {}
    parts = {"source": found.source, "backend": found.backend, "digest": found.digest}
    return {name: value for name, value in parts.items() if value is not None}


def _texts(values: Sequence[Any], repeats: int | Sequence[int]) -> NDArray[np.object_]:
    texts = np.empty(len(values), dtype=object)
    texts[:] = values
    return np.repeat(texts, repeats)


def _cells(
    counter: Counter,
    layout: Layout,
    by: Sequence[Levels],
    counted: Sequence[Counted],
    base: BaseKind,
    level: float,
) -> Columns:
    found = [_of_target(counter, layout, part, level) for part in counted]
    data = {name: np.concatenate([part[name] for part in found]) for name in found[0]}
    for axis, levels in enumerate(by):
        codes = layout.codes(axis, levels.heading)
        parts = [np.repeat(codes, len(part.heading.labels)) for part in counted]
        data[levels.heading.id] = np.concatenate(parts)
    length = len(data["n"])
    data["statistic"] = _texts(["share"], length)
    data["base_kind"] = _texts([base], length)
    return Columns({name: data[name] for name in cell_names([levels.heading.id for levels in by])})


def _of_target(counter: Counter, layout: Layout, counted: Counted, level: float) -> dict[str, NDArray[Any]]:
    parts, heading = counted.parts, counted.heading
    values = len(heading.labels)
    shape = (len(layout), values)
    found: Estimates = estimate(parts, rows=counter.rows, level=level)

    def flat(array: NDArray[Any]) -> NDArray[Any]:
        return np.broadcast_to(array, shape).reshape(-1)

    return {
        "variable": _texts([heading.id], len(layout) * values),
        "value": np.tile(_texts(list(heading.labels), 1), len(layout)),
        "label": np.tile(_texts([text.fi for text in heading.labels.values()], 1), len(layout)),
        "n": flat(parts.cells.n),
        "base": flat(parts.base.n),
        "weighted": flat(parts.cells.w * counter.scale),
        "base_weighted": flat(parts.base.w * counter.scale),
        "units": flat(counted.units),
        "estimate": flat(found.share),
        "se": flat(found.se),
        "low": flat(found.low),
        "high": flat(found.high),
        "interval": flat(found.interval),
        "df": flat(found.df),
        "deff": flat(found.deff),
        "status": flat(found.status),
    }


def _absences(groups: Groups, by: Sequence[Levels], counted: Sequence[Counted]) -> Columns:
    """Return the rows without a share by reason, and the rows without a group; only what occurs."""
    names = [levels.heading.id for levels in by]
    labels = [np.array([*levels.heading.labels], dtype=object) for levels in by]
    rows: list[tuple[Any, ...]] = []
    for part in counted:
        for group, reason in np.argwhere(part.missing > 0).tolist():
            codes = [labels[axis][place] for axis, place in enumerate(groups.levels[group])]
            rows.append((part.heading.id, *codes, REASONS[reason], int(part.missing[group, reason])))
    for name, missing in zip(names, groups.missing, strict=True):
        rows += [
            (name, *(None for _ in names), REASONS[reason], int(missing[reason]))
            for reason in np.flatnonzero(missing).tolist()
        ]
    listed = missing_names(names)
    return Columns.of_lists({name: [row[place] for row in rows] for place, name in enumerate(listed)})
