"""Answers in one language as arrays of words, so that a pattern is looked for in all of them at once."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

from verkosto.themes._tokens import BREAK, TOKEN, key_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["TokenTable"]


_NO_WORD = 0


class _Numbers(dict[str, int]):
    """The number of each token, counted from 1 in the order in which they are met; equal keys have one number."""

    def __init__(self) -> None:
        self.keys_met: dict[str, int] = {}

    def __missing__(self, token: str) -> int:
        key = key_of(token)
        number = _NO_WORD if key == BREAK else self.keys_met.setdefault(key, len(self.keys_met) + 1)
        self[token] = number
        return number


class TokenTable:
    """The words of texts, one after the other.

    Attributes:
        words: The distinct keys.
        tokens: For each token 1 + its place in `words`, or 0 for what is no word.
        ends: For each text where its tokens end.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        """Cut texts into words."""
        numbers, tokens, ends = _Numbers(), list[int](), list[int]()
        for text in texts:
            tokens.extend(map(numbers.__getitem__, TOKEN.findall(text)))
            ends.append(len(tokens))
        self.words = list(numbers.keys_met)
        self.tokens: NDArray[np.int64] = np.array(tokens, dtype=np.int64)
        self.ends: NDArray[np.int64] = np.array(ends, dtype=np.int64)

    def word_at(self, token: int) -> int:
        """Return the place in `words` of a token that is a word."""
        return int(self.tokens[token]) - 1

    def text_of(self, tokens: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the text that each token is part of."""
        return np.asarray(np.searchsorted(self.ends, tokens, side="right"), dtype=np.int64)

    def starts(self, elements: Sequence[Collection[int]]) -> NDArray[np.int64]:
        """Return the tokens at which words follow one another that are met by the elements of a phrase.

        Args:
            elements: For each element of the phrase the words it meets, as places in `words`.
        """
        wanted = [np.fromiter(met, dtype=np.int64, count=len(met)) + 1 for met in elements]
        # Where its rarest word is not, a phrase is not.
        rarest = int(np.argmin([self._often[numbers].sum() for numbers in wanted]))
        found = self._at(wanted[rarest]) - rarest
        found = found[(found >= 0) & (found + len(wanted) <= len(self.tokens))]
        for step, numbers in enumerate(wanted):
            if step != rarest:
                found = found[np.isin(self.tokens[found + step], numbers)]
        within = self.text_of(found) == self.text_of(found + len(wanted) - 1)
        return np.asarray(found[within], dtype=np.int64)

    def _at(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        order, begins = self._order
        found = [order[begins[one] : begins[one + 1]] for one in numbers.tolist()]
        return np.sort(np.concatenate([np.zeros(0, np.int64), *found]))

    @functools.cached_property
    def _often(self) -> NDArray[np.int64]:
        return np.bincount(self.tokens, minlength=len(self.words) + 1)

    @functools.cached_property
    def _order(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The tokens sorted by their numbers, and where those of each number begin."""
        return np.argsort(self.tokens, kind="stable"), np.concatenate([[0], np.cumsum(self._often)])
