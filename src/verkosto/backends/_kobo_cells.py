"""From responses as JSON to columns: groups become `group/name`, and what repeats stays together as JSON text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import evolve

from verkosto.backends._encode import encode_columns
from verkosto.backends._kobo_json import Digits
from verkosto.backends._kobo_words import is_system
from verkosto.backends._tables import without_blank_rows
from verkosto.errors import SourceError
from verkosto.instruments import Role
from verkosto.responses import Header, RawColumn, RawTable, encode

__all__ = ["table_of_records"]

_COLUMNS = 16_384
_SHAPES = frozenset({"Point", "LineString", "Polygon"})
_PLACE = r"-?\d+\.\d+ -?\d+\.\d+(?: -?\d+(?:\.\d+)?){0,2}"
# A geopoint, a line or an area of them, or the same as an object.
_WHERE = re.compile(rf'{_PLACE}(?: *; *{_PLACE})* *;? *|\{{"type": "(?:{"|".join(sorted(_SHAPES))})", .*\}}', re.DOTALL)


def table_of_records(records: Iterable[Mapping[str, Any]], source: str) -> RawTable:
    """Make a table of responses; a key that comes late has a column like others.

    Columns without any cell are left out where nobody asked anything in them.

    Args:
        records: Responses; numbers among them are `Digits`, or text.
        source: Name of the source, for messages.

    Raises:
        SourceError: A response has two values for one place, nests too deep, or there are more columns than any survey
            has.
    """
    rows: list[dict[str, str]] = []
    order: dict[str, None] = {}
    for number, record in enumerate(records, start=1):
        cells: dict[str, str] = {}
        try:
            _add(cells, "", record, f"{source}: response {number}")
        except RecursionError as error:
            msg = f"{source}: response {number} nests too deep. Export the answers again."
            raise SourceError(msg) from error
        rows.append(cells)
        order.update(dict.fromkeys(cells))
        if len(order) > _COLUMNS:
            msg = f"{source}: more than {_COLUMNS:,} columns. Check that the keys are names of questions, not answers."
            raise SourceError(msg)
    keys = list(order)
    columns = _columns(rows, keys)
    headers = (Header(key, 0, role=_role(column)) for key, column in zip(keys, columns, strict=True))
    made = RawTable(tuple(headers), columns, np.arange(2, len(rows) + 2, dtype=np.int64))
    return without_blank_rows(_without_idle(made))


def _role(column: RawColumn) -> Role | None:
    """Tell that a column says where somebody was, which JSON itself does not."""
    return "identifier" if column.values and all(map(_WHERE.fullmatch, column.values)) else None


def _columns(rows: Sequence[Mapping[str, str]], keys: list[str]) -> tuple[RawColumn, ...]:
    if all(len(row) == len(keys) and list(row) == keys for row in rows):
        return encode_columns([tuple(row.values()) for row in rows], len(keys))
    return tuple(encode([row.get(key, "") for row in rows]) for key in keys)


def _without_idle(table: RawTable) -> RawTable:
    """Leave out empty columns of the service's own, and those of groups that were empty in some responses."""
    groups = {parent for header in table.headers for parent in _parents(header.title)}
    kept = [
        place
        for place, (header, column) in enumerate(zip(table.headers, table.columns, strict=True))
        if len(column.values) or not (is_system(header.title) or header.title in groups)
    ]
    headers = tuple(evolve(table.headers[place], position=number) for number, place in enumerate(kept, start=1))
    return evolve(table, headers=headers, columns=tuple(table.columns[place] for place in kept))


def _parents(key: str) -> list[str]:
    parts = key.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def _add(cells: dict[str, str], key: str, value: Any, where: str) -> None:
    if isinstance(value, Mapping) and not _is_shape(value) and (value or not key):
        for name, inner in value.items():
            _add(cells, f"{key}/{name}" if key else name, inner, where)
        return
    text = _text(value)
    if cells.get(key) and text:
        msg = f"{where} has two values for {key[:80]!r}, once in a group and once beside it. Export the answers again."
        raise SourceError(msg)
    if text or key not in cells:
        cells[key] = text


def _is_shape(value: Mapping[str, Any]) -> bool:
    """Tell whether an object is a place on the map, which is one answer."""
    return value.get("type") in _SHAPES and "coordinates" in value


def _text(value: Any) -> str:
    """Return a cell: text and numbers as they stood, and what holds something else as JSON."""
    if isinstance(value, str):
        return str(value)
    return "" if _is_nothing(value) else _json(value)


def _is_nothing(value: Any) -> bool:
    return value is None or value == {} or (isinstance(value, list) and all(item is None for item in value))


def _json(value: Any) -> str:
    """Write JSON with every number as it was read."""
    if isinstance(value, Digits):
        return str(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_json(key)}: {_json(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
