"""What `variable` names: the shares that are wanted, as axes to count along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve, frozen

from verkosto.aggregate._areas import categories_of
from verkosto.aggregate._cells import Tick, TickCount
from verkosto.aggregate._headings import Heading
from verkosto.aggregate._levels import Levels, levels_of, question_of
from verkosto.errors import AnalysisError
from verkosto.instruments import Matrix, MultipleChoice, Option
from verkosto.responses import Responses
from verkosto.text import LocalText

__all__ = ["Multiple", "Target", "named", "targets"]

_OUTSIDE = frozenset({"refused", "not_applicable"})


@frozen
class Multiple:
    """Shares of the options of a multiple choice, of which each row may have several.

    Attributes:
        heading: Id, text and the labels of the rows that the table gets.
        options: One axis for each of those rows.
        count: How many options of the whole question a row ticked, whether they have a row or not.
        question: Id of the question.
    """

    heading: Heading
    options: tuple[Tick, ...]
    count: TickCount
    question: str
    notes: tuple[LocalText, ...] = ()


Target = Levels | Multiple
"""Shares of the levels of one variable, of which a row has at most one; or of ticked options."""


def named(given: object) -> list[str]:
    """Return the ids of one variable or of several.

    Raises:
        AnalysisError: What is given is neither an id nor several.
    """
    several = isinstance(given, Iterable) and not isinstance(given, str)
    names: list[str] = []
    for name in given if several else [given]:  # type: ignore[attr-defined]
        if not isinstance(name, str):
            msg = f"a variable is named by text, not by {type(name).__name__}. Write its id in quotes."
            raise AnalysisError(msg)
        names.append(name)
    return names


def targets(responses: Responses, variable: str | Sequence[str], *, dont_know: bool) -> list[Target]:
    """Return the targets of a variable, or of several, in the order named.

    Args:
        responses: The answers.
        variable: Ids of variables, or of questions of several columns.
        dont_know: Whether "cannot say" has a row and counts in the base.

    Raises:
        UnknownVariableError: No such variable; the message names the nearest.
        AnalysisError: A kind of question that has no shares, or a variable that stands twice.
    """
    names = named(variable)
    if not names:
        msg = "no variable is named. Name at least one, such as 'malli_a'."
        raise AnalysisError(msg)
    found: dict[str, Target] = {}
    for name in names:
        for target in _of_name(responses, name, dont_know=dont_know):
            earlier = found.get(target.heading.id)
            found[target.heading.id] = target if earlier is None else _joined(earlier, target, name)
    return list(found.values())


def _of_name(responses: Responses, name: str, *, dont_know: bool) -> list[Target]:
    question, item = question_of(responses, name)
    if isinstance(question, MultipleChoice):
        return [_multiple(responses, question, item, dont_know=dont_know)]
    if isinstance(question, Matrix) and item is None:
        names = [f"{question.id}[{row.code}]" for row in question.rows]
        return [levels_of(responses, part, dont_know=dont_know) for part in names]
    return [levels_of(responses, name, dont_know=dont_know)]


def _multiple(responses: Responses, question: MultipleChoice, item: Option | None, *, dont_know: bool) -> Multiple:
    def variable(option: Option) -> str:
        return f"{question.id}[{option.code}]"

    for option in question.options:
        categories_of(responses, variable(option))
    shown = [o for o in question.options if o.kind not in _OUTSIDE and (dont_know or o.kind is None)]
    wanted = shown if item is None else [option for option in shown if option.code == item.code]
    if not wanted:
        kind = "this option" if item is not None else "every option"
        msg = (
            f"question {question.id!r}: {kind} is no substantive answer, so it has no share. Name another, or "
            "look at `Table.missing`."
        )
        raise AnalysisError(msg)
    beside = tuple((variable(o), o.kind) for o in question.options if o.kind is not None and o not in shown)
    heading = Heading(question.id, question.text, {option.code: option.label for option in wanted})
    options = tuple(Tick(variable(option)) for option in wanted)
    return Multiple(heading, options, TickCount(tuple(map(variable, shown)), beside), question.id)


def _joined(earlier: Target, later: Target, name: str) -> Target:
    """Put options of one multiple choice that were named one by one together."""
    if not (isinstance(earlier, Multiple) and isinstance(later, Multiple)) or (
        set(earlier.options) & set(later.options)
    ):
        msg = f"variable {name!r} stands twice. Name each once."
        raise AnalysisError(msg)
    heading = evolve(earlier.heading, labels={**earlier.heading.labels, **later.heading.labels})
    return evolve(earlier, heading=heading, options=(*earlier.options, *later.options))
