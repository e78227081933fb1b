"""Looking at a form as pyxform has understood it: a tree of groups and questions."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from verkosto.backends._limesurvey_survey import Part
from verkosto.backends._xlsform_words import language_of
from verkosto.responses import fold

__all__ = [
    "OTHER",
    "Node",
    "Place",
    "appearance_of",
    "bind_of",
    "choices_of",
    "everything_in",
    "table_rows",
    "texts_of",
    "type_of",
    "with_other",
]

Node = Mapping[str, Any]

OTHER = "other"
"""The choice that pyxform adds where a question says `or_other`."""

_ON_ONE_PAGE = ("field-list", "table-list", "grid")


@frozen
class Place:
    """Where in the form something stands.

    Attributes:
        path: The names of its groups, and its own.
        relevant: What must hold for it and for each of its groups to be shown.
    """

    path: tuple[str, ...] = ()
    relevant: tuple[str, ...] = ()

    def inside(self, node: Node) -> Place:
        """Return the place of something that stands here."""
        own = str(bind_of(node).get("relevant") or "").strip()
        return Place((*self.path, str(node.get("name"))), (*self.relevant, own) if own else self.relevant)

    @property
    def name(self) -> str:
        """How Kobo heads its column."""
        return "/".join(self.path)


def type_of(node: Node) -> str:
    """Return the type, made alike."""
    return fold(str(node.get("type")))


def bind_of(node: Node) -> Mapping[str, Any]:
    """Return the expressions that belong to a question."""
    found = node.get("bind")
    return found if isinstance(found, Mapping) else {}


def appearance_of(node: Node) -> str:
    """Return how a question or group is shown."""
    control = node.get("control")
    return str(control.get("appearance") or "") if isinstance(control, Mapping) else ""


def texts_of(label: Any) -> dict[str, str]:
    """Return words by language; a plain text is in the form's own."""
    listed = label if isinstance(label, Mapping) else {"": label}
    return {language_of(name): text for name, text in listed.items() if isinstance(text, str)}


def choices_of(node: Node) -> tuple[Part, ...]:
    """Return the choices that the form itself lists for a question."""
    listed = node.get("choices")
    return (
        tuple(Part(str(one["name"]), texts_of(one.get("label"))) for one in listed) if isinstance(listed, list) else ()
    )


def with_other(children: Sequence[Node]) -> Iterator[str]:
    """Yield the questions beside whose choice "other" a respondent could write, as pyxform makes them."""
    for node, following in itertools.pairwise(children):
        name = str(node.get("name"))
        wanted = f"selected(../{name}, '{OTHER}')"
        if following.get("name") == f"{name}_{OTHER}" and bind_of(following).get("relevant") == wanted:
            yield name


def table_rows(group: Node) -> list[Node]:
    """Return the questions of a group that are rows of one table: choices of one list on one page; else none."""
    if not any(word in appearance_of(group) for word in _ON_ONE_PAGE):
        return []
    inside = group.get("children", ())
    rows = [child for child in inside if child.get("type") != "note" and appearance_of(child) != "label"]
    alike = all(
        row.get("type") == "select one"
        and row.get("choices")
        and row.get("itemset") == rows[0].get("itemset")
        and not bind_of(row).get("relevant")
        for row in rows
    )
    return rows if len(rows) > 1 and alike else []


def everything_in(node: Node) -> Iterator[Node]:
    """Yield everything in a group or repeat, however deep."""
    for child in node.get("children", ()):
        yield child
        yield from everything_in(child)
