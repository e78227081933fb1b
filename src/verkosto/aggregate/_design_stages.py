"""Stages of a design: units, strata and population sizes of all rows, as the design names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from verkosto.aggregate._areas import is_area_type
from verkosto.aggregate._design import Design
from verkosto.aggregate._levels import refuse_withheld
from verkosto.aggregate._plan import Stage
from verkosto.aggregate._population import check_population
from verkosto.aggregate._weights import numbers_for
from verkosto.errors import AnalysisError, UnknownVariableError, did_you_mean
from verkosto.responses import Coded, Dated, Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

__all__ = ["codes_of", "stages_of"]

_CERTAIN = 1e-7
"""A share not sampled below this counts as none, as in R's survey."""


def stages_of(responses: Responses, design: Design, counts: Codes | None = None) -> tuple[list[Stage], Floats]:
    """Return the stages, and the weights that follow from the population sizes where none are given.

    Args:
        responses: The answers, or rows that are alike in the design put together.
        design: How the rows were drawn.
        counts: How many rows each stands for; None: one.
    """
    rows = responses.rows
    natural = np.ones(rows)
    # Ids and strata are those within the stage before, whose units they are joined to.
    ids = [codes_of(responses, name, "psu", counts) for name in design.psu if name is not None]
    strata = [None if name is None else codes_of(responses, name, "strata", counts) for name in design.strata]
    sizes = list(design.fpc)
    last_is_row = not ids or len(sizes) > len(ids) or len(strata) > len(ids)
    count = max(1, len(sizes), 1 if ids else len(strata))
    within: Codes | None = None
    sampled = np.ones(rows)
    found = []
    for place in range(count):
        given = strata[place] if place < len(strata) else None
        stratum = _joined(within, given, rows)
        rowwise = last_is_row and place >= len(ids)
        unit = None if rowwise else _unit(ids[place], stratum, within, nest=design.nest, first=place == 0)
        size = sizes[place] if place < len(sizes) else None
        stage, share = _stage(responses, design, place, unit, stratum, within, size, sampled, counts)
        found.append(stage)
        natural = natural / share
        sampled = sampled * share
        if unit is None or (size is None and place > 0):
            break
        within = unit
    return found, natural


def _joined(within: Codes | None, given: Codes | None, rows: int) -> Codes:
    if within is None:
        return np.zeros(rows, dtype=np.intp) if given is None else given
    return within if given is None else _pairs(within, given)


def _unit(ids: Codes, stratum: Codes, within: Codes | None, *, nest: bool, first: bool) -> Codes:
    if within is not None:
        return _pairs(stratum, ids)
    if nest:
        return _pairs(stratum, ids)
    strata_of = np.zeros(int(ids.max(initial=-1)) + 1, dtype=np.intp)
    strata_of[ids] = stratum
    crossing = np.unique(ids[strata_of[ids] != stratum])
    if first and len(crossing):
        msg = (
            f"{len(crossing)} sampling units lie in several strata. If their ids begin anew in each stratum, say "
            "Design(..., nest=True); otherwise correct the columns."
        )
        raise AnalysisError(msg)
    return ids


def _stage(
    responses: Responses,
    design: Design,
    place: int,
    unit: Codes | None,
    stratum: Codes,
    within: Codes | None,
    size: str | float | None,
    sampled: Floats,
    counts: Codes | None,
) -> tuple[Stage, Floats]:
    """Return one stage, and the share of units drawn in each row's stratum (1 where the population is infinite)."""
    rows = len(stratum)
    count = rows if unit is None else int(unit.max(initial=-1)) + 1
    of_unit = stratum if unit is None else _first_of(unit, count, stratum)
    strata_count = int(stratum.max(initial=0)) + 1
    sizes = _sizes_of(of_unit, strata_count, counts if unit is None else None)
    some = np.flatnonzero(sizes)
    row_of = np.zeros(strata_count, dtype=np.intp)
    row_of[stratum] = np.arange(rows)
    population = _population(responses, design, place, size, stratum, sizes, row_of, counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.where(np.isinf(population), 1.0, (population - sizes) / population)
        left[left < _CERTAIN] = 0.0
        scale = left * np.where(sizes > 1, sizes / (sizes - 1.0), 1.0)
        share = np.where(np.isinf(population), 1.0, sizes / population)
    lonely = np.zeros(strata_count, dtype=bool)
    lonely[some] = (sizes[some] == 1) & (left[some] > 0)
    if lonely.any() and _total(counts, rows) > 1:
        _refuse_lonely(design, place, int(lonely.sum()))
    # What earlier stages sampled is the same for all rows of a stratum, which lies in one of their units.
    scale = scale * sampled[row_of] if rows else scale
    adjusted = design.lonely == "adjust"
    averaged = lonely if design.lonely == "average" and lonely.any() else None
    if _total(counts, rows) == 1:
        # A single row tells nothing about spread, whatever stands for others.
        scale = np.where(lonely, np.nan, scale)
    elif not adjusted:
        scale = np.where(lonely, 0.0, scale)
    centred = ~(lonely & adjusted)
    parents = None if within is None else within[row_of]
    return Stage(unit, count, of_unit, sizes, scale, centred, averaged, parents), share[stratum]


def _population(
    responses: Responses,
    design: Design,
    place: int,
    size: str | float | None,
    stratum: Codes,
    sizes: Codes,
    row_of: Codes,
    counts: Codes | None,
) -> Floats:
    """Return the number of units of the population in each stratum; infinite where it is not given."""
    if size is None:
        return np.full(len(sizes), np.inf)
    if isinstance(size, str):
        values = numbers_for(responses, size, "fpc")
        if np.isnan(values).any():
            none, rows = _counted(np.isnan(values), counts), _total(counts, len(values))
            msg = f"fpc {size!r}: {none} of {rows} rows have no size. Correct it."
            raise AnalysisError(msg)
        found = values[row_of]
        differing = np.unique(stratum[found[stratum] != values])
        if len(differing):
            msg = f"fpc {size!r} differs within {len(differing)} strata. A stratum has one size; correct the column."
            raise AnalysisError(msg)
    else:
        found = np.full(len(sizes), float(size))
    if (found <= 0).any():
        raise AnalysisError(f"fpc {size!r}: a size of the population is 0 or negative. Correct it.")
    if place == 0 and not (isinstance(size, int | float) and size <= 1):
        check_population(responses, design.psu, size, counts)
    shares = bool((found <= 1).all())
    if not shares and (found < 1).any():
        raise AnalysisError(f"fpc {size!r} mixes sizes and shares of the population. Give the one or the other.")
    # One unit of one in every stratum would be a share of 1 as well, and means the same.
    population = sizes / found if shares else found
    small = int(np.count_nonzero(population < sizes * (1 - 1e-12)))
    if small:
        msg = f"fpc {size!r}: in {small} strata the population is smaller than the sample. Correct the sizes."
        raise AnalysisError(msg)
    return population


def _sizes_of(strata: Codes, count: int, counts: Codes | None) -> Codes:
    return np.bincount(strata, counts, minlength=count).astype(np.intp)


def _total(counts: Codes | None, rows: int) -> int:
    return rows if counts is None else int(counts.sum())


def _counted(bad: NDArray[np.bool_], counts: Codes | None) -> int:
    return int(np.count_nonzero(bad)) if counts is None else int(counts[bad].sum())


def _refuse_lonely(design: Design, place: int, count: int) -> None:
    if design.lonely == "error":
        msg = (
            f"{count} strata of stage {place + 1} have a single sampling unit, which tells nothing about spread. Put "
            "strata together, or say what to do: Design(..., lonely='adjust'), 'average', 'certainty' or 'remove'."
        )
        raise AnalysisError(msg)


def _first_of(units: Codes, count: int, values: Codes) -> Codes:
    found = np.zeros(count, dtype=np.intp)
    found[units] = values
    return found


def _pairs(one: Codes, other: Codes) -> Codes:
    """Number the pairs that occur from 0 up."""
    width = int(other.max(initial=0)) + 1
    key = one * width + other
    size = (int(one.max(initial=-1)) + 1) * width
    if size <= 4 * len(key) + 1024:
        places = np.zeros(size, dtype=np.intp)
        places[key] = 1
        return np.asarray((np.cumsum(places) - 1)[key])
    return np.asarray(np.unique(key, return_inverse=True)[1].reshape(-1), dtype=np.intp)


def codes_of(responses: Responses, name: str, what: str, counts: Codes | None = None) -> Codes:
    """Return a code from 0 up for each row; the design needs one in every row."""
    variable = responses.variables.get(name)
    if variable is None:
        if not is_area_type(name):
            refuse_withheld(responses, name)
            msg = f"there is no variable {name!r} for {what}.{did_you_mean(name, [*responses.variables])}"
            raise UnknownVariableError(f"{msg} See `responses.variables`.")
        variable = responses.areas(name).values
    if isinstance(variable, Dated):
        raise AnalysisError(f"variable {name!r} holds dates and cannot be {what} of a design. Name one of ids.")
    if isinstance(variable, Coded):
        absent = variable.codes < 0
        codes = variable.codes.astype(np.intp)
    else:
        absent = variable.absent != 0
        codes = np.unique(variable.values, return_inverse=True)[1].reshape(-1).astype(np.intp)
    if absent.any():
        msg = (
            f"{what} {name!r}: {_counted(absent, counts)} of {_total(counts, len(absent))} rows have none. A design "
            "needs all rows: complete the column, give such rows a unit or stratum of their own, or take what is "
            "nobody's answer, such as a line of sums, out of the file."
        )
        raise AnalysisError(msg)
    return _compressed(codes)


def _compressed(codes: Codes) -> Codes:
    """Leave out codes that no row has."""
    counts = np.bincount(codes)
    if (counts > 0).all():
        return codes
    return np.asarray((np.cumsum(counts > 0) - 1)[codes])
