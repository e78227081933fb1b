"""Flags of figures that are not to be relied on, from the columns of a table alone."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from verkosto.aggregate import Table
from verkosto.aggregate._quality import Thresholds, quality_frame, quality_of
from verkosto.errors import AnalysisError


def row(statistic: str = "share", **changes: Any) -> dict[str, Any]:
    """A row of a table, reliable unless changed."""
    parts: dict[str, Any] = {
        "variable": "malli", "value": "k", "label": "Kannatan", "statistic": statistic, "n": 100, "base": 400,
        "base_kind": "answered", "weighted": 100.0, "base_weighted": 400.0, "units": 100, "estimate": 0.5, "se": 0.025,
        "low": 0.45, "high": 0.55, "interval": "wilson", "df": 399.0, "deff": 1.0, "status": "ok",
    }  # fmt: skip
    return parts | changes


def table(*rows: dict[str, Any], level: float = 0.95) -> Table:
    """A table as it is read from JSON: nothing but columns."""
    text = {
        "schema": "verkosto.table/1",
        "instrument": "kysely",
        "title": {"fi": "Kannatatko?"},
        "variables": [{"id": "malli", "text": {"fi": "Kannatatko?"}, "labels": [["k", {"fi": "Kannatan"}]]}],
        "by": [],
        "level": level,
        "weights": None,
        "notes": [],
        "provenance": {},
        "cells": {name: [one[name] for one in rows] for name in row()},
        "missing": {"variable": [], "reason": [], "n": []},
    }
    return Table.from_json(json.dumps(text))


def judged(one: dict[str, Any], **thresholds: float) -> tuple[Any, Any]:
    found = quality_of(table(one), Thresholds(**thresholds))
    return found.flag[0], found.reason[0]


def share(p: float, effective: float, base: int, **changes: Any) -> dict[str, Any]:
    """A share whose variance gives an effective size."""
    parts = {"estimate": p, "base": base, "se": math.sqrt(p * (1 - p) / effective), "df": base - 1.0}
    return row(**{**parts, **changes})


def test_a_share_of_many_is_reliable() -> None:
    found = quality_of(table(row()))
    assert (found.flag[0], found.reason[0]) == ("ok", None)
    assert found.cv[0] == pytest.approx(0.05)
    assert found.effective_n[0] == pytest.approx(400)
    assert found.margin[0] == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("one", "flag", "reason"),
    [
        (share(0.1, 29, 500), "unreliable", "effective_n, relative_width"),
        # Half and half of 45: the interval is 0.347 to 0.653 wide.
        (share(0.5, 42, 500), "unreliable", "width"),
        (share(0.5, 50, 500), "ok", None),
        # 4 % of 100 people: 1.1 to 9.9, more than twice the share.
        (share(0.04, 100, 100), "unreliable", "relative_width"),
        # 0.5 % of 1000: wider than 130 % of itself, yet narrower than five points.
        (share(0.005, 1000, 1000), "ok", None),
        (share(0.5, 200, 400, df=7.0), "caution", "df"),
        (share(0.5, 25, 400, df=3.0), "unreliable", "effective_n, width, df"),
    ],
)
def test_shares_follow_the_standards_of_nchs(one: dict[str, Any], flag: str, reason: str | None) -> None:
    assert judged(one) == (flag, reason)


def test_the_width_is_that_of_korn_graubard_at_95_percent_whatever_the_table_shows() -> None:
    """The bound lies where the exact interval says, not that of the table."""
    p, n, df = 0.3, 60, 20
    size = n * (stats.t.ppf(0.975, 99) / stats.t.ppf(0.975, df)) ** 2
    width = stats.beta.ppf(0.975, size * p + 1, size * (1 - p)) - stats.beta.ppf(0.025, size * p, size * (1 - p) + 1)
    one = share(p, n, 100, df=float(df), low=0.29, high=0.31)
    assert judged(one, width=width + 1e-9)[0] == "ok"
    assert judged(one, width=width - 1e-9) == ("unreliable", "width")
    shown = quality_of(table(one, level=0.5), Thresholds(width=width + 1e-9))
    assert shown.flag[0] == "ok"


def test_an_effective_size_beyond_the_rows_makes_nothing_more_reliable() -> None:
    found = quality_of(table(share(0.5, 60, 25)))
    assert found.effective_n[0] == pytest.approx(60)
    assert found.reason[0] == "effective_n, width"


@pytest.mark.parametrize("end", [0.0, 1.0])
def test_at_0_and_1_the_effective_size_is_that_of_the_interval(end: float) -> None:
    size = 17.0 * (stats.t.ppf(0.95, 39) / stats.t.ppf(0.95, 12)) ** 2
    tail = 0.05 ** (1 / size)
    low, high = (0.0, 1 - tail) if end == 0 else (tail, 1.0)
    one = row(estimate=end, se=0.0, base=40, df=12.0, deff=None, low=low, high=high, interval="korn_graubard")
    found = quality_of(table(one, level=0.9))
    assert found.effective_n[0] == pytest.approx(17)
    assert (found.flag[0], found.reason[0]) == ("unreliable", "effective_n, extreme")


def test_a_share_of_0_among_many_calls_for_caution_only() -> None:
    one = row(estimate=0.0, se=0.0, low=0.0, high=0.01, interval="wilson", deff=None)
    assert judged(one) == ("caution", "extreme")
    assert quality_of(table(one)).effective_n[0] == 400


def test_a_single_answer_is_unreliable_and_says_why() -> None:
    one = row(estimate=1.0, se=0.0, base=1, df=0.0, deff=None, low=0.0, high=1.0, interval="korn_graubard")
    found = quality_of(table(one))
    assert found.reason[0] == "effective_n, width, df, extreme"
    assert found.effective_n[0] == 1


def test_a_census_is_reliable_however_small() -> None:
    for statistic, estimate in [("share", 1.0), ("share", 0.25), ("mean", 12.0)]:
        one = row(statistic, estimate=estimate, se=0.0, low=estimate, high=estimate, base=4, df=0.0, deff=None)
        found = quality_of(table(one))
        assert (found.flag[0], found.reason[0], found.effective_n[0]) == ("ok", None, math.inf)


@pytest.mark.parametrize("statistic", ["mean", "total", "ratio", "quantile", "variance"])
def test_other_figures_follow_the_coefficient_of_variation(statistic: str) -> None:
    for se, expected in [(1.6, ("ok", None)), (1.7, ("caution", "cv")), (3.4, ("unreliable", "cv"))]:
        for sign in (1, -1):
            one = row(statistic, estimate=sign * 10.0, se=se, low=-1.0, high=21.0, interval="t")
            assert judged(one) == expected
    one = row(statistic, estimate=10.0, se=1.0, deff=20.0)
    assert judged(one) == ("unreliable", "effective_n")
    assert quality_of(table(one)).effective_n[0] == pytest.approx(20)


@pytest.mark.parametrize("statistic", ["net", "nps", "alpha", "contrast", "mean_difference"])
def test_what_may_be_0_has_no_coefficient_of_variation(statistic: str) -> None:
    one = row(statistic, estimate=0.001, se=0.5, interval="t")
    assert judged(one) == ("ok", None)
    assert np.isnan(quality_of(table(one)).cv[0])
    assert judged(one | {"base": 20}) == ("unreliable", "effective_n")
    assert judged(one | {"df": 7.0}) == ("caution", "df")


def test_thresholds_can_be_moved() -> None:
    one = share(0.04, 25, 100, df=4.0)
    assert judged(one, effective_n=20, relative_width=10, width=1, df=4) == ("ok", None)
    assert judged(row("mean", estimate=10.0, se=1.0), caution_cv=0.05, cv=0.2) == ("caution", "cv")
    with pytest.raises(AnalysisError, match="threshold 'cv' is -1, which is no number from 0 up"):
        Thresholds(cv=-1)


def test_without_an_estimate_there_is_no_flag_but_a_reason() -> None:
    nothing: dict[str, Any] = dict.fromkeys(("estimate", "se", "low", "high", "interval", "df", "deff"))
    found = quality_of(table(row(**nothing, base=0, status="empty")))
    assert (found.flag[0], found.reason[0]) == (None, "empty")
    assert np.isnan([found.cv[0], found.effective_n[0], found.margin[0]]).all()


def test_a_published_release_is_judged_by_its_base() -> None:
    """Nothing but a share, a base and an interval: as many degrees of freedom as rows, less one."""
    one = row(estimate=0.5, se=None, base=40, df=None, deff=None)
    found = quality_of(table(one))
    assert found.effective_n[0] == 40
    assert (found.flag[0], found.reason[0]) == ("unreliable", "width")


def test_the_frame_has_the_keys_of_the_table_and_a_row_for_each_of_its_rows() -> None:
    made = table(row(), row("mean", estimate=10.0, se=5.0))
    frame = made.quality()
    keys = ["variable", "value", "label", "statistic"]
    assert frame[keys].equals(made.frame[keys])
    assert frame.columns.tolist() == [*keys, "cv", "effective_n", "margin", "flag", "reason"]
    assert frame["flag"].tolist() == ["ok", "unreliable"]
    assert frame["reason"].fillna("").tolist() == ["", "cv"]
    assert frame.dtypes.astype(str).tolist() == ["string"] * 4 + ["float64"] * 3 + ["string"] * 2
    assert len(quality_frame(table())) == 0
