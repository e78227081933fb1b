"""Asking for the next page while the last one is being read."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from verkosto.backends._http_faults import Where
from verkosto.backends._http_paging import Step
from verkosto.backends._http_store import Kept
from verkosto.errors import VerkostoError

__all__ = ["Ahead"]


class Ahead:
    """Asks for one page at a time, in a thread of its own; a page that nobody takes does no harm."""

    def __init__(self, ask: Callable[[Step, Where], Kept], abandon: Callable[[], None]) -> None:
        """Take what asks for a page, and what ends a request that is under way."""
        self._ask = ask
        self._abandon = abandon
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="verkosto-http")
        self._key = ""
        self._answer: Future[Kept] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._answer is not None and not self._answer.done():
            self._abandon()
        self._thread.shutdown(cancel_futures=True)

    def start(self, step: Step, where: Where) -> bool:
        """Ask for a page; return whether another one was asked for in vain."""
        before = self._answer
        return self._under_way(step, where) is not before and before is not None

    def _under_way(self, step: Step, where: Where) -> Future[Kept]:
        if self._answer is not None and self._key == step.key:
            return self._answer
        if self._answer is not None:
            # One request at a time: what the server says to the other one is of no interest.
            with contextlib.suppress(VerkostoError):
                self._answer.result()
        self._key, self._answer = step.key, self._thread.submit(self._ask, step, where)
        return self._answer

    def take(self, step: Step, where: Where) -> Kept:
        """Return the answer to a step.

        Raises:
            SourceError: There is none within the limits.
        """
        answer = self._under_way(step, where)
        self._answer = None
        return answer.result()
