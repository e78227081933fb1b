"""Cells and titles that look as if they identified a respondent.

For withholding, a resemblance is enough: a mistyped identity code still tells a birthday, and `keep=` brings a column
back. For naming what a column holds (`mark_of`), check digits must be right and the whole cell must be that thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from verkosto.responses._check_digits import has_iban, has_identity_code, is_business_id
from verkosto.responses._keys import fold

__all__ = ["EMAIL", "Mark", "is_identity", "looks_identifying", "mark_of", "title_identifies"]

Mark = Literal["identity_code", "iban", "email", "phone", "business_id"]

_TITLE = re.compile(
    r"s[äa]hk[öo]posti|\be-?mail|e-post|puhelin|puh\.|\bgsm\b|\bphone|telefon|henkil[öo]tunnus|\bhetu\b|"
    r"personbeteckning|\bnimi\b|\bnimesi\b|\bnimenne\b|etunimi|sukunimi|\bname\b|förnamn|efternamn|\bnamn\b|"
    r"l[äa]hiosoite|katuosoite|postiosoite|\baddress\b|\badress\b|ip-osoite|syntym[äa]aika|yhteystie|"
    r"yhteyshenkil|yhdyshenkil|tilinumero|\biban\b|^token$|^ipaddr$"
)
# Cells are searched many at a time, with a character between them that no pattern takes into a match. A pattern begins
# with what is rare and looks back from there, for a look behind that comes first is tried at every character.
_BETWEEN = "\0"
_BATCH = 4096

# One character before the mark is enough for a search, and keeps it linear in long cells without spaces.
_EMAIL = re.compile(r"[^\s@<>;,\0]@[^\s@<>;,\0]+\.[^\s@<>;,\0]{2}")
EMAIL = re.compile(r"[^\s@<>;,]+@[^\s@<>;,]+\.[^\s@<>;,]{2,}")
"""A cell that is an e-mail address and nothing else (to `fullmatch`)."""

_IDENTITY = re.compile(r"[0-9]{6}(?<!\w[0-9]{6})[-+\u2010-\u2015\u2212A-FU-Ya-fu-y][0-9]{3}[0-9A-Ya-y](?!\w)", re.ASCII)
# A number to call is the whole cell, and no business id.
_PHONE = re.compile(
    r"\0\s*(?!\d{7}-\d\s*\0)(?:\+358|\+\d{2,3}|0(?:4\d|50|9|[1-8]\d?))[\s-]?\d(?:[\s-]?\d){4,9}\s*(?=\0)"
)
# A mobile number is told apart inside longer text too.
_MOBILE = re.compile(r"[+0](?<![\w+.,].)(?:(?<=\+)358[\s-]?|(?<=0))(?:4\d|50)(?:[\s-]?\d){6,8}(?!\w)")
_LONGEST_IDENTITY = 60


def title_identifies(title: str) -> bool:
    """Tell whether a title names an identifier."""
    return _TITLE.search(fold(title)) is not None


def looks_identifying(cells: Sequence[str]) -> bool:
    """Tell whether any cell holds an address, an identity code, an account or a mobile number, or is a number to call.

    An association's business id (`0123456-7`) is public, and no number to call.
    """
    return any(
        _identifies(_BETWEEN.join(("", *cells[start : start + _BATCH], ""))) for start in range(0, len(cells), _BATCH)
    )


def _identifies(text: str) -> bool:
    """Tell whether a text of cells, each between two separators, holds anything that identifies."""
    if "@" in text and _EMAIL.search(text):
        return True
    return any(pattern.search(text) for pattern in (_PHONE, _IDENTITY, _MOBILE)) or has_iban(text)


def is_identity(text: str) -> bool:
    """Tell whether a text is an identifier of a person and little else, as no title of a column is."""
    bare = "".join(text.split())
    if len(bare) > _LONGEST_IDENTITY:
        return False
    return bool(EMAIL.fullmatch(bare) or _IDENTITY.fullmatch(bare) or _PHONE.search(_alone(text))) or has_iban(bare)


def _alone(cell: str) -> str:
    return f"{_BETWEEN}{cell}{_BETWEEN}"


def mark_of(cell: str) -> Mark | None:
    """Return what a cell holds that identifies; None where it holds nothing of the kind.

    Identity codes, accounts and addresses are found inside longer text; a business id or a telephone number is the
    whole cell, or a mobile number inside it.

    Example:
        >>> mark_of("131052-308T"), mark_of("soita 040 123 4567"), mark_of("2077474-0"), mark_of("049")
        ('identity_code', 'phone', 'business_id', None)
    """
    if not _identifies(_alone(cell)):
        return "business_id" if is_business_id(cell) else None
    if has_identity_code(cell):
        return "identity_code"
    if has_iban(cell):
        return "iban"
    if _EMAIL.search(cell):
        return "email"
    return "phone" if _PHONE.search(_alone(cell)) or _MOBILE.search(cell) else None
