"""A calibrated design: weights that were fitted to known totals, for the `design=` of every estimator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, field, frozen

from verkosto.aggregate import _weighting_display as display
from verkosto.aggregate._design import Design, ReplicateDesign
from verkosto.aggregate._design_pass import CalibratedWeights
from verkosto.aggregate._plan import Calibration
from verkosto.aggregate._weighting_diagnostics import Diagnostics
from verkosto.errors import AnalysisError
from verkosto.instruments import Column
from verkosto.responses import Coded, Numeric, Responses, Variable
from verkosto.text import LocalText

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["CalibratedDesign"]


@frozen(eq=False, repr=False, slots=False)
class CalibratedDesign(CalibratedWeights):
    """A design whose weights were fitted to known totals, or trimmed.

    `rake`, `poststratify`, `calibrate` and `trim` make it. It belongs to the answers it was made for, and to their
    subsets: an estimator refuses it with others. Standard errors are smaller than those of the same weights read
    from a column, as far as the known totals explain what is estimated.

    Attributes:
        design: The design before.
        weights: The weights of all rows, float64; 0 where a row counts for nothing.
        base: The weights before, in the same order.
        diagnostics: Convergence, range, design effect, what was put together.
        calibration: What standard errors are told of the fit; None where replicates tell it.
        replicates: Fitted replicate weights, shape (rows, replicates), or None.
        answers: The columns that the weights were fitted by, to know these answers again.
    """

    design: Design | ReplicateDesign
    weights: Floats
    base: Floats
    diagnostics: Diagnostics
    calibration: Calibration | None = field(default=None, kw_only=True)
    replicates: Floats | None = field(default=None, kw_only=True)
    answers: dict[str, Variable] = field(factory=dict, kw_only=True)

    def check(self, responses: Responses) -> None:
        """Refuse answers that the weights were not fitted to.

        Raises:
            AnalysisError: Another number of rows, or other answers to what the weights were fitted by.
        """
        same = len(self.weights) == responses.rows and all(
            _same(responses.variables.get(name), variable) for name, variable in self.answers.items()
        )
        if not same:
            msg = (
                f"the weights were fitted to {len(self.weights)} other answers than these {responses.rows}. Fit them "
                "again, to the answers that are tabulated."
            )
            raise AnalysisError(msg)

    def to_frame(self) -> pd.DataFrame:
        """Return the weights as a pandas frame: `base`, `factor` and `weight` of each row, in the answers' order.

        The factor is NaN where the base weight is 0.
        """
        import pandas as pd

        factor = np.divide(self.weights, self.base, out=np.full(len(self.base), np.nan), where=self.base > 0)
        return pd.DataFrame({"base": self.base, "factor": factor, "weight": self.weights})

    def add_to(self, responses: Responses, name: str) -> Responses:
        """Return the answers with the weights in a column of role `weight`, to be written out or read elsewhere.

        Tables made with that column (`weights=name`) have the same estimates; only tables made with this design know
        that the weights were fitted.

        Args:
            responses: The answers that the weights were fitted to.
            name: Id of the column.

        Raises:
            AnalysisError: The id is taken, or these are other answers.

        Example:
            >>> import verkosto as vk
            >>> vastaukset = vk.samples.tukirakenne()
            >>> sovitettu = vk.rake(vastaukset, {"malli_a": {"k": 0.5, "e": 0.3, "eos": 0.2}})
            >>> sovitettu.add_to(vastaukset, "uusi").frame["uusi"].sum()
            np.float64(562.0)
        """
        self.check(responses)
        if name in responses.variables or name in responses.instrument:
            raise AnalysisError(f"the id {name!r} is taken. Choose another for the column of weights.")
        column = Column(name, header=name, role="weight")
        instrument = evolve(responses.instrument, columns=(*responses.instrument.columns, column))
        weights = Numeric(np.array(self.weights), np.zeros(len(self.weights), dtype=np.int8))
        return evolve(responses, instrument=instrument, variables={**responses.variables, name: weights})

    @property
    def note(self) -> LocalText:
        """What stands under tables made with it."""
        return display.note(self.diagnostics)

    def to_text(self, lang: str = "fi", *, most: int | None = None) -> str:
        """Return the diagnostics and the margins as lines of text.

        Args:
            lang: "fi", "sv" or "en".
            most: Most rows; None: all.
        """
        return display.text(self.diagnostics, lang, most=most)

    def to_html(self, lang: str = "fi", *, most: int | None = None) -> str:
        """Return the same as HTML."""
        return display.html(self.diagnostics, lang, most=most)

    def __repr__(self) -> str:
        return display.line(self.diagnostics)

    def __str__(self) -> str:
        return self.to_text(most=display.MOST_ROWS)

    def _repr_html_(self) -> str:
        return self.to_html(most=display.MOST_ROWS)


def _same(one: Variable | None, other: Variable) -> bool:
    if one is other:
        return True
    if isinstance(one, Coded) and isinstance(other, Coded):
        return list(one.categories) == list(other.categories) and np.array_equal(one.codes, other.codes)
    if isinstance(one, Numeric) and isinstance(other, Numeric):
        return np.array_equal(one.values, other.values, equal_nan=True)
    return False
