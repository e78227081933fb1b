"""Stems: the forms of a Finnish word or name to which endings are added.

The rules go by the end of the dictionary form, after the types of nouns in Iso suomen kielioppi (Hakulinen et al.
2004, the chapter on the inflection of nouns). Where a form does not tell the type ("Koski" and "Heikki", "laine" and
"Kalle"), the stems of each type are returned.
"""

from __future__ import annotations

import re

from attrs import frozen

from verkosto.themes._gradation import strong, weak

__all__ = ["Stems", "stems_of"]

_VOWELS = "aeiouyäöå"
_SHORTEST = 2
# Words of two syllables: "kunta", "koira" have kunt-i-a, koir-i-a, and "tila", "seura" have tilo-j-a, seuro-j-a.
_TWO = rf"^[^{_VOWELS}]*[{{}}][{_VOWELS}]?[^{_VOWELS}]+a$"
_ROUND, _WIDE = re.compile(_TWO.format("ou")), re.compile(_TWO.format("aei"))


@frozen
class Stems:
    """The stems of a word.

    Attributes:
        vowel: Stems that take the endings of the singular ("virtase-", "kunta-", "kunna-").
        consonant: Stems for the partitive and the genitive of the plural ("virtas-ta", "nuor-ten").
        plural: Stems before the i or j of the plural ("virtas-i-", "tilo-j-").
    """

    vowel: frozenset[str]
    consonant: frozenset[str]
    plural: frozenset[str]


# End of the dictionary form; ends of its vowel stems, consonant stems, plural stems; whether the dictionary form is in
# weak grade and the stems are in strong. Every row that fits adds its stems.
_ROWS: list[tuple[str, str, str, str, bool]] = [
    ("nen", "se", "s", "s", False),
    ("mies", "miehe", "mies", "mieh", False),
    (r"(?<=[uyoöie])s", "kse", "s", "ks", False),
    (r"(?<=[aeiouyäö][uy])s", "de te", "t", "ks", False),
    ("as", "aa akse", "as", "a aks", True),
    ("äs", "ää äkse", "äs", "ä äks", True),
    ("is", "ii", "is", "i", True),
    ("e", "ee", "", "/ e", True),
    ("in", "ime", "in", "im", True),
    ("([uy])n", r"\1me", r"\1n", r"\1m", True),
    ("ton", "ttoma", "ton", "ttom", False),
    ("tön", "ttömä", "tön", "ttöm", False),
    ("(?<=[lnr])(?<!nen)", "e", "/", "/ e", True),
    (r"([uy])t", r"\1e", r"\1t", r"\1", False),
    (r"n[uy]t", "nee", "", "ne", False),
    ("ät", "ää", "ät", "ä", False),
    ("mpi", "mpa mma mpä mmä", "", "mp mm", False),
    ("([nlr])si", r"\1te", "", r"\1s", False),
    ("(?<=[aeiouyäö])si", "te de se", "t s", "s", False),
    ("nsi", "nne", "nt", "", False),
    ("lsi", "lle", "lt", "", False),
    ("rsi", "rre", "rt", "", False),
    ("ksi", "hte hde", "ht", "ks", False),
    ("psi", "pse", "s", "ps", False),
    ("tsi", "tse", "s", "ts", False),
    ("([lnr])i", "", r"\1", "", False),
    ("mi", "", "n", "", False),
    # Names from elsewhere: "Björklundeille".
    ("(?<=[bcdfgkmpvxz])", "", "", "e", False),
]
_ENDS = [(re.compile(f"(?:{end})$"), (v, c, p), graded) for end, v, c, p, graded in _ROWS]


def stems_of(word: str) -> Stems:
    """Return the stems of a word in lower case.

    Example:
        >>> sorted(stems_of("virtanen").vowel)
        ['virtanen', 'virtase']
    """
    vowel, consonant, plural = {word}, set[str](), {word}
    for end, (vowels, consonants, plurals), graded in _ENDS:
        if len(word) > _SHORTEST and end.search(word):
            grades = _stronger(word) if graded else {word}
            vowel |= _ended(grades, end, vowels)
            consonant |= _ended({word}, end, consonants)
            plural |= _ended(grades, end, plurals)
    if word[-1:] in _VOWELS:
        grades = weak(word) | (weak(word[:-1] + "e") if word[-1] == "i" else set())
        vowel |= grades
        plural |= grades | {one for each in grades for one in _before_i(each)}
    elif re.search(f"[{_VOWELS}]t$", word) and len(word) > _SHORTEST:
        for singular in strong(word[:-1]):
            found = stems_of(singular)
            vowel, consonant, plural = vowel | found.vowel, consonant | found.consonant, plural | found.plural
        if word.endswith(("set", "ret", "net", "let")):
            # "Nuoret", "Omaiset": the genitive of the plural is "nuorten", "omaisten".
            consonant |= {word[:-2]}
    return Stems(frozenset(vowel), frozenset(consonant), frozenset(plural))


def _stronger(word: str) -> set[str]:
    return strong(word) if word[-1] in _VOWELS else {one + word[-1] for one in strong(word[:-1])}


def _ended(words: set[str], end: re.Pattern[str], others: str) -> set[str]:
    return {end.sub("" if other == "/" else other, word) for word in words for other in others.split()}


def _before_i(stem: str) -> set[str]:
    """What the last vowels of a stem become before the i of the plural."""
    rest, last = stem[:-1], stem[-1]
    if stem[-2:] in ("uo", "yö", "ie"):
        return {stem[:-2] + last}
    if stem[-2:-1] == last or last in "eä":
        return {rest, rest + "ö"} if last == "ä" else {rest}
    if last == "i":
        return {rest, rest + "e"}
    if last == "a":
        return {rest, rest + "o"} - ({rest + "o"} if _ROUND.search(stem) else {rest} if _WIDE.search(stem) else set())
    return {stem}
