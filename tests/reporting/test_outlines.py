from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.reporting._geojson import Ring, Shape
from verkosto.reporting._outlines import drawn_shapes


def ring(x: float, y: float, size: float) -> Ring:
    return ((x, y), (x + size, y), (x + size, y + size), (x, y + size))


def area(points: Ring) -> float:
    return sum(x * v - u * y for (x, y), (u, v) in zip(points, (*points[1:], points[0]), strict=True)) / 2


def extent(points: Ring) -> tuple[float, float]:
    return max(x for x, _ in points) - min(x for x, _ in points), max(y for _, y in points) - min(y for _, y in points)


def test_metres_are_drawn_as_they_are() -> None:
    (drawn,), height = drawn_shapes([Shape("01", ((ring(300_000, 6_700_000, 200_000),),))], 4.0, 9.0)
    assert extent(drawn.rings[0]) == pytest.approx((4.0, 4.0), abs=0.01)
    assert height == pytest.approx(4.0)


def test_degrees_are_narrower_in_the_north() -> None:
    (drawn,), _ = drawn_shapes([Shape("01", ((ring(24, 59.5, 1),),))], 4.0, 9.0)
    across, down = extent(drawn.rings[0])
    # cos 60° is a half.
    assert across / down == pytest.approx(0.5, abs=0.01)


def test_a_high_map_is_made_lower_and_stands_in_the_middle() -> None:
    tall: Ring = ((0, 0), (100_000, 0), (100_000, 1_000_000), (0, 1_000_000))
    (drawn,), height = drawn_shapes([Shape("01", ((tall,),))], 4.0, 5.0)
    assert height == pytest.approx(5.0)
    assert min(x for x, _ in drawn.rings[0]) == pytest.approx(1.75, abs=0.01)


def test_edges_run_one_way_and_holes_the_other() -> None:
    outer, hole = ring(0, 0, 500_000), ring(100_000, 100_000, 100_000)
    for polygon in ((outer, hole), (outer[::-1], hole), (outer, hole[::-1])):
        (drawn,), _ = drawn_shapes([Shape("01", (polygon,))], 4.0, 9.0)
        assert area(drawn.rings[0]) > 0 > area(drawn.rings[1])


def test_neighbours_keep_their_common_border() -> None:
    left = ((0.0, 0.0), (250_000.0, 0.0), (250_400.0, 123_456.0), (250_000.0, 500_000.0), (0.0, 500_000.0))
    right = ((250_000.0, 500_000.0), (250_400.0, 123_456.0), (250_000.0, 0.0), (500_000.0, 0.0), (500_000.0, 5e5))
    one, other = drawn_shapes([Shape("01", ((left,),)), Shape("13", ((right,),))], 4.0, 9.0)[0]
    border = {point for point in one.rings[0] if abs(point[0] - 2.0) < 0.05}
    assert border
    assert border <= set(other.rings[0])


def test_no_more_points_are_kept_than_eyes_can_see() -> None:
    import math

    circle = tuple(
        (math.cos(2 * math.pi * i / 50_000) * 1e5, math.sin(2 * math.pi * i / 50_000) * 1e5) for i in range(50_000)
    )
    (drawn,), _ = drawn_shapes([Shape("01", ((circle,),))], 4.0, 9.0)
    assert 100 < len(drawn.rings[0]) < 4_000


def test_a_speck_is_drawn_and_other_islands_of_its_size_are_not() -> None:
    big, tiny = ring(0, 0, 500_000), ring(900_000, 0, 10)
    both, alone = drawn_shapes([Shape("01", ((big,), (tiny,))), Shape("13", ((tiny,),))], 4.0, 9.0)[0]
    assert len(both.rings) == 1
    assert extent(alone.rings[0]) == pytest.approx((0.04, 0.04))


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=3, max_size=9, unique=True))
def test_the_spot_for_a_name_lies_within_the_area(points: list[tuple[int, int]]) -> None:
    shape = Shape("01", ((tuple((x * 1e4, y * 1e4) for x, y in points),),))
    drawn, _ = drawn_shapes([shape, Shape("13", ((ring(0, 0, 4e5),),))], 4.0, 9.0)
    first, frame = drawn
    assert frame.room == pytest.approx(4.0, abs=0.02)
    assert first.room >= 0
    xs, ys = zip(*first.rings[0], strict=True)
    assert min(xs) <= first.spot[0] <= max(xs)
    assert min(ys) - 0.01 <= first.spot[1] <= max(ys) + 0.01
