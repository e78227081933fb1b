"""Panels: two waves whose sampling units are partly the same, so that their estimates are not independent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve, frozen

from verkosto.aggregate._areas import is_area_type
from verkosto.aggregate._combined import Combined, Part
from verkosto.aggregate._design import Design, ReplicateDesign
from verkosto.aggregate._design_pass import plan_of
from verkosto.aggregate._design_stages import codes_of
from verkosto.aggregate._origin import Origin
from verkosto.aggregate._plan import Plan
from verkosto.aggregate._scores import ranks
from verkosto.errors import AnalysisError, UnknownVariableError, did_you_mean
from verkosto.responses import Responses, Variable, concat

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Spread", "Wave", "spread_of"]


@frozen(eq=False)
class Wave:
    """Some rows of a table of one wave.

    Attributes:
        origin: Where the table comes from.
        rows: Places of the rows.
    """

    origin: Origin
    rows: NDArray[np.intp]

    @property
    def plan(self) -> Plan:
        """The design met with the wave's rows."""
        return self.origin.plan

    @property
    def design(self) -> Any:
        """The design before calibration."""
        return getattr(self.origin.design, "design", self.origin.design)

    def estimated(self) -> Combined:
        """Return the estimates of the rows."""
        known = self.origin.estimated
        return Combined(self.plan, (Part(known, np.eye(len(known.value))[:, self.rows]),))

    def variable(self, name: str, what: str) -> Variable:
        """Return a variable, or the areas of a kind."""
        responses = self.origin.responses
        if name in responses.variables:
            return responses.variables[name]
        if is_area_type(name):
            return responses.areas(name).values
        msg = f"there is no variable {name!r} for {what}.{did_you_mean(name, [*responses.variables])}"
        raise UnknownVariableError(f"{msg} Both waves need it.")


@frozen(eq=False)
class Spread:
    """What a panel tells about pairs of estimates: the variance of each wave's, of their difference, and its df."""

    now: Floats
    before: Floats
    difference: Floats
    df: Floats


def spread_of(now: Wave, before: Wave, panel: str) -> Spread:
    """Return the variances of pairs of estimates, and of their differences.

    The rows of both waves are put under one another as one sample, in which a unit of both is one unit.

    Raises:
        UnknownVariableError: A wave lacks the panel's variable, or one of the design.
        AnalysisError: The waves have other designs, or ids that do not fit together.
    """
    first, second = now.design, before.design
    if type(first) is not type(second) or evolve(first, weights="") != evolve(second, weights=""):
        msg = "the two waves have different designs. Make both tables with the same strata, psu and fpc."
        raise AnalysisError(msg)
    stacked = _stacked(now, before, panel)
    _check_units(stacked, now.plan.rows, panel, first)
    return _by_replicates(now, before) if isinstance(first, ReplicateDesign) else _by_units(now, before, stacked, panel)


def _stacked(now: Wave, before: Wave, panel: str) -> Responses:
    """Return the variables of the design, those of the second wave under those of the first."""
    responses, design = now.origin.responses, now.design
    names = {panel: "the panel"}
    if isinstance(design, Design):
        names |= {name: "strata" for name in design.strata if name is not None}
        names |= {name: "psu" for name in design.psu if name is not None}
        names |= {name: "fpc" for name in design.fpc if isinstance(name, str)}
        unit = responses.instrument.unit_id
        if unit is not None and all(unit in wave.origin.responses.variables for wave in (now, before)):
            names.setdefault(unit, "the protection unit")
    variables = {}
    for name, what in names.items():
        one, other = now.variable(name, what), before.variable(name, what)
        if type(one) is not type(other):
            msg = f"{what} {name!r} is a {type(one).__name__.lower()} column in one wave and another kind in the other."
            raise AnalysisError(f"{msg} Read both waves with one codebook.")
        variables[name] = concat([one, other])
    return Responses(responses.instrument, variables)


def _check_units(stacked: Responses, first: int, panel: str, design: Any) -> None:
    """Refuse ids that stand twice in a wave, meet nowhere, or belong to another stratum or unit in each wave."""
    codes = codes_of(stacked, panel, "panel")
    one, other = codes[:first], codes[first:]
    units = design.psu if isinstance(design, Design) else ()
    for wave in (one, other):
        twice = len(wave) - len(np.unique(wave))
        if twice and panel not in units:
            msg = (
                f"panel {panel!r}: {twice} rows of a wave have the id of another row. An id stands once in each wave; "
                f"where it names a unit of several rows, say Design(psu={panel!r})."
            )
            raise AnalysisError(msg)
    linked = np.intersect1d(one, other)
    if not len(linked):
        msg = (
            f"panel {panel!r}: no id stands in both waves. Leave panel= out for independent samples; pseudonyms have "
            "to be made with one key."
        )
        raise AnalysisError(msg)
    if not isinstance(design, Design):
        return
    for name, what in [*((n, "stratum") for n in design.strata[:1]), *((n, "sampling unit") for n in units[:1])]:
        if name is None or name == panel:
            continue
        place = codes_of(stacked, name, what)
        mine, its = np.zeros(len(codes), dtype=np.intp), np.zeros(len(codes), dtype=np.intp)
        mine[one], its[other] = place[:first], place[first:]
        if moved := int(np.count_nonzero(mine[linked] != its[linked])):
            msg = (
                f"panel {panel!r}: {moved} of {len(linked)} ids lie in another {what} ({name!r}) in the other wave. "
                "Give both waves those of the first, from which the panel was drawn."
            )
            raise AnalysisError(msg)


def _by_units(now: Wave, before: Wave, stacked: Responses, panel: str) -> Spread:
    from scipy.sparse import vstack

    design = now.design
    units = design.psu if panel in design.psu else (*design.psu, panel)
    plan = plan_of(stacked, evolve(design, weights=None, psu=units))
    # Which rows have a weight matters for degrees of freedom; the weights themselves stand in the influences.
    plan = evolve(plan, w=np.concatenate([now.plan.w, before.plan.w]))
    found = [wave.estimated() for wave in (now, before)]
    influences = [_influence(wave, known) for wave, known in zip((now, before), found, strict=True)]
    bases = [known.bases() for known in found]

    def spread(signs: tuple[int, int]) -> tuple[Floats, Floats]:
        influence = np.concatenate([sign * part for sign, part in zip(signs, influences, strict=True)])
        presence = plan.presence(vstack([abs(sign) * part for sign, part in zip(signs, bases, strict=True)]))
        return plan.variance(influence, presence), presence.df

    (one, _), (other, _), (both, df) = spread((1, 0)), spread((0, 1)), spread((1, -1))
    unknown = np.isnan(found[0].value + found[1].value)
    one, other, both = (np.where(unknown, np.nan, part) for part in (one, other, both))
    return Spread(one, other, both, df)


def _influence(wave: Wave, known: Combined) -> Floats:
    influence = known.influence()
    calibration = wave.plan.calibration
    return influence if calibration is None else calibration.residuals(influence)


def _by_replicates(now: Wave, before: Wave) -> Spread:
    """Return variances from replicates, of which each stands for the same choice of units in both waves."""
    from scipy.sparse import vstack

    one, other = now.plan.replicates, before.plan.replicates
    found, earlier = now.estimated(), before.estimated()
    mine, its = found.replicated, earlier.replicated
    assert one is not None and other is not None and mine is not None and its is not None  # noqa: S101, PT018
    weights = np.concatenate([one.weights * now.plan.scale, other.weights * before.plan.scale])
    both = evolve(one, weights=weights)
    return Spread(
        one.variance(found.value, mine),
        other.variance(earlier.value, its),
        one.variance(found.value - earlier.value, mine - its),
        ranks(both, vstack([found.bases(), earlier.bases()])),
    )
