"""The container of an old Office file: sectors in chains, as on a small disk. A chain may bite its tail."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import frozen

from verkosto.errors import SourceError

__all__ = ["Container", "damaged"]

_LAST = 0xFFFF_FFFA
_END = 0xFFFF_FFFE
_SECTOR, _MINI, _CUT = 512, 64, 4096
_STREAMS = ("Workbook", "Book")


def damaged(path: Path) -> SourceError:
    """Make the error for a workbook that contradicts itself."""
    msg = f"{path} cannot be read as a workbook: it seems damaged. Open it in a spreadsheet and save it again."
    return SourceError(msg)


@frozen
class Container:
    """Sectors in chains.

    Attributes:
        path: The file, for messages.
        content: Its bytes.
        size: Bytes of a sector.
        chain: For each sector the next one.
    """

    path: Path
    content: bytes
    size: int
    chain: Sequence[int]

    @classmethod
    def of(cls, path: Path, content: bytes) -> Container:
        """Read the tables that chain the sectors.

        Raises:
            SourceError: They lead nowhere, or in a circle.
            struct.error, IndexError: The file is cut off.
        """
        (shift,) = struct.unpack_from("<H", content, 30)
        if shift not in (9, 12):
            raise damaged(path)
        size = 1 << shift
        sectors = len(content) // size
        stated = struct.unpack_from("<2I", content, 40) + struct.unpack_from("<3I", content, 64)[::2]
        if max(stated) > sectors:
            raise damaged(path)
        tables = [*struct.unpack_from("<109I", content, 76)]
        bare = cls(path, content, size, ())
        (more,) = struct.unpack_from("<I", content, 68)
        seen = 0
        while more < _LAST:
            *listed, more = bare._numbers(more)
            tables += listed
            seen += 1
            if seen > sectors:
                raise damaged(path)
        chain = [number for table in tables if table < _LAST for number in bare._numbers(table)]
        return cls(path, content, size, chain)

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self.size
        if begin >= len(self.content):
            raise damaged(self.path)
        return self.content[begin : begin + self.size]

    def _numbers(self, sector: int) -> tuple[int, ...]:
        held = self._sector(sector).ljust(self.size, b"\xff")
        return struct.unpack(f"<{self.size // 4}I", held)

    def _read(self, number: int) -> bytes:
        return b"".join(self._sector(sector) for sector in _links(self.path, self.chain, number))

    def stream(self) -> bytes:
        """Return the records of the workbook.

        Raises:
            SourceError: There are none, or their chain leads nowhere, or in a circle.
            struct.error, IndexError: The file is cut off.
        """
        (begin,) = struct.unpack_from("<I", self.content, 48)
        entries = self._read(begin)
        listed = [entries[at : at + 128] for at in range(0, len(entries) - 127, 128)]
        if any(_place(entry, self.size)[1] > len(self.content) for entry in listed):
            raise damaged(self.path)
        mini_begin, mini_sectors = struct.unpack_from("<2I", self.content, 60)
        small, small_chain = b"", ()
        if mini_sectors:
            small = self._read(_place(listed[0], self.size)[0])
            table = self._read(mini_begin)
            small_chain = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
        for name in _STREAMS:
            for entry in listed:
                if entry[:64].decode("utf-16-le", "replace").partition("\0")[0] != name:
                    continue
                first, length = _place(entry, self.size)
                if length >= _CUT:
                    return self._read(first)[:length]
                parts = [small[at * _MINI :][:_MINI] for at in _links(self.path, small_chain, first)]
                return b"".join(parts)[:length]
        raise damaged(self.path)


def _place(entry: bytes, size: int) -> tuple[int, int]:
    """Return where a stream begins and how long it is."""
    first, length, more = struct.unpack_from("<3I", entry, 116)
    return first, length + (more << 32 if size > _SECTOR else 0)


def _links(path: Path, chain: Sequence[int], first: int) -> Iterator[int]:
    passed = 0
    while first != _END:
        passed += 1
        if passed > len(chain) or first >= len(chain):
            raise damaged(path)
        yield first
        first = chain[first]
