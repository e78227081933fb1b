"""Escaped text and a plain accessible table: what every `_repr_html_` of verkosto is made of."""

from __future__ import annotations

import html
from collections.abc import Collection, Iterable, Sequence

from verkosto.errors import OptionError

__all__ = ["escape", "table"]


def escape(text: object) -> str:
    """Return `str(text)` safe inside HTML, in an element or a quoted attribute.

    Example:
        >>> escape('<a href="x">')
        '&lt;a href=&quot;x&quot;&gt;'
    """
    return html.escape(str(text), quote=True)


def table(
    header: Sequence[object],
    rows: Iterable[Sequence[object]],
    *,
    caption: str | None = None,
    numeric: Collection[int] = (),
) -> str:
    """Return an HTML table that a screen reader can walk through.

    The header's cells carry `scope="col"` and the first cell of each row `scope="row"`. Every cell is
    escaped, so that neither a label nor an answer can bring markup with it.

    Args:
        header: Titles of the columns.
        rows: Rows of cells, each as long as the header; a cell is written as `str` gives it.
        caption: What the table shows; written as its `caption` element, with its line breaks.
        numeric: Positions, from 0, of the columns that are aligned to the right.

    Raises:
        OptionError: For a row that is not as long as the header.

    Example:
        >>> print(table(["Maakunta", "n"], [["Lappi", 12]], caption="Vastaajat", numeric=[1]))
        <table>
        <caption>Vastaajat</caption>
        <thead>
        <tr><th scope="col">Maakunta</th><th scope="col" style="text-align: right">n</th></tr>
        </thead>
        <tbody>
        <tr><th scope="row">Lappi</th><td style="text-align: right">12</td></tr>
        </tbody>
        </table>
    """
    lines = ["<table>"]
    if caption is not None:
        written = "<br>".join(escape(line) for line in caption.split("\n"))
        lines.append(f"<caption>{written}</caption>")
    titles = (_cell("th", 'scope="col"', cell, right=i in numeric) for i, cell in enumerate(header))
    lines += ["<thead>", f"<tr>{''.join(titles)}</tr>", "</thead>", "<tbody>"]
    lines += [_row(row, len(header), numeric) for row in rows]
    return "\n".join([*lines, "</tbody>", "</table>"])


def _row(row: Sequence[object], width: int, numeric: Collection[int]) -> str:
    if len(row) != width:
        raise OptionError(f"A row has {len(row)} cells and the header {width}. Give each row a cell per column.")
    cells = (
        _cell("td" if i else "th", "" if i else 'scope="row"', cell, right=i in numeric) for i, cell in enumerate(row)
    )
    return f"<tr>{''.join(cells)}</tr>"


def _cell(tag: str, scope: str, content: object, *, right: bool) -> str:
    style = 'style="text-align: right"' if right else ""
    attributes = "".join(f" {part}" for part in (scope, style) if part)
    return f"<{tag}{attributes}>{escape(content)}</{tag}>"
