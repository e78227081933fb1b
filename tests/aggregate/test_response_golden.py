"""Propensities equal those of R's glm, and a finite population narrows intervals as in R's survey."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from made_answers import kysely, responses

from verkosto.aggregate import Design, frequency, r_indicator
from verkosto.errors import AnalysisError
from verkosto.responses import Responses

GOLDEN = Path(__file__).parents[1] / "golden"
MADE: dict[str, Any] = json.loads((GOLDEN / "response.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", MADE["models"])
def test_logistic_propensities(case: dict[str, Any]) -> None:
    asked = pd.read_csv(GOLDEN / "response_asked.csv", dtype={"region": str})
    found = r_indicator(asked, "answered", by=case["by"], weights=case["weights"], model="logistic")
    expected = case["found"]
    for name in ("r", "cv", "adjusted", "se"):
        assert getattr(found, name) == pytest.approx(expected[name], rel=1e-8), name
    assert found.response_rate == pytest.approx(expected["rate"], rel=1e-8)


def half(rows: int, associations: int) -> Responses:
    """Answers of which one half says yes, from some associations in turn."""
    instrument = kysely(unit_id="jarjesto", sampling="sample", columns=kysely().columns[1:2])
    units = [f"j{row % associations}" for row in range(rows)]
    return responses(instrument, {"malli": ["k", "e"] * (rows // 2), "jarjesto": units})


@pytest.mark.parametrize(("design", "name", "points"), [(Design(fpc=853), "with", 6.08), (None, "without", 6.95)])
def test_200_of_853_associations(design: Design | None, name: str, points: float) -> None:
    row = frequency(half(200, 200), "malli", design=design, interval="t").frame.iloc[0]
    expected = MADE["population"][name]
    assert row["estimate"] == 0.5
    assert row["se"] == pytest.approx(expected["se"], rel=1e-8)
    assert row["df"] == expected["df"]
    assert (row["low"], row["high"]) == pytest.approx(tuple(expected["t"]), rel=1e-8)
    # R's own interval takes the normal quantile where no degrees of freedom are given.
    assert round(100 * (expected["normal"][1] - 0.5), 2) == points
    assert 100 * 1.959963984540054 * row["se"] == pytest.approx(points, abs=0.005)


def test_562_persons_are_no_associations_of_the_register() -> None:
    persons = half(562, 350)
    with pytest.raises(AnalysisError, match=r"the rows are not those units: 212 of them \('jarjesto'\)"):
        frequency(persons, "malli", design=Design(fpc=853))
    drawn = frequency(persons, "malli", design=Design(psu="jarjesto", fpc=853)).frame
    assert drawn["df"].tolist()[0] == 349
