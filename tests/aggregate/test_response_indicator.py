"""The R-indicator and its partials equal sums over one person after another."""

from __future__ import annotations

import itertools
import math
import pickle
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.aggregate import RIndicator, r_indicator
from verkosto.aggregate._response_asked import asked_of
from verkosto.aggregate._response_propensities import Asked, _of_cells, _of_model
from verkosto.errors import AnalysisError, UnknownVariableError

MODELS: tuple[Any, ...] = ("cells", "logistic")
ASKED, ANSWERED = {"a": 100, "b": 200, "c": 300}, {"a": 50, "b": 60, "c": 60}


def persons(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """A frame of persons from (koko, alue, asked, answered)."""
    listed = [
        {"koko": size, "alue": area, "vastasi": n < answered}
        for size, area, asked, answered in rows
        for n in range(asked)
    ]
    return pd.DataFrame(listed)


FRAME = persons(("s", "1", 40, 20), ("s", "2", 60, 18), ("m", "1", 80, 16), ("m", "2", 20, 2), ("l", "1", 50, 40))


def std(values: Sequence[float], d: Sequence[float], around: Sequence[float]) -> float:
    total = math.fsum(d)
    return math.sqrt(math.fsum(w * (v - m) ** 2 for v, w, m in zip(values, d, around, strict=True)) / total)


def mean_in(groups: Sequence[Any], values: Sequence[float], d: Sequence[float]) -> list[float]:
    """Return for each person the weighted mean of those of the same group."""
    top: dict[Any, float] = {}
    bottom: dict[Any, float] = {}
    for group, value, weight in zip(groups, values, d, strict=True):
        top[group] = top.get(group, 0.0) + weight * value
        bottom[group] = bottom.get(group, 0.0) + weight
    return [top[group] / bottom[group] for group in groups]


def test_the_case_of_three_sizes() -> None:
    found = r_indicator(ASKED, ANSWERED)
    # Divided by N; with N - 1 it would be 0.7864.
    assert round(found.r, 4) == 0.7866
    assert found.response_rate == pytest.approx(170 / 600, rel=1e-14)
    assert found.cv == pytest.approx(found.s / (170 / 600))
    assert found.max_bias == pytest.approx((1 - found.r) / (2 * 170 / 600))
    assert (found.asked, found.answered, found.cells) == (600, 170, 3)
    assert r_indicator([100, 200, 300], [50, 60, 60]).r == found.r
    assert r_indicator(np.array([100, 200, 300]), pd.Series([50, 60, 60])).r == found.r


def test_persons_and_counts_say_the_same() -> None:
    people = r_indicator(FRAME, "vastasi", by=["koko", "alue"])
    counts = FRAME.groupby(["koko", "alue"])["vastasi"].agg(["size", "sum"]).reset_index()
    assert r_indicator(counts, "sum", by=["koko", "alue"], count="size") == people
    assert r_indicator(pl.from_pandas(FRAME).lazy(), "vastasi", by=("koko", "alue")) == people
    as_numbers = FRAME.assign(vastasi=FRAME["vastasi"].astype(int), alue=FRAME["alue"].astype(float))
    assert r_indicator(as_numbers, "vastasi", by=["koko", "alue"]) == people


ROWS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), st.booleans(), st.sampled_from([0.5, 1.0, 2.5])),
    min_size=2,
    max_size=40,
).filter(lambda rows: any(row[2] for row in rows))


@settings(max_examples=50)
@given(ROWS, st.booleans())
def test_everything_equals_sums_over_persons(rows: list[tuple[str, str, bool, float]], weighted: bool) -> None:
    frame = pd.DataFrame(rows, columns=["koko", "alue", "vastasi", "d"])
    found = r_indicator(frame, "vastasi", by=["koko", "alue"], weights="d" if weighted else None)
    d = [row[3] if weighted else 1.0 for row in rows]
    answered = [float(row[2]) for row in rows]
    p = mean_in([row[:2] for row in rows], answered, d)
    mean = math.fsum(w * v for w, v in zip(d, p, strict=True)) / math.fsum(d)
    everybody = [mean] * len(rows)
    assert found.r == pytest.approx(1 - 2 * std(p, d, everybody), abs=1e-9)
    assert found.response_rate == pytest.approx(mean)
    for place, name in enumerate(["koko", "alue"]):
        own = mean_in([row[place] for row in rows], p, d)
        others = mean_in([row[1 - place] for row in rows], p, d)
        parts = {part.category: part for part in found.partials if part.variable == name}
        assert parts["*"].unconditional == pytest.approx(std(own, d, everybody), abs=1e-9)
        assert parts["*"].conditional == pytest.approx(std(p, d, others), abs=1e-9)
        for code in {str(row[place]) for row in rows}:
            mine = [row[place] == code for row in rows]
            share = math.fsum(w for w, m in zip(d, mine, strict=True) if m) / math.fsum(d)
            at = mine.index(True)
            assert parts[code].rate == pytest.approx(own[at], abs=1e-12)
            assert parts[code].unconditional == pytest.approx(math.sqrt(share) * (own[at] - mean), abs=1e-9)
            apart = math.fsum(w * (v - o) ** 2 for w, v, o, m in zip(d, p, others, mine, strict=True) if m) / math.fsum(
                d
            )
            assert parts[code].conditional == pytest.approx(math.sqrt(apart), abs=1e-9)
            assert parts[code].asked == sum(mine)
        signed = sum(part.unconditional**2 for code, part in parts.items() if code != "*")
        assert signed == pytest.approx(parts["*"].unconditional ** 2, abs=1e-9)


@settings(max_examples=20)
@given(ROWS, st.permutations(range(40)), st.sampled_from([3.0, 1e-200, 1e200]))
def test_order_and_scale_of_weights_change_nothing(rows: list[Any], order: list[int], scale: float) -> None:
    frame = pd.DataFrame(rows, columns=["koko", "alue", "vastasi", "d"])
    other = frame.iloc[[place for place in order if place < len(rows)]].assign(d=lambda f: f["d"] * scale)
    one, two = (r_indicator(f, "vastasi", by=["koko", "alue"], weights="d") for f in (frame, other))
    assert two.r == pytest.approx(one.r, abs=1e-7)
    assert two.adjusted == pytest.approx(one.adjusted, abs=1e-7)


def test_taking_out_chance_is_right_on_average() -> None:
    # Every outcome of two cells of 4 and 6 persons with its probability: the exact mean of S^2 and of its bias.
    n, p = (4, 6), (0.5, 0.2)
    mean = sum(a * b for a, b in zip(n, p, strict=True)) / 10
    true = sum(a * (b - mean) ** 2 for a, b in zip(n, p, strict=True)) / 10
    square = expected = 0.0
    for r in itertools.product(range(5), range(7)):
        chance = math.prod(math.comb(m, k) * q**k * (1 - q) ** (m - k) for m, k, q in zip(n, r, p, strict=True))
        if any(r):
            square += chance * r_indicator(n, r).s ** 2
    for share, size, q in zip((0.4, 0.6), n, p, strict=True):
        expected += share * (1 - share) * q * (1 - q) / size
    assert square - true == pytest.approx(expected, abs=1e-12)
    cells = asked_of([4, 6], [2, 3], [], None, None)
    bias, _ = _of_cells(cells, cells.w / cells.w.sum(), np.array(p))
    assert bias == pytest.approx(expected, rel=1e-12)


def test_the_standard_error_is_that_of_repeated_response() -> None:
    draws = np.random.default_rng(5).binomial([400, 500, 600], [0.5, 0.3, 0.2], (400, 3))
    found = r_indicator([400, 500, 600], [200, 150, 120])
    repeated = [r_indicator([400, 500, 600], draw).r for draw in draws.tolist()]
    assert found.se == pytest.approx(np.std(repeated), rel=0.1)
    assert found.se is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.adjusted < found.high
    assert found.high - found.adjusted == pytest.approx(1.959964 * found.se, rel=1e-6)
    assert r_indicator([400, 500], [200, 150], level=0.5).level == 0.5


def test_bias_and_spread_of_cells_are_those_of_a_model_with_a_column_for_each() -> None:
    cells = asked_of(FRAME.assign(d=np.arange(len(FRAME)) % 3 + 1.0), "vastasi", ["koko", "alue"], None, "d")
    share, p = cells.w / cells.w.sum(), cells.wr / cells.w
    assert _of_cells(cells, share, p) == pytest.approx(_of_model(cells, share, p, np.eye(len(p))), rel=1e-9)


def test_the_logistic_model_solves_its_equations() -> None:
    found = r_indicator(FRAME, "vastasi", by=["koko", "alue"], model="logistic")
    # In the solution each category has as many answers as the model expects.
    for part in found.partials:
        assert part.rate == pytest.approx(part.answered / part.asked, rel=1e-9)
    assert found.r > r_indicator(FRAME, "vastasi", by=["koko", "alue"]).r
    assert found.se is not None


def test_one_variable_is_the_same_in_both_models() -> None:
    cells, model = (r_indicator(ASKED, ANSWERED, model=name) for name in MODELS)
    for name in ("r", "adjusted", "se", "low", "high", "cv"):
        assert getattr(model, name) == pytest.approx(getattr(cells, name), rel=1e-9)


def test_variables_that_say_the_same_are_no_obstacle() -> None:
    twice = FRAME.assign(sama=FRAME["koko"])
    one = r_indicator(twice, "vastasi", by=["koko", "alue"], model="logistic")
    both = r_indicator(twice, "vastasi", by=["koko", "sama", "alue"], model="logistic")
    assert (both.r, both.se, both.adjusted) == pytest.approx((one.r, one.se, one.adjusted), rel=1e-8)
    assert r_indicator(twice, "vastasi", by=["koko", "sama"]).partials[0].conditional == pytest.approx(0, abs=1e-9)


def test_a_logistic_model_without_a_finite_solution() -> None:
    frame = persons(("s", "1", 10, 10), ("m", "1", 10, 5), ("s", "2", 10, 10), ("m", "2", 10, 4))
    with pytest.raises(AnalysisError, match=r"model of 'koko', 'alue' has no finite solution.*model='cells'"):
        r_indicator(frame, "vastasi", by=["koko", "alue"], model="logistic")


def test_a_logistic_model_that_is_not_done_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verkosto.aggregate._response_propensities._STEPS", 1)
    with pytest.raises(AnalysisError, match="has no finite solution"):
        r_indicator(FRAME, "vastasi", by=["koko", "alue"], model="logistic")


def test_where_all_are_equally_likely_there_is_no_standard_error() -> None:
    found = r_indicator([10, 20], [5, 10])
    assert (found.r, found.adjusted, found.cv, found.se, found.low, found.high) == (1, 1, 0, None, None, None)
    assert "medelfel –" in found.to_text("sv")
    assert r_indicator(persons(("s", "1", 3, 3), ("m", "1", 4, 4)), "vastasi", by="koko", model="logistic").r == 1


def test_what_is_not_known_of_some_is_a_category_and_is_noted() -> None:
    frame = FRAME.assign(alue=FRAME["alue"].where(FRAME.index % 7 > 0))
    found = r_indicator(frame, "vastasi", by="alue")
    assert [part.category for part in found.partials] == ["*", "1", "2", "–"]
    assert "Not known of some (alue)" in found.to_text("en")
    assert found.asked == len(FRAME)


def test_small_cells_are_noted() -> None:
    assert "Cells with fewer than 10 asked: 1 of 2." in r_indicator([9, 100], [3, 50]).to_text("en")
    assert r_indicator(ASKED, ANSWERED).notes == ()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([10, 5], [3, 6]), "in 1 of 2 categories more answered than were asked"),
        (([10, 5], [0, 0]), "nobody answered"),
        (([], []), "nobody answered"),
        (([10, 5], [1]), "asked has 2 counts and answered 1"),
        (([10, -5], [1, 1]), "counts 'asked': 1 of 2 rows have no number of 0 or more"),
        (([10, math.nan], [1, 1]), "counts 'asked': 1 of 2"),
        (({"a": 1}, {"b": 1}), "different categories"),
        (({"a": 1}, [1]), "give counts as two mappings"),
        (({"a": (100, 50)},), "give counts as two mappings"),
        ((FRAME,), "needs the name of the column"),
        ((FRAME, "vastasi"), "needs variables that are known of all"),
        (("abc", [1]), "give counts as two mappings"),
    ],
)
def test_counts_that_cannot_be(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        r_indicator(*arguments)


def test_frames_that_cannot_be() -> None:
    with pytest.raises(UnknownVariableError, match=r"no column 'kok'\. Did you mean 'koko'"):
        r_indicator(FRAME, "vastasi", by="kok")
    with pytest.raises(AnalysisError, match="answered 'koko': 250 of 250 rows are neither true nor false"):
        r_indicator(FRAME, "koko", by="alue")
    with pytest.raises(AnalysisError, match="1 of 250 rows are neither"):
        r_indicator(FRAME.assign(vastasi=FRAME["vastasi"].astype(object).where(FRAME.index > 0)), "vastasi", by="koko")
    with pytest.raises(AnalysisError, match="'koko' is named twice"):
        r_indicator(FRAME, "vastasi", by=["koko", "koko"])
    with pytest.raises(AnalysisError, match="Leave count= or weights= out"):
        r_indicator(FRAME, "vastasi", by="koko", count="n", weights="d")
    with pytest.raises(AnalysisError, match="name columns of a frame"):
        r_indicator(ASKED, ANSWERED, by="koko")
    with pytest.raises(AnalysisError, match="column 'koko' holds lists"):
        r_indicator(pl.DataFrame({"koko": [[1], [2]], "vastasi": [1, 0]}), "vastasi", by="koko")
    with pytest.raises(AnalysisError, match=r"is a frame .* not int"):
        r_indicator(5, "vastasi", by="koko")
    with pytest.raises(AnalysisError, match=r"model is one of 'cells', 'logistic', not 'logit'"):
        r_indicator(ASKED, ANSWERED, model="logit")  # type: ignore[arg-type]
    with pytest.raises(AnalysisError, match="is no confidence level"):
        r_indicator(ASKED, ANSWERED, level=95)


def test_persons_of_weight_0_count_as_asked_in_no_cell() -> None:
    frame = FRAME.assign(d=(FRAME["koko"] != "l").astype(float))
    assert r_indicator(frame, "vastasi", by="koko", weights="d").r == pytest.approx(
        r_indicator(FRAME[FRAME["koko"] != "l"], "vastasi", by="koko").r
    )


def test_it_prints_in_three_languages_and_pickles() -> None:
    found = r_indicator(ASKED, ANSWERED)
    assert isinstance(found, RIndicator)
    assert pickle.loads(pickle.dumps(found)) == found
    assert repr(found) == "<RIndicator: 0.7866 of 600 asked, 170 answered, 3 cells>"
    assert str(found).startswith("R-indikaattori: R = 0,7866")
    assert "bias of a mean at most 0.3767 standard deviations" in found.to_text("en")
    assert "<caption>R-indikator: R = 0,7866</caption>" in found.to_html("sv")
    frame = found.frame
    assert frame["category"].tolist() == ["*", "a", "b", "c"]
    assert {str(dtype) for dtype in frame.dtypes} == {"string", "float64"}
    assert frame["unconditional"].tolist()[3] < 0 < frame["conditional"].tolist()[3]


def test_cells_are_those_that_occur() -> None:
    cells = asked_of(FRAME, "vastasi", ["koko", "alue"], None, None)
    assert isinstance(cells, Asked)
    assert len(cells.w) == 5
