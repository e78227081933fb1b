"""Codebooks for open answers as TOML, and back without loss."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from verkosto.errors import CodebookError, did_you_mean
from verkosto.files import utf8
from verkosto.instruments import toml_text
from verkosto.text import LocalText
from verkosto.themes._codebook_fields import refuse, shown
from verkosto.themes._theme import Theme, ThemeSet

if TYPE_CHECKING:
    from verkosto.themes._codebook import Codebook

__all__ = ["FORMAT", "toml_bytes", "toml_parts"]

FORMAT = "verkosto.themes/1"
"""First line of the file."""

_HEAD = ("format", "id", "title", "version", "themes", "sets")
_PARTS: dict[str, type[Theme] | type[ThemeSet]] = {"themes": Theme, "sets": ThemeSet}
_HEADER = {name: re.compile(rf"^[ \t]*\[\[[ \t]*{name}[ \t]*\]\]", re.MULTILINE) for name in _PARTS}


def toml_bytes(book: Codebook) -> bytes:
    """Return a codebook as the bytes of a TOML file."""
    data: dict[str, Any] = {"format": FORMAT, "id": book.id, "title": _words(book.title), "version": book.version}
    for name in _PARTS:
        data[name] = [_table(part) for part in getattr(book, name)]
    return toml_text(data, parts=tuple(_PARTS)).encode()


def _table(part: Theme | ThemeSet) -> dict[str, Any]:
    given = ((field.name, getattr(part, field.name), field.default) for field in attrs.fields(type(part)))
    return {name: _words(value) for name, value, default in given if value != default}


def _words(value: Any) -> Any:
    if isinstance(value, LocalText):
        words = {lang: getattr(value, lang) for lang in value.languages}
        return words if set(words) > {"fi"} else value.fi
    return list(value) if isinstance(value, tuple) else value


def toml_parts(data: bytes, where: str) -> dict[str, Any]:
    """Return the attributes of the codebook in a TOML file.

    Args:
        data: Its bytes.
        where: Its name, for messages.

    Raises:
        CodebookError: It is no TOML, or no codebook; every fault of its keys on a line with its place.
    """
    text = utf8(data, where, CodebookError, what="codebook")
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        msg = f"{where}: not TOML: {error}. Correct the file there; texts stand in quotes."
        raise CodebookError(msg) from error
    refuse(f"{where}: {fault}" for fault in _head_faults(table))
    faults: list[str] = []
    parts: dict[str, Any] = {key: table[key] for key in ("id", "title", "version") if key in table}
    for name, cls in _PARTS.items():
        lines = _lines(text, name, len(table.get(name, ())))
        parts[name] = tuple(
            made
            for place, one in enumerate(table.get(name, ()), start=1)
            if (made := _made(cls, one, f"{lines.get(place, '')}{name}[{place}]", faults)) is not None
        )
    refuse(f"{where}: {fault}" for fault in faults)
    return parts


def _head_faults(table: Mapping[str, Any]) -> Iterator[str]:
    stated = table.get("format", FORMAT)
    if stated != FORMAT:
        remedy = "Check that the file is a codebook for open answers"
        if isinstance(stated, str) and stated.startswith("verkosto.instrument"):
            remedy = "It is the codebook of a questionnaire: read it with vk.Instrument.load"
        elif isinstance(stated, str) and stated.startswith("verkosto.themes"):
            remedy = "Update verkosto"
        yield f"the format {shown(stated)} is unknown. {remedy}; this version reads {FORMAT!r}."
        return
    for key in table:
        if key not in _HEAD:
            near = did_you_mean(key, _HEAD) or f" Known keys: {', '.join(_HEAD)}."
            yield f"unknown key {shown(key)}.{near}"
    for key in ("id", "title"):
        if key not in table:
            yield f"the key {key!r} is missing. Add it above the first [[themes]]."
    for name in _PARTS:
        if not _is_tables(table.get(name, [])):
            yield f"{name} must be tables. Begin each with a line [[{name}]]."


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(part, dict) for part in value)


def _lines(text: str, name: str, count: int) -> dict[int, str]:
    """Return where in the file each part begins, as "line 12: "; nothing where that cannot be told for sure."""
    starts = [found.start() for found in _HEADER[name].finditer(text)]
    if len(starts) != count:
        return {}
    return {place: f"line {text.count(chr(10), 0, start) + 1}: " for place, start in enumerate(starts, start=1)}


def _made(cls: type[Theme] | type[ThemeSet], table: dict[str, Any], place: str, faults: list[str]) -> Any:
    known = [field.name for field in attrs.fields(cls)]
    unknown = [key for key in table if key not in known]
    for key in unknown:
        where = " It belongs at the top of the file, above the first [[themes]]." if key in _HEAD else ""
        near = where or did_you_mean(key, known) or f" Known keys: {', '.join(known)}."
        faults.append(f"{place}{_named(table)}: unknown key {shown(key)}.{near}")
    needed = [field.name for field in attrs.fields(cls) if field.default is attrs.NOTHING]
    missing = [key for key in needed if key not in table and not any(did_you_mean(near, [key]) for near in unknown)]
    faults += [f"{place}{_named(table)}: the key {key!r} is missing. Add it." for key in missing]
    if any(key not in table for key in needed):
        return None
    try:
        return cls(**{key: value for key, value in table.items() if key in known})
    except CodebookError as error:
        faults += [f"{place}: {line}" for line in str(error).splitlines()]
        return None


def _named(table: Mapping[str, Any]) -> str:
    name = table.get("id", table.get("label"))
    return f" {shown(name)}" if isinstance(name, str) else ""
