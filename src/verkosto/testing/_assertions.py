"""Assertions about Responses, whose failures show places and never what stands there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from attrs import evolve

from verkosto.issues import Issue
from verkosto.responses import Provenance, Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["assert_accounted", "assert_nothing_lost", "assert_same_responses"]

_SHOWN = 5


def _refuse(faults: Sequence[str]) -> None:
    if faults:
        more = f"\n… and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        raise AssertionError("\n".join(faults[:_SHOWN]) + more)


def _origin(responses: Responses) -> Provenance:
    if responses.provenance is None:
        msg = "the responses do not know where they came from, so nothing can be counted. Read them from a source."
        raise AssertionError(msg)
    return responses.provenance


def _in_cells(responses: Responses) -> list[Issue]:
    """Return the issues of single cells; one cell may have several."""
    return [issue for issue in responses.issues if issue.value is not None]


def assert_accounted(responses: Responses) -> None:
    """Assert that every cell of a source is counted once: decoded, in an issue, in `unbound`, or withheld.

    Raises:
        AssertionError: The four do not add up to what was read, or are not what stands in the responses.

    Example:
        >>> import verkosto as vk
        >>> assert_accounted(vk.samples.tukirakenne())
    """
    cells = _origin(responses).cells
    parts = {"decoded": cells.decoded, "issues": cells.issues, "unbound": cells.unbound, "withheld": cells.withheld}
    faults = [f"{name} are counted as {count}, below nothing" for name, count in parts.items() if count < 0]
    if sum(parts.values()) != cells.read:
        counts = " + ".join(f"{count} {name}" for name, count in parts.items())
        faults.append(f"{counts} cells are not the {cells.read} that were read")
    found = {
        "issues": len({(issue.row, issue.position) for issue in _in_cells(responses)}),
        "unbound": sum(column.filled() for column in responses.unbound_columns),
    }
    faults += [
        f"{parts[name]} cells are counted under {name}, and {count} stand there"
        for name, count in found.items()
        if count != parts[name]
    ]
    _refuse(faults)


def assert_nothing_lost(source_cells: Mapping[tuple[int, int], str], responses: Responses) -> None:
    """Assert that every cell of a source is found again: verbatim in an issue or `unbound`, decoded, or withheld.

    What a decoded cell means is the business of other tests; here it is counted.

    Args:
        source_cells: The text of the cells that the source really has, by number of row (as issues count them) and of
            column (from 1). Those without more than white space may be left out, or not.
        responses: What was read of it, all rows.

    Raises:
        AssertionError: A cell is found nowhere, or otherwise than it stood.

    Example:
        >>> import verkosto as vk
        >>> kysely = vk.Instrument("i", "I", questions=[vk.Number("luku", "Luku")])
        >>> import pandas as pd, warnings
        >>> with warnings.catch_warnings(action="ignore"):
        ...     luettu = vk.Responses.from_frame(pd.DataFrame({"luku": ["7", "ei tietoa"], "muu": ["a", ""]}), kysely)
        >>> assert_nothing_lost({(2, 1): "7", (2, 2): "a", (3, 1): "ei tietoa"}, luettu)
    """
    cells = {place: text for place, text in source_cells.items() if text.strip()}
    places = {row: number for number, row in enumerate(sorted({row for row, _ in cells}))}
    issues = {(issue.row, issue.position): issue.value for issue in _in_cells(responses)}
    unbound = {column.header.position: column.texts() for column in responses.unbound_columns}
    faults, decoded = [], 0
    for (row, position), text in sorted(cells.items()):
        where = f"row {row}, column {position}"
        if position in unbound:
            column = unbound[position]
            if places[row] >= len(column) or column[places[row]] != text:
                faults.append(f"{where}: the cell stands otherwise in `unbound`, or in another row")
        elif (row, position) in issues:
            if issues[row, position] != text:
                faults.append(f"{where}: the cell stands otherwise in its issue")
        else:
            decoded += 1
    counts = _origin(responses).cells
    if decoded != counts.decoded + counts.withheld:
        faults.append(
            f"{decoded} cells stand neither in an issue nor in `unbound`; {counts.decoded} were decoded and "
            f"{counts.withheld} withheld"
        )
    _refuse(faults)
    assert_accounted(responses)


def assert_same_responses(one: Responses, other: Responses, *, origin: bool = True) -> None:
    """Assert that two Responses say the same; a failure shows where they differ, and no value.

    Args:
        one: Responses.
        other: Others.
        origin: Whether reader, options and file must be the same too; the counts always must.

    Raises:
        AssertionError: They differ; places are rows of `frame` (from 0) and columns by name.

    Example:
        >>> import verkosto as vk
        >>> assert_same_responses(vk.samples.tukirakenne(), vk.samples.tukirakenne())
    """
    _refuse(list(_differences(one, other, origin=origin)))
    if evolve(one, provenance=None) != evolve(other, provenance=None):
        _refuse(["the two say the same, and differ in how they are kept, such as in the rows of a subset"])


def _differences(one: Responses, other: Responses, *, origin: bool) -> Iterator[str]:
    if one.instrument != other.instrument:
        yield "the codebooks differ"
    if len(one) != len(other):
        yield f"{len(one)} rows are not {len(other)}"
        return
    yield from _of_frames("the answers", one.frame, other.frame)
    for name in one.variables:
        if name in other.variables:
            reasons = one.missing(name).astype(object), other.missing(name).astype(object)
            yield from _of_columns(f"why {name!r} is missing", *reasons)
    yield from _of_frames("the unbound columns", one.unbound, other.unbound)
    yield from _of_issues(one, other)
    if one.provenance is None or other.provenance is None:
        if one.provenance is not other.provenance:
            yield "only one of the two knows where it came from"
        return
    for name in ("rows", "blank_rows", "cells", *(("source", "backend", "options", "digest") if origin else ())):
        if getattr(one.provenance, name) != getattr(other.provenance, name):
            yield f"their provenance differs in `{name}`"


def _of_frames(what: str, one: pd.DataFrame, other: pd.DataFrame) -> Iterator[str]:
    if list(one.columns) != list(other.columns):
        yield f"{what} have other columns, or other names of them"
        return
    for place, name in enumerate(one.columns):
        yield from _of_columns(f"{what} in {name!r}", one.iloc[:, place], other.iloc[:, place])


def _of_columns(what: str, one: pd.Series, other: pd.Series) -> Iterator[str]:
    if one.dtype != other.dtype:
        yield f"{what} are {one.dtype} and {other.dtype}"
        return
    rows = np.flatnonzero(_unequal(one, other)).tolist()
    if rows:
        listed = ", ".join(map(str, rows[:_SHOWN])) + (" …" if len(rows) > _SHOWN else "")
        yield f"{what} differ in {len(rows)} rows: {listed}"


def _unequal(one: pd.Series, other: pd.Series) -> NDArray[np.bool_]:
    left, right = one.astype(object), other.astype(object)
    absent = left.isna().to_numpy(), right.isna().to_numpy()
    same = np.array([a == b for a, b in zip(left.where(~absent[0], 0), right.where(~absent[1], 0), strict=True)])
    return np.asarray((absent[0] != absent[1]) | (~absent[0] & ~same.astype(bool)))


def _of_issues(one: Responses, other: Responses) -> Iterator[str]:
    for issue in sorted(set(one.issues) ^ set(other.issues), key=lambda issue: (issue.row or 0, issue.position or 0)):
        yield f"only one of the two has the issue, or with another value: {issue}"
    if len(one.issues) != len(other.issues):
        yield f"{len(one.issues)} issues are not {len(other.issues)}"
