"""The schema "verkosto.table/1": a table as JSON that decodes for ever.

A file of this schema is an object with exactly the keys of `_KEYS`. `cells` and `missing` hold columns of one
length each. What has been written stays readable: a change that older files would not survive gets a new number.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from verkosto.aggregate._columns import COUNTS, NUMBERS, Columns, cell_names, missing_names
from verkosto.aggregate._headings import TOTAL_CODE, Heading
from verkosto.errors import TableFormatError
from verkosto.text import LANGUAGES, LocalText

__all__ = ["SCHEMA", "decode", "encode"]

SCHEMA = "verkosto.table/1"

_PUBLISHED = "verkosto.published/1"
_KEYS = (
    "schema", "instrument", "title", "variables", "by", "level", "weights", "notes", "provenance", "cells", "missing",
)  # fmt: skip
_MAY_LACK = frozenset({"interval"})
_OF_CODES = ("apart", "exclusive")
_HIGHEST = 2**63 - 1


def encode(parts: Mapping[str, Any]) -> str:
    """Return the JSON of a table's parts; `decode` gives the same parts back."""
    written = {"schema": SCHEMA, **{key: _plain(value) for key, value in parts.items()}}
    return json.dumps(written, ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:
    if isinstance(value, LocalText):
        return {lang: text for lang in LANGUAGES if (text := getattr(value, lang)) is not None}
    if isinstance(value, Heading):
        labels = [[code, _plain(text)] for code, text in value.labels.items()]
        codes = {name: list(found) for name in _OF_CODES if (found := getattr(value, name))}
        return {"id": value.id, "text": _plain(value.text), "labels": labels, **codes}
    if isinstance(value, Columns):
        return value.lists()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value


def decode(text: str) -> dict[str, Any]:
    """Return the parts of a table.

    Raises:
        TableFormatError: The text is no JSON of this schema; the message names the place.
    """
    try:
        raw = json.loads(text, parse_constant=_no_constant)
    except (ValueError, TypeError, RecursionError) as error:
        msg = f"the text is no JSON: {error}. Give what `Table.to_json` wrote."
        raise TableFormatError(msg) from error
    if not isinstance(raw, dict) or raw.get("schema") != SCHEMA:
        found = raw.get("schema") if isinstance(raw, dict) else None
        if found == _PUBLISHED:
            _fail("schema", f"is {found!r}: read it with `PublishedTable.from_json`")
        _fail("schema", f"is {found!r} and not {SCHEMA!r}. A newer verkosto may have written it")
    _keys(raw, _KEYS, "the table")
    variables, by = _headings(raw["variables"], "variables"), _headings(raw["by"], "by")
    level = _number(raw["level"], "level")
    if level is None or not 0 < level < 1:
        _fail("level", "is no share between 0 and 1")
    ids = [heading.id for heading in by]
    cells = _columns(raw["cells"], cell_names(ids), "cells")
    missing = _columns(raw["missing"], missing_names(ids), "missing")
    _codes(cells, variables, by)
    return {
        "instrument": _text(raw["instrument"], "instrument"),
        "title": _local(raw["title"], "title"),
        "variables": variables,
        "by": by,
        "level": level,
        "weights": None if raw["weights"] is None else _text(raw["weights"], "weights"),
        "notes": tuple(_local(n, f"notes[{i}]") for i, n in enumerate(_list(raw["notes"], "notes"))),
        "provenance": _provenance(raw["provenance"]),
        "cells": Columns.of_lists(cells),
        "missing": Columns.of_lists(missing),
    }


def _fail(place: str, what: str) -> NoReturn:
    msg = f"{place}: {what}. A table of schema {SCHEMA!r} is what `Table.to_json` writes."
    raise TableFormatError(msg)


def _no_constant(name: str) -> NoReturn:
    msg = f"{name} is no JSON"
    raise ValueError(msg)


def _keys(raw: Any, keys: Sequence[str], place: str) -> None:
    if not isinstance(raw, dict):
        _fail(place, "is no object")
    lacking = [key for key in keys if key not in raw]
    extra = [key for key in raw if key not in keys]
    if lacking or extra:
        _fail(place, f"lacks {lacking[0]!r}" if lacking else f"has the unknown key {extra[0]!r}")


def _list(raw: Any, place: str) -> list[Any]:
    if not isinstance(raw, list):
        _fail(place, "is no list")
    return raw


def _text(raw: Any, place: str) -> str:
    if not isinstance(raw, str):
        _fail(place, "is no text")
    return raw


def _count(raw: Any, place: str) -> int | None:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= _HIGHEST:
        _fail(place, "is no count")
    return raw


def _number(raw: Any, place: str) -> float | None:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
        _fail(place, "is no number")
    return float(raw)


def _local(raw: Any, place: str) -> LocalText:
    if not isinstance(raw, dict) or "fi" not in raw or not set(raw) <= set(LANGUAGES):
        _fail(place, "is no text by language with a Finnish one")
    return LocalText(**{lang: _text(text, f"{place}.{lang}") for lang, text in raw.items()})


def _headings(raw: Any, place: str) -> tuple[Heading, ...]:
    found = []
    for number, part in enumerate(_list(raw, place)):
        here = f"{place}[{number}]"
        # Tables of earlier versions have none of them.
        optional = [name for name in _OF_CODES if isinstance(part, dict) and name in part]
        _keys(part, ("id", "text", "labels", *optional), here)
        labels = {}
        for pair in _list(part["labels"], f"{here}.labels"):
            if not isinstance(pair, list) or len(pair) != 2:
                _fail(f"{here}.labels", "holds something else than pairs of code and text")
            labels[_text(pair[0], f"{here}.labels")] = _local(pair[1], f"{here}.labels")
        codes = {
            name: [_text(code, f"{here}.{name}") for code in _list(part[name], f"{here}.{name}")] for name in optional
        }
        found.append(Heading(_text(part["id"], f"{here}.id"), _local(part["text"], f"{here}.text"), labels, **codes))
    return tuple(found)


def _provenance(raw: Any) -> dict[str, str]:
    if not isinstance(raw, dict):
        _fail("provenance", "is no object")
    return {key: _text(value, f"provenance.{key}") for key, value in raw.items()}


def _columns(raw: Any, names: Sequence[str], place: str) -> dict[str, list[Any]]:
    _keys(raw, names, place)
    lists = {name: _list(raw[name], f"{place}.{name}") for name in names}
    if len({len(values) for values in lists.values()}) > 1:
        _fail(place, "has columns of different lengths")
    for name, values in lists.items():
        check = _check(name, place)
        lists[name] = [check(value, f"{place}.{name}[{row}]") for row, value in enumerate(values)]
    return lists


def _check(name: str, table: str) -> Callable[[Any, str], Any]:
    if name in COUNTS:
        return _count
    if name in NUMBERS:
        return _number
    # A row without a group has no code; one without an estimate no interval.
    absent = name in _MAY_LACK or (table == "missing" and name not in ("variable", "reason"))
    return _text_or_none if absent else _text


def _text_or_none(raw: Any, place: str) -> str | None:
    return None if raw is None else _text(raw, place)


def _codes(cells: Mapping[str, Sequence[Any]], variables: Sequence[Heading], by: Sequence[Heading]) -> None:
    """Refuse codes that the headings do not know, for they could not be labelled."""
    values = {(heading.id, code) for heading in variables for code in heading.labels}
    if not set(zip(cells["variable"], cells["value"], strict=True)) <= values:
        _fail("cells", "have a value that is not among the labels of `variables`")
    for heading in by:
        if not set(cells[heading.id]) <= {*heading.labels, TOTAL_CODE}:
            _fail(f"cells.{heading.id}", "has a code that is not among the labels of `by`")
