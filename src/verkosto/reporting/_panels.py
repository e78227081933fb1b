"""Panels of a table: which of its figures stand together, and in which rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any

from attrs import evolve, frozen

from verkosto import regions
from verkosto.aggregate import (
    TOTAL_CODE,
    FigureUnit,
    Heading,
    Table,
    figure_units,
    methods_of,
    span_of,
    stretches,
    whole_base,
)
from verkosto.reporting._panel import Cell, Panel, PanelKind, Row
from verkosto.reporting._shades import apart_codes
from verkosto.reporting._wording import say
from verkosto.text import check_language

__all__ = ["Cell", "Panel", "PanelKind", "Row", "panels"]

_MOST_STACKED = 7
_ROUNDED = 0.005
_NONE = Cell(None, None, None, None, "empty")


@frozen
class _Look:
    """A table as it is laid out: its columns as plain values, and the rows of each group by variable."""

    table: Table
    lang: str
    lists: Mapping[str, Sequence[Any]]
    parts: Mapping[str, Sequence[range]]

    def rows(self, headings: Iterable[Heading]) -> list[int]:
        """Return the rows of the table that some variables have."""
        return [row for heading in headings for part in self.parts.get(heading.id, []) for row in part]

    def values(self, name: str, rows: Iterable[int]) -> list[Any]:
        """Return what a column holds in some rows."""
        return [self.lists[name][row] for row in rows]

    def cell(self, row: int, unit: FigureUnit) -> Cell:
        """Return the figure of a row."""
        estimate, low, high, n, status = (self.lists[name][row] for name in ("estimate", "low", "high", "n", "status"))
        return Cell(estimate, low, high, n, status, unit)


def panels(table: Table, lang: str = "fi") -> tuple[Panel, ...]:
    r"""Return the grids of a table.

    Questions on one scale share a grid where nothing divides them, and so do means and other figures of several
    questions; otherwise each has its own.

    Raises:
        OptionError: For another language than "fi", "sv" or "en".

    Example:
        >>> import verkosto as vk
        >>> panel, = panels(vk.frequency(vk.samples.tukirakenne(), "malli_a"))
        >>> panel.kind, panel.bases, panel.rows[0].cells[0].text("fi")
        ('bars', (562,), '73\xa0%')
    """
    look = _Look(table, check_language(lang), table.cells.lists(), stretches(table))
    return tuple(_panel(look, headings) for headings in _together(look))


def _together(look: _Look) -> Iterator[list[Heading]]:
    """Put neighbouring questions together that have the same answers or figures."""
    if look.table.groups:
        yield from ([heading] for heading in look.table.variables)
        return
    for labels, run in groupby(look.table.variables, key=lambda heading: dict(heading.labels)):
        headings = list(run)
        rows = look.rows(headings)
        fits = len(labels) <= _MOST_STACKED and "ticks" not in look.values("base_kind", rows)
        if fits or not _whole(look, headings):
            yield headings
        else:
            yield from ([heading] for heading in headings)


def _whole(look: _Look, headings: Sequence[Heading]) -> bool:
    """Whether figures are shares of the answers to a question, which make up a whole; a single share makes none."""
    return len(headings[0].labels) > 1 and set(look.values("statistic", look.rows(headings))) <= {"share"}


def _panel(look: _Look, headings: Sequence[Heading]) -> Panel:
    table, lang, heading = look.table, look.lang, headings[0]
    items = len(headings) > 1
    every = look.rows(headings)
    units = dict(zip(every, figure_units(table.cells, every), strict=True))
    rows = tuple(row for part in headings for row in (_questions if items else _groups)(look, part, heading, units))
    kind: PanelKind = "stacked" if items and _whole(look, headings) else "dots" if items or table.groups else "bars"
    grouped = tuple(_capital(group.text.get(lang)) for group in table.groups)
    return Panel(
        kind=kind,
        title=(table.title if items else heading.text).get(lang),
        heads=(say("item", lang),) if items else grouped,
        options=tuple(heading.label(code, lang) for code in heading.labels),
        codes=tuple(heading.labels),
        rows=rows,
        base_kind=next(iter(look.values("base_kind", every)), "answered"),
        several=_whole(look, headings) and any(_several(row) for row in rows),
        area_type=_area_type(table.groups[0]) if len(table.groups) == 1 else None,
        methods=methods_of(table.cells, every),
        statistic=next(iter(look.values("statistic", every)), "share"),
        apart=apart_codes(heading),
        items=items,
        scaled=_of_matrix(headings),
        variables=(variables := tuple(heading.id for heading in headings)),
        number=whole_base(table, variables, lang).text,
        level=table.level,
        weights=table.weights,
    )


def _questions(look: _Look, heading: Heading, first: Heading, units: Mapping[int, FigureUnit]) -> Iterator[Row]:
    """Yield the row of a question; the columns are those of the first."""
    rows = look.rows([heading])
    yield _row(look, rows, first, units, labels=(heading.text.get(look.lang),), codes=(heading.id,))


def _groups(look: _Look, heading: Heading, first: Heading, units: Mapping[int, FigureUnit]) -> Iterator[Row]:
    """Yield a row for each group of a question; one where nothing divides it."""
    labels, by = look.table.labels(look.lang), look.table.by
    for part in look.parts.get(heading.id, []):
        codes = tuple(look.lists[name][part.start] for name in by)
        names = tuple(labels[name].get(code, code) for name, code in zip(by, codes, strict=True))
        row = _row(look, part, first, units, labels=names, codes=codes)
        totals = [code == TOTAL_CODE for code in codes]
        yield evolve(row, total=any(totals), whole=bool(totals) and all(totals))


def _row(
    look: _Look,
    rows: Sequence[int],
    first: Heading,
    units: Mapping[int, FigureUnit],
    *,
    labels: tuple[str, ...],
    codes: tuple[str, ...],
) -> Row:
    # Answers may stand in any order, and a comparison may lack some.
    cells = {look.lists["value"][row]: look.cell(row, units[row]) for row in rows}
    bases = set(look.values("base", rows))
    return Row(
        labels,
        tuple(cells.get(code, _NONE) for code in first.labels),
        base=bases.pop() if len(bases) == 1 else None,
        codes=codes,
        number=span_of(look.table, rows, look.lang).text,
    )


def _several(row: Row) -> bool:
    """Whether answers overlap: with one answer each, those of a group cannot be more than its base."""
    counted = sum(cell.n or 0 for cell in row.cells)
    shares = sum(cell.figure or 0 for cell in row.cells)
    return (row.base is not None and counted > row.base) or shares > 1 + _ROUNDED * len(row.cells)


def _of_matrix(headings: Sequence[Heading]) -> bool:
    """Whether the variables are rows of one matrix; its scale runs from one end to the other."""
    questions = {heading.id.partition("[")[0] for heading in headings}
    return len(questions) == 1 and all(heading.id.endswith("]") for heading in headings) and not _ticked(headings[0])


def _ticked(heading: Heading) -> bool:
    # An option of a multiple choice as a variable of its own.
    return list(heading.labels) == ["0", "1"]


def _area_type(heading: Heading) -> str | None:
    """Return the kind of area that groups are; None where they are something else."""
    kinds = [kind.code for kind in regions.area_types()]
    if heading.id in kinds:
        return heading.id
    # A question about areas has an id of its own, and the codes and names of the register.
    named = {(code, text.fi) for code, text in heading.labels.items()}
    return next((kind for kind in kinds if named and named <= _areas(kind)), None)


@cache
def _areas(kind: str) -> frozenset[tuple[str, str]]:
    return frozenset((area.code, area.name.fi) for area in regions.areas(kind, official=False))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
