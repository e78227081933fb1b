"""What a timeline shows: the days, the rows in their groups, offices first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from verkosto.councils import Sitting, Structure
from verkosto.dates import DateLike, Period
from verkosto.errors import OptionError, did_you_mean
from verkosto.organisations import HELD, Post, Term, standing
from verkosto.reporting._bars import Bar, Row, bars_of, clipped, lanes_of
from verkosto.reporting._tiles import area_name
from verkosto.reporting._wording import say

__all__ = ["Course", "Group", "course_of", "role_name"]

_OFFICES = ("chair", "vice_chair", "secretary", "contact")
_ROLES = {
    "chair": "role_chair",
    "vice_chair": "role_vice_chair",
    "secretary": "role_secretary",
    "contact": "role_contact",
    "member": "role_member",
    "deputy": "role_deputy",
    "worker": "role_worker",
}
_GROUPS = {"member": "group_member", "deputy": "group_deputy", "worker": "group_worker"}
_DAY = dt.timedelta(days=1)


@frozen
class Group:
    """Rows below one heading.

    Attributes:
        heading: What they are; empty for offices, whose rows say it themselves.
        rows: The rows.
    """

    heading: str
    rows: tuple[Row, ...]


@frozen
class Course:
    """Everything that a timeline shows.

    Attributes:
        first: The first day shown.
        last: The last day shown.
        groups: The rows in their groups, none of them empty.
    """

    first: dt.date
    last: dt.date
    groups: tuple[Group, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row from top to bottom."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """Every bar, row by row."""
        return tuple(bar for row in self.rows for bar in row.bars)


def course_of(
    structure: Structure, period: Period | DateLike | None, roles: str | Iterable[str] | None, lang: str
) -> Course:
    """Collect what a timeline shows.

    Raises:
        OptionError: For a role that nobody has there, a period without dates, or nothing to show.
        DateError: For text that is no period.
    """
    sittings = [*structure.timeline(Period())]
    sittings += _offices(structure, sittings)
    chosen = _of_roles(sittings, roles)
    stated = sorted(_stated(structure, chosen))
    first, last = _days(stated, None if period is None else Period.of(period))
    # Before the first statement nothing is said of empty places, so they are shown only where it is asked for.
    empty_from = max(first, stated[0]) if period is None else first
    found = [
        [part for bar in bars if (part := clipped(bar, first if bar.who else empty_from, last))]
        for bars in bars_of(chosen).values()
    ]
    # Holders stand above empty places of the same days.
    shown = [sorted(bars, key=lambda bar: (bar.first, bar.who is None)) for bars in found if bars]
    if not shown:
        raise OptionError(
            f"{structure.organisation!r} has no post from {first} to {last}. Ask for another period or other roles."
        )
    return Course(first, last, _groups(shown, lang))


def role_name(role: str, lang: str) -> str:
    """Return what somebody in a role is called, the role itself where there is no word for it."""
    return say(_ROLES[role], lang) if role in _ROLES else role.replace("_", " ").capitalize()


def _offices(structure: Structure, sittings: Sequence[Sitting]) -> Iterator[Sitting]:
    """Make sittings of people in roles for which no rule and no post makes a place, such as a chair."""
    with_places = {sitting.post.role for sitting in sittings}
    for membership in structure.network.memberships_of(structure.organisation):
        if membership.person is None or membership.role in with_places:
            continue
        post = Post(f"{structure.organisation}/{membership.role}", structure.organisation, membership.role)
        who = structure.network.holder(membership)
        for span in _runs(membership.terms):
            stands = standing(membership.terms, span.first or span.last or dt.date.min)
            if stands in HELD or stands == "planned":
                yield Sitting(post, who, membership, span, stands)


def _runs(terms: Sequence[Term]) -> Iterator[Period]:
    """Cut all time into runs of days on which the standing of the terms cannot change."""
    dates = [date for term in terms for date in (term.start, term.end, term.observed_at) if date]
    begins = sorted({day for date in dates for day in (date.first, date.first + _DAY, date.last, date.last + _DAY)})
    for start, following in zip([None, *begins], [*begins, None], strict=True):
        yield Period(start, following - _DAY if following else None)


def _of_roles(sittings: Sequence[Sitting], roles: str | Iterable[str] | None) -> list[Sitting]:
    if roles is None:
        return list(sittings)
    wanted = [roles] if isinstance(roles, str) else list(roles)
    known = dict.fromkeys(sitting.post.role for sitting in sittings)
    for role in wanted:
        if role not in known:
            hint = did_you_mean(str(role), known)
            raise OptionError(f"Nobody has the role {role!r} there.{hint} Roles: {', '.join(known) or 'none'}.")
    return [sitting for sitting in sittings if sitting.post.role in wanted]


def _days(stated: Sequence[dt.date], period: Period | None) -> tuple[dt.date, dt.date]:
    """Return the days to show; an end that is not asked for comes from the stated dates, in whole years."""
    first, last = (None, None) if period is None else (period.first, period.last)
    if first is not None and last is not None:
        return first, last
    if not stated:
        raise OptionError("No date is stated of who held what. Give a period, such as '2020/2025'.")
    first = first or dt.date(stated[0].year, 1, 1)
    last = last or dt.date(stated[-1].year, 12, 31)
    if last < first:
        raise OptionError(f"Every stated date lies before {first} or after {last}. Give a period with two ends.")
    return first, last


def _stated(structure: Structure, sittings: Sequence[Sitting]) -> Iterator[dt.date]:
    memberships = {sitting.membership.key: sitting.membership for sitting in sittings if sitting.membership}
    terms = [*structure.body.terms, *(term for rule in structure.rules for term in rule.terms)]
    terms += [term for membership in memberships.values() for term in membership.terms]
    for term in terms:
        for date in (term.start, term.end, term.observed_at):
            if date is not None:
                yield from (date.first, date.last)


def _groups(shown: Sequence[Sequence[Bar]], lang: str) -> tuple[Group, ...]:
    by_group: dict[str, list[Sequence[Bar]]] = {}
    for bars in sorted(shown, key=lambda bars: _order(bars[0].post)):
        post = bars[0].post
        by_group.setdefault(post.role if post.area is not None or post.role in _GROUPS else "", []).append(bars)
    found = []
    for role, rows in by_group.items():
        labels = _labels([bars[0].post for bars in rows], lang)
        heading = "" if not role else say(_GROUPS[role], lang) if role in _GROUPS else role_name(role, lang)
        found.append(
            Group(heading, tuple(Row(label, tuple(b), lanes_of(b)) for label, b in zip(labels, rows, strict=True)))
        )
    return tuple(found)


def _order(post: Post) -> tuple[int, int, str, str, str]:
    """Offices first, then members, deputies and others; areas in the order of their codes."""
    if post.area is None and post.role not in _GROUPS:
        office = _OFFICES.index(post.role) if post.role in _OFFICES else len(_OFFICES)
        return (0, office, post.role, "", post.id)
    group = [*_GROUPS].index(post.role) if post.role in _GROUPS else len(_GROUPS)
    return (1, group, post.role, str(post.area or ""), post.id)


def _labels(posts: Sequence[Post], lang: str) -> list[str]:
    """Name the rows of a group by area; by what the post is called too, where several stand for one area."""
    areas = [post.area for post in posts]
    return [_label(post, lang, several=areas.count(post.area) > 1) for post in posts]


def _label(post: Post, lang: str, *, several: bool) -> str:
    own = role_name(post.role, lang) if post.label is None else post.label.get(lang)
    if post.area is None:
        return own
    name = area_name(post.area, lang)
    return f"{name}, {own}" if several else name
