"""Tables as systems: what they show stands in them, and everything adds up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from made_tables import Made, tables

import verkosto as vk
from verkosto.aggregate import Table
from verkosto.disclosure._relations import Arranged, problem_of, system_of
from verkosto.disclosure._rules import Rules
from verkosto.disclosure._system import System

SAMPLE = vk.samples.tukirakenne()


def assert_adds_up(system: System) -> None:
    for total in system.sums:
        parts = system.values[list(total.parts)].sum()
        assert (
            np.isnan(parts)
            or np.isnan(system.values[total.whole])
            or parts == pytest.approx(system.values[total.whole])
        )
    assert not (system.values < system.low - 1e-9).any()
    assert not (system.values > system.high + 1e-9).any()
    assert np.isnan(system.values).sum() == 0 or not system.shown[np.isnan(system.values)].any()


def assert_stands(found: Arranged, given: Sequence[Table]) -> None:
    for table, standing in zip(given, found.standings, strict=True):
        values = found.counts.values
        assert values[standing.rows].tolist() == table.cells["n"].tolist()
        assert values[standing.bases].tolist() == table.cells["base"].tolist()
        assert values[standing.missing].tolist() == standing.absences["n"].tolist() if len(standing.missing) else True
        assert found.published[standing.rows].all()


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(tables())
def test_every_figure_stands_in_the_system_and_every_sum_holds(made: Made) -> None:
    posed = problem_of(made.tables, Rules(min_count=3))
    assert_stands(posed.arranged, made.tables)
    assert_adds_up(posed.counts.system)
    assert_adds_up(posed.arranged.amounts)
    assert not np.isnan(posed.counts.system.values).any()
    problem = posed.counts
    marked = problem.primary
    assert (problem.need_low[marked] <= problem.system.values[marked]).all()
    assert (problem.need_high[marked] >= problem.system.values[marked]).all()
    assert np.isnan(problem.need_low[~marked]).all()


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(tables())
def test_tables_without_their_answers_say_nothing_that_is_not_so(made: Made) -> None:
    again = [Table.from_json(table.to_json()) for table in made.tables]
    found = system_of(again)
    assert_stands(found, again)
    assert_adds_up(found.counts)
    assert_adds_up(found.amounts)
