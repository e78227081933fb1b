from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from verkosto.reporting._panel import Cell, Panel, Row
from verkosto.reporting._pictured import MOST_GROUPS, Order, pictured


def panel(rows: list[tuple[float | None, int]], *, areas: bool = True) -> Panel:
    made = tuple(
        Row((f"alue {place}",), (Cell(share, share, share, None),), base) for place, (share, base) in enumerate(rows)
    )
    area_type = "maakunta" if areas else None
    return Panel("dots", "Kysymys", ("Alue",), ("Kyllä",), ("k",), made, "answered", False, area_type, ())


def shares(found: Panel, order: Order = None) -> list[float | None]:
    return [row.cells[0].figure for row in pictured(found, order).rows]


def test_areas_stand_by_share_and_those_without_answers_last() -> None:
    found = panel([(0.2, 5), (None, 0), (0.9, 3), (0.0, 4)])
    assert shares(found) == [0.9, 0.2, 0.0, None]
    assert pictured(found).ordered


def test_figures_below_zero_come_before_none() -> None:
    assert shares(panel([(None, 0), (-0.5, 5), (-0.9, 3)])) == [-0.5, -0.9, None]


def test_answers_keep_the_order_of_the_questionnaire() -> None:
    found = panel([(0.2, 5), (0.9, 3)], areas=False)
    assert shares(found) == [0.2, 0.9]
    assert not pictured(found).ordered


def test_an_order_may_be_asked_for() -> None:
    found = panel([(0.2, 5), (0.9, 3)])
    assert shares(found, "given") == [0.2, 0.9]
    assert shares(panel([(0.2, 5), (0.9, 3)], areas=False), "value") == [0.9, 0.2]


def test_names_stand_in_the_order_of_the_finnish_alphabet() -> None:
    names = ["Ähtäri", "Åland", "Örö", "Zürich", "askola"]
    rows = tuple(Row((name,), (Cell(0.1, None, None, 1),), 1) for name in names)
    found = Panel("dots", "K", ("A",), ("K",), ("k",), rows, "answered", False, None, ())
    assert [row.label for row in pictured(found, "name").rows] == ["askola", "Zürich", "Åland", "Ähtäri", "Örö"]


def test_one_area_is_in_no_order() -> None:
    assert not pictured(panel([(0.2, 5)])).ordered


def test_without_answers_to_choose_from_rows_still_have_an_order() -> None:
    row = Row(("alue",), (), 0)
    empty = Panel("dots", "K", ("A",), (), (), (row, row), "answered", False, "maakunta", ())
    assert len(pictured(empty).rows) == 2


@settings(max_examples=30)
@example([(0.5, place) for place in range(60)])
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 50)), min_size=1, max_size=60))
def test_of_many_groups_the_largest_are_shown(rows: list[tuple[float, int]]) -> None:
    found = pictured(panel(list(rows)))
    assert len(found.rows) + found.left_out == len(rows)
    assert len(found.rows) <= MOST_GROUPS
    smallest = min(row.base or 0 for row in found.rows)
    assert sum(base > smallest for _, base in rows) < MOST_GROUPS
