"""What LimeSurvey itself writes into exports, by language: as seen in version 6.14, unless a comment says otherwise."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = [
    "ANSWERS",
    "COMMENT",
    "FILE_COUNT",
    "LANGUAGES",
    "OTHER",
    "OTHER_CODE",
    "PLACE",
    "SCALE",
    "SYSTEM",
    "TICKED",
    "UNKNOWN",
    "UNTICKED",
]

LANGUAGES = ("fi", "sv", "en")

OTHER_CODE = "-oth-"
"""The code of the answer "other" in a single choice."""

OTHER: Mapping[str, str] = {"fi": "Muu", "sv": "Annat", "en": "Other"}
COMMENT: Mapping[str, str] = {"fi": "Kommentti", "sv": "Kommentar", "en": "Comment"}
# The Swedish words of these two come from no file that was seen: code headings do not need them.
PLACE: Mapping[str, str] = {"fi": "Sijoitus", "sv": "Rangordning", "en": "Rank"}
SCALE: Mapping[str, str] = {"fi": "Skaala", "sv": "Skala", "en": "Scale"}
FILE_COUNT = "filecount"

UNKNOWN = "N/A"
"""What long answers hold for no answer to some kinds of questions."""

TICKED = frozenset({"Y", "1", "Kyllä", "Ja", "Yes"})
UNTICKED = frozenset({"2", "Ei", "Nej", "No"})

# Types of questions whose answers LimeSurvey knows by itself: code, then Finnish, Swedish and English.
ANSWERS: Mapping[str, tuple[tuple[str, str, str, str], ...]] = {
    "Y": (("Y", "Kyllä", "Ja", "Yes"), ("N", "Ei", "Nej", "No")),
    "G": (("F", "Nainen", "Kvinna", "Female"), ("M", "Mies", "Man", "Male")),
    # The words of these two were not seen: only codes are sure.
    "C": (("Y", "Kyllä", "Ja", "Yes"), ("U", "Epävarma", "Osäker", "Uncertain"), ("N", "Ei", "Nej", "No")),
    "E": (
        ("I", "Lisääntyä", "Öka", "Increase"),
        ("S", "Sama", "Oförändrad", "Same"),
        ("D", "Vähentyä", "Minska", "Decrease"),
    ),
}

# Columns that no question asked: code, role, the setting that adds them, and headings (Swedish ones were not seen).
SYSTEM: tuple[tuple[str, str, str | None, tuple[str, ...]], ...] = (
    ("id", "response_id", None, ("Vastaus-ID", "Response ID")),
    ("submitdate", "time", None, ("Lähetys päivämäärä", "Date submitted")),
    ("lastpage", "ignore", None, ("Viimeinen sivu", "Last page")),
    ("startlanguage", "ignore", None, ("Aloituskieli", "Start language")),
    ("seed", "ignore", None, ("Siemen", "Seed")),
    ("token", "identifier", "usetokens", ()),
    ("startdate", "time", "datestamp", ("Aloituspäivämäärä", "Date started")),
    ("datestamp", "time", "datestamp", ("Viimeisimmän toiminteen päivämäärä", "Date last action")),
    ("ipaddr", "identifier", "ipaddr", ()),
    ("refurl", "ignore", "refurl", ()),
)
