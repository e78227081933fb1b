"""Choosing excerpts: short and typical answers of a theme, from all groups, one of each association."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, field, frozen

from verkosto.errors import OptionError
from verkosto.themes._excerpt import Excerpt
from verkosto.themes._excerpt_changes import Alteration
from verkosto.themes._excerpt_groups import Groups
from verkosto.themes._marks import YES
from verkosto.themes._scrub import Scrubber

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.themes._coding import Coding

__all__ = ["excerpts"]

MAX_LENGTH = 300
_SHORTEST = 15


def excerpts(
    coding: Coding,
    theme: str | None = None,
    *,
    scrubber: Scrubber | None = None,
    group: str | None = None,
    max_length: int = MAX_LENGTH,
    n: int | None = None,
    seed: int = 0,
) -> tuple[Excerpt, ...]:
    """Do what `Coding.excerpts` says."""
    for name, number in (("max_length", max_length), ("n", 1 if n is None else n)):
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:
            raise OptionError(f"{name} is a positive integer, not {number!r}.")
    given: object = scrubber
    if not isinstance(given, Scrubber | None):
        raise OptionError(f"scrubber is a themes.Scrubber, not a {type(given).__name__}.")
    known = (Scrubber() if scrubber is None else scrubber).knowing(coding.survey)
    asked = coding.codebook.ids if theme is None else (coding.codebook[theme].id,)
    groups = None if group is None else Groups.of(coding.survey, group)
    chosen: dict[int, tuple[str, ...]] = {}
    once, shares = _Once.of(coding, known), _shares(coding)
    for one in asked:
        ranked = _ranked(coding, one, shares, max_length, seed)
        for row in itertools.islice(once.rows(ranked if groups is None else _in_turn(ranked, groups)), n):
            chosen[row] = (*chosen.get(row, ()), one)
    ids = coding.answers.ids
    found = (Excerpt.of(coding, ids[row], themes=themes, scrubber=known) for row, themes in chosen.items())
    return tuple(one if groups is None else _grouped(one, groups, coding.answers.places[one.answer]) for one in found)


def _grouped(excerpt: Excerpt, groups: Groups, row: int) -> Excerpt:
    """Return an excerpt with its group, where enough associations are in it."""
    group, bases = groups.at(row), excerpt.scrubber.bases
    if group is None or bases is None or bases.units(group.rows) < excerpt.scrubber.min_count:
        return excerpt
    return evolve(excerpt, group=group, done=(*excerpt.edits, Alteration("group")))


def _ranked(coding: Coding, theme: str, shares: NDArray[np.float64], max_length: int, seed: int) -> list[int]:
    """Return the rows of a theme: those first on which coders agree, that speak of little else, and that are short."""
    share, answers = shares[:, coding.codebook.ids.index(theme)], coding.answers
    others = shares.sum(axis=1) - share
    shuffled = random.Random(f"{seed}/{theme}")  # noqa: S311 - nothing is kept secret by it
    ranked = []
    for row in np.flatnonzero(answers.answered & (share > 0)).tolist():
        length = len((answers.text(row) or "").strip())
        if length <= max_length:
            ranked.append((-share[row], others[row], length < _SHORTEST, length // 100, shuffled.random(), row))
    return [key[-1] for key in sorted(ranked)]


def _shares(coding: Coding) -> NDArray[np.float64]:
    """Return for each row and theme the share of coders that found it; what was proposed where nobody has coded."""
    if coding.coded.any() or coding.proposed is None:
        coders = np.maximum(coding.coded.sum(axis=0), 1)[:, np.newaxis]
        return np.asarray((coding.marks == YES).sum(axis=0) / coders)
    return np.asarray(coding.proposed == YES, dtype=np.float64)


@frozen(eq=False, repr=False)
class _Once:
    """Lets no association and no wording come twice.

    Attributes:
        texts: The text of each row, as a number.
        units: The association of each row, less than 0 where it is not known; None where each row is its own.
        taken: Which row has each that came.
    """

    texts: NDArray[np.int64]
    units: NDArray[np.int64] | None
    taken: dict[tuple[str, int], int] = field(factory=dict)

    @classmethod
    def of(cls, coding: Coding, scrubber: Scrubber) -> _Once:
        return cls(coding.answers.codes, None if scrubber.bases is None else scrubber.bases.unit)

    def rows(self, rows: Iterable[int]) -> Iterator[int]:
        for row in rows:
            keys = [("text", int(self.texts[row]))]
            if self.units is not None and self.units[row] >= 0:
                keys.append(("unit", int(self.units[row])))
            if all(self.taken.get(key, row) == row for key in keys):
                self.taken.update(dict.fromkeys(keys, row))
                yield row


def _in_turn(rows: Iterable[int], groups: Groups) -> Iterator[int]:
    """Yield the best of each group, then the second best of each."""
    piles: dict[int, list[int]] = {}
    for row in rows:
        piles.setdefault(int(groups.codes[row]), []).append(row)
    for turn in itertools.zip_longest(*piles.values()):
        yield from (row for row in turn if row is not None)
