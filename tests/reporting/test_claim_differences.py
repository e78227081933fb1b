from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import vastaukset
from scipy.special import stdtr

from verkosto.aggregate import Columns, Table, contrast, crosstab, difference, frequency, mean, reported
from verkosto.errors import AnalysisError
from verkosto.reporting import Checked, Claim
from verkosto.reporting._claim_figures import figure
from verkosto.reporting._claim_gaps import gap_of, holm
from verkosto.responses import Responses


def bare(table: Table) -> Table:
    """Return a table without its answers, as it is when it is read from JSON."""
    return Table.from_json(table.to_json())


def whys(checked: Checked) -> list[str]:
    return [finding.why.get("en") for finding in checked.findings if finding.kind != "base"]


def groups_of(*groups: tuple[str, int, int]) -> Responses:
    """Answers of groups: a municipality, how many k and how many e."""
    codes = [("k", kunta) for kunta, yes, _ in groups for _ in range(yes)]
    codes += [("e", kunta) for kunta, _, no in groups for _ in range(no)]
    return vastaukset(malli=[code for code, _ in codes], kunta=[kunta for _, kunta in codes])


@pytest.fixture(scope="module")
def two() -> Table:
    """60 of 100 against 40 of 100: larger than chance; 12 of 20 in a third is not."""
    return crosstab(groups_of(("091", 60, 40), ("837", 40, 60), ("049", 12, 8)), "malli", by="kunta", margins=True)


@pytest.mark.parametrize("kept", [True, False])
def test_a_difference_is_larger_than_chance_or_not(two: Table, kept: bool) -> None:
    table = two if kept else bare(two)
    yes = Claim("Helsingissä kannatus oli yleisempää", table=table, value="k", group="091", versus="837").check()
    assert yes.holds
    # The interval of Newcombe is a little wider than the contrast of the answers.
    assert whys(yes) == [f"the difference is larger than chance (p = {'0.004' if kept else '0.006'})"]
    no = Claim("Espoossa kannatus oli yleisempää", table=table, value="k", group="049", versus="837").check()
    assert not no.holds
    assert "may be due to chance" in whys(no)[0]
    wrong = Claim("Helsingissä kannatus oli yleisempää", table=table, value="k", group="837", versus="091").check()
    assert whys(wrong) == ["the table has it the other way round"]
    assert Claim("Tampereella kannattajia oli vähemmän", table=table, value="k", group="837", versus="091").holds


def test_negations_and_likeness(two: Table) -> None:
    more: dict[str, Any] = {"table": two, "value": "k", "group": "049", "versus": "837"}
    assert Claim("Kannatus ei ollut yleisempää", **more).holds
    assert Claim("Kannatus oli yhtä yleistä", **more).holds
    assert Claim("Kannatus ei eronnut, eikä poikkeaa", **more).holds
    assert not Claim("Kannatus poikkesi", **more).holds
    clear: dict[str, Any] = {**more, "group": "091"}
    assert Claim("Kannatus poikkesi", **clear).holds
    assert not Claim("Kannatus oli yhtä yleistä", **clear).holds
    assert not Claim("Kannatus ei ollut yleisempää", **clear).holds
    assert Claim("Kannatus ei kasvanut", table=two, value="k", group="837", versus="091").holds


def test_a_level_can_be_asked_for(two: Table) -> None:
    claim: dict[str, Any] = {"table": two, "value": "k", "group": "091", "versus": "837"}
    assert not Claim("Kannatus oli yleisempää", level=0.999, **claim).holds
    assert Claim("Kannatus oli yleisempää", level=0.99, **claim).holds


def test_the_largest_answer() -> None:
    near = frequency(vastaukset(malli=["k"] * 52 + ["e"] * 48), "malli")
    assert whys(Claim("Kannatus oli yleisin kanta", table=near, value="k").check()) == [
        "its lead over the next may be due to chance (p = 0.691)"
    ]
    (rival,) = Claim("Vastustus oli yleisin kanta", table=near, value="e").check().failures
    assert rival.why.get("en") == "the table has Yes ahead of it"
    far = frequency(vastaukset(malli=["k"] * 90 + ["e"] * 10), "malli")
    assert Claim("Kannatus oli yleisin kanta", table=far, value="k").holds
    assert Claim("Epätietoisuus oli harvinaisin kanta", table=far, value="eos").holds
    assert not Claim("Kannatus oli harvinaisin kanta", table=far, value="k").holds
    alone = frequency(vastaukset(malli=["k"] * 9), "malli")
    only = Table.from_json(alone.to_json())
    single = evolve(only, cells=only.cells.take(np.array([0])))
    assert "nothing else to compare" in whys(Claim("Yleisin kanta", table=single).check())[0]
    assert "names no answer" in whys(Claim("Yleisin kanta", table=far).check())[0]


def test_places_behind_the_first() -> None:
    table = frequency(vastaukset(malli=["k"] * 60 + ["e"] * 30 + ["eos"] * 10), "malli")
    assert Claim("Vastustus oli toiseksi yleisin kanta", table=table, value="e").holds
    assert Claim("Opposition was the second most common answer", table=table, value="e").holds
    assert not Claim("Vastustus oli kolmanneksi yleisin kanta", table=table, value="e").holds
    assert not Claim("Kannatus oli toiseksi yleisin kanta", table=table, value="k").holds
    near = frequency(vastaukset(malli=["k"] * 52 + ["e"] * 48), "malli")
    assert "may be due to chance" in whys(Claim("Vastustus oli toiseksi yleisin", table=near, value="e").check())[0]


def test_the_largest_of_groups(two: Table) -> None:
    assert not Claim("Kannatus oli suurinta Helsingissä", table=two, value="k", group="091").holds
    rest = crosstab(groups_of(("091", 60, 40), ("837", 40, 60), ("049", 30, 70)), "malli", by="kunta", margins=True)
    assert Claim("Kannatus oli suurinta Helsingissä", table=rest, value="k", group="091").holds
    answers = Claim("Helsingissä kannatus oli yleisin kanta", table=rest, value="k", group="091", among="values")
    assert "lead over the next" in whys(answers.check())[0]


def test_the_largest_whatever_the_group() -> None:
    table = crosstab(groups_of(("091", 90, 10), ("837", 80, 20), ("049", 6, 5)), "malli", by="kunta", margins=True)
    checked = Claim("Kannatus oli yleisin kanta kunnasta riippumatta", table=table, value="k").check()
    assert [finding.ok for finding in checked.findings if finding.kind == "largest"] == [False, True, True]
    assert checked.failures[0].why.get("en").startswith("Espoo: its lead over the next may be due to chance (p = ")
    named = Claim("Kannatus oli yleisin kanta", table=table, value="k", within="kunta").check()
    assert [finding.ok for finding in named.findings] == [False, True, True]
    wide = crosstab(groups_of(("091", 90, 10), ("837", 80, 20)), "malli", by="kunta")
    assert Claim("Kannatus oli yleisin kanta kunnasta riippumatta", table=wide, value="k").holds
    assert Claim(
        "Kannattajia oli enemmän", table=wide, value="k", within="kunta", versus={"value": "e", "kunta": "091"}
    ).holds


def test_what_is_said_of_every_group() -> None:
    table = crosstab(groups_of(("091", 90, 10), ("837", 80, 20), ("049", 5, 5)), "malli", by="kunta", margins=True)
    checked = Claim("Enemmistö kannatti kaikissa ryhmissä", table=table, value="k").check()
    assert [finding.ok for finding in checked.findings] == [True, False, True, True]
    assert not Claim("83 % kannatti kaikissa ryhmissä", table=table, value="k").holds
    flat = frequency(groups_of(("091", 90, 10)), "malli")
    assert "speaks of all groups" in whys(Claim("Enemmistö kaikissa ryhmissä", table=flat, value="k").check())[-1]


def test_every_group_has_to_be_seen() -> None:
    table = crosstab(groups_of(("091", 90, 10), ("837", 80, 20), ("049", 5, 5)), "malli", by="kunta", margins=True)
    bad = [row for row in range(len(table)) if figure(table, row).place.groups == ("837",)]
    data = {name: column.copy() for name, column in table.cells.data.items()}
    data["estimate"][bad], data["status"][bad] = np.nan, "hidden"
    data["base"][bad], data["n"][bad] = -1, -1
    gone = evolve(table, cells=Columns(data), origin=None)
    found = Claim("Enemmistö kannatti kaikissa ryhmissä", table=gone, value="k").check().failures
    assert [finding.kind for finding in found] == ["form", "suppressed"]
    assert "Tampere: the figure is suppressed" in found[1].why.get("en")
    counts = Claim("Tampereella vastasi 100", table=gone, group="837").check()
    assert [finding.kind for finding in counts.failures] == ["suppressed"]
    unanswered = Claim("Kannattajia oli enemmän kuin vastustajia kaikissa ryhmissä", table=table, value="k", versus="e")
    assert [finding.ok for finding in unanswered.check().findings] == [False, True, True]
    taken = evolve(
        table, cells=table.cells.take(np.array([r for r in range(len(table)) if r not in bad or r % 3])), origin=None
    )
    assert not Claim("Enemmistö kannatti kaikissa ryhmissä", table=taken, value="k").holds
    assert not Claim("Kannatus oli yleisin kaikissa ryhmissä", table=taken, value="k").holds


def test_holm_orders_and_bounds() -> None:
    assert holm([0.01, 0.04, None, 0.03]) == [0.03, 0.06, None, 0.06]
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


def test_waves() -> None:
    now = frequency(vastaukset(malli=["k"] * 60 + ["e"] * 40), "malli")
    before = reported({"k": 40, "e": 60}, 100)
    up: dict[str, Any] = {"table": now, "value": "k", "versus": before, "variable": "malli"}
    assert Claim("Kannatus kasvoi 40 prosentista 60 prosenttiin eli 20 prosenttiyksikköä", **up).holds
    assert Claim("Kannatus kasvoi 50 %, 40 %:sta 60 %:iin", **up).holds
    (relative,) = Claim("Kannatus kasvoi 20 %", **up).check().failures
    assert relative.why.get("en") == "the change is in percentage points, and not per cent"
    assert not Claim("Kannatus laski", **up).holds
    assert not Claim("Kannatus kasvoi 19 prosenttiyksikköä", **up).holds
    assert Claim("Kannatus oli 1,5-kertainen, 60 % kun se oli 40 %", **up).holds
    assert Claim("Support rose from 40% to 60%", **up).holds
    assert Claim("Support rose from 40 to 60%", **up).holds
    assert Claim("Stödet ökade från 40 till 60 procent", **up).holds
    assert Claim("Kannatus nousi 40:stä 60 prosenttiin", **up).holds
    assert not Claim("Support rose from 60% to 40%", **up).holds


def test_times(two: Table) -> None:
    answers = vastaukset(malli=["k"] * 80 + ["e"] * 20)
    table = frequency(answers, "malli")
    assert Claim("Kannattajia oli nelinkertaisesti", table=table, value="k", versus="e").holds
    assert not Claim("Kannattajia oli kaksinkertaisesti", table=table, value="k", versus="e").holds
    assert Claim("Vastustajia oli neljä kertaa vähemmän", table=table, value="e", versus="k").holds
    assert not Claim("Kannattajia oli tuplasti", table=table, value="k").holds
    nobody = frequency(vastaukset(malli=["k"] * 8), "malli")
    rows = set(nobody.cells["value"])
    if "e" in rows:
        assert not Claim("Kannattajia oli tuplasti", table=nobody, value="k", versus="e").holds
    three: dict[str, Any] = {"table": two, "value": "k", "group": "049", "versus": "837"}
    assert not Claim("Kannattajia oli puolitoista kertaa niin paljon", **three).holds


def test_tables_of_differences() -> None:
    now = reported({"k": 60, "e": 40}, 400)
    before = reported({"k": 40, "e": 60}, 400)
    table = difference(now, before)
    assert Claim("Kannatus kasvoi 20 prosenttiyksikköä", table=table, value="k").holds
    assert not Claim("Kannatus väheni", table=table, value="k").holds
    assert Claim("Vastustus väheni 20 prosenttiyksikköä", table=table, value="e").holds
    assert not Claim("Kannatus pysyi ennallaan", table=table, value="k").holds
    small = difference(reported({"k": 42}, 100), reported({"k": 40}, 100))
    assert not Claim("Kannatus kasvoi", table=small, value="k").holds
    assert Claim("Kannatus pysyi ennallaan", table=small, value="k").holds
    unknown = difference(reported({"k": 42}), reported({"k": 40}))
    assert "cannot be computed" in whys(Claim("Kannatus kasvoi", table=unknown, value="k").check())[0]


def test_what_cannot_be_compared(two: Table) -> None:
    unknown = reported({"k": 60, "e": 40})
    assert "cannot be computed" in whys(Claim("Enemmän", table=unknown, value="k", versus="e").check())[0]
    empty = crosstab(groups_of(("091", 3, 2)), "malli", by="kunta")
    nobody = evolve(empty, cells=Columns({**empty.cells.data, "estimate": np.full(len(empty), np.nan)}), origin=None)
    (finding,) = Claim("Enemmän", table=nobody, value="k", group="091", versus="e").check().failures
    assert finding.why.get("en") == "the table has no figure: nobody answered"
    row = two.cells["estimate"].copy()
    row[figure(two, 1).row] = np.nan
    part = evolve(two, cells=Columns({**two.cells.data, "estimate": row}), origin=None)
    place = figure(part, 0).place
    (finding,) = Claim("Enemmän", table=part, value="k", group=place.groups, versus="e").check().failures
    assert finding.why.get("en") == "the table has no figure: nobody answered"
    table = difference(reported({"k": 60}, 400), reported({"k": 40}, 400))
    gone = evolve(table, cells=Columns({**table.cells.data, "estimate": np.array([np.nan])}))
    assert not Claim("Kannatus kasvoi", table=gone, value="k").holds


def test_surveys_whose_answers_are_at_hand_are_independent() -> None:
    now = frequency(vastaukset(malli=["k"] * 60 + ["e"] * 40), "malli")
    before = frequency(vastaukset(malli=["k"] * 30 + ["e"] * 50), "malli")
    assert Claim("Kannatus kasvoi", table=now, value="k", versus=before).holds
    assert Claim("Kannatus oli sama, yhtä suurta", table=now, value="k", versus=now).holds


def test_means_of_groups() -> None:
    answers = vastaukset(jasenia=[1, 2, 3] * 20 + [7, 8, 9] * 20, kunta=["091"] * 60 + ["837"] * 60)
    table = mean(answers, "jasenia", by="kunta")
    assert Claim("Tampereella keskiarvo oli suurempi", table=table, group="837", versus="091").holds
    assert Claim("Keskiarvo 8 oli suurempi kuin 2", table=bare(table), group="837", versus="091").holds
    assert not Claim("Keskiarvo oli suurempi", table=table, group="091", versus="837").holds


def test_two_questions_of_one_table() -> None:
    table = frequency(vastaukset(malli=["k"] * 80 + ["e"] * 20, laji=["p"] * 40 + ["v"] * 60), ["malli", "laji"])
    versus = {"variable": "laji", "value": "p"}
    assert Claim("Kannattajia oli enemmän", table=table, variable="malli", value="k", versus=versus).holds
    # Without the answers nothing tells how two questions hang together, so the worst is taken.
    close = frequency(vastaukset(malli=["k"] * 60 + ["e"] * 40, laji=["p"] * 45 + ["v"] * 55), ["malli", "laji"])
    claim = Claim("Kannattajia oli enemmän", table=close, variable="malli", value="k", versus=versus)
    assert claim.holds
    assert not Claim("Kannattajia oli enemmän", table=bare(close), variable="malli", value="k", versus=versus).holds
    # A claim that was checked with the answers keeps what they told.
    assert claim.on(bare(close)).holds
    twice = crosstab(vastaukset(malli=["k", "e"], kunta=["091", "091"], laji=["p", "v"]), "malli", by=["laji", "kunta"])
    codes = np.where(twice.cells["kunta"] == "091", "p", twice.cells["kunta"]).astype(object)
    with pytest.raises(AnalysisError, match="can be 'laji' or 'kunta'"):
        Claim("73 %", table=evolve(twice, cells=Columns({**twice.cells.data, "kunta": codes})), versus="p")


def test_hidden_rivals_leave_the_largest_open(two: Table) -> None:
    data = dict(two.cells.data)
    row = next(place for place in range(len(two)) if figure(two, place).place.groups == ("837",))
    for name in ("estimate", "low", "high", "se"):
        data[name] = data[name].copy()
        data[name][row] = np.nan
    data["status"] = data["status"].copy()
    data["status"][row] = "hidden"
    table = evolve(two, cells=Columns(data), origin=None)
    (finding,) = Claim("Kannatus oli suurinta Helsingissä", table=table, value="k", group="091").check().failures
    assert finding.kind == "suppressed"
    assert "is suppressed" in finding.why.get("en")
    # What was tested with the answers says nothing of what is hidden.
    claim = Claim("Kannatus oli suurinta Helsingissä", table=two, value="k", group="091")
    claim.check()
    assert any("837" in key for pair in claim._tested for key in pair)
    assert not any("837" in key for pair in claim.on(table)._tested for key in pair)
    hidden = Claim("Kannatus oli yleisempää", table=table, value="k", group="837", versus="091").check()
    assert [finding.kind for finding in hidden.failures] == ["suppressed"]


@settings(max_examples=30)
@given(st.integers(1, 79), st.integers(1, 79))
def test_published_shares_differ_where_the_interval_of_their_difference_says_so(one: int, two: int) -> None:
    now, before = reported({"k": one / 80}, 80, unit="share"), reported({"k": two / 80}, 80, unit="share")
    row = difference(now, before).frame.iloc[0]
    gap = gap_of(figure(now, 0), figure(before, 0, other=True), {})
    assert gap is not None
    assert gap.significant(0.95) == (row["low"] > 0 or row["high"] < 0)


def test_the_covariance_of_the_answers_counts() -> None:
    answers = groups_of(("091", 300, 200), ("837", 250, 250))
    table = frequency(answers, "malli")
    gap = gap_of(figure(table, 0), figure(table, 1), {})
    found = contrast(table, {"k": 1, "e": -1}).frame.iloc[0]
    assert gap is not None
    assert gap.p == pytest.approx(2 * float(stdtr(found["df"], -abs(found["estimate"] / found["se"]))))
    alone = gap_of(figure(bare(table), 0), figure(bare(table), 1), {})
    assert alone is not None
    assert alone.p == pytest.approx(gap.p, abs=0.01)
    same = gap_of(figure(table, 0), figure(table, 0), {})
    assert same is not None
    assert same.p == 1.0
