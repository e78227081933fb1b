"""Names of a register in running text, in any form: one look-up for each word, however many names there are.

A name is looked for where a word of the text begins as it does; of the beginning of a word so much is compared as no
form changes. How a word inflects is asked of `inflected` once, for "Suomen" begins a thousand names and is one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Literal

from attrs import field, frozen

from verkosto.themes._inflection import beginning, inflected
from verkosto.themes._scrub_marks import Found, Kind
from verkosto.themes._scrub_words import words

__all__ = [
    "Name",
    "Names",
    "Run",
    "is_plain",
    "is_shouted",
    "organisation_names",
    "person_names",
    "runs_of",
    "starts_sentence",
]

_RUN = re.compile(r"[^\W_]+")
_TOKEN = re.compile(r"[^\W_]+(?:[^\w\s]{1,2}[^\W_]+){0,8}")
_BETWEEN = re.compile(r"[^\w\n]{1,5}|[ \t]*\n[ \t]*")
_SENTENCE = re.compile(r"[.!?…:;•·*\n\r\"“”„»«|–]\s*\Z|\[(?:\.\.\.|…)\]\s*\Z|(?:\A|\s)-\s*\Z")
_NEAR = 12
# A point that ends no sentence: after an initial and after what stands before names.
_SHORTENED = re.compile(
    r"(?<![^\W_])(?:[A-ZÅÄÖ]|v?pj|esim|mm|ns|ts|hra|rva|[Dd]r|[Mm]rs?|[Mm]s|tri|siht|vt|ent)\.[ ]?\Z"
)

# Legal forms after a name or before it; those after it may bear an ending ("ry:n").
_SUFFIX = re.compile(
    r",?[ ]+(?:r\.?[ ]?y\.?|r\.?[ ]?f\.?|sr|rs|oy|ab|oy ab|ay|ky|osk|ok|sf|ltd|inc)(?:\.?:[^\W\d_]{1,6})?(?![^\W_])",
    re.IGNORECASE,
)
_LEGAL = frozenset(
    {"ry", "r.y.", "r.y", "rf", "r.f.", "r.f", "sr", "rs", "oy", "ab", "ay", "ky", "osk", "ok", "sf", "ltd", "inc"}
)
_BRACKETED = re.compile(r"\(([^()]{2,40})\)")

_PLAIN_ENDINGS = frozenset({"", "n", "in", "lle", "lla", "llä", "lta", "ltä", "kin", "s"})
_VERB = re.compile(r"\w+(?:mme|tte|vat|vät|taan|tään)")
_SHORT, _SHORTEST = 4, 3
_LEAST_INITIALS = 3
_MOST_WORDS = 12
_MOST_MET = 50_000

Run = tuple[int, str]
Manner = Literal["whole", "part", "acronym", "guess"]
"""How a name is told: whole and in any case, one word by its capital, by capitals only, by capitals and in doubt."""


@frozen
class Name:
    """One name to look for.

    Attributes:
        words: Its words, without what stands between them.
        kind: What bears it.
        manner: How it is told from an ordinary word.
        rule: What marks of it say.
    """

    words: tuple[str, ...]
    kind: Kind
    manner: Manner
    rule: str


def person_names(name: str, rule: str) -> Iterator[Name]:
    """Yield the ways in which a person is named: first and last name in either order, and each of them alone."""
    last, comma, first = name.partition(",")
    parts = _words(f"{first} {last}" if comma else name)
    if not parts:
        return
    if len(parts) > 1:
        for whole in dict.fromkeys((parts, (parts[0], parts[-1]), (parts[-1], parts[0]), (parts[-1], *parts[:-1]))):
            yield Name(whole, "person", "whole", rule)
        # How names of accounts are made.
        yield Name(("".join(parts),), "person", "whole", rule)
    for part in dict.fromkeys(parts):
        if len(part) >= _SHORTEST:
            yield Name((part,), "person", "part", rule)


def organisation_names(name: str, rule: str, kind: Kind = "organisation") -> Iterator[Name]:
    """Yield the ways in which an organisation is named: without its legal form, by what brackets hold, by initials."""
    for alias in _BRACKETED.findall(name):
        yield from organisation_names(alias, rule, kind)
    parts = [word for word in _words(_BRACKETED.sub(" ", name)) if word.casefold() not in _LEGAL]
    if len(parts) > 1:
        yield Name(tuple(parts), kind, "whole", rule)
        if divided := _divided(parts[-1]):
            yield Name((*parts[:-1], divided), kind, "whole", rule)
    elif parts and parts[0].isupper() and len(parts[0]) > 1:
        yield Name((parts[0],), kind, "acronym", rule)
    elif parts and len(parts[0]) >= _SHORTEST:
        yield Name((parts[0],), kind, "part", rule)
        if divided := _divided(parts[0]):
            yield Name((divided,), kind, "part", rule)
    initials = "".join(word[0] for word in parts if len(word) > 1).upper()
    if len(parts) >= _LEAST_INITIALS and initials.isalpha():
        yield Name((initials,), kind, "guess", "initials")


def _words(name: str) -> tuple[str, ...]:
    found = (word.strip("\"'“”„’.,;:!?()[]") for word in name.split()[:_MOST_WORDS])
    return tuple(word for word in found if _RUN.match(word))


@lru_cache(maxsize=20_000)
def _form_of(word: str) -> re.Pattern[str]:
    # Texts are compared in lower case: to leave case to the expression makes it twice as slow to compile.
    # "Virtas-Matti" is how people speak of Matti Virtanen.
    joined = rf"|{re.escape(word[:-3].lower())}s(?=-)" if word.lower().endswith("nen") else ""
    return re.compile(rf"(?:{inflected(word)}{joined})(?![^\W_])")


@lru_cache(maxsize=20_000)
def _beginning(word: str) -> str:
    return beginning(word)


_Heads = dict[str, dict[str, list[Name]]]
"""First words of names; of each the names, by the letter that their second word begins with, "" for a single word."""


@frozen(eq=False, repr=False)
class Names:
    """Names by what they begin with.

    Attributes:
        by_beginning: For what all forms of a word begin with, the words and their names.
        longest: Length of the longest such beginning.
    """

    by_beginning: dict[str, _Heads]
    longest: int
    _met: dict[str, tuple[tuple[int, dict[str, list[Name]]], ...]] = field(factory=dict, init=False)

    @classmethod
    def of(cls, names: Iterable[Name]) -> Names:
        """Put names in order for a search; of two alike the first counts."""
        by_beginning: dict[str, _Heads] = {}
        every = {(tuple(map(str.casefold, name.words)), name.kind, name.manner): name for name in reversed(list(names))}
        for name in every.values():
            head, second = name.words[0], _beginning(name.words[1])[:1] if len(name.words) > 1 else ""
            heads = by_beginning.setdefault(_beginning(head), {})
            heads.setdefault(head.casefold(), {}).setdefault(second, []).append(name)
        return cls(by_beginning, max(map(len, by_beginning), default=0))

    def find(self, text: str, runs: Iterable[Run]) -> Iterator[Found]:
        """Yield every place where a name stands, as it is told from ordinary words; places may overlap.

        Args:
            text: A text with plain spaces and hyphens.
            runs: Where names may begin: all of `runs_of(text)`, or some.
        """
        if not self.by_beginning:
            return
        shouted, low = is_shouted(text), _lower(text)
        for start, token in runs:
            for length, names in self._headed(token):
                for name in _fitting(names, low, start + length):
                    end = _end_of(name, low, start + length)
                    if end is not None:
                        yield from _found(name, text, start, end, shouted=shouted)

    def _headed(self, token: str) -> tuple[tuple[int, dict[str, list[Name]]], ...]:
        """Return how long the first words of names are that a word begins with, and their names."""
        met = self._met.get(token)
        if met is None:
            if len(self._met) > _MOST_MET:
                self._met.clear()
            self._met[token] = met = tuple(self._tried(token))
        return met

    def _tried(self, token: str) -> Iterator[tuple[int, dict[str, list[Name]]]]:
        key = _lower(token)
        for length in range(min(len(key), self.longest) + 1):
            for head, names in self.by_beginning.get(key[:length], {}).items():
                if found := _form_of(head).match(key):
                    yield found.end(), names


def _lower(text: str) -> str:
    low = text.lower()
    # A letter or two of Turkish become longer.
    return low if len(low) == len(text) else "".join(sign.lower()[:1] for sign in text)


def runs_of(text: str) -> list[Run]:
    """Return every place of a text where a word or a part of one begins, with the word from there on."""
    runs: list[Run] = []
    for token in _TOKEN.finditer(text):
        written, (start, end) = token.group(), token.span()
        if written.isalnum():
            runs.append((start, written))
        else:
            runs += [(run.start(), text[run.start() : end]) for run in _RUN.finditer(text, start, end)]
    return runs


def _fitting(names: dict[str, list[Name]], text: str, end: int) -> Iterator[Name]:
    """Yield the names of one first word whose second word may stand in the text."""
    yield from names.get("", ())
    if len(names) > 1 or "" not in names:
        between = _BETWEEN.match(text, end)
        yield from () if between is None else names.get(text[between.end() : between.end() + 1], ())


def _end_of(name: Name, low: str, end: int) -> int | None:
    """Return where a name ends whose first word ends at a place; None where its other words do not follow."""
    for word in name.words[1:]:
        between = _BETWEEN.match(low, end)
        if between is None or not low.startswith(_beginning(word), between.end()):
            return None
        form = _form_of(word).match(low, between.end())
        if form is None:
            return None
        end = form.end()
    return end


def _found(name: Name, text: str, start: int, end: int, *, shouted: bool) -> Iterator[Found]:
    suffix = _SUFFIX.match(text, end) if name.kind == "organisation" else None
    certain = True if suffix else _is_told(name, text, start, end, shouted=shouted)
    if certain is not None:
        end = suffix.end() if suffix else end
        yield Found(start, end, name.kind, name.rule, certain=certain and name.manner != "guess")


def _is_told(name: Name, text: str, start: int, end: int, *, shouted: bool) -> bool | None:
    """Tell whether what stands there is the name: True, False where a person must decide, None where it is a word."""
    written = text[start:end]
    stem = written[: len(name.words[0])]
    if name.manner == "whole":
        return name.kind == "person" or any(sign.isupper() for sign in written)
    if name.manner in ("acronym", "guess"):
        return _is_acronym(stem, shouted=shouted)
    if name.kind == "organisation" and _divided(name.words[0]):
        # "Allergialiitto" is no ordinary word.
        return written[0].isupper() and not shouted
    if shouted or written[0].islower():
        return _is_told_small(name, written)
    if not starts_sentence(text, start):
        return True
    plain = is_plain(written, name.words[0])
    if not plain and written.casefold() in words("ordinary") and not _is_close(written, name.words[0]):
        # "Toinen" and "Ainoa" are words that begin sentences, though Toini and Aino could be inflected so.
        return None
    if name.kind == "place":
        return name.words[0].casefold() not in words("ordinary")
    if not plain and name.kind == "person" and _VERB.fullmatch(written):
        # "Toivomme" is what many answers begin with.
        return None
    return plain and name.kind == "person"


def _is_told_small(name: Name, written: str) -> bool | None:
    """Tell whether a word without a capital may be a name: False, or None where it is a word."""
    if len(name.words[0]) <= _SHORT:
        return None
    if name.kind == "place":
        return None if {written.casefold(), name.words[0].casefold()} & words("ordinary") else False
    told = name.rule == "own organisation" or name.kind != "organisation"
    return False if told and is_plain(written, name.words[0]) else None


@cache
def _divided(word: str) -> str:
    """Return a name that ends in what it is with a hyphen, "Allergia-liitto"; empty for one that does not."""
    key = word.casefold()
    long = (end for end in words("associations") if key.endswith(end) and len(key) - len(end) >= _SHORT)
    end = max(long, key=len, default="")
    return f"{word[: len(word) - len(end)].rstrip('-')}-{word[len(word) - len(end) :]}" if end else ""


def is_plain(written: str, name: str) -> bool:
    """Tell whether a name is as good as certain though no capital tells it: no word of its own, in a form of few."""
    key, stem = written.casefold(), name.casefold()
    return not {key, stem} & words("ordinary") and _is_close(written, name)


def _is_close(written: str, name: str) -> bool:
    """Tell whether a form shows its name: "Ainolle" is Aino's, "Ainoa" and "Toinen" are so by their letters alone."""
    key, stem = written.casefold(), name.casefold()
    return stem.endswith("nen") or (key.startswith(stem) and key[len(stem) :].lstrip(":'’") in _PLAIN_ENDINGS)


def _is_acronym(stem: str, *, shouted: bool) -> bool | None:
    """Tell whether letters are an abbreviation: HUS is one, "hus" is a word of Swedish."""
    if stem.isupper():
        return not shouted
    return False if len(stem) >= _SHORT else None


def starts_sentence(text: str, start: int) -> bool:
    """Tell whether a word begins a sentence, where a capital says nothing."""
    before = text[max(0, start - _NEAR) : start].rstrip("([\"'“”„»«")
    if not before.strip():
        return True
    return _SENTENCE.search(before) is not None and _SHORTENED.search(before) is None


def is_shouted(text: str) -> bool:
    """Tell whether a text is written in capitals, so that a capital says nothing."""
    upper = sum(map(str.isupper, text))
    return upper > _NEAR and upper > 2 * sum(map(str.islower, text))
