"""Krippendorff's alpha against his examples, against the package krippendorff and nltk, and against its laws."""

from __future__ import annotations

import pickle
import warnings
from decimal import Decimal
from typing import Any, Literal

import krippendorff
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from open_answers import coded

from verkosto.errors import CodingError, OptionError
from verkosto.themes import krippendorff_alpha, masi_distance

NAN = np.nan

FOUR_BY_TWELVE = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
    [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
]
"""Krippendorff 2011, example C: four coders, twelve units, the last with one coding."""

LEVELS: tuple[Literal["nominal", "ordinal", "interval", "ratio"], ...] = ("nominal", "ordinal", "interval", "ratio")


def ratings() -> st.SearchStrategy[np.ndarray]:
    shape = st.tuples(st.integers(2, 5), st.integers(1, 9))
    values = st.one_of(st.just(NAN), st.sampled_from([0.0, 1.0, 2.0, 3.5, 7.0]))
    return arrays.arrays(np.float64, shape, elements=values)


@pytest.mark.parametrize(
    ("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorffs_example(level: Any, published: float) -> None:
    alpha = krippendorff_alpha(FOUR_BY_TWELVE, level=level)
    assert round(alpha, 3) == published
    assert (alpha.units, alpha.values, alpha.reason) == (11, 40, None)


def test_krippendorffs_example_of_two_coders() -> None:
    """Krippendorff 2011, example B: nominal, two observers of 12 units; alpha is 0.692."""
    first = ["a", "a", "b", "b", "d", "c", "c", "c", "e", "d", "d", "a"]
    second = ["b", "a", "b", "b", "b", "c", "c", "c", "e", "d", "d", "d"]
    assert round(krippendorff_alpha([first, second]), 3) == 0.692


@settings(max_examples=60)
@given(ratings())
def test_equals_the_package_krippendorff(table: np.ndarray) -> None:
    for level in LEVELS:
        with warnings.catch_warnings():
            # Where all pairs have one value the package divides by zero, or raises.
            warnings.simplefilter("ignore")
            try:
                expected = krippendorff.alpha(table, level_of_measurement=level)
            except ValueError:
                expected = NAN
        assert krippendorff_alpha(table, level=level) == pytest.approx(expected, abs=1e-9, nan_ok=True)


@settings(max_examples=30)
@given(ratings(), st.randoms(use_true_random=False))
def test_laws(table: np.ndarray, random: Any) -> None:
    """Neither the order of coders nor of units counts, nor a unit with one coding; whole weights repeat units."""
    coders, units = table.shape
    some, others = random.sample(range(coders), coders), random.sample(range(units), units)
    alone = np.full((coders, 1), NAN)
    alone[0] = 99
    weights = [random.randint(0, 3) for _ in range(units)]
    for level in LEVELS:
        alpha = pytest.approx(krippendorff_alpha(table, level=level), nan_ok=True)
        assert krippendorff_alpha(table[some][:, others], level=level) == alpha
        assert krippendorff_alpha(np.hstack([table, alone]), level=level) == alpha
        repeated = np.repeat(table, weights, axis=1)
        weighted = krippendorff_alpha(table, level=level, weights=weights)
        assert weighted == pytest.approx(krippendorff_alpha(repeated, level=level), nan_ok=True)


@pytest.mark.parametrize("level", [*LEVELS, lambda a, b: abs(a - b)])
def test_perfect_agreement_is_1(level: Any) -> None:
    alpha = krippendorff_alpha([[1, 2, 4, 2]] * 3, level=level)
    assert [float(alpha), alpha.observed] == [1, 0]


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([], "no_pairs"),
        ([[1, 2, 3]], "no_pairs"),
        ([[1, NAN], [NAN, 2]], "no_pairs"),
        ([[], []], "no_pairs"),
        ([[1, 1, NAN], [1, 1, 2]], "one_value"),
        ([[{"a"}], [{"a"}]], "one_value"),
    ],
)
def test_what_does_not_exist_says_why(table: Any, reason: str) -> None:
    alpha = krippendorff_alpha(table)
    assert np.isnan(alpha)
    assert alpha.reason == reason
    again = pickle.loads(pickle.dumps(alpha))
    assert (again.reason, again.units) == (reason, alpha.units)


def test_forms_of_a_table() -> None:
    """Arrays, frames and lists of numbers, truth values and texts; every kind of missing value."""
    expected = krippendorff_alpha(FOUR_BY_TWELVE)
    frame = pd.DataFrame(FOUR_BY_TWELVE)
    texts = [[None if value != value else f"arvo {value:g}" for value in row] for row in FOUR_BY_TWELVE]
    for table in (frame, frame.astype("Int64"), frame.to_numpy(), texts, pd.DataFrame(texts), frame.astype("category")):
        assert krippendorff_alpha(table) == expected
    assert krippendorff_alpha([[1, 0, pd.NA], [1, 1, pd.NaT]]) == krippendorff_alpha([[True, False], [True, True]])
    coders = {"Aino": FOUR_BY_TWELVE[0], "Eino": FOUR_BY_TWELVE[1]}
    assert krippendorff_alpha(coders) == krippendorff_alpha(FOUR_BY_TWELVE[:2])
    exact = [[None if value != value else Decimal(int(value)) for value in row] for row in FOUR_BY_TWELVE]
    assert krippendorff_alpha(exact, level="ratio") == krippendorff_alpha(FOUR_BY_TWELVE, level="ratio")
    mixed = [["nan", "x", NAN], ["nan", "y", "x"]]
    assert krippendorff_alpha(mixed).units == 2


def test_ordered_texts() -> None:
    names = dict(enumerate(["erittäin matala", "matala", "keski", "korkea", "erittäin korkea"], start=1))
    texts = [[names.get(int(value)) if value == value else None for value in row] for row in FOUR_BY_TWELVE]
    assert round(krippendorff_alpha(texts, level="ordinal", order=names.values()), 3) == 0.815
    with pytest.raises(CodingError, match="order is not known"):
        krippendorff_alpha(texts, level="ordinal")
    with pytest.raises(CodingError, match="`order` lacks"):
        krippendorff_alpha(texts, level="ordinal", order=["matala"])
    with pytest.raises(OptionError, match="order is of ordinal"):
        krippendorff_alpha(FOUR_BY_TWELVE, level="ratio", order=[1, 2, 3, 4, 5])


def test_numbers_far_from_zero_lose_no_digits() -> None:
    near = krippendorff_alpha(FOUR_BY_TWELVE, level="interval")
    far = krippendorff_alpha(np.array(FOUR_BY_TWELVE) + 1e7, level="interval")
    assert far == pytest.approx(near, abs=1e-9)


def test_many_values_of_a_ratio() -> None:
    random = np.random.default_rng(1)
    table = random.random((2, 300)) + np.arange(300)
    expected = krippendorff_alpha(table, level=lambda a, b: ((a - b) / (a + b)) ** 2)
    assert krippendorff_alpha(table, level="ratio") == pytest.approx(expected)


def test_a_function_gives_the_distance() -> None:
    sets = [[{"a"}, {"a", "b"}, set(), {"c"}], [{"a"}, {"b"}, set(), {"c", "a"}]]
    by_name, by_function = (krippendorff_alpha(sets, level=level) for level in ("masi", masi_distance))
    assert by_name == pytest.approx(by_function)
    squares = krippendorff_alpha(FOUR_BY_TWELVE, level=lambda a, b: (a - b) ** 2)
    assert squares == pytest.approx(krippendorff_alpha(FOUR_BY_TWELVE, level="interval"))


def test_a_coding_is_taken_by_its_sets() -> None:
    coding = coded()
    sets = [
        [
            {theme for theme, mark in zip(coding.codebook.ids, row, strict=True) if mark == 1} if row[0] >= 0 else None
            for row in coder
        ]
        for coder in coding.marks
    ]
    for level in ("masi", "jaccard", "nominal", masi_distance):
        expected = krippendorff_alpha(sets, level=level)
        assert krippendorff_alpha(coding, level=level) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("table", "arguments", "message"),
    [
        (5, {}, "no table"),
        ([5], {}, "no table"),
        (np.zeros(3), {}, "1 dimensions"),
        ([[1, 2], [1]], {}, "1 to 2 ratings"),
        ([[{1: 2}], [{1: 2}]], {}, "a dict, which cannot be compared"),
        ([["a", "b"], ["a", "a"]], {"level": "interval"}, "is of numbers"),
        ([[1, np.inf], [1, 2]], {"level": "interval"}, "is of numbers"),
        ([[1, -2], [1, 2]], {"level": "ratio"}, "from 0 up"),
        ([[{1}, 2], [{1}, {2}]], {"level": "masi"}, "is of sets"),
        (["aab", "abb"], {}, "a text where"),
        ("aab", {}, "a text where"),
        ([[1e300, 2e300], [1e300, 0]], {"level": "interval"}, "beyond 1e"),
        ([[1e308, 1], [1.7e308, 0]], {"level": "ratio"}, "beyond 1e"),
        ([[10**400, 1], [2, 1]], {"level": "interval"}, "is of numbers"),
        ([["a", "b"], ["a", "a"]], {"level": "ordinal", "order": ["a", "b", "a"]}, "a value twice"),
        ([[1, 2], [1, 1]], {"weights": [1e300, 1]}, "above 1e"),
        ([[1, 2], [1, 1]], {"level": lambda a, b: abs(a - b) * 1e300}, "from 0 up to 1e"),
        ([[1, 2], [1, 1]], {"weights": [1]}, "for 2 units"),
        ([[1, 2], [1, 1]], {"weights": [1, -1]}, "below 0"),
        ([[1, 2], [1, 1]], {"weights": ["a", 1]}, "no number"),
        ([[1, 2], [1, 1]], {"level": lambda _a, _b: 1}, "a distance to itself"),
        ([[1, 2], [1, 1]], {"level": lambda a, b: a - b}, "no number from 0 up"),
        ([[1, 2], [1, 1]], {"level": lambda a, b: a[b]}, "failed on two"),
    ],
)
def test_what_cannot_be_read_is_told(table: Any, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(CodingError, match=message):
        krippendorff_alpha(table, **arguments)


@pytest.mark.parametrize("level", ["nominel", 3])
def test_an_unknown_level_is_told(level: Any) -> None:
    with pytest.raises(OptionError, match="No level"):
        krippendorff_alpha(FOUR_BY_TWELVE, level=level)
