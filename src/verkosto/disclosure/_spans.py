"""Spans: what rounded counts, bands of bases and rounded shares of published tables tell of the true numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve

from verkosto.aggregate import NO_COUNT, NO_END
from verkosto.disclosure._arranged import Arranged, Standing
from verkosto.disclosure._reasons import protection_of
from verkosto.disclosure._system import Ratio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verkosto.disclosure._protection import Protection

__all__ = ["spanned"]

Span = tuple[int, int]


def spanned(arranged: Arranged) -> Arranged:
    """Return published tables as their readers may take them: a rounded number is not the true one, but near it."""
    counts = arranged.counts
    low, high, shown = counts.low.copy(), counts.high.copy(), counts.shown.copy()
    ratios: dict[Ratio, None] = {}
    for standing in arranged.standings:
        protection = protection_of(standing.table)
        if protection is None or protection.method == "suppress":
            continue
        for place, (least, most) in _spans(standing, protection):
            if least == most and shown[place]:
                continue
            low[place] = max(low[place], least)
            high[place] = min(high[place], np.inf if most == NO_END else most)
            shown[place] = False
        ratios.update(dict.fromkeys(_ratios(standing, protection)))
    return evolve(arranged, counts=evolve(counts.hide(~shown), low=low, high=high, ratios=tuple(ratios)))


def _spans(standing: Standing, protection: Protection) -> Iterator[tuple[int, Span]]:
    for at in range(len(standing.table)):
        for place, span in (
            (standing.bases[at], standing.table.base_span(at)),
            (standing.rows[at], standing.table.count_span(at)),
        ):
            if span is not None:
                yield int(place), span
    for place, n in zip(standing.missing, standing.absences["n"], strict=True):
        span = None if n == NO_COUNT else protection.unrounded((int(n), int(n)))
        if span is not None:
            yield int(place), span


def _ratios(standing: Standing, protection: Protection) -> Iterator[Ratio]:
    """Yield what shares tell of counts whose bases are bands."""
    shares = standing.table.cells["estimate"]
    for at in np.flatnonzero(~np.isnan(shares)).tolist() if protection.method == "band" else ():
        step, place, base = protection.step or 1, int(standing.rows[at]), int(standing.bases[at])
        if place != base:
            yield Ratio(place, base, round(shares[at] * 100 / step), step)
