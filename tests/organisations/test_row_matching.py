"""Which rows speak of one organisation or person, and what becomes of what they do not agree on."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.organisations import (
    Contact,
    Identifier,
    Imported,
    Membership,
    Network,
    Organisation,
    Person,
    Term,
    from_rows,
)

MVN = Organisation("mvn", "Neuvottelukunta")


def ids(found: Imported) -> list[str]:
    return [organisation.id for organisation in found.network.organisations]


def told(found: Imported) -> list[tuple[int | None, str | None, str]]:
    return [(issue.row, issue.variable, issue.reason) for issue in found.issues]


A: dict[str, Any] = {"Järjestö": "A ry", "Kotikunta": "Espoo"}


@pytest.mark.parametrize(
    ("second", "same", "issues"),
    [
        (A, True, []),
        ({**A, "Järjestö": "a R.Y."}, True, [(3, "name", "conflicting_value")]),
        ({**A, "Kotikunta": "Esbo"}, True, []),
        ({**A, "Kotikunta": "Vantaa"}, False, []),
        ({**A, "Kotikunta": None}, False, []),
        ({**A, "Tunnus": "7"}, False, []),
        ({**A, "Y-tunnus": "2077474-0"}, True, []),
        ({"Järjestö": "A"}, False, []),
    ],
)
def test_the_same_name_and_areas_are_one_organisation(second: Any, same: bool, issues: list[Any]) -> None:
    found = from_rows([A, second])
    assert len(found.network.organisations) == (1 if same else 2)
    assert told(found) == issues


def test_ids_are_readable_and_numbered() -> None:
    rows = [{"Järjestö": "Äkäs ry", "Kunta": name} for name in ("Espoo", "Vantaa", "Lahti")]
    found = from_rows([*rows, {"Järjestö": "???"}, {"Järjestö": "X", "Tunnus": "akas-ry-2"}])
    assert ids(found) == ["akas-ry", "akas-ry-3", "akas-ry-4", "organisation", "akas-ry-2"]
    assert ids(from_rows(rows)) == ["akas-ry", "akas-ry-2", "akas-ry-3"]


def test_a_business_id_is_one_organisation_whatever_its_name() -> None:
    rows = [
        {"Järjestö": "A ry", "Y-tunnus": "2077474-0", "Rek.nro": "123.123", "Tyyppi": "yhdistys", "Kunta": "Espoo"},
        {
            "Järjestö": "A:n uusi nimi ry",
            "Y-tunnus": "20774740",
            "Rek.nro": "123.124",
            "Tyyppi": "liitto",
            "Kunta": "Lahti",
        },
    ]
    found = from_rows(rows)
    (made,) = found.network.organisations
    assert made.name.fi == "A ry"
    assert [str(ref) for ref in made.areas] == ["kunta/049", "kunta/398"]
    assert told(found) == [
        (3, "association_number", "conflicting_value"),
        (3, "name", "conflicting_value"),
        (3, "kind", "conflicting_value"),
    ]


def test_an_association_number_has_no_check_digit_so_the_name_must_agree() -> None:
    rows = [{"Järjestö": "A ry", "Rek.nro": "123.123"}, {"Järjestö": "B ry", "Rek.nro": "123.123"}]
    found = from_rows(rows)
    assert ids(found) == ["a-ry", "b-ry"]
    assert told(found) == [(3, "association_number", "conflicting_value")]
    same = from_rows([rows[0], {**rows[0], "Kunta": "Espoo"}])
    assert ids(same) == ["a-ry"]
    assert same.network.organisations[0].registered is True


def test_another_business_id_is_another_organisation() -> None:
    rows = [{**A, "Y-tunnus": "2077474-0"}, {**A, "Y-tunnus": "0112038-9"}, A]
    found = from_rows(rows)
    assert ids(found) == ["a-ry", "a-ry-2"]
    assert found.issues == ()


def test_an_id_of_the_list_wins() -> None:
    rows = [
        {"Tunnus": 1, "Järjestö": "A ry", "Y-tunnus": "2077474-0"},
        {"Tunnus": 2, "Järjestö": "B ry", "Y-tunnus": "0112038-9"},
        {"Tunnus": 1, "Järjestö": "A ry", "Y-tunnus": "0112038-9"},
        {"Tunnus": 3, "Järjestö": "A ry", "Y-tunnus": "2077474-0"},
    ]
    found = from_rows(rows)
    assert ids(found) == ["1", "2"]
    assert told(found) == [(4, "business_id", "conflicting_value"), (5, "id", "conflicting_value")]


def test_a_list_adds_to_a_network() -> None:
    into = Network(
        organisations=[
            MVN,
            Organisation(
                "hyte",
                "Hyte ry",
                registered=False,
                areas="maakunta/01",
                identifiers=[Identifier("y-tunnus", "2077474-0")],
            ),
        ],
        people=[Person("mm", "Marja Manninen"), Person("toimi-ry", "Toimi")],
        memberships=[Membership("hyte", "contact", person="mm", contacts=[Contact("email", "mm@example.org")])],
    )
    rows = [
        {"Järjestö": "Hyte ry", "Maakunta": "Uusimaa", "Yhteyshenkilö": "Marja Manninen", "Rek.nro": "123.123"},
        {"Järjestö": "Toimi ry", "Yhteyshenkilö": "Marja Manninen", "Yhteyshenkilön sähköposti": "MM@example.org"},
        {"Järjestö": "Muu ry", "Yhteyshenkilö": "Marja Manninen", "Tunnus": "toimi-ry"},
    ]
    found = from_rows(rows, into=into, organisation="mvn", role="observer")
    assert ids(found) == ["mvn", "hyte", "toimi-ry-2", "muu-ry"]
    assert found.network.organisation("hyte").registered is False
    assert [m.member for m in found.network.memberships_of("mvn", role="observer")] == ["hyte", "toimi-ry-2", "muu-ry"]
    # The same name with the same address is the same person, and the same name alone is not.
    assert [m.person for m in found.network.memberships if m.role == "contact"] == ["mm", "mm", "mm", "marja-manninen"]
    assert told(found) == [(4, "id", "conflicting_value")]
    assert from_rows(rows[:1], into=into).network.organisation("hyte") != into.organisation("hyte")
    again = from_rows(rows, into=found.network, organisation="mvn", role="observer")
    assert ids(again) == ids(found)
    assert len(again.network.memberships_of("mvn")) == 3


def test_several_rows_of_one_member_are_several_terms() -> None:
    rows = [{**A, "Liittynyt": "2010", "Eronnut": "2012"}, {**A, "Liittynyt": "2020"}, {**A, "Liittynyt": "2020"}]
    found = from_rows(rows, organisation=MVN)
    assert [m.terms for m in found.network.memberships] == [(Term("2010", "2012"),), (Term("2020"),)]


def test_rows_add_to_a_contact_person() -> None:
    rows = [
        {**A, "Yhteyshenkilö": "Maija M", "Yhteyshenkilön puhelin": "040 123 4567"},
        {**A, "Yhteyshenkilö": "maija m", "Yhteyshenkilön puhelin": "050 765 4321", "Tehtävä": "pj"},
        {**A, "Yhteyshenkilö": "Maija M", "Tehtävä": "sihteeri"},
    ]
    found = from_rows(rows)
    (membership,) = found.network.memberships
    assert [contact.value for contact in membership.contacts] == ["040 123 4567", "050 765 4321"]
    assert str(membership.label) == "pj"
    assert told(found) == [(3, "contact_person", "conflicting_value"), (4, "contact_role", "conflicting_value")]


@settings(max_examples=40)
@given(st.lists(st.sampled_from(["A ry", "a ry", "B ry", "ä"]), max_size=6), st.booleans())
def test_reading_a_list_again_adds_nothing(names: list[str], umbrella: bool) -> None:
    rows = [{"Järjestö": name, "Kunta": "Espoo", "Yhteyshenkilö": "Maija M", "Muuta": name} for name in names]
    once = from_rows(rows, organisation=MVN if umbrella else None)
    twice = from_rows(rows, organisation=MVN if umbrella else None, into=once.network)
    assert twice.network == once.network
