"""Patterns: the words by which a codebook proposes a theme, as a person writes them."""

from __future__ import annotations

import re
from typing import Literal

from attrs import frozen

from verkosto.errors import CodebookError
from verkosto.themes._tokens import BREAK, TOKEN, key_of

__all__ = ["LANGUAGES", "Element", "Kind", "Pattern", "parse"]

LANGUAGES = ("fi", "sv", "en")

Kind = Literal["word", "exact", "begins", "ends", "holds", "first", "last", "part"]
"""What an element asks of a word: to be a form of it (`word`) or just it (`exact`); of its dictionary form or of the
word as it stands to begin, end or hold letters; of a compound to have a part first, last or anywhere."""

_MARKS: dict[tuple[str, str], Kind] = {
    ("", ""): "word",
    ("", "*"): "begins",
    ("*", ""): "ends",
    ("*", "*"): "holds",
    ("", "+"): "first",
    ("+", ""): "last",
    ("+", "+"): "part",
}
# "sv: lokal*", "sv:lokal*"; but "EU:n" is a word, and "ry:n" one of which the dictionary form is "ry".
_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3})\s*:\s+|\s*([a-z]{2}):")
_ELEMENT = re.compile(r'(?:"([^"]*)"|([*+]?)([^\s*+"]+)([*+]?))(?:\s+|$)')
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'))
_SHORTEST = 2


@frozen
class Element:
    """One word of a pattern.

    Attributes:
        kind: What it asks.
        key: The word or the letters, in the form in which words are compared.
    """

    kind: Kind
    key: str


@frozen
class Pattern:
    """A pattern: one word or a phrase, in any language or in one.

    Attributes:
        source: As it was written.
        elements: Its words, in order; they meet words that follow one another.
        lang: "fi", "sv" or "en" where it is only for answers in that language.
    """

    source: str
    elements: tuple[Element, ...]
    lang: str | None = None


def parse(pattern: str) -> Pattern:
    """Read a pattern.

    Args:
        pattern: `verkosto`, `verkosto*`, `*verkosto`, `*verkosto*`, `+toiminta`, `vapaaehtoinen+`, `+yhteistyö+`,
            `"tilaa"`, several of them with spaces between, all of it after `fi:`, `sv:` or `en:` if it is for one
            language.

    Raises:
        CodebookError: It can be read in no way; the message names the pattern and what to write.

    Example:
        >>> parse("sv: lokal*").elements
        (Element(kind='begins', key='lokal'),)
    """
    rest, lang = pattern.translate(_QUOTES), None
    if found := _LANGUAGE.match(rest):
        lang = (found.group(1) or found.group(2)).casefold()
        rest = rest[found.end() :]
        if lang not in LANGUAGES:
            raise _refused(
                pattern,
                f"{lang!r} is no language of answers",
                "begin with 'fi:', 'sv:' or 'en:', or write an abbreviation in capitals, such as 'EU:n'",
            )
    rest = rest.strip()
    if not rest:
        raise _refused(pattern, "it has no word", "write a word, such as 'verkosto*'")
    elements, place = [], 0
    while place < len(rest):
        written = _ELEMENT.match(rest, place)
        if written is None:
            raise _refused(
                pattern,
                f"it cannot be read from {rest[place:]!r} on",
                "put '*' or '+' at the beginning or the end of a word, and a space between words",
            )
        elements.append(_element(pattern, *written.groups(default="")))
        place = written.end()
    return Pattern(pattern, tuple(elements), lang)


def _element(pattern: str, exact: str, before: str, word: str, after: str) -> Element:
    written = exact or word
    keys = [key_of(token) for token in TOKEN.findall(written)]
    if len(keys) != 1 or keys[0] == BREAK or TOKEN.sub("", written).strip():
        raise _refused(pattern, f"{written!r} is not one word", "write letters and digits, and no other marks")
    kind = "exact" if exact else _MARKS.get((before, after))
    if kind is None:
        raise _refused(pattern, f"{before + word + after!r} mixes '*' and '+'", "use one of them")
    if kind not in ("exact", "word") and len(keys[0]) < _SHORTEST:
        raise _refused(pattern, f"{before + word + after!r} would meet nearly every word", "write more letters")
    return Element(kind, keys[0])


def _refused(pattern: str, why: str, remedy: str) -> CodebookError:
    return CodebookError(f"pattern {pattern!r}: {why}. Remedy: {remedy}.")
