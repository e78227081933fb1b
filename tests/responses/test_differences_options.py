"""Unknown options in cells: which one each may be; what respondents wrote is in the frame that is asked for, only."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Any

import pytest
from reading import assembled, made, reading

from verkosto.instruments import Matrix, MultipleChoice, Option, Question, Ranking, Scale, SingleChoice, Text
from verkosto.responses import Dialect, Difference, Responses

MALLI = SingleChoice(
    "malli",
    "Malli?",
    options=(Option("k", "Kannatan täysin"), Option("e", "En kannata", number=5), Option("o", "Osin")),
)
TUKI = MultipleChoice("tuki", "Tuki?", options=(Option("tilat", "Tilat"), Option("raha", "Raha, avustus")))


def told(found: Sequence[Difference]) -> list[tuple[str, str | None, str | None, str | None, int | None]]:
    return [(one.kind, one.variable, one.expected, one.value, one.cells) for one in found]


def read(*cells: str, question: Question = MALLI, **dialect: Any) -> Responses:
    return reading(question, [question.text.fi], *cells, **{"values": "text", **dialect})


def test_an_option_that_nobody_chose_was_renamed() -> None:
    (one,) = read("Kannatan lähes täysin", "En kannata", "kannatan  lähes täysin", "Osin").differences
    assert told([one]) == [("renamed_option", "malli[k]", "Kannatan täysin", "Kannatan lähes täysin", 2)]
    assert one.positions == (1,)
    assert one.likeness == pytest.approx(0.83, abs=0.01)
    assert one.line == '{ code = "k", label = "Kannatan täysin", aliases = ["Kannatan lähes täysin"] },'


def test_an_option_that_somebody_chose_was_not() -> None:
    (one,) = read("Kannatan lähes täysin", "Kannatan täysin", "En kannata", "Osin").differences
    assert told([one]) == [("new_option", "malli", "Kannatan täysin", "Kannatan lähes täysin", 1)]
    assert one.line == '{ code = "kannatan_lahes", label = "Kannatan lähes täysin" },'


def test_two_options_that_were_renamed_find_their_own() -> None:
    found = read("En kannattaisi", "Kannattaisin täysin").differences
    assert told(found) == [
        ("renamed_option", "malli[e]", "En kannata", "En kannattaisi", 1),
        ("renamed_option", "malli[k]", "Kannatan täysin", "Kannattaisin täysin", 1),
    ]


def test_an_option_like_none_is_new() -> None:
    assert told(read("Ehkä joskus", "Ehkä joskus", "Osin").differences) == [
        ("new_option", "malli", None, "Ehkä joskus", 2)
    ]


def test_what_respondents_wrote_is_in_the_frame_alone() -> None:
    responses = read("Salainen mielipide", "Kannatan lähes täysin")
    for one in responses.differences:
        assert "Salainen" not in f"{one!r} {one} {one.remedy}"
        assert "lähes" not in f"{one!r} {one}"
        assert ", 1 cell" in str(one)
    assert "Salainen" not in repr(responses)
    frame = responses.differences_frame()
    assert frame["value"].tolist() == ["Salainen mielipide", "Kannatan lähes täysin"]
    assert frame["line"].str.contains("Salainen").tolist() == [True, False]
    assert frame["columns"].tolist() == ["1", "1"]
    assert frame["cells"].tolist() == [1, 1]


def test_rows_of_a_matrix_share_their_scale() -> None:
    question = Matrix(
        "v",
        "V?",
        rows=(Option("r1", "Yksi"), Option("r2", "Kaksi")),
        scale=Scale((Option("1", "Eri mieltä"), Option("2", "Samaa mieltä"))),
    )
    responses = reading(
        question,
        ["V?:Yksi", "V?:Kaksi"],
        ["Eri mieltä", "Aivan samaa mieltä"],
        ["aivan samaa mieltä", "Eri mieltä"],
        separator=":",
        values="text",
    )
    (one,) = responses.differences
    assert told([one]) == [("renamed_option", "v[2]", "Samaa mieltä", "Aivan samaa mieltä", 2)]
    assert one.positions == (1, 2)


def test_a_column_of_open_answers_is_one_difference() -> None:
    found = read(*(f"Oma vastaus {number}" for number in range(40))).differences
    assert told(found) == [("open_answers", "malli", "Malli?", None, 40)]
    assert "check the question's kind" in str(found[0])


def test_ticks_whose_cells_are_named_otherwise() -> None:
    found = reading(
        TUKI, ["Tuki?:Tilat", "Tuki?:Raha, avustus"], ["Tiloja", ""], ["", "Muuta"], separator=":"
    ).differences
    assert told(found) == [
        ("renamed_option", "tuki[tilat]", "Tilat", "Tiloja", 1),
        ("renamed_option", "tuki[raha]", "Raha, avustus", "Muuta", 1),
    ]
    assert [one.likeness is None for one in found] == [False, True]


def test_what_known_options_leave_of_a_joined_cell() -> None:
    found = read(
        "Tilat, Uusi asia", "Uusi asia, raha, avustus", "Tilat, Toinen", "Tilat", question=TUKI, joined=", "
    ).differences
    assert told(found) == [("new_option", "tuki", None, "Uusi asia", 2), ("new_option", "tuki", None, "Toinen", 1)]
    # The two stand beside each other, and nobody knows where one ends.
    assert told(read("Uusi, Toinen", question=TUKI, joined=", ").differences) == [
        ("new_option", "tuki", None, "Uusi, Toinen", 1)
    ]


def test_ranked_options_in_one_cell() -> None:
    question = Ranking("j", "J?", options=TUKI.options)
    found = read("Raha, avustus;Tilat", "Tilaa;Raha, avustus", question=question, joined=";").differences
    assert told(found) == [("new_option", "j", "Tilat", "Tilaa", 1)]


def test_long_texts_are_near_nothing() -> None:
    found = read("Kannatan täysin " * 500, "Osin").differences
    assert [(one.kind, one.likeness) for one in found] == [("new_option", None)]


def test_a_line_can_be_pasted_whatever_the_text() -> None:
    text = 'Kannatan "täysin"\t\\ aina'
    (one,) = read(text).differences
    assert one.line is not None
    parsed = tomllib.loads(f"options = [\n{one.line}\n]")["options"]
    assert parsed == [{"code": "k", "label": "Kannatan täysin", "aliases": [text]}]


def test_issues_of_other_reasons_are_no_differences() -> None:
    instrument = made(Text("t", "T"), MALLI)
    rows = [["a", "Osin"], ["b", "5,5"]]
    responses = assembled(instrument, ["T", "Malli?"], rows, dialect=Dialect(values="number"))
    assert [(one.kind, one.value) for one in responses.differences] == [("new_option", "5,5")]
