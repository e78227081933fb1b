"""Lexicon: the distinct words of answers in one language, and which of them an element of a pattern meets."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from verkosto.errors import OptionError
from verkosto.themes._lemmatizer import Lemmatizer
from verkosto.themes._patterns import Element, Kind, Pattern
from verkosto.themes._word_forms import Learner

__all__ = ["Lexicon"]

_ASKED = ("word", "first", "last", "part")
_LETTERS: dict[Kind, Callable[[str, str], bool]] = {
    "begins": str.startswith,
    "ends": str.endswith,
    "holds": str.__contains__,
}


class Lexicon:
    """The distinct words of answers in one language, with their dictionary forms.

    Each word goes to the lemmatizer once, and a second time for its parts if a pattern asks for parts.
    """

    def __init__(self, words: Sequence[str], lang: str, lemmatizer: Lemmatizer, patterns: Iterable[Pattern]) -> None:
        """Find the dictionary forms of words.

        Args:
            words: Keys of words, each once.
            lang: The language of their answers.
            lemmatizer: What gives dictionary forms and parts.
            patterns: All those whose elements will be asked for.

        Raises:
            OptionError: The lemmatizer does not give one tuple for each word.
        """
        asked = {one.key for each in patterns for one in each.elements if one.kind in _ASKED}
        self._engine = lemmatizer.knowing(sorted(asked)) if isinstance(lemmatizer, Learner) else lemmatizer
        self._lang = lang
        self._words = words
        self._lemmas = [found or (word,) for found, word in zip(self._given(words), words, strict=True)]
        self._met: dict[Element, dict[int, str]] = {}

    def met(self, element: Element) -> Mapping[int, str]:
        """Return the places in `words` of those that an element meets, each with the dictionary form that it met."""
        if element not in self._met:
            self._met[element] = dict(self._find(element))
        return self._met[element]

    def _find(self, element: Element) -> Iterator[tuple[int, str]]:
        match element.kind:
            case "exact":
                return self._named_first(self._by_word.get(element.key, ()))
            case "word":
                as_it_stands = self._named_first(self._by_word.get(element.key, ()))
                of_lemmas = ((place, one) for one in self._meant(element.key) for place in self._by_lemma.get(one, ()))
                return itertools.chain(as_it_stands, of_lemmas)
            case "begins" | "ends" | "holds":
                return self._by_letters(element.key, _LETTERS[element.kind])
            case _:
                index = self._by_part[element.kind]
                return self._named_first(
                    place for one in self._meant_parts(element.key) for place in index.get(one, ())
                )

    def _named_first(self, places: Iterable[int]) -> Iterator[tuple[int, str]]:
        return ((place, self._lemmas[place][0]) for place in places)

    def _by_letters(self, key: str, fits: Callable[[str, str], bool]) -> Iterator[tuple[int, str]]:
        for word, places in self._by_word.items():
            if fits(word, key):
                yield from self._named_first(places)
        # Last, for what is found last stays: a dictionary form that fits names the find better than the first one.
        for lemma, places in self._by_lemma.items():
            if fits(lemma, key):
                yield from ((place, lemma) for place in places)

    def _meant(self, key: str) -> tuple[str, ...]:
        """A word of a pattern is a dictionary form; one that is none ("avustukset") stands for its own."""
        lemmas = self._given([key])[0]
        return (key,) if key in lemmas else (key, *lemmas[:1])

    def _meant_parts(self, key: str) -> tuple[str, ...]:
        """A word that is a compound itself stands for its parts: "vertaistuki" in "vertaistukiryhmä"."""
        meant = self._meant(key)
        return tuple(dict.fromkeys((*meant, *map("".join, filter(None, self._given(meant, parts=True))))))

    @functools.cached_property
    def _by_word(self) -> dict[str, list[int]]:
        return _index((word,) for word in self._words)

    @functools.cached_property
    def _by_lemma(self) -> dict[str, list[int]]:
        return _index(self._lemmas)

    @functools.cached_property
    def _by_part(self) -> dict[Kind, dict[str, list[int]]]:
        parts = self._given(self._words, parts=True)
        first = [["".join(one[:end]) for end in range(1, len(one))] for one in parts]
        last = [["".join(one[start:]) for start in range(1, len(one))] for one in parts]
        every = [list(_joins(one)) for one in parts]
        return {"first": _index(first), "last": _index(last), "part": _index(every)}

    def _given(self, words: Sequence[str], *, parts: bool = False) -> list[tuple[str, ...]]:
        ask = self._engine.parts if parts else self._engine.lemmas
        given = [tuple(each) for each in ask(words, self._lang)] if words else []
        if len(given) != len(words):
            asked = "parts" if parts else "lemmas"
            raise OptionError(
                f"lemmatizer {self._engine.name!r}: `{asked}` gave {len(given)} results for {len(words)} words. "
                "Return one tuple for each word, in their order."
            )
        return given


def _index(keys: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, each in enumerate(keys):
        for key in dict.fromkeys(each):
            found.setdefault(key, []).append(place)
    return found


def _joins(parts: tuple[str, ...]) -> Iterator[str]:
    """Each part and each run of parts that is not the whole word."""
    size = len(parts)
    for start in range(size):
        yield from ("".join(parts[start:end]) for end in range(start + 1, size + 1) if end - start < size)
