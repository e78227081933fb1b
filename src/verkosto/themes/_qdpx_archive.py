"""A project of another program (`.qdpx`): a zip with `project.qde` and texts, read within limits and never unpacked."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from verkosto.errors import SourceError
from verkosto.files import contents

__all__ = ["Archive"]

_LARGEST_PROJECT = 256 << 20
_LARGEST_TEXTS = 256 << 20
_WHAT = "project"
_AGAIN = "Export the project again as REFI-QDA (.qdpx)."
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
_INTERNAL = re.compile(r"(?:internal:/{0,3})?(?P<path>[^:]*)")


class Archive:
    """The files of a project.

    Args:
        place: The `.qdpx` file.

    Raises:
        SourceNotFoundError: There is no such file.
        SourceError: It is no zip, is damaged or protected by a password, has no `project.qde` or several, holds a path
            that leaves its folder, or unfolds to more than a project can hold.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        try:
            self._zip = zipfile.ZipFile(place)
        except (OSError, ValueError) as error:
            contents(place, _WHAT, endings=(".qdpx",))
            self._refuse("cannot be read", error)
        except (zipfile.BadZipFile, NotImplementedError) as error:
            self._refuse("is no zip, or is cut off", error)
        self._left = _LARGEST_TEXTS
        self._infos = {self._path(info): info for info in self._zip.infolist() if not info.is_dir()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._zip.close()

    def project(self) -> bytes:
        """Return the bytes of `project.qde`."""
        found = [path for path in self._infos if path.rpartition("/")[2] == "project.qde"]
        found = found or [path for path in self._infos if path.endswith(".qde")]
        if len(found) != 1:
            self._refuse(f"holds {len(found)} project files (project.qde) where there must be one")
        self._folder = found[0].rpartition("/")[0]
        return self._read(self._infos[found[0]], _LARGEST_PROJECT)

    def text(self, path: str | None) -> str | None:
        """Return the text of a source by its `plainTextPath`, None where the project does not hold it."""
        match = _INTERNAL.fullmatch(path or "")
        name = match["path"].replace("\\", "/").strip("/").casefold() if match else ""
        if not name:
            return None
        # NVivo writes Sources, others sources; some leave the folder out of the path, some do not.
        top = f"{self._folder}/" if self._folder else ""
        info = next((self._infos[p] for p in (f"{top}sources/{name}", f"{top}{name}") if p in self._infos), None)
        if info is None:
            return None
        data = self._read(info, self._left)
        self._left -= len(data)
        return _decoded(data)

    def _path(self, info: zipfile.ZipInfo) -> str:
        path = info.filename.replace("\\", "/")
        if path.startswith("/") or ".." in path.split("/") or re.match(r"[A-Za-z]:", path):
            self._refuse("holds a path that leaves its folder")
        return path.removeprefix("./").casefold()

    def _read(self, info: zipfile.ZipInfo, most: int) -> bytes:
        try:
            with self._zip.open(info) as file:
                # The size that a zip states may be a lie, so that as much is read as is allowed, and one byte more.
                data = file.read(most + 1)
        except _DAMAGED as error:
            self._refuse("is damaged or protected by a password", error)
        if len(data) > most:
            self._refuse(f"unfolds to more than {most:,} bytes of text")
        return data

    def _refuse(self, what: str, cause: Exception | None = None) -> NoReturn:
        raise SourceError(f"{self.place}: the {_WHAT} {what}. {_AGAIN}") from cause


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
