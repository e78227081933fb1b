"""Layout: the groups of a table in their order, with the totals over them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
from attrs import field, frozen

from verkosto.aggregate._cells import Groups
from verkosto.aggregate._headings import TOTAL_CODE, Heading
from verkosto.aggregate._remembered import Remembered

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Layout", "lay_out"]

_TOTAL = -1
_MOST_KEPT = 8

T = TypeVar("T")


@frozen(eq=False)
class Layout:
    """Which groups a table shows, and how totals come from the groups that were counted.

    Attributes:
        keys: One row for each group shown, one column for each axis: a level, or -1 for the total over it.
        merges: Ways of putting counted groups together: the new group of each, and how many there are. The
            first leaves all apart.
        order: Places of the shown groups among those of all merges, one merge after the other.
        kept: What was worked out for this layout and will be wanted again.
    """

    keys: NDArray[np.intp]
    merges: tuple[tuple[NDArray[np.intp], int], ...]
    order: NDArray[np.intp]
    kept: dict[Any, Any] = field(factory=dict, init=False)

    def __len__(self) -> int:
        return len(self.keys)

    def once(self, key: Any, make: Callable[[], T]) -> T:
        """Make something for this layout, or take it from what was made."""
        if key not in self.kept:
            if len(self.kept) >= _MOST_KEPT:
                self.kept.clear()
            self.kept[key] = make()
        return cast("T", self.kept[key])

    def pairs(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return every pair of a counted group and a shown one that it is part of, as two arrays of places."""
        place = np.empty(len(self.order), dtype=np.intp)
        place[self.order] = np.arange(len(self.order))
        starts = np.cumsum([0, *(size for _, size in self.merges)])
        counted = [np.arange(len(into)) for into, _ in self.merges]
        shown = [place[start + into] for (into, _), start in zip(self.merges, starts[:-1], strict=True)]
        return np.concatenate(counted), np.concatenate(shown)

    def array(self, counted: NDArray[Any]) -> NDArray[Any]:
        """Return an array that adds up over groups, for the groups shown."""
        if len(self.merges) == 1:
            return counted
        totals = []
        for into, size in self.merges:
            total = np.zeros((size, *counted.shape[1:]), dtype=counted.dtype)
            np.add.at(total, into, counted)
            totals.append(total)
        return np.concatenate(totals)[self.order]

    def each(self, count: Callable[[NDArray[np.intp], int], NDArray[Any]]) -> NDArray[Any]:
        """Return an array that does not add up over groups, counted anew for each merge."""
        return np.concatenate([count(into, size) for into, size in self.merges])[self.order]

    def codes(self, axis: int, heading: Heading) -> NDArray[np.object_]:
        """Return the code of each group shown on an axis, "*" for totals."""
        codes = np.array([*heading.labels, TOTAL_CODE], dtype=object)
        found: NDArray[np.object_] = codes[self.keys[:, axis]]
        return found


_KEPT: Remembered[Groups, dict[bool, Layout]] = Remembered(lambda _: {})


def lay_out(groups: Groups, *, margins: bool) -> Layout:
    """Put the counted groups in order, with totals over every choice of axes where `margins` asks for them."""
    kept = _KEPT.of(groups)
    if margins not in kept:
        kept[margins] = _lay_out(groups, margins=margins)
    return kept[margins]


def _lay_out(groups: Groups, *, margins: bool) -> Layout:
    axes = groups.levels.shape[1]
    merges, keys = [], []
    for shown in _subsets(axes) if margins else [tuple(range(axes))]:
        marked = np.full_like(groups.levels, _TOTAL)
        marked[:, shown] = groups.levels[:, shown]
        if shown:
            found, into = np.unique(marked, axis=0, return_inverse=True)
        else:
            # The total of all stands even where no row belongs to a group.
            found = np.full((1, axes), _TOTAL, dtype=np.intp)
            into = np.zeros(len(groups), dtype=np.intp)
        merges.append((into.reshape(-1).astype(np.intp), len(found)))
        keys.append(found)
    listed = np.concatenate(keys)
    last = np.where(listed == _TOTAL, np.iinfo(np.intp).max, listed)
    order = np.lexsort(last.T[::-1]) if axes else np.arange(len(listed))
    return Layout(listed[order], tuple(merges), order)


def _subsets(axes: int) -> Sequence[tuple[int, ...]]:
    """Return every choice of axes, all of them first."""
    sizes = range(axes, -1, -1)
    return [chosen for size in sizes for chosen in itertools.combinations(range(axes), size)]
