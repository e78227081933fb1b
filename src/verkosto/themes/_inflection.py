"""Inflection: one expression that finds a Finnish word or name in all of its forms."""

from __future__ import annotations

import re
from collections.abc import Iterable

from verkosto.themes._stems import stems_of

__all__ = ["beginning", "inflected"]

# Case endings, without a look at vowel harmony: names from elsewhere have both kinds, and nobody writes "tilassä". Then
# those that lose their n before a possessive ending ("järjestöömme", "järjestöjemme", "jäsentemme").
_AFTER_VOWEL = "[aeiouyäöå]?n|t|(?:ss|st|ll|lt|tt|t|n)?[aä]|lle|ksi|kseen|h[aeiouyäöå]n|seen"
_AFTER_CONSONANT = "t[aä]|ten|n[aä]"
_AFTER_PLURAL = "i(?:(?:ss|st|ll|lt|tt|t|n)?[aä]|lle|ksi|kseen|hin|in|siin|den|tten|en|ne|n)|j(?:[aä]|en)"
_OWNED = {
    _AFTER_VOWEL: "[aeiouyäöå]?|kse|h[aeiouyäöå]|see",
    _AFTER_CONSONANT: "te",
    _AFTER_PLURAL: "i(?:kse|hi|i|sii|de|tte|e|ne)|je",
}
_OWNER = "(?:ni|si|ns[aä]|mme|nne)"
# The third person has another ending after cases that end in a vowel: "tilassaan", "jäsenilleen".
_ANY_OWNER = "(?:ni|si|ns[aä]|mme|nne|(?<=a)an|(?<=ä)än|(?<=e)en)"
_CLITIC = "(?:kin|k[aä][aä]n|k[oö](?:h[aä]n|s)?|h[aä]n|p[aä]s?)?"
# A short name, an abbreviation or a foreign one may have a colon, an apostrophe or an i before its ending.
_AFTER_MARK = rf"[:'’]?i?(?:{_AFTER_VOWEL}|hin|ihin|iin)|[:'’]s|s|[:'’]"
_GAP = r"\s+"
_LONGEST_ABBREVIATION = 5


def inflected(name: str) -> str:
    """Return the source of a regular expression that finds a name in any form.

    The forms are those of Finnish nouns: cases, plural, possessive endings, clitics, consonant gradation ("Virtasen",
    "Helsingissä", "Lehdolla", "kunnassammekin"), with a colon or an i after abbreviations and foreign names ("HUS:n",
    "Smithin"), and the genitive of Swedish and English ("Nyströms"). Of a name of several words each may be inflected
    ("Suomen Punaisella Ristillä"). It finds whole words only. Where the name does not tell how it is inflected, the
    forms of each type are found: more is found than there is, and no form missed.

    Args:
        name: The dictionary form, as "Virtanen", "verkosto" or "Keski-Suomen Sydänpiiri ry". Compile the source with
            `re.IGNORECASE`; the forms are in lower case.

    Example:
        >>> import re
        >>> re.findall(inflected("Virtanen"), "Kysy Virtaselta, Virtasilta tai virtasta.", re.IGNORECASE)
        ['Virtaselta', 'Virtasilta', 'virtasta']
    """
    return rf"(?<![^\W_]){_GAP.join(map(_forms, name.split()))}(?![^\W_])"


def beginning(word: str) -> str:
    """Return the letters, in lower case, with which every form of one word begins.

    Example:
        >>> beginning("Virtanen")
        'virta'
    """
    stems = stems_of(word.lower())
    ordered = sorted(stems.vowel | stems.consonant | stems.plural)
    # What the first and the last in order begin with, all between them begin with.
    first, last = ordered[0], ordered[-1]
    size = next((place for place, letter in enumerate(first) if last[place : place + 1] != letter), len(first))
    return first[:size]


def _forms(word: str) -> str:
    whole = word.lower()
    if word.isupper() and len(word) <= _LONGEST_ABBREVIATION:
        return rf"{re.escape(whole)}(?:{_AFTER_MARK})?{_ANY_OWNER}?{_CLITIC}"
    stems, start = stems_of(whole), beginning(word)
    ways = [
        rf"{re.escape(whole[len(start) :])}(?:{_AFTER_MARK})?{_ANY_OWNER}?",
        rf"{_any(stems.vowel, start)}{_cases(_AFTER_VOWEL)}",
        rf"{_any(stems.plural, start)}{_cases(_AFTER_PLURAL)}",
    ]
    if stems.consonant:
        ways.append(rf"{_any(stems.consonant, start)}{_cases(_AFTER_CONSONANT)}")
    return rf"{re.escape(start)}(?:{'|'.join(ways)}){_CLITIC}"


def _cases(endings: str) -> str:
    return rf"(?:(?:{endings}){_ANY_OWNER}?|(?:{_OWNED[endings]}){_OWNER})"


def _any(stems: Iterable[str], start: str) -> str:
    rests = sorted((stem[len(start) :] for stem in stems), key=lambda rest: (-len(rest), rest))
    return f"(?:{'|'.join(map(re.escape, rests))})"
