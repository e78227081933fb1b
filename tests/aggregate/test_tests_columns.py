"""Column tests: letters, adjustment, columns that share respondents, and a table in place of answers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from golden_survey import designs, survey
from made_answers import vastaukset
from scipy import stats

from verkosto.aggregate import ColumnTests, Design, Table, column_tests, crosstab
from verkosto.aggregate._tests_columns import adjusted
from verkosto.aggregate._tests_columns_result import joined_letters, letters_of
from verkosto.errors import AnalysisError, TableFormatError
from verkosto.responses import Responses

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def answers() -> Responses:
    """Shares of 80, 30 and 25 per cent in three columns."""
    malli = ["k"] * 32 + ["e"] * 8 + ["k"] * 12 + ["e"] * 28 + ["k"] * 10 + ["e"] * 30
    return vastaukset(malli=malli, **{"vaittamat[r1]": ["1"] * 40 + ["2"] * 40 + ["0"] * 40})


def test_a_column_has_the_letters_of_those_significantly_lower(answers: Responses) -> None:
    tests = column_tests(answers, "malli", by="vaittamat[r1]")
    assert tests.letters.to_dict() == {"1": {"k": "BC", "e": ""}, "2": {"k": "", "e": "A"}, "0": {"k": "", "e": "A"}}
    frame = tests.frame
    assert frame["p_adjusted"].ge(frame["p"]).all()
    row = frame.iloc[0]
    assert (row["value"], row["first"], row["second"], row["status"]) == ("k", "1", "2", "ok")
    assert row["difference"] == pytest.approx(0.5)


def test_small_letters_stand_at_the_looser_level() -> None:
    malli = ["k"] * 24 + ["e"] * 16 + ["k"] * 16 + ["e"] * 24
    answers = vastaukset(malli=malli, laji=["p"] * 40 + ["v"] * 40)
    p = column_tests(answers, "malli", by="laji").frame["p"].iloc[0]
    assert 0.05 < p < 0.1
    assert column_tests(answers, "malli", by="laji").letters.to_numpy()[0].tolist() == ["", ""]
    tests = column_tests(answers, "malli", by="laji", looser=0.9)
    assert tests.letters.to_numpy()[0].tolist() == ["b", ""]
    assert tests.notes[0].en == (
        "A letter: the share is significantly higher than in the column of that letter (p < 0.05). "
        "A small letter: p < 0.1."
    )


def test_letters_go_on_after_z_and_then_stand_apart() -> None:
    assert letters_of(28)[25:] == ["Z", "AA", "AB"]
    assert joined_letters(["A", "C"], ["B"]) == "ACb"
    assert joined_letters(["A", "AA"], ["B"]) == "A AA b"


def test_adjusted_p_values_are_those_of_holm_and_bonferroni() -> None:
    p = np.array([0.01, np.nan, 0.04, 0.03, 0.5])
    # Worked by hand: four p-values, so 0.01 * 4, 0.03 * 3, then no less than that, and 0.5.
    assert adjusted(p, "holm") == pytest.approx([0.04, np.nan, 0.09, 0.09, 0.5], nan_ok=True)
    assert adjusted(p, "bonferroni") == pytest.approx([0.04, np.nan, 0.16, 0.12, 1], nan_ok=True)
    assert adjusted(p, None) == pytest.approx(p, nan_ok=True)


def test_columns_of_a_multiple_choice_share_respondents() -> None:
    rng = np.random.default_rng(5)
    spring, autumn, yes = rng.random((3, 60)) < 0.6
    ticks = [[c for c, on in (("kevat", a), ("syksy", b)) if on] or None for a, b in zip(spring, autumn, strict=True)]
    answers = vastaukset(malli=["k" if y else "e" for y in yes], palvelut=ticks)
    tests = column_tests(answers, "malli", by="palvelut")
    row = tests.frame.query("value == 'k'").iloc[0]
    n, m = spring.sum(), autumn.sum()
    difference = yes[spring].mean() - yes[autumn].mean()
    influence = spring * (yes - yes[spring].mean()) / n - autumn * (yes - yes[autumn].mean()) / m
    assert row["difference"] == pytest.approx(difference)
    assert row["se"] == pytest.approx(np.sqrt(60 / 59 * (influence**2).sum()))
    assert row["df"] == (spring | autumn).sum() - 2
    # As if they were other persons the standard error is larger.
    apart = np.sqrt(yes[spring].var() / (n - 1) + yes[autumn].var() / (m - 1))
    assert row["se"] < apart
    assert tests.missing.to_dict("list") == {
        "variable": ["palvelut"], "reason": ["not_answered"], "n": [60 - (spring | autumn).sum()],
    }  # fmt: skip


def test_answers_of_a_multiple_choice_have_those_who_ticked_anything_as_base() -> None:
    answers = vastaukset(
        laji=["p", "p", "p", "v", "v", "v"],
        palvelut=[["kevat"], ["kevat", "syksy"], None, ["syksy"], ["eos"], ["eikoske"]],
    )
    tests = column_tests(answers, "palvelut", by="laji")
    assert [value.code for value in tests.values] == ["kevat", "syksy", "eos"]
    table = crosstab(answers, "palvelut", by="laji")
    shares = tests.shares.frame().sort_values(["column", "value"])
    theirs = table.frame.sort_values(["laji", "value"])
    assert shares["share"].tolist() == theirs["estimate"].tolist()
    assert shares["base"].tolist() == theirs["base"].tolist()
    assert tests.missing["reason"].tolist() == ["not_answered", "not_applicable"]
    without = column_tests(answers, "palvelut", by="laji", dont_know="exclude")
    assert [value.code for value in without.values] == ["kevat", "syksy"]
    assert without.missing.to_dict("list") == {
        "variable": ["palvelut"] * 3, "reason": ["not_answered", "not_applicable", "dont_know"], "n": [1, 1, 1],
    }  # fmt: skip


@pytest.mark.parametrize("design", ["none", "weights", "full", "replicates"])
@pytest.mark.parametrize("choice", ["include", "exclude"])
def test_a_table_gives_what_its_answers_give(design: str, choice: Any) -> None:
    table = crosstab(survey(), "answer", by="group", design=designs()[design], dont_know=choice, level=0.9)
    tests = column_tests(table, adjust="bonferroni", level=0.9)
    theirs = column_tests(
        survey(), "answer", by="group", design=designs()[design], dont_know=choice, adjust="bonferroni", level=0.9
    )
    assert tests == theirs


def test_the_call_decides_on_cannot_say_in_a_table_too() -> None:
    table = crosstab(survey(), "answer", by="group")
    assert column_tests(table, dont_know="exclude") == column_tests(survey(), "answer", by="group", dont_know="exclude")


def test_shares_that_do_not_vary_have_no_test() -> None:
    answers = vastaukset(malli=["k", "k", "e", "e", "k", "e"], laji=["p", "p", "v", "v", None, None])
    frame = column_tests(answers, "malli", by="laji").frame
    assert frame["status"].tolist() == ["no_variance"] * 2
    assert frame[["statistic", "p", "p_adjusted", "low", "high"]].isna().all(axis=None)
    census = column_tests(answers, "malli", by="laji", design=Design.census()).frame
    assert census["low"].tolist() == census["high"].tolist() == [1, -1]
    single = column_tests(vastaukset(malli=["k", "e"], laji=["p", "v"]), "malli", by="laji").frame
    assert set(single["status"]) == {"no_variance"}


def test_it_prints_as_a_banner_table(answers: Responses) -> None:
    tests = column_tests(answers, "malli", by="vaittamat[r1]")
    assert tests.to_text("en").splitlines()[:7] == [
        "Do you support it? × Yhteistyö sujuu",
        "Pairwise comparisons of shares, p-values adjusted by Holm",
        "",
        "Answer      A Eri mieltä  B Samaa mieltä  C EOS",
        "Yes         80% BC        30%             25%",
        "En kannata  20%           70% A           75% A",
        "            n = 40        n = 40          n = 40",
    ]
    assert f"80{NBSP}% BC" in str(tests)
    assert "<td>80% BC</td>" in tests.to_html("en")
    assert repr(tests) == "<ColumnTests 'kysely-2020': malli by vaittamat[r1], 6 comparisons>"
    assert tests.to_frame().equals(tests.frame)


def test_json_brings_everything_back(answers: Responses) -> None:
    tests = column_tests(answers, "malli", by="vaittamat[r1]", looser=0.8)
    assert ColumnTests.from_json(tests.to_json()) == tests
    with pytest.raises(TableFormatError, match=r"is 'verkosto.test/1' and not 'verkosto.columntests/1'"):
        ColumnTests.from_json('{"schema": "verkosto.test/1"}')


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"variable": "malli"}, "need variable= and by="),
        ({"variable": "malli", "by": "malli"}, "stands twice"),
        ({"variable": "malli", "by": "laji", "adjust": "hochberg"}, "adjust is one of"),
        ({"variable": "malli", "by": "laji", "looser": 0.99}, "is not looser than"),
        ({"variable": "malli", "by": "laji", "looser": 9}, "no confidence level"),
        ({"variable": "malli", "by": "laji", "where": {"laji": ["p"]}}, r"makes 1 columns .*: nothing to compare"),
        ({"variable": "malli", "by": "kunta"}, "more than 60 columns"),
        ({"variable": "palvelut", "by": "laji"}, "no row has an answer to 'palvelut'"),
        ({"variable": 5, "by": "laji"}, "named by text"),
    ],
)
def test_calls_that_cannot_be_answered_are_refused(arguments: dict[str, Any], words: str) -> None:
    answers = vastaukset(
        malli=["k", "e"] * 40,
        laji=["p", "v"] * 40,
        kunta=[f"{code:03d}" for code in range(1, 81)],
        palvelut=[None] * 80,
    )
    with pytest.raises(AnalysisError, match=words):
        column_tests(answers, **arguments)


@pytest.mark.parametrize(
    ("arguments", "more", "words"),
    [
        ({}, {"variable": "malli"}, "a table has its variable"),
        ({"base": "asked"}, {}, "those who answered"),
        ({"variable": ["malli", "suosittelu"]}, {}, "2 questions and 1 variables"),
        ({"by": ["laji", "suosittelu"]}, {}, "1 questions and 2 variables"),
    ],
)
def test_tables_that_cannot_be_compared_are_refused(
    arguments: dict[str, Any], more: dict[str, Any], words: str
) -> None:
    answers = vastaukset(malli=["k", "e"] * 4, laji=["p", "v"] * 4, suosittelu=[1, 2, 3, 4] * 2)
    table = crosstab(answers, **{"variable": "malli", "by": "laji", **arguments})
    with pytest.raises(AnalysisError, match=words):
        column_tests(table, **more)


def test_a_table_without_its_answers_is_refused(answers: Responses) -> None:
    table = Table.from_json(crosstab(answers, "malli", by="vaittamat[r1]").to_json())
    with pytest.raises(AnalysisError, match="not at hand"):
        column_tests(table)


def test_unweighted_pairs_are_t_tests_of_two_independent_shares(answers: Responses) -> None:
    row = column_tests(answers, "malli", by="vaittamat[r1]", adjust=None).frame.iloc[0]
    # The rows outside the two columns belong to the design: 120 / 119 in place of 40 / 39.
    se = np.sqrt((0.8 * 0.2 + 0.3 * 0.7) / 40 * 120 / 119)
    assert row["se"] == pytest.approx(se)
    assert row["p"] == row["p_adjusted"] == pytest.approx(2 * stats.t.sf(0.5 / se, 78))
