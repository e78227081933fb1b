"""The whole call: tables in, tables that may be published out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import verkosto as vk
from verkosto.disclosure import Ledger, Rules, audit
from verkosto.errors import DisclosureError, OptionError

RESPONSES = vk.samples.tukirakenne()
REGIONS = vk.crosstab(RESPONSES, "malli_a", by="maakunta", margins=True)


def small(counts: dict[tuple[str, str], int]) -> vk.Responses:
    """Answers of few, so many of each group and answer."""
    rows = [key for key, n in counts.items() for _ in range(n)]
    columns = {"ryhma": [group for group, _ in rows], "vastaus": [answer for _, answer in rows]}
    questions = [
        vk.SingleChoice(name, name, options=[vk.Option(code, code) for code in sorted({key[place] for key in counts})])
        for place, name in enumerate(columns)
    ]
    instrument = vk.Instrument("pieni", "Pieni", questions=questions)
    return vk.Responses.from_frame(pd.DataFrame(columns, dtype="string"), instrument)


SHAPES: list[Any] = [
    lambda: vk.frequency(RESPONSES, "malli_a"),
    lambda: vk.crosstab(RESPONSES, "malli_a", by="maakunta"),
    lambda: vk.crosstab(RESPONSES, "malli_a", by=["erva", "toimiala"], margins=True),
    lambda: vk.crosstab(RESPONSES, "palvelut", by="maakunta", margins=True),
    lambda: vk.crosstab(RESPONSES, "palvelut", by="erva", base="ticks"),
    lambda: vk.crosstab(RESPONSES, "vaittamat", by="erva", margins=True),
    lambda: vk.crosstab(RESPONSES, "malli_a", by="maakunta", weights="paino"),
    lambda: vk.crosstab(RESPONSES, "malli_a", by="kunta", where={"maakunta": ["13"]}, margins=True),
    lambda: vk.mean(RESPONSES, "jasenia", by="maakunta", margins=True),
    lambda: vk.total(RESPONSES, "jasenia", by="toimiala", margins=True),
    lambda: vk.quantile(RESPONSES, "jasenia", by="maakunta"),
    lambda: vk.nps(RESPONSES, "suosittelu", by="maakunta", margins=True),
    lambda: vk.top_box(RESPONSES, "vaittamat", by="maakunta"),
    lambda: vk.reported({"k": 73, "e": 12, "eos": 15}, base=562),
]


@pytest.mark.thorough
@pytest.mark.parametrize("make", SHAPES)
def test_tables_of_every_shape_are_made_safe(make: Any) -> None:
    table = make()
    published = vk.protect(table)
    before, after = table.frame, published.frame
    shown = after["status"] != "hidden"
    # The ends of a quantile's interval are answers of single respondents, and may be left out.
    rest = [name for name in before if name not in ("units", "se", "low", "high", "interval", "df")]
    rest = [name for name in rest if "weighted" not in name]
    assert after.loc[shown, rest].equals(before.loc[shown, rest])
    assert audit(published, attackers=["outsider"]).safe
    # No figure of few associations is left.
    units = before["units"]
    assert not (shown & units.between(1, 4)).any()


groups = st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=2, max_size=4)


@settings(max_examples=10)
@given(groups, st.booleans(), st.integers(2, 6))
def test_any_small_table_is_made_safe(counts: list[list[int]], margins: bool, least: int) -> None:
    cells = {(f"r{row}", f"v{v}"): n for row, line in enumerate(counts) for v, n in enumerate(line)}
    if not any(cells.values()):
        cells["r0", "v0"] = 1
    table = vk.crosstab(small(cells), "vastaus", by="ryhma", margins=margins)
    try:
        published = vk.protect(table, min_count=least)
    except DisclosureError:
        # Too few altogether: even their number would tell.
        assert sum(cells.values()) < least + 3
        return
    assert audit(published).safe
    assert vk.protect(table, min_count=least) == published


def test_tables_of_the_same_answers_are_protected_together() -> None:
    by_kind = vk.crosstab(RESPONSES, "malli_a", by="toimiala", margins=True)
    regions, kinds = vk.protect([REGIONS, by_kind])
    assert regions.protection.together == (by_kind.title,)
    assert regions.audit is kinds.audit
    assert regions.audit.safe
    assert {heading.id for heading in regions.audit.groups} == {"maakunta", "toimiala"}


def test_six_persons_of_one_association_are_one() -> None:
    frame = pd.DataFrame(
        {
            "jarjesto": ["A"] * 6 + [f"B{n}" for n in range(20)],
            "vastaus": ["x"] * 6 + ["y"] * 12 + ["z"] * 8,
        },
        dtype="string",
    )
    options = (vk.Option("x", "X"), vk.Option("y", "Y"), vk.Option("z", "Z"))
    questions = (vk.SingleChoice("vastaus", "Vastaus", options=options),)
    columns = (vk.Column("jarjesto", role="unit_id"),)
    of_associations = vk.Instrument("a", "A", unit_id="jarjesto", columns=columns, questions=questions)
    of_persons = vk.Instrument("a", "A", columns=columns, questions=questions)
    hidden = []
    for instrument in (of_associations, of_persons):
        published = vk.protect(vk.frequency(vk.Responses.from_frame(frame, instrument), "vastaus"))
        hidden.append(published.frame["status"].tolist())
    assert hidden[0][0] == "hidden"
    assert hidden[1] == ["ok"] * 3


def test_rounding_keeps_sums_and_says_what_it_did() -> None:
    frame = vk.protect(REGIONS, method="round").frame
    assert (frame["n"] % 5 == 0).all()
    assert set(frame["status"]) == {"rounded"}
    assert frame[["se", "low", "high", "df", "deff", "units"]].isna().all(axis=None)
    parts = frame[frame["maakunta"] != "*"].groupby("value")["n"].sum()
    totals = frame[frame["maakunta"] == "*"].set_index("value")["n"]
    assert parts.to_dict() == totals.to_dict()
    assert (frame.groupby("maakunta")["n"].sum() == frame.groupby("maakunta")["base"].first()).all()
    exact = (frame["n"] / frame["base"]).to_numpy(dtype=float)
    assert np.allclose(frame["estimate"], exact)
    assert (REGIONS.frame["n"] - frame["n"]).abs().max() < 5


def test_many_of_one_association_are_not_hidden_by_rounding() -> None:
    rows = {"jarjesto": ["A"] * 7 + ["B"] * 20, "vastaus": ["x"] * 7 + ["y"] * 20}
    options = (vk.Option("x", "X"), vk.Option("y", "Y"))
    instrument = vk.Instrument(
        "a",
        "A",
        unit_id="jarjesto",
        columns=(vk.Column("jarjesto", role="unit_id"),),
        questions=(vk.SingleChoice("vastaus", "Vastaus", options=options),),
    )
    table = vk.frequency(vk.Responses.from_frame(pd.DataFrame(rows, dtype="string"), instrument), "vastaus")
    with pytest.raises(DisclosureError, match="fewer associations"):
        vk.protect(table, method="round")


def test_bands_show_rounded_shares_and_no_counts() -> None:
    published = vk.protect(REGIONS, method="band")
    frame, step = published.frame, published.protection.step
    assert step in (1, 2, 5, 10)
    assert frame[["n", "weighted", "base", "base_weighted"]].isna().all(axis=None)
    shown = frame["status"] == "rounded"
    assert np.allclose(frame.loc[shown, "estimate"] * 100 % step, 0)
    base = REGIONS.frame["base"]
    assert (frame["base_low"] <= base).all()
    assert (frame["base_high"].fillna(10**6) >= base).all()
    assert audit(published, attackers=["outsider"]).safe


@pytest.mark.parametrize("method", ["round", "band"])
def test_other_figures_than_shares_are_neither_rounded_nor_banded(method: Any) -> None:
    for table in (vk.mean(RESPONSES, "jasenia"), vk.frequency(RESPONSES, "malli_a", weights="paino")):
        with pytest.raises(DisclosureError, match="Use method='suppress'"):
            vk.protect(table, method=method)


def test_advice_is_for_the_publisher_alone() -> None:
    published = vk.protect(REGIONS)
    assert published.protection.advice
    assert not set(published.protection.advice) & set(published.notes)
    assert "advice" not in published.to_json()
    assert vk.PublishedTable.from_json(published.to_json()) == published
    assert vk.protect(vk.reported({"k": 73, "e": 12}, base=562)).protection.advice == ()
    with_few = vk.Table.from_json(REGIONS.to_json())
    assert vk.protect(with_few).protection.advice == ()


def test_fewer_groups_may_hide_nothing() -> None:
    published = vk.protect(REGIONS, coarsen=True)
    assert published.protection.hidden < vk.protect(REGIONS).protection.hidden
    assert len(published) < len(REGIONS)


def test_a_ledger_remembers_what_was_published(tmp_path: Path) -> None:
    file = tmp_path / "published.jsonl"
    first = vk.protect(REGIONS, ledger=file, on="2020-05-04")
    again = vk.protect(REGIONS, ledger=Ledger(file))
    assert again.frame.equals(first.frame)
    (entry,) = Ledger(file)
    assert (entry.title, str(entry.on)) == (REGIONS.title, "2020-05-04")
    part = vk.crosstab(RESPONSES, "malli_a", by="kunta", where={"maakunta": ["01"]}, margins=True)
    later = vk.protect(part, ledger=file)
    assert later.protection.earlier == (REGIONS.title,)
    assert later.protection.hidden >= vk.protect(part).protection.hidden
    assert len(list(Ledger(file))) == 2


def test_what_differs_by_few_from_what_was_published_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "published.jsonl"
    counts = {("r", "a"): 30, ("r", "b"): 40}
    answers = small({**counts, ("s", "a"): 2})
    vk.protect(vk.frequency(answers, "vastaus"), ledger=file)
    part = vk.frequency(answers, "vastaus", where={"ryhma": ["r"]})
    with pytest.raises(DisclosureError, match="'vastaus'"):
        vk.protect(part, ledger=file)
    # Alone it may be published.
    assert vk.protect(part).protection.hidden == 0


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: vk.protect([]), "no table"),
        (lambda: vk.protect("malli_a"), "str"),  # type: ignore[arg-type]
        (lambda: vk.protect(3), "int"),  # type: ignore[call-overload]
        (lambda: vk.protect([REGIONS, None]), "NoneType"),  # type: ignore[list-item]
        (lambda: vk.protect(vk.protect(REGIONS)), "protected already"),
        (lambda: vk.protect(REGIONS, method="supress"), "Did you mean 'suppress'"),  # type: ignore[call-overload]
        (lambda: vk.protect(REGIONS, min_count=5, rules=Rules()), "one of the rules"),
        (lambda: vk.protect(REGIONS, rules=5), "Rules"),  # type: ignore[call-overload]
        (lambda: vk.protect(REGIONS, min_count=0), "min_count"),
        (lambda: vk.protect(REGIONS, time_limit=-1), "time_limit"),
        (lambda: vk.protect(REGIONS, time_limit=float("nan")), "time_limit"),
        (lambda: vk.protect(REGIONS, time_limit=True), "time_limit"),
    ],
)
def test_what_makes_no_sense_is_told(call: Any, said: str) -> None:
    with pytest.raises(OptionError, match=said):
        call()


def test_one_respondent_without_a_region_hides_no_total_of_the_country() -> None:
    country, regions = vk.protect([vk.frequency(RESPONSES, "malli_a"), REGIONS])
    # 562 answered and 561 have a region.
    assert country.protection.hidden == 0
    assert (country.frame["base"][0], regions.frame["base"].max()) == (562, 561)


def test_who_said_that_no_group_applies_is_protected() -> None:
    options = [vk.Option("a", "A"), vk.Option("b", "B"), vk.Option("x", "Ei koske", kind="not_applicable")]
    questions = [
        vk.SingleChoice("ryhma", "Ryhmä", options=options),
        vk.SingleChoice("vastaus", "Vastaus", options=[vk.Option("k", "Kyllä"), vk.Option("e", "Ei")]),
    ]
    rows = [("a", "k")] * 20 + [("a", "e")] * 20 + [("b", "k")] * 20 + [("b", "e")] * 20 + [("x", "k")] * 2
    frame = pd.DataFrame(rows, columns=["ryhma", "vastaus"], dtype="string")
    answers = vk.Responses.from_frame(frame, vk.Instrument("i", "I", questions=questions))
    tables = [vk.frequency(answers, "vastaus"), vk.crosstab(answers, "vastaus", by="ryhma", margins=True)]
    assert sum(table.protection.hidden for table in vk.protect(tables)) > 0


@pytest.mark.thorough
def test_how_many_answered_is_no_reason_to_refuse() -> None:
    by = ["toimiala", "erva"]
    published = vk.protect(vk.crosstab(RESPONSES, "malli_a", by=by, margins=True), min_count=10)
    assert 0 < published.protection.hidden < published.protection.figures
    assert audit(published, attackers=["outsider"]).safe


def test_weights_that_are_alike_in_a_group_give_nothing_away() -> None:
    sizes = {"g0": (12, 3, 9), "g1": (14, 6, 8), "g2": (11, 9, 7)}
    weights = {"g0": 0.5, "g1": 1.5, "g2": 1.1}
    rows = [(g, f"v{v}", weights[g]) for g, counts in sizes.items() for v, n in enumerate(counts) for _ in range(n)]
    frame = pd.DataFrame(rows, columns=["ryhma", "vastaus", "paino"])
    questions = [
        vk.SingleChoice(name, name, options=[vk.Option(c, c) for c in sorted(set(frame[name]))])
        for name in ("ryhma", "vastaus")
    ]
    instrument = vk.Instrument("p", "P", questions=questions, columns=[vk.Column("paino", role="weight")])
    answers = vk.Responses.from_frame(frame.astype({"ryhma": "string", "vastaus": "string"}), instrument)
    table = vk.crosstab(answers, "vastaus", by="ryhma", margins=True, weights="paino")
    published = vk.protect(table, min_count=7).frame
    assert published[["weighted", "base_weighted"]].isna().all(axis=None)
