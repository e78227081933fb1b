"""Sections of a report: each table with its caption, its data, its missing answers and its notes, as text."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from verkosto.aggregate import PUBLISHED, Table, missing_lines, whole_base
from verkosto.reporting._charts import kind_of, line_note
from verkosto.reporting._figures import interval_name
from verkosto.reporting._grids import Grid, GridBody, TableRow, bodies
from verkosto.reporting._panels import Panel, panels
from verkosto.reporting._pictured import MOST_GROUPS, pictured
from verkosto.reporting._wording import say
from verkosto.text import MISSING, format_number

__all__ = ["Grid", "Section", "TableRow", "section", "source_of"]


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
    """Return a table as a section of a report.

    Raises:
        OptionError: For another language than "fi", "sv" or "en".
    """
    names = ", ".join(heading.text.get(lang) for heading in table.groups)
    found = panels(table, lang)
    grids = [_grid(table, panel, body, lang) for panel, body in zip(found, bodies(table, found, lang), strict=True)]
    return Section(
        title=table.title.get(lang),
        grouped=say("grouped", lang, names=_small(names)) if names else "",
        grids=tuple(grids),
        missing=tuple(missing_lines(table, lang)),
        notes=tuple(note.get(lang) for note in table.notes),
    )


def source_of(table: Table, lang: str) -> str:
    """Return where a table's answers come from; empty where that is not known."""
    found = table.provenance
    if "source" not in found:
        return ""
    if set(table.cells["status"]) == {PUBLISHED}:
        return f"{': '.join(filter(None, (found.get('publisher'), found['source'])))}."
    text = say(_kind_of_source(found), lang, instrument=table.instrument_id, source=found["source"])
    if "digest" in found:
        text += f", {say('source_digest', lang, digest=found['digest'][:12])}"
    return f"{text}."


def _kind_of_source(provenance: Mapping[str, str]) -> str:
    if provenance.get("backend") != "frame":
        return "source_file"
    # What a program calls a frame that its user did not name says nothing to readers.
    return "source_unnamed" if provenance["source"].endswith(" frame") else "source_frame"


def _grid(table: Table, panel: Panel, body: GridBody, lang: str) -> Grid:
    return Grid(
        panel=panel,
        title=panel.title,
        caption=_caption(table, panel, lang),
        heads=body.heads,
        columns=body.columns,
        rows=body.rows,
        legend=_legend(panel, lang),
    )


def _caption(table: Table, panel: Panel, lang: str) -> str:
    several = panel.several and panel.base_kind == "answered"
    kind = say("base_several" if several else f"base_{panel.base_kind}", lang)
    weighting = say("unweighted", lang) if table.weights is None else say("weighted", lang, weights=table.weights)
    named = interval_name(table.level, panel.methods, lang)
    whole = whole_base(table, panel.variables, lang).text
    base = say("n_unknown", lang) if whole == MISSING else say("n_is", lang, n=whole)
    sentences = [_capital(weighting), *([_capital(named)] if panel.methods else [])]
    return " ".join(f"{sentence}." for sentence in (f"{base} ({kind})", *sentences))


def _legend(panel: Panel, lang: str) -> str:
    """Say what a reader of the picture must know."""
    kind = kind_of(panel)
    if panel.empty or kind not in ("bars", "dots"):
        return ""
    sentences = [line_note(panel, lang)]
    if kind == "dots" and not panel.items:
        drawn = pictured(panel)
        if panel.whole is not None and panel.statistic != "total":
            sentences.append(say("note_total", lang))
        if drawn.ordered:
            key = "chart_sorted" if panel.shares else "chart_sorted_by_figure"
            sentences.append(say(key, lang, option=panel.options[0]))
        if drawn.left_out:
            few, every = (format_number(count, lang=lang) for count in (MOST_GROUPS, len(panel.groups)))
            sentences.append(say("chart_cut", lang, shown=few, all=every))
    return " ".join(filter(None, sentences))


def _small(text: str) -> str:
    # "Maakunta" is a word within the sentence; "Missä maakunnassa?" stays a question.
    return text if "?" in text or " " in text.strip() else text[:1].lower() + text[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
