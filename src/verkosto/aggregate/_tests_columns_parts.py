"""The two sides of a banner table: the answers that have rows, and the groups that have columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.aggregate._headings import Heading
from verkosto.aggregate._levels import question_of
from verkosto.aggregate._tests_rows import Categories, Sample
from verkosto.errors import AnalysisError
from verkosto.instruments import MultipleChoice
from verkosto.responses import MISSING
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

__all__ = ["Answers", "Columns"]

_MOST_COLUMNS = 60


@frozen(eq=False)
class Answers:
    """What the shares are of.

    Attributes:
        heading: The answers.
        base: Rows that count.
        indicators: For each answer, 1.0 in the rows that gave it.
        absent: The variables whose absence is told.
    """

    heading: Heading
    base: Mask
    indicators: list[Floats]
    absent: list[Categories]

    @classmethod
    def of(cls, sample: Sample, name: str) -> Answers:
        ticks = _Ticks.of(sample, name, dont_know=sample.options.cannot_say(counts=True))
        if ticks is not None:
            sample.counted(ticks.any)
            return cls(ticks.heading, ticks.any.present, [mask.astype(float) for mask in ticks.options], [ticks.any])
        found = sample.categories(name)
        kept = found.kept(sample.counted(found))
        indicators = [(kept.codes == place).astype(float) for place in range(len(kept.heading.labels))]
        return cls(kept.heading, kept.present, indicators, [found])


@frozen(eq=False)
class Columns:
    """The columns of the table.

    Attributes:
        heading: The columns.
        blocks: Columns that no row stands in twice: the column of each row, negative for none, and their number.
        absent: The variables whose absence is told.
        notes: What a reader should know of them.
    """

    heading: Heading
    blocks: list[tuple[NDArray[np.intp], int]]
    absent: list[Categories]
    notes: Sequence[LocalText]

    @classmethod
    def of(cls, sample: Sample, name: str, rows: Mask) -> Columns:
        rows = sample.weighty(rows)
        ticks = _Ticks.of(sample, name, dont_know=True)
        if ticks is None:
            found = sample.groups(name)
            kept = found.kept(rows & found.present)
            made = cls(kept.heading, [(kept.codes, len(kept.heading.labels))], [found], found.notes)
        else:
            heading, some = ticks.heading, [mask & rows for mask in ticks.options]
            labels = {c: t for (c, t), mask in zip(heading.labels.items(), some, strict=True) if mask.any()}
            blocks = [(np.where(mask, 0, -1), 1) for mask in some if mask.any()]
            made = cls(Heading(heading.id, heading.text, labels), blocks, [ticks.any], ())
        count = len(made.heading.labels)
        if not 2 <= count <= _MOST_COLUMNS:
            what = "nothing to compare" if count < 2 else f"more than {_MOST_COLUMNS} columns"
            msg = (
                f"{name!r} makes {count} columns of the rows that count: {what}. Name another variable, or make larger "
                "classes."
            )
            raise AnalysisError(msg)
        return made


@frozen(eq=False)
class _Ticks:
    """A whole multiple choice.

    Attributes:
        heading: Its options.
        options: Who ticked each.
        any: Who ticked any of them, and why the others did not.
    """

    heading: Heading
    options: list[Mask]
    any: Categories

    @classmethod
    def of(cls, sample: Sample, name: str, *, dont_know: bool) -> _Ticks | None:
        """Return the options of a whole multiple choice; None for other variables."""
        question, item = question_of(sample.responses, name) if isinstance(name, str) else (None, None)
        if not isinstance(question, MultipleChoice) or item is not None:
            return None
        shown = [o for o in question.options if o.kind is None or (dont_know and o.kind == "dont_know")]
        codes = [sample.groups(f"{question.id}[{option.code}]").codes for option in question.options]
        ticked = [part == 1 for part, option in zip(codes, question.options, strict=True) if option in shown]
        lowest, highest = np.minimum.reduce(codes), np.maximum.reduce(codes)
        # Blank beside blank means not answered; one cell that could not be read says more than its blanks.
        why = np.where(highest >= 0, MISSING["not_answered"], highest)
        why = np.where(lowest <= MISSING["invalid"], lowest, why)
        for part, option in zip(codes, question.options, strict=True):
            if option.kind is not None and option not in shown:
                why = np.where(part == 1, MISSING[option.kind], why)
        heading = Heading(question.id, question.text, {option.code: option.label for option in shown})
        return cls(heading, ticked, Categories(heading, np.where(np.logical_or.reduce(ticked), 0, why)))
