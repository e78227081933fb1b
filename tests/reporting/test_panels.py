from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import vastaukset

from verkosto.aggregate import Table, crosstab, frequency, mean, reported
from verkosto.errors import OptionError
from verkosto.reporting._panels import Panel, panels
from verkosto.responses import Responses


def only(table: Table, lang: str = "fi") -> Panel:
    (panel,) = panels(table, lang)
    return panel


def test_a_frequency_is_one_row_of_bars(bars: Table) -> None:
    panel = only(bars)
    assert panel.kind == "bars"
    assert panel.title == "Kannatatko?"
    assert panel.options == ("Kannatan", "En kannata", "En osaa sanoa")
    assert panel.bases == (100,)
    assert [cell.n for cell in panel.rows[0].cells] == [60, 20, 20]
    assert not panel.several


def test_questions_on_one_scale_share_a_panel(stacked: Table) -> None:
    panel = only(stacked, "en")
    assert (panel.kind, panel.heads) == ("stacked", ("Question",))
    assert [row.label for row in panel.rows] == ["Yhteistyö sujuu", "Tietoa on"]
    assert panel.bases == (120, 90)


def test_questions_on_other_scales_stand_apart(answers: Responses) -> None:
    found = panels(frequency(answers, ["malli", "laji", "vaittamat"]))
    assert [panel.kind for panel in found] == ["bars", "bars", "stacked"]


def test_a_scale_of_many_steps_is_not_stacked(answers: Responses) -> None:
    table = frequency(answers, ["suosittelu", "malli"])
    twice = evolve(table, variables=(table.variables[0], evolve(table.variables[0], id="toinen")))
    assert [panel.kind for panel in panels(twice)] == ["bars", "bars"]


def test_shares_of_ticks_are_not_stacked() -> None:
    rows = vastaukset(palvelut=[["kevat"], ["kevat", "syksy"]])
    table = frequency(rows, "palvelut", base="ticks")
    twice = evolve(table, variables=(table.variables[0], evolve(table.variables[0], id="toinen")))
    assert [panel.kind for panel in panels(twice)] == ["bars", "bars"]


def test_groups_are_rows_with_totals_apart(dots: Table) -> None:
    panel = only(dots)
    assert (panel.kind, panel.heads, panel.areas) == ("dots", ("Maakunta",), True)
    assert len(panel.groups) == len(panel.rows) - 1
    assert panel.whole is panel.rows[-1]
    assert panel.whole.label == "Yhteensä"
    assert panel.bases == (panel.whole.base,)


def test_without_a_total_the_base_is_the_sum_of_the_groups(answers: Responses) -> None:
    with_total = only(crosstab(answers, "malli", by="laji", margins=True))
    without = only(crosstab(answers, "malli", by="laji"))
    assert without.whole is None
    assert without.bases == with_total.bases
    assert not without.areas


def test_two_ways_have_two_names_and_one_whole(two_ways: Table) -> None:
    first, second = panels(two_ways)
    assert len(first.rows[0].labels) == 2
    assert first.rows[0].label.count(" · ") == 1
    assert [row.label for row in first.rows if row.whole] == ["Yhteensä"]
    assert any(row.total and not row.whole for row in first.rows)
    assert second.several
    assert second.base_kind == "answered"


def test_what_nobody_answered_is_empty(nothing: Table) -> None:
    panel = only(nothing)
    assert panel.empty
    assert panel.methods == ()


def test_methods_stand_once_and_the_general_one_first() -> None:
    panel = only(frequency(vastaukset(malli=["k", "k", "e"]), "malli"))
    assert panel.methods == ("wilson", "korn_graubard")


def test_an_unknown_language_is_refused(bars: Table) -> None:
    with pytest.raises(OptionError, match="'suomi'"):
        panels(bars, "suomi")


def test_figures_that_are_no_shares_are_refused() -> None:
    with pytest.raises(OptionError, match="holds the statistic 'mean'"):
        panels(mean(vastaukset(jasenia=[1, 2]), "jasenia"))
    release = reported({"k": 73, "e": 27}, 562)
    assert only(release).bases == (562,)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["k", "e", "eos", None]), st.sampled_from(["p", "v", None])), min_size=1))
def test_panels_hold_every_cell_of_the_table(rows: list[tuple[str | None, str | None]]) -> None:
    table = crosstab(
        vastaukset(malli=[a for a, _ in rows], laji=[b for _, b in rows]), "malli", by="laji", margins=True
    )
    panel = only(table)
    counts = [cell.n for row in panel.rows for cell in row.cells]
    assert counts == table.frame["n"].tolist()
    assert sum(row.base or 0 for row in panel.groups) == sum(a is not None and b is not None for a, b in rows)
