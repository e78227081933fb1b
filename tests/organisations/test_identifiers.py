from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto.errors import IdentifierError, MissingExtraError
from verkosto.organisations import Identifier, association_number, business_id, check_identifier

WEIGHTS = (7, 9, 10, 5, 8, 4, 2)


def check_digit(seven: str) -> str | None:
    """The rule of the Business Information System, written a second time: a remainder of 1 is never given out."""
    rest = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, seven, strict=True)) % 11
    return None if rest == 1 else str((11 - rest) % 11)


@pytest.mark.parametrize(
    "text",
    ["2077474-0", "20774740", "FI20774740", "fi 2077474-0", " 2077474\N{EN DASH}0 ", "2077474\N{MINUS SIGN}0",
     "2077474 0", "20 77 47 40", "2077474\N{NON-BREAKING HYPHEN}0", "2077474\N{NO-BREAK SPACE}-\N{NO-BREAK SPACE}0"],
)  # fmt: skip
def test_a_business_id_is_read_as_people_write_it(text: str) -> None:
    assert business_id(text) == Identifier("y-tunnus", "2077474-0")


@pytest.mark.parametrize("text", ["0112038-9", "112038-9", "1120389"])
def test_the_zero_that_a_spreadsheet_took_is_given_back(text: str) -> None:
    assert business_id(text).value == "0112038-9"


@given(st.text("0123456789", min_size=7, max_size=7))
def test_exactly_one_check_digit_is_right_or_none(seven: str) -> None:
    right = check_digit(seven)
    for digit in "0123456789":
        if digit == right:
            assert business_id(seven + digit).value == f"{seven}-{digit}"
        else:
            with pytest.raises(IdentifierError, match=f"ask for {right}" if right else "belong to no business id"):
                business_id(f"{seven}-{digit}")


@pytest.mark.parametrize(
    "text", ["", "x", "2077474-00", "12345-6", "SE20774740", "2077474--0", "٢٠٧٧٤٧٤-٠", "207747-40"]
)
def test_what_has_no_form_of_a_business_id_is_none(text: str) -> None:
    with pytest.raises(IdentifierError, match="Write seven digits"):
        business_id(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("123.123", "123.123"), ("123123", "123.123"), ("1 123", "1.123"), ("1\N{NO-BREAK SPACE}123", "1.123"),
     ("123-123", "123.123"), ("123\N{EN DASH}123", "123.123"), ("012.345", "12.345"), ("156", "156"), ("1", "1")],
)  # fmt: skip
def test_an_association_number_gets_its_dot(text: str, value: str) -> None:
    assert association_number(text) == Identifier("yhdistysrekisteri", value)


@pytest.mark.parametrize("text", ["", "0", "2", "1234567", "1.23", "1.2.3", "12.3456", "x", "1 2 3", "2077474-0"])
def test_what_was_never_given_is_no_association_number(text: str) -> None:
    with pytest.raises(IdentifierError, match="one to six digits"):
        association_number(text)


@pytest.mark.parametrize("read", [business_id, association_number])
def test_a_number_needs_quotes(read: object) -> None:
    with pytest.raises(IdentifierError, match="not int"):
        read(20774740)  # type: ignore[operator]


@given(st.integers(100, 999_999))
def test_a_read_number_has_nothing_wrong(number: int) -> None:
    assert check_identifier(association_number(str(number))) is None


def test_audits_are_told_what_is_wrong() -> None:
    assert check_identifier(Identifier("y-tunnus", "2077474-0")) is None
    assert check_identifier(Identifier("oma", "?")) is None
    assert "ask for 0" in str(check_identifier(Identifier("y-tunnus", "2077474-1")))
    assert "Write it as '123.123'" in str(check_identifier(Identifier("yhdistysrekisteri", "123123")))


@pytest.mark.parametrize("read", [business_id, association_number])
def test_without_the_extra_the_command_is_told(monkeypatch: pytest.MonkeyPatch, read: object) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "stdnum"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "stdnum", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'verkosto\[identifiers\]'"):
        read("123.123")  # type: ignore[operator]
    assert check_identifier(Identifier("oma", "?")) is None
