"""Parquet files as frames that nobody has read yet."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from verkosto.aggregate._pushed_engine import guard
from verkosto.errors import MissingExtraError, SourceError, SourceNotFoundError
from verkosto.files import path_of
from verkosto.instruments import Instrument
from verkosto.responses import parquet_instrument

__all__ = ["scanned"]


def scanned(path: str | os.PathLike[str], instrument: Instrument | None) -> tuple[Any, Instrument]:
    """Return a frame of a file, or of a folder of files, and its codebook; `LazyResponses.scan_parquet` says more."""
    place = path_of(path)
    files = sorted(place.glob("*.parquet")) if place.is_dir() else [place]
    if not files:
        msg = f"{place}: the folder holds no file whose name ends in .parquet. Name the folder that does."
        raise SourceNotFoundError(msg)
    written = parquet_instrument(files[0])
    given = written if instrument is None else instrument
    if given is None:
        msg = (
            f"{files[0].name}: verkosto did not write this Parquet file, so it has no codebook. Give one: "
            "LazyResponses.scan_parquet(path, instrument)."
        )
        raise SourceError(msg)
    return _frame(files), given


def _frame(files: list[Path]) -> Any:
    names = [str(file) for file in files]
    with guard("reading Parquet"):
        if find_spec("duckdb") is not None:
            import duckdb

            return duckdb.read_parquet(names)
        if find_spec("polars") is None:
            raise MissingExtraError.of("fast", "counting in a Parquet file")
        import polars as pl

        return pl.scan_parquet(names)
