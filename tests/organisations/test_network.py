from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from networks import ORGANISATIONS, PEOPLE, dates, days, memberships, networks

from verkosto.dates import PartialDate
from verkosto.errors import NetworkError, OptionError, UnknownObjectError
from verkosto.organisations import (
    HELD,
    Change,
    Membership,
    Network,
    Organisation,
    Person,
    Post,
    Term,
    standing,
)


@pytest.fixture
def network() -> Network:
    return Network(
        organisations=[Organisation("mvn", "Neuvottelukunta"), Organisation("hyte", "Hyte ry")],
        people=[Person("manninen", "Marja Manninen"), Person("sivonen", "Tiina Sivonen")],
        posts=[Post("chair", "mvn", "chair"), Post("seat", "mvn", "member")],
        memberships=[
            Membership("mvn", "chair", person="sivonen", terms=[Term("2023", "2025")]),
            Membership("mvn", "vice_chair", person="manninen", on_behalf_of="hyte", terms=Term(observed_at="2023-04")),
            Membership("mvn", "secretariat", member="hyte"),
        ],
    )


def test_objects_are_found_by_their_ids(network: Network) -> None:
    assert network.organisation("hyte").name.fi == "Hyte ry"
    assert network.person("manninen").name == "Marja Manninen"
    assert network.post("chair").role == "chair"
    assert [network.holder(m) for m in network.memberships] == [
        network.person("sivonen"),
        network.person("manninen"),
        network.organisation("hyte"),
    ]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda n: n.organisation("hyt"), "No organisation has the id 'hyt'. Did you mean 'hyte'"),
        (lambda n: n.person("hyte"), "No person has the id 'hyte'"),
        (lambda n: n.post("chairs"), "Did you mean 'chair'"),
        (lambda n: n.memberships_of("manninen"), "No organisation has the id 'manninen'"),
        (lambda n: n.memberships_by("nobody"), "No organisation has the id 'nobody'"),
        (lambda n: n.posts_of("nobody"), "No organisation"),
        (lambda n: n.successors("nobody"), "No organisation"),
        (lambda n: n.predecessors("nobody"), "No organisation"),
        (lambda n: n.parents("nobody"), "No organisation"),
        (lambda n: n.children("nobody"), "No organisation"),
        (lambda n: n.organisation(5), "No organisation has the id 5"),
    ],
)
def test_unknown_ids_are_told_with_the_nearest(network: Network, ask: Any, message: str) -> None:
    with pytest.raises(UnknownObjectError, match=message):
        ask(network)


def test_memberships_by_body_holder_role_and_day(network: Network) -> None:
    chair, vice, desk = network.memberships
    assert network.memberships_of("mvn") == (chair, vice, desk)
    assert network.memberships_of("mvn", role="chair", on="2022") == ()
    assert network.memberships_of("mvn", on="2022") == (desk,)
    assert network.memberships_of("mvn", on=dt.date(2024, 6, 1)) == (chair, vice, desk)
    assert network.memberships_by("hyte") == (desk,)
    assert network.memberships_by("manninen", role="vice_chair", on="2023-05") == (vice,)
    assert network.memberships_by("manninen", role="chair") == ()
    assert network.memberships_of("hyte") == ()
    assert network.standing(vice, on="2022") == "unknown"


def test_posts_by_body_and_role(network: Network) -> None:
    assert [post.id for post in network.posts_of("mvn")] == ["chair", "seat"]
    assert [post.id for post in network.posts_of("mvn", role="member")] == ["seat"]
    assert network.posts_of("hyte") == ()


def test_adding_gives_a_new_network(network: Network) -> None:
    grown = network.add(
        Person("a", "A"), Organisation("b", "B"), Membership("b", person="a"), Change("split", "b", "b")
    )
    assert repr(grown) == "<Network: 3 organisations, 3 people, 2 posts, 4 memberships, 1 changes>"
    assert repr(network) == "<Network: 2 organisations, 2 people, 2 posts, 3 memberships, 0 changes>"
    assert grown.add(Post("p", "b", "chair")).post("p").organisation == "b"
    assert network.add() == network


def test_a_network_is_not_made_of_other_things(network: Network) -> None:
    with pytest.raises(OptionError, match=r"A network is not made of Term\. Add organisations"):
        network.add(Term("2020"))  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="A Person stands where Organisation objects belong"):
        Network(organisations=[Person("a", "A")])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ([Person("hyte", "H")], "organisation or person 'hyte' stands 2 times. Give each an id of its own"),
        ([Post("chair", "mvn", "x")], "post 'chair' stands 2 times"),
        ([Post("p", "mvnn", "x")], "post 'p': no organisation has the id 'mvnn'. Did you mean 'mvn'"),
        ([Post("p", "mvn", "x", funded_by="stea")], "post 'p': no organisation has the id 'stea'"),
        ([Membership("mvn", person="hyte")], "membership 'mvn member hyte': no person has the id 'hyte'"),
        ([Membership("mvn", member="manninen")], "no organisation has the id 'manninen'"),
        ([Membership("mvn", member="hyte", nominated_by="x")], "no organisation has the id 'x'"),
        ([Membership("mvn", member="hyte", on_behalf_of="x")], "no organisation has the id 'x'"),
        ([Membership("mvn", member="hyte", post="seet")], "no post has the id 'seet'. Did you mean 'seat'"),
        ([Change("split", "hyte", "x", date="2022")], "split on 2022: no organisation has the id 'x'"),
        ([Change("split", "x", "hyte")], "split on an unknown day: no organisation has the id 'x'"),
    ],
)
def test_references_must_hold(network: Network, facts: list[Any], message: str) -> None:
    with pytest.raises(NetworkError, match=message):
        network.add(*facts)


def test_posts_that_rules_make_are_known_to_councils_only(network: Network) -> None:
    seated = network.add(Membership("mvn", person="manninen", post="mvn/member/maakunta/13"))
    assert seated.memberships[-1].post == "mvn/member/maakunta/13"


def test_every_fault_is_counted_and_the_first_are_listed() -> None:
    wrong = [Membership("x", person=f"p{number}") for number in range(30)]
    with pytest.raises(NetworkError) as caught:
        Network(memberships=wrong)
    lines = str(caught.value).splitlines()
    assert lines[0] == "The network contradicts itself:"
    assert len(lines) == 22
    assert lines[-1] == "and 40 more"


@given(networks(), memberships(), st.none() | dates, dates, days)
@settings(max_examples=6)
def test_a_fact_with_its_end_date_changes_no_answer_outside_its_span(
    network: Network, fact: Membership, start: PartialDate | None, end: PartialDate, day: dt.date
) -> None:
    assume(start is None or start.first <= end.last)
    added = evolve(fact, terms=Term(start, end))
    grown = network.add(added)
    outside = day > end.last or (start is not None and day < start.first)
    for body in ORGANISATIONS:
        before, after = network.memberships_of(body, on=day), grown.memberships_of(body, on=day)
        assert after == (before if outside or body != added.organisation else (*before, added))
    for holder in (*ORGANISATIONS, *PEOPLE):
        assert all(m.holder == holder for m in grown.memberships_by(holder, on=day))


@given(networks(), days)
@settings(max_examples=10)
def test_what_holds_on_a_day_is_what_standing_says(network: Network, day: dt.date) -> None:
    for m in network.memberships:
        held = network.standing(m, on=day) in HELD
        assert held == (m in network.memberships_of(m.organisation, on=day))
        assert network.standing(m, on=day) == standing(m.terms, day)
