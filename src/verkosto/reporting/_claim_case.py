"""Case: one sentence of a claim with the figures that it is checked against."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from attrs import frozen

from verkosto.aggregate import Table
from verkosto.reporting._claim_figures import Figure, local
from verkosto.reporting._claim_gaps import Tested
from verkosto.reporting._claim_mentions import Mention, Span
from verkosto.reporting._claim_ranking import Ranked
from verkosto.reporting._claim_result import Finding, why
from verkosto.text import LocalText, format_number, format_percent

__all__ = ["DASH", "Case", "agreed", "chance", "denied", "judged", "span_text"]

DASH = LocalText(fi="–")
_NEARLY_NONE = 0.001


@frozen(eq=False)
class Case:
    """What a sentence is checked with.

    Attributes:
        table: The claim's table.
        variable: Which variable the sentence is about.
        groups: In which group, a code for each `by` of the table.
        values: Which answers.
        lang: Language of the sentence.
        sentence: Its words.
        mentions: What it says.
        figures: The rows that the claim names, in order.
        versus: What it compares with, or None.
        among: Whether the largest is one of the answers or one of the groups.
        within: In each group of what the sentence has to hold, or None.
        base: The base that the claim names, or None.
        tolerances: What the forms allow.
        level: Confidence at which a difference is larger than chance.
        tested: What was tested while the answers were at hand.
        ranked: What the ranking found, where the claim is about one.
    """

    table: Table
    variable: str
    groups: tuple[str, ...]
    values: tuple[str, ...]
    lang: str
    sentence: str
    mentions: tuple[Mention, ...]
    figures: tuple[Figure, ...]
    versus: Figure | None
    among: Literal["values", "groups"]
    within: str | None
    base: str | None
    tolerances: Mapping[str, float]
    level: float
    tested: Tested
    ranked: Ranked | None = None

    @property
    def main(self) -> Figure | None:
        """The figure that the sentence is mostly about."""
        return self.figures[0] if self.figures else None

    @property
    def named(self) -> tuple[Figure, ...]:
        """The rows that the claim names and what it compares with."""
        return self.figures if self.versus is None else (*self.figures, self.versus)

    @property
    def lacking(self) -> str:
        """Why there is no figure to check against: no answer is named, or the table has no total over its groups."""
        return "no_total" if self.values else "no_value"

    @property
    def everywhere(self) -> Mention | None:
        """The words that say that something holds in every group."""
        return next((m for m in self.mentions if m.kind == "compare" and m.mode == "everywhere"), None)

    @property
    def comparisons(self) -> tuple[Mention, ...]:
        """The words that compare, each kind once."""
        found = [m for m in self.mentions if m.kind == "compare" and m.mode != "everywhere"]
        return tuple({mention.mode: mention for mention in reversed(found)}.values())[::-1]


def agreed(case: Case, kind: str, said: Mention | str, shows: LocalText = DASH, *, because: LocalText | str) -> Finding:
    """Return the finding that the table agrees with a mention, or with other words of the sentence."""
    return judged(case, kind, said, shows, ok=True, because=because)


def denied(case: Case, kind: str, said: Mention | str, shows: LocalText = DASH, *, because: LocalText | str) -> Finding:
    """Return the finding that the table contradicts what is said, or cannot tell."""
    return judged(case, kind, said, shows, ok=False, because=because)


def judged(
    case: Case, kind: str, said: Mention | str, shows: LocalText = DASH, *, ok: bool, because: LocalText | str
) -> Finding:
    """Return a finding."""
    words = said if isinstance(said, str) else said.text
    reason = why(because) if isinstance(because, str) else because
    return Finding(kind, ok, " ".join(words.split()), shows, reason, case.lang)


def chance(p: float) -> LocalText:
    """Return a p-value as it is printed."""
    sign, shown = ("<", _NEARLY_NONE) if p < _NEARLY_NONE else ("=", p)
    return local(lambda lang: f"p {sign} {format_number(shown, decimals=3, lang=lang)}")


def span_text(span: Span, *, share: bool) -> LocalText:
    """Return what a form allows: "72,5–77,5 %", "> 50 %"."""

    def number(value: Fraction, lang: str) -> str:
        return format_number(float(value), decimals=_places(value), lang=lang)

    def percent(value: Fraction, lang: str) -> str:
        return format_percent(float(value), decimals=_places(value * 100), lang=lang)

    write = percent if share else number

    def text(lang: str) -> str:
        if span.low is None or span.high is None:
            end, is_open, signs = (
                (span.high, span.open_high, "<≤") if span.low is None else (span.low, span.open_low, ">≥")
            )
            return f"{signs[0] if is_open else signs[1]} {write(end or Fraction(0), lang)}"
        first = number(span.low * 100 if share else span.low, lang)
        return first_to_last(first, write(span.high, lang))

    return local(text)


def first_to_last(first: str, last: str) -> str:
    """Return two ends with a dash; a minus sign is kept apart from it."""
    return f"{first} – {last}" if "\N{MINUS SIGN}" in first + last else f"{first}–{last}"


def _places(value: Fraction) -> int:
    """Return how many decimals a number needs, two at most."""
    return next((places for places in range(2) if (value * 10**places).denominator == 1), 2)
