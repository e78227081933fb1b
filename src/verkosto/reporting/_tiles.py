"""The grid of a tile map: a place for each area, and its name in lines that fit a tile."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from attrs import frozen

from verkosto.dates import DateLike
from verkosto.errors import UnknownAreaError
from verkosto.regions import AreaRef, areas, tile_grid
from verkosto.reporting._canvas import SMALL, drawable, lines_of, width_of
from verkosto.text import LocalText

__all__ = ["Tile", "area_name", "name_lines", "tiles_of"]

_AFTER_DASH = re.compile(r"(?<=-)(?=.)")


@frozen
class Tile:
    """A place on the map.

    Attributes:
        ref: The area.
        name: Its name, short and never abbreviated.
        row: From the top, beginning with 0.
        column: From the left, beginning with 0.
    """

    ref: AreaRef
    name: str
    row: int
    column: int


def tiles_of(area_type: str, on: DateLike | None, lang: str) -> tuple[Tile, ...]:
    """Return the tiles of a kind of area on a day, in the order of their codes.

    Raises:
        OptionError: For a kind without a tile map.
        UnknownAreaError: For an unknown kind.
        DateNotCoveredError: For a day on which the register does not cover the kind.
        DateError: For text that is no date.
    """
    grid = tile_grid(area_type)
    standing = {area.code for area in areas(area_type, on=on, official=False)}
    refs = [AreaRef(area_type, code) for code in sorted(grid) if code in standing]
    return tuple(Tile(ref, area_name(ref, lang), *grid[ref.code]) for ref in refs)


def area_name(ref: AreaRef, lang: str) -> str:
    """Return an area's name without the word for its kind where that is a part of it.

    Example:
        >>> area_name(AreaRef("hyvinvointialue", "01"), "fi"), area_name(AreaRef("maakunta", "02"), "en")
        ('Itä-Uusimaa', 'Southwest Finland')
    """
    short = _short_names().get(str(ref))
    if short is not None:
        return short.get(lang)
    try:
        return ref.on().name.get(lang)
    except UnknownAreaError:
        # It no longer stands; the reference knows its Finnish name.
        return ref.name


def name_lines(name: str, most: float, size: float = SMALL, *, bold: bool = True) -> list[str]:
    """Break a name after its dashes and at its spaces, into lines that are at most so many inches wide."""
    lines: list[str] = []
    for joint, part in _parts(name):
        longer = f"{lines[-1]}{joint}{part}" if lines else part
        if lines and width_of(longer, size, bold=bold) <= most:
            lines[-1] = longer
        else:
            lines += lines_of(part, most, size, bold=bold)
    return lines


def _parts(name: str) -> Iterator[tuple[str, str]]:
    """Yield what may stand on a line of its own, and what joins it to the part before it."""
    for word in drawable(name).split():
        joint = " "
        for part in _AFTER_DASH.split(word):
            yield joint, part
            joint = ""


@cache
def _short_names() -> Mapping[str, LocalText]:
    data = tomllib.loads(files("verkosto.reporting").joinpath("area_names.toml").read_text("utf-8"))
    return {f"{kind}/{code}": LocalText.of(texts) for kind, names in data.items() for code, texts in names.items()}
