"""Files of networks and councils: JSON with one fact on a line, and back without loss."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, Self

from verkosto.errors import NetworkError, OptionError
from verkosto.files import PathLike, contents, json_of, path_of, utf8, write
from verkosto.organisations._collector import undisturbed
from verkosto.organisations._data import made_from, to_data

__all__ = ["Document"]

_ENDING = ".json"
_encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


class Document:
    """What has a file of its own: a network, a council.

    A child class states its `FORMAT`, such as "verkosto.network/1". Its data begin with it, and list each source
    once under "sources"; no field of it bears either name.
    """

    __slots__ = ()

    FORMAT: ClassVar[str]

    def save(self, path: PathLike) -> None:
        """Write it into a JSON file, each organisation, person, post and membership on a line of its own.

        The same object gives the same bytes, so that two versions of a file can be compared line by line.

        Args:
            path: A file whose name ends in `.json`. It is replaced.

        Raises:
            OptionError: For another ending.
            NetworkError: A text that no file can hold, or an object of a child class, see `to_data`.
            SourceError: The file cannot be written.
        """
        place = _path(path)
        data = to_data(self)
        try:
            text = "".join(_lines(data, "")).encode() + b"\n"
        except UnicodeEncodeError as error:
            raise NetworkError(
                f"{place}: {_broken(data)} holds half of a surrogate pair, which no file can hold. "
                "Write the character again."
            ) from error
        write(place, text)

    @classmethod
    def load(cls, path: PathLike) -> Self:
        """Read it from a JSON file that `save` wrote.

        Args:
            path: A file whose name ends in `.json`.

        Raises:
            OptionError: For another ending.
            SourceNotFoundError: There is no such file.
            SourceError: The file cannot be opened.
            NetworkError: The file holds something else, or what it holds contradicts itself; every fault is
                told with its place, as `from_data` does.
        """
        place = _path(path)
        with undisturbed():
            text = utf8(contents(place, endings=(_ENDING,)), str(place), NetworkError)
            data = json_of(text, str(place), NetworkError)
            return made_from(data, cls, str(place), consume=True)


def _lines(value: object, indent: str) -> Iterator[str]:
    """Yield JSON with each key on a line, and each member of a list of objects."""
    further = indent + " "
    if isinstance(value, dict) and value:
        for number, (key, part) in enumerate(value.items()):
            yield f"{',' if number else '{'}\n{further}{_encoded(key)}: "
            yield from _lines(part, further)
        yield f"\n{indent}}}"
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for number, part in enumerate(value):
            yield f"{',' if number else '['}\n{further}{_encoded(part)}"
        yield f"\n{indent}]"
    else:
        yield _encoded(value)


def _broken(data: object) -> str:
    """Return the place of the first text that is no text; the text itself may be somebody's address."""
    return next(path.removeprefix(".") for path, text in _texts(data, "") if not _sound(text))


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _texts(part, f"{path}.{key}")
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _texts(part, f"{path}[{place}]")
    elif isinstance(value, str):
        yield path, value


def _sound(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _path(path: PathLike) -> Path:
    place = path_of(path)
    if place.suffix.lower() != _ENDING:
        raise OptionError(f"{place}: the file's name must end in {_ENDING}, not in {place.suffix!r}. Rename it.")
    return place
