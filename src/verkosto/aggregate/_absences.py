"""Missing answers of a table in words: how many there are, for each reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from verkosto.responses import REASONS
from verkosto.text import HIDDEN, MISSING, format_number

if TYPE_CHECKING:
    from verkosto.aggregate._table import Table

__all__ = ["missing_lines", "reason_text"]

_REASONS = {
    "not_answered": {"fi": "ei vastannut", "sv": "svarade inte", "en": "did not answer"},
    "not_asked": {"fi": "ei kysytty", "sv": "fick inte frågan", "en": "was not asked"},
    "not_applicable": {"fi": "ei koske vastaajaa", "sv": "berör inte den svarande", "en": "does not apply"},
    "dont_know": {"fi": "ei osannut sanoa", "sv": "kunde inte säga", "en": "could not say"},
    "refused": {"fi": "ei halunnut vastata", "sv": "ville inte svara", "en": "refused"},
    "invalid": {"fi": "vastausta ei voitu tulkita", "sv": "svaret kunde inte tolkas", "en": "could not be read"},
    "withheld": {"fi": "jätetty pois", "sv": "utelämnat", "en": "withheld"},
}
_GROUP = {"fi": "Ryhmä ei tiedossa", "sv": "Gruppen är inte känd", "en": "Group not known"}


def reason_text(reason: str, lang: str) -> str:
    """Return a reason for a missing answer in words; the reason itself where a later version made it."""
    return _REASONS[reason][lang] if reason in _REASONS else reason


def missing_lines(table: Table, lang: str) -> Iterator[str]:
    """Say why answers are missing, a line for each variable that lacks any: "Ei vastannut 12, ei kysytty 3"."""
    lists = table.absences.lists()
    counts: dict[str, dict[str, int | None]] = {}
    for variable, reason, n in zip(lists["variable"], lists["reason"], lists["n"], strict=True):
        of_variable = counts.setdefault(variable, {})
        before = of_variable.get(reason, 0)
        of_variable[reason] = None if n is None or before is None else before + n
    groups = {heading.id for heading in table.groups}
    for heading in (*table.variables, *table.groups):
        if heading.id not in counts:
            continue
        line = _reasons(counts[heading.id], lang)
        if heading.id in groups:
            line = f"{_GROUP[lang]} ({heading.text.get(lang)}) {MISSING} {line}"
        elif len(table.variables) > 1:
            line = f"{heading.text.get(lang)} {MISSING} {line}"
        yield line[:1].upper() + line[1:]


def _reasons(counts: dict[str, int | None], lang: str) -> str:
    known = dict.fromkeys([*(reason for reason in REASONS if reason in counts), *counts])
    numbers = {reason: HIDDEN.get(lang) if n is None else format_number(n, lang=lang) for reason, n in counts.items()}
    return ", ".join(f"{reason_text(reason, lang)} {numbers[reason]}" for reason in known)
