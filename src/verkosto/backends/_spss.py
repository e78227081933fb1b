"""SPSS system files (.sav, .zsav): answers with the labels, missing values and multiple-response sets of their file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from attrs import evolve, frozen

from verkosto.backends._dialect import checked
from verkosto.backends._protocol import Capabilities, Evidence, Strength
from verkosto.backends._spss_cells import JOIN, Cells
from verkosto.backends._spss_codebook import draft_of
from verkosto.backends._spss_columns import columns_of
from verkosto.backends._spss_file import SpssFile, is_spss
from verkosto.backends._spss_variables import variables_of
from verkosto.errors import OptionError, VerkostoError
from verkosto.instruments import Draft, Instrument
from verkosto.responses import Dialect, RawTable

__all__ = ["SpssBackend"]


@frozen
class SpssBackend:
    """Reads SPSS system files, with the codebook's help where there is one.

    Attributes:
        instrument: The codebook that tells what values declared missing mean, or None.
    """

    instrument: Instrument | None = None

    name: ClassVar[str] = "spss"
    summary: ClassVar[str] = "SPSS system files (.sav, .zsav), with labels, missing values and multiple-response sets"
    capabilities: ClassVar[Capabilities] = Capabilities(tells_not_shown=True, has_codebook=True, chunked=True)
    options: ClassVar[Mapping[str, tuple[Any, str]]] = {
        "encoding": (None, "of the texts; None is what the file states"),
        "values": ("any", "what choice cells hold: 'number', or codes, labels and numbers, whichever fits ('any')"),
        "blank_means": ("not_answered", "a multiple choice without a tick: 'not_answered' or 'not_selected'"),
    }

    def for_instrument(self, instrument: Instrument) -> SpssBackend:
        """Return the backend that reads for this codebook; `read` calls it."""
        return evolve(self, instrument=instrument)

    def detect(self, source: Path) -> Evidence:
        """Look at the first bytes."""
        try:
            found = is_spss(source)
        except VerkostoError as error:
            return Evidence(Strength.NONE, (str(error),))
        if not found:
            return Evidence(Strength.NONE, ("no SPSS system file",))
        return Evidence(Strength.LIKELY, ("it begins as an SPSS system file does",))

    def codebook(
        self,
        source: str | os.PathLike[str],
        *,
        id: str | None = None,  # noqa: A002 - the instrument's own word
        title: str | None = None,
        encoding: str | None = None,
    ) -> Draft:
        """Make a codebook of what a file says of its variables, and guess the rest from its answers.

        Args:
            source: Path of a file.
            id: Id of the instrument; the file's name where it is left out.
            title: Title of the survey; the file's label, or its name, where it is left out.
            encoding: Of the texts; None is what the file states.

        Raises:
            SourceError: The file cannot be read, or its labels make no codebook.
            EncodingError: Its texts are not in the encoding.
            MissingExtraError: pyreadstat is not installed.
        """
        return draft_of(SpssFile.of(Path(source), encoding=encoding), id=id, title=title)

    def open(self, source: Path, options: Mapping[str, Any]) -> Iterator[RawTable]:
        """Yield the cases in chunks; each is a response, also one without any value. The first is row 2.

        Numbers come as the shortest text, days and moments as ISO 8601, system-missing as an empty cell. Of a set of
        ticks the counted value is 1, and the codes of a set of categories stand together in one cell.

        Raises:
            SourceError: The file cannot be opened, is no system file, or is damaged or cut off.
            EncodingError: Its texts are not in the encoding that it or the option states.
            MissingExtraError: pyreadstat is not installed.
            OptionError: An option has a value that it cannot have.
        """
        dialect = _dialect(options)
        file = SpssFile.of(source, encoding=options["encoding"])
        variables = variables_of(file)
        columns = columns_of(variables, file.dictionary.sets, self.instrument)
        if any(variable.codes for variable in variables):
            # Such cells hold the codes of options.
            dialect = evolve(dialect, values="any")
        return _tables(file, Cells.of(columns, self.instrument, dialect), dialect)


def _dialect(options: Mapping[str, Any]) -> Dialect:
    encoding = options["encoding"]
    if encoding is not None and not isinstance(encoding, str):
        msg = f"backend 'spss': encoding must be text or None, not {type(encoding).__name__}. Write 'windows-1252'."
        raise OptionError(msg)
    blank_means = checked("spss", "blank_means", options["blank_means"], ("not_answered", "not_selected"))
    return Dialect(
        values=checked("spss", "values", options["values"], ("any", "number")), blank_means=blank_means, joined=JOIN
    )


def _tables(file: SpssFile, cells: Cells, dialect: Dialect) -> Iterator[RawTable]:
    headers = tuple(column.header for column in cells.columns)
    row = 2
    for frame in file.chunks():
        numbers = np.arange(row, row + len(frame), dtype=np.int64)
        yield RawTable(headers, cells.table(frame), numbers, dialect, found=_found(file))
        row += len(frame)


def _found(file: SpssFile) -> dict[str, str]:
    found = {"encoding": file.encoding or file.dictionary.encoding or "not stated"}
    if file.dictionary.cases is None:
        found["cases"] = "the file does not state how many there are, so that a cut at its end might not be seen"
    return found
