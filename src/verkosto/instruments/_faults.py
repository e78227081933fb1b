"""Putting the exceptions of cattrs into words: one line for each fault, with its place and its remedy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import attrs

from verkosto.errors import did_you_mean
from verkosto.instruments._fields import shown
from verkosto.instruments._questions import Question
from verkosto.instruments._structure import KEYS

if TYPE_CHECKING:
    from cattrs import ClassValidationError

__all__ = ["fault_lines"]

# In TOML a key that follows [[questions]] belongs to the last question, which surprises most people once.
_HEAD = frozenset({"format", "fieldwork", "area_date", "sampling", "unit_id"})
_ABOVE = " It belongs at the top of the file, above the first [[columns]] or [[questions]]."


def fault_lines(error: Exception, data: object, path: str = "") -> Iterator[str]:
    """Tell every fault that a group of exceptions holds.

    Places are counted from 1, as columns and rows are everywhere in verkosto.

    Args:
        error: What cattrs raised.
        data: The data that it raised it about; only ids and codes of it are shown, to tell the place.
        path: The place of `data`, such as `questions[3] 'malli_a'`.
    """
    from cattrs import ClassValidationError, IterableValidationError

    if isinstance(error, ClassValidationError):
        yield from _of_a_table(error, data, path)
    elif isinstance(error, IterableValidationError):
        for part_error, note in error.group_exceptions()[0]:
            part = data[note.index] if isinstance(data, dict | list) else None  # type: ignore[index]
            yield from fault_lines(part_error, part, _inside(path, note.index, part))
    else:
        name = _name(data)
        for line in str(error).splitlines():
            # The part's own message names it; the path has done so already.
            rest = line.removeprefix(name) if name else line
            yield f"{path}: {line}" if rest == line else f"{path}{rest}"


def _of_a_table(error: ClassValidationError, data: Any, path: str) -> Iterator[str]:
    from cattrs import ForbiddenExtraKeysError

    inside, whole = error.group_exceptions()
    unknown = [key for e in whole if isinstance(e, ForbiddenExtraKeysError) for key in sorted(map(str, e.extra_fields))]
    known = _known(error.cl)
    for key in unknown:
        near = did_you_mean(key, known) or f" Known keys: {', '.join(known)}."
        yield f"{path}: unknown key {shown(key)}.{_ABOVE if path and key in _HEAD else near}"
    for field_error, note in inside:
        if isinstance(field_error, KeyError):
            if not any(did_you_mean(key, [note.name]) for key in unknown):
                yield f"{path}: the key {note.name!r} is missing. Add it."
        else:
            yield from fault_lines(field_error, data[note.name], f"{path}.{note.name}".removeprefix("."))
    for own in whole:
        if not isinstance(own, ForbiddenExtraKeysError):
            yield from fault_lines(own, data, path)


def _known(cls: type) -> list[str]:
    if getattr(cls, "noun", "") == "instrument":
        return ["format", *KEYS]
    names = [field.name for field in attrs.fields(cls)]
    return ["kind", *names] if issubclass(cls, Question) else names


def _inside(path: str, index: int | str, part: object) -> str:
    if isinstance(index, str):
        return f"{path}.{index}" if index.isidentifier() else f"{path}.{shown(index)}"
    key = part.get("id") if isinstance(part, dict) else None
    return f"{path}[{index + 1}]" + (f" {shown(key)}" if isinstance(key, str) else "")


def _name(data: object) -> str:
    """Name a part as its own messages do, so that they need not say it twice."""
    if not isinstance(data, dict):
        return "scale" if isinstance(data, list) else ""
    noun, key = ("option", data["code"]) if "code" in data else ("", data.get("id"))
    if not noun:
        noun = "instrument" if "title" in data else "question" if "kind" in data else "column"
    return f"{noun} {shown(key)}"
