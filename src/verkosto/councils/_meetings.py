"""Meetings: when, where and who was there, as far as the sources tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal

from attrs import field, frozen

from verkosto.councils._fields import quantity
from verkosto.dates import DateLike, PartialDate, Period, as_day
from verkosto.errors import NetworkError, OptionError
from verkosto.fields import (
    check_flag,
    check_id,
    check_id_or_none,
    check_text_or_none,
    date_or_none,
    one_of,
    several,
    sources,
    strings,
    text_or_none,
)
from verkosto.organisations import Quantity
from verkosto.sources import Source
from verkosto.text import LocalText

__all__ = ["Attendance", "AttendanceRole", "Meeting", "MeetingStatus", "by_date", "meetings_of"]

AttendanceRole = Literal["member", "deputy", "chair", "secretary", "guest"]
ATTENDANCE_ROLES: tuple[str, ...] = ("member", "deputy", "chair", "secretary", "guest")

COUNTED_ROLES: tuple[str, ...] = ("member", "deputy", "chair")
"""The roles that count towards a quorum."""

MeetingStatus = Literal["planned", "held", "cancelled", "unknown"]
"""What a meeting is on a day: still to come, held, cancelled, or not known."""


@frozen
class Attendance:
    """One who was at a meeting or stayed away, or a number of people without names.

    Attributes:
        person: Id of the person; exactly one of `person`, `member` and `count` is given.
        member: Id of the organisation, where an organisation attends as such.
        count: How many, where the source gives no names; a plain number is taken as exact.
        role: In what role: "member", "deputy", "chair" (who presides, with or without a seat), "secretary"
            or "guest".
        deputy_for: Id of the person or organisation whose place a deputy takes.
        post: Id of the seat that is taken, where the source says which.
        on_behalf_of: Id of the organisation that is represented.
        present: False for somebody whose absence is recorded.
        note: What the source says beside, such as "until item 5".

    Raises:
        OptionError: For none or several of `person`, `member` and `count`, for another role, or `deputy_for`
            in another role than "deputy".

    Example:
        >>> Attendance("karjalainen", role="deputy", deputy_for="manninen").counted
        True
        >>> print(Attendance(count=Quantity(20, "about"), role="guest").number)
        about 20
    """

    person: str | None = field(default=None, validator=check_id_or_none)
    member: str | None = field(default=None, validator=check_id_or_none, kw_only=True)
    count: Quantity | None = field(default=None, converter=quantity, kw_only=True)
    role: AttendanceRole = field(default="member", validator=one_of(ATTENDANCE_ROLES, "attendance role"), kw_only=True)
    deputy_for: str | None = field(default=None, validator=check_id_or_none, kw_only=True)
    post: str | None = field(default=None, validator=check_id_or_none, kw_only=True)
    on_behalf_of: str | None = field(default=None, validator=check_id_or_none, kw_only=True)
    present: bool = field(default=True, validator=check_flag, kw_only=True)
    note: str | None = field(default=None, validator=check_text_or_none, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if [self.person, self.member, self.count].count(None) != 2:
            raise OptionError("An attendance names a person, an organisation or a count. Give exactly one of them.")
        if self.deputy_for is not None and self.role != "deputy":
            raise OptionError(f"A {self.role} is nobody's deputy. Write role='deputy', or leave `deputy_for` out.")

    @property
    def attendee(self) -> str | None:
        """Id of the person or organisation; None for people without names."""
        return self.person if self.person is not None else self.member

    @property
    def number(self) -> Quantity:
        """How many it stands for: one, or the count."""
        return Quantity(1) if self.count is None else self.count

    @property
    def counted(self) -> bool:
        """Whether it counts towards a quorum."""
        return self.present and self.role in COUNTED_ROLES


def _attendances(values: Iterable[Attendance] | Attendance) -> tuple[Attendance, ...]:
    return several(values, Attendance)


@frozen
class Meeting:
    """A meeting of a council, or of one of its working groups.

    A source that only says that the council had met once before it was written states no date but a bound:
    `Meeting("first", not_after="2022-03-20")`.

    Attributes:
        id: Its identifier among the council's meetings.
        date: When it is or was, as precisely as is known; None where it is not known.
        not_before: The first day on which it can have been, where a source bounds it.
        not_after: The last day on which it can have been, where a source bounds it.
        organisation: Id of the body that meets, such as a working committee; None for the council itself.
        title: What it is called; a plain string is taken as Finnish.
        place: Where it is held, such as "Tampere" or "remote".
        attendance: Who was there or excused, as far as it is recorded; empty where nothing is.
        agenda: Its items.
        planned: Whether the source states a plan and not that it was held.
        cancelled: Whether it was called off.
        url: Where it is announced or its minutes stand.
        note: What the source says beside.
        internal_note: For the council's own eyes; a public copy leaves it out.
        sources: Where it is stated.

    Raises:
        NetworkError: Dates that contradict one another, or people at a meeting that was not held; every
            contradiction is listed.
        DateError: For text that is no date.

    Example:
        >>> meeting = Meeting("2022-03", "2022-03-31", planned=True)
        >>> meeting.status(on="2022-03-22"), meeting.status(on="2022-06-01")
        ('planned', 'unknown')
    """

    id: str = field(validator=check_id)
    date: PartialDate | None = field(default=None, converter=date_or_none)
    not_before: PartialDate | None = field(default=None, converter=date_or_none, kw_only=True)
    not_after: PartialDate | None = field(default=None, converter=date_or_none, kw_only=True)
    organisation: str | None = field(default=None, validator=check_id_or_none, kw_only=True)
    title: LocalText | None = field(default=None, converter=text_or_none, kw_only=True)
    place: str | None = field(default=None, validator=check_text_or_none, kw_only=True)
    attendance: tuple[Attendance, ...] = field(default=(), converter=_attendances, kw_only=True)
    agenda: tuple[str, ...] = field(default=(), converter=strings, kw_only=True)
    planned: bool = field(default=False, validator=check_flag, kw_only=True)
    cancelled: bool = field(default=False, validator=check_flag, kw_only=True)
    url: str | None = field(default=None, validator=check_text_or_none, kw_only=True)
    note: str | None = field(default=None, validator=check_text_or_none, kw_only=True)
    internal_note: str | None = field(default=None, validator=check_text_or_none, kw_only=True)
    sources: tuple[Source, ...] = field(default=(), converter=sources, kw_only=True)

    def __attrs_post_init__(self) -> None:
        faults = list(self._faults())
        if faults:
            raise NetworkError(f"Meeting {self.id!r} contradicts itself: {' '.join(faults)}")

    @property
    def day(self) -> dt.date | None:
        """The day of the meeting; None where it is not known to the day."""
        first, last = self._bounds
        return first if first == last else None

    @property
    def possible(self) -> Period:
        """The days on which it can have been: those of its date, within its bounds; open where nothing says."""
        first, last = self._bounds
        return Period(None if first == dt.date.min else first, None if last == dt.date.max else last)

    def status(self, *, on: DateLike) -> MeetingStatus:
        """Tell what the meeting is on a day.

        Returns:
            "cancelled" where it was called off, whenever; "planned" before the first day on which it can be;
            "held" from the last of these days on. A meeting of which only a plan is stated stays "planned"
            through the last of these days and is "unknown" afterwards; any other is "unknown" between the two.

        Raises:
            DateError: For text that is no date.
        """
        if self.cancelled:
            return "cancelled"
        day, (first, last) = as_day(on), self._bounds
        if self.planned:
            return "planned" if day <= last else "unknown"
        return "held" if day >= last else "planned" if day < first else "unknown"

    @property
    def _bounds(self) -> tuple[dt.date, dt.date]:
        firsts = [date.first for date in (self.date, self.not_before) if date is not None]
        lasts = [date.last for date in (self.date, self.not_after) if date is not None]
        return max(firsts, default=dt.date.min), min(lasts, default=dt.date.max)

    def _faults(self) -> Iterator[str]:
        first, last = self._bounds
        if last < first:
            dates = {"date": self.date, "not_before": self.not_before, "not_after": self.not_after}
            given = ", ".join(f"{name} {date}" for name, date in dates.items() if date is not None)
            yield f"no day fits its dates ({given}). Correct one of them."
        if (self.planned or self.cancelled) and any(a.present for a in self.attendance):
            word = "cancelled" if self.cancelled else "planned"
            yield f"it is {word}, and people are recorded as present. Leave out `{word}`, or the attendance."

    def __str__(self) -> str:
        """Give the Finnish title, or the date."""
        return self.title.fi if self.title is not None else str(self.date or self.id)


def meetings_of(values: Iterable[Meeting] | Meeting) -> tuple[Meeting, ...]:
    """Take meetings, or one."""
    return several(values, Meeting)


def by_date(meeting: Meeting) -> tuple[dt.date, dt.date, str]:
    """Return what meetings are put in order by: the first and last day on which it can have been, the id."""
    possible = meeting.possible
    return possible.first or dt.date.min, possible.last or dt.date.max, meeting.id
