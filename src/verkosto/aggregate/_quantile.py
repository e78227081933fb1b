"""Quantiles of numbers, with the intervals of Woodruff or of a score test."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from verkosto.aggregate._design_pass import AnyDesign
from verkosto.aggregate._given import is_number
from verkosto.aggregate._headings import Heading
from verkosto.aggregate._numbers_of import all_numbers
from verkosto.aggregate._options import Options
from verkosto.aggregate._quantile_ends import QuantileInterval, check_quantile_interval
from verkosto.aggregate._quantile_groups import Asked, Below, Quantiles, quantile_estimates
from verkosto.aggregate._quantile_rules import QuantileRule, check_rule
from verkosto.aggregate._rows_influence import Influenced
from verkosto.aggregate._rows_met import RowNumbers, RowsMet
from verkosto.aggregate._rows_table import RowFigure, row_table, rows_met
from verkosto.aggregate._table import Table
from verkosto.aggregate._variables import named
from verkosto.errors import AnalysisError
from verkosto.responses import Condition, Responses
from verkosto.text import LocalText, format_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["quantile"]

_NAMED = {
    0.25: LocalText(fi="alakvartiili", sv="nedre kvartil", en="lower quartile"),
    0.5: LocalText(fi="mediaani", sv="median", en="median"),
    0.75: LocalText(fi="yläkvartiili", sv="övre kvartil", en="upper quartile"),
}


def quantile(
    responses: Responses,
    variable: str | Sequence[str],
    *,
    probabilities: float | Sequence[float] = 0.5,
    rule: QuantileRule = "math",
    interval: QuantileInterval | None = None,
    by: str | Sequence[str] = (),
    margins: bool = False,
    through: str | None = None,
    allocate: Literal["majority"] | None = None,
    design: AnyDesign | None = None,
    weights: str | None = None,
    dont_know: Literal["include", "exclude"] | None = None,
    where: Mapping[str, Condition] | None = None,
    level: float = 0.95,
) -> Table:
    """Return quantiles of a variable, of all or in each group: the median, unless others are asked for.

    Args:
        responses: The answers.
        variable: As in `mean`. Several stand under one another.
        probabilities: Which quantiles, one or several shares between 0 and 1: 0.5 for the median, 0.25 and 0.75 for
            the quartiles.
        rule: What a quantile is. `"math"` (the default) and `"hf1"`: the smallest number at or below which at least
            that share of the weight lies. `"school"` and `"hf2"`: where the share is met exactly, the middle between
            that number and the next. `"hf3"`: there, the one of the two with an even rank. `"hf4"` to `"hf9"`: types
            4 to 9 of Hyndman and Fan (1996), of which 7 is what NumPy and R do without weights; where weights differ
            among equal numbers, they depend on the order of the rows.
        interval: `"mean"` (the default): Woodruff's, the quantiles at the ends of the t interval for the share of
            rows below. `"logit"`, `"beta"`, `"arcsine"`: at the ends of those intervals. `"score"`: Francisco and
            Fuller's, from a test at each place. `"replicates"`: t with the spread of the quantiles of replicate
            weights, for which BRR and bootstrap are made and the jackknife is not.
        by: As in `crosstab`.
        margins: As in `crosstab`.
        through: As in `crosstab`.
        allocate: As in `crosstab`.
        design: As in `frequency`.
        weights: As in `frequency`.
        dont_know: As in `mean`.
        where: As in `frequency`.
        level: As in `frequency`.

    Returns:
        A `Table` with statistic "quantile" and a row for each of the probabilities ("0.5"). The base is the rows that
        have a number. The standard error is the width of the interval divided by twice the quantile of t. Where
        too few answers lie on one side to bound the quantile there, that end and the standard error are NaN, and the
        status is "open_end"; where nothing is known of the spread it is "no_spread".

    Raises:
        UnknownVariableError: There is no such variable; the message names the nearest.
        AnalysisError: A probability, rule or interval that cannot be, or as in `mean` and `crosstab`.

    Example:
        >>> import verkosto as vk
        >>> table = vk.quantile(vk.samples.tukirakenne(), "suosittelu", probabilities=[0.25, 0.5, 0.75])
        >>> table.frame["value"].tolist()
        ['0.25', '0.5', '0.75']

    Estimates, intervals and standard errors equal those of `svyquantile` of R's survey (`qrule=`, `interval.type=`),
    except where R's interval is a point because all rows lie at or below the quantile. With R, `"math"`, `"school"` and
    `"hf1"` to `"hf3"` give the second smallest number for shares between 0 and that of the smallest.
    `Table.cov` follows from the shares of rows below the quantiles, scaled to these standard errors.
    """
    shares = _shares(probabilities)
    rule = check_rule(rule)
    options = Options(
        by=by,
        margins=margins,
        through=through,
        allocate=allocate,
        design=design,
        weights=weights,
        dont_know=dont_know,
        where=where,
        level=level,
    )
    include = options.cannot_say(counts=False)
    met, variables = rows_met(
        responses,
        options,
        lambda domain: all_numbers(domain, named(variable), dont_know=include),
    )
    method = check_quantile_interval(interval, replicates=met.plan.replicates is not None)
    asked = Asked(np.array(shares), rule, method, met.wanted.level)
    labels = {repr(share): _label(share) for share in shares}
    figures, parts = [], []
    for numbers in map(met.numbers, variables):
        figure, own = _figure(met, numbers, asked, labels)
        figures.append(figure)
        parts += own
    return row_table(met, options, figures, Influenced(met.plan, parts))


def _shares(given: object) -> list[float]:
    listed = [given] if isinstance(given, str) or not isinstance(given, Iterable) else list(given)
    found: list[float] = []
    for share in listed:
        if not is_number(share) or not 0 <= share <= 1:
            msg = f"probability {share!r} is no share between 0 and 1, such as 0.5 for the median."
            raise AnalysisError(msg)
        found.append(float(share))
    if not found or len(set(found)) < len(found):
        raise AnalysisError("probabilities: name at least one, and each once.")
    return found


def _label(share: float) -> LocalText:
    if share in _NAMED:
        return _NAMED[share]
    percent = round(share * 100, 10)
    decimals = len(f"{percent:.10f}".rstrip("0").partition(".")[2])
    fi, en = (format_number(percent, decimals=decimals, lang=lang) for lang in ("fi", "en"))
    return LocalText(fi=f"{fi} %:n kvantiili", sv=f"{fi} %-kvantil", en=f"{en}% quantile")


def _figure(
    met: RowsMet, numbers: RowNumbers, asked: Asked, labels: Mapping[str, LocalText]
) -> tuple[RowFigure, list[Quantiles]]:
    groups = met.rows_of_groups(~np.isnan(numbers.values))
    below = [Below.of(rows, numbers.values[rows], met.plan.w[rows], asked) for rows in groups]
    found, parts = quantile_estimates(met.plan, below, asked)
    heading = Heading(numbers.variable.variable, numbers.variable.text, labels)
    statistics = ["quantile"] * len(labels)
    return RowFigure(heading, numbers.variable.question, statistics, groups, numbers.absent, found), parts
