"""Strategies for bodies with seats, and a naive answer to who holds them: everything weighed anew for one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from attrs import evolve
from hypothesis import strategies as st
from networks import dates

from verkosto.councils import Holder, Roster, SeatRule, Structure, Vacancy
from verkosto.dates import PartialDate
from verkosto.organisations import HELD, Change, Membership, Network, Organisation, Person, Post, Term, standing
from verkosto.sources import Source

__all__ = ["BODY", "bounded_memberships", "days", "made", "naive", "sits", "structures"]

BODY = "mvn"
BODIES = (BODY, "hyte", "kyt")
PEOPLE = ("a", "b", "c", "d")
AREAS = ("maakunta/13", "maakunta/01", "maakunta/21", "hyvinvointialue/13", "erva/4")
SEATS = (None, None, "mvn/member/maakunta/13", "mvn/chair")

days = st.dates(dt.date(2018, 1, 1), dt.date(2026, 12, 31))
"""Days on which the seats of every rule drawn here are known."""

SOURCES = (Source("Tiedote"), Source("Luettelo"), None)
# The ends of years, months and days that meet are where answers go wrong, so that they come up again and again.
_dates = st.sampled_from(["2019", "2021", "2021-05", "2021-05-11", "2021-12-31", "2022-01-01", "2022", "2024"]) | dates


@st.composite
def _terms(draw: st.DrawFn) -> Term:
    """One statement, of an observation, a span or a plan."""
    found = sorted(map(PartialDate.of, draw(st.lists(_dates, max_size=2))))
    source = draw(st.sampled_from(SOURCES))
    if draw(st.integers(0, 4)) == 0:
        return Term(observed_at=next(iter(found), None), source=source)
    start, end = found if len(found) == 2 else draw(st.permutations([*found, None, None]))[:2]
    return Term(start, end, planned=draw(st.integers(0, 7)) == 0, source=source)


_few_terms = st.lists(_terms(), max_size=2).map(tuple)


def seat_rules() -> st.SearchStrategy[SeatRule]:
    """Rules that make few seats: of two regions, of counties, of erva areas, without an area."""
    per_area = st.builds(
        SeatRule,
        st.sampled_from(["maakunta", "maakunta", "hyvinvointialue", "erva"]),
        st.sampled_from([1, 1, 2, None]),
        role=st.sampled_from(["member", "member", "deputy"]),
        nominated_by=st.none() | st.sampled_from(BODIES),
        term_years=st.none() | st.integers(1, 3),
        terms=st.just(()) | _few_terms,
        source=st.sampled_from(SOURCES),
    )
    alone = st.builds(SeatRule, st.none(), st.sampled_from([1, 2, None]), role=st.sampled_from(["chair", "member"]))
    return st.one_of(per_area.flatmap(_of_few_areas), per_area.flatmap(_of_few_areas), alone)


def _of_few_areas(rule: SeatRule) -> st.SearchStrategy[SeatRule]:
    codes = {"maakunta": ("13", "01"), "hyvinvointialue": ("13",), "erva": ("4",)}[rule.per or ""]
    return st.sampled_from([(codes, ()), (codes[:1], ()), ((), ("21",) if rule.per == "maakunta" else ())]).map(
        lambda chosen: evolve(rule, only=chosen[0], exclude=chosen[1])
    )


def memberships(
    of_terms: st.SearchStrategy[tuple[Term, ...]] = _few_terms, *, posts: Sequence[str | None] = (None,)
) -> st.SearchStrategy[Membership]:
    """A membership of the body, in a role that may have seats, at times of a post that it names."""
    return st.builds(
        _membership,
        st.sampled_from([("person", p) for p in PEOPLE] + [("member", "kyt")]),
        role=st.sampled_from(["member", "member", "member", "deputy", "chair", "secretary"]),
        area=st.none() | st.sampled_from(AREAS),
        post=st.sampled_from([*posts, *SEATS]),
        on_behalf_of=st.none() | st.sampled_from(BODIES[1:]),
        terms=of_terms,
    )


def _membership(who: tuple[str, str], *, role: str, **fields: Any) -> Membership:
    kind, id_ = who
    fields[kind] = id_
    return Membership(BODY, role, **fields)


@st.composite
def bounded_memberships(draw: st.DrawFn) -> Membership:
    """A membership of one term with a start and an end, of whatever precision."""
    ends = sorted(draw(st.tuples(days, days)))
    start, end = (draw(st.sampled_from([f"{d:%Y}", f"{d:%Y-%m}", f"{d}"])) for d in ends)
    return draw(memberships(st.just((Term(start, end),))))


def made(
    *memberships: Membership,
    rules: Sequence[SeatRule] = (SeatRule("maakunta", only="13"),),
    terms: Sequence[Term] = (Term("2020-01-01"),),
    organisations: Sequence[Organisation] = (),
    posts: Sequence[Post] = (),
    changes: Sequence[Change] = (),
    roster: Roster = "complete",
) -> Structure:
    """A body with one seat of Keski-Suomi, founded when 2020 began, unless something else is said."""
    network = Network(
        organisations=[Organisation(BODY, "Neuvottelukunta", terms=terms), *organisations],
        people=[Person(id_, name) for id_, name in (("a", "Aino"), ("b", "Bertta"), ("c", "Cecilia"))],
        posts=posts,
        memberships=memberships,
        changes=changes,
    )
    return Structure(BODY, network, rules=rules, roster=roster)


def sits(person: str, *dates: str | None, area: str | None = "maakunta/13", **fields: Any) -> Membership:
    """A person's membership, of one term where dates are given: its start and, if stated, its end."""
    terms = [Term(*dates)] if dates else fields.pop("terms", [])
    return Membership(BODY, person=person, area=area, terms=terms, **fields)


@st.composite
def structures(draw: st.DrawFn) -> Structure:
    """A body with rules, posts of its own and memberships that may contradict one another."""
    role = st.sampled_from(["chair", "member"])
    own = [Post("own-chair", BODY, draw(role), places=draw(st.sampled_from([1, None])), terms=draw(_few_terms))]
    own += [Post("own-seat", BODY, "member", area=draw(st.none() | st.just("maakunta/13")), places=2)]
    posts = draw(st.sampled_from([own, own[:1], []]))
    network = Network(
        organisations=[
            Organisation(BODY, "Neuvottelukunta", terms=draw(_few_terms)),
            Organisation("hyte", "Hyte ry", areas=["maakunta/01"], terms=draw(_few_terms)),
            Organisation("kyt", "Tuki ry", areas=draw(st.sampled_from([(), ("hyvinvointialue/13", "kunta/179")]))),
        ],
        people=[Person(id_, id_.upper()) for id_ in PEOPLE],
        posts=posts,
        memberships=draw(st.lists(memberships(posts=[None, None, *(post.id for post in posts)]), max_size=7)),
    )
    rules = draw(st.lists(seat_rules(), min_size=1, max_size=3))
    return Structure(BODY, network, rules=rules, roster=draw(st.sampled_from(["complete", "complete", "partial"])))


def naive(structure: Structure, day: dt.date) -> tuple[list[Post], list[Holder], list[Vacancy]]:
    """Evaluate posts, holders and vacancies of one day by their definitions alone."""
    posts = _posts(structure, day)
    with_area = {rule.role for rule in structure.rules if rule.per is not None}
    with_area |= {post.role for post in structure.network.posts_of(BODY) if post.area is not None}
    places: dict[str, list[list[tuple[int, Membership]]]] = {post.id: [] for post in posts}
    rest: dict[str, list[Membership]] = {post.id: [] for post in posts}
    claims = [(HELD.index(found), m) for m in _newest_first(structure) if (found := standing(m.terms, day)) in HELD]
    for rank, m in sorted(claims, key=lambda claim: claim[0]):
        open_to = [post for post in posts if _fits(m, post, with_area)]
        named = {c.post for _, c in claims if any(_fits(c, post, with_area) for post in open_to)}
        own = next((p for post in open_to for p in places[post.id] if p[0][1].holder == m.holder), None)
        free = [post for post in open_to if post.places is None or len(places[post.id]) < post.places]
        if own is not None:
            own.append((rank, m))
        elif free:
            places[min(free, key=lambda post: post.id in named).id].append([(rank, m)])
        elif open_to:
            rest[open_to[0].id].append(m)
    holders, vacancies = [], []
    for post in posts:
        for place in places[post.id]:
            (rank, m), *again = place
            others = (*(m for _, m in again), *(rest[post.id] if place is places[post.id][-1] else ()))
            holders.append(Holder(post, structure.network.holder(m), m, HELD[rank], others))
        vacancies += _vacancy(structure, post, [place[0][1] for place in places[post.id]], with_area, day)
    return posts, holders, vacancies


def _vacancy(
    structure: Structure, post: Post, seated: Sequence[Membership], with_area: set[str], day: dt.date
) -> list[Vacancy]:
    missing = (None if not seated else 0) if post.places is None else post.places - len(seated)
    doubtful = tuple(
        m
        for m in _newest_first(structure)
        if standing(m.terms, day) == "unknown"
        and _fits(m, post, with_area)
        and m.holder not in {s.holder for s in seated}
    )
    return [Vacancy(post, missing, structure.roster == "complete" and not doubtful, doubtful)] if missing != 0 else []


def _fits(m: Membership, post: Post, with_area: set[str]) -> bool:
    if m.post is not None:
        return m.post == post.id
    return m.role == post.role and (m.area == post.area or (m.role not in with_area and post.area is None))


def _newest_first(structure: Structure) -> list[Membership]:
    def newest(m: Membership) -> dt.date:
        facts = [term for term in m.terms if not term.planned]
        dates = [date.first for term in facts for date in (term.start, term.observed_at) if date is not None]
        return max(dates, default=dt.date.min)

    found = structure.network.memberships_of(BODY)
    return sorted(found, key=lambda m: (-newest(m).toordinal(), m.key, repr(m)))


def _posts(structure: Structure, day: dt.date) -> list[Post]:
    if standing(structure.body.terms, day) == "no":
        return []
    made: dict[str, dict[str | None, tuple[SeatRule, Post]]] = {}
    for rule in structure.rules:
        for post in rule.posts(BODY, on=day):
            of_id = made.setdefault(post.id, {})
            before = of_id.get(rule.nominated_by)
            if before is None or _surety(rule, day) <= _surety(before[0], day):
                of_id[rule.nominated_by] = (rule, post)
    posts = {id_: _whole([post for _, post in of_id.values()]) for id_, of_id in made.items()}
    posts |= {p.id: p for p in structure.network.posts_of(BODY) if standing(p.terms, day) in HELD}
    order = [post.id for post in structure.posts(on=day)]
    return sorted(posts.values(), key=lambda post: order.index(post.id))


def _surety(rule: SeatRule, day: dt.date) -> int:
    return HELD.index(standing(rule.terms, day))


def _whole(posts: Sequence[Post]) -> Post:
    first = posts[0]
    if len(posts) == 1:
        return first
    numbers = [post.places for post in posts]
    return evolve(
        first,
        places=None if None in numbers else sum(n or 0 for n in numbers),
        terms=first.terms if all(post.terms == first.terms for post in posts) else (),
        sources=tuple(dict.fromkeys(s for post in posts for s in post.sources)),
    )
