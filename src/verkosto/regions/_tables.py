"""The tables of areas that the package ships, read on first use.

This module and `_facts` alone know the columns of the CSV files of `data/`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache

from attrs import frozen

from verkosto.dates import PartialDate, Period
from verkosto.regions._facts import (
    AreaFacts,
    Merger,
    date_or_none,
    local_name,
    mergers,
    municipality_facts,
    table_rows,
)
from verkosto.regions._types import AreaType
from verkosto.sources import Source

__all__ = [
    "AreaFacts",
    "Members",
    "Merger",
    "area_facts",
    "kinds",
    "member_runs",
    "mergers",
    "municipality_facts",
    "sources",
]


@frozen
class Members:
    """The municipalities of one area during a run of days without a change; None: to the end of coverage."""

    area_code: str
    first: dt.date
    last: dt.date | None
    municipalities: tuple[str, ...]


@cache
def kinds() -> Mapping[str, AreaType]:
    """Kinds of area by code, in the order of the table: from small areas to large, then by administration."""
    return {
        row["code"]: AreaType(
            row["code"],
            local_name(row),
            Period(row["covered_from"], row["covered_to"]),
            begins=_partial_or_none(row["begins"]),
            ends=_partial_or_none(row["ends"]),
        )
        for row in table_rows("area_types")
    }


def _partial_or_none(text: str) -> PartialDate | None:
    return PartialDate.of(text) if text else None


@cache
def _areas_by_kind() -> dict[str, dict[str, AreaFacts]]:
    found: dict[str, dict[str, AreaFacts]] = {}
    for row in table_rows("areas"):
        found.setdefault(row["area_type"], {})[row["code"]] = AreaFacts(
            code=row["code"],
            name=local_name(row),
            first=date_or_none(row["valid_from"]),
            last=date_or_none(row["valid_to"]),
            official=row["official"] == "yes",
            iso_3166_2=row["iso_3166_2"] or None,
            nuts3_2021=row["nuts3_2021"] or None,
            nuts3_2024=row["nuts3_2024"] or None,
        )
    return found


def area_facts(kind: str) -> Mapping[str, AreaFacts]:
    """The areas of a known kind by code, on whatever day they stand."""
    return municipality_facts() if kind == "kunta" else _areas_by_kind()[kind]


@cache
def _runs_by_kind() -> dict[str, list[Members]]:
    found: dict[str, list[Members]] = {}
    for row in table_rows("memberships"):
        run = Members(
            area_code=row["area_code"],
            first=dt.date.fromisoformat(row["valid_from"]),
            last=date_or_none(row["valid_to"]),
            municipalities=tuple(row["municipalities"].split()),
        )
        found.setdefault(row["area_type"], []).append(run)
    return found


@cache
def member_runs(kind: str) -> tuple[Members, ...]:
    """Who belonged where and when, for a known kind, by code; a municipality belongs to itself."""
    if kind != "kunta":
        return tuple(_runs_by_kind()[kind])
    begins = kinds()[kind].covered.first or dt.date.min
    return tuple(
        Members(code, begins, facts.last, (code,))
        for code, facts in municipality_facts().items()
        if facts.last is None or facts.last >= begins
    )


@cache
def sources() -> tuple[Source, ...]:
    """Where the register's facts come from, with their licences and what was decided where lists differ.

    Example:
        >>> sources()[0].publisher
        'Statistics Finland'
    """
    return tuple(
        Source(
            title=row["title"],
            publisher=row["publisher"],
            url=row["url"] or None,
            note=f"{row['note']} Tables: {', '.join(row['tables'].split())}.",
        )
        for row in table_rows("sources")
    )
