"""Weights: which variable they are, and the values that no estimate could use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.errors import AnalysisError, UnknownVariableError, did_you_mean
from verkosto.instruments import Number
from verkosto.responses import Numeric, Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Weights", "read_weights"]


@frozen(eq=False)
class Weights:
    """Weights of the rows of a domain, divided by `scale`.

    Attributes:
        w: The weights.
        w2: Their squares.
        positive: 1.0 where the weight is above zero; None where all are.
        scale: A power of two, so that dividing by it loses nothing; it keeps squares of very large and
            very small weights within floating point.
    """

    w: NDArray[np.float64]
    w2: NDArray[np.float64]
    positive: NDArray[np.float64] | None
    scale: float


def read_weights(responses: Responses, name: str, rows: NDArray[np.intp] | None) -> Weights:
    """Return the weights of some rows (None: of all).

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: The variable holds no weights, or rows have a weight that cannot be used. The message
            counts such rows.
    """
    values = _numeric(responses, name).values
    w = values if rows is None else values[rows]
    _refuse(np.isnan(w), name, "no weight")
    _refuse(np.isinf(w), name, "an infinite weight")
    _refuse(w < 0, name, "a negative weight")
    highest = float(w.max(initial=0.0))
    if len(w) and highest == 0.0:
        msg = f"weights {name!r}: all {len(w)} rows have weight 0, so no share exists. Check the column."
        raise AnalysisError(msg)
    scale = 2.0 ** (int(np.frexp(highest)[1]) if len(w) else 0)
    w = w / scale
    zero = w == 0
    return Weights(w, w * w, (~zero).astype(np.float64) if zero.any() else None, scale)


def _refuse(bad: NDArray[np.bool_], name: str, what: str) -> None:
    count = int(np.count_nonzero(bad))
    if count:
        msg = (
            f"weights {name!r}: {count} of {len(bad)} rows have {what}. Correct the column, or leave the rows "
            "out with where=."
        )
        raise AnalysisError(msg)


def _numeric(responses: Responses, name: str) -> Numeric:
    instrument = responses.instrument
    usable = [column.id for column in instrument.role("weight")]
    usable += [question.id for question in instrument if isinstance(question, Number)]
    if name not in responses.variables:
        msg = f"there is no variable {name!r} for weights.{did_you_mean(name, usable)}{_listed(usable)}"
        raise UnknownVariableError(msg)
    variable = responses.variables[name]
    if name not in usable or not isinstance(variable, Numeric):
        msg = f"variable {name!r} holds no weights: they are a number question or a column of role 'weight'."
        raise AnalysisError(msg + _listed(usable))
    return variable


def _listed(usable: list[str]) -> str:
    return f" Possible: {', '.join(usable)}." if usable else " Declare a Column(..., role='weight')."
