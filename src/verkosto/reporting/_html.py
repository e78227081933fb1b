"""The writer of HTML: one file that needs nothing else, for eyes, ears, keyboards and printers."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from itertools import takewhile
from typing import Any

from attrs import frozen

from verkosto.aggregate import Shown
from verkosto.errors import MissingExtraError
from verkosto.reporting._document import (
    Document,
    FigurePart,
    HeadingPart,
    MethodPart,
    Part,
    PicturePart,
    Prose,
    SheetPart,
    TablePart,
)
from verkosto.reporting._picture import Picture
from verkosto.reporting._wording import say

__all__ = ["html_bytes"]

_LINKS_FROM = 3
"""So many links make a table of contents worth its room."""
_WIDE = 5


def html_bytes(document: Document) -> bytes:
    """Return a document as an HTML file.

    Raises:
        MissingExtraError: The extra `report` is not installed.
    """
    try:
        import jinja2
    except ImportError as error:
        raise MissingExtraError.of("report", "a report in HTML") from error
    from verkosto.reporting._svg import Letters

    letters = Letters()
    lang, script = document.lang, _template("report.js")
    lead, parts = _lead(document)
    links = _links(parts)
    page: str = _page(jinja2).render(
        document=document,
        lang=lang,
        lead=lead,
        # Pictures come first, for the letters that they share stand before them.
        parts=[(part, _drawings(part, letters)) for part in parts],
        letters=letters.markup(),
        links=links if len(links) >= _LINKS_FROM else (),
        policy=_digest(script),
        script=script,
        value=_value,
        wide=_WIDE,
        say=lambda key, **values: say(key, lang, **values),
    )
    # A label may hold half of a surrogate pair, which no file can hold.
    return page.encode("utf-8", "replace")


@cache
def _page(jinja2: Any) -> Any:
    """Return the template of the page, made with its library: that takes longer than to fill it in."""
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_template),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html")


@cache
def _template(name: str) -> str:
    return files("verkosto.reporting").joinpath("templates", name).read_text("utf-8")


def _digest(script: str) -> str:
    """Return what a content security policy knows a script by, so that no other one runs."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def _lead(document: Document) -> tuple[list[str], tuple[Part, ...]]:
    """Return the paragraphs that stand before everything else, and the rest."""
    before = list(takewhile(lambda part: isinstance(part, Prose), document.parts))
    paragraphs = [text for part in before if isinstance(part, Prose) for text in part.paragraphs]
    return paragraphs, document.parts[len(before) :]


@frozen
class _Link:
    """A line of the contents; `depth` is 0 for those that stand furthest out."""

    name: str
    text: str
    depth: int


def _links(parts: tuple[Part, ...]) -> list[_Link]:
    found = []
    for part in parts:
        match part:
            case HeadingPart():
                found.append(_Link(part.name, part.text, part.level - 1))
            case TablePart():
                more = f" – {part.section.grouped}" if part.section.grouped else ""
                found.append(_Link(part.name, f"{part.section.title}{more}", part.level - 1))
                inner = part.figures if len(part.figures) > 1 else ()
                found += [_Link(figure.name, figure.grid.title, part.level) for figure in inner]
            case PicturePart():
                found.append(_Link(part.name, part.picture.title, part.level - 1))
            case SheetPart():
                found.append(_Link(part.name, part.title, part.level - 1))
            case MethodPart():
                found.append(_Link(part.name, part.title, 0))
    return found


def _drawings(part: Part, letters: Any) -> dict[str, str]:
    """Return the pictures of a part as markup, by the names of what they belong to."""
    if isinstance(part, PicturePart):
        return {part.name: _inline(part.picture, part.name, letters)}
    figures: tuple[FigurePart, ...] = part.figures if isinstance(part, TablePart) else ()
    return {f.name: _inline(f.picture, f.name, letters) for f in figures if f.picture is not None}


def _inline(picture: Picture, name: str, letters: Any) -> str:
    from verkosto.reporting._svg import inline

    return inline(picture.svg, f"{name}-picture", letters, title=picture.title, description=picture.alt)


def _value(datum: Shown) -> str | None:
    """Return what a column is sorted by, with as many digits as are seen; None where nothing is."""
    number = datum.low if datum.value is None else datum.value
    if number is None:
        return None
    if datum.unit in ("percent", "points", "score"):
        return f"{round(100 * number)}"
    return f"{round(number, datum.places):.15g}"
