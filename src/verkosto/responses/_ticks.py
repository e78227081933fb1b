"""Decode ticks: the columns of a multiple choice, or of a single choice that is spread over its options.

The columns are looked at together, because a blank means something else in a row without any tick than beside one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from attrs import frozen

from verkosto.instruments import UNTICKED, Option, SingleChoice
from verkosto.responses._decode import coded_options, is_zero, text, verdict_of
from verkosto.responses._keys import fold
from verkosto.responses._lookup import OptionLookup
from verkosto.responses._raw import Dialect, RawColumn
from verkosto.responses._variables import MISSING, Coded, Variable, smallest

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Ticks", "one_of_ticks", "ticks"]

_MARKS = frozenset({"1", "1.0", "1,0", "x", "✓", "✔"})
_YES = frozenset({"true", "kyllä", "yes", "ja", "selected", "valittu", "vald"})
_UNTICKED = frozenset(map(fold, filter(None, (UNTICKED.fi, UNTICKED.sv, UNTICKED.en))))
_NO = frozenset({"false", "ei", "no", "nej"}) | _UNTICKED
_BLANK, _NOT_ASKED, _INVALID = MISSING["not_answered"], MISSING["not_asked"], MISSING["invalid"]

Meaning = Literal["blank", "tick", "no", "written", "unexpected_text", "unknown_option"]


@frozen(eq=False, repr=False)
class Ticks:
    """One decoded column of ticks.

    Attributes:
        variable: 1 for a tick, 0 for none, or a missing code.
        verdicts: On each distinct text of the column; None: all well.
        written: What respondents wrote into the tick's own cell, or None where they could not.
    """

    variable: Coded
    verdicts: NDArray[np.int8] | None = None
    written: Variable | None = None


@frozen(eq=False)
class _Reader:
    """Says what a cell of one option's column means."""

    option: Option
    lookup: OptionLookup
    dialect: Dialect

    @classmethod
    def of(cls, option: Option, number: int, dialect: Dialect) -> _Reader:
        known = Option(option.code, option.label, number=number, aliases=option.aliases)
        # Where 1 means ticked, no other number does.
        values = "text" if dialect.values == "binary" else dialect.values
        return cls(option, OptionLookup((known,), values), dialect)

    @property
    def writable(self) -> bool:
        return self.option.free_text and self.dialect.ticks == "any"

    def __call__(self, cell: str) -> Meaning:
        bare = fold(cell)
        if not bare:
            return "blank"
        if self.writable and self.dialect.written == "alone":
            # The column holds nothing but what was written, though that be "1" or "x".
            return "no" if bare in _UNTICKED else "written"
        if is_zero(bare):
            return "tick" if self._is_label(bare) else "blank"
        if bare in _MARKS or self.lookup(cell) is not None:
            return "tick"
        # Nobody writes this, but some exports do, also where a respondent could have written.
        if self.writable and bare not in _UNTICKED:
            return "written"
        if bare in _YES or bare in _NO:
            return "tick" if bare in _YES else "no"
        return "unexpected_text" if self.dialect.ticks == "any" else "unknown_option"

    def _is_label(self, bare: str) -> bool:
        """Tell whether a 0 is the option's own label, in a source that writes labels and no zeros for blanks."""
        labels = self.dialect.values == "text" and self.dialect.zeros == "value"
        return labels and bare in map(fold, self.option.texts)


def ticks(
    raws: Sequence[RawColumn | None],
    options: Sequence[Option],
    numbers: Sequence[int],
    dialect: Dialect,
    asked: NDArray[np.bool_] | None = None,
) -> list[Ticks]:
    """Decode the columns of a multiple choice together.

    A row without any tick is `not_answered`, unless the source says that blank means not selected, or the
    row says so in words ("Ei"). A cell that is neither tick nor blank is `invalid` and an issue.

    Args:
        raws: The column of each option, None where it has none.
        options: The options.
        numbers: Their numbers.
        dialect: What the reader says of its cells.
        asked: Rows that were asked the question (None: all); for others blank means nothing.
    """
    rows = next((len(raw) for raw in raws if raw is not None), 0)
    means = dialect.blank_means == "not_selected"
    answered = np.full(rows, means) if asked is None else asked & means
    read = []
    for raw, option, number in zip(raws, options, numbers, strict=True):
        if raw is None:
            read.append(Ticks(_booleans(np.full(rows, _NOT_ASKED, dtype=np.int8))))
            continue
        column, says = _column(raw, _Reader.of(option, number, dialect))
        answered |= says
        read.append(column)
    return [_blanked(column, ~answered, raw) for column, raw in zip(read, raws, strict=True)]


def _column(raw: RawColumn, reader: _Reader) -> tuple[Ticks, NDArray[np.bool_]]:
    """Decode one column by itself, and tell the rows in which it says anything."""
    meanings: list[Meaning] = [*map(reader, raw.values), "blank"]
    values = {"blank": 0, "no": 0, "unknown_option": _INVALID}
    lut = np.array([values.get(meaning, 1) for meaning in meanings], dtype=np.int8)
    verdicts = np.array(
        [verdict_of(m) if m in ("unexpected_text", "unknown_option") else 0 for m in meanings[:-1]], dtype=np.int8
    )
    says = np.array([meaning != "blank" for meaning in meanings], dtype=bool)
    written = _written(raw, meanings) if reader.writable else None
    column = Ticks(_booleans(lut[raw.codes]), verdicts if verdicts.any() else None, written)
    return column, says[raw.codes]


def _written(raw: RawColumn, meanings: Sequence[Meaning]) -> Variable:
    """Return what stands in the cells that are ticks because somebody wrote there."""
    cells = [cell if meaning == "written" else " " for cell, meaning in zip(raw.values, meanings[:-1], strict=True)]
    return text(RawColumn(raw.codes, cells, raw.not_shown)).variable


def _booleans(codes: NDArray[np.int8]) -> Coded:
    return Coded(codes, ("0", "1"), (), "boolean")


def _blanked(column: Ticks, blank: NDArray[np.bool_], raw: RawColumn | None) -> Ticks:
    """Turn what a column has in blank rows from "not ticked" into "not answered", or "not asked" where hidden."""
    codes = column.variable.codes
    unticked = codes == 0
    codes = np.where(blank & unticked, np.int8(_BLANK), codes)
    if raw is not None and raw.not_shown is not None:
        codes = np.where(raw.not_shown & unticked, np.int8(_NOT_ASKED), codes)
    return Ticks(_booleans(codes), column.verdicts, column.written)


def one_of_ticks(
    raws: Sequence[RawColumn | None], question: SingleChoice, numbers: Sequence[int], dialect: Dialect
) -> tuple[Coded, list[Ticks]]:
    """Decode a single choice that an export of ticks spreads over a column for each option.

    Returns the choice of each row, and the ticks in each column; a row with several of them is invalid.
    """
    read = ticks(raws, question.options, numbers, dialect)
    codes = np.stack([column.variable.codes for column in read])
    ticked = codes == 1
    count = ticked.sum(axis=0)
    choice = np.where(count == 1, ticked.argmax(axis=0), _BLANK)
    choice[(count > 1) | (codes == _INVALID).any(axis=0)] = _INVALID
    places = choice.astype(smallest(len(question.options)))
    return coded_options(places, question.options, ordered=question.ordered), read
