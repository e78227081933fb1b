"""The grammar of PX files: keywords with language and subkeys, quoted texts, lines of at most 256 characters.

The format: "PX-file format specification, AXIS-VERSION 2013" of Statistics Sweden.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["LONGEST", "clean", "keyword", "number_keyword", "quoted", "records", "unique"]

LONGEST = 256
"""Characters that a line, a name and a value may have."""

_LINE = "\r\n"


def clean(text: str) -> str:
    """Return a text that may stand within quotation marks: it holds none, and no line break."""
    return " ".join(text.replace('"', "'").split())


def quoted(text: str) -> str:
    """Return a name or a value within quotation marks, cut where it is longer than the format takes."""
    found = clean(text)
    return f'"{found if len(found) <= LONGEST else found[: LONGEST - 1] + "…"}"'


def unique(names: Sequence[str], codes: Sequence[str]) -> list[str]:
    """Return names of which no two are the same when written, told apart by their codes where they were."""
    cut = [clean(name)[: LONGEST - 1] for name in names]
    seen: set[str] = set()
    found = []
    for name, code in zip(cut, codes, strict=True):
        if not name or cut.count(name) > 1 or name in seen:
            mark = f" ({clean(code)})"
            name = f"{name[: LONGEST - len(mark)]}{mark}".strip()
        seen.add(name)
        found.append(name)
    return found


def _head(name: str, lang: str | None, subkeys: Sequence[str]) -> str:
    language = "" if lang is None else f"[{lang}]"
    keys = f"({','.join(map(quoted, subkeys))})" if subkeys else ""
    return f"{name}{language}{keys}="


def keyword(name: str, values: str | Sequence[str], *, lang: str | None = None, subkeys: Sequence[str] = ()) -> str:
    """Return a keyword with a text, or with a list of values; long ones go on, on further lines.

    Args:
        name: The keyword.
        values: A text, which is divided where it is long, or values, which are not.
        lang: The language, for any but the file's main one.
        subkeys: Names in parentheses.
    """
    head = _head(name, lang, subkeys)
    if isinstance(values, str):
        return head + _LINE.join(f'"{part}"' for part in _divided(clean(values), LONGEST - len(head) - 3)) + ";"
    lines = [head]
    for place, value in enumerate(values):
        piece = quoted(value) + ("," if place < len(values) - 1 else ";")
        if len(lines[-1]) + len(piece) > LONGEST and lines[-1] != head:
            lines.append("")
        lines[-1] += piece
    return _LINE.join(lines)


def number_keyword(name: str, value: int | str, *, subkeys: Sequence[str] = (), lang: str | None = None) -> str:
    """Return a keyword whose value stands without quotation marks."""
    return f"{_head(name, lang, subkeys)}{value};"


def _divided(text: str, first: int) -> list[str]:
    parts, room = [], max(first, LONGEST // 2)
    while len(text) > room:
        # The space stays at the end of its part: readers put the parts together as they are.
        end = text.rfind(" ", 0, room) + 1 or room
        parts.append(text[:end])
        text, room = text[end:], LONGEST - 3
    return [*parts, text]


def records(cells: Iterable[Sequence[str]]) -> str:
    """Return the data: a record for each row of the table, each line with a space at its end."""
    lines = []
    for record in cells:
        line = ""
        for cell in record:
            if len(line) + len(cell) >= LONGEST:
                lines.append(line)
                line = ""
            line += f"{cell} "
        lines.append(line)
    return f"DATA={_LINE}{_LINE.join(lines)};{_LINE}"
