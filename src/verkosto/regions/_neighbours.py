"""Which areas share a border: facts for regions and wellbeing services counties, derived for what is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from verkosto.errors import OptionError
from verkosto.regions._areas import area, areas
from verkosto.regions._correspondence import correspondence
from verkosto.regions._facts import table_rows
from verkosto.regions._register import area_type as known_kind
from verkosto.regions._register import covered_day, run_start

if TYPE_CHECKING:
    import datetime as dt

    from verkosto.dates import DateLike
    from verkosto.regions._types import Area

__all__ = ["neighbours"]

Borders = Mapping[str, frozenset[str]]
"""The codes of its neighbours by the code of each area."""


def neighbours(area_type: str, code: str, *, on: DateLike | None = None, backcast: bool = False) -> tuple[Area, ...]:
    """Return the areas that share a border with an area, by code.

    The borders of regions and of wellbeing services counties are facts of the package: which of them meet has not
    changed on the days covered, although municipalities have moved. For a kind whose areas are made of whole ones of
    these on the day, such as "suuralue", the neighbours follow from them. The sea between Varsinais-Suomi and Åland
    counts as a border. Bodies outside the scheme, such as Helsinki among the counties, are neighbours too
    (`Area.official`).

    Args:
        area_type: The kind of area.
        code: The area's code, as in `area`.
        on: As in `areas`.
        backcast: As in `areas`.

    Raises:
        UnknownAreaError: For an unknown kind, or a code that no area of the kind has on that day.
        OptionError: For a kind whose borders are not known, or a code that is no string.
        DateNotCoveredError: For a day outside the years that the kind is covered.
        DateError: For text that is no date.

    Example:
        >>> [area.name.fi for area in neighbours("maakunta", "18")]
        ['Pohjois-Savo', 'Pohjois-Karjala', 'Pohjois-Pohjanmaa']
        >>> [area.code for area in neighbours("suuralue", "5")]
        ['2']
    """
    day = covered_day(known_kind(area_type).code, on, backcast=backcast)
    wanted = area(area_type, code, on=day, backcast=backcast)
    codes = _borders(area_type, run_start(area_type, day))[wanted.code]
    every = areas(area_type, on=day, official=False, backcast=backcast)
    return tuple(area for area in every if area.code in codes)


@cache
def _facts() -> Mapping[str, Borders]:
    found: dict[str, dict[str, set[str]]] = {}
    for row in table_rows("neighbours"):
        borders = found.setdefault(row["area_type"], {})
        one, other = row["area_code"], row["neighbour"]
        borders.setdefault(one, set()).add(other)
        borders.setdefault(other, set()).add(one)
    return {kind: {code: frozenset(met) for code, met in borders.items()} for kind, borders in found.items()}


@lru_cache(maxsize=64)
def _borders(kind: str, day: dt.date) -> Borders:
    if kind in _facts():
        return _facts()[kind]
    for parts, borders in _facts().items():
        fit = _fit(parts, kind, day)
        if fit is not None:
            return _of_parts(fit, borders)
    known = " and ".join(repr(parts) for parts in _facts())
    msg = (
        f"It is not known which areas of {kind!r} meet: borders are known of {known}, and areas of {kind!r} are not "
        "made of whole ones of these. Ask for one of these kinds."
    )
    raise OptionError(msg)


def _fit(parts: str, kind: str, day: dt.date) -> Mapping[str, str] | None:
    """Return the area of a kind that each of the parts lies in; None where one lies in several."""
    backcast = known_kind(parts).can_backcast
    fit = correspondence(parts, kind, on=day, backcast=backcast)
    return {row.source: row.target for row in fit.rows} if fit.nests else None


def _of_parts(fit: Mapping[str, str], borders: Borders) -> Borders:
    met: dict[str, set[str]] = {target: set() for target in fit.values()}
    for part, others in borders.items():
        met[fit[part]] |= {fit[other] for other in others} - {fit[part]}
    return {code: frozenset(others) for code, others in met.items()}
