"""The course of time: who held each seat from when to when, and when nobody did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from operator import itemgetter

from verkosto.councils._course import Course
from verkosto.councils._holders import Holder, Sitting
from verkosto.councils._occupancy import Occupancy, Seated
from verkosto.dates import Period
from verkosto.organisations import Post, Standing

__all__ = ["sittings"]

# What makes two runs of days one sitting: the post as it stands, the membership, how sure it is.
_Key = tuple[Post, int, Standing]


def sittings(course: Course, asked: Period | None) -> tuple[Sitting, ...]:
    """Return every sitting within a period; None means from the first statement about the body on."""
    if asked is not None:
        for day in (asked.first, asked.last):
            if day is not None:
                course.check(day, None)
    found: list[tuple[tuple[int, dt.date, bool], Sitting]] = []
    for occupancy in course.occupancies:
        for order, key, (first, last), holder in _whole(occupancy):
            span = _within(course, occupancy.plan.role, first, last, asked)
            if span is not None:
                found.append(((order, first, holder is None), _sitting(key, span, holder)))
    return tuple(sitting for _, sitting in sorted(found, key=itemgetter(0)))


def _whole(occupancy: Occupancy) -> Iterator[tuple[int, _Key, tuple[dt.date, dt.date], Holder | None]]:
    """Yield each sitting over all time: what is the same in runs that follow one another is one."""
    running: dict[_Key, tuple[int, dt.date, dt.date, Holder | None]] = {}
    for first, last, seats in occupancy.runs.spans():
        now = {key: (seated.order, holder) for seated in seats for key, holder in _sitting_now(seated)}
        for key in [key for key in running if key not in now]:
            order, begins, ends, holder = running.pop(key)
            yield order, key, (begins, ends), holder
        for key, (order, holder) in now.items():
            begins = running[key][1] if key in running else first
            running[key] = (order, begins, last, holder)
    for key, (order, begins, ends, holder) in running.items():
        yield order, key, (begins, ends), holder


def _sitting_now(seated: Seated) -> Iterator[tuple[_Key, Holder | None]]:
    post = seated.seat.post
    for holder in seated.holders:
        yield (post, id(holder.membership), holder.standing), holder
    vacancy = seated.vacancy
    if vacancy is not None:
        yield (post, 0, "no" if vacancy.known else "unknown"), None


def _within(course: Course, role: str, first: dt.date, last: dt.date, asked: Period | None) -> Period | None:
    if asked is None:
        return course.shown(role, first, last)
    span = course.shown(role, first, last, always=True)
    if span is None or not span.overlaps(asked):
        return None
    begins = max((day for day in (span.first, asked.first) if day is not None), default=None)
    ends = min((day for day in (span.last, asked.last) if day is not None), default=None)
    return Period(begins, ends)


def _sitting(key: _Key, span: Period, holder: Holder | None) -> Sitting:
    post, _, standing = key
    if holder is None:
        return Sitting(post, None, None, span, standing)
    return Sitting(post, holder.who, holder.membership, span, standing)
