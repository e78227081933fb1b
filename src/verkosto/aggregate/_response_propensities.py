"""Response propensities: how likely each kind of those asked was to answer, as estimated from who did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from attrs import frozen

from verkosto.errors import AnalysisError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

__all__ = ["Asked", "Model", "Propensities", "between", "propensities"]

Model = Literal["cells", "logistic"]

_STEPS = 60
_CONVERGED = 1e-12
_CERTAIN = 1e-9


@frozen(eq=False)
class Asked:
    """Those who were asked, put together where all their variables agree.

    Attributes:
        names: The variables.
        categories: Their categories.
        codes: The category of each cell, one column for each variable.
        asked: How many were asked in each cell.
        answered: How many of them answered.
        w: Sum of their weights.
        w2: Sum of squared weights.
        wr: Sum of the weights of those who answered.
    """

    names: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]
    codes: Codes
    asked: Floats
    answered: Floats
    w: Floats
    w2: Floats
    wr: Floats


@frozen(eq=False)
class Propensities:
    """What is known of the propensities; cells as in `Asked`.

    Attributes:
        p: The propensity of each cell.
        share: The share of each cell among those asked (of their weights), adding up to 1.
        mean: Their mean, which is the weighted response rate.
        variance: Their variance, divided by N.
        bias: What estimating the propensities adds to that variance on average.
        spread: Variance of the estimated variance.
    """

    p: Floats
    share: Floats
    mean: float
    variance: float
    bias: float
    spread: float


def propensities(asked: Asked, model: Model) -> Propensities:
    """Estimate the propensities.

    Args:
        asked: Those asked.
        model: "cells": the weighted response rate of each cell. "logistic": main effects of the variables.

    Raises:
        AnalysisError: The logistic model has no finite solution.
    """
    share = asked.w / asked.w.sum()
    if model == "cells":
        p = asked.wr / asked.w
        bias, spread = _of_cells(asked, share, p)
    else:
        design = _main_effects(asked)
        p = _fitted(design, asked)
        bias, spread = _of_model(asked, share, p, design)
    mean = float(share @ p)
    return Propensities(p, share, mean, float(share @ (p - mean) ** 2), bias, spread)


def _of_cells(asked: Asked, share: Floats, p: Floats) -> tuple[float, float]:
    """Return bias and spread of the variance between cells; what `_of_model` gives with a column for each cell."""
    v = asked.w2 / asked.w**2 * p * (1 - p)
    around = share * (p - share @ p)
    twice = ((share * (1 - share)) ** 2 - share**4) @ v**2 + (share**2 @ v) ** 2
    return float((share * (1 - share)) @ v), float(4 * around**2 @ v + 2 * twice)


def _of_model(asked: Asked, share: Floats, p: Floats, design: Floats) -> tuple[float, float]:
    """Return bias and spread of the variance of modelled propensities, linear in the coefficients.

    With their covariance C, the gradient g of the variance and the covariance B of the propensities' gradients over
    those asked, the bias is tr(BC), and the spread g'Cg + 2 tr(BCBC).
    """
    slope = (p * (1 - p))[:, np.newaxis] * design
    bread = np.linalg.pinv(design.T @ (asked.w[:, np.newaxis] * slope), hermitian=True)
    covariance = bread @ (design.T @ (asked.w2[:, np.newaxis] * slope)) @ bread
    gradient = 2 * (share * (p - share @ p)) @ slope
    centred = slope - share @ slope
    product = (centred.T * share) @ centred @ covariance
    spread = gradient @ covariance @ gradient + 2 * np.trace(product @ product)
    return float(np.trace(product)), float(spread)


def _main_effects(asked: Asked) -> Floats:
    """Return an intercept and a column for each category but the first."""
    columns = [np.ones(len(asked.w))]
    for place, categories in enumerate(asked.categories):
        columns += [(asked.codes[:, place] == code).astype(np.float64) for code in range(1, len(categories))]
    return np.stack(columns, axis=1)


def _fitted(design: Floats, asked: Asked) -> Floats:
    """Fit by iteratively reweighted least squares; variables may say the same, fitted values are unique."""
    rate = asked.wr.sum() / asked.w.sum()
    if not 0 < rate < 1:
        return np.full(len(asked.w), rate)
    linear = np.full(len(asked.w), np.log(rate / (1 - rate)))
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-linear))
        weight = asked.w * p * (1 - p)
        if (p * (1 - p)).min() < _CERTAIN:
            break
        working = linear + (asked.wr / asked.w - p) / (p * (1 - p))
        root = np.sqrt(weight)
        beta = np.linalg.lstsq(root[:, np.newaxis] * design, root * working, rcond=None)[0]
        moved = design @ beta
        if np.abs(moved - linear).max() <= _CONVERGED * (1 + np.abs(moved).max()):
            return np.asarray(1 / (1 + np.exp(-moved)))
        linear = moved
    names = ", ".join(map(repr, asked.names))
    msg = (
        f"the logistic model of {names} has no finite solution: all or none of some category answered. Put categories "
        "together, or take model='cells'."
    )
    raise AnalysisError(msg)


def between(asked: Asked, found: Propensities, places: Sequence[int]) -> tuple[Codes, Floats, Floats]:
    """Put cells together by some of the variables: the group of each cell, the groups' shares and mean propensities."""
    if not places:
        group = np.zeros(len(found.p), dtype=np.intp)
    else:
        group = np.unique(asked.codes[:, places], axis=0, return_inverse=True)[1].reshape(-1).astype(np.intp)
    share = np.bincount(group, weights=found.share).astype(np.float64)
    return group, share, np.bincount(group, weights=found.share * found.p) / share
