"""Files that reporting writes: a path of a known kind."""

from __future__ import annotations

from pathlib import Path

from verkosto.errors import OptionError
from verkosto.files import PathLike, path_of

__all__ = ["output_path"]


def output_path(path: PathLike, endings: tuple[str, ...], remedy: str) -> Path:
    """Return a path whose name ends in one of the endings, in lower or upper case.

    Raises:
        OptionError: For something that is no path, or another ending; the message closes with the remedy.
    """
    place = path_of(path)
    if place.suffix.lower() not in endings:
        raise OptionError(f"{place}: {remedy}")
    return place
