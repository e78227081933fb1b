from __future__ import annotations

import pytest
from attrs import evolve
from hidden_figures import without
from made_answers import vastaukset
from pictures import faults, figure_of, texts

from verkosto.aggregate import Table, crosstab, frequency, mean, nps
from verkosto.reporting import Picture
from verkosto.reporting._charts import Look, PlainKind, kind_of, panel_picture, picture_of
from verkosto.reporting._panels import Cell, Panel, Row, panels
from verkosto.responses import Responses


def drawn(panel: Panel, kind: PlainKind | None = None, lang: str = "fi", *, width: float = 8.6) -> Picture:
    return picture_of(panel, lang, kind, Look(title=panel.title, width=width, alone=True))


def test_every_table_has_the_chart_that_suits_it(answers: Responses, tables: list[Table]) -> None:
    assert [kind_of(panel) for table in tables for panel in panels(table)] == [
        *("bars", "bars", "likert", "dots", "dots", "dots", "bars"),
    ]
    same_answers = frequency(answers, ["malli", "malli"][:1])
    other = evolve(same_answers.variables[0], id="toinen")
    twice = panels(evolve(same_answers, variables=(same_answers.variables[0], other)))[0]
    assert kind_of(twice) == "stacked"
    assert kind_of(evolve(twice, several=True)) == "dots"
    one_step = evolve(twice, scaled=True, apart=("e", "eos"))
    assert kind_of(one_step) == "stacked"


def test_an_empty_panel_has_no_chart(nothing: Table) -> None:
    assert panel_picture(panels(nothing)[0], "fi") is None


def test_bars_of_a_multiple_choice_state_their_base(ticks: Table, bars: Table) -> None:
    several, one = (panel_picture(panels(table)[0], "fi") for table in (ticks, bars))
    assert several is not None
    assert one is not None
    assert "n = 90 vastaajaa, saattoi valita useita" in texts(several)
    assert "n = 100 vastaajaa" in texts(one)
    assert {"Kannatan", "En kannata", "En osaa sanoa", "60\xa0%", "20\xa0%"} <= set(texts(one))
    assert one.header == ("Vastaus", "Osuus", "Lukumäärä")
    assert one.rows[0] == ("Kannatan", "60\xa0% (50–69\xa0%)", "60")


def test_a_chart_that_stands_alone_says_what_its_lines_are(two_ways: Table) -> None:
    picture = drawn(panels(two_ways)[0])
    (note,) = (text for text in texts(picture) if text.startswith("n = "))
    assert note.endswith("vastaajaa. Painotettu. Jana on 95\xa0%:n luottamusväli. Katkoviiva on kaikkien ryhmien luku.")


def test_dots_show_every_group_and_the_total(dots: Table) -> None:
    panel = panels(dots)[0]
    picture = drawn(panel)
    shown = texts(picture)
    assert {row.label for row in panel.rows} <= set(shown)
    assert {"Kannatan", "En kannata", "En osaa sanoa", "Yhteensä"} <= set(shown)
    assert picture.header == ("Maakunta", "Kannatan", "En kannata", "En osaa sanoa", "n")
    assert len(picture.rows) == len(panel.rows)


def test_figures_below_zero_have_a_line_at_zero(answers: Responses) -> None:
    panel = panels(nps(answers, "suosittelu", by="laji"))[0]
    first = evolve(panel.rows[0], cells=(evolve(panel.rows[0].cells[0], figure=-0.2, low=-0.4, high=0.1),))
    picture = drawn(evolve(panel, rows=(first, *panel.rows[1:])))
    with figure_of(picture) as figure:
        (axes,) = figure.axes
        lines = [line for line in axes.lines if line.get_color() == "#1a1a1a" and line.get_linewidth() == 0.9]
        assert len(lines) == 1
    assert any(text.startswith("−") for text in texts(picture))


def test_a_group_without_answers_has_a_dash_and_no_dot() -> None:
    rows = (Row(("Ahvenanmaa",), (Cell(None, None, None, 0),), 0),)
    panel = Panel("dots", "K", ("A",), ("Kyllä",), ("k",), rows, "answered", False, "maakunta", (), number="0")
    kinds: tuple[PlainKind, ...] = ("dots", "stacked", "bars")
    for kind in kinds:
        assert "–" in texts(drawn(panel, kind))


def test_a_hidden_figure_is_a_word_and_never_a_bar_or_a_dot(bars: Table, dots: Table, stacked: Table) -> None:
    hidden = drawn(panels(without(bars, [0]))[0])
    assert texts(hidden).count("salattu") == 1
    with figure_of(hidden) as figure:
        fills = [patch.get_facecolor() for patch in figure.axes[0].patches]
        blue = (0x7F / 255, 0xA8 / 255, 0xD1 / 255, 1)
        assert fills.count(blue) == 1
    of_group = texts(drawn(panels(without(dots, [0, 1, 2], base=True), "sv")[0], lang="sv"))
    assert of_group.count("skyddad") == 4
    scale = texts(drawn(panels(without(stacked, [0]))[0]))
    assert "osin salattu" in scale
    assert "salattu" in texts(drawn(panels(without(stacked, [3, 4, 5]))[0]))


def test_one_answer_of_groups_can_be_bars_and_one_question_dots(answers: Responses, bars: Table) -> None:
    table = mean(answers, "suosittelu", by="laji", margins=True)
    picture = drawn(panels(table)[0], "bars")
    assert {"Paikallinen", "Valtakunnallinen", "Yhteensä"} <= set(texts(picture))
    turned = drawn(panels(bars)[0], "dots")
    assert "n" not in texts(turned)
    assert turned.alt.startswith("Pistekuvio: Kannatatko? Kannatan 60\xa0% (")
    assert turned.rows == drawn(panels(bars)[0]).rows


def test_no_text_is_cut_or_covered(tables: list[Table]) -> None:
    for table in tables:
        for panel in panels(table, "fi"):
            if not panel.empty:
                assert faults(drawn(panel)) == []


@pytest.mark.thorough
def test_long_names_and_wide_intervals_are_not_cut() -> None:
    name = "Helsingin yliopistollisen keskussairaalan erityisvastuualue " * 3
    option = "Järjestöjen vaikuttamismahdollisuudet maakunnallisessa päätöksenteossa " * 2
    cells = tuple(Cell(share, 0.0, 1.0, 1) for share in (0.0, 1.0, 0.5, 0.5, 0.5))
    rows = (Row((name,), cells, 12345), Row(("Lyhyt",), tuple(Cell(None, None, None, 0) for _ in cells), 0))
    options = (option, "Kyllä", "Ei", "En osaa sanoa", "Muu")
    base = Panel("dots", "K", ("A",), options, tuple("abcde"), rows, "answered", False, "maakunta", (), number="9")
    assert faults(drawn(base)) == []
    assert faults(drawn(base, width=4.5)) == []
    assert faults(drawn(evolve(base, kind="bars", rows=rows[:1]))) == []
    # A legend of one long and several short entries needs several lines.
    whole = tuple(Cell(share, 0.0, 1.0, 1) for share in (0.0, 0.5, 0.25, 0.2, 0.05))
    base = evolve(base, options=(option * 2, "Kyllä " * 9, "Ei " * 20, "En osaa sanoa", "Muu"), apart=("d",))
    stacked = evolve(base, kind="stacked", rows=(evolve(rows[0], cells=whole), rows[1]))
    assert faults(drawn(stacked)) == []
    assert faults(drawn(stacked, "likert", width=5.0)) == []


def test_many_answers_stand_in_several_bands() -> None:
    cells = tuple(Cell(0.1, 0.0, 0.3, 1) for _ in range(8))
    rows = tuple(Row((f"alue {i}",), cells, 10) for i in range(3))
    options = tuple(f"vaihtoehto {i}" for i in range(8))
    panel = Panel("dots", "K", ("A",), options, options, rows, "answered", True, "maakunta", ())
    assert texts(drawn(panel)).count("alue 1") == 3
    assert texts(drawn(panel, width=4.0)).count("alue 1") == 4


def test_the_total_of_sums_is_left_out_of_the_picture() -> None:
    rows = (Row(("A",), (Cell(5.0, 4.0, 6.0, 3),), 3), Row(("Yhteensä",), (Cell(9.0, 8.0, 9.9, 6),), 6, True, True))
    panel = Panel("dots", "K", ("A",), ("summa",), ("total",), rows, "answered", False, None, (), statistic="total")
    picture = drawn(panel)
    assert "Yhteensä" not in texts(picture)
    assert len(picture.rows) == 2


def test_the_same_panel_gives_the_same_bytes(dots: Table) -> None:
    one, other = (panel_picture(panels(dots)[0], "fi") for _ in range(2))
    assert one == other


def test_answers_apart_are_hatched_in_bars() -> None:
    picture = drawn(panels(crosstab(vastaukset(malli=["k", "eos"], laji=["p", "p"]), "malli", by="laji"))[0], "stacked")
    with figure_of(picture) as figure:
        hatches = [patch.get_hatch() for patch in figure.axes[0].patches]
    assert "////" in hatches
