"""Krippendorff's alpha: agreement of any number of coders, beyond chance, on any kind of value."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from verkosto.errors import OptionError
from verkosto.themes._agreement_distances import Distance, distance_of
from verkosto.themes._agreement_ratings import Ratings, ratings_of, sets_of_coding, unit_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.themes._coding import Coding

    Floats = NDArray[np.float64]

__all__ = ["Alpha", "Level", "krippendorff_alpha", "unit_disagreements"]

Level = Literal["nominal", "ordinal", "interval", "ratio", "masi", "jaccard"]


class Alpha(float):
    """Krippendorff's alpha: a number, with what it was made of.

    It counts as a plain float everywhere: 1 for perfect agreement, 0 for as much as chance would give, below 0 for
    less, NaN where it does not exist.

    Attributes:
        observed: Mean distance of two codings of one unit.
        expected: Mean distance of any two of the codings.
        values: How many codings there are of units with two or more; the sum of their weights.
        units: How many units have two codings or more.
        reason: None, or why there is no alpha: "no_pairs" (no unit has two codings), "one_value" (all codings are the
            same, so that chance would agree as well).
    """

    observed: float
    expected: float
    values: float
    units: int
    reason: Literal["no_pairs", "one_value"] | None

    def __new__(
        cls,
        value: float,
        *,
        observed: float = np.nan,
        expected: float = np.nan,
        values: float = 0.0,
        units: int = 0,
        reason: Literal["no_pairs", "one_value"] | None = None,
    ) -> Alpha:
        made = super().__new__(cls, value)
        made.observed, made.expected, made.values, made.units, made.reason = observed, expected, values, units, reason
        return made


def krippendorff_alpha(
    ratings: Any | Coding,
    *,
    level: Level | Callable[[Any, Any], float] = "nominal",
    order: Iterable[Hashable] | None = None,
    weights: Any = None,
) -> Alpha:
    """Return Krippendorff's alpha of what coders said of units.

    Args:
        ratings: Of shape (coders, units): an array, a frame with a row for each coder, a sequence for each coder, or
            a mapping of coders to sequences. Turn a frame with a column for each coder first: `frame.T`. NaN, None and
            NA are missing; a unit with fewer than two codings counts for nothing. Or a `Coding`, of which each answer
            is a unit, and the set of themes that a coder found in it the value.
        level: How far two values are from one another: "nominal" (the same or not), "ordinal" (how many codings
            lie between), "interval" (the square of their difference), "ratio" (the same, relative to their sum; for
            numbers from 0 up), "masi" or "jaccard" for sets, or a function of two values that gives 0 for the same, a
            number from 0 up otherwise, and the same in either order. A function's results are taken as they are, and
            not squared.
        order: For "ordinal" values that are no numbers: all values from the lowest to the highest.
        weights: A weight from 0 up for each unit. Whole weights count a unit so many times.

    Returns:
        A float that also tells the observed and the expected disagreement. It is NaN, with a `reason`, where no unit
        has two codings, and where all codings are the same: nothing shows then that coders can tell units apart.
        (For a single value `kripp.alpha` of R's irr gives 1, and the package krippendorff raises an error.)

    Raises:
        CodingError: A table that cannot be read, values that do not fit the level, or a function that gives no
            distance.
        OptionError: For another level.

    Example:
        >>> a = ["tilat", "raha", None, "raha", "tilat"]
        >>> b = ["tilat", "raha", "raha", "tilat", "tilat"]
        >>> round(krippendorff_alpha([a, b]), 3)
        0.533
        >>> krippendorff_alpha([["raha", "raha"], ["raha", "raha"]]).reason
        'one_value'

    Source: Krippendorff 2011, Computing Krippendorff's alpha-reliability; 2019, Content analysis, 4th edition,
    chapter 12. The results equal those of the package krippendorff.
    """
    read = sets_of_coding(ratings) if hasattr(ratings, "marks") else ratings_of(ratings, order=order)
    if order is not None and level not in ("nominal", "ordinal"):
        raise OptionError("order is of ordinal values. Leave it out, or ask for level='ordinal'.")
    given = unit_weights(weights, read.codes.shape[1])
    codes = pairable(read.codes)
    kept = (codes >= 0).any(axis=0) & (given > 0)
    codes, given = codes[:, kept], given[kept]
    counts = _counts(codes, given, len(read.values))
    distance = distance_of(level, Ratings(codes, read.values, read.numbers), counts)
    return alpha_of(codes, given, counts, distance)


def alpha_of(codes: NDArray[np.intp], weights: Floats, counts: Floats, distance: Distance) -> Alpha:
    """Return alpha of units that have two codings or more each."""
    values, units = float(counts.sum()), codes.shape[1]
    if not units or values <= 1:
        return Alpha(np.nan, values=values, units=units, reason="no_pairs")
    observed = float(weights @ unit_disagreements(codes, distance)) / values
    expected = float(counts @ distance.sums(counts)) / (values * (values - 1)) if (counts > 0).sum() > 1 else 0.0
    if expected <= 0:
        return Alpha(np.nan, observed=observed, expected=0.0, values=values, units=units, reason="one_value")
    return Alpha(1 - observed / expected, observed=observed, expected=expected, values=values, units=units)


def pairable(codes: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return codes with -1 for all of a unit that has fewer than two."""
    return np.where((codes >= 0).sum(axis=0) > 1, codes, -1)


def unit_disagreements(codes: NDArray[np.intp], distance: Distance) -> Floats:
    """Return for each unit the sum of distances of its pairs, in both orders, divided by its codings less one."""
    coders, units = codes.shape
    found = np.zeros(units)
    # Each turn sets every coder beside another one, so that all ordered pairs come once.
    for turn in range(1, coders):
        other = np.roll(codes, turn, axis=0)
        both = (codes >= 0) & (other >= 0)
        found += np.bincount(np.nonzero(both)[1], distance.between(codes[both], other[both]), units)
    return np.asarray(found / np.maximum((codes >= 0).sum(axis=0) - 1, 1))


def _counts(codes: NDArray[np.intp], weights: Floats, values: int) -> Floats:
    said = codes >= 0
    spread = np.broadcast_to(weights, codes.shape)
    return np.bincount(codes[said], spread[said], values).astype(np.float64)
