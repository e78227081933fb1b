"""Requests for statements: who asks for the council's opinion, by when, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal

from attrs import field, frozen

from verkosto.dates import DateLike, PartialDate, Period, as_day
from verkosto.errors import NetworkError
from verkosto.fields import (
    check_id,
    check_id_or_none,
    check_text_or_none,
    date_or_none,
    ids,
    one_of,
    several,
    sources,
    text,
)
from verkosto.sources import Source
from verkosto.text import LocalText

__all__ = ["RequestStatus", "StatementRequest", "by_due", "requests_of"]

RequestStatus = Literal["open", "answered", "declined", "withdrawn", "unknown"]
REQUEST_STATUSES: tuple[str, ...] = ("open", "answered", "declined", "withdrawn", "unknown")
"""What became of a request: nothing yet, an answer, a refusal, nothing any more, or that is not known."""

_DAY = dt.timedelta(days=1)


@frozen
class StatementRequest:
    """A request for the council's statement (lausuntopyyntö).

    Attributes:
        id: Its identifier among the council's requests.
        title: What the statement is asked on; a plain string is taken as Finnish.
        requested_by: Id of the organisation that asks; None where it is not known.
        received: When it came, as precisely as is known.
        due: The last day for the answer; of a month or a year, its last day counts.
        answered: When the council answered.
        closed: When the council declined, or the request was withdrawn.
        status: "open", "answered", "declined", "withdrawn", or "unknown" where what became of it was not
            published.
        handled_in: Ids of the meetings that dealt with it.
        url: Where the request or the statement stands.
        note: What the source says beside.
        internal_note: For the council's own eyes; a public copy leaves it out.
        sources: Where it is stated.

    Raises:
        NetworkError: The status contradicts the dates, or the dates one another; every contradiction is listed.
        OptionError: For another status.
        DateError: For text that is no date.

    Example:
        >>> request = StatementRequest("l1", "Lausunto sote-rakenteista", received="2022-03-02", due="2022-03-31")
        >>> request.status, request.overdue("2022-03-31"), request.overdue("2022-04-01")
        ('open', False, True)
    """

    id: str = field(validator=check_id)
    title: LocalText = field(converter=text)
    requested_by: str | None = field(default=None, validator=check_id_or_none, kw_only=True)
    received: PartialDate | None = field(default=None, converter=date_or_none, kw_only=True)
    due: PartialDate | None = field(default=None, converter=date_or_none, kw_only=True)
    answered: PartialDate | None = field(default=None, converter=date_or_none, kw_only=True)
    closed: PartialDate | None = field(default=None, converter=date_or_none, kw_only=True)
    status: RequestStatus = field(default="open", validator=one_of(REQUEST_STATUSES, "status"), kw_only=True)
    handled_in: tuple[str, ...] = field(default=(), converter=ids, kw_only=True)
    url: str | None = field(default=None, validator=check_text_or_none, kw_only=True)
    note: str | None = field(default=None, validator=check_text_or_none, kw_only=True)
    internal_note: str | None = field(default=None, validator=check_text_or_none, kw_only=True)
    sources: tuple[Source, ...] = field(default=(), converter=sources, kw_only=True)

    def __attrs_post_init__(self) -> None:
        faults = [*self._date_faults(), *self._status_faults()]
        if faults:
            raise NetworkError(f"Request {self.id!r} contradicts itself: {' '.join(faults)}")

    @property
    def ended(self) -> PartialDate | None:
        """When it was answered, declined or withdrawn; None while it is open, or where that is not known."""
        return self.answered or self.closed

    def status_on(self, day: DateLike) -> RequestStatus | None:
        """Tell what had become of it by a day.

        Returns:
            None before the first day that it can have been received; "unknown" where it was closed at a time
            that is not known, or not known precisely enough; otherwise its status on that day.

        Raises:
            DateError: For text that is no date.
        """
        asked = as_day(day)
        if self.received is not None and asked < self.received.first:
            return None
        if self.status in ("open", "unknown"):
            return self.status
        if self.ended is None or self.ended.first <= asked < self.ended.last:
            return "unknown"
        return "open" if asked < self.ended.first else self.status

    def overdue(self, on: DateLike) -> bool:
        """Tell whether it was open on a day after it was due; False where it has no due date.

        Raises:
            DateError: For text that is no date.
        """
        day = as_day(on)
        return self.due is not None and day > self.due.last and self.status_on(day) == "open"

    @property
    def overdue_span(self) -> Period | None:
        """The days on which `overdue` holds, or None where it never does."""
        if self.due is None or self.due.last == dt.date.max or self.status == "unknown":
            return None
        if self.status != "open" and self.ended is None:
            return None
        first = self.due.last + _DAY
        if self.ended is None:
            return Period(first)
        return Period(first, self.ended.first - _DAY) if first < self.ended.first else None

    def _date_faults(self) -> Iterator[str]:
        if self.received is None:
            return
        for name in ("due", "answered", "closed"):
            date: PartialDate | None = getattr(self, name)
            if date is not None and date.last < self.received.first:
                yield f"{name} on {date}, before it was received on {self.received}. Correct one of the dates."

    def _status_faults(self) -> Iterator[str]:
        if self.answered is not None and self.status != "answered":
            yield f"answered on {self.answered}, and its status is {self.status!r}. Write status='answered'."
        if self.closed is not None and self.status not in ("declined", "withdrawn"):
            yield (
                f"closed on {self.closed}, and its status is {self.status!r}. Write status='declined' or "
                "'withdrawn', or give the date as `answered`."
            )

    def __str__(self) -> str:
        """Give the Finnish title."""
        return self.title.fi


def requests_of(values: Iterable[StatementRequest] | StatementRequest) -> tuple[StatementRequest, ...]:
    """Take requests, or one."""
    return several(values, StatementRequest)


def by_due(request: StatementRequest) -> tuple[dt.date, str]:
    """Return what requests are put in order by: the last day for the answer, the id."""
    return dt.date.max if request.due is None else request.due.last, request.id
