"""A look at the head of a csv or workbook, for detection: some rows, read once for all backends that ask."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar, cast

from attrs import evolve

from verkosto.backends._magic import Kind, identify, mistaken
from verkosto.backends._tables import at_least_one, first_texts, without_empty_columns, without_first
from verkosto.backends._text import sniff
from verkosto.backends._text_rows import Layout, Records, tables
from verkosto.backends._workbook import read_sheets
from verkosto.errors import AmbiguousSourceError, EmptySourceError, VerkostoError
from verkosto.responses import Dialect, Header, RawTable

__all__ = ["first_cells", "first_chunk", "looking"]

T = TypeVar("T")

_ROWS = 200
_BYTES = 1 << 20

_SEEN: ContextVar[dict[tuple[Any, ...], Any] | None] = ContextVar("_SEEN", default=None)


@contextlib.contextmanager
def looking() -> Iterator[None]:
    """Keep what is seen of a file until the end of the block, so that each backend need not read it again."""
    token = _SEEN.set({})
    try:
        yield
    finally:
        _SEEN.reset(token)


def _once(look: Callable[..., T], source: Path, *told: str | None) -> T:
    """Return what a look gives, or raise what it raised, from memory where it was kept."""
    seen = _SEEN.get()
    if seen is None:
        return look(source, *told)
    key = (look.__name__, source, *told)
    if key not in seen:
        try:
            seen[key] = look(source, *told)
        except VerkostoError as error:
            seen[key] = error
    if isinstance(seen[key], VerkostoError):
        raise seen[key]
    return cast("T", seen[key])


def first_cells(source: Path, encoding: str | None = None, delimiter: str | None = None) -> Mapping[str, RawTable]:
    """Return the first rows of each sheet with text as cells, in columns without titles.

    A csv is one sheet without a name; its rows may be of unequal length here.

    Args:
        source: A csv or a workbook.
        encoding: That of a csv; None is UTF-8.
        delimiter: That of a csv; None is found.

    Raises:
        SourceError: The file cannot be read as a csv or workbook.
        OptionError: No such encoding, or no such delimiter.
    """
    return _once(_cells, source, encoding, delimiter)


def first_chunk(source: Path) -> RawTable:
    """Return the beginning of a csv, or of a workbook of one sheet, below its first row with text.

    Raises:
        SourceError: The file cannot be read as a csv or workbook of one sheet.
    """
    return _once(_chunk, source)


def _is_workbook(source: Path) -> bool:
    kind = identify(source)
    if kind is not Kind.WORKBOOK and (kind is not Kind.TEXT or source.suffix.casefold() in (".xlsx", ".xls")):
        raise mistaken(source, kind, "workbook" if kind is Kind.TEXT else "csv or workbook")
    return kind is Kind.WORKBOOK


def _cells(source: Path, encoding: str | None, delimiter: str | None) -> Mapping[str, RawTable]:
    if _is_workbook(source):
        sheets = read_sheets(source, most=_ROWS)
        return {name: sheet for name, sheet in sheets.items() if len(sheet)}
    form = sniff(source, encoding=encoding, delimiter=delimiter)
    rows = Records(source, form).take(_ROWS)
    width = max(map(len, rows), default=0)
    headers = [Header("", place) for place in range(1, width + 1)]
    padded = [row + [""] * (width - len(row)) for row in rows]
    table = RawTable.from_rows(headers, padded[form.skipped :], first_row=1 + form.skipped)
    return {"": table} if len(table) else {}


def _chunk(source: Path) -> RawTable:
    if not _is_workbook(source):
        form = sniff(source)
        records = Records(source, form)
        records.take(form.skipped)
        titles = records.header()
        headers = tuple(Header(title, place) for place, title in enumerate(titles, start=1))
        chunks = tables(records, Layout(headers, Dialect(), len(titles)), until=_BYTES)
        return next(at_least_one(chunks, headers, Dialect()))
    sheets = list(first_cells(source).values())
    if not sheets:
        msg = f"{source.name} holds no text. Export the answers again."
        raise EmptySourceError(msg)
    if len(sheets) > 1:
        msg = f"{source.name} has several sheets with cells. State one of them as sheet."
        raise AmbiguousSourceError(msg)
    titles = first_texts(sheets[0])
    headers = tuple(Header(title, head.position) for title, head in zip(titles, sheets[0].headers, strict=True))
    return without_empty_columns(evolve(without_first(sheets[0]), headers=headers))
