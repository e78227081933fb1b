"""Frames that nobody has computed yet: only what a question claims is."""

from __future__ import annotations

import sys
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest
from reading import findings, made

from verkosto.errors import MissingExtraError, OptionError, SourceError
from verkosto.instruments import Number, Option, SingleChoice
from verkosto.responses import Responses

pytestmark = pytest.mark.filterwarnings("ignore::verkosto.errors.VerkostoWarning")

KEEN = SingleChoice("malli", "Kannatatko?", options=(Option("k", "Kyllä"), Option("e", "Ei")))
MEMBERS = Number("jasenia", "Jäseniä")


def take(frame: Any, *questions: Any, **parts: Any) -> Responses:
    return Responses.from_frame(frame, made(*questions), **parts)


def lazies() -> dict[str, Any]:
    frame = pl.DataFrame({"jasenia": [1, 2], "lisa": ["x", "y"], "lista": [[1], [2]]})
    loud = frame.lazy().with_columns(lisa=pl.col("lisa").map_elements(_refuse, return_dtype=pl.String))
    return {
        "polars": loud,
        "duckdb": duckdb.from_arrow(frame.to_arrow()).project("jasenia, error(lisa) AS lisa, lista"),
    }


def _refuse(value: str) -> str:
    msg = f"somebody computed {value}"
    raise ValueError(msg)


@pytest.mark.parametrize("name", ["polars", "duckdb"])
def test_unclaimed_columns_of_a_lazy_frame_are_never_computed(name: str) -> None:
    frame = lazies()[name]
    found = take(frame, MEMBERS)
    assert found.frame["jasenia"].tolist() == [1.0, 2.0]
    assert found.unbound.empty
    assert findings(found) == [("lisa", "column_not_collected"), ("lista", "column_not_collected")]
    assert found.provenance is not None
    assert found.provenance.options["lazy"] is True
    with pytest.raises(SourceError, match=rf"{name} failed \(\w+\) while the columns were read") as caught:
        take(frame, MEMBERS, keep=["lisa"])
    assert "computed x" not in str(caught.value)


def test_unclaimed_columns_of_a_lazy_frame_are_kept_when_asked_for() -> None:
    frame = pl.LazyFrame({"lisa": ["x", None], "jasenia": [1, 2]})
    found = take(frame, MEMBERS, keep=["Lisa"])
    assert found.unbound["lisa"].tolist() == ["x", pd.NA]
    assert findings(found) == [("lisa", "unbound_column")]
    with pytest.raises(OptionError, match="keep names 'lisä'"):
        take(frame, MEMBERS, keep=["lisä"])


def test_without_pyarrow_a_relation_asks_for_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    relation = duckdb.sql("SELECT 1 AS jasenia")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"a DuckDB relation needs the extra 'parquet'"):
        take(relation, MEMBERS)


def test_pyspark_frames_are_taken() -> None:
    sql = pytest.importorskip("pyspark.sql", reason="PySpark comes with the extra spark")
    session = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        frame = session.createDataFrame(
            [(1, "k", [1]), (None, None, [2])], "jasenia int, malli string, lista array<int>"
        )
        found = take(frame, MEMBERS, KEEN)
        assert found.frame["jasenia"].tolist() == [1.0, pd.NA]
        assert findings(found) == [("lista", "column_not_collected")]
    finally:
        session.stop()
