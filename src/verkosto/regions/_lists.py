"""Names in lists, which share what they have in common: "Etelä- ja Pohjois-Savossa"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verkosto.regions._spelling import Word

__all__ = ["HYPHENS", "elided", "listed"]

HYPHENS = "-\u2010\u2011"
"""Hyphens, which join words; a dash between names stands for "and" or "to"."""

_WIDEST = 12
_AND = frozenset({"ja", "sekä", "tai", "eli", "och", "samt", "eller", "and", "or"})
_CUT_OFF = re.compile(rf"[{HYPHENS}],?\s+")
_LISTED = re.compile(rf"\s*(?:,\s*)?(?:(?:{'|'.join(sorted(_AND))})\s+)?", re.IGNORECASE)


def elided(text: str, every: list[Word], place: int) -> Iterator[Word]:
    """The cut-off beginnings in front of a name, the first of them first: "Etelä-" of "Etelä- ja Pohjois-Savo"."""
    found = []
    while place > 0:
        before = place - 1
        if before > 0 and every[before].key in _AND:
            before -= 1
        if not _CUT_OFF.fullmatch(text, every[before].end, every[before + 1].start):
            break
        found.append(every[before])
        place = before
    return reversed(found)


def listed(text: str, end: int, start: int) -> bool:
    """Whether two names are neighbours in a list, given where the one ends and the next begins."""
    return end < start and start - end < _WIDEST and _LISTED.fullmatch(text, end, start) is not None
