"""Responses as JSON: a page of Kobo's API, a table of ODK's OData, a bare list, or an object on each line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from verkosto.backends._json import DoubleKeyError, keys, parsed
from verkosto.backends._kobo_words import marks
from verkosto.backends._magic import open_binary
from verkosto.errors import EmptySourceError, EncodingError, SourceError

__all__ = ["Digits", "Page", "keys_of", "looks_like_json", "read_page"]

_AGAIN = "Export the answers again."
_START = 1 << 10
_HEAD = 1 << 20
_LISTS = (("results", "count", "next", "previous"), ("value", "@odata.count", "@odata.nextLink"))


class Digits(str):
    """A number as it was written: 1.10 is not 1.1, and a long one loses nothing."""

    __slots__ = ()


@frozen
class Page:
    """Responses, and what the file says of others.

    Attributes:
        records: The responses that are there.
        missing: Words for what is not there; empty where nothing says so.
    """

    records: list[Any]
    missing: str = ""


def looks_like_json(path: Path) -> bool:
    """Tell whether a file begins as JSON does.

    Raises:
        SourceError: It cannot be opened.
    """
    return _head(path, _START).startswith(("{", "["))


def keys_of(path: Path) -> set[str]:
    """Return the keys at the beginning of a file, which may break off anywhere.

    Raises:
        SourceError: It cannot be opened.
    """
    return set(keys(_head(path, _HEAD)))


def _head(path: Path, most: int) -> str:
    with open_binary(path) as file:
        head = file.read(most)
    return head.decode(json.detect_encoding(head), errors="ignore").lstrip("\ufeff \t\r\n")


def read_page(path: Path) -> Page:
    """Read responses from a file.

    Raises:
        SourceError: It cannot be opened, is cut off, or holds something else.
        EmptySourceError: There are no responses.
        EncodingError: It is no text in the encodings that JSON has.
    """
    with open_binary(path) as file:
        content = file.read()
    try:
        text = content.decode(json.detect_encoding(content)).removeprefix("\ufeff")
    except UnicodeError as error:
        msg = f"{path.name} is not UTF-8 text, as JSON is. {_AGAIN}"
        raise EncodingError(msg) from error
    page = _page(_documents(text, path.name), path.name)
    if not page.records:
        msg = f"{path.name} holds no responses. Export the answers when there are some."
        raise EmptySourceError(msg)
    for number, record in enumerate(page.records, start=1):
        if not isinstance(record, Mapping):
            msg = f"{path.name}: response {number} is no object with keys. {_AGAIN}"
            raise SourceError(msg)
    return page


def _documents(text: str, name: str) -> list[Any]:
    """Return all that stands in a file: one document, or one on each line."""
    try:
        return [_decoded(text, name, 0)]
    except SourceError as error:
        if getattr(error.__cause__, "msg", "") != "Extra data":
            raise
    # Only a line feed ends a line; JSON may hold the other characters at which Python splits.
    lines = enumerate(text.split("\n"))
    return [_decoded(line, name, above) for above, line in lines if line.strip()]


def _decoded(text: str, name: str, above: int) -> Any:
    try:
        return parsed(text, number=Digits)
    except (ValueError, RecursionError) as error:
        raise _broken(error, name, above) from error


def _broken(error: Exception, name: str, above: int) -> SourceError:
    """Say what is wrong; the text of the foreign error may hold an answer, so only the place is told."""
    if isinstance(error, json.JSONDecodeError):
        place = f"breaks off or goes wrong at line {error.lineno + above}, column {error.colno}"
    elif isinstance(error, DoubleKeyError):
        place = "has a key twice in one object"
    else:
        place = "nests too deep"
    return SourceError(f"{name} is no whole JSON: it {place}. {_AGAIN}")


def _page(documents: list[Any], name: str) -> Page:
    document = documents[0] if len(documents) == 1 else documents
    if isinstance(document, list):
        return Page(document)
    for place, counted, *leading in _LISTS:
        listed = document.get(place)
        if isinstance(listed, list):
            return Page(listed, _missing(document, len(listed), counted, leading))
    if marks(document):
        return Page([document])
    msg = (
        f"{name} has no list of responses, as the JSON of KoboToolbox and ODK has ('results' or 'value'). Save the "
        "answers from the service's API."
    )
    raise SourceError(msg)


def _missing(document: Mapping[str, Any], here: int, counted: str, leading: Sequence[str]) -> str:
    """Say what a page tells of responses that are not on it."""
    count = document.get(counted)
    if isinstance(count, str) and count != str(here):
        return f"{here} of {count[:20]} responses"
    return f"{here} responses, and others on further pages" if any(map(document.get, leading)) else ""
