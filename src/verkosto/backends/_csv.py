"""The backend for text files of cells: csv, tsv and their relatives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from attrs import evolve, frozen

from verkosto.backends._dialect import DIALECT_OPTIONS, checked, dialect_of
from verkosto.backends._magic import Kind, identify, mistaken
from verkosto.backends._protocol import Capabilities, Evidence, Strength
from verkosto.backends._tables import at_least_one
from verkosto.backends._text import sniff
from verkosto.backends._text_fast import fast_tables, fits
from verkosto.backends._text_rows import Layout, Records, tables, widest
from verkosto.errors import OptionError, VerkostoError
from verkosto.responses import Header, RawColumn, RawTable, encode, restore

__all__ = ["CsvBackend"]

# Below this polars takes longer to import than the csv module takes to read.
_WORTH_POLARS = 4 << 20


@frozen
class CsvBackend:
    """Reads text files with one header row: csv with `;` or `,`, tabs or `|`."""

    name: ClassVar[str] = "csv"
    summary: ClassVar[str] = "text files of cells with one header row (csv, tsv)"
    capabilities: ClassVar[Capabilities] = Capabilities(chunked=True)
    options: ClassVar[Mapping[str, tuple[Any, str]]] = {
        "encoding": (None, "how the file was saved, such as 'windows-1252'; None is UTF-8, or what its mark says"),
        "delimiter": (None, "the character between cells; None finds ';', tab, '|' or ','"),
        "ragged": ("error", "rows of unequal length: 'error' or 'pad'"),
        "neutralised": (False, "whether `Responses.to_csv` wrote it: apostrophes before formulas are taken away"),
        **DIALECT_OPTIONS,
    }

    def detect(self, source: Path) -> Evidence:
        """Look whether the file is text and what divides its first record into cells."""
        try:
            kind = identify(source)
            if kind is not Kind.TEXT:
                return Evidence(Strength.NONE, (kind.value,))
            form = sniff(source)
            records = Records(source, form)
            records.take(form.skipped)
            cells = len(records.header())
        except VerkostoError as error:
            return Evidence(Strength.NONE, (str(error),))
        mark = "tabs" if form.delimiter == "\t" else repr(form.delimiter)
        columns = f"{cells} columns divided by {mark}" if cells > 1 else "1 column"
        return Evidence(Strength.POSSIBLE, (f"{form.encoding.upper()} text", columns))

    def open(self, source: Path, options: Mapping[str, Any]) -> Iterator[RawTable]:
        """Return the rows below the header in chunks.

        Blank rows are left out and counted. Cells after the last one of the header are allowed if they are empty;
        with `ragged="pad"` others stand in columns without a title.

        Raises:
            SourceError: The file cannot be opened, holds null bytes, or quotes that are never closed.
            EmptySourceError: There is no text in it.
            EncodingError: It is not in the stated encoding, or not UTF-8 where none is stated.
            RaggedRowsError: Rows shorter or longer than the header, or a file that was cut off.
            OptionError: An option has a value that it cannot have.
        """
        dialect = dialect_of(self.name, options)
        pad = checked(self.name, "ragged", options["ragged"], ("error", "pad")) == "pad"
        # A command line can only give 1.
        if options["neutralised"] not in (True, False):
            raise OptionError(f"neutralised must be True or False, not {options['neutralised']!r}.")
        kind = identify(source)
        # Text in UTF-16 without a mark looks binary; reading it tells more.
        if kind not in (Kind.TEXT, Kind.BINARY):
            raise mistaken(source, kind, "text file of cells")
        form = sniff(source, encoding=options["encoding"], delimiter=options["delimiter"])
        records = Records(source, form)
        records.take(form.skipped)
        titles = records.header()
        least = len(titles)
        if pad:
            titles += [""] * (widest(source, form) - least)
        headers = tuple(Header(title, place) for place, title in enumerate(titles, start=1))
        layout = Layout(headers, dialect, least, pad)
        if source.stat().st_size >= _WORTH_POLARS and fits(form):
            chunks = fast_tables(source, form, layout, offset=records.offset, number=records.number)
        else:
            chunks = tables(records, layout)
        found = at_least_one(chunks, headers, dialect)
        return map(_restored, found) if options["neutralised"] else found


def _restored(table: RawTable) -> RawTable:
    """Take away the apostrophes that keep texts from being run as formulas."""
    columns = []
    for column in table.columns:
        texts = encode(map(restore, column.values))
        columns.append(RawColumn(np.append(texts.codes, np.int32(-1))[column.codes], texts.values))
    headers = tuple(evolve(header, title=restore(header.title)) for header in table.headers)
    return evolve(table, headers=headers, columns=tuple(columns))
