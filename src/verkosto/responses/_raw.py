"""RawTable: the cells of a source as text, exactly as they stood, dictionary-encoded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from attrs import field, frozen

from verkosto.errors import SourceError
from verkosto.instruments import Role

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

__all__ = ["Dialect", "Header", "RawColumn", "RawTable", "encode"]


@frozen
class Header:
    """The head of one column, its parts kept apart as the source has them.

    Attributes:
        title: The question's title, or the whole header where the source does not divide it.
        position: Number of the column in the source, from 1. It is the column's identity: titles repeat.
        option: The option or row, where the source has it in a place of its own.
        code: A variable name or code, where the source has one in a place of its own.
        role: What the column is for, where the source itself adds it beside the questions. A time or an id of
            responses belongs to the codebook's only column of that role, whatever its title; what identifies is
            withheld, and what the codebook need not know (`ignore`) is no issue.
    """

    title: str
    position: int
    option: str | None = None
    code: str | None = None
    role: Role | None = None

    @property
    def text(self) -> str:
        """The header as one text, for people."""
        return self.title if not self.option else f"{self.title}:{self.option}"


@frozen
class Dialect:
    """What the source's reader says of its cells; decoding needs it, and nothing is guessed.

    Attributes:
        values: What choice cells hold: option labels (`"text"`), option numbers (`"number"`), 1 for a tick
            (`"binary"`), or codes, labels or numbers, whichever fits (`"any"`).
        separator: Text between title and option inside one header, such as `":"`; `"["` where the option stands in
            brackets at the end; None where headers are whole.
        ticks: Whether a tick of a multiple choice equals its option (`"option"`) or is any text (`"any"`).
        blank_means: What it means that all options of a multiple choice are blank (or 0).
        zeros: Whether a 0 that is no option's number is a blank cell (`"blank"`) or a value (`"value"`).
        joined: Text between the options of a multiple choice, or of a ranking, that stand together in one cell;
            None where each has a column of its own.
        written: Whether what is written beside an option has a column of its own (`"apart"`), has one and leaves
            that of a single choice empty (`"alone"`; in a multiple choice the option's column then holds that text
            and no marks), or stands in the cell in place of the option's name (`"instead"`).
        day_order: How `3/4/2020` is meant in all of this source; None: as the codebook says.
    """

    values: Literal["any", "text", "number", "binary"] = "any"
    separator: str | None = None
    ticks: Literal["option", "any"] = "option"
    blank_means: Literal["not_answered", "not_selected"] = "not_answered"
    zeros: Literal["value", "blank"] = "value"
    joined: str | None = None
    written: Literal["apart", "alone", "instead"] = "apart"
    day_order: Literal["dmy", "mdy"] | None = None


@frozen(eq=False, repr=False)
class RawColumn:
    """One column of text, dictionary-encoded.

    Attributes:
        codes: int32, one for each row: a place in `values`, or -1 for an empty cell.
        values: The distinct texts, exactly as they stood; none of them is the empty text.
        not_shown: bool, one for each row: the source says that the question was not shown, so that a blank cell
            is `not_asked`. None where the source tells nothing of the kind.
    """

    codes: NDArray[np.int32]
    values: Sequence[str]
    not_shown: Mask | None = None

    def __len__(self) -> int:
        return len(self.codes)

    def __repr__(self) -> str:
        return f"<RawColumn: {len(self.codes)} rows, {len(self.values)} distinct>"

    def texts(self) -> NDArray[np.object_]:
        """Return the cells as an array of text, None for empty cells."""
        return np.array([*self.values, None], dtype=object)[self.codes]


@frozen(eq=False, repr=False)
class RawTable:
    """A chunk of a source: all text, nothing lost, nothing decided.

    Attributes:
        headers: One for each column, the same in every chunk of a source.
        columns: As many as headers, all of one length.
        rows: int64, the number of each row in the source, counted as a spreadsheet counts (the first
            header row is 1). Rows without any text are left out, and counted in `blank_rows`.
        dialect: What the reader says of the cells.
        blank_rows: How many rows of this chunk had no text at all.
        found: What the reader found out by itself about the source, such as `{"layout": "A: one header row"}`;
            the first chunk tells it, and provenance repeats it.
    """

    headers: tuple[Header, ...]
    columns: tuple[RawColumn, ...]
    rows: NDArray[np.int64]
    dialect: Dialect = field(factory=Dialect)
    blank_rows: int = 0
    found: Mapping[str, str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        lengths = {len(column) for column in self.columns} | {len(self.rows)}
        if len(self.headers) != len(self.columns) or len(lengths) > 1:
            msg = (
                f"a RawTable needs one column for each header and one length, not {len(self.headers)} headers, "
                f"{len(self.columns)} columns and lengths {sorted(lengths)}. Correct the backend."
            )
            raise SourceError(msg)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"<RawTable: {len(self.rows)} rows, {len(self.headers)} columns>"

    @classmethod
    def from_rows(
        cls, headers: Sequence[Header], rows: Sequence[Sequence[str]], *, first_row: int = 2, **parts: Any
    ) -> RawTable:
        """Make a table from rows of text; rows of white space alone are left out and counted.

        Args:
            headers: The heads of the columns.
            rows: As many cells each as there are headers; `""` is an empty cell.
            first_row: Number of the first row in the source.
            **parts: `dialect` and `found`.

        Raises:
            SourceError: A row has fewer or more cells than there are headers.
        """
        ragged = next((place for place, row in enumerate(rows) if len(row) != len(headers)), None)
        if ragged is not None:
            msg = (
                f"row {first_row + ragged} has {len(rows[ragged])} cells under {len(headers)} headers. Correct the "
                "backend: a RawTable has no gaps."
            )
            raise SourceError(msg)
        kept = [place for place, row in enumerate(rows) if any(map(str.strip, row))]
        columns = list(zip(*(rows[place] for place in kept), strict=True)) or [()] * len(headers)
        return cls(
            headers=tuple(headers),
            columns=tuple(encode(column) for column in columns),
            rows=np.asarray(kept, dtype=np.int64) + first_row,
            blank_rows=len(rows) - len(kept),
            **parts,
        )


def encode(cells: Iterable[str]) -> RawColumn:
    """Dictionary-encode a column of text; distinct texts are numbered by first appearance."""
    places: dict[str, int] = {"": -1}
    codes = [places.setdefault(cell, len(places) - 1) for cell in cells]
    return RawColumn(np.array(codes, dtype=np.int32), [text for text in places if text])
