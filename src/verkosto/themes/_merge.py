"""Merge: one coding of two that people made apart."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from attrs import evolve

from verkosto.errors import CodingError, OptionError
from verkosto.issues import Issue
from verkosto.themes._marking import marked, with_coders
from verkosto.themes._marks import UNCODED

if TYPE_CHECKING:
    from verkosto.themes._coding import Coding

__all__ = ["merge"]

_KEEP = ("both", "first", "last")

Some = TypeVar("Some", bound=Hashable)


def merge(coding: Coding, other: Coding, keep: str) -> Coding:
    """Do what `Coding.merge` says."""
    if keep not in _KEEP:
        raise OptionError(f"keep must be one of {', '.join(map(repr, _KEEP))}, not {keep!r}.")
    _check_alike(coding, other)
    coding = evolve(
        with_coders(coding, other.coders),
        proposed=other.proposed if coding.proposed is None else coding.proposed,
        lemmatizer=other.lemmatizer if coding.proposed is None else coding.lemmatizer,
        changes=_joined(coding.changes, other.changes),
        comments=_joined(coding.comments, other.comments),
        issues=_joined(coding.issues, other.issues),
    )
    for place, coder in enumerate(other.coders):
        own = coding.coders.index(coder)
        theirs = other.marks[place]
        differ = np.flatnonzero(
            coding.coded[own] & other.coded[place] & (coding.marks[own] != theirs).any(axis=1),
        )
        if keep == "last":
            coding = marked(coding, coder, differ, theirs[differ], "merge")
        elif keep == "both":
            issues = (_issue(coding, coder, row) for row in differ.tolist())
            coding = evolve(coding, issues=(*coding.issues, *issues))
        coding = _filled(coding, own, other, place)
    return coding


def _filled(coding: Coding, own: int, other: Coding, place: int) -> Coding:
    """Take what the other coding has of a coder and this one has not; its changes are traced there."""
    marks, pending = coding.marks.copy(), coding.pending.copy()
    new = ~coding.coded[own] & other.coded[place]
    begun = ~coding.coded[own] & ~other.coded[place] & (pending[own] == UNCODED).all(axis=1)
    marks[own, new] = other.marks[place, new]
    pending[own, new] = UNCODED
    pending[own, begun] = other.pending[place, begun]
    return evolve(coding, marks=marks, pending=pending)


def _joined(first: Sequence[Some], later: Sequence[Some]) -> tuple[Some, ...]:
    known = set(first)
    return (*first, *(one for one in later if one not in known))


def _check_alike(coding: Coding, other: Coding) -> None:
    if not isinstance(other, type(coding)):
        raise CodingError(f"a coding merges with another coding, not with a {type(other).__name__}.")
    if coding.answers.question != other.answers.question or coding.answers.ids != other.answers.ids:
        raise CodingError("these are codings of other answers. Merge codings of the same question and responses.")
    if any(coding.answers.text(row) != other.answers.text(row) for row in range(len(coding.answers))):
        raise CodingError("the answers of the two codings differ though their ids agree. Read both from one source.")
    if coding.codebook != other.codebook:
        msg = "these are codings by two codebooks, or by two editions of one. Bring one to the other with `recode`."
        raise CodingError(msg)


def _issue(coding: Coding, coder: str, row: int) -> Issue:
    where = f"answer {coding.answers.ids[row]}, coder {coder}"
    return Issue(None, where, coding.answers.question, None, "conflicting_value")
