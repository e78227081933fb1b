"""Who holds the seats of one role and area: claims ranked and seated anew for each run of days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from attrs import field, frozen

from verkosto.councils._holders import Holder, Vacancy
from verkosto.councils._members import Member
from verkosto.councils._runs import Runs
from verkosto.councils._seats import Seat, SeatPlan
from verkosto.organisations import HELD, Standing

__all__ = ["Claim", "Occupancy", "Seated"]

_RANK: Mapping[Standing, int] = {found: rank for rank, found in enumerate(HELD)}


@frozen(eq=False)
class Claim:
    """A membership that claims a seat, with its standing on the days concerned."""

    member: Member
    standing: Standing


@frozen(slots=False, eq=False)
class Seated:
    """A seat and who is in it, during a run of days.

    Attributes:
        order: The seat's place among all seats of the body.
        seat: The seat.
        places: For each place that is taken its claims, all of one holder, the surest first.
        rest: Claims for which no place was left, the surest first.
        doubtful: Claims of which it is not known whether they had begun.
        known: Whether every membership of the body is known.
    """

    order: int
    seat: Seat
    places: tuple[tuple[Claim, ...], ...]
    rest: tuple[Claim, ...]
    doubtful: tuple[Claim, ...]
    known: bool

    @cached_property
    def holders(self) -> tuple[Holder, ...]:
        """Who holds it; those for whom no place was left stand beside the weakest holder."""
        return tuple(
            Holder(
                self.seat.post,
                first.member.who,
                first.member.membership,
                first.standing,
                tuple(c.member.membership for c in (*again, *(self.rest if n == len(self.places) else ()))),
            )
            for n, (first, *again) in enumerate(self.places, start=1)
        )

    @property
    def missing(self) -> int | None:
        """How many places have no holder; None for a number that is not stated, of which none is taken."""
        stated = self.seat.post.places
        if stated is None:
            return 0 if self.places else None
        return stated - len(self.places)

    @cached_property
    def vacancy(self) -> Vacancy | None:
        """The places without a holder, or None where all are taken."""
        if self.missing == 0:
            return None
        candidates = tuple(c.member.membership for c in self.doubtful)
        return Vacancy(self.seat.post, self.missing, self.known and not candidates, candidates)


@frozen(slots=False, eq=False)
class Occupancy:
    """The seats of one role and area and all who claim them.

    Attributes:
        plan: The seats.
        orders: Each seat's place among all seats of the body, by post id.
        members: Who claims them, the newer first.
        known: Whether every membership of the body is known.
    """

    plan: SeatPlan
    orders: Mapping[str, int]
    members: tuple[Member, ...] = field(repr=False)
    known: bool = True

    @cached_property
    def runs(self) -> Runs[tuple[Seated, ...]]:
        """The seats that exist and who is in each, for every day."""
        found = list(self._sweep())
        return Runs(tuple(day for day, _ in found), tuple(seated for _, seated in found))

    def at(self, day: dt.date) -> tuple[Seated, ...]:
        """Return the seats that exist on a day and who is in each."""
        return self.runs.at(day)

    def _sweep(self) -> Iterator[tuple[dt.date, tuple[Seated, ...]]]:
        # Only what changes on a day is looked at, so that the cost follows the number of changes.
        changes: dict[dt.date, list[tuple[int, Standing]]] = {}
        for number, member in enumerate(self.members):
            for day, found in zip(member.standings.starts, member.standings.values, strict=True):
                changes.setdefault(day, []).append((number, found))
        days = {day for runs in self.plan.seats.values() for day in runs.starts}
        standings: dict[int, Standing] = {}
        for day in sorted(days.union(changes)):
            for number, found in changes.get(day, ()):
                standings.pop(number, None)
                if found != "no":
                    standings[number] = found
            claims = [Claim(self.members[number], standings[number]) for number in sorted(standings)]
            yield day, self._seated(claims, day)

    def _seated(self, claims: Sequence[Claim], day: dt.date) -> tuple[Seated, ...]:
        seats = [seat for runs in self.plan.seats.values() if (seat := runs.at(day)) is not None]
        if not seats:
            return ()
        held = sorted((c for c in claims if c.standing in _RANK), key=lambda c: _RANK[c.standing])
        taken, rest = _seat_all(seats, held)
        return tuple(
            Seated(
                self.orders[seat.post.id],
                seat,
                tuple(map(tuple, places)),
                tuple(rest[seat.post.id]),
                tuple(c for c in claims if c.standing == "unknown" and _may_sit(c, seat) and not _sits(c, places)),
                self.known,
            )
            for seat, places in zip(seats, taken, strict=True)
        )


def _seat_all(seats: Sequence[Seat], claims: Sequence[Claim]) -> tuple[list[list[list[Claim]]], dict[str, list[Claim]]]:
    """Give each claim in turn a place, the same holder's further claims with the first."""
    taken: list[list[list[Claim]]] = [[] for _ in seats]
    rest: dict[str, list[Claim]] = {seat.post.id: [] for seat in seats}
    # Somebody of whom no seat is stated is not to take one that another's statement names.
    named = {claim.member.membership.post for claim in claims}
    for claim in claims:
        open_to = [n for n, seat in enumerate(seats) if _may_sit(claim, seat)]
        own = next((p for n in open_to for p in taken[n] if p[0].member.holder == claim.member.holder), None)
        with_place = (n for n in open_to if _has_place(seats[n], taken[n]))
        free = min(with_place, key=lambda n: (seats[n].post.id in named, n), default=None)
        if own is not None:
            own.append(claim)
        elif free is not None:
            taken[free].append([claim])
        elif open_to:
            rest[seats[open_to[0]].post.id].append(claim)
    return taken, rest


def _may_sit(claim: Claim, seat: Seat) -> bool:
    return claim.member.membership.post in (None, seat.post.id)


def _sits(claim: Claim, places: Sequence[Sequence[Claim]]) -> bool:
    return any(place[0].member.holder == claim.member.holder for place in places)


def _has_place(seat: Seat, taken: Sequence[object]) -> bool:
    return seat.post.places is None or len(taken) < seat.post.places
