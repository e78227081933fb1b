"""What answers and targets do not share: rows without a target, targets without rows, small categories."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from made_answers import vastaukset

from verkosto.aggregate import CalibratedDesign, Design, calibrate, frequency, poststratify, rake
from verkosto.errors import AnalysisError, NonNestingError
from verkosto.responses import Responses

MALLI = ["k", "e", "eos", "kt", None, "k"]
LAJI = ["p", "v", "p", "v", "p", None]
TARGETS = {"malli": {"k": 30, "e": 20, "eos": 10}}


def answers(**values: Any) -> Responses:
    return vastaukset(**{"malli": MALLI, "laji": LAJI, "paino": [1.0, 1.0, 2.0, 2.0, 2.0, 2.0], **values})


def shown(design: CalibratedDesign) -> list[tuple[Any, ...]]:
    frame = design.diagnostics.margins
    return list(zip(frame["value"], frame["n"], frame["target"].round(6), strict=True))


def test_rows_without_a_target_are_told_with_their_reasons() -> None:
    with pytest.raises(AnalysisError, match=r"2 of 6 rows have no target in 'malli' \(not_answered 1, refused 1\)"):
        rake(answers(), TARGETS)
    with pytest.raises(
        AnalysisError, match=r"'malli' \(e 1, .*\); 1 of 6 rows have no target in 'laji' \(not_answered 1\)"
    ):
        rake(answers(), {"malli": {"k": 5, "eos": 1}, "laji": {"p": 1, "v": 5}})


def test_rows_without_a_combination_are_told() -> None:
    made = vastaukset(malli=["k", "e"], laji=["p", "v"])
    with pytest.raises(AnalysisError, match=r"1 of 2 rows have no target in 'malli × laji'\. Say"):
        poststratify(made, {("malli", "laji"): {("k", "p"): 1, ("k", "v"): 0, ("e", "p"): 0}})


def test_excluded_rows_have_weight_0_and_are_counted() -> None:
    design = rake(answers(), TARGETS, weights="paino", unmatched="exclude")
    assert design.weights.tolist() == [10, 20, 10, 0, 0, 20]
    found = design.diagnostics
    assert (found.rows, found.left_out, found.excluded) == (4, 2, 2)
    frame = design.to_frame()
    assert frame["base"].tolist() == [1, 1, 2, 2, 2, 2]
    assert frame["factor"].tolist() == [10, 20, 5, 0, 0, 10]


def test_rows_apart_keep_their_share() -> None:
    design = rake(answers(), TARGETS, weights="paino", unmatched="apart")
    # Two rows have 4 of 10; the others share the rest as the targets say.
    assert design.weights.tolist() == pytest.approx([6, 12, 6, 12, 12, 12])
    assert shown(design) == [("k", 2, 18), ("e", 1, 12), ("eos", 1, 6), ("*", 2, 24)]
    both = rake(answers(), {**TARGETS, "laji": {"p": 30, "v": 30}}, weights="paino", unmatched="apart")
    assert both.diagnostics.margins["target"].sum() == pytest.approx(120)
    assert both.diagnostics.converged
    assert [entry for entry in shown(both) if entry[0] == "*"] == [("*", 2, 24), ("*", 1, 12)]


def test_rows_apart_where_there_are_none() -> None:
    made = vastaukset(malli=["k", "e", "eos"])
    assert shown(rake(made, TARGETS, unmatched="apart")) == [("k", 1, 30), ("e", 1, 20), ("eos", 1, 10)]


def test_rows_with_a_base_weight_of_0_need_no_target() -> None:
    made = answers(paino=[1.0, 1.0, 2.0, 0.0, 0.0, 2.0])
    design = rake(made, TARGETS, weights="paino")
    assert design.weights.tolist() == [10, 20, 10, 0, 0, 20]
    assert design.diagnostics.excluded == 0
    assert np.isnan(design.to_frame()["factor"][3])
    again = rake(made, {"laji": {"p": 10, "v": 30}}, design=design, unmatched="exclude")
    assert again.weights.tolist() == pytest.approx([5, 30, 5, 0, 0, 0])


def test_nobody_is_left() -> None:
    with pytest.raises(AnalysisError, match="no row is left to fit weights to"):
        rake(vastaukset(malli=[None, "kt"]), TARGETS, unmatched="exclude")


def test_targets_without_respondents_are_refused_or_put_together() -> None:
    made = vastaukset(malli=["k", "k", "eos"])
    with pytest.raises(AnalysisError, match=r"cannot be met: no respondents in e\. Put categories together"):
        rake(made, TARGETS)
    design = rake(made, TARGETS, collapse={"malli": [("e", "eos")]})
    assert design.weights.tolist() == [15, 15, 30]
    assert shown(design) == [("k", 2, 30), ("e+eos", 1, 30)]
    assert design.diagnostics.empty == ("malli: e",)
    assert design.diagnostics.collapsed == ("malli: e+eos",)
    assert design.diagnostics.margins["label"].tolist()[1] == "En kannata + En osaa sanoa"


def test_areas_without_respondents_are_targets_without_respondents() -> None:
    made = vastaukset(kunta=["091", "837"])
    with pytest.raises(AnalysisError, match="no respondents in 13"):
        rake(made, {"maakunta": {"01": 5, "06": 4, "13": 1}})
    assert rake(made, {"maakunta": {"01": 5, "06": 4, "13": 1}}, collapse="next").weights.tolist() == [5, 5]


def test_areas_that_do_not_nest() -> None:
    made = vastaukset(kunta=["091", "837"])
    assert rake(made, {"erva": {"1": 3, "3": 1}}, through="kunta", collapse="next").weights.sum() == pytest.approx(4)
    with pytest.raises((AnalysisError, NonNestingError)):
        rake(made, {"erva": {"1": 3}}, through="laji")


def test_a_target_of_0_is_met_by_nobody() -> None:
    made = vastaukset(malli=["k", "k", "e"])
    assert shown(rake(made, {"malli": {"k": 6, "e": 4, "eos": 0}})) == [("k", 2, 6), ("e", 1, 4)]
    with pytest.raises(AnalysisError, match=r"are 0 where there are respondents: e \(1\)\. Correct the targets"):
        rake(made, {"malli": {"k": 6, "e": 0}})
    together = rake(made, {"malli": {"k": 6, "e": 0}}, collapse={"malli": [("k", "e")]})
    assert together.weights.tolist() == [2, 2, 2]


@pytest.mark.parametrize(
    ("min_cell", "groups"),
    [
        (1, ["091", "837", "049", "179"]),
        (2, ["091", "837+049", "179"]),
        (4, ["091+837", "049+179"]),
        (5, ["091+837+049", "179"]),
        (7, ["091+837+049+179"]),
    ],
)
def test_the_next_one_joins_small_categories(min_cell: int, groups: list[str]) -> None:
    made = vastaukset(kunta=["091"] * 3 + ["837"] + ["049"] * 2 + ["179"] * 5)
    targets = {"kunta": dict.fromkeys(["091", "837", "049", "179"], 10)}
    design = rake(made, targets, min_cell=min_cell, collapse="next")
    assert [value for value, _, _ in shown(design)] == groups
    assert design.weights.sum() == pytest.approx(40)
    assert design.diagnostics.empty == ()


def test_the_last_one_joins_the_one_before() -> None:
    made = vastaukset(malli=["k", "k", "e", "e", "eos"])
    design = rake(made, TARGETS, min_cell=2, collapse={"malli": "next"})
    assert shown(design) == [("k", 2, 30), ("e+eos", 3, 30)]


def test_small_categories_are_refused_unless_put_together() -> None:
    made = vastaukset(malli=["k", "k", "e", "e", "eos"])
    with pytest.raises(
        AnalysisError, match=r"fewer than 2 respondents in eos \(1\)\. Put categories .* or lower min_cell"
    ):
        rake(made, TARGETS, min_cell=2)
    with pytest.raises(AnalysisError, match=r"fewer than 4 respondents in k\+eos \(3\), e \(2\)"):
        rake(made, TARGETS, min_cell=4, collapse={"malli": [("k", "eos")]})


def test_combinations_are_put_together_by_name_or_variables() -> None:
    made = vastaukset(malli=["k", "k", "e"], laji=["p", "v", "p"])
    targets = {("malli", "laji"): {("k", "p"): 4, ("k", "v"): 3, ("e", "p"): 2, ("e", "v"): 1}}
    for name in ("malli × laji", ("malli", "laji")):
        design = poststratify(made, targets, collapse={name: [[("e", "p"), ("e", "v")]]})
        assert design.weights.tolist() == [4, 3, 3]
        assert design.diagnostics.collapsed == ("malli × laji: e × p+e × v",)
        assert design.diagnostics.margins["label"].tolist()[2].startswith("En kannata × Paikallinen + ")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"collapse": {"mali": [("k", "e")]}}, r"no margin 'mali'\. Did you mean 'malli'\? There are malli"),
        ({"collapse": {5: [("k", "e")]}}, "no margin 5"),
        ({"collapse": 5}, "not 5"),
        ({"collapse": "nearest"}, "not 'nearest'"),
        ({"collapse": {"malli": "nearest"}}, "'next' or groups"),
        ({"collapse": {"malli": 5}}, "'next' or groups"),
        ({"collapse": {"malli": ["ke"]}}, "'ke' is no group"),
        ({"collapse": {"malli": [("k",)]}}, r"\('k',\) is no group"),
        ({"collapse": {"malli": [("k", "k")]}}, "is no group"),
        ({"collapse": {"malli": [("k", "e"), ("e", "eos")]}}, "each category once"),
        ({"collapse": {"malli": [("k", "ee")]}}, r"targets have no 'ee'\. Did you mean 'e'"),
        ({"tolerance": -1}, "tolerance -1 is no number of 0 or more"),
        ({"tolerance": "1"}, "tolerance '1'"),
        ({"tolerance": float("nan")}, "tolerance nan"),
        ({"max_iterations": 0}, "max_iterations 0 is no number of rounds"),
        ({"max_iterations": 2.5}, r"max_iterations 2\.5"),
        ({"min_cell": 0}, "min_cell 0"),
        ({"min_cell": True}, "min_cell True"),
        ({"min_cell": 2.5}, "min_cell 2.5"),
        ({"unmatched": "exlude"}, "Did you mean 'exclude'"),
    ],
)
def test_options_that_cannot_be(options: dict[str, Any], message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        rake(vastaukset(malli=["k", "e", "eos"]), TARGETS, **options)


def test_margins_that_contradict_each_other_do_not_converge() -> None:
    made = vastaukset(malli=["k", "e"], laji=["p", "v"])
    with pytest.raises(
        AnalysisError, match=r"after 50 rounds the weights still miss a target by 2 of its size .*collapse="
    ):
        rake(made, {"malli": {"k": 1, "e": 3}, "laji": {"p": 3, "v": 1}}, max_iterations=50)
    near = rake(made, {"malli": {"k": 1, "e": 3}, "laji": {"p": 3, "v": 1}}, max_iterations=50, tolerance=3)
    assert near.diagnostics.largest_error > 0.5


@pytest.mark.parametrize("bad", [None, -1.0, float("inf")])
def test_base_weights_that_cannot_be_used(bad: Any) -> None:
    made = vastaukset(malli=["k", "e"], paino=[1.0, bad], koko=[5.0, 5.0])
    for design in (Design(weights="paino"), Design(weights="paino", fpc="koko")):
        with pytest.raises(AnalysisError, match="'paino': 1 of 2 rows have no weight, or a negative or infinite one"):
            rake(made, {"malli": {"k": 1, "e": 1}}, design=design)


def test_base_weights_of_0_alone() -> None:
    with pytest.raises(AnalysisError, match="all 2 rows have weight 0"):
        rake(vastaukset(malli=["k", "e"], paino=[0.0, 0.0]), {"malli": {"k": 1, "e": 1}}, weights="paino")


def test_population_sizes_are_base_weights() -> None:
    made = vastaukset(malli=["k", "k", "e"], koko=[30.0] * 3)
    design = rake(made, {"malli": {"k": 0.5, "e": 0.5}}, design=Design(fpc="koko"))
    assert design.weights.tolist() == [7.5, 7.5, 15]
    assert frequency(made, "malli", design=design).frame["se"].tolist() == pytest.approx([0, 0, 0])


def test_answers_and_designs_that_are_none() -> None:
    made = vastaukset(malli=["k", "e"])
    with pytest.raises(AnalysisError, match="must be a Responses, not a dict"):
        rake({}, TARGETS)  # type: ignore[arg-type]
    with pytest.raises(AnalysisError, match="weights are fitted to all rows, and these answers are a subset"):
        rake(made.where({"malli": "k"}), TARGETS)
    with pytest.raises(AnalysisError, match="both design and weights are given"):
        rake(made, TARGETS, design=Design(), weights="paino")
    with pytest.raises(AnalysisError, match="there are no answers"):
        rake(vastaukset(malli=[]), TARGETS)
    with pytest.raises(AnalysisError, match="design must be"):
        rake(made, {"malli": {"k": 1, "e": 1}}, design=5)  # type: ignore[arg-type]


def test_many_margins_are_kept_sparse(monkeypatch: pytest.MonkeyPatch) -> None:
    made = vastaukset(malli=["k", "e", "e", "eos"], laji=["p", "v", "p", "v"], kunta=["091", "837", "091", "837"])
    targets = {**TARGETS, "laji": {"p": 35, "v": 25}, "kunta": {"091": 35, "837": 25}}
    dense = rake(made, targets)
    monkeypatch.setattr("verkosto.aggregate._weighting_cells._MOST", 3)
    sparse = rake(made, targets)
    np.testing.assert_allclose(dense.weights, sparse.weights, rtol=1e-12)
    one, other = (frequency(made, "malli", design=design).frame for design in (dense, sparse))
    np.testing.assert_allclose(one["se"], other["se"], rtol=1e-12, atol=1e-15)


def test_calibration_reads_the_same_margins() -> None:
    design = calibrate(answers(), TARGETS, weights="paino", unmatched="apart")
    np.testing.assert_allclose(
        design.weights, rake(answers(), TARGETS, weights="paino", unmatched="apart").weights, rtol=1e-12
    )
