"""LimeSurvey's .sav, through pyreadstat (extra `spss`): codes such as '049' come as numbers, and null is lost."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from typing import Any

from verkosto.backends._limesurvey_csv import Grid, column_of
from verkosto.backends._magic import open_binary
from verkosto.errors import MissingExtraError, SourceError

__all__ = ["MAGIC", "read_sav"]

MAGIC = (b"$FL2", b"$FL3")


def read_sav(path: Path) -> Grid:
    """Read a .sav export; its headings are the names of the variables.

    Raises:
        SourceError: It cannot be opened, or is damaged or cut off.
        MissingExtraError: pyreadstat is not installed.
    """
    open_binary(path).close()
    try:
        import pyreadstat
    except ImportError as error:
        raise MissingExtraError.of("spss", "reading .sav files") from error
    try:
        cells, _ = pyreadstat.read_sav(str(path), output_format="dict")
    except Exception as error:  # the library has several roots of errors, and bare ones
        msg = f"{path.name} is a damaged .sav file, or is cut off ({type(error).__name__}). Export it again."
        raise SourceError(msg) from error
    columns = [column_of([_text(cell) for cell in column]) for column in cells.values()]
    rows = range(2, len(columns[0]) + 2) if columns else range(0)
    return Grid(tuple(cells), tuple(columns), rows, nulls=False)


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return "" if math.isnan(cell) else str(int(cell)) if cell.is_integer() else str(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ", "seconds")
    return str(cell)
