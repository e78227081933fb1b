from __future__ import annotations

import numpy as np
import pytest
from ranked_answers import themed

from verkosto.aggregate import Design, Table, crosstab, frequency, rake, total, unit_parts
from verkosto.errors import AnalysisError
from verkosto.responses import Responses


def answers() -> Responses:
    return themed(
        [["tilat"], ["raha"], ["tilat", "raha"], None, ["apu"], ["tieto"]] * 4,
        tyyppi=["p", "v", "p", "v", "p", None] * 4,
        paino=[1.0, 2.0, 3.0, 4.0] * 6,
        osite=["a"] * 8 + ["b"] * 15 + ["c"],
        jarjesto=[f"{'abb'[row // 8]}{row // 2}" for row in range(23)] + ["c"],
        koko=[8] * 8 + [16] * 15 + [1],
    )


def shares(table: Table, together: list[int] | None = None) -> object:
    parts = unit_parts(table, None if together is None else np.array(together))
    assert parts is not None
    return np.asarray(parts.above.sum(axis=0)) / np.asarray(parts.below.sum(axis=0))


@pytest.mark.parametrize("design", [None, Design("paino"), Design("paino", "osite", "jarjesto", lonely="certainty")])
def test_the_sums_of_units_give_the_shares(design: Design | None) -> None:
    table = crosstab(answers(), "teemat", by="tyyppi", margins=True, design=design)
    assert shares(table) == pytest.approx(table.frame["estimate"].to_numpy())
    assert shares(table, [row // 3 for row in range(24)]) == pytest.approx(table.frame["estimate"].to_numpy())


def test_rows_are_put_together_within_strata_where_the_design_draws_rows() -> None:
    table = frequency(answers(), "teemat", design=Design(strata="osite", lonely="certainty"))
    parts = unit_parts(table, np.zeros(24, np.intp))
    assert parts is not None
    assert parts.strata.tolist() == [0, 1, 2]
    units = unit_parts(frequency(answers(), "teemat", design=Design(psu="jarjesto")), np.zeros(24, np.intp))
    assert units is not None
    assert units.above.shape[0] == 13


def test_what_was_not_drawn_is_left() -> None:
    design = Design(strata="osite", psu="jarjesto", fpc="koko", lonely="certainty")
    parts = unit_parts(frequency(answers(), "teemat", design=design))
    assert parts is not None
    assert parts.left.tolist() == pytest.approx([0.5, 0.5, 0.0])
    free = unit_parts(frequency(answers(), "teemat"))
    assert free is not None
    assert free.left.tolist() == [1.0]
    stages = Design(psu=("jarjesto", "osite"), fpc=(100, 10), lonely="certainty")
    both = unit_parts(frequency(answers(), "teemat", design=stages))
    assert both is not None
    assert both.left.tolist() == [1.0]


def test_other_tables_have_none() -> None:
    inside = themed([["tilat"], ["raha"]] * 4, tyyppi=["p", "v"] * 4)
    calibrated = rake(inside, {"tyyppi": {"p": 0.4, "v": 0.6}})
    assert unit_parts(frequency(inside, "teemat", design=calibrated)) is None
    with pytest.raises(AnalysisError, match="holds sums, and only shares"):
        unit_parts(total(answers(), "tyyppi"))
    with pytest.raises(AnalysisError, match="not at hand"):
        unit_parts(Table.from_json(frequency(answers(), "teemat").to_json()))
