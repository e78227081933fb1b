"""Clock: when a search for a better pattern ends."""

from __future__ import annotations

import time

from attrs import frozen

__all__ = ["PATIENCE", "Clock", "OutOfTimeError"]

PATIENCE = 5.0
"""Seconds that finding any safe pattern may take even when the time is over: the alternative is to hide everything."""


class OutOfTimeError(Exception):
    """The time is over; never leaves the room."""


@frozen
class Clock:
    """A moment at which a search ends."""

    end: float

    @classmethod
    def of(cls, seconds: float) -> Clock:
        """Start a clock that runs for so many seconds."""
        return cls(time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """Seconds that are left, at least 0."""
        return max(self.end - time.monotonic(), 0.0)

    def check(self) -> None:
        """End the search if the time is over."""
        if not self.left:
            raise OutOfTimeError
