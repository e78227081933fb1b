"""The domain of a table as facts: what `where` asked of everybody counted."""

from __future__ import annotations

import json

from verkosto.aggregate import Table, codes_meant
from verkosto.disclosure._extents import Extents
from verkosto.disclosure._forms import Facts
from verkosto.disclosure._forms_known import meaning_of
from verkosto.disclosure._keys import Fact
from verkosto.errors import TableFormatError
from verkosto.responses import WHERE

__all__ = ["define_codes", "domain_facts", "subset_of"]


def domain_facts(table: Table, extents: Extents) -> Facts:
    """Return what is true of all respondents that a table counts.

    Raises:
        TableFormatError: The table's provenance tells the domain in another form than tables are written with.
    """
    conditions = _conditions(table)
    for name, _ in conditions:
        define_codes(table, name, extents)
    return frozenset(_fact(name, codes, extents) for name, codes in conditions)


def subset_of(table: Table) -> tuple[str, ...]:
    """Return the variables that the subset of a table is made by.

    Raises:
        TableFormatError: As `domain_facts`.
    """
    return tuple(name for name, _ in _conditions(table))


def define_codes(table: Table, name: str, extents: Extents) -> None:
    """Say what the codes of a variable or kind of area mean, where the table's answers tell."""
    for code, where in codes_meant(table, name).items():
        extents.define(name, code, meaning_of(extents, where))


def _conditions(table: Table) -> list[tuple[str, list[str]]]:
    try:
        return [(str(name), list(map(str, codes))) for name, codes in json.loads(table.provenance.get(WHERE, "[]"))]
    except (ValueError, TypeError) as error:
        msg = "the table's provenance tells its subset (where) in another form. Make the table anew."
        raise TableFormatError(msg) from error


def _fact(name: str, codes: list[str], extents: Extents) -> Fact:
    return (name, codes[0]) if len(codes) == 1 else extents.several(name, [(name, code) for code in codes])
