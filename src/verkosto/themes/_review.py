"""Review: a person accepts, rejects or sets themes of answers, one by one or many at once."""

from __future__ import annotations

import numbers
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from verkosto.errors import CodingError, did_you_mean
from verkosto.text import check_language
from verkosto.themes._marking import decisions_of, marked
from verkosto.themes._marks import NO, UNCODED, YES
from verkosto.themes._theme import Theme

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.themes._coding import Coding

__all__ = ["clear", "left", "places_of", "review", "row_of", "rows_of", "set_themes"]

Named = str | int | Iterable[str | int]

_WORDS = {YES: "accept", NO: "reject"}


def review(
    coding: Coding,
    coder: str,
    value: int,
    *,
    answers: Named | None,
    themes: str | Iterable[str] | None,
    language: str | None,
) -> Coding:
    """Do what `Coding.accept` (value 1) and `Coding.reject` (0) say."""
    if coding.proposed is None:
        msg = "nothing was proposed for these answers. Begin with `themes.propose`, or code them with `set`."
        raise CodingError(msg)
    rows = _in_language(coding, rows_of(coding, answers), language)
    before = decisions_of(coding, coder)[rows]
    proposed = coding.proposed[rows] == YES
    wanted = proposed & np.isin(np.arange(len(coding.codebook)), places_of(coding, themes))
    if answers is None:
        wanted &= before == UNCODED
    after = np.where(wanted, np.int8(value), before)
    touched = wanted.any(axis=1)
    if value == YES and themes is None:
        # Whole answers: what is not proposed is accepted as not being there.
        touched = np.ones(len(rows), dtype=bool) if answers is not None else (before == UNCODED).any(axis=1)
        after = coding.proposed[rows] if answers is not None else after
    open_ = (after == UNCODED) & proposed
    done = touched & ~open_.any(axis=1)
    after = np.where(done[:, np.newaxis] & (after == UNCODED), np.int8(NO), after).astype(np.int8)
    return marked(coding, coder, rows[touched], after[touched], _WORDS[value])


def set_themes(coding: Coding, coder: str, answer: Named, themes: str | Iterable[str]) -> Coding:
    """Do what `Coding.set` says."""
    rows = rows_of(coding, answer)
    marks = np.zeros((len(rows), len(coding.codebook)), dtype=np.int8)
    # Elsewhere None means all themes; whoever sets None means that there are none, or made a slip.
    if themes is None:
        raise CodingError("set names the themes of an answer. Give a list of ids; [] says that it bears none.")
    marks[:, places_of(coding, themes)] = YES
    return marked(coding, coder, rows, marks, "set")


def clear(coding: Coding, coder: str, answers: Named | None) -> Coding:
    """Do what `Coding.clear` says."""
    _check_coder(coding, coder)
    rows = rows_of(coding, answers)
    blank = np.full((len(rows), len(coding.codebook)), UNCODED, dtype=np.int8)
    return marked(coding, coder, rows, blank, "clear")


def left(coding: Coding, coder: str | None) -> tuple[str, ...]:
    """Do what `Coding.left` says."""
    if coder is None:
        coded = coding.coded.any(axis=0)
    else:
        _check_coder(coding, coder)
        coded = coding.coded[coding.coders.index(coder)]
    return tuple(coding.answers.ids[row] for row in np.flatnonzero(coding.answers.answered & ~coded).tolist())


def row_of(coding: Coding, answer: object) -> int:
    """Return the row of an answer by its id.

    Raises:
        CodingError: There is none; the message names the nearest.
    """
    # A number may come from a table in which ids look like numbers; a truth value is no id.
    whole = isinstance(answer, numbers.Integral) and not isinstance(answer, bool)
    return coding.answers.row_of(str(answer) if whole else answer)


def rows_of(coding: Coding, answers: Named | None) -> NDArray[np.intp]:
    """Return the rows of answers that are named, each once, or of all that can be coded.

    Raises:
        CodingError: No such answer, or one that says nothing.
    """
    if answers is None:
        return np.flatnonzero(coding.answers.answered)
    listed = [answers] if isinstance(answers, str) or not isinstance(answers, Iterable) else list(answers)
    rows = np.array(list(dict.fromkeys(row_of(coding, one) for one in listed)), dtype=np.intp)
    silent = rows[~coding.answers.answered[rows]]
    if len(silent):
        ids = ", ".join(repr(coding.answers.ids[row]) for row in silent[:3].tolist())
        raise CodingError(f"{len(silent)} of the answers say nothing and cannot be coded ({ids}). Leave them out.")
    return rows


def places_of(coding: Coding, themes: str | Iterable[str] | None) -> list[int]:
    """Return the places of themes that are named by id, or of all.

    Raises:
        UnknownThemeError: No such theme.
        CodingError: A heading, with which nothing is coded.
    """
    ids = coding.codebook.ids
    if themes is None:
        return list(range(len(ids)))
    if isinstance(themes, Theme) or not isinstance(themes, Iterable):
        raise CodingError(f"themes are named by id, not by a {type(themes).__name__}. Give for instance ['tilat'].")
    listed = [themes] if isinstance(themes, str) else list(themes)
    for theme in map(coding.codebook.__getitem__, listed):
        if not theme.codable:
            msg = f"theme {theme.id!r} is a heading, with which nothing is coded. Name one of its parts."
            raise CodingError(msg)
    return [ids.index(one) for one in listed]


def _in_language(coding: Coding, rows: NDArray[np.intp], language: str | None) -> NDArray[np.intp]:
    if language is None:
        return rows
    of_text = np.array(coding.answers.languages, dtype=object)
    return np.asarray(rows[of_text[coding.answers.codes[rows]] == check_language(language)])


def _check_coder(coding: Coding, coder: str) -> None:
    if coder not in coding.coders:
        known = ", ".join(map(repr, coding.coders)) or "nobody yet"
        raise CodingError(f"there is no coder {coder!r}.{did_you_mean(coder, coding.coders)} Coders: {known}.")
