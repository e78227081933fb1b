"""A public copy holds nothing that may not be published, in any form."""

from __future__ import annotations

import datetime as dt
import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from council_records import councils, known_networks, regional_council
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.councils import Attendance, Council, Meeting, StatementRequest
from verkosto.organisations import (
    Change,
    Contact,
    Membership,
    Network,
    Organisation,
    Person,
    Post,
    Statement,
    Term,
    from_data,
    to_data,
)

DAY = "2023-07-01"
SECRET = "salaisuus"  # noqa: S105
HIDDEN_CONTACTS = [
    Contact("email", SECRET),
    Contact("phone", SECRET, ground="consent", keep_until="2023-06-30"),
    Contact("phone", SECRET, ground="office", terms=[Term("2022", "2023-05")]),
    Contact("address", SECRET, ground="organisation", terms=[Term("2023-08-01")]),
    Contact("url", SECRET, ground=None, label=SECRET),
]


def everything(council: Council) -> str:
    """All that a copy could betray: its file, its pickle, its repr."""
    written = json.dumps(to_data(council), ensure_ascii=False)
    return written + pickle.dumps(council).decode("latin-1") + repr(council) + repr(council.meetings)


def with_secrets(council: Council, draw: Callable[[st.SearchStrategy[Any]], Any]) -> Council:
    """Plant a secret wherever a council can hold what may not be published."""
    network = council.network
    hidden = st.lists(st.sampled_from(HIDDEN_CONTACTS), max_size=2).map(tuple)
    unnamed = Person(SECRET, SECRET, publishable=False, contacts=draw(hidden))
    mine = [
        Membership(
            draw(st.sampled_from(["mvn", "hyte"])),
            draw(st.sampled_from(["member", "chair", "secretary"])),
            person=SECRET,
            id=SECRET,
            on_behalf_of=draw(st.none() | st.just("sotunet")),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    statement = Statement(SECRET, SECRET, publishable=False, note=SECRET)
    there = [
        Attendance(SECRET, role="guest", note=SECRET, on_behalf_of="hyte"),
        Attendance("sivonen", role="deputy", deputy_for=SECRET),
    ]
    return evolve(
        council,
        network=Network(
            organisations=[
                *(
                    evolve(one, contacts=(*one.contacts, *draw(hidden)), statements=(*one.statements, statement))
                    for one in network.organisations
                ),
                Organisation("muu", SECRET),
            ],
            people=[
                *(evolve(one, contacts=(*one.contacts, *draw(hidden))) for one in network.people),
                unnamed,
                Person("toinen", SECRET),
            ],
            posts=[*network.posts, Post("muu", "muu", SECRET)],
            memberships=[
                *(evolve(one, contacts=(*one.contacts, *draw(hidden))) for one in network.memberships),
                *mine,
                Membership("muu", SECRET, person="toinen"),
            ],
            changes=[*network.changes, Change("succession", "muu", "muu", note=SECRET)],
        ),
        meetings=[Meeting("s", attendance=there, internal_note=SECRET), *council.meetings],
        requests=[StatementRequest("s", "Lausunto", internal_note=SECRET), *council.requests],
    )


@settings(max_examples=15)
@given(councils(known_networks()), st.data())
def test_no_secret_remains_in_the_copy(council: Council, data: st.DataObject) -> None:
    full = with_secrets(council, data.draw)
    assert SECRET in everything(full)
    full.table(on="2021-01-01")
    full.audit("2023")
    copy = full.public(on=DAY)
    assert SECRET not in everything(copy)
    assert from_data(to_data(copy), Council) == copy
    assert copy.public(on=DAY) == copy


@settings(max_examples=15)
@given(councils(known_networks()))
def test_what_may_be_published_stays_in_its_order(council: Council) -> None:
    copy, full = council.public(on=DAY), council.network
    shown = [
        m for m in full.memberships if m.organisation == "mvn" and (not m.person or full.person(m.person).publishable)
    ]
    kept = [evolve(m, contacts=()) for m in copy.network.memberships if m.organisation == "mvn"]
    assert kept == [evolve(m, contacts=()) for m in shown]
    assert copy.rules == council.rules
    assert [m.id for m in copy.meetings] == [m.id for m in council.meetings]
    assert [r.id for r in copy.requests] == [r.id for r in council.requests]
    for person in copy.network.people:
        assert person.publishable
        assert all(contact.public(DAY) for contact in person.contacts)


def test_an_office_is_a_ground_while_it_is_held() -> None:
    desk = Contact("email", "sihteeri@example.org", ground="office")
    own = Contact("phone", "040", ground="consent")
    contact = Membership("mvn", "contact", person="pajula", contacts=[desk, own], terms=[Term("2023", "2023-05-31")])
    council = regional_council(memberships=[contact])
    people = [evolve(p, contacts=(desk, own)) if p.id == "pajula" else p for p in council.network.people]
    council = evolve(council, network=evolve(council.network, people=people))
    for day, kept in {"2023-04-01": (desk, own), "2023-06-01": (own,)}.items():
        copy = council.public(on=day)
        assert copy.network.person("pajula").contacts == kept
        assert copy.network.memberships_by("pajula")[-1].contacts == kept


def test_guests_are_counted_by_role_and_no_more_is_told_of_them() -> None:
    other = Person("toinen", "Toini Toinen", publishable=False)
    council = regional_council()
    council = evolve(
        council,
        network=council.network.add(other),
        meetings=[
            Meeting(
                "1",
                "2023-03-31",
                attendance=[
                    Attendance("vieras", role="guest", on_behalf_of="stm", note="kohdat 1–3"),
                    Attendance("sivonen", note="kohdat 1–3"),
                    Attendance("toinen", role="guest"),
                    Attendance("pajula", role="deputy", deputy_for="toinen"),
                    Attendance(count=4, role="guest"),
                ],
            )
        ],
    )
    copy = council.public(on=DAY)
    assert copy.meetings[0].attendance == (
        Attendance("sivonen", note="kohdat 1–3"),
        Attendance("pajula", role="deputy"),
        Attendance(count=4, role="guest"),
        Attendance(count=2, role="guest"),
    )
    assert copy.presence("1").guests == council.presence("1").guests
    assert {one.id for one in copy.network.organisations} == {"mvn", "tv", "kyt", "hyte"}


@pytest.mark.parametrize(("publishable", "roster"), [(True, "complete"), (False, "partial")])
def test_a_withheld_member_leaves_an_unknown_seat_and_no_vacant_one(publishable: bool, roster: str) -> None:
    lapp = Membership("mvn", person="lappi", area="maakunta/19")
    council = regional_council()
    council = evolve(council, network=council.network.add(Person("lappi", "Lasse", publishable=publishable), lapp))
    copy = council.public(on=DAY)
    assert copy.roster == roster
    assert council.vacancies(on=DAY) == ()
    assert [vacancy.known for vacancy in copy.vacancies(on=DAY)] == ([] if publishable else [False])


def test_the_copy_keeps_what_the_council_is_about_and_no_more() -> None:
    full = regional_council()
    network = full.network.add(
        *(Organisation(id_, id_) for id_ in ("parent", "former", "owner", "payer", "elsewhere", "proposer")),
        Person("tyontekija", "Tytti"),
        Membership("parent", "part_of", member="mvn"),
        Membership("elsewhere", "chair", person="sivonen"),
        Membership("tv", "member", person="tyontekija", nominated_by="proposer"),
        Membership("stm", "member", person="tyontekija"),
        Post("job", "tv", "worker", funded_by="payer"),
        Change("succession", "former", "mvn"),
    )
    copy = evolve(full, network=network, requests=[StatementRequest("l", "L", requested_by="stm")]).public(on=DAY)
    kept = {one.id for one in copy.network.organisations}
    assert kept == {"mvn", "tv", "kyt", "hyte", "stm", "parent", "former", "payer", "proposer"}
    assert {one.id for one in copy.network.people} == {"sivonen", "manninen", "pajula", "heinonen", "tyontekija"}
    assert [post.id for post in copy.network.posts] == ["job"]
    assert copy.network.memberships_of("stm") == ()


def test_parts_of_one_another_are_followed_once() -> None:
    ring = Membership("tv", "part_of", member="mvn")
    copy = regional_council(memberships=[ring]).public(on=DAY)
    assert ring in copy.network.memberships


def test_without_a_day_it_is_the_copy_of_today() -> None:
    council = regional_council()
    assert council.public() == council.public(on=dt.datetime.now().astimezone().date())
