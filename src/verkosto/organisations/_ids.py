"""Readable ids made of names, and what two spellings of a name have in common."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

__all__ = ["Ids", "fold", "slug"]


def fold(text: str) -> str:
    """Return what two spellings of a name have in common: letters and digits, whatever their case.

    Example:
        >>> fold("Hyte r.y.") == fold("HYTE ry")
        True
    """
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def slug(name: str) -> str:
    """Return a readable id of a name: small ASCII letters, digits and hyphens; empty where it has none.

    Example:
        >>> slug("Äänekosken Näkövammaiset r.y.")
        'aanekosken-nakovammaiset-r-y'
    """
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode("ascii")
    return "-".join(re.findall("[a-z0-9]+", plain))


class Ids:
    """Readable ids, no two alike."""

    def __init__(self, taken: Iterable[str]) -> None:
        """Start from ids that somebody has already."""
        self.taken = set(taken)
        self._last: dict[str, int] = defaultdict(int)

    def make(self, name: str, *, otherwise: str) -> str:
        """Return an id made of a name: "hyte-ry", or "hyte-ry-2" where that is taken."""
        stem = slug(name) or otherwise
        found = stem
        while found in self.taken:
            self._last[stem] = max(self._last[stem], 1) + 1
            found = f"{stem}-{self._last[stem]}"
        self.taken.add(found)
        return found
