"""Codings of made answers, for tests that need marks and no words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
import numpy as np
from open_answers import QUESTION, open_responses

from verkosto.responses import Coded
from verkosto.themes import Codebook, Coding, Theme, answers_of

__all__ = ["coding_of", "random_coding", "sets_of"]


KINDS = ("sote", "kulttuuri", "liikunta")


def coding_of(marks: Any, *, book: Codebook | None = None, unit: Sequence[str] | None = None) -> Coding:
    """A coding of made answers with these marks, shape (coders, answers, themes)."""
    marks = np.asarray(marks, np.int8)
    coders, answers, themes = marks.shape
    book = book or Codebook("teemat", "Teemat", [Theme(f"t{place}", f"Teema {place}") for place in range(themes)])
    responses = open_responses({f"v{place}": f"Toive {place} 🙂" for place in range(answers)}, [None] * answers)
    if unit is not None:
        instrument = attrs.evolve(responses.instrument, unit_id="jarjestotyyppi")
        variable = Coded(np.array([KINDS.index(one) for one in unit], np.int8), KINDS)
        responses = attrs.evolve(
            responses, instrument=instrument, variables={**responses.variables, "jarjestotyyppi": variable}
        )
    names = tuple("ABCDEFGH"[:coders])
    return Coding(responses, answers_of(responses, QUESTION), book, names, marks)


def random_coding(seed: int, coders: int, answers: int, themes: int, *, missing: float = 0.3) -> Coding:
    random = np.random.default_rng(seed)
    meant = random.random((answers, themes)) < 0.4
    noise = random.random((coders, answers, themes)) < 0.2
    marks = (meant ^ noise).astype(np.int8)
    marks[random.random((coders, answers)) < missing] = -1
    marks[:2, 0] = meant[0]
    return coding_of(marks)


def sets_of(coding: Coding) -> list[list[frozenset[int] | None]]:
    """What each coder found in each answer."""
    return [
        [None if row.min(initial=1) < 0 else frozenset(np.flatnonzero(row).tolist()) for row in coder]
        for coder in coding.marks
    ]
