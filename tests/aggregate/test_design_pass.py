"""The design pass: ids, strata and sizes of all rows, and what it refuses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from made_answers import responses

from verkosto.aggregate import Design, ReplicateDesign, crosstab, frequency, mean
from verkosto.aggregate._design_pass import plan_of
from verkosto.errors import AnalysisError, UnknownVariableError
from verkosto.instruments import AreaQuestion, Column, Instrument, Number, Option, SingleChoice
from verkosto.responses import Responses

ROLES: dict[str, Any] = {
    "w": "weight",
    "r1": "weight",
    "r2": "weight",
    "s": "stratum",
    "p": "psu",
    "q": "psu",
    "N": "fpc",
}


def made(unit_id: str | None = None, **values: Any) -> Responses:
    extra = () if unit_id is None else (Column(unit_id, role="unit_id"),)
    instrument = Instrument(
        "koe",
        "Koe",
        area_date="2020-03-01",
        unit_id=unit_id,
        columns=(*(Column(name, role=role) for name, role in ROLES.items()), *extra, Column("aika", role="time")),
        questions=(
            SingleChoice("v", "Vastaus", options=(Option("k", "Kyllä"), Option("e", "Ei"))),
            Number("x", "Luku"),
            AreaQuestion("kunta", "Kunta"),
        ),
    )
    return responses(instrument, values)


def test_one_stage_has_units_strata_and_scale() -> None:
    answers = made(v=list("kkeeke"), s=list("aaabbb"), p=["1", "1", "2", "3", "4", "4"], N=[4.0] * 3 + [10.0] * 3)
    plan = plan_of(answers, Design(strata="s", psu="p", fpc="N"))
    (stage,) = plan.stages
    assert stage.count == 4
    assert stage.sizes.tolist() == [2, 2]
    assert stage.scale.tolist() == pytest.approx([(1 - 2 / 4) * 2, (1 - 2 / 10) * 2])
    # Without weights the sizes tell how much of the population each row stands for.
    assert (plan.w * plan.scale).tolist() == pytest.approx([2, 2, 2, 5, 5, 5])
    assert plan.weighted


def test_ids_that_begin_anew_in_each_stratum_need_to_be_told() -> None:
    answers = made(v=list("keke"), s=list("aabb"), p=["1", "2", "1", "2"])
    with pytest.raises(AnalysisError, match=r"2 sampling units lie in several strata.*nest=True"):
        frequency(answers, "v", design=Design(strata="s", psu="p"))
    assert plan_of(answers, Design(strata="s", psu="p", nest=True)).first.count == 4


def test_strata_may_be_a_kind_of_area() -> None:
    answers = made(v=list("keke"), kunta=["837", "837", "179", "179"])
    by_area = frequency(answers, "v", design=Design(strata="maakunta")).frame
    assert by_area["df"].tolist() == [2, 2]


def test_a_census_has_no_sampling_error() -> None:
    answers = made(v=list("kkke"), s=list("aabb"), x=[1.0, 2.0, 3.0, 4.0])
    frame = crosstab(answers, "v", by="s", margins=True, design=Design.census()).frame
    assert frame["se"].tolist() == [0] * 6
    frame = frequency(answers, "v", design=Design.census()).frame
    assert frame["low"].tolist() == frame["estimate"].tolist() == frame["high"].tolist() == [0.75, 0.25]
    everybody = frequency(made(v=list("kkk")), "v", design=Design.census()).frame
    assert (everybody["low"].tolist(), everybody["high"].tolist()) == ([1, 0], [1, 0])
    assert mean(answers, "x", design=Design.census()).frame["se"].tolist() == [0]


@pytest.mark.parametrize(
    ("values", "design", "message"),
    [
        ({"s": ["a", None, "b", "b"]}, Design(strata="s"), r"strata 's': 1 of 4 rows have none"),
        ({"p": ["1", None, None, "b"]}, Design(psu="p"), r"psu 'p': 2 of 4 rows have none"),
        ({"s": ["a", "a", "a", "b"]}, Design(strata="s"), "1 strata of stage 1 have a single sampling unit"),
        ({"N": [9.0, 9.0, 9.0, None]}, Design(fpc="N"), "fpc 'N': 1 of 4 rows have no size"),
        ({"N": [9.0, 9.0, 9.0, 8.0]}, Design(fpc="N"), "fpc 'N' differs within 1 strata"),
        ({"N": [3.0] * 4}, Design(fpc="N"), "in 1 strata the population is smaller than the sample"),
        ({"N": [0.0] * 4}, Design(fpc="N"), "0 or negative"),
        ({}, Design(fpc=3), "population is smaller than the sample"),
        (
            {"s": list("aabb"), "N": [0.5, 0.5, 9.0, 9.0]},
            Design(strata="s", fpc="N"),
            "mixes sizes and shares",
        ),
        ({}, Design(psu="aika"), "holds dates"),
        ({"w": [1.0, None, 1.0, 1.0]}, Design("w"), "1 of 4 rows have no weight"),
        ({"r1": [1.0, None, 1.0, 1.0], "w": [1.0] * 4}, ReplicateDesign("w", ["r1", "r2"], kind="brr"), "'r1': 1 "),
    ],
)
def test_columns_that_make_no_design(values: dict[str, Any], design: Any, message: str) -> None:
    answers = made(**{"v": list("keke"), "aika": ["!not_asked"] * 4, **values})
    with pytest.raises(AnalysisError, match=message):
        frequency(answers, "v", design=design)


@pytest.mark.parametrize("design", [Design(psu="pp"), Design(strata="pp"), Design(fpc="NN"), Design("ww")])
def test_unknown_variables_are_told(design: Design) -> None:
    with pytest.raises(UnknownVariableError, match="there is no variable"):
        frequency(made(v=list("keke")), "v", design=design)


def test_what_is_no_design_is_told() -> None:
    answers = made(v=list("ke"), w=[1.0, 1.0])
    wrong: Any = {"weights": "w"}
    with pytest.raises(AnalysisError, match=r"design must be a vk\.Design"):
        frequency(answers, "v", design=wrong)
    with pytest.raises(AnalysisError, match="both design and weights"):
        frequency(answers, "v", design=Design("w"), weights="w")


def test_a_lonely_stratum_without_sampling_error_is_no_fault() -> None:
    answers = made(v=list("keke"), s=list("aaab"), N=[9.0, 9.0, 9.0, 1.0])
    assert np.isfinite(frequency(answers, "v", design=Design(strata="s", fpc="N")).frame["se"]).all()


def test_persons_of_one_association_are_not_the_registers_associations() -> None:
    persons = made("j", v=list("keke"), j=["A", "A", "B", "C"])
    with pytest.raises(AnalysisError, match="853"):
        frequency(persons, "v", design=Design(fpc=853))
    assert frequency(persons, "v", design=Design(psu="j", fpc=853)).frame["df"].tolist() == [2, 2]
    associations = made("j", v=list("keke"), j=list("ABCD"))
    assert frequency(associations, "v", design=Design(fpc=853)).frame["df"].tolist() == [3, 3]


def test_the_domain_keeps_the_whole_design() -> None:
    """Filtering first is the classical wrong answer: units without rows in the domain say how it varies."""
    answers = made(
        v=list("kkekek"), p=list("112233"), x=[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], kunta=["837"] * 3 + ["179"] * 3
    )
    inside = mean(answers, "x", where={"kunta": "837"}, design=Design(psu="p")).frame
    filtered = made(v=list("kke"), p=list("112"), x=[1.0, 2.0, 3.0])
    first = mean(filtered, "x", design=Design(psu="p")).frame
    assert inside["estimate"].tolist() == first["estimate"].tolist()
    assert inside["se"][0] != pytest.approx(first["se"][0])
    assert inside["se"][0] == pytest.approx(mean(answers, "x", by="kunta", design=Design(psu="p")).frame["se"][1])


@pytest.mark.parametrize("design", [Design(psu="p"), Design(strata="s"), Design(psu="p", fpc=5), Design.census()])
def test_no_rows_make_empty_tables(design: Design) -> None:
    answers = made(v=[], s=[], p=[], x=[])
    assert set(frequency(answers, "v", design=design).frame["status"]) == {"empty"}
    assert set(mean(answers, "x", design=design).frame["status"]) == {"empty"}
    assert set(crosstab(answers, "v", by="kunta", margins=True, design=design).frame["status"]) == {"empty"}
