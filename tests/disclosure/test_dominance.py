"""Totals and means that one or a few make."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from made_answers import kysely, responses, vastaukset

from verkosto.aggregate import Table, frequency, mean, total
from verkosto.disclosure._dominance import margin
from verkosto.disclosure._relations import Posed, problem_of
from verkosto.disclosure._rules import Rules
from verkosto.disclosure._system import Problem
from verkosto.responses import Responses


@pytest.fixture
def answers() -> Responses:
    values: dict[str, list[Any]] = {
        "jasenia": [90, 4, 3, 2, 1, 0, 10, 10, 10, 10, 10, 10],
        "laji": ["p"] * 6 + ["v"] * 6,
        "jarjesto": list("ABCDEFGHIJKL"),
    }
    return responses(kysely(unit_id="jarjesto"), values)


def amounts(posed: Posed) -> Problem:
    found = posed.amounts(np.zeros(len(posed.counts.system), dtype=bool))
    assert found is not None
    return found


@pytest.mark.parametrize("call", [total, mean])
def test_a_sum_that_one_makes_is_hidden_by_its_margin(answers: Responses, call: object) -> None:
    posed = problem_of([call(answers, "jasenia", by="laji", margins=True)], Rules(p_percent=None))  # type: ignore[operator]
    problem = amounts(posed)
    assert problem.system.values.tolist() == pytest.approx([100, 60, 160])
    assert problem.primary.tolist() == [True, False, False]
    # 90 would be 75 % of 120.
    assert (problem.need_low[0], problem.need_high[0]) == pytest.approx((80, 120))
    assert [(total.whole, sorted(total.parts)) for total in problem.system.sums] == [(2, [0, 1])]
    assert not problem.system.whole


def test_the_second_largest_must_not_compute_the_largest(answers: Responses) -> None:
    problem = amounts(problem_of([total(answers, "jasenia", by="laji")], Rules(dominance=None)))
    # The others add 6 to 90 and 4, and 10 % of 90 is 9.
    assert problem.primary.tolist() == [True, False]
    assert (problem.need_low[0], problem.need_high[0]) == pytest.approx((97, 103))


def test_several_of_one_association_are_one() -> None:
    values: dict[str, list[Any]] = {"jasenia": [10] * 12, "jarjesto": list("AAAAAAAABCDE")}
    many, one = vastaukset(**values), responses(kysely(unit_id="jarjesto"), values)
    rules = Rules(dominance=(1, 60.0), p_percent=None)
    assert [amounts(problem_of([total(a, "jasenia")], rules)).primary.tolist() for a in (many, one)] == [
        [False],
        [True],
    ]


def test_without_rules_or_answers_nothing_dominates(answers: Responses) -> None:
    table = total(answers, "jasenia", by="laji")
    assert not amounts(problem_of([table], Rules(dominance=None, p_percent=None))).primary.any()
    assert not amounts(problem_of([Table.from_json(table.to_json())], Rules())).primary.any()


def test_what_loses_its_base_is_hidden_too(answers: Responses) -> None:
    posed = problem_of([mean(answers, "jasenia", by="laji")], Rules(dominance=None, p_percent=20.0))
    hidden = np.zeros(len(posed.counts.system), dtype=bool)
    hidden[posed.arranged.standings[0].bases[1]] = True
    problem = posed.amounts(hidden)
    assert problem is not None
    assert problem.primary.tolist() == [True, True]
    assert (problem.need_low[1], problem.need_high[1]) == pytest.approx((48, 72))


def test_tables_of_answers_alone_have_no_amounts(answers: Responses) -> None:
    posed = problem_of([frequency(answers, "laji")], Rules())
    assert posed.amounts(np.zeros(len(posed.counts.system), dtype=bool)) is None


def test_numbers_below_zero_leave_sums_open() -> None:
    problem = amounts(problem_of([total(vastaukset(jasenia=[-50.0, 1, 1, 1, 1, 1]), "jasenia")], Rules()))
    assert problem.system.low.tolist() == [-np.inf]
    assert problem.primary.all()
    assert problem.need_low[0] < -45


def test_the_margins_of_both_rules_are_those_of_the_literature() -> None:
    """Hundepool et al. (2012), section 4.2.2: (100/k) * sum of the n largest - X, and p/100 * x1 - (X - x1 - x2)."""
    largest, totals = np.array([[50.0, 30.0, 10.0]]), np.array([95.0])
    assert margin(largest, totals, Rules(dominance=(2, 80.0), p_percent=None)).tolist() == [100 - 95]
    assert margin(largest, totals, Rules(dominance=None, p_percent=40.0)).tolist() == [20 - 15]
    assert margin(largest, totals, Rules(dominance=(2, 80.0), p_percent=60.0)).tolist() == [30 - 15]
    assert margin(largest, totals, Rules(dominance=(1, 99.0), p_percent=1.0)).tolist() == [0]
