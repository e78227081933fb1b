"""Arguments of another kind than asked for: each ends in an error of ours that says what belongs there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from open_answers import BOOK, QUESTION, coded, open_responses

from verkosto import errors
from verkosto.themes import Theme, answers_of, from_frame, load_qdpx, propose, start

WRONG: Any = ("teemat.toml", None, BOOK.themes)
ROWS: Any = {"answer": ["v1"], "theme": ["tilat"]}


def proposed() -> Any:
    return propose(open_responses(), QUESTION, codebook=BOOK, lemmatizer="words")


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize(
    "call",
    [
        BOOK.compare,
        BOOK.renames,
        lambda wrong: propose(open_responses(), QUESTION, codebook=wrong),
        lambda wrong: start(open_responses(), QUESTION, codebook=wrong),
        lambda wrong: coded().recode(wrong),
    ],
)
def test_what_is_no_codebook(call: Callable[[Any], object], wrong: Any) -> None:
    with pytest.raises(errors.CodebookError, match=r"Load one with `themes\.Codebook\.load"):
        call(wrong)


def test_the_path_of_a_codebook_beside_a_project(tmp_path: Path) -> None:
    wrong: Any = "teemat.toml"
    with pytest.raises(errors.CodebookError, match="not a str"):
        load_qdpx(tmp_path / "projekti.qdpx", open_responses(), QUESTION, codebook=wrong)


@pytest.mark.parametrize("wrong", [["Tiloja", "Rahaa"], pd.DataFrame({QUESTION: ["Tiloja"]}), None])
def test_texts_that_are_no_responses(wrong: Any) -> None:
    with pytest.raises(errors.OptionError, match=r"vk\.Responses\.from_frame"):
        answers_of(wrong, QUESTION)


@pytest.mark.parametrize("name", [["A", "B"], None, 3, " "])
def test_what_is_no_name_of_a_coder(name: Any) -> None:
    with pytest.raises(errors.CodingError, match="a coder needs a name"):
        proposed().accept(name)
    if name is not None:
        with pytest.raises(errors.CodingError, match="a coder needs a name"):
            from_frame(pd.DataFrame(ROWS), open_responses(), QUESTION, codebook=BOOK, coder=name)


def test_setting_none_is_not_setting_all() -> None:
    nothing: Any = None
    with pytest.raises(errors.CodingError, match=r"\[\] says that it bears none"):
        proposed().set("A", "v1", nothing)


@pytest.mark.parametrize("wrong", [Theme("tilat", "Tilat"), 3])
def test_themes_are_named_by_id(wrong: Any) -> None:
    with pytest.raises(errors.CodingError, match="named by id"):
        proposed().accept("A", themes=wrong)


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        (lambda: start(open_responses(), QUESTION, codebook=BOOK, coders=WRONG[1]), "coders=None is neither"),
        (lambda: coded().agreement(coders=3), "coders=3 is neither"),  # type: ignore[arg-type]
        (lambda: coded().recode(BOOK, drop=3), "drop=3 is neither"),  # type: ignore[arg-type]
        (lambda: coded().concordance(3), "pattern=3 is no pattern"),  # type: ignore[arg-type]
        (lambda: coded().excerpts(scrubber="x"), "not a str"),  # type: ignore[arg-type]
        (lambda: answers_of(open_responses(), WRONG[1]), "question=None is no id"),
    ],
)
def test_what_is_no_name_and_no_list_of_names(call: Callable[[], object], fault: str) -> None:
    with pytest.raises(errors.OptionError, match=fault):
        call()


def test_a_group_is_one_variable() -> None:
    group: Any = ["tyyppi"]
    with pytest.raises(errors.AnalysisError, match="no id of one variable"):
        coded().excerpts(group=group)


@pytest.mark.parametrize("how", [None, 3])
def test_what_is_no_rule(how: Any) -> None:
    with pytest.raises(errors.CodingError, match="is no rule and no coder"):
        coded().decide(how)


def test_merging_with_something_else() -> None:
    frame: Any = coded().frame
    with pytest.raises(errors.CodingError, match="not with a DataFrame"):
        coded().merge(frame)


@pytest.mark.parametrize("row", [14, -15, 1.5, None, True])
def test_a_row_that_there_is_not(row: Any) -> None:
    with pytest.raises(errors.CodingError, match="Count from 0"):
        coded().answers.text(row)


def test_a_table_with_two_columns_of_one_name() -> None:
    table = pd.DataFrame([["v1", "tilat", "v2"]], columns=["answer", "theme", "Answer"])
    with pytest.raises(errors.CodingError, match="two columns 'answer'"):
        coded().with_frame(table, coder="A")


@pytest.mark.parametrize("option", ["coders", "show"])
def test_names_of_a_workbook_that_are_none(tmp_path: Path, option: str) -> None:
    given: dict[str, Any] = {"coders": "A", option: 3}
    with pytest.raises(errors.OptionError, match=f"{option}=3 is neither"):
        proposed().workbook(tmp_path / "koodaus.xlsx", **given)
