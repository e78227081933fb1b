"""The invented survey of golden/tests.csv, its designs, and the numbers that R found in it."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

from made_answers import responses

from verkosto.aggregate import Design, ReplicateDesign
from verkosto.instruments import Column, Instrument, Number, Option, SingleChoice
from verkosto.responses import Responses

__all__ = ["MADE", "cases", "designs", "survey"]

GOLDEN = Path(__file__).parent.parent / "golden"
MADE: dict[str, Any] = json.loads((GOLDEN / "tests.json").read_text("utf-8"))
REPLICATES = [f"r{number:02d}" for number in range(1, 24)]


def cases(test: str) -> list[dict[str, Any]]:
    """The cases of one test."""
    return [case for case in MADE["cases"] if case["test"] == test]


@cache
def designs() -> dict[str, Any]:
    """The designs by the names that the cases have."""
    return {
        "none": None,
        "weights": Design("w"),
        "full": Design("w", strata="stratum", psu="psu", fpc="N"),
        "replicates": ReplicateDesign("w", REPLICATES, kind="jkn", scale=1, rscales=MADE["kept"]),
    }


@cache
def survey() -> Responses:
    """The answers."""
    with (GOLDEN / "tests.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    answers = (Option("k", "Kannatan"), Option("e", "En kannata"), Option("eos", "En osaa sanoa", kind="dont_know"))
    instrument = Instrument(
        id="golden",
        title="Golden numbers",
        sampling="sample",
        columns=(
            Column("stratum", role="stratum"),
            Column("psu", role="psu"),
            Column("N", role="fpc"),
            Column("w", role="weight"),
            *(Column(name, role="weight") for name in REPLICATES),
        ),
        questions=(
            SingleChoice(id="group", text="Group", options=tuple(Option(code, code.upper()) for code in "abcd")),
            SingleChoice(id="sex", text="Sex", options=(Option("f", "Nainen"), Option("m", "Mies"))),
            *(SingleChoice(id=name, text=name, options=answers) for name in ("answer", "before", "after")),
            SingleChoice(
                id="wave", text="Wave", options=tuple(Option(year, year) for year in ("2018", "2020", "2023", "2024"))
            ),
            Number(id="score", text="Score"),
            Number(id="income", text="Income"),
        ),
    )
    numbers = {"N", "w", "score", "income", *REPLICATES}
    values = {
        name: [(float(row[name]) if name in numbers else row[name]) if row[name] else None for row in rows]
        for name in rows[0]
    }
    return responses(instrument, values)
