"""The public call: which theme is the most common, in all groups together and in each, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from verkosto.aggregate import (
    TOTAL_CODE,
    CalibratedDesign,
    Design,
    Heading,
    ReplicateDesign,
    Table,
    base_units,
    crosstab,
    frequency,
)
from verkosto.errors import AnalysisError, OptionError, did_you_mean
from verkosto.responses import Condition, Responses
from verkosto.themes._marks import is_no_theme
from verkosto.themes._rank_draws import drawn
from verkosto.themes._rank_result import RankTest

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["rank"]

_LEAST_RESAMPLES = 100
_MOST_NUMBERS = 100_000_000


def rank(
    responses: Responses,
    question: str,
    *,
    by: str | None = None,
    values: Sequence[str] | None = None,
    design: Design | ReplicateDesign | CalibratedDesign | None = None,
    weights: str | None = None,
    where: Mapping[str, Condition] | None = None,
    base: Literal["answered", "asked", "ticks"] | None = None,
    through: str | None = None,
    resamples: int = 2000,
    seed: int = 1,
    level: float = 0.95,
) -> RankTest:
    """Rank the answers to a question, in all groups together and in each, with the uncertainty of each place.

    Respondents are drawn anew `resamples` times: by the units of the design, within its strata and with its weights;
    where the design draws rows, persons of one association (the instrument's `unit_id`) stay together. Each resample
    has an order of its own, and what varies between them is what is not known of the order.

    Args:
        responses: The answers; those outside a subset count for the design alone.
        question: Id of a multiple choice, such as themes that were coded, or of a question with one answer each.
        by: What divides the respondents: a question, a derived variable or a kind of area. A respondent without a
            group is left out, as in `vk.crosstab`.
        values: Codes of the answers that are ranked; None: all but "cannot say" and the option of answers that bear no
            theme. Shares are of the same base.
        design: How the respondents were drawn, as in `vk.crosstab`. Of several stages the first is resampled.
        weights: Short for `design=Design(weights=...)`.
        where: Conditions of `Responses.where`.
        base: What shares are shares of, as in `vk.crosstab`: those who have a theme ("answered"), all who were asked,
            or all ticks.
        through: The area question to go through, where several would do.
        resamples: How many resamples; at least 100.
        seed: The same seed gives the same result.
        level: Confidence of intervals and tests.

    Returns:
        A `RankTest`: for each group and answer the share, its place with an interval, in which share of the resamples
        it is the first, its lead over the next with an interval and a p-value. Groups of fewer than five units have
        p-values and no intervals; groups without an answer have neither.

    Raises:
        UnknownVariableError: There is no such variable; the message names the nearest.
        AnalysisError: Nobody answered, fewer than two answers to rank, a question of several parts, a design that
            cannot be used.
        OptionError: Another argument that cannot be.

    Example:
        >>> import verkosto as vk
        >>> from verkosto import themes
        >>> ranking = themes.rank(vk.samples.kumaja(), "kumppanit", by="jarjestotyyppi")
        >>> ranking.largest, ranking.holds("jarjestot")
        ('jarjestot', False)
        >>> ranking.everywhere().leads
        ('paikallis', 'piiri')

    Source: Goldstein and Spiegelhalter 1996, Journal of the Royal Statistical Society A 159, on the uncertainty of
    ranks; Hall and Miller 2009, Annals of Statistics 37, on their bootstrap: where shares are nearly tied, an
    interval of a place may be off, so look at the lead and its p-value too.
    """
    _check(responses, by, values, resamples, seed)
    given = {"design": design, "weights": weights, "where": where, "base": base, "level": level}
    if by is None:
        table = frequency(responses, question, **given)  # type: ignore[arg-type]
    else:
        table = crosstab(responses, question, by=by, margins=True, through=through, **given)  # type: ignore[arg-type]
    codes = _ranked(table, question, values)
    groups = list(dict.fromkeys(map(str, table.cells[by]))) if by is not None else [TOTAL_CODE]
    rows = _rows(table, codes, groups)
    if np.isnan(np.asarray(table.cells["estimate"])[rows[-1]]).any():
        raise AnalysisError(f"nobody has an answer to {question!r} here, so there is nothing to rank.")
    if resamples * rows.size > _MOST_NUMBERS:
        raise OptionError(f"{resamples} resamples of {rows.size} figures are too many. Take fewer groups or resamples.")
    units = base_units(table)[rows[:, 0]]
    return RankTest(
        question=question,
        by=by,
        values=codes,
        groups=tuple(groups),
        table=table,
        units=tuple(map(int, units)),
        level=level,
        resamples=resamples,
        seed=seed,
        rows=rows,
        draws=drawn(table, resamples=resamples, seed=seed),
    )


def _check(responses: object, by: object, values: object, resamples: object, seed: object) -> None:
    if not isinstance(responses, Responses):
        raise OptionError(f"a ranking resamples answers in memory, not a {type(responses).__name__}. Read them first.")
    if by is not None and not isinstance(by, str):
        raise OptionError(f"by={by!r} is no id of one variable. Put several together into one with `responses.derive`.")
    if isinstance(values, str) or not (values is None or all(isinstance(code, str) for code in _sequence(values))):
        raise OptionError(f"values={values!r} is no list of codes. Give for instance values=['tilat', 'rahoitus'].")
    for name, number, least in (("resamples", resamples, _LEAST_RESAMPLES), ("seed", seed, 0)):
        if not isinstance(number, int) or isinstance(number, bool) or number < least:
            raise OptionError(f"{name}={number!r} is no whole number from {least} up.")


def _sequence(given: object) -> Sequence[object]:
    return given if isinstance(given, Sequence) else [None]


def _ranked(table: Table, question: str, values: Sequence[str] | None) -> tuple[str, ...]:
    """Return the codes that are ranked, in the order of the codebook."""
    if len(table.variables) != 1:
        raise AnalysisError(f"{question!r} has several parts. Name one of them, such as {table.variables[0].id!r}.")
    heading: Heading = table.variables[0]
    known = tuple(heading.labels)
    for code in values or ():
        if code not in known:
            raise AnalysisError(f"{question!r} has no answer {code!r}.{did_you_mean(code, known)}")
    apart = {*heading.apart, *(code for code in known if is_no_theme(code, heading.labels[code]))}
    found = tuple(code for code in known if (code not in apart if values is None else code in values))
    if len(found) < 2:
        raise AnalysisError(f"{question!r} has {len(found)} answer to rank here, and an order needs two.")
    return found


def _rows(table: Table, codes: Sequence[str], groups: Sequence[str]) -> NDArray[np.intp]:
    """Return the rows of the table, shape (groups, answers)."""
    by = table.by[0] if table.by else None
    of_group = [TOTAL_CODE] * len(table) if by is None else [str(code) for code in table.cells[by]]
    places = {pair: row for row, pair in enumerate(zip(of_group, map(str, table.cells["value"]), strict=True))}
    return np.array([[places[group, code] for code in codes] for group in groups], dtype=np.intp)
