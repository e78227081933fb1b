"""Wherever answers lie, the same call gives the same figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import responses
from pushed import CALLS, answers, assert_same, clean, in_engines, survey

from verkosto.aggregate import Design, LazyResponses, Table, crosstab, mean
from verkosto.errors import AnalysisError

pytestmark = [pytest.mark.filterwarnings("ignore::verkosto.errors.VerkostoWarning"), pytest.mark.thorough]

MADE = answers()
LAZY = dict(in_engines(MADE))
EVERYWHERE = ("another base", "a subset by area and number", "clusters", "mean in strata", "ratio", "top box")
"""Calls that every engine has to answer; the others are for the two that most people use."""


@pytest.mark.parametrize("call", list(CALLS))
def test_figures_are_those_in_memory(call: str) -> None:
    expected = CALLS[call](MADE)
    for engine in LAZY if call in EVERYWHERE else ("polars", "duckdb"):
        assert_same(CALLS[call](LAZY[engine]), expected)


@pytest.mark.parametrize("engine", list(LAZY))
def test_answers_come_into_memory_as_reading_has_them(engine: str) -> None:
    found = LAZY[engine].collect()
    assert found.frame.equals(MADE.frame)
    assert [found.missing(name).tolist() for name in MADE.variables] == [
        MADE.missing(name).tolist() for name in MADE.variables
    ]
    subset = LAZY[engine].where({"malli": ["k"]}).collect()
    assert len(subset) == len(LAZY[engine].where({"malli": ["k"]})) == len(MADE.where({"malli": ["k"]}))
    assert subset.rows == LAZY[engine].rows == MADE.rows


def rows() -> st.SearchStrategy[dict[str, list[Any]]]:
    row = st.fixed_dictionaries(
        {
            "malli": st.sampled_from(["k", "e", "eos", "kt", None]),
            "laji": st.sampled_from(["p", "v", None]),
            "palvelut": st.one_of(st.none(), st.lists(st.sampled_from(["kevat", "syksy", "eikoske"]), unique=True)),
            "jasenia": st.one_of(st.none(), st.integers(-5, 5).map(float)),
            "paino": st.sampled_from([0.0, 0.5, 1.0, 3.0]),
            "ryhma": st.sampled_from(["a", "b"]),
            "jarjesto": st.sampled_from(["j1", "j2", None]),
        }
    )
    several = st.lists(row, min_size=1, max_size=12)
    return several.map(lambda many: {name: [one[name] for one in many] for name in many[0]})


@pytest.mark.thorough
@settings(max_examples=12, deadline=None)
@given(rows())
def test_few_rows_make_the_same_tables(values: dict[str, list[Any]]) -> None:
    made = clean(responses(survey(), values))
    lazy = LazyResponses(pl.from_pandas(made.frame).lazy(), survey())
    design = Design(weights="paino", strata="ryhma", lonely="adjust")
    for call in (
        lambda a: crosstab(a, ["malli", "palvelut"], by="laji", margins=True, weights="paino"),
        lambda a: crosstab(a, "malli", by="laji", design=design, where={"ryhma": ["a"]}),
        lambda a: mean(a, "jasenia", by="laji", margins=True, design=design),
    ):
        expected, found = outcome(call, made), outcome(call, lazy)
        if isinstance(expected, str) or isinstance(found, str):
            # All weights of a subset are 0: told in the same words.
            assert found == expected
        else:
            assert_same(found, expected)


def outcome(call: Callable[[Any], Table], given: Any) -> Table | str:
    try:
        return call(given)
    except AnalysisError as error:
        return str(error)
