"""A table of a body's seats on a day, for a notebook, a terminal and a web page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import field, frozen

from verkosto import html
from verkosto.councils._fields import day_or_today
from verkosto.councils._holders import Holder, Vacancy
from verkosto.councils._meetings import Meeting
from verkosto.councils._officers import Officer
from verkosto.councils._wording import Wording
from verkosto.councils._words import WORDS
from verkosto.dates import DateLike
from verkosto.errors import DateNotCoveredError
from verkosto.organisations import Membership, Post, Standing
from verkosto.regions import area_type
from verkosto.text import MISSING, check_language, format_date

if TYPE_CHECKING:
    from verkosto.councils._structure import Structure

__all__ = ["MOST_ROWS", "SeatTable", "record_notes", "seat_table", "table_day"]

MOST_ROWS = 200
"""How many rows of seats a table shows."""

_COLUMNS = ("seat", "holder", "represents", "term", "standing")

Row = tuple[str, ...]


@frozen
class SeatTable:
    """A body's officers and seats on a day, in words; a notebook shows it as a table.

    Attributes:
        caption: The body, the day, and how many places there are.
        header: Titles of the columns: seat or office, holder, whom the holder represents, term, how sure it is.
        rows: A row for each officer, holder and vacancy.
        notes: What must be known beside: the next meeting, open requests, a roster that is not complete.
        on: The day.
    """

    caption: str
    header: Row
    rows: tuple[Row, ...] = field(repr=False)
    notes: tuple[str, ...]
    on: dt.date

    def _repr_html_(self) -> str:
        """Give the table with escaped cells; its notes follow."""
        table = html.table(self.header, self.rows, caption=self.caption)
        return "\n".join([table, *(f"<p>{html.escape(note)}</p>" for note in self.notes)])

    def __str__(self) -> str:
        """Give the table as lines of text."""
        grid = [self.header, *self.rows]
        widths = [max(len(row[column]) for row in grid) for column in range(len(self.header))]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in grid]
        return "\n".join([self.caption, *(line.rstrip() for line in lines), *self.notes])


def seat_table(
    structure: Structure, on: DateLike | None, lang: str, *, officers: Sequence[Officer] = (), notes: Sequence[str] = ()
) -> SeatTable:
    """Return the seats of a body on a day in words, below its officers.

    Args:
        structure: The body.
        on: The day; None is the day that `table_day` gives.
        lang: "fi", "sv" or "en".
        officers: Who stands above the seats.
        notes: What stands below them.
    """
    words = Wording(structure.network, check_language(lang))
    day = table_day(structure, on)
    holders, vacancies = structure.holders(on=day), structure.vacancies(on=day)
    seats = list(_seats(words, structure.posts(on=day), holders, vacancies))
    below = [words.say("more", len(seats) - MOST_ROWS)] if len(seats) > MOST_ROWS else []
    if on is None and day < day_or_today(None):
        below.append(words.say("beyond", format_date(day, lang=lang)))
    if structure.roster == "partial":
        below.append(words.say("partial"))
    above = (_row(words, words.role(o.role, o.membership.label), o.membership, o.standing) for o in officers)
    return SeatTable(
        caption=_caption(words, structure, day, len(holders), vacancies),
        header=tuple(words.say(column) for column in _COLUMNS),
        rows=(*above, *seats[:MOST_ROWS]),
        notes=(*below, *notes),
        on=day,
    )


def table_day(structure: Structure, on: DateLike | None) -> dt.date:
    """Return the day that is asked for; without one today, or the newest day before it that the register covers."""
    today = day_or_today(on)
    if on is not None:
        return today
    covered = {area_type(rule.per).covered.last for rule in structure.rules if rule.per is not None}
    days = (today, *sorted((last for last in covered if last is not None and last < today), reverse=True))
    return next((day for day in days if _told(structure, day)), today)


def _told(structure: Structure, day: dt.date) -> bool:
    try:
        structure.posts(on=day)
    except DateNotCoveredError:
        return False
    return True


def _caption(words: Wording, structure: Structure, day: dt.date, held: int, vacancies: Sequence[Vacancy]) -> str:
    title = f"{words.name(structure.body)} {MISSING} {format_date(day, lang=words.lang)}"
    if not structure.posts(on=day):
        return title
    vacant, unknown = (sum(v.missing or 0 for v in vacancies if v.known is known) for known in (True, False))
    counts = {"places": words.quantity(structure.places(on=day)), "held": held, "open": vacant, "doubtful": unknown}
    parts = (words.say(key, number) for key, number in counts.items() if number or key in ("places", "held"))
    return f"{title}: {', '.join(parts)}"


def _seats(
    words: Wording, posts: Sequence[Post], holders: Sequence[Holder], vacancies: Sequence[Vacancy]
) -> Iterator[Row]:
    held: dict[str, list[Holder]] = {}
    for holder in holders:
        held.setdefault(holder.post.id, []).append(holder)
    empty = {vacancy.post.id: vacancy for vacancy in vacancies}
    area_only = len({post.role for post in posts}) == 1
    for post in posts:
        seat = words.seat(post, area_only=area_only)
        for holder in held.get(post.id, ()):
            yield _row(words, seat, holder.membership, holder.standing, holder.others)
        if post.id in empty:
            yield (seat, _empty(words, empty[post.id]), MISSING, MISSING, MISSING)


def _row(
    words: Wording, seat: str, membership: Membership, standing: Standing, others: Sequence[Membership] = ()
) -> Row:
    name, also = words.holders([membership]), words.holders(m for m in others if m.holder != membership.holder)
    return (
        seat,
        words.say("also", name, also) if also else name,
        words.represents(membership),
        words.terms(membership.terms),
        words.standing(standing),
    )


def _empty(words: Wording, vacancy: Vacancy) -> str:
    text = words.say("vacant" if vacancy.known else "unknown")
    if vacancy.missing is None:
        text = f"{text}; {words.say('unstated')}"
    elif vacancy.missing > 1:
        text = words.say("several", text, vacancy.missing)
    return words.say("perhaps", text, words.holders(vacancy.candidates)) if vacancy.candidates else text


def record_notes(lang: str, *, next_meeting: Meeting | None, open_requests: int, overdue: int) -> tuple[str, ...]:
    """Return what a council's records add below the table."""
    notes = []
    if next_meeting is not None:
        date = format_date(next_meeting.date, lang=lang)
        title = None if next_meeting.title is None else next_meeting.title.get(lang)
        parts = [part for part in (date, title, next_meeting.place) if part]
        notes.append(WORDS["next"][lang].format(", ".join(parts)))
    if open_requests:
        notes.append(WORDS["requests"][lang].format(open_requests, overdue))
    return tuple(notes)
