"""The old binary form of workbooks by hand: a container of sectors, and in it a stream of records."""

from __future__ import annotations

import struct

__all__ = ["container", "label", "record", "stream"]

_END, _FREE, _TABLE = 0xFFFF_FFFE, 0xFFFF_FFFF, 0xFFFF_FFFD
_MINI, _SECTOR, _CUT = 64, 512, 4096


def record(kind: int, held: bytes) -> bytes:
    """A record."""
    return struct.pack("<2H", kind, len(held)) + held


def label(row: int, column: int, text: str) -> bytes:
    """A cell of text."""
    return record(0x0204, struct.pack("<4HB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def stream(*cells: bytes, sheets: int = 1, texts: bytes = b"") -> bytes:
    """A workbook of one sheet, which may be listed more than once."""
    begins, ends = record(0x0809, struct.pack("<2H12x", 0x0600, 5)), record(0x000A, b"")
    listed = len(record(0x0085, bytes(9))) * sheets
    sheet = record(0x0085, struct.pack("<I2B3s", len(begins + texts + ends) + listed, 0, 0, b"\x01\x00S"))
    return begins + sheet * sheets + texts + ends + begins + b"".join(cells) + ends


def _numbers(*numbers: int) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers).ljust(_SECTOR, b"\xff")


def _entry(name: str, kind: int, first: int, size: int) -> bytes:
    written = name.encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack(
        "<H2B3I", len(written) + 2, kind, 1, _FREE, _FREE, 1 if kind == 5 else _FREE
    )
    return head.ljust(116, b"\0") + struct.pack("<3I", first, size, 0)


def container(held: bytes, *, more: int = _END, size: int | None = None) -> bytes:
    """Put a stream into sectors of its own, or, if it is short, into small ones."""
    mini = len(held) < _CUT
    own = -(-len(held) // _SECTOR)
    chain = [4 + place for place in range(own - 1)] + [_END]
    table = _numbers(_TABLE, _END, _END, *chain)
    pieces = -(-len(held) // _MINI)
    small = _numbers(*range(1, pieces), _END) if mini else _numbers()
    root = _entry("Root Entry", 5, 3 if mini else _END, own * _SECTOR if mini else 0)
    names = root + _entry("Workbook", 2, 0 if mini else 3, len(held) if size is None else size)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, _CUT, 2 if mini else _END, int(mini), more, 0)
    sectors = [
        head + _numbers(0)[: _SECTOR - len(head)].ljust(_SECTOR - len(head), b"\xff"),
        table,
        names.ljust(_SECTOR, b"\0"),
    ]
    return b"".join([*sectors, small, held.ljust(own * _SECTOR, b"\0")])
