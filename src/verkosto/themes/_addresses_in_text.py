"""Addresses in running text: streets with a house, post boxes, postal codes with a town."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verkosto.themes._scrub_marks import Found

__all__ = ["addresses_in", "postal_codes_in"]

_STREET_ENDING = r"(?:ll[aeä]|lt[aä]|ss[aä]|st[aä]|a|ä|n|s)?"
_HOUSE = (
    r"[ ][0-9]{1,4}(?:[ ]?[-–][ ]?[0-9]{1,4})?(?:[ ]?[A-Za-z](?![^\W_])(?:[ ]?[0-9]{1,3}(?!\d))?)?"
    r"(?:,?[ ](?:as|lh|lgh|bst)\.?[ ]?[0-9]{1,3}(?!\d))?"
)
_STREET = re.compile(
    r"(?<![\w-])(?:(?:Vanha|Uusi|Iso|Pieni|Pikku|Itäinen|Läntinen|Pohjoinen|Eteläinen|Gamla|Nya|Norra|Södra|Östra|Västra|"
    r"Stora|Lilla)[ ])?"
    r"(?!(?:Valta|Kanta|Seutu|Yhdys|Moottori|Luonto|Rauta|Pää|Elämän|Kunto)(?:tie|polku|katu|rata))"
    r"[A-ZÅÄÖ][\w-]{2,40}(?:katu|kadu|tie|kuja|polku|polu|kaari|tori|raitti|raiti|väylä|ranta|ranna|rinne|rintee|penger|"
    r"puistikko|puistiko|aukio|bulevardi|puisto|laituri|gatan|vägen|gränd|stigen|esplanaden|street|road)"
    rf"{_STREET_ENDING}{_HOUSE}(?:,?[ ](?:FI-)?[0-9]{{5}}(?:[ ][A-ZÅÄÖ][\w-]{{1,30}})?)?"
)
_LOWER_STREET = re.compile(
    r"(?<![\w-])(?!(?:valta|kanta|seutu|yhdys|moottori|rauta|pää|elämän)(?:tie|katu))[a-zåäö-]{3,40}(?:katu|kadu|tie|kuja|"
    rf"gatan|vägen){_STREET_ENDING}[ ][0-9]{{1,3}}(?![\w,.]*[0-9%€])(?:[ ][a-z](?![^\W_])(?:[ ]?[0-9]{{1,3}}(?!\d))?)?"
    r"(?:,[ ][0-9]{5}(?:[ ][a-zåäö-]{2,30})?)?"
)
_ENGLISH_STREET = re.compile(
    r"(?<![\w.,-])[0-9]{1,4}[A-Za-z]?[ ](?:[A-Z][a-z'-]{1,20}[ ]){1,3}"
    r"(?:Street|Road|Avenue|Lane|Square|Drive|St\.|Rd\.|Ave\.)"
)
_BOX = re.compile(
    r"(?<![^\W_])(?:PL|PB|P\.?O\.? ?Box|[Pp]ostilokero|[Pp]ostbox)[ .]{1,2}[0-9]{1,5}"
    r"(?:,?[ ][0-9]{5}(?:[ ][A-ZÅÄÖ][\w-]{1,30})?)?"
)
_POSTAL = re.compile(r"(?<![\w.,-])(?:FI-)?[0-9]{5}[ ]{1,2}[A-ZÅÄÖ][A-ZÅÄÖa-zåäö-]{2,30}")
_NO_TOWN = ("Euro", "Eur", "Kpl", "Hen", "Jäsen", "Suomalai", "Ihmis", "Asuk")

_ADDRESSES = ((_STREET, True), (_LOWER_STREET, False), (_ENGLISH_STREET, True), (_BOX, True))


def addresses_in(text: str) -> Iterator[Found]:
    """Yield the addresses of a text that name a street or a post box; they may overlap."""
    for pattern, certain in _ADDRESSES:
        for found in pattern.finditer(text):
            yield Found(*found.span(), "address", "form", certain=certain)


def postal_codes_in(text: str) -> Iterator[Found]:
    """Yield the postal codes of a text that a town follows."""
    for found in _POSTAL.finditer(text):
        town = found.group().split()[-1]
        if not town.startswith(_NO_TOWN):
            # A number in thousands, such as 10000, is less often a postal code.
            yield Found(*found.span(), "address", "form", certain=not found.group()[:5].endswith("000"))
