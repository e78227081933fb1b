"""Instruments as a whole: what they hold, what contradicts itself, how they behave as values."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from strategies import instruments

from verkosto.dates import PartialDate, Period
from verkosto.errors import CodebookError, DateError, UnknownVariableError
from verkosto.instruments import (
    RESERVED,
    ROLES,
    AreaQuestion,
    Column,
    Instrument,
    Matrix,
    MultipleChoice,
    Number,
    Option,
    Question,
    Scale,
    SingleChoice,
    Text,
)

YES, NO = Option("k", "Kyllä"), Option("e", "Ei")
CHOICE = SingleChoice("malli", "Malli", options=(YES, NO))


def made(*questions: Question, columns: tuple[Column, ...] = (), **more: Any) -> Instrument:
    return Instrument("koe", "Koe", questions=questions, columns=columns, **more)


def test_questions_and_columns_are_found_by_id(kysely: Instrument) -> None:
    assert kysely["malli_a"] is kysely.questions[1]
    assert kysely.column("aika").header == "Vastausaika"
    assert [question.id for question in kysely][:2] == ["kunta", "malli_a"]
    assert "aika" in kysely
    assert "malli_a" in kysely
    assert "malli_b" not in kysely
    assert 5 not in kysely


def test_an_unknown_id_is_told_with_the_nearest(kysely: Instrument) -> None:
    with pytest.raises(UnknownVariableError, match=r"has no question 'mali_a'\. Did you mean 'malli_a'\?"):
        kysely["mali_a"]
    with pytest.raises(UnknownVariableError, match=r"has no column 'aikka'\. Did you mean 'aika'\?"):
        kysely.column("aikka")
    with pytest.raises(LookupError, match="has no question 0"):
        kysely[0]  # type: ignore[index]


def test_columns_are_found_by_role(kysely: Instrument) -> None:
    assert [column.id for column in kysely.role("unit_id")] == ["jarjesto"]
    assert kysely.role("weight") == ()


def test_the_repr_is_short(kysely: Instrument) -> None:
    assert repr(kysely) == "<Instrument 'tukirakenne-2020': 9 questions>"


def test_areas_are_looked_up_on_the_area_date_or_the_start_of_fieldwork() -> None:
    assert made(area_date="2020-03-01", fieldwork="2019/2020").areas_on == PartialDate(2020, 3, 1)
    assert made(fieldwork="2019-11/2020").areas_on == PartialDate(2019, 11)
    assert made(fieldwork=Period(end="2020")).areas_on is None
    assert made().areas_on is None


def test_dates_are_read_as_everywhere() -> None:
    assert made(fieldwork="2020-02").fieldwork == Period("2020-02", "2020-02")
    with pytest.raises(DateError):
        made(area_date="24.4.2023")


@pytest.mark.parametrize("name", ["", " \n", None, 5])
def test_an_instrument_needs_an_id(name: Any) -> None:
    with pytest.raises(CodebookError, match="an instrument needs an id as text"):
        Instrument(name, "Koe")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("sampling", "openlink", r"^instrument 'koe': sampling 'openlink' is unknown\. Did you mean 'open_link'"),
        ("unit_id", 5, r"^instrument 'koe': unit_id must be text, not 5"),
        ("questions", CHOICE, "a list is needed, not SingleChoice"),
        ("questions", ("malli",), r"^instrument 'koe': questions holds 'malli' of type str"),
        ("columns", (CHOICE,), r"^instrument 'koe': columns holds .*of type SingleChoice"),
        ("questions", (Question("a", "?"),), r"^instrument 'koe': question 'a' has no kind"),
    ],
)
def test_a_field_of_the_wrong_type_is_told(field: str, value: object, message: str) -> None:
    with pytest.raises(CodebookError, match=message):
        Instrument("koe", "Koe", **{field: value})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("columns", "questions", "places"),
    [
        ((), (CHOICE, CHOICE), r"questions\[1\] and questions\[2\]"),
        ((Column("malli"),), (Text("x", "?"), CHOICE), r"columns\[1\] and questions\[2\]"),
        ((Column("malli"), Column("x"), Column("malli")), (), r"columns\[1\] and columns\[3\]"),
    ],
)
def test_two_parts_of_one_id_are_told_with_both_places(
    columns: tuple[Column, ...], questions: tuple[Question, ...], places: str
) -> None:
    with pytest.raises(CodebookError, match=rf"{places} share the id 'malli'\. Rename one of them\."):
        made(*questions, columns=columns)


@pytest.mark.parametrize(
    ("columns", "questions"),
    [
        ((Column("a", position=3),), (Text("b", "?", position=3),)),
        ((), (Text("a", "?", position=3), Text("b", "?", position=3))),
        ((Column("b", position=3),), (MultipleChoice("a", "?", options=(YES, NO), position=2),)),
    ],
)
def test_two_parts_cannot_claim_one_position(columns: tuple[Column, ...], questions: tuple[Question, ...]) -> None:
    with pytest.raises(CodebookError, match=r"'[ab]' and '[ab]' both claim the position 3\."):
        made(*questions, columns=columns)


def test_neighbouring_positions_are_no_contradiction() -> None:
    ticks = MultipleChoice("a", "?", options=(YES, NO), position=2)
    assert len(made(ticks, Text("b", "?", position=4), columns=(Column("c", position=1),)).questions) == 2


def test_one_column_tells_responses_apart() -> None:
    columns = (Column("a", role="response_id"), Column("b", role="response_id"))
    with pytest.raises(CodebookError, match=r"columns 'a', 'b' all have the role 'response_id'"):
        made(columns=columns)
    assert made(columns=columns[:1]).role("response_id") == columns[:1]


def test_the_protection_unit_is_a_column_or_question_of_one_column() -> None:
    assert made(CHOICE, unit_id="malli").unit_id == "malli"
    with pytest.raises(
        CodebookError, match=r"unit_id 'mali' is no column or question\. Did you mean 'malli'\? Declare it"
    ):
        made(CHOICE, unit_id="mali")
    with pytest.raises(CodebookError, match="unit_id 'a' is a contact, whose values are kept nowhere"):
        made(columns=(Column("a", role="email"),), unit_id="a")
    with pytest.raises(CodebookError, match="'a' is a question of several columns"):
        made(MultipleChoice("a", "?", options=(YES, NO)), unit_id="a")


TICKS = MultipleChoice("palvelut", "Palvelut", options=(YES, NO))
AREA = AreaQuestion("kunta", "Kunta", special=(Option("ulk", "Ulkomailla", kind="not_applicable"),))


@pytest.mark.parametrize(("other", "codes"), [(CHOICE, ("k", "e")), (TICKS, ("e",)), (AREA, ("049",))])
def test_a_question_may_depend_on_an_earlier_choice_or_area(other: Question, codes: tuple[str, ...]) -> None:
    asked = Text("miksi", "Miksi?", asked_if={other.id: codes})
    assert made(other, asked)["miksi"].asked_if == {other.id: codes}


MATRIX = Matrix("vaittamat", "?", rows=(YES,), scale=Scale((YES, NO)))


@pytest.mark.parametrize(
    ("questions", "conditions", "message"),
    [
        ((CHOICE,), {"mali": ("k",)}, r"names 'mali', which is no question\. Did you mean 'malli'\?"),
        ((CHOICE,), {"miksi": ("k",)}, "names 'miksi', which is asked later or is the question itself"),
        ((CHOICE,), {"malli": ("k", "kk")}, r"of 'malli' names 'kk', which is none of its codes\..* It has 'k', 'e'"),
        ((TICKS,), {"palvelut": ("x",)}, "of 'palvelut' names 'x'"),
        ((AREA,), {"kunta": ("049", "ulk")}, "of 'kunta' names the special value 'ulk', which is no area"),
        ((MATRIX,), {"vaittamat": ("k",)}, "of 'vaittamat': a matrix question has no codes to choose by"),
        ((Number("n_", "?"),), {"n_": ("1",)}, "of 'n_': a number question has no codes"),
    ],
)
def test_a_condition_that_can_never_hold_is_told(
    questions: tuple[Question, ...], conditions: dict[str, tuple[str, ...]], message: str
) -> None:
    with pytest.raises(CodebookError, match=f"^instrument 'koe': question 'miksi': asked_if {message}"):
        made(*questions, Text("miksi", "Miksi?", asked_if=conditions))


def test_a_condition_on_a_later_question_is_told_as_such() -> None:
    asked = Text("miksi", "Miksi?", asked_if={"malli": ("k",)})
    with pytest.raises(CodebookError, match="names 'malli', which is asked later"):
        made(asked, CHOICE)


def test_every_contradiction_is_told_at_once() -> None:
    with pytest.raises(CodebookError) as caught:
        made(CHOICE, CHOICE, Text("miksi", "?", asked_if={"x": ("k",)}), unit_id="y")
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert all(line.startswith("instrument 'koe': ") for line in lines)


def test_instruments_are_values(kysely: Instrument) -> None:
    twin = pickle.loads(pickle.dumps(kysely))
    assert twin == kysely == copy.deepcopy(kysely) == copy.copy(kysely)
    assert hash(twin) == hash(kysely)
    assert evolve(kysely, area_date="2021") != kysely


@settings(max_examples=40)
@given(instruments(pseudonyms=True))
def test_equal_instruments_have_equal_hashes(instrument: Instrument) -> None:
    twin = pickle.loads(pickle.dumps(instrument))
    assert twin == instrument
    assert hash(twin) == hash(instrument)
    assert not {part.id for part in instrument} & RESERVED


def test_a_column_is_titled_by_its_header_or_its_id() -> None:
    assert Column("aika").titles == ("aika",)
    assert Column("aika", "Vastausaika", aliases=("Aika", "Vastausaika")).titles == ("Vastausaika", "Aika")


def test_columns_that_identify_are_withheld() -> None:
    assert {role for role in ROLES if Column("a", role=role).withheld} == {"email", "identifier"}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("role", "unitid", r"^column 'a': role 'unitid' is unknown\. Did you mean 'unit_id'\? Use one of response_id"),
        ("header", 5, r"^column 'a': header must be text, not 5"),
        ("aliases", "Aika", "a list is needed"),
        ("position", 0, r"^column 'a': position counts columns from 1, not 0"),
        ("id", "estimate", "column id 'estimate' is a column of every table"),
    ],
)
def test_a_column_of_the_wrong_type_is_told(field: str, value: object, message: str) -> None:
    with pytest.raises(CodebookError, match=message):
        Column(**{"id": "a", field: value})  # type: ignore[arg-type]


def test_instruments_are_imported_without_heavy_libraries() -> None:
    code = (
        "import sys, verkosto.instruments as i; i.Instrument('a', 'b', questions=(i.Text('c', 'd'),)); "
        "print(sorted({'cattrs', 'tomlkit', 'babel', 'pandas', 'numpy', 'verkosto.regions'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
