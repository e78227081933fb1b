"""The kernel: rows and weights summed by place and level, for many columns of small codes at once.

Every table begins here, so it is what the speed of the room depends on. A place is a group of a table, or a sampling
unit within a group; a level is an answer. Place and level make one key, and all values with one key are added up by
SciPy's compiled loop for entries of a sparse array that stand twice: it adds into four-byte keys as they are and lets
other threads work meanwhile, which `np.bincount` does not. While the sums fit in the processor's nearest memory a
pass costs the same for two sums or thousands, so columns are multiplied into one key and their joint table is counted;
the table of each is a sum over the others.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import field, frozen

from verkosto.aggregate._threads import Apply, one_by_one, threads
from verkosto.errors import AnalysisError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Measure = NDArray[np.float64] | None

__all__ = ["Column", "Summer", "level_sums"]

_JOINT_CELLS = 1 << 15
_STRETCH = 1 << 20
_WIDEST = np.iinfo(np.int32).max


@frozen(eq=False)
class Column:
    """Codes from `low` up to, but not including, `low + size`.

    Raises:
        AnalysisError: A code lies outside. Sums are added up unchecked, so it would spoil other memory.
    """

    codes: NDArray[np.signedinteger[Any]]
    low: int
    size: int

    def __attrs_post_init__(self) -> None:
        codes = self.codes
        if len(codes) and (int(codes.min()) < self.low or int(codes.max()) >= self.low + self.size):
            msg = "a column has codes outside its categories. Check what made the `Responses`."
            raise AnalysisError(msg)


@frozen(eq=False)
class Summer:
    """Sums measures of rows by place and level, for any columns.

    Attributes:
        places: The place of each row, from 0 up to `count`; rows of that last one are in no sum.
        count: Number of places.
        measures: What to sum: an array with a value for each row, or None to count rows (int64).
    """

    places: NDArray[np.integer[Any]]
    count: int
    measures: Sequence[Measure]
    # Keys and joint tables are made once for each thread: the system takes longer to give new memory than to sum.
    kept: threading.local = field(factory=threading.local, init=False)

    def __attrs_post_init__(self) -> None:
        if len(self.places) and (int(self.places.min()) < 0 or int(self.places.max()) > self.count):
            msg = f"places must lie between 0 and {self.count}."
            raise ValueError(msg)

    def of(self, columns: Sequence[Column]) -> list[list[NDArray[Any]]]:
        """Return, for each column and measure, the sums of shape (column.size, count)."""
        blocks = list(_blocks(columns, self.count + 1, len(self.places)))
        # Several blocks share the threads between them; of a single one each thread adds up a measure.
        several = len(blocks) > 1
        with threads(len(self.places), len(blocks) if several else len(self.measures)) as apply:
            if several:
                tables = apply(lambda block: self._tables(block, one_by_one), blocks)
            else:
                tables = [self._tables(block, apply) for block in blocks]
        return [found for of_block in tables for found in of_block]

    def _tables(self, block: Sequence[Column], apply: Apply) -> list[list[NDArray[Any]]]:
        sizes = [column.size for column in block]
        cells = int(np.prod(sizes, dtype=np.int64)) * (self.count + 1)
        joint = [table.reshape(*sizes, self.count + 1) for table in self._joint(block, cells, apply)]
        kinds = [np.int64 if measure is None else np.float64 for measure in self.measures]
        found = []
        for place in range(len(block)):
            others = tuple(axis for axis in range(len(block)) if axis != place)
            pairs = zip(joint, kinds, strict=True)
            found.append([table[..., : self.count].sum(axis=others, dtype=kind) for table, kind in pairs])
        return found

    def _joint(self, block: Sequence[Column], cells: int, apply: Apply) -> list[NDArray[Any]]:
        rows, measures = len(self.places), range(len(self.measures))
        # Every stretch adds a whole table, so a stretch must not be shorter than the table.
        length = max(_STRETCH, 4 * cells)
        totals = [np.zeros(cells, dtype=np.int64 if m is None else np.float64) for m in self.measures]
        for start in range(0, rows, length):
            stretch = slice(start, min(start + length, rows))
            key = self._key(block, cells, stretch)
            parts = apply(functools.partial(self._added, key, stretch, cells), measures)
            if stretch.stop - start == rows:
                return parts
            for total, part in zip(totals, parts, strict=True):
                total += part
        return totals

    def _key(self, block: Sequence[Column], cells: int, stretch: slice) -> NDArray[np.signedinteger[Any]]:
        """Return the joint level and the place of rows as one number.

        Arithmetic wraps around on the way, and comes out right because the result fits.
        """
        size = stretch.stop - stretch.start
        key = self._room("key", size, np.dtype(np.int32 if cells < _WIDEST else np.int64))
        # A narrow key is quicker to make, and widened once.
        narrow = np.min_scalar_type(cells)
        found = key if narrow.itemsize >= key.itemsize else self._room("narrow", size, narrow)
        kind, low = found.dtype.type, 0
        np.copyto(found, block[0].codes[stretch], casting="unsafe")
        for column in block[1:]:
            np.multiply(found, kind(column.size), out=found)
            np.add(found, column.codes[stretch].astype(kind, copy=False), out=found)
        for column in block:
            low = low * column.size + column.low
        np.subtract(found, np.array(low).astype(kind), out=found)
        np.multiply(found, kind(self.count + 1), out=found)
        np.add(found, self.places[stretch], out=found, casting="unsafe")
        if found is not key:
            np.copyto(key, found, casting="unsafe")
        return key

    def _added(self, key: NDArray[np.signedinteger[Any]], stretch: slice, cells: int, place: int) -> NDArray[Any]:
        """Return the sums of a measure over the rows of each key; keys lie below `cells`."""
        from scipy.sparse import csr_array

        measure = self.measures[place]
        if measure is not None:
            values: NDArray[Any] = measure[stretch]
        else:
            values = _ones()[: len(key)] if len(key) <= len(_ones()) else np.ones(len(key), dtype=np.int32)
        row = csr_array((values, key, np.array([0, len(key)], dtype=key.dtype)), shape=(1, cells))
        return np.asarray(row.toarray(out=self._room(str(place), cells, values.dtype).reshape(1, -1))).reshape(-1)

    def _room(self, name: str, size: int, kind: np.dtype[Any]) -> NDArray[Any]:
        """Return an array of this thread, with whatever was left in it."""
        found = getattr(self.kept, name, None)
        if found is None or len(found) < size or found.dtype != kind:
            found = np.empty(size, dtype=kind)
            setattr(self.kept, name, found)
        return found[:size]


def level_sums(
    places: NDArray[np.integer[Any]], count: int, columns: Sequence[Column], measures: Sequence[Measure]
) -> list[list[NDArray[Any]]]:
    """Return, for each column and measure, the sums of shape (column.size, count), as `Summer` does."""
    return Summer(places, count, measures).of(columns)


def _blocks(columns: Sequence[Column], places: int, rows: int) -> Iterator[list[Column]]:
    """Put neighbouring columns together while their joint table stays small, and smaller than the data."""
    most = min(_JOINT_CELLS, rows)
    block: list[Column] = []
    cells = places
    for column in columns:
        if block and cells * column.size > most:
            yield block
            block, cells = [], places
        block.append(column)
        cells *= column.size
    if block:
        yield block


@functools.cache
def _ones() -> NDArray[np.int32]:
    return np.ones(_STRETCH, dtype=np.int32)
