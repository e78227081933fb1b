"""The two readers of plain tables, for backends whose files are tables with a head of their own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from attrs import evolve

from verkosto.backends._csv import CsvBackend
from verkosto.backends._excel import ExcelBackend
from verkosto.backends._protocol import Backend, Strength
from verkosto.errors import OptionError
from verkosto.responses import RawColumn, RawTable

__all__ = ["TABLE_OPTIONS", "first_chunk", "first_texts", "table_reader", "told", "without_first"]

TABLE_OPTIONS: Mapping[str, tuple[Any, str]] = {
    "encoding": (None, "of a csv; None is UTF-8"),
    "delimiter": (None, "of a csv; None is found"),
    "ragged": ("error", "csv rows of unequal length: 'error' or 'pad'"),
    "sheet": (None, "of a workbook, by name or number from 1"),
}
"""Options that only one of the two readers takes."""


def table_reader(source: Path) -> Backend:
    """Return the reader of the file's kind; what is named a workbook is read as one, for its message."""
    workbook = ExcelBackend()
    if workbook.detect(source).strength > Strength.NONE or source.suffix.casefold() in (".xlsx", ".xls"):
        return workbook
    return CsvBackend()


def first_chunk(source: Path) -> RawTable:
    """Return the beginning of a csv or workbook, read with its reader's own defaults, for a look at its head.

    Raises:
        SourceError: What the reader raises.
    """
    inner = table_reader(source)
    return next(iter(inner.open(source, {name: default for name, (default, _) in inner.options.items()})))


def told(
    inner: Backend, own: Mapping[str, tuple[Any, str]], options: Mapping[str, Any], source: Path
) -> dict[str, Any]:
    """Return the options of the inner reader, refusing those that its kind of file does not have."""
    chosen = {name: default for name, (default, _) in inner.options.items()}
    for name in TABLE_OPTIONS:
        if name in chosen:
            chosen[name] = options[name]
        elif options[name] != own[name][0]:
            kind = "csv files" if name in CsvBackend.options else "workbooks"
            msg = f"{source.name}: the option {name!r} is for {kind}, and this file is none. Leave it out."
            raise OptionError(msg)
    return chosen


def first_texts(chunk: RawTable) -> list[str]:
    """Return the cells of the first row, or as many empty ones."""
    if not len(chunk):
        return [""] * len(chunk.headers)
    return ["" if c.codes[0] < 0 else c.values[c.codes[0]] for c in chunk.columns]


def without_first(chunk: RawTable) -> RawTable:
    """Drop the first row, and the texts that only it used: what stands in a head is no answer."""
    columns = []
    for column in chunk.columns:
        codes, values = column.codes[1:], list(column.values)
        first = int(column.codes[0])
        if first >= 0 and not (codes == first).any():
            values = values[:first] + values[first + 1 :]
            codes = np.where(codes > first, codes - 1, codes).astype(np.int32)
        columns.append(RawColumn(codes, values))
    return evolve(chunk, columns=tuple(columns), rows=chunk.rows[1:])
