"""What the fields of a council's records are given as, what they are kept as, and what they refuse.

They follow the fields of organisations to the letter, so that a slip is told alike in both rooms.
"""

from __future__ import annotations

import datetime as dt

from verkosto.dates import DateLike, as_day
from verkosto.fields import (
    check_flag,
    check_id,
    check_id_or_none,
    check_source,
    check_text_or_none,
    check_word,
    date_or_none,
    ids,
    one_of,
    several,
    sources,
    strings,
)
from verkosto.fields import text as full_text
from verkosto.fields import text_or_none as text
from verkosto.organisations import Quantity

__all__ = [
    "check_flag",
    "check_id",
    "check_id_or_none",
    "check_source",
    "check_text_or_none",
    "check_word",
    "date_or_none",
    "day_or_today",
    "full_text",
    "ids",
    "one_of",
    "quantity",
    "several",
    "sources",
    "strings",
    "text",
]


def quantity(value: Quantity | float | None) -> Quantity | None:
    """Take a number as an exact quantity, or none."""
    return value if value is None or isinstance(value, Quantity) else Quantity(value)


def day_or_today(on: DateLike | None) -> dt.date:
    """Read a day; None is today, by the clock of the place where the program runs."""
    return dt.datetime.now().astimezone().date() if on is None else as_day(on)
