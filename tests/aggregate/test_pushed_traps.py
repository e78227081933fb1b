"""What engines understand differently, and what a frame of another tool may hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pushed import answers, assert_same, survey

from verkosto.aggregate import (
    Design,
    LazyResponses,
    _pushed_columns,
    _pushed_totals,
    crosstab,
    frequency,
    mean,
    nps,
    total,
)
from verkosto.errors import AnalysisError
from verkosto.instruments import Column, Instrument, Nps, Number, Option, SingleChoice
from verkosto.responses import Responses

pytestmark = pytest.mark.filterwarnings("ignore::verkosto.errors.VerkostoWarning")

ENGINES: dict[str, Callable[[pd.DataFrame], Any]] = {
    "pandas": lambda frame: frame,
    "polars": lambda frame: pl.from_pandas(frame).lazy(),
    "pyarrow": pa.Table.from_pandas,
    "duckdb": lambda frame: duckdb.from_arrow(pa.Table.from_pandas(frame)),
}


@pytest.fixture(params=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> Callable[[pd.DataFrame], Any]:
    return ENGINES[request.param]


def hours() -> Instrument:
    return Instrument(
        "tunnit",
        "Tunnit",
        columns=(Column("paino", role="weight"), Column("ryhma", role="stratum")),
        questions=(
            SingleChoice(
                "keino", "Miten?", options=(Option("1", "Bussilla"), Option("2", "Junalla"), Option("3", "Muu"))
            ),
            Number("tunteja", "Tunteja", minimum=0, maximum=100, special=(Option("99", "En tiedä", kind="dont_know"),)),
            Nps("suositus", "Suosittelisitko?", asked_if={"keino": ("1", "2")}),
        ),
    )


def test_narrow_integers_are_multiplied_as_numbers(engine: Callable[[pd.DataFrame], Any]) -> None:
    frame = pd.DataFrame({"tunteja": [100, 90, 80], "paino": [100, 120, 90]}, dtype="int8")
    found = total(LazyResponses(engine(frame), hours()), "tunteja", weights="paino").frame
    assert found["estimate"].tolist() == [100 * 100 + 120 * 90 + 90 * 80]


def test_no_number_is_no_answer(engine: Callable[[pd.DataFrame], Any]) -> None:
    frame = pd.DataFrame({"tunteja": [1.0, np.nan, 3.0], "paino": [1.0, 1.0, 2.0]})
    table = mean(LazyResponses(engine(frame), hours()), "tunteja", weights="paino")
    assert table.frame["estimate"].tolist() == [7 / 3]
    assert table.missing["reason"].tolist() == ["not_answered"]


@pytest.mark.parametrize("codes", [[1, 2, 7, 1], [1.0, 2.0, None, 7.0], ["1", "Junalla", "x", ""]])
def test_what_another_tool_writes_means_what_it_means_on_reading(
    engine: Callable[[pd.DataFrame], Any], codes: list[Any]
) -> None:
    frame = pd.DataFrame(
        {"keino": codes, "tunteja": [5.0, 99.0, 101.0, np.inf], "suositus": [10.0, 3.5, np.nan, np.nan]}
    )
    read = Responses.from_frame(frame, hours())
    lazy = LazyResponses(engine(frame), hours())
    assert_same(frequency(lazy, ["keino", "suositus"]), frequency(read, ["keino", "suositus"]))
    assert_same(mean(lazy, "tunteja", by="keino"), mean(read, "tunteja", by="keino"))
    assert_same(nps(lazy, "suositus"), nps(read, "suositus"))
    assert lazy.collect().frame.equals(read.frame)
    one = {"keino": ["1"], "tunteja": (5, None)}
    assert len(lazy.where(one)) == len(read.where(one))


def test_one_column_may_divide_rows_twice(engine: Callable[[pd.DataFrame], Any]) -> None:
    frame = answers(90).frame
    frame["kunta"] = frame["kunta"].fillna("091")
    read, lazy = Responses.from_frame(frame, survey()), LazyResponses(engine(frame), survey())
    for by, design in {
        "ryhma": Design(weights="paino", strata="ryhma", psu="yksikko"),
        "kunta": Design(strata="maakunta", lonely="adjust"),
        "maakunta": Design(psu="maakunta"),
    }.items():
        assert_same(crosstab(lazy, "malli", by=by, design=design), crosstab(read, "malli", by=by, design=design))
    with pytest.raises(AnalysisError, match=r"strata 'laji': \d+ of 90 rows have none"):
        frequency(lazy, "malli", design=Design(strata="laji"))


def test_ids_that_begin_anew_in_each_stratum(engine: Callable[[pd.DataFrame], Any]) -> None:
    made = answers(90)
    frame = made.frame.assign(yksikko=made.frame["yksikko"].str.split("-").str[1])
    read, lazy = Responses.from_frame(frame, survey()), LazyResponses(engine(frame), survey())
    design = Design(weights="paino", strata="ryhma", psu="yksikko", nest=True)
    assert_same(crosstab(lazy, "malli", by="laji", design=design), crosstab(read, "malli", by="laji", design=design))
    with pytest.raises(AnalysisError, match="lie in several strata"):
        frequency(lazy, "malli", design=Design(strata="ryhma", psu="yksikko"))


def test_groups_far_from_one_another_keep_their_digits(engine: Callable[[pd.DataFrame], Any]) -> None:
    random = np.random.default_rng(5)
    near = random.normal(0, 1e-3, 60)
    frame = pd.DataFrame({"keino": ["1", "2", "3"] * 20, "paino": random.gamma(5, 0.2, 60)})
    frame["ryhma"] = ["a", "b"] * 30
    frame["tunteja"] = near + frame["keino"].map({"1": 1.0, "2": 50.0, "3": 90.0})
    read, lazy = Responses.from_frame(frame, hours()), LazyResponses(engine(frame), hours())
    for design in (Design(weights="paino"), Design(weights="paino", strata="ryhma")):
        found = mean(lazy, "tunteja", by="keino", design=design)
        assert_same(found, mean(read, "tunteja", by="keino", design=design))
        assert found.frame["se"].lt(1e-3).all()


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1.0, -1.0, 1.0], "1 of 3 rows have a negative weight"),
        ([1.0, None, None], "2 of 3 rows have no weight"),
        ([1.0, np.inf, 1.0], "1 of 3 rows have an infinite weight"),
        ([0.0, 0.0, 0.0], "all 3 rows have weight 0"),
    ],
)
def test_weights_that_cannot_be_used(engine: Callable[[pd.DataFrame], Any], weights: list[Any], message: str) -> None:
    frame = pd.DataFrame({"keino": ["1", "2", "3"], "paino": pd.Series(weights, dtype="float64")})
    with pytest.raises(AnalysisError, match=message):
        frequency(LazyResponses(engine(frame), hours()), "keino", weights="paino")


def test_infinite_numbers_are_told(engine: Callable[[pd.DataFrame], Any]) -> None:
    frame = pd.DataFrame({"keino": ["1", "2", "3"], "paino": [1.0, np.inf, -np.inf]})
    with pytest.raises(AnalysisError, match="variable 'paino': 2 rows have an infinite number"):
        mean(LazyResponses(engine(frame), hours()), "paino")


def test_a_reason_that_is_none_is_refused() -> None:
    frame = pl.LazyFrame({"keino": ["1", None], "missing:keino": [None, "väsynyt"]})
    with pytest.raises(AnalysisError, match=r"'missing:keino' holds what is no reason.*not_answered"):
        frequency(LazyResponses(frame, hours()), "keino")


def test_too_many_texts_or_totals_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = answers(60)
    lazy = LazyResponses(made.frame, made.instrument)
    with monkeypatch.context() as patch:
        patch.setattr(_pushed_columns, "TEXT_LIMIT", 3)
        with pytest.raises(AnalysisError, match="'kunta' has more than 3 different values"):
            frequency(lazy, "kunta")
    monkeypatch.setattr(_pushed_totals, "_MOST_PLACE_CELLS", 10)
    with pytest.raises(AnalysisError, match=r"4 sampling units or strata times \d+ cells are too many"):
        frequency(lazy, "malli", design=Design(strata="ryhma"))
