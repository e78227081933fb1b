"""Where answers meet a design: the one place that knows who counts them."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from verkosto.aggregate._cells import Counter
from verkosto.aggregate._design_pass import AnyDesign, plan_of, weights_id
from verkosto.aggregate._memory import MemoryCounter
from verkosto.aggregate._plan import Plan
from verkosto.aggregate._pushed import LazyResponses
from verkosto.errors import AnalysisError
from verkosto.responses import Condition, Responses

__all__ = ["Met", "MetRows", "in_memory", "meet", "meet_rows"]


@frozen(eq=False)
class Met:
    """Answers met with a design.

    Attributes:
        responses: The answers of the domain.
        counter: What counts them.
        plan: The design met with all rows; None where an engine holds them.
    """

    responses: Responses | LazyResponses
    counter: Counter
    plan: Plan | None


@frozen(eq=False)
class MetRows:
    """The same where the rows are in memory."""

    responses: Responses
    counter: MemoryCounter
    plan: Plan


def in_memory(responses: object) -> Responses:
    """Return answers for what needs their rows.

    Raises:
        AnalysisError: They are none, or an engine holds them.
    """
    if isinstance(responses, LazyResponses):
        msg = "this needs the rows in memory, and an engine holds them. Read them first: `.collect()` gives Responses."
        raise AnalysisError(msg)
    if not isinstance(responses, Responses):
        msg = f"the answers must be a Responses, not a {type(responses).__name__}. Read them with `vk.read`."
        raise AnalysisError(msg)
    return responses


def meet(responses: object, design: AnyDesign, where: Mapping[str, Condition] | None) -> Met:
    """Meet a design with all rows, and take those that fulfil conditions.

    Raises:
        AnalysisError: `responses` are no answers, or the design does not fit them.
    """
    if isinstance(responses, LazyResponses):
        plan = responses.plan(design)
        inside = responses if where is None else responses.where(where)
        return Met(inside, inside.counter(plan, weights_id(design)), None)
    found = meet_rows(responses, design, where)
    return Met(found.responses, found.counter, found.plan)


def meet_rows(responses: object, design: AnyDesign, where: Mapping[str, Condition] | None) -> MetRows:
    """Do as `meet` for what needs the rows in memory.

    Raises:
        AnalysisError: An engine holds the rows, or as in `meet`.
    """
    here = in_memory(responses)
    plan = plan_of(here, design)
    taken = here if where is None else here.where(where)
    return MetRows(taken, MemoryCounter(taken, plan), plan)
