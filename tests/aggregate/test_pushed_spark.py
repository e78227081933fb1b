"""PySpark counts as the others do. The engine is large, so that these tests run by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pushed import CALLS, answers, assert_same

from verkosto.aggregate import LazyResponses, crosstab

sql = pytest.importorskip("pyspark.sql", reason="PySpark comes with the extra spark")

pytestmark = [
    pytest.mark.filterwarnings("ignore::verkosto.errors.VerkostoWarning"),
    # PySpark 4 says of pandas 3 that it does not know it yet.
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    made = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def lazy(session: Any, tmp_path_factory: pytest.TempPathFactory) -> LazyResponses:
    path = tmp_path_factory.mktemp("spark") / "vastaukset.parquet"
    made = answers()
    made.to_parquet(path)
    return LazyResponses(session.read.parquet(str(path)), made.instrument)


SOME = (
    "several questions", "ticks", "a kind of area", "a tick, a score, a stratum", "a subset by area and number",
    "a subset by ticks", "clusters", "strata of rows", "mean", "mean in strata", "ratio in clusters", "top box",
)  # fmt: skip
"""Calls that together ask for everything; a job of Spark takes a fifth of a second, however few the rows."""


@pytest.mark.parametrize("call", SOME)
def test_figures_are_those_in_memory(call: str, lazy: LazyResponses) -> None:
    assert_same(CALLS[call](lazy), CALLS[call](answers()))


def test_answers_come_into_memory(lazy: LazyResponses) -> None:
    assert lazy.collect().frame.equals(answers().frame)


def test_a_folder_that_spark_wrote_is_one_file(session: Any, lazy: LazyResponses, tmp_path: Path) -> None:
    made = answers()
    folder = tmp_path / "osissa"
    session.createDataFrame(
        [(code, tick) for code, tick in zip(["k", "e", None] * 4, [True, False, None] * 4, strict=True)],
        "malli string, `palvelut[kevat]` boolean",
    ).repartition(3).write.parquet(str(folder))
    found = LazyResponses.scan_parquet(folder, made.instrument)
    assert crosstab(found, "malli", by="palvelut[kevat]").frame["n"].tolist()[:2] == [0, 4]
