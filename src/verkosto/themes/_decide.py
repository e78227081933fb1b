"""Decide: one yes or no for each answer and theme, from what several coders say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from verkosto.errors import CodingError, did_you_mean
from verkosto.themes._marks import UNCODED, YES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from verkosto.themes._coding import Coding

    Marks = NDArray[np.int8]

__all__ = ["decide", "named"]

_RULES = ("majority", "any", "all", "proposal")


def decide(coding: Coding, how: str | Sequence[str]) -> Marks:
    """Do what `Coding.decide` says."""
    found = np.full(coding.marks.shape[1:], UNCODED, dtype=np.int8)
    for rule in named(coding, how):
        found = np.where(found == UNCODED, _by(coding, rule), found).astype(np.int8)
    return found


def named(coding: Coding, how: str | Sequence[str]) -> tuple[str, ...]:
    """Return the rules and coders that are asked for, in order.

    Raises:
        CodingError: One is neither a rule nor a coder, or nothing was proposed.
    """
    rules = tuple(how) if isinstance(how, Sequence) and not isinstance(how, str) else (how,)
    known = (*coding.coders, *_RULES)
    for rule in rules or ("",):
        if rule not in known:
            listed = ", ".join(map(repr, known))
            raise CodingError(f"how={rule!r} is no rule and no coder.{did_you_mean(rule, known)} Use {listed}.")
        if rule == "proposal" and rule not in coding.coders and coding.proposed is None:
            raise CodingError("nothing was proposed for these answers. Begin with `themes.propose`.")
    return rules


def _by(coding: Coding, rule: str) -> Marks:
    if rule in coding.coders:
        return np.asarray(coding.marks[coding.coders.index(rule)])
    if rule == "proposal" and coding.proposed is not None:
        return coding.proposed
    coders = coding.coded.sum(axis=0)[:, np.newaxis]
    yes = (coding.marks == YES).sum(axis=0)
    there = {"any": yes > 0, "all": yes == coders, "majority": 2 * yes > coders}[rule]
    return np.where(coders > 0, there, UNCODED).astype(np.int8)
