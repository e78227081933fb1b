"""What `variable` names: the shares that are wanted, as axes to count along."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from verkosto.aggregate._answers import Answers
from verkosto.aggregate._areas import categories_of
from verkosto.aggregate._cells import TickCount, Ticked
from verkosto.aggregate._given import listed
from verkosto.aggregate._headings import Heading
from verkosto.aggregate._levels import Levels, levels_of, parts_of, question_of
from verkosto.errors import AnalysisError
from verkosto.instruments import MultipleChoice, Option
from verkosto.text import LocalText

__all__ = ["Multiple", "Target", "named", "one_named", "targets"]

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
    options: tuple[Ticked, ...]
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
    return [one_named(name) for name in listed(given)]


def one_named(given: object) -> str:
    """Return the id of one variable.

    Raises:
        AnalysisError: What is given is no id.
    """
    if not isinstance(given, str):
        msg = f"a variable is named by text, not by {type(given).__name__}. Write its id in quotes."
        raise AnalysisError(msg)
    return given


def targets(responses: Answers, variable: str | Sequence[str], *, dont_know: bool) -> list[Target]:
    """Return the targets of a variable, or of several, in the order named.

    Args:
        responses: The answers.
        variable: Ids of variables, or of questions of several columns.
        dont_know: Whether "cannot say" has a row and counts in the base.

    Raises:
        UnknownVariableError: No such variable; the message names the nearest.
        AnalysisError: A kind of question that has no shares, or a variable that stands twice.
    """
    found: dict[str, Target] = {}
    for name in named(variable):
        for target in _of_name(responses, name, dont_know=dont_know):
            earlier = found.get(target.heading.id)
            found[target.heading.id] = target if earlier is None else _joined(earlier, target, name)
    return list(found.values())


def _of_name(responses: Answers, name: str, *, dont_know: bool) -> list[Target]:
    question, item = question_of(responses, name)
    if isinstance(question, MultipleChoice):
        return [_multiple(responses, question, item, dont_know=dont_know)]
    return [levels_of(responses, part, dont_know=dont_know) for part in parts_of(responses, name)]


def _multiple(responses: Answers, question: MultipleChoice, item: Option | None, *, dont_know: bool) -> Multiple:
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
    apart = [option.code for option in wanted if option.kind is not None]
    exclusive = [option.code for option in wanted if option.exclusive]
    heading = Heading(question.id, question.text, {option.code: option.label for option in wanted}, apart, exclusive)
    count = TickCount(tuple(map(variable, shown)), beside)
    options = tuple(Ticked(variable(option), count) for option in wanted)
    return Multiple(heading, options, count, question.id)


def _joined(earlier: Target, later: Target, name: str) -> Target:
    """Put options of one multiple choice that were named one by one together."""
    if not (isinstance(earlier, Multiple) and isinstance(later, Multiple)) or (
        set(earlier.options) & set(later.options)
    ):
        msg = f"variable {name!r} stands twice. Name each once."
        raise AnalysisError(msg)
    heading = evolve(
        earlier.heading,
        labels={**earlier.heading.labels, **later.heading.labels},
        apart=(*earlier.heading.apart, *later.heading.apart),
        exclusive=(*earlier.heading.exclusive, *later.heading.exclusive),
    )
    return evolve(earlier, heading=heading, options=(*earlier.options, *later.options))
