"""Who was at a meeting, held against the seats and the quorum of its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from attrs import frozen

from verkosto.councils._holders import Holder
from verkosto.errors import DateNotCoveredError
from verkosto.organisations import Quantity, total

if TYPE_CHECKING:
    from verkosto.councils._council import Council
    from verkosto.councils._meetings import Attendance, Meeting

__all__ = ["Presence", "presence_at"]

_NOT_STATED = Quantity(None)


@frozen
class Presence:
    """What the attendance of a meeting comes to.

    Attributes:
        present: How many places were taken: members, deputies and the chair. A deputy and the member for
            whom the deputy stands count once, and so do two people for one seat. Not stated where no member,
            deputy or chair is recorded.
        places: How many places the body had; not stated where the day of the meeting is not known to the
            day, where the meeting is that of a working group, and for days outside the register.
        guests: How many guests are recorded.
        needed: How many must be present; None where no quorum is set, or its base is not known.
        quorate: Whether the quorum was met; None where that cannot be told.
        absent: Holders of seats whom the record does not show as present, nor a deputy for them. Empty where
            nobody is recorded, or people without names are.
    """

    present: Quantity
    places: Quantity
    guests: Quantity
    needed: int | None
    quorate: bool | None
    absent: tuple[Holder, ...] = ()


def presence_at(council: Council, meeting: Meeting) -> Presence:
    """Hold the attendance of a meeting against the seats and the quorum."""
    own = meeting.organisation in (None, council.organisation)
    holders, places = _seats(council, meeting.day if own else None)
    counted = [a for a in meeting.attendance if a.counted]
    unnamed = [a.number for a in counted if a.attendee is None]
    taken = {_seat(a, holders) for a in counted if a.attendee is not None}
    present = total([Quantity(len(taken)), *unnamed]) if counted else _NOT_STATED
    needed = _needed(council, places) if own else None
    return Presence(
        present=present,
        places=places,
        guests=total(a.number for a in meeting.attendance if a.present and a.role == "guest"),
        needed=needed,
        quorate=_all_met([_reached(present, needed), _chaired(council, meeting)]) if needed and counted else None,
        absent=tuple(h for h in holders if _key(h) not in taken) if counted and not unnamed else (),
    )


def _seats(council: Council, day: dt.date | None) -> tuple[tuple[Holder, ...], Quantity]:
    if day is None or not council.has_seats:
        return (), _NOT_STATED
    try:
        return council.holders(on=day, role=council.seat_role), council.places(on=day, role=council.seat_role)
    except DateNotCoveredError:
        return (), _NOT_STATED


def _key(holder: Holder) -> tuple[str, str]:
    return holder.post.id, holder.membership.holder


def _seat(attendance: Attendance, holders: Iterable[Holder]) -> tuple[str, str]:
    """Tell which seat somebody took: one of the holders' places, or one that only the record knows."""
    whose = attendance.deputy_for or attendance.attendee or ""
    for holder in holders:
        if holder.membership.holder == whose or (attendance.post == holder.post.id and holder.post.places == 1):
            return _key(holder)
    if attendance.deputy_for is None and attendance.on_behalf_of is not None:
        for holder in holders:
            if attendance.on_behalf_of in (holder.membership.holder, holder.membership.on_behalf_of):
                return _key(holder)
    return attendance.post or "", whose


def _needed(council: Council, places: Quantity) -> int | None:
    quorum = council.quorum
    if quorum is None or places.high == 0 or (quorum.share is not None and places.low != places.high):
        return None
    return quorum.needed(int(places.low))


def _reached(present: Quantity, needed: int) -> bool | None:
    return True if present.low >= needed else False if present.high < needed else None


def _chaired(council: Council, meeting: Meeting) -> bool | None:
    """Tell whether the chair was there; True where the quorum does not ask for it."""
    if council.quorum is None or not council.quorum.chair_present:
        return True
    present = [a for a in meeting.attendance if a.counted]
    chairs = _chairs(council, meeting.day)
    if any(a.attendee in chairs if chairs else a.role == "chair" for a in present):
        return True
    return None if not chairs or any(a.attendee is None for a in present) else False


def _chairs(council: Council, day: dt.date | None) -> Collection[str]:
    if day is None:
        return ()
    memberships = council.network.memberships_of(council.organisation, on=day)
    return {m.holder for m in memberships if m.role in council.chair_roles}


def _all_met(answers: Iterable[bool | None]) -> bool | None:
    found = set(answers)
    return False if False in found else None if None in found else True
