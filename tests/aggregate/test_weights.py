"""Weights that no estimate could use are errors that count rows and show no value."""

from __future__ import annotations

import math
from typing import Any

import pytest
from made_answers import vastaukset

from verkosto.aggregate import crosstab, frequency
from verkosto.errors import AnalysisError, UnknownVariableError


def test_shares_are_shares_of_weights() -> None:
    answers = vastaukset(malli=["k", "e", None], paino=[3.0, 1.0, 5.0])
    frame = frequency(answers, "malli", weights="paino").frame
    assert frame["estimate"].tolist() == [0.75, 0.25, 0]
    assert frame["weighted"].tolist() == [3, 1, 0]
    assert frame["base_weighted"].tolist() == [4, 4, 4]
    assert frame["n"].tolist() == [1, 1, 0]


def test_a_number_question_may_hold_weights() -> None:
    answers = vastaukset(malli=["k", "e"], jasenia=[30.0, 10.0])
    assert frequency(answers, "malli", weights="jasenia").frame["estimate"].tolist() == [0.75, 0.25, 0]


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1.0, -4321.0, -1.0], "weights 'paino': 2 of 3 rows have a negative weight. Correct the column"),
        ([1.0, None, 2.0], "1 of 3 rows have no weight"),
        ([1.0, math.nan, 2.0], "1 of 3 rows have no weight"),
        ([1.0, math.inf, 2.0], "1 of 3 rows have an infinite weight"),
        ([0.0, 0.0, 0.0], "all 3 rows have weight 0"),
    ],
)
def test_weights_that_cannot_be_used(weights: list[Any], message: str) -> None:
    with pytest.raises(AnalysisError, match=message) as caught:
        frequency(vastaukset(malli=["k", "e", "e"], paino=weights), "malli", weights="paino")
    assert "4321" not in str(caught.value)


def test_only_rows_of_the_domain_need_weights() -> None:
    answers = vastaukset(malli=["k", "e", "e"], laji=["p", "p", "v"], paino=[3.0, 1.0, -1.0])
    frame = frequency(answers, "malli", weights="paino", where={"laji": "p"}).frame
    assert frame["estimate"].tolist() == [0.75, 0.25, 0]
    with pytest.raises(AnalysisError, match="1 of 3 rows"):
        frequency(answers, "malli", weights="paino")


def test_an_empty_domain_needs_no_weights() -> None:
    answers = vastaukset(malli=["k", "e"], laji=["p", "p"], paino=[3.0, 1.0])
    table = crosstab(answers, "malli", by="laji", weights="paino", where={"laji": "v"}, margins=True)
    assert table.frame["status"].tolist() == ["empty"] * 3
    assert table.frame["laji"].tolist() == ["*"] * 3


@pytest.mark.parametrize("name", ["malli", "perustelu", "jarjesto", "suosittelu", "koko", "aika"])
def test_a_variable_that_holds_no_weights(name: str) -> None:
    answers = vastaukset(malli=["k"], paino=[1.0], perustelu=["1,5"])
    with pytest.raises(AnalysisError, match=rf"{name!r} holds no weights.* Possible: paino, jasenia"):
        frequency(answers, "malli", weights=name)


def test_an_unknown_weight_names_the_nearest() -> None:
    with pytest.raises(UnknownVariableError, match=r"no variable 'painot' for weights\. Did you mean 'paino'\?"):
        frequency(vastaukset(malli=["k"], paino=[1.0]), "malli", weights="painot")
