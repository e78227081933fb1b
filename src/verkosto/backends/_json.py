"""JSON as it was written: numbers keep their digits, no key stands twice, and half a character is spelled out."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from typing import Any

__all__ = ["DoubleKeyError", "keys", "parsed"]

# Half of a surrogate pair can stand in an escape alone.
_HALVES = re.compile(r"\\u[dD][89a-fA-F]")
# A text is taken whole, also where nothing closes it or no colon follows: so each character is looked at once.
_TEXT = re.compile(r'"((?:[^"\\]|\\.?)*+)(?:"(\s*+:)?|\Z)', re.DOTALL)
_SOUND = re.compile(r'(?:[^\\]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*+')


class DoubleKeyError(ValueError):
    """A key stands twice in one object."""


def parsed(text: str, *, number: Callable[[str], str] = str) -> Any:
    """Parse JSON.

    Args:
        text: One document.
        number: What is made of the text of a number: 1.10 is not 1.1, and a long one loses nothing.

    Raises:
        JSONDecodeError: It breaks off or goes wrong; what the error says may hold an answer, its place does not.
        DoubleKeyError: As said.
        RecursionError: It nests too deep.
    """
    document = _decoder(number).decode(text)
    return _whole(document) if _HALVES.search(text) else document


def keys(head: str) -> list[str]:
    """Return the keys at the beginning of JSON, which may break off anywhere."""
    found = [text for text, colon in _TEXT.findall(head) if colon and _SOUND.fullmatch(text)]
    return [json.loads(f'"{key}"', strict=False) if "\\" in key else key for key in found]


@functools.cache
def _decoder(number: Callable[[str], str]) -> json.JSONDecoder:
    return json.JSONDecoder(object_pairs_hook=_object, parse_float=number, parse_int=number, parse_constant=number)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise DoubleKeyError
    return made


def _whole(value: Any) -> Any:
    """Write half a surrogate pair as JSON does: it is no character, and no file could hold it."""
    if isinstance(value, str):
        # Numbers, whatever was made of them, are ASCII and stay what they are.
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in value.items()}
    return value
