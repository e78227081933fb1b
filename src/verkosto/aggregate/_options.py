"""Options: what the calls share, checked in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeVar, get_args

from attrs import field, frozen

from verkosto.aggregate._design import Design
from verkosto.aggregate._design_pass import AnyDesign
from verkosto.aggregate._estimands import BaseKind
from verkosto.aggregate._estimate import DeffKind, Wanted
from verkosto.aggregate._given import is_number, one_of
from verkosto.aggregate._intervals import ShareInterval, check_share_interval
from verkosto.aggregate._levels import Levels
from verkosto.errors import AnalysisError
from verkosto.responses import Condition

__all__ = ["DontKnow", "Options", "check_level", "given_design"]

DontKnow = Literal["include", "exclude"]

D = TypeVar("D", bound=AnyDesign)


def _none_as_nothing(by: str | Sequence[str] | Sequence[Levels] | None) -> str | Sequence[str] | Sequence[Levels]:
    # Callers who pass their own argument on say None where nothing divides the table.
    return () if by is None else by


@frozen(kw_only=True)
class Options:
    """What the calls share; `frequency` and `crosstab` explain them."""

    by: str | Sequence[str] | Sequence[Levels] = field(default=(), converter=_none_as_nothing)
    margins: bool = False
    through: str | None = None
    allocate: Literal["majority"] | None = None
    design: AnyDesign | None = None
    weights: str | None = None
    base: BaseKind | None = None
    dont_know: DontKnow | None = None
    where: Mapping[str, Condition] | None = None
    level: float = 0.95
    interval: ShareInterval | None = None
    deff: DeffKind = "replace"

    def check(self) -> Wanted:
        """Return how figures are to be reported.

        Raises:
            AnalysisError: An argument has a value that it cannot have.
        """
        one_of(self.deff, get_args(DeffKind), "deff")
        if self.allocate is not None:
            one_of(self.allocate, ("majority",), "allocate")
        given: tuple[object, object] = (self.through, self.margins)
        if not isinstance(given[0], str | None):
            msg = f"through names an area question by text, not by {type(given[0]).__name__}. Write its id in quotes."
            raise AnalysisError(msg)
        if not isinstance(given[1], bool):
            raise AnalysisError(f"margins is True or False, not a {type(given[1]).__name__}.")
        return Wanted(level=check_level(self.level), interval=check_share_interval(self.interval), deff=self.deff)

    def cannot_say(self, *, counts: bool) -> bool:
        """Return whether "cannot say" counts: as the call says, or else as it does by default.

        Raises:
            AnalysisError: The call says neither "include" nor "exclude".
        """
        if self.dont_know is None:
            return counts
        one_of(self.dont_know, get_args(DontKnow), "dont_know")
        return self.dont_know == "include"

    def whole_design(self) -> AnyDesign:
        """Return the design, or the one that weights alone make.

        Raises:
            AnalysisError: Both are given.
        """
        return given_design(self.design, self.weights)


def given_design(design: D | None, weights: str | None) -> D | Design:
    """Return a design, or the one that weights alone make.

    Raises:
        AnalysisError: Both are given.
    """
    if design is None:
        return Design(weights=weights)
    if weights is not None:
        raise AnalysisError("both design and weights are given. Name the weights in the design.")
    return design


def check_level(level: object) -> float:
    """Return the confidence of intervals.

    Raises:
        AnalysisError: It is no share between 0 and 1.
    """
    if not is_number(level) or not 0 < level < 1:
        msg = f"level {level!r} is no confidence level. Give a share between 0 and 1, such as 0.95."
        raise AnalysisError(msg)
    return float(level)
