"""Words of claims: the patterns of one language, made from `claim_words.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from attrs import frozen

from verkosto.errors import OptionError, did_you_mean
from verkosto.text import LANGUAGES

__all__ = ["DIGITS", "TOLERANCES", "Words", "allowed", "language_of", "words"]

DIGITS = r"\d+(?:[.,]\d+)?"
_SMALL = r"\d{1,2}"
_LEAST_OF = r"10|[2-9]"


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("verkosto.reporting").joinpath("claim_words.toml").read_text("utf-8"))


TOLERANCES: Mapping[str, float] = MappingProxyType({k: float(v) for k, v in _data()["tolerances"].items()})
"""What a verbal form allows, by name: percentage points, but for `of_least`, `count` and `times`, which are shares."""


def allowed(given: Mapping[str, float] | None) -> Mapping[str, float]:
    """Return the tolerances with those that were given in place of the usual ones.

    Raises:
        OptionError: There is no tolerance of that name, or it is no number from 0 up.
    """
    for name, value in (given or {}).items():
        if name not in TOLERANCES:
            hint = did_you_mean(name, TOLERANCES)
            raise OptionError(f"No tolerance {name!r}.{hint} They are {', '.join(TOLERANCES)}.")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
            raise OptionError(
                f"tolerance {name} is {value!r}. Give a number from 0 to 100, such as {TOLERANCES[name]:g}."
            )
    return {**TOLERANCES, **(given or {})}


@frozen(eq=False)
class Words:
    """The patterns of a language.

    Attributes:
        data: Its part of the data file.
        fractions: Pairs of a template's name and its pattern.
        modifiers: What stands before a number, the name of its mode and the pattern.
        bands: Shares without a number, such as a majority, in the order in which they are looked for.
        times: Pairs of a ratio and its pattern; None where the number stands in the words.
        comparisons: Kinds of comparison and their patterns, in the order in which they are looked for.
        ranks: Places behind the first, such as "toiseksi yleisin", and their patterns.
        bases: Bases that a sentence names.
    """

    data: Mapping[str, Any]
    fractions: tuple[tuple[str, re.Pattern[str]], ...]
    modifiers: tuple[tuple[str, re.Pattern[str]], ...]
    bands: tuple[tuple[str, re.Pattern[str]], ...]
    times: tuple[tuple[Fraction | None, re.Pattern[str]], ...]
    comparisons: tuple[tuple[str, re.Pattern[str]], ...]
    ranks: tuple[tuple[int, str, re.Pattern[str]], ...]
    bases: tuple[tuple[str, re.Pattern[str]], ...]

    def word(self, name: str) -> re.Pattern[str]:
        """Return the pattern of a single entry, such as "mean"; one that never fits where it is empty."""
        return _whole(self.data[name]) if self.data[name] else _NOTHING

    def value(self, kind: str, text: str) -> int:
        """Return what a number, part or ordinal counts; digits count themselves."""
        digits = re.match(r"\d+", text)
        if digits:
            return int(digits.group())
        patterns = self.data[kind].items()
        return next(int(count) for count, pattern in patterns if re.fullmatch(pattern, text, re.IGNORECASE))


_NOTHING = re.compile(r"(?!)")


@cache
def words(lang: str) -> Words:
    """Return the words of a language."""
    data = _data()[lang]
    blanks = {"number": _named(data, "number", _SMALL), "of": _named(data, "of", _LEAST_OF)}
    blanks |= {"part": _named(data, "part"), "ordinal": _named(data, "ordinal"), "digits": f"(?P<digits>{DIGITS})"}
    blanks["of"] = blanks["of"] if lang != "fi" else _named(data, "of", rf"(?:{_LEAST_OF}):st[aä]")
    return Words(
        data=data,
        fractions=tuple((name, _filled(text, blanks)) for name, text in data["templates"].items()),
        modifiers=tuple((name, _before(text)) for name, text in data["modifiers"].items()),
        bands=tuple(_patterns(data["bands"])),
        times=tuple(_ratios(data["times"], blanks)),
        comparisons=tuple(_patterns(data["comparisons"])),
        ranks=tuple(
            (int(rank), mode, _whole(f"(?:{text})[ -](?:{data['comparisons'][mode]})"))
            for rank, text in data["rank"].items()
            for mode in ("largest", "smallest")
        ),
        bases=tuple(_patterns(data["base"])),
    )


def language_of(text: str) -> str:
    """Return the language that most words of a sentence speak for; Finnish where none does."""
    hits = {lang: len(_whole(_data()[lang]["markers"]).findall(text)) for lang in LANGUAGES}
    return max(hits, key=lambda lang: hits[lang])


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


def _before(pattern: str) -> re.Pattern[str]:
    """Return a pattern of words that end where a number begins."""
    return re.compile(rf"(?<!\w)(?:{pattern})\s+(?:the |en |ett |a |an )?$", re.IGNORECASE)


def _named(data: Mapping[str, Any], kind: str, more: str | None = None) -> str:
    patterns = [*data[kind].values(), *([] if more is None else [more])]
    return f"(?P<{kind}>{'|'.join(patterns)})"


def _filled(template: str, blanks: Mapping[str, str]) -> re.Pattern[str]:
    for name, pattern in blanks.items():
        template = template.replace(f"{{{name}}}", pattern)
    return _whole(template)


def _patterns(data: Mapping[str, str]) -> Iterator[tuple[str, re.Pattern[str]]]:
    return ((name, _whole(pattern)) for name, pattern in data.items())


def _ratios(data: Mapping[str, str], blanks: Mapping[str, str]) -> Iterator[tuple[Fraction | None, re.Pattern[str]]]:
    return (
        (None if ratio in ("words", "digits") else Fraction(ratio), _filled(text, blanks))
        for ratio, text in data.items()
    )
