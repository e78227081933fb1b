"""Documents as different writers of Popolo make them; whatever has no place must be an issue."""

from __future__ import annotations

import json
from typing import Any

import pytest

from verkosto.organisations import Contact, Identifier, Imported, Membership, Name, Term, from_popolo
from verkosto.sources import Source
from verkosto.text import LocalText


def issues(found: Imported) -> list[tuple[str | None, str, str | None]]:
    return [(issue.column, issue.reason, issue.value) for issue in found.issues]


def test_a_single_document_with_legislative_periods() -> None:
    found = from_popolo(
        {
            "persons": [
                {"id": "p-1", "name": "Maija Meikäläinen", "family_name": "Meikäläinen", "email": "maija@example.org",
                 "gender": "female", "image": "",
                 "links": [{"url": "https://example.org/mm", "note": "Wikipedia (fi)"}],
                 "contact_details": [{"type": "cell", "value": "050 1"},
                                     {"type": "twitter", "value": "mm", "label": "X"}]},
            ],
            "organizations": [
                {"id": "party/a", "name": "Puolue A", "classification": "party",
                 "other_names": [{"name": "Parti A", "lang": "sv", "note": "multilingual"},
                                 {"name": "Vanha puolue", "end_date": "2009-00-00", "note": "former name"},
                                 {"name": "Pártido A", "lang": "es", "note": "multilingual"}],
                 "identifiers": [{"scheme": "wikidata", "identifier": "Q1"}, {"scheme": "viaf"}]},
                {"id": "council", "name": "Valtuusto", "classification": "legislature", "seats": 30},
            ],
            "memberships": [
                {"person_id": "p-1", "organization_id": "council", "on_behalf_of_id": "party/a", "role": "member",
                 "area_id": "area/tampere", "legislative_period_id": "term/1", "start_date": "2011-05",
                 "end_date": "2015-04-30T00:00:00Z"},
            ],
            "areas": [{"id": "area/tampere", "name": "Tampere", "type": "constituency"}],
            "events": [{"id": "term/1", "classification": "legislative period", "start_date": "2011-05-01"}],
            "meta": {"sources": ["https://example.org"]},
        }
    )  # fmt: skip
    (person,), (party, _) = found.network.people, found.network.organisations
    assert person.contacts == (
        Contact("email", "maija@example.org"),
        Contact("phone", "050 1", label="cell"),
        Contact("other", "mm", label="X (twitter)"),
    )
    assert person.sources == (Source("Wikipedia (fi)", url="https://example.org/mm"),)
    assert not person.contacts[0].public(on="2024-01-01")
    assert party.name == LocalText("Puolue A", "Parti A")
    assert party.other_names == (
        Name("Vanha puolue", terms=[Term(end="2009")], note="former name"),
        Name("Pártido A", note="multilingual"),
    )
    assert party.identifiers == (Identifier("wikidata", "Q1"),)
    (membership,) = found.network.memberships
    assert membership == Membership(
        "council", person="p-1", on_behalf_of="party/a", terms=[Term("2011-05", "2015-04-30")]
    )
    assert issues(found) == [
        ("events", "no_place", json.dumps({"id": "term/1", "classification": "legislative period",
                                           "start_date": "2011-05-01"})),
        ("meta", "no_place", '{"sources": ["https://example.org"]}'),
        ("areas", "unknown_area", '{"id": "area/tampere", "name": "Tampere"}'),
        ("areas.type", "no_place", "constituency"),
        ("organizations.other_names[2].lang", "no_place", "es"),
        ("organizations.identifiers[1]", "not_an_identifier", "viaf"),
        ("organizations.seats", "no_place", "30"),
        ("persons.family_name", "no_place", "Meikäläinen"),
        ("persons.gender", "no_place", "female"),
        ("memberships.area_id", "unknown_area", "area/tampere"),
        ("memberships.legislative_period_id", "no_place", "term/1"),
    ]  # fmt: skip
    assert [issue.variable for issue in found.issues[-3:]] == ["p-1", None, None]
    assert "maija@example.org" not in repr(found) + "".join(map(str, found.issues))


def test_objects_inside_one_another_are_taken_out_once() -> None:
    organization = {"id": 7, "name": "Valtuusto", "posts": [{"id": 70, "label": "Puheenjohtaja"}]}
    found = from_popolo(
        {
            "persons": [
                {"id": 1, "name": "Maija", "memberships": [
                    {"organization": {"id": 7, "name": "Valtuusto"}, "post": {"id": 70}, "start_date": 2011},
                    {"organization": {"name": "Jaosto ry"}, "role": "chair"},
                ]},
                {"id": 2, "name": "Matti"},
            ],
            "organizations": [organization],
            "posts": [{"id": 71, "organization_id": 7, "role": "member", "memberships": [{"person_id": 2}]}],
        }
    )  # fmt: skip
    assert [(o.id, o.name.fi) for o in found.network.organisations] == [("7", "Valtuusto"), ("jaosto-ry", "Jaosto ry")]
    assert [(p.id, p.organisation, p.role) for p in found.network.posts] == [
        ("71", "7", "member"),
        ("70", "7", "Puheenjohtaja"),
    ]
    assert found.network.memberships == (
        Membership("7", "Puheenjohtaja", person="1", post="70", terms=[Term("2011")]),
        Membership("jaosto-ry", "chair", person="1"),
        Membership("7", "member", person="2", post="71"),
    )
    assert found.issues == ()
    assert "posts" in organization


def test_two_objects_of_one_id_are_told() -> None:
    found = from_popolo(
        {
            "people": [{"id": 1, "name": "Maija"}, {"id": 1, "name": "Matti"}, {"id": "1", "name": "Maija"}],
            "organisations": [{"id": 1, "name": "Yhdistys"}],
            "memberships": [{"person_id": "1", "organization_id": 1}],
        }
    )
    assert [person.name for person in found.network.people] == ["Maija"]
    assert found.network.memberships == (Membership("1", person="person-1"),)
    assert issues(found) == [
        ("persons", "conflicting_value", '{"id": "1", "name": "Matti"}'),
        ("persons.id", "conflicting_value", "1"),
    ]


@pytest.mark.parametrize(
    "membership",
    [
        {"person_id": "x", "organization_id": "o"},
        {"person_id": "p"},
        {"person_id": "p", "organization_id": "x"},
        {"organization_id": "o"},
        {"person_id": "p", "organization_id": "o", "post_id": "x"},
        {"person_id": "p", "organization_id": "o", "on_behalf_of_id": "x", "note": "kept with the object"},
        {"member": {"@type": "Organization", "id": "x"}, "organization_id": "o"},
    ],
)
def test_a_membership_that_refers_to_nothing_is_an_issue_and_the_rest_is_read(membership: dict[str, Any]) -> None:
    document = {"persons": [{"id": "p", "name": "P"}], "organizations": [{"id": "o", "name": "O"}]}
    found = from_popolo({**document, "memberships": [membership, {"person_id": "p", "organization_id": "o"}]})
    assert found.network.memberships == (Membership("o", person="p"),)
    (issue,) = found.issues
    assert (issue.row, issue.column, issue.reason) == (1, "memberships", "unknown_reference")
    assert json.loads(issue.value or "") == membership


def test_what_refers_to_a_lost_object_is_lost_with_it() -> None:
    found = from_popolo(
        {
            "organizations": [{"id": "o"}, {"id": "  ", "name": "  "}],
            "persons": [{"id": "p", "given_name": "Maija", "family_name": "M"}, {"id": "q"}],
            "posts": [{"id": "s", "organization_id": "o"}],
            "memberships": [{"person_id": "p", "organization_id": "o", "post_id": "s"}],
        }
    )
    assert [person.name for person in found.network.people] == ["Maija M"]
    assert [(issue.column, issue.reason) for issue in found.issues if issue.reason != "no_place"] == [
        ("organizations", "no_name"),
        ("organizations", "no_name"),
        ("persons", "no_name"),
        ("posts", "unknown_reference"),
        ("memberships", "unknown_reference"),
    ]


def test_parents_become_memberships() -> None:
    found = from_popolo(
        {
            "organizations": [
                {"id": "a", "name": "A"},
                {"id": "b", "name": "B", "parent_id": "a"},
                {"id": "c", "name": "C", "parent": {"id": "a", "name": "A"}},
                {"id": "d", "name": "D", "parent_id": "x"},
                {"id": "e", "name": "E", "parent_id": "a", "children": [{"id": "f", "name": "F"}]},
                {"id": "", "parent_id": "a"},
            ],
            "memberships": [{"member": {"id": "e"}, "organization_id": "a", "role": "part_of", "start_date": "2020"}],
        }
    )
    assert {(m.member, m.organisation, m.role) for m in found.network.memberships} == {
        ("b", "a", "part_of"),
        ("c", "a", "part_of"),
        ("e", "a", "part_of"),
        ("f", "e", "part_of"),
    }
    assert len(found.network.memberships) == 4
    assert [(column, reason) for column, reason, _ in issues(found)] == [
        ("organizations", "no_name"),
        ("organizations.parent_id", "unknown_reference"),
    ]


@pytest.mark.parametrize(
    ("member", "holder", "lost"),
    [
        ({"member": {"@type": "Organization", "id": "o"}}, "o", []),
        ({"member": {"@type": "Person", "id": "p"}}, "p", []),
        ({"member": {"id": "p", "name": "P"}}, "p", [("memberships.member[0].name", "P")]),
        ({"member_id": "o", "member_type": "organizations"}, "o", []),
        ({"member_id": "p", "member_type": "Gremium"}, "p", [("memberships.member_type", "Gremium")]),
        ({"person_id": "p", "member": {"id": "o"}}, "p", [("memberships.member", '{"id": "o"}')]),
    ],
)
def test_members_are_named_in_several_ways(member: dict[str, Any], holder: str, lost: list[tuple[str, str]]) -> None:
    document = {"persons": [{"id": "p", "name": "P"}], "organizations": [{"id": "o", "name": "O"}]}
    found = from_popolo({**document, "memberships": [{"organization_id": "o", **member}]})
    assert [membership.holder for membership in found.network.memberships] == [holder]
    assert [(issue.column, issue.value) for issue in found.issues] == lost


@pytest.mark.parametrize(
    ("dates", "term", "lost"),
    [
        ({"founding_date": "2011"}, Term("2011"), []),
        ({"founding_date": "1990-00-00", "dissolution_date": "2001-05-00"}, Term("1990", "2001-05"), []),
        ({"founding_date": "spring 2011", "dissolution_date": None}, None, [("not_a_date", "spring 2011")]),
        ({"founding_date": ["2011"]}, None, [("not_a_date", '["2011"]')]),
        ({"founding_date": "2011", "dissolution_date": "2010"}, Term("2011"), [("conflicting_value", "2010")]),
        ({"founding_date": "2011-05-01T12:30:00Z"}, None, [("not_a_date", "2011-05-01T12:30:00Z")]),
    ],
)
def test_dates_keep_their_precision(dates: dict[str, Any], term: Term | None, lost: list[tuple[str, str]]) -> None:
    found = from_popolo({"organizations": [{"id": "o", "name": "O", **dates}]})
    assert found.network.organisations[0].terms == (() if term is None else (term,))
    assert [(issue.reason, issue.value) for issue in found.issues] == lost


@pytest.mark.parametrize(
    ("area", "found"),
    [
        ({"id": "maakunta/13"}, True),
        ({"id": 1, "classification": "maakunta", "identifier": "13"}, True),
        ({"id": 1, "classification": "maakunta", "name": "Keski-Suomi"}, True),
        ({"id": 1, "classification": "maakunta", "name": "Atlantis"}, False),
        ({"id": 1, "classification": "maakunta"}, False),
        ({"id": 1, "classification": "city", "name": "Tampere"}, False),
    ],
)
def test_areas_are_found_by_id_code_or_name_of_a_known_kind(area: dict[str, Any], found: bool) -> None:
    read = from_popolo({"organizations": [{"id": "o", "name": "O", "area_id": area["id"]}], "areas": [area]})
    assert [str(ref) for ref in read.network.organisations[0].areas] == (["maakunta/13"] if found else [])
    assert {issue.reason for issue in read.issues} == (set() if found else {"unknown_area"})


def test_parts_of_another_form_are_issues() -> None:
    found = from_popolo(
        {
            "organizations": [
                "text",
                None,
                {"id": 1.0, "name": "O", "classification": ["a"], "sources": "https://example.org",
                 "other_names": [{"lang": "sv"}],
                 "contact_details": [{"type": "fax"}, {"value": "050", "note": "ilta",
                                                        "sources": [{"url": "u1"}, {"url": "u2"}]}],
                 "posts": "none"},
                {"id": True, "name": "P"},
                {"id": " s ", "name": "An id with spaces around is none"},
            ]
        }
    )  # fmt: skip
    assert [o.id for o in found.network.organisations] == ["1", "p"]
    contact = found.network.organisations[0].contacts[0]
    assert (contact.kind, contact.source) == ("other", Source("u1", url="u1"))
    assert set(issues(found)) == {
        ("organizations", "no_place", "text"),
        ("organizations.id", "no_place", "true"),
        ("organizations", "no_place", '{"id": " s ", "name": "An id with spaces around is none"}'),
        ("organizations.other_names[0]", "no_name", '{"lang": "sv", "note": null}'),
        ("organizations.contact_details[0]", "no_place", '{"type": "fax", "label": null}'),
        ("organizations.contact_details[1].sources", "no_place", '{"url": "u2", "note": "u2"}'),
        ("organizations.contact_details[1].note", "no_place", "ilta"),
        ("organizations.sources[0]", "no_place", "https://example.org"),
        ("organizations.classification", "no_place", '["a"]'),
        ("organizations.posts", "no_place", "none"),
    }
