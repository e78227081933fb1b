"""Panels: what a table shows, laid out in rows and options for a picture, a data table or a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Literal

from attrs import frozen

from verkosto.aggregate import Heading, Table
from verkosto.errors import OptionError
from verkosto.reporting._wording import say
from verkosto.text import check_language

__all__ = ["Cell", "Panel", "PanelKind", "Row", "panels"]

PanelKind = Literal["bars", "stacked", "dots"]
"""One row of bars; rows of several questions on one scale; rows of groups."""

_TOTAL_CODE = "*"
_MOST_STACKED = 7
_SHARES = frozenset({"share", "proportion", "top_box", "bottom_box"})


@frozen
class Cell:
    """One share.

    Attributes:
        share: Between 0 and 1; None where the base is empty.
        low: Lower end of the interval, or None.
        high: Upper end of the interval, or None.
        n: Answers of the cell, unweighted; None where it is not known.
    """

    share: float | None
    low: float | None
    high: float | None
    n: int | None


@frozen
class Row:
    """The shares of one group or of one question.

    Attributes:
        labels: Names of the group, one for each `by`, or of the question.
        cells: One for each option.
        base: What the shares are shares of, unweighted; None where it is not known.
        total: Whether the row is a total over groups.
        whole: Whether it is the total over all of them.
    """

    labels: tuple[str, ...]
    cells: tuple[Cell, ...]
    base: int | None
    total: bool = False
    whole: bool = False

    @property
    def label(self) -> str:
        """The row's names on one line."""
        return " · ".join(self.labels[:1] if self.whole else self.labels)


@frozen
class Panel:
    """One grid of shares.

    Attributes:
        kind: "bars" has one row; "stacked" a row for each question; "dots" a row for each group.
        title: The question, or what several have in common.
        heads: Titles of the columns that name the rows.
        options: Labels of the answers, in order.
        codes: Their codes.
        rows: The shares; totals stand where the table has them.
        base_kind: "answered", "asked" or "ticks".
        several: Whether a respondent can have several of the answers.
        areas: Whether the rows are areas of one kind, which have no order of their own.
        methods: Names of the intervals used, each once.
    """

    kind: PanelKind
    title: str
    heads: tuple[str, ...]
    options: tuple[str, ...]
    codes: tuple[str, ...]
    rows: tuple[Row, ...]
    base_kind: str
    several: bool
    areas: bool
    methods: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.options or not self.rows

    @property
    def bases(self) -> tuple[int, ...]:
        """The base of all groups together, or of each question."""
        if self.kind == "stacked":
            return tuple(row.base or 0 for row in self.rows)
        whole = [row.base or 0 for row in self.rows if row.whole]
        return tuple(whole[:1]) or (sum(row.base or 0 for row in self.rows if not row.total),)

    @property
    def groups(self) -> tuple[Row, ...]:
        """The rows that are no totals."""
        return tuple(row for row in self.rows if not row.total)

    @property
    def whole(self) -> Row | None:
        """The total over all groups, where the table has one."""
        return next((row for row in self.rows if row.whole), None)


def panels(table: Table, lang: str = "fi") -> tuple[Panel, ...]:
    """Return the grids of a table.

    Questions on one scale share a grid where nothing divides them; otherwise each has its own.

    Raises:
        OptionError: For another language than "fi", "sv" or "en", and for a table of other figures than shares.

    Example:
        >>> import verkosto as vk
        >>> panel, = panels(vk.frequency(vk.samples.tukirakenne(), "malli_a"))
        >>> panel.kind, panel.bases, round(panel.rows[0].cells[0].share, 2)
        ('bars', (562,), 0.73)
    """
    check_language(lang)
    _refuse_others(table)
    lists = table.cells.lists()
    rows = [dict(zip(lists, values, strict=True)) for values in zip(*lists.values(), strict=True)]
    of_variable: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        of_variable.setdefault(row["variable"], []).append(row)
    found = []
    for headings in _together(table):
        cells = [of_variable.get(heading.id, []) for heading in headings]
        if len(headings) > 1:
            found.append(_stacked(table, headings, cells, lang))
        else:
            found.append(_single(table, headings[0], cells[0], lang))
    return tuple(found)


def _refuse_others(table: Table) -> None:
    """Refuse means and the like, which would be shown as percents."""
    for statistic in set(table.cells["statistic"]) - _SHARES:
        msg = (
            f"reports and charts show shares, and {table!r} holds the statistic {statistic!r}. Print it, or write it "
            "with `to_csv`."
        )
        raise OptionError(msg)


def _together(table: Table) -> list[list[Heading]]:
    """Put neighbouring questions on one scale together, where a picture can show them so."""
    if table.groups:
        return [[heading] for heading in table.variables]
    found = []
    for labels, run in groupby(table.variables, key=lambda heading: dict(heading.labels)):
        headings = list(run)
        fits = 1 < len(labels) <= _MOST_STACKED and not _one_respondent_several(table, headings)
        found += [headings] if fits else [[heading] for heading in headings]
    return found


def _one_respondent_several(table: Table, headings: Sequence[Heading]) -> bool:
    ids = {heading.id for heading in headings}
    return any(
        kind == "ticks"
        for variable, kind in zip(table.cells["variable"], table.cells["base_kind"], strict=True)
        if variable in ids
    )


def _stacked(
    table: Table, headings: Sequence[Heading], cells: Sequence[Sequence[Mapping[str, Any]]], lang: str
) -> Panel:
    rows = tuple(_row((heading.text.get(lang),), part) for heading, part in zip(headings, cells, strict=True))
    every = [cell for part in cells for cell in part]
    return _panel("stacked", table.title.get(lang), (say("item", lang),), headings[0], rows, every, lang, areas=False)


def _single(table: Table, heading: Heading, cells: Sequence[Mapping[str, Any]], lang: str) -> Panel:
    kind: PanelKind = "dots" if table.groups else "bars"
    heads = tuple(_capital(group.text.get(lang)) for group in table.groups)
    labels = table.labels(lang)
    by = table.by
    rows = []
    for codes, part in groupby(cells, key=lambda cell: tuple(cell[name] for name in by)):
        names = tuple(labels[name].get(code, code) for name, code in zip(by, codes, strict=True))
        totals = [code == _TOTAL_CODE for code in codes]
        whole = bool(totals) and all(totals)
        rows.append(_row(names, list(part), total=any(totals), whole=whole))
    areas = len(by) == 1 and _is_area_type(by[0])
    return _panel(kind, heading.text.get(lang), heads, heading, tuple(rows), cells, lang, areas=areas)


def _panel(
    kind: PanelKind,
    title: str,
    heads: tuple[str, ...],
    heading: Heading,
    rows: tuple[Row, ...],
    cells: Sequence[Mapping[str, Any]],
    lang: str,
    *,
    areas: bool,
) -> Panel:
    kinds = [cell["base_kind"] for cell in cells]
    # With one answer each, the answers of a group cannot be more than its base.
    several = any(row.base is not None and sum(c.n or 0 for c in row.cells) > row.base for row in rows)
    return Panel(
        kind=kind,
        title=title,
        heads=heads,
        options=tuple(heading.label(code, lang) for code in heading.labels),
        codes=tuple(heading.labels),
        rows=rows,
        base_kind=kinds[0] if kinds else "answered",
        several=several,
        areas=areas,
        methods=_methods(cell["interval"] for cell in cells),
    )


def _methods(names: Iterable[str | None]) -> tuple[str, ...]:
    # The general method comes first, whichever cell stands first.
    return tuple(sorted({name for name in names if name is not None}, reverse=True))


def _row(
    labels: tuple[str, ...], cells: Sequence[Mapping[str, Any]], *, total: bool = False, whole: bool = False
) -> Row:
    shares = tuple(Cell(cell["estimate"], cell["low"], cell["high"], cell["n"]) for cell in cells)
    return Row(labels, shares, cells[0]["base"] if cells else None, total, whole)


def _is_area_type(name: str) -> bool:
    from verkosto import regions

    return any(kind.code == name for kind in regions.area_types())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
