"""The public call: a table in, its picture out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Literal, get_args

from attrs import evolve

from verkosto.aggregate import PUBLISHED, Table
from verkosto.disclosure import PublishedTable
from verkosto.errors import OptionError, did_you_mean
from verkosto.files import PathLike
from verkosto.reporting._charts import WIDTH, Look, line_note, picture_of
from verkosto.reporting._geojson import shapes_of
from verkosto.reporting._maps import area_type_of, outline_map, tiles_map
from verkosto.reporting._panel import Panel
from verkosto.reporting._picture import Picture, paint_picture
from verkosto.reporting._pictured import Order
from verkosto.reporting._selected import Values, one_answer, selected, with_answers
from verkosto.reporting._wave_drawing import draw_waves
from verkosto.reporting._waves import FEW_LINES, Breaks, Waves, alt_of_waves, split_by_wave, waves_of
from verkosto.reporting._wording import say
from verkosto.text import MISSING, LocalText, check_language

__all__ = ["ChartKind", "chart"]

ChartKind = Literal["bars", "stacked", "likert", "dots", "tiles", "choropleth", "waves"]

_LEAST_WIDTH, _MOST_WIDTH = 3.5, 20.0


def chart(
    table: Table | Mapping[str, Table],
    kind: ChartKind | None = None,
    *,
    lang: str = "fi",
    variable: str | None = None,
    value: Values = None,
    title: LocalText | str | None = None,
    sort: Order = None,
    geojson: PathLike | Mapping[str, Any] | None = None,
    key: str | None = None,
    breaks: Breaks = (),
    width: float = WIDTH,
) -> Picture:
    r"""Draw a table: shares, means, totals or any other figures, with their intervals.

    - **bars**: a bar for each answer, or for each group of one answer.
    - **stacked**: answers of questions or groups from 0 to 100 %.
    - **likert**: answers on a scale, on both sides of its middle, which is split; "cannot say" apart at the right.
    - **dots**: a dot with its interval for each group and answer, the total as a dashed line.
    - **tiles**: a tile for each region or wellbeing services county.
    - **choropleth**: a map of the outlines in `geojson`.
    - **waves**: lines over waves.

    A figure that is kept back has a hatched mark and the word "salattu", and takes no place on a scale. Where there is
    no figure stands a dash. A picture of a table that nobody protected bears the stamp of internal use.

    Args:
        table: What a statistic returns, or `vk.protect` makes of it. For waves a table whose last `by` is the wave, or
            a mapping from the name of each wave to its table, in order.
        kind: What to draw; None: bars for one question, dots for groups, bars on both sides for a matrix, stacked bars
            for other questions with the same answers, a map where `geojson` is given, lines where `table` is a mapping.
        lang: "fi", "sv" or "en".
        variable: Which question, where the table has several.
        value: Codes of the answers to show, or one; None: all. Maps and lines by group show one answer, by default the
            first.
        title: What stands above the picture; None: the question; "" nothing.
        sort: The order of groups: "value" by the figure of the first answer, "name", or "given" as the table has them;
            None: areas by value, others as given.
        geojson: A file, or what is in it, with a Polygon or a MultiPolygon for each area, in degrees or in metres
            (ETRS-TM35FIN). Areas without a figure are hatched.
        key: The property of its features that holds the code of the area; None: it is looked for.
        breaks: Waves that cannot be compared with the one before, by name; a mapping tells why. Lines break there, and
            by themselves where the question, its answers, the base or the weighting has changed.
        width: Width in inches, 3.5 to 20.

    Returns:
        A `Picture`; its `rows` are the figures as a table, its `alt` says what is seen.

    Raises:
        OptionError: Figures that the kind cannot show, several questions and no `variable`, an answer, a wave or an
            order that does not exist, another language.
        UnknownAreaError: A code in the GeoJSON that no area has; an area that has no outline or tile.
        SourceError: The GeoJSON cannot be read.
        MissingExtraError: The extra `report` is not installed.

    Example:
        >>> import verkosto as vk
        >>> from verkosto.reporting import chart
        >>> picture = chart(vk.frequency(vk.samples.tukirakenne(), "malli_a"))
        >>> picture.rows[0]
        ('Kannatan', '73\xa0% (69–76\xa0%)', '410')
        >>> picture.save("malli.svg").name
        'malli.svg'
    """
    check_language(lang)
    _check(kind, sort, width)
    given = {str(name): one for name, one in table.items()} if isinstance(table, Mapping) else {"": table}
    for one in given.values():
        if not isinstance(one, Table):
            raise OptionError(
                f"a chart shows a table, not {type(one).__name__}. Give what `frequency` or `mean` returns."
            )
    stamp = not all(isinstance(one, PublishedTable) or _released(one) for one in given.values())
    found = {name: with_answers(selected(one, lang, variable), value) for name, one in given.items()}
    if any(panel.empty for panel in found.values()):
        raise OptionError("the table has no answers, so there is nothing to draw. Leave it out.")
    look = Look("", sort, width, alone=True, stamp=stamp)
    if isinstance(table, Mapping) or kind == "waves":
        _check_extras(geojson is None, "geojson", "choropleth")
        if kind not in (None, "waves"):
            raise OptionError(f"several tables are waves, and {kind!r} shows one table. Leave `kind` out.")
        waves = waves_of(found if isinstance(table, Mapping) else split_by_wave(found[""]), lang, breaks)
        return _waves_picture(waves, lang, evolve(look, title=_title(title, waves.title, lang)))
    _check_extras(not breaks, "breaks", "waves")
    _check_extras(geojson is None or kind in (None, "choropleth"), "geojson", "choropleth")
    panel = found[""]
    look = evolve(look, title=_title(title, panel.title, lang))
    if kind == "choropleth" or (kind is None and geojson is not None):
        return _choropleth(one_answer(panel), lang, look, geojson, key)
    if kind == "tiles":
        return tiles_map(one_answer(panel), lang, look)
    return picture_of(panel, lang, kind, look)


def _released(table: Table) -> bool:
    """Return whether all figures come from a release, so that others have published them already."""
    return set(table.cells["status"]) == {PUBLISHED}


def _check(kind: object, sort: object, width: object) -> None:
    kinds, orders = get_args(ChartKind), ("value", "name", "given")
    if kind is not None and kind not in kinds:
        raise OptionError(f"No chart of kind {kind!r}.{did_you_mean(str(kind), kinds)} Use one of {', '.join(kinds)}.")
    if sort is not None and sort not in orders:
        raise OptionError(f"No order {sort!r}.{did_you_mean(str(sort), orders)} Use one of {', '.join(orders)}.")
    if not isinstance(width, int | float) or not _LEAST_WIDTH <= width <= _MOST_WIDTH:
        raise OptionError(f"The width {width!r} is no number of inches from {_LEAST_WIDTH} to {_MOST_WIDTH:g}.")


def _check_extras(fits: bool, option: str, kind: ChartKind) -> None:  # noqa: FBT001
    if not fits:
        raise OptionError(f"`{option}` belongs to a chart of kind {kind!r}. Leave it out, or ask for that kind.")


def _title(given: LocalText | str | None, question: str, lang: str) -> str:
    return question if given is None else LocalText.of(given).get(lang)


def _choropleth(
    panel: Panel, lang: str, look: Look, geojson: PathLike | Mapping[str, Any] | None, key: str | None
) -> Picture:
    if geojson is None:
        raise OptionError("a choropleth needs the outlines of the areas: `geojson=`. Without them ask for 'tiles'.")
    return outline_map(panel, lang, look, shapes_of(geojson, area_type_of(panel), key))


def _waves_picture(waves: Waves, lang: str, look: Look) -> Picture:
    title = look.title or waves.title
    notes = [line_note(waves.panel, lang)]
    if len(waves.lines) > FEW_LINES and any(line.total for line in waves.lines):
        notes.append(say("note_total_line", lang))
    for found in waves.breaks:
        words = {"wave": waves.names[found.before]}
        if found.reason:
            notes.append(say("note_break_why", lang, reason=found.reason, **words))
        else:
            notes.append(say("note_break", lang, **words))
    rows = [
        (line.label, *(MISSING if cell is None else cell.with_interval(lang) for cell in line.cells))
        for line in waves.lines
    ]
    return paint_picture(
        partial(_draw_waves, waves, look, tuple(notes), lang),
        title=title,
        alt=alt_of_waves(waves, title, lang),
        header=(waves.head, *waves.names),
        rows=(*rows, (say("n", lang), *waves.bases)),
        lang=lang,
        internal=look.stamp,
    )


def _draw_waves(waves: Waves, look: Look, notes: tuple[str, ...], lang: str) -> Any:
    return draw_waves(waves, lang, look.frame((" ".join(note for note in notes if note),), lang))
