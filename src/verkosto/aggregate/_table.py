"""Table: a tidy result with its bases, its intervals and what a reader must know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from attrs import field, frozen

from verkosto.aggregate import _display, _json, _published
from verkosto.aggregate._collapse import collapsed
from verkosto.aggregate._columns import NO_COUNT, Columns
from verkosto.aggregate._convert import converted
from verkosto.aggregate._headings import TOTAL, TOTAL_CODE, Heading
from verkosto.aggregate._quality import Thresholds, quality_frame
from verkosto.aggregate._table_views import Views
from verkosto.errors import AnalysisError
from verkosto.instruments import Option
from verkosto.text import LocalText, check_language

if TYPE_CHECKING:
    import pandas as pd

    from verkosto.aggregate._origin import Origin

__all__ = ["Table"]

New = TypeVar("New", bound=str | Option)


def _mapping(value: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(value))


@frozen(eq=False, repr=False)
class Table(Views):
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
    origin: Origin | None = field(default=None, kw_only=True)

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
        - `estimate`: the figure, a share as 0..1; `se`, `low`, `high`: its standard error and interval; float64.
        - `interval`: how the interval was made, such as "wilson", "korn_graubard" or "t"; string, NA without one.
        - `df`, `deff`: degrees of freedom and design effect; float64, NaN where they do not exist.
        - `status`: "ok", "no_spread" (an estimate of which nothing tells the spread), "open_end" (a quantile without
          a bound on one side), "reported" (read from a release); or why there is no estimate: "empty" (the base is 0),
          "zero_weight" (all weights of the base are 0), "zero_total" (what is divided by is 0); string.
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

    def cov(self) -> pd.DataFrame:
        """Return the covariance of all estimates, a frame with the rows of `frame` both ways.

        It is that of the whole design: estimates of groups that share units are not independent. NaN where there is
        no estimate. Rows and columns have the index of `frame`, 0, 1, 2 and so on.

        Raises:
            AnalysisError: The table was read from JSON, unpickled or made of published figures, and the answers are
                not at hand; or they are too many for so many rows of the table.

        Example:
            >>> import verkosto as vk
            >>> table = vk.frequency(vk.samples.tukirakenne(), "malli_a")
            >>> round(float(table.cov().loc[0, 0]) ** 0.5, 9) == round(float(table.frame["se"][0]), 9)
            True

        `vcov` of R's survey.
        """
        import pandas as pd

        return pd.DataFrame(self.known_origin().estimated.covariance())

    def collapse(self, groups: Mapping[New, Sequence[str]], *, variable: str | None = None) -> Table:
        """Return the table with answers put together, as if they had been one from the start.

        The answers are counted anew, so bases, protection units and standard errors are right: somebody who ticked two
        options of a multiple choice counts once.

        Args:
            groups: New answers and the codes that each is made of: `{"puolesta": ["k", "ehka"]}`. An `Option` has a
                label. Other answers stay; a new one stands where the first of its parts stood.
            variable: Which variable; None: every one that has these answers.

        Raises:
            AnalysisError: There are no such answers, one stands twice, a new code is taken, or the table holds
                something else than shares and totals of answers; or the answers are not at hand.

        Example:
            >>> import verkosto as vk
            >>> table = vk.frequency(vk.samples.tukirakenne(), "malli_a").collapse({"muu": ["e", "eos"]})
            >>> table.frame[["value", "n"]].values.tolist()
            [['k', 410], ['muu', 152]]

        The figures equal those of a variable that `Responses.derive` recoded.
        """
        return collapsed(self, groups, variable=variable)

    def convert(self, area_type: str, *, by: str | None = None, allocate: Literal["majority"] | None = None) -> Table:
        """Return the table with its areas put together into larger ones, at the instrument's date.

        The answers are counted anew, so bases, protection units and standard errors are right.

        Args:
            area_type: The kind of area wanted: "hyvinvointialue".
            by: Which `by` holds areas, where several do.
            allocate: For areas that do not lie inside one of those wanted: `"majority"` counts each wholly where most
                of its municipalities are. Where answers tell the municipality, `crosstab` by the larger area is exact.

        Raises:
            AnalysisError: The table is not divided by areas, they do not lead to that kind, or the answers are not
                at hand.
            NonNestingError: Areas lie in several of those wanted and `allocate` is not given; the message names them.

        Example:
            >>> import verkosto as vk
            >>> table = vk.crosstab(vk.samples.tukirakenne(), "malli_a", by="kunta").convert("maakunta")
            >>> table == vk.crosstab(vk.samples.tukirakenne(), "malli_a", by="maakunta")
            True
        """
        return converted(self, area_type, by=by, allocate=allocate)

    def quality(self, thresholds: Thresholds | None = None) -> pd.DataFrame:
        """Return how far each figure can be relied on: a new frame with the keys of `frame` and five columns.

        - `cv`: coefficient of variation, the standard error by the estimate; NaN for nets, scores, differences.
        - `effective_n`: effective sample size; infinite for a census.
        - `margin`: half the width of the interval.
        - `flag`: "ok", "caution" or "unreliable"; NA without an estimate.
        - `reason`: why it is not "ok": "effective_n", "width", "relative_width", "cv", "df" or "extreme" (a share
          of 0 or 1), several with commas between; without an estimate the status.

        Args:
            thresholds: Where a figure stops being reliable; None: as the sources named in `Thresholds` say.

        Example:
            >>> import verkosto as vk
            >>> table = vk.crosstab(vk.samples.tukirakenne(), "malli_a", by="maakunta")
            >>> sorted(table.quality()["flag"].unique())
            ['ok', 'unreliable']
        """
        return quality_frame(self, thresholds)

    def base_span(self, row: int) -> tuple[int, int] | None:
        """Return the lowest and the highest that the base of a row of `frame` can be; None where it is not known."""
        base = int(self.cells["base"][row])
        return None if base == NO_COUNT else (base, base)

    def count_span(self, row: int) -> tuple[int, int] | None:
        """Return the lowest and the highest that the count of a row of `frame` can be; None where nothing tells it.

        Where a release tells a rounded share of a known base, these are the counts that it can come from.
        """
        n = int(self.cells["n"][row])
        return (n, n) if n != NO_COUNT else _published.count_range(self, row)

    def known_origin(self) -> Origin:
        """Return the answers and the design that the table was made from.

        Raises:
            AnalysisError: They are not at hand.
        """
        if self.origin is None:
            msg = (
                "the answers that this table was made from are not at hand: it was read from JSON, unpickled, put "
                "together or published. Tabulate the answers again."
            )
            raise AnalysisError(msg)
        return self.origin

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
