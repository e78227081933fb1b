"""Why a value is missing, in the words of .sav files: those that we write, and those that others do."""

from __future__ import annotations

from collections.abc import Mapping

from verkosto.instruments import MissingReason, reason_in_words
from verkosto.responses._keys import fold

__all__ = ["REASON_CODES", "REASON_LABELS", "sav_reason"]

REASON_CODES: Mapping[MissingReason, int] = {
    "not_answered": 90,
    "not_asked": 91,
    "not_applicable": 92,
    "dont_know": 93,
    "refused": 94,
    "invalid": 95,
    "withheld": 96,
}
"""The two last digits of the code that stands for a reason; the code is below 0."""

REASON_LABELS: Mapping[MissingReason, Mapping[str, str]] = {
    "not_answered": {"fi": "Ei vastattu", "sv": "Inte besvarad", "en": "Not answered"},
    "not_asked": {"fi": "Ei kysytty", "sv": "Inte frågad", "en": "Not asked"},
    "not_applicable": {"fi": "Ei koske vastaajaa", "sv": "Gäller inte", "en": "Not applicable"},
    "dont_know": {"fi": "En osaa sanoa", "sv": "Kan inte säga", "en": "Cannot say"},
    "refused": {"fi": "En halua vastata", "sv": "Vill inte svara", "en": "Prefer not to say"},
    "invalid": {"fi": "Virheellinen vastaus", "sv": "Ogiltigt svar", "en": "Invalid answer"},
    "withheld": {"fi": "Salattu", "sv": "Hemlig", "en": "Withheld"},
}
"""The label of each reason."""

_WRITTEN = {fold(label): reason for reason, labels in REASON_LABELS.items() for label in labels.values()}


def sav_reason(label: str) -> MissingReason | None:
    """Return the reason that the label of a missing value tells in Finnish, Swedish or English; None: it tells none.

    Example:
        >>> sav_reason("Ei vastausta"), sav_reason("Kaupunki")
        ('not_answered', None)
    """
    return _WRITTEN.get(fold(label)) or reason_in_words(label)
