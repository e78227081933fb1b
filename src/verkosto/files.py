"""Files that verkosto writes and reads back: their paths, bytes and texts, and what is wrong with any of them."""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

from verkosto.errors import OptionError, SourceError, SourceNotFoundError, TableFormatError, VerkostoError, did_you_mean

__all__ = ["PathLike", "append", "contents", "json_of", "lines", "path_of", "utf8", "write"]

PathLike = str | os.PathLike[str]


def path_of(path: PathLike) -> Path:
    """Take text or a path as a path.

    Raises:
        OptionError: For anything else.
    """
    try:
        return Path(path)
    except TypeError as error:
        msg = f"A path is text or a pathlib.Path, not {type(path).__name__}. Write it in quotes."
        raise OptionError(msg) from error


def contents(place: Path, what: str = "file", *, endings: Collection[str] = ()) -> bytes:
    """Return the bytes of a file.

    Args:
        place: The file.
        what: What messages call it.
        endings: Those of its kind; where there is no such file, the message names a near one beside it.

    Raises:
        SourceNotFoundError: There is no such file.
        SourceError: The file cannot be opened.
    """
    try:
        return place.read_bytes()
    except FileNotFoundError as error:
        msg = f"No {what} {str(place)!r}.{_neighbour(place, endings)} Check the path and the current folder."
        raise SourceNotFoundError(msg) from error
    except (OSError, ValueError) as error:
        msg = f"{place}: the {what} cannot be read: {_why(error)}. Give a file that you may read."
        raise SourceError(msg) from error


def write(place: Path, data: bytes, what: str = "file") -> None:
    """Write the bytes of a file, which is replaced.

    Raises:
        SourceError: The file cannot be written.
    """
    try:
        place.write_bytes(data)
    except (OSError, ValueError) as error:
        msg = f"{place}: the {what} cannot be written: {_why(error)}. Check the folder and your rights to it."
        raise SourceError(msg) from error


def lines(place: Path, what: str, writer: str) -> list[str]:
    """Return the lines of a file that `append` makes; none where there is no such file yet.

    Args:
        place: The file.
        what: What messages call it.
        writer: What writes it.

    Raises:
        TableFormatError: It is no UTF-8.
        SourceError: It cannot be read.
    """
    try:
        return place.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return []
    except UnicodeDecodeError as error:
        msg = f"{place.name}: the file is no UTF-8 text. Give the file that `{writer}` wrote."
        raise TableFormatError(msg) from error
    except (OSError, ValueError) as error:
        # The topmost folder has no name.
        msg = f"{place.name or place}: the {what} cannot be read ({_why(error)}). Name a file that can be."
        raise SourceError(msg) from error


def append(place: Path, line: str, what: str) -> None:
    """Add a line to a file with one write, so that two programs that add at once do not mix their lines.

    Raises:
        SourceError: It cannot be written.
    """
    try:
        with place.open("ab") as file:
            # A file that an editor wrote may lack the end of its last line.
            whole = not (text := place.read_bytes()) or text.endswith(b"\n")
            os.write(file.fileno(), (b"" if whole else b"\n") + line.encode() + b"\n")
            os.fsync(file.fileno())
    except (OSError, ValueError) as error:
        raise SourceError(f"{place.name}: the {what} cannot be written ({_why(error)}).") from error


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _neighbour(place: Path, endings: Collection[str]) -> str:
    try:
        names = [file.name for file in place.parent.iterdir() if file.suffix.lower() in endings]
    except OSError:
        return ""
    return did_you_mean(place.name, names, most=1)


def utf8(data: bytes, where: str, fault: type[VerkostoError], *, what: str = "file") -> str:
    """Return bytes as text.

    Raises:
        VerkostoError: They are no UTF-8; it is a `fault`.
    """
    try:
        # Editors on Windows like to begin a file with a byte order mark.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        msg = f"{where}: line {line} is not UTF-8 text. Save the {what} as UTF-8."
        raise fault(msg) from error


def json_of(text: str, where: str, fault: type[VerkostoError]) -> object:
    """Parse JSON in which no key stands twice.

    Raises:
        VerkostoError: It is none; it is a `fault`, and says where.
    """
    try:
        return json.loads(text, object_pairs_hook=_no_doubles)
    except json.JSONDecodeError as error:
        msg = f"{where}: not JSON: {error.msg} (line {error.lineno}, column {error.colno}). Correct the file there."
        raise fault(msg) from error
    except (ValueError, RecursionError) as error:
        msg = f"{where}: not JSON that verkosto reads: {error}. Correct the file."
        raise fault(msg) from error


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for key, value in pairs:
        if key in table:
            msg = f"the key {key[:60]!r} stands twice in one object"
            raise ValueError(msg)
        table[key] = value
    return table
