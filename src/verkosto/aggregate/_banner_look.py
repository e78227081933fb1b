"""How a banner looks in a terminal and in a notebook."""

from __future__ import annotations

import textwrap
from itertools import groupby
from typing import TYPE_CHECKING

from attrs import frozen

from verkosto import html as markup
from verkosto.aggregate._blocks import base_numbers, more_rows, word
from verkosto.aggregate._display import aligned, header_lines, paragraphs
from verkosto.aggregate._figures import figure, places_of
from verkosto.aggregate._marks import Cell, flags_of, marks_of
from verkosto.text import MISSING

if TYPE_CHECKING:
    from verkosto.aggregate._banner import Banner, Head
    from verkosto.aggregate._headings import Heading

__all__ = ["html", "text"]


@frozen
class _Part:
    """One question of a banner: a row for each answer, a column for each group."""

    title: str
    first: str
    heads: tuple[Head, ...]
    bases: list[str]
    rows: list[list[str | Cell]]
    more: str | None


def text(banner: Banner, lang: str, *, most: int | None = None) -> str:
    """Return the banner as lines of text."""
    flags = [flags_of(table) for table in banner.tables]
    parts = ["\n".join([part.title, "", *_lines(part, lang)]) for part in _parts(banner, flags, lang, most)]
    below = [textwrap.fill(line, 100) for line in paragraphs(banner.tables, flags, lang, most=most)]
    return "\n\n".join([*parts, *(["\n".join(below)] if below else [])])


def html(banner: Banner, lang: str, *, most: int | None = None) -> str:
    """Return the banner as HTML."""
    flags = [flags_of(table) for table in banner.tables]
    parts = [_table(part, lang) for part in _parts(banner, flags, lang, most)]
    below = paragraphs(banner.tables, flags, lang, most=most)
    return "\n".join([*parts, *(f"<p>{markup.escape(line)}</p>" for line in below)])


def _parts(banner: Banner, flags: list[dict[int, str]], lang: str, most: int | None) -> list[_Part]:
    heads = banner.heads
    marks = [marks_of(flagged) for flagged in flags]
    places = [banner.rows(head) for head in heads]
    return [_part(banner, heading, heads, places, marks, lang, most) for heading in banner.variables]


def _part(
    banner: Banner,
    heading: Heading,
    heads: tuple[Head, ...],
    places: list[dict[tuple[str, str], int]],
    marks: list[dict[int, str]],
    lang: str,
    most: int | None,
) -> _Part:
    columns: list[list[str | Cell]] = []
    bases = []
    for head, rows in zip(heads, places, strict=True):
        table = banner.tables[head.table]
        found = [rows.get((heading.id, code)) for code in heading.labels]
        known = [row for row in found if row is not None]
        decimals = places_of(table.cells, range(min(known), max(known) + 1)) if known else 0
        columns.append(
            [
                MISSING
                if row is None
                else Cell(figure(table.cells, row, lang, decimals), marks[head.table].get(row, ""))
                for row in found
            ]
        )
        bases.append(f"n = {base_numbers(table, known, lang)}")
    labels = [heading.label(code, lang) for code in heading.labels]
    rows_shown = [[label, *cells] for label, *cells in zip(labels, *columns, strict=True)][:most]
    more = more_rows(len(labels), most, lang)
    return _Part(heading.text.get(lang), word("answer", lang), heads, bases, rows_shown, more)


def _lines(part: _Part, lang: str) -> list[str]:
    levels = header_lines([part.first, *(head.label.get(lang) for head in part.heads)], 1)
    lines = aligned([*levels, ["", *part.bases]], part.rows, 1, _spans(part, lang))
    return [*lines, *([part.more] if part.more else [])]


def _spans(part: _Part, lang: str) -> list[tuple[str, int]]:
    """Return what divides neighbouring columns, and how many they are."""
    runs = groupby(part.heads, key=lambda head: (head.table, head.over.get(lang)))
    return [(name, len(list(run))) for (_, name), run in runs]


def _table(part: _Part, lang: str) -> str:
    right = ' style="text-align: right"'
    over = "".join(
        f'<th scope="colgroup" colspan="{size}">{markup.escape(name)}</th>' for name, size in _spans(part, lang)
    )
    heads = "".join(
        f'<th scope="col"{right}>{markup.escape(head.label.get(lang))}<br>{markup.escape(base)}</th>'
        for head, base in zip(part.heads, part.bases, strict=True)
    )
    body = []
    for label, *cells in part.rows:
        figures = "".join(f"<td{right}>{markup.escape(cell)}</td>" for cell in cells)
        body.append(f'<tr><th scope="row">{markup.escape(label)}</th>{figures}</tr>')
    lines = [
        "<table>",
        f"<caption>{markup.escape(part.title)}</caption>",
        "<thead>",
        f'<tr><th scope="col" rowspan="2">{markup.escape(part.first)}</th>{over}</tr>',
        f"<tr>{heads}</tr>",
        "</thead>",
        "<tbody>",
        *body,
        "</tbody>",
        "</table>",
    ]
    return "\n".join([*lines, *([f"<p>{markup.escape(part.more)}</p>"] if part.more else [])])
