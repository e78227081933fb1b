"""Laws of tests: order of rows, scale of weights and names change nothing; subsets keep the design."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from attrs import evolve
from golden_survey import designs, survey
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import kysely, responses

from verkosto.aggregate import (
    Design,
    SignificanceTest,
    chi_square,
    column_tests,
    marginal_homogeneity,
    mcnemar,
    rank_test,
    t_test,
    trend,
)
from verkosto.errors import AnalysisError
from verkosto.responses import Responses

Row = dict[str, Any]

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "malli": st.sampled_from(["k", "e", "eos", None]),
            "laji": st.sampled_from(["p", "v", None]),
            "palvelut": st.one_of(st.none(), st.sets(st.sampled_from(["kevat", "syksy", "eos"]))),
            "paino": st.sampled_from([0.0, 0.5, 1.0, 1.25, 7.0]),
            "jasenia": st.sampled_from([None, 1.0, 2.0, 3.0, 50.0]),
            "jarjesto": st.sampled_from(list("abcdefg")),
        }
    ),
    min_size=8,
    max_size=40,
)
DESIGN = Design("paino", psu="jarjesto")
CALLS: dict[str, Any] = {
    "chi": lambda r: chi_square(r, "malli", "laji", design=DESIGN),
    "wald": lambda r: chi_square(r, "malli", "laji", statistic="adjWald", design=DESIGN),
    "t": lambda r: t_test(r, "jasenia", by="laji", design=DESIGN),
    "ranks": lambda r: rank_test(r, "jasenia", by="laji", design=DESIGN, ties="midrank"),
    "kruskal": lambda r: rank_test(r, "jasenia", by="malli", weights="paino", ties="midrank"),
    "mcnemar": lambda r: mcnemar(r, "palvelut[kevat]", "palvelut[syksy]", value="1", design=DESIGN),
    "margins": lambda r: marginal_homogeneity(r, "palvelut[kevat]", "palvelut[syksy]", design=DESIGN),
    "trend": lambda r: trend(r, "jasenia", by="malli", design=DESIGN),
}


def of_rows(rows: list[Row]) -> Responses:
    return responses(evolve(kysely()), {name: [row[name] for row in rows] for name in rows[0]})


def found_by(name: str, rows: list[Row]) -> SignificanceTest | None:
    """The test, or None where the answers allow none and an error of ours says so."""
    try:
        found: SignificanceTest = CALLS[name](of_rows(rows))
    except AnalysisError:
        return None
    return found


def same(one: SignificanceTest | None, other: SignificanceTest | None) -> None:
    if one is None or other is None:
        assert one is other
        return
    first, second = one.to_frame(), other.to_frame()
    floats = [name for name in first.select_dtypes("float64").columns if name != "weighted"]
    assert first.drop(columns=[*floats, "weighted"]).equals(second.drop(columns=[*floats, "weighted"]))
    np.testing.assert_allclose(first[floats], second[floats], rtol=1e-6, atol=1e-9)


@settings(max_examples=12)
@given(ROWS, st.randoms(use_true_random=False), st.sampled_from(sorted(CALLS)))
def test_the_order_of_rows_changes_nothing(rows: list[Row], random: Any, name: str) -> None:
    mixed = rows.copy()
    random.shuffle(mixed)
    same(found_by(name, rows), found_by(name, mixed))


@settings(max_examples=12)
@given(ROWS, st.sampled_from([1e-9, 0.3, 1e9]), st.sampled_from(sorted(CALLS)))
def test_the_scale_of_weights_changes_nothing(rows: list[Row], factor: float, name: str) -> None:
    scaled = [{**row, "paino": row["paino"] * factor} for row in rows]
    same(found_by(name, rows), found_by(name, scaled))


@settings(max_examples=12)
@given(ROWS, st.sampled_from(sorted(CALLS)))
def test_a_p_value_lies_between_0_and_1_or_its_absence_has_a_reason(rows: list[Row], name: str) -> None:
    test = found_by(name, rows)
    if test is None:
        return
    if test.status == "ok":
        assert test.p is not None
        assert test.statistic is not None
        assert 0 <= test.p <= 1
    else:
        assert (test.p, test.statistic) == (None, None)
        assert test.notes[0].get("en").split()[0] in {"Standard", "There", "The"}
    for effect in test.effects:
        if effect.interval is not None and effect.estimate is not None:
            assert effect.low is not None
            assert effect.low - 1e-12 <= effect.estimate
            assert effect.high is None or effect.estimate <= effect.high + 1e-12


@settings(max_examples=8)
@given(ROWS)
def test_numbers_on_another_scale_have_the_same_tests(rows: list[Row]) -> None:
    scaled = [{**row, "jasenia": None if row["jasenia"] is None else 4.0 * row["jasenia"] + 1} for row in rows]
    one, other = found_by("t", rows), found_by("t", scaled)
    if one is None or other is None:
        assert one is other
        return
    first, second = one.to_frame(), other.to_frame()
    # All but the difference itself, which has the scale of the numbers.
    np.testing.assert_allclose(first["estimate"][1:], second["estimate"][1:], rtol=1e-9)
    np.testing.assert_allclose(first["p"], second["p"], rtol=1e-7)
    same(found_by("ranks", rows), found_by("ranks", scaled))


def test_names_of_groups_change_nothing() -> None:
    frame = column_tests(survey(), "answer", by="group", design=designs()["full"]).frame
    renamed = survey().derive("ryhma", {c.upper(): {"group": [c]} for c in "abcd"})
    other = column_tests(renamed, "answer", by="ryhma", design=designs()["full"]).frame
    numbers = list(frame.select_dtypes("float64").columns)
    np.testing.assert_allclose(frame[numbers], other[numbers], rtol=1e-12)
    assert other["first"].str.lower().tolist() == frame["first"].tolist()


def test_a_subset_keeps_the_units_outside_it() -> None:
    """Filtering rows first is the classical wrong answer: strata and units without a row in the subset vanish."""
    inside = t_test(survey(), "income", against=29, design=designs()["full"], where={"group": ["d"]})
    rows = survey().frame["group"].eq("d").fillna(False).to_numpy(dtype=bool)
    cut = Responses(survey().instrument, {name: v.take(rows) for name, v in survey().variables.items()})
    filtered = t_test(cut, "income", against=29, design=Design("w", strata="stratum", psu="psu", fpc="N"))
    assert inside.effect.estimate == pytest.approx(filtered.effect.estimate)
    assert inside.effect.se != pytest.approx(filtered.effect.se, rel=1e-3)
