"""What the fields of a codebook may hold: the checks that attrs runs when a part is made.

A codebook is written by hand, so a slip must be told where it is made. Without these checks a forgotten comma
(`aliases=("Malli A")`) would be taken for seven letters, and a number in place of a code would be found only
when no answer matches it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeAlias, TypeVar

from attrs import Attribute

from verkosto.errors import CodebookError, did_you_mean
from verkosto.text import LocalText

__all__ = [
    "RESERVED",
    "check_id",
    "each",
    "flag",
    "id_of",
    "local_text",
    "local_text_or_none",
    "one_of",
    "position",
    "refuse",
    "several",
    "shown",
    "text_or_none",
    "texts",
    "whole_or_none",
    "whose",
]

T = TypeVar("T")
Check: TypeAlias = Callable[[object, "Attribute[Any]", Any], None]

RESERVED = frozenset(
    {
        *("variable", "value", "label", "statistic", "n", "base", "base_kind", "weighted", "base_weighted"),
        *("units", "estimate", "se", "low", "high", "interval", "df", "deff", "status"),
    }
)
"""Columns of `Table.frame`; no variable may bear their names."""

_ID = re.compile(r"\w[\w/-]*")
_NO_ID = re.compile(r"[^\w/-]")
_LARGEST = 2**63 - 1
_LONGEST_SHOWN = 60


def id_of(name: str, taken: Collection[str] = ()) -> str:
    """Return a name as the id of a part: other signs become `_`, and `q-` precedes what is taken or reserved.

    Example:
        >>> id_of("tausta/ikä.v"), id_of("n"), id_of("n", ["q-n"])
        ('tausta/ikä_v', 'q-n', 'q-q-n')
    """
    found = _NO_ID.sub("_", name)
    while found in taken or found in RESERVED:
        found = f"q-{found}"
    return found


def refuse(faults: Iterable[str]) -> None:
    """Raise one error for all faults, a line each; do nothing when there are none.

    Raises:
        CodebookError: There is a fault.
    """
    found = tuple(dict.fromkeys(faults))
    if found:
        raise CodebookError("\n".join(found))


def shown(value: object) -> str:
    """Return a short `repr` that stays on one line, however large the value is."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):
        # Python writes no integer of more than 4300 digits.
        return f"a very large {type(value).__name__}"
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def whose(owner: object) -> str:
    """Name a part in a message: "question 'kunta'", "option 'k'"."""
    noun = getattr(owner, "noun", type(owner).__name__.lower())
    name = getattr(owner, "code", None) or getattr(owner, "id", None)
    return f"{noun} {shown(name)}" if isinstance(name, str) else noun


def check_id(value: object, what: str) -> None:
    """Refuse an id that could not be a column of a frame.

    Raises:
        CodebookError: The id is not a plain word, or is a column of `Table.frame`.
    """
    if not isinstance(value, str) or not _ID.fullmatch(value):
        msg = f"{what} id {shown(value)} must be letters, digits, '_', '-' or '/'. Give it a short plain id."
        raise CodebookError(msg)
    if value in RESERVED:
        msg = f"{what} id {value!r} is a column of every table. Choose another id."
        raise CodebookError(msg)


def several(values: Iterable[T]) -> tuple[T, ...]:
    """Take a list as a tuple.

    Raises:
        CodebookError: For a single thing, above all a string, whose letters nobody means.
    """
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable):
        msg = f"a list is needed, not {shown(values)}. Put it in parentheses with a comma behind it: (…,)."
        raise CodebookError(msg)
    return tuple(values)


def local_text(value: str | Mapping[str, str] | LocalText) -> LocalText:
    """Take a text; a plain string is Finnish."""
    return LocalText.of(value)


def local_text_or_none(value: str | Mapping[str, str] | LocalText | None) -> LocalText | None:
    """Take a text that may be left out; a plain string is Finnish."""
    return None if value is None else LocalText.of(value)


def texts(values: Iterable[str]) -> tuple[str, ...]:
    """Take a list of texts as a tuple."""
    return several(values)


def each(kind: type, example: str) -> Check:
    """Return a check that every member of a tuple is of a class."""

    def check(owner: object, attribute: Attribute[Any], values: tuple[Any, ...]) -> None:
        for value in values:
            if not isinstance(value, kind):
                msg = (
                    f"{whose(owner)}: {attribute.name} holds {shown(value)} of type {type(value).__name__}. "
                    f"Write {example}."
                )
                raise CodebookError(msg)

    return check


def one_of(names: Iterable[str], *, optional: bool = False) -> Check:
    """Return a check that a field is one of some words."""
    known = tuple(names)

    def check(owner: object, attribute: Attribute[Any], value: object) -> None:
        if (isinstance(value, str) and value in known) or (optional and value is None):
            return
        near = did_you_mean(value, known) if isinstance(value, str) else ""
        left_out = ", or leave it out" if optional else ""
        msg = (
            f"{whose(owner)}: {attribute.name} {shown(value)} is unknown.{near} "
            f"Use one of {', '.join(known)}{left_out}."
        )
        raise CodebookError(msg)

    return check


def text_or_none(owner: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is neither text nor left out."""
    if value is not None and not isinstance(value, str):
        msg = f"{whose(owner)}: {attribute.name} must be text, not {shown(value)}. Write it in quotes."
        raise CodebookError(msg)


def flag(owner: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is neither True nor False."""
    if not isinstance(value, bool):
        msg = f"{whose(owner)}: {attribute.name} must be true or false, not {shown(value)}. Leave quotes out."
        raise CodebookError(msg)


def whole_or_none(owner: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is neither a whole number of 64 bits nor left out."""
    if value is None:
        return
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > _LARGEST:
        msg = (
            f"{whose(owner)}: {attribute.name} must be a whole number, not {shown(value)}. "
            "Write it without quotes, such as 1."
        )
        raise CodebookError(msg)


def position(owner: object, attribute: Attribute[Any], value: int | None) -> None:
    """Refuse what is neither the number of a column, from 1, nor left out."""
    whole_or_none(owner, attribute, value)
    if value is not None and value < 1:
        msg = f"{whose(owner)}: position counts columns from 1, not {value}. Give the column's number."
        raise CodebookError(msg)
