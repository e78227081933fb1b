from __future__ import annotations

import datetime as dt
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.councils import Sitting
from verkosto.dates import Period
from verkosto.organisations import Membership, Person, Post, Standing
from verkosto.reporting._bars import Bar, Piece, bars_of, clipped, lanes_of

FIRST = dt.date(2020, 1, 1)
POST = Post("mvn/member", "mvn", "member")
PEOPLE = {name: Person(name, name.title()) for name in ("aino", "bertta", "cecilia")}
MEMBERSHIPS = {name: Membership("mvn", person=name) for name in PEOPLE}


def sitting(name: str | None, first: int, last: int, standing: Standing = "stated") -> Sitting:
    span = Period(FIRST + dt.timedelta(first), FIRST + dt.timedelta(last))
    if name is None:
        return Sitting(POST, None, None, span, standing)
    return Sitting(POST, PEOPLE[name], MEMBERSHIPS[name], span, standing)


@st.composite
def courses(draw: st.DrawFn) -> list[Sitting]:
    """Sittings of up to three people and nobody; those of one do not overlap."""
    found = []
    for name in (*PEOPLE, None):
        day = draw(st.integers(0, 30))
        for _ in range(draw(st.integers(0, 4))):
            last = day + draw(st.integers(0, 40))
            standings: list[Standing] = ["stated", "presumed", "imprecise"] if name else ["no", "unknown"]
            found.append(sitting(name, day, last, draw(st.sampled_from(standings))))
            day = last + 1 + draw(st.sampled_from([0, 0, 7]))
    return found


def days(piece: Piece | Period) -> set[int]:
    assert piece.first
    assert piece.last
    return set(range(piece.first.toordinal(), piece.last.toordinal() + 1))


@settings(max_examples=100, deadline=None)
@given(courses())
def test_no_day_of_a_sitting_is_lost_and_none_is_added(sittings: list[Sitting]) -> None:
    expected = {(s.who, s.standing, day) for s in sittings for day in days(s.span)}
    bars = bars_of(sittings).get(POST.id, [])
    assert {(bar.who, piece.standing, day) for bar in bars for piece in bar.pieces for day in days(piece)} == expected


@settings(max_examples=100, deadline=None)
@given(courses())
def test_the_pieces_of_a_bar_follow_one_another_and_differ(sittings: list[Sitting]) -> None:
    for bar in bars_of(sittings).get(POST.id, []):
        for one, following in pairwise(bar.pieces):
            assert one.last + dt.timedelta(1) == following.first
            assert one.standing != following.standing


@settings(max_examples=100, deadline=None)
@given(courses())
def test_lanes_hold_every_bar_once_and_no_two_on_a_day(sittings: list[Sitting]) -> None:
    bars = bars_of(sittings).get(POST.id, [])
    lanes = lanes_of(bars)
    assert sorted(bar.first for lane in lanes for bar in lane) == sorted(bar.first for bar in bars)
    for lane in lanes:
        for one, following in pairwise(lane):
            assert one.last < following.first
    covered = [day for bar in bars for day in days(Period(bar.first, bar.last))]
    busiest = max((covered.count(day) for day in {bar.first.toordinal() for bar in bars}), default=0)
    assert len(lanes) == busiest


@settings(max_examples=60, deadline=None)
@given(courses(), st.integers(0, 80), st.integers(0, 80))
def test_a_clipped_bar_keeps_the_days_between(sittings: list[Sitting], begin: int, length: int) -> None:
    first, last = FIRST + dt.timedelta(begin), FIRST + dt.timedelta(begin + length)
    for bar in bars_of(sittings).get(POST.id, []):
        part = clipped(bar, first, last)
        kept = {day for piece in bar.pieces for day in days(piece) if first.toordinal() <= day <= last.toordinal()}
        assert (part is None) == (not kept)
        if part is not None:
            assert {day for piece in part.pieces for day in days(piece)} == kept
            assert (part.before, part.after) == (bar.first < first, bar.last > last)


def test_a_holder_goes_on_in_one_bar_and_returns_in_another() -> None:
    bars = bars_of([sitting("aino", 0, 9), sitting("aino", 10, 19, "presumed"), sitting("aino", 30, 39)])[POST.id]
    assert [bar.standings for bar in bars] == [("stated", "presumed"), ("stated",)]


def test_who_stays_keeps_the_line() -> None:
    bars = bars_of([sitting("aino", 0, 9), sitting("bertta", 0, 19), sitting("aino", 30, 39)])[POST.id]
    assert [[bar.who for bar in lane] for lane in lanes_of(bars)] == [
        [PEOPLE["aino"], PEOPLE["aino"]],
        [PEOPLE["bertta"]],
    ]


def test_open_ends_go_on_beyond_every_period() -> None:
    endless = Sitting(POST, PEOPLE["aino"], MEMBERSHIPS["aino"], Period(), "presumed")
    bar: Bar = bars_of([endless])[POST.id][0]
    part = clipped(bar, FIRST, FIRST)
    assert part is not None
    assert (part.before, part.after) == (True, True)
