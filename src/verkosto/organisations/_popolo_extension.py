"""What Popolo has no place for, in a property of our own: what goes in, and whether it fits when it comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from verkosto.errors import VerkostoError
from verkosto.issues import Issue
from verkosto.organisations._data import from_data, to_data
from verkosto.organisations._organisation import Organisation
from verkosto.organisations._people import Person
from verkosto.organisations._popolo_items import EMPTY, Item, raw
from verkosto.organisations._popolo_write import WRITERS
from verkosto.organisations._posts import Change, Membership, Post

__all__ = ["EXTENSION", "changes", "extended", "extension_of"]

EXTENSION = "verkosto"
"""The property that carries it."""

Json = dict[str, Any]
T = TypeVar("T", Person, Organisation, Post, Membership)

# A membership says the same, and may be there without the property.
_BESIDE = ("parent_id",)


def extension_of(obj: T, said: Json, read: Callable[[Item], T | None]) -> Json:
    """Return the fields of an object that reading what Popolo says of it does not give back, as data."""
    back = read(Item(1, "", dict(said), []))
    known = {} if back is None else to_data(back)
    return {name: value for name, value in to_data(obj).items() if name not in known or known[name] != value}


def extended(item: Item, cls: type[T], read: Callable[[Item], T | None]) -> T | None:
    """Read an object with its extension; None where it cannot be read.

    Where somebody has changed what Popolo says since the extension was written, Popolo's word counts, and the
    fields of the extension that say otherwise are issues.
    """
    more = item.take(EXTENSION)
    if more is not None and not isinstance(more, dict):
        item.issue("no_place", more, EXTENSION)
        more = None
    said = {name: value for name, value in item.left.items() if value not in EMPTY and name not in _BESIDE}
    made = _made(item, read)
    if more is None:
        item.close()
        return made
    known = {} if made is None else to_data(made)
    whole = _from_data({**known, **more}, cls)
    if whole is not None and WRITERS[cls](whole) == said:
        # Nothing was changed: what Popolo could not say well is said by the extension.
        item.issues.clear()
        return whole
    item.close()
    if made is not None:
        for name, value in more.items():
            made = _with(made, name, value, item)
    return made


def _made(item: Item, read: Callable[[Item], T | None]) -> T | None:
    try:
        return read(item)
    except VerkostoError:
        # Such as a name of spaces alone: the object is kept as an issue.
        return None


def _with(obj: T, name: str, value: object, item: Item) -> T:
    found = _from_data({**to_data(obj), name: value}, type(obj))
    if found is None:
        item.issue("no_place", value, f"{EXTENSION}.{name}")
    elif WRITERS[type(obj)](found) != WRITERS[type(obj)](obj):
        item.issue("conflicting_value", value, f"{EXTENSION}.{name}")
    else:
        return found
    return obj


def _from_data(data: object, cls: type[T]) -> T | None:
    try:
        return from_data(data, cls)
    except VerkostoError:
        return None


def changes(extension: object, organisations: set[str], issues: list[Issue]) -> list[Change]:
    """Return the changes that a document carries; what cannot be read is an issue."""
    given = extension.get("changes") if isinstance(extension, dict) else None
    left = (
        {name: value for name, value in extension.items() if name != "changes"}
        if isinstance(extension, dict)
        else extension
    )
    if left not in EMPTY:
        issues.append(Issue(None, EXTENSION, None, raw(left), "no_place"))
    found = []
    for number, data in enumerate(given if isinstance(given, list) else [given] if given else [], start=1):
        try:
            change = from_data(data, Change)
        except VerkostoError:
            issues.append(Issue(number, f"{EXTENSION}.changes", None, raw(data), "no_place"))
            continue
        if {*change.before, *change.after} <= organisations:
            found.append(change)
        else:
            issues.append(Issue(number, f"{EXTENSION}.changes", None, raw(data), "unknown_reference"))
    return found
