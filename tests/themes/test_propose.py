"""What the patterns propose, and why."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from attrs import evolve
from open_answers import ANSWERS, BOOK, QUESTION, open_responses

from verkosto.errors import CodingError
from verkosto.themes import Codebook, Coding, Theme, propose, start

FORMS = {"tilat": "tila", "tiloja": "tila", "tilojen": "tila", "rahoitusta": "rahoitus", "avustuksista": "avustus",
         "tietoa": "tieto", "lokaler": "lokal", "volunteers": "volunteer", "kunnan": "kunta"}  # fmt: skip


class Fake:
    """A lemmatizer of a few words."""

    name = "fake 1"

    def lemmas(self, words: Sequence[str], lang: str) -> Sequence[tuple[str, ...]]:
        return [(FORMS.get(word, word),) for word in words]

    def parts(self, words: Sequence[str], lang: str) -> Sequence[tuple[str, ...]]:
        return [() for _ in words]


def proposal(book: Codebook = BOOK) -> Coding:
    return propose(open_responses(), QUESTION, codebook=book, lemmatizer=Fake())


def themes_of(coding: Coding, answer: str) -> list[str]:
    assert coding.proposed is not None
    row = coding.proposed[coding.answers.places[answer]]
    return [theme for theme, there in zip(coding.codebook.ids, row, strict=True) if there == 1]


def test_patterns_propose_and_nobody_has_coded() -> None:
    coding = proposal()
    assert coding.coders == ()
    assert coding.lemmatizer == "fake 1"
    assert coding.changes == ()
    assert len(coding.left()) == 12
    assert {one: themes_of(coding, one) for one in ("v1", "v3", "v5", "v7", "v8", "v11")} == {
        "v1": ["tilat"],
        "v3": ["tilat", "rahoitus"],
        "v5": ["avustukset", "viestinta"],
        "v7": ["tilat", "rahoitus"],
        "v8": ["vapaaehtoiset"],
        "v11": [],
    }


def test_what_says_nothing_has_no_proposal() -> None:
    coding = proposal()
    assert coding.proposed is not None
    assert coding.proposed[12:].tolist() == [[-1] * 6] * 2
    assert coding.proposed.dtype == "int8"


def test_a_heading_is_never_proposed() -> None:
    heading = evolve(BOOK["rahoitus"], codable=False)
    book = evolve(BOOK, themes=[heading if theme.id == "rahoitus" else theme for theme in BOOK])
    assert themes_of(proposal(book), "v3") == ["tilat"]
    assert proposal(book).why("v3", lemmatizer=Fake()) == {"tilat": {"tila": ("tiloja",)}}


def test_alike_answers_are_alike_and_asked_once() -> None:
    responses = open_responses({"a": "Tilat", "b": None, "c": "Tilat", "d": "-"})
    coding = propose(responses, QUESTION, codebook=BOOK, lemmatizer=Fake())
    assert coding.proposed is not None
    assert coding.proposed[:, 0].tolist() == [1, -1, 1, -1]


def test_why_shows_patterns_and_words_as_they_stand() -> None:
    coding = proposal()
    assert coding.why("v3", lemmatizer=Fake()) == {
        "tilat": {"tila": ("tiloja",)},
        "rahoitus": {"rahoitus": ("Rahoitusta",)},
    }
    assert coding.why("v11", lemmatizer=Fake()) == coding.why("v13") == coding.why("v14") == {}
    twice = start(open_responses(), QUESTION, codebook=Codebook("k", "K", (Theme("t", "T", patterns=("yh*",)),)))
    assert twice.why("v1", lemmatizer=Fake()) == {"t": {"yh*": ("Yhteiset",)}}
    with pytest.raises(CodingError, match=r"a lemmatizer of your own \(fake 1\)"):
        coding.why("v1")
    with pytest.raises(CodingError, match="no answer 'v99'"):
        coding.why("v99")


def test_why_matches_as_the_proposal_did() -> None:
    coding = propose(open_responses(), QUESTION, codebook=BOOK, lemmatizer="words")
    assert coding.lemmatizer is not None
    assert coding.proposed is not None
    for answer in list(ANSWERS)[:12]:
        assert list(coding.why(answer)) == themes_of(coding, answer)


def test_many_answers_of_few_words_are_proposed_for_at_once() -> None:
    texts = {str(n): f"Tilat ja raha {n % 500}" for n in range(20_000)}
    coding = propose(open_responses(texts, ["sote"] * 20_000), QUESTION, codebook=BOOK, lemmatizer=Fake())
    assert coding.proposed is not None
    assert coding.proposed[:, 0].sum() == 20_000
    assert len(coding.accept("Aino").responses("teemat")) == 20_000


def test_one_long_answer_emoji_and_odd_letters_are_handled() -> None:
    texts = {"a": "tilat " * 6000, "b": "🏠🏠 tilat 🙂", "c": "tila\u0308t rikki\ufffd", "d": "Ti\u0301lat\x00tilat"}
    coding = propose(open_responses(texts), QUESTION, codebook=BOOK, lemmatizer=Fake())
    assert coding.proposed is not None
    assert coding.proposed[:2, 0].tolist() == [1, 1]
    assert [coding.answers.text(row) for row in range(4)] == list(texts.values())
