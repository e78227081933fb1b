"""Marking: what a coder says of answers enters a coding here, and every difference becomes a change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve

from verkosto.errors import CodingError, OptionError
from verkosto.themes._changes import Change, Mark
from verkosto.themes._marks import NO, UNCODED, YES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.themes._coding import Coding

    Marks = NDArray[np.int8]

__all__ = ["check_name", "decisions_of", "marked", "several", "with_coders"]

_WORDS: dict[int, Mark] = {YES: "yes", NO: "no", UNCODED: ""}


def with_coders(coding: Coding, coders: Sequence[str]) -> Coding:
    """Return the coding with some coders added who are not among its own, with nothing coded yet."""
    for coder in coders:
        check_name(coder)
    new = [coder for coder in dict.fromkeys(coders) if coder not in coding.coders]
    if not new:
        return coding
    blank = np.full((len(new), *coding.marks.shape[1:]), UNCODED, dtype=np.int8)
    return evolve(
        coding,
        coders=(*coding.coders, *new),
        marks=np.concatenate([coding.marks, blank]),
        pending=np.concatenate([coding.pending, blank]),
    )


def several(given: object, name: str) -> tuple[Any, ...]:
    """Return one name or several as a tuple.

    Raises:
        OptionError: It is neither; the message has the name of the argument.
    """
    if isinstance(given, str):
        return (given,)
    if not isinstance(given, Iterable):
        raise OptionError(f"{name}={given!r} is neither a name nor a list of names. Put names between [ and ].")
    return tuple(given)


def check_name(coder: object) -> None:
    """Refuse what is no name of a coder.

    Raises:
        CodingError: It is no text, or blank.
    """
    if not isinstance(coder, str) or not coder.strip():
        raise CodingError("a coder needs a name or a pseudonym as text. Write coder='A'.")


def decisions_of(coding: Coding, coder: str) -> Marks:
    """Return what a coder has decided, finished answers and others, shape (responses, themes); -1 is undecided."""
    if coder not in coding.coders:
        return np.full(coding.marks.shape[1:], UNCODED, dtype=np.int8)
    place = coding.coders.index(coder)
    return np.asarray(np.maximum(coding.marks[place], coding.pending[place]))


def marked(coding: Coding, coder: str, rows: NDArray[np.intp], marks: Marks, place: str | Sequence[str]) -> Coding:
    """Return the coding with what a coder says of some answers in place of what the coder said before.

    Args:
        coding: The coding; a coder whom it does not know is added.
        coder: Who.
        rows: Rows of the answers, each once.
        marks: What the coder says, shape (rows, themes): 1, 0 or -1. Where a row has both decided and undecided
            themes, the answer is not coded yet, and the decisions wait in `pending`.
        place: Where it came from, for all the changes or for each row.

    Raises:
        CodingError: A row has no answer to code.
    """
    without = ~coding.answers.answered[rows] & (marks != UNCODED).any(axis=1)
    if without.any():
        ids = [coding.answers.ids[row] for row in rows[without][:3]]
        listed = ", ".join(map(repr, ids))
        raise CodingError(f"{int(without.sum())} answers say nothing and cannot be coded ({listed}). Leave them out.")
    coding = with_coders(coding, [coder])
    at = coding.coders.index(coder)
    before = decisions_of(coding, coder)[rows]
    changes = _changes(coding, coder, rows, before, marks, place)
    whole = (marks != UNCODED).all(axis=1)[:, np.newaxis]
    new, pending = coding.marks.copy(), coding.pending.copy()
    new[at, rows] = np.where(whole, marks, UNCODED)
    pending[at, rows] = np.where(whole, UNCODED, marks)
    return evolve(coding, marks=new, pending=pending, changes=(*coding.changes, *changes))


def _changes(
    coding: Coding, coder: str, rows: NDArray[np.intp], before: Marks, after: Marks, place: str | Sequence[str]
) -> list[Change]:
    ids, themes = coding.answers.ids, coding.codebook.ids
    places = [place] * len(rows) if isinstance(place, str) else place
    proposed = np.zeros_like(before, dtype=bool) if coding.proposed is None else coding.proposed[rows] == YES
    # What was neither there before nor is there now was left out, and nobody said a word of it.
    told = (before != after) & ((before == YES) | (after == YES) | proposed)
    found = []
    for n, theme in np.argwhere(told).tolist():
        new = before[n, theme] == UNCODED and proposed[n, theme]
        earlier: Mark = "proposed" if new else _WORDS[before[n, theme].item()]
        change = Change(ids[rows[n]], coder, themes[theme], earlier, _WORDS[after[n, theme].item()], places[n])
        found.append((n, change))
    silently = ~told.any(axis=1) & ((before == NO).all(axis=1) != (after == NO).all(axis=1))
    for n in np.flatnonzero(silently).tolist():
        coded = bool((before[n] == NO).all())
        change = Change(ids[rows[n]], coder, "", "no" if coded else "", "" if coded else "no", places[n])
        found.append((n, change))
    return [change for _, change in sorted(found, key=lambda pair: pair[0])]
