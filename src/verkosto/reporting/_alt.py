"""Alt texts: what a chart shows, written from its figures for those who do not see it."""

from __future__ import annotations

from collections.abc import Sequence

from verkosto.reporting._panel import Panel, Row
from verkosto.reporting._wording import say
from verkosto.text import format_number

__all__ = ["alt_text", "alt_title", "hidden_sentence", "ranked_sentence"]

_MOST_FIGURES = 40


def alt_title(kind: str, title: str, lang: str) -> str:
    """Return the kind of a chart and what it is about."""
    return _closed(say(f"alt_{kind}", lang, title=title), ".")


def alt_text(panel: Panel, lang: str, *, intervals: bool = True) -> str:
    """Return a chart's content: every figure of few rows, of many the highest, the lowest and the total.

    Args:
        panel: What is shown.
        lang: Language of the text.
        intervals: Whether the chart shows intervals.
    """
    figures = len(panel.rows) * len(panel.options)
    if (panel.kind == "dots" and (not panel.items or figures > _MOST_FIGURES)) or (
        figures > _MOST_FIGURES and len(panel.rows) > 1
    ):
        sentences = _of_groups(panel, lang)
    else:
        sentences = [_of_row(panel, row, lang, intervals=intervals) for row in panel.rows]
    # Some units end with a point.
    return " ".join([*sentences, *hidden_sentence(panel.hidden, lang)]).replace("..", ".")


def hidden_sentence(count: int, lang: str) -> list[str]:
    """Say how many figures are kept back; nothing where there are none."""
    return [say("alt_hidden", lang, count=format_number(count, lang=lang))] if count else []


def ranked_sentence(rows: Sequence[Row], place: int, option: str, lang: str) -> str:
    """Name the rows with the highest and the lowest figure of an answer; empty where no row has a figure."""
    known = [(figure, row) for row in rows if (figure := row.cells[place].figure) is not None]
    ranked = sorted(known, key=lambda pair: pair[0])
    if not ranked:
        return ""
    most, least = (_named(row, place, lang) for _, row in (ranked[-1], ranked[0]))
    if len(ranked) == 1:
        return say("alt_one", lang, option=option, most=most)
    share = ranked[0][1].cells[place].unit.unit == "percent"
    return say("alt_extremes" if share else "alt_most", lang, option=option, most=most, least=least)


def _of_row(panel: Panel, row: Row, lang: str, *, intervals: bool) -> str:
    name = f"{_closed(row.label, ':')} " if row.label else ""
    figures = ", ".join(
        f"{option} {cell.with_interval(lang) if intervals else cell.text(lang)}"
        for option, cell in zip(panel.options, row.cells, strict=True)
    )
    return f"{name}{figures}; {say('n_is', lang, n=row.count(lang))}."


def _of_groups(panel: Panel, lang: str) -> list[str]:
    sentences = []
    for place, option in enumerate(panel.options):
        ranked = ranked_sentence(panel.groups, place, option, lang)
        sentences.append(ranked)
        if panel.whole is not None and panel.whole.cells[place].figure is not None:
            total = say("alt_total_figure", lang, figure=panel.whole.cells[place].text(lang))
            # Where every group is hidden, nothing before has named the answer.
            sentences.append(total if ranked else f"{option}: {total[:1].lower()}{total[1:]}")
    key = "alt_rows" if panel.items else "alt_groups"
    sentences.append(say(key, lang, count=format_number(len(panel.groups), lang=lang)))
    return [sentence for sentence in sentences if sentence]


def _named(row: Row, place: int, lang: str) -> str:
    return f"{row.label} {row.cells[place].text(lang)} ({say('n_is', lang, n=row.count(lang))})"


def _closed(text: str, mark: str) -> str:
    """Return text with a mark at its end, where it has none of its own."""
    return text if text.endswith((".", "?", "!", ":")) else f"{text}{mark}"
