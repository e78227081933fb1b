from __future__ import annotations

from collections.abc import Iterator

import pytest
from attrs import evolve
from matplotlib.figure import Figure
from matplotlib.text import Text

from verkosto.aggregate import Table
from verkosto.reporting._canvas import style
from verkosto.reporting._charts import WIDTH, chart
from verkosto.reporting._panels import Cell, Panel, Row, panels


@pytest.fixture(autouse=True)
def _style() -> Iterator[None]:
    with style():
        yield


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def outside(figure: Figure) -> list[str]:
    """Texts that stick out of the picture, which would be cut."""
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    found = []
    for text in figure.findobj(Text):
        if text.get_text() and text.get_visible():
            box = text.get_window_extent(renderer)
            inside = box.x0 >= -1 and box.y0 >= -1 and box.x1 <= figure.bbox.x1 + 1 and box.y1 <= figure.bbox.y1 + 1
            if not inside:
                found.append(text.get_text())
    return found


def drawn(panel: Panel, lang: str = "fi") -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = chart(panel, lang)
    FigureCanvasAgg(figure)
    return figure


def test_bars_show_every_answer_with_its_share(bars: Table) -> None:
    figure = drawn(panels(bars)[0])
    shown = texts(figure)
    assert {"Kannatan", "En kannata", "En osaa sanoa", "60\xa0%", "20\xa0%"} <= set(shown)
    assert [round(patch.get_width(), 2) for patch in figure.axes[0].patches] == [0.6, 0.2, 0.2]  # type: ignore[attr-defined]


def test_stacked_bars_fill_the_whole(stacked: Table) -> None:
    figure = drawn(panels(stacked)[0])
    ends = [patch.get_x() + patch.get_width() for patch in figure.axes[0].patches]  # type: ignore[attr-defined]
    assert max(ends) == pytest.approx(1.0)
    assert {"Eri mieltä", "Samaa mieltä", "EOS", "120", "90"} <= set(texts(figure))


def test_dots_show_every_group_and_the_total(dots: Table) -> None:
    panel = panels(dots)[0]
    shown = texts(drawn(panel))
    assert {row.label for row in panel.rows} <= {text.replace("\n", " ") for text in shown}
    assert len(drawn(panel).axes) == 3


def test_no_text_is_cut(tables: list[Table]) -> None:
    for table in tables:
        for lang in ("fi", "en"):
            for panel in panels(table, lang):
                if not panel.empty:
                    assert outside(drawn(panel, lang)) == []


def test_long_names_and_wide_intervals_are_not_cut() -> None:
    name = "Helsingin yliopistollisen keskussairaalan erityisvastuualue " * 3
    option = "Järjestöjen vaikuttamismahdollisuudet maakunnallisessa päätöksenteossa " * 2
    cells = tuple(Cell(share, 0.0, 1.0, 1) for share in (0.0, 1.0, 0.5, 0.5, 0.5))
    rows = (Row((name,), cells, 12345), Row(("Lyhyt",), tuple(Cell(None, None, None, 0) for _ in cells), 0))
    options = (option, "Kyllä", "Ei", "En osaa sanoa", "Muu")
    base = Panel("dots", "K", ("A",), options, tuple("abcde"), rows, "answered", False, True, ())
    assert outside(drawn(base)) == []
    assert outside(drawn(evolve(base, kind="bars", rows=rows[:1]))) == []
    # A legend of one long and several short entries needs several lines.
    whole = tuple(Cell(share, 0.0, 1.0, 1) for share in (0.0, 0.5, 0.25, 0.2, 0.05))
    base = evolve(base, options=(option * 2, "Kyllä " * 9, "Ei " * 20, "En osaa sanoa", "Muu"))
    assert outside(drawn(evolve(base, kind="stacked", rows=(evolve(rows[0], cells=whole), rows[1])))) == []


def test_a_group_without_answers_has_a_dash_and_no_dot() -> None:
    rows = (Row(("Ahvenanmaa",), (Cell(None, None, None, 0),), 0),)
    panel = Panel("dots", "K", ("A",), ("Kyllä",), ("k",), rows, "answered", False, True, ())
    figure = drawn(panel)
    assert "–" in texts(figure)
    assert not [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    stacked = drawn(evolve(panel, kind="stacked"))
    assert "–" in texts(stacked)
    bars = drawn(evolve(panel, kind="bars"))
    assert "–" in texts(bars)
    assert not bars.axes[0].patches


def test_many_answers_stand_in_several_bands() -> None:
    cells = tuple(Cell(0.1, 0.0, 0.3, 1) for _ in range(8))
    rows = tuple(Row((f"alue {i}",), cells, 10) for i in range(3))
    options = tuple(f"vaihtoehto {i}" for i in range(8))
    panel = Panel("dots", "K", ("A",), options, options, rows, "answered", True, True, ())
    figure = drawn(panel)
    assert len(figure.axes) == 8
    assert figure.get_figwidth() == WIDTH
    assert texts(figure).count("alue 1") == 3
