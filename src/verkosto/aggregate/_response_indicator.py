"""R-indicator: how evenly those asked answered, and where they did not."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
from attrs import field, frozen

from verkosto.aggregate._given import one_of
from verkosto.aggregate._headings import TOTAL_CODE
from verkosto.aggregate._options import check_level
from verkosto.aggregate._response_asked import ABSENT, asked_of
from verkosto.aggregate._response_propensities import Asked, Model, Propensities, between, propensities
from verkosto.aggregate._sheet import Printed, Sheet, said
from verkosto.aggregate._variables import named
from verkosto.text import LocalText, format_number, format_percent

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Partial", "RIndicator", "r_indicator"]

_TITLE = LocalText(fi="R-indikaattori", sv="R-indikator", en="R-indicator")
_HEADER = LocalText(
    fi="Muuttuja|Luokka|Kysytty|Vastasi|Vastausaste|Ehdoton|Ehdollinen",
    sv="Variabel|Klass|Tillfrågade|Svarade|Svarsfrekvens|Ovillkorlig|Villkorlig",
    en="Variable|Category|Asked|Answered|Response rate|Unconditional|Conditional",
)
_ALL = LocalText(fi="kaikki", sv="alla", en="all")


@frozen
class Partial:
    """What one variable, or one of its categories, adds to the variation of propensities.

    Attributes:
        variable: The variable.
        category: Its category; "*" for the variable as a whole.
        asked: How many were asked.
        answered: How many of them answered.
        rate: Their mean propensity, between 0 and 1.
        unconditional: Between the categories of this variable. Of a category it is negative where it answered less
            than all do, and positive where it answered more.
        conditional: Within the cells of all other variables: what this variable adds to them. Never negative.
    """

    variable: str
    category: str
    asked: float
    answered: float
    rate: float
    unconditional: float
    conditional: float


@frozen(repr=False)
class RIndicator(Printed):
    """How representative the response is of those asked: made by `r_indicator`.

    Attributes:
        r: The R-indicator, 1 - 2 S: 1 where all were equally likely to answer, 0 at the utmost.
        adjusted: `r` without what chance adds to S on average; 1 where chance alone would explain S.
        se: Standard error of `r`; None where all propensities are equal, since it has none there.
        low: Lower end of the interval of `adjusted`, or None.
        high: Upper end.
        level: Confidence of the interval.
        s: S, the standard deviation of the propensities.
        response_rate: Their mean.
        asked: How many were asked.
        answered: How many of them answered.
        cells: Number of kinds of persons that are told apart.
        model: How propensities were estimated: "cells" or "logistic".
        partials: What each variable and category adds.
        notes: What a reader must know.
    """

    r: float
    adjusted: float
    se: float | None
    low: float | None
    high: float | None
    level: float
    s: float
    response_rate: float
    asked: float
    answered: float
    cells: int
    model: str
    partials: tuple[Partial, ...] = field(repr=False)
    notes: tuple[LocalText, ...] = field(default=(), repr=False)

    @property
    def cv(self) -> float:
        """Coefficient of variation of the propensities: S by the response rate."""
        return self.s / self.response_rate

    @property
    def max_bias(self) -> float:
        """The largest bias that the mean of an answer can have, in standard deviations of that answer.

        It is (1 - R) / (2 times the response rate), and bounds the size of the bias of an unweighted mean of the
        respondents where propensities follow the variables alone. A share of 50 % has a standard deviation of 0.5, so
        that its bias is half of this at most.
        """
        return (1 - self.r) / (2 * self.response_rate)

    @property
    def frame(self) -> pd.DataFrame:
        """The partial indicators as a new pandas frame, a row for each variable ("*") and each category.

        Columns: variable, category, string; asked, answered, rate, unconditional, conditional, float64.
        """
        import pandas as pd

        names = ("asked", "answered", "rate", "unconditional", "conditional")
        columns: dict[str, Any] = {
            name: pd.array([getattr(part, name) for part in self.partials], dtype="string")
            for name in ("variable", "category")
        }
        columns |= {name: np.array([getattr(p, name) for p in self.partials], dtype=np.float64) for name in names}
        return pd.DataFrame(columns)

    def __repr__(self) -> str:
        """Tell the indicator."""
        return f"<RIndicator: {self.r:.4f} of {self.asked:g} asked, {self.answered:g} answered, {self.cells} cells>"

    def _sheet(self, lang: str) -> Sheet:
        def number(value: float | None, decimals: int = 4) -> str:
            return format_number(value, decimals=decimals, lang=lang)

        rows = [
            [
                part.variable,
                _ALL.get(lang) if part.category == TOTAL_CODE else part.category,
                format_number(part.asked, lang=lang),
                format_number(part.answered, lang=lang),
                format_percent(part.rate, decimals=1, lang=lang),
                number(part.unconditional),
                number(part.conditional),
            ]
            for part in self.partials
        ]
        title = f"{_TITLE.get(lang)}: R = {number(self.r)}"
        notes = [_summary(self, lang), *said(self.notes, lang)]
        return Sheet(title, _HEADER.get(lang).split("|"), rows, frozenset({0, 1}), notes)


def _summary(found: RIndicator, lang: str) -> str:
    def number(value: float | None) -> str:
        return format_number(value, decimals=4, lang=lang)

    rate = format_percent(found.response_rate, decimals=1, lang=lang)
    adjusted, se, cv, bias = map(number, (found.adjusted, found.se, found.cv, found.max_bias))
    return {
        "fi": f"Vastausaste {rate}. R ilman satunnaisvaihtelun osuutta {adjusted}, keskivirhe {se}. Vastaustodennäköi"
        f"syyksien variaatiokerroin {cv}; keskiarvon harha enintään {bias} hajontaa.",
        "sv": f"Svarsfrekvens {rate}. R utan slumpens del {adjusted}, medelfel {se}. Svarssannolikheternas "
        f"variationskoefficient {cv}; ett medelvärdes bias högst {bias} standardavvikelser.",
        "en": f"Response rate {rate}. R without the part of chance {adjusted}, standard error {se}. Coefficient of "
        f"variation of the propensities {cv}; bias of a mean at most {bias} standard deviations.",
    }[lang]


def r_indicator(
    asked: Any,
    answered: Any = None,
    *,
    by: str | Sequence[str] = (),
    count: str | None = None,
    weights: str | None = None,
    model: Model = "cells",
    level: float = 0.95,
) -> RIndicator:
    """Measure how evenly those asked answered, by what is known of all of them.

    Each person asked has a propensity to answer, estimated from the variables. With their weights d, the mean and the
    standard deviation of the propensities p among those asked are

    ```
    mean = sum(d p) / sum(d)        S = sqrt(sum(d (p - mean)^2) / sum(d))        R = 1 - 2 S
    ```

    The sum of squares is divided by N and not by N - 1: the propensities of all who were asked are at hand. Partial
    indicators are divided likewise. With m the mean of a category of the variable (W its share of those asked), or for
    the conditional ones of a cell of all other variables, they are

    ```
    unconditional   of a variable sqrt(sum(W (m - mean)^2))        of a category sqrt(W) (m - mean)
    conditional     of a variable sqrt(sum(d (p - m)^2) / sum(d))  of a category: the first sum over its members alone
    ```

    Args:
        asked: A frame with a row for each one asked (pandas, polars, DuckDB or another library, or `Responses`), with
            `answered` as the name of a column; or counts by category, as a mapping or a sequence.
        answered: The column that is true (or 1) for those who answered; with `count`, how many did. Or counts, as
            `asked`.
        by: The variables, known of all. A value that is absent makes a category of its own.
        count: Column of a frame that has a row for each combination of categories: how many were asked.
        weights: Column of design weights, where those asked were drawn with unequal chances.
        model: "cells": the response rate of each combination of categories. "logistic": main effects, for
            variables whose combinations are too many.
        level: Confidence of the interval.

    Returns:
        R with its standard error, the coefficient of variation, the largest bias, and the partial indicators.

    Raises:
        UnknownVariableError: The frame has no such column.
        AnalysisError: More answered than were asked, nobody answered, a row does not tell whether it answered, weights
            that cannot be, or a logistic model without a finite solution.

    Example:
        >>> import verkosto as vk
        >>> found = vk.r_indicator({"a": 100, "b": 200, "c": 300}, {"a": 50, "b": 60, "c": 60})
        >>> round(found.r, 4), round(found.cv, 4), round(found.max_bias, 4)
        (0.7866, 0.3767, 0.3767)

    R, the coefficient of variation and the largest bias are those of Schouten, Cobben and Bethlehem (2009), the partial
    indicators those of Schouten, Shlomo and Skinner (2011), with N in place of N - 1. Propensities that are
    estimated vary by chance, which makes R too small. `adjusted` takes that out to the first order, as Shlomo, Skinner
    and Schouten (2012), and takes into account that their mean is estimated too. `se` is that of their linearised
    estimator with its term of the second order; it speaks of chance in answering, and not of the drawing of those
    asked from a larger population.
    """
    one_of(model, get_args(Model), "model")
    check_level(level)
    cells = asked_of(asked, answered, named(by), count, weights)
    found = propensities(cells, model)
    s = math.sqrt(found.variance)
    adjusted = 1 - 2 * math.sqrt(max(found.variance - found.bias, 0.0))
    # Without variation S has no slope; rounding leaves a trace of it.
    se = math.sqrt(found.spread) / s if s > 1e-9 else None
    reach = None if se is None else NormalDist().inv_cdf((1 + level) / 2) * se
    return RIndicator(
        r=1 - 2 * s,
        adjusted=adjusted,
        se=se,
        low=None if reach is None else max(adjusted - reach, 0.0),
        high=None if reach is None else min(adjusted + reach, 1.0),
        level=float(level),
        s=s,
        response_rate=found.mean,
        asked=float(cells.asked.sum()),
        answered=float(cells.answered.sum()),
        cells=len(cells.w),
        model=model,
        partials=tuple(_partials(cells, found)),
        notes=tuple(_notes(cells)),
    )


def _partials(asked: Asked, found: Propensities) -> Iterator[Partial]:
    places = range(len(asked.names))
    for place, (name, categories) in enumerate(zip(asked.names, asked.categories, strict=True)):
        group, share, mean = between(asked, found, [place])
        apart = np.sqrt(share) * (mean - found.mean)
        others, _, theirs = between(asked, found, [other for other in places if other != place])
        inner = found.share * (found.p - theirs[others]) ** 2
        within = np.bincount(group, weights=inner)
        n, r = (np.bincount(group, weights=counts) for counts in (asked.asked, asked.answered))
        whole = math.sqrt(float(apart @ apart)), math.sqrt(float(within.sum()))
        yield Partial(name, TOTAL_CODE, float(n.sum()), float(r.sum()), found.mean, *whole)
        present = np.unique(asked.codes[:, place])
        for at, code in enumerate(present):
            parts = (n[at], r[at], mean[at], apart[at], math.sqrt(within[at]))
            yield Partial(name, categories[code], *map(float, parts))


def _notes(asked: Asked) -> Iterator[LocalText]:
    absent = [
        name
        for place, (name, categories) in enumerate(zip(asked.names, asked.categories, strict=True))
        if ABSENT in [categories[code] for code in np.unique(asked.codes[:, place])]
    ]
    if absent:
        names = ", ".join(absent)
        yield LocalText(
            fi=f"Tieto puuttuu osalta ({names}); he ovat oma luokkansa {ABSENT}.",
            sv=f"Uppgiften saknas för en del ({names}); de är en egen klass {ABSENT}.",
            en=f"Not known of some ({names}); they are a category of their own, {ABSENT}.",
        )
    if thin := int((asked.asked < _FEW).sum()):
        yield LocalText(
            fi=f"Soluja, joissa kysyttyjä on alle {_FEW}: {thin} / {len(asked.w)}. R on silloin liian pieni; yhdistä "
            "luokkia tai käytä mallia logistic.",
            sv=f"Celler med färre än {_FEW} tillfrågade: {thin} av {len(asked.w)}. R blir då för litet; slå ihop "
            "klasser eller använd modellen logistic.",
            en=f"Cells with fewer than {_FEW} asked: {thin} of {len(asked.w)}. R is then too small; put categories "
            "together, or use model='logistic'.",
        )


_FEW = 10
