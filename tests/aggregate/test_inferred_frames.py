"""Frames without a codebook: what stands in their columns is what calls take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from verkosto.aggregate import (
    Design,
    ReplicateDesign,
    calibrate,
    chi_square,
    contrast,
    crosstab,
    frequency,
    mean,
    poststratify,
    proportion,
    rank_test,
    ratio,
    t_test,
    total,
)
from verkosto.errors import AnalysisError, UnknownVariableError
from verkosto.instruments import Column, Instrument, Number
from verkosto.responses import Responses

FRAME = pd.DataFrame({
    "stype": list("EEHHMMEEHHMM"), "api00": [700, 650, 610, 590, 640, 660, 720, 580, 630, 605, 655, 690],
    "awards": ["Yes", "No", None, "Yes", "No", "Yes"] * 2, "HI": [0, 1, 0, 0, 1, 1, 0, 1, 0, 1, 1, None],
    "PW": [44.2, 44.2, 15.1, 15.1, 20.4, 20.4] * 2, "PSU": [17, 18] * 6, "N": [120, 120, 60, 60, 80, 80] * 2,
    "n": range(12),
})  # fmt: skip
"""Names and answers as a statistician writes them; `n` may be no id."""

MADE = Responses.from_frame(FRAME)


def figures(table: Any, *names: str) -> dict[Any, list[float]]:
    keys = list(zip(*(table.frame[name] for name in names), strict=True))
    rows = table.frame[["n", "estimate", "se", "df"]].astype(float).round(10).values.tolist()
    return dict(zip([key if len(names) > 1 else key[0] for key in keys], rows, strict=True))


def test_a_call_of_the_contract_takes_the_columns_and_answers_of_the_frame() -> None:
    design = Design(weights="PW", strata="stype", fpc="N", lonely="error")
    table = mean(MADE, "api00", by="stype", where={"awards": ["Yes"]}, design=design)
    kept = FRAME[FRAME["awards"] == "Yes"]
    for code, group in kept.groupby("stype"):
        found = table.frame.set_index("stype").loc[code]
        assert found["estimate"] == pytest.approx(np.average(group["api00"], weights=group["PW"]))
        assert found["n"] == len(group)
    assert contrast(mean(MADE, "api00", by="stype"), {"E": 1, "H": -1}).frame["estimate"][0] == pytest.approx(53.75)


def test_ids_of_units_may_be_numbers() -> None:
    assert mean(MADE, "api00", design=Design(psu="PSU", strata=None)).frame["df"][0] == 1
    assert mean(MADE, "api00", design=Design(psu="PSU", strata="stype", nest=True)).frame["df"][0] == 3


def test_whole_numbers_from_0_to_10_are_categories_too() -> None:
    texts = FRAME.assign(HI=FRAME["HI"].map({0: "v0", 1: "v1"}))
    named = Responses.from_frame(texts)
    one, other = crosstab(MADE, "stype", by="HI", margins=True), crosstab(named, "stype", by="HI", margins=True)
    assert figures(one, "HI", "value") == {
        (group.removeprefix("v"), value): row for (group, value), row in figures(other, "HI", "value").items()
    }
    assert one.missing["n"].tolist() == other.missing["n"].tolist() == [1]
    assert figures(proportion(MADE, "HI", values="1"), "statistic") == figures(
        proportion(named, "HI", values="v1"), "statistic"
    )
    assert chi_square(MADE, "HI", by="stype").p == pytest.approx(chi_square(named, "HI", by="stype").p)
    assert t_test(MADE, "api00", by="HI").statistic == pytest.approx(t_test(named, "api00", by="HI").statistic)
    assert (total(MADE, "HI").frame["estimate"][0], total(MADE, "HI").frame["n"][0]) == (6, 11)


@pytest.mark.parametrize("values", [[0.5, 1.0], [1, 11], [-1, 1], [None, None]])
def test_other_numbers_are_none(values: list[Any]) -> None:
    instrument = Instrument("k", "K", questions=(Number("luku", "Luku"),))
    made = Responses.from_frame(pd.DataFrame({"luku": values}), instrument)
    with pytest.raises(AnalysisError, match=r"'luku' is a number.* whole numbers from 0 to 10.*`responses\.derive`"):
        frequency(made, "luku")


def test_replicates_without_weights_belong_to_rows_that_count_as_one() -> None:
    frame = FRAME.assign(one=1, r1=[2, 0] * 6, r2=[0, 2] * 6, r3=[2, 2, 0, 0] * 3)
    made = Responses.from_frame(frame)
    names = ["r1", "r2", "r3"]
    without = ReplicateDesign(replicates=names, kind="brr", combined=False)
    stated = ReplicateDesign("one", names, kind="brr", combined=False, rscales=1)
    one, other = (ratio(made, "api00", over="PW", design=design) for design in (without, stated))
    assert figures(one, "value") == figures(other, "value")
    one, other = (total(made, "api00", design=design) for design in (without, stated))
    assert figures(one, "value") == figures(other, "value")
    assert without.factors == stated.factors == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    "call",
    [
        lambda made: mean(made, "api00", design=Design(psu="name")),
        lambda made: mean(made, "api00", design=Design(strata="name")),
        lambda made: mean(made, "name"),
    ],
)
def test_a_column_that_was_withheld_is_named_as_such(call: Callable[[Responses], Any]) -> None:
    made = Responses.from_frame(FRAME.assign(name=[f"Nimi {n}" for n in range(12)]))
    with pytest.raises(
        UnknownVariableError, match=r"'name' identify respondents and are kept nowhere\. Give it a `pseu"
    ):
        call(made)


MANY = 2001


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda made: chi_square(made, "HI", by="ositus"), "has 4002 cells, more than 2000. Make larger classes"),
        (lambda made: rank_test(made, "api00", by="ositus"), "'ositus' has 2001 groups, more than 1000. Make larger"),
        (
            lambda made: calibrate(made, {("HI", "ositus"): _crossed()}),
            "there are 4002 targets, and `calibrate` takes 3000",
        ),
    ],
)
def test_more_groups_than_a_covariance_is_for_are_refused(call: Callable[[Responses], Any], message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        call(_divided(MANY))


def test_cells_by_the_thousand_are_met() -> None:
    size = 20_000
    found = poststratify(_divided(size), {"ositus": {f"o{n}": 2.0 for n in range(size)}})
    assert found.weights.tolist() == pytest.approx([1.0] * (2 * size))


@pytest.mark.parametrize("where", ["api00 > 600", ["stype"], lambda frame: frame, 3])
def test_conditions_are_a_mapping(where: Any) -> None:
    with pytest.raises(AnalysisError, match=r"conditions are a mapping such as \{'malli_a'"):
        mean(MADE, "api00", where=where)


def _divided(groups: int) -> Responses:
    instrument = Instrument(
        "k", "K", columns=(Column("ositus", role="stratum"),), questions=(Number("HI", "H"), Number("api00", "A"))
    )
    rows = np.arange(2 * groups)
    frame = pd.DataFrame({"ositus": [f"o{n % groups}" for n in rows], "HI": rows // groups, "api00": rows})
    return Responses.from_frame(frame, instrument)


def _crossed() -> dict[tuple[str, str], int]:
    return {(str(tick), f"o{n}"): 1 for tick in (0, 1) for n in range(MANY)}
