"""Lemmatizer: what gives words their dictionary forms, and the parts of compounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

__all__ = ["Lemmatizer"]


@runtime_checkable
class Lemmatizer(Protocol):
    """Gives the dictionary forms of words.

    Anybody's class with these members will do; give an object of it as `lemmatizer=`. Words come in lower case, each
    once, with the language of the answer ("fi", "sv", "en"). Give back as many results as there were words, in their
    order. A word that is not known is its own dictionary form and has no parts.

    Example:
        >>> class Plain:
        ...     name = "plain 1"
        ...
        ...     def lemmas(self, words, lang):
        ...         return [(word.removesuffix("ssa"),) for word in words]
        ...
        ...     def parts(self, words, lang):
        ...         return [()] * len(words)
        >>> isinstance(Plain(), Lemmatizer), Plain().lemmas(["talossa"], "fi")
        (True, [('talo',)])
    """

    @property
    def name(self) -> str:
        """What the lemmatizer is called in results, with its version ("simplemma 2.0.0")."""
        ...

    def lemmas(self, words: Sequence[str], lang: str) -> Sequence[tuple[str, ...]]:
        """Return for each word its possible dictionary forms in lower case, the likeliest first, at least one."""
        ...

    def parts(self, words: Sequence[str], lang: str) -> Sequence[tuple[str, ...]]:
        """Return for each word the dictionary forms of its parts where it is a compound, else nothing."""
        ...
