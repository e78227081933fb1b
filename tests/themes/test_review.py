"""A person accepts, rejects and sets themes: what is coded then, what waits, and what is traced."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from open_answers import BOOK, QUESTION, coded, open_responses

from verkosto.errors import CodingError, OptionError, UnknownThemeError
from verkosto.themes import Change, Codebook, Coding, Theme, start

TEXTS = {"a": "yksi", "b": "kaksi", "c": "och det är för oss", "d": "-"}
SMALL = Codebook("k", "K", (Theme("t", "T"), Theme("u", "U"), Theme("w", "W")))
PROPOSED = [[1, 1, 0], [0, 0, 0], [0, 1, 0], [-1, -1, -1]]


def small(proposed: Sequence[Sequence[int]] = PROPOSED) -> Coding:
    """Three answers; t and u are proposed for the first, nothing for the second, u for the third."""
    coding = start(open_responses(TEXTS), QUESTION, codebook=SMALL)
    return evolve(coding, proposed=np.array(proposed, dtype=np.int8))


def marks(coding: Coding, coder: str = "A") -> dict[str, list[int]]:
    own = coding.marks[coding.coders.index(coder)]
    return {one: own[row].tolist() for row, one in enumerate(coding.answers.ids)}


UNCODED = [-1, -1, -1]


def test_accepting_all_codes_whole_answers_as_proposed() -> None:
    coding = small().accept("A")
    assert marks(coding) == {"a": [1, 1, 0], "b": [0, 0, 0], "c": [0, 1, 0], "d": UNCODED}
    assert coding.left("A") == ()
    assert coding.changes == (
        Change("a", "A", "t", "proposed", "yes", "accept"),
        Change("a", "A", "u", "proposed", "yes", "accept"),
        Change("b", "A", "", "", "no", "accept"),
        Change("c", "A", "u", "proposed", "yes", "accept"),
    )


def test_an_answer_is_coded_once_all_its_proposals_are_decided() -> None:
    first = small().accept("A", themes="u")
    assert marks(first) == {"a": UNCODED, "b": UNCODED, "c": [0, 1, 0], "d": UNCODED}
    assert first.pending[0, 0].tolist() == [-1, 1, -1]
    assert first.left("A") == ("a", "b")
    then = first.reject("A", themes=["t"])
    assert marks(then)["a"] == [0, 1, 0]
    assert (then.pending == -1).all()
    assert then.changes[-1] == Change("a", "A", "t", "proposed", "no", "reject")


def test_rejecting_leaves_what_has_no_proposal() -> None:
    coding = small().reject("A")
    assert marks(coding) == {"a": [0, 0, 0], "b": UNCODED, "c": [0, 0, 0], "d": UNCODED}
    assert [change.after for change in coding.changes] == ["no"] * 3


def test_what_was_decided_stands_unless_its_answer_is_named() -> None:
    coding = small().reject("A", answers="a", themes="t").set("A", "c", "w").accept("A")
    assert marks(coding) == {"a": [0, 1, 0], "b": [0, 0, 0], "c": [0, 0, 1], "d": UNCODED}
    anew = coding.accept("A", answers=["a", "c"])
    assert marks(anew) == {"a": [1, 1, 0], "b": [0, 0, 0], "c": [0, 1, 0], "d": UNCODED}
    assert anew.changes[len(coding.changes) :] == (
        Change("a", "A", "t", "no", "yes", "accept"),
        Change("c", "A", "u", "no", "yes", "accept"),
        Change("c", "A", "w", "yes", "no", "accept"),
    )
    only = coding.accept("A", answers="a", themes="t")
    assert marks(only)["a"] == [1, 1, 0]
    assert marks(coding.reject("A", answers="c"))["c"] == [0, 0, 1]


def test_a_named_answer_without_proposals_is_accepted_as_bearing_none() -> None:
    assert marks(small().accept("A", answers="b"))["b"] == [0, 0, 0]
    assert marks(small().reject("A", answers="b").set("A", "a", []))["b"] == UNCODED


def test_a_language_chooses_answers() -> None:
    coding = small()
    assert coding.answers.languages[coding.answers.codes[2]] == "sv"
    assert coding.accept("A", language="sv").left("A") == ("a", "b")
    assert coding.accept("A", language="fi").left("A") == ("c",)
    with pytest.raises(OptionError, match="No language"):
        coding.accept("A", language="suomi")


def test_coders_do_not_touch_one_another() -> None:
    coding = small().accept("A").set("B", "a", "w")
    assert marks(coding, "B") == {"a": [0, 0, 1], "b": UNCODED, "c": UNCODED, "d": UNCODED}
    assert marks(coding)["a"] == [1, 1, 0]
    assert coding.coders == ("A", "B")


def test_setting_codes_several_answers_alike() -> None:
    coding = small().set("A", ["a", "b", "a"], ["t", "w"])
    assert marks(coding)["a"] == marks(coding)["b"] == [1, 0, 1]
    assert [c.before for c in coding.changes] == ["proposed", "proposed", "", "", ""]
    assert coding.set("A", "b", ["t", "w"]).changes == coding.changes


def test_clearing_takes_back() -> None:
    coding = small().accept("A", themes="t").set("A", "b", []).set("A", "c", "w")
    assert marks(coding.clear("A", "b"))["b"] == UNCODED
    empty = coding.clear("A")
    assert not empty.coded.any()
    assert (empty.pending == -1).all()
    assert empty.changes[len(coding.changes) :] == (
        Change("a", "A", "t", "yes", "", "clear"),
        Change("b", "A", "", "no", "", "clear"),
        Change("c", "A", "u", "no", "", "clear"),
        Change("c", "A", "w", "yes", "", "clear"),
    )
    with pytest.raises(CodingError, match="no coder 'B'"):
        coding.clear("B")
    with pytest.raises(CodingError, match="Coders: nobody yet"):
        small().clear("B")


def test_answers_are_named_by_text_or_whole_number() -> None:
    coding = start(open_responses({"12": "x y", "13": "zz"}), QUESTION, codebook=BOOK)
    assert coding.set("A", 12, "tilat").left() == ("13",)
    assert coding.set("A", np.array([12, 13]), []).left() == ()
    for wrong in (True, 1.5, None):
        with pytest.raises(CodingError, match="there is no answer"):
            coding.set("A", [wrong], [])  # type: ignore[list-item]


def test_what_cannot_be_coded_is_refused() -> None:
    with pytest.raises(CodingError, match="say nothing and cannot be coded"):
        small().set("A", "d", "t")
    with pytest.raises(CodingError, match="there is no answer 'e'"):
        small().set("A", "e", "t")
    with pytest.raises(UnknownThemeError):
        small().set("A", "a", "x")
    with pytest.raises(CodingError, match="nothing was proposed"):
        coded().accept("Aino")
    heading = evolve(SMALL, themes=[evolve(SMALL["t"], codable=False), *SMALL.themes[1:]])
    with pytest.raises(CodingError, match="is a heading"):
        evolve(small(), codebook=heading).set("A", "a", "t")


decisions = st.lists(
    st.tuples(
        st.sampled_from(["accept", "reject"]),
        st.none() | st.lists(st.sampled_from("abc"), max_size=2),
        st.none() | st.lists(st.sampled_from("tuw"), max_size=2),
    ),
    max_size=6,
)
proposals = st.lists(st.lists(st.integers(0, 1), min_size=3, max_size=3), min_size=3, max_size=3)


@settings(max_examples=60)
@given(proposals, decisions)
def test_an_answer_is_whole_or_waits(proposed: list[list[int]], steps: list[tuple[str, list[str], list[str]]]) -> None:
    coding = small([*proposed, UNCODED])
    for name, answers, themes in steps:
        coding = getattr(coding, name)("A", answers=answers, themes=themes)
    if "A" not in coding.coders:
        return
    own, waits = coding.marks[0], coding.pending[0]
    assert ((own == -1).all(axis=1) | (waits == -1).all(axis=1)).all()
    # What waits has an undecided proposal, and what is coded has none of another coder's making.
    there = np.array(proposed) == 1
    assert not ((waits[:3] != -1).any(axis=1) & ~((waits[:3] == -1) & there).any(axis=1)).any()
    assert not ((own[:3] == 1) & ~there).any()
    assert (own[3] == -1).all()


@settings(max_examples=60)
@given(proposals, decisions)
def test_changes_tell_the_themes_that_are_there(
    proposed: list[list[int]], steps: list[tuple[str, list[str], list[str]]]
) -> None:
    coding = small([*proposed, UNCODED]).set("A", "a", "w")
    for name, answers, themes in steps:
        coding = getattr(coding, name)("A", answers=answers, themes=themes)
    told = {(change.answer, change.theme): change.after == "yes" for change in coding.changes}
    decided = np.maximum(coding.marks[0], coding.pending[0])
    for row, answer in enumerate(coding.answers.ids):
        for place, theme in enumerate(SMALL.ids):
            assert told.get((answer, theme), False) == (decided[row, place] == 1)
