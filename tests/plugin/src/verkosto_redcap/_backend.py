"""REDCap's raw csv: one header row with the names of fields, and a column of 0 and 1 for each checkbox."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from attrs import frozen

from verkosto.backends import Capabilities, Evidence, Strength
from verkosto.errors import EmptySourceError, OptionError, RaggedRowsError, SourceError
from verkosto.instruments import Role
from verkosto.responses import Dialect, Header, RawTable

__all__ = ["RedcapBackend"]

# In the name of a checkbox's column a minus is an underscore: `palvelut____9` is the option -9.
_CHECKBOX = re.compile(r"(?P<field>[a-z][a-z0-9_]*?)___(?P<minus>_?)(?P<code>[a-z0-9]+)")
_HEAD = 65_536
_REPEATS = "redcap_repeat_instrument"
_ALLOWED: Mapping[str, tuple[str, ...]] = {
    "blank_means": ("not_answered", "not_selected"),
    "repeats": ("error", "rows"),
}


@frozen
class RedcapBackend:
    """Reads REDCap's export "CSV / Microsoft Excel (raw data)".

    Attributes:
        rows_of_a_chunk: Rows that are given at a time.
    """

    rows_of_a_chunk: int = 10_000

    name: ClassVar[str] = "redcap"
    summary: ClassVar[str] = "REDCap exports (csv, raw data)"
    capabilities: ClassVar[Capabilities] = Capabilities(carries_ids=True, carries_times=True, chunked=True)
    options: ClassVar[Mapping[str, tuple[Any, str]]] = {
        "blank_means": ("not_answered", "no checkbox of a question ticked: 'not_answered' or 'not_selected'"),
        "repeats": ("error", "several rows for a record: refused ('error'), or each a response ('rows')"),
    }

    def detect(self, source: Path) -> Evidence:
        """Look for the names that REDCap gives to columns: a form's state, checkboxes, `redcap_…`."""
        with source.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8-sig", errors="replace")
        names = next(csv.reader(head.splitlines()[:1]), [])
        marks = {
            "a column <form>_complete": any(name.endswith("_complete") for name in names),
            "checkboxes field___code": any(map(_CHECKBOX.fullmatch, names)),
            "columns redcap_…": any(name.startswith("redcap_") for name in names),
        }
        seen = tuple(mark for mark, there in marks.items() if there)
        strength = (Strength.NONE, Strength.LIKELY, Strength.CERTAIN)[min(len(seen), 2)]
        return Evidence(strength, seen or ("no column that REDCap adds",))

    def open(self, source: Path, options: Mapping[str, Any]) -> Iterator[RawTable]:
        """Yield the rows below the header.

        Raises:
            SourceError: The file cannot be opened, is no csv in UTF-8, or was cut off.
            OptionError: An option has a value that it cannot have.
        """
        for name, allowed in _ALLOWED.items():
            if not isinstance(options[name], str) or options[name] not in allowed:
                msg = f"backend 'redcap': {name} must be one of {', '.join(map(repr, allowed))}. Correct it."
                raise OptionError(msg)
        try:
            with source.open(encoding="utf-8-sig", newline="") as file:
                yield from self._tables(csv.reader(file, strict=True), source.name, options)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            msg = f"{source.name} cannot be read as csv in UTF-8 ({type(error).__name__}). Export it again."
            raise SourceError(msg) from error

    def _tables(self, records: Iterator[list[str]], source: str, options: Mapping[str, Any]) -> Iterator[RawTable]:
        names = next(records, [])
        if not any(names):
            msg = f"{source} holds no names of fields. Export it again."
            raise EmptySourceError(msg)
        headers, dialect = _headers(names), Dialect(blank_means=options["blank_means"])
        row = 2
        while True:
            # A line without anything is a blank row.
            chunk = [record or [""] * len(names) for record in itertools.islice(records, self.rows_of_a_chunk)]
            if not chunk and row > 2:
                return
            _check(chunk, row, names, source, options)
            yield RawTable.from_rows(headers, chunk, first_row=row, dialect=dialect)
            row += max(1, len(chunk))


def _check(
    chunk: Sequence[Sequence[str]], first: int, names: Sequence[str], source: str, options: Mapping[str, Any]
) -> None:
    for row, record in enumerate(chunk, start=first):
        if len(record) != len(names):
            msg = f"{source}: row {row} has {len(record)} cells under {len(names)} names, so the file looks cut off. "
            raise RaggedRowsError(f"{msg}Export it again.")
        if options["repeats"] == "error" and _REPEATS in names and record[names.index(_REPEATS)]:
            msg = f"{source}: row {row} belongs to a repeating instrument, so its record has several rows. Export the "
            raise SourceError(f"{msg}instruments one by one, or state repeats='rows'.")


def _headers(names: Sequence[str]) -> tuple[Header, ...]:
    times = [name for name in names if name.endswith("_timestamp")]
    return tuple(_header(name, place, times) for place, name in enumerate(names, start=1))


def _header(name: str, position: int, times: Sequence[str]) -> Header:
    checkbox = _CHECKBOX.fullmatch(name)
    if checkbox is not None:
        code = ("-" if checkbox["minus"] else "") + checkbox["code"]
        return Header(checkbox["field"], position, option=code, code=f"{checkbox['field']}[{code}]")
    role: Role | None = None
    if position == 1:
        role = "response_id"
    elif [name] == times:
        role = "time"
    elif name == "redcap_survey_identifier":
        role = "identifier"
    elif name.startswith("redcap_") or name.endswith("_complete"):
        role = "ignore"
    return Header(name, position, code=name, role=role)
