"""Alt texts: what a picture shows, written from its figures for those who do not see it."""

from __future__ import annotations

from collections.abc import Sequence

from verkosto.reporting._figures import share, share_and_interval
from verkosto.reporting._panels import Panel, Row
from verkosto.reporting._wording import say
from verkosto.text import format_base, format_number

__all__ = ["alt_text", "alt_title"]


def alt_title(panel: Panel, lang: str) -> str:
    """Return the kind of the picture and what it is about."""
    return say(f"alt_{panel.kind}", lang, title=panel.title)


def alt_text(panel: Panel, lang: str) -> str:
    """Return the picture's content: every figure of few rows, the extremes of many."""
    if panel.kind == "dots":
        return _of_groups(panel, lang)
    sentences = []
    for row in panel.rows:
        name = "" if panel.kind == "bars" else f"{row.label}: "
        sentences.append(f"{name}{_figures(panel, row, lang)}; {format_base(row.base, lang=lang)}.")
    return " ".join(sentences)


def _figures(panel: Panel, row: Row, lang: str) -> str:
    return ", ".join(
        f"{option} {share_and_interval(cell.share, cell.low, cell.high, lang)}"
        for option, cell in zip(panel.options, row.cells, strict=True)
    )


def _of_groups(panel: Panel, lang: str) -> str:
    sentences = []
    for place, option in enumerate(panel.options):
        known = [row for row in panel.groups if row.cells[place].share is not None]
        if known:
            sentences.append(_extremes(known, place, option, lang))
        if panel.whole is not None and panel.whole.cells[place].share is not None:
            sentences.append(say("alt_total", lang, share=share(panel.whole.cells[place].share, lang)))
    sentences.append(say("alt_groups", lang, count=format_number(len(panel.groups), lang=lang)))
    return " ".join(sentences)


def _extremes(rows: Sequence[Row], place: int, option: str, lang: str) -> str:
    ranked = sorted(rows, key=lambda row: row.cells[place].share or 0.0)
    most, least = (_named(row, place, lang) for row in (ranked[-1], ranked[0]))
    if len(ranked) == 1:
        return say("alt_one", lang, option=option, most=most)
    return say("alt_extremes", lang, option=option, most=most, least=least)


def _named(row: Row, place: int, lang: str) -> str:
    base = format_base(row.base, lang=lang)
    return f"{row.label} {share(row.cells[place].share, lang)} ({base})"
