"""`where`: subsets by codes, ticks, bounds, days and areas, each of which still knows the whole design."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from reading import assembled

from verkosto.errors import AnalysisError, NonNestingError, UnknownVariableError
from verkosto.instruments import (
    AreaQuestion,
    Column,
    Date,
    Instrument,
    Matrix,
    MultipleChoice,
    Nps,
    Number,
    Option,
    Ranking,
    Scale,
    SingleChoice,
    Text,
)
from verkosto.responses import Responses

KYSELY = Instrument(
    "kysely",
    "Kysely",
    area_date="2020-03-01",
    columns=(Column("jarjesto", role="unit_id"), Column("aika", role="time"), Column("paino", role="weight")),
    questions=(
        AreaQuestion("kunta", "Kunta"),
        SingleChoice("malli", "Malli", options=(Option("k", "Kyllä"), Option("e", "Ei"), Option("eos", "EOS"))),
        MultipleChoice("tuki", "Tuki", options=(Option("a", "A"), Option("b", "B"), Option("7", "C"))),
        Matrix("vaite", "V", rows=(Option("r1", "R"),), scale=Scale((Option("1", "Eri"), Option("2", "Sama")))),
        Number("jasenia", "Jäseniä"),
        Nps("nps", "NPS"),
        Date("pvm", "Pvm"),
        Text("vapaa", "Vapaa"),
        Ranking("sija", "Sija", options=(Option("x", "X"), Option("y", "Y"))),
    ),
)
TITLES = ["jarjesto", "aika", "paino", "Kunta", "Malli", "tuki[a]", "tuki[b]", "tuki[7]", "vaite[r1]", "Jäseniä", "NPS",
          "Pvm", "Vapaa", "sija[x]", "sija[y]"]  # fmt: skip
ROWS = [
    ["Utu ry", "1.2.2020 10.00", "1", "091", "k", "1", "", "", "1", "5", "0", "1.2.2020", "hei", "1", "2"],
    ["Utu ry", "2.2.2020 10.00", "2", "179", "e", "", "1", "1", "2", "8,5", "9", "29.2.2020 23.59", "", "2", "1"],
    ["Lumo ry", "3.2.2020 10.00", "3", "911", "eos", "1", "1", "", "", "", "10", "1.3.2020", "hei", "", ""],
    ["", "4.2.2020 10.00", "4", "", "", "", "", "", "2", "x", "", "", "moi", "", ""],
]


@pytest.fixture(scope="module")
def answers() -> Responses:
    return assembled(KYSELY, TITLES, ROWS)


@pytest.mark.parametrize(
    ("conditions", "rows"),
    [
        ({"malli": ["k"]}, [0]),
        ({"malli": "k"}, [0]),
        ({"malli": ("k", "e")}, [0, 1]),
        ({"malli": {"k", "eos"}}, [0, 2]),
        ({"malli": []}, []),
        ({"vaite[r1]": ["2"]}, [1, 3]),
        ({"vaite[r1]": 2}, [1, 3]),
        ({"vaite[r1]": np.int64(2)}, [1, 3]),
        ({"tuki[a]": True}, [0, 2]),
        ({"tuki[a]": False}, [1]),
        ({"tuki[a]": np.bool_(1)}, [0, 2]),
        ({"tuki[a]": [True, False]}, [0, 1, 2]),
        ({"tuki": ["a", "b"]}, [0, 1, 2]),
        ({"tuki": "b"}, [1, 2]),
        ({"tuki": 7}, [1]),
        ({"tuki": []}, []),
        ({"jasenia": (5, None)}, [0, 1]),
        ({"jasenia": (None, 5)}, [0]),
        ({"jasenia": (5.5, 9)}, [1]),
        ({"jasenia": (None, None)}, [0, 1]),
        ({"nps": (9, 10)}, [1, 2]),
        ({"sija[x]": (1, 1)}, [0]),
        ({"paino": (2, 3)}, [1, 2]),
        ({"pvm": ("2020-02-29", "2020-02-29")}, [1]),
        ({"pvm": (None, "2020-02")}, [0, 1]),
        ({"pvm": ("2020-02", "2020")}, [0, 1, 2]),
        ({"pvm": (dt.date(2020, 3, 1), None)}, [2]),
        ({"aika": ("2020-02-03", None)}, [2, 3]),
        ({"jarjesto": ["Utu ry"]}, [0, 1]),
        ({"jarjesto": ["Tuntematon ry"]}, []),
        ({"vapaa": "hei"}, [0, 2]),
        ({"kunta": ["091", "911"]}, [0, 2]),
        ({"kunta": ["049"]}, []),
        ({"maakunta": ["13"]}, [1]),
        ({"maakunta": "12"}, [2]),
        ({"maakunta": ["21"]}, []),
        ({"erva": ["1", "2", "3", "4", "5"]}, [0, 1, 2]),
        ({"malli": ["k", "e"], "tuki": ["b"]}, [1]),
        ({}, [0, 1, 2, 3]),
    ],
)
def test_where_keeps_the_rows_in_which_every_condition_holds(
    answers: Responses, conditions: dict[str, Any], rows: list[int]
) -> None:
    subset = answers.where(conditions)
    assert subset.domain is not None
    assert np.flatnonzero(subset.domain).tolist() == rows
    assert len(subset) == len(rows)
    assert len(subset.frame) == len(rows)


def test_a_subset_knows_the_whole_design(answers: Responses) -> None:
    subset = answers.where({"malli": ["k", "e"]})
    assert subset.rows == answers.rows == 4
    assert subset.variables == answers.variables
    assert subset.issues == answers.issues
    assert repr(subset) == "<Responses to 'kysely': 2 of 4 rows, 15 variables, 1 issues>"


def test_a_subset_of_a_subset_is_in_both(answers: Responses) -> None:
    twice = answers.where({"malli": ["k", "e"]}).where({"tuki": ["a"]})
    at_once = answers.where({"malli": ["k", "e"], "tuki": ["a"]})
    assert twice.domain is not None
    assert at_once.domain is not None
    assert twice.domain.tolist() == at_once.domain.tolist() == [True, False, False, False]
    assert twice.frame.equals(at_once.frame)


def test_missing_and_unbound_have_the_rows_of_the_subset() -> None:
    whole = assembled(KYSELY, [*TITLES, "Muuta"], [[*row, f"m{place}"] for place, row in enumerate(ROWS)])
    subset = whole.where({"malli": ["e", "eos"]})
    assert subset.missing("jasenia").tolist()[1] == "not_answered"
    assert len(subset.missing("tuki")) == len(subset.labelled()) == 2
    assert subset.unbound["Muuta"].tolist() == ["m1", "m2"]
    assert subset.unbound.index.equals(subset.frame.index)


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ({"malli": ["kk"]}, "variable 'malli' has no code 'kk'"),
        ({"malli": ["K"]}, "Did you mean 'k'?"),
        ({"malli": 1.5}, "a condition is a code or a list of codes"),
        ({"malli": None}, "a condition is a code or a list of codes"),
        ({"malli": [None]}, "a condition is a code or a list of codes"),
        ({"tuki": ["c"]}, "question 'tuki' has no option 'c'"),
        ({"tuki": True}, "question 'tuki' has no option '1'"),
        ({"tuki": 1.5}, "a condition is a code"),
        ({"tuki[a]": ["k"]}, "variable 'tuki\\[a\\]' has no code 'k'"),
        ({"kunta": ["999"]}, "variable 'kunta' has no code '999'"),
        ({"maakunta": ["Keski-Suomi"]}, "variable 'maakunta' has no code"),
        ({"jasenia": 5}, "holds numbers: give a pair"),
        ({"jasenia": [1, 2]}, "holds numbers: give a pair"),
        ({"jasenia": (1, 2, 3)}, "holds numbers: give a pair"),
        ({"jasenia": ("yksi", None)}, "its bounds must be numbers or None"),
        ({"jasenia": (None, [1])}, "its bounds must be numbers or None"),
        ({"pvm": "2020"}, "holds days: give a pair"),
        ({"pvm": ("1.2.2020", None)}, "its bounds must be ISO dates"),
        ({"pvm": (None, 2020)}, "its bounds must be ISO dates"),
    ],
)
def test_a_condition_that_cannot_be_meant_is_an_error(
    answers: Responses, conditions: dict[str, Any], message: str
) -> None:
    with pytest.raises(AnalysisError, match=message):
        answers.where(conditions)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("mali", "there is no variable 'mali'. Did you mean 'malli'"),
        ("vaite", "'vaite' is a question of several columns: 'vaite\\[r1\\]' … Name one"),
        ("sija", "'sija' is a question of several columns"),
    ],
)
def test_an_unknown_variable_is_named_with_the_nearest(answers: Responses, name: str, message: str) -> None:
    with pytest.raises(UnknownVariableError, match=message):
        answers.where({name: ["1"]})


def test_an_error_about_a_text_shows_no_answer(answers: Responses) -> None:
    # Any text may be asked for, so that no message needs to list those that there are.
    assert len(answers.where({"jarjesto": ["Uti ry"]})) == 0


def test_a_question_wins_over_an_area_type_of_its_name() -> None:
    question = SingleChoice("maakunta", "Maakunta?", options=(Option("oma", "Oma"), Option("muu", "Muu")))
    instrument = Instrument("i", "I", area_date="2020-03-01", questions=(AreaQuestion("kunta", "Kunta"), question))
    found = assembled(instrument, ["Kunta", "Maakunta?"], [["091", "Oma"], ["179", "Muu"]])
    assert len(found.where({"maakunta": ["oma"]})) == 1


def test_areas_that_do_not_nest_are_no_condition() -> None:
    instrument = Instrument("i", "I", area_date="2020-03-01", questions=(AreaQuestion("m", "M", area_type="maakunta"),))
    found = assembled(instrument, ["M"], [["13"], ["01"]])
    with pytest.raises(NonNestingError, match="Keski-Suomi"):
        found.where({"erva": ["3"]})
