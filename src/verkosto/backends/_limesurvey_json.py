"""LimeSurvey's json: null is kept apart from an empty text by the format itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from verkosto.backends._limesurvey_csv import Cell, Grid, column_of
from verkosto.backends._magic import open_binary
from verkosto.errors import EmptySourceError, RaggedRowsError, SourceError

__all__ = ["grid_of_json", "read_json"]

Pairs = list[tuple[str, Any]]


def read_json(path: Path) -> Grid:
    """Read a json export.

    Raises:
        SourceError: It cannot be opened, is cut off, or is no export of LimeSurvey.
        EmptySourceError: It holds no responses.
        RaggedRowsError: Responses with different headings.
    """
    with open_binary(path) as file:
        return grid_of_json(file.read(), path.name)


def grid_of_json(content: bytes, name: str) -> Grid:
    """Read the bytes of a json export; `name` is its source's, for messages."""
    try:
        # Pairs, for a long heading may stand twice; numbers stay as they were written.
        data = json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=list, parse_float=str, parse_int=str, parse_constant=str
        )
    except (ValueError, RecursionError) as error:
        place = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        msg = f"{name} is no JSON, or is cut off{place}. Export the answers again."
        raise SourceError(msg) from error
    responses = [_unwrapped(response) for response in _responses(data, name)]
    if not responses:
        msg = f"{name} holds no responses. Choose completion='all', or another range of responses."
        raise EmptySourceError(msg)
    headings = [heading for heading, _ in responses[0]]
    for number, response in enumerate(responses, start=1):
        if [heading for heading, _ in response] != headings:
            msg = f"{name}: response {number} of the file has other headings than the first. Export the answers again."
            raise RaggedRowsError(msg)
    columns = (column_of([_cell(response[place][1], name) for response in responses]) for place in range(len(headings)))
    return Grid(tuple(headings), tuple(columns), range(2, len(responses) + 2), nulls=True)


def _pairs(value: object) -> bool:
    # An empty object and an empty list look alike here.
    return isinstance(value, list) and all(isinstance(part, tuple) for part in value)


def _responses(data: object, name: str) -> Iterator[Pairs]:
    listed: object = dict(data).get("responses") if isinstance(data, list) and _pairs(data) else None
    if not isinstance(listed, list) or not all(map(_pairs, listed)):
        msg = f"{name} has no list 'responses', as LimeSurvey's json has. Export the answers from LimeSurvey as json."
        raise SourceError(msg)
    yield from listed


def _unwrapped(response: Pairs) -> Pairs:
    """Take the response out of its number, within which versions before 4 put it."""
    return response[0][1] if len(response) == 1 and _pairs(response[0][1]) and response[0][1] else response


def _cell(value: Any, name: str) -> Cell:
    if isinstance(value, str):
        # Half a surrogate pair is no character, and no file could hold it.
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode()
    if value is None:
        return None
    kind = "list" if isinstance(value, Sequence) else type(value).__name__
    msg = f"{name} has a {kind} in place of an answer. Export the answers from LimeSurvey as json."
    raise SourceError(msg)
