"""Banner tables: the same questions by several variables, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import field, frozen

from verkosto.aggregate import _banner_look
from verkosto.aggregate._blocks import level_label, stretches
from verkosto.aggregate._columns import COUNTS, NUMBERS, Columns
from verkosto.aggregate._display import MOST_ROWS
from verkosto.aggregate._headings import TOTAL, TOTAL_CODE, Heading
from verkosto.errors import AnalysisError, did_you_mean
from verkosto.text import LocalText, check_language

if TYPE_CHECKING:
    import pandas as pd

    from verkosto.aggregate._table import Table

__all__ = ["Banner", "Head"]

_BETWEEN = " × "
_ALL = LocalText(fi="Kaikki", sv="Alla", en="All")


@frozen
class Head:
    """One column of a banner.

    Attributes:
        table: Which of the tables it comes from.
        by: Id of what divides that table, several joined by " × "; empty where nothing does.
        group: Code of the group; "*" for all.
        over: What stands over the column and its neighbours.
        label: What stands over it alone.
    """

    table: int
    by: str
    group: str
    over: LocalText
    label: LocalText


def _same_questions(_owner: Banner, _attribute: object, tables: tuple[Table, ...]) -> None:
    first = [heading.id for heading in tables[0].variables]
    for table in tables[1:]:
        others = [heading.id for heading in table.variables]
        if set(others) != set(first):
            lacking = sorted(set(first) ^ set(others))
            msg = (
                f"tables side by side count the same questions, and {lacking[0]!r} is not in all of them. Count the "
                "same variables in each."
            )
            raise AnalysisError(msg)


@frozen(eq=False, repr=False)
class Banner:
    """Tables of the same questions side by side: answers as rows, groups as columns.

    Made by `Table.join` and `Table.transpose`. It only shows: estimates, tests and exports are the tables' own.

    Attributes:
        tables: The tables, from left to right.

    Example:
        >>> import verkosto as vk
        >>> answers = vk.samples.tukirakenne()
        >>> everybody = vk.frequency(answers, "malli_a")
        >>> banner = everybody.join(vk.crosstab(answers, "malli_a", by="toimiala"))
        >>> banner.frame.shape
        (3, 8)
    """

    tables: tuple[Table, ...] = field(validator=_same_questions)

    @property
    def frame(self) -> pd.DataFrame:
        """The estimates as a new pandas frame: as `wide("estimate")`."""
        return self.wide("estimate")

    def wide(self, column: str, *, lang: str | None = None) -> pd.DataFrame:
        """Return one column of the tables' frames as a wide pandas frame.

        Args:
            column: A column of figures, such as "estimate", "n", "base", "low" or "high".
            lang: None keeps codes; a language puts labels in their place.

        Returns:
            Rows by variable and value, columns by table, `by` and group (an index of three levels: the first is the
            survey's id). A table without groups has the group "*". What a table does not have is missing.

        Raises:
            AnalysisError: The tables have no such column of figures.
            OptionError: For another language than "fi", "sv" or "en".
        """
        import pandas as pd

        figures = sorted(COUNTS | NUMBERS)
        if column not in figures:
            msg = f"a table has no figures {column!r}.{did_you_mean(column, figures)} Use one of {', '.join(figures)}."
            raise AnalysisError(msg)
        if lang is not None:
            check_language(lang)
        rows = [(heading, code) for heading in self.variables for code in heading.labels]
        heads = self.heads
        texts = [(h.id, c) if lang is None else (h.text.get(lang), h.label(c, lang)) for h, c in rows]
        keys = [(self.tables[head.table].instrument_id, *_head_texts(head, lang)) for head in heads]
        data = [self._column(head, column, [(heading.id, code) for heading, code in rows]) for head in heads]
        frame = pd.DataFrame(dict(enumerate(data)))
        frame.index = pd.MultiIndex.from_tuples(texts, names=["variable", "value"])
        frame.columns = pd.MultiIndex.from_tuples(keys, names=["instrument", "by", "group"])
        return frame

    @property
    def variables(self) -> tuple[Heading, ...]:
        """The questions, with every answer that one of the tables has, in the order of the first."""
        found = []
        for heading in self.tables[0].variables:
            labels: dict[str, LocalText] = {}
            for table in self.tables:
                labels = {**next(h.labels for h in table.variables if h.id == heading.id), **labels}
            first = {code: labels[code] for code in heading.labels}
            found.append(Heading(heading.id, heading.text, {**first, **labels}))
        return tuple(found)

    @property
    def heads(self) -> tuple[Head, ...]:
        """The columns, from left to right."""
        surveys = {table.instrument_id for table in self.tables}
        return tuple(
            head for place, table in enumerate(self.tables) for head in _heads(table, place, several=len(surveys) > 1)
        )

    def to_text(self, lang: str = "fi") -> str:
        """Return the banner for a terminal: shares as percents, the base over each column, notes.

        Raises:
            OptionError: For another language than "fi", "sv" or "en".
        """
        return _banner_look.text(self, check_language(lang))

    def to_html(self, lang: str = "fi") -> str:
        """Return the banner as HTML.

        Raises:
            OptionError: For another language than "fi", "sv" or "en".
        """
        return _banner_look.html(self, check_language(lang))

    def __str__(self) -> str:
        return _banner_look.text(self, "fi", most=MOST_ROWS)

    def __repr__(self) -> str:
        return f"<Banner: {len(self.tables)} tables, {len(self.heads)} columns>"

    def _repr_html_(self) -> str:
        return _banner_look.html(self, "fi", most=MOST_ROWS)

    def rows(self, head: Head) -> dict[tuple[str, str], int]:
        """Return, for one column, the row of each variable and value in its table."""
        cells = self.tables[head.table].cells
        return {
            (variable, cells["value"][row]): row
            for variable, parts in stretches(self.tables[head.table]).items()
            for part in parts
            if _code(self.tables[head.table], part.start) == head.group
            for row in part
        }

    def _column(self, head: Head, column: str, rows: list[tuple[str, str]]) -> Any:
        places = self.rows(head)
        found = [places.get(row, -1) for row in rows]
        cells = self.tables[head.table].cells
        known = np.array(found, dtype=np.intp)
        absent = Columns.of_lists({column: [None]})[column]
        values = np.concatenate([cells[column], absent])[known]
        return Columns({column: values}).frame()[column].array


def _code(table: Table, row: int) -> str:
    return _BETWEEN.join(table.cells[name][row] for name in table.by) or TOTAL_CODE


def _heads(table: Table, place: int, *, several: bool) -> Iterator[Head]:
    survey = f"{table.instrument_id}: " if several else ""
    over = _joined([heading.text for heading in table.groups], prefix=survey) if table.groups else LocalText(fi="")
    whole = LocalText(fi=table.instrument_id) if several else _ALL
    codes = dict.fromkeys(
        tuple(table.cells[name][part.start] for name in table.by)
        for parts in stretches(table).values()
        for part in parts
    )
    for code in codes:
        pairs = zip(table.groups, code, strict=True)
        label = _joined([_level(heading, one) for heading, one in pairs]) if code else whole
        if code and set(code) == {TOTAL_CODE}:
            label = TOTAL
        yield Head(place, _BETWEEN.join(table.by), _BETWEEN.join(code) or TOTAL_CODE, over, label)


def _level(heading: Heading, code: str) -> LocalText:
    return LocalText(**{lang: level_label(heading, code, lang) for lang in ("fi", "sv", "en")})


def _joined(texts: list[LocalText], prefix: str = "") -> LocalText:
    return LocalText(**{lang: prefix + _BETWEEN.join(text.get(lang) for text in texts) for lang in ("fi", "sv", "en")})


def _head_texts(head: Head, lang: str | None) -> tuple[str, str]:
    return (head.by, head.group) if lang is None else (head.over.get(lang), head.label.get(lang))
