"""From statistics to results: p-values with the reason where there is none, effects, and what all tests share."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.aggregate._design_pass import weights_id
from verkosto.aggregate._notes import about_design, about_domain
from verkosto.aggregate._response_sampling import sampling_notes
from verkosto.aggregate._tests_figures import Figures
from verkosto.aggregate._tests_notes import about_status
from verkosto.aggregate._tests_result import Effect, Labelled, OtherTest, SignificanceTest
from verkosto.aggregate._tests_rows import Categories, Numbers, Sample
from verkosto.aggregate._tests_tails import f_tail, t_quantile, t_tail
from verkosto.aggregate._tests_words import BASES, EFFECTS, METHODS, OTHERS
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = [
    "Basis", "Found", "by_f", "by_t", "by_wald", "conclude", "effect", "inverse_times", "joined", "none_found",
    "notes_of_sample", "other", "t_effect",
    "varies",
]  # fmt: skip

_ROUNDING = 1e-12
_BOUNDED = frozenset({"share_difference", "largest_difference"})


@frozen
class Found:
    """A test statistic with its p-value; NaN where `status` is not "ok"."""

    statistic_name: str
    statistic: float
    df: float
    ddf: float | None
    p: float
    status: str = "ok"


def none_found(statistic_name: str, status: str, df: float, ddf: float | None = None) -> Found:
    """Return that there is no statistic, and why."""
    return Found(statistic_name, math.nan, df, ddf, math.nan, status)


def by_t(value: float, se: float, df: float, *, size: float = 1.0) -> Found:
    """Test whether a value is 0 by Student's t.

    Args:
        value: What was estimated.
        se: Its standard error.
        df: Degrees of freedom.
        size: How large values could be: a standard error that is nothing beside it is what rounding left.
    """
    if not se > _ROUNDING * size:
        return none_found("t", "no_variance", df)
    if not df > 0:
        return none_found("t", "no_df", df)
    return Found("t", value / se, df, None, t_tail(value / se, df))


def by_f(statistic: float, df: float, ddf: float) -> Found:
    """Test by F."""
    if not (df > 0 and ddf > 0):
        return none_found("F", "no_df", df, ddf)
    return Found("F", statistic, df, ddf, f_tail(statistic, df, ddf))


def by_wald(values: Floats, covariance: Floats, df: float, *, adjusted: bool) -> Found:
    """Test whether several values are all 0.

    Values are of the size of shares, so that a variance that is nothing beside 1 is what rounding left.

    Formula: `W = v' V^-1 v`. As F it is `W / q` on q and df degrees of freedom; adjusted as Hotelling's T-square,
    `W * (df - q + 1) / (q * df)` on q and df - q + 1 (Fay 1979; "adjWald" of R's `svychisq`).
    """
    q = len(values)
    ddf = df - q + 1 if adjusted else df
    if not varies(covariance):
        return none_found("F", "no_variance", q, ddf)
    if not ddf > 0:
        return none_found("F", "no_df", q, ddf)
    solved = inverse_times(covariance, values)
    if solved is None:
        return none_found("F", "singular", q, ddf)
    wald = float(values @ solved)
    return by_f(wald * (ddf / (q * df) if adjusted else 1 / q), q, ddf)


def varies(covariance: Floats) -> bool:
    """Return whether shares, or values of their size, vary at all: a variance beneath this is what rounding left."""
    return bool(np.diag(covariance).max(initial=0.0) > _ROUNDING**2)


def inverse_times(matrix: Floats, right: Floats) -> Floats | None:
    """Return `matrix^-1 @ right` for a symmetric matrix that may be singular: then None."""
    scale = np.sqrt(np.maximum(np.diag(matrix), 0))
    if not (np.isfinite(matrix).all() and (scale > 0).all()):
        return None
    # On the scale of correlations, so that units do not decide what counts as singular.
    correlation = matrix / np.outer(scale, scale)
    if np.linalg.cond(correlation) > 1 / _ROUNDING:
        return None
    shape = (-1,) + (1,) * (right.ndim - 1)
    return np.asarray(np.linalg.solve(correlation, right / scale.reshape(shape)) / scale.reshape(shape))


def effect(
    name: str,
    estimate: float,
    *,
    se: float = math.nan,
    low: float = math.nan,
    high: float = math.nan,
    interval: str | None = None,
    label: LocalText | None = None,
) -> Effect:
    """Return an effect; what is no finite number becomes None, and without a low end there is no interval."""
    none = not math.isfinite(low)
    return Effect(
        name,
        EFFECTS[name] if label is None else label,
        _finite(estimate),
        _finite(se),
        _finite(low),
        None if none else _finite(high),
        None if none else interval,
    )


def t_effect(
    name: str,
    estimate: float,
    se: float,
    df: float,
    level: float,
    *,
    label: LocalText | None = None,
    known: bool = True,
) -> Effect:
    """Return an effect with an interval of Student's t around it; differences of shares end at -1 and 1.

    Args:
        name: The effect's.
        estimate: Its size.
        se: Its standard error.
        df: Degrees of freedom.
        level: Confidence of the interval.
        label: What it is called, if not as effects of that name are.
        known: Whether the standard error says how sure the size is. A 0 of answers that happen not to vary does not,
            and makes no interval; that of a census does.
    """
    half = t_quantile(level, df) * se if known or se > _ROUNDING else math.nan
    if known and se == 0:
        half = 0.0
    low, high = estimate - half, estimate + half
    if name in _BOUNDED:
        low, high = max(low, -1.0), min(high, 1.0)
    return effect(name, estimate, se=se, low=low, high=high, interval="t", label=label)


@frozen
class Basis:
    """What a test stands on.

    Attributes:
        n: Rows that count.
        weighted: Sum of their weights.
        weights: Id of the weights, or None.
        absences: Rows that do not count, by reason.
        notes: Which rows, weights and way of sampling there were.
        instrument_id: Id of the survey.
    """

    n: int
    weighted: float
    weights: str | None
    absences: Figures
    notes: tuple[LocalText, ...]
    instrument_id: str

    @classmethod
    def of(cls, sample: Sample, rows: NDArray[np.bool_], *variables: Categories | Numbers) -> Basis:
        """Tell of the rows of a sample that have all of some variables."""
        return cls(
            int(rows.sum()),
            float(sample.plan.w[rows].sum() * sample.plan.scale),
            weights_id(sample.design),
            sample.absences(*variables),
            tuple(notes_of_sample(sample)),
            sample.responses.instrument.id,
        )


def conclude(
    basis: Basis,
    found: Found,
    *,
    name: str,
    title: LocalText,
    method: str,
    effects: Sequence[Effect],
    level: float,
    base: str,
    variables: Sequence[str],
    groups: Figures,
    notes: Sequence[LocalText] = (),
    others: Sequence[OtherTest] = (),
    labels: Mapping[str, Mapping[str, LocalText]] | None = None,
) -> SignificanceTest:
    """Put a result together, with the notes that concern every test."""
    return SignificanceTest(
        name=name,
        title=title,
        method=METHODS[method],
        statistic_name=found.statistic_name,
        statistic=_finite(found.statistic),
        df=_finite(found.df),
        ddf=None if found.ddf is None else _finite(found.ddf),
        p=_finite(found.p),
        status=found.status,
        effects=tuple(effects),
        level=level,
        n=basis.n,
        weighted=basis.weighted,
        base=BASES[base],
        variables=tuple(variables),
        weights=basis.weights,
        groups=groups,
        absences=basis.absences,
        notes=tuple(dict.fromkeys([*about_status(found.status), *notes, *basis.notes])),
        instrument_id=basis.instrument_id,
        others=tuple(others),
        labels=tuple(
            Labelled(column, code, label) for column, codes in (labels or {}).items() for code, label in codes.items()
        ),
    )


def other(name: str, found: Found) -> OtherTest:
    """Return a test that stands beside the main one."""
    numbers = (_finite(found.statistic), _finite(found.df), None if found.ddf is None else _finite(found.ddf))
    return OtherTest(name, OTHERS[name], found.statistic_name, *numbers, _finite(found.p), found.status)


def notes_of_sample(sample: Sample) -> list[LocalText]:
    """Say which rows, weights and way of sampling a test stands on."""
    instrument, design = sample.responses.instrument, sample.design
    notes = []
    if sample.responses.domain is not None:
        notes.append(about_domain(int(sample.inside.sum()), sample.responses.rows))
    return [*notes, *about_design(instrument, design), *sampling_notes(instrument.sampling, design)]


def joined(texts: Sequence[LocalText], between: str = " × ") -> LocalText:
    """Return several texts as one, in each language."""
    return LocalText(**{lang: between.join(text.get(lang) for text in texts) for lang in ("fi", "sv", "en")})


def _finite(value: Any) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None
