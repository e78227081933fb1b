"""Write Responses to a Parquet file."""

from __future__ import annotations

import base64
import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from verkosto.errors import SourceError
from verkosto.files import path_of
from verkosto.instruments import Draft
from verkosto.responses._findings import IssueLog
from verkosto.responses._parquet_form import (
    DIGEST,
    DOMAIN,
    ISSUES,
    KEY,
    SCHEMA,
    arrow,
    digest_of,
    missing_name,
    provenance_to,
    unbound_name,
)
from verkosto.responses._variables import REASONS, Coded, Numeric, Variable

if TYPE_CHECKING:
    from verkosto.responses._responses import Responses

__all__ = ["write_parquet"]

_NOT_ANSWERED = 1 + REASONS.index("not_answered")


def write_parquet(responses: Responses, path: str | os.PathLike[str]) -> None:
    """Do what `Responses.to_parquet` says."""
    place = path_of(path)
    pa = arrow()
    try:
        table = _table(pa, responses)
    except UnicodeEncodeError as error:
        # The error holds the text, which may be an answer, so it is not chained.
        what = f"half of a surrogate pair (character {error.start + 1} of a text)"
    else:
        _write(pa, table, place)
        return
    msg = f"{place.name}: the answers hold {what}, which no file can hold. Write that character again in the source."
    raise SourceError(msg)


def _write(pa: Any, table: Any, place: Path) -> None:
    try:
        with place.open("wb") as file:
            _write_table(pa, table, file)
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
        msg = f"{place}: the file cannot be written: {why}. Check the folder and your rights to it."
        raise SourceError(msg) from error


def _write_table(pa: Any, table: Any, file: Any) -> None:
    # Checksums tell on reading that a byte was changed.
    pa.parquet.write_table(table, file, compression="zstd", version="2.6", write_page_checksum=True)


def _table(pa: Any, responses: Responses) -> Any:
    columns: dict[str, Any] = {}
    for name, variable in responses.variables.items():
        columns[name] = _values(pa, variable)
        reasons = _stated(variable)
        if not np.isin(reasons, (0, _NOT_ANSWERED)).all():
            columns[missing_name(name)] = _texts(pa, reasons.astype(np.int32) - 1, REASONS)
    for number, column in enumerate(responses.unbound_columns, start=1):
        columns[unbound_name(number)] = pa.array(column.texts(), type=pa.large_string())
    if responses.domain is not None:
        columns[DOMAIN] = pa.array(responses.domain)
    table = pa.table(columns)
    metadata = {KEY: _head(responses, table.num_rows), ISSUES: base64.b64encode(_issues(pa, responses.log))}
    return table.replace_schema_metadata({**metadata, DIGEST: digest_of(metadata)})


def _stated(variable: Variable) -> Any:
    """Return why values are absent: 0 for an option such as "En osaa sanoa", which is a value of the column."""
    if isinstance(variable, Coded):
        return np.where(variable.codes < 0, -variable.codes.astype(np.int64), 0)
    return variable.absent


def _values(pa: Any, variable: Variable) -> Any:
    if isinstance(variable, Coded):
        absent = variable.codes < 0
        if variable.form == "boolean":
            return pa.array(variable.codes == 1, mask=absent)
        coded = _texts(pa, np.where(absent, -1, variable.codes).astype(np.int32), variable.categories)
        return coded.dictionary_decode() if variable.form == "string" else coded
    absent = variable.absent != 0
    if not isinstance(variable, Numeric):
        return pa.array(variable.values, mask=absent, type=pa.timestamp("s"))
    values = np.where(absent, 0, variable.values)
    whole = variable.whole and bool((np.abs(values) < 2**53).all()) and bool((values == np.floor(values)).all())
    return pa.array(values.astype(np.int64) if whole else values, mask=absent)


def _texts(pa: Any, codes: Any, categories: Any) -> Any:
    texts = pa.array(list(categories), type=pa.large_string())
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), texts)


def _head(responses: Responses, rows: int) -> bytes:
    instrument = responses.instrument
    guesses = [[g.id, g.reason] for g in instrument.guesses] if isinstance(instrument, Draft) else None
    head = {
        "schema": SCHEMA,
        "rows": rows,
        "instrument": instrument.to_json(),
        "guesses": guesses,
        "variables": [_described(name, variable) for name, variable in responses.variables.items()],
        "unbound": [attrs.asdict(column.header) for column in responses.unbound_columns],
        "provenance": provenance_to(responses.provenance),
        "asked": responses.asked,
        "derived": [made.plain() for made in responses.derived],
    }
    return json.dumps(head).encode()


def _described(name: str, variable: Variable) -> dict[str, Any]:
    if isinstance(variable, Coded):
        # The texts of open answers stand in their column alone.
        categories = None if variable.form == "string" else list(variable.categories)
        return {"name": name, "form": variable.form, "categories": categories, "kinds": list(variable.kinds)}
    if isinstance(variable, Numeric):
        return {"name": name, "form": "number", "whole": variable.whole}
    return {"name": name, "form": "date"}


def _issues(pa: Any, log: IssueLog) -> bytes:
    """Return the issues as a Parquet file; those of one block stand together under its number."""
    listed = [(None, i.row, i.column, i.variable, i.value, i.reason, i.position) for i in log.columns]
    names = ("block", "row", "column", "variable", "value", "reason", "position")
    kinds = (pa.int32(), pa.int64(), *[pa.large_string()] * 4, pa.int64())
    tables = [pa.table([pa.array(part, type=kind) for part, kind in zip(zip(*listed, strict=True), kinds, strict=True)],
                       names=names)] if listed else []  # fmt: skip
    for number, block in enumerate(log.blocks):
        values = _texts(pa, block.codes.astype(np.int32), block.values).dictionary_decode()
        same = (block.header.text, block.variable, values, block.reason, block.header.position)
        filled = [part if part is values else pa.repeat(part, len(block)) for part in same]
        arrays = [pa.repeat(number, len(block)), pa.array(block.rows), *filled]
        tables.append(pa.table([a.cast(kind) for a, kind in zip(arrays, kinds, strict=True)], names=names))
    empty = pa.table([pa.array([], type=kind) for kind in kinds], names=names)
    buffer = io.BytesIO()
    _write_table(pa, pa.concat_tables([empty, *tables]), buffer)
    return buffer.getvalue()
