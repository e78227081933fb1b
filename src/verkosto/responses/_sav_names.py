"""Names that SPSS takes for variables, and labels that it takes whole."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["LONGEST_LABEL", "cut", "names_of", "titled"]

LONGEST_LABEL = 256
"""Bytes of a variable's label."""

_LONGEST = 60
_RESERVED = frozenset("ALL AND BY EQ GE GT LE LT NE NOT OR TO WITH".split())


def names_of(variables: Iterable[str]) -> dict[str, str]:
    """Return a name for each variable: letters without marks, digits and `_`, of which no two differ by case alone.

    Example:
        >>> names_of(["palvelut[kevät]", "palvelut[kevat]", "2020", "by"])
        {'palvelut[kevät]': 'palvelut_kevat', 'palvelut[kevat]': 'palvelut_kevat_2', '2020': 'v2020', 'by': 'v_by'}
    """
    taken = set(_RESERVED)
    found = {}
    for variable in variables:
        stem = _plain(variable)
        name, number = stem, 1
        while name.upper() in taken:
            number += 1
            name = f"v_{stem}" if stem.upper() in _RESERVED else f"{stem}_{number}"
        taken.add(name.upper())
        found[variable] = name
    return found


def _plain(variable: str) -> str:
    letters = unicodedata.normalize("NFKD", variable).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9]+", "_", letters).strip("_")[:_LONGEST].rstrip("_")
    return name if name[:1].isalpha() else f"v{name}"


def cut(text: str, most: int = LONGEST_LABEL) -> str:
    """Return a text on one line that has so many bytes of UTF-8 at most."""
    line = " ".join(text.replace("\0", " ").split())
    return line.encode("utf-8", "ignore")[:most].decode("utf-8", "ignore").rstrip()


def titled(text: str, item: str) -> str:
    """Return the label of a part of a question; where it would be too long, the question is cut and not the part."""
    part = cut(item, LONGEST_LABEL - 2)
    return cut(f"{cut(text, LONGEST_LABEL - 2 - len(part.encode()))}: {part}")
