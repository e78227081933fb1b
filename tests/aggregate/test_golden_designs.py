"""Estimates under designs equal those of R's survey; how they were made stands in `designs.R`."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from verkosto.aggregate import Design, ReplicateDesign, Table, contrast, crosstab, frequency, mean, ratio, total
from verkosto.errors import AnalysisError
from verkosto.instruments import Column, Instrument, Number, Option, SingleChoice
from verkosto.responses import Responses

GOLDEN = Path(__file__).parent.parent / "golden"
MADE = json.loads((GOLDEN / "designs.json").read_text("utf-8"))
DESIGNS: dict[str, dict[str, Any]] = MADE["designs"] | MADE["replicates"]
CALLS: dict[str, Any] = {"mean": mean, "total": total, "ratio": ratio, "frequency": frequency}
ROLES: dict[str, Any] = {"stratum": "stratum", "half": "stratum", "lonely": "stratum"} | dict.fromkeys(
    ["psu", "psu_local", "ssu", "ssu_local", "id", "pair", "pair_psu"], "psu"
)


def case_id(case: dict[str, Any]) -> str:
    return " ".join([case["design"], *case.get("call", ())])


def design_of(name: str) -> Design | ReplicateDesign:
    arguments: Any = DESIGNS[name]
    return ReplicateDesign(**arguments) if name in MADE["replicates"] else Design(**arguments)


def rows_of_file(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def answers() -> Responses:
    rows = [
        one | other
        for one, other in zip(rows_of_file("designs.csv"), rows_of_file("designs_replicates.csv"), strict=True)
    ]
    asked = ("group", "answer", "score", "members", "budget")
    numbers = [name for name in rows[0] if name not in ROLES and name not in asked]
    instrument = Instrument(
        id="golden",
        title="Golden numbers",
        columns=tuple(Column(name, role=ROLES.get(name, "weight")) for name in [*ROLES, *numbers]),
        questions=(
            SingleChoice(id="group", text="Group", options=tuple(Option(code, code) for code in "pvl")),
            SingleChoice(id="answer", text="Answer", options=tuple(Option(code, code) for code in ("k", "e", "eos"))),
            *(Number(id=name, text=name) for name in ("score", "members", "budget")),
        ),
    )
    return Responses.from_frame(pd.DataFrame(rows), instrument, strict=True)


def call(answers: Responses, case: dict[str, Any], **arguments: Any) -> pd.DataFrame:
    """The rows of everybody, then those of each group, in the order of the golden file."""
    name, variable, *over = case["call"]
    arguments |= {"over": over[0]} if over else {}
    by = crosstab if name == "frequency" else CALLS[name]
    whole = CALLS[name](answers, variable, **arguments).frame.assign(group="")
    found: pd.DataFrame = pd.concat([whole, by(answers, variable, by="group", **arguments).frame])
    return found


@pytest.mark.parametrize("case", MADE["cases"], ids=case_id)
def test_estimates_standard_errors_design_effects_and_degrees_of_freedom_equal_r(
    answers: Responses, case: dict[str, Any]
) -> None:
    found = call(answers, case, design=design_of(case["design"]))
    assert found["group"].tolist() == case["group"]
    if case["call"][0] == "frequency":
        assert found["value"].tolist() == case["value"]
    np.testing.assert_allclose(found["estimate"], case["estimate"], rtol=1e-8)
    np.testing.assert_allclose(found["se"], case["se"], rtol=1e-8, atol=1e-15)
    assert found["df"].tolist() == case["df"]
    if case["call"][0] != "ratio":
        np.testing.assert_allclose(found["deff"], numbers(case["deff"]), rtol=1e-8)


@pytest.mark.parametrize("case", [case for case in MADE["cases"] if case["call"][0] != "ratio"], ids=case_id)
def test_design_effects_against_sampling_without_replacement_equal_r(answers: Responses, case: dict[str, Any]) -> None:
    found = call(answers, case, design=design_of(case["design"]), deff="without")
    np.testing.assert_allclose(found["deff"], numbers(case["deff_without"]), rtol=1e-8)


def numbers(values: list[float | None]) -> list[float]:
    return [math.nan if value is None else value for value in values]


def places(table: Table, groups: list[str], values: list[str]) -> list[int]:
    keys = list(zip(table.frame["group"], table.frame["value"], strict=True))
    return [keys.index(key) for key in zip(groups, values, strict=True)]


@pytest.mark.parametrize("made", MADE["covariances"], ids=case_id)
def test_the_covariance_of_all_cells_and_their_contrasts_equal_r(answers: Responses, made: dict[str, Any]) -> None:
    design = design_of(made["design"])
    table = crosstab(answers, "answer", by="group", design=design)
    order = places(table, made["group"], made["value"])
    covariance = np.asarray(table.cov())[np.ix_(order, order)]
    np.testing.assert_allclose(covariance, made["covariance"], rtol=1e-8, atol=1e-16)
    wanted = {
        str(place): {(value, group): weight for (group, value), weight in expected["weights"]}
        for place, expected in enumerate(made["contrasts"])
    }
    found = [contrast(table, wanted), contrast(mean(answers, "score", by="group", design=design), {"p": 1, "v": -1})]
    for name in ("estimate", "se"):
        theirs = [one[name] for one in [*made["contrasts"], made["mean_difference"]]]
        ours = [number for one in found for number in one.frame[name]]
        np.testing.assert_allclose(ours, theirs, rtol=1e-8)


@pytest.mark.parametrize("option", ["lonely_adjust", "lonely_two_stages_adjust"])
def test_a_stratum_with_one_unit_is_an_error_unless_the_design_says_what_to_do(answers: Responses, option: str) -> None:
    design: dict[str, Any] = {**DESIGNS[option], "lonely": "error"}
    with pytest.raises(AnalysisError, match="2 strata of stage 1 have a single sampling unit"):
        mean(answers, "score", design=Design(**design))


def test_a_domain_keeps_the_whole_design_where_filtering_first_loses_it(answers: Responses) -> None:
    wrong = MADE["filtered_first"]
    case = next(c for c in MADE["cases"] if c["design"] == wrong["design"] and c["call"][0] == "mean")
    right = case["se"][case["group"].index(wrong["group"])]
    row = mean(answers, "score", where={"group": wrong["group"]}, design=design_of(wrong["design"])).frame.iloc[0]
    assert row["estimate"] == pytest.approx(wrong["estimate"], rel=1e-8)
    assert row["se"] == pytest.approx(right, rel=1e-8)
    assert abs(wrong["se"] / right - 1) > 0.01


def test_degrees_of_freedom_that_a_design_states_hold_for_all_its_rows(answers: Responses) -> None:
    design = ReplicateDesign(**MADE["replicates"]["jk1"], df=5)
    assert set(crosstab(answers, "answer", by="group", design=design).frame["df"]) == {5}


def test_the_golden_cases_reach_what_designs_differ_in() -> None:
    assert {design.get("lonely") for design in MADE["designs"].values()} == {
        None, "certainty", "adjust", "average", "remove"
    }  # fmt: skip
    assert {design["kind"] for design in MADE["replicates"].values()} == {
        "brr", "fay", "jk1", "jkn", "bootstrap", "other"
    }  # fmt: skip
    assert {len(design.get("psu", ())) for design in MADE["designs"].values() if isinstance(design.get("psu"), list)}
    assert {value is None for case in MADE["cases"] for value in case["deff"]} == {True, False}
