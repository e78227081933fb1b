"""Columns that look as if they identified a respondent.

Only columns that no question claims are looked at. The marks are plain: a title that names an identifier, or a
cell with the form of an e-mail address, a telephone number or a personal identity code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from verkosto.responses._keys import fold

__all__ = ["looks_identifying", "title_identifies"]

_TITLE = re.compile(
    r"s[äa]hk[öo]posti|\be-?mail|e-post|puhelin|puh\.|\bgsm\b|\bphone|telefon|henkil[öo]tunnus|\bhetu\b|"
    r"personbeteckning|\bnimi\b|\bnimesi\b|\bnimenne\b|etunimi|sukunimi|\bname\b|förnamn|efternamn|\bnamn\b|"
    r"l[äa]hiosoite|katuosoite|postiosoite|\baddress\b|\badress\b|ip-osoite|syntym[äa]aika|yhteystie|"
    r"yhteyshenkil|yhdyshenkil|^token$|^ipaddr$"
)
# One character before the mark is enough for a search, and keeps it linear in long cells without spaces.
_EMAIL = re.compile(r"[^\s@<>;,]@[^\s@<>;,]+\.[^\s@<>;,]{2}")
_IDENTITY = re.compile(r"(?<!\w)[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-Y](?!\w)", re.IGNORECASE | re.ASCII)
_PHONE = re.compile(r"(?:\+358|\+\d{2,3}|0(?:4\d|50|9|[1-8]\d?))[\s-]?\d(?:[\s-]?\d){4,9}")
# A mobile number is told apart inside longer text too.
_MOBILE = re.compile(r"(?<![\w+.,])(?:\+358[\s-]?|0)(?:4\d|50)(?:[\s-]?\d){6,8}(?!\w)")
_BUSINESS_ID = re.compile(r"\d{7}-\d")
_FEWEST_DIGITS = 7


def title_identifies(title: str) -> bool:
    """Tell whether a title names an identifier."""
    return _TITLE.search(fold(title)) is not None


def looks_identifying(cells: Iterable[str]) -> bool:
    """Tell whether any cell holds an e-mail address, an identity code or a mobile number, or is a number to call.

    An association's business id (`0123456-7`) is public, and no number to call.
    """
    return any(map(_identifies, cells))


def _identifies(cell: str) -> bool:
    if "@" in cell and _EMAIL.search(cell):
        return True
    if sum(map(cell.count, "0123456789")) < _FEWEST_DIGITS:
        return False
    bare = cell.strip()
    landline = _PHONE.fullmatch(bare) is not None and not _BUSINESS_ID.fullmatch(bare)
    return landline or _IDENTITY.search(cell) is not None or _MOBILE.search(cell) is not None
