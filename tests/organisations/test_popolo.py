from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import networks

from verkosto.errors import OptionError, SourceError, SourceNotFoundError, UnknownAreaError
from verkosto.organisations import (
    Change,
    Contact,
    Identifier,
    Membership,
    Name,
    Network,
    Organisation,
    Person,
    Post,
    Quantity,
    Statement,
    Term,
    from_popolo,
    to_popolo,
)
from verkosto.regions import AreaRef
from verkosto.sources import Source
from verkosto.text import LocalText

# What the specification calls the properties of each class, as far as a network can say them.
PROPERTIES = {
    "persons": {"id", "name", "contact_details", "sources"},
    "organizations": {"id", "name", "other_names", "identifiers", "classification", "parent_id", "area_id",
                      "founding_date", "dissolution_date", "contact_details", "sources"},
    "posts": {"id", "label", "role", "organization_id", "area_id", "start_date", "end_date", "sources"},
    "memberships": {"id", "label", "role", "member", "person_id", "organization_id", "post_id", "on_behalf_of_id",
                    "area_id", "start_date", "end_date", "contact_details", "sources"},
    "areas": {"id", "name", "identifier", "classification"},
    "contact_details": {"label", "type", "value", "valid_from", "valid_until", "sources"},
    "other_names": {"name", "start_date", "end_date", "note", "lang"},
    "identifiers": {"identifier", "scheme"},
    "sources": {"url", "note"},
    "member": {"@type", "id"},
}  # fmt: skip
PAGE = Source("Tiedote", url="https://example.org/tiedote")


def plain() -> Network:
    """A network that Popolo can say without an extension."""
    return Network(
        organisations=[
            Organisation(
                "mvn",
                LocalText("Neuvottelukunta", "Delegationen", "Council"),
                classification="council",
                terms=[Term("2020-05-11")],
                areas="maakunta/13",
                other_names=[Name("MVN", note="short name"), Name("Foorumi", terms=[Term("2014", "2020-05")])],
                identifiers=[Identifier("y-tunnus", "2077474-0")],
                contacts=[Contact("email", "mvn@example.org", label="toimisto", terms=[Term("2020", "2023-05")])],
                sources=[PAGE],
            ),
            Organisation("tv", "Työvaliokunta", terms=[Term("2020", "2023-12-31")]),
            Organisation("hyte", "Hyte ry"),
        ],
        people=[Person("manninen", "Marja Manninen", contacts=[Contact("phone", "050 123 4567")], sources=[PAGE])],
        posts=[Post("seat", "mvn", "member", label="Paikka", area="maakunta/01", terms=[Term("2020-05")])],
        memberships=[
            Membership("mvn", "part_of", member="tv"),
            Membership("mvn", person="manninen", post="seat", area="maakunta/01", on_behalf_of="hyte", id="m1",
                       label="varapuheenjohtaja", terms=[Term("2023-01-01", "2024-12-31")], sources=[PAGE]),
            Membership("mvn", "secretariat", member="hyte", post="mvn/secretariat"),
        ],
    )  # fmt: skip


def test_what_popolo_can_say_needs_no_extension() -> None:
    said = to_popolo(plain())
    assert said == to_popolo(plain(), extension=False)
    assert "verkosto" not in json.dumps(said)
    assert said["organizations"][1]["parent_id"] == "mvn"
    assert [area["id"] for area in said["areas"]] == ["maakunta/01", "maakunta/13"]
    found = from_popolo(said)
    assert found.network == plain()
    assert found.issues == ()


@pytest.mark.thorough
@settings(max_examples=25)
@given(networks())
def test_every_network_comes_back(network: Network) -> None:
    said = json.loads(json.dumps(to_popolo(network)))
    found = from_popolo(said)
    assert found.network == network
    assert found.issues == ()


@pytest.mark.thorough
@settings(max_examples=20)
@given(networks())
def test_without_the_extension_the_document_is_popolo_and_nothing_else(network: Network) -> None:
    said = to_popolo(network, extension=False)
    assert set(said) == {"persons", "organizations", "posts", "memberships", "areas"}
    for name, objects in said.items():
        for obj in objects:
            check_properties(name, obj)
    again = from_popolo(said)
    assert to_popolo(again.network, extension=False) == said


def check_properties(name: str, obj: dict[str, Any]) -> None:
    assert set(obj) <= PROPERTIES[name], name
    for key, value in obj.items():
        assert value not in (None, "", [])
        if key in PROPERTIES:
            for part in value if isinstance(value, list) else [value]:
                check_properties(key, part)


def test_the_extension_carries_what_popolo_has_no_place_for() -> None:
    network = Network(
        organisations=[
            Organisation("mvn", "Neuvottelukunta", terms=[Term("2020-05-11", source=PAGE), Term("2020-05-07")],
                         statements=[Statement("resources", None), Statement("n", Quantity(10000, "nearly"))]),
            Organisation("vanha", "Foorumi", sources=[Source("Pöytäkirja")]),
        ],
        people=[Person("p", "Vieras", publishable=False, contacts=[Contact("email", "v@x.fi", ground="office")])],
        posts=[Post("w", "mvn", "worker", places=None, funded_by="vanha")],
        memberships=[Membership("mvn", person="p", nominated_by="vanha", terms=[Term(observed_at="2023-04")])],
        changes=[Change("succession", "vanha", "mvn", date="2020", planned=True)],
    )  # fmt: skip
    said = to_popolo(network)
    assert said["organizations"][0]["founding_date"] == "2020-05-11"
    assert set(said["organizations"][0]["verkosto"]) == {"terms", "statements"}
    assert said["posts"][0]["verkosto"] == {"places": None, "funded_by": "vanha"}
    assert set(said["memberships"][0]["verkosto"]) == {"nominated_by", "terms"}
    assert len(said["verkosto"]["changes"]) == 1
    assert from_popolo(said).network == network
    assert "verkosto" not in json.dumps(to_popolo(network, extension=False))


def test_popolo_wins_where_somebody_changed_it_beside_the_extension() -> None:
    network = Network(
        organisations=[
            Organisation("mvn", "Neuvottelukunta", registered=False, terms=[Term("2020", observed_at="2021")])
        ]
    )
    said = to_popolo(network)
    said["organizations"][0]["founding_date"] = "2019"
    said["organizations"][0]["verkosto"]["colour"] = "blue"
    found = from_popolo(said)
    (organisation,) = found.network.organisations
    assert organisation.terms == (Term("2019"),)
    assert organisation.registered is False
    assert [(issue.column, issue.reason) for issue in found.issues] == [
        ("organizations.verkosto.terms", "conflicting_value"),
        ("organizations.verkosto.colour", "no_place"),
    ]


@pytest.mark.parametrize("extension", ["text", {"changes": "x", "more": 1}, {"changes": [{"kind": "merger"}]}])
def test_an_extension_of_another_form_is_kept_as_issues(extension: object) -> None:
    said = to_popolo(plain())
    said["verkosto"] = extension
    said["persons"][0]["verkosto"] = ["x"]
    found = from_popolo(said)
    assert found.network == plain()
    assert {issue.reason for issue in found.issues} == {"no_place"}
    assert len(found.issues) == 1 + (2 if isinstance(extension, dict) and "more" in extension else 1)


def test_references_of_the_extension_must_hold_too() -> None:
    network = Network(
        organisations=[Organisation("a", "A"), Organisation("b", "B")],
        people=[Person("p", "P")],
        posts=[Post("w", "a", "worker", funded_by="b")],
        memberships=[Membership("a", person="p", nominated_by="b"), Membership("a", person="p", post="w")],
        changes=[Change("merger", "b", "a")],
    )
    said = to_popolo(network)
    del said["organizations"][1]
    found = from_popolo(said)
    assert not found.network.posts + found.network.memberships + found.network.changes
    assert [issue.reason for issue in found.issues] == ["unknown_reference"] * 4
    assert json.loads(found.issues[0].value or "") == said["posts"][0]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["a", "b", "2011", "maakunta/13", "?", "?"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "name", "url", "x"]), inner),
    max_leaves=5,
)
ODD = {"person", "organization", "memberships", "posts", "gender", "verkosto", "links", "parent", "member_id", "email"}
objects = st.dictionaries(st.sampled_from(sorted(ODD.union(*PROPERTIES.values()))), json_values, max_size=6)


@settings(max_examples=70)
@given(
    st.dictionaries(
        st.sampled_from(["persons", "organizations", "posts", "memberships", "areas", "events", "meta", "verkosto"]),
        st.lists(objects | json_values, max_size=3) | json_values,
    )
)
def test_no_document_stops_the_import_and_no_text_is_lost(document: dict[str, Any]) -> None:
    document = {name: told_apart(value, name) for name, value in document.items()}
    before = copy.deepcopy(document)
    found = from_popolo(document)
    assert document == before
    kept = json.dumps([to_popolo(found.network), *(issue.value for issue in found.issues)])
    # An area of the register is known, whether or not anything refers to it.
    kept += "maakunta/13"
    assert not [text for text in leaves(document) if isinstance(text, str) and text not in kept]


def told_apart(value: Any, path: str) -> Any:
    """Make each unknown text a text of its own, so that one kept does not stand for another lost."""
    if isinstance(value, dict):
        return {key: told_apart(part, f"{path}-{key}") for key, part in value.items()}
    if isinstance(value, list):
        return [told_apart(part, f"{path}-{place}") for place, part in enumerate(value)]
    return f"?{path}." if value == "?" else value


def leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in leaves(part)]
    return [leaf for part in value for leaf in leaves(part)] if isinstance(value, list) else [value]


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "popolo.json"
    path.write_text("\ufeff" + json.dumps(to_popolo(plain())), "utf-8")
    assert from_popolo(path).network == plain()
    assert from_popolo(str(path)).network == plain()
    with pytest.raises(SourceNotFoundError, match="puuttuu"):
        from_popolo(tmp_path / "puuttuu.json")
    with pytest.raises(SourceError, match="cannot be read"):
        from_popolo(tmp_path)
    for text, message in (("[]", "holds no object"), ("{", "no JSON")):
        path.write_text(text, "utf-8")
        with pytest.raises(SourceError, match=message):
            from_popolo(path)
    with pytest.raises(OptionError, match="a dict or a path"):
        from_popolo(3)  # type: ignore[arg-type]


def test_a_source_is_added_to_all_that_states_none() -> None:
    network = from_popolo(to_popolo(plain()), source=Source("Vienti")).network
    council, committee, _ = network.organisations
    assert council.sources == (PAGE, Source("Vienti"))
    assert committee.terms[0].source == committee.sources[0] == Source("Vienti")
    assert council.contacts[0].source == Source("Vienti")
    assert network.people[0].sources == (PAGE, Source("Vienti"))


def test_areas_are_the_registers_by_what_the_caller_says() -> None:
    document = {
        "organizations": [{"id": "o", "name": "Valtuusto", "area_id": "area/tampere"}],
        "areas": [{"id": "area/tampere", "name": "Tampere", "type": "city"}],
    }
    found = from_popolo(document, areas={"area/tampere": "kunta/837"})
    assert found.network.organisations[0].areas == (AreaRef("kunta", "837"),)
    assert [issue.column for issue in found.issues] == ["areas.type"]
    named = from_popolo(
        {"areas": [{"id": 1, "classification": "maakunta", "identifier": "13", "name": "Central Finland"}]}
    )
    assert [(issue.column, issue.value) for issue in named.issues] == [("areas.name", "Central Finland")]
    with pytest.raises(UnknownAreaError):
        from_popolo(document, areas={"area/tampere": "kunta/000"})
    unknown = from_popolo(document)
    assert [issue.reason for issue in unknown.issues] == ["unknown_area", "no_place", "unknown_area"]
    assert unknown.network.organisations[0].areas == ()
