"""Read Responses from a Parquet file that `to_parquet` wrote."""

from __future__ import annotations

import base64
import io
import itertools
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from attrs import fields

from verkosto.errors import EmptySourceError, SourceError, SourceNotFoundError, did_you_mean
from verkosto.files import path_of
from verkosto.instruments import Draft, Guess, Instrument
from verkosto.issues import Issue
from verkosto.responses._findings import IssueLog, UnboundColumn
from verkosto.responses._frame_cells import arrow_codes
from verkosto.responses._parquet_form import (
    DIGEST,
    DOMAIN,
    ISSUES,
    KEY,
    SCHEMA,
    arrow,
    digest_of,
    missing_name,
    provenance_from,
    unbound_name,
)
from verkosto.responses._raw import Header, RawColumn
from verkosto.responses._recoded import Recoding
from verkosto.responses._variables import REASONS, Coded, Dated, Numeric, Variable, smallest

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["parquet_instrument", "read_parquet"]

_NOT_ANSWERED = 1 + REASONS.index("not_answered")


def read_parquet(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Return what the Responses in a file are made of, by the names of their parameters."""
    place = path_of(path)
    pa = arrow()
    with _opened(place) as file:
        table, metadata = _table(pa, file, place.name)
    head = _head(metadata, place.name)
    try:
        if digest_of(metadata) != metadata[DIGEST]:
            raise ValueError("the digest is another")
        return _parts(pa, table, head, metadata[ISSUES])
    except Exception as error:
        raise SourceError(_damaged(place.name, error)) from error


def parquet_instrument(path: str | os.PathLike[str]) -> Instrument | None:
    """Return the codebook in a file that `to_parquet` wrote, without reading its rows; None if another tool wrote it.

    Raises:
        SourceNotFoundError: There is no such file.
        SourceError: It is no Parquet file, or what verkosto wrote into it was changed.
    """
    place = path_of(path)
    pa = arrow()
    with _opened(place) as file:
        metadata = _metadata(pa, file, place.name)
    if KEY not in metadata:
        return None
    head = _head(metadata, place.name)
    try:
        if digest_of(metadata) != metadata[DIGEST]:
            raise ValueError("the digest is another")
        return _instrument(head)
    except Exception as error:
        raise SourceError(_damaged(place.name, error)) from error


def _damaged(name: str, error: Exception) -> str:
    return (
        f"{name}: what verkosto wrote into this file was changed or is damaged ({type(error).__name__}). "
        "Write it again with to_parquet, or read its columns as a table with Responses.from_frame."
    )


def _opened(place: Path) -> BinaryIO:
    try:
        file = place.open("rb")
    except FileNotFoundError as error:
        beside = [other.name for other in place.parent.iterdir()] if place.parent.is_dir() else []
        msg = f"{place}: no such file.{did_you_mean(place.name, beside)} Check the path."
        raise SourceNotFoundError(msg) from error
    except (OSError, ValueError) as error:
        msg = f"{str(place)!r} cannot be opened ({type(error).__name__}). Give the path of a file that you may read."
        raise SourceError(msg) from error
    if not file.seek(0, os.SEEK_END):
        file.close()
        msg = f"{place.name}: the file is empty. Write it again with to_parquet."
        raise EmptySourceError(msg)
    file.seek(0)
    return file


def _table(pa: Any, file: BinaryIO, name: str) -> tuple[Any, dict[bytes, bytes]]:
    try:
        parquet = _parquet(pa, file)
        metadata = dict(parquet.schema_arrow.metadata or {})
        # A file of somebody else's is not read for nothing.
        table = parquet.read() if KEY in metadata else None
    except Exception as error:
        msg = (
            f"{name}: this is no Parquet file, or it is damaged or was cut off ({type(error).__name__}). Copy it again "
            "from where it came."
        )
        raise SourceError(msg) from error
    return table, metadata


def _metadata(pa: Any, file: BinaryIO, name: str) -> dict[bytes, bytes]:
    try:
        return dict(_parquet(pa, file).schema_arrow.metadata or {})
    except Exception as error:
        msg = f"{name}: this is no Parquet file, or it was cut off ({type(error).__name__}). Copy it again."
        raise SourceError(msg) from error


def _parquet(pa: Any, file: BinaryIO) -> Any:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    # Many issues make a long text in the metadata, but no longer than the file.
    return pa.parquet.ParquetFile(file, page_checksum_verification=True, thrift_string_size_limit=min(size, 2**31 - 1))


def _head(metadata: dict[bytes, bytes], name: str) -> dict[str, Any]:
    if KEY not in metadata:
        msg = (
            f"{name}: verkosto did not write this Parquet file, so it has no codebook. Read it as a table: "
            "Responses.from_frame(polars.scan_parquet(path), instrument)."
        )
        raise SourceError(msg)
    try:
        head = json.loads(metadata[KEY])
        schema = head["schema"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        msg = f"{name}: what verkosto wrote into this file was changed or is damaged. Write it again with to_parquet."
        raise SourceError(msg) from error
    if schema != SCHEMA:
        msg = f"{name}: the form of this file is another than {SCHEMA!r}, which this version reads. Update verkosto."
        raise SourceError(msg)
    return dict(head)


def _parts(pa: Any, table: Any, head: dict[str, Any], issues: bytes) -> dict[str, Any]:
    if table.num_rows != head["rows"]:
        msg = "rows were added or left out"
        raise ValueError(msg)
    unbound = [
        UnboundColumn(Header(**header), [_raw(table.column(unbound_name(number)))])
        for number, header in enumerate(head["unbound"], start=1)
    ]
    return {
        "instrument": _instrument(head),
        "variables": {told["name"]: _variable(pa, table, told) for told in head["variables"]},
        "domain": table.column(DOMAIN).to_numpy() if DOMAIN in table.column_names else None,
        "log": _log(_parquet(pa, io.BytesIO(base64.b64decode(issues, validate=True))).read()),
        "unbound_columns": tuple(unbound),
        "provenance": provenance_from(head["provenance"]),
        # Files of earlier versions do not tell.
        "asked": tuple((name, tuple(codes)) for name, codes in head.get("asked", ())),
        "derived": tuple(map(Recoding.of_plain, head.get("derived", ()))),
    }


def _instrument(head: dict[str, Any]) -> Instrument:
    plain = Instrument.from_json(head["instrument"])
    if head["guesses"] is None:
        return plain
    parts = {field.name: getattr(plain, field.name) for field in fields(Instrument)}
    return Draft(**parts, guesses=tuple(Guess(*guess) for guess in head["guesses"]))


def _raw(column: Any) -> RawColumn:
    codes, values = arrow_codes(column)
    return RawColumn(codes, values.to_pylist())


def _variable(pa: Any, table: Any, told: dict[str, Any]) -> Variable:
    column, form = table.column(told["name"]), told["form"]
    absent = _reasons(table, told["name"], column)
    if form == "number":
        values = column.cast(pa.float64()).to_numpy().astype(np.float64)
        return Numeric(np.where(absent > 0, np.nan, values), absent, bool(told["whole"]))
    if form == "date":
        return Dated(column.cast(pa.timestamp("s")).to_numpy().astype("datetime64[s]"), absent)
    if form == "boolean":
        codes = column.cast(pa.int8()).fill_null(0).to_numpy()
        return Coded(np.where(absent > 0, -absent, codes), tuple(told["categories"]), tuple(told["kinds"]), form)
    if form not in ("category", "ordered", "string"):
        msg = "a form that no column has"
        raise ValueError(msg)
    raw = _raw(column)
    if form == "string":
        places, categories = list(range(len(raw.values))), list(raw.values)
    else:
        categories = told["categories"]
        of = {category: place for place, category in enumerate(categories)}
        places = [of[text] for text in raw.values]
    lut = np.array([*places, 0], dtype=smallest(len(categories)))
    coded = np.where(absent > 0, -absent, lut[raw.codes]).astype(lut.dtype)
    return Coded(coded, categories if form == "string" else tuple(categories), tuple(told["kinds"]), form)


def _reasons(table: Any, name: str, column: Any) -> NDArray[np.int8]:
    """Return why values are absent; every null has a reason, and nothing else has."""
    absent = column.is_null().to_numpy()
    if missing_name(name) not in table.column_names:
        return np.where(absent, _NOT_ANSWERED, 0).astype(np.int8)
    raw = _raw(table.column(missing_name(name)))
    lut = np.array([*(1 + REASONS.index(text) for text in raw.values), 0], dtype=np.int8)
    reasons = lut[raw.codes]
    if not np.array_equal(reasons > 0, absent):
        msg = "reasons stand beside values, or values are absent for no reason"
        raise ValueError(msg)
    return reasons


def _log(table: Any) -> IssueLog:
    log = IssueLog()
    listed = table.filter(table.column("block").is_null()).to_pylist()
    for row in listed:
        del row["block"]
        log.columns.append(Issue(**row))
    table = table.slice(len(listed))
    blocks = table.column("block").to_numpy()
    ends = [*(np.flatnonzero(np.diff(blocks)) + 1).tolist(), len(blocks)] if len(blocks) else []
    for start, end in itertools.pairwise([0, *ends]):
        part = table.slice(start, end - start)
        first = part.slice(0, 1).to_pylist()[0]
        raw = _raw(part.column("value"))
        rows, header = part.column("row").to_numpy(), Header(first["column"], first["position"])
        log.add(raw, rows, np.arange(len(rows)), header, first["variable"], first["reason"])
    return log
