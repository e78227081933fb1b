"""Laws of figures that come from rows: variances under any design, covariances, and changes that change nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import golden_scale
import numpy as np
import pytest
from attrs import evolve
from made_answers import kysely, responses, vastaukset

from verkosto.aggregate import Design, ReplicateDesign, Table, cronbach_alpha, quantile, variance
from verkosto.aggregate._design_pass import plan_of
from verkosto.aggregate._pushed import LazyResponses
from verkosto.aggregate._rows_influence import Domain
from verkosto.aggregate._scores import cell_scores, estimate_scores
from verkosto.aggregate._statistics import Ratio, pick
from verkosto.errors import AnalysisError
from verkosto.responses import Responses

CALLS: dict[str, Callable[..., Table]] = {
    "quantile": lambda answers, **given: quantile(answers, "hours", probabilities=[0.3, 0.6], rule="hf7", **given),
    "replicated quantile": lambda answers, **given: quantile(answers, "hours", interval="replicates", **given),
    "variance": lambda answers, **given: variance(answers, ["hours", "members"], **given),
    "sd": lambda answers, **given: variance(answers, "hours", sd=True, **given),
    "alpha": lambda answers, **given: cronbach_alpha(answers, golden_scale.ITEMS, **given),
}
TWO_STAGES = Design("weight", strata="stratum", psu=("psu", "unit"), fpc=("fpc", "second"))


@pytest.fixture(scope="module")
def answers() -> Responses:
    return golden_scale.answers()


def rows_of(answers: Responses, region: str) -> Any:
    domain = answers.where({"region": [region]}).domain
    assert domain is not None
    return np.flatnonzero(domain)


PAIRS = [
    (call, design)
    for call in CALLS
    for design in golden_scale.DESIGNS
    if (call == "replicated quantile") <= (design == "replicates")
]


@pytest.mark.parametrize(("call", "design"), PAIRS)
def test_the_covariance_has_the_squared_errors_on_its_diagonal(answers: Responses, call: str, design: str) -> None:
    table = CALLS[call](answers, design=golden_scale.DESIGNS[design], by="region", margins=True)
    covariance = table.cov().to_numpy()
    assert np.diag(covariance) == pytest.approx(table.frame["se"].to_numpy() ** 2, rel=1e-9, nan_ok=True)
    known = ~np.isnan(np.diag(covariance))
    assert known.sum() > 2
    assert np.linalg.eigvalsh(covariance[np.ix_(known, known)]).min() > -1e-9 * np.nanmax(covariance)


@pytest.mark.parametrize("call", ["quantile", "variance", "sd", "alpha"])
def test_groups_of_rows_drawn_one_by_one_are_nearly_independent(answers: Responses, call: str) -> None:
    table = CALLS[call](answers, design=golden_scale.DESIGNS["rows"], by="region")
    frame, covariance = table.frame, table.cov().to_numpy()
    apart = frame["region"].to_numpy()[:, np.newaxis] != frame["region"].to_numpy()
    scale = np.sqrt(np.outer(np.diag(covariance), np.diag(covariance)))
    assert np.abs(covariance[apart] / scale[apart]).max() < 1e-9


@pytest.mark.parametrize("call", ["quantile", "variance", "sd", "alpha"])
def test_groups_of_a_table_are_those_of_where(answers: Responses, call: str) -> None:
    design = golden_scale.DESIGNS["clusters"]
    table = CALLS[call](answers, design=design, by="region", margins=True)
    columns = ["variable", "value", "n", "base", "weighted", "estimate", "se", "low", "high", "df", "status"]
    for region in ("01", "06", "13", "*"):
        chosen = None if region == "*" else {"region": [region]}
        alone = CALLS[call](answers, design=design, where=chosen)
        part = table.frame[table.frame["region"] == region].reset_index(drop=True)
        for name in columns:
            left, right = part[name].tolist(), alone.frame[name].tolist()
            assert left == (pytest.approx(right, nan_ok=True) if name in columns[2:10] else right)


@pytest.mark.parametrize("call", ["quantile", "variance", "sd", "alpha"])
def test_filtering_first_is_another_and_wrong_error(answers: Responses, call: str) -> None:
    """A sampling unit with nobody in the region is lost with its rows, and the spread between units with it."""
    design = golden_scale.DESIGNS["clusters"]
    inside = CALLS[call](answers, design=design, where={"region": ["13"]})
    rows = rows_of(answers, "13")
    kept = Responses(answers.instrument, {name: v.take(rows) for name, v in answers.variables.items()})
    filtered = CALLS[call](kept, design=Design("weight", strata="stratum", psu="psu", lonely="certainty"))
    assert inside.frame["estimate"].tolist() == pytest.approx(filtered.frame["estimate"].tolist())
    assert not np.allclose(inside.frame["se"], filtered.frame["se"], rtol=1e-3)


@pytest.mark.parametrize("call", ["quantile", "variance", "sd", "alpha"])
def test_order_of_rows_and_scale_of_weights_change_nothing(answers: Responses, call: str) -> None:
    design = golden_scale.DESIGNS["finite"]
    order = np.random.default_rng(5).permutation(answers.rows)
    moved = {name: variable.take(order) for name, variable in answers.variables.items()}
    weight: Any = moved["weight"]
    moved["weight"] = type(weight)(weight.values * 1e6, weight.absent)
    changed = CALLS[call](Responses(answers.instrument, moved), design=design, by="region").frame
    frame = CALLS[call](answers, design=design, by="region").frame
    for name in ("estimate", "se", "low", "high", "df"):
        assert changed[name].tolist() == pytest.approx(frame[name].tolist(), rel=1e-9, nan_ok=True)


def with_second_stage(answers: Responses) -> Responses:
    """The answers with people as units of a second stage."""
    variables = dict(answers.variables)
    hours: Any = variables["hours"]
    numbers = np.arange(answers.rows, dtype=float)
    variables["unit"] = type(hours)(numbers, np.zeros(answers.rows, dtype=np.int8))
    variables["second"] = type(hours)(np.full(answers.rows, 40.0), np.zeros(answers.rows, dtype=np.int8))
    columns = list(answers.instrument.columns)
    kind = type(columns[0])
    added = (kind("unit", role="psu"), kind("second", role="fpc"))
    return Responses(
        type(answers.instrument)(
            id="golden", title="Golden", columns=(*columns, *added), questions=tuple(answers.instrument)
        ),
        variables,
    )


@pytest.mark.parametrize(
    "design",
    [
        Design("weight"),
        Design("weight", strata="stratum"),
        Design("weight", strata="stratum", psu="psu", fpc="fpc"),
        Design("weight", strata="region", lonely="average"),
        Design("weight", strata="psu", lonely="adjust"),
        TWO_STAGES,
    ],
    ids=["rows", "strata of rows", "finite clusters", "averaged", "adjusted", "two stages"],
)
def test_the_variance_of_some_rows_is_that_of_the_plan(answers: Responses, design: Design) -> None:
    """The short way looks at the rows of a group alone; the plan looks at all."""
    answers = with_second_stage(answers)
    plan = plan_of(answers, design)
    rows = rows_of(answers, "06")
    domain = Domain(plan, rows)
    y = np.zeros(answers.rows)
    y[rows] = np.random.default_rng(1).normal(size=len(rows))
    cells = np.full(answers.rows, -1)
    cells[rows] = 0
    zero, one = np.array([0]), np.array([1])
    statistic = Ratio(pick(one, zero, (2, 1)), pick(zero, zero, (2, 1)))
    known = estimate_scores(plan, cell_scores(cells, 1, (None, y)), statistic)
    assert domain.variance(known.influence()[rows]) == pytest.approx(known.variance, rel=1e-10)
    assert domain.df == known.df[0]


def test_lonely_strata_that_are_averaged_count_where_they_have_rows() -> None:
    values = {"x": [1.0, 4, 2, 8, 3, 9, 5, 7], "ryhma": list("AABBBCDD"), "paino": [1.0, 2, 1, 3, 1, 1, 2, 1]}
    answers = vastaukset(jasenia=values["x"], ryhma=values["ryhma"], paino=values["paino"], laji=list("ppppvvvv"))
    design = Design("paino", strata="ryhma", lonely="average")
    table = variance(answers, "jasenia", by="laji", margins=True, design=design)
    assert np.diag(table.cov()) == pytest.approx(table.frame["se"] ** 2)
    assert table.frame["df"].tolist() == [2, 1, 4]


@pytest.mark.parametrize("call", [quantile, variance, cronbach_alpha])
def test_rows_have_to_be_in_memory(answers: Responses, call: Callable[..., Table]) -> None:
    with pytest.raises(AnalysisError, match="must be a Responses, not a list"):
        call([1, 2], "hours")
    lazy = LazyResponses(answers.frame, answers.instrument)
    with pytest.raises(AnalysisError, match="needs the rows in memory, and an engine holds them"):
        call(lazy, "hours")


@pytest.mark.parametrize("design", ["clusters", "replicates"])
def test_no_group_makes_a_table_of_no_rows(answers: Responses, design: str) -> None:
    nobody = dict(answers.variables) | {"region": answers.variables["region"]}
    region: Any = nobody["region"]
    nobody["region"] = evolve(region, codes=np.full(answers.rows, -1, dtype=np.int8))
    for call in ("quantile", "variance", "sd", "alpha"):
        empty = Responses(answers.instrument, nobody)
        table = CALLS[call](empty, design=golden_scale.DESIGNS[design], by="region")
        assert len(table) == 0
        assert table.cov().shape == (0, 0)


def test_the_rows_of_each_base_are_told(answers: Responses) -> None:
    table = variance(answers, ["hours", "members"], by="region")
    known = table.known_origin().estimated
    assert known.replicated is None
    bases = known.bases()
    assert bases.shape == (answers.rows, len(table))
    assert (bases > 0).sum(axis=0).tolist() == table.frame["base"].tolist()


def test_too_many_results_at_once_are_refused(answers: Responses, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verkosto.aggregate._rows_influence._MOST_NUMBERS", 100)
    table = variance(answers, "hours", by="region")
    with pytest.raises(AnalysisError, match="Make a smaller table"):
        table.cov()


@pytest.mark.parametrize("call", [quantile, variance, cronbach_alpha])
def test_what_is_named_wrongly_is_told(answers: Responses, call: Callable[..., Table]) -> None:
    with pytest.raises(AnalysisError, match="'hours' stands twice"):
        call(answers, ["hours", "hours"])
    with pytest.raises(AnalysisError, match="no variable is named"):
        call(answers, [])
    with pytest.raises(AnalysisError, match="'region' stands twice in `by`"):
        call(answers, ["q1", "q2"], by=["region", "region"])


def test_units_and_absences_are_counted_for_each_group() -> None:
    values: dict[str, list[Any]] = {
        "jasenia": [1.0, 2, None, "!not_asked", 5, 6],
        "laji": ["p", "p", "p", "v", "v", None],
    }
    answers = responses(kysely(unit_id="jarjesto"), {**values, "jarjesto": ["a", "a", "b", "c", "d", "e"]})
    table = quantile(answers, "jasenia", by="laji", margins=True)
    assert table.frame[["laji", "n", "base", "units", "weighted"]].values.tolist() == [
        ["p", 2, 2, 1, 2.0], ["v", 1, 1, 1, 1.0], ["*", 3, 3, 2, 3.0],
    ]  # fmt: skip
    assert table.missing.fillna("").values.tolist() == [
        ["jasenia", "p", "not_answered", 1],
        ["jasenia", "v", "not_asked", 1],
        ["laji", "", "not_answered", 1],
    ]


@pytest.mark.parametrize("by", [(), "laji"])
def test_nobody_is_an_empty_base_or_no_group(by: Any) -> None:
    answers = vastaukset(jasenia=[None, None], laji=[None, None])
    frame = variance(answers, "jasenia", by=by).frame
    assert frame["status"].tolist() == ([] if by else ["empty"])
    assert frame["estimate"].isna().all()


def test_weights_of_zero_are_told_apart_from_nobody() -> None:
    answers = vastaukset(jasenia=[1.0, 2, 3, 4], laji=list("ppvv"), paino=[0.0, 0, 1, 1])
    for call in (quantile, variance):
        frame = call(answers, "jasenia", by="laji", weights="paino").frame
        assert frame["status"].tolist() == ["zero_weight", "ok" if call is variance else "open_end"]
        assert np.isnan(frame["estimate"][0])


def test_a_scale_counts_by_the_numbers_of_its_options() -> None:
    values = ["1", "2", "0", "2", None]
    answers = vastaukset(**{"vaittamat[r1]": values, "vaittamat[r2]": ["2"] * 5})
    table = quantile(answers, "vaittamat[r1]")
    assert (table.frame["estimate"][0], table.frame["base"][0]) == (2, 3)
    assert table.missing[["reason", "n"]].values.tolist() == [["not_answered", 1], ["dont_know", 1]]


def test_replicate_designs_give_their_own_degrees_of_freedom(answers: Responses) -> None:
    names = [f"rep{place}" for place in range(1, 13)]
    design = ReplicateDesign("weight", names, kind="bootstrap", df=5)
    assert set(variance(answers, "hours", design=design, by="region").frame["df"]) == {5}


def test_responses_without_the_helpers_instrument_do_as_well() -> None:
    answers = responses(golden_scale.answers().instrument, {"hours": [1.0, 2, 3], "region": ["01", "01", "06"]})
    assert quantile(answers, "hours").frame["estimate"].tolist() == [2]
