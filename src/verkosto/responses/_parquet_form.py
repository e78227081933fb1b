"""How Responses lie in a Parquet file: one column for each variable, the rest in the file's metadata.

Columns are those of `Responses.frame`, and beside them

- `missing:<variable>`, why values are absent, where a reason is another than `not_answered`;
- `unbound:<number>`, text that no question claims;
- `domain:`, the rows of the subset.

The metadata has the key `verkosto.responses` with JSON, `verkosto.issues` with the issues as a Parquet file of its own
in base64, and `verkosto.digest`, SHA-256 of the two: checksums of pages, which Parquet has itself, do not cover them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

import attrs

from verkosto.errors import MissingExtraError, SourceError
from verkosto.responses._provenance import CellCounts, Provenance

__all__ = [
    "DIGEST",
    "DOMAIN",
    "ISSUES",
    "KEY",
    "SCHEMA",
    "arrow",
    "digest_of",
    "missing_name",
    "provenance_from",
    "provenance_to",
    "unbound_name",
]

SCHEMA = "verkosto.responses/1"
"""Form of the file; another number means another form."""

KEY = b"verkosto.responses"
ISSUES = b"verkosto.issues"
DIGEST = b"verkosto.digest"
DOMAIN = "domain:"


def arrow() -> Any:
    """Return pyarrow.

    Raises:
        MissingExtraError: It is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as _  # noqa: F401 - a module of its own, needed all the same
    except ImportError as error:
        raise MissingExtraError.of("parquet", "Parquet") from error
    return pa


def digest_of(metadata: Mapping[bytes, bytes]) -> bytes:
    """Return the digest of what verkosto writes into the metadata."""
    return hashlib.sha256(metadata[KEY] + b"\n" + metadata[ISSUES]).hexdigest().encode()


def missing_name(variable: str) -> str:
    """Return the column with the reasons of a variable."""
    return f"missing:{variable}"


def unbound_name(number: int) -> str:
    """Return the column of an unbound column, counted from 1."""
    return f"unbound:{number}"


def provenance_to(provenance: Provenance | None) -> Any:
    """Return provenance as plain data.

    Raises:
        SourceError: An option of the reader is of a class that JSON cannot hold.
    """
    if provenance is None:
        return None
    data = attrs.asdict(provenance, recurse=False)
    data["options"] = _plain(dict(provenance.options))
    data["read_at"] = None if provenance.read_at is None else provenance.read_at.isoformat()
    data["cells"] = attrs.asdict(provenance.cells)
    return data


def provenance_from(data: Any) -> Provenance | None:
    """Make provenance from plain data; data of another form raises what Python raises."""
    if data is None:
        return None
    read_at = data["read_at"]
    changed = {
        "options": _restored(data["options"]),
        "read_at": None if read_at is None else dt.datetime.fromisoformat(read_at),
        "cells": CellCounts(**data["cells"]),
        "row_runs": tuple((int(first), int(count)) for first, count in data.get("row_runs", ())),
    }
    return Provenance(**{**data, **changed})


def _plain(value: Any) -> Any:
    """Mark what JSON does not tell apart: lists, tuples and mappings."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, tuple | list):
        return {type(value).__name__: list(map(_plain, value))}
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return {"dict": {key: _plain(part) for key, part in value.items()}}
    msg = (
        f"the provenance's options hold a {type(value).__name__}, which a Parquet file cannot keep. Make it text in "
        "the reader, or drop it: attrs.evolve(responses, provenance=None)."
    )
    raise SourceError(msg)


def _restored(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, parts),) = value.items()
    if kind == "dict":
        return {key: _restored(part) for key, part in parts.items()}
    return {"tuple": tuple, "list": list}[kind](map(_restored, parts))
