from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto.councils import Quorum
from verkosto.errors import OptionError
from verkosto.sources import Source

shares = st.fractions(min_value=Fraction(1, 100), max_value=1, max_denominator=100)
places = st.integers(0, 400)


@pytest.mark.parametrize(
    ("quorum", "of", "needed"),
    [
        (Quorum(share="1/2"), 18, 9),
        (Quorum(share="1/2"), 19, 10),
        (Quorum(share="1/2", more_than=True), 18, 10),
        (Quorum(share="1/2", more_than=True), 19, 10),
        (Quorum(share=0.5, more_than=True), 18, 10),
        (Quorum(share=2 / 3, more_than=True), 18, 13),
        (Quorum(share=2 / 3), 18, 12),
        (Quorum(share=0.1), 30, 3),
        (Quorum(share=Fraction(1, 3)), 19, 7),
        (Quorum(share=1), 7, 7),
        (Quorum(5), 3, 5),
        (Quorum(5, "1/3"), 12, 5),
        (Quorum(5, "1/3"), 18, 6),
        (Quorum(chair_present=True), 18, 1),
        (Quorum(share="1/2"), 0, 1),
    ],
)
def test_how_many_are_needed(quorum: Quorum, of: int, needed: int) -> None:
    assert quorum.needed(of) == needed


@given(shares, places)
def test_the_number_needed_is_the_least_that_reaches_the_share(share: Fraction, of: int) -> None:
    least = Quorum(share=share).needed(of)
    assert least >= 1
    assert least >= share * of
    assert least == 1 or least - 1 < share * of


@given(shares.filter(lambda share: share < 1), places)
def test_more_than_a_share_is_the_least_that_exceeds_it(share: Fraction, of: int) -> None:
    least = Quorum(share=share, more_than=True).needed(of)
    assert least > share * of
    assert least == 1 or least - 1 <= share * of


@given(shares, places)
def test_a_share_is_the_same_as_text_number_and_fraction(share: Fraction, of: int) -> None:
    ways = [Quorum(share=share), Quorum(share=str(share)), Quorum(share=float(share))]
    assert {quorum.share for quorum in ways} == {str(share)}
    assert len({quorum.needed(of) for quorum in ways}) == 1


def test_a_long_decimal_is_taken_as_it_is_written() -> None:
    assert Quorum(share=0.12345).share == "2469/20000"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({}, "asks for nothing"),
        ({"count": 0}, "Give 1 or more"),
        ({"count": True}, "Give 1 or more"),
        ({"count": 2.5}, "Give 1 or more"),
        ({"share": "half"}, "'half' is no share"),
        ({"share": [1, 2]}, "is no share"),
        ({"share": "1/0"}, "is no share"),
        ({"share": float("nan")}, "is no share"),
        ({"share": float("inf")}, "is no share"),
        ({"share": 50}, "not for 50"),
        ({"share": 0}, "not for 0"),
        ({"share": -0.5}, "not for -1/2"),
        ({"count": 3, "more_than": True}, "More than what"),
        ({"share": 1, "more_than": True}, "More than what"),
    ],
)
def test_a_quorum_that_nothing_can_meet_is_refused(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        Quorum(**wrong)  # type: ignore[arg-type]


def test_a_body_has_no_negative_number_of_places() -> None:
    with pytest.raises(OptionError, match="-1 places"):
        Quorum(3).needed(-1)


def test_a_quorum_says_what_it_asks_for() -> None:
    rules = Source("Työjärjestys")
    assert str(Quorum(share="1/2", more_than=True, chair_present=True)) == "more than 1/2 of the places and the chair"
    assert str(Quorum(4, "1/3", source=rules)) == "at least 4 members and at least 1/3 of the places"
    assert Quorum(4, source=rules).source == rules
