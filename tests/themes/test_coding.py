"""A coding as an object: its shapes, what it refuses, and that nobody's words stand in its repr."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError
from open_answers import ANSWERS, BOOK, QUESTION, coded, open_responses

from verkosto.errors import CodingError
from verkosto.themes import Change, Coding, Comment, answers_of, start
from verkosto.themes._marking import marked


def test_a_coding_begins_with_nothing() -> None:
    coding = start(open_responses(), QUESTION, codebook=BOOK, coders=("Aino", "Bo"))
    assert repr(coding) == "<Coding of 'toive': 12 answers, 6 themes, 2 coders>"
    assert coding.marks.shape == coding.pending.shape == (2, 14, 6)
    assert not coding.coded.any()
    assert coding.left() == coding.left("Bo") == tuple(ANSWERS)[:12]
    assert coding.proposed is None
    assert repr(start(open_responses(), QUESTION, codebook=BOOK, coders="Aino")).endswith("1 coder>")


def test_what_is_coded_and_what_is_left() -> None:
    coding = coded({"Aino": {"v1": ["tilat"], "v11": []}, "Bo": {}})
    assert coding.coded.sum(axis=1).tolist() == [2, 0]
    assert "v1" not in coding.left()
    assert "v11" not in coding.left("Aino")
    assert len(coding.left("Bo")) == 12
    with pytest.raises(CodingError, match="Did you mean 'Aino'"):
        coding.left("Ainoo")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"marks": np.zeros((2, 14, 5), np.int8)}, r"marks has the shape \(2, 14, 5\)"),
        ({"pending": np.zeros((1, 14, 6), np.int8)}, "pending has the shape"),
        ({"coders": ("A", "A")}, "named twice"),
    ],
)
def test_parts_that_do_not_meet_are_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(CodingError, match=message):
        evolve(coded(), **change)


@pytest.mark.parametrize("dtype", [np.int8, np.int64, np.float64])
def test_marks_of_other_numbers_are_taken(dtype: type) -> None:
    coding = coded()
    assert evolve(coding, marks=coding.marks.astype(dtype).tolist()).marks.dtype == np.int8


@pytest.mark.parametrize("wrong", [2, -2, 0.5, np.nan, "x", None])
def test_what_is_no_mark_is_refused(wrong: Any) -> None:
    marks = coded().marks.astype(object)
    marks[0, 0, 0] = wrong
    with pytest.raises(CodingError, match="1, 0 and -1"):
        evolve(coded(), marks=marks)
    with pytest.raises(CodingError, match="1, 0 and -1"):
        evolve(coded(), proposed=[[1], [0, 1]])


def test_an_answer_is_coded_as_a_whole() -> None:
    marks = coded().marks.copy()
    marks[0, 0, 0] = -1
    with pytest.raises(CodingError, match="code part of an answer"):
        evolve(coded(), marks=marks)


@pytest.mark.parametrize("name", ["", " ", None, 3])
def test_a_coder_has_a_name(name: Any) -> None:
    with pytest.raises(CodingError, match="needs a name"):
        start(open_responses(), QUESTION, codebook=BOOK, coders=(name,))


def test_marks_of_an_answer_that_says_nothing_are_refused() -> None:
    rows, marks = np.array([0, 12, 13]), np.zeros((3, 6), np.int8)
    with pytest.raises(CodingError, match=r"2 answers say nothing and cannot be coded \('v13', 'v14'\)"):
        marked(coded(), "Aino", rows, marks, "käsin")
    with pytest.raises(CodingError, match="blank or says nothing"):
        evolve(coded(), marks=np.zeros((2, 14, 6), np.int8))


def test_nothing_of_it_changes() -> None:
    coding = coded()
    before = coding.marks.copy()
    coding.set("Cia", "v1", "tilat").clear("Aino")
    assert (coding.marks == before).all()
    assert coding.coders == ("Aino", "Bo")
    with pytest.raises(FrozenInstanceError):
        coding.coders = ()  # type: ignore[misc]


def test_it_pickles_with_all_that_it_holds() -> None:
    coding = evolve(coded().set("Aino", "v1", []), comments=(Comment("v1", "Aino", "epäselvä", "käsin"),))
    back = pickle.loads(pickle.dumps(coding))
    assert (back.marks == coding.marks).all()
    assert (back.changes, back.comments) == (coding.changes, coding.comments)


def test_no_words_stand_in_a_repr() -> None:
    coding = evolve(coded(), comments=(Comment("v1", "Aino", "salainen", "käsin"),))
    shown = f"{coding!r} {coding.comments!r} {coding.answers!r} {coding.answers.languages!r}"
    assert "salainen" not in shown
    assert not any(text in shown for text in ANSWERS.values() if text and len(text) > 1)
    assert Change("v1", "A", "tilat", "", "yes", "set") != Change("v1", "A", "tilat", "", "no", "set")


def test_a_coding_of_no_responses_and_no_themes_is_possible() -> None:
    empty = open_responses({}, ())
    assert repr(start(empty, QUESTION, codebook=evolve(BOOK, themes=()))).startswith("<Coding of 'toive': 0 answers")
    assert Coding(empty, answers_of(empty, QUESTION), BOOK).decide().shape == (0, 6)
