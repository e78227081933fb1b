"""Shares as they were published: what is known of them, and what their rounding leaves open."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from made_answers import kysely, vastaukset

from verkosto.aggregate import Heading, Table, frequency, reported
from verkosto.aggregate._published import possible
from verkosto.errors import AnalysisError, TableFormatError
from verkosto.sources import Source
from verkosto.text import LocalText

RELEASE = Source(
    "Enemmistö kannattaa", publisher="Järjestö ry", url="https://example.org/t", published="2020-04-02", note="Lehtori"
)


@pytest.fixture
def table() -> Table:
    return reported({"k": 73, "e": 12, "eos": 15}, 562, question=kysely()["malli"], source=RELEASE)


def notes(table: Table, lang: str = "en") -> list[str]:
    return [note.get(lang) for note in table.notes]


def test_a_release_becomes_a_table(table: Table) -> None:
    frame = table.frame
    assert frame["value"].tolist() == ["k", "e", "eos"]
    assert frame["label"].tolist() == ["Kannatan", "En kannata", "En osaa sanoa"]
    assert frame["estimate"].tolist() == [0.73, 0.12, 0.15]
    assert frame["base"].tolist() == [562] * 3
    assert set(frame["status"]) == {"reported"}
    assert set(frame["statistic"]) == {"share"}
    for name in ("n", "units", "weighted"):
        assert frame[name].isna().all()
    assert table.title.sv == "Stöder du?"
    assert [heading.id for heading in table.variables] == ["malli"]
    assert table.missing.empty
    assert repr(table) == "<Table 'reported': malli, 3 rows>"


def test_intervals_are_those_of_as_many_answers() -> None:
    """The same figures as when the answers themselves are counted."""
    answers = vastaukset(malli=["k"] * 410 + ["e"] * 67 + ["eos"] * 85)
    counted = frequency(answers, "malli").frame
    shares = dict(zip(counted["value"], counted["estimate"], strict=True))
    published = reported(shares, 562, unit="share", question=kysely()["malli"]).frame
    for name in ("estimate", "se", "low", "high", "df", "deff", "base_weighted"):
        np.testing.assert_allclose(published[name], counted[name], rtol=1e-9)
    assert published["interval"].tolist() == counted["interval"].tolist()


def test_shares_of_none_and_of_all_have_an_interval() -> None:
    frame = reported({"k": 100, "e": 0}, 40).frame
    assert frame["interval"].tolist() == ["korn_graubard"] * 2
    np.testing.assert_allclose(frame["low"], [0.025 ** (1 / 40), 0])
    assert frame["deff"].isna().all()
    alone = reported({"k": 100}, 1).frame
    assert (alone["low"][0], alone["high"][0]) == (0, 1)


def test_a_known_design_effect_makes_intervals_wider() -> None:
    narrow, wide = reported({"k": 50}, 200).frame, reported({"k": 50}, 200, deff=2).frame
    np.testing.assert_allclose(wide["se"], narrow["se"] * 2**0.5)
    assert wide["low"][0] < narrow["low"][0]
    assert wide["deff"][0] == 2


def test_rounding_leaves_a_range_of_counts(table: Table) -> None:
    counts = table.counts()
    assert list(counts) == ["variable", "value", "label", "base", "low", "high"]
    assert counts[["low", "high"]].to_numpy().tolist() == [[408, 413], [65, 70], [82, 87]]
    assert "408–413" in table.to_text()
    assert str(counts["low"].dtype) == "Int64"


def test_the_counts_of_answers_are_themselves() -> None:
    counted = frequency(vastaukset(malli=["k", "k", "e"]), "malli").counts()
    assert counted["low"].tolist() == counted["high"].tolist() == [2, 1, 0]


@given(st.integers(1, 3000), st.data())
def test_the_true_count_is_always_in_the_range(base: int, data: Any) -> None:
    count = data.draw(st.integers(0, base))
    decimals = data.draw(st.integers(0, 3))
    share = round(Fraction(100 * count, base), decimals)
    found = reported(
        {"k": str(Decimal(share.numerator) / share.denominator)}, base, rounding=Decimal(1).scaleb(-decimals)
    )
    low, high = found.counts()[["low", "high"]].to_numpy()[0]
    assert low <= count <= high
    # Every count in the range would have been published so, and none outside it.
    half = Fraction(1, 2 * 10**decimals)
    for other in {0, low - 1, low, high, high + 1, base} & set(range(base + 1)):
        assert (abs(Fraction(100 * int(other), base) - share) <= half) == (low <= other <= high)


def test_the_figures_tell_how_they_were_rounded() -> None:
    def step(shares: Any, **options: Any) -> str:
        return reported(shares, None, **options).provenance["rounding"]

    assert step({"k": 73, "e": 27.0}) == "0.01"
    assert step({"k": 73.5, "e": 26}) == "0.001"
    assert step({"k": "73,0 %"}) == "0.001"
    assert step({"k": Decimal("73.00")}) == "0.0001"
    assert step({"k": 0.73, "e": 0.2}, unit="share") == "0.01"
    assert step({"k": 75, "e": 25}, rounding=5) == "0.05"
    assert step({"k": 73}, rounding="0,1") == "0.001"
    assert step({"k": np.float64(73.5)}) == "0.001"
    assert step({"k": 1 / 3}, unit="share") == "0.000000001"


def test_a_share_that_no_count_gives_is_an_error() -> None:
    with pytest.raises(
        AnalysisError, match=r"no count of 10 gives 0.73.*'k': the nearest are 70 % \(7\) or 80 % \(8\)"
    ):
        reported({"k": 73, "e": 27}, 10)
    weighted = reported({"k": 73, "e": 27}, 10, weights="ikä ja sukupuoli")
    assert weighted.weights == "ikä ja sukupuoli"
    assert weighted.counts()[["low", "high"]].isna().all(axis=None)
    assert weighted.frame["base_weighted"].isna().all()
    assert any("weighted (ikä ja sukupuoli)" in note for note in notes(weighted))
    assert possible(0.73, 10, Fraction(1, 100)) is None


def test_what_shares_add_up_to_is_noted(table: Table) -> None:
    assert not any("add up" in note for note in notes(table))

    def total(shares: Any, **options: Any) -> str:
        (found,) = (note for note in notes(reported(shares, None, **options)) if "add up" in note)
        return found

    single = kysely()["malli"]
    assert total({"k": 73, "e": 12, "eos": 16}) == "The shares add up to 101% because of rounding."
    assert total({"k": 73, "e": 12}, question=single).startswith("The shares add up to 85%, which rounding does not")
    assert total({"k": 73.5, "e": 42}, question=single).startswith("The shares add up to 115.5%, which rounding")
    assert total({"k": 73, "e": 42}) == "The shares add up to 115%: a respondent may have chosen several."
    several = reported({"kevat": 73, "syksy": 42}, 100, question=kysely()["palvelut"])
    assert not any("add up" in note for note in notes(several))


def test_bases_may_be_unknown_or_of_each_answer() -> None:
    question = kysely()["palvelut"]
    table = reported({"syksy": 40, "kevat": 60}, {"kevat": 200}, question=question, base_kind="asked")
    frame = table.frame
    assert frame["value"].tolist() == ["kevat", "syksy"]
    assert frame["base"].tolist() == [200, pd.NA]
    assert frame["low"].isna().tolist() == frame["se"].isna().tolist() == [False, True]
    assert frame["interval"].isna().tolist() == [False, True]
    assert set(frame["base_kind"]) == {"asked"}
    assert table.counts()["high"].isna().tolist() == [False, True]
    assert any("not published for every share" in note for note in notes(table))
    unknown = reported({"k": 73}, None)
    assert not any("random sample" in note for note in notes(unknown))
    assert "(n = –)" in unknown.to_text()


def test_other_questions() -> None:
    matrix = kysely()["vaittamat"]
    table = reported({"1": 40, "2": 60}, 100, question=matrix, row="r1")
    assert (table.variables[0].id, table.title.fi) == ("vaittamat[r1]", "Yhteistyö sujuu")
    heading = Heading("alue", "Missä?", {"etela": LocalText(fi="Etelä"), "muu": LocalText(fi="Muu")})
    assert reported({"muu": 40}, 100, question=heading).frame["label"].tolist() == ["Muu"]
    assert reported({"muu": 40}, 100).frame["label"].tolist() == ["muu"]


def test_the_source_is_kept(table: Table) -> None:
    assert dict(table.provenance) == {
        "source": "Enemmistö kannattaa", "publisher": "Järjestö ry", "url": "https://example.org/t",
        "published": "2020-04-02", "source_note": "Lehtori", "rounding": "0.01",
    }  # fmt: skip
    assert (
        "Osuudet ovat julkaistuja: Järjestö ry: Enemmistö kannattaa (2. huhtikuuta 2020). https://example.org/t. "
        in (notes(table, "fi")[0])
    )
    assert "Enemmistö kannattaa (2 april 2020). https://example.org/t. De är avrundade" in notes(table, "sv")[0]
    read = Source("Raportti", published="2019", retrieved="2026-01")
    assert "julkaistuja: Raportti (2019). Luettu tammikuu 2026. Ne" in notes(reported({"k": 73}, source=read), "fi")[0]
    assert "rounded to 0.1 percentage points" in notes(reported({"k": "73,0"}, None))[0]
    named = reported({"k": 73}, 562, source="Tiedote", instrument=kysely())
    assert (named.provenance["source"], named.instrument_id) == ("Tiedote", "kysely-2020")
    assert reported({"k": 73}, instrument="x").instrument_id == "x"


def test_json_keeps_everything(table: Table) -> None:
    again = Table.from_json(table.to_json())
    assert again == table
    assert again.counts().equals(table.counts())
    assert json.loads(table.to_json())["schema"] == "verkosto.table/1"
    spoilt = evolve(table, provenance={"rounding": "about one"})
    with pytest.raises(AnalysisError, match="rounding 'about one'"):
        spoilt.counts()
    with pytest.raises(AnalysisError, match="not at hand"):
        table.cov()
    with pytest.raises(TableFormatError):
        Table.from_json(table.to_json().replace('"reported"', "3", 1))


@pytest.mark.parametrize(
    ("shares", "options", "message"),
    [
        ({}, {}, "Give at least one"),
        ([73], {}, "mapping from codes"),
        ({1: 73}, {}, "mapping from codes"),
        ({"k": "paljon"}, {}, "the share of 'k' is 'paljon', which is no number"),
        ({"k": None}, {}, "which is no number"),
        ({"k": True}, {}, "which is no number"),
        ({"k": float("nan")}, {}, "Leave out what was not published"),
        ({"k": 101}, {}, "shares lie between 0 and 100"),
        ({"k": -1}, {}, "shares lie between 0 and 100"),
        ({"k": 73}, {"unit": "share"}, "shares lie between 0 and 1"),
        ({"k": 0.73, "e": 0.27}, {}, "say unit='share'"),
        ({"k": 73}, {"unit": "percents"}, r"unit is one of 'percent', 'share', not 'percents'\. Did you mean"),
        ({"k": 73}, {"unit": 3}, "not 3"),
        ({"k": 73}, {"base_kind": "all"}, "base_kind is"),
        ({"k": 73}, {"base": 0}, "base 0 is no number of respondents"),
        ({"k": 73}, {"base": 562.5}, r"base 562\.5 is no number"),
        ({"k": 73}, {"base": True}, "base True is no number"),
        ({"k": 73}, {"base": {"kk": 5}}, r"a base of 'kk', and no share\. Did you mean 'k'"),
        ({"k": 73}, {"base": {5: 5}}, "a base of 5, and no share"),
        ({"k": 73}, {"rounding": 0}, "a step is larger than 0"),
        ({"k": 73}, {"rounding": 5}, "no multiple of the step 5"),
        ({"k": 73}, {"level": 95}, "level 95 does not lie between 0 and 1"),
        ({"k": 73}, {"deff": 0}, "deff 0 does not lie between"),
        ({"k": 73}, {"deff": "x"}, "deff 'x' does not lie"),
        ({"kyllä": 73}, {"question": kysely()["malli"]}, "question 'malli' has no answer 'kyllä'"),
        ({"1": 73}, {"question": kysely()["vaittamat"]}, "is a matrix. Say which row was published: r1, r2"),
        ({"1": 73}, {"question": kysely()["jasenia"]}, "cannot be told apart by options"),
        ({"1": 73}, {"question": "malli"}, "shares of a str cannot"),
    ],
)
def test_what_cannot_have_been_published(shares: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        reported(shares, **options)
