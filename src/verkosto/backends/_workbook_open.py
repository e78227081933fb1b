"""Open a workbook: what it would take is looked at first, then python-calamine gets it."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from verkosto.backends._magic import Kind, identify, mistaken
from verkosto.backends._workbook_gaps import Gaps, find_gaps
from verkosto.backends._workbook_ods import OdsSheets, look_at_ods
from verkosto.backends._workbook_old import look_at_old
from verkosto.backends._workbook_sheet import look_at_sheet
from verkosto.backends._workbook_texts import Texts
from verkosto.backends._zip import Archive, allowed
from verkosto.errors import OptionError, SourceError, VerkostoError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

__all__ = ["MAX_UNPACKED", "Book", "errors_of_calamine", "open_book"]

MAX_UNPACKED = (None, "bytes that a workbook may have unpacked; None: 2 GiB, and 200 times its size from 64 MiB on")
"""The option of every reader of workbooks."""

_UNSEEN = ("xl/worksheets/", "xl/media/", "xl/drawings/")


@frozen(eq=False)
class Book:
    """A workbook that may be read.

    Attributes:
        path: The file, for messages.
        workbook: The library's.
        archive: What an .xlsx is made of.
        ods: What the sheets of an .ods are.
    """

    path: Path
    workbook: CalamineWorkbook
    archive: Archive | None = None
    ods: OdsSheets | None = None

    def sheet(self, name: str) -> tuple[CalamineSheet, Gaps]:
        """Return a sheet, and the cells that the library gives as empty though they are not.

        Raises:
            SourceError: It would take much more memory than what is written in it, or what it holds would be lost.
        """
        if self.archive is None:
            if self.ods is not None:
                self.ods.refuse_lost(name)
            return self.workbook.get_sheet_by_name(name), {}
        look_at_sheet(self.archive, name, Texts.of(self.archive))
        # Both work on compressed bytes without Python's lock, so the search for gaps costs no time of its own.
        with ThreadPoolExecutor(1) as beside:
            gaps = beside.submit(find_gaps, self.archive, name)
            return self.workbook.get_sheet_by_name(name), gaps.result()


@contextlib.contextmanager
def errors_of_calamine(path: Path) -> Iterator[None]:
    """Turn what the library raises into an error of ours."""
    try:
        yield
    except (VerkostoError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        # A panic of the Rust library is no Exception.
        locked = " Is it locked with a password?" if "password" in type(error).__name__.casefold() else ""
        msg = (
            f"{path} cannot be read as a workbook ({type(error).__name__}): it seems damaged.{locked} "
            "Open it in a spreadsheet and save it again, or export it again."
        )
        raise SourceError(msg) from error


def open_book(path: Path, max_unpacked: int | None = None) -> Book:
    """Open a workbook of any kind, by its content.

    Args:
        path: The file.
        max_unpacked: Bytes that it may have unpacked; None is what `allowed` says.

    Raises:
        SourceError: It is no workbook, is damaged or locked, or would take too much memory.
        OptionError: A limit that is none.
    """
    if max_unpacked is not None and (type(max_unpacked) is not int or max_unpacked < 1):
        raise OptionError(f"max_unpacked={max_unpacked!r} is no number of bytes. State a whole number from 1.")
    kind = identify(path)
    if kind is not Kind.WORKBOOK:
        raise mistaken(path, kind, "workbook that can be read")
    size = path.stat().st_size
    limit = allowed(size, max_unpacked)
    if size > limit:
        msg = f"{path} has {size:,} bytes; {limit:,} are allowed. State a larger max_unpacked=, or save it as csv."
        raise SourceError(msg)
    with errors_of_calamine(path):
        return _opened(path, path.read_bytes(), limit)


def _opened(path: Path, content: bytes, limit: int) -> Book:
    from python_calamine import load_workbook

    # Not by the path: a name that ends in .xls may hide an .xlsx.
    file = io.BytesIO(content)
    if not content.startswith(b"PK"):
        look_at_old(path, content, limit)
        return Book(path, load_workbook(file))
    archive = Archive.of(path, content, limit)
    names = {name.casefold() for name in archive.parts}
    if "xl/workbook.bin" in names:
        msg = f"{path} is a binary workbook (.xlsb), in which errors cannot be told from empty cells. Save it as .xlsx."
        raise SourceError(msg)
    if "content.xml" not in names:
        _look_at_parts(archive)
        return Book(path, load_workbook(file), archive=archive)
    if "xl/workbook.xml" in names:
        msg = f"{path} is two workbooks in one. Open it in a spreadsheet and save it again."
        raise SourceError(msg)
    sheets = look_at_ods(archive)
    return Book(path, load_workbook(file), ods=sheets)


def _look_at_parts(archive: Archive) -> None:
    """Unpack what the library reads when it opens an .xlsx, to see that it is as long as was said."""
    Texts.of(archive)
    for name in archive.parts:
        lowered = name.replace("\\", "/").casefold()
        if lowered.endswith((".xml", ".rels")) and not lowered.startswith(_UNSEEN) and "sharedstrings" not in lowered:
            for _ in archive.blocks(name):
                pass
