"""Words that look like names though no register has them: a person decides of each.

In Finnish and Swedish nothing but a name begins with a capital inside a sentence, so what is found here is a name
nearly always; whether it may be published depends on whose it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from attrs import evolve, frozen

from verkosto.themes._names_in_text import Name, Names, Run, is_shouted, starts_sentence
from verkosto.themes._scrub_marks import BEFORE, Found
from verkosto.themes._scrub_words import words

__all__ = ["guesses_in"]

_WORD = re.compile(r"[^\W\d_](?:[\w'’-]{0,60}\w)?(?::\w{1,6})?")
_SUFFIX = re.compile(r"(?<![^\W_])(?:r\.?[ ]?y|r\.?[ ]?f)(?![^\W_])\.?(?::\w{1,6})?", re.IGNORECASE)
# Initials belong to the name after them; verbs of Finnish end so, and no first names.
_NO_NAME = re.compile(r"[A-ZÅÄÖ](?:-[A-ZÅÄÖ])?|\w+(?:mme|tte|vat|vät|taan|tään)")
_FEWEST_CAPITALS, _MOST_CAPITALS = 2, 6
_LONGEST_NAME, _LONGEST_GAP = 6, 3


@frozen
class _Token:
    start: int
    end: int
    text: str

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def abbreviation(self) -> bool:
        stem = self.text.partition(":")[0].partition("-")[0]
        capitals = sum(map(str.isupper, stem))
        return stem.isupper() and capitals >= _FEWEST_CAPITALS and len(stem) <= _MOST_CAPITALS


@cache
def _known(name: str, rule: str) -> Names:
    """Return one of our own lists of names, to look for in any form."""
    listed = sorted(words(name))
    return Names.of(Name((one,), "person", "acronym" if one.isupper() else "part", rule) for one in listed)


def guesses_in(text: str, runs: Sequence[Run], taken: Sequence[int], people: frozenset[int]) -> Iterator[Found]:
    """Yield what looks like a name.

    Args:
        text: A text with plain spaces and hyphens.
        runs: Where its words begin.
        taken: For each character whether it is known already what stands there: marked, or known to be no secret.
        people: Where the people begin that were found.
    """
    if is_shouted(text):
        # In capitals a name looks like any word; only those on our list are seen.
        yield from _first_names(text, runs, taken)
        return
    tokens = [_Token(*one.span(), one.group()) for one in _WORD.finditer(text)]
    capitals = [run for run in runs if run[1][0].isupper()]
    public = {found.start for found in _known("public", "public").find(text, capitals)}
    free = [
        place
        for place, token in enumerate(tokens)
        if token.capital and not any(taken[token.start : token.end]) and token.start not in public
    ]
    yield from _associations(text, tokens)
    yield from _first_names(text, capitals, taken)
    yield from _capitals(text, tokens, free, people)


def _first_names(text: str, runs: Sequence[Run], taken: Sequence[int]) -> Iterator[Found]:
    for found in _known("first_names", "first name").find(text, runs):
        # At the beginning of a sentence a capital says nothing, and what only may be a name is a word.
        told = found.certain or not starts_sentence(text, found.start)
        if told and not any(taken[found.start : found.end]):
            yield evolve(found, certain=False)


def _capitals(text: str, tokens: Sequence[_Token], free: Sequence[int], people: frozenset[int]) -> Iterator[Found]:
    """Yield words with a capital that nobody knows; `free` has their places among the words."""
    named, begins = set(people), []
    for place in free:
        token = tokens[place]
        if token.abbreviation:
            if token.text.partition(":")[0].partition("-")[0] not in words("abbreviations"):
                yield Found(token.start, token.end, "organisation", "abbreviation", certain=False)
        elif starts_sentence(text, token.start):
            begins.append(place)
        elif len(token.text.partition("-")[0]) > 1:
            named.add(token.start)
            title = place > 0 and tokens[place - 1].text.casefold() in words("titles")
            yield Found(
                token.start, token.end, "person" if title else "name", "title" if title else "capital", certain=False
            )
    yield from _before_names(text, tokens, begins, named)


def _before_names(text: str, tokens: Sequence[_Token], begins: Sequence[int], named: set[int]) -> Iterator[Found]:
    """Yield words that begin a sentence in front of a name, and so may be a first name."""
    for place in begins:
        token = tokens[place]
        following = tokens[place + 1].start if place + 1 < len(tokens) else -1
        if following in named and not text[token.end : following].strip():
            known = token.text.casefold() in words("titles") | words("starts") or _NO_NAME.fullmatch(token.text)
            if not known:
                yield Found(token.start, token.end, "name", BEFORE, certain=False)


def _associations(text: str, tokens: Sequence[_Token]) -> Iterator[Found]:
    """Yield the names that end in "ry"."""
    ends = [token.end for token in tokens]
    for suffix in _SUFFIX.finditer(text):
        last = bisect_right(ends, suffix.start()) - 1
        if last >= 0 and not text[ends[last] : suffix.start()].strip():
            first = _first_of_name(text, tokens, last)
            if first is not None:
                yield Found(tokens[first].start, suffix.end(), "organisation", "legal form")


def _first_of_name(text: str, tokens: Sequence[_Token], last: int) -> int | None:
    """Return where a name begins whose last word is known: at a capital, with few small words after it."""
    first, gap = None, 0
    for place in range(last, max(-1, last - _LONGEST_NAME), -1):
        token = tokens[place]
        begins = starts_sentence(text, token.start)
        # A capital that begins the sentence is part of the name where nothing stands between.
        if token.capital and token.text.casefold() not in words("starts") and not (begins and first and gap):
            first, gap = place, 0
        else:
            gap += 1
        if begins or gap > (_LONGEST_GAP if first is None else 1):
            break
    return first
