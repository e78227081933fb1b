"""Texts of cells that are no options: which option of the question each may be, renamed, or whether it is a new one.

An option that nobody chose may have been renamed; one that stands in the source under its own label was not. So an
unknown text is taken for the unused option that it is most like, one-to-one, and else for a new option, with the
nearest beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from attrs import define, field

from verkosto.instruments import Instrument, Matrix, MultipleChoice, Option, Question, Ranking, option_line
from verkosto.issues import Issue
from verkosto.responses._differences import Difference
from verkosto.responses._differences_columns import new_option
from verkosto.responses._keys import fold
from verkosto.responses._likeness import likeness, nearest, pairs
from verkosto.responses._variables import Coded, Variable

__all__ = ["option_differences"]

_MOST_TEXTS = 30
_LONGEST = 100


@define
class _Unknown:
    """The unknown texts of one question, or of the column of one tick."""

    question: Question
    ticked: Option | None
    counts: Counter[str] = field(factory=Counter)
    spelled: dict[str, str] = field(factory=dict)
    positions: dict[str, set[int]] = field(factory=dict)

    def add(self, text: str, count: int, position: int | None) -> None:
        """Count cells of one text."""
        key = fold(text)
        self.counts[key] += count
        self.spelled.setdefault(key, text.strip())
        self.positions.setdefault(key, set()).update(() if position is None else (position,))

    def where(self, *keys: str) -> dict[str, Any]:
        """Return where some texts stand, as parts of a difference."""
        columns = set[int]().union(*(self.positions[key] for key in keys))
        return {"positions": tuple(sorted(columns)), "cells": sum(self.counts[key] for key in keys)}


def option_differences(
    instrument: Instrument, issues: Iterable[Issue], variables: Mapping[str, Variable]
) -> Iterator[Difference]:
    """Tell the unknown options in cells.

    Args:
        instrument: The codebook.
        issues: Those of the reason `unknown_option`.
        variables: The decoded columns, which tell the options in use.
    """
    found: dict[str, _Unknown] = {}
    cells = Counter((issue.variable or "", issue.value or "", issue.position) for issue in issues)
    for (variable, cell, position), count in cells.items():
        name, _, part = variable.partition("[")
        question = instrument[name]
        ticked = None
        if part and not isinstance(question, Matrix):
            ticked = next(option for option in (*question.items, *question.choices) if f"{option.code}]" == part)
        unknown = found.setdefault(name if ticked is None else variable, _Unknown(question, ticked))
        for text in _pieces(question, cell) if variable == name else [cell]:
            unknown.add(text, count, position)
    for unknown in found.values():
        yield from _told(unknown, variables)


def _pieces(question: Question, cell: str) -> list[str]:
    """Return what known options leave of a cell that joins several; of other questions the cell."""
    if not isinstance(question, MultipleChoice | Ranking):
        return [cell]
    texts = sorted((text for option in question.options for text in option.texts if text.strip()), key=len)
    known = "|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in reversed(texts))
    pieces = (part.strip(" ,;|\t\r\n") for part in re.split(known, cell, flags=re.IGNORECASE))
    return [piece for piece in pieces if piece] or [cell]


def _told(unknown: _Unknown, variables: Mapping[str, Variable]) -> Iterator[Difference]:
    question, ticked, keys = unknown.question, unknown.ticked, list(unknown.counts)
    if len(keys) > _MOST_TEXTS:
        name = question.id if ticked is None else f"{question.id}[{ticked.code}]"
        yield Difference("open_answers", name, question.text.fi, **unknown.where(*keys))
        return
    options = [ticked] if ticked is not None else list(question.choices or question.items)
    alike = likeness([option.texts for option in options], [key if len(key) <= _LONGEST else "" for key in keys])
    unused = _unused(question, options, variables)
    free = {pair: value for pair, value in alike.items() if options[pair[0]] in unused}
    renamed, near = {place: (one, value) for one, place, value in pairs(free)}, nearest(alike)
    for place, key in enumerate(keys):
        where = {**unknown.where(key), "value": unknown.spelled[key]}
        if ticked is not None:
            # The column is this option's, whatever its cells say.
            yield _renamed(question, ticked, near[place][1] if place in near else None, where)
        elif place in renamed:
            yield _renamed(question, options[renamed[place][0]], renamed[place][1], where)
        else:
            yield new_option(question, where["value"], options, near.get(place), **where)


def _renamed(question: Question, option: Option, value: float | None, where: dict[str, Any]) -> Difference:
    name, line = f"{question.id}[{option.code}]", option_line(option, where["value"])
    return Difference("renamed_option", name, option.label.fi, likeness=value, line=line, **where)


def _unused(question: Question, options: Iterable[Option], variables: Mapping[str, Variable]) -> list[Option]:
    """Return the options that no cell has."""
    used = set[str]()
    for name in question.variables():
        variable = variables.get(name)
        if isinstance(variable, Coded) and variable.form in ("category", "ordered"):
            used |= {variable.categories[code] for code in np.unique(variable.codes).tolist() if code >= 0}
        elif variable is not None and (variable.reasons() == 0).any():
            used |= {option.code for option in question.items if name == f"{question.id}[{option.code}]"}
    return [option for option in options if option.code not in used]
