"""Work on large arrays in a few threads.

NumPy and SciPy let go of the interpreter while they work on arrays, so threads share such work with nothing copied.
The threads live as long as the call: none is left behind for a process that forks.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

__all__ = ["Apply", "threads"]

_WORTH = 1 << 21
_MOST = 4

T = TypeVar("T")
R = TypeVar("R")


class Apply(Protocol):
    """Calls a function with each task and returns what it returned, in order."""

    def __call__(self, work: Callable[[T], R], tasks: Sequence[T]) -> list[R]: ...


def one_by_one(work: Callable[[T], R], tasks: Sequence[T]) -> list[R]:
    """Do the work in this thread."""
    return [work(task) for task in tasks]


@contextmanager
def threads(rows: int, tasks: int) -> Iterator[Apply]:
    """Return what calls a function with tasks: in threads where there is work enough to pay for them.

    Args:
        rows: Number of rows that each task walks through.
        tasks: How many tasks there will be at once.
    """
    count = min(_processors(), _MOST, tasks)
    if count <= 1 or rows * tasks < _WORTH:
        yield one_by_one
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(count) as pool:

        def in_threads(work: Callable[[Any], Any], tasks: Sequence[Any]) -> list[Any]:
            return list(pool.map(work, tasks))

        yield in_threads


def _processors() -> int:
    """Return how many processors this process may use, which is less than the machine has in a container."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable is not None else os.cpu_count() or 1
