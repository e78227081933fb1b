"""What the rows of a table mean: for each figure and group the categories of those counted.

Disclosure control has to see which figures of different tables overlap, lie within one another or add up. So a table
that still knows its answers says of every row which categories of which variables its respondents have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, field, frozen

from verkosto.aggregate._cells import Axis, Codes, Present, Ticked
from verkosto.aggregate._derived_meant import Sources, View, rectangles
from verkosto.aggregate._estimands import Estimand, Figure
from verkosto.aggregate._levels import levels_of
from verkosto.aggregate._meant_categories import (
    ABSENT,
    Where,
    answered_of,
    categories_of,
    question_of,
    where_of,
    where_of_levels,
)
from verkosto.aggregate._meant_rows import having
from verkosto.aggregate._origin import Origin
from verkosto.aggregate._scales import counts_of_steps, steps_of
from verkosto.aggregate._table import Table
from verkosto.errors import VerkostoError
from verkosto.responses import REASONS, Coded, Recoding, Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "Meaning",
    "Meant",
    "Scale",
    "codes_meant",
    "derived_meant",
    "groups_meant",
    "meaning_of_table",
    "meant",
]


@frozen(eq=False)
class Scale:
    """What a mean of numbered answers or a net adds up.

    Attributes:
        reached: Those who have the second lowest number or a higher one, the third lowest or a higher one, and so on.
        lowest: Those who have the lowest.
        counts: How many have reached each, by the codes of a group, shape (steps,).
    """

    reached: tuple[Where, ...]
    lowest: Where
    counts: Mapping[tuple[str, ...], NDArray[np.int64]]


@frozen
class Meant:
    """What the rows of one variable count, within a group.

    Attributes:
        own: By value, those counted in its row.
        base: Those in the base.
        missing: By reason, those who have none.
        nobody: Missing reasons that nobody has, because an option says the same: who cannot say ticks that option.
        scale: The answers that its figure adds up by their numbers, if it does.
        options: Whether a respondent may have several values: options of a multiple choice.
        complete: Whether all options have a row.
    """

    own: Mapping[str, Where]
    base: Where
    missing: Mapping[str, Where]
    nobody: tuple[Where, ...] = ()
    scale: Scale | None = None
    options: bool = False
    complete: bool = False


@frozen
class Meaning:
    """What a table means, kept after its answers are gone: names of categories, and nothing that was counted.

    Attributes:
        variables: What each variable means.
        groups: What the codes of each `by` mean.
        codes: What the codes of variables mean that tell the subset.
        derived: Who has the codes of each derived variable, in terms of what it was made of.
    """

    variables: tuple[Meant, ...] | None
    groups: tuple[Mapping[str, Where], ...] | None
    codes: Mapping[str, Mapping[str, Where]]
    derived: Mapping[str, Mapping[str, Sources]] = field(factory=dict)


def meaning_of_table(table: Table, subset: Iterable[str]) -> Meaning | None:
    """Return what a table means; None where its answers are not at hand.

    Args:
        table: The table.
        subset: The variables that its subset is made by.
    """
    if table.origin is None:
        return _kept(table)
    variables = meant(table)
    known = None if variables is None else tuple(evolve(variable, scale=None) for variable in variables)
    codes = {name: codes_meant(table, name) for name in subset}
    return Meaning(known, groups_meant(table), codes, derived_meant(table))


def _kept(table: Table) -> Meaning | None:
    found = getattr(table, "meaning", None)
    return found if isinstance(found, Meaning) else None


def meant(table: Table) -> tuple[Meant, ...] | None:
    """Return what each variable of a table means; None where that is not known, or its figures are not."""
    origin, kept = table.origin, _kept(table)
    if kept is not None:
        return kept.variables
    if origin is None or len(origin.figures) != len(table.variables):
        return None
    return tuple(_of_figure(origin, figure) for figure in origin.figures)


def groups_meant(table: Table) -> tuple[Mapping[str, Where], ...] | None:
    """Return what the codes of each `by` mean, totals and missing reasons too; None where that is not known."""
    origin, kept = table.origin, _kept(table)
    if kept is not None:
        return kept.groups
    if origin is None or len(origin.by) != len(table.groups):
        return None
    return tuple(where_of_levels(origin.responses, levels) for levels in origin.by)


def codes_meant(table: Table, name: str) -> Mapping[str, Where]:
    """Return what the codes of any variable or kind of area mean; nothing where the answers do not tell."""
    kept = _kept(table)
    if kept is not None:
        return kept.codes.get(name, {})
    if table.origin is None:
        return {}
    try:
        levels = levels_of(table.origin.responses, name, allocate="majority")
    except VerkostoError:
        # A number, a column of names, or areas that no question reaches: their codes mean themselves.
        return {}
    return where_of_levels(table.origin.responses, levels)


def derived_meant(table: Table) -> Mapping[str, Mapping[str, Sources]]:
    """Return who has the codes of each derived variable, in terms of what it was made of, the latest variable first.

    Codes and missing reasons that cannot be said so, such as classes of numbers, are left out.
    """
    kept = _kept(table)
    if kept is not None:
        return kept.derived
    if table.origin is None:
        return {}
    responses = table.origin.responses
    made_last = [made for made in reversed(responses.derived) if isinstance(responses.variables.get(made.name), Coded)]
    return {made.name: _sources(responses, made) for made in made_last}


def _sources(responses: Responses, made: Recoding) -> dict[str, Sources]:
    views = {name: view for name in made.sources if (view := _view(responses, name)) is not None}
    return {
        code: sources
        for code, sources in rectangles(made, views, ABSENT)
        if _have_it(responses, made.name, code, sources)
    }


def _have_it(responses: Responses, name: str, code: str, sources: Sources) -> bool:
    """Return whether rectangles hold those who have a code and no others; columns may have been changed since."""
    counted = np.zeros(responses.rows, dtype=np.int64)
    for where in sources:
        inside = having(responses, where)
        if inside is None:
            return False
        counted += inside
    has = having(responses, {name: frozenset([code])})
    return has is not None and bool((counted == has).all())


def _view(responses: Responses, name: str) -> View | None:
    variable, reasons = responses.variables.get(name), [ABSENT + reason for reason in REASONS]
    if isinstance(variable, Coded):
        kinds = dict(zip(variable.categories, variable.kinds, strict=False))
        missing = {r: {ABSENT + r, *(code for code, kind in kinds.items() if kind == r)} for r in REASONS}
        return View(
            name,
            {code: frozenset([code]) for code in variable.categories},
            {reason: frozenset(mask) for reason, mask in missing.items()},
            frozenset([*variable.categories, *reasons]),
        )
    try:
        levels = levels_of(responses, name, allocate="majority")
    except VerkostoError:
        return None
    root, meanings = levels.axis.variable, where_of_levels(responses, levels)
    return View(
        root,
        {code: where[root] for code, where in meanings.items() if not code.startswith(ABSENT)},
        {reason: meanings[ABSENT + reason][root] for reason in REASONS},
        frozenset([*categories_of(responses, root), *reasons]),
    )


def _of_figure(origin: Origin, figure: Figure) -> Meant:
    responses, values = origin.responses, list(figure.heading.labels)
    parts = [(estimand, row) for estimand in figure.estimands for row in range(len(estimand.numerators))]
    first = figure.estimands[0]
    return Meant(
        own={value: where_of(responses, e.axis, e.cells[row]) for value, (e, row) in zip(values, parts, strict=True)},
        base=_base(responses, first),
        missing=_missing(responses, first.axis),
        nobody=tuple(_nobody(responses, first.axis)),
        scale=_scale(origin, figure),
        options=isinstance(first.axis, Ticked),
        complete=isinstance(first.axis, Ticked) and len(first.axis.count.variables) == len(values),
    )


def _scale(origin: Origin, figure: Figure) -> Scale | None:
    steps = steps_of(figure)
    if steps is None:
        return None

    def where(levels: NDArray[np.bool_]) -> Where:
        return where_of(origin.responses, figure.estimands[0].axis, levels)

    return Scale(tuple(map(where, steps.reached)), where(steps.lowest), counts_of_steps(origin, figure, steps))


def _base(responses: Responses, estimand: Estimand) -> Where:
    if not isinstance(estimand.axis, Ticked):
        return where_of(responses, estimand.axis, estimand.base)
    answered = answered_of(estimand.axis)
    reasons = {ABSENT + reason for place, reason in enumerate(REASONS) if estimand.base[2 + place]}
    return {question_of(estimand.axis): answered | reasons}


def _nobody(responses: Responses, axis: Axis) -> Iterator[Where]:
    if not isinstance(axis, Codes):
        return
    variable = responses.variables[axis.variable]
    kinds = variable.kinds if isinstance(variable, Coded) else ()
    for reason in (reason for reason in REASONS if reason in kinds):
        where = {axis.variable: frozenset([ABSENT + reason])}
        if not np.asarray(having(responses, where)).any():
            yield where


def _missing(responses: Responses, axis: Axis) -> Mapping[str, Where]:
    if isinstance(axis, Ticked):
        return {reason: {question_of(axis): frozenset([ABSENT + reason])} for reason in REASONS}
    if isinstance(axis, Present) and len(axis.variables) > 1:
        # The reason is that of the first number that lacks, which is no category of either.
        return {}
    return {reason: where_of(responses, axis, [axis.levels + place]) for place, reason in enumerate(REASONS)}
