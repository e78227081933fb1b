"""Questions by area: whose seat stands for it, which posts serve it, which areas a post serves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from verkosto.councils._areas import municipalities, stands, touching
from verkosto.councils._course import Course
from verkosto.councils._holders import Holder
from verkosto.councils._occupancy import Seated
from verkosto.councils._rules import SeatRule
from verkosto.errors import AmbiguousAreaError, NonNestingError, OptionError, UnknownAreaError, UnknownObjectError
from verkosto.organisations import HELD, Post, standing
from verkosto.regions import Area, AreaRef, area, area_type

__all__ = ["area_asked", "posts_serving", "representative_of", "representatives_of", "served"]


def representative_of(course: Course, asked: AreaRef, day: dt.date, role: str) -> Holder | None:
    """Return the holder of the one place that stands for an area."""
    seated = _seats_for(course, asked, day, role)
    places = [s.seat.post.places for s in seated]
    if places != [1]:
        number = "a number of places not stated" if None in places else f"{sum(p or 0 for p in places)} places"
        raise OptionError(f"{asked.name} ({asked}) has {number} as {role} on {day}. Ask for `representatives`.")
    return next(iter(seated[0].holders), None)


def representatives_of(course: Course, asked: AreaRef, day: dt.date, role: str) -> tuple[Holder, ...]:
    """Return the holders of all places that stand for an area."""
    return tuple(holder for seated in _seats_for(course, asked, day, role) for holder in seated.holders)


def posts_serving(course: Course, asked: AreaRef, day: dt.date, role: str | None) -> tuple[Post, ...]:
    """Return the posts whose areas have a municipality in common with an area."""
    wanted, snapshot = _held_by(asked, day), course.snapshot(day, role)
    return tuple(p for p in snapshot.posts if p.area is not None and not wanted.isdisjoint(municipalities(p.area, day)))


def served(course: Course, post: Post | str, kind: str, day: dt.date) -> tuple[Area, ...]:
    """Return the areas of a kind that have a municipality in common with a post's area."""
    area_type(kind)
    if isinstance(post, str):
        post = _post(course, post, day)
    if post.area is None:
        return ()
    post.area.on(day)
    return tuple(area(kind, code, on=day) for code in touching(post.area, kind, day))


def area_asked(course: Course, asked: str | AreaRef | Area, role: str | None) -> AreaRef:
    """Read an area; a bare code is one of the kinds that the seats of the role stand for."""
    if not isinstance(asked, str) or "/" in asked:
        return AreaRef.of(asked)
    kinds = dict.fromkeys(plan.area.area_type for plan in course.plans if plan.area and role in (None, plan.role))
    kinds |= dict.fromkeys(rule.per for rule in course.rules if rule.per and role in (None, rule.role))
    found, errors = [], []
    for kind in kinds:
        try:
            found.append(AreaRef(kind, asked))
        except UnknownAreaError as error:
            errors.append(error)
    if len(found) == 1:
        return found[0]
    if found:
        names = [str(ref) for ref in found]
        raise AmbiguousAreaError(f"{asked!r} can be {' or '.join(names)}. Write the one that you mean.", tuple(names))
    if errors:
        raise errors[0]
    raise UnknownObjectError(
        f"No seat of {course.body.id!r} {f'as {role} ' if role else ''}stands for an area. "
        "Ask for its `holders`, or write the kind and the code: 'maakunta/13'."
    )


def _seats_for(course: Course, asked: AreaRef, day: dt.date, role: str) -> tuple[Seated, ...]:
    course.check(day, role)
    occupancy = course.occupancy(role, asked)
    seated = () if occupancy is None else occupancy.at(day)
    return seated or _seats_around(course, asked, day, role)


def _seats_around(course: Course, asked: AreaRef, day: dt.date, role: str) -> tuple[Seated, ...]:
    reason = next(_reasons(course, asked, day, role), None)
    if reason is not None and not stands(asked.area_type, day):
        raise UnknownObjectError(reason)
    wanted = _held_by(asked, day)
    areas = [(s, municipalities(s.seat.post.area, day)) for s in course.snapshot(day, role).seated if s.seat.post.area]
    around = tuple(seated for seated, held in areas if wanted <= held)
    if around:
        return around
    touching = [str(seated.seat.post.area) for seated, held in areas if not wanted.isdisjoint(held)]
    if touching:
        raise NonNestingError(
            f"{asked.name} ({asked}) does not lie inside one seat's area on {day}, but touches {', '.join(touching)}. "
            "Ask for one of these, or for the posts that are `serving` it."
        )
    raise UnknownObjectError(
        reason
        or f"No seat of {course.body.id!r} as {role} stands for {asked.name} ({asked}) on {day}. See its `posts`."
    )


def _reasons(course: Course, asked: AreaRef, day: dt.date, role: str) -> Iterator[str]:
    """Say why the rules make no seat for an area of their own kind."""
    rules = [rule for rule in course.rules if rule.per == asked.area_type and rule.role == role]
    for rule in rules:
        reason = _reason(rule, asked, day) if course.exists.at(day) else "the body did not exist then"
        yield f"{asked.name} ({asked}) has no seat as {role} on {day}: {reason}. Ask for another area or day."


def _reason(rule: SeatRule, asked: AreaRef, day: dt.date) -> str:
    kind = area_type(asked.area_type)
    if asked.code in rule.exclude:
        return "the rule excludes it"
    if rule.only and asked.code not in rule.only:
        return "the rule does not name it among its areas"
    if standing(rule.terms, day) not in HELD:
        return "the rule was not in force"
    if kind.begins is not None and day < kind.begins.first:
        return f"{kind.code} began on {kind.begins}"
    if kind.ends is not None and day > kind.ends.last:
        return f"{kind.code} ended on {kind.ends}"
    return "no official area of this code stood then"


def _held_by(asked: AreaRef, day: dt.date) -> frozenset[str]:
    """The municipalities of an area; an area that does not stand on the day is the register's error."""
    return municipalities(asked, day) or frozenset(asked.on(day).municipalities)


def _post(course: Course, id_: str, day: dt.date) -> Post:
    found = next((post for post in course.snapshot(day).posts if post.id == id_), None)
    if found is None:
        raise UnknownObjectError(f"{course.body.id!r} has no post {id_!r} on {day}. See its `posts` on that day.")
    return found
