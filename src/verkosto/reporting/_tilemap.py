"""Tile maps: one equal tile for each area, with its number or category."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, Protocol

from attrs import frozen

from verkosto.dates import DateLike
from verkosto.errors import OptionError, UnknownAreaError
from verkosto.regions import Area, AreaRef
from verkosto.regions import area_type as kind_of
from verkosto.reporting._alt import alt_title
from verkosto.reporting._picture import Picture, paint_picture
from verkosto.reporting._tiles import Tile, tiles_of
from verkosto.reporting._wording import say
from verkosto.text import MISSING, LocalText, check_language, format_number, format_percent

if TYPE_CHECKING:
    from verkosto.reporting._canvas import Canvas

__all__ = ["AreaValues", "tile_map"]


class AreaValues(Protocol):
    """Values by area: a mapping, or anything else whose `items()` give pairs, such as a pandas Series."""

    def items(self) -> Iterable[tuple[Any, Any]]:
        """Return each area with its value."""
        ...


MOST_CATEGORIES = 7


def tile_map(
    values: AreaValues,
    *,
    area_type: str = "maakunta",
    lang: str = "fi",
    title: LocalText | str | None = None,
    format: Literal["number", "percent"] | None = None,  # noqa: A002 - it is what the formats of other tools are called
    decimals: int | None = None,
    labels: Mapping[Any, LocalText | str] | None = None,
    on: DateLike | None = None,
) -> Picture:
    """Draw one equal tile for each region or wellbeing services county, shaded by a number or by a category.

    On a map of the country Lapland looks like a third of Finland. Here each area has the same weight, and
    room for its name and its number.

    Numbers get darker shades the greater they are, from the smallest to the largest value of this map, and
    stand on their tiles. Categories (text, True and False) get fills that differ in hatching too. An area
    without a value (not given, None or NaN) is an empty tile with a dash. Åland always has its tile.

    Args:
        values: A number, a category or None by area: by code ("13"), reference ("maakunta/13"), `AreaRef` or
            `Area`. Anything with `items()` will do, such as a pandas Series by code.
        area_type: "maakunta" or "hyvinvointialue".
        lang: "fi", "sv" or "en".
        title: What stands above the map; a plain string is Finnish. None leaves it out.
        format: "percent" for shares between 0 and 1; None and "number" write numbers as they are.
        decimals: Digits after the decimal sign; None writes whole percents, whole numbers where all are whole,
            and otherwise one digit, or two where all are below 10.
        labels: What categories are called, by category; they stand in this order in the legend. True and False
            are "kyllä" and "ei" by default. Without labels categories are called what they are, by alphabet.
        on: The day of the areas; None means the newest covered day.

    Raises:
        UnknownAreaError: For an unknown kind or code, the message names the nearest; for an area without a tile.
        OptionError: For a kind without a tile map, an area of another kind, an area given twice, values that
            are neither all numbers nor all categories, more than seven categories, or another language.
        DateNotCoveredError: For a day on which the register does not cover the kind.
        MissingExtraError: The extra `report` is not installed.

    Example:
        >>> tile_map({"13": "neuvottelukunta", "19": "neuvottelukunta", "07": "ei"}).alt
        'Ruutukartta: Maakunta. ei: Päijät-Häme. neuvottelukunta: Keski-Suomi, Lappi. Ei tietoa: Uusimaa, ...'
    """
    check_language(lang)
    if format not in (None, "number", "percent"):
        raise OptionError(f"No format {format!r}. Use 'number' or 'percent'.")
    tiles = tiles_of(area_type, on, lang)
    known = _by_tile(values, area_type, tiles)
    above = "" if title is None else LocalText.of(title).get(lang)
    shown: _Numbers | _Categories
    if any(isinstance(value, float) for value in known.values()):
        shown = _numbers(known, format == "percent", decimals, lang)
    else:
        shown = _categories(known, labels or {}, lang)
    name = above or kind_of(area_type).name.get(lang)
    words = tuple(shown.words.get(tile.ref.code, MISSING) for tile in tiles)
    return paint_picture(
        partial(_draw, tiles, shown, above, lang),
        title=name,
        alt=" ".join([alt_title("tiles", name, lang), *_described(tiles, shown, lang)]),
        header=(kind_of(area_type).name.get(lang).capitalize(), say("value", lang)),
        rows=tuple((tile.name, word) for tile, word in zip(tiles, words, strict=True)),
        lang=lang,
    )


@frozen
class _Numbers:
    """Numbers by code, and how they are written."""

    values: dict[str, float]
    words: dict[str, str]


@frozen
class _Categories:
    """The category of each area by code, the number of its look, and every category's name."""

    values: dict[str, int]
    words: dict[str, str]
    names: tuple[str, ...]


def _by_tile(values: AreaValues, area_type: str, tiles: Sequence[Tile]) -> dict[str, float | str | bool]:
    """Return what is known by code, every code checked against the register."""
    if not hasattr(values, "items"):
        raise OptionError(f"A tile map takes values by area, not {type(values).__name__}. Give a mapping.")
    placed = {tile.ref.code for tile in tiles}
    found: dict[str, float | str | bool | None] = {}
    for key, value in values.items():
        ref = _ref(key, area_type)
        if ref.code not in placed:
            raise UnknownAreaError(f"{ref} ({ref.name}) has no tile on the map of that day. Leave it out.")
        if ref.code in found:
            raise OptionError(f"{ref} ({ref.name}) is given twice. Give each area one value.")
        found[ref.code] = _value(value, ref)
    known = {code: value for code, value in found.items() if value is not None}
    if len({isinstance(value, float) for value in known.values()}) > 1:
        raise OptionError("Some values are numbers and some are categories. Draw a map of each.")
    return known


def _ref(key: object, area_type: str) -> AreaRef:
    ref = AreaRef.of(key) if isinstance(key, AreaRef | Area) or "/" in str(key) else AreaRef(area_type, key)  # type: ignore[arg-type]
    if ref.area_type != area_type:
        raise OptionError(f"{ref} is no {area_type}. Say area_type={ref.area_type!r}, or give areas of that kind.")
    return ref


def _value(value: object, ref: AreaRef) -> float | str | bool | None:
    # NumPy's and pandas' own kinds are met by what they do: neither library is imported for them.
    if value is None or isinstance(value, str) or type(value).__name__ in ("bool", "bool_"):
        return bool(value) if value is not None and not isinstance(value, str) else value
    if str(value) == "<NA>":
        return None
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise OptionError(f"{ref} has a {type(value).__name__}. Give a number, a text, True or False.") from error
    if math.isinf(number):
        raise OptionError(f"{ref} has no finite number. Give a finite one, or None where it is not known.")
    return None if math.isnan(number) else number


def _numbers(known: Mapping[str, Any], percent: bool, decimals: int | None, lang: str) -> _Numbers:  # noqa: FBT001
    numbers: dict[str, float] = dict(known)
    if decimals is None and not percent:
        whole = all(number == round(number) for number in numbers.values())
        decimals = 0 if whole else 1 if max(map(abs, numbers.values())) >= 10 else 2
    write = format_percent if percent else format_number
    words = {code: write(number, decimals=decimals or 0, lang=lang) for code, number in numbers.items()}
    return _Numbers(numbers, words)


def _categories(known: Mapping[str, Any], labels: Mapping[Any, LocalText | str], lang: str) -> _Categories:
    used = set(known.values())
    ordered = [label for label in labels if label in used]
    rest = used - set(ordered)
    ordered += [truth for truth in (True, False) if truth in rest]
    ordered += sorted(category for category in rest if isinstance(category, str))
    if len(ordered) > MOST_CATEGORIES:
        raise OptionError(
            f"{len(ordered)} categories cannot be told apart on a map. Join some: {MOST_CATEGORIES} are the most."
        )
    own = {True: say("yes", lang), False: say("no", lang)}
    names = [LocalText.of(labels[c]).get(lang) if c in labels else own.get(c, c) for c in ordered]
    place = {category: number for number, category in enumerate(ordered)}
    values = {code: place[category] for code, category in known.items()}
    return _Categories(values, {code: names[number] for code, number in values.items()}, tuple(names))


def _described(tiles: Sequence[Tile], shown: _Numbers | _Categories, lang: str) -> list[str]:
    names = {tile.ref.code: tile.name for tile in tiles}
    found = []
    if isinstance(shown, _Numbers):
        ranked = sorted(shown.values, key=lambda code: (-shown.values[code], code))
        found.append(f"{', '.join(f'{names[code]} {shown.words[code]}' for code in ranked)}.")
    else:
        for number, label in enumerate(shown.names):
            of_it = [names[tile.ref.code] for tile in tiles if shown.values.get(tile.ref.code) == number]
            found.append(f"{label}: {', '.join(of_it)}.")
    missing = [tile.name for tile in tiles if tile.ref.code not in shown.values]
    if missing:
        found.append(say("alt_no_data", lang, areas=", ".join(missing)))
    return found


def _draw(tiles: Sequence[Tile], shown: _Numbers | _Categories, title: str, lang: str) -> Canvas:
    from verkosto.reporting._frame import frame_of
    from verkosto.reporting._tilemap_faces import draw_categories, draw_numbers

    if isinstance(shown, _Numbers):
        return draw_numbers(tiles, shown.values, shown.words, partial(frame_of, title=title), lang)
    return draw_categories(tiles, shown.values, shown.names, partial(frame_of, title=title), lang)
