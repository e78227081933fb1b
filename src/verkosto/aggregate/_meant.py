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
from verkosto.aggregate._headings import TOTAL_CODE
from verkosto.aggregate._levels import Levels, levels_of
from verkosto.aggregate._origin import Origin
from verkosto.aggregate._scales import counts_of_steps, steps_of
from verkosto.aggregate._table import Table
from verkosto.errors import VerkostoError
from verkosto.instruments import MultipleChoice
from verkosto.responses import MISSING, REASONS, Coded, Numeric, Recoding, Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "ABSENT",
    "ANSWERED",
    "Meaning",
    "Meant",
    "Scale",
    "Where",
    "codes_meant",
    "derived_meant",
    "groups_meant",
    "meaning_of_table",
    "meant",
    "rows_meant",
]

ABSENT = "!"
"""Before a missing reason, as a category; no code begins a category so."""

ANSWERED = "answered"
"""The category of those who ticked any substantive option of a multiple choice, or have a number."""

_DONT_KNOW = "dont_know"

Where = Mapping[str, frozenset[str]]
"""Categories by variable: those counted have one of them in each."""


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
        scale: The answers that its figure adds up by their numbers, if it does.
        options: Whether a respondent may have several values: options of a multiple choice.
        complete: Whether all options have a row.
    """

    own: Mapping[str, Where]
    base: Where
    missing: Mapping[str, Where]
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
    return tuple(_of_levels(origin.responses, levels) for levels in origin.by)


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
    return _of_levels(table.origin.responses, levels)


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
        inside = _inside(responses, where)
        if inside is None:
            return False
        counted += inside
    has = _has(responses, name, frozenset([code]))
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
    root, meanings = levels.axis.variable, _of_levels(responses, levels)
    return View(
        root,
        {code: where[root] for code, where in meanings.items() if not code.startswith(ABSENT)},
        {reason: meanings[ABSENT + reason][root] for reason in REASONS},
        frozenset([*_categories(responses, root), *reasons]),
    )


def rows_meant(table: Table, where: Where) -> float:
    """Return how many respondents have one of the categories in each variable; NaN where the answers do not tell."""
    if table.origin is None:
        return np.nan
    inside = _inside(table.origin.responses, where)
    return np.nan if inside is None else float(inside.sum())


def _inside(responses: Responses, where: Where) -> NDArray[np.bool_] | None:
    inside = np.ones(responses.rows, dtype=bool)
    for name, categories in where.items():
        has = _has(responses, name, categories)
        if has is None:
            return None
        inside &= has
    return inside


def _has(responses: Responses, name: str, categories: frozenset[str]) -> NDArray[np.bool_] | None:
    variable = responses.variables.get(name)
    if variable is None:
        return _ticked(responses, name, categories)
    reasons = [place + 1 for place, reason in enumerate(REASONS) if ABSENT + reason in categories]
    values = {category for category in categories if not category.startswith(ABSENT)}
    if not values <= {*_categories(responses, name), ANSWERED}:
        return None
    if isinstance(variable, Coded):
        places = [place for place, category in enumerate(variable.categories) if category in values]
        return np.isin(variable.codes, places) | np.isin(-variable.codes.astype(np.int64), reasons)
    answered = variable.absent == 0
    if isinstance(variable, Numeric) and ANSWERED not in values:
        answered &= np.isin(variable.values, [float(value) for value in values])
    return np.asarray(answered | np.isin(variable.absent, reasons))


def _ticked(responses: Responses, name: str, categories: frozenset[str]) -> NDArray[np.bool_] | None:
    question = next((q for q in responses.instrument if q.id == name and isinstance(q, MultipleChoice)), None)
    if question is None or any(category.startswith(ABSENT) for category in categories):
        return None
    found = np.zeros(responses.rows, dtype=bool)
    for option in question.options:
        tick = responses.variables[f"{name}[{option.code}]"]
        if (option.kind or ANSWERED) in categories and isinstance(tick, Coded):
            found |= tick.codes == 1
    return found


def _of_levels(responses: Responses, levels: Levels) -> Mapping[str, Where]:
    question = next((q for q in responses.instrument if q.id == levels.axis.variable.partition("[")[0]), None)
    if isinstance(question, MultipleChoice) and _answered_together(responses, question, levels.axis.variable):
        return _of_option(question.id, levels.axis.variable)
    count = levels.axis.levels
    places = {code: [place] for place, code in enumerate(levels.heading.labels)}
    places[TOTAL_CODE] = list(range(count))
    places |= {ABSENT + reason: [count + place] for place, reason in enumerate(REASONS)}
    return {code: _where(responses, levels.axis, of_code) for code, of_code in places.items()}


def _answered_together(responses: Responses, question: MultipleChoice, name: str) -> bool:
    """Return whether the option has an answer wherever its question has, and else lacks it for the same reason.

    Where blank means not selected, a row may have ticked nothing and still not lack the option.
    """
    if any(option.kind is not None for option in question.options):
        return False
    columns = [responses.variables[f"{question.id}[{option.code}]"] for option in question.options]
    codes = np.stack([column.codes for column in columns if isinstance(column, Coded)])
    own = codes[[option.code for option in question.options].index(name.partition("[")[2].removesuffix("]"))]
    lowest, highest = codes.min(axis=0), codes.max(axis=0)
    # One cell that could not be read says more than its blanks, as in counting.
    lacking = np.where(lowest <= MISSING["invalid"], lowest, highest)
    return bool(np.where((codes == 1).any(axis=0), own >= 0, (own < 0) & (own == lacking)).all())


def _of_option(question: str, name: str) -> Mapping[str, Where]:
    """Return who ticked an option and who did not: all who answered its question, and who lacks it lacks the others."""
    answered = {question: frozenset([ANSWERED, _DONT_KNOW])}
    reasons = [ABSENT + reason for reason in REASONS]
    without = {name: frozenset(["0", *reasons])}
    lacking = {reason: {question: frozenset([reason])} for reason in reasons}
    return {"0": answered | without, "1": answered | {name: frozenset(["1"])}, TOTAL_CODE: answered, **lacking}


def _of_figure(origin: Origin, figure: Figure) -> Meant:
    responses, values = origin.responses, list(figure.heading.labels)
    parts = [(estimand, row) for estimand in figure.estimands for row in range(len(estimand.numerators))]
    first = figure.estimands[0]
    return Meant(
        own={value: _where(responses, e.axis, e.cells[row]) for value, (e, row) in zip(values, parts, strict=True)},
        base=_base(responses, first),
        missing=_missing(responses, first.axis),
        scale=_scale(origin, figure),
        options=isinstance(first.axis, Ticked),
        complete=isinstance(first.axis, Ticked) and len(first.axis.count.variables) == len(values),
    )


def _scale(origin: Origin, figure: Figure) -> Scale | None:
    steps = steps_of(figure)
    if steps is None:
        return None

    def where(levels: NDArray[np.bool_]) -> Where:
        return _where(origin.responses, figure.estimands[0].axis, levels)

    return Scale(tuple(map(where, steps.reached)), where(steps.lowest), counts_of_steps(origin, figure, steps))


def _base(responses: Responses, estimand: Estimand) -> Where:
    if not isinstance(estimand.axis, Ticked):
        return _where(responses, estimand.axis, estimand.base)
    answered = _answered(estimand.axis)
    reasons = {ABSENT + reason for place, reason in enumerate(REASONS) if estimand.base[2 + place]}
    return {_question(estimand.axis): answered | reasons}


def _missing(responses: Responses, axis: Axis) -> Mapping[str, Where]:
    if isinstance(axis, Ticked):
        return {reason: {_question(axis): frozenset([ABSENT + reason])} for reason in REASONS}
    if isinstance(axis, Present) and len(axis.variables) > 1:
        # The reason is that of the first number that lacks, which is no category of either.
        return {}
    return {reason: _where(responses, axis, [axis.levels + place]) for place, reason in enumerate(REASONS)}


def _where(responses: Responses, axis: Axis, levels: NDArray[np.bool_] | list[int]) -> Where:
    """Return those who are at some levels of an axis, missing reasons among them."""
    chosen = np.flatnonzero(levels).tolist() if isinstance(levels, np.ndarray) else levels
    if isinstance(axis, Codes):
        return {axis.variable: frozenset(_of_codes(responses, axis, set(chosen)))}
    if isinstance(axis, Ticked):
        return {axis.variable: frozenset(["1"]), _question(axis): _answered(axis)}
    if chosen == [0]:
        return {name: frozenset([*_categories(responses, name), ANSWERED]) for name in axis.variables}
    return {axis.variables[0]: frozenset(ABSENT + REASONS[level - 1] for level in chosen)}


def _of_codes(responses: Responses, axis: Codes, chosen: set[int]) -> Iterator[str]:
    for category, level in zip(_categories(responses, axis.variable), axis.lookup(), strict=False):
        if int(level) in chosen:
            yield category
    special = axis.dont_know
    for place, reason in enumerate(REASONS):
        level = special if special is not None and reason == _DONT_KNOW else axis.levels + place
        if level in chosen:
            yield ABSENT + reason


def _categories(responses: Responses, name: str) -> list[str]:
    variable = responses.variables[name]
    if isinstance(variable, Coded):
        return list(variable.categories)
    # Numbers are levels from 0 to 10 alone; all others are one category.
    return [str(value) for value in range(11)]


def _answered(axis: Ticked) -> frozenset[str]:
    # A tick at "cannot say" is an answer in tables that count it.
    apart = any(reason == _DONT_KNOW for _, reason in axis.count.beside)
    return frozenset([ANSWERED] if apart else [ANSWERED, _DONT_KNOW])


def _question(axis: Ticked) -> str:
    return axis.variable.partition("[")[0]
