"""MASI: how far two sets of themes are from one another."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Set
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from verkosto.errors import CodingError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["SetDistance", "distances_between", "masi_distance", "membership", "sums_of_distances"]

SetDistance = Literal["masi", "jaccard"]

_ROWS, _COLUMNS = 128, 1024
_BYTE = 128
"""Below so many elements, those in two sets can be counted in a byte."""


def masi_distance(a: Set[Hashable], b: Set[Hashable]) -> float:
    """Return the distance of two sets by MASI, from 0 for the same to 1 for nothing in common.

    `1 - J * M`, with Jaccard's `J` (what is in both, divided by what is in either) and `M` 1 for sets that are the
    same, 2/3 where one is part of the other, 1/3 where they share something, and 0 where they share nothing. Two empty
    sets are the same: both coders found no theme.

    Args:
        a: A set, such as the themes that one coder found.
        b: Another.

    Raises:
        CodingError: One of them is no set.

    Example:
        >>> round(masi_distance({"tilat", "rahoitus"}, {"tilat"}), 4)
        0.6667
        >>> masi_distance(set(), set()), masi_distance(set(), {"tilat"})
        (0.0, 1.0)

    Source: Passonneau 2006, Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation,
    LREC. `nltk.metrics.masi_distance` had 0.67 and 0.33 in place of the thirds until 2026, and divides by zero for two
    empty sets.
    """
    for value in (a, b):
        if not isinstance(value, Set):
            raise CodingError(f"MASI is of two sets, not of a {type(value).__name__}. Write set(...) around it.")
    shared, either = len(a & b), len(a | b)
    if shared == either:
        return 0.0
    monotony = 2 if shared == min(len(a), len(b)) else 1
    return 1 - shared * monotony / (3 * either)


def membership(sets: Collection[Set[Any]]) -> NDArray[np.bool_]:
    """Return which set has which of the elements that occur, shape (sets, elements)."""
    places: dict[Any, int] = {}
    for one in sets:
        for element in one:
            places.setdefault(element, len(places))
    found = np.zeros((len(sets), len(places)), bool)
    for row, one in enumerate(sets):
        found[row, [places[element] for element in one]] = True
    return found


def distances_between(a: NDArray[np.bool_], b: NDArray[np.bool_], kind: SetDistance) -> Floats:
    """Return the distance of each set to its neighbour in the other array; the last axis is that of elements."""
    shared = (a & b).sum(axis=-1, dtype=np.int64)
    sizes = a.sum(axis=-1, dtype=np.int64), b.sum(axis=-1, dtype=np.int64)
    either = sizes[0] + sizes[1] - shared
    thirds = np.where(shared == np.minimum(*sizes), 2, 1) if kind == "masi" else 3
    return np.where(shared == either, 0.0, 1 - shared * thirds / (3 * np.maximum(either, 1)))


def sums_of_distances(sets: NDArray[np.bool_], counts: Floats, kind: SetDistance) -> Floats:
    """Return for each of different sets the sum of its distances to all, each as often as it counts.

    Args:
        sets: Of shape (sets, elements); no two rows alike.
        counts: How often each occurs.
        kind: Which distance.
    """
    sizes = sets.sum(axis=1)
    # From the smallest, so that of two sets only the earlier can be part of the later. The empty set comes first, and
    # is as far as can be from every other.
    order = np.argsort(sizes, kind="stable")
    alike = counts[order].copy()
    filled = int(np.searchsorted(sizes[order], 1))
    kept = order[filled:]
    alike[filled:] += _likeness(sets[kept], sizes[kept].astype(np.float64), counts[kept], kind)
    found = np.empty(len(sets))
    found[order] = counts.sum() - alike
    return found


def _likeness(sets: NDArray[np.bool_], sizes: Floats, counts: Floats, kind: SetDistance) -> Floats:
    """Sum what each set shares with the others: 1 less the distance, each as often as it counts.

    With u elements in either of two sets of s and t, Jaccard's share is (s + t) / u - 1, and the smaller is part of the
    larger where u is t. Blocks of pairs are counted in bytes, element by element: a matrix product is as fast on an
    idle machine, but many times slower on a busy one, where its threads wait for each other.
    """
    small = np.uint8 if sets.shape[1] < _BYTE else np.int64
    by_element, whole = np.ascontiguousarray(sets.T).astype(small), sizes.astype(small)
    both = np.stack([counts, counts * sizes])
    jaccard, parts = counts - counts.sum(), np.zeros(len(sets))
    for rows, columns in _tiles(len(sets)):
        either = np.add.outer(whole[rows], whole[columns])
        for element, later in enumerate(by_element[:, columns]):
            either[np.flatnonzero(sets[rows, element])] -= later
        above = rows.start == columns.start
        inverse = np.reciprocal(either, dtype=np.float64)
        inverse = np.triu(inverse, 1) if above else inverse
        plain, sized = np.einsum("ij,kj->ki", inverse, both[:, columns])
        jaccard[rows] += sizes[rows] * plain + sized
        plain, sized = np.einsum("ij,ki->kj", inverse, both[:, rows])
        jaccard[columns] += sizes[columns] * plain + sized
        if kind == "masi":
            part = either == whole[columns]
            earlier, later = np.nonzero(np.triu(part, 1) if above else part)
            share = sizes[rows][earlier] / sizes[columns][later]
            parts[rows] += np.bincount(earlier, share * counts[columns][later], len(either))
            parts[columns] += np.bincount(later, share * counts[rows][earlier], either.shape[1])
    return np.asarray((jaccard + parts) / 3 if kind == "masi" else jaccard)


def _tiles(sets: int) -> Iterator[tuple[slice, slice]]:
    """Give blocks of pairs of an earlier and a later set, small enough for a processor's nearer memory."""
    for row in range(0, sets, _ROWS):
        for column in range(row, sets, _COLUMNS):
            yield slice(row, min(row + _ROWS, sets)), slice(column, min(column + _COLUMNS, sets))
