"""Quality: how far the figures of a table can be relied on, from the columns of the table alone.

Nothing is counted again, so a table read from JSON or made of a published release is judged as one just computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from attrs import Attribute, field, frozen

from verkosto.aggregate._figures import unit_of
from verkosto.aggregate._given import is_number
from verkosto.aggregate._intervals import AT_THE_ENDS, share_interval, t_quantile
from verkosto.errors import AnalysisError

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from verkosto.aggregate._columns import Columns
    from verkosto.aggregate._table import Table

    Floats = NDArray[np.float64]
    Marks = NDArray[np.bool_]

__all__ = ["Quality", "Thresholds", "quality_frame", "quality_of"]

_AROUND_ZERO = frozenset({"net", "nps", "contrast", "alpha"})
_LEVEL: Final = 0.95
_NARROW: Final = 0.05


def _positive(_: object, attribute: Attribute[Any], value: object) -> None:
    if not is_number(value) or value < 0:
        msg = f"threshold {attribute.name!r} is {value!r}, which is no number from 0 up."
        raise AnalysisError(msg)


@frozen(kw_only=True)
class Thresholds:
    """Where a figure stops being reliable.

    Shares are judged by the standards for proportions of the United States' National Center for Health Statistics
    (Parker and others 2017, Vital and Health Statistics 2(175)); means, totals, ratios and other figures by their
    coefficient of variation with the bounds that Statistics Canada uses.

    Attributes:
        effective_n: An effective sample size below it is unreliable; of any figure.
        width: A share whose 95 % Korn–Graubard interval is at least so wide is unreliable.
        relative_width: So is one whose interval is wider than 0.05 and more than so many times the share.
        df: Fewer degrees of freedom call for caution; of any figure.
        caution_cv: A coefficient of variation above it calls for caution.
        cv: One above it is unreliable.

    Raises:
        AnalysisError: A threshold is no number from 0 up.
    """

    effective_n: float = field(default=30.0, validator=_positive)
    width: float = field(default=0.30, validator=_positive)
    relative_width: float = field(default=1.30, validator=_positive)
    df: float = field(default=8.0, validator=_positive)
    caution_cv: float = field(default=0.166, validator=_positive)
    cv: float = field(default=0.333, validator=_positive)


@frozen(eq=False)
class Quality:
    """What is said of each row of a table; arrays of one length.

    Attributes:
        cv: Coefficient of variation: standard error by estimate. NaN where the estimate is 0, or a net, a score
            or a difference, which may be 0 without being unreliable.
        effective_n: Effective sample size.
        margin: Half the width of the interval.
        flag: "ok", "caution" or "unreliable"; None without an estimate.
        reason: Why it is not "ok", several with ", " between: "effective_n", "width", "relative_width", "cv", "df",
            "extreme" (a share of 0 or 1). Without an estimate the status. None where it is "ok".
    """

    cv: Floats
    effective_n: Floats
    margin: Floats
    flag: NDArray[np.object_]
    reason: NDArray[np.object_]


@frozen(eq=False)
class _Figures:
    """Columns of a table as they are judged."""

    estimate: Floats
    se: Floats
    low: Floats
    high: Floats
    base: Floats
    df: Floats
    deff: Floats
    edge: Marks
    share: Marks
    zero: Marks
    level: float

    @classmethod
    def of(cls, cells: Columns, level: float) -> _Figures:
        """Read the columns; a base without known degrees of freedom has as many as it has rows, less one."""
        kinds = cells["statistic"].tolist()
        base = np.where(cells["base"] < 0, np.nan, cells["base"]).astype(np.float64)
        df = np.where(np.isnan(cells["df"]), base - 1, cells["df"])
        share = np.array([unit_of(kind) == "percent" for kind in kinds], dtype=bool)
        zero = np.array([kind in _AROUND_ZERO or kind.endswith("_difference") for kind in kinds], dtype=bool)
        return cls(
            estimate=cells["estimate"],
            se=cells["se"],
            low=cells["low"],
            high=cells["high"],
            base=base,
            df=df,
            deff=cells["deff"],
            edge=cells["interval"] == AT_THE_ENDS,
            share=share,
            zero=zero,
            level=level,
        )


def quality_of(table: Table, thresholds: Thresholds | None = None) -> Quality:
    """Judge each row of a table.

    Args:
        table: Any table.
        thresholds: Where a figure stops being reliable; None: as the sources named in `Thresholds` say.
    """
    wanted = thresholds or Thresholds()
    figures = _Figures.of(table.cells, table.level)
    with np.errstate(all="ignore"):
        cv = np.where(figures.zero | (figures.estimate == 0), np.nan, figures.se / np.abs(figures.estimate))
        effective = _effective(figures)
        unreliable, caution = _judged(figures, cv, effective, wanted)
    none = np.isnan(figures.estimate)
    flag = np.full(len(none), "ok", dtype=object)
    flag[np.logical_or.reduce([*caution.values()])] = "caution"
    flag[np.logical_or.reduce([*unreliable.values()])] = "unreliable"
    flag[none] = None
    no = np.zeros(len(none), dtype=bool)
    reason = _reasons({name: unreliable.get(name, no) | caution.get(name, no) for name in {**unreliable, **caution}})
    reason[none] = table.cells["status"][none]
    margin = (figures.high - figures.low) / 2
    return Quality(cv, np.where(none, np.nan, effective), margin, flag, reason)


def quality_frame(table: Table, thresholds: Thresholds | None = None) -> pd.DataFrame:
    """Return the quality of a table as a new pandas frame: the keys of `Table.frame` and what `Quality` holds."""
    import pandas as pd

    found = quality_of(table, thresholds)
    keys = ("variable", "value", "label", *table.by, "statistic")
    columns = {name: pd.array(table.cells[name], dtype="string") for name in keys}
    numbers = {"cv": found.cv, "effective_n": found.effective_n, "margin": found.margin}
    texts = {"flag": pd.array(found.flag, dtype="string"), "reason": pd.array(found.reason, dtype="string")}
    return pd.DataFrame({**columns, **numbers, **texts})


def _effective(figures: _Figures) -> Floats:
    """Return effective sample sizes: of a share from its variance, at 0 and 1 from its interval, else from deff."""
    spread = figures.estimate * (1 - figures.estimate)
    by_deff = np.where(figures.deff > 0, figures.base / figures.deff, figures.base)
    by_variance = np.where((spread > 0) & (figures.se > 0), spread / figures.se**2, by_deff)
    # Korn–Graubard at the ends is 1 - (alpha / 2) ** (1 / n) wide; n is adjusted for degrees of freedom.
    adjusted = np.log((1 - figures.level) / 2) / np.log1p(figures.low - figures.high)
    t, t_of_rows = (t_quantile(df, figures.level) for df in (figures.df, np.maximum(figures.base - 1, 1)))
    by_width = adjusted * (t / t_of_rows) ** 2
    at_edge = figures.share & figures.edge & ~np.isnan(by_width)
    found = np.where(figures.share, np.where(at_edge, by_width, by_variance), by_deff)
    return np.where(_exact(figures), np.inf, found)


def _exact(figures: _Figures) -> Marks:
    """A census has neither error nor margin."""
    return np.asarray((figures.se == 0) & (figures.low == figures.high))


def _judged(
    figures: _Figures, cv: Floats, effective: Floats, wanted: Thresholds
) -> tuple[dict[str, Marks], dict[str, Marks]]:
    """Return, for each reason, the rows that are unreliable and those that call for caution."""
    share, exact = figures.share, _exact(figures)
    p = figures.estimate
    # The standards take no more than the rows there are, and always 95 %.
    size = np.minimum(effective, figures.base)
    low, high, _ = share_interval(
        np.where(share, p, np.nan),
        p * (1 - p) / size,
        effective=size,
        rows=figures.base,
        df=figures.df,
        level=_LEVEL,
        method="beta",
    )
    width = high - low
    inner = (p > 0) & (p < 1)
    by_cv = ~share & ~exact
    unreliable = {
        "effective_n": ~exact & (size < wanted.effective_n),
        "width": share & ~exact & (width >= wanted.width),
        "relative_width": share & ~exact & inner & (width > _NARROW) & (width > wanted.relative_width * p),
        "cv": by_cv & (cv > wanted.cv),
    }
    caution = {
        "cv": by_cv & (cv > wanted.caution_cv),
        "df": ~exact & (figures.df < wanted.df),
        "extreme": share & ~exact & ~inner,
    }
    return unreliable, caution


def _reasons(marks: dict[str, Marks]) -> NDArray[np.object_]:
    names = list(marks)
    found = np.empty(len(marks[names[0]]), dtype=object)
    for row, marked in enumerate(np.stack(list(marks.values()), axis=1)):
        said = [name for name, here in zip(names, marked, strict=True) if here]
        found[row] = ", ".join(said) or None
    return found
