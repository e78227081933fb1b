"""AAPOR's outcome rates as data: which cases stand above the line and which below it."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from verkosto.text import LocalText

__all__ = ["FORMULAS", "LABELS", "Formula"]


@frozen
class Formula:
    """A share of cases; `str` writes it in AAPOR's letters.

    Attributes:
        numerator: Letters of the cases counted.
        denominator: Letters of the cases known to be eligible that they are a share of.
        unknown: Which cases of unknown eligibility (UH, UO) are below the line too: none, all, or the share `e`.
    """

    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    unknown: Literal["none", "all", "e"] = "none"

    def __str__(self) -> str:
        """Write the formula."""
        below = _sum(self.denominator)
        if self.unknown != "none":
            below += " + e (UH + UO)" if self.unknown == "e" else " + (UH + UO)"
        above = _sum(self.numerator)
        return f"{above if len(self.numerator) == 1 else f'({above})'} / ({below})"


def _sum(letters: tuple[str, ...]) -> str:
    grouped = " + ".join(letters)
    for group in ("R + NC + O", "I + P"):
        if group != grouped:
            grouped = grouped.replace(group, f"({group})")
    return grouped


_I = ("I",)
_ANSWERED = ("I", "P")
_REACHED = ("I", "P", "R", "O")
_ELIGIBLE = ("I", "P", "R", "NC", "O")
_PRESENT = ("I", "P", "R")

FORMULAS: dict[str, Formula] = {
    "RR1": Formula(_I, _ELIGIBLE, "all"),
    "RR2": Formula(_ANSWERED, _ELIGIBLE, "all"),
    "RR3": Formula(_I, _ELIGIBLE, "e"),
    "RR4": Formula(_ANSWERED, _ELIGIBLE, "e"),
    "RR5": Formula(_I, _ELIGIBLE),
    "RR6": Formula(_ANSWERED, _ELIGIBLE),
    "COOP1": Formula(_I, _REACHED),
    "COOP2": Formula(_ANSWERED, _REACHED),
    "COOP3": Formula(_I, _PRESENT),
    "COOP4": Formula(_ANSWERED, _PRESENT),
    "REF1": Formula(("R",), _ELIGIBLE, "all"),
    "REF2": Formula(("R",), _ELIGIBLE, "e"),
    "REF3": Formula(("R",), _ELIGIBLE),
    "CON1": Formula(_REACHED, _ELIGIBLE, "all"),
    "CON2": Formula(_REACHED, _ELIGIBLE, "e"),
    "CON3": Formula(_REACHED, _ELIGIBLE),
}
"""The rates by their names."""

LABELS: dict[str, LocalText] = {
    "RR": LocalText(fi="vastausaste", sv="svarsfrekvens", en="response rate"),
    "COOP": LocalText(fi="yhteistyöaste", sv="samarbetsfrekvens", en="cooperation rate"),
    "REF": LocalText(fi="kieltäytymisaste", sv="vägransfrekvens", en="refusal rate"),
    "CON": LocalText(fi="tavoittamisaste", sv="kontaktfrekvens", en="contact rate"),
}
"""What each family of rates is called."""
