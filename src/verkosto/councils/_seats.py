"""Which seats a body has on which days: those that its rules make, and the posts that its network names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from attrs import evolve, frozen

from verkosto.councils._areas import covered_days, kind_days, stands
from verkosto.councils._rules import SeatRule
from verkosto.councils._runs import Runs
from verkosto.organisations import HELD, Post, Term, change_days, standing
from verkosto.regions import AreaRef

__all__ = ["Seat", "SeatPlan", "seat_plans", "uncovered_rules"]


@frozen
class Seat:
    """A post as it stands during a run of days, with the rules that make it."""

    post: Post
    rules: tuple[SeatRule, ...] = ()


@frozen
class SeatPlan:
    """The seats of one role and area over time; mostly it is one seat.

    Attributes:
        role: The role of its seats.
        area: The area that they stand for, or None.
        seats: Each post's seat by its id, None on days without it.
    """

    role: str
    area: AreaRef | None
    seats: Mapping[str, Runs[Seat | None]]


def uncovered_rules(rules: Sequence[SeatRule], exists: Runs[bool]) -> Runs[tuple[SeatRule, ...]]:
    """Tell on which days the seats of which rules cannot be known, because the register does not reach there."""
    days = {day for rule in rules for day in _rule_days(rule, exists)}
    return Runs.of(days, lambda day: tuple(rule for rule in rules if not _covered(rule, exists, day)))


def seat_plans(posts: Sequence[Post], rules: Sequence[SeatRule], exists: Runs[bool], body: str) -> tuple[SeatPlan, ...]:
    """Return every seat that a body ever has: in the order of the rules, then of the area codes, then its own posts.

    A post of the network takes the place of one that a rule makes under the same id. Rules that make seats of
    one id add up where different organisations nominate; otherwise the surer, then the later of them counts.
    """
    makers: dict[str, list[_Maker]] = {}
    for rule in rules:
        made = _made(rule, exists, body)
        for id_ in sorted({id_ for by_id in made.values for id_ in by_id}):
            makers.setdefault(id_, []).append(_Maker(rule, made, _rule_days(rule, exists)))
    own = {post.id: _own(post, exists) for post in posts}
    seats = {id_: _seats(id_, made, own.get(id_)) for id_, made in makers.items()}
    seats |= {id_: runs for id_, runs in own.items() if id_ not in makers}
    plans: dict[tuple[str, AreaRef | None], dict[str, Runs[Seat | None]]] = {}
    for id_, runs in seats.items():
        known = next((seat.post for seat in runs.values if seat is not None), None)
        if known is not None:
            plans.setdefault((known.role, known.area), {})[id_] = runs
    return tuple(SeatPlan(role, area, of_plan) for (role, area), of_plan in plans.items())


@frozen
class _Maker:
    rule: SeatRule
    made: Runs[dict[str, Post]]
    days: frozenset[dt.date]


def _rule_days(rule: SeatRule, exists: Runs[bool]) -> frozenset[dt.date]:
    kind = frozenset[dt.date]() if rule.per is None else kind_days(rule.per)
    return kind | change_days(rule.terms) | set(exists.starts)


def _covered(rule: SeatRule, exists: Runs[bool], day: dt.date) -> bool:
    if rule.per is None or not stands(rule.per, day):
        return True
    first, last = covered_days(rule.per)
    return first <= day <= last or not exists.at(day) or standing(rule.terms, day) not in HELD


def _made(rule: SeatRule, exists: Runs[bool], body: str) -> Runs[dict[str, Post]]:
    def posts(day: dt.date) -> dict[str, Post]:
        if not exists.at(day) or not _covered(rule, exists, day):
            return {}
        return {post.id: post for post in rule.posts(body, on=day)}

    return Runs.of(_rule_days(rule, exists), posts)


def _own(post: Post, exists: Runs[bool]) -> Runs[Seat | None]:
    def seat(day: dt.date) -> Seat | None:
        return Seat(post) if exists.at(day) and standing(post.terms, day) in HELD else None

    return Runs.of({*change_days(post.terms), *exists.starts}, seat)


def _seats(id_: str, makers: Sequence[_Maker], own: Runs[Seat | None] | None) -> Runs[Seat | None]:
    def seat(day: dt.date) -> Seat | None:
        named = None if own is None else own.at(day)
        return named or _added_up([(m.rule, post) for m in makers if (post := m.made.at(day).get(id_))], day)

    days = {day for maker in makers for day in maker.days}
    return Runs.of(days if own is None else days.union(own.starts), seat)


def _added_up(made: Sequence[tuple[SeatRule, Post]], day: dt.date) -> Seat | None:
    if not made:
        return None
    if len(made) == 1:
        ((rule, post),) = made
        return Seat(post, (rule,))
    by_nominator: dict[str | None, tuple[SeatRule, Post]] = {}
    for rule, post in made:
        before = by_nominator.get(rule.nominated_by)
        if before is None or _surety(rule.terms, day) <= _surety(before[0].terms, day):
            by_nominator[rule.nominated_by] = (rule, post)
    kept = tuple(by_nominator.values())
    rules, (first, *others) = tuple(rule for rule, _ in kept), [post for _, post in kept]
    if not others:
        return Seat(first, rules)
    numbers = [post.places for _, post in kept]
    whole = evolve(
        first,
        places=None if None in numbers else sum(number or 0 for number in numbers),
        funded_by=first.funded_by if all(post.funded_by == first.funded_by for post in others) else None,
        terms=first.terms if all(post.terms == first.terms for post in others) else (),
        sources=tuple(dict.fromkeys(source for _, post in kept for source in post.sources)),
    )
    return Seat(whole, rules)


def _surety(terms: Sequence[Term], day: dt.date) -> int:
    return HELD.index(standing(terms, day))
