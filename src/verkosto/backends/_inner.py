"""The two readers of plain tables, for backends whose files are tables with a head of their own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from verkosto.backends._csv import CsvBackend
from verkosto.backends._excel import ExcelBackend
from verkosto.backends._protocol import Backend, Strength
from verkosto.errors import OptionError

__all__ = ["TABLE_OPTIONS", "table_reader", "told"]

TABLE_OPTIONS: Mapping[str, tuple[Any, str]] = {
    "encoding": (None, "of a csv; None is UTF-8"),
    "delimiter": (None, "of a csv; None is found"),
    "ragged": ("error", "csv rows of unequal length: 'error' or 'pad'"),
    "sheet": (None, "of a workbook, by name or number from 1"),
    "max_unpacked": (None, "of a workbook: bytes that it may have unpacked; None is the usual limit"),
}
"""Options that only one of the two readers takes."""


def table_reader(source: Path) -> Backend:
    """Return the reader of the file's kind; what is named a workbook is read as one, for its message."""
    workbook = ExcelBackend()
    if workbook.detect(source).strength > Strength.NONE or source.suffix.casefold() in (".xlsx", ".xls"):
        return workbook
    return CsvBackend()


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
