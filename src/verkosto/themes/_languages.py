"""Which language an answer is written in: Finnish, Swedish or English."""

from __future__ import annotations

import csv
import functools
import importlib.resources
import io
import tomllib

from attrs import frozen

from verkosto.errors import OptionError
from verkosto.themes._patterns import LANGUAGES
from verkosto.themes._tokens import TOKEN, key_of

__all__ = ["language_of"]

# What a word says that a language is full of, or that begins as words of this field do; in fourths of the natural
# logarithm of how much likelier it is, as in the table of letters.
_WORD, _BEGINNING = 40, 30
_ENOUGH = 400
"""Letters of an answer that are looked at: the language of more does not change."""
_SHORTEST = 3


@frozen
class _Marks:
    """By what a language shows in a word: frequent words, beginnings, and runs of three letters."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    letters: dict[str, int]

    def score(self, word: str) -> int:
        found = _WORD * (word in self.words) + _BEGINNING * word.startswith(self.beginnings)
        if len(word) < _SHORTEST:
            return found
        edged = f"_{word}_"
        return found + sum(self.letters.get(edged[place : place + 3], 0) for place in range(len(word)))


def language_of(text: str) -> str:
    """Return the language of an answer: "fi", "sv" or "en".

    It is told by frequent words, by beginnings of words of this field and by runs of letters, so that a word or two are
    mostly enough ("Pengar", "More money"). Finnish where nothing tells, as in a number or an empty text.

    Args:
        text: The answer; not None, for a missing answer has no language.

    Raises:
        OptionError: `text` is no text.

    Example:
        >>> language_of("Pengar"), language_of("More money"), language_of("tila"), language_of("2020")
        ('sv', 'en', 'fi', 'fi')
    """
    if not isinstance(text, str):
        raise OptionError(f"a language is told of a text, not of a {type(text).__name__}. Leave missing answers out.")
    scores = [sum(each) for each in zip(*map(_scores, TOKEN.findall(text[:_ENOUGH])), strict=True)]
    # Of equal scores the first one wins, and Finnish stands first.
    return LANGUAGES[scores.index(max(scores))] if scores else LANGUAGES[0]


# Words come again and again: a column of answers has far fewer words than places for them.
@functools.lru_cache(maxsize=1 << 16)
def _scores(token: str) -> tuple[int, ...]:
    key = key_of(token)
    return tuple(_marks()[lang].score(key) if key else 0 for lang in LANGUAGES)


@functools.cache
def _marks() -> dict[str, _Marks]:
    room = importlib.resources.files(__package__)
    words = tomllib.loads(room.joinpath("language_words.toml").read_text(encoding="utf-8"))
    letters = list(csv.DictReader(io.StringIO(room.joinpath("language_letters.csv").read_text(encoding="utf-8"))))
    return {
        lang: _Marks(
            frozenset(each["words"].split()),
            tuple(each["begin"].split()),
            {row["letters"]: int(row[lang]) for row in letters},
        )
        for lang, each in words.items()
    }
