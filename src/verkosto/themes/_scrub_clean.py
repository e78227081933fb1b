"""A text made alike for a search, with plain spaces, hyphens and digits; and the way back to the text as it was."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from attrs import frozen

__all__ = ["Clean", "clean"]

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None)
_ALIKE = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
# UTF-8 that was read as Windows-1252.
_MISREAD = {"Ã¤": "ä", "Ã¶": "ö", "Ã¥": "å", "Ã„": "Ä", "Ã–": "Ö", "Ã…": "Å", "Ã\x84": "Ä", "Ã\x96": "Ö", "Ã\x85": "Å"}
# A word that is divided at the end of a line; an old misreading; a letter with its marks.
_CLUSTER = re.compile(
    f"(?<=[a-zåäö])-\n(?=[a-zåäö])|{'|'.join(_MISREAD)}|[^\u0300-\u036f][\u0300-\u036f]{{0,8}}|[\u0300-\u036f]",
    re.DOTALL,
)
_PLAIN = re.compile(r"[\t\n\r\x20-\x7eåäöÅÄÖéÉüÜ€§½°’”“…]*", re.ASCII)


@frozen(repr=False)
class Clean:
    """A text to search in.

    Attributes:
        text: The text made alike.
        places: For each of its characters, and for its end, where that stands in the text as it was; None where
            nothing was changed in length.
    """

    text: str
    places: tuple[int, ...] | None

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of it stands in the text as it was."""
        if self.places is None:
            return start, end
        return self.places[start], max(self.places[end], self.places[end - 1] + 1)


def clean(text: str) -> Clean:
    """Return a text made alike for a search."""
    if _PLAIN.fullmatch(text) and not any(sign in text for sign in ("…", "½", "-\n")):
        return Clean(text, None)
    signs, places = [], []
    for sign, place in _signs(text):
        signs.append(sign)
        places.append(place)
    return Clean("".join(signs), (*places, len(text)))


def _signs(text: str) -> Iterator[tuple[str, int]]:
    for cluster in _CLUSTER.finditer(text):
        for sign in _alike(cluster.group()):
            yield sign, cluster.start()


def _alike(cluster: str) -> str:
    if cluster == "-\n":
        return ""
    whole = _MISREAD.get(cluster) or unicodedata.normalize("NFKC", cluster).translate(_INVISIBLE)
    return whole.translate(_ALIKE)
