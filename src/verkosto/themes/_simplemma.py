"""Dictionary forms by simplemma, with what its Finnish dictionary leaves out: compounds, endings, second readings."""

from __future__ import annotations

import functools
import importlib.metadata
import re
import threading
from collections.abc import Callable, Collection, Iterator, Sequence

from attrs import field, frozen

from verkosto.errors import MissingExtraError
from verkosto.themes._compounds import compound_lemma, split
from verkosto.themes._word_forms import WordForms

__all__ = ["Simplemma"]

_LOADING = threading.Lock()

# A clitic, then a possessive ending, and what stood before it: "kunnassakin", "järjestöjemme", "tiloissaan".
_CLITIC = re.compile("(?<=...)(?:kin|kaan|kään|ko|kö|kohan|köhän|han|hän|pa|pä)$")
_OWNER = re.compile("(?<=...)(?:ni|si|ns[aä]|mme|nne|(?<=a)an|(?<=ä)än|(?<=e)en)$")
_RESTORED = [("", ""), ("", "n"), ("kse", "ksi"), ("", "t")]

# Words of this field that the dictionary takes for forms of other, rarer words ("työ" for a dialect's "te").
_READINGS = {"työ": "työ"}


@functools.cache
def _dictionary() -> Callable[[str, str], str | None]:
    try:
        import simplemma
    except ImportError as missing:
        raise MissingExtraError.of("simplemma", "The lemmatizer 'simplemma'") from missing
    loaded: set[str] = set()

    def known(word: str, lang: str) -> str | None:
        if lang not in loaded:
            # Threads that come while a dictionary loads would load it once more each.
            with _LOADING:
                simplemma.is_known("a", lang=lang)
                loaded.add(lang)
        return simplemma.lemmatize(word, lang=lang).lower() if simplemma.is_known(word, lang=lang) else None

    return known


@frozen(repr=False)
class Simplemma:
    """The lemmatizer of the extra `simplemma`.

    A dictionary is loaded when its language is first met, once in a process (Finnish takes some seconds).

    Attributes:
        asked: The words of patterns. The dictionary has one reading for each form ("tilaa" is of "tilata"); a form of
            a word that is asked for is found beside it ("tilaa" is of "tila" too).

    Raises:
        MissingExtraError: simplemma is not installed.
    """

    asked: WordForms = field(factory=WordForms)
    _known: Callable[[str, str], str | None] = field(factory=_dictionary, init=False, eq=False)

    def __repr__(self) -> str:
        return f"<{self.name}>"

    @property
    def name(self) -> str:
        """The lemmatizer with its version."""
        return f"simplemma {importlib.metadata.version('simplemma')}"

    def knowing(self, words: Collection[str]) -> Simplemma:
        """Return the lemmatizer that finds the forms of these words among the second readings."""
        return Simplemma(WordForms(words))

    def lemmas(self, words: Sequence[str], lang: str) -> list[tuple[str, ...]]:
        """Return for each word its dictionary forms in lower case."""
        read = self._finnish if lang == "fi" else functools.partial(self._other, lang=lang)
        asked = self.asked.forms(words, lang)
        return [
            tuple(dict.fromkeys((read(word), *(each for each in second if each != word))))
            for word, second in zip(words, asked, strict=True)
        ]

    def parts(self, words: Sequence[str], lang: str) -> list[tuple[str, ...]]:
        """Return for each word the dictionary forms of its parts where it is a compound, else nothing."""
        if lang != "fi":
            return self.asked.parts(words, lang)
        hopeful = (not self.asked.asked or self.asked.may_hold(word, lang) for word in words)
        return [split(word, self._read) if hope else () for word, hope in zip(words, hopeful, strict=True)]

    def _other(self, word: str, lang: str) -> str:
        return self._look_up(word, lang) or self._look_up(_without_colon(word), lang) or _without_colon(word)

    def _finnish(self, word: str) -> str:
        word = _without_colon(word)
        if read := self._read(word):
            return read
        head, hyphen, last = word.rpartition("-")
        if hyphen and last:
            return f"{head}-{self._finnish(last)}"
        return compound_lemma(word, self._read) or _guess(word)

    def _read(self, word: str) -> str | None:
        """The dictionary form of a word, as it stands or without its last endings; None for one that is unknown."""
        return next((found for form in _bared(word) if (found := self._look_up(form, "fi"))), None)

    def _look_up(self, word: str, lang: str) -> str | None:
        return _READINGS.get(word) or self._known(word, lang)


def _guess(word: str) -> str:
    """The dictionary form of an unknown word by its ending."""
    import simplemma

    return simplemma.lemmatize(word, lang="fi").lower()


def _without_colon(word: str) -> str:
    return word.partition(":")[0]


def _bared(word: str) -> Iterator[str]:
    """A word, then without what may hang on its end."""
    yield word
    bare = _CLITIC.sub("", word)
    if bare != word:
        yield bare
    owned = _OWNER.sub("", bare)
    if owned != bare:
        for end, restored in _RESTORED:
            if owned.endswith(end):
                yield owned.removesuffix(end) + restored
