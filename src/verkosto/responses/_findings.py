"""What reading found beside the answers: issues, and the columns that nothing claims."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import define, field, frozen

from verkosto.errors import InvalidResponsesError, VerkostoWarning
from verkosto.issues import Issue
from verkosto.responses._raw import Header, RawColumn
from verkosto.responses._variables import Coded, Variable

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from verkosto.instruments import Instrument
    from verkosto.responses._bind import Binding

__all__ = ["IssueLog", "UnboundColumn", "filled", "missing_parts", "repeated_ids", "unbound_frame"]

_MOST_TOLD = 3


@frozen(eq=False, repr=False)
class _Block:
    """Issues of one reason in one column."""

    rows: NDArray[np.int64]
    values: Sequence[str]
    codes: NDArray[np.integer[Any]]
    header: Header
    variable: str
    reason: str

    def __len__(self) -> int:
        return len(self.rows)

    def issues(self) -> list[Issue]:
        head, position = self.header.text, self.header.position
        return [
            Issue(row, head, self.variable, self.values[code], self.reason, position)
            for row, code in zip(self.rows.tolist(), self.codes.tolist(), strict=True)
        ]


@define(eq=False, repr=False, slots=False)
class IssueLog:
    """Issues as arrays, turned into objects only when somebody looks: a clean reading costs nothing."""

    columns: list[Issue] = field(factory=list)
    blocks: list[_Block] = field(factory=list)

    def __len__(self) -> int:
        return len(self.columns) + sum(map(len, self.blocks))

    def __repr__(self) -> str:
        return f"<IssueLog: {len(self)} issues>"

    def add(
        self,
        raw: RawColumn,
        rows: NDArray[np.int64],
        at: NDArray[Any],
        header: Header,
        variable: str,
        reason: str,
    ) -> None:
        """Keep the cells of one column at some rows (places in the chunk)."""
        codes = raw.codes[at]
        used, places = np.unique(codes, return_inverse=True)
        values = [raw.values[code] for code in used.tolist()]
        self.blocks.append(_Block(rows[at], values, places, header, variable, reason))

    @functools.cached_property
    def all(self) -> tuple[Issue, ...]:
        """Every issue: those of whole columns first, then by row and column."""
        cells = [issue for block in self.blocks for issue in block.issues()]
        cells.sort(key=lambda issue: (issue.row or 0, issue.position or 0))
        return (*self.columns, *cells)

    def tell(self, source: str, *, strict: bool, stacklevel: int) -> None:
        """Raise where issues are not allowed, and warn once of their number where they are.

        Raises:
            InvalidResponsesError: `strict` and there are issues; it carries them all.
        """
        count = len(self)
        counted = "1 issue" if count == 1 else f"{count} issues"
        if count and strict:
            first = "; ".join(map(str, self.all[:_MOST_TOLD]))
            more = f"; and {count - _MOST_TOLD} more" if count > _MOST_TOLD else ""
            msg = f"{source}: {counted}: {first}{more}. They all stand in the error's `issues`."
            raise InvalidResponsesError(msg, self.all)
        if count:
            msg = f"{source}: {counted}; see responses.issues_frame(), or read with strict=True."
            warnings.warn(msg, VerkostoWarning, stacklevel=stacklevel)

    def frame(self) -> pd.DataFrame:
        """Return the issues as a table with raw values and remedies."""
        import pandas as pd

        rows = [(i.row, i.position, i.column, i.variable, i.value, i.reason, i.remedy) for i in self.all]
        names = ["row", "position", "column", "variable", "value", "reason", "remedy"]
        frame = pd.DataFrame(rows, columns=names)
        texts = dict.fromkeys(("column", "variable", "value", "reason", "remedy"), "string")
        return frame.astype({"row": "Int64", "position": "Int64", **texts})


@frozen(eq=False, repr=False)
class UnboundColumn:
    """A column of the source that no question claims, kept as text."""

    header: Header
    parts: list[RawColumn] = field(factory=list)

    def __repr__(self) -> str:
        return f"<UnboundColumn {self.header.position}>"

    def texts(self) -> NDArray[np.object_]:
        """Return the cells as an array of text, None for empty cells."""
        return np.concatenate([np.empty(0, dtype=object), *(part.texts() for part in self.parts)])

    def filled(self) -> int:
        """Count the cells that hold more than white space."""
        return sum(filled(part) for part in self.parts)


def filled(raw: RawColumn) -> int:
    """Count the cells of a column that hold more than white space."""
    count = int(np.count_nonzero(raw.codes >= 0))
    if not any(map(str.isspace, raw.values)):
        return count
    white = [place for place, text in enumerate(raw.values) if text.isspace()]
    return count - int(np.isin(raw.codes, white).sum())


def missing_parts(binding: Binding, instrument: Instrument) -> list[Issue]:
    """Report questions and columns that the source does not have; a question of which nothing is there, once."""
    missing: dict[str, list[str]] = {}
    for slot in binding.missing:
        missing.setdefault(slot.part.id, []).append(slot.variable)
    found = []
    for name, variables in missing.items():
        whole = len(variables) == max(1, len(instrument[name].items))
        found += [Issue(None, None, v, None, "question_not_found") for v in ([name] if whole else variables)]
    present = {slot.part.id for _, slot in binding.slots}
    absent = [column.id for column in instrument.columns if column.id not in present]
    return found + [Issue(None, None, name, None, "column_not_found") for name in absent]


def repeated_ids(name: str, header: Header, ids: Variable, rows: NDArray[np.int64]) -> list[Issue]:
    """Report rows whose response id stands in an earlier row; they are not removed, and the id is not told."""
    codes = ids.codes if isinstance(ids, Coded) else np.full(len(rows), -1)
    first = np.unique(codes, return_index=True)[1]
    again = np.setdiff1d(np.flatnonzero(codes >= 0), first)
    return [Issue(row, header.text, name, None, "duplicate_response", header.position) for row in rows[again].tolist()]


def unbound_frame(
    columns: Sequence[UnboundColumn], index: pd.Index[Any], inside: NDArray[np.bool_] | None
) -> pd.DataFrame:
    """Return unbound columns as strings, rows of the subset only; a repeated title gets its column's number."""
    import pandas as pd

    frame: dict[str, pd.Series[Any]] = {}
    for column in columns:
        cells = column.texts()
        name = column.header.text
        if not name.strip():
            name = f"{name}#{column.header.position}"
        while name in frame:
            name = f"{name}#{column.header.position}"
        frame[name] = pd.Series(cells if inside is None else cells[inside], index=index, dtype="string")
    return pd.DataFrame(frame, index=index)
