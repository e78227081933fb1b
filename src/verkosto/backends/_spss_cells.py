"""The cells of an SPSS system file: values as text, ticks as 1, and missing values by what their labels say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.backends._spss_columns import SpssColumn
from verkosto.backends._spss_variables import SpssVariable, Value
from verkosto.instruments import UNTICKED, Instrument, MultipleChoice, Question
from verkosto.responses import Dialect, OptionLookup, RawColumn, Slot, encode, meet, sav_reason

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["JOIN", "Cells"]

JOIN = ";"
"""What stands between the codes of a set in one cell."""

Said = Callable[[Value], str | None]
"""Gives the text of a value's cell: "" where it says that nobody answered, None where nobody was asked."""


@frozen
class Cells:
    """Makes the columns of a table from chunks of values.

    Without a codebook every value is as it stands. With one, a value that the file declares missing never becomes an
    answer: it is the option whose label or number it has, a blank where its label says that nobody answered or was
    asked, and otherwise a text with its label, which decoding reports.

    Attributes:
        columns: Those of the table.
        slots: What each of them fills of the codebook, by its place; None without a codebook.
    """

    columns: Sequence[SpssColumn]
    slots: Mapping[int, Slot] | None = None

    @classmethod
    def of(cls, columns: Sequence[SpssColumn], instrument: Instrument | None, dialect: Dialect) -> Cells:
        """Find what each column fills of the codebook."""
        if instrument is None:
            return cls(columns)
        binding, _ = meet([column.header for column in columns], instrument, dialect)
        return cls(columns, dict(binding.slots))

    def table(self, frame: pd.DataFrame) -> tuple[RawColumn, ...]:
        """Return the columns of a chunk."""
        found = []
        for place, column in enumerate(self.columns):
            members = [_column(frame[v.name], self._said(place, column, v)) for v in column.variables]
            found.append(members[0] if len(members) == 1 else _together(members))
        return tuple(found)

    def _said(self, place: int, column: SpssColumn, variable: SpssVariable) -> Said:
        slot = None if self.slots is None else self.slots.get(place)
        if self.slots is not None and slot is None:
            return variable.plain
        lookup = None if slot is None else _lookup(slot)
        # A multiple choice of one option makes no set.
        own = slot is not None and variable.variable == slot.variable and isinstance(slot.part, MultipleChoice)
        ticks = column.ticks or (own and variable.shown == "number")
        counted = column.set.counted if column.set is not None else "1"

        def said(value: Value) -> str | None:
            if value in variable.codes:
                return variable.codes[value]
            if slot is not None and variable.is_missing(value):
                return _missing(variable, value, lookup)
            plain = variable.plain(value)
            if not ticks or variable.is_missing(value):
                return plain
            if plain.strip() == counted:
                return "1"
            # Elsewhere a 0 may be written for everybody who ticked nothing, also for those who did not answer.
            return "0" if variable.variable is None else UNTICKED.fi

        return said


def _lookup(slot: Slot) -> OptionLookup | None:
    """Return what finds the options that a cell may mean."""
    part = slot.part
    if not isinstance(part, Question) or slot.use == "text":
        return None
    options = part.items if slot.use == "joined" else part.choices
    # A value that is declared missing is no place in a list.
    return OptionLookup(options, "any", counted=False) if options else None


def _missing(variable: SpssVariable, value: Value, lookup: OptionLookup | None) -> str | None:
    label, plain = variable.labels.get(value, ""), variable.plain(value)
    if lookup is not None and lookup(label) is not None:
        return label
    reason = sav_reason(label)
    if reason in ("not_answered", "not_asked"):
        return "" if reason == "not_answered" else None
    if lookup is not None and lookup(plain) is not None:
        return plain
    return f"{plain} ({label or 'missing value'})"


def _column(values: pd.Series[Any], said: Said) -> RawColumn:
    codes, distinct = values.factorize()
    listed: list[Value] = distinct.tolist()  # type: ignore[assignment]
    texts = [said(value) if value != "" else "" for value in listed]
    # Two values may be one text, as where both are blanks.
    encoded = encode(text or "" for text in texts)
    not_shown = np.array([*(text is None for text in texts), False])[codes] if None in texts else None
    return RawColumn(np.append(encoded.codes, np.int32(-1))[codes], encoded.values, not_shown)


def _together(members: Sequence[RawColumn]) -> RawColumn:
    """Put the codes of each row into one cell."""
    rows = zip(*(member.texts() for member in members), strict=True)
    joined = encode(JOIN.join(text for text in row if text) for row in rows)
    hidden = [np.zeros(len(m), dtype=bool) if m.not_shown is None else m.not_shown for m in members]
    return RawColumn(joined.codes, joined.values, np.logical_and.reduce(hidden))
