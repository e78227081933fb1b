"""Numbers that prove themselves: personal identity codes, bank accounts (IBAN) and business ids in a cell.

Each has a check digit or character, so that a number of the same form that is something else is hardly ever taken for
one. Nothing here tells whether a number was given to anybody. Every search looks at each character a bounded number of
times, however long the cell is.
"""

from __future__ import annotations

import datetime as dt
import re

__all__ = ["has_iban", "has_identity_code", "iban_length", "is_business_id"]

# A word processor may have made another dash of the hyphen.
_DASHES = "\\-\u2010-\u2015\u2212"
_IDENTITY = re.compile(
    rf"(?<!\w)([0-9]{{2}})([0-9]{{2}})([0-9]{{2}})([+{_DASHES}A-FU-Y])([0-9]{{3}})([0-9A-Y])(?!\w)",
    re.IGNORECASE | re.ASCII,
)
# Since 2023 each century has several signs; the number and the check character do not depend on them.
_CENTURIES = {"+": 1800, **dict.fromkeys("UVWXY", 1900), **dict.fromkeys("ABCDEF", 2000)}
_CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_FIRST_NUMBER = 2

# Two digits are looked for first, since letters stand everywhere; what precedes them is looked at after.
_IBAN = re.compile(r"[0-9]{2}(?<=[A-Za-z]{2}..)(?<![0-9A-Za-z][A-Za-z]{2}..)(?=[ \u00a0]?[0-9A-Za-z]{4})")
_IBAN_LENGTHS = {
    country[:2]: int(country[2:])
    for country in (
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 "
        "ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 "
        "LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 "
        "PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 "
        "YE30"
    ).split()
}
_LETTERS = {ord(letter): str(int(letter, 36)) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_IBAN_WHOLE = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]+", re.ASCII)

_BUSINESS_ID = re.compile(rf"(?:FI)?\s?([0-9]{{6,7}})[{_DASHES}]?([0-9])", re.ASCII | re.IGNORECASE)
_BUSINESS_WEIGHTS = (7, 9, 10, 5, 8, 4, 2)


def has_identity_code(cell: str) -> bool:
    """Tell whether a cell holds a Finnish personal identity code: a real date, a number, the right check character.

    The numbers 900 to 999, which hospitals and systems give for a time, count: they stand for a person too.

    Example:
        >>> has_identity_code("tunnus 131052-308T."), has_identity_code("131052-308U")
        (True, False)
    """
    return any(map(_is_identity_code, _IDENTITY.finditer(cell)))


def _is_identity_code(found: re.Match[str]) -> bool:
    day, month, year, sign, number, check = found.groups()
    if int(number) < _FIRST_NUMBER or _CHECKS[int(day + month + year + number) % 31] != check.upper():
        return False
    try:
        dt.date(_CENTURIES.get(sign.upper(), 1900) + int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def has_iban(cell: str) -> bool:
    """Tell whether a cell holds the number of a bank account: the length of its country, the right check digits.

    Example:
        >>> has_iban("Tili FI21 1234 5600 0007 85, kiitos"), has_iban("FI21 1234 5600 0007 86")
        (True, False)
    """
    for found in _IBAN.finditer(cell):
        start = found.start() - 2
        length = _IBAN_LENGTHS.get(cell[start : start + 2].upper())
        if length is not None and _is_iban(cell[start : start + 2 * length], length):
            return True
    return False


def iban_length(country: str) -> int | None:
    """Return how many characters an account number of a country has, None where it has no such numbers.

    Example:
        >>> iban_length("FI"), iban_length("XX")
        (18, None)
    """
    return _IBAN_LENGTHS.get(country.upper())


def _is_iban(text: str, length: int) -> bool:
    """Tell whether a text begins with an account number, in groups of four or in one."""
    grouped = text[4:5] in (" ", "\u00a0")
    width = length + (length - 1) // 4 if grouped else length
    written, after = text[:width], text[width : width + 1]
    if grouped:
        if any(gap not in (" ", "\u00a0") for gap in written[4::5]):
            return False
        written = written.replace(" ", "").replace("\u00a0", "")
    plain = written.upper()
    if after.isalnum() or len(plain) != length or not _IBAN_WHOLE.fullmatch(plain):
        return False
    return int((plain[4:] + plain[:4]).translate(_LETTERS)) % 97 == 1


def is_business_id(cell: str) -> bool:
    """Tell whether a cell is a Finnish business id (Y-tunnus), also without its hyphen or as a VAT number.

    Example:
        >>> is_business_id("2077474-0"), is_business_id("2077474-1")
        (True, False)
    """
    found = _BUSINESS_ID.fullmatch(cell.strip())
    if found is None:
        return False
    first = found[1].zfill(7)
    rest = sum(weight * int(digit) for weight, digit in zip(_BUSINESS_WEIGHTS, first, strict=True)) % 11
    return rest != 1 and int(found[2]) == (11 - rest) % 11
