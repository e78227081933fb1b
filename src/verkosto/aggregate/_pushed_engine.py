"""Engines: frames that add up where their data lie, whatever library holds them.

narwhals says the same thing to all of them, but not every engine understands the same thing by it. So nothing here is
left to an engine's habits. Columns get names of our own, because Spark cannot find `a.b` and DuckDB takes `N` and `n`
for one name. What is summed is a plain column of float64 without nulls, made beforehand: conditions inside an
aggregation are ignored on pandas and pyarrow, small integers overflow, NaN sums differ, and a sum of nothing is 0 here
and null there. Rows are always counted. A condition is never negated, since an absent value fails it by False here and
by null there.
"""

from __future__ import annotations

import contextlib
import enum
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import field, frozen

from verkosto.errors import AnalysisError, MissingExtraError, SourceError, VerkostoError
from verkosto.responses import is_frame, open_frame

if TYPE_CHECKING:
    import narwhals as nw
    from numpy.typing import NDArray

__all__ = ["Counts", "Engine", "Key", "Query", "Request", "Step"]


@frozen(eq=False, repr=False)
class Key:
    """The values of a column by which rows were counted, each of them once.

    Attributes:
        codes: For each combination the place of its value; -1 where it is null.
        values: The different values.
    """

    codes: NDArray[np.intp]
    values: list[Any]

    @classmethod
    def of(cls, listed: list[Any]) -> Key:
        """Number the values of a column."""
        import pandas as pd

        cells = np.empty(len(listed), dtype=object)
        cells[:] = listed
        codes, values = pd.factorize(cells)
        return cls(np.asarray(codes, dtype=np.intp), list(values))

    def take(self, of_value: Sequence[int], null: int) -> NDArray[np.intp]:
        """Return for each combination what its value stands for."""
        return np.array([*of_value, null], dtype=np.intp)[self.codes]


@frozen(eq=False, repr=False)
class Counts:
    """What an engine counted: one entry for each combination of keys that occurs.

    Attributes:
        keys: The keys.
        n: Rows.
        sums: For each measure its sums.
        highest: The greatest value of each column of which it was asked for; 0 where there is none.
    """

    keys: tuple[Key, ...]
    n: NDArray[np.int64]
    sums: Mapping[str, NDArray[np.float64]]
    highest: Mapping[str, NDArray[np.float64]] = field(factory=dict)

    def __len__(self) -> int:
        return len(self.n)


@frozen(eq=False, repr=False)
class Request:
    """A frame that an engine has yet to compute: columns `k0`, `k1` and so on, `n`, `s0` and so on, `h0` and so on."""

    frame: nw.LazyFrame[Any]
    keys: int
    measures: tuple[str, ...] = ()
    highest: tuple[str, ...] = ()

    def counts(self, found: nw.DataFrame[Any]) -> Counts:
        """Return what was computed."""
        keys = tuple(Key.of(found[f"k{place}"].to_list()) for place in range(self.keys))
        n = _numbers(found, "n").astype(np.int64)
        sums = {name: _numbers(found, f"s{place}") for place, name in enumerate(self.measures)}
        highest = {name: _numbers(found, f"h{place}") for place, name in enumerate(self.highest)}
        return Counts(keys, n, sums, highest)


def _numbers(found: nw.DataFrame[Any], name: str) -> NDArray[np.float64]:
    values = found[name]
    # A sum over no row at all is null on some engines, and of no type on others.
    if not values.dtype.is_numeric():
        return np.zeros(len(values))
    return np.asarray(values.fill_null(0).to_numpy(), dtype=np.float64)


@frozen(eq=False, repr=False)
class Engine:
    """A frame, and what it calls its columns.

    Attributes:
        name: What holds it, such as "duckdb".
        frame: The frame, lazy or not.
        columns: For each title what narwhals is to call the column.
        kinds: For each title the type of its values.
    """

    name: str
    frame: nw.LazyFrame[Any]
    columns: Mapping[str, str]
    kinds: Mapping[str, Any]

    @classmethod
    def of(cls, given: object) -> Engine:
        """Take a frame.

        Raises:
            AnalysisError: It is none, or two of its columns have one name.
            SourceError: Its columns cannot be told.
        """
        import narwhals as nw

        if not is_frame(given):
            msg = (
                f"LazyResponses counts in a frame of polars, DuckDB, PySpark, pandas or pyarrow, not in "
                f"{type(given).__name__}. Files are opened with LazyResponses.scan_parquet."
            )
            raise AnalysisError(msg)
        source = open_frame(given, None)
        frame: Any = source.frame.lazy()
        with guard(source.engine):
            schema = frame.collect_schema()
        if repeated := [title for title in source.titles if source.titles.count(title) > 1]:
            raise AnalysisError(f"{repeated[0]!r} names two columns. Give each column a name of its own.")
        spark = frame.implementation is nw.Implementation.PYSPARK
        columns = {
            title: f"`{name.replace('`', '``')}`" if spark else name
            for title, name in zip(source.titles, schema.names(), strict=True)
        }
        return cls(source.engine, frame, columns, dict(zip(source.titles, schema.dtypes(), strict=True)))

    def compute(self, requests: Sequence[Request]) -> list[Counts]:
        """Compute several requests, in one pass over the data where the engine can.

        Raises:
            SourceError: The engine failed.
            MissingExtraError: pyarrow is not installed, and DuckDB hands over its results in it.
        """
        with guard(self.name):
            return [r.counts(f) for r, f in zip(requests, self._collected([r.frame for r in requests]), strict=True)]

    def rows(self, query: Query, columns: Mapping[str, nw.Expr]) -> dict[str, nw.Series[Any]]:
        """Return columns with all their rows, in one order."""
        names = {name: f"a{place}" for place, name in enumerate(columns)}
        with guard(self.name):
            frame = query.prepared().select(*(column.alias(names[name]) for name, column in columns.items()))
            (found,) = self._collected([frame])
            return {name: found[own] for name, own in names.items()}

    def _collected(self, frames: Sequence[nw.LazyFrame[Any]]) -> list[nw.DataFrame[Any]]:
        import narwhals as nw

        if frames and frames[0].implementation is nw.Implementation.POLARS:
            import polars as pl

            # Streaming is what holds a scan of a long file within memory.
            found = pl.collect_all([frame.to_native() for frame in frames], engine="streaming")
            return [nw.from_native(part, eager_only=True) for part in found]
        return [frame.collect() for frame in frames]


@contextlib.contextmanager
def guard(engine: str) -> Iterator[None]:
    """Do something of an engine's; what it raises does not leave here, for it may quote an answer."""
    try:
        yield
    except VerkostoError:
        raise
    except ModuleNotFoundError as error:
        raise MissingExtraError.of("parquet", f"counting in {engine}") from error
    except Exception as error:  # noqa: BLE001 - told by its kind alone
        msg = (
            f"{engine} failed ({type(error).__name__}) while it counted. Compute the frame yourself, and look at what "
            "it says."
        )
        raise SourceError(msg) from None


class Step(enum.IntEnum):
    """When a column is made: of columns of earlier steps. An engine binds each step anew, so there are few."""

    RAW = 0
    VALUE = 1
    ASKED = 2
    REASON = 3
    TICK = 4
    COUNT = 5
    TICKS = 6
    LEVEL = 7
    WHOLE = 8
    CENTRED = 9
    WEIGHTED = 10


class Query:
    """A frame on its way to a request: columns under names of our own, what follows from them, and rows left out.

    Args:
        engine: Where the data lie.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._raw: dict[str, str] = {}
        self._steps: dict[Step, dict[str, nw.Expr]] = {}
        self._kept: list[nw.Expr] = []
        self._centres: tuple[Sequence[nw.Expr], Sequence[nw.Expr]] | None = None
        self._made: dict[Any, nw.Expr] = {}

    def raw(self, title: str) -> nw.Expr:
        """Return a column of the frame as it is."""
        import narwhals as nw

        return nw.col(self._raw.setdefault(title, f"c{len(self._raw)}"))

    def made(self, key: Any) -> nw.Expr | None:
        """Return the column that `put` made under a key, or None."""
        return self._made.get(key)

    def put(self, step: Step, expression: nw.Expr, key: Any = None) -> nw.Expr:
        """Put an expression into a column of its own, so that what follows finds plain values.

        Args:
            step: When: the columns that it is made of have to be put in earlier steps.
            expression: What the column holds.
            key: What `made` finds it by.
        """
        import narwhals as nw

        name = f"x{sum(map(len, self._steps.values()))}"
        self._steps.setdefault(step, {})[name] = expression
        column = nw.col(name)
        if key is not None:
            self._made[key] = column
        return column

    def keep(self, condition: nw.Expr) -> None:
        """Leave out the rows in which a condition does not hold."""
        self._kept.append(condition)

    def centre(self, keys: Sequence[nw.Expr], values: Sequence[nw.Expr]) -> list[nw.Expr]:
        """Return the means of columns over the rows of each combination of keys, for columns of the step `CENTRED`.

        Args:
            keys: Columns; plain texts and numbers.
            values: Columns that `put` made: an engine takes the mean of nothing else.
        """
        import narwhals as nw

        self._centres = keys, values
        return [nw.col(f"m{place}") for place in range(len(values))]

    def request(
        self,
        keys: Sequence[nw.Expr],
        measures: Mapping[str, nw.Expr],
        *,
        highest: Mapping[str, nw.Expr] = MappingProxyType({}),
    ) -> Request:
        """Return a request for rows counted and measures summed for each combination of keys.

        Args:
            keys: Columns. Each gets a name of its own, so the same may stand twice.
            measures: What to sum: columns without nulls.
            highest: Columns whose greatest value is asked for too.
        """
        import narwhals as nw

        names = [f"k{place}" for place in range(len(keys))]
        added = [m.cast(nw.Float64).alias(f"s{place}") for place, m in enumerate(measures.values())]
        added += [h.cast(nw.Float64).alias(f"h{place}") for place, h in enumerate(highest.values())]
        found = [nw.len().alias("n"), *(nw.col(f"s{place}").sum() for place in range(len(measures)))]
        found += [nw.col(f"h{place}").max() for place in range(len(highest))]
        frame = self.prepared()
        if names or added:
            frame = frame.select(*(key.alias(name) for key, name in zip(keys, names, strict=True)), *added)
        counted = frame.group_by(names).agg(*found) if names else frame.select(*found)
        return Request(counted, len(keys), tuple(measures), tuple(highest))

    def distinct(self, keys: Sequence[nw.Expr], of: nw.Expr, *, where: nw.Expr | None = None) -> Request:
        """Return a request that counts, for each combination of keys, the different values of a column; null is one.

        Args:
            keys: Columns.
            of: The column whose values are counted.
            where: Which rows to look at; None: all that are left.
        """
        import narwhals as nw

        names = [f"k{place}" for place in range(len(keys))]
        frame = self.prepared() if where is None else self.prepared().filter(where)
        taken = frame.select(*(k.alias(n) for k, n in zip(keys, names, strict=True)), of.alias("u"))
        # DuckDB would make `unique` a window over all rows, and hold them all.
        pairs = taken.group_by([*names, "u"]).agg(nw.len().alias("rows"))
        found = pairs.group_by(names).agg(nw.len().alias("n")) if names else pairs.select(nw.len().alias("n"))
        return Request(found, len(keys))

    def values(self, of: nw.Expr, most: int) -> Request:
        """Return a request for the different values of a column, at most so many."""
        import narwhals as nw

        taken = self.prepared().select(of.alias("k0"))
        return Request(taken.group_by("k0").agg(nw.len().alias("n")).head(most), 1)

    def prepared(self) -> nw.LazyFrame[Any]:
        """Return the frame with the columns that were asked for and put."""
        import narwhals as nw

        columns = self.engine.columns
        # An engine cannot give rows without a single column.
        taken = self._raw or {next(iter(columns), ""): "c0"}
        frame = self.engine.frame.select(*(nw.col(columns[title]).alias(name) for title, name in taken.items()))
        for step in Step:
            if step is Step.CENTRED:
                frame = frame.filter(*self._kept) if self._kept else frame
                frame = frame if self._centres is None else _with_means(frame, *self._centres)
            if step in self._steps:
                frame = frame.with_columns(*(made.alias(name) for name, made in self._steps[step].items()))
        return frame


def _with_means(frame: nw.LazyFrame[Any], keys: Sequence[nw.Expr], values: Sequence[nw.Expr]) -> nw.LazyFrame[Any]:
    """Put beside each row the means of the rows of its keys: `m0` and so on; none where a key is null."""
    import narwhals as nw

    # Without a key all rows have the same.
    named = {f"j{place}": key for place, key in enumerate(keys or [nw.lit(0)])}
    frame = frame.with_columns(*(key.alias(name) for name, key in named.items()))
    means = frame.group_by(list(named)).agg(*(value.mean().alias(f"m{place}") for place, value in enumerate(values)))
    return frame.join(means, on=list(named), how="left")
