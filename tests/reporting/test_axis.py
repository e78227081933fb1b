from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto.aggregate import FigureUnit
from verkosto.reporting._axis import Axis, axis_of
from verkosto.reporting._panel import Cell

NUMBER = FigureUnit("number", 1)


def axis(*figures: float | None, unit: FigureUnit = NUMBER, from_zero: bool = False, right: float = 6.0) -> Axis:
    cells = [Cell(figure, figure, figure, 1, unit=unit) for figure in figures]
    return axis_of(cells, 1.0, right, "fi", from_zero=from_zero, beside=False)


def test_shares_have_the_whole_scale() -> None:
    found = axis(0.4, unit=FigureUnit())
    assert (found.low, found.high, found.ticks) == (0.0, 1.0, (0.0, 0.25, 0.5, 0.75, 1.0))
    assert (found.place(0), found.place(1)) == (1.0, 6.0)
    assert axis(0.4, unit=FigureUnit(), right=2.2).ticks == (0.0, 0.5, 1.0)
    assert found.zero is None


def test_bars_begin_at_zero_and_dots_where_their_figures_are() -> None:
    assert axis(3.9, 4.2).low > 3
    assert axis(3.9, 4.2, from_zero=True).low == 0
    # Figures that are not far from 0 have it on their scale.
    assert axis(1.0, 4.2).low == 0
    assert axis(-4.2, -1.0).high == 0


def test_points_and_scores_always_show_zero() -> None:
    found = axis(0.2, 0.4, unit=FigureUnit("points", signed=True))
    assert found.low == 0
    both = axis(-0.2, 0.4, unit=FigureUnit("score"))
    assert both.zero is not None
    assert both.place(both.low) < both.zero < both.place(both.high)


def test_round_numbers_have_no_more_decimals_than_they_need() -> None:
    assert axis(100, 400).unit.places == 0
    assert axis(0.011, 0.012).unit.places == 4
    assert [axis(0, 0.4).unit.figure(tick, "fi") for tick in axis(0, 0.4).ticks] == ["0,0", "0,1", "0,2", "0,3", "0,4"]


def test_figures_that_are_all_alike_or_none_still_have_a_scale() -> None:
    for found in (axis(5.0, 5.0), axis(0.0), axis(None), axis(), axis(-3.0)):
        assert found.high > found.low
        assert len(found.ticks) > 1


def test_room_for_figures_is_kept_beside_them() -> None:
    cells = [Cell(1234567.0, None, None, 1, unit=NUMBER)]
    found = axis_of(cells, 1.0, 6.0, "fi", from_zero=True, beside=True)
    assert found.right < 5.5


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=8), st.booleans())
def test_a_scale_holds_every_figure(figures: list[float], from_zero: bool) -> None:
    found = axis(*figures, from_zero=from_zero)
    assert all(found.left - 1e-6 <= found.place(figure) <= found.right + 1e-6 for figure in figures)
    assert 2 <= len(found.ticks) <= 8
    assert list(found.ticks) == pytest.approx(sorted(found.ticks))
