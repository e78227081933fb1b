"""Columns of a table: plain arrays that become a pandas frame when somebody asks for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["COUNTS", "NO_COUNT", "NO_END", "NUMBERS", "Columns", "cell_names", "missing_names"]

COUNTS = frozenset({"n", "base", "units", "base_low", "base_high"})
"""Columns of whole numbers; in a frame Int64. The last two are there where a base is published as a band."""

NUMBERS = frozenset({"weighted", "base_weighted", "estimate", "se", "low", "high", "df", "deff"})
"""Columns of floats; in a frame float64, NaN where there is no estimate. Every other column is text."""

NO_COUNT = -1
"""Stands for a count that is not known; NA in a frame, null in JSON."""

NO_END = 2**53
"""Stands for the highest that a count can be, where its band has no end."""

_BEFORE = ("variable", "value", "label")
_AFTER = (
    "statistic", "n", "base", "base_kind", "weighted", "base_weighted", "units", "estimate", "se", "low", "high",
    "interval", "df", "deff", "status",
)  # fmt: skip


def cell_names(by: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of `Table.frame` in their order."""
    return (*_BEFORE, *by, *_AFTER)


def missing_names(by: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of `Table.missing` in their order."""
    return ("variable", *by, "reason", "n")


@frozen(eq=False, repr=False)
class Columns:
    """Named columns of one length: counts int64, numbers float64, texts object arrays of str and None."""

    data: Mapping[str, NDArray[Any]]

    def __len__(self) -> int:
        return len(next(iter(self.data.values())))

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.data[name]

    def __repr__(self) -> str:
        return f"<Columns: {len(self)} rows of {', '.join(self.data)}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Columns):
            return NotImplemented
        if list(self.data) != list(other.data) or len(self) != len(other):
            return False
        return all(_same(self.data[name], other.data[name]) for name in self.data)

    __hash__ = None  # type: ignore[assignment]

    def take(self, rows: NDArray[np.intp]) -> Columns:
        """Return some of the rows, in the order given."""
        return Columns({name: column[rows] for name, column in self.data.items()})

    def frame(self) -> pd.DataFrame:
        """Return a new pandas frame: Int64, float64 and string columns."""
        import pandas as pd

        return pd.DataFrame({name: _series(name, column) for name, column in self.data.items()})

    def lists(self) -> dict[str, list[Any]]:
        """Return the columns as lists of plain Python values, None for what is absent."""
        return {name: _list(name, column) for name, column in self.data.items()}

    @classmethod
    def of_lists(cls, lists: Mapping[str, Sequence[Any]]) -> Columns:
        """Make columns of plain Python values; the inverse of `lists`."""
        return cls({name: _array(name, values) for name, values in lists.items()})


def _same(one: NDArray[Any], other: NDArray[Any]) -> bool:
    numbers = one.dtype == other.dtype == np.float64
    return np.array_equal(one, other, equal_nan=numbers)


def _series(name: str, column: NDArray[Any]) -> Any:
    import pandas as pd

    if name in COUNTS:
        return pd.arrays.IntegerArray(column.copy(), column == NO_COUNT)
    if name in NUMBERS:
        return column.copy()
    return pd.array(column, dtype="string")


def _list(name: str, column: NDArray[Any]) -> list[Any]:
    values: list[Any] = column.tolist()
    if name in COUNTS:
        return [None if value == NO_COUNT else value for value in values]
    if name in NUMBERS:
        # NaN is the one float that differs from itself.
        return [None if value != value else value for value in values]
    return values


def _array(name: str, values: Sequence[Any]) -> NDArray[Any]:
    if name in COUNTS:
        return np.array([NO_COUNT if value is None else value for value in values], dtype=np.int64)
    if name in NUMBERS:
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    texts = np.empty(len(values), dtype=object)
    texts[:] = values
    return texts
