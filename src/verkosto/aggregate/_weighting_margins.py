"""Margins met with the answers: which cell of each margin a row is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.aggregate._levels import Levels, levels_of
from verkosto.aggregate._numbers_of import numbers_held
from verkosto.aggregate._weighting_targets import Key, Wanted
from verkosto.errors import AnalysisError, did_you_mean
from verkosto.responses import MISSING, REASONS, Coded, Responses
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Margin", "Reach", "margin_of"]


@frozen
class Reach:
    """How a kind of area is reached; `crosstab` explains both."""

    through: str | None = None
    allocate: str | None = None


@frozen(eq=False)
class Margin:
    """A known margin and the cell of each row.

    Attributes:
        wanted: The totals, keyed by the codes of the answers.
        texts: What the margin's variables mean.
        labels: What each cell means.
        codes: For each row the place of its cell in `wanted`, or the number of cells: it has none.
        levels: The levels of the variables.
        variables: The columns of the answers that tell them.
    """

    wanted: Wanted
    texts: tuple[LocalText, ...]
    labels: tuple[LocalText, ...]
    codes: NDArray[np.signedinteger[Any]]
    levels: tuple[Levels, ...]
    variables: tuple[Coded, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of those columns."""
        return tuple(part.axis.variable for part in self.levels)

    @property
    def size(self) -> int:
        """The number of cells."""
        return len(self.labels)

    def fault(self, used: NDArray[np.bool_]) -> str:
        """Say how many rows that are used have no cell: which codes have no target, and why others are missing."""
        missing = (self.codes == self.size) & used
        told: list[str] = []
        for place, (part, variable) in enumerate(zip(self.levels, self.variables, strict=True)):
            names = [*part.heading.labels, *REASONS]
            found = np.bincount(part.axis.lookup().take(variable.codes[missing], mode="wrap"), minlength=len(names))
            known = {key[place] for key in self.wanted.targets}
            told += [f"{name} {count}" for name, count in zip(names, found, strict=True) if count and name not in known]
        listed = f" ({', '.join(told)})" if told else ""
        missed, rows = np.count_nonzero(missing), np.count_nonzero(used)
        return f"{missed} of {rows} rows have no target in {self.wanted.name!r}{listed}"


def margin_of(responses: Responses, wanted: Wanted, reach: Reach) -> Margin:
    """Find the cell of each row.

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: The variable has no categories, or a code of the targets is none of its categories.
        NonNestingError: Areas do not nest and nothing says how to allocate them.
    """
    if () in wanted.targets:
        msg = (
            f"targets of {wanted.name!r} are one total. Give one for each category; totals of numbers are for "
            "`calibrate`."
        )
        raise AnalysisError(msg)
    found = [
        _levels(responses, name, {key[place] for key in wanted.targets if place < len(key)}, reach)
        for place, name in enumerate(wanted.variables)
    ]
    codings = [_codings(levels) for levels in found]
    named: dict[Key, float] = {}
    for key, total in wanted.targets.items():
        if len(key) != len(found):
            msg = (
                f"targets of {wanted.name!r}: {' × '.join(key)!r} names {len(key)} of {len(found)} categories. Name "
                "one of each variable."
            )
            raise AnalysisError(msg)
        code = tuple(_named(levels, coding, part) for levels, coding, part in zip(found, codings, key, strict=True))
        if code in named:
            raise AnalysisError(
                f"targets of {wanted.name!r}: {' × '.join(code)!r} stands twice, by code and by label. Give one."
            )
        named[code] = total
    variables = tuple(_coded(responses, levels) for levels in found)
    return Margin(
        Wanted(wanted.variables, named),
        tuple(levels.heading.text for levels in found),
        tuple(_label(found, key) for key in named),
        _cells(found, variables, list(named)),
        tuple(found),
        variables,
    )


def _levels(responses: Responses, name: str, keys: set[str], reach: Reach) -> Levels:
    every = levels_of(responses, name, through=reach.through, allocate=reach.allocate)
    without = levels_of(responses, name, dont_know=False, through=reach.through, allocate=reach.allocate)
    unsure = set(every.heading.labels) - set(without.heading.labels)
    # Who cannot say is a category of the population only where the targets count it.
    return every if keys & unsure else without


def _codings(levels: Levels) -> Mapping[str, str]:
    """Return the code of each label, in any language."""
    return {label.get(lang): code for code, label in levels.heading.labels.items() for lang in label.languages}


def _named(levels: Levels, coding: Mapping[str, str], given: str) -> str:
    labels = levels.heading.labels
    if given in labels:
        return given
    if given in coding:
        return coding[given]
    # Of areas and columns the categories are those that occur: others may have no row.
    if levels.open:
        return given
    hint = did_you_mean(given, [*labels, *coding])
    listed = ", ".join(labels)
    raise AnalysisError(f"targets of {levels.heading.id!r}: there is no category {given!r}.{hint} It has {listed}.")


def _label(levels: Sequence[Levels], key: Key) -> LocalText:
    labels = [part.heading.labels.get(code, LocalText(fi=code)) for part, code in zip(levels, key, strict=True)]
    if len(labels) == 1:
        return labels[0]
    fi, sv, en = (" × ".join(label.get(lang) for label in labels) for lang in ("fi", "sv", "en"))
    return LocalText(fi=fi, sv=sv, en=en)


def _cells(levels: Sequence[Levels], variables: Sequence[Coded], keys: Sequence[Key]) -> NDArray[np.signedinteger[Any]]:
    """Return the place of each row in `keys`, or their number."""
    places = [{code: place for place, code in enumerate(part.heading.labels)} for part in levels]
    shape = tuple(len(part) + 1 for part in places)
    if int(np.prod(shape, dtype=np.float64)) > _CELL_LIMIT:
        names = " × ".join(part.heading.id for part in levels)
        raise AnalysisError(f"margin {names!r} has too many combinations. Use fewer variables, or larger classes.")
    cell = np.full(shape, len(keys), dtype=np.min_scalar_type(-len(keys) - 1))
    for place, key in enumerate(keys):
        at = [of.get(code) for of, code in zip(places, key, strict=True)]
        if None not in at:
            cell[tuple(at)] = place
    lookups = [np.minimum(part.axis.lookup(), size - 1) for part, size in zip(levels, shape, strict=True)]
    if len(levels) == 1:
        return cell[lookups[0]].take(variables[0].codes, mode="wrap")
    joint = np.zeros(len(variables[0]), dtype=np.intp)
    for lookup, variable, size in zip(lookups, variables, shape, strict=True):
        joint = joint * size + lookup.take(variable.codes, mode="wrap")
    return cell.reshape(-1).take(joint)


def _coded(responses: Responses, levels: Levels) -> Coded:
    variable = responses.variables[levels.axis.variable]
    if isinstance(variable, Coded):
        return variable
    held = numbers_held(responses, levels.axis.variable)
    # Numbers have levels from 0 to 10 alone.
    values = np.where(np.isin(held.values, np.arange(11)), held.values, MISSING["invalid"])
    return Coded(np.where(held.absent == 0, values, -held.absent).astype(np.int8), [str(value) for value in range(11)])


_CELL_LIMIT = 5_000_000
