"""Counts by area, turned into counts by the areas of another kind or another year."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from numbers import Real
from typing import Literal

from verkosto.dates import DateLike
from verkosto.errors import NonNestingError, OptionError
from verkosto.regions._areas import area, municipality_name
from verkosto.regions._correspondence import Correspondence, correspondence, shared
from verkosto.regions._register import padded
from verkosto.regions._tables import municipality_facts

__all__ = ["Allocation", "convert"]

Allocation = Literal["municipalities", "majority"] | Mapping[str, float]
"""How an area that does not nest is divided: by a rule, or by weights of municipalities."""

_MOST_NAMED = 4


def convert(
    values: Mapping[str, float],
    a: str,
    b: str,
    *,
    on: DateLike | None = None,
    to: DateLike | None = None,
    allocate: Allocation | None = None,
    backcast: bool = False,
) -> dict[str, float]:
    """Turn values that add up, such as counts, from one kind or year of areas into another.

    The total does not change. An area that lies inside one target area is added to it. One that lies in
    several is never divided silently: without `allocate` it is an error that says where its parts are.
    Shares and means do not add up: convert their numerators and denominators, and divide afterwards.

    Args:
        values: A value for each area of kind `a`, by code; a pandas series will do. Areas that are left out
            add nothing. Missing leading zeros of codes are given back.
        a: The kind of the areas of `values`.
        b: The kind of the areas wanted; the same kind where only the year differs.
        on: The day of the areas of `values`, as in `correspondence`.
        to: The day of the areas wanted; None means the same day.
        allocate: How to divide an area that lies in several target areas. `"municipalities"` divides by the
            number of municipalities in each, `"majority"` gives all to the one that holds most of them. A
            mapping divides by weights, such as inhabitants, by code of the municipality as it stood on the
            earlier of the two days; every municipality of an area that is divided needs one.
        backcast: As in `areas`.

    Returns:
        Values by code of the target area, in order; only targets that something was added to. Sums of whole
        numbers stay whole where nothing is divided.

    Raises:
        NonNestingError: An area lies in several target areas and no rule is stated, or the rule gives no
            answer: no majority, or weights of zero.
        UnknownAreaError: For an unknown kind, or a code in `values` or in the weights that names no area.
        OptionError: For a value or weight that is no finite number, a negative or missing weight, an area
            that is given twice, or another rule.
        DateNotCoveredError: As in `correspondence`.
        DateError: For text that is no date.

    Example:
        >>> convert({"06": 44, "12": 10}, "maakunta", "erva", on="2020-03-01", allocate="municipalities")
        {'2': 2.0, '3': 42.0, '4': 10}
        >>> convert({"911": 3, "541": 7}, "kunta", "kunta", on="2019", to="2020")
        {'541': 10}
    """
    fit = correspondence(a, b, on=on, to=to, backcast=backcast)
    weights = _weights(allocate)
    parts: dict[str, dict[str, tuple[str, ...]]] = {}
    for (source, target), held in shared(fit).items():
        parts.setdefault(source, {})[target] = held
    converted: dict[str, float] = {}
    for code, value in _checked(values, fit, parts).items():
        for target, part in _divided(code, value, parts[code], fit, allocate, weights).items():
            converted[target] = converted.get(target, 0) + part
    return dict(sorted(converted.items()))


def _checked(values: Mapping[str, float], fit: Correspondence, known: Collection[str]) -> dict[str, float]:
    if not hasattr(values, "items"):
        raise OptionError(f"Values by area are a mapping, not {type(values).__name__}. Write {{'13': 120}}.")
    checked: dict[str, float] = {}
    for given, value in values.items():
        # Looking an area up takes most of the time, and is for codes that are not written in full.
        full = isinstance(given, str) and given in known
        code = given if full else area(fit.source, given, on=fit.on, backcast=fit.backcast).code
        if code in checked:
            raise OptionError(f"{fit.source} {code!r} is given twice. Add its values up first.")
        checked[code] = _number(value, f"The value of {fit.source} {code!r}")
    return checked


def _number(value: object, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        raise OptionError(f"{what} is no finite number. Leave the area out, or give its count.")
    return value  # type: ignore[return-value]  # a Real adds up as a float does


def _weights(allocate: Allocation | None) -> Mapping[str, float] | None:
    """Weights by municipality, or None where a rule of another kind is stated, or none."""
    if allocate is None or allocate in ("municipalities", "majority"):
        return None
    if isinstance(allocate, str) or not hasattr(allocate, "items"):
        raise OptionError(
            f"allocate is 'municipalities', 'majority' or weights by municipality, not {allocate!r}. State one."
        )
    weights: dict[str, float] = {}
    for given, weight in allocate.items():
        municipality_name(given)
        code = padded("kunta", given)
        weights[code] = _number(weight, f"The weight of municipality {code!r}")
        if weight < 0:
            raise OptionError(f"The weight of municipality {code!r} is negative. Correct the weights.")
    return weights


def _divided(
    code: str,
    value: float,
    parts: Mapping[str, tuple[str, ...]],
    fit: Correspondence,
    allocate: Allocation | None,
    weights: Mapping[str, float] | None,
) -> dict[str, float]:
    if len(parts) == 1:
        return dict.fromkeys(parts, value)
    if allocate is None:
        raise NonNestingError(
            f"{fit.placed(code)} State how to divide it: allocate='municipalities', 'majority' or weights."
        )
    if allocate == "majority":
        return {fit.majority(code): value}
    if weights is None:
        sizes = {target: float(len(held)) for target, held in parts.items()}
    else:
        sizes = _weighed(f"{fit.source} {code!r}", parts, weights)
    total = math.fsum(sizes.values())
    if not total:
        raise NonNestingError(f"The weights of {fit.source} {code!r} are all zero. Give weights that divide it.")
    return {target: value * (size / total) for target, size in sizes.items()}


def _weighed(what: str, parts: Mapping[str, tuple[str, ...]], weights: Mapping[str, float]) -> dict[str, float]:
    lacking = [municipality for held in parts.values() for municipality in held if municipality not in weights]
    if lacking:
        known = municipality_facts()
        named = ", ".join(f"{code!r} ({known[code].name.fi})" for code in lacking[:_MOST_NAMED])
        more = f" and {len(lacking) - _MOST_NAMED} more" if len(lacking) > _MOST_NAMED else ""
        raise OptionError(f"{what} cannot be divided: no weight for {named}{more}. Give every municipality a weight.")
    return {target: math.fsum(weights[m] for m in held) for target, held in parts.items()}
