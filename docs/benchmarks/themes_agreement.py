"""Agreement of three coders on 40 themes of 10 000 answers, beside the package krippendorff, theme by theme.

Run: python docs/benchmarks/themes_agreement.py [answers] [turns]

The codings are synthetic and always the same: each answer has some themes, and each coder overlooks or adds a few. Some
answers were coded by two of the three only. Both are asked in turn, in one process, and must give the same numbers.
For intervals the package would have to be asked again for each of 2000 resamples; that is its time, 2000 times.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import TypeVar

import krippendorff
import numpy as np
import pandas as pd

import verkosto as vk
from verkosto import themes

CODERS, THEMES, RESAMPLES = 3, 40, 2000
T = TypeVar("T")


def made(answers: int) -> themes.Coding:
    """Return a coding with marks of every coder."""
    random = np.random.default_rng(2024)
    rare = random.uniform(0.01, 0.12, THEMES)
    meant = random.random((answers, THEMES)) < rare
    each = (CODERS, answers, THEMES)
    marks = np.where(random.random(each) < 0.9, meant, random.random(each) < rare).astype(np.int8)
    marks[random.integers(0, CODERS, answers // 5), random.choice(answers, answers // 5, replace=False)] = -1
    kysely = vk.Instrument("mitattu", "Mitattu (synteettinen)", questions=(vk.Text("toive", "Mitä toivot?"),))
    texts = pd.DataFrame({"toive": [f"Toive numero {place}" for place in range(answers)]}, dtype="string")
    book = themes.Codebook("teemat", "Teemat", [themes.Theme(f"t{place}", f"Teema {place}") for place in range(THEMES)])
    responses = vk.Responses.from_frame(texts, kysely)
    names = tuple(f"K{place}" for place in range(1, CODERS + 1))
    return themes.Coding(responses, themes.answers_of(responses, "toive"), book, names, marks)


def looped(coding: themes.Coding) -> list[float]:
    """Ask the package for each theme."""
    marks = np.where(coding.marks < 0, np.nan, coding.marks)
    return [krippendorff.alpha(marks[:, :, theme], level_of_measurement="nominal") for theme in range(THEMES)]


def timed(call: Callable[[themes.Coding], T], coding: themes.Coding) -> tuple[float, T]:
    """Return the time that a call takes in seconds, and what it returns."""
    started = time.perf_counter()
    found = call(coding)
    return time.perf_counter() - started, found


def main(answers: int, turns: int) -> None:
    taken: dict[str, list[float]] = {name: [] for name in ("krippendorff", "alphas", "all figures", "with intervals")}
    for _ in range(turns):
        coding = made(answers)
        seconds, theirs = timed(looped, coding)
        taken["krippendorff"].append(seconds)
        seconds, ours = timed(lambda coding: coding.agreement().alphas, coding)
        taken["alphas"].append(seconds)
        taken["all figures"].append(timed(lambda coding: coding.agreement(resamples=0).frame, coding)[0])
        taken["with intervals"].append(timed(lambda coding: coding.agreement(resamples=RESAMPLES).frame, coding)[0])
    difference = np.abs(np.array(theirs) - list(ours.values())).max()
    print(f"{answers} answers; largest difference of the {THEMES} alphas: {difference:.1e}")
    medians = {name: statistics.median(seconds) for name, seconds in taken.items()}
    theirs_each = medians["krippendorff"]
    print(f"krippendorff, {THEMES} alphas: {theirs_each:.4f} s")
    print(f"{THEMES} alphas: {medians['alphas']:.4f} s, {theirs_each / medians['alphas']:.0f} × as fast")
    print(f"every figure of themes and of their sets: {medians['all figures']:.2f} s")
    seconds = medians["with intervals"]
    times = RESAMPLES * theirs_each / seconds
    print(f"the same with intervals of {RESAMPLES} resamples: {seconds:.2f} s, {times:.0f} × as fast")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, int(sys.argv[2]) if len(sys.argv) > 2 else 3)
