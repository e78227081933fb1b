"""Which blank cells of a LimeSurvey export were not shown to the respondent, as far as the file tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve

from verkosto.backends._limesurvey_headings import Meaning
from verkosto.instruments import Column, Date, Number
from verkosto.responses import RawColumn

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["shown_by_kind", "shown_by_texts", "without_nulls"]


def without_nulls(columns: Sequence[RawColumn]) -> list[RawColumn]:
    """Return the columns of a source that does not keep null apart: nothing is known to have been hidden."""
    return [evolve(column, not_shown=None) for column in columns]


def shown_by_texts(columns: Sequence[RawColumn]) -> list[RawColumn]:
    """Keep what null tells where no codebook says what the columns are: only beside texts that were left empty.

    A number or a day is null whether it was left empty or not shown, and never an empty text.
    """
    return [evolve(column, not_shown=_null(column) if _left_empty(column).any() else None) for column in columns]


def shown_by_kind(columns: Sequence[RawColumn], meant: Sequence[Meaning | None]) -> list[RawColumn]:
    """Keep what null tells, by the kind of each column.

    Null is "not shown" for texts and choices. For numbers and days it is that too where a respondent stopped before
    them: the response was not submitted, and everything from an earlier question onwards is null.
    """
    tells = [place for place, meaning in enumerate(meant) if meaning is not None and not _is_silent(meaning)]
    stopped = _stopped(columns, meant, tells)
    shown = []
    for place, (column, meaning) in enumerate(zip(columns, meant, strict=True)):
        null: NDArray[np.bool_] | None = None
        if meaning is not None and not isinstance(meaning.part, Column):
            null = (stopped < place) & _null(column) if _is_silent(meaning) else _null(column)
        shown.append(evolve(column, not_shown=null))
    return shown


def _is_silent(meaning: Meaning) -> bool:
    """Tell whether null says nothing in a column."""
    return isinstance(meaning.part, Column | Number | Date)


def _null(column: RawColumn) -> NDArray[np.bool_]:
    return np.zeros(len(column), dtype=bool) if column.not_shown is None else column.not_shown


def _left_empty(column: RawColumn) -> NDArray[np.bool_]:
    return np.asarray((column.codes < 0) & ~_null(column))


def _stopped(columns: Sequence[RawColumn], meant: Sequence[Meaning | None], tells: Sequence[int]) -> NDArray[np.int64]:
    """Return for each row the first column that was not shown because the respondent had stopped."""
    rows = len(columns[0]) if columns else 0
    never = np.full(rows, len(columns), dtype=np.int64)
    submitted = next((c for c, m in zip(columns, meant, strict=True) if m and m.variable == "submitdate"), None)
    if submitted is None:
        return never
    last = np.full(rows, -1, dtype=np.int64)
    for place, (column, meaning) in enumerate(zip(columns, meant, strict=True)):
        if meaning is not None and not isinstance(meaning.part, Column):
            seen = column.codes >= 0 if _is_silent(meaning) else ~_null(column)
            last[seen] = place
    following = np.append(np.asarray(tells, dtype=np.int64), len(columns))
    first = following[np.searchsorted(following, last, side="right").clip(max=len(following) - 1)]
    return np.where(submitted.codes < 0, first, never)
