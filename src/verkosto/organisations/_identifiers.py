"""The numbers that Finnish registers give to organisations, from what people write."""

from __future__ import annotations

import re
import unicodedata
from types import ModuleType

from verkosto.errors import IdentifierError, MissingExtraError
from verkosto.organisations._organisation import Identifier

__all__ = ["ASSOCIATION_NUMBER", "BUSINESS_ID", "association_number", "business_id", "check_identifier"]

BUSINESS_ID = "y-tunnus"
ASSOCIATION_NUMBER = "yhdistysrekisteri"

# A VAT number is the business id without its hyphen behind the country's letters.
_BUSINESS_ID = re.compile(r"(?:FI)?([0-9]{6,7})-?([0-9])")
_ASSOCIATION = re.compile(r"[0-9]{1,6}|[0-9]{1,3}[.-][0-9]{3}")


def business_id(text: str) -> Identifier:
    """Read a business id (Y-tunnus) and check its check digit.

    Args:
        text: As people write it: with or without the hyphen, with another dash, with spaces, as a VAT number
            ("FI12345678"), or with six digits before the check digit, as old ones were written and as a
            spreadsheet leaves them when it takes the leading zero.

    Returns:
        An identifier of the scheme "y-tunnus" in the form "1234567-8".

    Raises:
        IdentifierError: The text has another form, or its check digit is wrong.
        MissingExtraError: python-stdnum is not installed (extra `identifiers`).

    Example:
        >>> business_id("FI 20774740")
        Identifier(scheme='y-tunnus', value='2077474-0')
        >>> business_id("2077474-1")
        Traceback (most recent call last):
            ...
        verkosto.errors.IdentifierError: The business id '2077474-1' has a wrong check digit: the first seven ...
    """
    ytunnus = _stdnum("ytunnus", "Checking a business id")
    found = _BUSINESS_ID.fullmatch(_tidy(text).upper())
    if not found:
        raise IdentifierError(
            f"{text!r} is no business id. Write seven digits, a hyphen and the check digit: '1234567-8'."
        )
    first = found[1].zfill(7)
    if ytunnus.is_valid(first + found[2]):
        return Identifier(BUSINESS_ID, f"{first}-{found[2]}")
    right = next((digit for digit in "0123456789" if ytunnus.is_valid(first + digit)), None)
    why = "the first seven digits belong to no business id" if right is None else f"the first seven ask for {right}"
    raise IdentifierError(
        f"The business id {text!r} has a wrong check digit: {why}. A digit is mistyped or missing: compare it with "
        "the Business Information System."
    )


def association_number(text: str) -> Identifier:
    """Read a number of the register of associations.

    The number has no check digit. That it is accepted says only that it has the form of one: a mistyped digit
    makes the number of another association, which nothing but the register can tell.

    Args:
        text: One to six digits, with or without a dot, a space or a dash before the last three.

    Returns:
        An identifier of the scheme "yhdistysrekisteri" with its dot, such as "123.123".

    Raises:
        IdentifierError: The text has another form, or is a number below 100 that was never given.
        MissingExtraError: python-stdnum is not installed (extra `identifiers`).

    Example:
        >>> association_number("123123").value, association_number("1 123").value
        ('123.123', '1.123')
    """
    associationid = _stdnum("associationid", "Checking an association's register number")
    spaced = re.sub(r"(?<=[0-9])\s(?=[0-9]{3}$)", ".", _dashed(text).strip())
    found = _ASSOCIATION.fullmatch(spaced)
    digits = re.sub(r"[^0-9]", "", spaced).lstrip("0")
    if not found or not associationid.is_valid(digits):
        raise IdentifierError(
            f"{text!r} is no number of the register of associations. Write its one to six digits: '123.123'."
        )
    return Identifier(ASSOCIATION_NUMBER, associationid.format(digits))


_READERS = {BUSINESS_ID: business_id, ASSOCIATION_NUMBER: association_number}


def check_identifier(identifier: Identifier) -> str | None:
    """Tell what is wrong with an identifier, for audits.

    Returns:
        None where nothing is known to be wrong, as always for schemes other than "y-tunnus" and
        "yhdistysrekisteri"; otherwise the reason with its remedy. An identifier that is right but not
        written as its register writes it has a reason too, since it would not be found by its value.

    Raises:
        MissingExtraError: python-stdnum is not installed (extra `identifiers`) and one of the two is asked.

    Example:
        >>> check_identifier(Identifier("y-tunnus", "20774740"))
        "The y-tunnus '20774740' is not in the register's form. Write it as '2077474-0'."
        >>> check_identifier(Identifier("y-tunnus", "2077474-0")), check_identifier(Identifier("isni", "?"))
        (None, None)
    """
    reader = _READERS.get(identifier.scheme)
    if reader is None:
        return None
    try:
        right = reader(identifier.value)
    except IdentifierError as error:
        return str(error)
    if right == identifier:
        return None
    return f"The {identifier.scheme} {identifier.value!r} is not in the register's form. Write it as {right.value!r}."


def _stdnum(module: str, purpose: str) -> ModuleType:
    try:
        import stdnum.fi.associationid
        import stdnum.fi.ytunnus
    except ImportError as error:
        raise MissingExtraError.of("identifiers", purpose) from error
    found: ModuleType = getattr(stdnum.fi, module)
    return found


def _dashed(text: str) -> str:
    if not isinstance(text, str):
        raise IdentifierError(f"An identifier is text, not {type(text).__name__}. Put quotes around it.")
    return "".join("-" if unicodedata.category(c) == "Pd" or c == "\N{MINUS SIGN}" else c for c in text)


def _tidy(text: str) -> str:
    return "".join(_dashed(text).split())
