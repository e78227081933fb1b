"""Ratings: what coders said of units, as numbered values, however it was written down."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from decimal import Decimal
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.errors import CodingError
from verkosto.themes._marks import UNCODED, YES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.themes._coding import Coding

__all__ = ["LARGEST", "Ratings", "distinct_sets", "ratings_of", "sets_of_coding", "unit_weights"]

LARGEST = 1e50
"""Larger numbers and weights are refused: products of their squares would leave the range of a float."""

_NUMBERS = (Real, Decimal, np.bool_)


@frozen(eq=False)
class Ratings:
    """What each coder said of each unit.

    Attributes:
        codes: Places in `values`, shape (coders, units); -1 where a coder said nothing.
        values: The values that occur: numbers from the lowest, else in the order asked for or in which they came.
        numbers: The values as numbers; None where one of them is none.
    """

    codes: NDArray[np.intp]
    values: Sequence[Hashable]
    numbers: NDArray[np.float64] | None


def ratings_of(ratings: Any, *, order: Iterable[Hashable] | None = None) -> Ratings:
    """Read ratings of shape (coders, units).

    Args:
        ratings: An array, a frame with a row for each coder, a sequence for each coder, or a mapping of coders to
            sequences. NaN, None, NaT and NA are missing.
        order: All the values that may occur, in their order.

    Raises:
        CodingError: Rows of different lengths, values that cannot be compared, or one that `order` lacks or has twice.
    """
    table = _array(ratings)
    if order is None and table.dtype.kind in "biuf":
        # The common case, without looking at values one by one.
        missing = np.isnan(table) if table.dtype.kind == "f" else np.zeros(table.shape, bool)
        numbers, places = np.unique(table[~missing], return_inverse=True)
        codes = np.full(table.shape, -1, np.intp)
        codes[~missing] = places
        return Ratings(codes, numbers.tolist(), numbers.astype(np.float64))
    return _coded(table.astype(object), order)


def unit_weights(weights: Any, units: int) -> NDArray[np.float64]:
    """Read the weights of units; None stands for 1 each.

    Raises:
        CodingError: Another number of weights than of units, or one that is negative or no number.
    """
    if weights is None:
        return np.ones(units)
    try:
        found = np.asarray(weights, np.float64)
    except (TypeError, ValueError) as error:
        raise CodingError("weights holds a value that is no number. Give each unit a number.") from error
    if found.shape != (units,):
        raise CodingError(f"weights has the shape {found.shape}, for {units} units. Give each unit one weight.")
    if not (np.isfinite(found) & (found >= 0)).all():
        raise CodingError("weights holds a value below 0 or none at all. Give each unit a number from 0 up.")
    if (found > LARGEST).any():
        raise CodingError(f"weights holds a value above {LARGEST:g}. Divide all of them by the same number.")
    return found


def _array(ratings: Any) -> NDArray[Any]:
    if hasattr(ratings, "to_numpy"):
        ratings = ratings.to_numpy()
    if not isinstance(ratings, np.ndarray):
        ratings = _from_rows(ratings)
    if ratings.ndim != 2:
        raise CodingError(f"ratings has {ratings.ndim} dimensions. Give a row for each coder, a column for each unit.")
    return np.asarray(ratings)


def _from_rows(ratings: Any) -> NDArray[Any]:
    """Lay rows out by hand, for NumPy would write NaN beside texts as "nan" and take sets of one length apart."""
    given = ratings.values() if isinstance(ratings, Mapping) else ratings
    try:
        rows = [_row(row) for row in given]
    except TypeError as error:
        raise CodingError("ratings is no table. Give a sequence of values for each coder.") from error
    lengths = {len(row) for row in rows}
    if len(lengths) > 1:
        raise CodingError(
            f"Coders have {min(lengths)} to {max(lengths)} ratings. Give each one for every unit, None where missing."
        )
    table = np.empty((len(rows), lengths.pop() if lengths else 0), object)
    for place, row in enumerate(rows):
        for unit, value in enumerate(row):
            table[place, unit] = value
    return table


def _row(row: Any) -> list[Any]:
    # Two texts would pass for two coders who said a letter of each unit.
    if isinstance(row, (str, bytes)):
        raise CodingError(
            "ratings holds a text where a coder's values should be. Give a list of values for each coder."
        )
    return list(row)


def _coded(table: NDArray[Any], order: Iterable[Hashable] | None) -> Ratings:
    known: dict[Hashable, int] = {}
    if order is not None:
        scale = [_key(value) for value in order]
        known = {value: place for place, value in enumerate(scale)}
        if len(known) < len(scale):
            raise CodingError("order holds a value twice. List every value once, from the lowest.")
    codes = np.full(table.shape, -1, np.intp)
    for place, value in np.ndenumerate(table):
        if _missing(value):
            continue
        key = _key(value)
        if order is not None and key not in known:
            raise CodingError("ratings holds a value that `order` lacks. List every value, from the lowest.")
        codes[place] = known.setdefault(key, len(known))
    values = list(known)
    if order is not None:
        return Ratings(codes, values, np.arange(len(values), dtype=np.float64))
    numbers = _as_numbers(values)
    if numbers is None:
        return Ratings(codes, values, None)
    rank = np.argsort(numbers, kind="stable")
    placed = np.empty(len(rank) + 1, np.intp)
    placed[rank], placed[-1] = np.arange(len(rank)), -1
    return Ratings(placed[codes], [values[place] for place in rank], numbers[rank])


def _as_numbers(values: Sequence[Hashable]) -> NDArray[np.float64] | None:
    try:
        numbers = [float(value) for value in values if isinstance(value, _NUMBERS)]
    except OverflowError:
        return None
    return np.array(numbers) if len(numbers) == len(values) else None


def _key(value: Any) -> Hashable:
    if isinstance(value, (set, frozenset)):
        return frozenset(value)
    try:
        hash(value)
    except TypeError as error:
        raise CodingError(
            f"ratings holds a {type(value).__name__}, which cannot be compared. Give texts, numbers or sets."
        ) from error
    return value  # type: ignore[no-any-return]


def _missing(value: Any) -> bool:
    if value is None:
        return True
    if isinstance(value, (str, set, frozenset)):
        return False
    import pandas as pd

    return pd.api.types.is_scalar(value) and bool(pd.isna(value))


def sets_of_coding(coding: Coding) -> Ratings:
    """Read the set of themes that each coder found in each answer."""
    marks = coding.marks
    codes, members = distinct_sets(marks == YES, (marks != UNCODED).all(axis=2))
    ids = np.array(coding.codebook.ids, object)
    return Ratings(codes, [frozenset(ids[row]) for row in members], None)


def distinct_sets(found: NDArray[np.bool_], coded: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Number the sets that occur.

    Args:
        found: Which coder found which theme in which answer, shape (coders, answers, themes).
        coded: Which coder coded which answer, shape (coders, answers).

    Returns:
        The place of each set, -1 where there is none, and the sets, shape (sets, themes).
    """
    sets = found[coded]
    packed = np.packbits(sets, axis=1) if sets.shape[1] else np.zeros((len(sets), 1), np.uint8)
    whole = np.ascontiguousarray(packed).view(np.dtype((np.void, packed.shape[1])))[:, 0]
    _, first, places = np.unique(whole, return_index=True, return_inverse=True)
    codes = np.full(coded.shape, -1, np.intp)
    codes[coded] = places
    return codes, sets[first]
