"""Compounds: the parts of a Finnish word that is put together of several."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["compound_lemma", "may_be_part", "split"]

_ATTACHED = frozenset(
    """
    ala avo digi eko epä erikois esi etu etä itse jälki keski kesä lähi lisä moni muu nyky oma pien pika puoli sisä some
    sote suur super syys taka tasa toimi ulko uudis vara yli ylä
    """.split()
)
"""Heads of compounds that are no words by themselves, or stand for another word when they do."""

# Words of three letters, or that a dictionary takes for another word, which are parts of many compounds.
_SHORT = frozenset(
    """
    aika ala apu asu etu haku idea ikä itä jako koe koti kuu kuva laki luku maa olo osa puu pää suu syy talo tie tili
    tuki työ yö äiti
    """.split()
)
_SHORTEST = 4
_LONGEST = 60
# Derived from the head, and no parts: "kansalainen", "ammattilainen", "satunnainen", "kohtalaisesti", "painottaa".
_SUFFIXES = tuple("lain läin main mäin nais esti otta utu ytyn isin isuu ellin inen telu taan tään".split())
_ADVERBS = ("sti", "isin")

Known = Callable[[str], str | None]
"""Gives the dictionary form of a word, or None for one that no dictionary has."""


def split(word: str, known: Known) -> tuple[str, ...]:
    """Return the dictionary forms of the parts of a compound, nothing for a word that is none.

    Every part but the last stands in the nominative, the genitive or the form of compounds ("vapaaehtois-"); the last
    in any form. Of several ways to split the one whose shorter half is the longest wins, and the halves are split on.

    Args:
        word: In lower case.
        known: Gives the dictionary form of a word, or None.
    """
    if len(word) > _LONGEST:
        return ()
    pieces = [piece for piece in word.split("-") if piece]
    lemmas = [piece if piece in _SHORT else known(piece) or piece for piece in pieces]
    parts = tuple(part for lemma in lemmas for part in _parts(lemma, known))
    return parts if len(parts) > 1 else ()


def _parts(lemma: str, known: Known) -> tuple[str, ...]:
    halves = _halves(lemma, known)[1:]
    if not halves:
        return (lemma,)
    # A dictionary form can be longer than its half: what does not get shorter is not split on, or it might never end.
    return tuple(part for half in halves for part in (_parts(half, known) if len(half) < len(lemma) else (half,)))


def compound_lemma(word: str, known: Known) -> str | None:
    """Return the dictionary form of a compound that no dictionary has: its head as it stands and the last part's form.

    Args:
        word: In lower case, without a hyphen.
        known: Gives the dictionary form of a word, or None.
    """
    found = _halves(word, known) if len(word) <= _LONGEST else ()
    return found[0] + found[2] if found else None


def _halves(word: str, known: Known) -> tuple[str, ...]:
    """The head as it stands, its dictionary form and that of the tail; nothing where the word cannot be cut in two."""
    if word.endswith(_ADVERBS):
        return ()
    cuts = sorted(range(3, len(word) - 2), key=lambda cut: abs(2 * cut - len(word)))
    for cut in cuts:
        head, tail = word[:cut], word[cut:]
        first = _head(head, known) if may_be_part(head) and may_be_part(tail, last=True) else None
        last = _tail(tail, known) if first else None
        if first and last:
            return head, first, last
    return ()


def may_be_part(piece: str, *, last: bool = False) -> bool:
    """Tell whether letters may be a part of a compound by their number, and a last part by how they begin."""
    return piece in _SHORT or (len(piece) >= _SHORTEST and not (last and piece.startswith(_SUFFIXES)))


def _tail(tail: str, known: Known) -> str | None:
    lemma = tail if tail in _SHORT else known(tail)
    return lemma if lemma and may_be_part(lemma) else None


def _head(head: str, known: Known) -> str | None:
    """The dictionary form of what begins a compound, None where it can begin none."""
    if head in _ATTACHED or head in _SHORT:
        return head
    if head.endswith("is") and known(head[:-1] + "nen") == head[:-1] + "nen":
        return head[:-1] + "nen"
    lemma = known(head)
    return lemma if lemma == head or head.endswith("n") else None
