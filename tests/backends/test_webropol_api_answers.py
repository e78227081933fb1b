"""Answers of Webropol's API as columns: rows, options, texts beside them, and whatever else stands there."""

from __future__ import annotations

from typing import Any

import pytest

from verkosto.backends._webropol_api_answers import Asked as Question
from verkosto.backends._webropol_api_answers import responses_table
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
    answer = {"QuestionTitle": "Uusi", "QuestionAnswers": [{"OptionAnswer": "a", "RowText": None}, 7]}
    assert columns([answer, flat("b"), "odd"]) == {"Kysymys": ["b"], "Uusi": ["a"]}  # type: ignore[list-item]
    assert columns(None) == {"Kysymys": [None]}  # type: ignore[arg-type]
