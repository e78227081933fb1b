"""A reader of PX files that shares no code with the writer: keywords by a walk over characters, cells by position."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator

__all__ = ["Px", "read_px"]

_KEY = re.compile(r"^(?P<name>[A-Z-]+)(?:\[(?P<lang>\w+)\])?(?:\((?P<subkeys>.*)\))?$")
_DOTS = re.compile(r'"\.{1,6}"')


class Px:
    """Keywords of a file by (name, language, subkeys); the main language is None."""

    def __init__(self, keywords: list[tuple[str, str | None, tuple[str, ...]]], values: list[str], data: str) -> None:
        self.order = [name for name, _, _ in keywords]
        self.raw = dict(zip(keywords, values, strict=True))
        self.data = data.split()

    def texts(self, name: str, *subkeys: str, lang: str | None = None) -> list[str]:
        """Values of a keyword, those of one text put together."""
        return [re.sub(r'"\s*"', "", part).strip('"') for part in _outside(self.raw[name, lang, subkeys], ",")]

    def text(self, name: str, *subkeys: str, lang: str | None = None) -> str:
        """The one value of a keyword."""
        (value,) = self.texts(name, *subkeys, lang=lang)
        return value

    def variables(self, lang: str | None = None) -> list[str]:
        """Names of the variables, first those of the stub."""
        return [*self.texts("STUB", lang=lang), *self.texts("HEADING", lang=lang)]

    def cells(self, of: str = "CODES", lang: str | None = None) -> dict[tuple[str, ...], float | str]:
        """Every cell by the codes (or VALUES) of its variables; dots stay text."""
        keys = itertools.product(*(self.texts(of, name, lang=lang) for name in self.variables(lang)))
        return dict(zip(keys, map(_cell, self.data), strict=True))


def read_px(text: str) -> Px:
    """Read the text of a file."""
    keywords: list[tuple[str, str | None, tuple[str, ...]]] = []
    values: list[str] = []
    for statement in _outside(text, ";"):
        if not statement.strip():
            continue
        key, value = next(_halves(statement.strip()))
        found = _KEY.match(key)
        assert found is not None, f"no keyword: {key!r}"
        if found["name"] == "DATA":
            return Px(keywords, values, value)
        subkeys = tuple(part.strip('"') for part in _outside(found["subkeys"] or "", ",") if part)
        keywords.append((found["name"], found["lang"], subkeys))
        values.append(re.sub(r"\s*\r\n\s*", "", value) if '"\r\n"' not in value else value.replace("\r\n", ""))
    raise AssertionError("the file has no data")


def _outside(text: str, sign: str) -> list[str]:
    """Split at a sign that stands outside quotation marks."""
    ends = [found.start() for found in re.finditer(rf'"[^"]*"|{sign}', text) if found[0] == sign]
    return [text[start:end] for start, end in zip([0, *(end + 1 for end in ends)], [*ends, len(text)], strict=True)]


def _halves(statement: str) -> Iterator[tuple[str, str]]:
    head, *rest = _outside(statement, "=")
    yield head, "=".join(rest)


def _cell(text: str) -> float | str:
    if _DOTS.fullmatch(text):
        return text.strip('"')
    value = float(text)
    assert math.isfinite(value)
    return value
