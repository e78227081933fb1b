"""Answers to an open question: what they are called, which of them say something, and that they stay as written."""

from __future__ import annotations

import contextlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from open_answers import ANSWERS, QUESTION, open_responses

import verkosto as vk
from verkosto.themes import Answers, answers_of

KYSELY = vk.Instrument("lista", "Lista", questions=(vk.Text("toive", "Mitä toivot?"),))


def listed(*texts: str | None) -> Answers:
    """Answers of a plain list of texts."""
    return answers_of(vk.Responses.from_frame(pd.DataFrame({"toive": list(texts)}, dtype=object), KYSELY), "toive")


def test_each_answer_has_the_id_of_its_response() -> None:
    answers = answers_of(open_responses(), QUESTION)
    assert answers.ids == tuple(ANSWERS)
    assert answers.places["v3"] == 2
    assert answers.text("v3") == answers.text(2) == ANSWERS["v3"]
    assert [answers.text(row) for row in range(len(answers))] == list(ANSWERS.values())


def test_a_repr_shows_counts_and_no_answer() -> None:
    answers = answers_of(open_responses(), QUESTION)
    assert repr(answers) == "<Answers to 'toive': 14 rows, 12 answered, 1 said nothing>"


@pytest.mark.parametrize("ids", [["a", "a", "b"], ["a", None, "b"]])
def test_ids_that_repeat_or_lack_are_no_ids(ids: list[str | None]) -> None:
    kysely = vk.Instrument(
        "k", "K", columns=(vk.Column("id", header="id", role="response_id"),), questions=KYSELY.questions
    )
    frame = pd.DataFrame({"id": ids, "toive": ["x y", "z å", "w q"]})
    with pytest.warns(vk.errors.VerkostoWarning) if ids[1] else contextlib.nullcontext():
        responses = vk.Responses.from_frame(frame, kysely)
    with pytest.warns(vk.errors.VerkostoWarning, match="called by the number of their row"):
        answers = answers_of(responses, "toive")
    assert answers.ids == ("2", "3", "4")


def test_rows_are_counted_as_in_the_source_with_its_blank_rows(tmp_path: Path) -> None:
    path = tmp_path / "toiveet.csv"
    path.write_text("Mitä toivot?;Muuta\nTiloja;x\n;\nRahaa;x\n", encoding="utf-8")
    with pytest.warns(vk.errors.VerkostoWarning):
        responses = vk.read(path, KYSELY, backend="csv")
    assert answers_of(responses, "toive").ids == ("2", "4")
    responses.to_parquet(tmp_path / "toiveet.parquet")
    assert answers_of(vk.Responses.from_parquet(tmp_path / "toiveet.parquet"), "toive").ids == ("2", "4")


def test_answers_without_provenance_are_counted_from_row_2() -> None:
    responses = open_responses()
    without = vk.Responses(
        vk.Instrument("k", "K", questions=(responses.instrument[QUESTION],)),
        {QUESTION: responses.variables[QUESTION]},
    )
    assert answers_of(without, QUESTION).ids[:2] == ("2", "3")


def test_what_says_nothing_is_silent_and_what_is_blank_keeps_its_reason() -> None:
    answers = listed("Tiloja", "-", None, "ei kommentoitavaa", "", "EOS", "🙂")
    assert answers.answered.tolist() == [True, False, False, False, False, False, False]
    assert [answers.text(row) for row in range(7)] == ["Tiloja", "-", None, "ei kommentoitavaa", None, "EOS", "🙂"]


def test_few_categories_and_many_reasons_meet() -> None:
    answers = answers_of(open_responses({"a": "!withheld", "b": "!not_asked", "c": None}), QUESTION)
    assert answers.state.tolist() == [
        1 + vk.responses.REASONS.index(r) for r in ("withheld", "not_asked", "not_answered")
    ]
    assert len(answers_of(open_responses({}, ()), QUESTION)) == 0


def test_a_subset_has_no_answers_outside_it() -> None:
    answers = answers_of(open_responses().where({"jarjestotyyppi": "kulttuuri"}), QUESTION)
    assert [one for one, there in zip(answers.ids, answers.answered, strict=True) if there] == ["v3", "v4", "v9", "v12"]
    assert answers.text(0) is None
    assert int(answers.state[0]) == 1 + vk.responses.REASONS.index("not_asked")


def test_each_text_has_its_language() -> None:
    answers = answers_of(open_responses(), QUESTION)
    language = dict(zip(answers.distinct, answers.languages, strict=True))
    assert [language[str(ANSWERS[one])] for one in ("v1", "v7", "v9")] == ["fi", "sv", "en"]


def test_the_text_beside_an_option_is_an_open_answer() -> None:
    choice = vk.SingleChoice("malli", "Malli", options=(vk.Option("k", "K"), vk.Option("muu", "Muu", free_text=True)))
    kysely = vk.Instrument("k", "K", questions=(choice,))
    frame = pd.DataFrame({"malli": ["k", "muu"], "malli[muu].text": [None, "Oma malli"]})
    assert answers_of(vk.Responses.from_frame(frame, kysely), "malli[muu].text").text(1) == "Oma malli"


@pytest.mark.parametrize("name", ["jarjestotyyppi", "vastaus"])
def test_what_holds_no_texts_is_refused(name: str) -> None:
    with pytest.raises(vk.errors.AnalysisError, match=r"vk\.Text"):
        answers_of(open_responses(), name)
    with pytest.raises(vk.errors.UnknownVariableError, match="Did you mean 'toive'"):
        answers_of(open_responses(), "toiv")


def test_a_list_of_few_or_repeated_texts_is_open_when_it_is_declared() -> None:
    drafted = vk.Responses.from_frame(pd.DataFrame({"toive": ["Tilat", "Tilat", "Raha"]}))
    with pytest.raises(vk.errors.AnalysisError, match="takes answers that repeat for a choice"):
        answers_of(drafted, "toive")
    assert int(listed("Tilat", "Tilat", "Raha").answered.sum()) == 3
    assert len(listed()) == 0


def test_broken_letters_are_told_and_left() -> None:
    texts = [
        "TÃ¤ytyy saada tiloja",
        "Ã„lÃ¤",
        "rikki\ufffd",
        "Hei ðŸ™‚",
        "Täytyy saada",
        "São Paulo",
        "ÅÄÖ 🙂",
        "itâ€™s",
    ]
    answers = listed(*texts)
    assert answers.broken == ("2", "3", "4", "5", "9")
    assert [answers.text(row) for row in range(len(texts))] == texts


@settings(max_examples=30)
@given(st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12), max_size=8))
def test_an_answer_is_intact(texts: list[str | None]) -> None:
    answers = listed(*texts)
    kept = [text if text is None or text.strip() else None for text in texts]
    assert [answers.text(row) for row in range(len(texts))] == kept
    assert not np.any(answers.answered & (answers.codes < 0))
