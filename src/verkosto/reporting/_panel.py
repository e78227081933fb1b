"""A panel: figures in rows and columns, ready for a picture, a data table or a sheet."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from verkosto.aggregate import HIDDEN_STATUS, FigureUnit
from verkosto.text import HIDDEN, MISSING, format_number

__all__ = ["SHARES", "Cell", "Panel", "PanelKind", "Row"]

PanelKind = Literal["bars", "stacked", "dots"]
"""One row of bars; shares of several questions on one scale; rows of groups, or other figures of several questions."""

SHARES = frozenset({"share", "proportion", "top_box", "bottom_box"})
"""Statistics whose figures are parts of a whole."""


_PERCENT = FigureUnit()


@frozen
class Cell:
    """One figure.

    Attributes:
        figure: The estimate, a share between 0 and 1; None where there is none, and where it is hidden.
        low: Lower end of the interval, or None.
        high: Upper end of the interval, or None.
        n: Answers of the cell, unweighted; None where it is not known, and where it is hidden.
        status: Why there is no figure, or "ok"; "hidden" where it is kept back so that nobody is revealed.
        unit: How it is written.
    """

    figure: float | None
    low: float | None
    high: float | None
    n: int | None
    status: str = "ok"
    unit: FigureUnit = _PERCENT

    @property
    def hidden(self) -> bool:
        """Whether the figure is kept back."""
        return self.status == HIDDEN_STATUS

    def text(self, lang: str) -> str:
        """The figure with its unit; "salattu" where it is hidden, an en dash where there is none."""
        if self.figure is None:
            return HIDDEN.get(lang) if self.hidden else MISSING
        return self.unit.figure(self.figure, lang)

    def interval(self, lang: str) -> str | None:
        """The interval with its unit, or None."""
        return None if self.low is None or self.high is None else self.unit.interval(self.low, self.high, lang)

    def with_interval(self, lang: str) -> str:
        """The figure with its interval in brackets, where it has one."""
        between = self.interval(lang)
        return self.text(lang) if between is None else f"{self.text(lang)} ({between})"

    def count(self, lang: str) -> str:
        """The number of answers; "salattu" where it is hidden, an en dash where it is not known."""
        return HIDDEN.get(lang) if self.n is None and self.hidden else format_number(self.n, lang=lang)


@frozen
class Row:
    """The figures of one group or of one question.

    Attributes:
        labels: Names of the group, one for each `by`, or of the question.
        cells: One for each option.
        base: What the figures are made of, unweighted; None where it is not known, and where it is hidden.
        total: Whether the row is a total over groups.
        whole: Whether it is the total over all of them.
        codes: Codes of the group, one for each `by`; the id of the question.
        number: The base as it is written, where it is a band or hidden; empty for what `base` says.
    """

    labels: tuple[str, ...]
    cells: tuple[Cell, ...]
    base: int | None
    total: bool = False
    whole: bool = False
    codes: tuple[str, ...] = ()
    number: str = ""

    @property
    def label(self) -> str:
        """The row's names on one line."""
        return " · ".join(self.labels[:1] if self.whole else self.labels)

    def count(self, lang: str) -> str:
        """The base; a band where it is published so, "salattu" where it is hidden."""
        return self.number or format_number(self.base, lang=lang)


@frozen
class Panel:
    """One grid of figures.

    Attributes:
        kind: "bars" has one row; "stacked" shares of a row for each question; "dots" a row for each group, or for
            each question where the figures are no shares of a whole.
        title: The question, or what several have in common.
        heads: Titles of the columns that name the rows.
        options: Labels of the answers, or names of the figures, in order.
        codes: Their codes.
        rows: The figures; totals stand where the table has them.
        base_kind: "answered", "asked" or "ticks".
        several: Whether a respondent can have several of the answers.
        area_type: The kind of area that the rows are; None where they are something else. Areas have no order of
            their own.
        methods: Names of the intervals used, each once.
        statistic: What the figures are: "share", "mean" and so on, as in the table.
        apart: Codes of the answers outside the scale, such as "cannot say".
        items: Whether the rows are questions.
        scaled: Whether the answers run from one end of a scale to the other, as those of a matrix.
        variables: Ids of the variables that it shows.
        number: The base of everything as it is written: "562", "543–553" where questions have different ones.
        level: Confidence of the intervals.
        weights: Id of the weights used, or None.
    """

    kind: PanelKind
    title: str
    heads: tuple[str, ...]
    options: tuple[str, ...]
    codes: tuple[str, ...]
    rows: tuple[Row, ...]
    base_kind: str
    several: bool
    area_type: str | None
    methods: tuple[str, ...]
    statistic: str = "share"
    apart: tuple[str, ...] = ()
    items: bool = False
    scaled: bool = False
    variables: tuple[str, ...] = ()
    number: str = ""
    level: float = 0.95
    weights: str | None = None

    @property
    def areas(self) -> bool:
        """Whether the rows are areas of one kind, which have no order of their own."""
        return self.area_type is not None

    @property
    def shares(self) -> bool:
        """Whether the figures are shares, between 0 and 1."""
        return self.statistic in SHARES

    @property
    def hidden(self) -> int:
        """How many figures are kept back."""
        return sum(cell.hidden for row in self.rows for cell in row.cells)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.options or not self.rows

    @property
    def bases(self) -> tuple[int, ...]:
        """The base of all groups together, or of each question; none where it is not known or hidden."""
        if self.items:
            return tuple(row.base for row in self.rows if row.base is not None)
        whole = [row for row in self.rows if row.whole][:1]
        bases = [row.base for row in whole or self.groups]
        known = [base for base in bases if base is not None]
        return (sum(known),) if len(known) == len(bases) else ()

    @property
    def groups(self) -> tuple[Row, ...]:
        """The rows that are no totals."""
        return tuple(row for row in self.rows if not row.total)

    @property
    def whole(self) -> Row | None:
        """The total over all groups, where the table has one."""
        return next((row for row in self.rows if row.whole), None)
