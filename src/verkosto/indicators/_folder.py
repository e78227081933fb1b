"""A folder that appears as a whole: written beside its place and put there with one rename."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from verkosto.errors import SourceError

__all__ = ["files_of", "folder_at"]


@contextmanager
def folder_at(target: Path, *, overwrite: bool, mark: str) -> Iterator[tuple[Path, Callable[[], bool]]]:
    """Give an empty folder beside the target, and what puts it there.

    Args:
        target: Where the folder is wanted.
        overwrite: Whether a folder with other content may be replaced, if it has the mark.
        mark: A file that every folder of this kind has.

    Yields:
        The folder, and a call that says whether anything is to be put: it is refused or replaced on leaving.

    Raises:
        SourceError: The target holds something else, or cannot be written.
    """
    _check_target(target, mark)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise SourceError(f"{target}: the folder cannot be written ({error.strerror}). Check your rights.") from error
    made = beside / "new"
    made.mkdir()

    def differs() -> bool:
        return _differs(target, made, overwrite=overwrite)

    try:
        yield made, differs
        if differs():
            _replace(target, made, beside / "old")
    except SourceError:
        raise
    except OSError as error:
        raise SourceError(f"{target}: the package cannot be written ({error.strerror}). Check the disk.") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by their path within it, in order."""
    places = sorted(place for place in folder.rglob("*") if place.is_file())
    return {place.relative_to(folder).as_posix(): place.read_bytes() for place in places}


def _check_target(target: Path, mark: str) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise SourceError(f"{target}: a file is there. Give a folder, or the name of a new one.")
    if any(target.iterdir()) and not (target / mark).is_file():
        # Overwriting must not take away a folder that holds something else.
        raise SourceError(f"{target}: the folder holds other files and is no package. Give the name of a new folder.")


def _differs(target: Path, made: Path, *, overwrite: bool) -> bool:
    there = files_of(target) if target.exists() else {}
    if there == files_of(made):
        return False
    if there and not overwrite:
        msg = f"{target}: a package with other content is there. Give another folder, or overwrite=True."
        raise SourceError(msg)
    return True


def _replace(target: Path, made: Path, aside: Path) -> None:
    if target.exists():
        target.rename(aside)
    try:
        made.rename(target)
    except OSError:
        if aside.exists():
            aside.rename(target)
        raise
