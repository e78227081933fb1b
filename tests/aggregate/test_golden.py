"""Figures equal those of R's survey; how they were made stands in the golden files."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made_answers import responses

from verkosto.aggregate import crosstab, frequency
from verkosto.aggregate._intervals import korn_graubard
from verkosto.instruments import Column, Instrument, MultipleChoice, Option, SingleChoice
from verkosto.responses import Responses

GOLDEN = Path(__file__).parent.parent / "golden"
MADE = json.loads((GOLDEN / "aggregate_shares.json").read_text("utf-8"))


def case_id(case: dict[str, Any]) -> str:
    return " ".join(f"{k}={v}" for k, v in {**case["arguments"], **dict(case["by"]), "value": case["value"]}.items())


@pytest.fixture(scope="module")
def answers() -> Responses:
    with (GOLDEN / "aggregate_shares.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    seasons = ("spring", "autumn", "winter")
    options = (Option("k", "Kannatan"), Option("e", "En kannata"), Option("eos", "En osaa sanoa", kind="dont_know"))
    kinds = tuple(Option(kind, kind) for kind in ("local", "district", "central"))
    instrument = Instrument(
        id="golden",
        title="Golden numbers",
        columns=(
            Column("region", role="stratum"),
            Column("weight", role="weight"),
            Column("weight0", role="weight"),
            Column("unit", role="unit_id"),
        ),
        questions=(
            SingleChoice(id="answer", text="Answer", options=options),
            SingleChoice(id="kind", text="Kind", options=kinds),
            MultipleChoice(id="services", text="Services", options=tuple(Option(s, s) for s in seasons)),
        ),
    )
    values: dict[str, list[Any]] = {
        name: [row[name] or None for row in rows] for name in ("unit", "region", "kind", "answer")
    }
    values |= {name: [float(row[name]) for row in rows] for name in ("weight", "weight0")}
    values["services"] = [
        [s for s in seasons if row[s] == "1"] if row["asked"] == "1" else "!not_asked" for row in rows
    ]
    return responses(instrument, values)


@pytest.mark.parametrize("case", MADE["cases"], ids=case_id)
def test_shares_standard_errors_design_effects_and_degrees_of_freedom_equal_r(
    answers: Responses, case: dict[str, Any]
) -> None:
    arguments = dict(case["arguments"])
    call: Any = crosstab if "by" in arguments else frequency
    table = call(answers, arguments.pop("variable"), **arguments)
    frame = table.frame
    rows = frame["value"] == case["value"]
    for name, code in dict(case["by"]).items():
        rows &= frame[name] == code
    (row,) = frame[rows].to_dict("records")
    for ours, theirs in [(row["estimate"], case["estimate"]), (row["se"], case["se"])]:
        assert ours == pytest.approx(theirs, rel=1e-8, abs=1e-15)
    assert row["df"] == case["df"]
    if case["deff"] is None:
        assert math.isnan(row["deff"])
    else:
        assert row["deff"] == pytest.approx(case["deff"], rel=1e-8)


def test_the_golden_cases_reach_shares_of_0_and_1_and_a_single_answer() -> None:
    cases = MADE["cases"]
    assert {case["df"] for case in cases} >= {0}
    assert {case["estimate"] for case in cases} >= {0, 1}
    assert {case["arguments"].get("base") for case in cases} == {None, "asked", "ticks"}


@pytest.mark.parametrize("end", MADE["ends"])
def test_the_interval_at_the_ends_equals_the_quantiles_of_svyciprop(end: dict[str, Any]) -> None:
    low, high = korn_graubard(np.array([0.0, 1.0]), np.full(2, end["effective"]), end["level"])
    assert low == pytest.approx([end["none"]["low"], end["all"]["low"]], rel=1e-8)
    assert high == pytest.approx([end["none"]["high"], end["all"]["high"]], rel=1e-8)


@pytest.mark.parametrize("end", MADE["ends"])
def test_a_table_uses_that_interval_where_everybody_agrees(answers: Responses, end: dict[str, Any]) -> None:
    table = crosstab(answers, "answer", by="region", weights=end.get("weights"), level=end["level"])
    frame = table.frame.query("region == '13'").set_index("value")
    assert frame["interval"].tolist() == ["korn_graubard"] * 3
    assert frame.loc["k", "low"] == pytest.approx(end["all"]["low"], rel=1e-8)
    assert frame.loc["e", "high"] == pytest.approx(end["none"]["high"], rel=1e-8)
    assert frame.loc["k", "high"] == 1
    assert frame.loc["e", "low"] == 0
