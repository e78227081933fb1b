"""Draws: the shares of a table among other respondents who might have answered, and what chance alone would make."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.aggregate import Table, UnitParts, unit_parts
from verkosto.themes._bootstrap import units_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Draws", "drawn"]

_CELLS = 1 << 21
_DIGITS = 12
"""Sums of weights that differ by less than their rounding are ties."""


@frozen(eq=False)
class Draws:
    """Resampled figures of a table.

    Attributes:
        shares: The figures of each resample, shape (resamples, rows of the table); NaN where it has nobody to ask.
        sums: What is compared within a group: two answers have the same share where their sums are the same.
        chance: The sums that chance makes where no answer is ahead of another, shape as `shares`.
    """

    shares: Floats
    sums: Floats
    chance: Floats


def drawn(table: Table, *, resamples: int, seed: int) -> Draws:
    """Resample the respondents of a table.

    Units are drawn with replacement within strata, one fewer than there are, and weighted up (Rao, Wu and Yue 1992,
    Survey Methodology 18), so that a stratum of two units has the right spread; what of a known population was
    answered does not vary. Units are those of the design; where it draws rows, the protection units, so that
    persons of one association stay together.

    Chance is made by turning the difference of each unit over or not, by the toss of a coin (the wild bootstrap with
    Rademacher's weights: Liu 1988, Annals of Statistics 16; for clusters Cameron, Gelbach and Miller 2008, Review of
    Economics and Statistics 90). With rows of equal weight that is McNemar's exact test.

    Replicate and calibrated weights have no units to draw: figures are drawn from the normal distribution that has
    their covariance.
    """
    generator = np.random.default_rng(seed)
    parts = unit_parts(table, units_of(table.known_origin().responses))
    if parts is None:
        return _normal(table, resamples, generator)
    sums = np.asarray(parts.above.sum(axis=0), dtype=np.float64)
    return Draws(_shares(parts, resamples, generator), _rounded(sums, sums), _chance(parts, sums, resamples, generator))


def _shares(parts: UnitParts, resamples: int, generator: np.random.Generator) -> Floats:
    units, weight = len(parts.strata), np.sqrt(parts.left)[parts.strata]
    order = np.argsort(parts.strata, kind="stable")
    sizes = np.bincount(parts.strata, minlength=len(parts.left))
    # One place for each draw: a stratum of n units is drawn from n - 1 times.
    of_draw = np.repeat(np.arange(len(sizes)), np.maximum(sizes - 1, 0))
    first = (np.cumsum(sizes) - sizes)[of_draw]
    up = (sizes / np.maximum(sizes - 1, 1))[parts.strata]
    alone = np.flatnonzero(sizes[parts.strata] == 1)
    found = np.empty((resamples, parts.above.shape[1]))
    above, (below, base) = parts.above.T.tocsr(), _once(parts.below.T.tocsr())
    for start, stop in _blocks(resamples, units):
        height = stop - start
        places = (generator.random((height, len(of_draw))) * sizes[of_draw]).astype(np.intp) + first
        places = order[places] + units * np.arange(height)[:, np.newaxis]
        counts = np.bincount(places.ravel(), minlength=height * units).reshape(height, units)
        # Nobody stands for a unit alone in its stratum, so it is there twice or not at all.
        counts[:, alone] = 2 * generator.integers(0, 2, size=(height, len(alone)))
        factors = (1 - weight + weight * up * counts).T
        with np.errstate(invalid="ignore", divide="ignore"):
            shares = np.asarray(above @ factors) / np.asarray(below @ factors)[base]
        found[start:stop] = shares.T
    return np.asarray(np.round(found, _DIGITS))


def _once(rows: Any) -> tuple[Any, NDArray[np.intp]]:
    """Return each different row once, and which of them stands for each: the answers of a group share their base."""
    places: dict[bytes, int] = {}
    kept = list[int]()
    stands = np.empty(rows.shape[0], dtype=np.intp)
    for row in range(rows.shape[0]):
        part = slice(rows.indptr[row], rows.indptr[row + 1])
        key = sha256(rows.indices[part].tobytes() + rows.data[part].tobytes()).digest()
        if key not in places:
            places[key] = len(kept)
            kept.append(row)
        stands[row] = places[key]
    return rows[kept], stands


def _chance(parts: UnitParts, sums: Floats, resamples: int, generator: np.random.Generator) -> Floats:
    units = len(parts.strata)
    above = (parts.above.T * np.sqrt(parts.left)[parts.strata]).tocsr()
    found = np.empty((resamples, parts.above.shape[1]))
    for start, stop in _blocks(resamples, units):
        signs = generator.integers(0, 2, size=(units, stop - start), dtype=np.int8) * 2.0 - 1.0
        found[start:stop] = np.asarray(above @ signs).T
    return _rounded(found, sums)


def _normal(table: Table, resamples: int, generator: np.random.Generator) -> Draws:
    """Draw figures from the normal distribution with the table's own covariance."""
    estimates = np.asarray(table.cells["estimate"], dtype=np.float64)
    known = ~np.isnan(estimates)
    covariance = np.nan_to_num(table.cov().to_numpy())
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    spread = [generator.standard_normal((resamples, len(estimates))) @ root.T for _ in range(2)]
    shares = np.where(known, estimates + spread[0], np.nan)
    sums = np.nan_to_num(estimates)
    return Draws(np.asarray(np.round(shares, _DIGITS)), np.asarray(np.round(sums, _DIGITS)), spread[1])


def _rounded(values: Floats, sums: Floats) -> Floats:
    """Round sums of weights, so that those that are alike but for the order of adding are alike."""
    size = float(np.abs(sums).max(initial=0.0))
    return np.asarray(np.round(values / size, _DIGITS)) if size else values


def _blocks(resamples: int, units: int) -> list[tuple[int, int]]:
    rows = max(1, _CELLS // max(units, 1))
    return [(start, min(start + rows, resamples)) for start in range(0, resamples, rows)]
