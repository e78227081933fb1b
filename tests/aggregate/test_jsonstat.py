"""JSON-stat: the cube that a reader of the format finds, cell by cell, and what it is told about it."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made_answers import vastaukset

from verkosto.aggregate import Table, crosstab, frequency, mean, reported
from verkosto.errors import AnalysisError, OptionError, SourceError

FIGURES = ["estimate", "se", "low", "high", "n", "base", "weighted", "base_weighted", "units", "df", "deff"]


@pytest.fixture
def table() -> Table:
    answers = vastaukset(
        malli=["k", "k", "e", "eos", "k", None],
        laji=["p", "p", "p", "v", None, "v"],
        kunta=["091"] * 3 + ["179"] * 3,
        paino=[1.0, 2.5, 1.0, 0.0, 1.0, 1.0],
    )
    return crosstab(answers, "malli", by=["laji", "maakunta"], margins=True, weights="paino")


def cells(raw: dict[str, Any]) -> dict[tuple[str, ...], tuple[Any, str | None]]:
    """Value and status of each cell, as the format says: row-major, status by position."""
    codes = [raw["dimension"][name]["category"]["index"] for name in raw["id"]]
    assert [len(part) for part in codes] == raw["size"]
    keys = itertools.product(*codes)
    status = raw.get("status", {})
    return {key: (value, status.get(str(n))) for n, (key, value) in enumerate(zip(keys, raw["value"], strict=True))}


def test_every_figure_is_in_its_cell_unchanged(table: Table) -> None:
    raw = json.loads(table.to_jsonstat())
    assert raw["id"] == ["laji", "maakunta", "malli", "statistic"]
    found = cells(raw)
    seen = set()
    for _, row in table.frame.iterrows():
        for name in FIGURES:
            key = (row["laji"], row["maakunta"], row["value"], name)
            seen.add(key)
            assert found[key][0] == (None if np.isnan(row[name]) else row[name])
    assert {found[key] for key in found if key not in seen} == {(None, "absent")}


def test_a_figure_that_is_absent_says_why(table: Table) -> None:
    raw = json.loads(table.to_jsonstat(lang="en"))
    found = cells(raw)
    assert found["v", "13", "k", "estimate"] == (None, "zero_weight")
    assert found["*", "*", "k", "estimate"][1] == "unreliable"
    assert found["p", "01", "k", "n"] == (2, None)
    labels = raw["extension"]["status"]["label"]
    assert set(labels) == {part[1] for part in found.values() if part[1] is not None}
    assert labels["absent"] == "no such group"
    release = json.loads(reported({"k": 73, "e": 27}, 562).to_jsonstat())
    assert cells(release)["k", "n"] == (None, "unknown")


def test_what_the_format_asks_for_is_told(table: Table) -> None:
    raw = json.loads(table.to_jsonstat(lang="sv", updated="2026-11-22", year=2020))
    assert (raw["version"], raw["class"], raw["label"]) == ("2.0", "dataset", "Stöder du?")
    assert (raw["source"], raw["updated"]) == ("kysely-2020", "2026-11-22")
    assert raw["role"] == {"time": ["survey_year"], "geo": ["maakunta"], "metric": ["statistic"]}
    assert raw["id"][0] == "survey_year"
    region = raw["dimension"]["maakunta"]
    assert region["label"] == "Landskap"
    assert region["category"]["label"] == {"01": "Nyland", "13": "Mellersta Finland", "*": "Totalt"}
    units = raw["dimension"]["statistic"]["category"]["unit"]
    assert units["estimate"] == {"label": "andel 0–1", "decimals": 3}
    assert units["n"] == {"label": "antal", "decimals": 0}
    assert "Svarade inte 1" in raw["note"]
    about = raw["extension"]["verkosto"]
    assert (about["instrument"], about["level"], about["weights"]) == ("kysely-2020", 0.95, "paino")
    assert (about["statistic"], about["base_kind"]) == (["share"], ["answered"])


def test_numbers_have_their_own_unit() -> None:
    raw = json.loads(mean(vastaukset(jasenia=[1, 2, 6]), "jasenia").to_jsonstat(lang="en"))
    unit = raw["dimension"]["statistic"]["category"]["unit"]
    assert unit["estimate"] == {"label": "number", "decimals": 2}
    assert raw["dimension"]["statistic"]["category"]["label"]["estimate"] == "Value"
    assert cells(raw)["mean", "estimate"][0] == 3
    assert "updated" not in raw


def test_one_of_several_questions_is_chosen() -> None:
    answers = vastaukset(malli=["k", "e"], laji=["p", "v"])
    several = frequency(answers, ["malli", "laji"])
    with pytest.raises(AnalysisError, match="different answers"):
        several.to_jsonstat()
    assert json.loads(several.to_jsonstat(variable="laji"))["id"] == ["laji", "statistic"]
    matrix = vastaukset(**{"vaittamat[r1]": ["1", "2"], "vaittamat[r2]": ["1", "0"]})
    assert json.loads(frequency(matrix, "vaittamat").to_jsonstat())["id"] == ["variable", "value", "statistic"]


def test_the_file_is_the_text(table: Table, tmp_path: Path) -> None:
    text = table.to_jsonstat(tmp_path / "taulu.json")
    assert (tmp_path / "taulu.json").read_text("utf-8") == text
    with pytest.raises(SourceError, match="the table cannot be written"):
        table.to_jsonstat(tmp_path / "puuttuu" / "taulu.json")
    with pytest.raises(OptionError, match="No language 'de'"):
        table.to_jsonstat(lang="de")


def test_an_empty_table_is_an_empty_cube() -> None:
    raw = json.loads(frequency(vastaukset(rows=0), "kunta").to_jsonstat())
    assert (raw["size"], raw["value"]) == ([0, 11], [])
    assert "status" not in raw
