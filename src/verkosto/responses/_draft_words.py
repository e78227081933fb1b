"""Short ids from titles, and the order of well-known scales."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from verkosto.responses._keys import fold

__all__ = ["can_be_code", "is_name", "order_of", "slug", "tidy"]

_SCALES = (
    (
        "täysin eri mieltä",
        "eri mieltä",
        "jokseenkin eri mieltä",
        "osittain eri mieltä",
        "ei samaa eikä eri mieltä",
        "osittain samaa mieltä",
        "jokseenkin samaa mieltä",
        "samaa mieltä",
        "täysin samaa mieltä",
    ),
    (
        "erittäin huonosti",
        "huonosti",
        "melko huonosti",
        "kohtalaisesti",
        "melko hyvin",
        "hyvin",
        "erittäin hyvin",
    ),
    ("ei lainkaan tärkeä", "vähän tärkeä", "melko tärkeä", "tärkeä", "erittäin tärkeä"),
    ("ei lainkaan", "vähän", "jonkin verran", "melko paljon", "paljon", "erittäin paljon"),
    ("ei koskaan", "harvoin", "joskus", "usein", "aina"),
    ("helt av annan åsikt", "delvis av annan åsikt", "delvis av samma åsikt", "helt av samma åsikt"),
    ("strongly disagree", "disagree", "neither agree nor disagree", "agree", "strongly agree"),
)


def _plain(text: str) -> str:
    """Fold a text and leave out its diacritics."""
    return unicodedata.normalize("NFKD", fold(text)).encode("ascii", "ignore").decode()


_NOISE = frozenset(
    _plain(
        "mikä mitkä millainen miten kuinka missä mistä mihin onko oletko oletteko ja tai on ovat the a an of is are "
        "teidän sinun oma oman what which how do you your vad vilken hur är och eller"
    ).split()
)
_LONGEST = 32
_NAME = re.compile(r"\w+")
_CODE = re.compile(r"[^\[\]\r\n\t]+")
_NUMBERED = re.compile(r"^\d{1,3}\.\s+(?=\S)")


def tidy(title: str) -> str:
    """Return a title as a person would write it: plain spaces, without its number and a closing colon."""
    return _NUMBERED.sub("", " ".join(title.split())).rstrip(": ")


def _fitting(words: Sequence[str]) -> str:
    """Join as many whole words as fit; only a first word that is too long is cut."""
    stem = words[0][:_LONGEST] if words else ""
    for word in words[1:]:
        if len(stem) + 1 + len(word) > _LONGEST:
            break
        stem = f"{stem}_{word}"
    return stem


def is_name(text: str, taken: Collection[str]) -> bool:
    """Tell whether a title is a name as programmers write them (`api00`, `SDMVPSU`), and can be an id as it stands.

    A word with a capital (`Kunta`) is a title, unless its id in small letters is taken.
    """
    if len(text) > _LONGEST or not text.isascii() or not _NAME.fullmatch(text) or text in taken:
        return False
    return not (text[0].isupper() and text[1:].islower()) or text.lower() in taken


def can_be_code(text: str) -> bool:
    """Tell whether a text is short and has neither brackets nor line breaks, so that it can be an option's code."""
    return len(text) <= _LONGEST and text != "*" and _CODE.fullmatch(text) is not None


def slug(text: str, taken: Collection[str], *, words: int = 4, fallback: str = "kysymys") -> str:
    """Make a short id from a title: its first telling words without diacritics, unique among those taken."""
    found = re.findall(r"[a-z0-9]+", _plain(text))
    telling = [word for word in found if word not in _NOISE] or found
    stem = _fitting(telling[:words]) or fallback
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}_{number}"
    return name


def order_of(labels: Collection[str]) -> list[str] | None:
    """Return labels in the order of a well-known scale, or None where they belong to none."""
    texts = {fold(label): label for label in labels}
    for scale in _SCALES:
        if len(texts) > 1 and set(texts) <= set(scale):
            return [texts[step] for step in scale if step in texts]
    return None
