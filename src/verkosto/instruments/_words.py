"""What files call an answer in Finnish, Swedish and English: ticked or not, and why there is none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from verkosto.instruments._options import MissingReason, OptionKind
from verkosto.text import LocalText

__all__ = ["TICKED", "UNTICKED", "kind_in_words", "missing_kind", "reason_in_words"]

TICKED = LocalText(fi="Valittu", sv="Vald", en="Selected")
UNTICKED = LocalText(fi="Ei valittu", sv="Inte vald", en="Not selected")
"""Labels of the two values of an option's own column."""

_WORDS: Mapping[MissingReason, tuple[str, ...]] = {
    "dont_know": (
        *("en osaa sanoa", "en osaa sanoa (eos)", "ei osaa sanoa", "eos", "en tiedä", "ei tiedä", "vet inte", "vet ej"),
        *("kan inte säga", "kan ej säga", "cannot say", "can't say", "don't know", "do not know", "dk", "dont_know"),
    ),
    "refused": (
        *("en halua vastata", "en halua sanoa", "ei halua vastata", "kieltäytyi", "kieltäytyi vastaamasta"),
        *("kieltäytyy", "vill inte svara", "vill ej svara", "vägrar", "prefer not to say", "refused", "refusal"),
    ),
    "not_applicable": (
        *("ei koske", "ei koske minua", "ei koske meitä", "ei koske järjestöämme", "ei koske vastaajaa", "ei sovellu"),
        *("berör inte", "berör inte oss", "gäller inte", "gäller ej", "ej tillämplig", "not applicable", "inap"),
        *("inapplicable", "does not apply", "n/a", "nap", "not_applicable"),
    ),
    "not_asked": (
        *("ei kysytty", "ei esitetty", "ei näytetty", "kysymystä ei esitetty", "inte frågad", "ej frågad", "ej ställd"),
        *("frågan ställdes inte", "inte tillfrågad", "not asked", "question not asked", "not shown"),
        "not administered",
    ),
    "not_answered": (
        *("ei vastattu", "ei vastausta", "ei vastannut", "ei vastaa", "puuttuu", "puuttuva", "puuttuva tieto"),
        *("tieto puuttuu", "ei tietoa", "inte besvarad", "ej besvarad", "inget svar", "ej svar", "har inte svarat"),
        *("saknas", "uppgift saknas", "not answered", "no answer", "no response", "did not answer", "missing"),
    ),
}
_KINDS: Mapping[MissingReason, OptionKind] = {
    "dont_know": "dont_know",
    "refused": "refused",
    "not_applicable": "not_applicable",
    # No option says that nobody was asked, but an answer it is not.
    "not_asked": "not_applicable",
}


def _folded(text: str) -> str:
    alike = unicodedata.normalize("NFKC", text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return " ".join(alike.split()).casefold().strip(" .()[]")


_REASONS: Mapping[str, MissingReason] = {_folded(word): reason for reason, words in _WORDS.items() for word in words}
# Longer words first, so that "not applicable" is found before a part of it could be; abbreviations stand in others.
_INSIDE = sorted((word for word, reason in _REASONS.items() if reason in _KINDS and len(word) > 4), key=len)[::-1]


def reason_in_words(label: str) -> MissingReason | None:
    """Return why a value is missing, where its label says that and nothing else.

    Example:
        >>> reason_in_words("Ei vastausta"), reason_in_words("Ei kysytty."), reason_in_words("Kaupunki")
        ('not_answered', 'not_asked', None)
    """
    return _REASONS.get(_folded(label))


def kind_in_words(label: str) -> OptionKind | None:
    """Return what an option's label says when it is no substantive answer and says nothing else.

    Example:
        >>> kind_in_words("En osaa sanoa."), kind_in_words("En tiedä, mitä mieltä hän on")
        ('dont_know', None)
    """
    reason = reason_in_words(label)
    return None if reason is None else _KINDS.get(reason)


def missing_kind(words: str) -> OptionKind | None:
    """Return why a value that is known to be missing is so, by any of the words about it; None: they do not tell.

    Example:
        >>> missing_kind("Inap. (vain jäsenet)"), missing_kind("Tieto puuttuu")
        ('not_applicable', None)
    """
    text = _folded(words)
    if kind := kind_in_words(text):
        return kind
    found = next((word for word in _INSIDE if word in text), None)
    if found is None:
        return "not_applicable" if re.match(r"inap\b", text) else None
    return _KINDS[_REASONS[found]]
