"""Resampling: how much a figure would change if other units had answered, always alike for one seed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from verkosto.errors import OptionError
from verkosto.responses import Coded, Numeric, Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["check_resampling", "percentile", "resampled", "summed", "units_of"]

_CELLS = 1 << 22
"""Weights that are held at once: 32 MiB of them."""


def units_of(responses: Responses) -> NDArray[np.intp]:
    """Return the unit of each row that a bootstrap draws, as codes from 0 without gaps.

    The unit is the association where the instrument names one (`unit_id`), so that six answers of one association are
    drawn together; otherwise it is the response. A row whose association is not known is a unit of its own.
    """
    rows = responses.rows
    variable = responses.variables.get(responses.instrument.unit_id or "")
    own = np.arange(rows)
    if isinstance(variable, Coded):
        known, named = variable.codes >= 0, variable.codes.astype(np.int64)
    elif isinstance(variable, Numeric):
        known = variable.absent == 0
        named = np.unique(variable.values, return_inverse=True)[1]
    else:
        return own
    # Negative numbers are those of rows without a known unit, and meet no other.
    return np.asarray(np.unique(np.where(known, named, -1 - own), return_inverse=True)[1].astype(np.intp))


def summed(units: NDArray[np.intp], values: NDArray[Any], *, count: int | None = None) -> Floats:
    """Sum rows by their unit.

    Args:
        units: The unit of each row, from 0.
        values: Of shape (rows,) or (rows, figures).
        count: Number of units; those up to the highest code where it is left out.

    Returns:
        float64 of shape (units,) or (units, figures).
    """
    height = int(units.max(initial=-1)) + 1 if count is None else count
    if values.ndim == 1:
        return np.bincount(units, np.asarray(values, np.float64), height).astype(np.float64)
    if np.array_equal(units, np.arange(height)):
        return np.asarray(values, np.float64)
    from scipy.sparse import csr_array

    ones = np.ones(len(units))
    return np.asarray(csr_array((ones, (units, np.arange(len(units)))), shape=(height, len(units))) @ values)


def resampled(
    units: int, strata: NDArray[np.intp] | None = None, *, resamples: int = 2000, seed: int = 1
) -> Iterator[Floats]:
    """Draw units with replacement, in each stratum as many as it has, and tell how often each was drawn.

    Args:
        units: How many units there are. Sum the figures of rows by their units first (`summed`), or spread the weights
            over rows: `block[:, units_of(responses)]`.
        strata: The stratum of each unit, any whole numbers; None where all are of one. A unit alone in its stratum is
            always drawn once.
        resamples: How many times to draw; 0 gives nothing.
        seed: The same seed gives the same draws, on any machine and with any amount of memory.

    Yields:
        float64 of shape (some resamples, units): whole numbers, whose sum in each stratum is its number of units. All
        blocks together have `resamples` rows; one takes some 32 MiB.

    Raises:
        OptionError: A number of resamples, or a seed, that is no whole number from 0 up.

    Example:
        >>> [block.sum(axis=1).tolist() for block in resampled(5, resamples=3, seed=7)]
        [[5.0, 5.0, 5.0]]

    Source: Efron 1979, Annals of Statistics 7; by clusters within strata as in Davison and Hinkley 1997, section 3.8.
    """
    check_resampling(resamples, seed)
    return _blocks(units, strata, int(resamples), int(seed))


def check_resampling(resamples: int, seed: int) -> None:
    """Tell a number of resamples, or a seed, that is none.

    Raises:
        OptionError: One of them is no whole number from 0 up.
    """
    for name, value in (("resamples", resamples), ("seed", seed)):
        if not isinstance(value, (int, np.integer)) or isinstance(value, bool) or value < 0:
            raise OptionError(f"{name}={value!r} is no whole number from 0 up. Write for instance {name}=2000.")


def _blocks(units: int, strata: NDArray[np.intp] | None, resamples: int, seed: int) -> Iterator[Floats]:
    if not units:
        return
    generator = np.random.default_rng(seed)
    # Units of one stratum stand side by side, so that a draw is a place between its first and its last.
    order = None if strata is None else np.argsort(strata, kind="stable")
    size, first = _stretches(units, None if strata is None or order is None else strata[order])
    rows = max(1, _CELLS // units)
    for start in range(0, resamples, rows):
        height = min(rows, resamples - start)
        # One number for each draw, row after row: the height of a block changes none of them.
        drawn = (generator.random((height, units)) * size).astype(np.int64)
        drawn += first + units * np.arange(height)[:, np.newaxis]
        counts = np.bincount(drawn.ravel(), minlength=height * units).reshape(height, units).astype(np.float64)
        if order is not None:
            placed = np.empty_like(counts)
            placed[:, order] = counts
            counts = placed
        yield counts


def _stretches(units: int, ordered: NDArray[np.intp] | None) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each unit, in the order of strata, the size of its stratum and the place of its first unit."""
    if ordered is None:
        return np.full(units, units), np.zeros(units, np.int64)
    _, first, place, size = np.unique(ordered, return_index=True, return_inverse=True, return_counts=True)
    return size[place], first[place]


def percentile(found: Floats, *, level: float = 0.95) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Return percentile intervals of figures from their resamples.

    Args:
        found: Of shape (resamples, figures); NaN where a resample has no such figure.
        level: Confidence, between 0 and 1.

    Returns:
        Lower ends, upper ends (NaN where fewer than half of the resamples have the figure), and how many resamples
        have it; each of shape (figures,).
    """
    used = np.asarray((~np.isnan(found)).sum(axis=0))
    enough = (used > 0) & (2 * used >= len(found))
    low, high = np.full((2, found.shape[1]), np.nan)
    if enough.any():
        tail = (1 - level) / 2
        low[enough], high[enough] = np.nanquantile(found[:, enough], [tail, 1 - tail], axis=0)
    return low, high, used
