"""The words of DDI-Codebook, and those of verkosto inside it: what is written is read by the same table."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = [
    "DATE_FORMATS",
    "DOMAINS",
    "GROUPS",
    "LANGUAGES",
    "NAMESPACE",
    "OWN",
    "ROLES_VOCABULARY",
    "SAMPLING",
    "SCHEMA",
    "sampling_in_words",
]

NAMESPACE = "ddi:codebook:2_5"
SCHEMA = "http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
OWN = "verkosto"
"""Who wrote the file, whose labels and whose notes: `software`, `labl/@vendor`, `notes/@type`."""

ROLES_VOCABULARY = "verkosto column roles"

DOMAINS: Mapping[str, tuple[str, str | None]] = {
    "single_choice": ("code", None),
    "multiple_choice": ("multiple", None),
    "matrix": ("code", None),
    "number": ("numeric", None),
    "text": ("text", None),
    "date": ("datetime", None),
    "area": ("geographic", None),
    "ranking": ("other", "ranking"),
    "nps": ("other", "nps"),
}
"""Kind of question → `responseDomainType` and, where the standard has no word, `otherResponseDomainType`."""

GROUPS: Mapping[str, tuple[str, str | None]] = {
    "multiple_choice": ("multipleResp", None),
    "matrix": ("grid", None),
    "ranking": ("other", "ranking"),
}
"""Kind of question → `type` and `otherType` of the group of its variables."""

DATE_FORMATS: Mapping[str, str] = {"dmy": "EDATE10", "mdy": "ADATE10"}
"""Order of day and month → the name that SPSS has for it."""

SAMPLING: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "open_link": (
        "Nonprobability.Availability",
        {
            "fi": "Ei-todennäköisyysotanta: itsestään muotoutunut näyte",
            "en": "Non-probability: Availability",
        },
    ),
    "sample": ("Probability", {"fi": "Todennäköisyysotanta", "en": "Probability"}),
    "census": (
        "TotalUniverseCompleteEnumeration",
        {"fi": "Kokonaisaineisto", "en": "Total universe/Complete enumeration"},
    ),
}
"""Sampling → the code of the DDI Alliance's vocabulary, and the terms of the Finnish Social Science Data Archive."""

LANGUAGES: Mapping[str, str] = {
    **{lang: lang for lang in ("fi", "sv", "en")},
    "fin": "fi",
    "swe": "sv",
    "eng": "en",
}
"""Codes of languages, of two and of three letters, that a codebook of verkosto holds."""

_CENSUS = ("kokonaisaineisto", "kokonaistutkimus", "totalundersökning", "total universe", "totaluniverse", "census")
_NO_PROBABILITY = ("ei-todennäk", "icke-sannolik", "non-prob", "nonprob", "non prob")
_OPEN = ("itsestään muotoutunut", "availability", "självselekt", "self-select", "avoin linkki")
_PROBABILITY = ("todennäköisyysotan", "satunnaisotan", "sannolikhetsurval", "slumpmässig", "probability", "random")


def sampling_in_words(text: str) -> str | None:
    """Return the sampling that a description names, None where it names none that verkosto tells apart.

    Example:
        >>> sampling_in_words("Todennäköisyysotanta: ositettu otanta"), sampling_in_words("Kokonaisaineisto")
        ('sample', 'census')
    """
    said = text.casefold()
    if any(word in said for word in _CENSUS):
        return "census"
    if any(word in said for word in _NO_PROBABILITY):
        return "open_link" if any(word in said for word in _OPEN) else None
    return "sample" if any(word in said for word in _PROBABILITY) else None
