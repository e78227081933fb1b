"""The writer of Markdown: text and tables of GitHub's kind, for wikis, repositories and publishing systems.

A report is one file, and Markdown holds no pictures: its tables have every figure of them. A picture that the caller
brought stands as its description and its data.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from verkosto.aggregate import Shown
from verkosto.reporting._document import (
    Document,
    HeadingPart,
    MethodPart,
    Part,
    PicturePart,
    Points,
    Prose,
    QuotePart,
    SheetPart,
    TablePart,
)
from verkosto.reporting._grids import Grid
from verkosto.reporting._wording import say

__all__ = ["markdown_bytes"]

_ACTIVE = re.compile(r"([\\`*_\[\]<>&|~$])")
_AT_START = re.compile(r"^([#+=-]|\d+(?=[.)]))")


def markdown_bytes(document: Document) -> bytes:
    """Return a document as a Markdown file in UTF-8."""
    lang = document.lang
    stamp = [f"> **{_line(say('stamp', lang))}.** {_line(say('stamp_reason', lang))}"] if document.internal else []
    told = [block for part in document.parts for block in _part(part, lang)]
    # There are no pages to stamp, so the stamp stands at both ends.
    blocks = [f"# {_line(document.title)}", *stamp, *told, *stamp]
    return ("\n\n".join(blocks) + "\n").encode("utf-8", "replace")


def _part(part: Part, lang: str) -> Iterator[str]:
    """Yield the blocks of a part."""
    match part:
        case HeadingPart():
            yield _heading(part.level, part.text)
        case Prose():
            yield from (_paragraph(text) for text in part.paragraphs)
        case QuotePart():
            said = [_paragraph(text) for text in part.paragraphs]
            yield "\n>\n".join(f"> {line}" for line in (*said, *([f"– {_line(part.source)}"] if part.source else [])))
        case Points():
            yield _heading(1, part.title)
            yield _list(part.items)
        case MethodPart():
            yield _heading(1, part.title)
            yield "\n".join(f"- **{_line(term)}:** {_line(told)}" for term, told in part.entries)
        case PicturePart():
            yield _heading(part.level, part.picture.title)
            yield _paragraph(part.picture.alt)
            yield _table(part.picture.header, part.picture.rows, range(len(part.picture.header)))
        case SheetPart():
            yield _heading(part.level, part.title)
            yield from (_paragraph(line) for line in part.lead)
            if part.header:
                yield _table(part.header, part.rows, part.texts)
            yield from (_paragraph(note) for note in part.notes)
        case _:
            yield from _section(part, lang)


def _section(part: TablePart, lang: str) -> Iterator[str]:
    found = part.section
    yield _heading(part.level, f"{found.title} – {found.grouped}" if found.grouped else found.title)
    for grid in found.grids:
        if found.apart:
            yield _heading(part.level + 1, grid.title)
        if grid.panel.empty:
            yield _paragraph(say("nothing", lang))
        else:
            yield _paragraph(grid.caption)
            yield _grid(grid)
    for title, lines in ((say("missing", lang), found.missing), (say("notes", lang), found.notes)):
        if lines:
            yield f"**{_line(title)}**"
            yield _list(lines)


def _grid(grid: Grid) -> str:
    rows = []
    for row in grid.rows:
        cells = [*map(_line, row.labels), *(_datum(datum) for datum in row.data)]
        rows.append([f"**{cell}**" for cell in cells] if row.total else cells)
    titles = [*map(_line, grid.heads), *map(_line, grid.columns)]
    return _rows(titles, rows, range(len(grid.heads)))


def _datum(datum: Shown) -> str:
    return _line(datum.text if datum.interval is None else f"{datum.text} ({datum.interval})")


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], texts: Collection[int]) -> str:
    return _rows([_line(cell) for cell in header], [[_line(cell) for cell in row] for row in rows], texts)


def _rows(header: Sequence[str], rows: Sequence[Sequence[str]], texts: Collection[int]) -> str:
    rule = ["---" if place in texts else "---:" for place in range(len(header))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, rule, *rows))


def _heading(level: int, text: str) -> str:
    return f"{'#' * (level + 1)} {_line(text)}"


def _list(lines: Sequence[str]) -> str:
    return "\n".join(f"- {_paragraph(line)}" for line in lines)


def _paragraph(text: str) -> str:
    """Return a text as a paragraph that begins no list, heading or quotation."""
    return _AT_START.sub(r"\\\1" if not text[:1].isdigit() else r"\1\\", _line(text))


def _line(text: str) -> str:
    """Return a text on one line in which nothing is markup."""
    return _ACTIVE.sub(r"\\\1", re.sub(r"[ \t\r\n\v\f\u2028\u2029]+", " ", text).strip(" "))
