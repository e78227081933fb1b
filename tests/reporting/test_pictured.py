from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.reporting._panels import Cell, Panel, Row
from verkosto.reporting._pictured import MOST_GROUPS, pictured


def panel(rows: list[tuple[float | None, int]], *, areas: bool = True) -> Panel:
    made = tuple(
        Row((f"alue {place}",), (Cell(share, share, share, None),), base) for place, (share, base) in enumerate(rows)
    )
    return Panel("dots", "Kysymys", ("Alue",), ("Kyllä",), ("k",), made, "answered", False, areas, ())


def shares(found: Panel) -> list[float | None]:
    return [row.cells[0].share for row in pictured(found).rows]


def test_areas_stand_by_share_and_those_without_answers_last() -> None:
    found = panel([(0.2, 5), (None, 0), (0.9, 3), (0.0, 4)])
    assert shares(found) == [0.9, 0.2, 0.0, None]
    assert pictured(found).ordered


def test_answers_keep_the_order_of_the_questionnaire() -> None:
    found = panel([(0.2, 5), (0.9, 3)], areas=False)
    assert shares(found) == [0.2, 0.9]
    assert not pictured(found).ordered


def test_one_area_is_in_no_order() -> None:
    assert not pictured(panel([(0.2, 5)])).ordered


def test_without_answers_to_choose_from_rows_still_have_an_order() -> None:
    row = Row(("alue",), (), 0)
    empty = Panel("dots", "K", ("A",), (), (), (row, row), "answered", False, True, ())
    assert len(pictured(empty).rows) == 2


@settings(max_examples=30)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 50)), min_size=1, max_size=60))
def test_of_many_groups_the_largest_are_shown(rows: list[tuple[float, int]]) -> None:
    found = pictured(panel(list(rows)))
    assert len(found.rows) + found.left_out == len(rows)
    assert len(found.rows) <= MOST_GROUPS
    smallest = min(row.base or 0 for row in found.rows)
    assert sum(base > smallest for _, base in rows) < MOST_GROUPS
