"""Sets laid out in disjoint tiles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from verkosto.disclosure._tiles import tiled

masks = st.sets(st.integers(1, 63), min_size=1, max_size=8)


@given(masks)
def test_tiles_are_disjoint_and_cover_their_set(given: set[int]) -> None:
    for mask, tiles in tiled(given).items():
        assert mask in given
        assert len(tiles) > 1
        assert sum(tiles) == mask
        assert all(not one & other for one in tiles for other in tiles if one is not other)


@given(masks)
def test_all_that_is_known_of_inclusion_follows_from_tiles(given: set[int]) -> None:
    """A set that lies in another is a sum of tiles of the other, at whatever depth."""
    found = tiled(given)

    def inside(mask: int) -> set[int]:
        return {mask}.union(*(inside(tile) for tile in found.get(mask, [])))

    whole_tree = all(not a & b or not a & ~b or not b & ~a for a in given for b in given)
    for larger in given:
        for smaller in given - {larger}:
            if not smaller & ~larger:
                pieces = inside(larger)
                covered = [piece for piece in pieces if not piece & ~smaller]
                assert (smaller in pieces) if whole_tree else (_union(covered) == smaller)


def _union(several: list[int]) -> int:
    found = 0
    for one in several:
        found |= one
    return found


def test_nested_sets_make_a_tree() -> None:
    assert tiled([0b1111, 0b0011, 0b0001, 0b0010, 0b0100]) == {
        0b1111: [0b0011, 0b0100, 0b1000],
        0b0011: [0b0001, 0b0010],
    }


def test_sets_alone_have_no_tiles() -> None:
    assert tiled([0b01, 0b10]) == {}
