"""One object of a Popolo document while it is read: what is taken from it, and issues for all the rest."""

from __future__ import annotations

import json
import re
from typing import Any

from attrs import define

from verkosto.dates import PartialDate
from verkosto.errors import DateError
from verkosto.issues import Issue
from verkosto.organisations._terms import Term

__all__ = ["EMPTY", "Item", "plain_id", "raw"]

EMPTY: tuple[Any, ...] = (None, "", [], {})
"""Values that say nothing."""

# Some writers fill unknown months and days with zeros, and days up with the midnight that begins them.
_UNKNOWN = re.compile(r"(?:-00){1,2}$")
_MIDNIGHT = re.compile(r"T00:00(?::00(?:\.0+)?)?(?:Z|\+00:?00)?$")


def raw(value: object) -> str:
    """Return a value as an issue keeps it: text as it is, everything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def plain_id(value: object) -> str | None:
    """Return an id as text: numbers are written out; None for what is no id."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value)) if value == value // 1 else str(value)
    return None


@define
class Item:
    """An object of a document.

    Attributes:
        number: Its number in its list, from 1.
        path: The list, such as "memberships", and below it the way to a part.
        left: Its properties that nobody took yet.
        issues: Where issues go.
        id: The id of the object, or of the one that it is a part of.
    """

    number: int
    path: str
    left: dict[str, Any]
    issues: list[Issue]
    id: str | None = None

    def issue(self, reason: str, value: object, name: str | None = None) -> None:
        """Keep a value, of a property or of the object, as an issue."""
        column = self.path if name is None else f"{self.path}.{name}"
        self.issues.append(Issue(self.number, column, self.id, raw(value), reason))

    def take(self, name: str) -> Any:
        """Take a property, whatever it is; None where it is not there or says nothing."""
        value = self.left.pop(name, None)
        return None if value in EMPTY else value

    def text(self, name: str) -> str | None:
        """Take a property that is text, or a number as text; another value is an issue."""
        value = self.take(name)
        found = plain_id(value)
        if found is None and value is not None:
            self.issue("no_place", value, name)
        return found

    def date(self, name: str) -> PartialDate | None:
        """Take a date of any precision; what is none is an issue."""
        value = self.take(name)
        if value is None:
            return None
        try:
            return PartialDate.of(_UNKNOWN.sub("", _MIDNIGHT.sub("", plain_id(value) or "")))
        except DateError:
            self.issue("not_a_date", value, name)
            return None

    def terms(self, start: str, end: str) -> tuple[Term, ...]:
        """Take two dates as a term; an end before the start is an issue."""
        raw_end = self.left.get(end)
        first, last = self.date(start), self.date(end)
        if first and last and last.last < first.first:
            self.issue("conflicting_value", raw_end, end)
            last = None
        return (Term(first, last),) if first or last else ()

    def parts(self, name: str) -> list[Item]:
        """Take a list of objects; what is none is an issue."""
        value = self.take(name)
        if value is None:
            return []
        found = []
        for place, part in enumerate(value if isinstance(value, list) else [value]):
            path = f"{name}[{place}]"
            if isinstance(part, dict):
                found.append(Item(self.number, f"{self.path}.{path}", dict(part), self.issues, self.id))
            elif part not in EMPTY:
                self.issue("no_place", part, path)
        return found

    def close(self) -> None:
        """Make an issue of everything that nobody took."""
        for name, value in self.left.items():
            if value not in EMPTY:
                self.issue("no_place", value, name)
        self.left = {}
