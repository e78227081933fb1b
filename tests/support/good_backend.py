"""A backend that does everything right, and the contract that it keeps: what bad ones are made of.

Its format is JSON: `{"koe": 1, "titles": [...], "rows": [[...]]}`, in which null is a cell that was not shown. The
first two columns hold the id of the response and the time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from attrs import evolve, frozen

from verkosto.backends import Capabilities, Evidence, Strength
from verkosto.errors import OptionError, SourceError
from verkosto.instruments import Column, Draft, Text
from verkosto.responses import Header, RawColumn, RawTable, encode
from verkosto.testing import BackendContract, WrittenTable

__all__ = ["HEAD", "Contract", "Good", "Numbered", "Row"]

Row = list[str | None]
Numbered = tuple[int, Row]
HEAD = b'{"koe": '
_LOOKED_AT = 4096


@frozen
class Good:
    """Reads the format as the contract wants it; its methods are what the bad ones change."""

    rows_of_a_chunk: int = 1000

    name: ClassVar[str] = "koe"
    summary: ClassVar[str] = "the test format"
    capabilities: ClassVar[Capabilities] = Capabilities(
        tells_not_shown=True, carries_ids=True, carries_times=True, has_codebook=True, chunked=True
    )
    options: ClassVar[Mapping[str, tuple[Any, str]]] = {"kieli": ("sv", "the language: 'fi' or 'sv'")}

    def detect(self, source: Path) -> Evidence:
        with source.open("rb") as file:
            head = file.read(_LOOKED_AT)
        return self.evidence(head)

    def evidence(self, head: bytes) -> Evidence:
        if head.startswith(HEAD):
            return Evidence(Strength.CERTAIN, ("the key koe",))
        return Evidence(Strength.NONE, ("no key koe",))

    def content(self, source: Path) -> bytes:
        with source.open("rb") as file:
            return file.read()

    def parsed(self, content: bytes, source: Path) -> Any:
        return json.loads(content)

    def load(self, source: Path) -> tuple[list[str], list[Row]]:
        try:
            document = self.parsed(self.content(source), source)
            titles, rows = document["titles"], document["rows"]
            shaped = isinstance(titles, list) and all(isinstance(title, str) for title in titles)
            if not shaped or not all(isinstance(row, list) and len(row) == len(titles) for row in rows):
                raise ValueError
            return titles, [[None if cell is None else str(cell) for cell in row] for row in rows]
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise self.error(source) from error

    def error(self, source: Path) -> Exception:
        return SourceError(f"{source.name} is damaged. Export it again.")

    def numbered(self, rows: Sequence[Row]) -> list[Numbered]:
        return list(enumerate(rows, start=2))

    def headers(self, titles: Sequence[str]) -> tuple[Header, ...]:
        heads = [Header(title, place) for place, title in enumerate(titles, start=1)]
        return (evolve(heads[0], role="response_id"), evolve(heads[1], role="time"), *heads[2:])

    def cell(self, text: str) -> str:
        return text

    def column(self, cells: Sequence[str | None]) -> RawColumn:
        made = encode([self.cell(cell or "") for cell in cells])
        return evolve(made, not_shown=np.array([cell is None for cell in cells], dtype=bool))

    def blank(self, rows: Sequence[Numbered]) -> int:
        return sum(not any(filter(None, row)) for _, row in rows)

    def table(self, heads: tuple[Header, ...], rows: Sequence[Numbered]) -> RawTable:
        kept = [(number, row) for number, row in rows if any(filter(None, row))]
        columns = [self.column([row[place] for _, row in kept]) for place in range(len(heads))]
        numbers = np.array([number for number, _ in kept], dtype=np.int64)
        return RawTable(heads, tuple(columns), numbers, blank_rows=self.blank(rows))

    def checked(self, options: Mapping[str, Any]) -> None:
        if options["kieli"] not in ("fi", "sv"):
            msg = "kieli must be 'fi' or 'sv'."
            raise OptionError(msg)

    def open(self, source: Path, options: Mapping[str, Any]) -> Iterator[RawTable]:
        self.checked(options)
        titles, rows = self.load(source)
        listed, heads = self.numbered(rows), self.headers(titles)
        for start in self.starts(len(listed)):
            yield self.table(heads, listed[start : start + self.rows_of_a_chunk])

    def starts(self, count: int) -> range:
        return range(0, max(1, count), self.rows_of_a_chunk)

    def codebook(self, source: Path, **parts: Any) -> Draft | None:
        heads = self.headers(self.load(source)[0])
        columns = [Column(f"c{h.position}", h.title, role=h.role) for h in heads if h.role is not None]
        questions = [Text(f"q{h.position}", h.title) for h in heads if h.role is None]
        return Draft("koe", "Koe", columns=columns, questions=questions)


class Contract(BackendContract):
    """The contract with the good backend; `of` puts another in its place."""

    made: ClassVar[type[Good]] = Good
    file_name = "vastaukset.json"
    detect_reads = 65_536
    # What always stands there is enough to find a planted fault, and the same each time.
    examples = 0

    def backend(self) -> Good:
        return self.made()

    def in_chunks(self, rows: int) -> Good:
        return self.made(rows)

    def complete(self, table: WrittenTable) -> WrittenTable:
        return table.in_front(["Tunnus", "Vastattu"], lambda row: [f"R{row}", f"2020-03-05 10:{row % 60:02}"])

    def write(self, table: WrittenTable, path: Path) -> None:
        path.write_text(json.dumps({"koe": 1, "titles": table.titles, "rows": table.rows}, ensure_ascii=False), "utf-8")

    @classmethod
    def of(cls, made: type[Good]) -> Contract:
        class Planted(cls):  # type: ignore[valid-type, misc]
            pass

        Planted.made = made
        contract: Contract = Planted()
        return contract
