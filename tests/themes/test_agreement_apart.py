"""Where coders disagree: the worst answers, the themes that they swap, and each two coders."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from made_codings import coding_of, random_coding, sets_of
from open_answers import ANSWERS, coded

from verkosto.themes import masi_distance


def test_coders_who_coded_different_answers() -> None:
    """Three coders of whom each two share a third of the answers; Fleiss exists, for each answer has two codings."""
    marks = random_coding(3, 3, 30, 2, missing=0).marks.copy()
    for answer in range(30):
        marks[answer % 3, answer] = -1
    result = coding_of(marks).agreement(resamples=50)
    assert not np.isnan(result["t0"].fleiss)
    assert result.pairs["answers"].tolist() == [10, 10, 10]
    assert result.pairs["alpha"].is_monotonic_increasing
    two = result.pairs.iloc[0]
    own = coding_of(marks).agreement(coders=[two["first"], two["second"]], resamples=0)
    assert own.alpha == pytest.approx(two["alpha"])
    assert own.coders == (two["first"], two["second"])


def test_pairs_without_a_common_answer() -> None:
    marks = np.array([[[1], [0], [-1]], [[1], [1], [1]], [[-1], [-1], [0]]])
    pairs = coding_of(marks).agreement(resamples=0).pairs
    assert pairs["answers"].tolist()[-1] == 0
    assert pairs[["agreement", "alpha", "first_themes"]].iloc[-1].isna().all()


def test_disagreements_worst_first() -> None:
    result = coded().agreement(resamples=0)
    table = result.disagreements()
    assert table["answer"].tolist() == ["v10", "v1", "v5", "v9", "v12"]
    assert table["distance"].tolist() == pytest.approx([1, 2 / 3, 2 / 3, 2 / 3, 2 / 3])
    assert table["differ"].tolist()[:3] == ["yhteistyo", "rahoitus", "viestinta"]
    assert table["said[Aino]"][0] == "yhteistyo"
    assert table["said[Bo]"][0] == ""
    assert "text" not in table
    with_text = result.disagreements(text=True)
    assert with_text["text"].tolist() == [ANSWERS[answer] for answer in table["answer"]]


def test_disagreement_is_the_mean_distance_of_pairs() -> None:
    coding = random_coding(11, 4, 25, 3)
    table = coding.agreement(resamples=0).disagreements().set_index("answer")
    for place, said in enumerate(zip(*sets_of(coding), strict=True)):
        given_sets = [one for one in said if one is not None]
        distances = [masi_distance(a, b) for a, b in itertools.combinations(given_sets, 2)]
        if sum(distances):
            row = table.loc[f"v{place}"]
            assert row["distance"] == pytest.approx(np.mean(distances))
            assert row["coders"] == len(given_sets)
            assert [bool(pd.isna(row[f"said[{name}]"])) for name in "ABCD"] == [one is None for one in said]
    assert table["distance"].is_monotonic_decreasing


def test_confusions() -> None:
    """A says t0 where B says t1, three times; t2 is overlooked once, which swaps nothing."""
    a = [[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 1]]
    b = [[0, 1, 0], [0, 1, 0], [1, 0, 0], [0, 0, 0], [0, 0, 1]]
    table = coding_of([a, b]).agreement(resamples=0).confusions
    assert table.to_dict("list") == {
        "theme": ["t0"],
        "other": ["t1"],
        "swaps": [3],
        "share_of_theme": [0.75],
        "share_of_other": [1.0],
    }
