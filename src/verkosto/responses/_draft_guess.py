"""What a column seems to be: the rules by which a codebook is drafted, each with its reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen

from verkosto import regions
from verkosto.errors import DateNotCoveredError
from verkosto.instruments import Option
from verkosto.responses._keys import fold
from verkosto.responses._numbers import parse_days, parse_numbers
from verkosto.responses._raw import Header, RawColumn

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

__all__ = ["Answers", "are_codes", "area_choice", "area_kind", "is_mostly", "percent", "seems_choice"]

_MOST = 0.95
_SENTENCE = 15
_AREAS = ("maakunta", "hyvinvointialue", "kunta")
_FEWEST_AREAS = 2
_AREA_WORD = r"{}(?:nne|nsa|si|koodi|numero)?\b"
_POSTCODES = ("postinumero", "postnummer", "postal code", "postcode", "zip code")


@frozen(eq=False, repr=False)
class Answers:
    """A column's distinct answers and how often each stands, white space left out.

    Attributes:
        header: Its header.
        texts: Distinct answers, in order of appearance.
        counts: How often each stands.
    """

    header: Header
    texts: tuple[str, ...]
    counts: NDArray[np.int64] = field()

    @classmethod
    def of(cls, header: Header, parts: Sequence[RawColumn]) -> Answers:
        """Count the answers of a column's chunks."""
        counter: Counter[str] = Counter()
        for part in parts:
            sums = np.bincount(part.codes[part.codes >= 0], minlength=len(part.values))
            for text, count in zip(part.values, sums.tolist(), strict=True):
                if text.strip():
                    counter[text.strip()] += count
        return cls(header, tuple(counter), np.array(list(counter.values()), dtype=np.int64))

    @property
    def filled(self) -> int:
        """Number of answers."""
        return int(self.counts.sum())

    def share(self, fits: Sequence[bool] | NDArray[np.bool_]) -> float:
        """Return the share of answers whose text fits."""
        return float(self.counts[np.asarray(fits, dtype=bool)].sum() / self.filled) if self.filled else 0.0

    def numeric(self) -> float:
        """Return the share of answers that are numbers."""
        return self.share(~np.isnan(parse_numbers(self.texts)))

    def dated(self) -> float:
        """Return the share of answers that are days."""
        return self.share(~np.isnat(parse_days(self.texts)))


def percent(share: float) -> str:
    """Write a share so that "100%" means all: `99.8%` where one cell of many differs."""
    return "100%" if share == 1 else f"{min(share, 0.999):.1%}"


def is_mostly(share: float) -> bool:
    """Tell whether a share is large enough to decide a column's kind; the rest become issues."""
    return share >= _MOST


def area_kind(answers: Answers, on: dt.date | None) -> tuple[str, str] | None:
    """Return the kind of area that nearly all answers name on a day (None: the newest), and the reason."""
    numeric = answers.share([text.isdigit() for text in answers.texts]) > 0.5
    title = fold(answers.header.text)
    named = [kind for kind in _AREAS if re.search(_AREA_WORD.format(kind), title)]
    # Small numbers could count anything: codes need the title's word for it.
    for kind in named if numeric else dict.fromkeys((*named, *_AREAS)):
        try:
            known = regions.answer_codes(kind, on=on)
        except DateNotCoveredError:
            continue
        share = answers.share([regions.normalise(text) in known for text in answers.texts])
        if is_mostly(share):
            return kind, f"{percent(share)} of the cells are codes or names of the kind {kind}"
    return None


def area_choice(options: Sequence[Option]) -> tuple[str, tuple[Option, ...]] | None:
    """Return the kind of area that the options of a choice are, and its other answers; None where they are none.

    The code and the label of an area mean the same one. Bare numbers without zeros before them could count anything.
    """
    for kind in _AREAS:
        codes = regions.answer_codes(kind)
        areas = [option for option in options if _area_of(option.code, codes) == _area_of(option.label.fi, codes) != ""]
        rest = tuple(option for option in options if option not in areas)
        told = any(o.label.fi != o.code or o.code.startswith("0") or not o.code.isdecimal() for o in areas)
        if told and len(areas) >= _FEWEST_AREAS and all(option.kind for option in rest):
            return kind, rest
    return None


def _area_of(text: str, codes: Mapping[str, str]) -> str:
    return codes.get(regions.normalise(text), "")


def are_codes(answers: Answers) -> bool:
    """Tell whether digits are a code and no number: some begin with 0, or the title says so."""
    if answers.share([text.isdigit() for text in answers.texts]) < _MOST:
        return False
    zeros = answers.share([text.startswith("0") and len(text) > 1 for text in answers.texts])
    return zeros > 1 - _MOST or any(word in fold(answers.header.text) for word in _POSTCODES)


def seems_choice(answers: Answers, *, most: int = 30) -> bool:
    """Tell whether distinct answers, at most so many, recur so often that they were chosen from a list."""
    distinct = len(answers.texts)
    if not 1 <= distinct <= most or max(map(len, answers.texts)) > 100:
        return False
    sentences = [len(text) > _SENTENCE and text.endswith((".", "!")) for text in answers.texts]
    if 2 * sum(sentences) > distinct:
        return False
    return answers.filled >= max(2 * distinct, 4) or (distinct <= 3 and answers.filled > distinct)
