"""Outcome rates follow AAPOR's definitions, and what cannot be computed says why."""

from __future__ import annotations

import math
import pickle
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import kysely, responses

from verkosto.aggregate import ResponseRates, response_rates
from verkosto.errors import AnalysisError, OptionError, UnknownVariableError
from verkosto.responses import Responses

# Counts of the three kinds of cases are primes, so that no two rates agree by chance.
COUNTS: dict[str, Any] = {
    "complete": 211, "partial": 13, "refusal": 53, "non_contact": 499, "other": 7, "unknown_household": 31,
    "unknown_other": 83, "not_eligible": 47,
}  # fmt: skip


def by_hand(i: int, p: int, r: int, nc: int, o: int, uh: int, uo: int, e: Fraction) -> dict[str, Fraction | None]:
    """Return every rate as the Standard Definitions write it."""

    def over(above: Any, below: Any) -> Fraction | None:
        return Fraction(above) / Fraction(below) if below else None

    eligible, unknown = (i + p) + (r + nc + o), uh + uo
    return {
        "RR1": over(i, eligible + unknown),
        "RR2": over(i + p, eligible + unknown),
        "RR3": over(i, eligible + e * unknown),
        "RR4": over(i + p, eligible + e * unknown),
        "RR5": over(i, eligible),
        "RR6": over(i + p, eligible),
        "COOP1": over(i, (i + p) + r + o),
        "COOP2": over(i + p, (i + p) + r + o),
        "COOP3": over(i, (i + p) + r),
        "COOP4": over(i + p, (i + p) + r),
        "REF1": over(r, eligible + unknown),
        "REF2": over(r, eligible + e * unknown),
        "REF3": over(r, eligible),
        "CON1": over((i + p) + r + o, eligible + unknown),
        "CON2": over((i + p) + r + o, eligible + e * unknown),
        "CON3": over((i + p) + r + o, eligible),
    }


def of(sampling: Any, rows: int = 3) -> Responses:
    return responses(kysely(sampling=sampling), {"malli": ["k"] * rows})


@settings(max_examples=60)
@given(st.lists(st.integers(0, 5), min_size=7, max_size=7).filter(any), st.fractions(0, 1))
def test_every_rate_is_the_one_of_the_definitions(counts: list[int], e: Fraction) -> None:
    named: dict[str, Any] = dict(zip(list(COUNTS)[:7], counts, strict=True))
    rates = response_rates(**named, e=float(e))
    i, p, r, nc, o, uh, uo = counts
    expected = by_hand(i, p, r, nc, o, uh, uo, Fraction(float(e)))
    assert [rate.name for rate in rates.rates] == list(expected)
    for name, value in expected.items():
        if value is None:
            assert rates[name].status == "no_cases"
            assert rates.value(name) is None
        else:
            assert rates.value(name) == pytest.approx(float(value), rel=1e-12)
            rate = rates[name]
            assert rate.numerator is not None
            assert rate.denominator is not None
            assert rate.value == pytest.approx(rate.numerator / rate.denominator, rel=1e-12)


def test_a_rate_states_its_formula() -> None:
    rates = response_rates(**COUNTS)
    assert rates["RR3"].formula == "I / ((I + P) + (R + NC + O) + e (UH + UO))"
    assert rates["RR6"].formula == "(I + P) / ((I + P) + (R + NC + O))"
    assert rates["COOP4"].formula == "(I + P) / ((I + P) + R)"
    assert rates["CON1"].formula == "((I + P) + R + O) / ((I + P) + (R + NC + O) + (UH + UO))"
    assert rates["REF2"].label.get("sv") == "vägransfrekvens"
    documented = str(response_rates.__doc__)
    for rate in rates.rates:
        assert f"    {rate.name:<6} {rate.formula}\n" in documented


def test_e_is_estimated_from_the_decided_cases_or_given() -> None:
    eligible = 211 + 13 + 53 + 499 + 7
    estimated = response_rates(**COUNTS)
    assert estimated.e == eligible / (eligible + 47)
    assert estimated.value("RR3") == pytest.approx(211 / (eligible + estimated.e * 114), rel=1e-12)
    assert "same share as the decided" in estimated.to_text("en")
    given_e = response_rates(**COUNTS, e=0.5)
    assert given_e.e == 0.5
    assert given_e.value("RR4") == pytest.approx(224 / (eligible + 57))
    assert "0,5" in str(given_e)
    assert response_rates(**COUNTS, e=1).value("RR3") == response_rates(**COUNTS).value("RR1")


def test_e_that_nobody_knows_is_not_made_up() -> None:
    rates = response_rates(complete=10, unknown_other=5)
    assert rates.e is None
    assert {rate.name for rate in rates.rates if rate.status == "e_unknown"} == {"RR3", "RR4", "REF2", "CON2"}
    assert rates["RR3"].reason is not None
    assert rates["RR3"].reason.get("en") == "cannot be computed: e is not known"
    assert "ei voida laskea: e ei ole tiedossa" in str(rates)
    assert rates.reason is None
    # Without unknown cases the share of them plays no part.
    assert response_rates(complete=10, refusal=10).value("RR3") == 0.5


def test_the_frame_has_a_status_wherever_it_has_no_figure() -> None:
    frame = response_rates(complete=10, unknown_other=5).frame
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        "rate": "string", "estimate": "float64", "numerator": "float64", "denominator": "float64",
        "formula": "string", "status": "string",
    }  # fmt: skip
    assert (frame["estimate"].isna() == (frame["status"] != "ok")).all()
    assert frame.set_index("rate").loc["RR1", "denominator"] == 15


@pytest.mark.parametrize(
    ("sampling", "reason"),
    [
        ("open_link", "cannot be computed: open link"),
        ("unknown", "cannot be computed: sampling is not stated"),
        ("sample", "cannot be computed: those asked are not given"),
        ("census", "cannot be computed: those asked are not given"),
    ],
)
def test_without_those_asked_the_result_says_why_there_are_no_rates(sampling: Any, reason: str) -> None:
    rates = response_rates(of(sampling))
    assert rates.reason is not None
    assert rates.reason.get("en") == reason
    assert all(rate.value is None and rate.status != "ok" for rate in rates.rates)
    assert repr(rates) == f"<ResponseRates: {reason}>"
    assert rates.to_text("en").startswith(f"Outcome rates (AAPOR): {reason}")
    assert rates.to_html("sv").startswith("<p>Svarsfrekvenser (AAPOR): kan inte beräknas")
    assert math.isnan(rates.frame["estimate"][0])


def test_after_an_open_link_no_counts_make_a_rate() -> None:
    rates = response_rates(of("open_link"), complete=3, refusal=1)
    assert rates["RR1"].status == "open_link"
    assert "avoin linkki" in str(rates)


def test_where_the_sampling_is_not_stated_those_asked_tell_the_rates() -> None:
    rates = response_rates(of("unknown"), complete=3, refusal=1)
    assert rates.value("RR1") == 0.75
    assert rates.notes[-1].en is not None
    assert "were among those asked" in rates.notes[-1].en


def test_the_answers_are_the_complete_ones_unless_these_are_counted() -> None:
    assert response_rates(of("sample"), refusal=1).value("RR1") == 0.75
    assert response_rates(of("sample"), partial=1, refusal=1).value("RR1") == 0.5
    assert response_rates(of("sample").where({"malli": "e"}), refusal=1).value("RR1") == 0
    differ = response_rates(of("sample"), complete=2, refusal=1)
    assert "The data have 3 responses, while 2 of those asked answered." in differ.to_text("en")
    with pytest.raises(AnalysisError, match="partial counts 4 answers, and there are 3"):
        response_rates(of("sample"), partial=4)


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pl.LazyFrame])
def test_a_frame_of_those_asked_is_counted(make: Any) -> None:
    frame = make({"tila": ["vastasi"] * 3 + ["R", "non_contact", "lakannut"], "d": [1.0, 1, 2, 1, 1, 4]})
    codes = {"vastasi": "complete", "lakannut": "NE"}
    rates = response_rates(None, frame, disposition="tila", codes=codes)
    assert dict(rates.counts) == {
        "complete": 3, "partial": 0, "refusal": 1, "non_contact": 1, "other": 0, "unknown_household": 0,
        "unknown_other": 0, "not_eligible": 1,
    }  # fmt: skip
    assert rates.value("RR1") == 0.6
    weighted = response_rates(of("sample"), frame, disposition="tila", codes=codes, weights="d")
    assert weighted.value("RR1") == pytest.approx(4 / 6)


def test_numbers_are_dispositions_as_well() -> None:
    frame = pd.DataFrame({"tila": [1, 1, 2]})
    rates = response_rates(asked=frame, disposition="tila", codes={1: "I", 2: "NC"})  # type: ignore[dict-item]
    assert rates.value("RR1") == pytest.approx(2 / 3)
    # A frame that holds nobody outside the population does not tell how many there were.
    assert "not_eligible" not in dict(rates.counts)


def test_rows_without_a_disposition_are_counted_and_not_shown() -> None:
    frame = pd.DataFrame({"tila": ["complete", "salaisuus", None]})
    with pytest.raises(AnalysisError, match="disposition 'tila': 2 of 3 rows have none that is known") as caught:
        response_rates(None, frame, disposition="tila")
    assert "salaisuus" not in str(caught.value)


@pytest.mark.parametrize("value", [-1, math.nan, math.inf, "5", True])
def test_a_count_that_counts_nothing(value: Any) -> None:
    with pytest.raises(AnalysisError, match="refusal counts cases and cannot be"):
        response_rates(complete=1, refusal=value)
    for sampling in ("sample", "open_link"):
        with pytest.raises(AnalysisError, match="partial counts cases and cannot be"):
            response_rates(of(sampling), partial=value)


@pytest.mark.parametrize("e", [-0.1, 1.1, math.nan, "1", True])
def test_e_is_a_share(e: Any) -> None:
    with pytest.raises(AnalysisError, match="e is the share of unknown cases"):
        response_rates(complete=1, e=e)


def test_nobody_eligible() -> None:
    with pytest.raises(AnalysisError, match="nobody who was asked is eligible or may be"):
        response_rates(complete=0, not_eligible=4)
    with pytest.raises(AnalysisError, match="nobody who was asked"):
        response_rates(None, pd.DataFrame({"t": pd.Series([], dtype="string")}), disposition="t")
    only_unknown = response_rates(unknown_household=5, not_eligible=0)
    assert only_unknown["RR1"].value == 0
    assert only_unknown["RR3"].status == "e_unknown"


def test_what_a_frame_needs() -> None:
    frame = pd.DataFrame({"tila": ["complete"]})
    with pytest.raises(AnalysisError, match="Name the column: disposition="):
        response_rates(None, frame)
    with pytest.raises(AnalysisError, match="or counts, not both"):
        response_rates(None, frame, disposition="tila", refusal=1)
    with pytest.raises(UnknownVariableError, match=r"no column 'tilo'\. Did you mean 'tila'\?"):
        response_rates(None, frame, disposition="tilo")
    with pytest.raises(AnalysisError, match=r"codes: 'completed' is no disposition\. Did you mean 'complete'"):
        response_rates(None, frame, disposition="tila", codes={"x": "completed"})
    with pytest.raises(AnalysisError, match=r"is a frame .* not list"):
        response_rates(None, ["complete"], disposition="tila")
    with pytest.raises(AnalysisError, match="weights 'd': 1 of 2 rows have no number of 0 or more"):
        response_rates(None, pd.DataFrame({"t": ["I", "R"], "d": [1.0, -1.0]}), disposition="t", weights="d")


def test_a_frame_in_the_place_of_the_answers() -> None:
    frame: Any = pd.DataFrame({"tila": ["complete"]})
    with pytest.raises(AnalysisError, match=r"must be a Responses in memory, not a DataFrame.* is the second argument"):
        response_rates(frame, disposition="tila")


def test_an_engine_that_fails_shows_nothing_of_its_own() -> None:
    broken = pl.LazyFrame({"tila": ["salaisuus"]}).with_columns(pl.col("tila").cast(pl.Int64))
    with pytest.raises(AnalysisError, match=r"the frame of those asked could not be read \(\w+Error\)") as caught:
        response_rates(None, broken, disposition="tila")
    assert "salaisuus" not in str(caught.value)


def test_an_unknown_rate_and_an_unknown_language() -> None:
    rates = response_rates(complete=1)
    with pytest.raises(UnknownVariableError, match=r"no rate 'RR7'\. Did you mean"):
        rates["RR7"]
    with pytest.raises(OptionError, match="No language 'de'"):
        rates.to_text("de")


def test_it_prints_in_three_languages_and_pickles() -> None:
    rates = response_rates(complete=200, refusal=53, non_contact=600)
    assert response_rates(complete=200, refusal=53, non_contact=float(np.int64(600))) == rates
    assert pickle.loads(pickle.dumps(rates)) == rates
    assert repr(rates) == "<ResponseRates: RR1 = 23.4% of 853>"
    assert isinstance(rates, ResponseRates)
    text = rates.to_text("en")
    assert "RR1    23.4%  I / ((I + P) + (R + NC + O) + (UH + UO))" in text
    assert "I = 200 (complete), R = 53 (refusal or break-off), NC = 600 (non-contact)." in text
    assert "Svarsfrekvenser" in rates.to_text("sv")
    assert rates._repr_html_().startswith("<table>")
    assert str(rates) == rates.to_text("fi")
