"""Questions by area: who represents it, which posts serve it, which areas a post serves."""

from __future__ import annotations

import pytest

from councils import BODY, made, sits
from verkosto import regions
from verkosto.councils import SeatRule
from verkosto.errors import (
    AmbiguousAreaError,
    DateNotCoveredError,
    NonNestingError,
    OptionError,
    UnknownAreaError,
    UnknownObjectError,
)
from verkosto.organisations import Membership, Post, Term
from verkosto.regions import AreaRef

REGIONS = SeatRule("maakunta", exclude="21")


@pytest.mark.parametrize(
    "asked",
    ["13", "maakunta/13", AreaRef("maakunta", "13"), regions.area("maakunta", "13"), "kunta/179", "seutukunta/131"],
)
def test_a_region_is_represented_however_it_is_named(asked: str | AreaRef | regions.Area) -> None:
    council = made(sits("a", "2020-01-01", "2021-12-31"), rules=[REGIONS])
    holder = council.representative(asked, on="2020-06-01")
    assert holder is not None
    assert (holder.who.id, holder.standing, str(holder.post.area)) == ("a", "stated", "maakunta/13")
    assert council.representatives(asked, on="2020-06-01") == (holder,)
    assert council.representative(asked, on="2022-06-01") is None
    assert council.representatives(asked, on="2022-06-01") == ()


def test_a_code_without_its_zero_is_understood() -> None:
    council = made(sits("a", "2020-01-01", area="maakunta/01"), rules=[REGIONS])
    assert council.representative("1", on="2020-06-01") == council.representative("01", on="2020-06-01") is not None


@pytest.mark.parametrize(
    ("rule", "terms", "asked", "on", "why"),
    [
        (REGIONS, (), "21", "2020-06-01", "the rule excludes it"),
        (SeatRule("maakunta", only="13"), (), "01", "2020-06-01", "does not name it"),
        (SeatRule("maakunta", terms=Term("2021")), (), "13", "2020-06-01", "not in force"),
        (SeatRule("hyvinvointialue"), (), "13", "2020-06-01", "began on 2023-01-01"),
        (SeatRule("erva"), (), "4", "2024-06-01", "ended on 2022-12-31"),
        (SeatRule("hyvinvointialue"), (), "90", "2024-06-01", "no official area"),
        (REGIONS, Term("2022-01-01"), "13", "2021-06-01", "the body did not exist then"),
    ],
)
def test_a_seat_that_is_not_there_says_why(
    rule: SeatRule, terms: tuple[Term, ...], asked: str, on: str, why: str
) -> None:
    council = made(rules=[rule], terms=terms)
    for question in (council.representative, council.representatives):
        with pytest.raises(UnknownObjectError, match=why):
            question(asked, on=on)


def test_an_area_without_any_seat_is_no_vacancy() -> None:
    council = made(rules=[SeatRule("maakunta", only="13")])
    with pytest.raises(UnknownObjectError, match="stands for Espoo"):
        council.representative("kunta/049", on="2020-06-01")


def test_an_area_that_several_seats_share_is_not_given_to_one() -> None:
    council = made(rules=[REGIONS])
    with pytest.raises(NonNestingError, match="touches maakunta/10, maakunta/11, maakunta/12, maakunta/13"):
        council.representative("erva/4", on="2020-06-01")
    with pytest.raises(NonNestingError):
        council.representatives("erva/4", on="2020-06-01")


@pytest.mark.parametrize(("n", "number"), [(2, "2 places"), (None, "a number of places not stated")])
def test_several_places_are_asked_for_in_the_plural(n: int | None, number: str) -> None:
    council = made(sits("a", "2020"), sits("b", "2020"), rules=[SeatRule("maakunta", n, only="13")])
    with pytest.raises(OptionError, match=f"{number} as member on 2021-06-01. Ask for `representatives`"):
        council.representative("13", on="2021-06-01")
    assert [holder.who.id for holder in council.representatives("13", on="2021-06-01")] == ["a", "b"]


def test_a_bare_code_of_two_kinds_is_not_guessed() -> None:
    council = made(rules=[SeatRule("erva"), SeatRule("maakunta")])
    with pytest.raises(AmbiguousAreaError) as caught:
        council.representative("1", on="2020-06-01")
    assert caught.value.candidates == ("erva/1", "maakunta/01")
    assert council.representative("13", on="2020-06-01") is None


def test_a_code_that_nothing_bears_is_unknown() -> None:
    council = made(rules=[REGIONS])
    with pytest.raises(UnknownAreaError, match="No maakunta has or had the code '99'"):
        council.representative("99", on="2020-06-01")
    with pytest.raises(UnknownAreaError, match="Valtimo"):
        council.representative("kunta/911", on="2021-06-01")


def test_without_seats_for_areas_a_bare_code_means_nothing() -> None:
    council = made(rules=[SeatRule(None, 3)])
    with pytest.raises(UnknownObjectError, match="No seat of 'mvn' as member stands for an area"):
        council.representative("13", on="2020-06-01")
    with pytest.raises(UnknownObjectError, match="No seat of 'mvn' stands for an area"):
        council.serving("13", on="2020-06-01")


def test_a_post_of_the_network_stands_for_its_area_too() -> None:
    post = Post("own", BODY, "deputy", area="maakunta/19")
    council = made(Membership(BODY, "deputy", person="c", post="own"), posts=[post], rules=[REGIONS])
    holder = council.representative("19", on="2024-06-01", role="deputy")
    assert holder is not None
    assert holder.who.id == "c"


def test_support_structures_tell_who_serves_a_region_and_which_regions_a_post_serves() -> None:
    national = made(
        rules=[SeatRule("erva", 2, role="worker"), SeatRule(None, None, role="coordinator")],
        terms=[Term(observed_at="2020", planned=True)],
    )
    day = "2020-03-01"
    assert str(national.places(on=day)) == "at least 10"
    assert [str(post.area) for post in national.serving("maakunta/13", on=day)] == ["erva/3", "erva/4"]
    assert [str(post.area) for post in national.serving("maakunta/19", on=day, role="worker")] == ["erva/5"]
    assert national.serving("maakunta/19", on=day, role="coordinator") == ()
    served = [len(national.areas_served(post, "maakunta", on=day)) for post in national.posts(on=day)]
    rows = regions.correspondence("erva", "maakunta", on=day).rows
    assert served == [*(sum(row.source == code for row in rows) for code in "12345"), 0]
    regional = made(rules=[SeatRule("maakunta", exclude="21", role="worker")])
    assert {len(regional.areas_served(post.id, "maakunta", on=day)) for post in regional.posts(on=day)} == {1}


def test_bodies_outside_the_scheme_are_served_as_well() -> None:
    council = made(rules=[REGIONS])
    served = council.areas_served("mvn/member/maakunta/01", "hyvinvointialue", on="2024-06-01")
    assert [area.code for area in served if not area.official] == ["90"]
    assert all(str(area.on) == "2024-06-01" for area in served)


def test_what_is_not_there_serves_nothing() -> None:
    council = made(rules=[SeatRule("erva"), SeatRule(role="chair")])
    assert council.areas_served("mvn/chair", "maakunta", on="2020-06-01") == ()
    with pytest.raises(UnknownObjectError, match="no post 'mvn/member/erva/4' on 2024-06-01"):
        council.areas_served("mvn/member/erva/4", "maakunta", on="2024-06-01")
    with pytest.raises(UnknownAreaError, match="No kind of area 'makunta'"):
        council.areas_served("mvn/member/erva/4", "makunta", on="2020-06-01")
    with pytest.raises(DateNotCoveredError, match="hyvinvointialue is covered"):
        council.areas_served("mvn/member/erva/4", "hyvinvointialue", on="2020-06-01")
    with pytest.raises(DateNotCoveredError, match="erva is covered"):
        council.serving("erva/4", on="2024-06-01")
