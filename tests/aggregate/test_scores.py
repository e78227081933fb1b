"""The general way from rows to variances: an oracle by hand, and the oracle of the short way by cells."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import responses

from verkosto.aggregate import Design, Table, crosstab, mean, net, ratio, total
from verkosto.aggregate._numbers_of import numbers_held
from verkosto.aggregate._plan import Plan, Stage
from verkosto.aggregate._scores import cell_scores, estimate_scores, side_by_side
from verkosto.aggregate._statistics import Contrast, Linear, Ratio, Smooth, pick
from verkosto.errors import AnalysisError
from verkosto.instruments import Column, Instrument, MultipleChoice, Number, Option, SingleChoice
from verkosto.responses import Responses

INSTRUMENT = Instrument(
    "koe",
    "Koe",
    columns=(
        Column("w", role="weight"),
        Column("s", role="stratum"),
        Column("p", role="psu"),
        Column("N", role="fpc"),
        Column("M", role="fpc"),
    ),
    questions=(
        SingleChoice("v", "Vastaus", options=(Option("k", "Kyllä"), Option("e", "Ei"))),
        SingleChoice("g", "Ryhmä", options=(Option("a", "A"), Option("b", "B"))),
        MultipleChoice("t", "Palvelut", options=(Option("1", "Yksi"), Option("2", "Kaksi"))),
        Number("x", "Luku"),
        Number("y", "Toinen"),
    ),
)


@st.composite
def surveys(draw: st.DrawFn) -> tuple[Responses, Design]:
    rows = draw(st.integers(4, 24))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    strata, units = random.integers(0, 3, rows), random.integers(0, 4, rows)
    nested = strata * 10 + units
    drawn = {s: len(set(nested[strata == s])) for s in set(strata)}
    within = {p: int((nested == p).sum()) for p in set(nested)}
    codes: dict[str, Any] = {"v": ["k", "e", None], "g": ["a", "b", None]}
    answers = responses(
        INSTRUMENT,
        {
            "v": [random.choice(codes["v"]) for _ in range(rows)],
            "g": [random.choice(codes["g"]) for _ in range(rows)],
            "t": [
                set(random.choice(["1", "2"], random.integers(1, 3))) if random.random() < 0.9 else None
                for _ in range(rows)
            ],
            "x": [None if random.random() < 0.1 else float(random.normal(1e6, 3)) for _ in range(rows)],
            "y": [float(random.gamma(2)) for _ in range(rows)],
            "w": [float(random.choice([0.0, 0.5, 1.0, 3.0], p=[0.1, 0.3, 0.3, 0.3])) for _ in range(rows - 1)] + [1.0],
            "s": [str(s) for s in strata],
            "p": [str(p) for p in nested],
            "N": [float(drawn[s] + 2) for s in strata],
            "M": [float(within[p] + 1) for p in nested],
        },
    )
    lonely: Any = draw(st.sampled_from(["adjust", "certainty", "average"]))
    design = draw(
        st.sampled_from(
            [
                Design("w"),
                Design(strata="s", lonely=lonely),
                Design("w", psu="p"),
                Design("w", "s", "p", lonely=lonely),
                Design("w", "s", "p", "N", lonely=lonely),
                Design("w", "s", "p", ["N", "M"], lonely="certainty"),
                Design("w", "s", fpc=0.5, lonely=lonely),
            ]
        )
    )
    return answers, design


def tables(answers: Responses, design: Design) -> list[Table]:
    return [
        crosstab(answers, ["v", "t"], by="g", margins=True, design=design),
        crosstab(answers, "t", by="g", base="ticks", design=design),
        mean(answers, "x", by="g", design=design),
        total(answers, ["y", "v"], design=design),
        ratio(answers, "y", over="x", by="g", margins=True, design=design),
        net(answers, "v", positive="k", negative="e", where={"g": "a"}, design=design),
    ]


@settings(max_examples=8)
@given(surveys())
def test_cells_and_rows_tell_the_same_standard_errors(made: tuple[Responses, Design]) -> None:
    for table in tables(*made):
        frame = table.frame
        found = table.known_origin().estimated
        known = frame["estimate"].notna().to_numpy()
        np.testing.assert_allclose(found.value[known], frame["estimate"][known], rtol=1e-10, atol=1e-12)
        scale = np.maximum(np.abs(frame["estimate"][known]), 1) * 1e-9
        given_up = frame["se"][known].isna()
        assert (np.abs(np.sqrt(found.variance[known]) - frame["se"][known])[~given_up] <= scale[~given_up]).all()
        if made[1].lonely != "average":
            np.testing.assert_array_equal(found.df[known], frame["df"][known])
        cov = table.cov().to_numpy()
        np.testing.assert_allclose(np.diag(cov)[known], found.variance[known], rtol=1e-9, atol=1e-16)


def by_hand(influence: np.ndarray[Any, Any], strata: list[str], units: list[str], sizes: list[float]) -> float:
    """The variance of one result in one stage, as the textbooks write it."""
    sums: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    population = {}
    for value, stratum, unit, size in zip(influence, strata, units, sizes, strict=True):
        sums[stratum][unit] += value
        population[stratum] = size
    found = 0.0
    for stratum, of_unit in sums.items():
        n = len(of_unit)
        if n > 1:
            middle = sum(of_unit.values()) / n
            squares = sum((value - middle) ** 2 for value in of_unit.values())
            found += (1 - n / population[stratum]) * n / (n - 1) * squares
    return found


@settings(max_examples=12)
@given(surveys())
def test_the_variance_of_a_mean_is_that_of_the_textbooks(made: tuple[Responses, Design]) -> None:
    answers, _ = made
    frame = answers.frame
    design = Design("w", "s", "p", "N", lonely="certainty")
    table = mean(answers, "y", where={"g": "a"}, design=design).frame
    inside = (frame["g"] == "a").to_numpy()
    w = numbers_held(answers, "w").values
    y = frame["y"].to_numpy(dtype=float)
    if not (w * inside).sum():
        assert table["status"].tolist() in (["empty"], ["zero_weight"])
        return
    middle = (w * y * inside).sum() / (w * inside).sum()
    influence = w * inside * (y - middle) / (w * inside).sum()
    texts = {name: [str(c) for c in answers.variables[name].series(frame.index)] for name in ("s", "p")}
    sizes = numbers_held(answers, "N").values.tolist()
    expected = by_hand(influence, texts["s"], texts["p"], sizes)
    assert table["se"][0] == pytest.approx(np.sqrt(expected), rel=1e-9, abs=1e-12)


def plan(rows: int) -> Plan:
    stage = Stage(
        None, rows, np.zeros(rows, dtype=np.intp), np.array([rows]), np.array([rows / (rows - 1)]), np.array([True])
    )
    return Plan(rows, np.ones(rows), 1.0, (stage,), weighted=False)


def test_statistics_put_together_keep_their_covariance() -> None:
    cells = np.array([0, 0, 1, 1, -1, 1])
    scores = side_by_side([cell_scores(cells, 2), cell_scores(np.zeros(6, dtype=int), 1, [np.arange(6.0)])])
    assert scores.shape == (6, 3)
    places = np.arange(3)
    whole = estimate_scores(plan(6), scores, Linear(pick(places, places, (3, 3))))
    assert whole.value.tolist() == [2, 3, 15]
    difference = estimate_scores(plan(6), scores, Contrast(whole.statistic, np.array([[1.0], [-1.0], [0.0]])))
    cov = whole.covariance()
    assert difference.value.tolist() == [-1]
    assert difference.variance[0] == pytest.approx(cov[0, 0] + cov[1, 1] - 2 * cov[0, 1])
    smooth = Smooth(lambda t: t[..., :1] * t[..., 1:2], lambda t: np.array([[t[1]], [t[0]], [0.0]]), 1, 3)
    product = estimate_scores(plan(6), scores, smooth)
    assert product.value.tolist() == [6]
    assert product.variance[0] == pytest.approx(9 * cov[0, 0] + 4 * cov[1, 1] + 12 * cov[0, 1])
    assert product.df.tolist() == [5]


def test_a_contrast_of_what_is_unknown_is_unknown() -> None:
    empty = Ratio(pick(np.array([0]), np.array([0]), (2, 2)), pick(np.array([0, 1]), np.array([0, 1]), (2, 2)))
    found = Contrast(empty, np.array([[1.0, 1.0], [0.0, -1.0]])).value(np.array([4.0, 0.0]))
    assert found[0] == 1
    assert np.isnan(found[1])


def test_too_much_at_once_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verkosto.aggregate._scores._MOST_NUMBERS", 3)
    answers = responses(INSTRUMENT, {"v": list("keke") * 3})
    with pytest.raises(AnalysisError, match="Make a smaller table"):
        crosstab(answers, "v", by="g", margins=True).cov()


def test_many_units_go_by_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = responses(INSTRUMENT, {"v": list("keekke"), "p": list("112233"), "x": [1.0, 2.0, 4.0, 4.0, 5.0, 7.0]})
    design = Design(psu="p")
    before = [crosstab(answers, "v", by=(), design=design).frame, mean(answers, "x", design=design).frame]
    monkeypatch.setattr("verkosto.aggregate._counting._MOST_UNIT_CELLS", 1)
    after = [crosstab(answers, "v", by=(), design=design).frame, mean(answers, "x", design=design).frame]
    for one, other in zip(before, after, strict=True):
        np.testing.assert_allclose(one["se"], other["se"], rtol=1e-12)
        assert one["df"].tolist() == other["df"].tolist() == [2] * len(one)


def test_a_table_from_json_has_no_covariance() -> None:
    table = crosstab(responses(INSTRUMENT, {"v": list("keke")}), "v", by=())
    with pytest.raises(AnalysisError, match="not at hand"):
        Table.from_json(table.to_json()).cov()
