"""Quantiles that are the answer of somebody who stands out."""

from __future__ import annotations

import numpy as np
import pandas as pd

import verkosto as vk
from verkosto.disclosure import Rules
from verkosto.disclosure._quantiles import single_answers


def answers(count: int) -> vk.Responses:
    return vk.Responses.from_frame(pd.DataFrame({"jasenia": np.arange(count) * 7 + 11.5}))


def test_the_smallest_and_the_largest_answer_are_hidden() -> None:
    table = vk.quantile(answers(40), "jasenia", probabilities=[0, 0.1, 0.5, 0.9, 1])
    published = vk.protect(table)
    assert published.frame["status"].tolist()[1:4].count("hidden") == 2
    assert published.frame["status"].tolist()[0::4] == ["hidden", "hidden"]
    assert published.frame["estimate"].notna().tolist() == [False, False, True, False, False]


def test_the_ends_of_an_interval_are_answers_too() -> None:
    few, many = (vk.protect(vk.quantile(answers(count), "jasenia")).frame for count in (12, 60))
    assert few["estimate"].notna().all()
    assert few[["se", "low", "high", "interval"]].isna().all(axis=None)
    assert many[["se", "low", "high", "interval"]].notna().all(axis=None)


def test_what_the_interval_reaches_lies_among_enough_answers() -> None:
    for count in (17, 25, 60, 400):
        table = vk.quantile(answers(count), "jasenia", probabilities=[0.25, 0.5, 0.75])
        _, ends = single_answers(table, Rules())
        values = np.arange(count) * 7 + 11.5
        for row, hidden in enumerate(ends):
            below = np.count_nonzero(values <= table.cells["low"][row])
            above = np.count_nonzero(values >= table.cells["high"][row])
            assert hidden or min(below, above) >= 4


def test_other_statistics_are_left_alone() -> None:
    table = vk.mean(answers(12), "jasenia")
    assert [mask.tolist() for mask in single_answers(table, Rules())] == [[False], [False]]
