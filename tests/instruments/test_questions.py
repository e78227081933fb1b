"""What every question has, and the kinds that are answered by choosing."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from strategies import questions

from verkosto.errors import CodebookError, OptionError
from verkosto.instruments import (
    RESERVED,
    Matrix,
    MultipleChoice,
    Option,
    Question,
    Ranking,
    Scale,
    SingleChoice,
    Text,
)
from verkosto.text import LocalText

YES, NO = Option("k", "Kyllä"), Option("e", "Ei")
OTHER = Option("muu", "Muu, mikä?", free_text=True)
UNKNOWN = Option("eos", "En osaa sanoa", kind="dont_know")


@pytest.mark.parametrize("name", ["malli_a", "Järjestö", "2020-malli", "osa/malli", "_", "а"])
def test_an_id_is_a_plain_word_in_any_letters(name: str) -> None:
    assert Text(name, "?").variables() == (name,)


@pytest.mark.parametrize("name", ["", "kaksi sanaa", "-alku", "a[1]", "a.b", "a\n", "*", 5, None, b"a"])
def test_other_ids_are_refused(name: Any) -> None:
    with pytest.raises(CodebookError, match="Give it a short plain id"):
        Text(name, "?")


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_no_question_bears_the_name_of_a_column_of_tables(name: str) -> None:
    with pytest.raises(CodebookError, match="is a column of every table"):
        Text(name, "?")


def test_titles_are_the_texts_in_every_language_and_the_aliases() -> None:
    question = Text("a", LocalText("Miksi?", sv="Varför?", en=""), aliases=("Perustelu", "Miksi?"))
    assert question.titles == ("Miksi?", "Varför?", "Perustelu")
    assert Text("a", "").titles == ()


def test_a_text_that_is_no_text_is_an_option_error() -> None:
    with pytest.raises(OptionError):
        Text("a", None)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [0, -1, True, "1", 1.0, 2**63])
def test_positions_count_columns_from_one(value: Any) -> None:
    with pytest.raises(CodebookError, match=r"^question 'a': position"):
        Text("a", "?", position=value)


def test_asked_if_takes_one_code_or_several() -> None:
    question = Text("a", "?", asked_if={"b": "k", "c": ["k", "e"]})
    assert question.asked_if == {"b": ("k",), "c": ("k", "e")}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("b", "asked_if must be a mapping, not 'b'"),
        (["b"], "asked_if must be a mapping"),
        ({"b": ()}, "asked_if of 'b' must list codes as text"),
        ({"b": (1,)}, "asked_if of 'b' must list codes as text"),
        ({"b": 1}, "asked_if of 'b' must list codes as text, not 1"),
        ({1: ("k",)}, "asked_if of 1 must list codes"),
    ],
)
def test_other_conditions_are_refused(value: Any, message: str) -> None:
    with pytest.raises(CodebookError, match=message):
        Text("a", "?", asked_if=value)


def test_what_a_caller_does_to_its_conditions_later_changes_nothing() -> None:
    conditions: dict[str, tuple[str, ...]] = {"b": ("k",)}
    question = Text("a", "?", asked_if=conditions)
    conditions["c"] = ("e",)
    assert question.asked_if == {"b": ("k",)}


def test_a_single_choice_has_one_variable_and_one_for_each_free_text() -> None:
    question = SingleChoice("a", "?", options=[YES, OTHER])
    assert question.variables() == ("a", "a[muu].text")
    assert question.choices == question.options == (YES, OTHER)
    assert question.items == ()


@pytest.mark.parametrize("kind", [MultipleChoice, Ranking])
def test_ticks_and_ranks_have_a_variable_for_each_option(kind: type[MultipleChoice | Ranking]) -> None:
    question = kind("a", "?", options=(YES, OTHER))
    assert question.variables() == ("a[k]", "a[muu]", "a[muu].text")
    assert question.items == (YES, OTHER)
    assert question.choices == ()


def test_a_matrix_has_a_variable_for_each_row() -> None:
    question = Matrix("a", "?", rows=(YES, OTHER), scale=Scale((NO, UNKNOWN)))
    assert question.variables() == ("a[k]", "a[muu]", "a[muu].text")
    assert question.items == (YES, OTHER)
    assert question.choices == (NO, UNKNOWN)


@pytest.mark.parametrize("kind", [SingleChoice, MultipleChoice, Ranking])
def test_options_are_checked_with_the_name_of_the_question(kind: type[SingleChoice]) -> None:
    with pytest.raises(CodebookError, match=r"^question 'a' has no options\."):
        kind("a", "?", options=())
    with pytest.raises(CodebookError, match=r"^question 'a': the code 'k' stands for both"):
        kind("a", "?", options=(YES, YES))
    with pytest.raises(CodebookError, match=r"^question 'a': options holds 'k' of type str"):
        kind("a", "?", options=("k",))  # type: ignore[arg-type]


def test_the_parts_of_a_matrix_are_checked() -> None:
    scale = Scale((YES, NO))
    with pytest.raises(CodebookError, match=r"^question 'a', rows has no options\."):
        Matrix("a", "?", rows=(), scale=scale)
    with pytest.raises(CodebookError, match=r"^question 'a', rows: the code 'k' stands for both"):
        Matrix("a", "?", rows=(YES, YES), scale=scale)
    with pytest.raises(CodebookError, match="scale must be a Scale, not a tuple"):
        Matrix("a", "?", rows=(YES,), scale=(YES, NO))  # type: ignore[arg-type]


def test_a_kind_on_what_is_no_answer_is_told() -> None:
    with pytest.raises(CodebookError, match=r"question 'a', rows: 'eos' is no answer"):
        Matrix("a", "?", rows=(UNKNOWN,), scale=Scale((YES, NO)))
    with pytest.raises(CodebookError, match=r"question 'a': 'eos' is no answer"):
        Ranking("a", "?", options=(YES, UNKNOWN))


def test_only_options_of_a_multiple_choice_exclude_the_others() -> None:
    none = Option("none", "Ei mikään", exclusive=True)
    assert MultipleChoice("a", "?", options=(YES, none)).options[1].exclusive
    for make in (
        lambda: SingleChoice("a", "?", options=(YES, none)),
        lambda: Matrix("a", "?", rows=(none,), scale=Scale((YES, NO))),
        lambda: Matrix("a", "?", rows=(YES,), scale=Scale((YES, none))),
    ):
        with pytest.raises(CodebookError, match=r"question 'a': 'none' is no option of a multiple choice"):
            make()


def test_ordered_is_true_or_false() -> None:
    with pytest.raises(CodebookError, match=r"question 'a': ordered must be true or false, not 'yes'"):
        SingleChoice("a", "?", options=(YES,), ordered="yes")  # type: ignore[arg-type]


def test_questions_of_two_kinds_are_never_equal() -> None:
    options = (YES, NO)
    same = [kind("a", "?", options=options) for kind in (SingleChoice, MultipleChoice, Ranking)]
    assert len(set(same)) == 3


def test_conditions_count_in_equality() -> None:
    assert Text("a", "?") != Text("a", "?", asked_if={"b": ("k",)})


@settings(max_examples=60)
@given(questions(pseudonyms=True))
def test_questions_hash_pickle_and_name_each_variable_once(question: Question) -> None:
    twin = pickle.loads(pickle.dumps(question))
    assert twin == question
    assert hash(twin) == hash(question)
    variables = question.variables()
    assert len(set(variables)) == len(variables)
    assert all(name == question.id or name.startswith(f"{question.id}[") for name in variables)
