"""Sorting: rows change places and nothing else does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_answers import kysely, responses, vastaukset

from verkosto.aggregate import Table, crosstab, frequency
from verkosto.errors import AnalysisError
from verkosto.instruments import Option, SingleChoice


@pytest.fixture
def table() -> Table:
    return crosstab(
        vastaukset(malli=["k", "e", "e", "k", "k", "e", "eos"], laji=["p", "p", "p", "v", "v", "v", "v"]),
        "malli",
        by="laji",
        margins=True,
    )


def rows(table: Table, *names: str) -> list[tuple[Any, ...]]:
    return list(zip(*(table.frame[name] for name in names), strict=True))


def test_answers_are_sorted_within_each_group(table: Table) -> None:
    found = table.sort()
    assert rows(found, "laji", "value", "n") == [
        ("p", "e", 2), ("p", "k", 1), ("p", "eos", 0),
        ("v", "k", 2), ("v", "e", 1), ("v", "eos", 1),
        ("*", "k", 3), ("*", "e", 3), ("*", "eos", 1),
    ]  # fmt: skip
    assert [*table.sort("n", descending=False).variables[0].labels] == ["eos", "k", "e"]
    assert [*found.groups[0].labels] == [*table.groups[0].labels]
    # The columns of the grid follow the totals; each figure stays under its answer.
    lines = found.to_text("en").splitlines()
    assert lines[2].split()[-3:] == ["osaa", "sanoa", "n"]
    assert [cell.rstrip("†‡") for cell in lines[3].split()[1:]] == ["33%", "67%", "0%", "3"]


def test_groups_are_sorted_by_one_answer_and_totals_stay_last(table: Table) -> None:
    assert rows(table.sort("estimate", value="k"), "laji", "value")[::3] == [("v", "k"), ("p", "k"), ("*", "k")]
    found = table.sort("estimate", value="e")
    assert [*found.groups[0].labels] == ["p", "v"]
    assert [*table.sort("laji", descending=True).groups[0].labels] == ["v", "p"]
    assert table.sort("laji") == table


def test_labels_follow_the_finnish_alphabet() -> None:
    options = (
        Option("1", "Örö"),
        Option("2", "Äkäs"),
        Option("3", "Åbo"),
        Option("4", "zeniitti"),
        Option("5", "Alku"),
    )
    question = SingleChoice(id="q", text="?", options=options)
    table = frequency(responses(kysely(questions=(question,), columns=()), {"q": ["1", "2", "2"]}), "q")
    assert table.sort("label").frame["value"].tolist() == ["5", "4", "3", "2", "1"]
    assert table.sort("label", descending=True).frame["value"].tolist() == ["1", "2", "3", "4", "5"]
    assert table.sort("n").frame["value"].tolist() == ["2", "1", "3", "4", "5"]


def test_what_is_absent_comes_last_both_ways() -> None:
    answers = vastaukset(malli=["k", "e", None], laji=["p", "v", "v"], paino=[1, 0, 1])
    table = crosstab(answers, "malli", by="laji", weights="paino")
    for descending in (True, False):
        found = table.sort("estimate", value="k", descending=descending)
        assert found.frame["laji"].tolist()[0] == "p"
        assert table.sort("estimate", descending=descending).frame["value"].tolist()[3:] == ["k", "e", "eos"]


def test_several_questions_and_several_groups(table: Table) -> None:
    answers = vastaukset(malli=["k", "e", "e"], laji=["p", "p", "v"], kunta=["091", "091", "179"])
    several = frequency(answers, ["malli", "laji"]).sort("n")
    assert rows(several, "variable", "value") == [
        ("malli", "e"), ("malli", "k"), ("malli", "eos"), ("laji", "p"), ("laji", "v"),
    ]  # fmt: skip
    found = crosstab(answers, "malli", by=["laji", "maakunta"], margins=True).sort("estimate", value="e")
    assert rows(found, "laji", "maakunta")[::3] == [
        ("v", "13"), ("p", "01"), ("p", "*"), ("v", "*"), ("*", "01"), ("*", "13"), ("*", "*"),
    ]  # fmt: skip
    assert found.groups == crosstab(answers, "malli", by=["laji", "maakunta"]).groups


def test_the_covariance_follows_its_rows(table: Table) -> None:
    found = table.sort("estimate", value="e").sort("n")
    np.testing.assert_allclose(np.sqrt(np.diag(found.cov())), found.frame["se"], atol=1e-12)
    assert Table.from_json(table.to_json()).sort().origin is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": "estimat"}, r"not sorted by 'estimat'\. Did you mean 'estimate'"),
        ({"by": 3}, "not sorted by 3"),
        ({"by": "n", "value": "x"}, "no answer 'x'"),
        ({"by": "laji", "value": "k"}, "'laji' holds none"),
        ({"by": "label", "value": "k"}, "'label' holds none"),
    ],
)
def test_what_cannot_be_sorted(table: Table, options: dict[str, Any], message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        table.sort(**options)


def test_a_table_without_groups_has_none_to_sort() -> None:
    with pytest.raises(AnalysisError, match="no groups to sort"):
        frequency(vastaukset(malli=["k"]), "malli").sort("n", value="k")


def test_an_empty_table_is_sorted_at_once() -> None:
    table = frequency(vastaukset(rows=0), "kunta")
    assert table.sort() == table


@given(
    st.lists(st.tuples(st.sampled_from("ke"), st.sampled_from("pv")), min_size=1, max_size=30),
    st.sampled_from(["estimate", "n", "low", "units", "label", "laji"]),
    st.booleans(),
)
def test_sorting_loses_no_row_and_is_done_once(answers: list[tuple[str, str]], by: str, descending: bool) -> None:
    malli, laji = zip(*answers, strict=True)
    table = crosstab(vastaukset(malli=malli, laji=laji), "malli", by="laji", margins=True)
    found = table.sort(by, descending=descending)
    assert found.sort(by, descending=descending) == found
    assert sorted(rows(found, "laji", "value", "n")) == sorted(rows(table, "laji", "value", "n"))
    assert found.missing.equals(table.missing)
