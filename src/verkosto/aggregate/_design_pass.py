"""The design pass: a design is met with all rows of a survey, before any of them is left out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from verkosto.aggregate._design import Design, ReplicateDesign
from verkosto.aggregate._design_stages import stages_of
from verkosto.aggregate._plan import Calibration, Plan, Replicates
from verkosto.aggregate._remembered import Remembered
from verkosto.aggregate._weights import Weights, numbers_for, read_weights
from verkosto.errors import AnalysisError
from verkosto.responses import Responses
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

__all__ = ["AnyDesign", "CalibratedWeights", "plan_of", "weights_id"]


class CalibratedWeights(ABC):
    """What a calibrated design offers to the design pass; `rake`, `poststratify` and others make such designs.

    Attributes:
        design: The design before calibration.
        weights: Final weights of all rows.
        calibration: What takes the known part out of an influence; None where replicates carry it.
        replicates: Calibrated replicate weights, shape (rows, replicates), or None.
    """

    design: Design | ReplicateDesign
    weights: Floats
    calibration: Calibration | None
    replicates: Floats | None

    @property
    @abstractmethod
    def note(self) -> LocalText:
        """What stands under tables made with it."""

    @abstractmethod
    def check(self, responses: Responses) -> None:
        """Refuse answers that the weights were not fitted to.

        Raises:
            AnalysisError: The weights belong to other answers.
        """


AnyDesign = Design | ReplicateDesign | CalibratedWeights


def weights_id(design: AnyDesign) -> str | None:
    """Return the variable that holds a design's weights; None where there is none, or they were calibrated."""
    return None if isinstance(design, CalibratedWeights) else design.weights


_PLANS: Remembered[Responses, dict[Any, Plan]] = Remembered(lambda _: {})


def plan_of(responses: Responses, design: AnyDesign) -> Plan:
    """Meet a design with the rows of a survey.

    Args:
        responses: The answers. All rows count for the design; weights matter only in the rows of the domain.
        design: How the rows were drawn.

    Raises:
        UnknownVariableError: The design names a variable that is not there.
        AnalysisError: Rows lack an id, a stratum, a weight or a population size; ids that are not nested, a
            population smaller than its sample, or a stratum with one unit.
    """
    _refuse_others(design)
    kept = _PLANS.of(responses)
    key = id(design) if isinstance(design, CalibratedWeights) else design
    if key not in kept:
        plan = _plan(responses, design)
        # A calibrated design is kept with its plan, so that its id is not given to another.
        plan.kept["design"] = design
        kept[key] = plan
    return kept[key]


def _refuse_others(design: object) -> None:
    if not isinstance(design, Design | ReplicateDesign | CalibratedWeights):
        msg = (
            f"design must be a vk.Design, a vk.ReplicateDesign or what fits weights, not a {type(design).__name__}. "
            "For weights alone say weights=."
        )
        raise AnalysisError(msg)


def _plan(responses: Responses, design: AnyDesign) -> Plan:
    if isinstance(design, CalibratedWeights):
        return _calibrated(responses, design)
    if isinstance(design, ReplicateDesign):
        return _replicated(responses, design)
    stages, natural = stages_of(responses, design)
    read = Weights.equal(natural) if design.weights is None else read_weights(responses, design.weights)
    weighted = design.weights is not None or bool((natural != 1).any())
    return Plan(responses.rows, read.w, read.scale, tuple(stages), weighted=weighted, weights=read)


def _calibrated(responses: Responses, design: CalibratedWeights) -> Plan:
    design.check(responses)
    read = Weights.of(design.weights, "calibrated weights")
    w, scale = read.w, read.scale
    if isinstance(design.design, ReplicateDesign):
        replicates = cast("Floats", design.replicates) / scale
        kept = _replicates(design.design, replicates)
        return Plan(responses.rows, w, scale, (), weighted=True, replicates=kept, weights=read)
    stages, _ = stages_of(responses, design.design)
    return Plan(responses.rows, w, scale, tuple(stages), weighted=True, calibration=design.calibration, weights=read)


def _replicated(responses: Responses, design: ReplicateDesign) -> Plan:
    weighted = design.weights is not None
    read = read_weights(responses, design.weights) if design.weights else Weights.equal(np.ones(responses.rows))
    columns = [_replicate(responses, name) for name in design.replicates]
    weights = np.stack(columns, axis=1)
    weights = weights / read.scale if design.combined else weights * read.w[:, np.newaxis]
    replicates = _replicates(design, weights)
    return Plan(responses.rows, read.w, read.scale, (), weighted=weighted, replicates=replicates, weights=read)


def _replicate(responses: Responses, name: str) -> Floats:
    values = numbers_for(responses, name, "replicate weights")
    if not np.isfinite(values).all():
        msg = (
            f"replicate weights {name!r}: {np.count_nonzero(~np.isfinite(values))} rows have none. Correct the column."
        )
        raise AnalysisError(msg)
    return values


def _replicates(design: ReplicateDesign, weights: Floats) -> Replicates:
    return Replicates(weights, design.factor, np.array(design.factors), design.mse, design.df)
