"""Decode: one vectorised function for each kind of question (ticks have a file of their own).

A column arrives as codes and distinct texts. Each function looks at the distinct texts only and gives, for each of
them, a value and a verdict; the rows follow by one `take`. A verdict of 0 means decoded, `1 + i` means an
issue of the reason `VERDICTS[i]`. White space is a blank cell for every kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve, frozen

from verkosto import regions
from verkosto.instruments import AreaQuestion, Nps, Number, Option, Question, Ranking
from verkosto.issues import REASONS as ISSUE_REASONS
from verkosto.responses._lookup import OptionLookup
from verkosto.responses._numbers import parse_days, parse_number, parse_numbers
from verkosto.responses._raw import Dialect, RawColumn
from verkosto.responses._variables import MISSING, REASONS, Coded, Dated, Form, Numeric, Variable, smallest

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

__all__ = [
    "VERDICTS",
    "Decoded",
    "area_of_cells",
    "choice",
    "coded_options",
    "day",
    "is_zero",
    "moment",
    "not_asked",
    "number",
    "number_limits",
    "special_numbers",
    "text",
    "verdict_of",
    "zeros_as_blanks",
]

VERDICTS: tuple[str, ...] = tuple(ISSUE_REASONS)
"""The reasons of issues that a verdict counts from 1."""

_SHORT_YEAR = re.compile(r"^(\s*[0-9]{1,2}/[0-9]{1,2}/)([0-9]{2})(?![0-9/])")
_ZERO = re.compile(r"\s*0(?:[.,]0+)?\s*")
_ABSENT: dict[str, np.int8] = {reason: np.int8(1 + place) for place, reason in enumerate(REASONS)}


def verdict_of(reason: str) -> int:
    """Return the verdict that stands for an issue's reason."""
    return 1 + VERDICTS.index(reason)


@frozen(eq=False, repr=False)
class Decoded:
    """A decoded column, and the verdict on each of its distinct texts (None: all well)."""

    variable: Variable
    verdicts: NDArray[np.int8] | None = None


def _verdicts(bad: NDArray[np.bool_], reason: str) -> NDArray[np.int8] | None:
    return bad * np.int8(verdict_of(reason)) if bad.any() else None


def is_zero(cell: str) -> bool:
    """Tell whether a cell is a bare 0, which some exports write for blanks."""
    return _ZERO.fullmatch(cell) is not None


def zeros_as_blanks(raw: RawColumn) -> RawColumn:
    """Return a column with white space in place of zeros, from a source that shows blank cells as zeros."""
    return RawColumn(raw.codes, [" " if is_zero(cell) else cell for cell in raw.values], raw.not_shown)


def not_asked(variable: Variable, rows: NDArray[np.bool_]) -> Variable:
    """Turn blanks of rows that were not asked from `not_answered` into `not_asked`; answers stay."""
    if isinstance(variable, Coded):
        blank = rows & (variable.codes == MISSING["not_answered"])
        codes = np.where(blank, np.asarray(MISSING["not_asked"], variable.codes.dtype), variable.codes)
        return evolve(variable, codes=codes)
    blank = rows & (variable.absent == _ABSENT["not_answered"])
    return evolve(variable, absent=np.where(blank, _ABSENT["not_asked"], variable.absent))


def _of(raw: RawColumn, variable: Variable, verdicts: NDArray[np.int8] | None = None) -> Decoded:
    """Return what a column says, with the blanks of rows that its source says were not shown."""
    return Decoded(variable if raw.not_shown is None else not_asked(variable, raw.not_shown), verdicts)


def coded_options(codes: NDArray[np.signedinteger[Any]], options: Sequence[Option], *, ordered: bool) -> Coded:
    """Make the column of a single choice or matrix row from places of options and missing codes."""
    form: Form = "ordered" if ordered else "category"
    kinds = tuple(option.kind for option in options)
    return Coded(codes, tuple(option.code for option in options), kinds if any(kinds) else (), form)


def choice(
    raw: RawColumn, options: Sequence[Option], lookup: OptionLookup, dialect: Dialect, *, ordered: bool = False
) -> Decoded:
    """Decode cells that hold one option each."""
    lut = np.full(len(raw.values) + 1, MISSING["not_answered"], dtype=smallest(len(options)))
    bad = np.zeros(len(raw.values), dtype=bool)
    for place, cell in enumerate(raw.values):
        found = lookup(cell)
        if found is not None:
            lut[place] = found
        elif cell.strip() and not (dialect.zeros == "blank" and is_zero(cell)):
            lut[place], bad[place] = MISSING["invalid"], True
    # An empty cell has the code -1 and takes the last entry, here and below.
    coded = coded_options(lut[raw.codes], options, ordered=ordered)
    return _of(raw, coded, _verdicts(bad, "unknown_option"))


def _absences(
    values: Sequence[str], known: NDArray[np.bool_], special: Sequence[Option]
) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """Return why each distinct text is no value (0 where it is one; empty cells last), and which are faulty."""
    lookup = OptionLookup(special, "any", counted=False)
    absent = np.zeros(len(values) + 1, dtype=np.int8)
    absent[-1] = _ABSENT["not_answered"]
    bad = np.zeros(len(values), dtype=bool)
    for place in np.flatnonzero(~known).tolist():
        option = lookup(values[place])
        if option is not None:
            absent[place] = _ABSENT[special[option].kind or "invalid"]
        elif values[place].strip():
            absent[place], bad[place] = _ABSENT["invalid"], True
        else:
            absent[place] = _ABSENT["not_answered"]
    return absent, bad


def number_limits(question: Question | None) -> tuple[float, float, bool]:
    """Return smallest and largest possible value, and whether values are whole."""
    if isinstance(question, Nps):
        return 0, 10, True
    if isinstance(question, Ranking):
        return 1, len(question.options), True
    low = question.minimum if isinstance(question, Number) else None
    high = question.maximum if isinstance(question, Number) else None
    return -np.inf if low is None else low, np.inf if high is None else high, False


def special_numbers(options: Sequence[Option]) -> dict[float, str | None]:
    """Return the numbers that stand for no number, such as 99 for "En tiedä", however they are written."""
    return {
        number: option.kind
        for option in reversed(options)
        for number in (option.number, *map(parse_number, (*option.texts, option.code)))
        if number is not None
    }


def number(raw: RawColumn, question: Question | None) -> Decoded:
    """Decode numbers: a number question, NPS, a rank, or a weight (`question=None`)."""
    special = question.choices if isinstance(question, Number | Nps) else ()
    values = parse_numbers(raw.values)
    known = ~np.isnan(values)
    low, high, whole = number_limits(question)
    outside = known & ((values < low) | (values > high))
    if whole:
        outside |= known & (values != np.round(values))
    absent, bad = _absences(raw.values, known, special)
    absent[:-1][outside] = _ABSENT["invalid"]
    verdicts = bad * np.int8(verdict_of("not_a_number"))
    verdicts[outside] = verdict_of("out_of_range")
    for special_number, kind in special_numbers(special).items():
        said = values == special_number
        absent[:-1][said] = _ABSENT[kind or "invalid"]
        verdicts[said] = 0
    kept = np.where(absent == 0, np.append(values, np.nan), np.nan)
    numeric = Numeric(kept[raw.codes], absent[raw.codes], whole)
    return _of(raw, numeric, verdicts if verdicts.any() else None)


def day(raw: RawColumn, order: str) -> Decoded:
    """Decode days and moments; `order` says how `3/4/2020` is meant."""
    values = parse_days(raw.values, order)
    absent, bad = _absences(raw.values, ~np.isnat(values), ())
    moments = np.append(values, np.datetime64("NaT", "s"))
    return _of(raw, Dated(moments[raw.codes], absent[raw.codes]), _verdicts(bad, "not_a_date"))


def moment(raw: RawColumn, order: str) -> Decoded:
    """Decode times of answering: as days, and with slashes a year of two digits is of this century."""
    return day(RawColumn(raw.codes, [_SHORT_YEAR.sub(r"\g<1>20\2", cell) for cell in raw.values], raw.not_shown), order)


def text(raw: RawColumn) -> Decoded:
    """Take text as it was written; a cell of white space alone is `not_answered`."""
    if not any(map(str.isspace, raw.values)):
        # The code of an empty cell, -1, is that of `not_answered`.
        return _of(raw, Coded(raw.codes, raw.values, (), "string"))
    white = np.array([cell.isspace() for cell in raw.values] + [False], dtype=bool)
    lut = np.where(white, MISSING["not_answered"], np.cumsum(~white) - 1).astype(np.int32)
    lut[-1] = MISSING["not_answered"]
    return _of(raw, Coded(lut[raw.codes], [cell for cell in raw.values if not cell.isspace()], (), "string"))


def area_of_cells(raw: RawColumn, question: AreaQuestion, on: dt.date | None) -> Decoded:
    """Decode codes and names of areas on a date (None: the newest covered day).

    What the codebook lists as special wins over the register: `99` is a municipality's code too.
    """
    codes = regions.answer_codes(question.area_type, on=on)
    lookup = OptionLookup(question.special, "any", counted=False)
    found = [None if lookup(cell) is not None else codes.get(regions.normalise(cell)) for cell in raw.values]
    absent, bad = _absences(raw.values, np.array([code is not None for code in found], dtype=bool), question.special)
    categories = sorted({code for code in found if code is not None})
    places = {code: place for place, code in enumerate(categories)}
    lut = -absent.astype(smallest(len(categories)))
    lut[:-1][~absent[:-1].astype(bool)] = [places[code] for code in found if code is not None]
    return _of(raw, Coded(lut[raw.codes], categories, (), "string"), _verdicts(bad, "unknown_area"))
