"""Zip archives from strangers: the directory is looked at first, and parts are unpacked as a counted stream.

What a directory says of sizes may be false, and programs differ in what they make of doubled names or of bytes behind
the archive. So a part is exactly as long as was said, and an archive that could be read in two ways is refused.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from attrs import field, frozen

from verkosto.errors import SourceError

__all__ = ["FREE", "PARTS", "RATIO", "UNPACKED", "Archive", "allowed", "directory"]

UNPACKED = 2 << 30
"""Bytes that an archive may hold unpacked."""
RATIO = 200
"""How many times larger than the file they may be, above `FREE`."""
FREE = 64 << 20
"""Bytes unpacked that any archive may have, however small it is."""
PARTS = 10_000
"""Parts that an archive may have."""

_DIRECTORY = 4 << 20
_WHOLE = 64 << 20
_PIECE = 1 << 20
_LOCAL = 30


class _Bounded:
    """A file whose reader takes no huge piece at once: `zipfile` reads a whole directory before it looks at it."""

    def __init__(self, file: BinaryIO) -> None:
        self.seek, self.tell, self._read = file.seek, file.tell, file.read

    def read(self, size: int = -1) -> bytes:
        if size > _DIRECTORY:
            msg = "a directory too large"
            raise _TooManyPartsError(msg)
        return self._read(size)


class _TooManyPartsError(Exception):
    """The directory is larger than that of any workbook."""


def directory(path: Path, file: BinaryIO) -> list[zipfile.ZipInfo]:
    """Return what the directory of an archive lists.

    Raises:
        SourceError: It lists more than any workbook has.
        zipfile.BadZipFile: It is no archive, or is damaged.
    """
    given: Any = _Bounded(file)
    try:
        with zipfile.ZipFile(given) as archive:
            parts = archive.infolist()
    except _TooManyPartsError:
        parts = None
    except (OSError, ValueError, NotImplementedError, OverflowError) as error:
        raise zipfile.BadZipFile(type(error).__name__) from error
    if parts is None or len(parts) > PARTS:
        msg = f"{path} is an archive of more than {PARTS:,} parts, which no workbook has. Export the answers again."
        raise SourceError(msg)
    return parts


def allowed(packed: int, stated: int | None) -> int:
    """Return how many bytes a file of some size may have unpacked."""
    return min(UNPACKED, max(FREE, RATIO * packed)) if stated is None else stated


@frozen
class Archive:
    """An archive whose directory may be trusted in what it lists; `blocks` and `read` see to the sizes.

    Attributes:
        path: The file, for messages.
        content: Its bytes.
        parts: What it holds, by name.
        limit: Bytes that it may have unpacked.
    """

    path: Path
    content: bytes = field(repr=False)
    parts: Mapping[str, zipfile.ZipInfo] = field(repr=False)
    limit: int

    @classmethod
    def of(cls, path: Path, content: bytes, limit: int) -> Archive:
        """Look at the directory of an archive.

        Raises:
            SourceError: It is too large unpacked, is locked, packed in an unusual way, or can be read in two ways.
            zipfile.BadZipFile: It is damaged.
        """
        listed = directory(path, io.BytesIO(content))
        names = Counter(part.filename.replace("\\", "/").casefold() for part in listed)
        if max(names.values(), default=0) > 1 or content[-22:-18] != b"PK\x05\x06":
            msg = (
                f"{path} holds a part twice, or something behind its end, so programs would read different workbooks "
                "in it. Open it in a spreadsheet and save it again."
            )
            raise SourceError(msg)
        if any(part.flag_bits & 1 for part in listed):
            msg = f"{path} is locked with a password. Open it, save it without a password, and read the copy."
            raise SourceError(msg)
        if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in listed):
            msg = f"{path} is packed in a way that workbooks are not. Open it in a spreadsheet and save it again."
            raise SourceError(msg)
        size = sum(part.file_size for part in listed)
        if size > limit:
            msg = (
                f"{path} has {len(content):,} bytes and would have {size:,} unpacked; {limit:,} are allowed. If you "
                f"trust where it came from, state max_unpacked={size}."
            )
            raise SourceError(msg)
        return cls(path, content, {part.filename: part for part in listed}, limit)

    def read(self, name: str) -> bytes:
        """Return a part that is read as a whole.

        Raises:
            SourceError: It is too large for that, or what `blocks` raises.
            zipfile.BadZipFile, zlib.error: The archive is damaged.
        """
        if self.parts[name].file_size > _WHOLE:
            msg = f"{self.path}: its part {name!r} has more than {_WHOLE:,} bytes. Export the answers again."
            raise SourceError(msg)
        whole = b"".join(self.blocks(name))
        self._refuse_declarations(name, whole)
        return whole

    def blocks(self, name: str) -> Iterator[bytes]:
        """Unpack a part as a stream.

        Raises:
            SourceError: It is XML with declarations of its own (a DTD), which workbooks do not have and attacks do.
            zipfile.BadZipFile, zlib.error: The archive is damaged, or not as long as its directory says.
        """
        part = self.parts[name]
        size = crc = 0
        for block in _inflated(self._packed(part), part.compress_type):
            if not size:
                self._refuse_declarations(name, block)
            size += len(block)
            if size > part.file_size:
                break
            crc = zlib.crc32(block, crc)
            yield block
        if (size, crc) != (part.file_size, part.CRC):
            msg = f"{name!r} is not as long as the directory says, or was changed"
            raise zipfile.BadZipFile(msg)

    def _packed(self, part: zipfile.ZipInfo) -> memoryview:
        at = part.header_offset
        head = self.content[at : at + _LOCAL]
        if len(head) < _LOCAL or not head.startswith(b"PK\x03\x04"):
            msg = f"{part.filename!r} is not where the directory says"
            raise zipfile.BadZipFile(msg)
        begin = at + _LOCAL + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        return memoryview(self.content)[begin : begin + part.compress_size]

    def _refuse_declarations(self, name: str, xml: bytes) -> None:
        if b"<!DOCTYPE" in xml or b"\0" in xml[:200]:
            msg = (
                f"{self.path}: its part {name!r} declares entities of its own or is not UTF-8, as no spreadsheet "
                "writes it. Open the workbook in a spreadsheet and save it again, or export the answers again."
            )
            raise SourceError(msg)


def _inflated(packed: memoryview, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        for at in range(0, len(packed), _PIECE):
            yield bytes(packed[at : at + _PIECE])
        return
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    left: memoryview | bytes = packed
    while True:
        block = machine.decompress(left[:_PIECE], _PIECE)
        if block:
            yield block
        # What was not taken of the piece stands before the rest.
        left = left[min(_PIECE, len(left)) - len(machine.unconsumed_tail) :]
        if machine.eof or (not left and not block):
            break
    if not machine.eof:
        msg = "the packed data ends too early"
        raise zipfile.BadZipFile(msg)
