"""Charts of panels: which kind suits which figures, what stands around them, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Literal

from attrs import evolve, frozen

from verkosto.errors import OptionError
from verkosto.reporting._alt import alt_text, alt_title
from verkosto.reporting._dots import draw_bars, draw_dots
from verkosto.reporting._figures import interval_name
from verkosto.reporting._frame import Frame, frame_of
from verkosto.reporting._likert import draw_likert, draw_stacked
from verkosto.reporting._panel import Panel, Row
from verkosto.reporting._picture import Picture, paint_picture
from verkosto.reporting._pictured import Order, pictured
from verkosto.reporting._wording import say

if TYPE_CHECKING:
    from verkosto.reporting._canvas import Canvas

__all__ = ["WIDTH", "Look", "PlainKind", "base_note", "kind_of", "line_note", "panel_picture", "picture_of"]

PlainKind = Literal["bars", "stacked", "likert", "dots"]

WIDTH = 8.6
"""Width of a picture in inches; a page scales it to its own."""

_LEAST_ON_SCALE = 2


@frozen
class Look:
    """How a chart is to look.

    Attributes:
        title: What stands above it; empty for nothing.
        order: The order of groups.
        width: Its width in inches.
        alone: Whether it stands alone, and has to say itself what it is made of.
        stamp: Whether it bears the stamp of internal use.
    """

    title: str = ""
    order: Order = None
    width: float = WIDTH
    alone: bool = False
    stamp: bool = False

    def frame(self, notes: tuple[str, ...], lang: str, width: float | None = None) -> Frame:
        """Return what stands above the figures."""
        stamp = say("stamp", lang) if self.stamp else ""
        return frame_of(width or self.width, title=self.title, notes=notes, stamp=stamp)


def panel_picture(panel: Panel, lang: str) -> Picture | None:
    """Return the chart of a panel as a part of a report, which says itself what it is of; None for an empty one.

    Raises:
        MissingExtraError: The extra `report` is not installed.
    """
    return None if panel.empty else picture_of(panel, lang, None, Look())


def picture_of(panel: Panel, lang: str, kind: PlainKind | None, look: Look) -> Picture:
    """Return the chart of a panel that is not empty.

    Args:
        panel: The figures.
        lang: Language of the words.
        kind: Which kind of chart; None: the one that suits the figures.
        look: How it is to look.

    Raises:
        OptionError: For a kind that cannot show these figures.
        MissingExtraError: The extra `report` is not installed.
    """
    kind = kind or kind_of(panel)
    shown = _fitting(panel, kind, look.order)
    notes = _notes(panel, kind, lang) if look.alone else (base_note(panel, lang),) if panel.kind == "bars" else ()
    text = alt_text(shown if kind == "bars" else panel, lang, intervals=kind in ("bars", "dots"))
    return paint_picture(
        partial(_draw, shown, kind, lang, look, notes),
        title=look.title or panel.title,
        alt=f"{alt_title(kind, look.title or panel.title, lang)} {text}",
        header=_header(panel, lang),
        rows=_rows(panel, lang),
        lang=lang,
        internal=look.stamp,
    )


def kind_of(panel: Panel) -> PlainKind:
    """Return the kind of chart that suits a panel."""
    if panel.kind == "stacked" and panel.several:
        return "dots"
    if panel.kind == "stacked" and panel.scaled and _on_scale(panel) >= _LEAST_ON_SCALE:
        return "likert"
    return panel.kind


def _on_scale(panel: Panel) -> int:
    return sum(code not in panel.apart for code in panel.codes)


def _draw(panel: Panel, kind: PlainKind, lang: str, look: Look, notes: tuple[str, ...]) -> Canvas:
    draw: dict[PlainKind, Callable[[Panel, str, Frame], Canvas]] = {
        "bars": draw_bars,
        "dots": partial(draw_dots, order=look.order),
        "stacked": partial(draw_stacked, order=look.order),
        "likert": partial(draw_likert, order=look.order),
    }
    return draw[kind](panel, lang, look.frame(notes, lang))


def _fitting(panel: Panel, kind: PlainKind, order: Order) -> Panel:
    """Return the panel as a kind of chart shows it: bars need one row, dots one for each mark.

    Raises:
        OptionError: The kind cannot show it.
    """
    one_row = len(panel.rows) == 1
    if kind in ("stacked", "likert"):
        _check_scale(panel, kind)
        return panel
    if kind == "dots":
        return _as_rows(panel) if one_row and len(panel.options) > 1 else panel
    if one_row:
        return panel if order in (None, "given") else _as_bars(_as_rows(panel), order)
    if len(panel.options) > 1:
        raise OptionError(
            "a chart of kind 'bars' shows one answer of several groups, or one row. Say which with `value=`, or ask "
            "for 'dots'."
        )
    return evolve(_as_bars(panel, order), apart=())


def _check_scale(panel: Panel, kind: PlainKind) -> None:
    if panel.statistic != "share" or panel.several or panel.base_kind == "ticks":
        what = "answers of which one respondent can have several" if panel.several else repr(panel.statistic)
        raise OptionError(
            f"a chart of kind {kind!r} shows shares that make up a whole, and not {what}. Ask for 'bars' or 'dots'."
        )
    if kind == "likert" and _on_scale(panel) < _LEAST_ON_SCALE:
        raise OptionError(
            "a chart of kind 'likert' needs at least two answers on a scale. Ask for 'stacked' or 'bars'."
        )


def _as_rows(panel: Panel) -> Panel:
    """Return a panel of one row with a row for each answer."""
    answers = zip(panel.options, panel.codes, panel.rows[0].cells, strict=True)
    rows = tuple(Row((option,), (cell,), None, codes=(code,)) for option, code, cell in answers)
    return evolve(panel, kind="dots", options=("",), codes=("",), rows=rows, items=True, area_type=None)


def _as_bars(panel: Panel, order: Order) -> Panel:
    """Return a panel of one answer with a bar for each row; the sum of all would make the others small."""
    whole = [] if panel.whole is None or panel.statistic == "total" else [panel.whole]
    listed = [*pictured(panel, order).rows, *whole]
    row = Row(("",), tuple(row.cells[0] for row in listed), None, number=panel.number)
    names, codes = tuple(row.label for row in listed), tuple("/".join(row.codes) for row in listed)
    return evolve(panel, kind="bars", options=names, codes=codes, rows=(row,))


def base_note(panel: Panel, lang: str) -> str:
    """Say whom the figures are made of: "n = 562 vastaajaa, saattoi valita useita"."""
    kind = "several" if panel.several and panel.base_kind == "answered" else panel.base_kind
    return say(f"note_{kind}", lang, n=panel.number)


def _notes(panel: Panel, kind: PlainKind, lang: str) -> tuple[str, ...]:
    """Say what the figures are made of, and what lines mean."""
    sentences = [f"{base_note(panel, lang)}."]
    if panel.weights is not None:
        sentences.append(say("note_weighted", lang))
    if kind in ("bars", "dots"):
        sentences.append(line_note(panel, lang))
    if kind == "dots" and panel.whole is not None and panel.statistic != "total":
        sentences.append(say("note_total", lang))
    return (" ".join(filter(None, sentences)),)


def line_note(panel: Panel, lang: str) -> str:
    """Say what a line at a figure is; empty where there is none."""
    return say("note_line", lang, interval=interval_name(panel.level, (), lang)) if panel.methods else ""


def _header(panel: Panel, lang: str) -> tuple[str, ...]:
    """Return the titles of the columns of a chart's data."""
    if panel.kind == "bars":
        words = ("answer", "share", "count") if panel.shares else ("statistic", "figure", "n")
        return tuple(say(word, lang) for word in words)
    return (*panel.heads, *panel.options, say("n", lang))


def _rows(panel: Panel, lang: str) -> tuple[tuple[str, ...], ...]:
    """Return a chart's data as text."""
    if panel.kind == "bars":
        row = panel.rows[0]
        return tuple(
            (option, cell.with_interval(lang), cell.count(lang) if panel.shares else row.count(lang))
            for option, cell in zip(panel.options, row.cells, strict=True)
        )
    return tuple(
        (*row.labels, *(cell.with_interval(lang) for cell in row.cells), row.count(lang)) for row in panel.rows
    )
