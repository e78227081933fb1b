"""Laws of every estimator: neither the order of rows, nor the scale of weights, nor the names of codes matter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import responses

from verkosto.aggregate import (
    Design,
    Table,
    bottom_box,
    cronbach_alpha,
    crosstab,
    mean,
    net,
    nps,
    proportion,
    quantile,
    ratio,
    top_box,
    total,
    variance,
)
from verkosto.instruments import Column, Instrument, Matrix, MultipleChoice, Nps, Number, Option, Scale, SingleChoice
from verkosto.responses import Responses

Call = Callable[..., Table]

INSTRUMENT = Instrument(
    "lait",
    "Lait",
    unit_id="p",
    columns=(Column("w", role="weight"), Column("s", role="stratum"), Column("p", role="unit_id")),
    questions=(
        SingleChoice("v", "Vastaus", options=(Option("a", "A", number=3), Option("b", "B", number=1))),
        SingleChoice("g", "Ryhmä", options=(Option("a", "Etelä"), Option("b", "Pohjoinen"))),
        MultipleChoice("t", "Palvelut", options=(Option("a", "Yksi"), Option("b", "Kaksi"))),
        Matrix(
            "m",
            "Väittämät",
            rows=(Option("a", "Ensin"), Option("b", "Sitten"), Option("c", "Lopuksi")),
            scale=Scale(options=tuple(Option(str(step), str(step), number=step) for step in (1, 2, 3))),
        ),
        Nps("k", "Suosittelu"),
        Number("x", "Jäseniä"),
        Number("y", "Euroja"),
    ),
)
CALLS: dict[str, Call] = {
    "crosstab": lambda answers, **given: crosstab(answers, ["v", "t", "m"], **given),
    "proportion": lambda answers, **given: proportion(answers, ["m[a]", "m[b]"], values=["1", "3"], **given),
    "top_box": lambda answers, **given: top_box(answers, ["m", "k"], **given),
    "bottom_box": lambda answers, **given: bottom_box(answers, "m", boxes=1, **given),
    "net": lambda answers, **given: net(answers, ["m", "k"], boxes=1, **given),
    "nps": lambda answers, **given: nps(answers, "k", **given),
    "mean": lambda answers, **given: mean(answers, ["v", "m", "k", "x", "t"], **given),
    "total": lambda answers, **given: total(answers, ["x", "v"], **given),
    "ratio": lambda answers, **given: ratio(answers, "x", over="y", **given),
    "quantile": lambda answers, **given: quantile(answers, ["x", "k"], probabilities=[0.3, 0.5], **given),
    "variance": lambda answers, **given: variance(answers, ["x", "m"], **given),
    "alpha": lambda answers, **given: cronbach_alpha(answers, "m", **given),
}
DESIGNS = [Design("w"), Design("w", psu="p", lonely="adjust"), Design("w", strata="s", lonely="adjust")]
WEIGHTED = ["weighted", "base_weighted"]
SIZES = ["estimate", "se", "low", "high"]


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), values)


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            **{name: maybe(st.sampled_from("ab")) for name in ("v", "g")},
            "t": maybe(st.sets(st.sampled_from("ab"))),
            **{f"m[{row}]": maybe(st.sampled_from("123")) for row in "abc"},
            "k": maybe(st.integers(0, 10)),
            "x": maybe(st.integers(1, 1000).map(float)),
            "y": st.integers(1, 9).map(float),
            "w": st.sampled_from([0.0, 0.5, 1.0, 3.0]),
            "s": st.sampled_from("12"),
            "p": st.sampled_from("123"),
        }
    ),
    min_size=6,
    max_size=20,
).filter(lambda rows: any(row["w"] for row in rows))


def of_rows(rows: list[dict[str, Any]], instrument: Instrument = INSTRUMENT) -> Responses:
    return responses(instrument, {name: [row[name] for row in rows] for name in rows[0]})


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    """Equal but for the last digits of floats."""
    floats = list(one.select_dtypes("float64").columns)
    pd.testing.assert_frame_equal(one.drop(columns=floats), other.drop(columns=floats))
    for name in floats:
        np.testing.assert_allclose(one[name], other[name], rtol=1e-8, atol=1e-9, err_msg=name)


@pytest.mark.parametrize("call", CALLS)
@settings(max_examples=4)
@given(rows=ROWS, random=st.randoms(use_true_random=False), design=st.sampled_from(DESIGNS))
def test_the_order_of_rows_changes_nothing(call: str, rows: list[dict[str, Any]], random: Any, design: Design) -> None:
    mixed = rows.copy()
    random.shuffle(mixed)
    one, other = (CALLS[call](of_rows(part), by="g", margins=True, design=design) for part in (rows, mixed))
    same(one.frame, other.frame)
    pd.testing.assert_frame_equal(one.missing, other.missing)


@pytest.mark.parametrize("call", CALLS)
@settings(max_examples=4)
@given(rows=ROWS, factor=st.sampled_from([1e-9, 0.3, 1e9]), design=st.sampled_from(DESIGNS))
def test_the_scale_of_weights_is_that_of_totals_alone(
    call: str, rows: list[dict[str, Any]], factor: float, design: Design
) -> None:
    scaled = [{**row, "w": row["w"] * factor} for row in rows]
    one, other = (CALLS[call](of_rows(part), by="g", design=design).frame for part in (rows, scaled))
    for name in WEIGHTED + (SIZES if call == "total" else []):
        other[name] /= factor
    same(one, other)


@pytest.mark.parametrize("call", CALLS)
@settings(max_examples=4)
@given(rows=ROWS, design=st.sampled_from(DESIGNS))
def test_the_names_of_codes_change_no_figure(call: str, rows: list[dict[str, Any]], design: Design) -> None:
    """Groups, strata and units are called otherwise, and sorted otherwise too."""
    (group,) = [question for question in INSTRUMENT if question.id == "g"]
    assert isinstance(group, SingleChoice)
    named = evolve(group, options=tuple(evolve(o, code=c) for o, c in zip(group.options, "zk", strict=True)))
    instrument = evolve(INSTRUMENT, questions=tuple(named if q.id == "g" else q for q in INSTRUMENT))
    codes = {"g": {"a": "z", "b": "k"}, "s": {"1": "k", "2": "a"}, "p": {"1": "q", "2": "z", "3": "a"}}
    renamed = [{**row, **{name: of.get(row[name]) for name, of in codes.items()}} for row in rows]
    one = CALLS[call](of_rows(rows), by="g", margins=True, design=design).frame
    other = CALLS[call](of_rows(renamed, instrument), by="g", margins=True, design=design).frame
    same(one.assign(g=one["g"].replace(codes["g"]).astype(other["g"].dtype)), other)
