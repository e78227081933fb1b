"""Text files by polars, block by block; a block that polars might read otherwise goes to the csv module."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from attrs import define, evolve

from verkosto.backends._magic import open_binary
from verkosto.backends._text import CsvFormat
from verkosto.backends._text_numbered import Block, Group, cells_of_first, quotes_in
from verkosto.backends._text_rows import Layout, Records, tables
from verkosto.responses import RawTable

__all__ = ["BLOCK", "GROUP", "fast_tables", "fits"]

BLOCK = 24 << 20
"""Bytes that are read at a time."""

GROUP = 768 << 20
"""Bytes after which the texts are numbered anew."""

_SMALL = 1 << 20
_WORKERS, _AHEAD = 2, 3


def fits(form: CsvFormat) -> bool:
    """Tell whether polars is here and reads files of this form: UTF-8, with a delimiter of one byte."""
    if form.encoding != "utf-8" or not form.delimiter.isascii():
        return False
    try:
        import polars as pl
    except ImportError:
        return False
    return hasattr(pl, "Categories")  # since 1.32


@define
class _Place:
    """How far a file has been read."""

    offset: int
    number: int

    def passed(self, table: RawTable, length: int) -> RawTable:
        """Give a table, whose rows count from 1, its place in the file, and move on."""
        placed = evolve(table, rows=table.rows + self.number)
        self.offset += length
        self.number += len(table) + table.blank_rows
        return placed


def fast_tables(
    path: Path, form: CsvFormat, layout: Layout, *, offset: int, number: int, block: int = BLOCK
) -> Iterator[RawTable]:
    """Yield the records of a file as tables: the same cells and row numbers as `tables` gives.

    Args:
        path: The file.
        form: Its form, for which `fits` is true.
        layout: How the rows must look.
        offset: Byte where the first record begins.
        number: Records before it.
        block: Bytes to read at a time.

    Raises:
        RaggedRowsError: A row has fewer or more cells than the layout has.
        SourceError: What `Records.take` raises.
    """
    place = _Place(offset, number)
    with open_binary(path) as file, ThreadPoolExecutor(_WORKERS) as pool:
        end = file.seek(0, os.SEEK_END)
        while place.offset < end:
            for group, blocks, length in _groups(file, place.offset, block, form, layout, pool):
                yield place.passed(group.table(blocks), length)
            # One odd row must not send a whole block the slow way.
            until = min(place.offset + block, end)
            while place.offset < until:
                yield from _piece(path, file, place, min(block, _SMALL), form, layout)


def _groups(
    file: BinaryIO, offset: int, size: int, form: CsvFormat, layout: Layout, pool: ThreadPoolExecutor
) -> Iterator[tuple[Group, list[Block], int]]:
    """Yield groups of blocks and their lengths, up to a block that the csv module might read otherwise."""
    group, blocks, length = None, list[Block](), 0
    for own, block, octets in _blocks(file, offset, size, form, layout, pool):
        if group is not None and blocks and (block is None or own is not group):
            yield group, blocks, length
            blocks, length = [], 0
        if block is None:
            return
        group = own
        blocks.append(block)
        length += octets
    if group is not None and blocks:
        yield group, blocks, length


def _blocks(
    file: BinaryIO, offset: int, size: int, form: CsvFormat, layout: Layout, pool: ThreadPoolExecutor
) -> Iterator[tuple[Group, Block | None, int]]:
    """Yield block after block, each with its group and its length, while the next ones are being read."""
    ahead: deque[tuple[Group, Future[Block | None], int]] = deque()
    content, depth, left = b"?", 1, 0
    various: frozenset[int] = frozenset()
    while ahead or content:
        while content and len(ahead) < depth:
            content = _whole_records(file, offset, size)
            if content:
                if left <= 0:
                    group, left = Group(form, layout, cells_of_first(content, form)), GROUP
                ahead.append((group, pool.submit(group.read, content, various), len(content)))
                offset += len(content)
                left -= len(content)
        if ahead:
            of, future, length = ahead.popleft()
            block = future.result()
            yield of, block, length
            # The first block tells what to expect of the others.
            depth = _AHEAD
            various |= frozenset() if block is None else block.various


def _piece(path: Path, file: BinaryIO, place: _Place, size: int, form: CsvFormat, layout: Layout) -> Iterator[RawTable]:
    """Yield a small block, by the csv module if it must be."""
    content = _whole_records(file, place.offset, size)
    group = Group(form, layout, cells_of_first(content, form))
    block = group.read(content) if content else None
    if block is not None:
        yield place.passed(group.table([block]), len(content))
        return
    records = Records(path, form, offset=place.offset, number=place.number)
    yield from tables(records, layout, until=place.offset + size)
    place.offset, place.number = records.offset, records.number


def _whole_records(file: BinaryIO, offset: int, size: int) -> bytes:
    """Read a block and cut it after its last line break outside quotes."""
    file.seek(offset)
    content = file.read(size)
    if len(content) < size:
        return content
    end = content.rfind(b"\n")
    inside = quotes_in(content[: end + 1]) % 2
    while inside and end >= 0:
        before = content.rfind(b"\n", 0, end)
        inside = (inside + content.count(b'"', before + 1, end)) % 2
        end = before
    return content[: end + 1]
