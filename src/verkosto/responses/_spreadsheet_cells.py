"""The columns of a frame as cells for a spreadsheet: text, numbers and days, and nothing for what is absent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from verkosto.responses._responses import Responses

__all__ = ["Cell", "cell_text", "columns_of"]

Cell = str | int | float | dt.datetime | None


def columns_of(responses: Responses, lang: str | None) -> dict[str, Sequence[Cell]]:
    """Return titles and cells of the frame, or in a language those of the labelled one; ticks are 1 and 0."""
    frame = responses.frame if lang is None else responses.labelled(lang)
    return {str(title): _cells(frame.iloc[:, place]) for place, title in enumerate(frame.columns)}


def _cells(column: pd.Series[Any]) -> list[Cell]:
    as_cell = _as_cell(column.dtype.kind)
    return [None if absent else as_cell(value) for value, absent in zip(column, column.isna(), strict=True)]


def _as_cell(kind: str) -> Callable[[Any], Cell]:
    if kind == "M":
        return lambda day: day.to_pydatetime()
    return _number if kind in "biuf" else str


def _number(cell: Any) -> int | float:
    return int(cell) if float(cell).is_integer() else float(cell)


def cell_text(cell: int | float | dt.datetime | None, decimal: str) -> str:
    """Return the text of a cell that is no text itself."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    return repr(cell).replace(".", decimal)
