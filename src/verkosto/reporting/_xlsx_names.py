"""Names of sheets that Excel takes: short, without the letters that it forbids, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from verkosto.reporting._xml_text import xml_text

__all__ = ["sheet_names"]

_MOST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\ufffd]+")


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Return a name for each sheet: its number, which nothing else bears, and as much of its title as fits.

    Example:
        >>> sheet_names(["Kannatatko mallia? [A/B]", "Kannatatko mallia? [A/B]"])
        ['1 Kannatatko mallia A B', '2 Kannatatko mallia A B']
    """
    return [_name(f"{number} {title}") for number, title in enumerate(titles, start=1)]


def _name(title: str) -> str:
    words = " ".join(_FORBIDDEN.sub(" ", xml_text(title)).split())
    # Excel counts in halves of UTF-16, of which a letter outside the basic plane has two.
    halves = words.encode("utf-16-le")[: 2 * _MOST]
    return halves.decode("utf-16-le", "ignore").rstrip(" '")
