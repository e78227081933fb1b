"""Texts cut into words that can be compared, whatever their case, spaces, dashes and composition."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from attrs import frozen

__all__ = ["DASHES", "Word", "halves", "joins", "key_of", "variants", "words"]

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
"""Hyphen, non-breaking hyphen, figure, en and em dash, minus and their like: all are one to a name."""

# Within a word, not to be seen: combining marks are composed, the others are dropped.
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_DROP = dict.fromkeys(map(ord, _INVISIBLE))

# A case ending after a colon ("HVA:n", "Koski Tl:n"), and the abbreviated saint of "S:t Karins".
_ENDING = "a|ä|een|hin|iin|ihin|ille|illa|illä|in|ksi|lla|llä|lle|lta|ltä|n|na|nä|seen|ssa|ssä|sta|stä|t|ta|tä"
_ABBREVIATED = ("st", "s")
_WIDEST = 60
_LETTER = r"[^\W_]"
_COLON = rf"(?::(?:{_ENDING})(?!{_LETTER}))?"
_WORD = re.compile(rf"{_LETTER}(?:{_LETTER}|[\u0300-\u036f{_INVISIBLE}])*{_COLON}", re.IGNORECASE)
_JOINS = re.compile(rf"[\s{_INVISIBLE}]*(?:[{re.escape(DASHES)}][\s{_INVISIBLE}]*)?")

_PARAGRAPH = re.compile(r"\n\s*\n")
# Between a name and the same name in another language.
_CUTS = re.compile(rf"\s*[/|(,{re.escape(DASHES)}]\s*")
_MOST_WORDS = 12

# "Lahdessakin", "Helsingissäkö": what hangs on a word's end without changing what it names.
_CLITICS = ("kin", "kaan", "kään", "ko", "kö", "han", "hän")
_SHORTEST = 3


@frozen
class Word:
    """A word of a text.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends.
        key: The form that is compared: composed, case folded, without what is not seen.
    """

    start: int
    end: int
    key: str


def words(text: str) -> Iterator[Word]:
    """The words of a text, in order; one pass."""
    clean = unicodedata.is_normalized("NFC", text) and not any(mark in text for mark in _INVISIBLE)
    for found in _WORD.finditer(text):
        word = found.group()
        if not clean:
            word = unicodedata.normalize("NFC", word.translate(_DROP))
        yield Word(found.start(), found.end(), word.casefold())


def joins(text: str, before: Word, after: Word) -> bool:
    """Whether two words that follow one another can be parts of one name.

    Spaces and one dash may stand between them, and a line may end, but not a paragraph.
    """
    if after.start - before.end > _WIDEST:
        return False
    gap = text[before.end : after.start]
    if before.key in _ABBREVIATED:
        gap = gap.removeprefix(".")
    return _JOINS.fullmatch(gap) is not None and _PARAGRAPH.search(gap) is None


def key_of(text: str) -> str | None:
    """The words of a whole text as one key, or None where it is not one name.

    Example:
        >>> key_of("  Keski – SUOMESSA ")
        'keski suomessa'
    """
    found = list(words(text))
    if not found or not all(joins(text, a, b) for a, b in pairwise(found)):
        return None
    return " ".join(word.key for word in found)


def halves(text: str) -> Iterator[tuple[str, str]]:
    """Each way to cut a text in two where a name may be said over again: "Turku/Åbo", "Turku (Åbo)".

    Example:
        >>> list(halves("Turku (Åbo)"))
        [('Turku', 'Åbo)')]
    """
    found = list(words(text))[:_MOST_WORDS]
    for before, after in pairwise(found):
        if _CUTS.fullmatch(text[before.end : after.start]):
            yield text[: before.end], text[after.start :]


def variants(key: str) -> Iterator[str]:
    """A key, then the key without what may hang on its end: an ending after a colon, a clitic."""
    yield key
    stem, colon, _ = key.rpartition(":")
    if colon:
        yield stem
    if key.endswith(_CLITICS):
        for clitic in _CLITICS:
            if key.endswith(clitic) and len(key) - len(clitic) >= _SHORTEST:
                yield key.removesuffix(clitic)
