"""Decoded columns: the smallest codes that hold them, chunks put together, categories in one order."""

from __future__ import annotations

import numpy as np
import pytest

from verkosto.responses import MISSING, REASONS, Coded, Dated, Numeric
from verkosto.responses._variables import concat, in_order, smallest


@pytest.mark.parametrize(
    ("highest", "kind"),
    [(0, "int8"), (127, "int8"), (128, "int16"), (32767, "int16"), (32768, "int32"), (2**31, "int64")],
)
def test_codes_are_as_small_as_they_can_be(highest: int, kind: str) -> None:
    assert smallest(highest) == np.dtype(kind)


def test_reasons_are_told_for_each_kind_of_column() -> None:
    codes = np.array([0, 1, *MISSING.values()], dtype=np.int8)
    coded = Coded(codes, ("k", "eos"), (None, "dont_know"))
    assert coded.reasons().tolist() == [0, 1 + REASONS.index("dont_know"), *range(1, 1 + len(REASONS))]
    absent = np.array([0, 2], dtype=np.int8)
    assert Numeric(np.array([1.0, np.nan]), absent).reasons().tolist() == [0, 2]
    assert Dated(np.array(["2020-01-01", "NaT"], dtype="datetime64[s]"), absent).reasons().tolist() == [0, 2]


def test_chunks_of_text_are_numbered_by_first_appearance() -> None:
    one = Coded(np.array([1, 0, -1], dtype=np.int8), ["a", "b"], (), "string")
    other = Coded(np.array([0, -7, 1], dtype=np.int8), ["c", "a"], (), "string")
    merged = concat([one, other])
    assert isinstance(merged, Coded)
    assert list(merged.categories) == ["a", "b", "c"]
    assert merged.codes.tolist() == [1, 0, -1, 2, -7, 0]
    assert concat([one]) is one


def test_categories_are_put_in_order_and_other_columns_left_alone() -> None:
    sorted_codes = in_order(Coded(np.array([0, 1, -3, 2]), ["c", "a", "b"], (), "string"))
    assert isinstance(sorted_codes, Coded)
    assert (list(sorted_codes.categories), sorted_codes.codes.tolist()) == (["a", "b", "c"], [2, 0, -3, 1])
    numbers = Numeric(np.array([1.0]), np.array([0], dtype=np.int8))
    assert in_order(numbers) is numbers


def test_a_subset_of_a_column_is_taken_by_mask_or_by_place() -> None:
    dated = Dated(np.array(["2020-01-01", "2021-01-01"], dtype="datetime64[s]"), np.zeros(2, dtype=np.int8))
    assert dated.take(np.array([False, True])).values.tolist() == dated.take(np.array([1])).values.tolist()
    assert len(dated.take(np.array([1]))) == len(Numeric(np.array([1.0]), np.zeros(1, dtype=np.int8))) == 1
