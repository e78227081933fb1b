"""Frames of any library as columns that can be read: what they are called, and their cells in chunks."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.errors import MissingExtraError, OptionError, SourceError, VerkostoError
from verkosto.responses._frame_cells import cells
from verkosto.responses._raw import Dialect, Header, RawTable

if TYPE_CHECKING:
    import narwhals as nw
    import pandas as pd

__all__ = ["FrameSource", "is_frame", "open_frame"]

_ROWS = 1 << 18
"""Rows that are turned into text at a time."""

_FIRST_ROW = 2
"""Number of the first row, as it would be in a file with one header row."""


@frozen(eq=False, repr=False)
class FrameSource:
    """A frame whose columns can be read.

    Attributes:
        engine: What holds it, such as "polars".
        name: What messages call it.
        titles: Names of the columns, as people see them.
        frame: The frame; names of its columns may be stand-ins.
        lazy: Whether nothing has been computed yet.
    """

    engine: str
    name: str
    titles: tuple[str, ...]
    frame: nw.DataFrame[Any] | nw.LazyFrame[Any]
    lazy: bool

    @property
    def categories(self) -> frozenset[int]:
        """Positions of the columns that hold categories, as their library says."""
        import narwhals as nw

        kinds = self.frame.collect_schema().dtypes()
        return frozenset(n for n, kind in enumerate(kinds, start=1) if isinstance(kind, nw.Categorical | nw.Enum))

    def tables(self, headers: Sequence[Header], dialect: Dialect) -> Iterator[RawTable]:
        """Yield the columns of some headers in chunks, at least one; each row of the frame is a row.

        Raises:
            SourceError: The engine failed, or a column holds what no cell can hold.
        """
        names = [self.frame.collect_schema().names()[header.position - 1] for header in headers]
        first = _FIRST_ROW
        for chunk in self._chunks(names):
            with self._guard():
                columns = tuple(
                    cells(chunk.get_column(name), header.title) for name, header in zip(names, headers, strict=True)
                )
                found = {} if first > _FIRST_ROW else _zones(chunk, names, headers)
            rows = np.arange(first, first + len(chunk), dtype=np.int64)
            yield RawTable(tuple(headers), columns, rows, dialect=dialect, found=found)
            first += len(chunk)

    def _chunks(self, names: Sequence[str]) -> Iterator[nw.DataFrame[Any]]:
        given = 0
        with self._guard():
            for chunk in _chunks(self.frame, names):
                given += 1
                yield chunk
        if not given:
            # A frame without rows tells its columns all the same.
            with self._guard():
                yield self.frame.select(names).head(0).lazy().collect()

    @contextlib.contextmanager
    def _guard(self) -> Iterator[None]:
        """Do something of the engine's; what it raises does not leave here, for it may quote an answer."""
        try:
            yield
        except VerkostoError:
            raise
        except Exception as error:  # noqa: BLE001 - told by its kind alone
            msg = (
                f"{self.name}: {self.engine} failed ({type(error).__name__}) while the columns were read. Compute the "
                "frame yourself, and look at what it says."
            )
            raise SourceError(msg) from None


def _zones(chunk: nw.DataFrame[Any], names: Sequence[str], headers: Sequence[Header]) -> dict[str, str]:
    """Return the zone of each column of moments that has one; in the cells stands the time of that zone."""
    zones = {h.title: getattr(chunk.schema[name], "time_zone", None) for name, h in zip(names, headers, strict=True)}
    return {f"zone of {title}": str(zone) for title, zone in zones.items() if zone}


def _chunks(frame: Any, names: Sequence[str]) -> Iterator[nw.DataFrame[Any]]:
    import narwhals as nw

    if isinstance(frame, nw.LazyFrame):
        whole: Any = frame.select(names)
        if whole.implementation is nw.Implementation.POLARS:
            yield from _polars_batches(whole.to_native())
            return
        if whole.implementation is nw.Implementation.DUCKDB:
            yield from _duckdb_batches(whole.to_native())
            return
        frame = whole.collect()  # pragma: no cover - PySpark and others that need a server
    for start in range(0, len(frame), _ROWS):
        yield frame[start : start + _ROWS]


def _polars_batches(native: Any) -> Iterator[nw.DataFrame[Any]]:
    import narwhals as nw

    if hasattr(native, "collect_batches"):
        for batch in native.collect_batches(chunk_size=_ROWS, maintain_order=True):
            yield nw.from_native(batch, eager_only=True)
    else:  # pragma: no cover - polars before 1.35
        yield nw.from_native(native.collect(), eager_only=True)


def _duckdb_batches(native: Any) -> Iterator[nw.DataFrame[Any]]:
    import narwhals as nw

    try:
        import pyarrow as pa
    except ImportError as error:
        raise MissingExtraError.of("parquet", "reading a DuckDB relation") from error
    reader = native.to_arrow_reader if hasattr(native, "to_arrow_reader") else native.fetch_record_batch
    for batch in reader(_ROWS):
        yield nw.from_native(pa.Table.from_batches([batch]), eager_only=True)


def is_frame(value: object) -> bool:
    """Tell whether a value is a table of one of the libraries that narwhals knows, lazy ones included."""
    if isinstance(value, str | os.PathLike):
        return False
    import narwhals as nw
    from narwhals.dependencies import is_pandas_dataframe

    # Names that repeat, which narwhals refuses, are told apart by `open_frame`.
    return is_pandas_dataframe(value) or isinstance(
        nw.from_native(value, pass_through=True), nw.DataFrame | nw.LazyFrame
    )


def open_frame(df: Any, name: str | None) -> FrameSource:
    """Take a frame of any library that narwhals knows.

    Args:
        df: The frame.
        name: What messages and provenance call it.

    Raises:
        OptionError: It is no frame.
        SourceError: Its columns have names of several levels, or its index has texts and no name.
    """
    import narwhals as nw
    from narwhals.dependencies import is_pandas_dataframe, is_pyarrow_table

    native = nw.to_native(df, pass_through=True)
    if is_pandas_dataframe(native):
        native = _with_index(native)
        titles = _titles(native.columns)
        native = native.set_axis([str(place) for place in range(len(titles))], axis=1)
    elif is_pyarrow_table(native):
        titles = _titles(native.column_names)
        native = native.rename_columns([str(place) for place in range(len(titles))])
    else:
        titles = ()
    try:
        frame: Any = nw.from_native(native)
        titles = titles or tuple(frame.collect_schema().names())
    except TypeError as error:
        msg = (
            f"from_frame takes a frame of pandas, polars, pyarrow, DuckDB or PySpark, not {type(native).__name__}. "
            "Make it one, such as pandas.DataFrame(…); files are for verkosto.read."
        )
        raise OptionError(msg) from error
    except Exception as error:
        msg = f"the frame's columns cannot be told ({type(error).__name__}). Give every column a name of its own."
        raise SourceError(msg) from error
    engine = frame.implementation.value
    return FrameSource(engine, name or f"{engine} frame", titles, frame, isinstance(frame, nw.LazyFrame))


def _titles(names: Iterable[Any]) -> tuple[str, ...]:
    if getattr(names, "nlevels", 1) > 1:
        msg = (
            "the columns' names have several levels, and it cannot be told which is the title. Join them, such as "
            "df.columns = df.columns.map(': '.join)."
        )
        raise SourceError(msg)
    return tuple("" if name is None else str(name) for name in names)


def _with_index(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a pandas frame with its named index as the first columns; numbers without a name count rows alone."""
    names = list(frame.index.names)
    if all(name is None for name in names) and len(names) == 1:
        if frame.index.dtype.kind in "iu":
            return frame
        msg = (
            "the frame's index holds more than numbers and has no name. Name it (df.rename_axis('tunnus')) to keep it "
            "as a column, or drop it with df.reset_index(drop=True)."
        )
        raise SourceError(msg)
    if None in names:
        msg = "a level of the frame's index has no name. Name it with df.rename_axis(…), or drop it."
        raise SourceError(msg)
    if repeated := [name for name, count in Counter([*names, *frame.columns]).items() if count > 1 and name in names]:
        msg = f"{repeated[0]!r} names the index and a column. Rename one with df.rename_axis(…)."
        raise SourceError(msg)
    return frame.reset_index()
