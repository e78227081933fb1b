"""What a codebook that almost fits says otherwise than the source, with the nearest match and the line to write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from attrs import field, frozen

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FIELDS", "Difference", "DifferenceKind", "differences_frame"]

DifferenceKind = Literal[
    "renamed_title",
    "renamed_option",
    "missing_column",
    "new_column",
    "new_option",
    "open_answers",
    "written_beside",
    "repeated_title",
    "moved",
    "two_columns",
]
FIELDS = ("kind", "variable", "expected", "found", "columns", "likeness", "cells", "value", "remedy", "line")
"""What a table of differences has in its columns."""

_REMEDIES: dict[DifferenceKind, str] = {
    "renamed_title": "if both are one, give the title to it as an alias",
    "renamed_option": "if both are one, put this in the place of the option's line",
    "missing_column": "look for it among the new columns, or take it out of the codebook",
    "new_column": "add a question for it, or a column that no question asked",
    "new_option": "add the option at the end of its list, or give the text to another as an alias",
    "open_answers": "check the question's kind, or set `free_text` on one of its options",
    "written_beside": "put this in the place of the option's line, for respondents could write beside it",
    "repeated_title": "give each column a question of its own, or state `position` on the questions",
    "moved": "correct `position`, or leave it out where no title repeats",
    "two_columns": "remove one alias, or make two questions",
}


@frozen
class Difference:
    """One thing in which a codebook and a source differ.

    Attributes:
        kind: One of the words of `DifferenceKind`. What is called renamed is a guess by likeness: look at both sides.
        variable: Id of the question, column or part (`palvelut[kevat]`) in the codebook; None for a new column.
        expected: The title or label in the codebook; of a new option, the nearest one.
        found: The title, or the part of a title, in the source. What stood in cells is never here.
        positions: Numbers of the columns concerned, from 1.
        likeness: How alike both sides are, 1 for the same letters; of a question of several columns its titles or its
            rows, whichever are more. None where nothing is alike.
        cells: In how many cells an unknown option stands; None where it heads a column.
        value: The text of those cells. It never stands in `repr` or `str`.
        line: What to write into the codebook, as TOML; None where one line does not help.
    """

    kind: DifferenceKind
    variable: str | None
    expected: str | None = None
    found: str | None = None
    positions: tuple[int, ...] = ()
    likeness: float | None = None
    cells: int | None = None
    value: str | None = field(default=None, repr=False)
    line: str | None = field(default=None, repr=False)

    @property
    def remedy(self) -> str:
        """What to do about it, in words."""
        return _REMEDIES[self.kind]

    def __str__(self) -> str:
        """Tell both sides, the nearest match and the remedy; never what stood in a cell."""
        said = [self.kind.replace("_", " ")]
        if self.variable is not None:
            said.append(f"of {self.variable!r}")
        if self.expected is not None and self.kind != "new_option":
            said.append(f"{self.expected!r}")
        text = f"{' '.join(said)}{self._found()}{self._nearest()}: {self.remedy}"
        told = self.line is not None and self.value is None and "\n" not in self.line
        return f"{text}: {self.line}" if told else text

    @property
    def columns(self) -> str | None:
        """The numbers of the columns as text; None where there are none."""
        return ", ".join(map(str, self.positions)) or None

    def _found(self) -> str:
        head = f" {self.found!r}" if self.found is not None else ""
        column = f", column{'s' if len(self.positions) > 1 else ''} {self.columns}" if self.positions else ""
        if self.cells is None:
            return f"{column}{head}"
        return f"{column}{head}, {self.cells} cell{'' if self.cells == 1 else 's'}"

    def _nearest(self) -> str:
        if self.likeness is None:
            return ""
        near = f"nearest {self.expected!r}, " if self.kind == "new_option" else ""
        return f" ({near}likeness {self.likeness:.2f})"


def differences_frame(differences: Sequence[Difference]) -> pd.DataFrame:
    """Return differences as a table, with the texts of cells and the lines to write, which nothing else shows."""
    import pandas as pd

    rows = [[getattr(one, name) for name in FIELDS] for one in differences]
    texts = dict.fromkeys((name for name in FIELDS if name not in ("likeness", "cells")), "string")
    return pd.DataFrame(rows, columns=list(FIELDS)).astype({**texts, "likeness": "Float64", "cells": "Int64"})
