"""What protecting would hide, table by table, in words and without a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verkosto.aggregate import HIDDEN_STATUS, TOTAL, TOTAL_CODE, Table
from verkosto.disclosure import PublishedTable, coarsen
from verkosto.errors import AnalysisError
from verkosto.text import LocalText, format_number

__all__ = ["account", "advice_on", "total"]

_MOST = 25
"""How many groups are listed; a table by municipality has hundreds."""
_MOST_ADVICE = 2


def advice_on(table: Table, published: PublishedTable) -> tuple[LocalText, ...]:
    """Return what would help the readers of a table more, the best first; nothing where all of it can be seen.

    Args:
        table: The table with its answers.
        published: The same as it may be published.
    """
    if not published.protection.hidden:
        return ()
    try:
        found = coarsen(table, rules=published.protection.rules)
    except AnalysisError:
        # Such a table cannot be made again with other groups.
        return ()
    return tuple(redesign.text for redesign in found[:_MOST_ADVICE])


def account(table: PublishedTable, advice: Sequence[LocalText], lang: str) -> list[str]:
    """Return lines that say what is hidden in a table and what would help its readers more."""
    names = ", ".join(heading.text.get(lang) for heading in table.groups)
    title = table.title.get(lang)
    hidden, figures = (format_number(count, lang=lang) for count in (table.protection.hidden, table.protection.figures))
    lines = [f"{title} ({names})" if names else title, f"  hidden: {hidden} of {figures} figures"]
    listed = list(_hidden(table, lang))
    lines += [f"    {line}" for line in listed[:_MOST]]
    if len(listed) > _MOST:
        lines.append(f"    … and {len(listed) - _MOST} more groups")
    lines += [f"  advice: {text.get(lang)}" for text in advice]
    return lines


def total(tables: Sequence[PublishedTable]) -> str:
    """Return a line that counts what is hidden in all tables."""
    hidden = sum(table.protection.hidden for table in tables)
    figures = sum(table.protection.figures for table in tables)
    count = "1 table" if len(tables) == 1 else f"{len(tables)} tables"
    return f"{count}: {hidden} of {figures} figures hidden"


def _hidden(table: Table, lang: str) -> Iterator[str]:
    """Give each group with the answers that are hidden in it."""
    columns = table.cells.lists()
    found: dict[tuple[str, ...], list[str]] = {}
    for row, status in enumerate(columns["status"]):
        if status == HIDDEN_STATUS:
            group = tuple(str(columns[name][row]) for name in ("variable", *table.by))
            found.setdefault(group, []).append(str(columns["value"][row]))
    headings = {heading.id: heading for heading in table.variables}
    for (variable, *codes), values in found.items():
        several = [headings[variable].text.get(lang)] if len(headings) > 1 else []
        labels = [
            TOTAL.get(lang) if code == TOTAL_CODE else heading.label(code, lang)
            for heading, code in zip(table.groups, codes, strict=True)
        ]
        every = len(values) == _answers(columns, variable, codes, table.by)
        said = "all" if every and len(values) > 1 else ", ".join(headings[variable].label(v, lang) for v in values)
        yield f"{', '.join([*several, *labels]) or TOTAL.get(lang)}: {said}"


def _answers(columns: dict[str, list[str]], variable: str, codes: Sequence[str], by: Sequence[str]) -> int:
    """Return how many figures a group has."""
    rows = zip(columns["variable"], *(columns[name] for name in by), strict=True)
    return sum(row == (variable, *codes) for row in rows)
