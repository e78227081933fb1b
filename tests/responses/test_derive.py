"""`derive`: a recoding takes every row once, and what was missing stays missing for its reason."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from reading import assembled

from verkosto.errors import AnalysisError, CodebookError, DerivationError, UnknownVariableError
from verkosto.instruments import AreaQuestion, Column, Instrument, MultipleChoice, Number, Option, SingleChoice
from verkosto.responses import Responses
from verkosto.text import LocalText

KYSELY = Instrument(
    "kysely",
    "Kysely",
    area_date="2020-03-01",
    columns=(Column("posti", role="email"),),
    questions=(
        SingleChoice(
            "malli",
            "Malli",
            options=(
                Option("k", "Kyllä"),
                Option("e", "Ei"),
                Option("eos", "EOS", kind="dont_know"),
                Option("ehs", "EHS", kind="refused"),
            ),
        ),
        Number("jasenia", "Jäseniä"),
        MultipleChoice("tuki", "Tuki", options=(Option("a", "A"), Option("b", "B"))),
        AreaQuestion("kunta", "Kunta"),
    ),
)
TITLES = ["malli", "Jäseniä", "tuki[a]", "tuki[b]", "Kunta", "posti"]
ROWS = [
    ["k", "5", "1", "", "091", ""],
    ["e", "50", "", "1", "179", ""],
    ["eos", "500", "1", "1", "x", ""],
    ["ehs", "", "", "", "911", ""],
    ["", "7", "1", "", "", ""],
    ["?", "8", "1", "", "091", ""],
]


@pytest.fixture(scope="module")
def answers() -> Responses:
    return assembled(KYSELY, TITLES, ROWS)


def values(responses: Responses, name: str) -> list[Any]:
    """Codes, and in place of a missing one its reason."""
    pairs = zip(responses.frame[name], responses.missing(name), strict=True)
    return [f"!{reason}" if pd.isna(value) else value for value, reason in pairs]


def test_rows_take_the_option_whose_conditions_hold_and_others_are_missing_for_their_reason(answers: Responses) -> None:
    derived = answers.derive("kanta", {"puolesta": {"malli": ["k"]}, "vastaan": {"malli": ["e"]}})
    assert values(derived, "kanta") == ["puolesta", "vastaan", "!dont_know", "!refused", "!not_answered", "!invalid"]
    assert derived.frame["kanta"].dtype == pd.CategoricalDtype(["puolesta", "vastaan"], ordered=False)
    assert isinstance(derived.instrument["kanta"], SingleChoice)
    assert derived.instrument["kanta"].text.fi == "kanta"
    # The responses that it was made from know nothing of it.
    assert "kanta" not in answers.variables
    assert "kanta" not in answers.instrument


def test_a_missing_answer_that_an_option_asks_for_is_an_answer(answers: Responses) -> None:
    derived = answers.derive("kanta", {"on": {"malli": ["k", "e"]}, "ei": {"malli": ["eos", "ehs"]}})
    assert values(derived, "kanta") == ["on", "on", "ei", "ei", "!not_answered", "!invalid"]


def test_rows_of_other_answers_need_a_place(answers: Responses) -> None:
    small = {"pieni": {"jasenia": (None, 10)}}
    with pytest.raises(
        DerivationError, match=r"derive 'koko': 2 rows have their answers and fulfil none .* otherwise="
    ):
        answers.derive("koko", small)
    derived = answers.derive("koko", small, otherwise="suuri", ordered=True)
    assert values(derived, "koko") == ["pieni", "suuri", "suuri", "!not_answered", "pieni", "pieni"]
    assert derived.frame["koko"].dtype == pd.CategoricalDtype(["pieni", "suuri"], ordered=True)


def test_otherwise_may_be_one_of_the_options(answers: Responses) -> None:
    options: dict[Option, dict[str, Any]] = {
        Option("suuri", "Suuri"): {"jasenia": (400, None)},
        Option("pieni", "Pieni"): {"jasenia": (None, 6)},
    }
    derived = answers.derive("koko", options, otherwise="pieni")
    assert values(derived, "koko") == ["pieni", "pieni", "suuri", "!not_answered", "pieni", "pieni"]


def test_overlapping_conditions_are_refused_and_counted(answers: Responses) -> None:
    with pytest.raises(DerivationError, match="1 rows fulfil the conditions of both 'a' and 'b'"):
        answers.derive("kumpi", {"a": {"tuki": ["a"]}, "b": {"tuki": ["b"]}})


def test_conditions_on_several_questions_inherit_the_first_reason(answers: Responses) -> None:
    derived = answers.derive(
        "yhdessa", {"pieni": {"malli": ["k"], "jasenia": (None, 10)}, "suuri": {"malli": ["e"], "jasenia": (10, None)}}
    )
    assert values(derived, "yhdessa") == ["pieni", "suuri", "!dont_know", "!refused", "!not_answered", "!invalid"]


def test_ticks_areas_and_area_types_are_conditions(answers: Responses) -> None:
    by_region = answers.derive("alue", {"etela": {"maakunta": ["01"]}, "muu": {"maakunta": ["12", "13"]}})
    assert values(by_region, "alue") == ["etela", "muu", "!invalid", "muu", "!not_answered", "etela"]
    by_code = answers.derive("kotona", {"hki": {"kunta": ["091"]}}, otherwise="muualla")
    assert values(by_code, "kotona") == ["hki", "muualla", "!invalid", "muualla", "!not_answered", "hki"]
    by_question = answers.derive("tukea", {"on": {"tuki": ["a", "b"]}})
    assert values(by_question, "tukea") == ["on", "on", "on", "!not_answered", "on", "on"]
    by_tick = answers.derive("saa", {"a": {"tuki[a]": True}, "ei": {"tuki[a]": False}})
    assert values(by_tick, "saa") == ["a", "ei", "a", "!not_answered", "a", "a"]


def test_labels_kinds_and_text_are_kept(answers: Responses) -> None:
    options = {
        Option("p", LocalText(fi="Puolesta", sv="För")): {"malli": ["k"]},
        Option("m", "Muu", kind="dont_know"): {"malli": ["e", "eos", "ehs"]},
    }
    derived = answers.derive("kanta", options, text="Kanta malliin")
    assert derived.labelled("sv")["Kanta malliin"].tolist()[:3] == ["För", "Muu", "Muu"]
    assert derived.missing("kanta").tolist()[1:3] == ["dont_know", "dont_know"]


def test_a_derived_variable_can_be_derived_from_and_chosen_by(answers: Responses) -> None:
    derived = answers.derive("kanta", {"on": {"malli": ["k", "e"]}}, otherwise="ei").where({"kanta": ["on"]})
    again = derived.derive("toinen", {"x": {"kanta": ["on"]}, "y": {"kanta": ["ei"]}})
    assert again.frame["toinen"].tolist() == ["x", "x"]
    assert len(again) == 2
    assert again.rows == 6


@pytest.mark.parametrize("name", ["malli", "tuki", "posti", "tuki[a]"])
def test_a_taken_id_is_refused(answers: Responses, name: str) -> None:
    with pytest.raises(DerivationError, match="the id is taken"):
        answers.derive(name, {"x": {"malli": ["k"]}})


def test_what_the_codebook_refuses_is_refused_here_too(answers: Responses) -> None:
    with pytest.raises(CodebookError, match="no options"):
        answers.derive("tyhja", {})
    with pytest.raises(CodebookError, match="column of every table"):
        answers.derive("value", {"x": {"malli": ["k"]}}, otherwise="y")
    with pytest.raises(CodebookError, match="without brackets"):
        answers.derive("uusi", {"[x]": {"malli": ["k"]}}, otherwise="y")
    with pytest.raises(AnalysisError, match="no code 'kyllä'"):
        answers.derive("uusi", {"x": {"malli": ["kyllä"]}}, otherwise="y")
    with pytest.raises(UnknownVariableError, match="identify respondents and are kept nowhere"):
        answers.derive("uusi", {"x": {"posti": ["a"]}}, otherwise="y")


def test_no_message_shows_an_answer() -> None:
    rows = [["k", "5", "1", "1", "salaisuus", "salaisuus"]]
    with pytest.raises(DerivationError) as caught:
        assembled(KYSELY, TITLES, rows).derive("kumpi", {"a": {"tuki": ["a"]}, "b": {"tuki": ["b"]}})
    assert "salaisuus" not in str(caught.value)
