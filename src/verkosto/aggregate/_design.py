"""Designs: how the rows of a survey were drawn, so that standard errors say what they should."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from numbers import Real
from typing import Any, Literal, get_args

from attrs import field, frozen

from verkosto.aggregate._given import is_number, listed, one_of
from verkosto.errors import AnalysisError

__all__ = ["Design", "Lonely", "ReplicateDesign", "ReplicateKind"]

Lonely = Literal["error", "certainty", "adjust", "average", "remove"]
ReplicateKind = Literal["brr", "fay", "jk1", "jkn", "bootstrap", "other"]

Name = str | None
Size = str | int | float | None


def _names(value: Name | Sequence[Name]) -> tuple[Name, ...]:
    """Put one id, or one for each stage, into a tuple."""
    return tuple(None if name is None else _text(name, "a design") for name in _stages(value))


def _text(name: object, what: str) -> str:
    if not isinstance(name, str):
        msg = f"{what} names variables by text, not by {type(name).__name__}. Write the id in quotes."
        raise AnalysisError(msg)
    return name


def _sizes(value: Size | Sequence[Size]) -> tuple[Size, ...]:
    return tuple(_size(size) for size in _stages(value))


def _size(size: object) -> Size:
    if size is None or isinstance(size, str):
        return size
    number = _number(size, "fpc", "Give a variable, the size of the population, or the share of it that was drawn.")
    return int(number) if number.is_integer() else number


def _number(value: object, what: str, remedy: str, *, zero: bool = False) -> float:
    if is_number(value) and (value > 0 or (zero and value == 0)):
        return float(value)
    given = repr(value) if isinstance(value, Real) else type(value).__name__
    raise AnalysisError(f"{what} {given} is no positive number. {remedy}")


def _stages(value: object) -> list[Any]:
    """Put what is given for one stage, or for each, into a list; stages at its end that have none are left out."""
    stages = listed(value)
    while stages and stages[-1] is None:
        stages.pop()
    return stages


def _ids(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(_text(name, "replicates") for name in _stages(given))


# Editors show what converters take as the types of the arguments, so they name what is right and meet what is not.
def _folded(kind: ReplicateKind) -> Any:
    given: object = kind
    return given.lower() if isinstance(given, str) else given


def _weights(name: Name) -> Name:
    return None if name is None else _text(name, "weights")


def _rho(value: float | None) -> float | None:
    return None if value is None else _number(value, "rho", "Give a share between 0 and 1.", zero=True)


def _scale(value: float | None) -> float | None:
    return None if value is None else _number(value, "scale", "Give a number, or leave it out.")


def _df(value: float | None) -> float | None:
    return None if value is None else _number(value, "df", "Give a number, or leave it out.")


def _factors(given: Sequence[float] | float | None) -> tuple[float, ...] | None:
    if given is None:
        return None
    listed = given if isinstance(given, Iterable) else (given,)
    return tuple(_number(value, "rscales", "Give a number for each replicate.", zero=True) for value in listed)


@frozen
class Design:
    """A sample drawn in one or several stages.

    Every argument names a variable of the answers: a question, a column, or for strata and units also a kind of
    area that an area question reaches. Several stages take a sequence with one entry each, None where a stage has
    none.

    Args:
        weights: Sampling weights. None: each row counts as one, or, where `fpc` is given, as the units of the
            population that it stands for.
        strata: What the population was divided by before units were drawn.
        psu: Ids of the units drawn: at the first stage the primary sampling units, then those within them. None:
            each row is a unit.
        fpc: Size of the population of units in the stratum (853 associations, as a variable or a number), or the
            share of them that was drawn. None: the population counts as infinite, and stages after the first add
            nothing. A number is for rows or units that are the register's own: six persons of one association
            are not six of its 853 associations, and such a call is refused.
        lonely: What a stratum with a single unit tells about spread. `"error"`: the call is refused.
            `"certainty"`, `"remove"`: nothing, it adds no variance. `"adjust"`: its distance from the mean of all.
            `"average"`: as much as the other strata on average.
        nest: Whether ids of units begin anew in each stratum.

    Raises:
        AnalysisError: An argument that cannot be.

    Example:
        >>> Design(weights="paino", strata="maakunta", psu="jarjesto")
        Design(weights='paino', strata=('maakunta',), psu=('jarjesto',), fpc=(), lonely='error', nest=False)

    Standard errors equal those of `svydesign(ids, strata, fpc, weights, nest)` with the option `survey.lonely.psu` of
    R's survey. (`"error"` is called `"fail"` there.)
    """

    weights: Name = field(default=None, converter=_weights)
    strata: tuple[Name, ...] = field(default=None, converter=_names)
    psu: tuple[Name, ...] = field(default=None, converter=_names)
    fpc: tuple[Size, ...] = field(default=None, converter=_sizes)
    lonely: Lonely = field(default="error", kw_only=True)
    nest: bool = field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        one_of(self.lonely, get_args(Lonely), "lonely")
        if None in self.psu:
            raise AnalysisError("psu: a stage before the last has no units. Name the units of every stage.")
        stages = max(len(self.psu), 1)
        for what, given in (("strata", self.strata), ("fpc", self.fpc)):
            # The rows may be the last stage without a name of their own.
            if len(given) > stages + 1:
                msg = f"{what} has {len(given)} stages and psu {len(self.psu)}. Name the units of each stage in psu."
                raise AnalysisError(msg)

    @classmethod
    def census(cls, *, weights: str | None = None) -> Design:
        """Return the design in which everybody answered: rows are the population and standard errors are 0.

        Args:
            weights: Weights, where rows count unequally all the same.
        """
        return cls(weights=weights, fpc=1.0)


@frozen
class ReplicateDesign:
    """A sample whose spread is told by stored replicate weights.

    Args:
        weights: Sampling weights of the full sample. None: each row counts as one.
        replicates: Ids of the variables that hold a set of replicate weights each.
        kind: How they were made, which tells the scale: `"brr"`, `"fay"` (with `rho`), `"jk1"`, `"jkn"` (with
            `rscales`), `"bootstrap"`, or `"other"` (with `scale` and `rscales`).
        rho: Fay's shrinkage, between 0 and 1.
        scale: Factor of the sum of squares, instead of the kind's own.
        rscales: Factor of each replicate, or one for all.
        combined: Whether replicate weights contain the sampling weight; if not, they are multiplied by it.
        mse: Whether squares are taken around the estimate, and not around the mean of the replicates.
        df: Degrees of freedom; None: the rank of the replicate weights less one.

    Raises:
        AnalysisError: An argument that cannot be, or one that the kind needs is missing.

    Example:
        >>> ReplicateDesign("paino", ["toisto1", "toisto2"], kind="brr").factor
        0.5

    Standard errors equal those of `svrepdesign` of R's survey.
    """

    weights: Name = field(default=None, converter=_weights)
    replicates: tuple[str, ...] = field(default=(), converter=_ids)
    kind: ReplicateKind = field(default="other", kw_only=True, converter=_folded)
    rho: float | None = field(default=None, kw_only=True, converter=_rho)
    scale: float | None = field(default=None, kw_only=True, converter=_scale)
    rscales: tuple[float, ...] | None = field(default=None, kw_only=True, converter=_factors)
    combined: bool = field(default=True, kw_only=True)
    mse: bool = field(default=False, kw_only=True)
    df: float | None = field(default=None, kw_only=True, converter=_df)

    def __attrs_post_init__(self) -> None:
        one_of(self.kind, get_args(ReplicateKind), "kind")
        count = len(self.replicates)
        if count < 2:
            raise AnalysisError("replicates: name at least two variables that hold replicate weights.")
        if (self.kind == "fay") != (self.rho is not None) or not 0 <= (self.rho or 0) < 1:
            raise AnalysisError("rho is for kind='fay' alone, and lies between 0 and 1.")
        if self.rscales is not None and len(self.rscales) not in (1, count):
            msg = f"rscales has {len(self.rscales)} factors and replicates {count} variables. Give one for each."
            raise AnalysisError(msg)
        if self.kind == "jkn" and self.rscales is None:
            raise AnalysisError("kind='jkn' needs rscales: (n - 1) / n of the stratum that each replicate leaves out.")
        if self.kind == "other" and (self.scale is None or self.rscales is None):
            raise AnalysisError("kind='other' needs scale and rscales. Name the kind, or give both.")

    @property
    def factor(self) -> float:
        """Factor of the sum of squares over all replicates."""
        count = len(self.replicates)
        natural = {
            "brr": 1 / count,
            "fay": 1 / (count * (1 - (self.rho or 0)) ** 2),
            "jk1": (count - 1) / count,
            "jkn": 1.0,
            "bootstrap": 1 / (count - 1),
            "other": 1.0,
        }
        return natural[self.kind] if self.scale is None else self.scale

    @property
    def factors(self) -> tuple[float, ...]:
        """Factor of each replicate."""
        found = (1.0,) if self.rscales is None else self.rscales
        return found * len(self.replicates) if len(found) == 1 else found
