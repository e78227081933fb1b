"""Laws of fitted weights: margins are met; order, scale and names change nothing."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from made_answers import kysely, responses

from verkosto.aggregate import CalibratedDesign, calibrate, mean, poststratify, rake, trim
from verkosto.instruments import SingleChoice
from verkosto.responses import Responses

Row = dict[str, Any]

ROW = st.fixed_dictionaries(
    {
        "malli": st.sampled_from(["k", "e", "eos"]),
        "laji": st.sampled_from(["p", "v"]),
        "kunta": st.sampled_from(["091", "049", "179"]),
        "paino": st.floats(min_value=0.05, max_value=20),
        "jasenia": st.integers(1, 500).map(float),
        "jarjesto": st.sampled_from(["a", "b", "c", "d", "e"]),
    }
)
# Every combination occurs, so that any targets can be met.
FULL = [
    {"malli": m, "laji": k, "kunta": a, "paino": 1.0 + i, "jasenia": 10.0 + 7 * i, "jarjesto": "ab"[i % 2]}
    for i, (m, k, a) in enumerate(itertools.product(("k", "e", "eos"), ("p", "v"), ("091", "049", "179")))
]
ROWS = st.lists(ROW, max_size=15).map(lambda rows: [*FULL, *rows])
SHARE = st.floats(0.1, 1)
TARGETS = st.fixed_dictionaries(
    {
        "malli": st.fixed_dictionaries({"k": SHARE, "e": SHARE, "eos": SHARE}),
        "laji": st.fixed_dictionaries({"p": SHARE, "v": SHARE}),
        "maakunta": st.fixed_dictionaries({"01": SHARE, "13": SHARE}),
    }
)
WAYS = ["rake", "poststratify", "linear", "raking", "logit"]


def of_rows(rows: list[Row], **changes: Any) -> Responses:
    instrument = evolve(kysely(), **changes)
    return responses(instrument, {name: [row[name] for row in rows] for name in rows[0]})


def fitted(answers: Responses, targets: dict[str, Any], way: str, **options: Any) -> CalibratedDesign:
    """Fit in some way; where the linear one has no weights of 0 or more, the example is none."""
    options = {"total": 1000, "rescale": True, "weights": "paino", **options}
    if way == "rake":
        return rake(answers, targets, **options)
    if way == "poststratify":
        return poststratify(answers, {"malli": targets["malli"]}, **options)
    if way == "logit":
        # From equal weights, since bounds are of factors.
        return calibrate(answers, targets, method="logit", bounds=(0.001, 100), **{**options, "weights": None})
    bounds = (0, None) if way == "linear" else (None, None)
    return calibrate(answers, targets, method=way, bounds=bounds, **options)  # type: ignore[arg-type]


def figures(answers: Responses, design: CalibratedDesign) -> list[float]:
    frame = mean(answers, "jasenia", by="laji", margins=True, design=design).frame
    return [*frame["estimate"], *frame["se"]]


@settings(max_examples=25)
@given(ROWS, TARGETS, st.sampled_from(WAYS))
def test_the_margins_are_met(rows: list[Row], targets: dict[str, Any], way: str) -> None:
    design = fitted(of_rows(rows), targets, way)
    region = {"091": "01", "049": "01", "179": "13"}
    codes = {
        "malli": [row["malli"] for row in rows],
        "laji": [row["laji"] for row in rows],
        "maakunta": [region[row["kunta"]] for row in rows],
    }
    for name in ["malli"] if way == "poststratify" else list(targets):
        whole = sum(targets[name].values())
        for code, share in targets[name].items():
            found = design.weights[[c == code for c in codes[name]]].sum()
            assert found == pytest.approx(1000 * share / whole, rel=1e-8)
    assert design.weights.min() >= 0
    assert design.diagnostics.largest_error <= 1e-8


@settings(max_examples=10)
@given(ROWS, TARGETS, st.sampled_from(WAYS), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: list[Row], targets: dict[str, Any], way: str, random: Any) -> None:
    order = list(range(len(rows)))
    random.shuffle(order)
    one, mixed = of_rows(rows), of_rows([rows[place] for place in order])
    first, second = fitted(one, targets, way), fitted(mixed, targets, way)
    np.testing.assert_allclose(second.weights, first.weights[order], rtol=1e-7, atol=1e-7)
    np.testing.assert_allclose(figures(mixed, second), figures(one, first), rtol=1e-6, atol=1e-6)


@settings(max_examples=10)
@given(ROWS, TARGETS, st.sampled_from(WAYS), st.sampled_from([1e-200, 1e-6, 0.3, 1e9, 1e200]))
def test_the_scale_of_weights_changes_nothing(
    rows: list[Row], targets: dict[str, Any], way: str, factor: float
) -> None:
    one, scaled = of_rows(rows), of_rows([{**row, "paino": row["paino"] * factor} for row in rows])
    first, second = fitted(one, targets, way), fitted(scaled, targets, way)
    np.testing.assert_allclose(second.weights, first.weights, rtol=1e-7)
    np.testing.assert_allclose(figures(scaled, second), figures(one, first), rtol=1e-6, atol=1e-6)
    assert second.diagnostics.design_effect == pytest.approx(first.diagnostics.design_effect, rel=1e-6)
    shares = rake(scaled, {"malli": {"k": 0.2, "e": 0.3, "eos": 0.5}}, weights="paino")
    assert "En kannata" in str(shares)
    assert shares.diagnostics.design_effect < len(rows)


@settings(max_examples=10)
@given(ROWS, TARGETS, st.sampled_from(WAYS))
def test_the_names_of_categories_change_nothing(rows: list[Row], targets: dict[str, Any], way: str) -> None:
    codes = {"k": "b", "e": "c", "eos": "a", "kt": "d"}
    (question,) = [q for q in kysely() if q.id == "malli"]
    assert isinstance(question, SingleChoice)
    renamed = evolve(question, options=tuple(evolve(option, code=codes[option.code]) for option in question.options))
    others = tuple(renamed if q.id == "malli" else q for q in kysely())
    moved = of_rows([{**row, "malli": codes[row["malli"]]} for row in rows], questions=others)
    turned = {**targets, "malli": {codes[code]: share for code, share in targets["malli"].items()}}
    first, second = fitted(of_rows(rows), targets, way), fitted(moved, turned, way)
    np.testing.assert_allclose(second.weights, first.weights, rtol=1e-7, atol=1e-7)


@settings(max_examples=10)
@given(ROWS, TARGETS, st.sampled_from(WAYS))
def test_fitting_again_changes_nothing(rows: list[Row], targets: dict[str, Any], way: str) -> None:
    answers = of_rows(rows)
    first = fitted(answers, targets, way)
    assume(way != "logit" or first.diagnostics.factor_range[1] < 50)
    again = fitted(answers, targets, way, design=first, weights=None) if way != "logit" else first
    np.testing.assert_allclose(again.weights, first.weights, rtol=1e-7, atol=1e-7)


@settings(max_examples=15)
@given(ROWS, st.floats(1.05, 3), st.floats(0.1, 0.9))
def test_trimming_keeps_the_sum_and_the_limits(rows: list[Row], upper: float, lower: float) -> None:
    answers = of_rows(rows)
    design = fitted(answers, {"malli": {"k": 1, "e": 1, "eos": 1}}, "poststratify")
    one = trim(answers, design, upper=upper, relative_to="mean")
    assert one.weights.sum() == pytest.approx(1000)
    assert one.weights.max() <= upper * design.weights.mean() * (1 + 1e-12)
    # What was trimmed was above the limit, and the others got the same each.
    kept = one.weights < one.weights.max() * (1 - 1e-9)
    np.testing.assert_allclose((one.weights - design.weights)[kept], (one.weights - design.weights)[kept].max())
    low = trim(answers, design, lower=lower, relative_to="mean")
    assert low.weights.sum() == pytest.approx(1000)
    assert low.weights.min() >= lower * design.weights.mean() * (1 - 1e-12)
