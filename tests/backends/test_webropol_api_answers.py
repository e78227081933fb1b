"""Answers of Webropol's API as columns: rows, options, texts beside them, and whatever else stands there."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.backends._webropol_api_answers import Asked as Question
from verkosto.backends._webropol_api_answers import responses_table
from verkosto.errors import SourceError
from verkosto.responses import Dialect


def columns(*responses: list[dict[str, Any]], multiple: tuple[str, ...] = (), **head: Any) -> dict[str, list[Any]]:
    records = [{"ResponseId": str(n), **head, "RespondentAnswers": one} for n, one in enumerate(responses, start=1)]
    made = responses_table(
        records, [Question("q", "Kysymys", 1)], multiple=multiple, source="x", dialect=Dialect(values="text")
    )
    found = zip(made.headers, made.columns, strict=True)
    return {header.text: column.texts().tolist() for header, column in found if header.title[:4] != "Resp"}


def flat(answer: str, label: str | None = "", **more: Any) -> dict[str, Any]:
    return {"QuestionId": "q", "Question": "Kysymys", "Label": label, "Answer": answer, **more}


def test_a_label_that_is_alone_is_no_row() -> None:
    assert columns([flat("7", "Ei - Kyllä")], [flat("9", "Ei - Kyllä")]) == {"Kysymys": ["7", "9"]}


def test_a_label_that_is_the_answer_is_an_option() -> None:
    assert columns([flat("a", "a")], [flat("b", "b")]) == {"Kysymys": ["a", "b"]}
    assert columns([flat("a", "a"), flat("b", "b")], [flat("b", "b")]) == {
        "Kysymys:a": ["a", None],
        "Kysymys:b": ["b", "b"],
    }


@pytest.mark.parametrize("name", ["q", "Kysymys"])
def test_a_stated_multiple_choice_has_a_column_for_each_option(name: str) -> None:
    assert columns([flat("a")], [flat("b")]) == {"Kysymys": ["a", "b"]}
    assert columns([flat("a")], [flat("b")], multiple=(name,)) == {"Kysymys:a": ["a", None], "Kysymys:b": [None, "b"]}


def test_several_answers_in_a_row_are_options_of_the_row() -> None:
    assert columns([flat("a", "r1"), flat("b", "r1"), flat("a", "r2")]) == {
        "Kysymys:r1:a": ["a"],
        "Kysymys:r1:b": ["b"],
        "Kysymys:r2:a": ["a"],
    }


def test_many_texts_of_a_form_are_numbered() -> None:
    responses = [[flat(f"x{n}"), flat(f"y{n}")] for n in range(60)]
    made = columns(*responses)
    assert list(made) == ["Kysymys:1", "Kysymys:2"]
    assert made["Kysymys:2"][:2] == ["y0", "y1"]


def test_whatever_else_stands_in_an_answer_is_kept() -> None:
    answer = flat("kuva.jpg", AnswerFile="https://link.example.org/1", Keywords="x", AnswerOptionId="o", Odd=None)
    assert columns([answer]) == {
        "Kysymys": ["kuva.jpg"],
        "Kysymys:AnswerFile": ["https://link.example.org/1"],
        "Kysymys:Keywords": ["x"],
    }
    assert columns([flat("")], Extra={"a": "1"}) == {"Extra/a": ["1"], "Kysymys": [None]}


def test_questions_that_nobody_listed_come_last() -> None:
    answer = {"QuestionTitle": "Uusi", "QuestionAnswers": [{"OptionAnswer": "a", "RowText": None}]}
    assert columns([answer, flat("b")]) == {"Kysymys": ["b"], "Uusi": ["a"]}
    assert columns(None) == {"Kysymys": [None]}  # type: ignore[arg-type]


@pytest.mark.parametrize("answers", [{"Answer": "x"}, "x", [flat("a"), "x"], [{"QuestionAnswers": [{}, "x"]}]])
def test_what_is_no_answer_is_refused_and_not_left_out(answers: Any) -> None:
    with pytest.raises(SourceError, match=r"^x: something else stands in place of an answer\. Read"):
        columns(answers)


def test_answers_of_other_kinds_are_kept_beside() -> None:
    answer = flat(["a", "b"], Extra={"deep": "1"}, Flag=True)  # type: ignore[arg-type]
    assert columns([answer, {"QuestionId": "q", "QuestionAnswers": "odd"}]) == {
        "Kysymys:Answer/1": ["a"],
        "Kysymys:Answer/2": ["b"],
        "Kysymys:Extra/deep": ["1"],
        "Kysymys:Flag": ["true"],
        "Kysymys:QuestionAnswers": ["odd"],
    }


WORDS = st.sampled_from(["", "a", "b", "a:b", "b:a", "a Avoimet vastaukset", "1", "a AnswerFile"])
FLAT = st.builds(
    lambda question, label, answer, written, file: {
        "QuestionId": question, "Question": question, "Label": label, "Answer": answer,
        "AttachedTextFieldValue": written, "AnswerFile": file,
    },
    st.sampled_from("qr"), WORDS, WORDS, WORDS, WORDS | st.none(),
)  # fmt: skip
NESTED = st.builds(
    lambda question, kind, inner: {"QuestionId": question, "QuestionTypeName": kind, "QuestionAnswers": inner},
    st.sampled_from("qr"),
    st.sampled_from(["questionType_multipleChoice", "questionType_scaleSelection"]),
    st.lists(
        st.fixed_dictionaries({"OptionAnswer": WORDS, "RowText": WORDS | st.none(), "AttahedTextFieldValue": WORDS}),
        max_size=3,
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(FLAT | NESTED, max_size=4), min_size=1, max_size=3), st.sampled_from([(), ("q",)]))
def test_no_answer_is_lost_in_whatever_shapes_they_come(responses: list[Any], multiple: tuple[str, ...]) -> None:
    records = [{"ResponseId": str(n), "RespondentAnswers": one} for n, one in enumerate(responses, start=1)]
    made = responses_table(
        records, [Question("q", "Kysymys", 1)], multiple=multiple, source="x", dialect=Dialect(values="text")
    )
    for number, answers in enumerate(responses):
        found = {column.texts()[number] for column in made.columns}
        parts = [part for answer in answers for part in answer.get("QuestionAnswers", [answer])]
        texts = ("Answer", "OptionAnswer", "AttachedTextFieldValue", "AttahedTextFieldValue", "AnswerFile")
        assert {part[name] for part in parts for name in texts if part.get(name)} <= found
