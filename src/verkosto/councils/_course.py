"""The whole course of a body: its seats, who claims them, and what is known on which days, compiled once."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property

from attrs import field, frozen

from verkosto.councils._holders import Holder, Vacancy
from verkosto.councils._members import Member, members_of
from verkosto.councils._occupancy import Occupancy, Seated
from verkosto.councils._rules import SeatRule
from verkosto.councils._runs import DAY, Runs, period
from verkosto.councils._seats import SeatPlan, seat_plans, uncovered_rules
from verkosto.dates import Period
from verkosto.errors import UnknownObjectError, did_you_mean
from verkosto.organisations import HELD, Network, Organisation, Post, Standing, Term, change_days, standing
from verkosto.regions import AreaRef

__all__ = ["Course", "Snapshot"]


@frozen(eq=False)
class Snapshot:
    """The seats of a day and who is in them."""

    seated: tuple[Seated, ...]
    posts: tuple[Post, ...]
    holders: tuple[Holder, ...]
    vacancies: tuple[Vacancy, ...]


@frozen(slots=False, eq=False)
class Course:
    """What a body's rules, posts and memberships say for every day.

    Attributes:
        body: The organisation.
        network: What it is a part of.
        rules: The rules that make its seats.
        known: Whether every membership of the body is known.
    """

    body: Organisation
    network: Network
    rules: tuple[SeatRule, ...]
    known: bool
    _snapshots: dict[tuple[str | None, int], Snapshot] = field(factory=dict, init=False)

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """All memberships of the body, whether or not they claim a seat, the newer first."""
        return members_of(self.network, self.body.id)

    @cached_property
    def standings(self) -> Runs[Standing]:
        """How sure the existence of the body is on each day."""
        terms = self.body.terms
        return Runs.of(change_days(terms), lambda day: standing(terms, day))

    @cached_property
    def exists(self) -> Runs[bool]:
        """On which days the body may have seats: always, but for days on which it is stated not to exist."""
        return Runs.of(self.standings.starts, lambda day: self.standings.at(day) != "no")

    @cached_property
    def active(self) -> Runs[bool]:
        """On which days the body is known to exist, and not only planned."""
        return Runs.of(self.standings.starts, lambda day: self.standings.at(day) in HELD)

    @cached_property
    def plans(self) -> tuple[SeatPlan, ...]:
        """Every seat that it ever has."""
        return seat_plans(self.network.posts_of(self.body.id), self.rules, self.exists, self.body.id)

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The roles that have rules or posts."""
        stated = (*(rule.role for rule in self.rules), *(post.role for post in self.network.posts_of(self.body.id)))
        return tuple(dict.fromkeys(stated))

    @cached_property
    def occupancies(self) -> tuple[Occupancy, ...]:
        """The seats with those who claim them."""
        claims: dict[int, list[Member]] = {}
        for member in self.members:
            place = self.place_of(member)
            if place is not None:
                claims.setdefault(place, []).append(member)
        ids = [id_ for plan in self.plans for id_ in plan.seats]
        orders = {id_: order for order, id_ in enumerate(ids)}
        return tuple(
            Occupancy(plan, orders, tuple(claims.get(place, ())), self.known) for place, plan in enumerate(self.plans)
        )

    def place_of(self, member: Member) -> int | None:
        """Tell among which plan's claims a membership is, or None where it claims no seat.

        It claims the post that it names; otherwise the seats of its role and area. Where no seat of the role has
        an area, the membership's area tells whom the holder represents and is not asked.
        """
        membership = member.membership
        if membership.post is not None:
            return self._place_by_post.get(membership.post)
        place = self._place_by_key.get((membership.role, membership.area))
        if place is None and membership.role not in self._roles_with_areas:
            place = self._place_by_key.get((membership.role, None))
        return place

    def occupancy(self, role: str, area: AreaRef | None) -> Occupancy | None:
        """Return the seats of a role and area, or None where there never are any."""
        place = self._place_by_key.get((role, area))
        return None if place is None else self.occupancies[place]

    def snapshot(self, day: dt.date, role: str | None = None) -> Snapshot:
        """Return the seats of a day.

        Raises:
            UnknownObjectError: For a role without rules and posts.
            DateNotCoveredError: The register does not reach the day, and the seats depend on it.
        """
        self.check(day, role)
        starts, occupancies = self._starts(role)
        run = bisect_right(starts, day) - 1
        found = self._snapshots.get((role, run))
        if found is None:
            seated = sorted((s for o in occupancies for s in o.at(day)), key=lambda s: s.order)
            found = Snapshot(
                tuple(seated),
                tuple(s.seat.post for s in seated),
                tuple(holder for s in seated for holder in s.holders),
                tuple(s.vacancy for s in seated if s.vacancy is not None),
            )
            self._snapshots[role, run] = found
        return found

    def check(self, day: dt.date, role: str | None) -> None:
        """Raise where the seats of a role cannot be known on a day, see `snapshot`."""
        if role is not None and role not in self.roles:
            hint = did_you_mean(str(role), self.roles)
            raise UnknownObjectError(
                f"{self.body.id!r} has no rule and no post for the role {role!r}.{hint} "
                f"Its roles: {', '.join(self.roles) or 'none'}. For other memberships ask the network."
            )
        beyond = next((rule for rule in self.uncovered.at(day) if role in (None, rule.role)), None)
        if beyond is not None:
            beyond.posts(self.body.id, on=day)

    @cached_property
    def uncovered(self) -> Runs[tuple[SeatRule, ...]]:
        """The rules whose seats cannot be known on each day."""
        return uncovered_rules(self.rules, self.exists)

    @cached_property
    def mentioned(self) -> dt.date:
        """The first day that any statement about the body names; the calendar's first where nothing is dated."""
        dates = (date for term in self._terms() for date in (term.start, term.observed_at, term.end))
        return min((date.first for date in dates if date is not None), default=dt.date.min)

    def dark(self, role: str | None, day: dt.date) -> bool:
        """Tell whether the seats of a role, or of any, cannot be known on a day."""
        return any(role in (None, rule.role) for rule in self.uncovered.at(day))

    def shown(self, role: str | None, first: dt.date, last: dt.date, *, always: bool = False) -> Period | None:
        """Return the part of a span from the first statement about the body on, or None.

        Where the span ends only because the register reaches no further, its end is left open. With `always`
        it may begin before the first statement.
        """
        first = first if always else max(first, self.mentioned)
        if last < first:
            return None
        begins = first > dt.date.min and self.dark(role, first - DAY)
        ends = last < dt.date.max and self.dark(role, last + DAY)
        return period(dt.date.min if begins else first, dt.date.max if ends else last)

    def _terms(self) -> Iterator[Term]:
        yield from self.body.terms
        for rule in self.rules:
            yield from rule.terms
        for post in self.network.posts_of(self.body.id):
            yield from post.terms
        for member in self.members:
            yield from member.membership.terms

    def _starts(self, role: str | None) -> tuple[list[dt.date], list[Occupancy]]:
        found = self._starts_by_role.get(role)
        if found is None:
            occupancies = [o for o in self.occupancies if role in (None, o.plan.role)]
            starts = sorted({dt.date.min, *(day for o in occupancies for day in o.runs.starts)})
            found = self._starts_by_role[role] = (starts, occupancies)
        return found

    @cached_property
    def _starts_by_role(self) -> dict[str | None, tuple[list[dt.date], list[Occupancy]]]:
        return {}

    @cached_property
    def _place_by_post(self) -> Mapping[str, int]:
        return {id_: place for place, plan in enumerate(self.plans) for id_ in plan.seats}

    @cached_property
    def _place_by_key(self) -> Mapping[tuple[str, AreaRef | None], int]:
        return {(plan.role, plan.area): place for place, plan in enumerate(self.plans)}

    @cached_property
    def _roles_with_areas(self) -> frozenset[str]:
        stated = {rule.role for rule in self.rules if rule.per is not None}
        return frozenset(stated | {plan.role for plan in self.plans if plan.area is not None})
