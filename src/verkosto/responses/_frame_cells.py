"""Columns of frames as cells of text: nothing is rounded, and what is absent is an empty cell.

A column is numbered by the engine that holds it, and only its distinct values are turned into text.
"""

from __future__ import annotations

import datetime as dt
import decimal
import math
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve

from verkosto.errors import SourceError
from verkosto.responses._raw import RawColumn, encode

if TYPE_CHECKING:
    import narwhals as nw
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["arrow_codes", "cells", "text_of"]

_EXACT = 2.0**53
"""Whole numbers below this are told apart from their neighbours as floats, and are written without decimals."""

_EMPTY = 0xFFFF_FFFF


class _NoCellError(Exception):
    """A value that no cell can hold; its argument names the class."""


def text_of(value: Any) -> str:
    """Return a value as the text of a cell; what is absent (None, NaN, NaT, NA) is empty.

    Whole numbers have no decimals, other floats as few as tell them apart, truth is "true" or "false", days and
    times are ISO 8601, and a time of day at midnight is left out. Half a surrogate pair, which is no character and
    which no file could hold, is spelled out as JSON does.

    Example:
        >>> [text_of(value) for value in ("049", 49.0, 0.1, True, dt.datetime(2020, 3, 5), None)]
        ['049', '49', '0.1', 'true', '2020-03-05', '']
    """
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, np.generic) and not isinstance(value, np.floating):
        value = value.item()
    if value is None or type(value).__name__ in ("NaTType", "NAType"):
        return ""
    for kinds, write in _WRITERS:
        if isinstance(value, kinds):
            return str(write(value))
    if type(value).__name__ in ("Period", "Interval"):
        return str(value)
    raise _NoCellError(type(value).__name__)


def _truth(value: Any) -> str:
    return "true" if value else "false"


def _float(value: Any) -> str:
    if math.isnan(value):
        return ""
    # str of a NumPy float of 32 bits is the shortest that tells it apart among those.
    return str(int(value)) if value.is_integer() and abs(value) < _EXACT else str(value)


def _decimal(value: decimal.Decimal) -> str:
    return "" if value.is_nan() else str(value)


def _moment(value: dt.datetime) -> str:
    bare = value.replace(tzinfo=None)
    midnight = bare.time() == dt.time() and not getattr(bare, "nanosecond", 0)
    return bare.date().isoformat() if midnight else bare.isoformat(" ")


def _length(value: dt.timedelta) -> str:
    """Write hours, minutes and seconds, with all nine decimals where pandas has them."""
    seconds = abs(value) // dt.timedelta(seconds=1)
    parts = abs(value) % dt.timedelta(seconds=1)
    nanos = parts.microseconds * 1000 + getattr(parts, "nanoseconds", 0)
    fraction = f".{nanos:09}".rstrip("0") if nanos else ""
    sign = "-" if value < dt.timedelta() else ""
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}{fraction}"


def _iso(value: dt.date | dt.time) -> str:
    return value.isoformat()


# A bool is an int too, and a datetime a date: the order matters.
_WRITERS: tuple[tuple[Any, Any], ...] = (
    (bool, _truth),
    (int, str),
    ((float, np.floating), _float),
    (decimal.Decimal, _decimal),
    (dt.datetime, _moment),
    ((dt.date, dt.time), _iso),
    (dt.timedelta, _length),
    (uuid.UUID, str),
)


def cells(series: nw.Series[Any], name: str) -> RawColumn:
    """Return a column of an eager frame as dictionary-encoded text.

    In a column of truth values the rows without one are marked in `not_shown`: they are neither ticked nor not.

    Raises:
        SourceError: It holds what no cell can hold: lists, bytes, objects.
    """
    import narwhals as nw

    if isinstance(series.dtype, nw.List | nw.Array | nw.Struct | nw.Binary):
        raise SourceError(_no_cell(name, str(series.dtype).partition("(")[0]))
    try:
        if isinstance(series.dtype, nw.Boolean):
            return _truths(series)
        if isinstance(series.dtype, nw.Datetime):
            # The hand of the clock where the answer was given; provenance tells the zone.
            series = series.dt.replace_time_zone(None)
        return _by_engine(series)
    except _NoCellError as error:
        raise SourceError(_no_cell(name, str(error))) from None


def _no_cell(name: str, kind: str) -> str:
    return (
        f"column {name!r} holds values of the kind {kind}, which no cell can hold. Leave the column out, or write its "
        "parts into columns of their own."
    )


def _truths(series: nw.Series[Any]) -> RawColumn:
    absent = series.is_null().to_numpy().astype(bool)
    codes = series.fill_null(value=False).to_numpy().astype(np.int32)
    codes[absent] = -1
    return RawColumn(codes, ["false", "true"], absent if absent.any() else None)


def _by_engine(series: nw.Series[Any]) -> RawColumn:
    import narwhals as nw

    if series.implementation is nw.Implementation.POLARS:
        return _of_polars(series)
    if series.implementation is nw.Implementation.PYARROW:
        return _of_arrow(series.to_native())
    return _of_pandas(series.to_pandas())


def _of_polars(series: nw.Series[Any]) -> RawColumn:
    import narwhals as nw

    if series.dtype in (nw.String, nw.Categorical, nw.Enum):
        return _texts_of_polars(series.to_native())
    # The values alone: among nulls whole numbers would become floats.
    there = series.drop_nulls()
    plain = there.dtype.is_numeric() and there.dtype not in (nw.Decimal, nw.Int128, nw.UInt128)
    typed = plain or isinstance(there.dtype, nw.Date | nw.Datetime)
    raw = _of_numpy(there.to_numpy()) if typed else _of_objects(there.to_list())
    codes = np.full(len(series), -1, dtype=np.int32)
    codes[(~series.is_null()).to_numpy()] = raw.codes
    return RawColumn(codes, raw.values)


def _texts_of_polars(native: Any) -> RawColumn:
    import polars as pl

    if not hasattr(pl, "Categories"):  # pragma: no cover - polars before 1.32
        return _of_objects(native.to_list())
    # Categories of a column's own are numbered from 0; shared ones would count the texts of all columns together.
    kind = pl.Categorical(pl.Categories.random())
    numbered = native.cast(pl.String).cast(kind)
    # All ones are -1 when signed.
    codes = numbered.to_physical().fill_null(pl.lit(_EMPTY, dtype=pl.UInt32)).to_numpy().view(np.int32)
    count = int(codes.max(initial=-1)) + 1
    places = pl.select(pl.lit(pl.Series(np.arange(count, dtype=np.uint32)))).to_series()
    if hasattr(places.cat, "to"):
        return _texts(codes, places.cat.to(kind).cast(pl.String).to_list())
    return _texts(codes, numbered.cat.get_categories().to_list())  # pragma: no cover - polars before 1.34


def _of_arrow(native: Any) -> RawColumn:
    import pyarrow as pa

    kind = native.type
    if pa.types.is_null(kind):
        return RawColumn(np.full(len(native), -1, dtype=np.int32), [])
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return _of_pandas(native.to_pandas(date_as_object=False))
    codes, distinct = arrow_codes(native)
    if pa.types.is_floating(distinct.type):
        return _renumbered(codes, _number_texts(distinct.to_numpy(zero_copy_only=False)))
    return _renumbered(codes, list(map(text_of, distinct.to_pylist())))


def arrow_codes(native: Any) -> tuple[NDArray[np.int32], Any]:
    """Return the numbers of a chunked array's values, -1 for nulls, and an array of its distinct values."""
    import pyarrow as pa

    if not pa.types.is_dictionary(native.type):
        # Views of texts cannot be numbered as they are.
        view = getattr(pa.types, "is_string_view", pa.types.is_null)
        native = (native.cast(pa.large_string()) if view(native.type) else native).dictionary_encode()
    coded = native.unify_dictionaries().combine_chunks()
    return coded.indices.cast(pa.int32()).fill_null(-1).to_numpy(zero_copy_only=False), coded.dictionary


def _of_pandas(series: pd.Series[Any]) -> RawColumn:
    import pandas as pd

    if isinstance(series.dtype, pd.CategoricalDtype):
        codes = series.cat.codes.to_numpy().astype(np.int32)
        return _renumbered(codes, list(map(text_of, series.cat.categories)))
    if series.dtype == object:
        return _of_pandas_objects(series, pd.api.types.infer_dtype(series, skipna=True))
    found, distinct = pd.factorize(series)
    codes, values = found.astype(np.int32), np.asarray(distinct)
    if values.dtype.kind in "iufM":
        # Arrow tells 0.0 from -0.0, and both are written as 0.
        plain = isinstance(series.dtype, np.dtype)
        return (_texts if plain else _renumbered)(codes, _array_texts(values))
    if pd.api.types.is_string_dtype(series.dtype):
        return _strings(codes, values.tolist())
    return _renumbered(codes, list(map(text_of, distinct)))


def _of_pandas_objects(series: pd.Series[Any], inferred: str) -> RawColumn:
    import pandas as pd

    if inferred == "boolean":
        absent = series.isna().to_numpy()
        codes = series.mask(absent, other=False).astype(bool).to_numpy().astype(np.int32)
        codes[absent] = -1
        return RawColumn(codes, ["false", "true"], absent if absent.any() else None)
    if inferred != "string":
        return _of_objects(series)
    found, distinct = pd.factorize(series)
    return _strings(found.astype(np.int32), np.asarray(distinct).tolist())


def _of_numpy(values: NDArray[Any]) -> RawColumn:
    import pandas as pd

    found, distinct = pd.factorize(values)
    return _texts(found.astype(np.int32), _array_texts(np.asarray(distinct)))


def _array_texts(values: NDArray[Any]) -> list[str]:
    return _moment_texts(values) if values.dtype.kind == "M" else _number_texts(values)


def _number_texts(values: NDArray[Any]) -> list[str]:
    """Write distinct numbers, as `text_of` does one by one."""
    if values.dtype.kind in "iu":
        return list(map(str, values.tolist()))
    with np.errstate(invalid="ignore"):
        whole = (values == np.floor(values)) & (np.abs(values) < _EXACT)
    if whole.all():
        return list(map(str, values.astype(np.int64).tolist()))
    # Python's own floats are the quicker ones to write, and are the same where there are 64 bits.
    texts = list(map(str, values.tolist() if values.dtype == np.float64 else values))
    for place in np.flatnonzero(whole | np.isnan(values)).tolist():
        texts[place] = _float(values[place])
    return texts


def _moment_texts(values: NDArray[np.datetime64]) -> list[str]:
    """Write distinct days and moments: no time of day at midnight, no parts of a second where there are none."""
    days = values.astype("datetime64[D]")
    if (values == days).all():
        return _iso_texts(days)
    seconds = values.astype("datetime64[s]")
    if (values == seconds).all():
        texts = _iso_texts(seconds)
    else:
        texts = [text.rstrip("0").rstrip(".") for text in _iso_texts(values)]
        for place in np.flatnonzero(values == seconds).tolist():
            texts[place] = str(seconds[place]).replace("T", " ")
    for place in np.flatnonzero(values == days).tolist():
        texts[place] = str(days[place])
    return texts


def _iso_texts(values: NDArray[np.datetime64]) -> list[str]:
    texts = np.datetime_as_string(values)
    return ["" if text == "NaT" else text.replace("T", " ") for text in texts.tolist()]


def _of_objects(values: Any) -> RawColumn:
    """Write a column of mixed things; equal values of other classes (1 and True) are other texts."""
    places: dict[Any, int] = {}
    listed = list(values)
    try:
        codes = [places.setdefault((type(value), value), len(places)) for value in listed]
    except TypeError:
        # What has no hash (a list, a dict) is nothing that a cell can hold, and text_of says so.
        return encode(map(text_of, listed))
    return _renumbered(np.array(codes, dtype=np.int32), [text_of(value) for _, value in places])


def _strings(codes: NDArray[np.int32], values: Sequence[str]) -> RawColumn:
    """Make a column of distinct strings of Python, which alone can hold half a surrogate pair."""
    try:
        "".join(values).encode()
    except UnicodeEncodeError:
        return _renumbered(codes, list(map(text_of, values)))
    return _texts(codes, values)


def _texts(codes: NDArray[np.int32], values: Sequence[str]) -> RawColumn:
    """Make a column of distinct texts, of which one may be empty."""
    values = list(values)
    if "" not in values:
        return RawColumn(codes, values)
    return _renumbered(codes, values)


def _renumbered(codes: NDArray[np.int32], values: Sequence[str]) -> RawColumn:
    """Make a column of texts that may be alike, empty or unused."""
    used = np.zeros(len(values) + 1, dtype=bool)
    used[codes] = True
    texts = encode(value if use else "" for value, use in zip(values, used[:-1].tolist(), strict=True))
    return evolve(texts, codes=np.append(texts.codes, np.int32(-1))[codes])
