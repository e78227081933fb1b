"""Cells of a member list: dates, numbers, addresses and areas as people write them in Excel."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from verkosto.dates import PartialDate
from verkosto.errors import DateError, OptionError
from verkosto.organisations._statements import QUALIFIERS, Quantity

__all__ = ["emails", "parts", "people", "phones", "postal_code", "read_date", "read_quantity", "text_of", "websites"]

_DATA = Path(__file__).with_name("data")
_EXACT = 1e15
_LATEST = 2200

_DAY_MONTH_YEAR = re.compile(r"([0-9]{1,2})\.\s*([0-9]{1,2})\.\s*([0-9]{4})")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})\s*[/.]\s*([0-9]{4})")
_MIDNIGHT = re.compile(r"[ T]00:00(?::00(?:\.0+)?)?$")
_SINCE = re.compile(r"^(?:v\.|vuosi|vuonna|vuodesta|år|från|since|from|in)\s+", re.IGNORECASE)

_QUANTITY = re.compile(r"([^0-9]*)([0-9]+(?:\s[0-9]{3})*)(?:[.,]([0-9]{1,2}))?([^0-9]*)")
_SIGNS = {"+": "at_least"}

_EMAIL = re.compile(r"[^\s@<>()\[\],;:|/\"']+@[^\s@<>()\[\],;:|/\"']+\.[^\s@<>()\[\],;:|/\"'.]+")
_AROUND = re.compile(r"mailto:|[\s<>()\[\],;|/]+", re.IGNORECASE)
_BREAKS = re.compile(r"[;\n\r|]+")
_LESS_SURE_BREAKS = re.compile(r"[,/&]|\s(?:ja|och|and|tai|eller|or)\s")
_PHONE_DIGITS = 5
_URL = re.compile(r"(?:https?://)?[^\s/@.]+(?:\.[^\s/@.]+)+(?:/\S*)?", re.IGNORECASE)


def text_of(value: object) -> str:
    """Return a cell's text as a person would write it down; the empty text for no value.

    Example:
        >>> [text_of(cell) for cell in (None, 1234567.0, float("nan"), dt.date(2021, 3, 1), " x ")]
        ['', '1234567', '', '2021-03-01', 'x']
    """
    if value is None or _is_missing(value):
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value).strip()


def _is_missing(value: object) -> bool:
    # NaN, NaT and pandas' NA are not equal to themselves; NA does not even say so.
    try:
        return bool(value != value)
    except Exception:  # noqa: BLE001 - whatever a cell's comparison raises, it is no value that can be read
        return "NA" in type(value).__name__


def read_date(text: str) -> PartialDate | None:
    """Read a date of any precision; None where the text is none, or could be two.

    Example:
        >>> [str(read_date(text)) for text in ("1.3.2021", "3/2021", "2021", "2021-03-01 00:00:00", "1/3/2021")]
        ['2021-03-01', '2021-03', '2021', '2021-03-01', 'None']
    """
    plain = _SINCE.sub("", _MIDNIGHT.sub("", text.strip())).strip()
    try:
        if found := _DAY_MONTH_YEAR.fullmatch(plain):
            day, month, year = map(int, found.groups())
            return PartialDate(year, month, day)
        if found := _MONTH_YEAR.fullmatch(plain):
            month, year = map(int, found.groups())
            return PartialDate(year, month)
        date = PartialDate.of(plain)
    except DateError:
        return None
    # A bare number above is a count or a spreadsheet's day number.
    return date if date.precision != "year" or date.year < _LATEST else None


def read_quantity(text: str) -> Quantity | None:
    """Read a number with its qualifier in Finnish, Swedish or English; None where the text is none.

    "10.000" and "10,000" could be ten or ten thousand, and are none.

    Example:
        >>> [str(read_quantity(text)) for text in ("n. 120", "lähes 10 000", "200+", "75 jäsentä", "10.000", "?")]
        ['about 120', 'nearly 10000', 'at least 200', '75', 'None', 'None']
    """
    found = _QUANTITY.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    before, whole, decimals, after = found.groups()
    qualifiers = [_qualifier(words) for words in (before, after)]
    if None in qualifiers or (qualifiers[0] != "exactly" and qualifiers[1] != "exactly"):
        return None
    digits = int("".join(whole.split()))
    number = float(f"{digits}.{decimals}") if decimals else digits
    qualifier = next((q for q in QUALIFIERS if q in qualifiers and q != "exactly"), "exactly")
    try:
        return Quantity(number, qualifier)  # type: ignore[arg-type]
    except (OptionError, OverflowError):
        return None


def _qualifier(words: str) -> str | None:
    key = words.strip().casefold()
    return "exactly" if not key else _words().get(key)


@cache
def _words() -> dict[str, str]:
    found = dict(_SIGNS)
    with (_DATA / "quantity_words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.update((word.strip(), row["qualifier"]) for word in row["words"].split("|"))
    return found


def emails(text: str) -> tuple[list[str], bool]:
    """Return the e-mail addresses of a cell, and whether it holds nothing else.

    Example:
        >>> emails("info@a.fi; <x@b.org>"), emails("x@b.org (sihteeri)")
        ((['info@a.fi', 'x@b.org'], True), (['x@b.org'], False))
    """
    found = _EMAIL.findall(text)
    rest = _AROUND.sub("", _EMAIL.sub(" ", text))
    return found, bool(found) and not rest


def phones(text: str) -> tuple[list[str], bool]:
    """Return the telephone numbers of a cell as they stand, and whether it holds nothing else.

    A cell that cannot be divided safely ("09/123 456") is one number.
    """
    pieces = parts(text)
    if pieces and all(_is_phone(piece) for piece in pieces):
        return pieces, True
    return ([text], True) if _is_phone(text) else ([], False)


def _is_phone(text: str) -> bool:
    return sum(c.isdigit() for c in text) >= _PHONE_DIGITS


def websites(text: str) -> tuple[list[str], bool]:
    """Return the addresses of web pages of a cell, and whether it holds nothing else."""
    pieces = [piece for piece in re.split(r"[\s,;|]+", text) if piece]
    found = [piece for piece in pieces if _URL.fullmatch(piece)]
    return found, bool(found) and len(found) == len(pieces)


def postal_code(text: str) -> str:
    """Give a postal code back the zeros that a spreadsheet took.

    Example:
        >>> postal_code("100"), postal_code("AX-22100")
        ('00100', 'AX-22100')
    """
    return text.zfill(5) if text.isascii() and text.isdigit() else text


def people(text: str) -> list[str]:
    """Return the persons whom a cell names: a semicolon or a new line divides; a comma only whole names.

    Example:
        >>> people("Meikäläinen, Maija"), people("Maija Meikäläinen ja Oili Oksa")
        (['Meikäläinen, Maija'], ['Maija Meikäläinen', 'Oili Oksa'])
    """
    return _divided(text, lambda piece: " " in piece)


def parts(text: str, fits: Callable[[str], object] = bool) -> list[str]:
    """Return the parts of a cell between semicolons and new lines, and commas, slashes and "ja" if each part fits."""
    return _divided(text, fits)


def _divided(text: str, fits: Callable[[str], object]) -> list[str]:
    return [part for piece in _stripped(_BREAKS.split(text)) for part in _further(piece, fits)]


def _further(piece: str, fits: Callable[[str], object]) -> list[str]:
    pieces = list(_stripped(_LESS_SURE_BREAKS.split(piece)))
    return pieces if len(pieces) > 1 and all(map(fits, pieces)) else [piece]


def _stripped(pieces: list[str]) -> Iterator[str]:
    yield from (piece.strip() for piece in pieces if piece.strip())
