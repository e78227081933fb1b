"""From records to a RawTable: nested objects and lists become columns, and cells the text that stood there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import evolve, frozen

from verkosto.backends._encode import Encoder, encode_columns
from verkosto.backends._http_parse import Again
from verkosto.backends._tables import without_blank_rows
from verkosto.errors import SourceError
from verkosto.responses import Dialect, Header, RawColumn, RawTable, encode

__all__ = ["EarlyColumns", "flat", "table"]

_COLUMNS = 16_384
_TEXT = {str}


@frozen
class _Tick:
    """The key of a column for one option of a list."""

    title: str
    option: str


class EarlyColumns:
    """The columns of records that are made while further ones are on their way.

    They are good as long as every record is flat, has the same keys in the same order, and comes in one version.
    """

    def __init__(self) -> None:
        self._keys: list[Any] | None = None
        self._encoder: Encoder | None = None
        self._spoilt = False

    def add(self, records: Sequence[Mapping[Any, Any]]) -> None:
        """Take further records."""
        if not records or self._spoilt:
            return
        if self._encoder is None:
            self._keys = list(records[0])
            self._encoder = Encoder(len(self._keys))
        self._spoilt = not all(list(record) == self._keys and _is_flat(record) for record in records)
        if not self._spoilt:
            self._encoder.add([tuple(record.values()) for record in records])

    def columns(self, keys: Sequence[Any]) -> tuple[RawColumn, ...] | None:
        """Return the columns of all records, None where they are not good or other keys are wanted."""
        good = self._encoder is not None and not self._spoilt and self._keys == list(keys)
        return self._encoder.columns() if self._encoder is not None and good else None


def table(
    records: Iterable[Mapping[Any, str]],
    *,
    source: str,
    dialect: Dialect,
    keys: Sequence[Any] = (),
    not_shown: Collection[str] = (),
    raw: Sequence[Mapping[Any, Any]] = (),
    early: EarlyColumns | None = None,
) -> RawTable:
    """Make a table of flat records, in the order in which their keys first come.

    Args:
        records: Text by key.
        source: Name of the source, for messages.
        dialect: What the reader says of the cells.
        keys: Keys that come first, and that have a column whatever the records hold.
        not_shown: What says that a question was not shown: `"null"`, `"missing"` (no such key), or both.
        raw: With `not_shown`, the records as they were before they were made flat.
        early: What took the same records as they came.

    Raises:
        SourceError: More columns than any survey has.
    """
    rows = list(records)
    order: dict[Any, None] = dict.fromkeys(keys)
    for row in rows:
        order.update(dict.fromkeys(row))
        if len(order) > _COLUMNS:
            msg = f"{source}: more than {_COLUMNS:,} columns. Check records=, and whether keys are answers."
            raise SourceError(msg)
    headers = tuple(_header(key, place) for place, key in enumerate(order, start=1))
    columns = (early.columns(list(order)) if early is not None else None) or _columns(rows, list(order))
    made = without_blank_rows(RawTable(headers, columns, np.arange(2, len(rows) + 2, dtype=np.int64), dialect))
    return _masked(made, list(order), raw, not_shown) if not_shown else made


def _columns(rows: Sequence[Mapping[Any, str]], keys: Sequence[Any]) -> tuple[RawColumn, ...]:
    if rows and all(len(row) == len(keys) and list(row) == keys for row in rows):
        return encode_columns([tuple(row.values()) for row in rows], len(keys))
    return tuple(encode([row.get(key, "") for row in rows]) for key in keys)


def _masked(
    made: RawTable, keys: Sequence[Any], raw: Sequence[Mapping[Any, Any]], not_shown: Collection[str]
) -> RawTable:
    """Mark the cells of questions that were not shown; an option without a tick has no key and was shown."""
    kept = [raw[number - 2] for number in made.rows.tolist()]
    columns = []
    for key, column in zip(keys, made.columns, strict=True):
        if isinstance(key, _Tick):
            columns.append(column)
            continue
        marks = [_sign(record, key) in not_shown for record in kept]
        columns.append(evolve(column, not_shown=np.array(marks, dtype=bool)))
    return evolve(made, columns=tuple(columns))


def _sign(record: Mapping[Any, Any], key: Any) -> str:
    """Return what a record has in place of a value: `"null"`, `"missing"`, or nothing where a list is too short."""
    here: Any = record
    for step in key if isinstance(key, tuple) else (key,):
        if not isinstance(here, Mapping):
            return ""
        if step not in here:
            return "missing"
        here = here[step]
        if here is None:
            return "null"
    return ""


def _header(key: Any, place: int) -> Header:
    if isinstance(key, Header):
        return Header(key.title, place, option=key.option, code=key.code)
    if isinstance(key, _Tick):
        return Header(key.title, place, option=key.option)
    if isinstance(key, Again):
        return Header(key.title, place)
    return Header("/".join(key) if isinstance(key, tuple) else key, place)


def flat(record: Mapping[Any, Any], multiple: frozenset[str]) -> Mapping[Any, str]:
    """Return a record's texts by key.

    An object inside becomes `group/name`, the items of a list `name/1`, `name/2`, …; null is an empty cell.

    Args:
        record: A parsed record.
        multiple: Titles of lists that hold the options of a multiple choice; each option gets a column.
    """
    if _is_flat(record):
        return record
    cells: dict[Any, str] = {}
    for key, value in record.items():
        _add(cells, (key,), value, multiple)
    return cells


def _is_flat(record: Mapping[Any, Any]) -> bool:
    # Most records hold texts alone, since numbers are read as texts too.
    return set(map(type, record.values())) <= _TEXT


def _add(cells: dict[Any, str], path: tuple[str, ...], value: Any, multiple: frozenset[str]) -> None:
    if value is None:
        if "/".join(path) in multiple:
            return
        text: str | None = ""
    elif isinstance(value, bool):
        text = "true" if value else "false"
    else:
        text = value if isinstance(value, str) else None
    if text is not None:
        cells[path if len(path) > 1 else path[0]] = text
    elif isinstance(value, dict):
        for key, inner in value.items():
            _add(cells, (*path, key), inner, multiple)
    elif "/".join(path) in multiple and _are_options(value):
        for item in value:
            cells[_Tick("/".join(path), item)] = item
    else:
        for number, item in enumerate(value, start=1):
            _add(cells, (*path, str(number)), item, multiple)


def _are_options(items: Sequence[Any]) -> bool:
    return all(isinstance(item, str) for item in items) and len(set(items)) == len(items)
