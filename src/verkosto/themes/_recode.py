"""Recode: a coding moves to a newer edition of its codebook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve

from verkosto.errors import CodingError
from verkosto.themes._changes import Change
from verkosto.themes._codebook import Codebook, check_codebook
from verkosto.themes._marking import several
from verkosto.themes._marks import NO, UNCODED, YES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.themes._coding import Coding

    Marks = NDArray[np.int8]

__all__ = ["recode"]


def recode(coding: Coding, codebook: Codebook, drop: str | Iterable[str]) -> Coding:
    """Do what `Coding.recode` says."""
    check_codebook(codebook)
    dropped = several(drop, "drop")
    for name in dropped:
        _ = coding.codebook[name]
    heirs = codebook.renames(coding.codebook)
    sources: dict[str, list[int]] = {theme: [] for theme in codebook.ids}
    for place, old in enumerate(coding.codebook.ids):
        heir = heirs[old]
        if heir is not None and codebook[heir].codable:
            sources[heir].append(place)
        elif old not in dropped:
            _refuse_marks(coding, place, old)
    marks, pending = (_moved(one, list(sources.values())) for one in (coding.marks, coding.pending))
    marks[coding.coded] = np.maximum(marks[coding.coded], NO)
    proposed = None if coding.proposed is None else _moved(coding.proposed, list(sources.values()))
    if proposed is not None:
        proposed[coding.answers.answered] = np.maximum(proposed[coding.answers.answered], NO)
        # What still waited for a theme that is gone waits no more.
        waits = ((pending == UNCODED) & (proposed == YES)).any(axis=2)
        done = (pending != UNCODED).any(axis=2) & ~waits
        marks[done] = np.maximum(pending[done], NO)
        pending[done] = UNCODED
    gone = {old for old in coding.codebook.ids if heirs[old] != old}
    return evolve(
        coding,
        codebook=codebook,
        marks=marks,
        pending=pending,
        proposed=proposed,
        changes=(*coding.changes, *_changes(coding, codebook, heirs, gone)),
    )


def _moved(marks: Marks, sources: list[list[int]]) -> Marks:
    """Return marks with a column for each new theme: there if any of its sources is, not if all of them are not."""
    moved = np.full((*marks.shape[:-1], len(sources)), UNCODED, dtype=np.int8)
    for theme, places in enumerate(sources):
        if places:
            own = marks[..., places]
            moved[..., theme] = np.where((own == YES).any(axis=-1), YES, own.min(axis=-1))
    return moved


def _refuse_marks(coding: Coding, place: int, old: str) -> None:
    bear = (coding.marks[..., place] == YES) | (coding.pending[..., place] == YES)
    if bear.any():
        count = int(bear.any(axis=0).sum())
        raise CodingError(
            f"theme {old!r} is not in the codebook any more, and {count} answers bear it. Name it as `former` of the "
            f"theme that takes its place, or give the answers up with drop=({old!r},)."
        )


def _changes(coding: Coding, codebook: Codebook, heirs: dict[str, str | None], gone: set[str]) -> list[Change]:
    """Return a change for each mark that stands under another id, or under none."""
    place = f"recode to {codebook.id!r}, version {codebook.version}"
    found = []
    for old in (one for one in coding.codebook.ids if one in gone):
        heir = heirs[old] if heirs[old] is not None and codebook[heirs[old] or ""].codable else None
        for coder, row in np.argwhere(coding.marks[..., coding.codebook.ids.index(old)] == YES).tolist():
            answer, who = coding.answers.ids[row], coding.coders[coder]
            found.append(Change(answer, who, old, "yes", "", place if heir is None else f"{place}: now {heir!r}"))
            if heir is not None:
                found.append(Change(answer, who, heir, "", "yes", f"{place}: was {old!r}"))
    return found
