"""From the bytes of an answer to records: JSON, JSON lines or csv, every number as it was written."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from email.message import Message
from typing import Any, Literal

from attrs import field, frozen

from verkosto.backends._http_faults import Where
from verkosto.backends._http_paging import Path, at, path_of
from verkosto.backends._json import DoubleKeyError, parsed
from verkosto.errors import EmptySourceError, EncodingError, RaggedRowsError, SourceError

__all__ = ["FORMATS", "Again", "Form", "Format", "document_of", "parse"]

Format = Literal["json", "jsonl", "csv"]
FORMATS: tuple[str, ...] = ("json", "jsonl", "csv")

_MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<?xml", b"<!--", b"<script")
_ANY_TYPE = ("text/plain", "application/octet-stream", "binary/octet-stream")
_CSV_TYPES = ("application/vnd.ms-excel", "text/tab-separated-values", *_ANY_TYPE)
_LONGEST = 1 << 24


@frozen
class Again:
    """The key of a csv column whose title stands in an earlier one."""

    title: str
    turn: int


@frozen
class Form:
    """What an answer looks like.

    Attributes:
        format: `"json"`, `"jsonl"` or `"csv"`.
        records: Place of the list of records in JSON.
        encoding: How the text is encoded; None is what the server states, or UTF-8.
        delimiter: The character between the cells of csv; None finds it in the header.
        content_type: A type that is taken for right beside the usual ones.
    """

    format: Format = "json"
    records: Path = field(default=(), converter=path_of)
    encoding: str | None = None
    delimiter: str | None = None
    content_type: str | None = None


def parse(body: bytes, headers: Mapping[str, str], form: Form, where: Where) -> tuple[Any, list[dict[Any, Any]]]:
    """Return the whole document (None unless it is JSON) and its records.

    Raises:
        EmptySourceError: There is nothing.
        EncodingError: The bytes are no text in their encoding.
        RaggedRowsError: csv rows of unequal length, or cut off.
        SourceError: Another type, a web page, or text that breaks the rules of the format.
    """
    return _PARSERS[form.format](_whole_text(body, headers, form, where), form, where)


def document_of(body: bytes, headers: Mapping[str, str], where: Where) -> Any:
    """Return a JSON document that is no list of records, such as a description of a survey.

    Raises:
        EmptySourceError: There is nothing.
        EncodingError: The bytes are no text in their encoding.
        SourceError: Another type, a web page, or no whole JSON.
    """
    return _decoded(_whole_text(body, headers, Form(), where), where, "")


def _whole_text(body: bytes, headers: Mapping[str, str], form: Form, where: Where) -> str:
    stated = Message()
    stated["content-type"] = headers.get("content-type", "")
    _check_type(stated.get_content_type() if headers.get("content-type") else "", body, form, where)
    if not body.strip() and form.format == "json":
        raise where.fault("the answer is empty. Check the address, and read again.", EmptySourceError)
    charset = stated.get_param("charset")
    return _text(body, form.encoding or (charset if isinstance(charset, str) else None), form, where)


def _check_type(stated: str, body: bytes, form: Form, where: Where) -> None:
    if "html" in stated or body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise where.web_page()
    usual = stated in _CSV_TYPES or "csv" in stated if form.format == "csv" else stated in _ANY_TYPE or "json" in stated
    if stated and not usual and stated != form.content_type:
        msg = (
            f"the content type is {stated[:60]!r}, and {form.format} was expected. Check the address and format=; if "
            "the type is right, state content_type=."
        )
        raise where.fault(msg)


def _text(body: bytes, encoding: str | None, form: Form, where: Where) -> str:
    guessed = encoding or (json.detect_encoding(body) if form.format != "csv" else "utf-8")
    try:
        text = body.decode(guessed)
    except (UnicodeError, LookupError):
        text = None
    if text is None:
        msg = (
            f"the answer is not {guessed[:40].upper()} text. State how it is encoded, such as encoding='windows-1252'."
        )
        raise where.fault(msg, EncodingError)
    return text.removeprefix("\ufeff")


def _decoded(text: str, where: Where, place: str) -> Any:
    """Parse JSON; the text of a foreign error may hold an answer, so only the place is told."""
    try:
        return parsed(text)
    except DoubleKeyError:
        fault = "has a key twice in one object. Tell the service's owner"
    except json.JSONDecodeError as error:
        fault = f"breaks off or goes wrong at {place}character {error.pos + 1:,}. Read again; check format="
    except RecursionError:
        fault = "nests too deep. Check the address"
    raise where.fault(f"the answer is no whole JSON: it {fault}.")


def _json(text: str, form: Form, where: Where) -> tuple[Any, list[dict[Any, Any]]]:
    document = _decoded(text, where, "")
    found = at(document, form.records)
    if not isinstance(found, list):
        lists = (
            [key for key, value in document.items() if isinstance(value, list)] if isinstance(document, dict) else []
        )
        here = ".".join(form.records) or "the top"
        hint = f" There are lists at {', '.join(map(repr, lists[:5]))}." if lists else ""
        msg = f"no list of records at {here}.{hint} State its place with records='…'."
        raise where.fault(msg)
    return document, _objects(found, where)


def _objects(found: list[Any], where: Where) -> list[dict[Any, Any]]:
    for number, record in enumerate(found, start=1):
        if not isinstance(record, dict):
            msg = f"record {number} is no object with keys. State the place of the records with records='…'."
            raise where.fault(msg)
    return found


def _lines(text: str, form: Form, where: Where) -> tuple[Any, list[dict[Any, Any]]]:  # noqa: ARG001 - one of three
    # Only a line feed ends a line; JSON may hold the other characters at which Python splits.
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    return None, _objects([_decoded(line, where, f"line {number}, ") for number, line in lines], where)


def _cells(text: str, form: Form, where: Where) -> tuple[Any, list[dict[Any, Any]]]:
    if "\0" in text:
        raise where.fault("the csv holds a null byte. State encoding=, or check format=.")
    rows = _rows(text, form, where)
    header = next(rows, None)
    if header is None:
        return None, []
    keys: list[Any] = []
    for title in header:
        turn = sum(1 for key in keys if (key.title if isinstance(key, Again) else key) == title)
        keys.append(Again(title, turn + 1) if turn else title)
    records = []
    for number, row in enumerate(rows, start=2):
        if len(row) != len(keys):
            msg = f"row {number} has {len(row)} cells under {len(keys)} titles. Check delimiter=, or read again."
            raise where.fault(msg, RaggedRowsError)
        records.append(dict(zip(keys, row, strict=True)))
    return None, records


def _rows(text: str, form: Form, where: Where) -> Iterator[list[str]]:
    delimiter = form.delimiter
    if delimiter is None:
        first = text.lstrip().partition("\n")[0]
        delimiter = max(";\t|,", key=first.count)
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST))
    fault: SourceError | None = None
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            if any(map(str.strip, row)):
                yield row
    except csv.Error:
        fault = where.fault(
            "the csv breaks off inside a quoted cell, or has text after one. Read again.", RaggedRowsError
        )
    if fault is not None:
        raise fault


_PARSERS: Mapping[str, Callable[[str, Form, Where], tuple[Any, list[dict[Any, Any]]]]] = {
    "json": _json,
    "jsonl": _lines,
    "csv": _cells,
}
