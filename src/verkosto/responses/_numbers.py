"""Numbers and days as Finnish exports write them, parsed a column at a time."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["parse_day", "parse_days", "parse_number", "parse_numbers"]

_SPACE = "[ \u00a0\u202f\u2009]"
_NUMBER = re.compile(rf"[+-]?(?:\d{{1,3}}(?:{_SPACE}\d{{3}})+|\d+)(?:[.,]\d+)?(?:[eE][+-]?\d{{1,3}})?", re.ASCII)
_PLAIN = re.compile(r"(?:-?\d+(?:\.\d+)?\n)*", re.ASCII)
_SPACES = re.compile(_SPACE)
_NO_DAY = np.datetime64("NaT", "s")


def parse_number(cell: str) -> float:
    """Return the number that a cell holds, NaN where it holds none.

    Comma and point are decimal marks, spaces divide thousands (`1 234,5`), the real minus counts as `-`.
    `1.234,5` holds two marks and is no number.
    """
    bare = cell.strip().replace("\u2212", "-")
    if not _NUMBER.fullmatch(bare):
        return float("nan")
    value = float(_SPACES.sub("", bare).replace(",", "."))
    return value if np.isfinite(value) else float("nan")


def parse_numbers(cells: Sequence[str]) -> NDArray[np.float64]:
    """Return the number of each cell, as `parse_number` does one by one."""
    # A long column of plain numbers is checked by one expression; `float` alone would accept "nan" and "1_0".
    joined = "\n".join(cells)
    if len(cells) > 64 and joined.count("\n") == len(cells) - 1 and _PLAIN.fullmatch(joined + "\n"):
        values = np.fromiter(map(float, cells), dtype=np.float64, count=len(cells))
        return np.where(np.isfinite(values), values, np.nan)
    return np.array([parse_number(cell) for cell in cells], dtype=np.float64)


_HALF = r"(?: ?(?P<half>[AaPp][Mm]|ap\.|ip\.|fm|em))"
_ZONE = r"(?: (?:[A-Z]{3,4}|(?:GMT|UTC)[+-]\d{1,2}(?::\d{2})?)| ?[+-]\d{2}:?\d{2})"
_TIME = (
    r"(?:[ T,]+(?:klo |kl\. )?(?P<H>\d{1,2})[.:](?P<M>\d{2})(?:[.:](?P<S>\d{2})(?:[.,]\d+)?)?"
    rf"{_HALF}?{_ZONE}?)?Z?"
)
_POINTED = re.compile(rf"(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})\.(?P<y>\d{{4}}){_TIME}", re.ASCII)
_ISO = re.compile(rf"(?P<y>\d{{4}})-(?P<m>\d{{2}})-(?P<d>\d{{2}}){_TIME}", re.ASCII)
_YEAR_FIRST = re.compile(rf"(?P<y>\d{{4}})/(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}}){_TIME}", re.ASCII)
_SLASHED = {
    "dmy": re.compile(rf"(?P<d>\d{{1,2}})[/-](?P<m>\d{{1,2}})[/-](?P<y>\d{{4}}){_TIME}", re.ASCII),
    "mdy": re.compile(rf"(?P<m>\d{{1,2}})[/-](?P<d>\d{{1,2}})[/-](?P<y>\d{{4}}){_TIME}", re.ASCII),
}


def parse_day(cell: str, order: str = "dmy") -> np.datetime64:
    """Return the day or moment that a cell holds, NaT where it holds none.

    `24.4.2020`, `24.4.2020 10.31`, `2020-04-24 10:31` and `2020/4/24 10:31:00 AM EET` are always read so; `4/5/2020`
    as `order` says. Years have four digits, a time zone is not looked at (name or `+02:00`: the clock's own time
    counts), and parts of a second are dropped.
    """
    bare = " ".join(cell.split())
    forms = (_POINTED, _ISO, _YEAR_FIRST, _SLASHED[order])
    match = next((found for form in forms if (found := form.fullmatch(bare))), None)
    if match is None:
        return _NO_DAY
    half = match["half"]
    part = {name: int(value) for name, value in match.groupdict(default="0").items() if name != "half"}
    if half:
        if not 1 <= part["H"] <= 12:
            return _NO_DAY
        part["H"] = part["H"] % 12 + 12 * half.casefold().startswith(("p", "ip", "e"))
    try:
        moment = dt.datetime(part["y"], part["m"], part["d"], part["H"], part["M"], part["S"])  # noqa: DTZ001
    except ValueError:
        return _NO_DAY
    return np.datetime64(moment, "s")


_FORMATS = (
    "%d.%m.%Y %H.%M",
    "%d.%m.%Y",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d",
    "%d.%m.%Y %H:%M",
)
_LONG = 2000


class _NoDayError(Exception):
    """A cell that holds no day."""


@functools.lru_cache(maxsize=4096)
def _known_day(cell: str, order: str) -> np.datetime64:
    # The blocks of a long file repeat the same few days and minutes. What is raised is not kept, and so no text
    # but days stays in memory: a draft looks for days among names and addresses too.
    day = parse_day(cell, order)
    if np.isnat(day):
        raise _NoDayError
    return day


def _day(cell: str, order: str) -> np.datetime64:
    try:
        return _known_day(cell, order)
    except _NoDayError:
        return _NO_DAY


def parse_days(cells: Sequence[str], order: str = "dmy") -> NDArray[np.datetime64]:
    """Return the day of each cell, as `parse_day` does one by one."""
    if len(cells) < _LONG:
        return np.array([_day(cell, order) for cell in cells], dtype="datetime64[s]")
    return _parse_long(cells, order)


def _parse_long(cells: Sequence[str], order: str) -> NDArray[np.datetime64]:
    """Parse a long column by the format of its first cell; what does not fit goes one by one."""
    import pandas as pd

    values = np.full(len(cells), _NO_DAY)
    for form in _FORMATS:
        shape = re.compile(_shape(form), re.ASCII)
        if not shape.fullmatch(cells[0]):
            continue
        alike = shape.fullmatch
        fits = np.array([alike(cell) is not None for cell in cells], dtype=bool)
        chosen = [cell for cell, fit in zip(cells, fits, strict=True) if fit]
        parsed = pd.to_datetime(pd.Series(chosen, dtype="object"), format=form, errors="coerce")
        values[fits] = parsed.to_numpy().astype("datetime64[s]")
        break
    left = np.flatnonzero(np.isnat(values))
    values[left] = [parse_day(cells[place], order) for place in left.tolist()]
    return values


def _shape(form: str) -> str:
    """Return the expression of the cells that a format may read: no wider than `parse_day`, and strptime is."""
    parts = {
        "%d": r"\d{1,2}" if form.startswith("%d") else r"\d{2}",
        "%m": r"\d{1,2}" if form.startswith("%d") else r"\d{2}",
        "%Y": r"\d{4}",
        "%H": r"\d{1,2}",
        "%M": r"\d{2}",
        "%S": r"[0-5]\d",
    }
    shape = re.escape(form)
    for mark, expression in parts.items():
        shape = shape.replace(re.escape(mark), expression)
    return shape
