"""Dictionary forms by libvoikko, where its Python package and its Finnish dictionary are installed."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Collection, Sequence
from typing import Any

from attrs import field, frozen

from verkosto.errors import MissingExtraError
from verkosto.themes._lemmatizer import Lemmatizer
from verkosto.themes._word_forms import Learner, WordForms

__all__ = ["Voikko"]

_MISSING = (
    "the lemmatizer 'voikko' needs libvoikko, its Finnish dictionary and the Python package 'libvoikko', and one of "
    "them is missing. They are under the GPL and no part of verkosto. On Debian and Ubuntu: apt install libvoikko1 "
    "voikko-fi, then pip install libvoikko. The lemmatizer 'simplemma' needs none of them."
)
# One handle serves all threads, and it is not said to be safe for several at a time.
_ANALYSING = threading.Lock()

# An action is a form of its verb to libvoikko: "tiedottamista" of "tiedottaa".
_ACTION = "MINEN-infinitive"
_NOUN = re.compile("(.*mi)(?:nen|s)")


@frozen(repr=False)
class Voikko:
    """The lemmatizer of libvoikko, for Finnish; words of other languages go to another lemmatizer.

    A word has as many dictionary forms as it has readings ("tilaa": "tila", "tilata"; nouns first).

    Attributes:
        others: The lemmatizer of words that are not Finnish, and of Finnish words that libvoikko does not know.

    Raises:
        MissingExtraError: The Python package, the library or the Finnish dictionary is not installed.
    """

    others: Lemmatizer = field(factory=WordForms)

    def __attrs_post_init__(self) -> None:
        _voikko()

    def __repr__(self) -> str:
        return f"<{self.name}>"

    @property
    def name(self) -> str:
        """The lemmatizer with its version, and that of the other languages."""
        return f"voikko {_voikko().getVersion()}, {self.others.name}"

    def knowing(self, words: Collection[str]) -> Voikko:
        """Return the lemmatizer whose lemmatizer of other words finds the forms of these."""
        return Voikko(self.others.knowing(words)) if isinstance(self.others, Learner) else self

    def lemmas(self, words: Sequence[str], lang: str) -> list[tuple[str, ...]]:
        """Return for each word its dictionary forms in lower case."""
        if lang != "fi":
            return [tuple(found) for found in self.others.lemmas(words, lang)]
        read = [tuple(dict.fromkeys(base for base, _ in _readings(word))) for word in words]
        unknown = iter(self.others.lemmas([word for word, found in zip(words, read, strict=True) if not found], lang))
        return [found or tuple(next(unknown)) for found in read]

    def parts(self, words: Sequence[str], lang: str) -> list[tuple[str, ...]]:
        """Return for each word the dictionary forms of its parts where it is a compound, else nothing."""
        if lang != "fi":
            return [tuple(found) for found in self.others.parts(words, lang)]
        return [_parts(word) for word in words]


@functools.cache
def _voikko() -> Any:
    try:
        import libvoikko
    except ImportError as missing:
        raise MissingExtraError(_MISSING) from missing
    try:
        return libvoikko.Voikko("fi")
    except (OSError, libvoikko.VoikkoException) as missing:
        raise MissingExtraError(_MISSING) from missing


def _readings(word: str) -> list[tuple[str, str]]:
    """The dictionary form and the structure of each reading, nouns first; the first spelling that is known counts.

    Words come in lower case: names are known with a capital, abbreviations in capitals ("EU").
    """
    for spelling in (word, word.capitalize(), word.upper()):
        with _ANALYSING:
            found = [one for one in _voikko().analyze(spelling) if "BASEFORM" in one]
        if found:
            read = [(_base(word, one), one["STRUCTURE"]) for one in sorted(found, key=_rank)]
            # "tiedottamista": the noun comes before the verb that it is made of.
            return [(noun, cut) for bases, cut in read for noun in bases]
    return []


def _rank(found: dict[str, str]) -> tuple[bool, int]:
    verb = (found.get("CLASS") == "teonsana" and found.get("MOOD") != _ACTION) or found.get("PARTICIPLE") == "agent"
    return verb, found["STRUCTURE"].count("=")


def _base(word: str, found: dict[str, str]) -> tuple[str, ...]:
    base = found["BASEFORM"].lower()
    noun = _NOUN.match(word) if found.get("MOOD") == _ACTION else None
    return (noun.group(1) + "nen", base) if noun else (base,)


def _parts(word: str) -> tuple[str, ...]:
    """The parts of the reading that is the most finely cut."""
    read = _readings(word)
    if not read:
        return ()
    base, structure = max(read, key=lambda one: one[1].count("="))
    sizes = [len(piece.replace("-", "")) for piece in structure.strip("=").split("=")]
    letters = base.replace("-", "")
    cuts = [sum(sizes[:n]) for n in range(len(sizes))]
    *heads, last = [letters[start:end] for start, end in zip(cuts, [*cuts[1:], None], strict=True)]
    return (*map(_head, heads), last) if heads and last else ()


def _head(head: str) -> str:
    if head.endswith("is") and any(base == head[:-1] + "nen" for base, _ in _readings(head[:-1] + "nen")):
        return head[:-1] + "nen"
    bases = [base for base, _ in _readings(head)]
    return head if head in bases or not bases else bases[0]
