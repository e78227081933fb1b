"""Names of the rows of a table: a variable, a value and the codes of its groups, as far as they are needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from verkosto.errors import AnalysisError, did_you_mean

if TYPE_CHECKING:
    from verkosto.aggregate._table import Table

__all__ = ["NamedTable", "RowKey", "row_of"]

NamedTable = tuple[str | None, "Table"]

RowKey = str | tuple[str, ...]
"""`("malli_a", "k", "01")`, `("k", "01")`, or `"01"` where a single code names the row."""


def row_of(tables: Sequence[NamedTable], key: RowKey) -> tuple[int, int]:
    """Return the table that has the row, and the row's place in it.

    Args:
        tables: Tables with the name that stands first in the names of their rows; None for no such name.
        key: The name of the row.

    Raises:
        AnalysisError: No row has the name, or several have it.
    """
    parts = (key,) if isinstance(key, str) else key
    if not isinstance(parts, tuple) or not parts or not all(isinstance(part, str) for part in parts):
        msg = f"a row is named by a code or by a tuple of codes, not by {key!r}. {_example(tables)}"
        raise AnalysisError(msg)
    found: list[tuple[int, int]] = []
    for place, (name, table) in enumerate(tables):
        if name is None or name == parts[0]:
            found += [(place, row) for row in _rows(table, parts if name is None else parts[1:])]
    if len(found) == 1:
        return found[0]
    if found:
        msg = f"{len(found)} rows are called {key!r}. Name the variable too, or give the tables by name."
        raise AnalysisError(f"{msg} {_example(tables)}")
    raise AnalysisError(f"no row is called {key!r}.{_nearest(tables, parts)} {_example(tables)}")


def _columns(table: Table) -> list[list[str]]:
    """Return the columns that may name a row, from the longest list of them to the shortest."""
    lists = [["variable", "value", *table.by]]
    if len(table.variables) == 1:
        lists.append(["value", *table.by])
    if all(len(heading.labels) == 1 for heading in table.variables):
        lists.append(["variable", *table.by])
        if len(table.variables) == 1 and table.by:
            lists.append([*table.by])
    return lists


def _rows(table: Table, parts: tuple[str, ...]) -> list[int]:
    found: set[int] = set()
    for names in _columns(table):
        if len(names) == len(parts):
            rows = zip(*(table.cells[name].tolist() for name in names), strict=True)
            found |= {row for row, codes in enumerate(rows) if codes == parts}
    return sorted(found)


def _nearest(tables: Sequence[NamedTable], parts: tuple[str, ...]) -> str:
    """Return a hint for the first part of a name that stands nowhere."""
    known = {name for name, _ in tables if name is not None}
    for _, table in tables:
        for column in _columns(table)[0]:
            known |= set(table.cells[column].tolist())
    strange = [part for part in parts if part not in known]
    return did_you_mean(strange[0], sorted(known)) if strange else ""


def _example(tables: Sequence[NamedTable]) -> str:
    name, table = tables[0]
    columns = _columns(table)[-1]
    codes = [str(table.cells[column][0]) for column in columns]
    if name is not None:
        columns, codes = ["the table's name", *columns], [name, *codes]
    code = codes[0] if len(codes) == 1 else tuple(codes)
    return f"Rows are named by {', '.join(columns)}: {code!r}."
