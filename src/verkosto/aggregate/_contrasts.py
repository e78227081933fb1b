"""`contrast`: sums and differences of rows of tables, with standard errors that know how the rows hang together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeGuard

import numpy as np

from verkosto.aggregate._columns import Columns, cell_names, missing_names
from verkosto.aggregate._combined import Combined, KnownOrigin, Part, same_rows
from verkosto.aggregate._given import is_number
from verkosto.aggregate._headings import Heading
from verkosto.aggregate._intervals import t_interval
from verkosto.aggregate._options import check_level
from verkosto.aggregate._origin import Origin
from verkosto.aggregate._row_names import NamedTable, row_of
from verkosto.aggregate._table import Table
from verkosto.aggregate._units import Units, distinct_units
from verkosto.errors import AnalysisError
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["contrast"]

_NAME = "contrast"
_TEXT = LocalText(fi="Vertailu", sv="Jämförelse", en="Contrast")

# Keys are `RowKey`; a mapping's type of keys is invariant, so a dict of pairs would not pass for one.
Weights = Mapping[Any, float]


def contrast(
    tables: Table | Sequence[Table] | Mapping[str, Table],
    contrasts: Weights | Mapping[str, Weights],
    *,
    level: float | None = None,
) -> Table:
    """Return weighted sums of rows of a table: the difference of two shares, one region against the others.

    Args:
        tables: A table of shares, means, totals, ratios or others. Several may be given, if they were made from the
            same answers with the same design: in a list, or by name.
        contrasts: What each row counts for: `{("k", "01"): 1, ("k", "02"): -1}`. A row is named by its variable, its
            value and the code of each `by`; the variable is left out where the table has one, and the value where
            each variable has one, such as the mean: `{"01": 1, "02": -1}`. Tables given by name stand first in the
            names of their rows. Several contrasts are given by name: `{"etelä - länsi": {...}, "itä - länsi": {...}}`.
        level: Confidence of the intervals; None: that of the table.

    Returns:
        A `Table` with a row for each contrast and statistic "contrast". Its base is the rows that count in any of its
        parts, `n` the same. `cov` gives the covariance of the contrasts. A part without an estimate makes one
        without an estimate, of status "empty".

    Raises:
        AnalysisError: A name fits no row, or several; a weight is no number, or all are 0; the tables come from
            different answers or designs, or the answers are not at hand.

    Example:
        >>> import verkosto as vk
        >>> answers = vk.samples.tukirakenne()
        >>> table = vk.crosstab(answers, "malli_a", by="maakunta")
        >>> found = vk.contrast(table, {("k", "01"): 1, ("k", "06"): -1})
        >>> found.frame[["estimate", "se"]].round(3).values.tolist()
        [[-0.049, 0.084]]

    Estimates and standard errors equal those of `svycontrast` of R's survey; intervals are Student's t.
    """
    named = _named(tables)
    origins = [table.known_origin() for _, table in named]
    plan = same_rows(origins)
    wanted = _wanted(contrasts)
    factors = _factors(named, wanted)
    used = [place for place, part in enumerate(factors) if part.any()]
    found = Combined(plan, tuple(Part(origins[place].estimated, factors[place]) for place in used))
    first = named[0][1]
    confidence = first.level if level is None else check_level(level)
    heading = Heading(_NAME, _TEXT, {name: LocalText(fi=name) for name in wanted})
    return Table(
        instrument_id=first.instrument_id,
        title=first.title,
        variables=(heading,),
        groups=(),
        level=confidence,
        weights=first.weights,
        notes=tuple(dict.fromkeys(note for _, table in named for note in table.notes)),
        provenance=first.provenance,
        cells=_cells(heading, found, origins[0], _base_kind(named), confidence),
        absences=Columns.of_lists({name: [] for name in missing_names(())}),
        origin=_origin(origins[0], found),
    )


def _named(tables: Table | Sequence[Table] | Mapping[str, Table]) -> list[NamedTable]:
    listed: list[NamedTable] = []
    if isinstance(tables, Mapping):
        listed = list(tables.items())
    elif isinstance(tables, Table | Sequence):
        listed = [(None, table) for table in ([tables] if isinstance(tables, Table) else tables)]
    if not listed or not all(isinstance(table, Table) and len(table) for _, table in listed):
        msg = "contrast takes a table with rows, a list of tables, or tables by name, such as {'a': ..., 'b': ...}."
        raise AnalysisError(msg)
    return listed


def _wanted(contrasts: Weights | Mapping[str, Weights]) -> dict[str, Weights]:
    """Return contrasts by name; a single one without a name is called as the statistic is."""
    if not isinstance(contrasts, Mapping) or not contrasts:
        msg = "a contrast says what rows count for, such as {('k', '01'): 1, ('k', '02'): -1}."
        raise AnalysisError(msg)
    if _is_one(contrasts):
        return {_NAME: contrasts}
    if not all(isinstance(name, str) and isinstance(part, Mapping) for name, part in contrasts.items()):
        msg = "several contrasts are given by name: {'etelä - länsi': {row: weight, ...}, ...}. Name every one."
        raise AnalysisError(msg)
    return dict(contrasts)


def _is_one(contrasts: Weights | Mapping[str, Weights]) -> TypeGuard[Weights]:
    return not any(isinstance(part, Mapping) for part in contrasts.values())


def _factors(tables: Sequence[NamedTable], wanted: Mapping[str, Weights]) -> list[Floats]:
    """Return what each row of each table counts for in each contrast."""
    factors = [np.zeros((len(table), len(wanted))) for _, table in tables]
    for column, (name, weights) in enumerate(wanted.items()):
        for key, weight in weights.items():
            if not is_number(weight):
                msg = f"contrast {name!r}: {weight!r} is no weight of a row. Give a number, such as 1 or -1."
                raise AnalysisError(msg)
            table, row = row_of(tables, key)
            factors[table][row, column] += weight
        if not any(part[:, column].any() for part in factors):
            msg = f"contrast {name!r}: every row counts for 0. Give at least one another weight."
            raise AnalysisError(msg)
    return factors


def _base_kind(tables: Sequence[NamedTable]) -> str:
    kinds = {kind for _, table in tables for kind in table.cells["base_kind"].tolist()}
    return str(kinds.pop()) if len(kinds) == 1 else "answered"


def _cells(heading: Heading, found: Combined, origin: Origin, base_kind: str, level: float) -> Columns:
    value, df = found.value, found.df
    # A variance of 0 may come out as the rounding of one.
    se = np.sqrt(np.maximum(found.variance, 0))
    low, high, interval = t_interval(value, se, df=df, level=level)
    bases = found.bases()
    bases.eliminate_zeros()
    n, size = np.diff(bases.indptr).astype(np.int64), len(value)
    weighted = (bases > 0).T @ found.plan.w * found.plan.scale
    data: dict[str, Any] = {
        "variable": [heading.id] * size,
        "value": [*heading.labels],
        "label": [text.fi for text in heading.labels.values()],
        "statistic": [_NAME] * size,
        "base_kind": [base_kind] * size,
        "n": n,
        "base": n,
        "weighted": weighted,
        "base_weighted": weighted,
        "units": _units(origin, bases),
        "estimate": value,
        "se": se,
        "low": low,
        "high": high,
        "interval": interval,
        "df": df,
        "deff": np.full(size, np.nan),
        "status": np.where(np.isnan(value), "empty", "ok"),
    }
    return Columns.of_lists({name: list(data[name]) for name in cell_names(())})


def _units(origin: Origin, bases: Any) -> NDArray[np.int64]:
    """Return the number of distinct protection units among the rows of each base."""
    name = origin.responses.instrument.unit_id
    counts: NDArray[np.int64] = np.diff(bases.indptr).astype(np.int64)
    if name is None:
        return counts
    units = Units.of(origin.responses.variables.get(name), origin.plan.rows)
    cells = np.repeat(np.arange(len(counts)), counts)
    return distinct_units(units.codes[bases.indices], units.count, cells, len(counts))


def _origin(first: Origin, found: Combined) -> KnownOrigin:
    parts = (first.responses, first.design, found.plan, (), (), first.groups, first.layout, ())
    return KnownOrigin(*parts, known=found)
