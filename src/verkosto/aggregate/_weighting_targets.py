"""Targets: the known totals that weights are fitted to, in every form in which a caller has them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from numbers import Real
from typing import Any

from attrs import evolve, frozen

from verkosto.aggregate._given import is_number
from verkosto.errors import AnalysisError
from verkosto.responses import is_frame

__all__ = ["Key", "Wanted", "scaled", "wanted"]

Key = tuple[str, ...]

_EXACT = 1e-6
"""Sums of shares and of margins may differ by this much and still count as equal."""

_ROUNDED = 0.02
"""Shares whose sum is this near to 1 were rounded, and are no counts."""


@frozen
class Wanted:
    """One known margin.

    Attributes:
        variables: Ids of the variables whose combinations are counted; empty for the size of the population.
        targets: The total of each combination, in the caller's order; the key of a single total is ().
    """

    variables: tuple[str, ...]
    targets: Mapping[Key, float]

    @property
    def name(self) -> str:
        """What messages and tables call the margin."""
        return " × ".join(self.variables)

    @property
    def sum(self) -> float:
        """The total over all combinations."""
        return math.fsum(self.targets.values())


def wanted(targets: Any) -> list[Wanted]:
    """Read targets.

    Args:
        targets: By variable (or tuple of variables) a mapping of codes to totals, nested or with tuples of codes for
            several variables; a pandas Series; a frame with a column for each variable and one of totals. Instead of
            the mapping, such a frame or a sequence of them.

    Raises:
        AnalysisError: Something else, nothing at all, or a total that is no number of 0 or more.
    """
    if is_frame(targets):
        targets = [targets]
    if isinstance(targets, Mapping):
        found = [_margin(names, given) for names, given in targets.items()]
    elif isinstance(targets, Sequence) and not isinstance(targets, str):
        found = [_of_frame(given, None) for given in targets]
    else:
        msg = (
            f"targets are a mapping such as {{'maakunta': {{'01': 32272, ...}}}}, or frames, not a "
            f"{type(targets).__name__}."
        )
        raise AnalysisError(msg)
    if not found:
        raise AnalysisError("there are no targets. Name at least one variable with its known totals.")
    names = [margin.variables for margin in found]
    if twice := next((margin.name for margin in found if names.count(margin.variables) > 1), None):
        raise AnalysisError(f"targets: margin {twice!r} stands twice. Name each once.")
    return found


def scaled(
    margins: Sequence[Wanted], total: float | None, base: float, *, rescale: bool
) -> tuple[list[Wanted], float | None]:
    """Return margins that add up to one total, and that total; None where nothing tells it.

    Args:
        margins: What was asked for, of categories only.
        total: The size of the population, where the caller states it.
        base: The sum of the base weights, which shares are shares of where no total is stated.
        rescale: Whether margins with another sum are scaled.

    Raises:
        AnalysisError: Margins with different sums, and `rescale` was not asked for.
    """
    if total is not None and not (is_number(total) and total > 0):
        raise AnalysisError(f"total {total!r} is no size of a population. Give a number above 0.")
    if not margins:
        return [], total
    sums = {margin.name: margin.sum for margin in margins}
    if empty := next((name for name, found in sums.items() if found == 0), None):
        raise AnalysisError(f"targets of {empty!r} are all 0. Give the population's counts or shares.")
    shares = {margin.name for margin in margins if _are_shares(margin)}
    counts = [found for name, found in sums.items() if name not in shares]
    whole = total if total is not None else (counts[0] if counts else base)
    for name, found in sums.items():
        expected = 1.0 if name in shares else whole
        if not rescale and abs(found - expected) > _EXACT * expected:
            raise AnalysisError(_disagreement(sums, total))
    return [_times(margin, float(whole) / sums[margin.name]) for margin in margins], float(whole)


def _are_shares(margin: Wanted) -> bool:
    return max(margin.targets.values()) <= 1 and abs(margin.sum - 1) <= _ROUNDED


def _times(margin: Wanted, factor: float) -> Wanted:
    return evolve(margin, targets={key: value * factor for key, value in margin.targets.items()})


def _disagreement(sums: Mapping[str, float], total: float | None) -> str:
    listed = ", ".join(f"{name!r} {found:.10g}" for name, found in sums.items())
    stated = "" if total is None else f", and total is {total:.10g}"
    return (
        f"targets do not add up to one total: {listed}{stated}. Correct them, or say rescale=True to scale every "
        "margin to `total`, or to the first one."
    )


def _margin(names: Any, given: Any) -> Wanted:
    variables = (names,) if isinstance(names, str) else names
    if not isinstance(variables, tuple) or not variables or not all(isinstance(name, str) for name in variables):
        raise AnalysisError(f"targets name a variable, or a tuple of several, not {names!r}.")
    if len(set(variables)) < len(variables):
        raise AnalysisError(f"targets: {names!r} names a variable twice. Name each once.")
    if is_frame(given):
        return _of_frame(given, variables)
    if isinstance(given, Real):
        total: Any = given
        return _checked(Wanted(variables, {(): total}))
    if not hasattr(given, "items"):
        msg = (
            f"targets of {Wanted(variables, {}).name!r} are a mapping of codes to totals, or a frame, not a "
            f"{type(given).__name__}."
        )
        raise AnalysisError(msg)
    return _checked(Wanted(variables, _once(_flat((), given), variables)))


def _flat(before: Key, given: Any) -> Iterable[tuple[Key, float]]:
    for key, value in given.items():
        here = (*before, *(_code(part) for part in (key if isinstance(key, tuple) else (key,))))
        if hasattr(value, "items"):
            yield from _flat(here, value)
        else:
            yield here, value


def _once(pairs: Iterable[tuple[Key, Any]], variables: Sequence[str]) -> dict[Key, Any]:
    found: dict[Key, Any] = {}
    for key, value in pairs:
        if key in found:
            raise AnalysisError(f"targets of {' × '.join(variables)!r}: {_shown(key)} stands twice. Add them up.")
        found[key] = value
    return found


def _code(given: Any) -> str:
    # A frame may hold whole numbers as decimals.
    return str(int(given)) if isinstance(given, float) and given.is_integer() else str(given)


def _checked(margin: Wanted) -> Wanted:
    for key, value in margin.targets.items():
        if not is_number(value):
            raise AnalysisError(
                f"targets of {margin.name!r}: {_shown(key)} is {value!r} and no number. Give one from 0 up."
            )
        # Of a number question the total itself may be below 0: a balance, a change.
        if value < 0 and key:
            raise AnalysisError(f"targets of {margin.name!r}: {_shown(key)} is {value!r}. Give a number from 0 up.")
    if not margin.targets:
        raise AnalysisError(f"targets of {margin.name!r} are empty. Give the total of each category.")
    return evolve(margin, targets={key: float(value) for key, value in margin.targets.items()})


def _shown(key: Key) -> str:
    return " × ".join(repr(code) for code in key) or "the total"


def _of_frame(given: Any, variables: tuple[str, ...] | None) -> Wanted:
    import narwhals as nw

    if not is_frame(given):
        raise AnalysisError(f"targets: a margin is a frame with a column of totals, not a {type(given).__name__}.")
    try:
        frame = nw.from_native(given, eager_only=True)
    except TypeError as error:
        msg = f"targets: a {type(given).__name__} is not computed yet. Collect it, or give a mapping."
        raise AnalysisError(msg) from error
    named = list(frame.columns) if variables is None else list(variables)
    if absent := [name for name in named if name not in frame.columns]:
        raise AnalysisError(f"targets: the frame has no column {absent[0]!r}; its columns are {frame.columns}.")
    others = [name for name in frame.columns if name not in named]
    totals = named.pop() if variables is None else others[0] if len(others) == 1 else None
    if totals is None or not named:
        msg = (
            f"targets: a frame needs a column for each variable and one of totals (the last, where the variables are "
            f"not named); its columns are {frame.columns}."
        )
        raise AnalysisError(msg)
    rows = zip(*(frame[name].to_list() for name in [*named, totals]), strict=True)
    pairs = ((tuple(_code(part) for part in row[:-1]), row[-1]) for row in rows)
    return _checked(Wanted(tuple(named), _once(pairs, named)))
