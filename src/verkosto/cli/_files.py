"""Files that commands write: never over what was read, and csv that a spreadsheet does not execute."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from verkosto.cli._console import say
from verkosto.errors import SourceError

__all__ = ["csv_text", "folder", "inert", "not_over", "put", "with_place"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def inert(cell: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet would take for a formula.

    Text that begins with an apostrophe gets one too, so taking one away from each text that begins with it
    gives back exactly what was written. Numbers stay as they are.

    Example:
        >>> inert("=1+1"), inert("'n"), inert("Lappi"), inert(-1)
        ("'=1+1", "''n", 'Lappi', -1)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return csv with inert texts; None is an empty cell."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(map(inert, header))
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return written.getvalue()


def put(text: str, output: str | None, *, mark: bool = False) -> None:
    """Write text to a file, or to the screen where none is named.

    Args:
        text: What to write; it ends with a line break.
        output: Path of the file, or None.
        mark: Whether a file begins with a byte order mark, by which spreadsheets know UTF-8.

    Raises:
        SourceError: The file cannot be written.
    """
    if output is None:
        say(text.removesuffix("\n"))
        return
    data = text.encode("utf-8-sig" if mark else "utf-8", "backslashreplace")
    try:
        Path(output).write_bytes(data)
    except (OSError, ValueError) as error:
        raise _unwritable(output, error) from error


def folder(path: str) -> Path:
    """Return a folder, made where it is not there.

    Raises:
        SourceError: It cannot be made, or a file of that name stands there.
    """
    place = Path(path)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from error
    return place


def not_over(output: str | None, *inputs: str) -> None:
    """Refuse an output that would replace what is read.

    Raises:
        SourceError: Output and an input are one file.
    """
    if output is None:
        return
    for path in inputs:
        try:
            same = Path(output).samefile(path)
        except (OSError, ValueError):
            continue
        if same:
            msg = f"{output}: this would replace the file that is read. Give another name."
            raise SourceError(msg)


def with_place(output: str) -> None:
    """Refuse an output that has no folder to stand in, or is one.

    Raises:
        SourceError: There is no such folder, or a folder of that name.
    """
    place = Path(output)
    if place.is_dir():
        raise SourceError(f"{output}: is a folder. Name a file in it.")
    if not place.parent.is_dir():
        raise SourceError(f"{output}: there is no folder {str(place.parent)!r}. Make it, or name a file elsewhere.")


def _unwritable(path: str, error: Exception) -> SourceError:
    why = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return SourceError(f"{path}: cannot be written: {why}. Check the folder and your rights to it.")
