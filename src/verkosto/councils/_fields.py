"""What the fields of a council's records take beside those of organisations: a network, numbers, a day or today."""

from __future__ import annotations

import datetime as dt
from typing import Any

from verkosto.dates import DateLike, as_day
from verkosto.errors import OptionError
from verkosto.organisations import Network, Quantity

__all__ = ["check_network", "day_or_today", "quantity"]


def quantity(value: Quantity | float | None) -> Quantity | None:
    """Take a number as an exact quantity, or none."""
    return value if value is None or isinstance(value, Quantity) else Quantity(value)


def day_or_today(on: DateLike | None) -> dt.date:
    """Read a day; None is today, by the clock of the place where the program runs."""
    return dt.datetime.now().astimezone().date() if on is None else as_day(on)


def check_network(_owner: object, _attribute: object, value: Any) -> None:
    """Refuse what is no network.

    Raises:
        OptionError: As said.
    """
    if not isinstance(value, Network):
        raise OptionError(f"A {type(value).__name__} stands where a Network belongs. Write Network(...).")
