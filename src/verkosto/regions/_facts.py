"""Municipalities and their mergers, read from the package's tables on first use.

Facts live in the CSV files of `data/`. The csv module reads the whole register in a few thousandths of a
second, which no data frame could begin to do.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from attrs import frozen

from verkosto.text import LocalText

__all__ = ["AreaFacts", "Merger", "date_or_none", "local_name", "mergers", "municipality_facts", "table_rows"]

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
class Merger:
    """A municipality's end: the one that it became a part of, and the first day of that."""

    into: str
    date: dt.date


def table_rows(table: str) -> list[dict[str, str]]:
    """The rows of one of the package's tables, by column."""
    with (_DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def local_name(row: Mapping[str, str]) -> LocalText:
    """The name of a row in three languages."""
    return LocalText(row["name_fi"], row["name_sv"] or None, row["name_en"] or None)


def date_or_none(text: str) -> dt.date | None:
    """A day of a table; an empty cell is an end that is open."""
    return dt.date.fromisoformat(text) if text else None


@cache
def municipality_facts() -> Mapping[str, AreaFacts]:
    """All municipalities by code, those included that ended before the register begins."""
    return {
        row["code"]: AreaFacts(row["code"], local_name(row), first=None, last=date_or_none(row["valid_to"]))
        for row in table_rows("municipalities")
    }


@cache
def mergers() -> Mapping[str, Merger]:
    """The end of each former municipality by its code."""
    return {
        row["old_code"]: Merger(row["new_code"], dt.date.fromisoformat(row["date"])) for row in table_rows("mergers")
    }
