"""How near the answers of a column come to a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from attrs import Attribute

from verkosto.errors import CodebookError
from verkosto.instruments._fields import shown, whose

__all__ = ["PRIVACY", "WITHHELD", "Privacy", "word_or_none"]

Privacy = Literal["direct_identifier", "contact", "free_text", "quasi_identifier", "answer"]
PRIVACY: Mapping[Privacy, str] = {
    "direct_identifier": "tells by itself who somebody is: a name, a personal identity code, an account",
    "contact": "reaches a person: an e-mail address, a telephone number, a street address",
    "free_text": "written by the respondent, so that anything may stand in it",
    "quasi_identifier": "tells who somebody is together with others: a municipality, an association, an age",
    "answer": "tells nothing of who answered",
}
"""Every kind of column by how near it comes to a person, with what it means."""

WITHHELD: frozenset[str] = frozenset({"direct_identifier", "contact"})
"""Kinds whose values are counted on reading and kept nowhere, unless they become pseudonyms."""


def word_or_none(owner: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is neither a text with something in it nor left out."""
    if value is not None and (not isinstance(value, str) or not value.strip()):
        msg = (
            f"{whose(owner)}: {attribute.name} must say what the values identify, such as 'jasen', not {shown(value)}. "
            "Columns of the same word get the same pseudonyms."
        )
        raise CodebookError(msg)
