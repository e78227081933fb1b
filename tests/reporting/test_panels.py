from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve
from hidden_figures import without
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import vastaukset

from verkosto.aggregate import Columns, Table, crosstab, difference, frequency, mean, quantile, reported, top_box
from verkosto.errors import OptionError
from verkosto.reporting._panels import Panel, panels
from verkosto.responses import Responses
from verkosto.text import LocalText


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
    assert (panel.apart, panel.variables, panel.number) == (("eos",), ("malli",), "100")


def test_questions_on_one_scale_share_a_panel(stacked: Table) -> None:
    panel = only(stacked, "en")
    assert (panel.kind, panel.heads) == ("stacked", ("Question",))
    assert [row.label for row in panel.rows] == ["Yhteistyö sujuu", "Tietoa on"]
    assert panel.bases == (120, 90)
    assert (panel.scaled, panel.items, panel.number) == (True, True, "90–120")


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


def test_options_of_a_multiple_choice_are_no_scale() -> None:
    rows = vastaukset(laji=["p", "v"], palvelut=[["kevat"], ["syksy"]])
    table = crosstab(rows, "laji", by="palvelut[kevat]")
    swapped = evolve(table, variables=table.groups, groups=(), cells=table.cells)
    assert not panels(evolve(swapped, cells=frequency(rows, "laji").cells))[0].scaled


def test_groups_are_rows_with_totals_apart(dots: Table) -> None:
    panel = only(dots)
    assert (panel.kind, panel.heads, panel.areas, panel.area_type) == ("dots", ("Maakunta",), True, "maakunta")
    assert len(panel.groups) == len(panel.rows) - 1
    assert panel.whole is panel.rows[-1]
    assert panel.whole.label == "Yhteensä"
    assert panel.bases == (panel.whole.base,)


def test_areas_are_known_by_their_codes_and_names_whatever_the_question_is_called(dots: Table) -> None:
    asked = evolve(dots.groups[0], id="kotimaakunta", text="Missä maakunnassa?")
    cells = {("kotimaakunta" if name == "maakunta" else name): column for name, column in dots.cells.data.items()}
    table = evolve(dots, groups=(asked,), cells=Columns(cells), origin=None)
    assert only(table).area_type == "maakunta"
    renamed = {code: LocalText(f"{text.fi} ja muut") for code, text in asked.labels.items()}
    assert only(evolve(table, groups=(evolve(asked, labels=renamed),))).area_type is None


def test_without_a_total_the_base_is_the_sum_of_the_groups(answers: Responses) -> None:
    with_total = only(crosstab(answers, "malli", by="laji", margins=True))
    without_one = only(crosstab(answers, "malli", by="laji"))
    assert without_one.whole is None
    assert without_one.bases == with_total.bases
    assert not without_one.areas


def test_two_ways_have_two_names_and_one_whole(two_ways: Table) -> None:
    first, second = panels(two_ways)
    assert len(first.rows[0].labels) == len(first.rows[0].codes) == 2
    assert first.rows[0].label.count(" · ") == 1
    assert [row.label for row in first.rows if row.whole] == ["Yhteensä"]
    assert any(row.total and not row.whole for row in first.rows)
    assert second.several
    assert (second.base_kind, second.weights) == ("answered", "paino")


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


def test_any_statistic_has_panels_in_its_own_unit() -> None:
    rows = vastaukset(jasenia=[1, 2, 1500], suosittelu=[0, 10, 9])
    means = only(mean(rows, ["jasenia", "suosittelu"]))
    assert (means.kind, means.items, means.shares, means.options) == ("dots", True, False, ("keskiarvo",))
    assert [row.cells[0].text("fi") for row in means.rows] == ["501,0", "6,3"]
    quartiles = only(quantile(rows, "jasenia", probabilities=[0.25, 0.5]))
    assert (quartiles.kind, quartiles.statistic) == ("bars", "quantile")
    assert only(reported({"k": 73, "e": 27}, 562)).bases == (562,)


def test_top_boxes_of_a_matrix_make_up_no_whole(answers: Responses) -> None:
    panel = only(top_box(answers, "vaittamat", boxes=1))
    assert (panel.kind, panel.shares, panel.several) == ("dots", True, False)
    assert panel.rows[0].cells[0].text("sv").endswith("\xa0%")


def test_a_difference_is_in_points_and_may_lack_an_answer() -> None:
    now, before = (frequency(vastaukset(malli=given), "malli") for given in (["k", "k", "e"], ["k", "e", "e"]))
    panel = only(difference(now, before))
    assert panel.rows[0].cells[0].text("fi") == "+33\xa0%-yks."
    first_two = evolve(before, cells=before.cells.take(np.array([1, 0])))
    assert [cell.text("fi") for cell in only(first_two).rows[0].cells] == ["33\xa0%", "67\xa0%", "–"]


def test_published_shares_that_add_up_to_more_overlap() -> None:
    assert only(reported({"k": 73, "e": 60}, 562)).several
    assert not only(reported({"k": 73, "e": 28}, 562)).several


def test_a_hidden_figure_is_a_word_in_every_part(dots: Table) -> None:
    panel = only(without(without(dots, [0]), [3, 4, 5], base=True))
    first, second = panel.rows[:2]
    assert (first.cells[0].text("fi"), first.cells[0].count("fi"), first.cells[0].interval("fi")) == (
        "salattu",
        "salattu",
        None,
    )
    assert first.cells[0].with_interval("en") == "suppressed"
    assert first.count("fi").isdigit()
    assert second.count("fi") == "salattu"
    assert panel.hidden == 4


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
