"""MASI against nltk's numbers (golden/masi.py) and against its definition."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.errors import CodingError
from verkosto.themes import krippendorff_alpha, masi_distance
from verkosto.themes._masi import SetDistance, distances_between, membership, sums_of_distances

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parents[1] / "golden" / "masi.json").read_text("utf-8"))

sets = st.frozensets(st.integers(min_value=0, max_value=5))


def jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    return 1 - len(a & b) / len(a | b) if a | b else 0.0


def test_distances_equal_those_of_nltk() -> None:
    assert len(GOLDEN["pairs"]) > 50
    for a, b, distance, _ in GOLDEN["pairs"]:
        assert masi_distance(set(a), set(b)) == pytest.approx(distance, abs=1e-15)


@pytest.mark.parametrize("level", ["masi", "jaccard"])
def test_alpha_of_sets_equals_that_of_nltk(level: SetDistance) -> None:
    coders = [[set(found) for found in said] for said in GOLDEN["coders"]]
    assert krippendorff_alpha(coders, level=level) == pytest.approx(GOLDEN["alpha"][level], abs=1e-12)


@pytest.mark.parametrize(
    ("a", "b", "thirds"),
    [("ab", "ab", 0), ("ab", "cd", 3), ("a", "abc", 3 - 2 / 3), ("ab", "bc", 3 - 1 / 3), ("", "", 0), ("", "a", 3)],
)
def test_by_hand(a: str, b: str, thirds: float) -> None:
    """The same; nothing shared; a part; something shared; two coders without a theme; one without."""
    assert masi_distance(set(a), set(b)) == pytest.approx(thirds / 3)


@given(sets, sets, sets)
def test_is_a_distance(a: frozenset[int], b: frozenset[int], c: frozenset[int]) -> None:
    assert masi_distance(a, b) == masi_distance(b, a)
    assert (masi_distance(a, b) == 0) == (a == b)
    assert 0 <= masi_distance(a, b) <= 1
    assert masi_distance(a, b) >= jaccard(a, b) - 1e-12
    assert masi_distance(a, c) <= masi_distance(a, b) + masi_distance(b, c) + 1e-12


@settings(max_examples=40)
@given(st.lists(sets, min_size=1, max_size=12, unique=True), st.sampled_from(["masi", "jaccard"]))
def test_arrays_do_as_single_sets(found: list[frozenset[int]], kind: SetDistance) -> None:
    members = membership(found)
    counts = np.arange(1.0, len(found) + 1)
    one = masi_distance if kind == "masi" else jaccard
    expected = np.array([[one(a, b) for b in found] for a in found])
    assert distances_between(members[:, np.newaxis], members, kind) == pytest.approx(expected)
    assert sums_of_distances(members, counts, kind) == pytest.approx(expected @ counts)


@pytest.mark.parametrize("elements", [12, 140])
def test_many_sets_are_met_in_blocks(elements: int) -> None:
    """More sets than a block holds; more elements than are counted in bytes."""
    random = np.random.default_rng(3)
    members = np.unique(random.random((1400, elements)) < 5 / elements, axis=0)
    counts = random.integers(0, 4, len(members)).astype(float)
    some = random.integers(0, len(members), 20)
    for kind in ("masi", "jaccard"):
        expected = distances_between(members[some, np.newaxis], members, kind) @ counts
        assert sums_of_distances(members, counts, kind)[some] == pytest.approx(expected)


def test_what_is_no_set_is_refused() -> None:
    with pytest.raises(CodingError, match="two sets, not of a list"):
        masi_distance(["tilat"], {"tilat"})  # type: ignore[arg-type]
