"""Differences between waves equal those of R's survey; how they were made stands in `waves.R`."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from verkosto.aggregate import Design, Table, difference, frequency, mean, total
from verkosto.instruments import Column, Instrument, Number, Option, SingleChoice
from verkosto.responses import Responses

GOLDEN = Path(__file__).parent.parent / "golden"
MADE = json.loads((GOLDEN / "waves.json").read_text("utf-8"))


def wave(number: str) -> Responses:
    with (GOLDEN / "waves.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row.pop("wave") == number]
    roles: dict[str, Any] = {"stratum": "stratum", "psu": "psu", "ssu": "psu", "id": "psu", "weight": "weight"}
    instrument = Instrument(
        id="golden",
        title="Golden numbers",
        columns=tuple(Column(name, role=roles.get(name, "fpc")) for name in [*roles, "N1", "N2", "all_psus"]),
        questions=(
            SingleChoice(id="group", text="Group", options=tuple(Option(code, code) for code in "pvl")),
            SingleChoice(id="answer", text="Answer", options=tuple(Option(code, code) for code in ("k", "e", "eos"))),
            Number(id="score", text="Score"),
            Number(id="members", text="Members"),
        ),
    )
    return Responses.from_frame(pd.DataFrame(rows), instrument, strict=True)


@pytest.fixture(scope="module")
def waves() -> tuple[Responses, Responses]:
    return wave("2"), wave("1")


def case_id(case: dict[str, Any]) -> str:
    return f"{case['panel']} of {' '.join(map(str, case['design'].values()))}"


@pytest.mark.parametrize("case", MADE["cases"], ids=case_id)
def test_differences_and_their_standard_errors_equal_r(
    waves: tuple[Responses, Responses], case: dict[str, Any]
) -> None:
    design = Design(**case["design"])

    def changes(call: Any, variable: str, **arguments: Any) -> Table:
        now, before = (call(answers, variable, design=design, **arguments) for answers in waves)
        return difference(now, before, panel=case["panel"])

    found = {
        "mean": changes(mean, "score").frame.iloc[0],
        "total": changes(total, "members").frame.iloc[0],
        **{f"mean_{row['group']}": row for _, row in changes(mean, "score", by="group").frame.iterrows()},
        **{f"share_{row['value']}": row for _, row in changes(frequency, "answer").frame.iterrows()},
    }
    for name, expected in case["found"].items():
        assert found[name]["estimate"] == pytest.approx(expected["estimate"], rel=1e-8), name
        assert found[name]["se"] == pytest.approx(expected["se"], rel=1e-8), name
    if case["panel"] is not None:
        assert found["mean"]["df"] == case["df"]
