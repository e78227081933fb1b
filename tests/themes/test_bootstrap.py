"""Resampling: whole units, the same for one seed, as many in each stratum as it has."""

from __future__ import annotations

import made_answers
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.errors import OptionError
from verkosto.instruments import Column, Instrument, Number
from verkosto.themes import _bootstrap
from verkosto.themes._bootstrap import percentile, resampled, summed, units_of


@given(st.lists(st.integers(0, 3), min_size=1, max_size=30), st.integers(0, 99))
@settings(max_examples=30)
def test_strata_keep_their_size(strata: list[int], seed: int) -> None:
    labels = np.array(strata)
    (block,) = resampled(len(labels), labels, resamples=8, seed=seed)
    assert block.shape == (8, len(labels))
    assert (block >= 0).all()
    for stratum in set(strata):
        assert (block[:, labels == stratum].sum(axis=1) == strata.count(stratum)).all()


def test_draws_follow_the_multinomial() -> None:
    (block,) = resampled(5, resamples=20_000, seed=1)
    assert block.mean(axis=0) == pytest.approx(np.ones(5), abs=0.03)
    assert block.var(axis=0) == pytest.approx(np.full(5, 0.8), abs=0.05)
    assert np.cov(block.T)[0, 1] == pytest.approx(-0.2, abs=0.03)


@pytest.mark.parametrize("strata", [None, np.array([1, 0, 1, 1, 0, 2, 1])])
def test_memory_changes_no_draw(strata: np.ndarray | None, monkeypatch: pytest.MonkeyPatch) -> None:
    (whole,) = resampled(7, strata, resamples=10, seed=5)
    monkeypatch.setattr(_bootstrap, "_CELLS", 21)
    blocks = list(resampled(7, strata, resamples=10, seed=5))
    assert [len(block) for block in blocks] == [3, 3, 3, 1]
    assert (np.concatenate(blocks) == whole).all()
    assert (next(resampled(7, strata, resamples=10, seed=6)) != whole[:3]).any()


def test_a_lone_unit_is_always_drawn() -> None:
    (block,) = resampled(3, np.array([0, 1, 0]), resamples=50, seed=1)
    assert (block[:, 1] == 1).all()


def test_nothing_to_draw() -> None:
    assert list(resampled(0, resamples=5, seed=1)) == list(resampled(5, resamples=0, seed=1)) == []


@pytest.mark.parametrize(("resamples", "seed"), [(-1, 1), (2.5, 1), (10, -1), (True, 1), (10, None)])
def test_what_is_no_number_is_refused(resamples: int, seed: int) -> None:
    with pytest.raises(OptionError, match="no whole number"):
        resampled(5, resamples=resamples, seed=seed)


def test_sums_by_unit() -> None:
    units, values = np.array([1, 0, 1, 2]), np.array([[1, 10], [2, 20], [3, 30], [4, 40]])
    assert summed(units, values).tolist() == [[2, 20], [4, 40], [4, 40]]
    assert summed(units, values[:, 0], count=4).tolist() == [2, 4, 4, 0]
    assert summed(np.arange(4), values).tolist() == values.tolist()


def test_percentiles_leave_out_what_does_not_exist() -> None:
    found = np.full((101, 3), np.nan)
    found[:, 0] = np.arange(101)
    found[:60, 1] = 7
    found[:40, 2] = 7
    low, high, used = percentile(found, level=0.9)
    assert used.tolist() == [101, 60, 40]
    assert low[:2] == pytest.approx([5, 7])
    assert high[:2] == pytest.approx([95, 7])
    assert np.isnan([low[2], high[2]]).all()
    assert np.isnan(percentile(np.empty((0, 2)))[0]).all()


def units(*, role: str | None, values: list[object]) -> list[int]:
    columns = (Column("jarjesto", header="Järjestö", role="unit_id"),) if role == "unit_id" else ()
    questions = (Number("jasenia", "Jäseniä"),)
    unit_id = {"unit_id": "jarjesto", "number": "jasenia", None: None}[role]
    instrument = Instrument("kysely", "Kysely", columns=columns, questions=questions, unit_id=unit_id)
    name = "jarjesto" if role == "unit_id" else "jasenia"
    found: list[int] = units_of(made_answers.responses(instrument, {name: values}, len(values))).tolist()
    return found


def test_answers_of_one_association_are_one_unit() -> None:
    """Whose association is not known is a unit of its own."""
    found = units(role="unit_id", values=["Kuoro", None, "Kuoro", None, "Seura"])
    assert found[0] == found[2]
    assert sorted(set(found)) == [0, 1, 2, 3]
    numbers = units(role="number", values=[5.0, None, 5.0, 2.0, None])
    assert numbers[0] == numbers[2]
    assert sorted(set(numbers)) == [0, 1, 2, 3]
    assert units(role=None, values=[1.0, 1.0]) == [0, 1]
