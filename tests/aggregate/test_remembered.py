"""What is kept of an object goes with it."""

from __future__ import annotations

import numpy as np

from verkosto.aggregate._layout import Layout
from verkosto.aggregate._remembered import Remembered


class Owner:
    def __eq__(self, other: object) -> bool:
        raise AssertionError("owners are not compared")

    def __hash__(self) -> int:
        raise AssertionError("owners are not hashed")


def test_each_object_has_its_own_value_as_long_as_it_lives() -> None:
    made: list[int] = []

    def make(owner: Owner) -> list[int]:
        made.append(id(owner))
        return []

    remembered = Remembered(make)
    one, other = Owner(), Owner()
    remembered.of(one).append(1)
    assert (remembered.of(one), remembered.of(other)) == ([1], [])
    assert made == [id(one), id(other)]
    assert len(remembered) == 2
    del one
    assert len(remembered) == 1


def test_a_layout_keeps_few_things() -> None:
    layout = Layout(np.zeros((1, 0), dtype=np.intp), (), np.zeros(1, dtype=np.intp))
    made: list[int] = []
    for key in [*range(20), 19]:
        assert layout.once(key, lambda key=key: made.append(key) or key) == key  # type: ignore[misc, func-returns-value]
    assert made == list(range(20))
    assert len(layout.kept) <= 8
