"""A progress bar for long readings, where somebody watches."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Self

__all__ = ["Progress"]

_DELAY = 2.0


class Progress(AbstractContextManager["Progress"]):
    """Counts responses on the terminal after two seconds; silent without tqdm or where there is no terminal."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __enter__(self) -> Self:
        """Begin, where standard error is a terminal."""
        stream = sys.stderr
        if stream is not None and stream.isatty():
            try:
                from tqdm import tqdm
            except ImportError:
                return self
            self._bar = tqdm(unit=" responses", delay=_DELAY, leave=False, file=stream)
        return self

    def add(self, count: int) -> None:
        """Count further responses."""
        if self._bar is not None:
            self._bar.update(count)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
