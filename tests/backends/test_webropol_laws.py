"""The law of Webropol's files: what an independent writer wrote is read back, in every layout and kind of values."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Literal

import pytest
from attrs import evolve
from exports import export
from form_answers import codes, told
from hypothesis import given, settings
from hypothesis import strategies as st
from webropol import quietly
from webropol_writer import (
    Survey,
    Values,
    expected,
    sheets,
    surveys,
    table_a,
    table_b,
    table_events,
    write_sheets,
)

from verkosto.errors import AmbiguousSourceError
from verkosto.instruments import Column
from verkosto.responses import Responses

pytestmark = pytest.mark.thorough

VALUES: tuple[Values, ...] = ("text", "number", "binary")
FOUND = settings(max_examples=8)


def answers(responses: Responses, survey: Survey) -> dict[str, list[Any]]:
    return {name: codes(responses, name) for name in expected(survey)}


def check(survey: Survey, rows: list[list[str]], values: Values, **options: Any) -> None:
    """What is written is read back from a csv; without the layout it is the same, or the reader asks for it."""
    with tempfile.TemporaryDirectory() as folder:
        path = export(Path(folder), rows)
        responses = quietly(path, survey.instrument, values=values, **options)
        assert answers(responses, survey) == expected(survey)
        assert not responses.issues
        cells = told(responses).cells
        assert cells.decoded == cells.read
        try:
            found = quietly(path, survey.instrument, values=values)
        except AmbiguousSourceError:
            return
        assert answers(found, survey) == expected(survey)


@pytest.mark.parametrize("values", VALUES)
@FOUND
@given(st.data(), st.booleans())
def test_layout_a(values: Values, data: st.DataObject, numbered: bool) -> None:
    survey = data.draw(surveys(values=values))
    check(survey, table_a(survey, values, numbered=numbered), values, layout="A")


@pytest.mark.parametrize("values", VALUES)
@FOUND
@given(st.data(), st.booleans(), st.booleans())
def test_layout_b(values: Values, data: st.DataObject, numbered: bool, repeated: bool) -> None:
    survey = data.draw(surveys(values=values))
    check(survey, table_b(survey, values, numbered=numbered, repeated=repeated), values, layout="B")


@pytest.mark.parametrize("values", VALUES)
@FOUND
@given(st.data(), st.integers(1, 4))
def test_events(values: Values, data: st.DataObject, above: int) -> None:
    survey = data.draw(surveys(values=values))
    rows = table_events(survey, values, above=above)
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows] if data.draw(st.booleans()) else rows
    check(survey, rows, values, layout="events", header_row=above + 1)


@pytest.mark.parametrize("values", VALUES)
@pytest.mark.parametrize("head", ["A", "B", "name"])
@settings(max_examples=10)
@given(st.data())
def test_sheets(head: Literal["A", "B", "name"], values: Values, data: st.DataObject) -> None:
    survey = data.draw(surveys(values=values))
    made = sheets(survey, values, head)
    if head == "name":
        named = [evolve(q, aliases=(name,)) for q, name in zip(survey.questions, made, strict=True)]
        survey = evolve(survey, questions=tuple(named))
    with tempfile.TemporaryDirectory() as folder:
        path = write_sheets(Path(folder) / "vienti.xlsx", made)
        responses = quietly(path, survey.instrument, values=values, layout="sheets", head=head)
    assert answers(responses, survey) == expected(survey)
    assert not responses.issues
    assert told(responses).rows == survey.rows


@settings(max_examples=12)
@given(st.data())
def test_sheets_in_any_order_are_joined_by_ids(data: st.DataObject) -> None:
    survey = data.draw(surveys())
    made = sheets(survey, "text", "A", times=data.draw(st.booleans()), ids=True)
    shuffled = {name: [table[0], *data.draw(st.permutations(table[1:]))] for name, table in made.items()}
    with tempfile.TemporaryDirectory() as folder:
        path = write_sheets(Path(folder) / "vienti.xlsx", shuffled)
        instrument = evolve(
            survey.instrument, columns=(*survey.instrument.columns, Column("tunnus", role="response_id"))
        )
        responses = quietly(path, instrument, layout="sheets", head="A", id_column="Tunnus")
    order = [int(name[1:]) for name in responses.frame["tunnus"]]
    assert sorted(order) == list(range(survey.rows))
    for name, listed in expected(survey).items():
        assert codes(responses, name) == [listed[row] for row in order]
