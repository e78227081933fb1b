"""The intervals that a share can have by name, against R's survey and other ways to compute them."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from verkosto.aggregate._intervals import ShareInterval, check_share_interval, share_interval, t_interval
from verkosto.errors import AnalysisError

GOLDEN = json.loads((Path(__file__).parent.parent / "golden" / "intervals.json").read_text("utf-8"))
METHODS: tuple[ShareInterval, ...] = get_args(ShareInterval)


def interval(
    share: float,
    *,
    variance: float = math.nan,
    effective: float = 40.0,
    rows: int = 60,
    df: float = 12.0,
    level: float = 0.95,
    method: ShareInterval | None = None,
) -> tuple[Any, ...]:
    """Low, high and name of the interval of one share."""
    given = (np.array([value]) for value in (share, variance))
    low, high, name = share_interval(
        *given,
        effective=np.array([effective]),
        rows=np.array([rows]),
        df=np.array([df]),
        level=level,
        method=method,
    )
    return float(low[0]), float(high[0]), name[0]


def case_id(case: dict[str, Any]) -> str:
    return " ".join(str(case[name]) for name in ("design", "variable", "region", "level"))


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=case_id)
def test_intervals_equal_those_of_svyciprop(case: dict[str, Any]) -> None:
    for method, theirs in case["intervals"].items():
        low, high, name = interval(
            case["share"],
            variance=case["variance"],
            # What the contract takes for Wilson must not matter to these.
            effective=3.0,
            rows=case["rows"],
            df=case["df"],
            level=case["level"],
            method=method,
        )
        assert name == method
        if method == "t":
            theirs = np.clip(theirs, 0, 1)
        if method == "arcsine" and np.arcsin(np.sqrt(case["share"])) < half_angle(case):
            # There R's angle falls below 0 and swings back to a low end above it.
            assert low == 0 < theirs[0]
            theirs[0] = 0
        if method == "arcsine" and np.arccos(np.sqrt(case["share"])) < half_angle(case):
            assert high == 1 > theirs[1]
            theirs[1] = 1
        assert (low, high) == pytest.approx(theirs, rel=1e-8, abs=1e-15), method


def half_angle(case: dict[str, Any]) -> float:
    t = float(stats.t.ppf((1 + case["level"]) / 2, case["df"]))
    return t * math.sqrt(case["variance"] / (4 * case["share"] * (1 - case["share"])))


@pytest.mark.parametrize("case", [c for c in GOLDEN["cases"] if c["logit_of_svyglm"]], ids=case_id)
def test_the_logit_interval_is_also_that_of_the_model(case: dict[str, Any]) -> None:
    ours = interval(
        case["share"],
        variance=case["variance"],
        rows=case["rows"],
        df=case["df"],
        level=case["level"],
        method="logit",
    )
    # Its iterations stop at about the eighth digit where a share is small.
    assert ours[:2] == pytest.approx(case["logit_of_svyglm"], rel=1e-7)


def test_the_golden_cases_reach_what_is_hard() -> None:
    cases = GOLDEN["cases"]
    assert {case["design"] for case in cases} == {"rows", "clusters", "finite", "replicates"}
    assert min(case["share"] for case in cases) < 0.01
    assert max(case["share"] for case in cases) > 0.95
    assert any(half_angle(case) > math.asin(math.sqrt(case["share"])) for case in cases)
    assert any(half_angle(case) > math.acos(math.sqrt(case["share"])) for case in cases)


@pytest.mark.parametrize(("k", "n", "low", "high"), [(5, 20, 0.1081, 0.4725), (8, 10, 0.4794, 0.9541)])
def test_agresti_coull_equals_a_hand_calculation(k: int, n: int, low: float, high: float) -> None:
    """With z = 1.96: (5 + 1.9208) / (20 + 3.8416) = 0.29028 and 1.96 * sqrt(0.29028 * 0.70972 / 23.8416)."""
    found = interval(k / n, effective=n, df=math.inf, method="agresti_coull")
    assert found == (pytest.approx(low, abs=6e-5), pytest.approx(high, abs=6e-5), "agresti_coull")


@settings(max_examples=40)
@given(
    st.floats(min_value=0, max_value=1),
    st.floats(min_value=2, max_value=5000),
    st.integers(min_value=1, max_value=300),
    st.sampled_from([0.5, 0.9, 0.99]),
)
def test_agresti_coull_has_the_middle_of_wilson_and_covers_it(
    share: float, effective: float, df: int, level: float
) -> None:
    """Agresti and Coull (1998), section 2: the same middle, and never shorter."""
    ours = interval(share, effective=effective, df=df, level=level, method="agresti_coull")
    t = float(stats.t.ppf((1 + level) / 2, df))
    middle = (share + t * t / (2 * effective)) / (1 + t * t / effective)
    half = t * math.sqrt(middle * (1 - middle) / (effective + t * t))
    assert ours[:2] == pytest.approx((max(middle - half, 0), min(middle + half, 1)), abs=1e-12)
    theirs = interval(share, effective=effective, df=df, level=level, method="wilson")
    assert ours[0] <= theirs[0] + 1e-12
    assert ours[1] >= theirs[1] - 1e-12


def test_beta_is_where_its_two_tails_have_the_level() -> None:
    """Clopper and Pearson's definition, on an effective size that is no whole number."""
    low, high, _ = interval(0.3, variance=0.3 * 0.7 / 17.5, rows=18, df=17, method="beta")
    yes = 17.5 * 0.3

    def tail(p: float) -> float:
        return float(stats.beta.sf(p, yes + 1, 17.5 - yes))

    assert tail(high) == pytest.approx(0.025)
    assert float(stats.beta.cdf(low, yes, 17.5 - yes + 1)) == pytest.approx(0.025)


@pytest.mark.parametrize("method", [None, "logit", "beta", "arcsine", "t"])
def test_at_0_and_1_korn_graubard_takes_over(method: ShareInterval | None) -> None:
    # Units are fewer than rows, so the effective size shrinks by the squared ratio of the quantiles.
    size = 40 * (stats.t.ppf(0.975, 59) / stats.t.ppf(0.975, 12)) ** 2
    end = 0.025 ** (1 / size)
    assert interval(0, variance=0, method=method) == (0, pytest.approx(1 - end), "korn_graubard")
    assert interval(1, variance=0, method=method) == (pytest.approx(end), 1, "korn_graubard")


def test_at_0_and_1_wilson_and_agresti_coull_keep_their_own_ends_when_named() -> None:
    t = stats.t.ppf(0.975, 12)
    assert interval(0, variance=0, method="wilson") == (0, pytest.approx(t**2 / (40 + t**2)), "wilson")
    assert interval(1, variance=0, method="wilson") == (pytest.approx(40 / (40 + t**2)), 1, "wilson")
    low, high, name = interval(0, variance=0, method="agresti_coull")
    assert (low, name) == (0, "agresti_coull")
    assert 0 < high < 0.3


@pytest.mark.parametrize("method", [None, *METHODS])
def test_no_interval_is_a_point_or_leaves_0_to_1(method: ShareInterval | None) -> None:
    for share in np.linspace(0, 1, 201):
        for effective in (1.5, 30, 3000):
            variance = share * (1 - share) / effective
            low, high, name = interval(share, variance=variance, effective=effective, method=method)
            assert 0 <= low <= share <= high <= 1
            assert high > low
            assert name == (method or "wilson") or (share in (0, 1) and name == "korn_graubard")


@pytest.mark.parametrize("method", METHODS)
def test_yes_and_no_mirror_each_other(method: ShareInterval) -> None:
    for share in (0.0, 0.01, 0.2, 0.5):
        variance = share * (1 - share) / 25
        low, high, name = interval(share, variance=variance, method=method)
        mirrored = interval(1 - share, variance=variance, method=method)
        assert mirrored == (pytest.approx(1 - high), pytest.approx(1 - low), name)


@pytest.mark.parametrize("method", [None, *METHODS])
@pytest.mark.parametrize("df", [0, math.nan])
def test_where_nothing_is_known_of_the_spread_the_interval_is_everything(
    method: ShareInterval | None, df: float
) -> None:
    for share in (0, 0.5, 1):
        assert interval(share, variance=0, effective=1, rows=1, df=df, method=method)[:2] == (0, 1)


@pytest.mark.parametrize("method", [None, *METHODS])
def test_a_census_has_no_margin(method: ShareInterval | None) -> None:
    for share in (0, 0.3, 1):
        assert interval(share, variance=0, effective=math.inf, df=0, method=method)[:2] == (share, share)


@pytest.mark.parametrize("method", [None, *METHODS])
def test_without_a_share_there_is_no_interval(method: ShareInterval | None) -> None:
    low, high, name = interval(math.nan, effective=math.nan, rows=0, df=math.nan, method=method)
    assert math.isnan(low)
    assert math.isnan(high)
    assert name is None


@pytest.mark.parametrize("method", METHODS)
def test_where_the_variance_tells_nothing_the_effective_size_does(method: ShareInterval) -> None:
    """Everybody ticked alike: no spread is seen, and yet few persons are few."""
    silent = interval(1 / 3, variance=0, method=method)
    assert silent == pytest.approx(interval(1 / 3, variance=2 / 9 / 40, method=method))
    assert silent[1] - silent[0] > 0.1


def test_degrees_of_freedom_beyond_the_rows_are_taken_at_their_word() -> None:
    """A replicate design may state its own; one row then has some, and t of 0 does not exist."""
    low, high, name = interval(0.5, variance=0.25, rows=1, df=11, method="beta")
    assert 0 <= low < 0.5 < high <= 1
    assert name == "beta"


def test_any_shapes_that_broadcast_will_do() -> None:
    share = np.array([[0.2, 0.0], [0.5, 0.5]])
    effective = np.array([[30.0], [50.0]])
    low, high, name = share_interval(
        share, share * (1 - share) / effective, effective=effective, rows=effective, df=effective - 1, level=0.9
    )
    assert low.shape == high.shape == name.shape == (2, 2)
    assert name.tolist() == [["wilson", "korn_graubard"], ["wilson", "wilson"]]


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    assert check_share_interval(None) is None
    assert [check_share_interval(name) for name in METHODS] == list(METHODS)
    with pytest.raises(
        AnalysisError, match=r"interval of a share is one of 'wilson', .*, not 'wilsson'\. Did you mean 'wilson'"
    ):
        check_share_interval("wilsson")
    with pytest.raises(AnalysisError, match="not 5"):
        check_share_interval(5)


def test_everything_else_has_students_t() -> None:
    value, se, df = np.array([10.0, 10, 10, math.nan]), np.array([2.0, 2, math.nan, 1]), np.array([4.0, 0, 4, 4])
    low, high, name = t_interval(value, se, df=df, level=0.9)
    half = 2 * stats.t.ppf(0.95, 4)
    assert (low[0], high[0]) == pytest.approx((10 - half, 10 + half))
    assert np.isnan(low[1:]).all()
    assert np.isnan(high[1:]).all()
    assert name.tolist() == ["t", None, None, None]
