"""Options, scales, and what may not stand twice in one list."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import given, settings
from strategies import option_lists, options

from verkosto.errors import CodebookError, OptionError
from verkosto.instruments import Option, Scale, SingleChoice, options_by_number
from verkosto.text import LocalText

YES, NO = Option("k", "Kyllä"), Option("e", "Ei")


def test_a_plain_label_is_finnish_and_lists_become_tuples() -> None:
    option = Option("k", "Kyllä", aliases=["Joo"])
    assert option.label == LocalText(fi="Kyllä")
    assert option.aliases == ("Joo",)


def test_texts_are_labels_in_every_language_then_aliases_once_each() -> None:
    option = Option("k", LocalText("Kyllä", sv="Ja", en=""), aliases=("Joo", "Ja"))
    assert option.texts == ("Kyllä", "Ja", "Joo")


@pytest.mark.parametrize("code", ["", " k", "k\N{NO-BREAK SPACE}", "a[1]", "a]", "a\nb", "a\tb", 1, None])
def test_a_code_is_one_plain_line_without_brackets(code: Any) -> None:
    with pytest.raises(CodebookError, match="Give a short code such as 'k'"):
        Option(code, "Kyllä")


def test_the_star_is_kept_for_totals() -> None:
    with pytest.raises(CodebookError, match=r"'\*' is kept for totals"):
        Option("*", "Kaikki")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("kind", "dontknow", r"kind 'dontknow' is unknown\. Did you mean 'dont_know'\? Use one of .*leave it out"),
        ("kind", 5, "kind 5 is unknown"),
        ("number", True, "number must be a whole number, not True"),
        ("number", "1", "number must be a whole number, not '1'"),
        ("number", 2**63, "number must be a whole number"),
        pytest.param("number", 10**5000, "not a very large int", id="huge"),
        ("aliases", "Joo", r"a list is needed, not 'Joo'\. Put it in parentheses"),
        ("aliases", 5, "a list is needed, not 5"),
        ("aliases", (5,), "option 'k': aliases holds 5 of type int"),
        ("free_text", 1, "free_text must be true or false, not 1"),
    ],
)
def test_a_field_of_the_wrong_type_is_told(field: str, value: object, message: str) -> None:
    with pytest.raises(CodebookError, match=message):
        Option("k", "Kyllä", **{field: value})  # type: ignore[arg-type]


def test_a_label_that_is_no_text_is_an_option_error() -> None:
    with pytest.raises(OptionError):
        Option("k", 5)  # type: ignore[arg-type]


def test_options_are_frozen_hashable_and_pickle() -> None:
    with pytest.raises(FrozenInstanceError):
        YES.code = "x"  # type: ignore[misc]
    assert len({YES, Option("k", "Kyllä"), NO}) == 2
    assert pickle.loads(pickle.dumps(YES)) == YES


@given(options())
def test_equal_options_have_equal_hashes(option: Option) -> None:
    twin = pickle.loads(pickle.dumps(option))
    assert twin == option
    assert hash(twin) == hash(option)


def test_an_option_without_a_number_has_its_place() -> None:
    numbered = options_by_number((Option("a", "A"), Option("b", "B", number=9), Option("c", "C")))
    assert {number: option.code for number, option in numbered.items()} == {1: "a", 9: "b", 3: "c"}


def test_a_stated_number_that_is_anothers_place_is_told() -> None:
    with pytest.raises(CodebookError, match=r"options 'a' and 'b' share the number 1\. Give every option"):
        options_by_number((Option("a", "A"), Option("b", "B", number=1)))


@settings(max_examples=50)
@given(option_lists(free_text=False))
def test_every_option_of_a_scale_has_one_number(listed: tuple[Option, ...]) -> None:
    assert sorted(map(hash, options_by_number(Scale(listed).options).values())) == sorted(map(hash, listed))


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (Option("k", "Ei"), "the code 'k' stands for both 'k' and 'k'"),
        (Option("e", "Kyllä"), "the label 'Kyllä' stands for both 'k' and 'e'"),
        (Option("e", "Ei", aliases=("Kyllä",)), "the label 'Kyllä' stands for both"),
        (Option("e", LocalText("Ei", sv="Ja")), "the label 'Ja' stands for both"),
        (Option("e", LocalText("Ei", en="Kyllä")), "the label 'Kyllä' stands for both"),
        (Option("e", "Ei", number=1), "share the number 1"),
        (YES, "the code 'k' stands for both"),
    ],
)
def test_what_stands_twice_in_a_list_is_told_with_its_place(second: Option, message: str) -> None:
    first = Option("k", LocalText("Kyllä", sv="Ja"))
    for make, where in (
        (Scale, "scale"),
        (lambda listed: SingleChoice("malli", "Malli", options=listed), "question 'malli'"),
    ):
        with pytest.raises(CodebookError, match=f"^{where}: .*{message}"):
            make((first, second))


def test_all_that_stands_twice_is_told_at_once() -> None:
    with pytest.raises(CodebookError) as caught:
        Scale((YES, Option("k", "Kyllä", number=1)))
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert [word for word in ("code", "label", "number") if any(word in line for line in lines)] == [
        *("code", "label", "number")
    ]


def test_two_options_may_lack_the_same_language() -> None:
    assert len(Scale((Option("a", LocalText("A", sv="")), Option("b", LocalText("B", sv="")))).options) == 2


def test_a_scale_needs_options_and_its_options_have_no_free_text() -> None:
    with pytest.raises(CodebookError, match=r"scale has no options\. List at least one"):
        Scale(())
    with pytest.raises(CodebookError, match="'m' cannot have free_text"):
        Scale((YES, Option("m", "Muu", free_text=True)))
    with pytest.raises(CodebookError, match=r"options holds 'Kyllä' of type str"):
        Scale(("Kyllä",))  # type: ignore[arg-type]
    with pytest.raises(CodebookError, match="a list is needed"):
        Scale(YES)  # type: ignore[arg-type]
