"""Matching: which patterns meet which words of which answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.themes._codebook import Codebook
from verkosto.themes._lemmatizer import Lemmatizer
from verkosto.themes._lexicon import Lexicon
from verkosto.themes._patterns import Pattern, parse
from verkosto.themes._theme import Theme
from verkosto.themes._token_table import TokenTable
from verkosto.themes._tokens import TOKEN

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Span", "matches", "spans", "spans_in", "why"]


@frozen
class Span:
    """Where a pattern met a text.

    Attributes:
        start: Where it begins in the text as it stands.
        end: Where it ends.
        lemma: The dictionary form of the word, or those of the words with spaces between.
    """

    start: int
    end: int
    lemma: str


def matches(
    texts: Sequence[str], languages: Sequence[str], codebook: Codebook, lemmatizer: Lemmatizer
) -> NDArray[np.bool_]:
    """Tell which themes the patterns of a codebook find in which texts.

    Args:
        texts: The texts, best each once.
        languages: "fi", "sv" or "en" for each text.
        codebook: The themes with their patterns.
        lemmatizer: What gives words their dictionary forms; each distinct word is asked for once.

    Returns:
        Booleans of shape (texts, themes).

    Raises:
        OptionError: The lemmatizer does not give one tuple for each word.
    """
    patterns = [(column, one) for column, theme in enumerate(codebook) for one in map(parse, theme.patterns)]
    found = np.zeros((len(texts), len(codebook)), dtype=bool)
    for lang, rows in _by_language(languages):
        spoken = [(column, one) for column, one in patterns if one.lang in (None, lang)]
        table = TokenTable([texts[row] for row in rows])
        lexicon = Lexicon(table.words, lang, lemmatizer, [one for _, one in spoken])
        for column, one in spoken:
            starts = table.starts([lexicon.met(element) for element in one.elements])
            found[rows[table.text_of(starts)], column] = True
    return found


def spans(text: str, language: str, pattern: Pattern, lemmatizer: Lemmatizer) -> list[Span]:
    """Return where a pattern meets a text, in the order of the text."""
    return spans_in([text], [language], pattern, lemmatizer)[0]


def spans_in(
    texts: Sequence[str], languages: Sequence[str], pattern: Pattern, lemmatizer: Lemmatizer
) -> list[list[Span]]:
    """Return where a pattern meets each of many texts; as fast as `matches`.

    Args:
        texts: The texts.
        languages: "fi", "sv" or "en" for each text.
        pattern: The pattern; in texts of other languages than its own it meets nothing.
        lemmatizer: What gives words their dictionary forms.
    """
    found: list[list[Span]] = [[] for _ in texts]
    for lang, rows in _by_language(languages):
        met = _met([texts[row] for row in rows], lang, [pattern], lemmatizer)
        for row, each in zip(rows.tolist(), met, strict=True):
            found[row] = [span for _, span in each]
    return found


def why(text: str, language: str, theme: Theme, lemmatizer: Lemmatizer) -> list[tuple[str, Span]]:
    """Return which pattern of a theme, as it was written, met which words of a text, in the order of the text."""
    return _met([text], language, list(map(parse, theme.patterns)), lemmatizer)[0]


def _by_language(languages: Sequence[str]) -> Iterator[tuple[str, NDArray[np.intp]]]:
    written = np.array(languages, dtype=np.str_)
    for lang in dict.fromkeys(languages):
        yield lang, np.flatnonzero(written == lang)


def _met(
    texts: Sequence[str], lang: str, patterns: Sequence[Pattern], lemmatizer: Lemmatizer
) -> list[list[tuple[str, Span]]]:
    """For each text which pattern met it where."""
    spoken = [one for one in patterns if one.lang in (None, lang)]
    found: list[list[tuple[str, Span]]] = [[] for _ in texts]
    if not spoken:
        return found
    table = TokenTable(texts)
    lexicon = Lexicon(table.words, lang, lemmatizer, spoken)
    places: dict[int, list[tuple[int, int]]] = {}
    for one in spoken:
        met = [lexicon.met(element) for element in one.elements]
        starts = table.starts(met)
        for start, row in zip(starts.tolist(), table.text_of(starts).tolist(), strict=True):
            if row not in places:
                places[row] = [token.span() for token in TOKEN.finditer(texts[row])]
            at = places[row]
            first = start - (int(table.ends[row - 1]) if row else 0)
            lemma = " ".join(each[table.word_at(start + step)] for step, each in enumerate(met))
            found[row].append((one.source, Span(at[first][0], at[first + len(met) - 1][1], lemma)))
    for each in found:
        each.sort(key=lambda one: (one[1].start, one[1].end))
    return found
