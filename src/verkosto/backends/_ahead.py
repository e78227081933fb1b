"""Read the next chunk while the last one is decoded."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

__all__ = ["ahead"]

T = TypeVar("T")


def ahead(chunks: Iterator[T]) -> Iterator[T]:
    """Yield chunks in order, with the next one under way in a thread.

    Parsing leaves the interpreter free most of the time, so that decoding runs beside it. At most one chunk waits;
    what a backend raises is raised where its chunk is due.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="verkosto-ahead") as pool:
        coming = pool.submit(next, chunks, None)
        while (chunk := coming.result()) is not None:
            coming = pool.submit(next, chunks, None)
            yield chunk
