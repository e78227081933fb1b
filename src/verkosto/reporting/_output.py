"""Files that reporting writes: a path of a known kind, and bytes that reach it or a clear error."""

from __future__ import annotations

import os
from pathlib import Path

from verkosto.errors import OptionError, SourceError

__all__ = ["output_path", "write_output"]


def output_path(path: str | os.PathLike[str], endings: tuple[str, ...], remedy: str) -> Path:
    """Return a path whose name ends in one of the endings, in lower or upper case.

    Raises:
        OptionError: For something that is no path, or another ending; the message closes with the remedy.
    """
    try:
        place = Path(path)
    except TypeError as error:
        msg = f"A path is text or a pathlib.Path, not {type(path).__name__}. Write it in quotes."
        raise OptionError(msg) from error
    if place.suffix.lower() not in endings:
        raise OptionError(f"{place}: {remedy}")
    return place


def write_output(place: Path, content: bytes, what: str) -> Path:
    """Write a file and return its path.

    Raises:
        SourceError: It cannot be written; the message says why.
    """
    try:
        place.write_bytes(content)
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or str(error)
        msg = f"{place}: {what} cannot be written: {why}. Check the folder and your rights to it."
        raise SourceError(msg) from error
    return place
