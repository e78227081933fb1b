"""Tables as systems: what they show stands in them, and everything adds up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from made_answers import kysely, responses, vastaukset
from made_tables import Made, tables

import verkosto as vk
from verkosto.aggregate import Table, crosstab, frequency, mean
from verkosto.disclosure import protect
from verkosto.disclosure._keys import Key
from verkosto.disclosure._relations import Arranged, problem_of, system_of
from verkosto.disclosure._rules import Rules
from verkosto.disclosure._system import System
from verkosto.errors import DisclosureError

SAMPLE = vk.samples.tukirakenne()


def assert_adds_up(system: System) -> None:
    for total in system.sums:
        parts = system.values[list(total.parts)].sum()
        assert (
            np.isnan(parts)
            or np.isnan(system.values[total.whole])
            or parts == pytest.approx(system.values[total.whole])
        )
    assert not (system.values < system.low - 1e-9).any()
    assert not (system.values > system.high + 1e-9).any()
    assert np.isnan(system.values).sum() == 0 or not system.shown[np.isnan(system.values)].any()


def assert_stands(found: Arranged, given: Sequence[Table]) -> None:
    for table, standing in zip(given, found.standings, strict=True):
        values = found.counts.values
        assert values[standing.rows].tolist() == table.cells["n"].tolist()
        assert values[standing.bases].tolist() == table.cells["base"].tolist()
        assert values[standing.missing].tolist() == standing.absences["n"].tolist() if len(standing.missing) else True
        assert found.published[standing.rows].all()


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(tables())
def test_every_figure_stands_in_the_system_and_every_sum_holds(made: Made) -> None:
    posed = problem_of(made.tables, Rules(min_count=3))
    assert_stands(posed.arranged, made.tables)
    assert_adds_up(posed.counts.system)
    assert_adds_up(posed.arranged.amounts)
    assert not np.isnan(posed.counts.system.values).any()
    problem = posed.counts
    marked = problem.primary
    assert (problem.need_low[marked] <= problem.system.values[marked]).all()
    assert (problem.need_high[marked] >= problem.system.values[marked]).all()
    assert np.isnan(problem.need_low[~marked]).all()


@pytest.mark.thorough
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(tables())
def test_tables_without_their_answers_say_nothing_that_is_not_so(made: Made) -> None:
    again = [Table.from_json(table.to_json()) for table in made.tables]
    found = system_of(again)
    assert_stands(found, again)
    assert_adds_up(found.counts)
    assert_adds_up(found.amounts)


def hidden(found: Arranged, places: Sequence[int]) -> System:
    """What a ledger would keep of a table of which some numbers were hidden."""
    mask = np.zeros(len(found.counts), dtype=bool)
    mask[list(places)] = True
    return found.counts.hide(mask)


def test_what_was_shown_before_cannot_be_hidden_any_more() -> None:
    whole, by = frequency(SAMPLE.where({"maakunta": ["08"]}), "malli_a"), crosstab(SAMPLE, "malli_a", by="maakunta")
    earlier = hidden(system_of([whole]), [])
    posed = problem_of([by], Rules(), earlier=[earlier])
    fixed = {key for key, fixed in zip(posed.counts.system.keys, posed.arranged.fixed, strict=True) if fixed}
    rows = [row for row, code in enumerate(by.cells["maakunta"]) if code == "08"]
    standing = posed.arranged.standings[0]
    assert {posed.counts.system.keys[standing.rows[row]] for row in rows} <= fixed
    assert np.isinf(posed.counts.cost[posed.arranged.fixed]).all()
    assert np.isfinite(posed.counts.cost[~posed.arranged.fixed]).all()


def test_what_was_hidden_before_is_counted_again_and_stays_protected() -> None:
    by = crosstab(SAMPLE, "malli_a", by="maakunta")
    found = system_of([by])
    row = next(row for row in range(len(by)) if by.cells["n"][row] == 2)
    earlier = hidden(found, [found.standings[0].rows[row]])
    posed = problem_of([frequency(SAMPLE, "malli_a")], Rules(), earlier=[earlier])
    (place,) = posed.arranged.withheld
    assert posed.counts.system.values[place] == 2
    assert posed.counts.primary[place]
    assert not posed.counts.system.shown[place]
    assert (posed.counts.need_low[place], posed.counts.need_high[place]) == (0, 5)
    assert_adds_up(posed.counts.system)


def test_sums_of_numbers_and_those_of_other_answers_are_no_matter() -> None:
    earlier = system_of([mean(SAMPLE, "jasenia")])
    other = system_of([frequency(vastaukset(malli=["k"]), "malli")]).counts
    zeros = np.zeros(2)
    keys = ("no key", Key("x", frozenset([("a", "~3")])))
    rest = System(keys, zeros, zeros.astype(bool), zeros, zeros, ())
    posed = problem_of([frequency(SAMPLE, "malli_a")], Rules(), earlier=[earlier.amounts, other, rest])
    assert not posed.arranged.fixed.any()
    assert not len(posed.arranged.withheld)


def test_hidden_numbers_of_a_published_table_are_not_in_its_system() -> None:
    published = vk.protect(crosstab(SAMPLE, "malli_a", by="maakunta"))
    found = system_of([published])
    rows = found.standings[0].rows
    unseen = published.frame["status"].eq("hidden").to_numpy()
    assert unseen.any()
    assert np.isnan(found.counts.values[rows[unseen]]).all()
    assert found.counts.shown[rows[~unseen]].all()
    assert_adds_up(found.counts)


def test_answers_of_another_time_under_one_name_are_another_population() -> None:
    one, other = (frequency(vastaukset(malli=codes), "malli") for codes in (["k", "k", "e"], ["k", "e", "e"]))
    found = system_of([one, other])
    assert len(found.counts.sums) == 2


def test_tables_that_contradict_one_another_are_told() -> None:
    table = crosstab(vastaukset(malli=["k", "k", "e"], laji=["p", "v", "v"]), "malli", by="laji", margins=True)
    table.cells["n"][0] = 2
    with pytest.raises(DisclosureError, match=r"different numbers of the same respondents .*laji"):
        system_of([table])


def test_the_same_number_twice_in_one_table_must_be_one() -> None:
    table = crosstab(
        vastaukset(malli=["k", "k", "e"], laji=["p", "p", "p"]), ["malli", "vaittamat[r1]"], by="laji", margins=True
    )
    table.cells["base"][3:6] = 7
    with pytest.raises(DisclosureError, match="different numbers"):
        system_of([table])


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (vk.reported({"k": 73, "e": 27}, 100), "lacks counts"),
        (
            vk.difference(frequency(SAMPLE, "malli_a"), frequency(SAMPLE, "malli_a")),
            "compares figures with one another",
        ),
    ],
)
def test_what_cannot_be_protected_is_told(table: Table, says: str) -> None:
    with pytest.raises(DisclosureError, match=says):
        problem_of([table], Rules())
    assert len(system_of([table]).standings[0].rows) == len(table)


def test_alpha_of_those_who_left_no_item_out_cannot_be_followed() -> None:
    with pytest.raises(DisclosureError, match=r"Cronbach's alpha .* into the text of the report"):
        problem_of([vk.cronbach_alpha(SAMPLE, "vaittamat")], Rules())
    scale = vk.Responses.from_frame(pd.DataFrame({"yksi": [1, 2, 3, 4] * 10, "kaksi": [2, 2, 3, 5] * 10}))
    assert len(problem_of([vk.cronbach_alpha(scale, ["yksi", "kaksi"])], Rules()).arranged.standings) == 1


def test_published_shares_leave_their_counts_open() -> None:
    found = system_of([vk.reported({"k": 73, "e": 12, "eos": 15}, 562)])
    low, high = (ends[found.standings[0].rows].tolist() for ends in (found.counts.low, found.counts.high))
    assert (low, high) == ([408, 65, 82], [413, 70, 87])


def test_a_crosstab_turned_round_is_the_same_numbers() -> None:
    one, other = crosstab(SAMPLE, "malli_a", by="toimiala"), crosstab(SAMPLE, "toimiala", by="malli_a")
    first, second = system_of([one, other]).standings
    assert set(first.rows) == set(second.rows)


def test_areas_that_nest_add_up_and_those_that_do_not_share_pieces() -> None:
    tables_ = [crosstab(SAMPLE, "malli_a", by=kind) for kind in ("maakunta", "erva", "suuralue")]
    found = system_of(tables_)
    wholes = {total.whole for total in found.counts.sums}
    for standing in found.standings[1:]:
        assert set(standing.rows) & wholes
    assert (~found.published).any()


def test_options_and_those_who_did_not_tick_them_make_the_base() -> None:
    table = frequency(vastaukset(palvelut=[("kevat",), ("kevat", "syksy"), ("syksy",), None]), "palvelut")
    posed = problem_of([table], Rules(min_count=1, group=False))
    system, standing = posed.counts.system, posed.arranged.standings[0]
    base = standing.bases[0]
    parts = [total.parts for total in system.sums if total.whole == base]
    assert {frozenset(system.values[list(own)]) for own in parts} == {frozenset({2.0, 1.0}), frozenset({0.0, 3.0})}
    # Everybody in the base ticked something: there are no fewer ticks than respondents.
    ticks = next(total.whole for total in system.sums if {*standing.rows} <= {*total.parts})
    assert system.values[ticks] == 4
    assert any(total.whole == ticks and base in total.parts for total in system.sums)


def test_missing_rows_of_a_published_table_leave_those_of_groups_open() -> None:
    answers = vastaukset(malli=["k", "e"] * 20 + ["kt"] * 9, laji=["p", "p", "v", "v"] * 12 + ["v"])
    table = crosstab(answers, "malli", by="laji", margins=True)
    published = vk.protect(table)
    found = system_of([published])
    assert found.counts.values[found.standings[0].missing].tolist() == [9]
    assert_adds_up(found.counts)
    # The table itself shows of which kind the nine are.
    assert refused_of_groups(system_of([table])) == {("laji", "p"), ("laji", "v")}
    assert not refused_of_groups(found)


def refused_of_groups(found: Arranged) -> set[tuple[str, str]]:
    """The kinds of which is shown how many refused, if anybody did."""
    return {
        fact
        for key, value in zip(found.counts.keys, found.counts.values, strict=True)
        if isinstance(key, Key) and value > 0 and any(code.startswith("!refused") for _, code in key.facts)
        for fact in key.facts
        if fact in (("laji", "p"), ("laji", "v"))
    }


def test_all_ticks_of_a_base_of_ticks_add_up() -> None:
    table = frequency(vastaukset(palvelut=[("kevat",), ("kevat", "syksy"), ("eos",)]), "palvelut", base="ticks")
    found = system_of([table])
    (standing,) = found.standings
    assert (standing.bases[0], set(standing.rows.tolist())) in [
        (total.whole, set(total.parts)) for total in found.counts.sums
    ]
    some = frequency(vastaukset(palvelut=[("kevat",), ("kevat", "syksy")]), "palvelut[kevat]", base="ticks")
    assert_adds_up(system_of([some]).counts)


@pytest.mark.parametrize(
    "where",
    [{"maakunta": ["06"]}, {"kunta": ["837"]}, {"jasenia": (2, None)}, {"jarjesto": ["A"]}, {"palvelut": ["kevat"]}],
)
def test_respondents_of_a_subset_are_counted_where_a_table_of_ticks_does_not_say_them(where: dict[str, Any]) -> None:
    given: dict[str, list[Any]] = {
        "laji": ["p", "v", "v", "p"] * 5,
        "palvelut": [("kevat",), ("kevat", "syksy"), ("eos",), None] * 5,
        "kunta": ["091", "049"] * 10,
        "jasenia": [1, 2, 50, None] * 5,
        "jarjesto": ["A", "B", "C", "A", "B"] * 4,
    }
    of_all = responses(kysely(), given)
    table = crosstab(of_all, "palvelut", base="ticks", by="laji", margins=True, where=where)
    system = problem_of([table], Rules()).counts.system
    assert not np.isnan(system.values).any()
    assert_adds_up(system)
    assert int(np.asarray(of_all.where(where).domain).sum()) in system.values
    protect(table)
