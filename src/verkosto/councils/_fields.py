"""What the fields of a council's records take beside those of organisations: numbers, and a day or today."""

from __future__ import annotations

import datetime as dt

from verkosto.dates import DateLike, as_day
from verkosto.organisations import Quantity

__all__ = ["day_or_today", "quantity"]


def quantity(value: Quantity | float | None) -> Quantity | None:
    """Take a number as an exact quantity, or none."""
    return value if value is None or isinstance(value, Quantity) else Quantity(value)


def day_or_today(on: DateLike | None) -> dt.date:
    """Read a day; None is today, by the clock of the place where the program runs."""
    return dt.datetime.now().astimezone().date() if on is None else as_day(on)
