"""The design pass where the data lie: a design is met with all rows, put together where they are alike in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve, frozen

from verkosto.aggregate._areas import is_area_type
from verkosto.aggregate._design import Design, ReplicateDesign
from verkosto.aggregate._design_pass import CalibratedWeights
from verkosto.aggregate._design_stages import codes_of, stages_of
from verkosto.aggregate._plan import Stage
from verkosto.aggregate._pushed_columns import Columns
from verkosto.aggregate._pushed_engine import Counts, Key, Query
from verkosto.aggregate._pushed_where import without_rows
from verkosto.aggregate._weights import numbers_for
from verkosto.errors import AnalysisError
from verkosto.responses import Numeric, Responses, Variable, area_question

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["PushedPlan", "pushed_plan"]


@frozen(eq=False)
class PushedPlan:
    """A design met with the rows that an engine holds.

    Attributes:
        rows: Number of rows of the whole design.
        keys: Columns whose values tell the place of a row: its unit or, where rows are the units, its stratum.
        numbers: For each of them the number of each value.
        known: The combinations of those numbers that occur, put into one number each; sorted.
        places: The place of each.
        stage: The first stage; its rows are places.
        clustered: Whether places are units.
        natural: Weights that follow from the sizes of the population, one for each place.
    """

    rows: int
    keys: tuple[str, ...]
    numbers: tuple[Mapping[Any, int], ...]
    known: NDArray[np.intp]
    places: NDArray[np.intp]
    stage: Stage
    clustered: bool
    natural: Floats

    @property
    def count(self) -> int:
        """Number of places."""
        return self.stage.count if self.clustered else len(self.stage.sizes)

    def place_of(self, keys: Sequence[Key], size: int) -> NDArray[np.intp]:
        """Return the place of each combination that an engine found."""
        return self.places[np.searchsorted(self.known, _together(keys, self.numbers, size))]


def _together(keys: Sequence[Key], numbers: Sequence[Mapping[Any, int]], size: int) -> NDArray[np.intp]:
    """Put the values of several keys into one number for each combination."""
    found = np.zeros(size, dtype=np.intp)
    for key, number in zip(keys, numbers, strict=True):
        found = found * len(number) + key.take([number[value] for value in key.values], 0)
    return found


def pushed_plan(columns: Columns, design: object) -> PushedPlan:
    """Meet a design with all rows of a frame, before any of them is left out.

    Raises:
        UnknownVariableError: The design names a variable that is not there.
        AnalysisError: As `plan_of` says; also a design that cannot be counted where the data lie.
    """
    if isinstance(design, CalibratedWeights | ReplicateDesign):
        raise AnalysisError(_collect(f"a {type(design).__name__}"))
    if not isinstance(design, Design):
        raise AnalysisError(f"design must be a vk.Design, not a {type(design).__name__}.")
    if design.psu and len(design.fpc) > 1:
        raise AnalysisError(_collect("a design of several stages with fpc"))
    first = evolve(design, psu=design.psu[:1], strata=design.strata[:1])
    key = ("plan", evolve(first, weights=None), design.weights is None)
    if key not in columns.known:
        columns.known[key] = _plan(columns, first)
    found: PushedPlan = columns.known[key]
    return found


def _collect(what: str) -> str:
    return f"{what} cannot be counted where the data lie. Collect the answers first: `.collect()` gives Responses."


def _plan(columns: Columns, design: Design) -> PushedPlan:
    _check_names(columns, design)
    named = [_source(columns, name) for name in (*design.strata, *design.psu) if name is not None]
    named += [size for size in design.fpc[:1] if isinstance(size, str)]
    if design.fpc and (unit := columns.instrument.unit_id) is not None and columns.has(unit):
        # Whether the units drawn are those that the register counts.
        named.append(unit)
    named = list(dict.fromkeys(named))
    query = Query(columns.engine)
    found = columns.engine.compute([query.request([columns.value(query, name) for name in named], {})])[0]
    alike = Responses(columns.instrument, {name: _variable(columns, name, found, p) for p, name in enumerate(named)})
    stages, natural = stages_of(alike, design, found.n) if named else _one_stratum(design, int(found.n.sum()))
    stage = stages[0]
    if stage.averaged is not None:
        raise AnalysisError(_collect("lonely='average'"))
    keys = _keys(columns, design)
    told = [found.keys[named.index(name)] for name in keys]
    numbers = tuple({value: number for number, value in enumerate(key.values)} for key in told)
    of_rows = stage.of_rows if stage.units is None else stage.units
    known, first = np.unique(_together(told, numbers, len(of_rows)), return_index=True)
    factor = np.ones(stage.count if stage.units is not None else len(stage.sizes))
    factor[of_rows] = natural
    clustered = stage.units is not None
    return PushedPlan(int(found.n.sum()), keys, numbers, known, of_rows[first], stage, clustered, factor)


def _check_names(columns: Columns, design: Design) -> None:
    """Refuse variables that are not there or cannot be what the design says, before an engine counts."""
    known = Responses(columns.instrument, {name: without_rows(columns, name) for name in columns.parts})
    for size in design.fpc:
        if isinstance(size, str):
            numbers_for(known, size, "fpc")
    for what, names in (("strata", design.strata), ("psu", design.psu)):
        for name in names:
            if name is not None and (name in columns.parts or not is_area_type(name)):
                codes_of(known, name, what)


def _one_stratum(design: Design, rows: int) -> tuple[list[Stage], Floats]:
    """Return the stage of a design that names no column: its rows are alike."""
    from verkosto.instruments import Instrument

    one = Responses(Instrument("a", "a"), {"a": Numeric(np.zeros(min(rows, 1)), np.zeros(min(rows, 1), dtype=np.int8))})
    return stages_of(one, design, np.full(min(rows, 1), rows))


def _keys(columns: Columns, design: Design) -> tuple[str, ...]:
    """Return the columns that tell the place of a row; ids that are not nested need no stratum beside them."""
    if design.psu and not design.nest:
        return (_source(columns, design.psu[0]),)
    return tuple(dict.fromkeys(_source(columns, n) for n in (*design.strata, *design.psu) if n is not None))


def _source(columns: Columns, name: str | None) -> str:
    """Return the column behind a variable of the design: itself, or the area question that reaches it."""
    known = name or ""
    if known in columns.parts or not is_area_type(known):
        return known
    return area_question(columns.instrument, known).id


def _variable(columns: Columns, name: str, found: Counts, key: int) -> Variable:
    values = found.keys[key]
    if columns.parts[name].kind == "number":
        numbers = np.array([*values.values, np.nan], dtype=np.float64)[values.codes]
        return Numeric(numbers, np.isnan(numbers).astype(np.int8))
    coded = columns.coded(name)
    return evolve(coded, codes=columns.codes(name, values, None))
