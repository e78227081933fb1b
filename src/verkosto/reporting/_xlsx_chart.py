"""Charts that Excel draws from the numbers of a sheet: bars with intervals, stacked bars, bars of groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen

from verkosto.aggregate import Shown
from verkosto.reporting._alt import alt_text, alt_title
from verkosto.reporting._panel import Panel
from verkosto.reporting._shades import Shade, between, shades
from verkosto.reporting._wording import say
from verkosto.reporting._xlsx_book import ROW_PIXELS, Sheet, unit_of
from verkosto.reporting._xml_text import xml_text

__all__ = ["Numbers", "insert_chart"]

_WIDTH = 900
_AROUND, _BAR, _BETWEEN, _TALLEST = 120, 16, 14, 2400
_MOST_BARS, _MOST_SERIES = 120, 20
_LABELLED = 0.07
_INK, _GRID = "#1a1a1a", "#d9d9d9"
_LONGEST_ALT = 2000


@frozen
class Numbers:
    """Where the numbers of a chart stand on a sheet.

    Attributes:
        top: The row of the titles; figures begin below it.
        last: The last row of figures.
        labels: How many columns from the left name the rows.
        free: The first column that nothing stands in.
        titles: Titles of the columns that the chart shows.
        series: Where they stand.
        figures: What stands in each of them, from top to bottom.
    """

    top: int
    last: int
    labels: int
    free: int
    titles: tuple[str, ...]
    series: tuple[int, ...]
    figures: Sequence[Sequence[Shown]]


def insert_chart(sheet: Sheet, row: int, numbers: Numbers, panel: Panel) -> int:
    """Put a chart of a panel on a sheet, and return the row below it; a crowd of bars, or of units, has none."""
    rows, series = numbers.last - numbers.top, len(numbers.series)
    crowded = rows * series > _MOST_BARS
    stacked = panel.shares and (panel.kind == "stacked" or (crowded and not panel.several))
    known = [figure for figures in numbers.figures for figure in figures if figure.value is not None]
    units = {unit_of(figure, sheet.book.lang)[0] for figure in known}
    if len(units) != 1 or series > _MOST_SERIES or (crowded and not stacked):
        return row
    chart = sheet.book.chart({"type": "bar", **({"subtype": "stacked"} if stacked else {})})
    for place, shade in enumerate(_fills(panel, series)):
        chart.add_series(_series(sheet, numbers, place, shade, stacked=stacked))
    height = min(_AROUND + rows * (_BETWEEN + _BAR * (1 if stacked else series)), _TALLEST)
    chart.set_size({"width": _WIDTH, "height": height})
    _dress(chart, units.pop(), shares=panel.shares, several=series > 1, stacked=stacked)
    lang = sheet.book.lang
    title = alt_title("stacked" if stacked else "bars", panel.title, lang)
    alt = xml_text(f"{title} {alt_text(panel, lang, intervals=not stacked)}")
    sheet.page.insert_chart(row, 0, chart, {"description": alt[:_LONGEST_ALT], "object_position": 2})
    return row + height // ROW_PIXELS + 2


def _fills(panel: Panel, series: int) -> Sequence[Shade]:
    return [between(0.45)] if series == 1 else shades(panel.codes, panel.apart)


def _series(sheet: Sheet, numbers: Numbers, place: int, shade: Shade, *, stacked: bool) -> dict[str, Any]:
    first, last, column = numbers.top + 1, numbers.last, numbers.series[place]
    # Titles and labels are taken from cells: a text of its own that began with "=" would be a reference.
    found: dict[str, Any] = {
        "name": [sheet.name, numbers.top, column],
        "categories": [sheet.name, first, 0, last, numbers.labels - 1],
        "values": [sheet.name, first, column, last, column],
        "border": {"color": _INK, "width": 0.5},
        "gap": 60,
    }
    if shade.hatch is None:
        found["fill"] = {"color": shade.fill}
    else:
        found["pattern"] = {"pattern": "wide_upward_diagonal", "fg_color": "#8c8c8c", "bg_color": shade.fill}
    figures = numbers.figures[place]
    if stacked:
        # A label stands where it has room.
        custom = [{"delete": True} if (figure.value or 0) < _LABELLED else None for figure in figures]
        found |= {"overlap": 100, "data_labels": {"value": True, "font": {"color": shade.ink}, "custom": custom}}
    elif any(figure.interval is not None for figure in figures):
        found["y_error_bars"] = _intervals(sheet, numbers, place)
    return found


def _intervals(sheet: Sheet, numbers: Numbers, place: int) -> dict[str, Any]:
    """Write how far each interval reaches to either side of its figure, and return error bars of it.

    The columns are folded away; LibreOffice draws error bars from cells only.
    """
    from xlsxwriter.utility import quote_sheetname, xl_range_abs

    look: dict[str, Any] = {"type": "custom", "line": {"color": _INK, "width": 1}}
    figures = numbers.figures[place]
    for side, end in enumerate(("low", "high")):
        column = numbers.free + 2 * place + side
        sheet.text(
            numbers.top, column, f"{numbers.titles[place]}, {say(f'chart_{end}', sheet.book.lang)}", "head_right"
        )
        for row, figure in enumerate(figures, start=numbers.top + 1):
            limit = figure.low if end == "low" else figure.high
            reach = None if limit is None or figure.value is None else abs(limit - figure.value)
            sheet.number(row, column, reach, figure)
        sheet.fold(column)
        look["minus_values" if end == "low" else "plus_values"] = (
            f"={quote_sheetname(sheet.name)}!{xl_range_abs(numbers.top + 1, column, numbers.last, column)}"
        )
    return look


def _dress(chart: Any, unit: str, *, shares: bool, several: bool, stacked: bool) -> None:
    """Give a chart its axes and legend."""
    chart.set_title({"none": True})
    chart.show_hidden_data()
    scale: dict[str, Any] = {"num_format": unit}
    if shares:
        scale |= {"min": 0, "max": 1, "major_unit": 0.25}
    chart.set_x_axis({**scale, "major_gridlines": {"visible": True, "line": {"color": _GRID}}})
    # Excel draws the first row at the bottom. Turned around, its scale would stand on top.
    names = {"reverse": True, "crossing": "max", "label_position": "low", "line": {"color": _INK}}
    chart.set_y_axis({**names, "major_gridlines": {"visible": False}})
    if several:
        chart.set_legend({"position": "top" if stacked else "right"})
    else:
        chart.set_legend({"none": True})
