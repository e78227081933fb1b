"""Trends: one survey with waves, several surveys, tables; times; Cochran and Armitage."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from golden_survey import survey
from made_answers import kysely, responses, vastaukset

from verkosto.aggregate import Design, SignificanceTest, Table, crosstab, frequency, mean, trend
from verkosto.aggregate._tests_waves import _time
from verkosto.errors import AnalysisError
from verkosto.responses import Responses


def wave(yes: int, no: int, **changes: Any) -> Responses:
    """A survey in which some say k and the others e."""
    values: dict[str, list[Any]] = {
        "malli": ["k"] * yes + ["e"] * no,
        "jasenia": [10.0 + i % 3 for i in range(yes + no)],
    }
    return responses(kysely(**changes), values)


@pytest.fixture
def waves() -> list[Responses]:
    return [
        wave(yes, no, id=f"kysely-{year}", fieldwork=f"{year}-01")
        for year, yes, no in ((2018, 20, 40), (2020, 30, 40), (2024, 40, 35))
    ]


def test_independent_waves_have_a_line_by_weighted_least_squares(waves: list[Responses]) -> None:
    test = trend(waves, "malli", value="k")
    at = np.array([2018.0, 2020, 2024])
    p, n = np.array([20 / 60, 30 / 70, 40 / 75]), np.array([60, 70, 75])
    weights = (n - 1) / (p * (1 - p))
    middle = np.average(at, weights=weights)
    spread = (weights * (at - middle) ** 2).sum()
    slope = (weights * (at - middle) * p).sum() / spread
    assert test.effect.name == "share_slope"
    assert test.effect.estimate == pytest.approx(slope)
    assert test.effect.se == pytest.approx(1 / math.sqrt(spread))
    assert test.df == 59 + 69 + 74
    line = np.average(p, weights=weights) + slope * (at - middle)
    assert test.details["fitted_share"].tolist() == pytest.approx(line.tolist())
    assert test.other("linearity").statistic == pytest.approx((weights * (p - line) ** 2).sum())
    assert (test.other("linearity").df, test.other("linearity").ddf) == (1, 202)
    assert test.details["wave"].tolist() == ["kysely-2018", "kysely-2020", "kysely-2024"]
    assert (test.n, test.title.en) == (205, "Do you support it?: Yes")


def test_pooled_variances_are_cochrans_and_armitages(waves: list[Responses]) -> None:
    test = trend(waves, "malli", value="k", variance="pooled", at=[1, 2, 4])
    x, n, yes = np.array([1, 2, 4]), np.array([60, 70, 75]), np.array([20, 30, 40])
    share, middle = yes.sum() / n.sum(), (n * x).sum() / n.sum()
    numerator = ((x - middle) * yes).sum() ** 2
    chi = numerator / (share * (1 - share) * (n * (x - middle) ** 2).sum())
    assert test.statistic is not None
    assert test.statistic**2 == pytest.approx(chi)
    assert test.method.en == "Cochran–Armitage trend on effective sample sizes"


def test_tables_give_what_their_surveys_give(waves: list[Responses]) -> None:
    tables = [frequency(answers, "malli") for answers in waves]
    at: list[Any] = ["2018", dt.date(2020, 1, 1), 2024]
    one, other = trend(waves, "malli", value="k", at=at), trend(tables, value="k", at=at)
    same(one, other)
    assert (other.df, other.n) == (one.df, one.n)
    means = [mean(answers, "jasenia") for answers in waves]
    same(trend(means, at=at), trend(waves, "jasenia", at=at))
    read = [Table.from_json(table.to_json()) for table in tables]
    assert trend(read, "malli", value="k", at=at) == other


def same(one: SignificanceTest, other: SignificanceTest) -> None:
    """The same but for the last digits."""
    pairs = one.to_frame(), other.to_frame()
    numbers = ["statistic", "p", "estimate", "se", "low", "high"]
    np.testing.assert_allclose(pairs[0][numbers], pairs[1][numbers], rtol=1e-10)


def test_waves_of_one_survey_may_be_the_same_persons() -> None:
    rng = np.random.default_rng(3)
    person = np.repeat(np.arange(30), 2)
    yes = np.repeat(rng.random(30) < 0.5, 2) ^ (rng.random(60) < 0.15)
    answers = vastaukset(
        malli=["k" if y else "e" for y in yes], laji=["p", "v"] * 30, jarjesto=[f"j{i}" for i in person]
    )
    panel = trend(answers, "malli", by="laji", value="k", design=Design(psu="jarjesto"))
    apart = trend(answers, "malli", by="laji", value="k")
    assert panel.effect.estimate == pytest.approx(apart.effect.estimate)
    assert panel.effect.se is not None
    assert apart.effect.se is not None
    assert panel.effect.se < 0.7 * apart.effect.se
    assert panel.df == 29
    assert panel.others == ()


def test_times_come_from_codes_fieldwork_or_order(waves: list[Responses]) -> None:
    assert trend(survey(), "score", by="wave").details["at"].tolist() == [2018, 2020, 2023, 2024]
    assert trend(waves, "malli", value="k").details["at"].tolist() == [2018, 2020, 2024]
    tables = [frequency(answers, "malli") for answers in waves]
    test = trend(tables, value="k")
    assert test.details["at"].tolist() == [1, 2, 3]
    assert test.notes[0].get("en").startswith("The times of the waves are not stated")
    same = [wave(4, 5), wave(5, 5)]
    assert trend(same, "malli", value="k").details["wave"].tolist() == ["1", "2"]
    assert trend(same, "malli", value="k", at=["2020", "2021"]).details["wave"].tolist() == ["2020", "2021"]


@pytest.mark.parametrize(
    ("given", "time"),
    [
        (7, 7),
        (2.5, 2.5),
        ("2020", 2020),
        ("-3", -3),
        ("2020-07-01", 2020 + 182 / 366),
        (dt.date(1900, 7, 2), 1900 + 182 / 365),
        ("2000-12-31", 2000 + 365 / 366),
    ],
)
def test_a_date_counts_in_years(given: Any, time: float) -> None:
    assert _time(given) == pytest.approx(time)


def test_a_share_of_0_takes_pooled_variances_and_says_so() -> None:
    waves = [wave(0, 30, id="a"), wave(4, 26, id="b"), wave(9, 21, id="c")]
    test = trend(waves, "malli", value="k", at=[1, 2, 3])
    assert test.p is not None
    assert test.p < 0.01
    assert any(note.get("en").startswith("Some share is 0 or 100%") for note in test.notes)
    assert test.effect == trend(waves, "malli", value="k", at=[1, 2, 3], variance="pooled").effect


def test_waves_that_do_not_vary_have_no_test() -> None:
    waves = [wave(0, 30, id="a"), wave(0, 26, id="b"), wave(0, 21, id="c")]
    test = trend(waves, "malli", value="k", at=[1, 2, 3])
    assert (test.status, test.p, test.effect.estimate, test.others) == ("no_variance", None, None, ())
    assert test.details["fitted_share"].isna().all()


def test_notes_tell_that_waves_are_independent_and_each_thing_once(waves: list[Responses]) -> None:
    notes = [note.get("en") for note in trend(waves, "malli", value="k").notes]
    assert notes[0].startswith("The waves are taken to be independent")
    assert len(set(notes)) == len(notes)


def test_missing_answers_of_all_waves_are_told() -> None:
    one = vastaukset(malli=["k", "e", None, "kt"])
    two = responses(evolve(kysely(), id="toinen"), {"malli": ["k", "e", None, "k"]})
    test = trend([one, two], "malli", value="k", at=[1, 2])
    assert test.missing.to_dict("list") == {
        "variable": ["malli", "malli"], "reason": ["not_answered", "refused"], "n": [2, 1],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "a list of Responses with variable"),
        ({"variable": "malli", "value": "k", "by": "laji"}, "a list of Responses with variable"),
        ({"variable": "malli", "value": "x"}, "is no answer to 'malli'"),
        ({"variable": "malli", "value": 1}, "is no answer to 'malli'"),
        ({"variable": "malli", "value": "k", "at": [1, 2]}, "at= has 2 times and there are 3 waves"),
        ({"variable": "malli", "value": "k", "at": [1, 1, 1]}, "at the same time"),
        ({"variable": "malli", "value": "k", "at": [1, 2, "x"]}, "neither a number nor a date"),
        ({"variable": "malli", "value": "k", "at": [1, 2, None]}, "neither a number nor a date"),
        ({"variable": "jasenia", "variance": "pooled"}, "is for shares"),
        ({"variable": "malli", "value": "k", "variance": "null"}, "variance is one of"),
    ],
)
def test_trends_that_cannot_be_made_are_refused(waves: list[Responses], arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(AnalysisError, match=words):
        trend(waves, **arguments)


@pytest.mark.parametrize(
    ("tables", "arguments", "words"),
    [
        ("frequency", {}, "3 rows of the table of 'kysely-2020' fit. Name variable and value: 'malli': 'k'"),
        ("crosstab", {"value": "k"}, "has no single row for a wave"),
        ("mixed", {}, "different statistics: mean, share"),
        ("empty", {"value": "k"}, "has no estimate with a standard error"),
        ("other", {"value": "k"}, "a list of tables"),
    ],
)
def test_tables_that_make_no_trend_are_refused(tables: str, arguments: dict[str, Any], words: str) -> None:
    answers = vastaukset(malli=["k", "e", "k"], laji=["p", "p", "v"], jasenia=[1, 2, 3])
    made: dict[str, list[Any]] = {
        "frequency": [frequency(answers, "malli")] * 2,
        "crosstab": [crosstab(answers, "malli", by="laji")] * 2,
        "mixed": [mean(answers, "jasenia"), frequency(vastaukset(palvelut=[["kevat"], ["syksy"]]), "palvelut[kevat]")],
        "empty": [frequency(vastaukset(malli=[None, None]), "malli")] * 2,
        "other": [frequency(answers, "malli"), answers],
    }
    with pytest.raises(AnalysisError, match=words):
        trend(made[tables], **arguments)


def test_one_wave_is_no_trend() -> None:
    with pytest.raises(AnalysisError, match="two waves at least"):
        trend([wave(3, 4)], "malli", value="k")
