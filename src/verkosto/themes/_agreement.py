"""Agreement of coders on the themes of open answers, with its uncertainty."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from verkosto.errors import CodingError, did_you_mean
from verkosto.themes._agreement_result import Agreement
from verkosto.themes._agreement_sums import Counts
from verkosto.themes._bootstrap import check_resampling
from verkosto.themes._kappa import check_level
from verkosto.themes._marking import several
from verkosto.themes._marks import UNCODED, YES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.themes._codebook import Codebook
    from verkosto.themes._coding import Coding

__all__ = ["agreement"]


def agreement(
    coding: Coding,
    *,
    coders: Iterable[str] | None = None,
    level: float = 0.95,
    resamples: int = 2000,
    seed: int = 1,
    parents: bool = False,
) -> Agreement:
    """Return how far coders agree, as `Coding.agreement` tells."""
    check_level(level)
    check_resampling(resamples, seed)
    chosen = _chosen(coding, coders)
    marks = coding.marks[chosen]
    # A coder codes an answer as a whole, so its first theme tells.
    found, coded = marks == YES, (marks[:, :, :1] != UNCODED).all(axis=2)
    if parents:
        found = _with_parents(found, coding.codebook)
    enough = coded.sum(axis=0, dtype=np.int32) > 1
    names = tuple(coding.coders[place] for place in chosen)
    if not enough.any():
        raise CodingError(f"no answer was coded by two of {', '.join(names)}. Let two code the same answers.")
    if not enough.all():
        found, coded = found[:, enough], coded[:, enough]
    return Agreement(
        coding=coding,
        coders=names,
        rows=np.flatnonzero(enough),
        counts=Counts(found, coded),
        level=level,
        resamples=resamples,
        seed=seed,
        parents=parents,
    )


def _chosen(coding: Coding, coders: Iterable[str] | None) -> list[int]:
    if coders is None:
        chosen = list(range(len(coding.coders)))
    else:
        named = list(dict.fromkeys(several(coders, "coders")))
        for name in named:
            if name not in coding.coders:
                raise CodingError(f"there is no coder {name!r}.{did_you_mean(name, coding.coders)}")
        chosen = [coding.coders.index(name) for name in named]
    if len(chosen) < 2:
        who = f"one coder, {coding.coders[chosen[0]]}" if chosen else "no coder"
        raise CodingError(f"there is {who}, and agreement is of two or more. Let another code some answers too.")
    return chosen


def _with_parents(found: NDArray[np.bool_], codebook: Codebook) -> NDArray[np.bool_]:
    """Return the themes with all that they are part of."""
    found = found.copy()
    places = {theme: place for place, theme in enumerate(codebook.ids)}
    for place, theme in enumerate(codebook):
        # The theme's own marks, and those that came to it from below, go up the whole way.
        above = theme.parent
        while above is not None:
            found[:, :, places[above]] |= found[:, :, place]
            above = codebook[above].parent
    return found
