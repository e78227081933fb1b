"""ColumnTests: which columns of a banner table differ, as letters and as differences with intervals."""

from __future__ import annotations

import string
from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from verkosto.aggregate import _tests_json
from verkosto.aggregate._headings import Heading
from verkosto.aggregate._sheet import Printed, Sheet, said
from verkosto.aggregate._tests_figures import Figures
from verkosto.aggregate._tests_words import COLUMN_TITLES
from verkosto.text import LocalText, format_base, format_percent

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ColumnTests", "letters_of"]


@frozen
class Labelled:
    """A code with its label, as it stands in JSON."""

    code: str
    label: LocalText


@frozen(repr=False)
class ColumnTests(Printed):
    """Columns of a table compared in pairs: made by `column_tests`.

    Attributes:
        title: What was asked, and of whom.
        method: The method in words.
        variable: Id of the question.
        by: Id of what makes the columns.
        values: The answers with their labels.
        columns: The columns with their labels.
        level: Confidence of the intervals; a capital letter stands where the adjusted p-value is below 1 - level.
        looser: The same for small letters, or None.
        adjust: `"holm"`, `"bonferroni"` or None.
        weights: Id of the weights, or None.
        shares: Share, base and letters of each answer and column.
        comparisons: The pairs; `frame` is their frame.
        absences: Rows that do not count, by reason; `missing` is their frame.
        notes: What a reader must know.
        instrument_id: Id of the survey.
    """

    title: LocalText
    method: LocalText
    variable: str
    by: str
    values: tuple[Labelled, ...]
    columns: tuple[Labelled, ...]
    level: float
    looser: float | None
    adjust: str | None
    weights: str | None
    shares: Figures
    comparisons: Figures
    absences: Figures
    notes: tuple[LocalText, ...]
    instrument_id: str

    @property
    def frame(self) -> pd.DataFrame:
        """The pairs as a new pandas frame, one row for each answer and pair of columns.

        Columns: value, first, second (codes; string); first_share, second_share; difference, the first less the
        second, with se, low, high; statistic (t), df, p, p_adjusted; float64, NaN where there is no test; status:
        "ok", or "no_variance", "no_df", "empty" where there is none.
        """
        return self.comparisons.frame()

    @property
    def letters(self) -> pd.DataFrame:
        """The letters as a new pandas frame: a row for each answer, a column for each column of the table.

        A column has the letter of each column whose share is significantly lower; small ones at the looser level.
        """
        import pandas as pd

        found = dict(zip(self._pairs(), self.shares.column("letters"), strict=True))
        data = {
            column.code: pd.array([found[value.code, column.code] for value in self.values], dtype="string")
            for column in self.columns
        }
        index = pd.Index([value.code for value in self.values], name="value", dtype="string")
        return pd.DataFrame(data, index=index)

    @property
    def missing(self) -> pd.DataFrame:
        """Rows that do not count as a new pandas frame: variable, reason, n; only what occurs."""
        return self.absences.frame()

    def to_frame(self) -> pd.DataFrame:
        """Return `frame`."""
        return self.frame

    def to_json(self) -> str:
        """Return the result as JSON of schema "verkosto.columntests/1", which every later version reads."""
        return _tests_json.encode(self, _tests_json.COLUMNS)

    @classmethod
    def from_json(cls, text: str) -> ColumnTests:
        """Read what `to_json` wrote.

        Raises:
            TableFormatError: The text is no such JSON; the message says what is wrong.
        """
        return _tests_json.decode(text, _tests_json.COLUMNS, cls)

    def __repr__(self) -> str:
        pairs = len(self.comparisons.rows)
        return f"<ColumnTests {self.instrument_id!r}: {self.variable} by {self.by}, {pairs} comparisons>"

    def _pairs(self) -> list[tuple[str, str]]:
        return list(zip(self.shares.column("value"), self.shares.column("column"), strict=True))

    def _sheet(self, lang: str) -> Sheet:
        marks = letters_of(len(self.columns))
        heads = [f"{mark} {column.label.get(lang)}" for mark, column in zip(marks, self.columns, strict=True)]
        cells = dict(zip(self._pairs(), self.shares.rows, strict=True))
        names = self.shares.names
        share, letters, base = names.index("share"), names.index("letters"), names.index("base")
        rows = []
        for value in self.values:
            found = [cells[value.code, column.code] for column in self.columns]
            listed = [f"{format_percent(c[share], lang=lang)} {c[letters] or ''}".rstrip() for c in found]  # type: ignore[arg-type]
            rows.append([value.label.get(lang), *listed])
        first = self.values[0].code
        bases = [cells[first, column.code][base] for column in self.columns]
        rows.append(["", *(format_base(n, lang=lang) for n in bases)])  # type: ignore[arg-type]
        title = f"{self.title.get(lang)}\n{self.method.get(lang)}"
        # Shares begin where the column does, so that letters do not push them apart.
        texts = frozenset(range(len(heads) + 1))
        return Sheet(title, [COLUMN_TITLES["value"].get(lang), *heads], rows, texts, said(self.notes, lang))


def letters_of(count: int) -> list[str]:
    """Return the letters of columns: A to Z, then AA, AB and so on."""
    single = list(string.ascii_uppercase)
    return [*single, *(first + second for first in single for second in single)][:count]


def labelled(heading: Heading) -> tuple[Labelled, ...]:
    """Return the codes of a heading with their labels."""
    return tuple(Labelled(code, label) for code, label in heading.labels.items())


def joined_letters(capital: Sequence[str], small: Sequence[str]) -> str:
    """Return letters as one text, with spaces where some are double."""
    found = [*capital, *(letter.lower() for letter in small)]
    return (" " if any(len(letter) > 1 for letter in found) else "").join(found)
