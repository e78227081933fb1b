"""Mentions: what a sentence says of figures, place by place, and the span of figures that each allows."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from attrs import frozen

__all__ = ["AS_WRITTEN", "Kind", "Mention", "Span", "span_of"]

Kind = Literal[
    "percent", "points", "number", "part", "band", "times", "interval", "margin", "compare", "aside", "unread"
]

AS_WRITTEN = "as_written"
"""The mode of a plain number: the figure, rounded as the number is written."""

_HUNDRED = Fraction(100)
_SHARES = ("percent", "part", "points", "margin")


@frozen
class Mention:
    """One thing that a sentence says.

    Attributes:
        start: Where it stands in the sentence, modifier included.
        end: Where it ends.
        text: Its words, as they stand.
        kind: What it is; an "aside" is no figure of a table, such as a year.
        mode: How a number is meant ("as_written", "near", "over", …); the name of a band, comparison or aside.
        value: The number; shares between 0 and 1. Of "toiseksi yleisin" the place: 2.
        step: The step of the last digit written; 0 where nothing is rounded.
        ends: Both ends of an interval.
        apart: The numbers that it is if its space does not part thousands: "410 562:sta".
        of_base: Whether the words around say that it counts respondents.
        source: Whether it is where a change began: "kasvoi 60 prosentista".
        inside: Whether it stands in brackets.
        negated: Whether a word before says no.
    """

    start: int
    end: int
    text: str
    kind: Kind
    mode: str = AS_WRITTEN
    value: Fraction | None = None
    step: Fraction = Fraction(0)
    ends: tuple[Fraction, Fraction] | None = None
    apart: tuple[Fraction, ...] = ()
    of_base: bool = False
    source: bool = False
    inside: bool = False
    negated: bool = False

    @property
    def of_share(self) -> bool:
        """Whether it says how large a share is."""
        return self.kind in ("percent", "part", "band")


@frozen
class Span:
    """The figures that a mention allows; an open end is not one of them, and None is no end."""

    low: Fraction | None
    high: Fraction | None
    open_low: bool = False
    open_high: bool = False

    def holds(self, figure: Fraction, slack: Fraction = Fraction(0)) -> bool:
        """Whether a figure lies in it, give or take a slack."""
        if self.low is not None and (figure + slack < self.low or (self.open_low and figure + slack <= self.low)):
            return False
        return self.high is None or not (figure - slack > self.high or (self.open_high and figure - slack >= self.high))


def span_of(mention: Mention, tolerances: Mapping[str, float]) -> Span:
    """Return the figures that a mention of a number or of a band allows."""
    if mention.kind == "band":
        return _band(mention.mode, {name: Fraction(str(value)) / 100 for name, value in tolerances.items()})
    value = Fraction(0) if mention.value is None else mention.value
    if mention.mode == AS_WRITTEN:
        return Span(value - mention.step / 2, value + mention.step / 2)
    if mention.mode in _ONE_SIDED:
        return _ONE_SIDED[mention.mode](value)
    slack = _slack(mention, value, tolerances)
    return {
        "near": Span(value - slack, value + slack),
        "about": Span(value - slack, value + slack),
        "nearly": Span(value - slack, value, open_high=True),
        "just_over": Span(value, value + slack, open_low=True),
    }[mention.mode]


def _slack(mention: Mention, value: Fraction, tolerances: Mapping[str, float]) -> Fraction:
    given = {name: Fraction(str(allowed)) for name, allowed in tolerances.items()}
    if mention.kind == "times":
        return abs(value) * given["times"]
    if mention.kind not in _SHARES:
        return max(abs(value) * given["count"], mention.step / 2)
    widest = given[mention.mode] / _HUNDRED
    rest = min(abs(value), abs(1 - value)) if mention.kind in ("percent", "part") else abs(value)
    return max(min(widest, given["of_least"] * rest), mention.step / 2)


_ONE_SIDED = {
    "over": lambda value: Span(value, None, open_low=True),
    "under": lambda value: Span(None, value, open_high=True),
    "at_least": lambda value: Span(value, None),
    "at_most": lambda value: Span(None, value),
}


def _band(name: str, points: Mapping[str, Fraction]) -> Span:
    one, none = Fraction(1), Fraction(0)
    return {
        "all": Span(one, one),
        "none": Span(none, none),
        "nearly_all": Span(points["nearly_all"], one, open_high=True),
        "nearly_none": Span(none, points["nearly_none"], open_low=True),
        "few": Span(none, points["few"], open_low=True),
        "majority": Span(points["majority"], None, open_low=True),
        "clear_majority": Span(points["clear_majority"], None),
        "large_majority": Span(points["large_majority"], None),
        "minority": Span(None, points["majority"], open_high=True),
    }[name]
