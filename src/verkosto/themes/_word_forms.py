"""The fallback without a dictionary: forms of the words that are asked for are told by their inflection."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Protocol, runtime_checkable

from attrs import field, frozen

from verkosto.themes._compounds import may_be_part
from verkosto.themes._inflection import beginning, inflected
from verkosto.themes._lemmatizer import Lemmatizer
from verkosto.themes._stems import stems_of

__all__ = ["Learner", "WordForms"]

# Swedish and English nouns, adjectives and verbs of the usual kinds; the last vowel of the word may give way.
_SWEDISH = "(?:[aeot]|ar|er|or|na?|en|et|t|arna|erna|orna|ande|ade|ad|at|are)?s?"
_ENGLISH = "(?:s|es|ies|ed|d|ing|'s|s')?"
_LETTERS = 2
_SHORTEST = 3
_LONGEST = 60


@runtime_checkable
class Learner(Protocol):
    """A lemmatizer that can be told which words are asked for."""

    def knowing(self, words: Collection[str]) -> Lemmatizer:
        """Return the lemmatizer that looks for the forms of these words too."""
        ...


def _unique(words: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


@frozen(repr=False)
class WordForms:
    """A lemmatizer that knows the words of patterns and how they are inflected, and nothing else.

    Attributes:
        asked: The words whose forms it finds, in lower case; `matches` and the like tell it those of their patterns.

    Example:
        >>> WordForms(["verkosto", "toiminta"]).lemmas(["verkostoissamme", "kissa"], "fi")
        [('verkosto', 'verkostoissamme'), ('kissa',)]
        >>> WordForms(["toiminta"]).parts(["vapaaehtoistoiminnan"], "fi")
        [('vapaaehtoinen', 'toiminta')]
    """

    asked: tuple[str, ...] = field(default=(), converter=_unique)

    def __repr__(self) -> str:
        return f"<{self.name}>"

    @property
    def name(self) -> str:
        """Its name; it has no version of its own."""
        return "words"

    def knowing(self, words: Collection[str]) -> WordForms:
        """Return the lemmatizer that finds the forms of these words."""
        return WordForms(words)

    def lemmas(self, words: Sequence[str], lang: str) -> list[tuple[str, ...]]:
        """Return for each word those asked for that it is a form of, then the word itself."""
        return [_unique((*found, word)) for found, word in zip(self.forms(words, lang), words, strict=True)]

    def forms(self, words: Sequence[str], lang: str) -> list[tuple[str, ...]]:
        """Return for each word those asked for that it is a form of."""
        by_letters: dict[str, list[tuple[str, str, re.Pattern[str]]]] = {}
        for asked in self.asked:
            start, form = _form(asked, lang)
            by_letters.setdefault(start[:_LETTERS], []).append((asked, start, form))
        short = [each for letters, found in by_letters.items() if len(letters) < _LETTERS for each in found]
        return [
            tuple(
                asked
                for asked, start, form in (*by_letters.get(word[:_LETTERS], ()), *short)
                if word.startswith(start) and form.fullmatch(word)
            )
            for word in words
        ]

    def parts(self, words: Sequence[str], lang: str) -> list[tuple[str, ...]]:
        """Return for each word the parts that are asked for, and what stands beside them as it stands."""
        wanted = sorted((asked for asked in self.asked if len(asked) >= _SHORTEST), key=len, reverse=True)
        known = [_Asked(asked, *_form(asked, lang), tuple(_heads(asked, lang))) for asked in wanted]
        return [_parts(word, known) if len(word) <= _LONGEST else () for word in words]

    def may_hold(self, word: str, lang: str) -> bool:
        """Tell whether a word may have a part that is asked for: a quick look before a slow one."""
        return _letters(self.asked, lang).search(word) is not None


@functools.lru_cache(maxsize=4096)
def _form(word: str, lang: str) -> tuple[str, re.Pattern[str]]:
    """The letters with which all forms of a word begin, and the expression of the forms."""
    if lang == "fi":
        *firsts, last = word.split("-")
        return "-".join([*firsts, beginning(last)]), re.compile(inflected(word))
    endings, dropped = (_SWEDISH, "[ae]$") if lang == "sv" else (_ENGLISH, "[ey]$")
    start = re.sub(dropped, "", word) if len(word) > _SHORTEST else word
    return start, re.compile(rf"{re.escape(start)}(?:{re.escape(word[len(start) :])})?{endings}")


def _heads(word: str, lang: str) -> Iterator[str]:
    """How a word stands at the beginning of a compound: "järjestö-", "järjestön-", "järjestöjen-", "vapaaehtois-"."""
    yield word
    if lang != "fi":
        yield word + "s"
        return
    if word.endswith("nen"):
        yield word[:-3] + "s"
    stems = stems_of(word)
    yield from (stem + "n" for stem in stems.vowel)
    yield from (stem + ending for stem in stems.plural for ending in ("jen", "ien", "iden"))
    yield from (stem + "ten" for stem in stems.consonant)


@functools.lru_cache(maxsize=64)
def _letters(words: tuple[str, ...], lang: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(start) for start, _ in (_form(word, lang) for word in words)) or "(?!)")


@frozen
class _Asked:
    """A word that is asked for, as it may stand in a compound.

    Attributes:
        word: The word.
        start: The letters with which its forms begin.
        form: The expression of its forms, in which it may be the last part.
        heads: Its forms before another part.
    """

    word: str
    start: str
    form: re.Pattern[str]
    heads: tuple[str, ...]


def _parts(word: str, known: Sequence[_Asked]) -> tuple[str, ...]:
    near = [one for one in known if one.start in word]
    if not near:
        return ()
    pieces = [piece for piece in word.split("-") if piece]
    if len(pieces) > 1:
        return tuple(part for piece in pieces for part in _parts(piece, near) or (_whole(piece, near),))
    return () if _form_of(word, near) else _by_last(word, near) or _by_head(word, near)


def _by_last(word: str, near: Sequence[_Asked]) -> tuple[str, ...]:
    for one in near:
        place = word.rfind(one.start, _SHORTEST)
        head = word[: max(place, 0)]
        if may_be_part(head) and one.form.fullmatch(word[place:]):
            return (*(_by_head(head, near) or (_whole(head, near),)), one.word)
    return ()


def _by_head(word: str, near: Sequence[_Asked]) -> tuple[str, ...]:
    forms = [(head, one.word) for one in near for head in one.heads if head in word]
    for head, asked in sorted(forms, key=lambda each: -len(each[0])):
        before, _, rest = word.partition(head)
        if (not before or may_be_part(before)) and may_be_part(rest, last=True):
            first = (before,) if before else ()
            return (*first, asked, *(_by_head(rest, near) or (_whole(rest, near),)))
    return ()


def _whole(part: str, near: Sequence[_Asked]) -> str:
    head = next((one.word for one in near if part in one.heads), None)
    return head or _form_of(part, near) or (part[:-1] + "nen" if part.endswith("is") else part)


def _form_of(word: str, near: Sequence[_Asked]) -> str | None:
    return next((one.word for one in near if word.startswith(one.start) and one.form.fullmatch(word)), None)
