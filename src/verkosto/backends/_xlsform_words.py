"""What the words of an XLSForm mean: languages of its columns, and types of its questions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from verkosto.instruments import Role
from verkosto.responses import fold

__all__ = ["PLACES", "ROLES", "Kind", "kind_of_type", "language_of"]

Kind = Literal["one", "several", "rank", "number", "date", "text", "column", "nothing"]

_NAMED = re.compile(r"\(\s*([a-z]{2,3})\b[^)]*\)\s*$")
_LANGUAGES: Mapping[str, str] = {
    **dict.fromkeys(("fi", "suomi", "finnish", "finska"), "fi"),
    **dict.fromkeys(("sv", "svenska", "swedish", "ruotsi"), "sv"),
    **dict.fromkeys(("en", "english", "englanti", "engelska"), "en"),
}

PLACES = ("geopoint", "geotrace", "geoshape", "gps", "location")
"""Types that ask for a place on the map."""

ROLES: Mapping[str, Role] = {
    **dict.fromkeys(("start", "end", "today"), "time"),
    "email": "email",
    **dict.fromkeys(("deviceid", "imei", "phonenumber", "simserial", "subscriberid", "username"), "identifier"),
    **dict.fromkeys(PLACES, "identifier"),
    **dict.fromkeys(("start-geopoint", "background-geopoint", "background-audio", "audit"), "identifier"),
}
"""Types that ask nothing, or that tell who or where somebody is, with the role of their column."""

_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("select one", "select one external"), "one"),
    "select all that apply": "several",
    "rank": "rank",
    **dict.fromkeys(("integer", "int", "decimal", "range", "percentage"), "number"),
    **dict.fromkeys(("date", "datetime", "date time"), "date"),
    **dict.fromkeys(("text", "string", "barcode", "hidden", "calculate", "acknowledge", "trigger", "time"), "text"),
    **dict.fromkeys(("photo", "image", "audio", "video", "file", "osm"), "text"),
    **dict.fromkeys(ROLES, "column"),
    **dict.fromkeys(("note", "csv-external", "xml-external"), "nothing"),
}
"""Types that a codebook can say, by the words that pyxform has for them."""

_TITLED = re.compile(r"^(?:q|get|add)\s+|\s+prompt$")


def kind_of_type(stated: str) -> Kind | None:
    """Return what becomes of a type of question, None where nobody knows it."""
    bare = fold(stated)
    return _KINDS.get(bare) or _KINDS.get(_TITLED.sub("", bare))


def language_of(column: str) -> str:
    """Return the language that the name of a column of labels tells, or the name where it is no known one.

    Example:
        >>> language_of("Suomi (fi)"), language_of("English"), language_of("Davvisámegiella")
        ('fi', 'en', 'davvisámegiella')
    """
    match = _NAMED.search(column.casefold())
    return match[1] if match else _LANGUAGES.get(fold(column), fold(column))
