"""A finite population: whether the units that were drawn are those that a register counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from verkosto.aggregate._units import Units
from verkosto.errors import AnalysisError
from verkosto.responses import Numeric, Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["check_population"]


def check_population(
    responses: Responses, psu: Sequence[str | None], fpc: str | float, counts: NDArray[np.intp] | None = None
) -> None:
    """Refuse the size of a population whose units the rows or sampling units are not.

    A register that counts 853 associations says how many are left undrawn when associations were drawn. Six persons
    of one association are not six of the 853. So where the instrument names associations (`unit_id`), each row has
    to be another one, or `psu` has to name them, or units that hold whole associations, such as municipalities.

    Args:
        responses: The answers; all rows count.
        psu: The units of each stage, of which the first matters; empty: rows are the units.
        fpc: The size, as the design states it. Shares of 0 to 1 are left alone: they say what was drawn, of
            whatever units.
        counts: How many rows of the survey each stands for; None: one.

    Raises:
        AnalysisError: Rows or units are parts of associations, or it is not known which association they are.
    """
    name = responses.instrument.unit_id
    first = psu[0] if psu else None
    if name is None or first == name or _is_share(responses, fpc):
        return
    each = np.ones(responses.rows, dtype=np.intp) if counts is None else counts
    rows = int(each.sum())
    units = Units.of(responses.variables.get(name), responses.rows)
    unknown = units.count - 1
    known = units.codes != unknown
    missing = rows - int(each[known].sum())
    drawn = np.arange(responses.rows) if first is None else _drawn(responses, first)
    if missing and (first is None or _each_its_own(drawn)):
        msg = (
            f"fpc {fpc!r} counts units of a register, and {missing} of {rows} rows do not say which unit "
            f"({name!r}) they are. Leave fpc out, or complete the column {name!r}."
        )
        raise AnalysisError(msg)
    alike = np.unique(units.codes[known & (each > 1)]) if first is None else np.zeros(0)
    if parted := max(_parted(units.codes[known], drawn[known]), len(alike)):
        what = "rows are" if first is None else f"psu {first!r} is"
        msg = (
            f"fpc {fpc!r} counts units of a register, but the {what} not those units: {parted} of them ({name!r}) "
            f"stand in several. If the units were drawn, say psu={name!r}; otherwise leave fpc out."
        )
        raise AnalysisError(msg)


def _is_share(responses: Responses, fpc: str | float) -> bool:
    if not isinstance(fpc, str):
        return fpc <= 1
    sizes = responses.variables.get(fpc)
    return isinstance(sizes, Numeric) and bool((sizes.values <= 1).all())


def _drawn(responses: Responses, psu: str) -> NDArray[Any]:
    variable = responses.variables.get(psu)
    if variable is None:
        variable = responses.areas(psu).values
    return Units.of(variable, responses.rows).codes


def _each_its_own(drawn: NDArray[Any]) -> bool:
    return len(np.unique(drawn)) == len(drawn)


def _parted(units: NDArray[Any], drawn: NDArray[Any]) -> int:
    """Return how many units lie in several of those drawn."""
    pairs = np.unique(np.stack([units, drawn], axis=1), axis=0)
    return int((np.bincount(pairs[:, 0]) > 1).sum()) if len(pairs) else 0
