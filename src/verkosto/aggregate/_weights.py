"""Weights: which variable they are, and the values that no estimate could use."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import numpy as np
from attrs import field, frozen

from verkosto.errors import AnalysisError, UnknownVariableError, did_you_mean
from verkosto.instruments import Number
from verkosto.responses import Numeric, Responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Weights", "numbers_for", "read_weights", "refuse", "refuse_zeros"]


@frozen(eq=False)
class Weights:
    """Weights of all rows, divided by `scale`.

    Attributes:
        w: The weights; 0 where a row has none that can be used.
        scale: A power of two, so that dividing by it loses nothing; it keeps squares of very large and
            very small weights within floating point.
        name: What messages call them.
        positive: Whether all are above zero.
        unusable: The weights as they stood, where some cannot be used; None where all can.
    """

    w: NDArray[np.float64]
    scale: float
    name: str
    positive: bool = field(kw_only=True)
    unusable: NDArray[np.float64] | None = None

    @classmethod
    def of(cls, values: NDArray[np.float64], name: str) -> Weights:
        """Make weights of the values of a column."""
        usable = np.isfinite(values) & (values >= 0)
        w = values if usable.all() else np.where(usable, values, 0.0)
        highest = float(w.max(initial=0.0))
        scale = 2.0 ** (int(np.frexp(highest)[1]) if highest else 0)
        w = w / scale
        return cls(w, scale, name, positive=bool((w > 0).all()), unusable=None if usable.all() else values)

    @classmethod
    def equal(cls, natural: NDArray[np.float64]) -> Weights:
        """Make weights that no column holds: ones, or what the population sizes of a design say."""
        return cls(natural, 1.0, "", positive=True) if (natural == 1).all() else cls.of(natural, "from fpc")

    def check(self, inside: NDArray[np.bool_] | None) -> None:
        """Refuse weights that cannot be used in rows of a domain (None: all rows).

        Raises:
            AnalysisError: The message counts such rows.
        """
        rows = slice(None) if inside is None else inside
        if self.unusable is not None:
            values = self.unusable[rows]
            refuse(int(np.count_nonzero(np.isnan(values))), len(values), self.name, "no weight")
            refuse(int(np.count_nonzero(np.isinf(values))), len(values), self.name, "an infinite weight")
            refuse(int(np.count_nonzero(values < 0)), len(values), self.name, "a negative weight")
        w = self.w if self.positive else self.w[rows]
        if len(w) and not self.positive and not w.any():
            refuse_zeros(len(w), self.name)


def read_weights(responses: Responses, name: str) -> Weights:
    """Return the weights of all rows.

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: The variable holds no weights.
    """
    return Weights.of(numbers_for(responses, name, "weights"), name)


def numbers_for(responses: Responses, name: str, what: str) -> NDArray[np.float64]:
    """Return the numbers of a variable that a design names, NaN where absent.

    Args:
        responses: The answers.
        name: Id of a number question, or of a column of role `weight` (for sizes also `fpc`).
        what: What the numbers are for: "weights", "replicate weights" or "fpc".

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: The variable holds no numbers.
    """
    role: str = "fpc" if what == "fpc" else "weight"
    instrument = responses.instrument
    roles = ("fpc", "weight") if what == "fpc" else ("weight",)
    usable = [column.id for column in instrument.columns if column.role in roles]
    usable += [question.id for question in instrument if isinstance(question, Number)]
    if name not in responses.variables:
        msg = f"there is no variable {name!r} for {what}.{did_you_mean(name, usable)}{_listed(usable, role)}"
        raise UnknownVariableError(msg)
    variable = responses.variables[name]
    if not isinstance(variable, Numeric) or name not in usable:
        msg = f"variable {name!r} holds no {what}: they are a number question or a column of role {role!r}."
        raise AnalysisError(msg + _listed(usable, role))
    return variable.values


def refuse(count: int, rows: int, name: str, what: str) -> None:
    """Refuse weights of which some cannot be used.

    Raises:
        AnalysisError: There are some.
    """
    if count:
        msg = (
            f"weights {name!r}: {count} of {rows} rows have {what}. Correct the column, or leave the rows "
            "out with where=."
        )
        raise AnalysisError(msg)


def refuse_zeros(rows: int, name: str) -> NoReturn:
    """Refuse weights that are all zero.

    Raises:
        AnalysisError: Always.
    """
    msg = f"weights {name!r}: all {rows} rows have weight 0, so no share exists. Check the column."
    raise AnalysisError(msg)


def _listed(usable: list[str], role: str) -> str:
    return f" Possible: {', '.join(usable)}." if usable else f" Declare a Column(..., role={role!r})."
