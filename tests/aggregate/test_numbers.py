"""Means, totals and ratios against pandas, and what has none of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from attrs import evolve
from made_answers import kysely, responses, vastaukset

from verkosto.aggregate import Design, Table, mean, ratio, total
from verkosto.errors import AnalysisError, UnknownVariableError
from verkosto.instruments import Number, Option, SingleChoice
from verkosto.responses import Responses

ROWS = 90
SURVEY = evolve(kysely(), questions=(*kysely(), Number("euroa", "Euroa")))


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    random = np.random.default_rng(12)
    frame = pd.DataFrame(
        {
            "jasenia": random.gamma(2, 1e6, ROWS),
            "euroa": random.gamma(2, 50, ROWS),
            "laji": random.choice(["p", "v"], ROWS),
            "ryhma": np.arange(ROWS) % 3,
            "paino": random.gamma(2, 1, ROWS),
        }
    )
    frame.loc[frame.index % 7 == 0, "jasenia"] = np.nan
    frame.loc[frame.index % 11 == 0, "euroa"] = np.nan
    return frame


@pytest.fixture(scope="module")
def answers(frame: pd.DataFrame) -> Responses:
    columns: dict[str, list[Any]] = {str(name): frame[name].tolist() for name in frame}
    for name in ("jasenia", "euroa"):
        columns[name] = [None if np.isnan(value) else value for value in columns[name]]
    columns["ryhma"] = [str(value) for value in columns["ryhma"]]
    return responses(SURVEY, columns)


def variance(influence: pd.Series[float], strata: pd.Series[int]) -> float:
    """The variance of a sum over rows drawn with replacement from strata."""
    parts = [part for _, part in influence.groupby(strata)]
    return sum(len(part) / (len(part) - 1) * float(((part - part.mean()) ** 2).sum()) for part in parts)


@pytest.mark.parametrize("group", ["p", "v", "*"])
def test_means_totals_and_ratios_equal_sums_over_rows(answers: Responses, frame: pd.DataFrame, group: str) -> None:
    design = Design("paino", strata="ryhma")
    inside = pd.Series(True, index=frame.index) if group == "*" else frame["laji"] == group
    x, y = frame["jasenia"].fillna(0), frame["euroa"].fillna(0)
    w = frame["paino"] * inside * frame["jasenia"].notna()
    both = w * frame["euroa"].notna()
    middle, quotient = (w * x).sum() / w.sum(), (both * x).sum() / (both * y).sum()
    expected = {
        "mean": (middle, w * (x - middle) / w.sum()),
        "total": ((w * x).sum(), w * x),
        "ratio": (quotient, both * (x - quotient * y) / (both * y).sum()),
    }
    by: dict[str, Any] = {"by": "laji", "margins": True, "design": design}
    tables = [
        mean(answers, "jasenia", **by),
        total(answers, "jasenia", **by),
        ratio(answers, "jasenia", over="euroa", **by),
    ]
    for table in tables:
        (row,) = table.frame[table.frame["laji"] == group].to_dict("records")
        value, influence = expected[row["statistic"]]
        assert row["estimate"] == pytest.approx(value, rel=1e-12)
        assert row["se"] == pytest.approx(np.sqrt(variance(influence, frame["ryhma"])), rel=1e-9)
        assert row["n"] == row["base"] == int(((both if row["statistic"] == "ratio" else w) > 0).sum())
        assert row["df"] == row["base"] - 3


def test_a_mean_has_the_design_effect_of_a_simple_sample() -> None:
    table = mean(vastaukset(jasenia=[1, 2, 4, 9, None]), "jasenia").frame
    spread = np.var([1, 2, 4, 9], ddof=1)
    assert table["deff"][0] == pytest.approx(table["se"][0] ** 2 / (spread / 4))
    without = mean(vastaukset(jasenia=[1, 2, 4, 9]), "jasenia", design=Design(fpc=8), deff="without").frame
    assert without["deff"][0] == pytest.approx(1)


def test_the_total_of_answers_is_how_many_there_are() -> None:
    answers = vastaukset(malli=["k", "e", "k", None], paino=[1.0, 2.0, 3.0, 4.0], kunta=["091", "049", "091", "179"])
    table = total(answers, "malli", weights="paino")
    assert table.frame[["value", "estimate"]].values.tolist() == [["k", 4.0], ["e", 2.0], ["eos", 0.0]]
    assert total(answers, "maakunta").frame[["value", "estimate"]].values.tolist() == [["01", 3.0], ["13", 1.0]]


def test_scales_ranks_ticks_and_columns_are_numbers() -> None:
    answers = vastaukset(
        **{
            "vaittamat[r1]": ["1", "2", "2", "0"],
            "jarjestys[a]": [1, 2, None, 1],
            "suosittelu": [0, 10, 5, "!dont_know"],
            "palvelut": [{"kevat"}, {"kevat", "syksy"}, None, {"syksy"}],
            "paino": [1.0, 2.0, 3.0, 4.0],
        }
    )
    names = ["vaittamat[r1]", "jarjestys[a]", "suosittelu", "palvelut[kevat]", "paino"]
    found = mean(answers, names).frame
    assert found["variable"].tolist() == names
    assert found["estimate"].tolist() == pytest.approx([5 / 3, 4 / 3, 5, 2 / 3, 2.5])
    assert mean(answers, "jarjestys").frame["variable"].tolist() == ["jarjestys[a]", "jarjestys[b]"]
    assert total(answers, ["jarjestys[a]", "suosittelu"]).frame["estimate"].tolist() == [4, 15]


def test_a_sorted_table_keeps_the_covariance_of_its_rows(answers: Responses) -> None:
    table = total(answers, ["jasenia", "euroa"], by="laji", design=Design("paino"))
    cov, ordered = table.cov().to_numpy(), table.sort("laji", descending=True)
    places = [table.frame["estimate"].tolist().index(value) for value in ordered.frame["estimate"]]
    assert places != sorted(places)
    np.testing.assert_allclose(ordered.cov().to_numpy(), cov[np.ix_(places, places)])


def test_the_order_of_codes_is_not_the_order_of_numbers() -> None:
    question = SingleChoice(
        "s",
        "Arvo",
        options=(Option("a", "Paljon", number=5), Option("b", "Vähän", number=-1), Option("c", "-", number=0)),
    )
    answers = responses(evolve(kysely(), questions=(question,)), {"s": list("aabc")})
    assert mean(answers, "s").frame["estimate"].tolist() == [9 / 4]


def test_where_below_is_nothing_there_is_no_ratio() -> None:
    answers = responses(SURVEY, {"jasenia": [1.0, 2.0], "euroa": [0.0, 0.0]})
    row = ratio(answers, "jasenia", over="euroa").frame.iloc[0]
    assert np.isnan(row["estimate"])
    assert row["status"] == "zero_total"


def test_numbers_without_spread_or_without_answers() -> None:
    assert mean(vastaukset(jasenia=[3]), "jasenia").frame["status"].tolist() == ["no_spread"]
    assert mean(vastaukset(jasenia=[None, None]), "jasenia").frame["status"].tolist() == ["empty"]
    row = mean(vastaukset(jasenia=[0.1, 0.1, 0.1]), "jasenia").frame.iloc[0]
    assert (row["estimate"], row["se"]) == (pytest.approx(0.1), pytest.approx(0, abs=1e-12))
    census = mean(vastaukset(jasenia=[1, 2, 4]), "jasenia", design=Design.census()).frame.iloc[0]
    assert (census["se"], census["low"], census["high"]) == (0, census["estimate"], census["estimate"])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda of: mean(of, []), "no variable is named"),
        (lambda of: mean(of, ["jasenia", "jasenia"]), "'jasenia' stands twice"),
        (lambda of: total(of, ["malli", "malli"]), "'malli' stands twice"),
        (lambda of: mean(of, ["vaittamat", "vaittamat[r1]"]), "stands twice"),
        (lambda of: mean(of, "jasenia", by="jasenia"), "both counted and in `by`"),
        (lambda of: mean(of, "malli"), "options without numbers, so it has no mean.*Option"),
        (lambda of: mean(of, "kunta"), "'kunta' is no number and has no mean. Tabulate it"),
        (lambda of: mean(of, "maakunta"), "is a kind of area and has no mean. Put it in `by`"),
        (lambda of: mean(of, "ryhma"), "column 'ryhma' holds no numbers. Make it a number question"),
        (lambda of: ratio(of, "jasenia", over="malli"), "no mean|single column"),
        (lambda of: ratio(of, "suosittelu", over="vaittamat[r1]"), "is no single column of numbers"),
        (lambda of: ratio(of, "jarjestys", over="jasenia"), "'jarjestys' is no single column of numbers"),
    ],
)
def test_what_has_no_figure(call: Callable[[Responses], Table], message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        call(vastaukset(rows=3))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"variable": 3}, "named by text, not by int"),
        ({"dont_know": "no"}, "dont_know is one of 'include', 'exclude'"),
        ({"deff": "with"}, "deff is one of 'replace', 'without'"),
    ],
)
def test_arguments_that_cannot_be(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        mean(vastaukset(rows=3), **{"variable": "jasenia", **arguments})


def test_infinite_numbers_are_refused_where_they_count() -> None:
    answers = vastaukset(jasenia=[1.0, float("inf"), 3.0], laji=["p", "v", "p"])
    with pytest.raises(AnalysisError, match=r"'jasenia': 1 rows have an infinite number. Correct them"):
        mean(answers, "jasenia")
    assert mean(answers, "jasenia", where={"laji": "p"}).frame["estimate"].tolist() == [2.0]


def test_columns_that_were_not_read_are_told() -> None:
    answers = vastaukset(jasenia=[1.0])
    kept = {name: variable for name, variable in answers.variables.items() if name != "paino"}
    with pytest.raises(UnknownVariableError, match="column 'paino' was not read"):
        mean(Responses(answers.instrument, kept), "paino")
    mixed = {**answers.variables, "jasenia": answers.variables["malli"]}
    with pytest.raises(AnalysisError, match=r"'jasenia' holds no numbers. Read the answers with this instrument"):
        mean(Responses(answers.instrument, mixed), "jasenia")


def test_none_divides_nothing(answers: Responses) -> None:
    """Callers pass an argument of their own on, whether they have one or not."""
    divided: Any = None
    assert mean(answers, "jasenia", by=divided) == mean(answers, "jasenia")
