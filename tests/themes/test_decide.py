"""One yes or no from what several coders say, against counting by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from open_answers import BOOK, QUESTION, coded, open_responses

from verkosto.errors import CodingError
from verkosto.themes import Coding, start


def decided(how: str | Sequence[str], coding: Coding) -> dict[str, list[str]]:
    found = coding.decide(how)
    assert found.dtype == "int8"
    return {
        answer: [theme for theme, there in zip(BOOK.ids, row, strict=True) if there == 1]
        for answer, row in zip(coding.answers.ids, found, strict=True)
        if row[0] >= 0
    }


def three() -> Coding:
    return coded({
        "A": {"v1": ["tilat"], "v2": ["tilat", "rahoitus"], "v3": [], "v4": ["tilat"]},
        "B": {"v1": ["tilat"], "v2": ["rahoitus"], "v3": ["tilat"]},
        "C": {"v1": [], "v2": ["viestinta"], "v5": ["tilat"]},
    })  # fmt: skip


def test_the_rules() -> None:
    coding = three()
    assert decided("majority", coding) == {
        "v1": ["tilat"], "v2": ["rahoitus"], "v3": [], "v4": ["tilat"], "v5": ["tilat"],
    }  # fmt: skip
    assert decided("any", coding)["v2"] == ["tilat", "rahoitus", "viestinta"]
    assert decided("all", coding) == {"v1": [], "v2": [], "v3": [], "v4": ["tilat"], "v5": ["tilat"]}
    assert decided("C", coding) == {"v1": [], "v2": ["viestinta"], "v5": ["tilat"]}


def test_the_last_word_goes_before() -> None:
    assert decided(("C", "majority"), three()) == {
        "v1": [], "v2": ["viestinta"], "v3": [], "v4": ["tilat"], "v5": ["tilat"],
    }  # fmt: skip
    assert decided(["B"], three()) == decided("B", three())


def test_proposals_are_asked_for_by_name() -> None:
    with pytest.raises(CodingError, match="nothing was proposed"):
        three().decide("proposal")
    proposed = np.where(three().answers.answered[:, np.newaxis], np.int8(0), np.int8(-1))
    proposed = np.repeat(proposed, 6, axis=1).astype(np.int8)
    proposed[5, 2] = 1
    coding = evolve(three(), proposed=proposed)
    assert decided("proposal", coding)["v6"] == ["avustukset"]
    assert decided(("majority", "proposal"), coding)["v6"] == ["avustukset"]
    assert decided(("majority", "proposal"), coding)["v1"] == ["tilat"]


def test_a_coder_may_have_the_name_of_a_rule() -> None:
    coding = coded({"any": {"v1": ["tilat"]}, "B": {"v1": ["rahoitus"]}})
    assert decided("any", coding) == {"v1": ["tilat"]}
    assert decided("proposal", coded({"proposal": {"v1": ["tilat"]}})) == {"v1": ["tilat"]}


@pytest.mark.parametrize("how", ["most", "Ainoo", (), ("Aino", "x")])
def test_what_is_no_rule_is_refused(how: str | tuple[str, ...]) -> None:
    with pytest.raises(CodingError, match="is no rule and no coder"):
        coded().decide(how)


def test_nobody_decides_nothing() -> None:
    assert (start(open_responses(), QUESTION, codebook=BOOK).decide() == -1).all()


@settings(max_examples=40)
@given(st.lists(st.lists(st.sampled_from([-1, 0, 1]), min_size=4, max_size=4), min_size=1, max_size=5))
def test_rules_count_those_who_coded(votes: list[list[int]]) -> None:
    coding = start(open_responses(), QUESTION, codebook=BOOK, coders=[str(n) for n in range(len(votes))])
    marks = coding.marks.copy()
    marks[:, :4] = np.array(votes)[:, :, np.newaxis]
    coding = evolve(coding, marks=marks)
    found = {how: coding.decide(how)[:4, 0].tolist() for how in ("majority", "any", "all")}
    for answer in range(4):
        said = [vote[answer] for vote in votes if vote[answer] >= 0]
        assert found["majority"][answer] == (int(sum(said) > len(said) - sum(said)) if said else -1)
        assert found["any"][answer] == (int(any(said)) if said else -1)
        assert found["all"][answer] == (int(all(said)) if said else -1)
