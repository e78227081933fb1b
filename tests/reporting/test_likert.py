from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve
from hidden_figures import without
from made_answers import vastaukset
from matplotlib.patches import Rectangle
from pictures import figure_of, texts

from verkosto.aggregate import Table, crosstab, frequency
from verkosto.errors import OptionError
from verkosto.reporting import Picture, chart
from verkosto.reporting._panel import Cell, Panel, Row

LEFT, RIGHT = 1.0, 8.4


def scale(*shares: float, apart: str = "") -> Panel:
    codes = tuple("abcdefg"[: len(shares)])
    cells = tuple(Cell(share, None, None, 1) for share in shares)
    rows = (Row(("Kysymys",), cells, 100, codes=("q[1]",)),)
    return Panel(
        "stacked",
        "Väittämät",
        ("Kysymys",),
        codes,
        codes,
        rows,
        "answered",
        False,
        None,
        (),
        apart=tuple(apart),
        items=True,
        scaled=True,
    )


def boxes(panel: Panel) -> tuple[float, list[tuple[float, float]]]:
    """Where the middle stands, and the ends of each part of the bar, in inches."""
    from verkosto.reporting._charts import Look, picture_of

    with figure_of(picture_of(panel, "fi", "likert", Look())) as figure:
        (axes,) = figure.axes
        middle = np.asarray(next(line for line in axes.lines if line.get_linewidth() == 0.9).get_xdata(), dtype=float)
        found = [patch for patch in axes.patches if isinstance(patch, Rectangle) and patch.get_height() > 0.25]
    return float(middle[0]), [(box.get_x(), box.get_x() + box.get_width()) for box in found]


def test_the_middle_stands_between_both_sides() -> None:
    middle, bars = boxes(scale(0.2, 0.3, 0.4, 0.1))
    assert bars[1][1] == pytest.approx(middle) == bars[2][0]
    sizes = [end - start for start, end in bars]
    assert sizes[0] / sizes[2] == pytest.approx(0.5)


def test_a_middle_answer_is_split() -> None:
    middle, bars = boxes(scale(0.1, 0.2, 0.4, 0.2, 0.1))
    assert sum(bars[2]) / 2 == pytest.approx(middle)


def test_cannot_say_stands_apart_at_the_right_in_the_same_measure() -> None:
    middle, bars = boxes(scale(0.25, 0.5, 0.25, apart="c"))
    no, yes, aside = bars
    assert no[1] == pytest.approx(middle) == yes[0]
    assert aside[0] > yes[1] + 0.2
    assert aside[1] - aside[0] == pytest.approx(no[1] - no[0])


def test_an_answer_of_nobody_has_no_box(stacked: Table) -> None:
    _, bars = boxes(scale(0.5, 0.0, 0.5))
    assert len(bars) == 2


def test_a_matrix_is_drawn_so_by_itself(stacked: Table) -> None:
    picture = chart(stacked)
    assert picture.alt.startswith("Pylväskuvio asteikon keskikohdan molemmin puolin: Mitä mieltä olet? ")
    assert {"Eri mieltä", "Samaa mieltä", "EOS", "Yhteistyö sujuu", "120", "90"} <= set(texts(picture))
    assert "0\xa0%" in texts(picture)


def test_one_row_of_a_matrix_and_groups_can_be_drawn_so(stacked: Table) -> None:
    one = chart(stacked, "likert", variable="vaittamat[r1]")
    assert one.title == "Yhteistyö sujuu"
    assert "Kaikki" in texts(one)
    answers = vastaukset(malli=["k", "e", "eos", "k"], laji=["p", "p", "v", "v"])
    groups = chart(crosstab(answers, "malli", by="laji", margins=True), "likert")
    assert [text for text in texts(groups) if text in ("Paikallinen", "Valtakunnallinen", "Yhteensä")] == [
        "Paikallinen",
        "Valtakunnallinen",
        "Yhteensä",
    ]


def test_rows_without_a_figure_say_why(stacked: Table) -> None:
    picture: Picture = chart(without(without(stacked, [0]), [3, 4, 5], base=True), lang="en")
    shown = texts(picture)
    assert "partly suppressed" in shown
    assert shown.count("suppressed") == 2
    assert picture.alt.endswith("Suppressed figures: 4.")


def test_what_makes_up_no_whole_has_no_such_bars(ticks: Table) -> None:
    with pytest.raises(OptionError, match="several"):
        chart(ticks, "likert")
    rows = vastaukset(malli=["k", "k"], jasenia=[1, 2])
    with pytest.raises(OptionError, match="at least two answers on a scale"):
        chart(frequency(rows, "malli"), "likert", value=["k", "eos"])
    from verkosto.aggregate import mean

    with pytest.raises(OptionError, match="not 'mean'"):
        chart(mean(rows, "jasenia"), "stacked")


def test_bars_reach_no_further_than_the_paper() -> None:
    panel = scale(0.0, 1.0)
    for wide in (panel, scale(1.0, 0.0), evolve(scale(0.1, 0.1, 0.8, apart="c"), options=("A", "B", "C"))):
        _, bars = boxes(wide)
        assert min(start for start, _ in bars) > LEFT - 0.5
        assert max(end for _, end in bars) < RIGHT
