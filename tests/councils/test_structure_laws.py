"""The laws of who holds a seat, for bodies that contradict themselves in every way."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from councils import bounded_memberships, days, naive, structures
from verkosto.councils import Structure
from verkosto.organisations import Membership

pytestmark = pytest.mark.thorough


@given(structures(), st.lists(days, min_size=1, max_size=6))
def test_the_answers_are_those_of_the_definitions(structure: Structure, asked: list[dt.date]) -> None:
    for day in asked:
        posts, holders, vacancies = naive(structure, day)
        assert list(structure.posts(on=day)) == posts
        assert list(structure.holders(on=day)) == holders
        assert list(structure.vacancies(on=day)) == vacancies
        for role in structure.roles:
            assert list(structure.holders(on=day, role=role)) == [h for h in holders if h.post.role == role]


@given(structures(), days)
def test_there_are_never_more_holders_than_places(structure: Structure, day: dt.date) -> None:
    taken = Counter(holder.post.id for holder in structure.holders(on=day))
    missing = {vacancy.post.id: vacancy.missing for vacancy in structure.vacancies(on=day)}
    for post in structure.posts(on=day):
        if post.places is None:
            assert (post.id in missing) == (not taken[post.id])
        else:
            assert taken[post.id] + (missing.get(post.id) or 0) == post.places
    assert len({(holder.post.id, holder.who.id) for holder in structure.holders(on=day)}) == sum(taken.values())


@given(structures(), bounded_memberships(), st.lists(days, min_size=1, max_size=6))
def test_a_fact_with_its_end_changes_nothing_outside_its_span(
    structure: Structure, added: Membership, asked: list[dt.date]
) -> None:
    (term,) = added.terms
    assert term.start is not None
    assert term.end is not None
    more = evolve(structure, network=structure.network.add(added))
    edges = [term.start.first - dt.timedelta(days=1), term.end.last + dt.timedelta(days=1)]
    for day in [*asked, *edges]:
        if not (term.start.first <= day <= term.end.last or day.year > 2026):
            assert more.holders(on=day) == structure.holders(on=day)
            assert more.vacancies(on=day) == structure.vacancies(on=day)
            assert more.posts(on=day) == structure.posts(on=day)


@given(structures(), st.randoms(use_true_random=False), days)
def test_the_order_of_the_memberships_does_not_matter(structure: Structure, random: object, day: dt.date) -> None:
    mixed = list(structure.network.memberships)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    other = evolve(structure, network=evolve(structure.network, memberships=mixed))
    assert other.holders(on=day) == structure.holders(on=day)
    assert other.vacancies(on=day) == structure.vacancies(on=day)
    assert other.timeline() == structure.timeline()
    assert other.audit() == structure.audit()


@given(structures(), st.lists(days, min_size=1, max_size=6))
def test_the_timeline_agrees_with_the_holders_of_every_day(structure: Structure, asked: list[dt.date]) -> None:
    timeline = structure.timeline("2018/2026")
    for day in asked:
        now = [sitting for sitting in timeline if sitting.span.on(day)]
        held = {(s.post.id, s.who.id, s.standing) for s in now if s.who is not None}
        assert held == {(h.post.id, h.who.id, h.standing) for h in structure.holders(on=day)}
        empty = {(s.post.id, s.standing == "no") for s in now if s.who is None}
        assert empty == {(v.post.id, v.known) for v in structure.vacancies(on=day)}
        of_a_post = Counter(sitting.post.id for sitting in now)
        for post in structure.posts(on=day):
            assert of_a_post[post.id] >= 1
            assert post.places is None or of_a_post[post.id] <= post.places
    assert all(s.span.first and s.span.last for s in timeline)


@given(structures(), st.lists(days, min_size=1, max_size=6))
def test_an_audit_of_a_day_is_what_the_whole_audit_says_of_it(structure: Structure, asked: list[dt.date]) -> None:
    whole = structure.audit()
    for day in asked:
        assert structure.audit(day) == tuple(found for found in whole if found.span.on(day))
    assert len(set(whole)) == len(whole)
    assert all(objects and all(objects) for objects in (found.objects for found in whole))


@given(structures(), bounded_memberships(), days)
def test_a_fact_changes_the_findings_of_its_own_days_alone(
    structure: Structure, added: Membership, day: dt.date
) -> None:
    (term,) = added.terms
    assert term.start is not None
    assert term.end is not None
    assume(not term.start.first <= day <= term.end.last)
    more = evolve(structure, network=structure.network.add(evolve(added, post=None)))
    # Before the first statement about the body nothing is found, and the added one may be the first.
    assume(all(one._course.mentioned <= day for one in (structure, more)))
    # An empty time between two terms, an end that a successor shows to be missing: these depend on other days.
    found, before = (
        [f for f in one.audit(day) if f.code not in ("vacant_seat", "term_gap", "open_end", "holds_no_seat")]
        for one in (more, structure)
    )
    assert {(f.code, f.objects) for f in found} == {(f.code, f.objects) for f in before}
