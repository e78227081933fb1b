"""The tables that the package ships, read on first use.

Facts live in the CSV files of `data/`; this module alone knows their columns. The csv module reads the whole
register in a few thousandths of a second, which no data frame could begin to do.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from attrs import frozen

from verkosto.dates import Period
from verkosto.regions._types import AreaType
from verkosto.sources import Source
from verkosto.text import LocalText

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
    "tile_grid",
]

_DATA = Path(__file__).with_name("data")


@frozen
class AreaFacts:
    """What the register knows of an area on all its days; None stands for an end of coverage."""

    code: str
    name: LocalText
    first: dt.date | None
    last: dt.date | None
    official: bool = True
    iso_3166_2: str | None = None
    nuts3_2021: str | None = None
    nuts3_2024: str | None = None


@frozen
class Members:
    """The municipalities of one area during a run of days without a change; None: to the end of coverage."""

    area_code: str
    first: dt.date
    last: dt.date | None
    municipalities: tuple[str, ...]


@frozen
class Merger:
    """A municipality's end: the one that it became a part of, and the first day of that."""

    into: str
    date: dt.date


def _rows(table: str) -> list[dict[str, str]]:
    with (_DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _name(row: dict[str, str]) -> LocalText:
    return LocalText(row["name_fi"], row["name_sv"] or None, row["name_en"] or None)


def _date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@cache
def kinds() -> Mapping[str, AreaType]:
    """Kinds of area by code, in the order of the table: from small areas to large, then by administration."""
    return {
        row["code"]: AreaType(row["code"], _name(row), Period(row["covered_from"], row["covered_to"]))
        for row in _rows("area_types")
    }


@cache
def _areas_by_kind() -> dict[str, dict[str, AreaFacts]]:
    found: dict[str, dict[str, AreaFacts]] = {}
    for row in _rows("areas"):
        found.setdefault(row["area_type"], {})[row["code"]] = AreaFacts(
            code=row["code"],
            name=_name(row),
            first=_date(row["valid_from"]),
            last=_date(row["valid_to"]),
            official=row["official"] == "yes",
            iso_3166_2=row["iso_3166_2"] or None,
            nuts3_2021=row["nuts3_2021"] or None,
            nuts3_2024=row["nuts3_2024"] or None,
        )
    return found


@cache
def municipality_facts() -> Mapping[str, AreaFacts]:
    """All municipalities by code, those included that ended before the register begins."""
    return {
        row["code"]: AreaFacts(row["code"], _name(row), first=None, last=_date(row["valid_to"]))
        for row in _rows("municipalities")
    }


def area_facts(kind: str) -> Mapping[str, AreaFacts]:
    """The areas of a known kind by code, on whatever day they stand."""
    return municipality_facts() if kind == "kunta" else _areas_by_kind()[kind]


@cache
def _runs_by_kind() -> dict[str, list[Members]]:
    found: dict[str, list[Members]] = {}
    for row in _rows("memberships"):
        run = Members(
            area_code=row["area_code"],
            first=dt.date.fromisoformat(row["valid_from"]),
            last=_date(row["valid_to"]),
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
def mergers() -> Mapping[str, Merger]:
    """The end of each former municipality by its code."""
    return {row["old_code"]: Merger(row["new_code"], dt.date.fromisoformat(row["date"])) for row in _rows("mergers")}


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
        for row in _rows("sources")
    )


@cache
def tile_grid() -> Mapping[str, tuple[int, int]]:
    """Place of each region on a map of equal tiles: (row, column) from the upper left, by code.

    Example:
        >>> tile_grid()["19"]
        (0, 3)
    """
    places = {row["area_code"]: (int(row["row"]), int(row["column"])) for row in _rows("tiles")}
    return MappingProxyType(places)
