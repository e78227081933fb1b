"""Old binary workbooks: what is read, and what the library must not be let at."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from old_books import container, label, record, stream

from verkosto.backends import ExcelBackend
from verkosto.backends._workbook_old import look_at_old
from verkosto.backends._zip import FREE
from verkosto.errors import SourceError

HEAD = label(0, 0, "a")
END = 0xFFFF_FFFE


def looked_at(content: bytes, limit: int = FREE) -> None:
    look_at_old(Path("vanha.xls"), content, limit)


def shared(*texts: bytes, stated: int | None = None, cut: int | None = None) -> bytes:
    """Texts that cells share, the rest of them in a further record where they are cut."""
    count = len(texts) if stated is None else stated
    held = struct.pack("<2I", count, count) + b"".join(texts)
    if cut is None:
        return record(0x00FC, held)
    return record(0x00FC, held[:cut]) + record(0x003C, held[cut:])


def text(held: str, *, rich: int = 0, extended: int = 0) -> bytes:
    flags = 1 | 8 * bool(rich) | 4 * bool(extended)
    head = struct.pack("<HB", len(held), flags) + (struct.pack("<H", rich) if rich else b"")
    head += struct.pack("<I", extended) if extended else b""
    return head + held.encode("utf-16-le") + bytes(4 * rich + extended)


def use(row: int, number: int) -> bytes:
    return record(0x00FD, struct.pack("<3HI", row, 0, 0, number))


@pytest.mark.parametrize("length", [1, 200])
def test_short_and_long_ones_are_read(tmp_path: Path, length: int) -> None:
    path = tmp_path / "vanha.xls"
    path.write_bytes(container(stream(HEAD, *[label(n, 0, "ä" * 20) for n in range(1, length + 1)])))
    options = {name: default for name, (default, _) in ExcelBackend().options.items()}
    (table,) = ExcelBackend().open(path, options)
    assert table.columns[0].texts().tolist() == ["ä" * 20] * length


@pytest.mark.parametrize(
    "texts",
    [
        shared(text("b"), text("c", rich=2), text("d", extended=7), text("e", rich=1, extended=3), text("f")),
        shared(text("b"), text("c"), cut=8 + 5),
        shared(text("b" * 300, rich=3), text("c"), cut=8 + 5 + 600 + 6),
        record(0x00FC, struct.pack("<2I", 2, 2) + text("bcd")[:5]) + record(0x003C, b"\x00cd" + text("e")),
    ],
)
def test_shared_texts_run_on_from_record_to_record(tmp_path: Path, texts: bytes) -> None:
    path = tmp_path / "vanha.xls"
    path.write_bytes(container(stream(HEAD, use(1, 1), texts=texts)))
    options = {name: default for name, (default, _) in ExcelBackend().options.items()}
    (table,) = ExcelBackend().open(path, options)
    assert table.columns[0].texts().tolist()[0] in ("c", "e")


def test_long_texts_that_many_cells_share_are_refused() -> None:
    cells = [use(n, 0) for n in range(1, 1_000)]
    content = container(stream(HEAD, *cells, texts=shared(text("x" * 4_000))))
    looked_at(content)
    with pytest.raises(SourceError, match=r"more than 400,000 bytes of text"):
        looked_at(content, 100_000)


DIMENSIONS = 0x0200


@pytest.mark.parametrize(
    "content",
    [
        container(stream(HEAD, sheets=2)),
        container(stream(HEAD, texts=shared(text("b"), stated=9))),
        container(stream(HEAD, texts=shared(text("b"), stated=0xFFFF_FFFF))),
        container(stream(HEAD, texts=record(0x00FC, b"\0"))),
        container(stream(HEAD, label(1, 256, "x"))),
        container(stream(HEAD, record(DIMENSIONS, struct.pack("<2I2H2x", 0, 65_537, 0, 1)))),
        container(stream(HEAD, record(DIMENSIONS, struct.pack("<2I2H2x", 5, 2, 0, 1)))),
        container(stream(HEAD, record(DIMENSIONS, struct.pack("<4H", 0, 1, 9, 2) + bytes(2)))),
        container(stream(HEAD, record(DIMENSIONS, bytes(3)))),
        container(stream(HEAD), more=1),
        container(stream(HEAD), more=99),
        container(stream(HEAD), size=1 << 31),
        container(stream(HEAD))[:600],
        container(stream(HEAD))[:40],
        container(stream(HEAD)).replace("Workbook".encode("utf-16-le"), "Wordbook".encode("utf-16-le")),
    ],
)
def test_those_that_contradict_themselves_are_refused(content: bytes) -> None:
    with pytest.raises(SourceError, match="cannot be read as a workbook: it seems damaged"):
        looked_at(content)


def test_a_chain_of_tables_is_followed_to_its_end() -> None:
    content = bytearray(container(stream(HEAD)))
    # A further list of tables, in a sector of its own, that names none and ends.
    more = len(content) // 512 - 1
    struct.pack_into("<2I", content, 68, more, 1)
    looked_at(bytes(content) + b"\xff" * 508 + struct.pack("<I", END))


def test_a_circle_of_tables_is_refused() -> None:
    content = container(stream(HEAD), more=4)
    with pytest.raises(SourceError, match="damaged"):
        looked_at(content[: 5 * 512].ljust(5 * 512, b"\0") + b"\xff" * 508 + struct.pack("<I", 4))


def test_records_may_end_without_an_end() -> None:
    looked_at(container(stream(HEAD)[:-4]))


@pytest.mark.parametrize("shift", [12, 3])
def test_sectors_of_another_size_are_looked_for_elsewhere(shift: int) -> None:
    content = bytearray(container(stream(HEAD)))
    struct.pack_into("<H", content, 30, shift)
    with pytest.raises(SourceError, match="damaged"):
        looked_at(bytes(content).ljust(9 << 12, b"\0"))
