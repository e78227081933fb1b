"""Forms: which respondents the rows of a variable count, as facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from attrs import field, frozen

from verkosto.aggregate import ALL_OPTIONS, ANSWERED, SOME_OPTIONS, Heading, Table
from verkosto.disclosure._extents import Extents
from verkosto.disclosure._keys import KNOWN, ROWS, Fact
from verkosto.responses import WHERE

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Facts", "Form", "ScaleFacts", "compares", "named_form", "ticked_option"]

Facts = frozenset[Fact]

_DONT_KNOW = "dont_know"
_ASKED = "asked"
"""Code of a base of all who were asked."""

_UNASKED = ("not_asked", "not_applicable")
_OTHERS = "="
"""Category of those who could not say, where tables do not show by which answer they said so."""

_ANSWERED = (ANSWERED, _DONT_KNOW)
_OF_CELLS = ("share", "total", "net", "nps")


@frozen(eq=False)
class ScaleFacts:
    """The steps of a mean of numbered answers, or of a net.

    Attributes:
        reached: The facts of those who have reached each step above the lowest number.
        lowest: The facts of those who have the lowest.
        counts: How many have reached each step, by the codes of a group.
    """

    reached: tuple[Facts, ...]
    lowest: Facts
    counts: Mapping[tuple[str, ...], NDArray[np.int64]]


@frozen
class Form:
    """What one variable of a table counts, within a group.

    Attributes:
        own: For each value the facts of those counted in its row.
        base: The facts of those in the base; None where each value has its own, which is all that it counts.
        ticks: What the base counts, if it does not count respondents.
        options: Whether a respondent may have several values.
        answered: The facts of those who ticked any option.
        exclusive: Options that nobody ticked together with another.
        complete: Whether all options have a row, so that everybody who answered has one of these values.
        divides: Whether the values divide the base, though by categories this cannot be seen.
        scale: What its figure adds up by numbers, if it does.
        missing: By reason the fact that there is no value, where it has another name than the reason's.
        nobody: Facts that are true of nobody in the survey, as its questionnaire tells.
        amount: What is summed up, for means and totals of numbers: the name of the sum.
    """

    own: Mapping[str, Facts]
    base: Facts | None
    ticks: str = ROWS
    options: bool = False
    answered: Facts = frozenset()
    exclusive: frozenset[str] = frozenset()
    complete: bool = False
    divides: bool = False
    scale: ScaleFacts | None = None
    missing: Mapping[str, Fact] = field(factory=dict)
    nobody: tuple[Fact, ...] = ()
    amount: str | None = None


def compares(table: Table) -> bool:
    """Return whether figures of a table are made of others: contrasts, and differences between waves."""
    return any(name == "contrast" or name.endswith("_difference") for name in set(table.cells["statistic"]))


def ticked_option(extents: Extents, name: str, question: str, answered: int) -> Fact:
    """Return the fact that somebody ticked an option, who then answered the question.

    Args:
        extents: What facts mean.
        name: The option's variable, such as "palvelut[kevat]".
        question: The question.
        answered: Categories of those who answered it.
    """
    extents.categories(name, ["0"])
    ticked = extents.categories(name, ["1"])
    extents.imply(name, ticked, question, answered)
    return extents.define(name, "1", {name: ticked})


def named_form(table: Table, heading: Heading, extents: Extents) -> Form:
    """Return the form of a variable of which only names and figures are known."""
    name, cells = heading.id, table.cells
    rows = np.flatnonzero(cells["variable"] == name)
    if compares(table):
        # Its rows have bases of their own, of two waves or of several groups.
        return Form({value: frozenset([(_opaque(extents, name, value), "1")]) for value in heading.labels}, None)
    statistic, kind = (cells[column][rows[0]] for column in ("statistic", "base_kind"))
    answered = extents.categories(name, _ANSWERED) if _several(table, name) else 0
    base, missing = _base(table, name, kind, answered, extents)
    if statistic not in _OF_CELLS or (statistic == "total" and set(heading.labels) == {"total"}):
        amount = f"sum:{name}" if statistic in ("mean", "total") else None
        return Form(dict.fromkeys(heading.labels, base), base, missing=missing, amount=amount)
    if answered:
        own = {code: frozenset([ticked_option(extents, f"{name}[{code}]", name, answered)]) for code in heading.labels}
        ticks = f"ticks:{name}" if kind == "ticks" else ROWS
        return Form(
            own,
            base,
            ticks,
            options=True,
            answered=_base(table, name, "answered", answered, extents)[0],
            exclusive=frozenset(heading.exclusive),
            complete=name in _listed(table, ALL_OPTIONS),
        )
    if statistic in ("share", "total") and _adds_up(table, rows):
        codes = {code: _of_code(extents, base, name, code) for code in heading.labels}
        if _everybody(table, base):
            extents.close(name)
        return Form(codes, base, missing=missing, divides=True)
    # Of which answers a box is made is not known, but that it lies in the base is.
    boxes = {value: base | {(_opaque(extents, name, value), "1")} for value in heading.labels}
    return Form(boxes, base, missing=missing)


def _several(table: Table, name: str) -> bool:
    return name in _listed(table, ALL_OPTIONS) or name in _listed(table, SOME_OPTIONS)


def _listed(table: Table, key: str) -> list[str]:
    return table.provenance.get(key, "").split("\n")


def _base(table: Table, name: str, kind: str, answered: int, extents: Extents) -> tuple[Facts, dict[str, Fact]]:
    """Return the facts of a base, and what missing reasons are where they are no plain ones."""
    lacking = table.absences
    reasons = {r for v, r in zip(lacking["variable"], lacking["reason"], strict=True) if v == name}
    if kind == "asked":
        return frozenset([extents.define(name, _ASKED, {name: ~extents.reasons(name, _UNASKED)})]), {}
    everybody = answered or ~extents.reasons(name)
    known = extents.define(name, KNOWN, {name: everybody})
    if _DONT_KNOW not in reasons:
        return frozenset([known]), {}
    # "Cannot say" that is missing is an answer in tables that count it.
    extents.categories(name, [_OTHERS])
    apart = _opaque(extents, name, "-")
    extents.imply(apart, extents.categories(apart, ["0", "1"]), name, everybody)
    return frozenset([(apart, "1")]), {_DONT_KNOW: (apart, "0")}


def _opaque(extents: Extents, name: str, value: str) -> str:
    """Return a root that divides respondents in two, nobody knows by which answers."""
    root = f"{name}={value}"
    extents.categories(root, ["0", "1"])
    return root


def _of_code(extents: Extents, base: Facts, name: str, code: str) -> Facts:
    """Return the fact of one answer; of one that was put together of others it is not known which."""
    if not extents.takes(name, code):
        return base | {(_opaque(extents, name, code), "1")}
    extents.categories(name, [code])
    return frozenset([(name, code)])


def _everybody(table: Table, base: Facts) -> bool:
    return WHERE not in table.provenance and any(code == KNOWN for _, code in base)


def _adds_up(table: Table, rows: NDArray[np.intp]) -> bool:
    """Return whether the values can divide those of the base, in every group and as far as counts are shown."""
    values = len(set(table.cells["value"][rows]))
    for group in rows.reshape(-1, values).tolist():
        bases = {table.base_span(row) for row in group}
        spans = [table.count_span(row) or (0, np.inf) for row in group]
        low, high = (sum(ends) for ends in zip(*spans, strict=True))
        least, most = bases.pop() or (0, np.inf)
        # Published answers with bases of their own do not add up, nor do those of which some are left out; one answer
        # with a rounded share does not leave the others out.
        if bases or low > most or high < least or (values == 1 and low != high):
            return False
    return True
