"""Decoded columns: small integer codes, numbers or days, each absent value with its reason."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from attrs import frozen

from verkosto.instruments import MissingReason

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["MISSING", "REASONS", "Coded", "Dated", "Form", "Numeric", "Variable", "concat", "in_order", "smallest"]

REASONS: tuple[MissingReason, ...] = get_args(MissingReason)
"""Why a value is absent. In arrays of reasons 0 means present and `1 + i` means `REASONS[i]`."""

MISSING: dict[str, int] = {reason: -1 - place for place, reason in enumerate(REASONS)}
"""The negative code that stands for each reason in `Coded.codes`."""

Form = Literal["category", "ordered", "boolean", "string"]


def smallest(highest: int) -> np.dtype[Any]:
    """Return the smallest signed integer type that holds codes up to `highest`."""
    for kind in (np.int8, np.int16, np.int32):
        if highest <= np.iinfo(kind).max:
            return np.dtype(kind)
    return np.dtype(np.int64)


@frozen(eq=False, repr=False)
class Coded:
    """A column of categories, ticks or text as integer codes.

    Attributes:
        codes: Signed integers, one for each row: 0 or more is a place in `categories`, less than 0 a missing
            reason (`MISSING`).
        categories: The codes of the options, the texts that occur, or `("0", "1")` for ticks.
        kinds: For each category the reason that makes it no substantive answer, or None; empty when all are
            substantive.
        form: How the column looks in a frame.
    """

    codes: NDArray[np.signedinteger[Any]]
    categories: Sequence[str]
    kinds: tuple[str | None, ...] = ()
    form: Form = "category"

    def __len__(self) -> int:
        return len(self.codes)

    def __repr__(self) -> str:
        return f"<Coded {self.form}: {len(self.codes)} rows, {len(self.categories)} categories>"

    def take(self, rows: NDArray[Any]) -> Coded:
        """Return the column with only some rows, by mask or by place."""
        return Coded(self.codes[rows], self.categories, self.kinds, self.form)

    def reasons(self) -> NDArray[np.int8]:
        """Return why each value is absent: 0 for present, else 1 + place in `REASONS`."""
        absent = np.where(self.codes < 0, -self.codes.astype(np.int64), 0).astype(np.int8)
        for place, kind in enumerate(self.kinds):
            if kind is not None:
                absent[self.codes == place] = 1 + REASONS.index(kind)
        return absent

    def series(self, index: pd.Index[Any]) -> pd.Series[Any]:
        """Return the column for a pandas frame."""
        import pandas as pd

        if self.form == "boolean":
            values = pd.arrays.BooleanArray(self.codes == 1, self.codes < 0)
            return pd.Series(values, index=index)
        if self.form == "string":
            texts = np.array([*self.categories, None], dtype=object)
            return pd.Series(texts[np.maximum(self.codes, -1)], index=index, dtype="string")
        kind = pd.CategoricalDtype(list(self.categories), ordered=self.form == "ordered")
        categorical: pd.Categorical[Any] = pd.Categorical.from_codes(np.maximum(self.codes, -1), dtype=kind)
        return pd.Series(categorical, index=index)


@frozen(eq=False, repr=False)
class Numeric:
    """A column of numbers.

    Attributes:
        values: float64, NaN where absent.
        absent: int8: 0 for present, else 1 + place in `REASONS`.
        whole: Whether the frame shows integers (Int64) and not Float64.
    """

    values: NDArray[np.float64]
    absent: NDArray[np.int8]
    whole: bool = False

    def __len__(self) -> int:
        return len(self.values)

    def __repr__(self) -> str:
        return f"<Numeric: {len(self.values)} rows>"

    def take(self, rows: NDArray[Any]) -> Numeric:
        """Return the column with only some rows, by mask or by place."""
        return Numeric(self.values[rows], self.absent[rows], self.whole)

    def reasons(self) -> NDArray[np.int8]:
        """Return why each value is absent: 0 for present, else 1 + place in `REASONS`."""
        return self.absent

    def series(self, index: pd.Index[Any]) -> pd.Series[Any]:
        """Return the column for a pandas frame: Int64 or Float64."""
        import pandas as pd

        absent = self.absent != 0
        if self.whole:
            whole = np.where(absent, 0, self.values).astype(np.int64)
            return pd.Series(pd.arrays.IntegerArray(whole, absent), index=index)
        return pd.Series(pd.arrays.FloatingArray(np.where(absent, 0.0, self.values), absent), index=index)


@frozen(eq=False, repr=False)
class Dated:
    """A column of days or moments.

    Attributes:
        values: datetime64[s], NaT where absent.
        absent: int8: 0 for present, else 1 + place in `REASONS`.
    """

    values: NDArray[np.datetime64]
    absent: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.values)

    def __repr__(self) -> str:
        return f"<Dated: {len(self.values)} rows>"

    def take(self, rows: NDArray[Any]) -> Dated:
        """Return the column with only some rows, by mask or by place."""
        return Dated(self.values[rows], self.absent[rows])

    def reasons(self) -> NDArray[np.int8]:
        """Return why each value is absent: 0 for present, else 1 + place in `REASONS`."""
        return self.absent

    def series(self, index: pd.Index[Any]) -> pd.Series[Any]:
        """Return the column for a pandas frame: datetime64."""
        import pandas as pd

        return pd.Series(self.values, index=index)


Variable = Coded | Numeric | Dated


def _concat_coded(parts: Sequence[Coded]) -> Coded:
    first = parts[0]
    if all(part.categories is first.categories or part.categories == first.categories for part in parts):
        return Coded(np.concatenate([part.codes for part in parts]), first.categories, first.kinds, first.form)
    merged = list(dict.fromkeys(itertools.chain.from_iterable(part.categories for part in parts)))
    place = dict(zip(merged, range(len(merged)), strict=True)).__getitem__
    kind = smallest(len(merged))
    absent = np.arange(-len(REASONS), 0, dtype=kind)
    moved = []
    for part in parts:
        places = np.fromiter(map(place, part.categories), dtype=kind, count=len(part.categories))
        moved.append(np.concatenate([places, absent])[part.codes])
    return Coded(np.concatenate(moved), merged, first.kinds, first.form)


def concat(parts: Sequence[Variable]) -> Variable:
    """Put the chunks of one column after one another; texts are numbered by first appearance."""
    first = parts[0]
    if len(parts) == 1:
        return first
    if isinstance(first, Coded):
        return _concat_coded([part for part in parts if isinstance(part, Coded)])
    absent = np.concatenate([part.absent for part in parts if not isinstance(part, Coded)])
    if isinstance(first, Numeric):
        values = np.concatenate([part.values for part in parts if isinstance(part, Numeric)])
        return Numeric(values, absent, first.whole)
    days = np.concatenate([part.values for part in parts if isinstance(part, Dated)])
    return Dated(days, absent)


def in_order(variable: Variable) -> Variable:
    """Sort the categories of a column of codes, so that chunks leave no trace in them."""
    if not isinstance(variable, Coded):
        return variable
    order = sorted(variable.categories)
    places = {category: place for place, category in enumerate(order)}
    lut = np.array([places[c] for c in variable.categories] + list(range(-len(REASONS), 0)), dtype=smallest(len(order)))
    return Coded(lut[variable.codes], order, variable.kinds, variable.form)
