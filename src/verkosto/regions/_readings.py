"""What a key can mean: areas by their names, and areas whose kind is said together with the name."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from attrs import frozen

from verkosto.regions._names import Spelling, kind_words, names
from verkosto.regions._spelling import variants

__all__ = ["PLAIN_KINDS", "Reading", "chosen", "lengths", "reading"]

PLAIN_KINDS = ("maakunta", "kunta")
"""The kinds that a plain name speaks of; others are meant where the text or the caller says so."""


@frozen
class Reading:
    """What a key can mean.

    Attributes:
        named: Where the key says the kind ("Keski-Suomen hyvinvointialue", "Pirha").
        plain: Where it is a name alone.
        at: Which word the name begins with, after words such as "landskapet".
    """

    named: tuple[Spelling, ...]
    plain: tuple[Spelling, ...]
    at: int = 0


def reading(key: str) -> Reading | None:
    """Read a key, or return None where it means nothing."""
    known = names().by_key
    for variant in variants(key):
        direct = known.get(variant, ())
        phrases = tuple(_phrases(variant))
        if not direct and not phrases:
            continue
        named = [spelling for spelling in direct if spelling.names_kind]
        named += [spelling for _, spelling in phrases]
        at = 0 if direct or not phrases else phrases[0][0]
        return Reading(tuple(named), tuple(s for s in direct if not s.names_kind), at)
    return None


def lengths(keys: list[str]) -> list[int]:
    """How many of some words can be one name with the words for its kind, the most first.

    Every step looks one word further and stops where nothing known goes on, so the work does not grow with
    how many words there are.
    """
    words = kind_words()
    found = set[int]()
    for at in (0, *_reaches(keys, 0, words.before, words.begun)):
        for end in _reaches(keys, at, names().by_key, names().begun):
            found.update((end, *_reaches(keys, end, words.after, words.begun)))
    return sorted(found, reverse=True)


def _reaches(keys: list[str], start: int, known: Container[str], begun: Container[str]) -> Iterator[int]:
    """The places after known keys that begin at a place."""
    head = ""
    for place in range(start, len(keys)):
        if any(head + variant in known for variant in variants(keys[place])):
            yield place + 1
        if head + keys[place] not in begun:
            return
        head += keys[place] + " "


def _phrases(key: str) -> Iterator[tuple[int, Spelling]]:
    if " " not in key:
        return
    known = names().by_key
    for stem, kinds, at in kind_words().split(key):
        for spelling in known.get(stem, ()):
            if spelling.area_type in kinds and spelling.before_kind:
                yield at, spelling._replace(names_kind=True, word=False, person=False)


def chosen(spellings: Iterable[Spelling], kinds: Iterable[str]) -> tuple[Spelling, ...]:
    """Spellings of some kinds: areas of that very name where there are any, else those that it is a part of."""
    asked = [spelling for spelling in spellings if spelling.area_type in kinds]
    own = [spelling for spelling in asked if spelling.own]
    return tuple(own or asked)
