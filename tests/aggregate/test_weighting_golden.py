"""Weights, estimates and standard errors equal those of R's survey; the calls stand in golden/weighting.R."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made_answers import responses

from verkosto.aggregate import (
    CalibratedDesign,
    Design,
    ReplicateDesign,
    calibrate,
    frequency,
    mean,
    poststratify,
    rake,
    ratio,
    total,
    trim,
)
from verkosto.instruments import Column, Instrument, Number, Option, SingleChoice
from verkosto.responses import Responses

GOLDEN = Path(__file__).parent.parent / "golden"
MADE = json.loads((GOLDEN / "weighting.json").read_text("utf-8"))
REPLICATES: Any = [f"r{number:02}" for number in range(1, 19)]
CODES = {"region": ("01", "06", "13", "19"), "kind": ("p", "v", "m"), "size": ("s", "l"), "agree": ("k", "e")}

REGION = {"01": 1100, "06": 700, "13": 520, "19": 480}
KIND = {"p": 1500, "v": 800, "m": 500}
MARGINS = {"region": REGION, "kind": KIND, "size": {"s": 1750, "l": 1050}}
BOTH = {("kind", "size"): {"p": {"s": 1100, "l": 400}, "v": {"s": 400, "l": 400}, "m": {"s": 250, "l": 250}}}
MEMBERS = {"members": 430_000}
TOTALS: dict[str, Any] = {"region": REGION, "kind": KIND, **MEMBERS}

AnyDesign = Design | ReplicateDesign | CalibratedDesign
Make = Callable[[Responses, AnyDesign], CalibratedDesign]


def calibrated(targets: dict[Any, Any], **options: Any) -> Make:
    return lambda answers, design: calibrate(answers, targets, design=design, **options)


def raked(answers: Responses, design: AnyDesign) -> CalibratedDesign:
    return rake(answers, MARGINS, design=design, tolerance=1e-13)


def trimmed(**limits: Any) -> Make:
    return lambda answers, design: trim(answers, raked(answers, design), **limits)


GROUPS = {"kind": KIND, ("kind", "members"): {"m": 90_000, "p": 190_000, "v": 150_000}}
CALLS: dict[str, Make] = {
    "poststratify_one": lambda answers, design: poststratify(answers, {"region": REGION}, design=design),
    "poststratify_two": lambda answers, design: poststratify(answers, BOTH, design=design),
    "rake": raked,
    "linear": calibrated(TOTALS),
    "linear_bounded": calibrated(TOTALS, bounds=(0.6, 2)),
    "raking": calibrated(TOTALS, method="raking"),
    "raking_bounded": calibrated(TOTALS, method="raking", bounds=(0.6, 2)),
    "logit": calibrated(TOTALS, method="logit", bounds=(0.4, 2.5)),
    "categories": calibrated({"region": REGION, "kind": KIND}),
    "numbers": calibrated(MEMBERS, total=2800),
    "ratio": calibrated(MEMBERS, variance="members"),
    "groups": calibrated(GROUPS),
    "trim": trimmed(upper=26),
    "trim_both": trimmed(upper=26, lower=8),
    "trim_once": trimmed(upper=26, strict=False),
    "rake_then_linear": lambda answers, design: calibrate(answers, MEMBERS, design=raked(answers, design), total=2800),
    "poststratify_then_rake": lambda answers, design: raked(answers, poststratify(answers, BOTH, design=design)),
}


@pytest.fixture(scope="module")
def answers() -> Responses:
    with (GOLDEN / "weighting.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    instrument = Instrument(
        id="golden",
        title="Golden numbers",
        columns=(
            Column("stratum", role="stratum"),
            Column("psu", role="psu"),
            Column("clusters", role="fpc"),
            *(Column(name, role="weight") for name in ("weight", *REPLICATES)),
        ),
        questions=(
            *(
                SingleChoice(id=name, text=name, options=tuple(Option(c, c) for c in codes))
                for name, codes in CODES.items()
            ),
            Number(id="members", text="members"),
            Number(id="score", text="score"),
        ),
    )
    numbers = {"clusters", "weight", "members", "score", *REPLICATES}
    return responses(
        instrument, {name: [float(r[name]) if name in numbers else r[name] for r in rows] for name in rows[0]}
    )


DESIGNS: dict[str, AnyDesign] = {
    "stages": Design(weights="weight", strata="stratum", psu="psu", fpc="clusters"),
    "replicates": ReplicateDesign("weight", REPLICATES, kind="other", scale=1, rscales=MADE["rscales"]),
}


def estimated(table: Any, place: int = 0) -> list[float]:
    return [table.frame["estimate"].iloc[place], table.frame["se"].iloc[place]]


@pytest.mark.parametrize("case", MADE["cases"], ids=lambda case: f"{case['name']}-{case['design']}")
def test_weights_and_standard_errors_equal_r(answers: Responses, case: dict[str, Any]) -> None:
    design = CALLS[case["name"]](answers, DESIGNS[case["design"]])
    np.testing.assert_allclose(design.weights, case["weights"], rtol=1e-9)
    found = {
        "mean": estimated(mean(answers, "score", design=design)),
        "total": estimated(total(answers, "score", design=design)),
        "ratio": estimated(ratio(answers, "score", over="members", design=design)),
        "domain": estimated(mean(answers, "score", design=design, where={"kind": "p"})),
    }
    for name, figures in found.items():
        assert figures == pytest.approx([case[name]["estimate"], case[name]["se"]], rel=1e-8), name
    table = frequency(answers, "agree", design=design)
    assert estimated(table)[1] == pytest.approx(case["share"], rel=1e-8)


def test_every_call_of_the_golden_file_is_made() -> None:
    assert {case["name"] for case in MADE["cases"]} == set(CALLS)
    assert {case["design"] for case in MADE["cases"]} == set(DESIGNS)


def test_margins_that_are_met_by_one_table_are_met_by_all_ways(answers: Responses) -> None:
    design = DESIGNS["stages"]
    weights = [
        rake(answers, {"region": REGION}, design=design).weights,
        poststratify(answers, {"region": REGION}, design=design).weights,
        calibrate(answers, {"region": REGION}, design=design).weights,
        calibrate(answers, {"region": REGION}, design=design, method="raking").weights,
    ]
    for other in weights[1:]:
        np.testing.assert_allclose(other, weights[0], rtol=1e-12)


def test_raking_is_calibration_with_that_distance(answers: Responses) -> None:
    one = rake(answers, MARGINS, weights="weight", tolerance=1e-13)
    other = calibrate(answers, MARGINS, weights="weight", method="raking", tolerance=1e-13)
    np.testing.assert_allclose(one.weights, other.weights, rtol=1e-10)
