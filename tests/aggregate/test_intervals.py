"""The contract's default interval, against other ways to compute it, and in tables."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import vastaukset
from scipy import optimize, stats

from verkosto.aggregate import crosstab, frequency
from verkosto.aggregate._intervals import korn_graubard, t_quantile, wilson


def one(value: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([value])


@pytest.mark.parametrize(("k", "n"), [(1, 562), (73, 562), (410, 562), (5, 8), (999, 1000)])
@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_with_endless_degrees_of_freedom_wilson_is_that_of_scipy(k: int, n: int, level: float) -> None:
    low, high = wilson(one(k / n), one(n), t_quantile(one(math.inf), level))
    theirs = stats.binomtest(k, n).proportion_ci(level, method="wilson")
    assert (low[0], high[0]) == pytest.approx((theirs.low, theirs.high), rel=1e-10)


@settings(max_examples=40)
@given(
    st.floats(min_value=0.01, max_value=0.99),
    st.floats(min_value=2, max_value=1000),
    st.integers(min_value=1, max_value=500),
    st.floats(min_value=0.5, max_value=0.99),
)
def test_wilson_ends_are_the_shares_that_a_score_test_would_not_reject(
    share: float, effective: float, df: int, level: float
) -> None:
    """The definition: an end p is where |share - p| is t standard errors, computed at p."""
    t = stats.t.ppf((1 + level) / 2, df)

    def distance(p: float) -> float:
        return abs(share - p) - t * math.sqrt(p * (1 - p) / effective)

    low, high = wilson(one(share), one(effective), one(t))
    assert low[0] == pytest.approx(optimize.brentq(distance, 0, share, xtol=1e-14), abs=1e-9)
    assert high[0] == pytest.approx(optimize.brentq(distance, share, 1, xtol=1e-14), abs=1e-9)


@pytest.mark.parametrize(("k", "n"), [(0, 5), (5, 5), (0, 562), (562, 562)])
def test_korn_graubard_with_whole_numbers_is_clopper_pearson(k: int, n: int) -> None:
    low, high = korn_graubard(one(k / n), one(n), 0.95)
    theirs = stats.binomtest(k, n).proportion_ci(0.95, method="exact")
    assert (low[0], high[0]) == pytest.approx((theirs.low, theirs.high), rel=1e-10)


def test_a_table_has_wilson_on_kish_and_t() -> None:
    weights = [1.0, 2.0, 0.5, 3.0, 1.0, 1.0]
    table = frequency(vastaukset(malli=["k", "k", "e", "e", "eos", None], paino=weights), "malli", weights="paino")
    used = weights[:5]
    effective = sum(used) ** 2 / sum(w * w for w in used)
    share = 3 / 7.5
    t = stats.t.ppf(0.975, 4)
    middle = (share + t**2 / (2 * effective)) / (1 + t**2 / effective)
    half = math.sqrt(share * (1 - share) / effective + t**2 / (4 * effective**2)) * t / (1 + t**2 / effective)
    row = table.frame.set_index("value").loc["k"]
    assert row["interval"] == "wilson"
    assert row["df"] == 4
    assert (row["low"], row["high"]) == pytest.approx((middle - half, middle + half))


def test_a_single_answer_says_nothing() -> None:
    row = frequency(vastaukset(malli=["k", None]), "malli").frame.iloc[0]
    assert (row["estimate"], row["se"], row["df"], row["low"], row["high"]) == (1, 0, 0, 0, 1)
    assert math.isnan(row["deff"])


def test_a_design_of_one_row_has_no_standard_error() -> None:
    row = frequency(vastaukset(malli=["k"]), "malli").frame.iloc[0]
    assert (row["estimate"], row["low"], row["high"], row["status"]) == (1, 0, 1, "no_spread")
    assert math.isnan(row["se"])


def test_shares_of_ticks_have_the_effective_size_of_their_variance() -> None:
    ticks = [{"kevat"}, {"kevat", "syksy"}, {"syksy"}, {"kevat", "syksy", "eos"}, {"kevat", "eos"}]
    row = (
        frequency(vastaukset(palvelut=ticks), "palvelut", base="ticks").frame.set_index("value").loc["kevat"].to_dict()
    )
    effective = row["estimate"] * (1 - row["estimate"]) / row["se"] ** 2
    low, high = wilson(one(row["estimate"]), one(effective), one(stats.t.ppf(0.975, 4)))
    assert (row["base"], row["df"], row["interval"]) == (9, 4, "wilson")
    assert (row["low"], row["high"]) == pytest.approx((low[0], high[0]))
    assert math.isnan(row["deff"])


def test_where_everybody_ticks_alike_the_interval_is_that_of_the_persons() -> None:
    """No spread is seen, yet twenty persons are few: the interval must not shrink to a point."""
    weights = np.random.default_rng(1).gamma(2, 1, 20)
    answers = vastaukset(palvelut=[{"kevat", "syksy", "eos"}] * 20, paino=weights.tolist())
    frame = frequency(answers, "palvelut", base="ticks", weights="paino").frame
    effective = weights.sum() ** 2 / (weights**2).sum()
    low, high = wilson(one(1 / 3), one(effective), one(stats.t.ppf(0.975, 19)))
    assert frame["se"].tolist() == [0, 0, 0]
    assert frame["low"].tolist() == pytest.approx([low[0]] * 3)
    assert frame["high"].tolist() == pytest.approx([high[0]] * 3)


@pytest.mark.parametrize("seed", range(8))
def test_an_option_that_all_ticked_has_a_share_of_exactly_one(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells and bases are sums of the same weights in another order, which rounds otherwise."""
    monkeypatch.setattr("verkosto.aggregate._kernel._JOINT_CELLS", 1)
    random = np.random.default_rng(seed)
    ticks = [{"kevat", *random.choice(["syksy", "eos"], random.integers(0, 3))} for _ in range(200)]
    answers = vastaukset(palvelut=ticks, paino=random.gamma(2, 1, 200).tolist(), ryhma=list("ABCDE" * 40))
    frame = crosstab(answers, "palvelut", by="ryhma", margins=True, weights="paino").frame
    assert set(frame["estimate"][::3]) == {1}
    assert frame["interval"].tolist() == ["korn_graubard", "wilson", "wilson"] * 6


def test_rows_of_weight_zero_count_as_answers_but_not_as_information() -> None:
    answers = vastaukset(malli=["k", "k", "e", "e"], laji=["p", "p", "v", "v"], paino=[1.0, 0.0, 0.0, 0.0])
    frame = crosstab(answers, "malli", by="laji", weights="paino").frame.set_index(["laji", "value"])
    assert frame.loc[("p", "k"), "base"] == 2
    assert frame.loc[("p", "k"), "df"] == 0
    assert frame.loc[("v", "e"), "status"] == "zero_weight"
    assert frame.loc[("v", "e"), "n"] == 2
    assert np.isnan(frame["estimate"].to_numpy()[-3:]).all()
