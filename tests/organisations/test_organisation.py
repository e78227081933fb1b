from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from networks import days, organisations

from verkosto.dates import PartialDate
from verkosto.errors import OptionError, UnknownAreaError
from verkosto.organisations import (
    HELD,
    Identifier,
    Name,
    Organisation,
    Quantity,
    Statement,
    Status,
    Term,
    standing,
)
from verkosto.regions import AreaRef, area
from verkosto.sources import Source
from verkosto.text import LocalText


@pytest.mark.parametrize(
    ("terms", "answers"),
    [
        ([], {"2020": "unknown"}),
        ([Term("2020-05-11"), Term("2020-05-07")], {"2020-05-06": "unknown", "2020-05-08": "active", "2030": "active"}),
        ([Term("2021-07-01")], {"2021-06-30": "unknown", "2021-07-01": "active"}),
        ([Term("2010", "2022")], {"2009": "unknown", "2022-12-31": "active", "2023": "dissolved"}),
        ([Term(end="2022")], {"1990": "active", "2023": "dissolved"}),
        ([Term("2022", planned=True)], {"2021": "unknown", "2022-03-01": "planned", "2030": "planned"}),
        ([Term("2022", "2023", planned=True)], {"2024": "unknown"}),
        (
            [Term("2022", planned=True), Term("2023-03-01", "2024")],
            {"2022": "planned", "2023-04": "active", "2025": "dissolved"},
        ),
        ([Term(observed_at="2019")], {"2018": "unknown", "2019-06-01": "active"}),
    ],
)
def test_what_an_organisation_is_on_a_day(terms: list[Term], answers: dict[str, Status]) -> None:
    organisation = Organisation("a", "A", terms=terms)
    assert {day: organisation.status(on=day) for day in answers} == answers


@given(organisations(), days)
def test_it_is_active_when_its_existence_is_held(organisation: Organisation, day: Any) -> None:
    held = bool(organisation.terms) and standing(organisation.terms, day) in HELD
    assert (organisation.status(on=day) == "active") == held


def test_every_founding_date_is_kept_and_plans_are_left_out() -> None:
    terms = (Term("2020-05-11"), Term("2020"), Term("2020-05-11"), Term("2019", planned=True), Term(end="2022"))
    assert Organisation("a", "A", terms=terms).founded == (PartialDate(2020), PartialDate(2020, 5, 11))


def test_single_and_plain_values_are_taken() -> None:
    organisation = Organisation(
        "a",
        {"fi": "A", "sv": "B"},
        terms=Term("2020"),
        areas="maakunta/13",
        other_names=Name("Lyhyt", terms=Term("2019"), note="short name"),
        identifiers=Identifier("y-tunnus", "0112038-9"),
        statements=Statement("n", 5),
        sources=Source("Tiedote"),
    )
    assert organisation.name == LocalText("A", sv="B")
    assert organisation.areas == (AreaRef("maakunta", "13"),)
    assert organisation.other_names[0].name.fi == "Lyhyt"
    assert str(organisation) == "A"
    assert organisation.identifier("y-tunnus") == "0112038-9"
    assert organisation.identifier("yhdistysrekisteri") is None
    assert [statement.value for statement in organisation.stated("n")] == [Quantity(5)]


def test_areas_are_taken_as_areas_references_and_text() -> None:
    whole = area("maakunta", "13", on="2020-03-01")
    expected = (AreaRef("maakunta", "13"),)
    for given_ in (whole, [whole], AreaRef("maakunta", "13"), "maakunta/13", ["maakunta/13"], iter(["maakunta/13"])):
        assert Organisation("a", "A", areas=given_).areas == expected


def test_stated_none_is_not_unknown() -> None:
    committee = Organisation("tv", "Työvaliokunta", statements=[Statement("resources", None), Statement("staff", 2)])
    assert [statement.value for statement in committee.stated("resources")] == [None]
    assert committee.stated("rooms") == ()


@pytest.mark.parametrize(
    ("more", "error", "message"),
    [
        ({"areas": "maakunta/99"}, UnknownAreaError, "code '99'"),
        ({"areas": "Keski-Suomi"}, OptionError, "names no area"),
        ({"areas": 13}, OptionError, "A int names no area. Write its kind and code"),
        ({"name": 5}, OptionError, "not int"),
        ({"id": None}, OptionError, "A NoneType stands in Organisation.id where an id belongs"),
        ({"classification": 5}, OptionError, "Organisation.classification is of type int"),
        ({"registered": "yes"}, OptionError, "Organisation.registered is of type str. Write True or False"),
        ({"other_names": "Lyhyt"}, OptionError, "A str stands where Name objects belong"),
        ({"identifiers": "0112038-9"}, OptionError, "A str stands where Identifier objects belong"),
        ({"statements": [Term()]}, OptionError, "A Term stands where Statement objects belong"),
        ({"sources": ["https://example.org"]}, OptionError, "A str stands where Source objects belong"),
    ],
)
def test_what_an_organisation_refuses(more: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        Organisation(**{"id": "a", "name": "A", **more})


@pytest.mark.parametrize("wrong", ["", 5, None])
def test_an_identifier_is_text(wrong: Any) -> None:
    with pytest.raises(OptionError, match=r"Identifier\.value is"):
        Identifier("y-tunnus", wrong)
