"""Cells of a workbook as text."""

from __future__ import annotations

import datetime as dt
from typing import Any

__all__ = ["text_of"]

_EXACT = 1e15


def text_of(cell: Any) -> str:
    """Return the text of a cell.

    Whole numbers have no decimals, dates are ISO 8601, a time of day at midnight is left out, and durations
    are hours, minutes and seconds. Text stays as it is.

    Example:
        >>> [text_of(cell) for cell in ("049", 49.0, 3.5, True, dt.date(2020, 3, 5))]
        ['049', '49', '3.5', 'TRUE', '2020-03-05']
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    if isinstance(cell, dt.timedelta):
        return _hours(cell)
    return "" if cell is None else str(cell)


def _hours(length: dt.timedelta) -> str:
    minutes, rest = divmod(abs(length), dt.timedelta(minutes=1))
    fraction = f".{rest.microseconds:06}" if rest.microseconds else ""
    sign = "-" if length < dt.timedelta() else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02}:{rest.seconds:02}{fraction}"
