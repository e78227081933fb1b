"""What protecting would hide, table by table, in words and without a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verkosto.aggregate import HIDDEN_STATUS, TOTAL, TOTAL_CODE, Table
from verkosto.disclosure import PublishedTable, coarsen
from verkosto.errors import AnalysisError
from verkosto.text import LocalText, format_number

__all__ = ["NOTHING_WRITTEN", "account", "advice_on", "in_all", "total"]

NOTHING_WRITTEN = LocalText(
    fi="Mitään ei kirjoitettu (--dry-run).",
    sv="Ingenting skrevs (--dry-run).",
    en="Nothing was written (--dry-run).",
)
_HIDDEN = LocalText(
    fi="salattu {hidden} / {figures} lukua",
    sv="{hidden} av {figures} siffror skyddade",
    en="{hidden} of {figures} figures hidden",
)
_IN_ALL = LocalText(fi="Kaikkiaan", sv="Sammanlagt", en="In all")
_ALL = LocalText(fi="kaikki", sv="alla", en="all")
_MORE = LocalText(fi="… ja {count} muuta ryhmää", sv="… och {count} andra grupper", en="… and {count} more groups")
_ADVICE = LocalText(fi="Ehdotus", sv="Förslag", en="Advice")

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
    lines = [f"{title} ({names})" if names else title, f"  {_counted([table], lang)}"]
    listed = list(_hidden(table, lang))
    lines += [f"    {line}" for line in listed[:_MOST]]
    if len(listed) > _MOST:
        lines.append(f"    {_MORE.get(lang).format(count=len(listed) - _MOST)}")
    lines += [f"  {_ADVICE.get(lang)}: {text.get(lang)}" for text in advice]
    return lines


def in_all(tables: Sequence[PublishedTable], lang: str) -> str:
    """Return a line that counts what would be hidden in all tables, in the language of an account."""
    return f"{_IN_ALL.get(lang)}: {_counted(tables, lang)}"


def total(tables: Sequence[PublishedTable]) -> str:
    """Return a line that counts what is hidden in all tables, as commands tell what they did."""
    count = "1 table" if len(tables) == 1 else f"{len(tables)} tables"
    return f"{count}: {_counted(tables, 'en')}"


def _counted(tables: Sequence[PublishedTable], lang: str) -> str:
    parts = {
        "hidden": sum(table.protection.hidden for table in tables),
        "figures": sum(table.protection.figures for table in tables),
    }
    return _HIDDEN.get(lang).format(**{name: format_number(count, lang=lang) for name, count in parts.items()})


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
        answers = [headings[variable].label(value, lang) for value in values]
        said = _ALL.get(lang) if every and len(answers) > 1 else ", ".join(answers)
        yield f"{', '.join([*several, *labels]) or TOTAL.get(lang)}: {said}"


def _answers(columns: dict[str, list[str]], variable: str, codes: Sequence[str], by: Sequence[str]) -> int:
    """Return how many figures a group has."""
    rows = zip(columns["variable"], *(columns[name] for name in by), strict=True)
    return sum(row == (variable, *codes) for row in rows)
