r"""What a codebook says and REFI-QDA has no place for, as lines below the description of a code.

Programs show the description to their users and keep it, so these lines are written to be read by people:

    Rooms and storage, and equipment that groups share.

    [verkosto]
    id: tilat
    label (sv): Lokaler
    avoid: Rent as such: code rahoitus.
    pattern: +tila
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from verkosto.text import LANGUAGES, LocalText

__all__ = ["localised", "note_of", "said_by"]

_MARK = "[verkosto]"
# The last mark is ours, whatever stands above it. Some programs write line breaks as CR LF.
_BEGIN = re.compile(r"(?:\A|\r?\n\r?\n|\r?\n)\[verkosto\][ \t]*(?=\r?\n|\Z)")
_LINE = re.compile(r"(?P<key>[a-z]+)(?: \((?P<lang>fi|sv|en)\))?: ?(?P<value>.*)", re.DOTALL)
_ONE = {"example": "examples", "pattern": "patterns", "former": "former"}
_MANY = {name: key for key, name in _ONE.items()}
_ESCAPES = {"\\": "\\\\", "\n": "\\n"}
_BREAK = re.compile(r"\r?\n")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def note_of(part: Any, fields: Iterable[str]) -> str:
    """Return the description of a part, with those of its fields below it that have no place of their own.

    Args:
        part: A theme, a codebook or a set.
        fields: Names of the fields to write. Of a `definition` the Finnish words stand above the mark, and of a
            `label` or `title` they stand elsewhere, so that only other languages are written of them.
    """
    definition: LocalText | None = getattr(part, "definition", None)
    lines = [line for name in fields for line in _lines(name, getattr(part, name, None))]
    top = "" if definition is None else f"{definition.fi}\n\n"
    return top + "\n".join([_MARK, *lines])


def _lines(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, LocalText):
        above = name in ("definition", "label", "title")
        for lang in LANGUAGES:
            said = getattr(value, lang)
            if said and not (above and lang == "fi"):
                yield f"{name}{'' if lang == 'fi' else f' ({lang})'}: {_escaped(said)}"
    elif isinstance(value, tuple):
        yield from (f"{_MANY[name]}: {_escaped(one)}" for one in value)
    elif isinstance(value, str):
        yield f"{name}: {_escaped(value)}"


def said_by(description: str, fields: Iterable[str]) -> tuple[str, dict[str, Any]]:
    """Return the words of a description, and the fields that stand below its mark.

    Args:
        description: As it stands in the file.
        fields: Names of the fields that may stand there. Lines that name none of them were added by somebody, and
            are part of the words.
    """
    begins = list(_BEGIN.finditer(description))
    if not begins:
        return description.strip(), {}
    known = set(fields)
    words = [description[: begins[-1].start()]]
    found: dict[str, Any] = {}
    texts: dict[str, dict[str, str]] = {}
    for line in _BREAK.split(description[begins[-1].end() :]):
        match = _LINE.fullmatch(line)
        key = match and _ONE.get(match["key"], match["key"])
        if match is None or key not in known:
            words.append(line)
            continue
        value = _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], match["value"])
        if not value.strip():
            continue
        if key in _MANY:
            found[key] = (*found.get(key, ()), value)
        elif match["lang"] or key in ("use", "avoid"):
            texts.setdefault(key, {})[match["lang"] or "fi"] = value
        else:
            found[key] = value
    added = [line for line in words[1:] if line.strip()]
    return "\n".join([words[0], *added]).strip() if added else words[0], {**found, **texts}


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in text)


def localised(finnish: str | None, others: Mapping[str, str] | None) -> LocalText | None:
    """Return words that stand above a mark or beside it, with those in other languages below; None where none stand."""
    words = dict(others or {})
    if finnish and finnish.strip():
        words["fi"] = finnish
    elif words:
        # Somebody deleted the Finnish words: the others are not lost for that.
        words = {"fi": next(iter(words.values())), **words}
    return LocalText.of(words) if words else None
