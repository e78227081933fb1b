"""Cronbach's alpha against its definition, and the table that it comes in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import responses, vastaukset

from verkosto.aggregate import Design, cronbach_alpha
from verkosto.aggregate._alpha import _Scale, _wanted
from verkosto.errors import AnalysisError
from verkosto.instruments import Instrument, Matrix, Number, Option, Scale

ITEMS = ["a", "b", "c"]


def scale(values: Sequence[Sequence[float]], **columns: Any) -> Any:
    """Answers to three numbers."""
    instrument = Instrument(
        id="kysely",
        title="Kysely",
        questions=tuple(Number(id=name, text=name) for name in [*ITEMS, "paino"]),
    )
    listed = {name: [row[place] for row in values] for place, name in enumerate(ITEMS)}
    return responses(instrument, {**listed, "paino": [1.0] * len(values), **columns})


def test_alpha_by_hand() -> None:
    """Items of variance 1, 1 and 4, a sum of variance 13: 3 / 2 * (1 - 6 / 13)."""
    values: list[list[float]] = [[1, 2, 3], [2, 1, 5], [3, 3, 7], [2, 2, 9]]
    items = np.array(values)
    expected = 1.5 * (1 - items.var(axis=0, ddof=1).sum() / items.sum(axis=1).var(ddof=1))
    frame = cronbach_alpha(scale(values), ITEMS).frame.set_index(["variable", "value"])["estimate"]
    assert frame[("a + b + c", "alpha")] == pytest.approx(expected)
    rest = np.corrcoef(items[:, 0], items[:, 1:].sum(axis=1))[0, 1]
    assert frame[("a", "item_rest")] == pytest.approx(rest)
    others = 2 * (1 - items[:, 1:].var(axis=0, ddof=1).sum() / items[:, 1:].sum(axis=1).var(ddof=1))
    assert frame[("a", "alpha_if_dropped")] == pytest.approx(others)


def test_whole_weights_count_rows_so_many_times() -> None:
    values: list[list[float]] = [[1, 2, 3], [2, 1, 5], [3, 3, 7], [2, 2, 9], [5, 4, 1]]
    weights = [1.0, 3, 2, 1, 4]
    weighted = cronbach_alpha(scale(values, paino=weights), ITEMS, weights="paino").frame["estimate"]
    repeated = [row for row, times in zip(values, weights, strict=True) for _ in range(int(times))]
    assert weighted.tolist() == pytest.approx(cronbach_alpha(scale(repeated), ITEMS).frame["estimate"].tolist())


@settings(max_examples=20)
@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=2, max_value=5))
def test_influences_are_derivatives_by_the_weights(seed: int, items: int) -> None:
    """What a row adds is its weight times the slope of the result where that weight grows."""
    random = np.random.default_rng(seed)
    values = random.normal(size=(12, items)) + random.normal(size=(12, 1))
    weights = random.gamma(3, 1, 12)
    found = _Scale.of(np.arange(12), values.T, weights, _wanted(items))
    step = 1e-6
    for row in (0, 7):
        more, less = weights.copy(), weights.copy()
        more[row] += step
        less[row] -= step
        slope = np.subtract(*found.again(np.stack([more, less], axis=1))) / (2 * step)
        assert found.influence()[row] == pytest.approx(weights[row] * slope, rel=1e-4, abs=1e-7)


def test_a_matrix_is_a_scale_and_its_rows_are_the_items() -> None:
    options = tuple(Option(str(place), str(place)) for place in range(1, 6))
    rows = tuple(Option(f"r{place}", f"Väite {place}") for place in range(1, 4))
    matrix = Matrix(id="vaittamat", text="Mitä mieltä?", rows=rows, scale=Scale(options=options))
    instrument = Instrument(id="kysely", title="Kysely", questions=(matrix,))
    answers = responses(
        instrument,
        {
            "vaittamat[r1]": ["1", "2", "4", "5", "3", None],
            "vaittamat[r2]": ["2", "2", "5", "4", "3", "1"],
            "vaittamat[r3]": ["1", "3", "4", "5", None, None],
        },
    )
    table = cronbach_alpha(answers, "vaittamat")
    assert table.title.get("fi") == "Mitä mieltä?"
    assert [heading.id for heading in table.variables] == ["vaittamat", *(f"vaittamat[r{i}]" for i in (1, 2, 3))]
    assert table.frame["value"].tolist() == ["alpha", *["alpha_if_dropped", "item_rest"] * 3]
    assert set(table.frame["base"]) == {4}
    assert table.missing[["variable", "reason", "n"]].values.tolist() == [["vaittamat", "not_answered", 2]]
    assert table.frame["interval"].tolist() == ["t"] * 7


def test_of_two_items_none_can_be_dropped() -> None:
    values: list[list[float]] = [[1, 2, 0], [2, 1, 0], [3, 3, 0], [4, 5, 0]]
    frame = cronbach_alpha(scale(values), ["a", "b"]).frame
    assert frame["value"].tolist() == ["alpha", "item_rest", "item_rest"]
    assert frame["estimate"][1] == pytest.approx(frame["estimate"][2])


def test_an_item_is_missing_for_the_reason_of_the_first_that_lacks() -> None:
    answers = vastaukset(jasenia=[1.0, None, 3, 4], suosittelu=["!not_asked", "!not_asked", 5, 7])
    table = cronbach_alpha(answers, ["jasenia", "suosittelu"])
    assert table.missing["reason"].tolist() == ["not_answered", "not_asked"]
    assert table.missing["n"].tolist() == [1, 1]
    assert table.title.get("fi") == "Tukirakennekysely"


def test_items_that_do_not_vary_have_no_alpha() -> None:
    frame = cronbach_alpha(scale([[1.0, 2, 3]] * 4), ITEMS).frame
    assert frame["estimate"].isna().all()
    assert set(frame["status"]) == {"no_spread"}
    assert frame["interval"].isna().all()


def test_nobody_has_no_alpha() -> None:
    values: Any = [[None, 1.0, None], [None, 2, 3]]
    assert set(cronbach_alpha(scale(values), ITEMS).frame["status"]) == {"empty"}
    answers = vastaukset(jasenia=[1.0, 2], suosittelu=[3, 4], laji=[None, None])
    assert len(cronbach_alpha(answers, ["jasenia", "suosittelu"], by="laji")) == 0


def test_one_item_is_no_scale() -> None:
    with pytest.raises(AnalysisError, match="alpha is of two items or more, and 'a' is one"):
        cronbach_alpha(scale([[1.0, 2, 3]]), "a")


def test_a_census_has_no_error() -> None:
    values: list[list[float]] = [[1, 2, 3], [2, 1, 5], [3, 3, 7], [2, 2, 9]]
    frame = cronbach_alpha(scale(values), ITEMS, design=Design.census()).frame
    assert frame["se"].tolist() == [0] * 7
    assert frame["low"].tolist() == frame["high"].tolist() == frame["estimate"].tolist()
