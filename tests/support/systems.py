"""Small systems of counts for tests of disclosure control, made of plain arrays."""

from __future__ import annotations

from collections.abc import Hashable
from typing import cast

import numpy as np
from numpy.typing import NDArray

from verkosto.disclosure._system import Problem, Sum, System

__all__ = ["grid_problem", "grid_system", "share_bases"]


def grid_system(counts: NDArray[np.int64], *, margin: bool = True) -> System:
    """Return groups by answers as a system: (group, answer), None for a base, "*" for the total over groups."""
    groups, answers = counts.shape
    rows = {str(group): counts[group] for group in range(groups)}
    if margin:
        rows["*"] = counts.sum(axis=0)
    values: dict[tuple[str, str | None], int] = {}
    for name, row in rows.items():
        values[name, None] = int(row.sum())
        values |= {(name, str(answer)): int(n) for answer, n in enumerate(row)}
    place = {key: at for at, key in enumerate(values)}
    codes = [str(answer) for answer in range(answers)]
    sums = [Sum(place[name, None], tuple(place[name, code] for code in codes)) for name in rows]
    if margin:
        sums += [
            Sum(place["*", code], tuple(place[str(group), code] for group in range(groups))) for code in [None, *codes]
        ]
    size = len(values)
    return System(
        tuple(values),
        np.array(list(values.values()), dtype=float),
        np.ones(size, dtype=bool),
        np.zeros(size),
        np.full(size, np.inf),
        tuple(sums),
    )


def grid_problem(counts: NDArray[np.int64], *, margin: bool = True, min_count: int = 5) -> Problem:
    """Return the problem of hiding counts of 1 to `min_count` - 1, and bases, so that `min_count` stays possible."""
    system = grid_system(counts, margin=margin)
    primary = (system.values > 0) & (system.values < min_count)
    base_of = share_bases(system)
    return Problem(
        system,
        primary,
        np.where(primary, 1.0, np.nan),
        np.where(primary, float(min_count), np.nan),
        1 + np.log(system.values + 1),
        tuple((int(base), place) for place, base in enumerate(base_of) if base >= 0),
    )


def share_bases(system: System) -> NDArray[np.intp]:
    """Return the place of each share's base, -1 for bases."""
    place = {str(key): at for at, key in enumerate(system.keys)}
    return np.array([place.get(_base_of(key), -1) for key in system.keys], dtype=np.intp)


def _base_of(key: Hashable) -> str:
    """The base of a share, as text; nothing for a base."""
    group, code = cast("tuple[str, str | None]", key)
    return "" if code is None else str((group, None))
