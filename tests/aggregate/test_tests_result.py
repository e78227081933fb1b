"""What a test is as an object: frames, JSON, pickles, and its look in three languages."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest
from golden_survey import designs, survey
from made_answers import responses, vastaukset

from verkosto.aggregate import (
    ReplicateDesign,
    SignificanceTest,
    chi_square,
    column_tests,
    marginal_homogeneity,
    mcnemar,
    poststratify,
    rank_test,
    t_test,
    trend,
)
from verkosto.aggregate._tests_display import digits, p_value, shown
from verkosto.aggregate._tests_figures import Figures
from verkosto.errors import AnalysisError, OptionError, TableFormatError
from verkosto.instruments import Instrument, Number

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(params=["chi_square", "t_test", "rank_test", "mcnemar", "marginal_homogeneity", "trend"])
def test(request: Any) -> SignificanceTest:
    made: dict[str, Any] = {
        "chi_square": lambda: chi_square(survey(), "answer", "sex", design=designs()["full"]),
        "t_test": lambda: t_test(survey(), "income", by="sex"),
        "rank_test": lambda: rank_test(survey(), "score", by="group"),
        "mcnemar": lambda: mcnemar(survey(), "before", "after", value="k"),
        "marginal_homogeneity": lambda: marginal_homogeneity(survey(), "before", "after", weights="w"),
        "trend": lambda: trend(survey(), "answer", by="wave", value="k", where={"sex": ["f"]}),
    }
    found: SignificanceTest = made[request.param]()
    assert found.name == request.param
    return found


def test_json_and_pickle_bring_everything_back(test: SignificanceTest) -> None:
    assert SignificanceTest.from_json(test.to_json()) == test
    assert pickle.loads(pickle.dumps(test)) == test
    assert hash(test) == hash(SignificanceTest.from_json(test.to_json()))


def test_the_frame_has_a_row_for_each_effect(test: SignificanceTest) -> None:
    frame = test.to_frame()
    assert frame["effect"].tolist() == [effect.name for effect in test.effects]
    assert {str(dtype) for dtype in frame.dtypes} == {"string", "float64", "Int64"}
    assert frame["p"].iloc[0] == test.p
    assert frame["low"].iloc[0] == test.effect.low
    assert test.details.equals(test.details)


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_it_is_read_in_three_languages(test: SignificanceTest, lang: str) -> None:
    text, html = test.to_text(lang), test.to_html(lang)
    assert text.splitlines()[1].startswith(test.method.get(lang))
    for effect in test.effects:
        assert effect.label.get(lang) in text
        assert effect.label.get(lang).replace("'", "&#x27;") in html
    assert all(note.get(lang)[:40] in text for note in test.notes)
    assert all(getattr(test.method, other) for other in ("fi", "sv", "en"))


def test_the_first_lines_say_what_was_found() -> None:
    test = t_test(survey(), "income", by="sex", design=designs()["full"])
    assert test.to_text("en").splitlines()[:9] == [
        "Income × Sex",
        "Design-based t-test of two groups (those who answered both, n = 218)",
        "t = −2.36, df = 19, p = 0.029",
        "Difference of means −2.38 (95% confidence interval −4.48 … −0.270)",
        "Cohen's d −0.276 (95% confidence interval −0.506 … −0.0468)",
        "Hedges' g −0.275 (95% confidence interval −0.504 … −0.0466)",
        "",
        "Group     n  Mean     SE   Low  High    SD",
        "Nainen  113  32.6   1.01  30.5  34.7  8.28",
    ]
    assert repr(test) == "<SignificanceTest t_test: t = −2.36, df = 19, p = 0.029>"
    assert str(test) == test.to_text("fi")
    assert "<caption>" in test._repr_html_()


def test_a_subset_weights_and_other_designs_are_told() -> None:
    notes = [note.get("en") for note in chi_square(survey(), "answer", "sex", where={"group": ["a"]}).notes]
    assert "Subset: n = 97, while all the data have n = 236." in notes
    assert any(note.startswith("Figures are unweighted, although the data have weights (w, r01") for note in notes)
    weighted = chi_square(survey(), "answer", "sex", design=designs()["replicates"])
    assert weighted.weights == "w"
    assert any(note.en == "Figures are weighted (w); numbers of responses are not." for note in weighted.notes)
    assert isinstance(designs()["replicates"], ReplicateDesign)


def test_calibrated_weights_are_told_by_what_made_them() -> None:
    design = poststratify(
        survey(), {"wave": {"2018": 400, "2020": 500, "2023": 500, "2024": 500}}, design=designs()["full"]
    )
    test = chi_square(survey(), "answer", "group", design=design)
    assert test.weights is None
    assert design.note in test.notes
    assert test.statistic != chi_square(survey(), "answer", "group", design=designs()["full"]).statistic


def test_answers_without_weights_say_nothing_of_them() -> None:
    instrument = Instrument(id="a", title="A", sampling="sample", questions=(Number(id="x", text="X"),))
    test = t_test(responses(instrument, {"x": [1.0, 2.0, 4.0]}), "x", against=1)
    assert len(test.notes) == 1


@pytest.mark.parametrize(
    ("p", "text"), [(0.0483, "p = 0.048"), (0.00049, "p < 0.001"), (None, "p = –"), (0.9999, "p = 1.000")]
)
def test_p_values_have_three_decimals(p: float | None, text: str) -> None:
    assert p_value(p, "en") == text


def test_sizes_stand_in_their_unit() -> None:
    assert shown("share_difference", -0.0754, "fi") == f"−7,5{NBSP}%-yks."
    assert shown("probability_of_superiority", 0.5, "sv") == f"50,0{NBSP}%"
    assert shown("cohens_d", None, "en") == "–"
    assert [digits(value, "en") for value in (0, 0.00123, 1.5, 123.4, 12345.6)] == [
        "0.00", "0.00123", "1.50", "123", "12,346",
    ]  # fmt: skip


def test_an_infinite_end_is_shown_as_such() -> None:
    test = mcnemar(
        vastaukset(palvelut=[["kevat"]] * 4 + [["eos"]] * 5), "palvelut[kevat]", "palvelut[syksy]", value="1"
    )
    assert "… ∞)" in test.to_text("en")
    assert test.effects[1].high is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema": "verkosto.test/9"}, "is 'verkosto.test/9' and not 'verkosto.test/1'"),
        ({"p": "0.1"}, "p"),
        ({"n": True}, "n"),
        ({"level": float("inf")}, "level"),
        ({"extra": 1}, "extra"),
        ({"title": {"sv": "x"}}, "LocalText @ .*title"),
        ({"title": {"fi": 5}}, "LocalText @ .*title"),
        ({"absences": {"names": ["n"], "kinds": ["count"], "rows": [["x"]]}}, "absences"),
        ({"absences": {"names": ["n"], "kinds": ["count"], "rows": [[[]]]}}, r"absences.rows.0..0."),
        ({"absences": {"names": ["n"], "kinds": ["bytes"], "rows": []}}, "kinds"),
    ],
)
def test_json_that_is_no_test_is_refused_with_its_place(change: dict[str, Any], words: str) -> None:
    written = json.loads(t_test(survey(), "income", against=29).to_json())
    with pytest.raises(TableFormatError, match=words):
        SignificanceTest.from_json(json.dumps({**written, **change}))


@pytest.mark.parametrize("text", ["", "[]", "{", "5", "null"])
def test_text_that_is_no_json_object_is_refused(text: str) -> None:
    with pytest.raises(TableFormatError):
        SignificanceTest.from_json(text)


def test_what_is_asked_for_and_not_there_is_named() -> None:
    test = trend(survey(), "score", by="wave")
    with pytest.raises(OptionError, match="no test 'exact' beside trend: 'linearity'"):
        test.other("exact")
    with pytest.raises(OptionError, match="No language"):
        test.to_text("no")


def test_figures_hold_plain_values_alone() -> None:
    figures = Figures.of({"a": "text", "b": "count", "c": "number"}, [("x", 3, float("nan")), (None, None, 2)])
    assert figures.rows == (("x", 3, None), (None, None, 2.0))
    assert figures.frame().dtypes.astype(str).tolist() == ["string", "Int64", "float64"]
    assert len(Figures.of({"a": "text"}, []).frame()) == 0
    with pytest.raises(TableFormatError, match="does not fit"):
        Figures(("a",), ("count",), ((1, 2),))


def test_rows_that_an_engine_holds_are_refused() -> None:
    import polars as pl

    from verkosto.aggregate import LazyResponses

    instrument = survey().instrument
    frame = pl.LazyFrame({"answer": ["k", "e"], "sex": ["f", "m"]})
    lazy = LazyResponses(frame, instrument)
    with pytest.raises(AnalysisError, match="needs the rows in memory"):
        chi_square(lazy, "answer", "sex")  # type: ignore[arg-type]
    with pytest.raises(AnalysisError, match="needs the rows in memory"):
        column_tests(lazy, "answer", by="sex")  # type: ignore[arg-type]
