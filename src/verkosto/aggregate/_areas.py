"""Areas as levels: those of an area question, and larger ones that follow from it through the register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from attrs import frozen

from verkosto import regions
from verkosto.aggregate._answers import Answers
from verkosto.aggregate._cells import Codes
from verkosto.aggregate._headings import Heading
from verkosto.errors import AnalysisError, UnknownAreaError
from verkosto.instruments import AreaQuestion, Instrument
from verkosto.responses import Coded, area_question, area_variable
from verkosto.text import LocalText, format_date

__all__ = ["Reached", "area_labels", "categories_of", "is_area_type", "larger", "reached"]


@frozen
class Reached:
    """A kind of area reached from an area question.

    Attributes:
        heading: The kind of area and the names of those that occur.
        axis: The question's categories, put together into areas.
        notes: The date of the areas, and what was allocated by majority.
    """

    heading: Heading
    axis: Codes
    notes: tuple[LocalText, ...]


def categories_of(responses: Answers, name: str) -> Sequence[str]:
    """Return the categories of a decoded column.

    Raises:
        UnknownVariableError: There is no such column.
        AnalysisError: The column holds no codes.
    """
    variable = responses.variable(name)
    if isinstance(variable, Coded):
        return variable.categories
    msg = f"variable {name!r} holds no codes. Read the answers with this instrument."
    raise AnalysisError(msg)


def is_area_type(name: str) -> bool:
    """Return whether the register knows a kind of area by this name."""
    return any(kind.code == name for kind in regions.area_types())


def reached(responses: Answers, area_type: str, *, through: str | None, allocate: str | None) -> Reached:
    """Return the areas of a kind that the categories of an area question lie in, at the instrument's date.

    Raises:
        AnalysisError: No area question reaches them, several do, or the instrument states no date.
        NonNestingError: The question's areas do not nest in those wanted, and `allocate` is not given.
    """
    question = area_question(responses.instrument, area_type, through=through)
    categories = categories_of(responses, question.id)
    heading, places, notes = larger(responses, question.area_type, categories, area_type, allocate=allocate)
    return Reached(heading, Codes(question.id, len(heading.labels), places), notes)


def larger(
    responses: Answers, kind: str, codes: Sequence[str], area_type: str, *, allocate: str | None
) -> tuple[Heading, tuple[int, ...], tuple[LocalText, ...]]:
    """Return areas that others lie in: the kind with its areas, the place of each code among them, and notes.

    Args:
        responses: The answers, whose instrument states the date.
        kind: The kind of area that the codes are of.
        codes: Codes of areas.
        area_type: The kind wanted.
        allocate: As in `crosstab`.

    Raises:
        AnalysisError: Areas of one kind do not make up those of the other, or the instrument states no date.
        NonNestingError: Areas lie in several of those wanted, and `allocate` is not given.
    """
    # The register is asked about codes, however many rows have them: a survey of one question with a row for each.
    instrument, day = responses.instrument, responses.instrument.areas_on
    question = AreaQuestion(id="areas", text="areas", area_type=kind)
    asked = Instrument(
        id=instrument.id,
        title=instrument.title,
        area_date=None if day is None else day.first,
        questions=(question,),
    )
    single = Coded(np.arange(len(codes)), codes, (), "string")
    found, _, split = area_variable(asked, {question.id: single}, area_type, allocate=allocate)
    heading = Heading(area_type, regions.area_type(area_type).name, area_labels(responses, area_type, found.categories))
    notes = [_dated(responses)]
    if split:
        notes.append(_by_majority(split))
    return heading, tuple(int(code) for code in found.codes), tuple(notes)


def area_labels(responses: Answers, area_type: str, codes: Iterable[str]) -> dict[str, LocalText]:
    """Return the names of areas by code, at the instrument's date; former municipalities have theirs."""
    day = responses.instrument.areas_on
    on = None if day is None else day.first
    known = {area.code: area.name for area in regions.areas(area_type, on=on, official=False)}
    return {code: known.get(code) or _former(area_type, code) for code in codes}


def _former(area_type: str, code: str) -> LocalText:
    try:
        return regions.municipality_name(code) if area_type == "kunta" else LocalText(fi=code)
    except UnknownAreaError:
        return LocalText(fi=code)


def _dated(responses: Answers) -> LocalText:
    day = responses.instrument.areas_on
    return LocalText(
        fi=f"Aluejako: {format_date(day)}.",
        sv=f"Områdesindelning: {format_date(day, lang='sv')}.",
        en=f"Areas as on {format_date(day, lang='en')}.",
    )


def _by_majority(split: Iterable[regions.Area]) -> LocalText:
    fi, sv, en = (", ".join(area.name.get(lang) for area in split) for lang in ("fi", "sv", "en"))
    return LocalText(
        fi=f"Nämä alueet jakautuvat usealle alueelle ja on luettu kokonaan sille, jolla niiden kunnista on "
        f"eniten: {fi}.",
        sv=f"Dessa områden ligger i flera områden och räknas helt till det som har flest av deras kommuner: {sv}.",
        en=f"These areas lie in several areas and are counted wholly in the one with most of their "
        f"municipalities: {en}.",
    )
