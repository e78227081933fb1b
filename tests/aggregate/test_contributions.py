"""Who stands behind figures, against counting by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from made_answers import kysely, responses, vastaukset

from verkosto.aggregate import (
    Design,
    Table,
    base_units,
    contributions,
    crosstab,
    frequency,
    mean,
    quantile,
    ratio,
    total,
)
from verkosto.errors import AnalysisError
from verkosto.responses import Responses

rows = st.lists(
    st.tuples(
        st.sampled_from(["p", "v", None]),
        st.sampled_from(["A", "B", "C", None]),
        st.sampled_from([None, -4.0, 0.0, 1.0, 30.0]),
        st.sampled_from([1.0, 2.5]),
        st.sampled_from(["k", "e", "eos", "kt", None]),
    ),
    min_size=1,
    max_size=30,
)
Rows = list[tuple[str | None, str | None, float | None, float, str | None]]


def of_associations(values: Mapping[str, Sequence[Any]]) -> Responses:
    return responses(kysely(unit_id="jarjesto"), values)


def answered(given: Rows) -> dict[str, list[Any]]:
    return dict(
        zip(("laji", "jarjesto", "jasenia", "paino", "malli"), map(list, zip(*given, strict=True)), strict=True)
    )


@given(rows, st.booleans(), st.booleans())
def test_the_largest_contributions_are_those_of_units(given: Rows, weighted: bool, margins: bool) -> None:
    table = total(
        of_associations(answered(given)), "jasenia", by="laji", margins=margins, weights="paino" if weighted else None
    )
    found = contributions(table, most=2)
    for row, code in enumerate(table.cells["laji"]):
        sums: dict[str | None, float] = defaultdict(float)
        for laji, unit, number, weight, _ in given:
            if laji is not None and code in (laji, "*") and number is not None:
                sums[unit] += number * (weight if weighted else 1)
        expected = sorted((abs(one) for one in sums.values()), reverse=True)
        assert found[row].tolist() == pytest.approx([*expected, 0, 0][:2])


@given(rows, st.booleans(), st.sampled_from(["answered", "asked"]))
def test_units_of_bases_are_counted_by_hand(given: Rows, clustered: bool, base: Literal["answered", "asked"]) -> None:
    values = answered(given)
    answers = of_associations(values) if clustered else vastaukset(**values)
    table = crosstab(answers, "malli", by="laji", margins=True, base=base)
    codes = {"k", "e", "eos"} | ({None, "kt"} if base == "asked" else set())
    for row, code in enumerate(table.cells["laji"]):
        units = [
            unit if clustered else place
            for place, (laji, unit, _, _, malli) in enumerate(given)
            if laji is not None and code in (laji, "*") and malli in codes
        ]
        assert base_units(table)[row] == len(set(units))


def test_units_of_ticks_are_those_who_ticked() -> None:
    values: dict[str, list[Any]] = {
        "palvelut": [("kevat", "syksy"), ("kevat",), (), None],
        "jarjesto": ["A", "A", "B", "C"],
    }
    table = frequency(of_associations(values), "palvelut", base="ticks")
    assert (table.cells["base"][0], base_units(table).tolist()) == (3, [1, 1, 1])
    assert base_units(frequency(vastaukset(**values), "palvelut", base="ticks")).tolist() == [2, 2, 2]


def test_rows_keep_their_units_in_another_order() -> None:
    values = {"malli": ["k", "e", "k", "k"], "laji": ["p", "v", "v", "v"], "jarjesto": ["A", "B", "C", "C"]}
    table = crosstab(of_associations(values), "malli", by="laji")
    turned = table.sort("n", value="k")
    of_group = dict(zip(table.cells["laji"], base_units(table), strict=True))
    assert base_units(turned).tolist() == [of_group[code] for code in turned.cells["laji"]]
    sums = total(vastaukset(jasenia=[1, 9, 4], laji=["p", "v", "v"]), "jasenia", by="laji").sort("n", value="total")
    assert contributions(sums, most=1).tolist() == [[9.0], [1.0]]


def test_figures_that_are_no_sums_of_a_number_have_no_contributions() -> None:
    answers = vastaukset(jasenia=[1, 2, 3], **{"jarjestys[a]": [1, 2, 1]}, suosittelu=[0, 9, 10])
    assert np.isnan(contributions(mean(answers, "suosittelu"), most=2)).all()
    assert np.isnan(contributions(ratio(answers, "jasenia", over="jarjestys[a]"), most=2)).all()
    assert contributions(quantile(answers, "jasenia"), most=2).shape == (1, 2)
    assert base_units(quantile(answers, "jasenia")).tolist() == [3]


def test_units_that_are_withheld_are_one() -> None:
    answers = of_associations({"jasenia": [1, 2, 3], "jarjesto": ["A", "B", "C"]})
    bare = evolve(answers, variables={n: v for n, v in answers.variables.items() if n != "jarjesto"})
    assert contributions(total(bare, "jasenia"), most=2).tolist() == [[6.0, 0.0]]


def test_all_rows_count_in_a_design() -> None:
    answers = vastaukset(jasenia=[1.0, 5.0], paino=[2.0, 1.0], jarjesto=["A", "B"])
    assert contributions(total(answers, "jasenia", design=Design(weights="paino")), most=2).tolist() == [[5.0, 2.0]]


@pytest.mark.parametrize("call", [base_units, lambda table: contributions(table, most=1)])
def test_a_table_without_its_answers_is_told(call: object) -> None:
    table = Table.from_json(frequency(vastaukset(malli=["k"]), "malli").to_json())
    with pytest.raises(AnalysisError, match="not at hand"):
        call(table)  # type: ignore[operator]
