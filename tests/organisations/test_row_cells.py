from __future__ import annotations

import csv
from pathlib import Path

import pytest

import verkosto.organisations
from verkosto.organisations import TARGETS, Quantity, from_rows

DATA = Path(verkosto.organisations.__file__).parent / "data"


def said(heading: str, cell: object) -> tuple[list[str], list[str]]:
    """What one cell beside a name becomes: texts of statements and contacts, and reasons of issues."""
    found = from_rows([{"Järjestö": "A ry", heading: cell}])
    (made,) = found.network.organisations
    texts = [str(statement.value) for statement in made.statements] + [contact.value for contact in made.contacts]
    return texts, [issue.reason for issue in found.issues]


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("1.3.2021", "2021-03-01"), ("01.03.2021", "2021-03-01"), ("1. 3. 2021", "2021-03-01"), ("3/2021", "2021-03"),
        ("03.2021", "2021-03"), ("2021", "2021"), (2021, "2021"), (2021.0, "2021"), ("2021-03", "2021-03"),
        ("2021-03-01 00:00:00", "2021-03-01"), ("2021-03-01T00:00", "2021-03-01"), ("vuodesta 2021", "2021"),
        ("v. 2021", "2021"), ("since 3/2021", "2021-03"),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(cell: object, date: str) -> None:
    assert said("Liittynyt", cell) == ([date], [])


@pytest.mark.parametrize(
    "cell", ["1/3/2021", "1.3.21", "32.1.2021", "13/2021", 44256, "44256", "2015-2019", "kevät", "-"]
)
def test_what_could_be_two_dates_or_none_is_told(cell: object) -> None:
    assert said("Liittynyt", cell) == ([], ["not_a_date"])


@pytest.mark.parametrize(
    ("cell", "quantity"),
    [
        (120, Quantity(120)), (120.0, Quantity(120)), ("1 250", Quantity(1250)),
        ("10\N{NO-BREAK SPACE}000", Quantity(10000)),
        ("2,5", Quantity(2.5)), ("n. 120", Quantity(120, "about")), ("n.120", Quantity(120, "about")),
        ("Noin 120 jäsentä", Quantity(120, "about")), ("yli 200", Quantity(200, "over")),
        ("lähes 10 000", Quantity(10000, "nearly")), ("vähintään 10", Quantity(10, "at_least")),
        ("200+", Quantity(200, "at_least")), ("alle 30", Quantity(30, "at_most")), ("över 200", Quantity(200, "over")),
        ("at most 30", Quantity(30, "at_most")), (">200", Quantity(200, "over")), ("75 kpl", Quantity(75)),
        ("0", Quantity(0)),
    ],
)  # fmt: skip
def test_numbers_keep_their_qualifier(cell: object, quantity: Quantity) -> None:
    found = from_rows([{"Järjestö": "A ry", "Jäsenmäärä": cell}])
    (statement,) = found.network.organisations[0].statements
    assert (statement.topic, statement.value, statement.publishable) == ("members", quantity, False)


@pytest.mark.parametrize(
    "cell", ["10.000", "10,000", "-5", "ei tiedossa", "5 tai 6", "n. 5+", "120 (2023)", "1 00", "9" * 400]
)
def test_what_could_be_two_numbers_or_none_is_told(cell: str) -> None:
    assert said("Jäseniä", cell) == ([], ["not_a_number"])


@pytest.mark.parametrize(
    ("heading", "cell", "texts"),
    [
        ("Sähköposti", "a@b.fi", ["a@b.fi"]),
        ("Sähköposti", "a@b.fi, c@d.org\ne@f.fi", ["a@b.fi", "c@d.org", "e@f.fi"]),
        ("Sähköposti", "Maija <a@b.fi>", ["Maija <a@b.fi>", "a@b.fi"]),
        ("Sähköposti", "<mailto:a@b.fi>", ["a@b.fi"]),
        ("Sähköposti", "ei ole", ["ei ole"]),
        ("Puhelin", "040 123 4567, 050 765 4321", ["040 123 4567", "050 765 4321"]),
        ("Puhelin", "09/123 456", ["09/123 456"]),
        ("Puhelin", "040 123 4567, koti", ["040 123 4567, koti"]),
        ("Puhelin", "kysy", ["kysy"]),
        ("Verkkosivut", "https://www.a.fi/sivu b.fi", ["https://www.a.fi/sivu", "b.fi"]),
        ("Verkkosivut", "tulossa", ["tulossa"]),
        ("Osoite", "Katu 1, Espoo", ["Katu 1, Espoo"]),
        ("Postinumero", 100, ["00100"]),
        ("Postinumero", "FI-00100", ["FI-00100"]),
        ("Yhteyshenkilön puhelin", "040 123 4567", ["040 123 4567"]),
        ("Yhteyshenkilön sähköposti", "kysy", ["kysy"]),
        ("Yhteyshenkilön tehtävä", "sihteeri", ["sihteeri"]),
        ("Yhteyshenkilö", ";", [";"]),
    ],
)  # fmt: skip
def test_contacts_are_divided_and_the_rest_of_a_cell_is_kept(heading: str, cell: object, texts: list[str]) -> None:
    assert said(heading, cell) == (texts, [])


def test_the_contacts_of_a_contact_person_are_labelled_where_they_are_not_one_persons() -> None:
    row = {
        "Järjestö": "A ry",
        "Yhteyshenkilö": "Maija M ja Matti M",
        "Yhteyshenkilön puhelin": "040 123 4567",
        "Rooli": "pj",
    }
    found = from_rows([row])
    (made,) = found.network.organisations
    assert [(contact.value, contact.label) for contact in made.contacts] == [("040 123 4567", "Yhteyshenkilön puhelin")]
    assert [statement.topic for statement in made.statements] == ["Rooli"]
    assert [person.name for person in found.network.people] == ["Maija M", "Matti M"]
    assert not any(membership.contacts for membership in found.network.memberships)


def test_every_heading_of_the_table_is_recognised_and_means_one_thing() -> None:
    with (DATA / "headings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["target"] for row in rows} == set(TARGETS)
    for lang in ("fi", "sv", "en"):
        assert {row["target"] for row in rows if row["lang"] == lang} == set(TARGETS)
    for row in rows:
        for heading in map(str.strip, row["headings"].split("|")):
            assert from_rows([{heading: ""}]).columns == {heading: row["target"]}, heading


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("JÄSEN-\nMÄÄRÄ", "members"), ("Sähköposti 2", "email"), ("Puhelin (column 7)", "phone"),
        ("Y tunnus*", "business_id"),
        ("Kotikunta (pakollinen)", "municipality"), ("E-mail:", "email"), ("Muuta", None),
        ("(column 4)", None), ("", None),
    ],
)  # fmt: skip
def test_headings_may_differ_in_what_is_no_letter(heading: str, target: str | None) -> None:
    assert from_rows([{heading: ""}]).columns == {heading: target}


@pytest.mark.parametrize(
    ("headings", "targets"),
    [
        (["Nimi", "Järjestö"], [None, "name"]),
        (["Järjestö", "Yhdistys"], ["name", None]),
        (["Kunta", "Kotipaikka", "Sähköposti", "Email"], ["municipality", "municipality", "email", "email"]),
        (["Nimi", "Tyyppi"], ["name", "kind"]),
    ],
)
def test_one_column_is_the_name_and_the_surest_heading_wins(headings: list[str], targets: list[str | None]) -> None:
    found = from_rows([dict.fromkeys(headings, "")])
    assert list(found.columns.values()) == targets
