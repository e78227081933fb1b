"""A Popolo document as flat lists: objects that stand inside others are taken out, each once."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

from attrs import define, field

from verkosto.issues import Issue
from verkosto.organisations._ids import Ids
from verkosto.organisations._popolo_items import EMPTY, plain_id, raw

__all__ = ["Rows", "flat"]

Rows = list[tuple[int, dict[str, Any]]]
"""Objects, each with its number in the list where it stood."""

# The specification names classes in the singular; exports use these plurals.
_LISTS: Mapping[str, tuple[str, ...]] = {
    "persons": ("persons", "people"),
    "organizations": ("organizations", "organisations"),
    "posts": ("posts",),
    "memberships": ("memberships",),
    "areas": ("areas",),
}
# Lists inside an object, and the property of their elements that names the object around them.
_INNER_LISTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "persons": {"memberships": ("memberships", "person_id")},
    "organizations": {
        "memberships": ("memberships", "organization_id"),
        "posts": ("posts", "organization_id"),
        "children": ("organizations", "parent_id"),
    },
    "posts": {"memberships": ("memberships", "post_id")},
}
# Objects inside an object, each in place of the property that names them by id.
_INNER_OBJECTS: Mapping[str, Mapping[str, str]] = {
    "organizations": {"parent": "organizations", "area": "areas"},
    "posts": {"organization": "organizations", "area": "areas"},
    "memberships": {
        "person": "persons",
        "organization": "organizations",
        "post": "posts",
        "on_behalf_of": "organizations",
        "area": "areas",
    },
}
_NAMED = ("persons", "organizations", "posts", "areas")


@define
class _Flat:
    """The objects of a document by list."""

    lists: dict[str, Rows]
    issues: list[Issue]
    _first: dict[tuple[str, str], dict[str, Any]] = field(factory=dict, init=False)

    def add(self, kind: str, number: int, obj: dict[str, Any]) -> bool:
        """Add an object; one that says no more than an earlier one of its id is left out."""
        if kind in _NAMED:
            first = self._first.setdefault((kind, obj["id"]), obj)
            if first is not obj:
                if any(value not in EMPTY and first.get(name) != value for name, value in obj.items()):
                    self.issues.append(Issue(number, kind, obj["id"], raw(obj), "conflicting_value"))
                return False
        self.lists[kind].append((number, obj))
        return True


def flat(data: Mapping[str, Any], issues: list[Issue]) -> dict[str, Rows]:
    """Return the objects of a document by list; what is no list of objects, or of another class, is an issue.

    Objects without an id get one made of their name, so that those inside them can refer to it.
    """
    found = _Flat({kind: [] for kind in _LISTS}, issues)
    kinds = {name: kind for kind, names in _LISTS.items() for name in names}
    waiting: deque[tuple[str, int, dict[str, Any]]] = deque()
    for name, value in data.items():
        if name in kinds and isinstance(value, list):
            for number, obj in enumerate(value, start=1):
                if isinstance(obj, dict):
                    waiting.append((kinds[name], number, dict(obj)))
                elif obj not in EMPTY:
                    issues.append(Issue(number, name, None, raw(obj), "no_place"))
        elif value not in EMPTY:
            _other(name, value, issues)
    ids = Ids(filter(None, (plain_id(obj.get("id")) for _, _, obj in waiting)))
    # Objects inside others are queued behind all that have a place of their own, which say more.
    while waiting:
        kind, number, obj = waiting.popleft()
        _identify(kind, number, obj, ids, issues)
        if found.add(kind, number, obj):
            waiting.extend(_inner(kind, number, obj, ids, issues))
    return found.lists


def _other(name: str, value: object, issues: list[Issue]) -> None:
    """Keep a list of another class, such as events, object by object."""
    for number, part in enumerate(value, start=1) if isinstance(value, list) else ((None, value),):
        id_ = plain_id(part.get("id")) if isinstance(part, dict) else None
        issues.append(Issue(number, name, id_, raw(part), "no_place"))


def _identify(kind: str, number: int, obj: dict[str, Any], ids: Ids, issues: list[Issue]) -> None:
    if kind not in _NAMED:
        return
    known = plain_id(obj.get("id"))
    if known is None:
        if obj.get("id") not in EMPTY:
            issues.append(Issue(number, f"{kind}.id", None, raw(obj["id"]), "no_place"))
        name = next((obj[key] for key in ("name", "label", "role") if isinstance(obj.get(key), str)), "")
        known = ids.make(name, otherwise=kind.removesuffix("s"))
    obj["id"] = known


def _inner(
    kind: str, number: int, obj: dict[str, Any], ids: Ids, issues: list[Issue]
) -> list[tuple[str, int, dict[str, Any]]]:
    """Take the objects out that stand inside an object, and have them refer to one another by id."""
    taken = []
    for name, (inner, reference) in _INNER_LISTS.get(kind, {}).items():
        parts = obj.get(name)
        if isinstance(parts, list) and all(isinstance(part, dict) for part in parts):
            del obj[name]
            taken += [(inner, number, {reference: obj["id"], **part}) for part in parts]
    for name, inner in _INNER_OBJECTS.get(kind, {}).items():
        part = obj.get(name)
        if isinstance(part, dict) and part and obj.get(f"{name}_id") in EMPTY:
            part = dict(obj.pop(name))
            _identify(inner, number, part, ids, issues)
            obj[f"{name}_id"] = part["id"]
            taken.append((inner, number, part))
    return taken
