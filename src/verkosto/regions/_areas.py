"""Areas at a date: all of a kind, one by its code, the one that holds a municipality."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from verkosto.dates import DateLike
from verkosto.errors import UnknownAreaError
from verkosto.regions._register import covered_day, division, nearest, padded, standing
from verkosto.regions._tables import area_facts, mergers, municipality_facts
from verkosto.regions._types import Area
from verkosto.text import LocalText

__all__ = ["area", "area_of", "areas", "merged_from", "merged_into", "municipality_name"]


def areas(
    area_type: str, *, on: DateLike | None = None, official: bool = True, backcast: bool = False
) -> tuple[Area, ...]:
    """Return the areas of a kind on a day, sorted by code.

    Args:
        area_type: A kind of `area_types()`, "kunta" included.
        on: A day as ISO text, a `datetime.date` or a `PartialDate`; a month or a year means its first day.
            None means the newest day that the kind is covered, and `Area.on` says which.
        official: False adds the bodies outside the scheme, such as Helsinki among the wellbeing services
            counties, so that every municipality lies in one of the areas.
        backcast: True answers for days before the kind began, too, with its first division applied to the
            municipalities of the day asked; `Area.backcast` then says so. Kinds that stood before the days
            covered cannot be back-cast (`AreaType.can_backcast`).

    Raises:
        UnknownAreaError: For an unknown kind.
        DateNotCoveredError: For a day outside the years that the kind is covered.
        DateError: For text that is no date.

    Example:
        >>> [area.name.fi for area in areas("maakunta", on="2020-03-01")][:2]
        ['Uusimaa', 'Varsinais-Suomi']
        >>> len(areas("erva")), len(areas("erva", official=False)), str(areas("erva")[0].on)
        (5, 6, '2022-12-31')
        >>> len(areas("hyvinvointialue", on="2020-03-01", backcast=True))
        21
    """
    return _areas(area_type, covered_day(area_type, on, backcast=backcast), official=bool(official))


def area(area_type: str, code: str, *, on: DateLike | None = None, backcast: bool = False) -> Area:
    """Return one area, an official one or a body outside the scheme.

    Args:
        area_type: A kind of `area_types()`.
        code: The area's code as text. Missing leading zeros are given back ("1" is "01"), because
            spreadsheets take them away.
        on: As in `areas`.
        backcast: As in `areas`.

    Raises:
        UnknownAreaError: For a code that no area of the kind has on that day; the message names the
            nearest, or the days on which the area stood.
        OptionError: For a code that is no string.
        DateNotCoveredError: For a day outside the years that the kind is covered.
        DateError: For text that is no date.

    Example:
        >>> area("maakunta", "13").name.sv
        'Mellersta Finland'
    """
    day = covered_day(area_type, on, backcast=backcast)
    wanted = padded(area_type, code)
    known = division(area_type, day).areas
    if wanted in known:
        return _on(known[wanted], day)
    raise UnknownAreaError(_unknown(area_type, wanted, day))


def merged_into(municipality: str, *, on: DateLike | None = None) -> str:
    """Return the municipality that a municipality belongs to on a day, mergers followed to the end.

    Args:
        municipality: A municipality's code, present or former, as text; missing leading zeros are given
            back.
        on: As in `areas`.

    Returns:
        Its own code while it stands, otherwise the code of what it has become a part of.

    Raises:
        UnknownAreaError: For a code that no municipality has or had.
        OptionError: For a code that is no string.
        DateNotCoveredError: For a day outside the years that municipalities are covered.
        DateError: For text that is no date.

    Example:
        >>> merged_into("911", on="2019-12-31"), merged_into("911", on="2020-01-01")
        ('911', '541')
    """
    return standing(_municipality_code(municipality), covered_day("kunta", on))


def merged_from(municipality: str, *, on: DateLike | None = None) -> tuple[str, ...]:
    """Return the former municipalities that have become parts of a municipality by a day, over every step.

    It is `merged_into` asked the other way round: `m` is among `merged_from(c, on=day)` where
    `merged_into(m, on=day)` is `c` and `m` is another than `c`.

    Args:
        municipality: A municipality's code, present or former, as text; missing leading zeros are given
            back.
        on: As in `areas`.

    Returns:
        Codes in order. None of them stands on the day. Nothing for a municipality that has taken none in,
        and nothing for one that has ended itself: what it had taken in went on with it. Mergers from before
        2013 are not known, but those of 2013-01-01 are.

    Raises:
        UnknownAreaError: For a code that no municipality has or had.
        OptionError: For a code that is no string.
        DateNotCoveredError: For a day outside the years that municipalities are covered.
        DateError: For text that is no date.

    Example:
        >>> merged_from("297"), merged_from("297", on="2014")
        (('174', '476', '534'), ('534',))
    """
    wanted, day = _municipality_code(municipality), covered_day("kunta", on)
    return tuple(code for code in sorted(mergers()) if code != wanted and standing(code, day) == wanted)


def area_of(municipality: str, area_type: str, *, on: DateLike | None = None, backcast: bool = False) -> Area:
    """Return the area of a kind that holds a municipality on a day.

    A municipality that ended before the day is looked up through the one that it merged into. The other
    way round there is nothing to decide: every municipality of today has stood since the register begins.

    Args:
        municipality: A municipality's code, present or former, as text; missing leading zeros are given
            back.
        area_type: A kind of `area_types()`.
        on: As in `areas`.
        backcast: As in `areas`.

    Raises:
        UnknownAreaError: For an unknown kind, or a code that no municipality has or had.
        OptionError: For a code that is no string.
        DateNotCoveredError: For a day outside the years that the kind is covered.
        DateError: For text that is no date.

    Example:
        >>> area_of("911", "maakunta", on="2020-03-01").name.fi
        'Pohjois-Karjala'
        >>> area_of("49", "hyvinvointialue").name.en
        'West Uusimaa wellbeing services county'
        >>> area_of("911", "hyvinvointialue", on="2018", backcast=True).code
        '14'
    """
    day = covered_day(area_type, on, backcast=backcast)
    divided = division(area_type, day)
    code = divided.area_of[standing(_municipality_code(municipality), day)]
    return _on(divided.areas[code], day)


def municipality_name(municipality: str) -> LocalText:
    """Return the name of a municipality, present or former, whatever the day.

    Args:
        municipality: A municipality's code as text; missing leading zeros are given back.

    Raises:
        UnknownAreaError: For a code that no municipality has or had; the message names the nearest.
        OptionError: For a code that is no string.

    Example:
        >>> municipality_name("911").fi, municipality_name("49").get("sv")
        ('Valtimo', 'Esbo')
    """
    return municipality_facts()[_municipality_code(municipality)].name


def _municipality_code(code: str) -> str:
    full = padded("kunta", code)
    known = municipality_facts()
    if full not in known:
        hint = nearest(full, {c: facts.name.fi for c, facts in known.items()})
        raise UnknownAreaError(f"No municipality has or had the code {full!r}.{hint} Give a code such as '091'.")
    return full


@lru_cache(maxsize=256)
def _areas(kind: str, day: dt.date, *, official: bool) -> tuple[Area, ...]:
    known = division(kind, day).areas
    return tuple(_on(known[code], day) for code in sorted(known) if known[code].official or not official)


def _on(known: Area, day: dt.date) -> Area:
    # Spelt out because attrs.evolve takes five times as long, and this runs for each area of an answer.
    return Area(
        known.area_type,
        known.code,
        known.name,
        day,
        known.municipalities,
        known.official,
        known.valid,
        known.iso_3166_2,
        known.nuts3_2021,
        known.nuts3_2024,
        known.backcast,
    )


def _unknown(kind: str, code: str, day: dt.date) -> str:
    facts = area_facts(kind)
    if kind == "kunta" and code in facts:
        end = mergers()[code]
        return (
            f"{facts[code].name.fi} ({code}) is no municipality on {day}: it merged into {end.into!r} "
            f"({facts[end.into].name.fi}) on {end.date}. Ask for that, or use area_of or merged_into."
        )
    if code in facts:
        known = facts[code]
        stood = f"from {known.first} to {known.last}" if known.last else f"from {known.first} on"
        return f"{kind} {code!r} ({known.name.fi}) stands {stood}, not on {day}. Ask for a day within."
    hint = nearest(code, {c: a.name.fi for c, a in division(kind, day).areas.items()})
    return f"No {kind} has the code {code!r} on {day}.{hint} List them: areas({kind!r}, on='{day}')."
