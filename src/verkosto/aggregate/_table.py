"""Table: a tidy result with its bases, its intervals and what a reader must know."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from verkosto.aggregate import _display, _json
from verkosto.aggregate._columns import Columns
from verkosto.aggregate._headings import TOTAL, TOTAL_CODE, Heading
from verkosto.text import LocalText, check_language

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Table"]


def _mapping(value: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(value))


@frozen(eq=False, repr=False)
class Table:
    """Shares of answers with their bases and intervals: made by `frequency` and `crosstab`.

    A table holds aggregates only, yet of small groups: nothing in it is protected for publishing.

    Attributes:
        instrument_id: Id of the survey.
        title: The question, or the survey's title where several questions were counted.
        variables: A `Heading` (id, text, labels of the values) for each variable counted, in order.
        groups: A `Heading` for each `by`, with the labels of its levels.
        level: Confidence of the intervals.
        weights: Id of the weights used, or None.
        notes: What a reader must know, as `LocalText`.
        provenance: Source, backend and digest (SHA-256) of the answers, as far as they are known.

    Example:
        >>> import verkosto as vk
        >>> table = vk.frequency(vk.samples.tukirakenne(), "malli_a")
        >>> table
        <Table 'tukirakenne-2020': malli_a, 3 rows>
        >>> table == vk.Table.from_json(table.to_json())
        True
    """

    instrument_id: str
    title: LocalText
    variables: tuple[Heading, ...]
    groups: tuple[Heading, ...]
    level: float
    weights: str | None
    notes: tuple[LocalText, ...]
    provenance: Mapping[str, str] = field(converter=_mapping)
    cells: Columns
    absences: Columns

    @property
    def frame(self) -> pd.DataFrame:
        """The table as a new pandas frame, one row for each variable, group and value.

        Columns, after variable, value, label (Finnish) and one for each `by`, all string:

        - `statistic`: "share"; string.
        - `n`: rows of the cell; Int64, unweighted.
        - `base`: rows (for base_kind "ticks": ticks) that the share is a share of; Int64, unweighted.
        - `base_kind`: "answered", "asked" or "ticks"; string.
        - `weighted`, `base_weighted`: the same as sums of weights; float64.
        - `units`: distinct protection units in the cell; Int64.
        - `estimate`: the share, 0..1; `se`, `low`, `high`: its standard error and interval; float64.
        - `interval`: "wilson" or "korn_graubard"; string, NA without an estimate.
        - `df`, `deff`: degrees of freedom and design effect; float64, NaN where they do not exist.
        - `status`: "ok", "empty" (the base is 0) or "zero_weight" (all weights of the base are 0); string.
        """
        return self.cells.frame()

    @property
    def missing(self) -> pd.DataFrame:
        """Rows without a share, as a new pandas frame: variable, one column for each `by`, reason, n.

        Rows whose group is not known stand under the `by`'s own id as variable, with NA as group. Together
        with the base "answered", the rows of a group add up to all of them. Only what occurs has a row;
        totals over groups have none.
        """
        return self.absences.frame()

    @property
    def by(self) -> tuple[str, ...]:
        """Ids of the variables or kinds of area that divide the table, columns of `frame`."""
        return tuple(heading.id for heading in self.groups)

    def labels(self, lang: str = "fi") -> dict[str, dict[str, str]]:
        """Return, for each variable and each `by`, the label of each code in a language.

        Raises:
            OptionError: For another language than "fi", "sv" or "en".
        """
        total = {TOTAL_CODE: TOTAL.get(check_language(lang))}
        values = {h.id: {c: text.get(lang) for c, text in h.labels.items()} for h in self.variables}
        levels = {h.id: {c: text.get(lang) for c, text in h.labels.items()} | total for h in self.groups}
        return values | levels

    def labelled(self, lang: str = "fi") -> pd.DataFrame:
        """Return the frame with labels in a language: in `label`, and in place of the codes of each `by`.

        Raises:
            OptionError: For another language than "fi", "sv" or "en".
        """
        import pandas as pd

        frame, labels = self.frame, self.labels(lang)
        pairs = zip(self.cells["variable"], self.cells["value"], strict=True)
        frame["label"] = pd.array([labels[variable][value] for variable, value in pairs], dtype="string")
        for name in self.by:
            frame[name] = pd.array([labels[name][code] for code in self.cells[name]], dtype="string")
        return frame

    def to_json(self) -> str:
        """Return the table as JSON of schema "verkosto.table/1", which every later version reads.

        Counts and floats come back exactly; what is absent is null.
        """
        return _json.encode(
            {
                "instrument": self.instrument_id,
                "title": self.title,
                "variables": self.variables,
                "by": self.groups,
                "level": self.level,
                "weights": self.weights,
                "notes": self.notes,
                "provenance": dict(self.provenance),
                "cells": self.cells,
                "missing": self.absences,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Table:
        """Read what `to_json` wrote.

        Raises:
            TableFormatError: The text is no such JSON; the message says what is wrong where.
        """
        parts: dict[str, Any] = _json.decode(text)
        return cls(
            instrument_id=parts["instrument"],
            title=parts["title"],
            variables=parts["variables"],
            groups=parts["by"],
            level=parts["level"],
            weights=parts["weights"],
            notes=parts["notes"],
            provenance=parts["provenance"],
            cells=parts["cells"],
            absences=parts["missing"],
        )

    def to_text(self, lang: str = "fi") -> str:
        """Return the table for a terminal: shares as percents, bases, notes.

        Raises:
            OptionError: For another language than "fi", "sv" or "en".
        """
        return _display.text(self, check_language(lang))

    def to_html(self, lang: str = "fi") -> str:
        """Return the table as HTML: shares as percents with their intervals, bases, notes.

        Raises:
            OptionError: For another language than "fi", "sv" or "en".
        """
        return _display.html(self, check_language(lang))

    def __len__(self) -> int:
        return len(self.cells)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return self._content() == other._content()

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return _display.text(self, "fi", most=_display.MOST_ROWS)

    def __repr__(self) -> str:
        names = ", ".join(heading.id for heading in self.variables[:3])
        more = " …" if len(self.variables) > 3 else ""
        by = f" by {', '.join(self.by)}" if self.groups else ""
        return f"<Table {self.instrument_id!r}: {names}{more}{by}, {len(self)} rows>"

    def _repr_html_(self) -> str:
        return _display.html(self, "fi", most=_display.MOST_ROWS)

    def _content(self) -> tuple[Any, ...]:
        return (
            self.instrument_id,
            self.title,
            self.variables,
            self.groups,
            self.level,
            self.weights,
            self.notes,
            dict(self.provenance),
            self.cells,
            self.absences,
        )

    def __reduce__(self) -> tuple[Any, ...]:
        # Read-only mappings do not pickle; the JSON has everything.
        return Table.from_json, (self.to_json(),)
