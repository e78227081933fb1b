"""Maps of a panel: one figure for each area, on equal tiles or within the outlines that a caller brings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from attrs import frozen

from verkosto.errors import OptionError, UnknownAreaError
from verkosto.regions import AreaRef
from verkosto.reporting._alt import alt_title, ranked_sentence
from verkosto.reporting._charts import Look, base_note
from verkosto.reporting._geojson import Shape
from verkosto.reporting._panel import Panel
from verkosto.reporting._picture import Picture, paint_picture
from verkosto.reporting._tiles import Tile, area_name, tiles_of
from verkosto.reporting._wording import say
from verkosto.text import format_number

if TYPE_CHECKING:
    from verkosto.reporting._canvas import Canvas

__all__ = ["area_type_of", "outline_map", "tiles_map"]

_MAP_WIDTH = 5.6


@frozen
class _Figures:
    """The figures of a map by code: numbers, how they are written, and which are kept back."""

    values: Mapping[str, float]
    words: Mapping[str, str]
    hidden: frozenset[str]


def tiles_map(panel: Panel, lang: str, look: Look) -> Picture:
    """Return a map of equal tiles of a panel with one answer.

    Raises:
        OptionError: The rows are no areas with a tile map.
        UnknownAreaError: An area has no tile.
    """
    area_type = area_type_of(panel)
    tiles = tiles_of(area_type, None, lang)
    figures = _figures(panel, lang)
    _placed(panel, [tile.ref.code for tile in tiles], area_type, "no tile on the map")
    return _picture(panel, lang, look, "tiles", figures, [tile.ref for tile in tiles], partial(_draw_tiles, tiles))


def outline_map(panel: Panel, lang: str, look: Look, shapes: Sequence[Shape]) -> Picture:
    """Return a map of outlines of a panel with one answer.

    Raises:
        OptionError: The rows are no areas.
        UnknownAreaError: An area has no outline.
    """
    area_type = area_type_of(panel)
    figures = _figures(panel, lang)
    _placed(panel, [shape.code for shape in shapes], area_type, "no outline in the GeoJSON")
    refs = [AreaRef(area_type, shape.code) for shape in shapes]
    return _picture(panel, lang, look, "choropleth", figures, refs, partial(_draw_outlines, tuple(shapes)))


def area_type_of(panel: Panel) -> str:
    """Return the kind of area that the rows of a panel are.

    Raises:
        OptionError: They are something else.
    """
    if panel.area_type is None:
        raise OptionError("a map needs a table by one kind of area, such as by='maakunta'. Ask for 'dots' or 'bars'.")
    return panel.area_type


def _figures(panel: Panel, lang: str) -> _Figures:
    cells = {row.codes[0]: row.cells[0] for row in panel.groups}
    values = {code: cell.figure for code, cell in cells.items() if cell.figure is not None}
    hidden = frozenset(code for code, cell in cells.items() if cell.hidden)
    return _Figures(values, {code: cells[code].text(lang) for code in cells}, hidden)


def _placed(panel: Panel, codes: Sequence[str], area_type: str, lacking: str) -> None:
    for row in panel.groups:
        if row.codes[0] not in codes:
            ref = AreaRef(area_type, row.codes[0])
            raise UnknownAreaError(f"{ref} ({ref.name}) has {lacking}. Leave it out of the table, or ask for 'dots'.")


def _picture(
    panel: Panel,
    lang: str,
    look: Look,
    kind: str,
    figures: _Figures,
    refs: Sequence[AreaRef],
    draw: Callable[..., Canvas],
) -> Picture:
    title = look.title or panel.title
    option = panel.options[0]
    sentences = [alt_title(kind, title, lang), ranked_sentence(panel.groups, 0, option, lang)]
    if panel.whole is not None and panel.whole.cells[0].figure is not None:
        sentences.append(say("alt_total_figure", lang, figure=panel.whole.cells[0].text(lang)))
    missing = [area_name(ref, lang) for ref in refs if ref.code not in {*figures.values, *figures.hidden}]
    if missing:
        sentences.append(say("alt_no_data", lang, areas=", ".join(missing)))
    hidden = [area_name(ref, lang) for ref in refs if ref.code in figures.hidden]
    if hidden:
        count = format_number(len(hidden), lang=lang)
        sentences.append(say("alt_hidden_areas", lang, count=count, areas=", ".join(hidden)))
    what = option if panel.shares else option[:1].upper() + option[1:]
    return paint_picture(
        partial(draw, figures, look, (f"{what}. {base_note(panel, lang)}.",), lang),
        title=title,
        alt=" ".join(filter(None, sentences)).replace("..", "."),
        header=(*panel.heads, option, say("n", lang)),
        rows=tuple((row.label, row.cells[0].with_interval(lang), row.count(lang)) for row in panel.rows),
        lang=lang,
        internal=look.stamp,
    )


def _draw_tiles(tiles: Sequence[Tile], figures: _Figures, look: Look, notes: tuple[str, ...], lang: str) -> Canvas:
    from verkosto.reporting._tilemap_faces import draw_numbers

    above = partial(look.frame, notes, lang)
    return draw_numbers(tiles, figures.values, figures.words, above, lang, hidden=figures.hidden)


def _draw_outlines(shapes: Sequence[Shape], figures: _Figures, look: Look, notes: tuple[str, ...], lang: str) -> Canvas:
    from verkosto.reporting._choropleth import draw_choropleth

    words = {code: word for code, word in figures.words.items() if code in figures.values or code in figures.hidden}
    frame = look.frame(notes, lang, min(look.width, _MAP_WIDTH))
    return draw_choropleth(shapes, figures.values, words, frame, lang, hidden=figures.hidden)
