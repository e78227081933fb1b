"""Responses as an object: variables and their questions, provenance, pickles, two readings of one source."""

from __future__ import annotations

import datetime as dt
import pickle

import pandas as pd
import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError
from reading import assembled, made

from verkosto.errors import UnknownVariableError
from verkosto.instruments import (
    Column,
    Instrument,
    Matrix,
    MultipleChoice,
    Option,
    Scale,
    SingleChoice,
    Text,
)
from verkosto.responses import CellCounts, Provenance, Responses

MUU = Option("muu", "Muu", free_text=True)
KYSELY = made(
    SingleChoice("malli", "Malli", options=(Option("k", "Kyllä"), MUU)),
    MultipleChoice("tuki", "Tuki", options=(Option("a", "A"), MUU)),
    Matrix("vaite", "V", rows=(Option("r1", "R"),), scale=Scale((Option("1", "Yksi"),))),
    Text("vapaa", "Vapaa"),
    columns=(Column("jarjesto", role="unit_id"), Column("posti", role="email")),
)
TITLES = ["jarjesto", "malli", "tuki[a]", "tuki[muu]", "tuki[muu].text", "vaite[r1]", "Vapaa", "Muuta", "posti"]
ROWS = [
    ["Utu ry", "k", "1", "", "", "1", "salaisuus", "x", "a@b.fi"],
    ["Lumo ry", "hm", "", "1", "oma", "2", "", "", ""],
]


@pytest.fixture
def answers() -> Responses:
    return assembled(KYSELY, TITLES, ROWS)


def same(one: Responses, other: Responses) -> bool:
    pd.testing.assert_frame_equal(one.frame, other.frame)
    pd.testing.assert_frame_equal(one.unbound, other.unbound)
    for name in one.variables:
        pd.testing.assert_series_equal(one.missing(name), other.missing(name))
    return (one.issues, one.provenance, one.instrument) == (other.issues, other.provenance, other.instrument)


def test_two_readings_of_the_same_rows_are_equal(answers: Responses) -> None:
    again = assembled(KYSELY, TITLES, ROWS)
    assert same(answers, again)
    assert answers.provenance is not None
    later = evolve(answers.provenance, read_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    assert later == answers.provenance
    assert evolve(later, digest="ff") != answers.provenance


def test_a_pickle_is_the_same_answers(answers: Responses) -> None:
    assert same(pickle.loads(pickle.dumps(answers)), answers)
    subset = answers.where({"malli": ["k"]})
    back = pickle.loads(pickle.dumps(subset))
    assert same(back, subset)
    assert (len(back), back.rows) == (1, 2)
    assert same(pickle.loads(pickle.dumps(answers.derive("uusi", {"x": {"malli": ["k"]}}))).where({"uusi": "x"}),
                answers.derive("uusi", {"x": {"malli": ["k"]}}).where({"uusi": "x"}))  # fmt: skip


def test_the_parts_cannot_be_changed(answers: Responses) -> None:
    with pytest.raises(TypeError):
        answers.variables["malli"] = answers.variables["vapaa"]  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        answers.domain = None  # type: ignore[misc]


def test_provenance_counts_every_cell(answers: Responses) -> None:
    assert answers.provenance == Provenance(
        "testi.csv", "csv", rows=2, cells=CellCounts(read=12, decoded=8, issues=2, unbound=1, withheld=1)
    )


def test_the_repr_counts_and_shows_nothing(answers: Responses) -> None:
    assert repr(answers) == "<Responses to 'testi': 2 rows, 8 variables, 3 issues>"
    everything = repr(answers) + "".join(repr(variable) for variable in answers.variables.values())
    everything += repr(answers.provenance)
    assert "salaisuus" not in everything
    assert "Utu ry" not in everything


def test_a_variable_is_given_by_its_name(answers: Responses) -> None:
    assert answers.variable("tuki[a]") is answers.variables["tuki[a]"]
    with pytest.raises(UnknownVariableError, match=r"no variable 'vapa'\. Did you mean 'vapaa'"):
        answers.variable("vapa")
    with pytest.raises(
        UnknownVariableError, match=r"'tuki' is a question of several columns: 'tuki\[a\]', 'tuki\[muu\]'"
    ):
        answers.variable("tuki")
    with pytest.raises(UnknownVariableError, match="the values of column 'posti' identify respondents"):
        answers.variable("posti")


@pytest.mark.parametrize(
    ("name", "question", "part"),
    [
        ("malli", "malli", None),
        ("tuki", "tuki", None),
        ("tuki[a]", "tuki", "a"),
        ("tuki[muu].text", "tuki", "muu"),
        ("malli[muu].text", "malli", "muu"),
        ("vaite[r1]", "vaite", "r1"),
    ],
)
def test_the_question_behind_a_variable(answers: Responses, name: str, question: str, part: str | None) -> None:
    found, option = answers.question(name)
    assert found.id == question
    assert (None if option is None else option.code) == part


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("jarjesto", "has no question 'jarjesto'"),
        ("tuki[b]", r"question 'tuki' has no part 'b'"),
        ("vaite[r2]", r"has no part 'r2'\. It has 'r1'\."),
        ("malli[k]", r"question 'malli' has no part 'k'\. It has none\."),
        ("eole[k]", "has no question 'eole'"),
    ],
)
def test_a_variable_without_a_question_is_an_error(answers: Responses, name: str, message: str) -> None:
    with pytest.raises(UnknownVariableError, match=message):
        answers.question(name)


def test_answers_can_be_made_by_hand() -> None:
    empty = Responses(Instrument("i", "I"), {})
    assert (len(empty), empty.rows, empty.issues, empty.provenance) == (0, 0, (), None)
    assert empty.frame.shape == empty.unbound.shape == (0, 0)
    assert repr(empty) == "<Responses to 'i': 0 rows, 0 variables, 0 issues>"


def test_provenance_knows_the_row_of_each_response_in_the_source() -> None:
    rows = [["a"], ["b"], [""], ["c"], ["d"]]
    for cuts in ((), (1, 4)):
        provenance = assembled(made(Text("vapaa", "Vapaa")), ["Vapaa"], rows, cuts=cuts).provenance
        assert provenance is not None
        assert provenance.row_runs == ((2, 2), (5, 2))
        assert provenance.row_numbers == (2, 3, 5, 6)
    assert Provenance("testi.csv", "csv").row_numbers == ()
