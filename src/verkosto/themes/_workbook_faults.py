"""What coders' sheets say that does not count, cell by cell: each with its raw value, none of it guessed at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from verkosto.themes._workbook_findings import Findings
from verkosto.themes._workbook_key import DONE_KEY, ID, THEME
from verkosto.themes._workbook_layout import Layout, row_number, where
from verkosto.themes._workbook_marks import BLANK, ODD, mark_of
from verkosto.themes._workbook_match import Match
from verkosto.themes._workbook_plan import columned
from verkosto.themes._workbook_state import State, heirs

if TYPE_CHECKING:
    from verkosto.themes._coding import Coding

__all__ = ["gone_themes", "lacking_themes", "missing_rows", "odd_marks", "refused_rows"]


def _cells(coding: Coding, layout: Layout) -> list[tuple[str, str, int]]:
    """Return the columns for marks: key, theme and place among the themes; `DONE_KEY` has the place -1."""
    now, themes = heirs(coding.codebook), columned(coding.codebook)
    kept = [(THEME + one, themes[now[one]].id, now[one]) for one in layout.themes if one in now]
    return [*kept, *([(DONE_KEY, "", -1)] if DONE_KEY in layout.columns else [])]


def odd_marks(coding: Coding, state: State, found: Findings) -> None:
    """Keep the cells that say neither yes nor no."""
    rows = np.flatnonzero((state.cells == ODD).any(axis=1) | (state.done == ODD))
    for n in rows.tolist():
        layout, row = state.layouts[n], state.matches[n].row
        for key, theme, _ in _cells(coding, layout):
            text = layout.cell(key, row)
            if mark_of(text) == ODD and (key != DONE_KEY or state.done[n] == ODD):
                place = where(layout, row, layout.columns[key], found)
                found.issue("not_yes_or_no", text, place, row=row_number(layout, row), theme=theme)


def refused_rows(coding: Coding, state: State, found: Findings, reason: str = "") -> None:
    """Keep rows that do not count: the id, and each cell that is not as it went out.

    Args:
        coding: The coding.
        state: The rows.
        found: Where they are kept.
        reason: Why; each row's own where it is left out, whose id has been told already.
    """
    for n, match in enumerate(state.matches):
        layout, why = state.layouts[n], reason or match.reason
        number = row_number(layout, match.row)
        if reason:
            place = where(layout, match.row, layout.columns[ID], found) if ID in layout.columns else found.place("")
            found.issue(why, layout.cell(ID, match.row), place, row=number)
        for key, theme, at in _cells(coding, layout):
            text = layout.cell(key, match.row)
            now, was = (state.done[n], state.base_done[n]) if at < 0 else (state.cells[n, at], state.base[n, at])
            # Of a row without a key nothing tells how it went out.
            if now != was or (match.key is None and text.strip()):
                place = where(layout, match.row, layout.columns[key], found)
                found.issue(why, text, place, row=number, theme=theme)


def gone_themes(coding: Coding, layout: Layout, matches: Sequence[Match], found: Findings) -> None:
    """Keep the marks of themes that the codebook no longer has, where they are not as they went out."""
    now = heirs(coding.codebook)
    sent = layout.key.themes if layout.key else ()
    for theme, column in layout.themes.items():
        if theme in now:
            continue
        at = sent.index(theme) if theme in sent else -1
        for match in matches:
            text = layout.text(column, match.row)
            was = match.key.cells[at] if match.key is not None and at >= 0 else BLANK
            if mark_of(text) != was:
                place = where(layout, match.row, column, found)
                found.issue("unknown_theme", text, place, row=row_number(layout, match.row), theme=theme)


def lacking_themes(coding: Coding, layout: Layout, found: Findings) -> None:
    """Tell of themes that have no column in a sheet."""
    now = heirs(coding.codebook)
    there = {now[theme] for theme in layout.themes if theme in now}
    for place, theme in enumerate(columned(coding.codebook)):
        if place not in there:
            found.issue("theme_without_column", None, found.place(layout.name), theme=theme.id)


def missing_rows(ids: Iterable[str], state: State, name: str, coding: Coding, found: Findings) -> None:
    """Tell of answers that went out and have no row."""
    places = coding.answers.places
    seen = set(state.answers.tolist())
    for layout, match in zip(state.layouts, state.matches, strict=True):
        seen.add(places.get(layout.cell(ID, match.row).strip(), -1))
    for one in ids:
        if places.get(one) not in seen:
            found.issue("row_missing", one, found.place(name))
