"""Areas that follow from an area question: a municipality's region, erva or wellbeing services county."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from verkosto import regions
from verkosto.errors import AnalysisError, NonNestingError
from verkosto.instruments import AreaQuestion, Instrument
from verkosto.responses._variables import Coded, Variable, smallest

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

__all__ = ["AreaVariable", "area_question", "area_variable"]


class AreaVariable(NamedTuple):
    """Areas that follow from an area question.

    Attributes:
        values: The area of each row.
        question: The question that they follow from.
        split: The question's areas that lie in several of those wanted, and were counted wholly in the one with
            most of their municipalities.
    """

    values: Coded
    question: AreaQuestion
    split: tuple[regions.Area, ...]


def area_question(instrument: Instrument, area_type: str, *, through: str | None = None) -> AreaQuestion:
    """Return the area question that reaches an area type.

    Municipalities follow from no other area, so a question of another kind does not reach them.

    Raises:
        AnalysisError: None does, or several do and the call does not say which.
        UnknownAreaError: There is no such kind of area.
    """
    regions.area_type(area_type)
    asked = [question for question in instrument.questions if isinstance(question, AreaQuestion)]
    found = [question for question in asked if area_type != "kunta" or question.area_type == "kunta"]
    if through is not None:
        found = [question for question in found if question.id == through]
    if not found:
        which = "no area question" if through is None else f"no area question {through!r}"
        msg = (
            f"{area_type!r} cannot be reached: instrument {instrument.id!r} has {which} that leads there. Ask for "
            "the municipality, or name another area."
        )
        raise AnalysisError(msg)
    if len(found) > 1:
        names = ", ".join(repr(question.id) for question in found)
        msg = f"{area_type!r} can be reached through {names}. Say which: through={found[0].id!r}."
        raise AnalysisError(msg)
    return found[0]


def _day(instrument: Instrument) -> dt.date:
    if instrument.areas_on is None:
        msg = (
            f"instrument {instrument.id!r} states no date for its areas. Give it an `area_date`, such as '2020-03-01'."
        )
        raise AnalysisError(msg)
    return instrument.areas_on.first


def area_variable(
    instrument: Instrument,
    variables: Mapping[str, Variable],
    area_type: str,
    *,
    through: str | None = None,
    allocate: str | None = None,
) -> AreaVariable:
    """Return the area of each row, looked up in the register at the instrument's date.

    Args:
        instrument: The codebook; its `area_date` (or the start of `fieldwork`) is the date.
        variables: The decoded columns.
        area_type: The kind of area wanted.
        through: The area question to go through, where several would do.
        allocate: `"majority"` counts an area that does not nest wholly in the area that holds most of its
            municipalities.

    Raises:
        NonNestingError: The question's areas do not nest in those wanted, and the call states no rule.
        AnalysisError: No question reaches the areas, or no date is stated.
        DateNotCoveredError: The register does not cover the areas on that date.
    """
    if allocate not in (None, "majority"):
        msg = f"allocate must be 'majority' or left out, not {allocate!r}."
        raise AnalysisError(msg)
    question = area_question(instrument, area_type, through=through)
    source = variables[question.id]
    if not isinstance(source, Coded):
        msg = f"variable {question.id!r} holds no codes of areas. Read the answers with this instrument."
        raise AnalysisError(msg)
    kinds = question.area_type, area_type
    codes, split = _larger(*kinds, tuple(source.categories), _day(instrument), allocate)
    categories = sorted(set(codes))
    places = {code: place for place, code in enumerate(categories)}
    lut = np.array([places[code] for code in codes] + list(range(-7, 0)), dtype=smallest(len(categories)))
    return AreaVariable(Coded(lut[source.codes], categories, (), "string"), question, split)


@lru_cache(maxsize=64)
def _larger(
    source_type: str, target_type: str, codes: tuple[str, ...], day: dt.date, allocate: str | None
) -> tuple[tuple[str, ...], tuple[regions.Area, ...]]:
    """Return the area that each of some areas lies in, and those that lie in several.

    The register does not change, and one survey is tabulated by the same areas again and again.
    """
    if source_type == target_type:
        return codes, ()
    if source_type == "kunta":
        return tuple(regions.area_of(code, target_type, on=day).code for code in codes), ()
    between = regions.correspondence(source_type, target_type, on=day)
    occurring = set(codes)
    used = tuple(area for area in between.split if area.code in occurring)
    if used and allocate is None:
        names = ", ".join(area.name.fi for area in used)
        msg = (
            f"{source_type} does not nest in {target_type} on {day}: {names} lie in several. Ask for "
            "municipalities in the survey, or pass allocate='majority' to count each wholly where most of its "
            "municipalities are."
        )
        raise NonNestingError(msg)
    split = {area.code for area in used}
    return tuple(between.majority(c) if c in split else between.target_of(c) for c in codes), used
