"""Words of an answer, with their places in the text as it stands and the form in which they are compared."""

from __future__ import annotations

import re
import unicodedata

from attrs import frozen

__all__ = ["BREAK", "TOKEN", "Word", "key_of", "words_of"]

# Inside a word, and not to be seen: soft hyphen, zero-width space and joiners, word joiner, byte order mark.
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_APOSTROPHES = "'\u2019\u02bc\u00b4`\u2018\u2032"
_DASHES = "-\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
_ALIKE = str.maketrans(dict.fromkeys(_INVISIBLE, "") | dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_DASHES, "-"))

# UTF-8 that was read as Latin-1 or Windows-1252: the letter is still there, as two signs.
_MISREAD = {"Ã¤": "ä", "Ã¶": "ö", "Ã¥": "å", "Ã„": "ä", "Ã–": "ö", "Ã…": "å", "Ã\x84": "ä", "Ã\x96": "ö", "Ã\x85": "å"}
_MISREAD_LETTER = re.compile("|".join(_MISREAD))

_LETTER = r"[^\W_]"
_REST = rf"(?:{_LETTER}++|[\u0300-\u036f{_INVISIBLE}]++|(?<=Ã)[{''.join(pair[1] for pair in _MISREAD)}])*+"
_JOINT = rf"[{re.escape(_DASHES + _APOSTROPHES)}:]"

TOKEN = re.compile(rf"{_LETTER}{_REST}(?:{_JOINT}{_LETTER}{_REST})*|[.,;:!?()\[\]{{}}/|\u2026\u2022]|\n\s*\n")
"""A word, or a mark or an empty line where a phrase ends. A hyphen, an apostrophe or a colon inside a word is part
of it. Each sign can be matched in one way only, so that the time grows with the length of the text and no faster."""

BREAK = ""
"""The key of what is no word: a phrase does not reach over it."""


@frozen
class Word:
    """A word of a text.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends.
        text: As it stands.
        key: The form that is compared: composed (NFC), case folded, without what is not seen, with one kind of
            hyphen and of apostrophe.
    """

    start: int
    end: int
    text: str
    key: str


def words_of(text: str) -> list[Word]:
    """Return the words of a text in order: letters, digits, and hyphens, apostrophes and colons inside a word.

    Example:
        >>> [word.key for word in words_of("Sote-järjestöt, SPR:n TILAT 🙂")]
        ['sote-järjestöt', 'spr:n', 'tilat']
    """
    found = ((one, key_of(one.group())) for one in TOKEN.finditer(text))
    return [Word(one.start(), one.end(), one.group(), key) for one, key in found if key]


def key_of(token: str) -> str:
    """Return the form in which a word is compared, `BREAK` for a token that is no word."""
    if not token[0].isalnum():
        return BREAK
    if "Ã" in token:
        token = _MISREAD_LETTER.sub(lambda found: _MISREAD[found.group()], token)
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", token.translate(_ALIKE)).casefold())
