"""Rows of a test: which rows count, the category or number that each has, and the design that they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.aggregate._design_pass import AnyDesign
from verkosto.aggregate._headings import Heading
from verkosto.aggregate._levels import Levels, levels_of
from verkosto.aggregate._meet import meet_rows
from verkosto.aggregate._numbers_of import NumberColumn, codes_held, numbers_held, numbers_of
from verkosto.aggregate._options import Options
from verkosto.aggregate._plan import Plan
from verkosto.aggregate._tests_figures import Figures
from verkosto.aggregate._variables import one_named
from verkosto.errors import AnalysisError
from verkosto.responses import MISSING, REASONS, Responses
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

__all__ = ["Categories", "Numbers", "Sample", "two_names"]


@frozen(eq=False)
class Categories:
    """The category of each row.

    Attributes:
        heading: Id, text and the labels of the categories.
        codes: Place of the category among the labels; negative where the row has none (`MISSING`).
        notes: What a reader should know of the variable.
    """

    heading: Heading
    codes: NDArray[np.intp]
    notes: tuple[LocalText, ...] = ()

    @property
    def present(self) -> Mask:
        """Rows that have a category."""
        return self.codes >= 0

    def kept(self, rows: Mask) -> Categories:
        """Return only the categories that some of the rows have, in their order."""
        count = len(self.heading.labels)
        some = np.bincount(self.codes[rows & self.present], minlength=count) > 0
        places = np.append(np.where(some, np.cumsum(some) - 1, MISSING["not_asked"]), 0)
        codes = np.where(self.present, places[np.maximum(self.codes, -1)], self.codes)
        labels = {c: t for (c, t), keep in zip(self.heading.labels.items(), some, strict=True) if keep}
        return Categories(Heading(self.heading.id, self.heading.text, labels), codes, self.notes)


@frozen(eq=False)
class Numbers:
    """The number of each row.

    Attributes:
        heading: Id and text.
        values: NaN where the row has none.
        codes: 0 where present, else negative (`MISSING`).
    """

    heading: Heading
    values: NDArray[np.float64]
    codes: NDArray[np.intp]

    @property
    def present(self) -> Mask:
        """Rows that have a number."""
        return self.codes >= 0


@frozen(eq=False)
class Sample:
    """The rows of a call, met with their design.

    Attributes:
        responses: The answers, with the domain of `where`.
        plan: Weights and units of all rows.
        inside: Rows of the domain.
        design: What the plan was made of.
        options: What the call said.
        level: Confidence of intervals.
    """

    responses: Responses
    plan: Plan
    inside: Mask
    design: AnyDesign
    options: Options
    level: float

    @classmethod
    def of(cls, responses: object, options: Options) -> Sample:
        """Meet answers with a design, and mark the rows of a domain.

        Raises:
            UnknownVariableError: The design or the domain names a variable that is not there.
            AnalysisError: Arguments that contradict one another, rows that the design cannot use, or rows that are
                not in memory.
        """
        level = options.check().level
        design = options.whole_design()
        met = meet_rows(responses, design, options.where)
        domain = met.responses.domain
        inside = np.ones(met.responses.rows, dtype=bool) if domain is None else domain
        return cls(met.responses, met.plan, inside, design, options, level)

    @property
    def census(self) -> bool:
        """Whether everybody is there, so that a standard error of 0 is no want of information."""
        return bool(self.plan.stages) and not self.plan.first.scale.any()

    def categories(self, name: str) -> Categories:
        """Return the categories of a variable whose shares are wanted, of all rows.

        Raises:
            UnknownVariableError: There is no such variable.
            AnalysisError: The variable has no categories.
        """
        return self._categories(name, dont_know=self.options.cannot_say(counts=True))

    def groups(self, name: str) -> Categories:
        """Return the categories of a variable that divides the rows: "cannot say" is a group like others.

        Raises:
            UnknownVariableError: There is no such variable.
            AnalysisError: The variable has no categories.
        """
        return self._categories(name, dont_know=True)

    def numbers(self, name: str) -> Numbers:
        """Return the numbers of a variable, as `mean` takes them.

        Raises:
            UnknownVariableError: There is no such variable.
            AnalysisError: The variable has no numbers, infinite ones, or several columns of them.
        """
        found = list(numbers_of(self.responses, one_named(name)))
        if len(found) > 1:
            msg = f"{name!r} has several columns of numbers. Name one of them, such as {found[0].variable!r}."
            raise AnalysisError(msg)
        part = found[0]
        heading = Heading(part.variable, part.text)
        if isinstance(part, NumberColumn):
            variable = numbers_held(self.responses, part.variable)
            return Numbers(heading, variable.values, -variable.absent.astype(np.intp))
        codes = self._codes(part.levels)
        values = np.full(part.levels.axis.levels + 1, np.nan)
        values[list(part.numbers)] = list(part.numbers.values())
        return Numbers(heading, values[np.where(codes < 0, -1, codes)], np.minimum(codes, 0))

    def absences(self, *variables: Categories | Numbers) -> Figures:
        """Return why rows of the domain lack each variable: variable, reason, n; only what occurs."""
        rows = []
        for variable in variables:
            reasons = -np.minimum(variable.codes[self.inside], 0)
            counts = np.bincount(reasons, minlength=1 + len(REASONS))[1:]
            rows += [(variable.heading.id, REASONS[place], counts[place]) for place in np.flatnonzero(counts)]
        return Figures.of({"variable": "text", "reason": "text", "n": "count"}, rows)

    def counted(self, *variables: Categories | Numbers) -> Mask:
        """Return the rows of the domain that have all of the variables.

        Raises:
            AnalysisError: There are none, or none with a weight above zero.
        """
        rows = self.inside.copy()
        for variable in variables:
            rows &= variable.present
        if not self.weighty(rows).any():
            names = " and ".join(repr(variable.heading.id) for variable in variables)
            what = "a weight above zero and an answer" if rows.any() else "an answer"
            msg = f"no row has {what} to {names}, so there is nothing to test. See `Responses.missing` and where=."
            raise AnalysisError(msg)
        return rows

    def weighty(self, rows: Mask) -> Mask:
        """Return those of some rows that have a weight above zero."""
        return np.asarray(rows & (self.plan.w > 0))

    def _categories(self, name: str, *, dont_know: bool) -> Categories:
        options = self.options
        levels = levels_of(
            self.responses, one_named(name), dont_know=dont_know, through=options.through, allocate=options.allocate
        )
        return Categories(levels.heading, self._codes(levels), levels.notes)

    def _codes(self, levels: Levels) -> NDArray[np.intp]:
        axis = levels.axis
        held = codes_held(self.responses.variables[axis.variable], axis.variable)
        found = axis.lookup().take(held, mode="wrap")
        # Levels from `levels` on are the missing reasons in their order.
        return np.where(found < axis.levels, found, axis.levels - 1 - found).astype(np.intp)


def two_names(first: object, second: object) -> None:
    """Refuse one variable that stands for two.

    Raises:
        AnalysisError: They are the same.
    """
    if isinstance(first, str) and first == second:
        msg = f"variable {first!r} stands twice. Name two variables."
        raise AnalysisError(msg)
