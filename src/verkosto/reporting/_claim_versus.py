"""Versus: what a claim compares with, another row of its table or a row of another table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from verkosto.aggregate import TOTAL_CODE, Table
from verkosto.errors import AnalysisError, OptionError, did_you_mean
from verkosto.reporting._claim_figures import Figure, figure, places_of, rows_of

__all__ = ["check_table", "check_value", "differing", "in_other", "texts"]


def texts(name: str, given: object) -> tuple[str, ...]:
    """Return an argument that is a text or several of them as a tuple; None is none.

    Raises:
        OptionError: It is something else.
    """
    listed = () if given is None else (given,) if isinstance(given, str) else given
    found: tuple[object, ...] = tuple(listed) if isinstance(listed, Iterable) else (listed,)
    if not all(isinstance(part, str) for part in found):
        raise OptionError(f"{name}={given!r} is no text and no list of texts. Give one such as 'k', or several.")
    return tuple(part for part in found if isinstance(part, str))


def check_table(table: object) -> None:
    """Refuse what is no table with rows.

    Raises:
        OptionError: It is none.
    """
    if not isinstance(table, Table) or not len(table):
        raise OptionError("a claim needs a table with rows: table=vk.frequency(...), or what `vk.protect` returns.")


def check_value(table: Table, variable: str, value: object) -> None:
    """Refuse an answer that a variable does not have.

    Raises:
        AnalysisError: It has none of that code.
    """
    known = {str(code) for code in table.cells["value"][table.cells["variable"] == variable]}
    if value not in known:
        hint = did_you_mean(value, sorted(known))
        raise AnalysisError(
            f"variable {variable!r} has no answer {value!r} in the table.{hint} Use the codes of the column 'value'."
        )


def in_other(table: Table, variable: str, groups: tuple[str, ...], values: tuple[str, ...]) -> Figure:
    """Return the figure of another table that answers to the claim's."""
    check_table(table)
    ids = [heading.id for heading in table.variables]
    name = variable if variable in ids else ids[0]
    codes = groups if len(groups) == len(table.by) else (TOTAL_CODE,) * len(table.by)
    rows = rows_of(table, name, codes, values[0] if values else None)
    if len(rows) != 1:
        msg = (
            f"the table of versus= has {len(rows)} rows of the claim's answer and group. Give one with the same codes, "
            "or value=."
        )
        raise AnalysisError(msg)
    return figure(table, rows[0], other=True)


def differing(
    table: Table, variable: str, groups: tuple[str, ...], values: tuple[str, ...], versus: str | Mapping[str, str]
) -> tuple[str, str | None, tuple[str, ...]]:
    """Return the variable, the answer and the groups of what is compared with."""
    value = values[0] if values else None
    if isinstance(versus, str):
        versus = _named_by(table, variable, versus)
    if not isinstance(versus, Mapping):
        raise OptionError(f"versus={versus!r} is no code, no mapping and no table. Give what is compared with.")
    if strange := [name for name in versus if name not in ("variable", "value", *table.by)]:
        hint = did_you_mean(strange[0], ("variable", "value", *table.by))
        raise AnalysisError(
            f"versus= has {strange[0]!r}, which is neither 'variable', 'value' nor a `by` of the table.{hint}"
        )
    if "value" in versus:
        check_value(table, versus.get("variable", variable), versus["value"])
    codes = dict(zip(table.by, groups, strict=True))
    _, other = places_of(
        table, variable=variable, group={**codes, **{n: c for n, c in versus.items() if n in table.by}}
    )
    name, _ = places_of(table, variable=versus.get("variable", variable), group=None)
    return name, versus.get("value", value), other


def _named_by(table: Table, variable: str, code: str) -> dict[str, str]:
    """Return what a single code is: an answer, or a group."""
    cells = table.cells
    found = ["value"] if code in set(cells["value"][cells["variable"] == variable]) else []
    found += [name for name in table.by if code in set(cells[name])]
    if len(found) == 1:
        return {found[0]: code}
    known = sorted({str(one) for name in ("value", *table.by) for one in cells[name]})
    what = "is no answer and no group of the table" if not found else f"can be {' or '.join(map(repr, found))}"
    raise AnalysisError(f"versus={code!r} {what}.{did_you_mean(code, known)} Say which: versus={{'value': ...}}.")
