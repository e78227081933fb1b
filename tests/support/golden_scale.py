"""The invented answers behind the golden numbers of quantiles.R, as a Responses with its designs."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from made_answers import responses

from verkosto.aggregate import Design, ReplicateDesign
from verkosto.instruments import Column, Instrument, Number, Option, SingleChoice
from verkosto.responses import Responses

__all__ = ["DESIGNS", "ITEMS", "answers", "made"]

_GOLDEN = Path(__file__).parent.parent / "golden"
_REPLICATES = [f"rep{place}" for place in range(1, 13)]

ITEMS = [f"q{place}" for place in range(1, 6)]

DESIGNS: dict[str, Design | ReplicateDesign] = {
    "rows": Design("weight"),
    "clusters": Design("weight", strata="stratum", psu="psu"),
    "finite": Design("weight", strata="stratum", psu="psu", fpc="fpc"),
    "replicates": ReplicateDesign("weight", _REPLICATES, kind="bootstrap"),
}


def made() -> dict[str, Any]:
    """The numbers that R made."""
    found: dict[str, Any] = json.loads((_GOLDEN / "quantiles.json").read_text("utf-8"))
    return found


def answers() -> Responses:
    """The answers of quantiles.csv; blanks are not answered."""
    with (_GOLDEN / "quantiles.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    numbers = ["hours", "members", *ITEMS]
    instrument = Instrument(
        id="golden",
        title="Golden numbers",
        columns=(
            Column("stratum", role="stratum"),
            Column("psu", role="psu"),
            Column("fpc", role="fpc"),
            *(Column(name, role="weight") for name in ("weight", *_REPLICATES)),
        ),
        questions=(
            SingleChoice(id="region", text="Region", options=tuple(Option(c, c) for c in ("01", "06", "13"))),
            *(Number(id=name, text=name) for name in numbers),
        ),
    )
    values: dict[str, list[Any]] = {name: [row[name] for row in rows] for name in ("stratum", "psu", "region")}
    for name in ["fpc", "weight", *_REPLICATES, *numbers]:
        values[name] = [float(row[name]) if row[name] else None for row in rows]
    return responses(instrument, values)
