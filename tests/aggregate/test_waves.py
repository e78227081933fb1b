"""Differences between waves: independent, published or of the same persons."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import kysely, responses

from verkosto.aggregate import (
    Design,
    ReplicateDesign,
    Table,
    crosstab,
    difference,
    frequency,
    mean,
    poststratify,
    quantile,
    reported,
    total,
)
from verkosto.errors import AnalysisError, UnknownVariableError
from verkosto.instruments import Column
from verkosto.responses import Responses

COLUMNS = (
    Column("vastaaja", role="psu"),
    Column("jarjesto", role="psu"),
    Column("ryhma", role="stratum"),
    Column("paino", role="weight"),
    Column("koko", role="fpc"),
    *(Column(f"toisto{place}", role="weight") for place in range(3)),
)


def wave(first: int, last: int, turn: int = 0, **changes: Any) -> Responses:
    """Persons `first` to `last`; some of them change their minds from turn to turn."""
    people = range(first, last)
    values: dict[str, Any] = {
        "vastaaja": [f"v{i}" for i in people],
        "jarjesto": [f"j{i // 2}" for i in people],
        "ryhma": ["a" if i % 4 < 2 else "b" for i in people],
        "paino": [1.0 + i % 3 for i in people],
        "koko": [200.0 for _ in people],
        "malli": ["ke"[(i * i + turn * (i % 3 == 0)) % 2] for i in people],
        "laji": ["pv"[i % 5 > 2] for i in people],
        "jasenia": [float((i * 7) % 11 + turn * (i % 4)) for i in people],
        **{f"toisto{place}": [1.0 + i % 3 if i % 3 != place else 0.0 for i in people] for place in range(3)},
    }
    return responses(kysely(columns=COLUMNS, unit_id="jarjesto"), values | changes)


NOW, BEFORE = wave(10, 50, 1), wave(0, 40)
DESIGN = Design(weights="paino", strata="ryhma")


def both(call: Any, *arguments: Any, **options: Any) -> tuple[Table, Table]:
    one, other = (call(answers, *arguments, **options) for answers in (NOW, BEFORE))
    return one, other


def test_independent_samples_add_their_variances() -> None:
    now, before = both(mean, "jasenia", by="laji", design=DESIGN)
    found = difference(now, before).frame
    assert found["laji"].tolist() == ["p", "v"]
    assert found["statistic"].unique().tolist() == ["mean_difference"]
    np.testing.assert_allclose(found["estimate"], now.frame["estimate"] - before.frame["estimate"])
    np.testing.assert_allclose(found["se"], np.hypot(now.frame["se"], before.frame["se"]))
    assert found["base"].tolist() == (now.frame["base"] + before.frame["base"]).tolist()
    assert found["units"].isna().all()
    lower = np.minimum(now.frame["df"], before.frame["df"])
    assert ((found["df"] >= lower) & (found["df"] <= now.frame["df"] + before.frame["df"])).all()


def test_newcombe_s_interval_is_that_of_his_paper() -> None:
    """56 of 70 against 48 of 80: 0.0524 to 0.3339, from unrounded counts (1998, page 873, example a, method 10)."""
    one = frequency(answers_of(56, 70), "malli")
    other = frequency(answers_of(48, 80), "malli")
    # His intervals of single shares take the normal quantile and all of n; ours take t and the same n.
    row = difference(one, other).frame.iloc[0]
    assert row["interval"] == "newcombe"
    assert (row["low"], row["high"]) == pytest.approx((0.0524, 0.3339), abs=0.003)


def answers_of(yes: int, every: int) -> Responses:
    return responses(kysely(), {"malli": ["k"] * yes + ["e"] * (every - yes)})


def test_shares_of_0_and_1_have_intervals_that_make_sense() -> None:
    one, other = frequency(answers_of(30, 30), "malli"), frequency(answers_of(30, 30), "malli")
    row = difference(one, other).frame.iloc[0]
    assert (row["estimate"], row["se"]) == (0, 0)
    assert -0.2 < row["low"] < 0 < row["high"] < 0.2
    row = difference(one, frequency(answers_of(0, 30), "malli")).frame.iloc[0]
    assert row["estimate"] == 1
    assert 0.7 < row["low"] < row["high"] == 1


def test_a_published_wave_is_enough() -> None:
    now = frequency(NOW, "malli")
    before = reported({"k": 40, "e": 60}, 200, question=NOW.instrument["malli"], source="Tiedote 2016")
    found = difference(frequency(NOW, ["malli", "laji"]), before)
    np.testing.assert_allclose(found.frame["se"], np.hypot(now.frame["se"].iloc[:2], before.frame["se"]))
    assert found.frame["value"].tolist() == ["k", "e"]
    assert [*found.variables[0].labels] == ["k", "e"]
    assert found.frame["n"].isna().all()
    assert [heading.id for heading in found.variables] == ["malli"]
    assert any("3 rows are in one of the two tables only" in note.get("en") for note in found.notes)
    assert any("Tiedote 2016" in note.fi for note in found.notes)
    assert Table.from_json(found.to_json()) == found
    unknown = difference(now, reported({"k": 40}, question=NOW.instrument["malli"])).frame.iloc[0]
    assert unknown["estimate"] == pytest.approx(now.frame["estimate"].iloc[0] - 0.4)
    assert np.isnan([unknown["se"], unknown["low"], unknown["high"]]).all()


def test_the_same_persons_make_a_change_of_nothing_certain() -> None:
    table = mean(BEFORE, "jasenia", by="laji", design=DESIGN)
    found = difference(table, mean(wave(0, 40), "jasenia", by="laji", design=DESIGN), panel="vastaaja").frame
    assert found["estimate"].tolist() == pytest.approx([0, 0], abs=1e-12)
    assert found["se"].tolist() == pytest.approx([0, 0], abs=1e-12)


@settings(max_examples=15)
@given(st.integers(0, 35), st.sampled_from(["mean", "share"]))
def test_what_persons_have_in_common_makes_changes_more_certain(start: int, kind: str) -> None:
    design = Design(weights="paino")
    calls: dict[str, Any] = {"mean": (mean, "jasenia"), "share": (frequency, "malli")}
    call, variable = calls[kind]
    tables = [call(answers, variable, design=design) for answers in (wave(start, start + 40), BEFORE)]
    panel, free = (difference(*tables, panel=name).frame for name in ("vastaaja", None))
    np.testing.assert_allclose(panel["estimate"], free["estimate"])
    # Nobody's answer changed; n / (n - 1) is that of all persons here, and of each wave's there.
    assert (panel["se"].dropna() <= free["se"].dropna() * 1.02).all()


def test_the_units_of_the_design_link_the_waves() -> None:
    """Persons of the same associations: naming the person or the association is one and the same."""
    design = Design(weights="paino", psu="jarjesto")
    tables = both(mean, "jasenia", design=design)
    by_unit, by_person = (difference(*tables, panel=name).frame for name in ("jarjesto", "vastaaja"))
    assert by_unit["se"].tolist() == pytest.approx(by_person["se"].tolist())
    assert by_unit["se"].iloc[0] < difference(*tables).frame["se"].iloc[0]


def test_figures_of_rows_are_compared_too() -> None:
    tables = both(quantile, "jasenia", design=DESIGN)
    found = difference(*tables, panel="vastaaja").frame
    assert found["statistic"].tolist() == ["quantile_difference"]
    assert found["se"].iloc[0] > 0


def test_replicates_carry_what_waves_have_in_common() -> None:
    design = ReplicateDesign("paino", ["toisto0", "toisto1", "toisto2"], kind="jk1")
    now, before = both(mean, "jasenia", design=design)
    found = difference(now, before, panel="vastaaja").frame.iloc[0]
    mine, its = (np.asarray(table.known_origin().estimated.replicated)[:, 0] for table in (now, before))
    assert found["se"] == pytest.approx(np.sqrt(2 / 3 * np.square((mine - its) - (mine - its).mean()).sum()))
    assert found["df"] == 2


def test_calibrated_weights_keep_what_they_know() -> None:
    """What the weights were made to meet does not spread, in either wave."""
    tables = [
        total(answers, "laji", design=poststratify(answers, {"laji": {"p": 300, "v": 200}}, design=DESIGN))
        for answers in (NOW, BEFORE)
    ]
    found = difference(*tables, panel="vastaaja").frame
    assert found["estimate"].tolist() == pytest.approx([0, 0], abs=1e-9)
    assert found["se"].tolist() == pytest.approx([0, 0], abs=1e-9)


def test_areas_may_be_the_strata() -> None:
    places = {"kunta": ["091" if i % 2 else "837" for i in range(40)]}
    design = Design(strata="maakunta")
    tables = [mean(wave(0, 40, turn, **places), "jasenia", design=design) for turn in (1, 0)]
    found = difference(*tables, panel="vastaaja").frame.iloc[0]
    assert found["df"] == 38


def tables(now: Responses = NOW, before: Responses = BEFORE, **options: Any) -> tuple[Table, Table]:
    return mean(now, "jasenia", **options), mean(before, "jasenia", **options)


SHIFTED: dict[str, Any] = {"vastaaja": [f"v{i // 2 * 2}" for i in range(10, 50)]}
BAD: list[tuple[Any, str]] = [
    (lambda: (3, frequency(NOW, "malli")), "the later wave is a int and not a table"),
    (lambda: (frequency(NOW, "malli"), None), "the earlier wave is a NoneType"),
    (lambda: (crosstab(NOW, "malli", by="laji"), frequency(NOW, "malli")), "divided by 'laji' and by nothing"),
    (lambda: (frequency(NOW, "malli"), frequency(NOW, "malli", level=0.9)), "intervals of 0.95 and 0.9"),
    (lambda: (frequency(NOW, "malli"), frequency(NOW, "laji")), "no rows in common: the variables are 'malli' and"),
    (
        lambda: (frequency(NOW, "malli"), total(BEFORE, "malli")),
        "the statistic is 'share' in the later wave and 'total' in the earlier",
    ),
    (lambda: (frequency(NOW, "malli"), frequency(BEFORE, "malli", base="asked")), "the base_kind is 'answered'"),
]


@pytest.mark.parametrize(("make", "message"), BAD)
def test_tables_that_cannot_be_compared_are_told(make: Any, message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        difference(*make())


BAD_PANELS: list[tuple[Any, str]] = [
    (lambda: tables(wave(10, 50, **SHIFTED)), "20 rows of a wave have the id of another row"),
    (lambda: tables(wave(60, 90)), "no id stands in both waves"),
    (
        lambda: tables(wave(10, 50, ryhma=["a", "b"] * 20), design=DESIGN),
        r"15 of 30 ids lie in another stratum \('ryhma'\)",
    ),
    (
        lambda: tables(wave(10, 50, jarjesto=[f"j{i // 4}" for i in range(40)]), design=Design(psu="jarjesto")),
        "ids lie in another sampling unit",
    ),
    (lambda: (mean(NOW, "jasenia", design=DESIGN), mean(BEFORE, "jasenia")), "different designs"),
    (lambda: tables(wave(10, 50, vastaaja=[None] + [f"v{i}" for i in range(11, 50)])), "1 of 80 rows have none"),
    (lambda: (mean(NOW, "jasenia"), Table.from_json(mean(BEFORE, "jasenia").to_json())), "not at hand"),
]


@pytest.mark.parametrize(("make", "message"), BAD_PANELS)
def test_panels_that_do_not_fit_are_told(make: Any, message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        difference(*make(), panel="vastaaja")


def test_a_panel_that_is_no_variable_is_told() -> None:
    with pytest.raises(UnknownVariableError, match=r"no variable 'vastaja' for the panel\. Did you mean 'vastaaja'"):
        difference(*tables(), panel="vastaja")


def test_a_panel_that_was_read_in_two_ways_is_told() -> None:
    other = evolve(BEFORE, variables={**BEFORE.variables, "vastaaja": BEFORE.variables["paino"]})
    with pytest.raises(AnalysisError, match="the panel 'vastaaja' is a coded column in one wave"):
        difference(*tables(before=other), panel="vastaaja")
