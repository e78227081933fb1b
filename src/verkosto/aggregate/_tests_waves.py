"""Waves of a trend: an estimate for each, with their covariance, from one survey, several, or their tables."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve, field, frozen

from verkosto.aggregate._headings import Heading
from verkosto.aggregate._options import Options
from verkosto.aggregate._scores import cell_scores, estimate_scores
from verkosto.aggregate._statistics import Contrast, Ratio, pick
from verkosto.aggregate._table import Table
from verkosto.aggregate._tests_figures import Figures
from verkosto.aggregate._tests_found import Basis
from verkosto.aggregate._tests_notes import about_spacing
from verkosto.aggregate._tests_rows import Categories, Numbers, Sample
from verkosto.dates import PartialDate
from verkosto.errors import AnalysisError, DateError, did_you_mean
from verkosto.responses import Responses
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["At", "Waves", "waves_of_responses", "waves_of_tables", "waves_within"]

At = float | int | str | dt.date

_ROUNDING = 1e-12
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")


@frozen(eq=False)
class Waves:
    """An estimate of each wave.

    Attributes:
        title: What was asked.
        labels: Codes of the waves.
        at: When they were.
        n: Rows of each.
        values: The estimates.
        covariance: Their covariance.
        df: Degrees of freedom of all together.
        share: Whether the estimates are shares.
        basis: What the test stands on.
        variables: Ids of the variables.
        notes: What a reader must know.
        names: What the waves are called, where codes have labels.
    """

    title: LocalText
    labels: tuple[str, ...]
    at: Floats
    n: NDArray[np.intp]
    values: Floats
    covariance: Floats
    df: float
    share: bool
    basis: Basis
    variables: tuple[str, ...]
    notes: tuple[LocalText, ...] = ()
    names: Mapping[str, LocalText] = field(factory=dict)

    @property
    def steady(self) -> NDArray[np.bool_]:
        """Waves without a variance of their own: one that is nothing beside the estimates is what rounding left."""
        size = 1.0 if self.share else float(np.abs(self.values).max())
        return np.asarray(np.diag(self.covariance) <= (_ROUNDING * size) ** 2)

    @property
    def effective(self) -> Floats:
        """Rows of each wave divided by its design effect; the rows themselves where it has none."""
        variance = np.diag(self.covariance)
        with np.errstate(divide="ignore", invalid="ignore"):
            found = self.n / (self.n - 1) * self.values * (1 - self.values) / variance
        return np.where(np.isfinite(found) & (found > 0), found, self.n)


def waves_within(
    responses: Responses, variable: str, by: str, value: str | None, at: Sequence[At] | None, options: Options
) -> Waves:
    """Return the groups of one survey as waves, whose persons may be the same.

    Raises:
        AnalysisError: Fewer than two groups, or times that do not fit them.
    """
    sample = Sample.of(responses, options)
    asked, groups = _asked(sample, variable, value), sample.groups(by)
    rows = sample.counted(asked, groups)
    kept = groups.kept(sample.weighty(rows))
    codes = tuple(kept.heading.labels)
    places, notes = _places(codes, at, [_time_of(code) for code in codes])
    values, covariance, df, n = _estimates(sample, asked, np.where(rows, kept.codes, -1), len(codes), value)
    basis = Basis.of(sample, rows, asked, groups)
    title = _title(asked, value)
    share = value is not None
    names = (variable, by)
    known = kept.heading.labels
    return Waves(title, codes, places, n, values, covariance, df, share, basis, names, (*groups.notes, *notes), known)


def waves_of_responses(
    waves: Sequence[Responses], variable: str, value: str | None, at: Sequence[At] | None, options: Options
) -> Waves:
    """Return surveys as waves, which are taken to be independent.

    Raises:
        AnalysisError: Fewer than two surveys, or times that do not fit them.
    """
    parts = []
    for responses in waves:
        sample = Sample.of(responses, options)
        asked = _asked(sample, variable, value)
        rows = sample.counted(asked)
        basis = Basis.of(sample, rows, asked)
        parts.append((_estimates(sample, asked, np.where(rows, 0, -1), 1, value), basis, _title(asked, value)))
    names = _told_apart([responses.instrument.id for responses in waves], at)
    places, notes = _places(names, at, [_fieldwork(responses) for responses in waves])
    return Waves(
        parts[-1][2],
        names,
        places,
        np.array([int(found[3][0]) for found, _, _ in parts]),
        np.array([found[0][0] for found, _, _ in parts]),
        np.diag([found[1][0, 0] for found, _, _ in parts]),
        float(sum(found[2] for found, _, _ in parts)),
        value is not None,
        _together([basis for _, basis, _ in parts]),
        (variable,),
        notes,
    )


def waves_of_tables(tables: Sequence[Table], variable: str | None, value: str | None, at: Sequence[At] | None) -> Waves:
    """Return rows of tables as waves, which are taken to be independent.

    Raises:
        AnalysisError: A table without that row, with groups, or without a standard error; times that do not fit.
    """
    found = [_row(table, variable, value) for table in tables]
    names = _told_apart([table.instrument_id for table in tables], at)
    places, notes = _places(names, at, [None] * len(tables))
    heading: Heading = found[-1]["heading"]
    n = np.array([row["base"] for row in found])
    text = heading.labels[found[-1]["value"]]
    weights = {table.weights for table in tables}
    basis = Basis(
        int(n.sum()),
        float(sum(row["base_weighted"] for row in found)),
        weights.pop() if len(weights) == 1 else None,
        Figures.of({"variable": "text", "reason": "text", "n": "count"}, []),
        tuple(note for table in tables for note in table.notes),
        tables[-1].instrument_id,
    )
    statistics = {row["statistic"] for row in found}
    if len(statistics) > 1:
        msg = f"the tables hold different statistics: {', '.join(sorted(statistics))}. Give tables of one."
        raise AnalysisError(msg)
    # A published table may not say how many degrees of freedom there were.
    df = float(sum(math.inf if math.isnan(row["df"]) else row["df"] for row in found))
    return Waves(
        LocalText(**{lang: f"{heading.text.get(lang)}: {text.get(lang)}" for lang in ("fi", "sv", "en")}),
        names,
        places,
        n,
        np.array([row["estimate"] for row in found]),
        np.diag([row["se"] ** 2 for row in found]),
        df,
        statistics == {"share"},
        basis,
        (heading.id,),
        notes,
    )


def _asked(sample: Sample, variable: str, value: str | None) -> Categories | Numbers:
    """Return the categories of which one is counted, or the numbers of which the mean is taken."""
    if value is None:
        return sample.numbers(variable)
    found = sample.categories(variable)
    if value not in found.heading.labels:
        codes = list(found.heading.labels)
        hint = did_you_mean(value, codes)
        msg = f"value {value!r} is no answer to {variable!r}.{hint} Answers: {', '.join(codes[:20])}."
        raise AnalysisError(msg)
    return found


def _estimates(
    sample: Sample, asked: Categories | Numbers, cells: NDArray[np.intp], count: int, value: str | None
) -> tuple[Floats, Floats, float, NDArray[np.intp]]:
    """Return the share or mean of each cell, their covariance, degrees of freedom of all, and rows."""
    inside = cells >= 0
    y = np.zeros(len(cells))
    centre = 0.0
    if isinstance(asked, Numbers):
        # Raw moments of large numbers would lose their digits.
        centre = float(np.average(asked.values[inside], weights=sample.plan.w[inside]))
        y[inside] = asked.values[inside] - centre
    else:
        y[inside] = asked.codes[inside] == list(asked.heading.labels).index(str(value))
    places = np.arange(count)
    shape = (2 * count, count)
    ratio = Ratio(pick(2 * places + 1, places, shape), pick(2 * places, places, shape))
    scores = cell_scores(cells, count, (None, y))
    found = estimate_scores(sample.plan, scores, ratio)
    df = estimate_scores(sample.plan, scores, Contrast(ratio, np.ones((count, 1)))).df
    return found.value + centre, found.covariance(), float(df[0]), np.bincount(cells[inside], minlength=count)


def _title(asked: Categories | Numbers, value: str | None) -> LocalText:
    text = asked.heading.text
    if value is None:
        return text
    label = asked.heading.labels[value]
    return LocalText(**{lang: f"{text.get(lang)}: {label.get(lang)}" for lang in ("fi", "sv", "en")})


def _row(table: Table, variable: str | None, value: str | None) -> dict[str, Any]:
    """Return the one row of a table that is a wave."""
    if table.groups:
        msg = f"a table by {table.by[0]!r} has no single row for a wave. Make it with `frequency` or `mean`."
        raise AnalysisError(msg)
    cells = table.cells
    kept = [
        row
        for row in range(len(table))
        if variable in (None, cells["variable"][row]) and value in (None, cells["value"][row])
    ]
    if len(kept) != 1:
        rows = ", ".join(f"{v!r}: {c!r}" for v, c in zip(cells["variable"][:10], cells["value"][:10], strict=True))
        msg = f"{len(kept)} rows of the table of {table.instrument_id!r} fit. Name variable and value: {rows}."
        raise AnalysisError(msg)
    names = ("value", "statistic", "base", "base_weighted", "estimate", "se", "df")
    found = {name: cells[name][kept[0]] for name in names}
    if not math.isfinite(found["estimate"]) or not math.isfinite(found["se"]):
        msg = f"the table of {table.instrument_id!r} has no estimate with a standard error for this row. Leave it out."
        raise AnalysisError(msg)
    (heading,) = (part for part in table.variables if part.id == cells["variable"][kept[0]])
    return {**found, "heading": heading}


def _together(parts: Sequence[Basis]) -> Basis:
    rows = [row for part in parts for row in part.absences.rows]
    counts: dict[tuple[Any, Any], int] = {}
    for variable, reason, n in rows:
        counts[variable, reason] = counts.get((variable, reason), 0) + int(n or 0)
    return evolve(
        parts[-1],
        n=sum(part.n for part in parts),
        weighted=sum(part.weighted for part in parts),
        absences=evolve(parts[-1].absences, rows=tuple((*key, n) for key, n in counts.items())),
        notes=tuple(note for part in parts for note in part.notes),
    )


def _told_apart(names: Sequence[str], at: Sequence[At] | None) -> tuple[str, ...]:
    """Return names of waves; times where several bear one name."""
    if len(set(names)) == len(names):
        return tuple(names)
    times = [str(time) for time in at] if at is not None else [str(place + 1) for place in range(len(names))]
    return tuple(times) if len(times) == len(names) else tuple(names)


def _places(
    names: Sequence[str], at: Sequence[At] | None, known: Sequence[float | None]
) -> tuple[Floats, tuple[LocalText, ...]]:
    """Return when waves were: as the call says, as they say themselves, or one after another."""
    if len(names) < 2:
        msg = "a trend needs two waves at least. Give more surveys, or a variable with more groups in by=."
        raise AnalysisError(msg)
    if at is not None:
        times = [_time(time) for time in at]
        if len(times) != len(names):
            msg = f"at= has {len(times)} times and there are {len(names)} waves: {', '.join(names)}. Give one for each."
            raise AnalysisError(msg)
    elif None not in known:
        times = [float(time or 0) for time in known]
    else:
        return np.arange(1.0, len(names) + 1), (about_spacing(),)
    if len(set(times)) < 2:
        msg = "all waves are at the same time, so there is no trend. Give their times in at=."
        raise AnalysisError(msg)
    return np.array(times), ()


def _time(given: object) -> float:
    if isinstance(given, dt.date):
        return _years(given)
    if isinstance(given, str) and (found := _time_of(given)) is not None:
        return found
    if isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given):
        return float(given)
    msg = f"at= holds {given!r}, which is neither a number nor a date such as 2020-03."
    raise AnalysisError(msg)


def _time_of(code: str) -> float | None:
    """Return the time that a code says: a number, or a date as years with decimals."""
    if _NUMBER.fullmatch(code):
        return float(code)
    try:
        return _years(PartialDate.of(code).first)
    except DateError:
        return None


def _fieldwork(responses: Responses) -> float | None:
    period = responses.instrument.fieldwork
    return None if period is None or period.first is None else _years(period.first)


def _years(day: dt.date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / (366 if _leap(day.year) else 365)


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
