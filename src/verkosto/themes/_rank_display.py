"""How a ranking looks in a terminal, a notebook and an internal report: the statement, then a line for each group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from verkosto.aggregate import Sheet
from verkosto.text import MISSING, format_number, format_percent
from verkosto.themes._rank_figures import FEW, GroupFigures
from verkosto.themes._rank_words import words

if TYPE_CHECKING:
    from verkosto.themes._rank_result import RankTest

__all__ = ["chance_text", "sheet"]

_LEAST_P = 0.001


def sheet(ranking: RankTest, lang: str) -> Sheet:
    """Return a ranking as a small table with notes."""
    heading = ranking.table.variables[0]
    names = ("group", "n", "largest", "share", "first", "next", "lead", "p", "swapped")
    header = [name if name in ("n", "p") else words(name, lang) for name in names]
    swapped = {
        order["group"]: f"{order['swapped']}/{order['pairs']}"
        for order in ranking.orders.to_dict("records")
        if order["status"] != "empty"
    }
    rows = [[*_row(ranking, place, lang), swapped.get(group, MISSING)] for place, group in enumerate(ranking.groups)]
    if ranking.by is None:
        header, rows = header[:-1], [row[:-1] for row in rows]
    title = "\n".join([heading.text.get(lang), _statement(ranking, lang)])
    return Sheet(title, header, rows, frozenset({0, 2, 5}), _notes(ranking, lang))


def chance_text(p: float, lang: str) -> str:
    """Return a p-value as it is printed."""
    sign, shown = ("<", _LEAST_P) if p < _LEAST_P else ("=", p)
    return f"p {sign} {format_number(shown, decimals=3, lang=lang)}"


def _statement(ranking: RankTest, lang: str) -> str:
    if ranking.largest is None:
        return words("no_largest", lang)
    found = ranking.everywhere()
    so = len(found.leads) == len(found.groups)
    return words(
        "alone" if ranking.by is None else "everywhere",
        lang,
        label=found.label.get(lang),
        leads=str(len(found.leads)),
        groups=str(len(found.groups)),
        share=format_percent(found.share, lang=lang),
        p=chance_text(found.p, lang),
        verdict=words("holds" if found.holds else "open" if so else "not_so", lang),
    )


def _row(ranking: RankTest, place: int, lang: str) -> list[str]:
    found, label = ranking.figures[place], ranking.group_label(ranking.groups[place]).get(lang)
    base = format_number(ranking.base(place), lang=lang)
    if found.status == "empty":
        return [label, base, *[MISSING] * 6]
    names = [ranking.table.variables[0].label(value, lang) for value in ranking.values]
    top = np.flatnonzero(found.rank == 1)
    largest = ", ".join(names[at] for at in top)
    at = int(top[0])
    tied = len(top) > 1
    return [
        label,
        base,
        words("tied", lang, values=largest) if tied else largest,
        format_percent(float(found.shares[at]), lang=lang),
        _percent(float(found.first[at]), lang),
        MISSING if tied else names[found.rival[at]],
        _lead(found, at, lang),
        chance_text(float(found.p[at]), lang).removeprefix("p ").removeprefix("= "),
    ]


def _percent(share: float, lang: str) -> str:
    return MISSING if np.isnan(share) else format_percent(share, lang=lang)


def _lead(found: GroupFigures, at: int, lang: str) -> str:
    low, high = float(found.lead_low[at]), float(found.lead_high[at])
    shown = format_number(float(found.lead[at]) * 100, decimals=0, lang=lang)
    if np.isnan(low):
        return shown
    ends = (format_number(end * 100, decimals=0, lang=lang) for end in (low, high))
    return f"{shown} ({' … '.join(ends)})"


def _notes(ranking: RankTest, lang: str) -> list[str]:
    level = format_percent(ranking.level, lang=lang)
    resamples = format_number(ranking.resamples, lang=lang)
    notes = [words("method", lang, resamples=resamples, seed=str(ranking.seed), level=level)]
    for status in ("few", "empty"):
        groups = [
            ranking.group_label(group).get(lang)
            for group, found in zip(ranking.groups, ranking.figures, strict=True)
            if found.status == status
        ]
        if groups:
            notes.append(words(status, lang, few=str(FEW), groups=", ".join(groups)))
    return [*notes, words("internal", lang)]
