from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto import regions
from verkosto.councils import SeatRule
from verkosto.errors import DateNotCoveredError, OptionError, UnknownAreaError
from verkosto.organisations import Term
from verkosto.sources import Source

RELEASE = Source("Tiedote")


@given(st.sampled_from([kind.code for kind in regions.area_types() if kind.code != "kunta"]), st.data())
def test_a_rule_makes_a_post_for_each_official_area_of_the_day(kind: str, data: st.DataObject) -> None:
    covered = regions.area_type(kind).covered
    assert covered.first is not None
    assert covered.last is not None
    day = data.draw(st.dates(covered.first, covered.last))
    posts = SeatRule(kind).posts("mvn", on=day)
    assert [(post.area.area_type, post.area.code) for post in posts if post.area] == [
        (kind, area.code) for area in regions.areas(kind, on=day)
    ]
    assert [post.id for post in posts] == [f"mvn/member/{post.area}" for post in posts]


def test_the_national_council_seats_the_mainland_regions() -> None:
    posts = SeatRule(per="maakunta", n=1, exclude=("21",)).posts("mvn", on="2023-04-24")
    assert len(posts) == 18
    assert "mvn/member/maakunta/13" in {post.id for post in posts}
    assert "mvn/member/maakunta/21" not in {post.id for post in posts}


@pytest.mark.parametrize(
    ("kind", "on", "number"),
    [
        ("hyvinvointialue", "2022-12-31", 0),
        ("hyvinvointialue", "2023-01-01", 21),
        ("hyvinvointialue", "1990-01-01", 0),
        ("erva", "2022-12-31", 5),
        ("erva", "2023-01-01", 0),
        ("erva", "2100-01-01", 0),
    ],
)
def test_a_kind_that_did_not_stand_makes_no_posts(kind: str, on: str, number: int) -> None:
    assert len(SeatRule(kind).posts("mvn", on=on)) == number


@pytest.mark.parametrize(
    ("kind", "on"), [("erva", "2016-12-31"), ("hyvinvointialue", "2027-01-01"), ("maakunta", "2012")]
)
def test_a_day_that_the_register_does_not_reach_is_an_error(kind: str, on: str) -> None:
    with pytest.raises(DateNotCoveredError, match=f"{kind} is covered from"):
        SeatRule(kind).posts("mvn", on=on)


def test_a_rule_out_of_force_makes_no_posts_even_beyond_the_register() -> None:
    rule = SeatRule("maakunta", terms=Term("2020-06-01", "2022"))
    days = ("2020-05-31", "2020-06-01", "2022-07-01", "2023-01-01", "2050")
    assert [len(rule.posts("mvn", on=on)) for on in days] == [0, 19, 19, 0, 0]


def test_the_posts_carry_what_the_rule_states() -> None:
    rule = SeatRule("maakunta", 2, only="13", role="worker", label="työntekijä", funded_by="stea", source=RELEASE)
    (post,) = rule.posts("a", on="2020-03-01")
    assert (post.id, post.places, post.role, str(post), post.funded_by, post.sources) == (
        "a/worker/maakunta/13",
        2,
        "worker",
        "työntekijä",
        "stea",
        (RELEASE,),
    )


def test_seats_without_an_area_need_no_register() -> None:
    (post,) = SeatRule(None, None, role="coordinator").posts("b", on="1950-01-01")
    assert (post.id, post.area, post.places) == ("b/coordinator", None, None)


def test_codes_get_their_zeros_back_and_equal_rules_are_equal() -> None:
    rule = SeatRule("maakunta", exclude=["1", "21"], only="4")
    assert (rule.exclude, rule.only) == (("01", "21"), ("04",))
    assert rule == SeatRule("maakunta", exclude=("01", "21"), only=("04",))
    assert hash(rule) == hash(SeatRule("maakunta", exclude=("01", "21"), only=("04",)))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"per": None, "exclude": "21"}, "Give `per`"),
        ({"per": None, "only": "21"}, "Give `per`"),
        ({"per": "maakunta", "exclude": "1", "only": "01"}, "both excluded and named by `only`: 01"),
        ({"n": 0}, "0 places"),
        ({"n": True}, "True places"),
        ({"n": 1.5}, "1.5 places"),
        ({"term_years": -1}, "-1 years of a term"),
        ({"role": "a/b"}, "'a/b'"),
        ({"role": " "}, "SeatRule.role is empty"),
        ({"source": "Tiedote"}, "no Source"),
        ({"nominated_by": " x"}, "no id"),
        ({"terms": "2020"}, "Term objects"),
    ],
)
def test_a_rule_refuses_what_it_cannot_be(fields: dict[str, object], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        SeatRule(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "code"), [("makunta", "13"), ("maakunta", "99"), ("maakunta", "Keski-Suomi")])
def test_kinds_and_codes_are_checked_against_the_register(kind: str, code: str) -> None:
    with pytest.raises(UnknownAreaError):
        SeatRule(kind, exclude=code)
