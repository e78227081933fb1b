"""Numbers, days, areas and text."""

from __future__ import annotations

from typing import Any

import pytest

from verkosto import regions
from verkosto.errors import CodebookError
from verkosto.instruments import AreaQuestion, Date, Nps, Number, Option, Text
from verkosto.instruments._values import KINDS
from verkosto.text import LocalText

UNKNOWN = Option("99", "En tiedä", kind="dont_know")


def test_bounds_are_floats_whatever_they_were_written_as() -> None:
    number = Number("a", "?", minimum=0, maximum=2**60, unit="jäsentä")
    assert isinstance(number.minimum, float)
    assert number == Number("a", "?", minimum=0.0, maximum=float(2**60), unit=LocalText("jäsentä"))
    assert hash(number) == hash(Number("a", "?", minimum=-0.0, maximum=2**60, unit="jäsentä"))


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), True, "5", 10**400, pytest.param(10**5000, id="huge"), [1]]
)
@pytest.mark.parametrize("bound", ["minimum", "maximum"])
def test_a_bound_is_a_finite_number(bound: str, value: Any) -> None:
    with pytest.raises(CodebookError, match="a bound must be a finite number"):
        Number("a", "?", **{bound: value})


def test_bounds_stand_the_right_way_round() -> None:
    with pytest.raises(CodebookError, match=r"^question 'a': minimum 2 is above maximum 1\. Exchange them"):
        Number("a", "?", minimum=2, maximum=1)
    assert Number("a", "?", minimum=2, maximum=2).variables() == ("a",)


@pytest.mark.parametrize("kind", [Number, Nps, AreaQuestion])
def test_special_values_say_why_there_is_none(kind: type[Nps]) -> None:
    question = kind("a", "?", special=(UNKNOWN,))
    assert question.choices == (UNKNOWN,)
    assert question.items == ()
    with pytest.raises(CodebookError, match=r"^question 'a', special: 'x' needs a kind"):
        kind("a", "?", special=(Option("x", "Ei"),))
    with pytest.raises(CodebookError, match=r"^question 'a', special: the code '99' stands for both"):
        kind("a", "?", special=(UNKNOWN, UNKNOWN))


def test_a_special_value_without_a_number_has_none() -> None:
    refused = Option("ei", "En halua kertoa", number=1, kind="refused")
    assert len(Number("a", "?", special=(UNKNOWN, refused)).special) == 2
    with pytest.raises(CodebookError, match="share the number 1"):
        Number("a", "?", special=(Option("x", "X", number=1, kind="refused"), refused))


def test_every_kind_of_area_of_the_register_can_be_asked() -> None:
    for kind in regions.area_types():
        assert AreaQuestion("a", "?", area_type=kind.code).area_type == kind.code


@pytest.mark.parametrize(
    ("area_type", "message"),
    [
        ("kuntta", r"no kind of area 'kuntta'\. Did you mean 'kunta' or .*\? Known kinds: kunta, "),
        (5, r"no kind of area 5\. Known kinds"),
    ],
)
def test_an_unknown_kind_of_area_is_told_with_the_nearest(area_type: Any, message: str) -> None:
    with pytest.raises(CodebookError, match=f"^question 'a': {message}"):
        AreaQuestion("a", "?", area_type=area_type)


def test_the_order_of_a_date_is_one_of_two() -> None:
    assert Date("a", "?").order == "dmy"
    with pytest.raises(CodebookError, match=r"question 'a': order 'ymd' is unknown\. .*Use one of dmy, mdy\."):
        Date("a", "?", order="ymd")  # type: ignore[arg-type]


def test_each_kind_has_a_word_of_its_own() -> None:
    assert set(KINDS) == {
        *("single_choice", "multiple_choice", "matrix", "number", "text", "date", "ranking", "nps", "area")
    }
    assert KINDS["text"] is Text
