"""A progress bar for commands that take a while, where somebody watches."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Self

__all__ = ["Steps", "beside"]

_FORM = "{desc} |{bar}| {n_fmt}/{total_fmt}"


class Steps(AbstractContextManager["Steps"]):
    """Counts the steps of a command on the terminal; silent without tqdm or where there is no terminal."""

    def __init__(self, count: int) -> None:
        """Say how many steps there are; `more` adds those that come to light later."""
        self._count = count
        self._bar: Any = None

    def __enter__(self) -> Self:
        """Begin, where standard error is a terminal."""
        stream = sys.stderr
        if stream is not None and stream.isatty():
            try:
                from tqdm import tqdm
            except ImportError:
                return self
            self._bar = tqdm(total=self._count, leave=False, file=stream, bar_format=_FORM)
        return self

    def step(self, name: str) -> None:
        """Say which step begins; those before it are done."""
        if self._bar is not None:
            self._bar.update(0 if self._bar.desc == "" else 1)
            self._bar.set_description_str(name)

    def more(self, count: int) -> None:
        """Say that further steps have come to light."""
        if self._bar is not None:
            self._bar.total += count

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()


def beside(line: str) -> None:
    """Print a line on standard error; a bar that stands there makes way for it."""
    tqdm = sys.modules.get("tqdm")
    if tqdm is None:
        print(line, file=sys.stderr)
    else:
        tqdm.tqdm.write(line, file=sys.stderr)
