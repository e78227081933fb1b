"""The backend for workbooks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from attrs import frozen

from verkosto.backends._dialect import DIALECT_OPTIONS, dialect_of
from verkosto.backends._magic import Kind, identify
from verkosto.backends._protocol import Capabilities, Evidence, Strength
from verkosto.backends._workbook import read_sheet
from verkosto.backends._workbook_open import MAX_UNPACKED
from verkosto.errors import VerkostoError
from verkosto.responses import RawTable

__all__ = ["ExcelBackend"]


@frozen
class ExcelBackend:
    """Reads a sheet with one header row from a workbook: .xlsx, .xlsm, .xls, .ods.

    Cells become text as a person would write them down: whole numbers without decimals, dates as `2020-03-05`, times
    of day after a space, `TRUE` and `FALSE`. Error values and formulas without a result are kept as `#N/A` or
    `=A1+1` in .xlsx and .xlsm. An .ods with error values, or with tabs inside cells, is refused, and so is a binary
    .xlsb. In the old binary .xls errors are empty cells: the library below gives them so, and nothing tells them apart.

    Before that library gets a workbook it is seen what it would take: one that would take far more memory than what is
    written in it, or that contradicts itself, is refused.
    """

    name: ClassVar[str] = "excel"
    summary: ClassVar[str] = "workbooks with one header row (xlsx, xlsm, xls, ods)"
    capabilities: ClassVar[Capabilities] = Capabilities()
    options: ClassVar[Mapping[str, tuple[Any, str]]] = {
        "sheet": (None, "name of the sheet, or its number from 1; None where only one has cells"),
        "max_unpacked": MAX_UNPACKED,
        **DIALECT_OPTIONS,
    }

    def detect(self, source: Path) -> Evidence:
        """Look whether the file is a workbook, by its content."""
        try:
            kind = identify(source)
        except VerkostoError as error:
            return Evidence(Strength.NONE, (str(error),))
        return Evidence(Strength.POSSIBLE if kind is Kind.WORKBOOK else Strength.NONE, (kind.value,))

    def open(self, source: Path, options: Mapping[str, Any]) -> Iterator[RawTable]:
        """Return the rows below the header as one table.

        Rows and columns bear the sheet's own numbers, also where the table begins further down or to the right.
        Columns without a title and without cells are left out; those with cells have the title `""`.

        Raises:
            SourceError: The file is no workbook, is damaged or locked, has no such sheet, or would take too much
                memory.
            EmptySourceError: There is no text in it.
            AmbiguousSourceError: Several sheets have cells and none is stated.
            OptionError: An option has a value that it cannot have.
        """
        dialect = dialect_of(self.name, options)
        return iter([read_sheet(source, options["sheet"], dialect, max_unpacked=options["max_unpacked"])])
