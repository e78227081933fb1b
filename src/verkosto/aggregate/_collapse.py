"""Answers of a table put together, as if they had been one from the start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve, frozen

from verkosto.aggregate._cells import Ticked
from verkosto.aggregate._estimands import Estimand, Figure
from verkosto.aggregate._headings import Heading
from verkosto.errors import AnalysisError, did_you_mean
from verkosto.instruments import Option
from verkosto.responses import Coded, Responses
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.aggregate._table import Table

__all__ = ["collapsed"]


@frozen
class _Merge:
    """New values of a variable, each with the places of those that it is made of."""

    labels: dict[str, LocalText]
    parts: tuple[tuple[int, ...], ...]


def collapsed(table: Table, groups: Mapping[Any, Sequence[str]], *, variable: str | None) -> Table:
    """Do what `Table.collapse` says."""
    origin = table.known_origin()
    wanted = _checked(groups)
    if origin.again is None:
        msg = "the answers of such a table cannot be put together. Recode the variable with `responses.derive` first."
        raise AnalysisError(msg)
    chosen = _chosen(origin.figures, wanted, variable)
    responses = origin.responses
    figures = []
    for figure in origin.figures:
        if figure.heading.id in chosen:
            figure, responses = _merged(figure, wanted, responses)
        figures.append(figure)
    found: Table = origin.again(responses, figures, origin.by)
    return found


def _checked(groups: object) -> dict[Option, tuple[str, ...]]:
    if not isinstance(groups, Mapping) or not groups:
        msg = "collapse takes new answers and what each is made of, such as {'puolesta': ['k', 'ehka']}."
        raise AnalysisError(msg)
    found: dict[Option, tuple[str, ...]] = {}
    for new, codes in groups.items():
        if not isinstance(new, str | Option) or isinstance(codes, str) or not isinstance(codes, Sequence) or not codes:
            msg = f"the new answer {new!r} needs a list of codes, such as {{'puolesta': ['k', 'ehka']}}."
            raise AnalysisError(msg)
        found[new if isinstance(new, Option) else Option(new, new)] = tuple(codes)
    listed = [code for codes in found.values() for code in codes]
    twice = next((code for code in listed if listed.count(code) > 1), None)
    if twice is not None:
        raise AnalysisError(f"the answer {twice!r} stands twice in what is put together. Name each once.")
    return found


def _chosen(figures: Sequence[Figure], wanted: Mapping[Option, tuple[str, ...]], variable: str | None) -> set[str]:
    """Return the variables whose answers are put together: that one, or all that have the answers."""
    ids = [figure.heading.id for figure in figures]
    if variable is not None and variable not in ids:
        msg = f"the table has no variable {variable!r}.{did_you_mean(variable, ids)}"
        raise AnalysisError(msg)
    codes = [code for parts in wanted.values() for code in parts]
    named = [figure for figure in figures if variable in (None, figure.heading.id)]
    found = {figure.heading.id for figure in named if set(codes) <= set(figure.heading.labels)}
    if not found:
        known = list(dict.fromkeys(code for figure in named for code in figure.heading.labels))
        strange = next((code for code in codes if code not in known), None)
        if strange is None:
            raise AnalysisError("no variable of the table has all of these answers. Collapse one at a time, variable=.")
        msg = f"no answer is called {strange!r}.{did_you_mean(strange, known)} The table has {', '.join(known)}."
        raise AnalysisError(msg)
    for figure in figures:
        if figure.heading.id in found and (figure.statistic not in ("share", "total") or figure.base_kind == "ticks"):
            what = "shares of ticks" if figure.base_kind == "ticks" else f"the {figure.statistic}"
            msg = f"variable {figure.heading.id!r}: {what} cannot be put together. Use `vk.contrast` to add rows up."
            raise AnalysisError(msg)
    return found


def _merged(figure: Figure, wanted: Mapping[Option, tuple[str, ...]], responses: Responses) -> tuple[Figure, Responses]:
    merge = _merge(figure.heading, wanted)
    heading = evolve(figure.heading, labels=merge.labels)
    if len(figure.estimands) == 1 and not isinstance(figure.estimands[0].axis, Ticked):
        return evolve(figure, heading=heading, estimands=(_sum(figure.estimands[0], merge),)), responses
    # Somebody may have ticked several of the options, and counts once.
    estimands = []
    for parts in merge.parts:
        estimand, responses = _any([figure.estimands[place] for place in parts], responses)
        estimands.append(estimand)
    return evolve(figure, heading=heading, estimands=tuple(estimands)), responses


def _merge(heading: Heading, wanted: Mapping[Option, tuple[str, ...]]) -> _Merge:
    """Put each new value where the first of its parts stood."""
    codes = list(heading.labels)
    new_of = {code: option for option, parts in wanted.items() for code in parts}
    labels: dict[str, LocalText] = {}
    parts: list[tuple[int, ...]] = []
    for place, code in enumerate(codes):
        option = new_of.get(code)
        new = code if option is None else option.code
        if option is not None and place != min(codes.index(part) for part in wanted[option]):
            continue
        if new in labels or (new in codes and new_of.get(new) is not option):
            msg = f"the new answer {new!r} bears the code of another. Choose a code that none has."
            raise AnalysisError(msg)
        labels[new] = heading.labels[code] if option is None else option.label
        parts.append((place,) if option is None else tuple(codes.index(part) for part in wanted[option]))
    return _Merge(labels, tuple(parts))


def _sum(estimand: Estimand, merge: _Merge) -> Estimand:
    """Return the sums of figures whose rows are different ones."""

    def added(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.stack([values[list(parts)].sum(axis=0) for parts in merge.parts])

    first = [parts[0] for parts in merge.parts]
    below = estimand.denominators
    return evolve(
        estimand,
        numerators=added(estimand.numerators),
        denominators=None if below is None else below[first],
        cells=np.stack([estimand.cells[list(parts)].any(axis=0) for parts in merge.parts]),
    )


def _any(estimands: Sequence[Estimand], responses: Responses) -> tuple[Estimand, Responses]:
    """Return the figure of those who ticked any of some options, and answers that have a variable for it."""
    first = estimands[0]
    if len(estimands) == 1:
        return first, responses
    axes = [estimand.axis for estimand in estimands if isinstance(estimand.axis, Ticked)]
    columns = [responses.variables[axis.variable] for axis in axes]
    codes = np.max([column.codes for column in columns if isinstance(column, Coded)], axis=0)
    name = "|".join(axis.variable for axis in axes)
    added = evolve(responses, variables={**responses.variables, name: Coded(codes, ("0", "1"), (), "boolean")})
    return evolve(first, axis=evolve(axes[0], variable=name)), added
