"""Where responses came from, and what became of every cell."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import field, frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CellCounts", "Provenance", "installed_version", "no_chunk", "runs_of"]


@frozen
class CellCounts:
    """What became of the source's cells; the four parts add up to `read`.

    Attributes:
        read: Cells of the rows below the header that hold more than white space.
        decoded: Became values or known missing answers.
        issues: Stand verbatim in an `Issue`.
        unbound: Stand in `Responses.unbound`.
        withheld: Counted only; their values are kept nowhere.
    """

    read: int = 0
    decoded: int = 0
    issues: int = 0
    unbound: int = 0
    withheld: int = 0


@frozen
class Provenance:
    """Where responses came from and how they were read.

    Attributes:
        source: Name of the file, without its folder.
        backend: Name of the reader.
        options: What the reader was told, and what it found out (each `found_…` with its evidence).
        digest: SHA-256 of the source's bytes.
        size: Bytes.
        read_at: When it was read (UTC). Two readings of the same bytes are equal all the same.
        version: Version of verkosto.
        rows: Responses read.
        blank_rows: Rows without any text, left out.
        cells: What became of every cell.
        row_runs: Which rows of the source the responses are: for each run of rows the number of its first, counted as
            a spreadsheet counts, and how many there are.
    """

    source: str
    backend: str
    options: Mapping[str, Any] = field(factory=dict)
    digest: str | None = None
    size: int | None = None
    read_at: dt.datetime | None = field(default=None, eq=False)
    version: str | None = None
    rows: int = 0
    blank_rows: int = 0
    cells: CellCounts = field(factory=CellCounts)
    row_runs: tuple[tuple[int, int], ...] = field(default=(), eq=False)

    @property
    def row_numbers(self) -> tuple[int, ...]:
        """The number of each response's row in the source, counted as a spreadsheet counts."""
        return tuple(itertools.chain.from_iterable(range(first, first + count) for first, count in self.row_runs))


def runs_of(numbers: NDArray[np.int64]) -> tuple[tuple[int, int], ...]:
    """Return row numbers as runs: the first of each and how many there are."""
    starts = np.flatnonzero(np.diff(numbers, prepend=-2) != 1)
    counts = np.diff(starts, append=len(numbers))
    return tuple(zip(numbers[starts].tolist(), counts.tolist(), strict=True))


def no_chunk(provenance: Provenance) -> str:
    """Say that a backend broke its promise of at least one chunk."""
    return (
        f"{provenance.source}: the backend {provenance.backend!r} gave no chunk, not even an empty one. Report it "
        "to the backend's author."
    )


def installed_version() -> str | None:
    """Return the version of verkosto, None in a source tree that nobody installed."""
    try:
        return version("verkosto")
    except PackageNotFoundError:  # pragma: no cover - such a tree
        return None
