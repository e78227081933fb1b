"""Orders: places of shares, who is first, how two orders differ, and p-values of pairs; plain arrays in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

__all__ = ["agreement", "ends", "firsts", "holm", "p_of_pairs", "places", "rivals"]


def places(shares: Floats) -> tuple[Places, Places]:
    """Return the best and the worst place of each share, 1 for the largest; they differ where shares are tied.

    Args:
        shares: Of shape (..., answers).
    """
    above = (shares[..., np.newaxis, :] > shares[..., :, np.newaxis]).sum(axis=-1)
    as_large = (shares[..., np.newaxis, :] >= shares[..., :, np.newaxis]).sum(axis=-1)
    return (above + 1).astype(np.intp), as_large.astype(np.intp)


def firsts(shares: Floats) -> Floats:
    """Return how often each answer is the first, shape (answers,), of shares of shape (resamples, answers).

    A tie is split among those who are in it.
    """
    top = shares == shares.max(axis=1, keepdims=True)
    return np.asarray((top / top.sum(axis=1, keepdims=True)).mean(axis=0))


def rivals(shares: Floats) -> NDArray[np.intp]:
    """Return for each answer the place of the largest other one; of those that are tied the first."""
    order = np.argsort(-shares, kind="stable")
    found = np.full(len(shares), order[0])
    found[order[0]] = order[1]
    return found


def ends(values: NDArray[Any], level: float) -> tuple[Floats, Floats]:
    """Return percentile intervals of values of shape (resamples, figures), ends that occur."""
    tail = (1 - level) / 2
    low = np.quantile(values, tail, axis=0, method="lower")
    return np.asarray(low), np.asarray(np.quantile(values, 1 - tail, axis=0, method="higher"))


def p_of_pairs(sums: Floats, chance: Floats) -> Floats:
    """Return two-sided p-values of no difference between answers, shape (answers, answers).

    Args:
        sums: What was found, shape (answers,).
        chance: What chance makes, shape (resamples, answers).

    The observed differences count as one more that chance made (Phipson and Smyth 2010, Statistical Applications in
    Genetics and Molecular Biology 9).
    """
    found = np.ones((len(sums), len(sums)))
    slack = 1e-11
    for place in range(len(sums)):
        seen = np.abs(sums[place] - sums) - slack
        made = np.abs(chance[:, [place]] - chance)
        found[place] = (1 + (made >= seen).sum(axis=0)) / (1 + len(chance))
    return found


def agreement(own: Floats, other: Floats) -> tuple[NDArray[np.intp], Floats]:
    """Return how many pairs two orders have the other way round, and Kendall's tau-b.

    Args:
        own: Shares of shape (..., answers).
        other: Likewise.

    Returns:
        Counts and coefficients of shape (...); NaN where all shares of one order are tied.

    Source: Kendall 1945, Biometrika 33, with its correction for ties.
    """
    first, second = np.triu_indices(own.shape[-1], k=1)
    one = np.sign(own[..., first] - own[..., second])
    two = np.sign(other[..., first] - other[..., second])
    product = one * two
    norm = np.sqrt(np.abs(one).sum(axis=-1) * np.abs(two).sum(axis=-1))
    with np.errstate(invalid="ignore", divide="ignore"):
        tau = np.where(norm > 0, product.sum(axis=-1) / norm, np.nan)
    return np.asarray((product < 0).sum(axis=-1)), np.asarray(tau)


def holm(p: Floats) -> Floats:
    """Return p-values adjusted for how many there are (Holm 1979, Scandinavian Journal of Statistics 6)."""
    order = np.argsort(p, kind="stable")
    raised = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    found = np.empty_like(p)
    found[order] = np.minimum(raised, 1.0)
    return found
