"""`reported`: a table made of the shares that a release gives, where nothing else is left of a survey."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from attrs import evolve, frozen

from verkosto.aggregate._columns import Columns, cell_names, missing_names
from verkosto.aggregate._given import is_number, one_of
from verkosto.aggregate._headings import Heading
from verkosto.aggregate._intervals import share_interval
from verkosto.aggregate._published import PUBLISHED, ROUNDING, possible
from verkosto.aggregate._reported_notes import notes_of_release
from verkosto.aggregate._table import Table
from verkosto.errors import AnalysisError, did_you_mean
from verkosto.instruments import Instrument, Matrix, MultipleChoice, Option, Question, SingleChoice
from verkosto.sources import Source
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["reported"]

_HUNDRED = {"percent": Decimal(100), "share": Decimal(1)}
_KINDS = ("answered", "asked", "ticks")
# A share that a computer divided is known to its last digit; what it divided is found with less.
_FINEST = Fraction(1, 10**9)


def reported(
    shares: Mapping[str, float | Decimal | str],
    base: int | Mapping[str, int | None] | None = None,
    *,
    question: Question | Heading | None = None,
    row: str | None = None,
    source: Source | str | None = None,
    instrument: Instrument | str | None = None,
    unit: Literal["percent", "share"] = "percent",
    rounding: float | Decimal | str | None = None,
    base_kind: Literal["answered", "asked", "ticks"] = "answered",
    weights: str | None = None,
    deff: float = 1.0,
    level: float = 0.95,
) -> Table:
    """Make a table of shares as they were published.

    Args:
        shares: The share of each answer by its code, as the release gives it: `{"k": 73, "e": 12}`. Texts may have a
            decimal comma ("73,5"). Answers without a published share are left out.
        base: How many the shares are shares of. One number; or a number for each code, where answers have bases of
            their own; None where the release does not tell it: then there are no intervals.
        question: The question that was asked: its options give labels and order. A `Heading` does where there is no
            codebook. None: the codes are the labels.
        row: The row of a matrix.
        source: The release. A text is its title.
        instrument: The survey, or its id.
        unit: Whether 73 ("percent") or 0.73 ("share") was published.
        rounding: The step between published figures, in that unit: 1 for whole percents, 0.1, 5. None: as the figure
            with most decimals shows; 73.0 counts as 73 unless it is a text or a Decimal.
        base_kind: What the base counts, as in `frequency`.
        weights: What the release calls its weights. None: unweighted. Shares of weighted answers come from no count.
        deff: The design effect of the earlier survey, if it is known: it makes intervals wider.
        level: Confidence of the intervals.

    Returns:
        A `Table` with `status` "reported". `n`, `units` and `weighted` are missing; `Table.counts` gives the counts
        that rounding leaves open. Standard errors and intervals are those of a simple random sample of the base, of the
        share as it was published. Source and rounding stand in `provenance`; notes say what is not known, and what
        the shares add up to if it is not 100 %.

    Raises:
        AnalysisError: A share that is none, a code that the question does not have, a base that is no count, a
            share that no count of the base has, or another argument that cannot be.

    Example:
        >>> import verkosto as vk
        >>> table = reported({"k": 73, "e": 12, "eos": 15}, 562, source="Tiedote 2020")
        >>> table.frame[["value", "estimate", "low", "high"]].round(3).values.tolist()
        [['k', 0.73, 0.692, 0.765], ['e', 0.12, 0.096, 0.15], ['eos', 0.15, 0.123, 0.182]]
        >>> table.counts()[["value", "low", "high"]].values.tolist()
        [['k', 408, 413], ['e', 65, 70], ['eos', 82, 87]]
    """
    one_of(unit, tuple(_HUNDRED), "unit")
    one_of(base_kind, _KINDS, "base_kind")
    heading, several = _heading(question, row, shares)
    found = _release(shares, base, heading, unit, rounding, weighted=weights is not None)
    confidence = _number("level", level, 0.0, 1.0)
    effect = _number("deff", deff, 0.0, np.inf)
    citation = Source(source) if isinstance(source, str) else source
    survey = instrument.id if isinstance(instrument, Instrument) else instrument
    return Table(
        instrument_id=survey if survey is not None else "reported",
        title=heading.text,
        variables=(heading,),
        groups=(),
        level=confidence,
        weights=weights,
        notes=notes_of_release(
            citation,
            step=found.step,
            total=sum(found.shares, Fraction(0)),
            parts=len(found.shares),
            several=several,
            bases=found.bases,
            weights=weights,
        ),
        provenance=_provenance(citation, found.step),
        cells=_cells(heading, found, base_kind, effect, confidence),
        absences=Columns.of_lists({name: [] for name in missing_names([])}),
    )


@frozen
class _Release:
    """Shares between 0 and 1 with their bases, in the order of the table, and the step that they were rounded to."""

    shares: tuple[Fraction, ...]
    bases: tuple[int | None, ...]
    step: Fraction
    weighted: bool


def _number(name: str, value: object, low: float, high: float) -> float:
    if not is_number(value) or not low < value < high:
        msg = f"{name} {value!r} does not lie between {low:g} and {high:g}. Give such a number."
        raise AnalysisError(msg)
    return float(value)


def _heading(question: Question | Heading | None, row: str | None, shares: object) -> tuple[Heading, bool | None]:
    """Return the heading with the published answers, and whether a respondent could give several (None: unknown)."""
    if not isinstance(shares, Mapping) or not shares or not all(isinstance(code, str) for code in shares):
        msg = "shares are a mapping from codes to published figures, such as {'k': 73, 'e': 12}. Give at least one."
        raise AnalysisError(msg)
    if question is None:
        return Heading("reported", "Julkaistut osuudet", {code: LocalText(fi=code) for code in shares}), None
    heading, several = (question, None) if isinstance(question, Heading) else _of_question(question, row)
    for code in shares:
        if code not in heading.labels:
            hint = did_you_mean(code, [*heading.labels])
            msg = f"question {heading.id!r} has no answer {code!r}.{hint} Use the codes of its options."
            raise AnalysisError(msg)
    return evolve(heading, labels={code: text for code, text in heading.labels.items() if code in shares}), several


def _of_question(question: object, row: str | None) -> tuple[Heading, bool]:
    if isinstance(question, Matrix):
        named = {option.code: option.label for option in question.rows}
        if row not in named:
            msg = f"question {question.id!r} is a matrix. Say which row was published: {', '.join(named)}."
            raise AnalysisError(msg)
        return _of_options(f"{question.id}[{row}]", named[row], question.choices), False
    if isinstance(question, SingleChoice | MultipleChoice):
        return _of_options(question.id, question.text, question.options), isinstance(question, MultipleChoice)
    what = f"a {question.noun if isinstance(question, Question) else type(question).__name__}"
    msg = f"shares of {what} cannot be told apart by options. Give a choice, a matrix or a `Heading` with labels."
    raise AnalysisError(msg)


def _of_options(name: str, text: LocalText, options: Sequence[Option]) -> Heading:
    apart = tuple(option.code for option in options if option.kind is not None)
    return Heading(name, text, {option.code: option.label for option in options}, apart)


def _release(
    shares: Mapping[str, Any],
    base: object,
    heading: Heading,
    unit: str,
    rounding: float | Decimal | str | None,
    *,
    weighted: bool,
) -> _Release:
    figures = {code: _figure(shares[code], f"the share of {code!r}") for code in heading.labels}
    whole = _HUNDRED[unit]
    for code, figure in figures.items():
        if figure < 0 or figure > whole:
            msg = (
                f"the share of {code!r} is {shares[code]!r}, and shares lie between 0 and {whole}. Mend it, or `unit`."
            )
            raise AnalysisError(msg)
    if unit == "percent" and len(figures) > 1 and abs(sum(figures.values(), Decimal(0)) - 1) <= Decimal("0.02"):
        msg = "the percents add up to 1. If shares between 0 and 1 were published, say unit='share'."
        raise AnalysisError(msg)
    step = _step(figures, rounding) / Fraction(whole)
    parts = {code: Fraction(figure) / Fraction(whole) for code, figure in figures.items()}
    bases = _bases(base, heading)
    if not weighted:
        _check_possible(parts, bases, step)
    return _Release(tuple(parts.values()), tuple(bases.values()), step, weighted)


def _figure(value: object, what: str) -> Decimal:
    """Return a number as it was written; a float that is whole says nothing about decimals."""
    text = str(value).strip().removesuffix("%").strip().replace(",", ".")
    try:
        figure = Decimal(text)
    except InvalidOperation as error:
        msg = f"{what} is {value!r}, which is no number. Give a number such as 73 or '73,5'."
        raise AnalysisError(msg) from error
    if isinstance(value, bool) or not figure.is_finite():
        msg = f"{what} is {value!r}, which is no number. Leave out what was not published."
        raise AnalysisError(msg)
    if not isinstance(value, str | Decimal) and figure == figure.to_integral_value():
        return Decimal(int(figure))
    return figure


def _step(figures: Mapping[str, Decimal], rounding: float | Decimal | str | None) -> Fraction:
    if rounding is None:
        exponents = [figure.as_tuple().exponent for figure in figures.values()]
        decimals = max(0, *(-exponent for exponent in exponents if isinstance(exponent, int)))
        return max(Fraction(1, 10**decimals), _FINEST)
    step = _figure(rounding, "rounding")
    if step <= 0:
        msg = f"rounding is {rounding!r}, and a step is larger than 0: 1 for whole percents, 0.1 for tenths."
        raise AnalysisError(msg)
    for code, figure in figures.items():
        if figure % step:
            msg = (
                f"the share of {code!r} is {figure}, which is no multiple of the step {step}. Give the step published."
            )
            raise AnalysisError(msg)
    return Fraction(step)


def _bases(base: object, heading: Heading) -> dict[str, int | None]:
    if not isinstance(base, Mapping):
        return dict.fromkeys(heading.labels, _base(base))
    for code in base:
        if code not in heading.labels:
            hint = did_you_mean(code, [*heading.labels])
            msg = f"there is a base of {code!r}, and no share.{hint} Give bases of the answers that have one."
            raise AnalysisError(msg)
    return {code: _base(base.get(code)) for code in heading.labels}


def _base(base: object) -> int | None:
    if base is None:
        return None
    try:
        count = operator.index(base)  # type: ignore[arg-type]
    except TypeError:
        count = 0
    if isinstance(base, bool) or count < 1:
        msg = f"base {base!r} is no number of respondents. Give a whole number from 1 up, or None if it is not known."
        raise AnalysisError(msg)
    return count


def _check_possible(parts: Mapping[str, Fraction], bases: Mapping[str, int | None], step: Fraction) -> None:
    for code, share in parts.items():
        base = bases[code]
        if base is None or possible(float(share), base, step) is not None:
            continue
        below = int(share * base)
        near = " or ".join(f"{100 * count / base:.4g} % ({count})" for count in (below, below + 1))
        msg = (
            f"no count of {base} gives {float(share):.6g} as the share of {code!r}: the nearest are {near}. Mend the "
            "share or its base; if the shares were weighted, name the weights (weights='...')."
        )
        raise AnalysisError(msg)


def _cells(heading: Heading, found: _Release, base_kind: str, deff: float, level: float) -> Columns:
    share = np.array([float(part) for part in found.shares])
    base = np.array([np.nan if base is None else base for base in found.bases])
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.where(base > 1, share * (1 - share) / (base - 1) * deff, np.nan)
    known = ~np.isnan(base)
    low, high, name = share_interval(
        np.where(known, share, np.nan), variance, effective=base / deff, rows=base, df=base - 1, level=level
    )
    inner = known & (base > 1) & (share > 0) & (share < 1)
    size = len(share)
    data: dict[str, Sequence[Any] | NDArray[Any]] = {
        "variable": [heading.id] * size,
        "value": [*heading.labels],
        "label": [text.fi for text in heading.labels.values()],
        "statistic": ["share"] * size,
        "n": [None] * size,
        "base": found.bases,
        "base_kind": [base_kind] * size,
        "weighted": [None] * size,
        "base_weighted": np.where(found.weighted, np.nan, base),
        "units": [None] * size,
        "estimate": share,
        "se": np.sqrt(variance),
        "low": low,
        "high": high,
        "interval": name,
        "df": base - 1,
        "deff": np.where(inner, deff, np.nan),
        "status": [PUBLISHED] * size,
    }
    return Columns.of_lists({column: list(data[column]) for column in cell_names([])})


def _provenance(source: Source | None, step: Fraction) -> dict[str, str]:
    rounding = format(Decimal(step.numerator) / Decimal(step.denominator), "f")
    if source is None:
        return {ROUNDING: rounding}
    parts = {
        "source": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "published": source.published,
        "retrieved": source.retrieved,
        "source_note": source.note,
    }
    return {**{name: str(value) for name, value in parts.items() if value is not None}, ROUNDING: rounding}
