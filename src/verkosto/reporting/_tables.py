"""Sections of a report: each table with its caption, its data, its missing answers and its notes, as text."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from verkosto.aggregate import Table
from verkosto.reporting._figures import base, interval, interval_name, share
from verkosto.reporting._panels import Cell, Panel, Row, panels
from verkosto.reporting._pictured import MOST_GROUPS, pictured
from verkosto.reporting._wording import say
from verkosto.text import format_number

__all__ = ["Datum", "Grid", "Section", "TableRow", "section", "source_of"]


@frozen
class Datum:
    """One cell of a data table: what is said first, and the interval that belongs to it."""

    text: str
    interval: str | None = None


@frozen
class TableRow:
    """One row of a data table."""

    labels: tuple[str, ...]
    data: tuple[Datum, ...]
    total: bool = False


@frozen
class Grid:
    """One data table with what stands around it.

    Attributes:
        panel: The figures, from which a picture can be drawn.
        title: The question.
        caption: Base, weighting and kind of interval.
        heads: Titles of the columns that name the rows.
        columns: Titles of the other columns.
        rows: The cells, as text.
        legend: What a reader of the picture must know.
    """

    panel: Panel
    title: str
    caption: str
    heads: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    legend: str


@frozen
class Section:
    """One table of a report.

    Attributes:
        title: The question, or the survey where the table has several.
        grouped: By what the table is divided; empty where it is not.
        grids: One, or one for each question.
        missing: Why answers are missing, a line for each variable.
        notes: The table's notes.
    """

    title: str
    grouped: str
    grids: tuple[Grid, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def apart(self) -> bool:
        """Whether each grid needs a heading of its own."""
        return len(self.grids) > 1 or any(grid.title != self.title for grid in self.grids)


def section(table: Table, lang: str) -> Section:
    """Return a table as a section of a report."""
    names = ", ".join(heading.text.get(lang) for heading in table.groups)
    return Section(
        title=table.title.get(lang),
        grouped=say("grouped", lang, names=_small(names)) if names else "",
        grids=tuple(_grid(table, panel, lang) for panel in panels(table, lang)),
        missing=tuple(_missing(table, lang)),
        notes=tuple(note.get(lang) for note in table.notes),
    )


def source_of(table: Table, lang: str) -> str:
    """Return where a table's answers come from; empty where that is not known."""
    found = table.provenance
    if "source" not in found:
        return ""
    text = say("source_file", lang, instrument=table.instrument_id, source=found["source"])
    if "digest" in found:
        text += f", {say('source_digest', lang, digest=found['digest'][:12])}"
    return f"{text}."


def _grid(table: Table, panel: Panel, lang: str) -> Grid:
    single = panel.kind == "bars"
    wording = interval_name(table.level, (), lang)
    if single:
        heads: tuple[str, ...] = (say("answer", lang),)
        columns: tuple[str, ...] = (say("share", lang), say("count", lang))
        rows = _answers(panel, lang)
    else:
        heads, columns = panel.heads, (*panel.options, say("n", lang))
        rows = [_group(row, lang) for row in panel.rows]
    return Grid(
        panel=panel,
        title=panel.title,
        caption=_caption(table, panel, lang),
        heads=heads,
        columns=columns,
        rows=tuple(rows),
        legend=_legend(panel, wording, lang),
    )


def _answers(panel: Panel, lang: str) -> list[TableRow]:
    cells = panel.rows[0].cells if panel.rows else ()
    return [
        TableRow((option,), (_share(cell, lang), Datum(format_number(cell.n, lang=lang))))
        for option, cell in zip(panel.options, cells, strict=True)
    ]


def _group(row: Row, lang: str) -> TableRow:
    data = tuple(_share(cell, lang) for cell in row.cells)
    return TableRow(row.labels, (*data, Datum(format_number(row.base, lang=lang))), row.total)


def _share(cell: Cell, lang: str) -> Datum:
    return Datum(share(cell.share, lang), None if cell.low is None else interval(cell.low, cell.high, lang))


def _caption(table: Table, panel: Panel, lang: str) -> str:
    several = panel.several and panel.base_kind == "answered"
    kind = say("base_several" if several else f"base_{panel.base_kind}", lang)
    weighting = say("unweighted", lang) if table.weights is None else say("weighted", lang, weights=table.weights)
    named = interval_name(table.level, panel.methods, lang)
    return f"{base(panel.bases, lang)} ({kind}). {_capital(weighting)}. {_capital(named)}."


def _legend(panel: Panel, wording: str, lang: str) -> str:
    sentences = []
    if panel.kind != "stacked":
        sentences.append(say("chart_intervals", lang, interval=wording))
    if panel.kind == "dots" and not panel.empty:
        shown = pictured(panel)
        if panel.whole is not None:
            sentences.append(say("chart_total", lang))
        if shown.ordered:
            sentences.append(say("chart_sorted", lang, option=panel.options[0]))
        if shown.left_out:
            counts = (MOST_GROUPS, len(panel.groups))
            few, every = (format_number(count, lang=lang) for count in counts)
            sentences.append(say("chart_cut", lang, shown=few, all=every))
    return " ".join(sentences)


def _missing(table: Table, lang: str) -> Iterator[str]:
    lists = table.absences.lists()
    counts: dict[str, dict[str, int]] = {}
    for variable, reason, n in zip(lists["variable"], lists["reason"], lists["n"], strict=True):
        of_variable = counts.setdefault(variable, {})
        of_variable[reason] = of_variable.get(reason, 0) + (n or 0)
    groups = {heading.id for heading in table.groups}
    for heading in (*table.variables, *table.groups):
        if heading.id not in counts:
            continue
        reasons = _reasons(counts[heading.id], lang)
        name = heading.text.get(lang)
        if heading.id in groups:
            yield say("missing_group", lang, name=_small(name), reasons=reasons)
        elif len(table.variables) > 1:
            yield say("missing_of", lang, name=name, reasons=reasons)
        else:
            yield _capital(reasons)


def _reasons(counts: dict[str, int], lang: str) -> str:
    return ", ".join(f"{say(f'reason_{reason}', lang)} {format_number(n, lang=lang)}" for reason, n in counts.items())


def _small(text: str) -> str:
    # "Maakunta" is a word within the sentence; "Missä maakunnassa?" stays a question.
    return text if "?" in text or " " in text.strip() else text[:1].lower() + text[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
