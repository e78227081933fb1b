"""What a table can be shown and written as: in another order, side by side with others, as files."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import evolve

from verkosto.aggregate import _display, _jsonstat, _published, _px, _written
from verkosto.aggregate._banner import Banner
from verkosto.aggregate._order import order_of
from verkosto.dates import DateLike
from verkosto.errors import AnalysisError
from verkosto.text import check_language

if TYPE_CHECKING:
    import pandas as pd

    from verkosto.aggregate._table import Table

__all__ = ["Views"]


class Views:
    """The methods of Table that show and write it."""

    __slots__ = ()

    def counts(self: Table) -> pd.DataFrame:  # type: ignore[misc]
        """Return the counts behind the figures as a new pandas frame: variable, value, label, by, base, low, high.

        For tables of answers `low` and `high` are both `n`. For published shares (`reported`) they are the lowest and
        the highest count that gives the share with its rounding; NA where weights or an unknown base leave it open.
        """
        return _published.counts(self)

    def sort(self: Table, by: str = "estimate", *, descending: bool | None = None, value: str | None = None) -> Table:  # type: ignore[misc]
        """Return the table with its rows in another order.

        Args:
            by: A column of figures ("estimate", "n", "low"), "label", or one of `by`.
            descending: None: figures from the largest, labels from A to Ö. What is absent comes last in any case.
            value: None sorts the answers, within each variable and group. The code of an answer sorts the groups by
                the figures of that answer; totals stay last.

        Raises:
            AnalysisError: There is no such column, answer or group.

        Example:
            >>> import verkosto as vk
            >>> table = vk.crosstab(vk.samples.tukirakenne(), "malli_a", by="maakunta").sort("estimate", value="k")
            >>> table.labelled()["maakunta"].iloc[0]
            'Keski-Suomi'
        """
        order = order_of(self, by, descending=descending, value=value)
        return evolve(
            self,
            variables=order.variables,
            groups=order.groups,
            cells=self.cells.take(order.rows),
            origin=None if self.origin is None else self.origin.in_order(order.rows),
        )

    def join(self: Table, *others: Table) -> Banner:  # type: ignore[misc]
        """Put tables of the same questions side by side: answers as rows, the groups of every table as columns.

        Raises:
            AnalysisError: The tables do not count the same questions, or one is no table.

        Example:
            >>> import verkosto as vk
            >>> answers = vk.samples.tukirakenne()
            >>> table = vk.frequency(answers, "malli_a")
            >>> table.join(vk.crosstab(answers, "malli_a", by="toimiala"), vk.crosstab(answers, "malli_a", by="erva"))
            <Banner: 3 tables, 13 columns>
        """
        for other in others:
            if not isinstance(other, type(self)):
                msg = f"a table is joined with tables, not with a {type(other).__name__}. Tabulate it first."
                raise AnalysisError(msg)
        return Banner((self, *others))

    def transpose(self: Table) -> Banner:  # type: ignore[misc]
        """Return the table with answers as rows and groups as columns."""
        return Banner((self,))

    def to_csv(  # type: ignore[misc]
        self: Table,
        path: str | os.PathLike[str] | None = None,
        *,
        lang: str | None = None,
        delimiter: str = ";",
        decimal: str = ",",
    ) -> str:
        """Return the frame as csv for a spreadsheet, and write it where a path is given.

        Nothing in it runs as a formula (see `Responses.to_csv`); what is absent is empty; numbers have all their
        digits. The file is UTF-8 with a mark.

        Args:
            path: The file; one of that name is replaced.
            lang: None writes codes; a language writes labels in `label` and in the columns of `by`.
            delimiter: Between cells: `";"` as in Finland, `","`, tab or `"|"`.
            decimal: In numbers: `","` as in Finland, or `"."`.

        Raises:
            OptionError: Another delimiter, decimal or language.
            SourceError: The file cannot be written.
        """
        text = _written.csv_text(self, lang=lang, delimiter=delimiter, decimal=decimal)
        _written.write_text(text, path, encoding="utf-8-sig")
        return text

    def to_parquet(self: Table, path: str | os.PathLike[str], *, lang: str | None = None) -> None:  # type: ignore[misc]
        """Write the frame as Parquet, with its types.

        Args:
            path: The file; one of that name is replaced.
            lang: As in `to_csv`.

        Raises:
            MissingExtraError: The extra `parquet` is not installed.
            OptionError: For another language than "fi", "sv" or "en".
            SourceError: The file cannot be written.
        """
        _written.write_parquet(self, path, lang=lang)

    def to_jsonstat(  # type: ignore[misc]
        self: Table,
        path: str | os.PathLike[str] | None = None,
        *,
        lang: str = "fi",
        variable: str | None = None,
        year: int | None = None,
        updated: DateLike | None = None,
    ) -> str:
        """Return the table as a JSON-stat 2.0 dataset, and write it where a path is given.

        Its dimensions are each `by`, "variable" where several questions share their answers, the question, and
        "statistic" (role metric) with estimate, se, low, high, n, base and the other figures of `frame`, unchanged:
        shares are 0 to 1. `status` says why a figure is null, and which estimates are not reliable.

        Args:
            path: The file; one of that name is replaced.
            lang: The language of the labels; the format has one.
            variable: Which question, where they have different answers.
            year: The year of the survey, as a dimension of its own: programs that look for time want one.
            updated: The date of the figures.

        Raises:
            AnalysisError: The questions have different answers and none is named, or there is no such one.
            OptionError: For another language than "fi", "sv" or "en".
            DateError: `updated` is no date.
            SourceError: The file cannot be written.
        """
        return _written.write_text(
            _jsonstat.dataset(self, lang=lang, variable=variable, year=year, updated=updated), path
        )

    def to_px(  # type: ignore[misc]
        self: Table,
        path: str | os.PathLike[str] | None = None,
        *,
        variable: str | None = None,
        year: int | None = None,
        figures: Sequence[str] = _px.FIGURES,
        decimals: int = 1,
        updated: DateLike | None = None,
        encoding: str = "utf-8",
    ) -> str:
        """Return the table as a PX file (AXIS-VERSION 2013) for PxWeb, and write it where a path is given.

        It has Finnish and every other language that a question, answer or group has a text in. Shares and their
        intervals are percents. Figures that are not known are "..", groups that nobody belongs to ".". Totals
        have the code SSS, as Statistics Finland writes it, and may be left out by a reader (ELIMINATION).

        Args:
            path: The file; one of that name is replaced.
            variable: Which question, where they have different answers.
            year: The year of the survey, as a variable of its own: some programs of Statistics Finland want one.
            figures: Columns of `frame` that the file holds.
            decimals: How many decimals PxWeb shows of figures that are no counts, 0 to 6; the file holds ten.
            updated: The date of the figures.
            encoding: Of the file, named in its CODEPAGE; programs older than PxWeb may need "windows-1252".

        Raises:
            AnalysisError: The questions have different answers and none is named; no such variable or figure.
            OptionError: There is no such encoding.
            DateError: `updated` is no date.
            SourceError: The encoding lacks a character, or the file cannot be written.
        """
        text = _px.px(
            self, variable=variable, year=year, figures=figures, decimals=decimals, updated=updated, encoding=encoding
        )
        return _written.write_text(text, path, encoding=encoding)

    def to_text(self: Table, lang: str = "fi", *, marks: Mapping[int, str] | None = None) -> str:  # type: ignore[misc]
        """Return the table for a terminal: shares as percents, bases, why answers are missing, notes.

        "†" marks figures that are not reliable and "‡" those to be read with caution.

        Args:
            lang: The language.
            marks: What to write behind the figures of some rows of `frame` (by position), such as letters of tests.

        Raises:
            OptionError: For another language than "fi", "sv" or "en".
        """
        return _display.text(self, check_language(lang), marks=marks)

    def to_html(self: Table, lang: str = "fi", *, marks: Mapping[int, str] | None = None) -> str:  # type: ignore[misc]
        """Return the table as HTML: as `to_text`, with intervals in every cell.

        Raises:
            OptionError: For another language than "fi", "sv" or "en".
        """
        return _display.html(self, check_language(lang), marks=marks)
