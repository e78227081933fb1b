"""Dates as precise as their source: a year, a month or a day, and periods between them.

A register says "2023", a release says "April 2023" and a decision says "24.4.2023". Filling in the first of
January would claim more than the source does, so a date here keeps its precision and answers the question
that matters, whether a day lies within it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import total_ordering
from typing import Literal, Self, TypeAlias

from attrs import field, frozen

from verkosto.errors import DateError

__all__ = ["DateLike", "PartialDate", "Period", "Precision", "as_day"]

Precision = Literal["year", "month", "day"]

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_FINNISH = re.compile(r"([0-9]{1,2})\.\s*([0-9]{1,2})\.\s*([0-9]{4})")
_OPEN = ".."


@total_ordering
@frozen
class PartialDate:
    """A date known to the year, to the month or to the day.

    The order is by first day, and of two dates with one first day the coarser comes first:
    2023 < 2023-01 < 2023-01-01 < 2023-02.

    Attributes:
        year: From 1 to 9999.
        month: From 1 to 12, or None where only the year is known.
        day: Day of the month, or None where only the month is known.

    Raises:
        DateError: For a day that the calendar does not have, or a day without a month.

    Example:
        >>> PartialDate.of("2023-04").last
        datetime.date(2023, 4, 30)
        >>> PartialDate.of("2023") < PartialDate.of("2023-04-24")
        True
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __attrs_post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise DateError("A day without a month is no date. Give the month, or leave the day out.")
        try:
            dt.date(self.year, self._month, self._day)
        except (TypeError, ValueError) as error:
            raise DateError(f"The calendar has no day {self}: {error}. Correct the date.") from error

    @classmethod
    def of(cls, value: DateLike) -> Self:
        """Read a date of any precision.

        Args:
            value: ISO text ("2023", "2023-04" or "2023-04-24"), a `datetime.date` (a `datetime.datetime`
                gives its date), or a `PartialDate`, which is returned as it is.

        Raises:
            DateError: For anything else. A Finnish form such as "24.4.2023" is refused and the message
                shows its ISO form: which of two numbers is the month must be stated, never guessed.

        Example:
            >>> print(PartialDate.of("2023-04"))
            2023-04
        """
        if isinstance(value, cls):
            return value
        if isinstance(value, dt.date):
            day = _calendar_day(value)
            return cls(day.year, day.month, day.day)
        if isinstance(value, str) and (found := _ISO.fullmatch(value.strip())):
            year, month, day_of_month = found.groups()
            return cls(int(year), _number(month), _number(day_of_month))
        raise DateError(_no_date(value))

    @property
    def precision(self) -> Precision:
        """How much of the date is known: "year", "month" or "day"."""
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    @property
    def first(self) -> dt.date:
        """The first day that the date can mean."""
        return dt.date(self.year, self._month, self._day)

    @property
    def last(self) -> dt.date:
        """The last day that the date can mean."""
        month = 12 if self.month is None else self.month
        day = calendar.monthrange(self.year, month)[1] if self.day is None else self.day
        return dt.date(self.year, month, day)

    def on(self, day: DateLike) -> bool:
        """Tell whether a day lies within the date.

        Args:
            day: A day as `as_day` reads it.

        Example:
            >>> PartialDate.of("2023-04").on("2023-04-24")
            True
        """
        return self.first <= as_day(day) <= self.last

    def __str__(self) -> str:
        """Give the ISO form in the date's own precision."""
        month = "" if self.month is None else f"-{self.month:02d}"
        day = "" if self.day is None else f"-{self.day:02d}"
        return f"{self.year:04d}{month}{day}"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._key < other._key

    @property
    def _key(self) -> tuple[int, int, int]:
        return (self.year, self.month or 0, self.day or 0)

    @property
    def _month(self) -> int:
        return 1 if self.month is None else self.month

    @property
    def _day(self) -> int:
        return 1 if self.day is None else self.day


DateLike: TypeAlias = str | dt.date | PartialDate
"""What a date may be given as: ISO text, a `datetime.date` or a `PartialDate`."""


def as_day(value: DateLike) -> dt.date:
    """Return one day for a question that needs exactly one.

    A full date is taken as it is. A month or a year gives its first day: the area divisions of Finland
    change only on the first of January, so any day of the year asks the same.

    Args:
        value: ISO text, a `datetime.date` (a `datetime.datetime` gives its date) or a `PartialDate`.

    Raises:
        DateError: For text that is no ISO date.

    Example:
        >>> as_day("2020-03")
        datetime.date(2020, 3, 1)
    """
    if isinstance(value, dt.date):
        return _calendar_day(value)
    return PartialDate.of(value).first


def _partial_or_open(value: DateLike | None) -> PartialDate | None:
    return None if value is None else PartialDate.of(value)


@frozen
class Period:
    """A span of time between two dates, both included; either end may be open.

    It begins on the first day that `start` can mean and ends on the last day that `end` can mean.

    Attributes:
        start: A date as `PartialDate.of` reads it, or None for an open beginning.
        end: A date as `PartialDate.of` reads it, or None for an open end.

    Raises:
        DateError: For text that is no date, or an end that lies wholly before the start.

    Example:
        >>> fieldwork = Period("2020-02", "2020-03")
        >>> fieldwork.on("2020-03-31"), fieldwork.on("2020-04-01")
        (True, False)
        >>> print(fieldwork, Period(start="2023"))
        2020-02/2020-03 2023/..
    """

    start: PartialDate | None = field(default=None, converter=_partial_or_open)
    end: PartialDate | None = field(default=None, converter=_partial_or_open)

    def __attrs_post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end.last < self.start.first:
            raise DateError(
                f"A period cannot end ({self.end}) before it starts ({self.start}). Exchange the two dates."
            )

    @classmethod
    def of(cls, value: DateLike | Period) -> Period:
        """Read the form that `str` gives: two ISO dates with "/" between, ".." for an open end.

        A single date is the period of that date alone; a `Period` is returned as it is.

        Raises:
            DateError: For text of another form.

        Example:
            >>> Period.of("../2022-12-31").last
            datetime.date(2022, 12, 31)
            >>> print(Period.of("2020-02"))
            2020-02/2020-02
        """
        if isinstance(value, Period):
            return value
        if isinstance(value, str) and "/" in value:
            ends = [part.strip() for part in value.split("/")]
            if len(ends) != 2:
                raise DateError(f"{value!r} is no period. Write two dates with one '/': '2020-02/2020-03'.")
            start, end = (None if part == _OPEN else PartialDate.of(part) for part in ends)
            return cls(start, end)
        date = PartialDate.of(value)
        return cls(date, date)

    @property
    def first(self) -> dt.date | None:
        """The first day of the period, or None where its beginning is open."""
        return None if self.start is None else self.start.first

    @property
    def last(self) -> dt.date | None:
        """The last day of the period, or None where its end is open."""
        return None if self.end is None else self.end.last

    def on(self, day: DateLike) -> bool:
        """Tell whether a day, as `as_day` reads it, lies within the period, ends included."""
        asked = as_day(day)
        return (self.first or dt.date.min) <= asked <= (self.last or dt.date.max)

    def overlaps(self, other: Period) -> bool:
        """Tell whether the two periods have a day in common.

        Example:
            >>> Period("2020", "2021").overlaps(Period("2021-12-31"))
            True
        """
        begins = max(self.first or dt.date.min, other.first or dt.date.min)
        ends = min(self.last or dt.date.max, other.last or dt.date.max)
        return begins <= ends

    def __str__(self) -> str:
        """Give the ISO form, which `Period.of` reads back."""
        return f"{_OPEN if self.start is None else self.start}/{_OPEN if self.end is None else self.end}"


def _calendar_day(value: dt.date) -> dt.date:
    # A TOML reader's dates and a data frame's timestamps are subclasses of date; what is kept is a plain
    # date, which pickles and compares anywhere. pandas' missing timestamp has no year, month or day.
    try:
        return dt.date(value.year, value.month, value.day)
    except (TypeError, ValueError) as error:
        raise DateError("A missing timestamp is no date. Leave it out, or give a day.") from error


def _number(digits: str | None) -> int | None:
    return None if digits is None else int(digits)


def _no_date(value: object) -> str:
    forms = "Write a date as 2023, 2023-04 or 2023-04-24."
    if not isinstance(value, str):
        return f"A {type(value).__name__} is no date. {forms} Text needs quotes around it."
    if found := _FINNISH.fullmatch(value.strip()):
        day, month, year = found.groups()
        iso = f"{year}-{month:0>2}-{day:0>2}"
        return f"{value!r} is not in ISO form. If the day stands first, write '{iso}'."
    return f"{value!r} is no date. {forms}"
