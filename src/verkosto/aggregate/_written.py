"""Tables as files: csv for spreadsheets, Parquet, and texts in the encoding that is asked for."""

from __future__ import annotations

import csv
import io
import os
from typing import TYPE_CHECKING, Any

from verkosto.aggregate._columns import COUNTS, NO_COUNT, NUMBERS
from verkosto.errors import MissingExtraError, OptionError, SourceError
from verkosto.files import path_of, write
from verkosto.responses import neutralise

if TYPE_CHECKING:
    from verkosto.aggregate._table import Table

__all__ = ["csv_text", "write_parquet", "write_text"]

_DELIMITERS = (";", ",", "\t", "|")
_DECIMALS = (",", ".")


def csv_text(table: Table, *, lang: str | None, delimiter: str, decimal: str) -> str:
    """Return the text that `Table.to_csv` promises."""
    for name, value, known in (("delimiter", delimiter, _DELIMITERS), ("decimal", decimal, _DECIMALS)):
        if value not in known:
            raise OptionError(f"{name} must be one of {', '.join(map(repr, known))}, not {value!r}.")
    if delimiter == decimal:
        raise OptionError("delimiter and decimal are both ','. State delimiter=';' or decimal='.'.")
    texts: Any = {} if lang is None else table.labelled(lang)
    columns = []
    for name, column in table.cells.data.items():
        if name in COUNTS:
            cells = ["" if value == NO_COUNT else str(value) for value in column.tolist()]
        elif name in NUMBERS:
            # NaN is the one float that differs from itself.
            cells = ["" if value != value else repr(value).replace(".", decimal) for value in column.tolist()]
        else:
            listed = column.tolist() if lang is None else texts[name].astype(object).tolist()
            # Few texts stand in many rows.
            safe = {text: neutralise(text) if isinstance(text, str) else "" for text in dict.fromkeys(listed)}
            cells = [safe[text] for text in listed]
        columns.append([neutralise(name), *cells])
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(zip(*columns, strict=True))
    return file.getvalue()


def write_text(text: str, path: str | os.PathLike[str] | None, *, encoding: str = "utf-8") -> str:
    """Write a text as a file where a path is given, and return it in any case.

    Raises:
        OptionError: There is no such encoding.
        SourceError: The encoding lacks a character, or the file cannot be written.
    """
    try:
        data = text.encode(encoding)
    except LookupError as error:
        raise OptionError(f"There is no encoding {encoding!r}. Use 'utf-8'.") from error
    except UnicodeEncodeError as error:
        sign = text[error.start]
        msg = f"the encoding {encoding!r} has no character {sign!r} (U+{ord(sign):04X}). Write the file as 'utf-8'."
        raise SourceError(msg) from error
    if path is not None:
        write(path_of(path), data, "table")
    return text


def write_parquet(table: Table, path: str | os.PathLike[str], *, lang: str | None) -> None:
    """Do what `Table.to_parquet` says."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingExtraError.of("parquet", "Parquet") from error
    file = io.BytesIO()
    try:
        frame: Any = table.frame if lang is None else table.labelled(lang)
        pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), file)
    except UnicodeEncodeError as error:
        msg = f"the table holds a character that Parquet cannot: {error.reason}. Mend the labels in the codebook."
        raise SourceError(msg) from error
    write(path_of(path), file.getvalue(), "table")
