"""Functions of the day that change on few days: kept as runs, asked by bisection."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from attrs import frozen

from verkosto.dates import Period

__all__ = ["DAY", "Runs", "period"]

T = TypeVar("T")

DAY = dt.timedelta(days=1)


@frozen
class Runs(Generic[T]):
    """A value for every day of the calendar, equal within each run of days.

    Attributes:
        starts: The first day of each run, in order; the first run begins with the calendar.
        values: The value of each run.
    """

    starts: tuple[dt.date, ...]
    values: tuple[T, ...]

    @classmethod
    def of(cls, days: Iterable[dt.date], value: Callable[[dt.date], T]) -> Runs[T]:
        """Evaluate a function on each day on which it may change; runs of equal values become one."""
        starts: list[dt.date] = []
        values: list[T] = []
        for day in sorted({dt.date.min, *days}):
            found = value(day)
            if not values or found != values[-1]:
                starts.append(day)
                values.append(found)
        return cls(tuple(starts), tuple(values))

    def at(self, day: dt.date) -> T:
        """Return the value on a day."""
        return self.values[bisect_right(self.starts, day) - 1]

    def spans(self) -> Iterator[tuple[dt.date, dt.date, T]]:
        """Yield first day, last day and value of each run; the calendar's own ends stand for open ends."""
        lasts = [start - DAY for start in self.starts[1:]]
        yield from zip(self.starts, [*lasts, dt.date.max], self.values, strict=True)


def period(first: dt.date, last: dt.date) -> Period:
    """Return the period between two days; the calendar's own ends stand for open ends."""
    return Period(None if first == dt.date.min else first, None if last == dt.date.max else last)
