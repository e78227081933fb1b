"""What the kit must be told of a backend, and how it then writes sources and reads them."""

from __future__ import annotations

import contextlib
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from attrs import frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verkosto.backends import Backend, Capabilities, StatesCodebook, UsesCodebook
from verkosto.instruments import Instrument
from verkosto.responses import Provenance, RawTable, Responses, assemble, draft
from verkosto.testing._strategies_cells import cells
from verkosto.testing._written import WrittenTable

__all__ = ["BackendUnderTest", "Found", "Log", "cut_in_places", "expect", "found_in", "put"]

T = TypeVar("T")
_PLACES = 24


def expect(condition: object, message: str) -> None:
    """Fail a test of the kit with a message for the backend's author."""
    if not condition:
        raise AssertionError(message)


class Log(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        self.said.append(record.getMessage())


@frozen
class Found:
    """A cell that a backend gave.

    Attributes:
        row: Number of its row, as the backend says.
        position: Number of its column, as the header says.
        text: What stands in it.
    """

    row: int
    position: int
    text: str


def found_in(chunks: Sequence[RawTable]) -> list[Found]:
    """Return every cell of the chunks that is not empty."""
    return [
        Found(row, header.position, column.values[code])
        for chunk in chunks
        for header, column in zip(chunk.headers, chunk.columns, strict=True)
        for row, code in zip(chunk.rows.tolist(), column.codes.tolist(), strict=True)
        if code >= 0
    ]


def cut_in_places(content: bytes) -> list[int]:
    """Return places that divide bytes evenly: some two dozen, or all where there are fewer."""
    step = max(1, len(content) // _PLACES)
    return list(range(step, len(content), step))


def put(path: Path, content: bytes) -> None:
    """Let a file hold these bytes and no others."""
    # A file that is opened to be emptied makes some systems wait for their disk.
    with path.open("r+b" if path.exists() else "wb") as file:
        file.write(content)
        file.truncate()


class BackendUnderTest(ABC):
    """What an author says of a backend. Only `backend` and `write` must be said.

    Attributes:
        file_name: Name of the sources that are written.
        first_row: Number of the first row below the header, as a spreadsheet counts.
        options: What reading is told; other options have their defaults.
        blank_rows: Whether a source can hold a row without any text between others.
        repeated_titles: Whether two columns of a source may have one title.
        tells_truncation: Whether the format tells that a source was cut off; `cuts` says where.
        detect_reads: Most bytes that `detect` reads of a long source; None where that is not to be tested. It is
            measured on Linux alone.
        codec: The encoding of sources, which says what characters cells may hold.
        examples: How many tables Hypothesis makes up for each law; 0 leaves those that always stand there.
    """

    file_name: ClassVar[str] = "vastaukset.csv"
    first_row: ClassVar[int] = 2
    options: ClassVar[Mapping[str, Any]] = {}
    blank_rows: ClassVar[bool] = True
    repeated_titles: ClassVar[bool] = True
    tells_truncation: ClassVar[bool] = True
    detect_reads: ClassVar[int | None] = None
    codec: ClassVar[str] = "utf-8"
    examples: ClassVar[int] = 20

    @abstractmethod
    def backend(self) -> Backend:
        """Make the backend, as the registry does."""

    @abstractmethod
    def write(self, table: WrittenTable, path: Path) -> None:
        """Write a source that holds a table, with no code of the backend: by another library, or by hand."""

    def complete(self, table: WrittenTable) -> WrittenTable:
        """Add what every source of the format has, such as columns of ids and times (`WrittenTable.in_front`)."""
        return table

    def holds(self, cell: str) -> bool:
        """Tell whether a source can hold a text in a cell, exactly as it stands. The text is never empty."""
        return "\0" not in cell

    def in_chunks(self, rows: int) -> Backend | None:  # noqa: ARG002 - for those who override it
        """Make the backend so that its chunks have about so many rows; None where it reads all at once."""
        return None

    def cuts(self, content: bytes) -> Sequence[int]:
        """Return places in a source's bytes at which its being cut off can be told."""
        return cut_in_places(content)

    def broken(self, content: bytes) -> Iterator[bytes]:
        """Yield what may become of a source on its way; reading it may fail, in an error of verkosto."""
        yield b""
        yield b"\0"
        yield bytes(range(256))
        yield b"\x89PNG\r\n\x1a\n" + bytes(64)
        yield b"<!DOCTYPE html><html><body>Kirjaudu</body></html>"
        yield content + content
        for place in cut_in_places(content):
            yield content[:place]
            yield content[:place] + b"\xff" + content[place + 1 :]
            yield content[:place] + content[place + 1 :]

    def capabilities(self) -> Capabilities:
        """Return what the sources that `write` makes can tell, where the backend reads kinds that tell less."""
        return self.backend().capabilities

    def typical(self) -> WrittenTable:
        """Return a table like one that people have; `complete` is called with it."""
        return WrittenTable(
            ["Kotikunta", "Kannatatko mallia?", "Miksi?"],
            [["Espoo", "Kannatan", "Koska se toimii"], ["Vantaa", "En kannata", ""], ["Salo", "Kannatan", "Siksi"]],
        )

    # What the tests of the kit use.

    def source(self, folder: Path, table: WrittenTable) -> Path:
        """Write a table that is complete."""
        path = folder / self.file_name
        # A new file is written faster than an old one; Windows keeps one that a backend leaves open.
        with contextlib.suppress(OSError):
            path.unlink()
        self.write(table, path)
        return path

    def typical_source(self, folder: Path) -> Path:
        """Write the typical table."""
        return self.source(folder, self.complete(self.typical()))

    def stated(self, backend: Backend) -> dict[str, Any]:
        """Return all options of a backend with their values."""
        return {name: default for name, (default, _) in backend.options.items()} | dict(self.options)

    def read(self, path: Path, backend: Backend | None = None) -> list[RawTable]:
        """Read a source whole."""
        reader = self.backend() if backend is None else backend
        return list(reader.open(path, self.stated(reader)))

    def read_with(self, path: Path, instrument: Instrument) -> list[RawTable]:
        """Read a source whole with a codebook's help, as `verkosto.read` does."""
        backend = self.backend()
        return self.read(path, backend.for_instrument(instrument) if isinstance(backend, UsesCodebook) else backend)

    def responses(self, path: Path, instrument: Instrument) -> Responses:
        """Read a source with a codebook."""
        provenance = Provenance(path.name, self.backend().name)
        return assemble(self.read_with(path, instrument), instrument, provenance=provenance)

    def drafted(self, path: Path) -> Instrument:
        """Return a codebook for a source: the one that it states, or a draft."""
        backend = self.backend()
        stated = backend.codebook(path) if isinstance(backend, StatesCodebook) else None
        return stated or draft(self.read(path, backend), path.stem)

    def cells(self) -> st.SearchStrategy[str]:
        """Make up cells that a source can hold; the empty one is among them."""
        return cells(codec=self.codec).filter(lambda cell: cell == "" or self._fits(cell))

    def those_held(self, texts: Sequence[str]) -> list[str]:
        """Return those of some texts that a source can hold."""
        return [text for text in texts if self._fits(text)]

    def _fits(self, cell: str) -> bool:
        try:
            cell.encode(self.codec)
        except UnicodeEncodeError:
            return False
        return self.holds(cell)

    def check(self, law: Callable[[T], None], made_up: st.SearchStrategy[T], *always: T) -> None:
        """Hold a law for examples that always stand there, and for made-up ones."""
        for one in always:
            law(one)
        if not self.examples:
            return

        # A function of its own for every call: Hypothesis refuses one that several classes inherit.
        @settings(
            max_examples=self.examples,
            deadline=None,
            suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much),
        )
        @given(one=made_up)
        def holds(one: T) -> None:
            law(one)

        holds()
