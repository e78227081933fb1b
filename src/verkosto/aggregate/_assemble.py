"""From figures to a table: what tables of every kind of figure have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from verkosto.aggregate._answers import Answers
from verkosto.aggregate._cells import Groups
from verkosto.aggregate._columns import Columns, cell_names, missing_names
from verkosto.aggregate._design_pass import weights_id
from verkosto.aggregate._headings import Heading
from verkosto.aggregate._layout import Layout
from verkosto.aggregate._levels import Levels, levels_of
from verkosto.aggregate._notes import about_questions, notes_of
from verkosto.aggregate._options import Options
from verkosto.aggregate._origin import Origin
from verkosto.aggregate._table import Table
from verkosto.aggregate._variables import named
from verkosto.errors import AnalysisError
from verkosto.instruments import MultipleChoice
from verkosto.responses import REASONS, WHERE, asked_of, where_of
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ALL_OPTIONS", "SOME_OPTIONS", "assemble", "column_names", "divided"]

ALL_OPTIONS, SOME_OPTIONS = "all_options", "some_options"
"""Where the provenance of a table names its multiple choices: with a row for each option, or for some of them."""

Labelled = tuple[Heading, str]
"""The heading of a variable, and the id of its question."""


def divided(responses: Answers, options: Options, shown: Sequence[str]) -> tuple[Levels, ...]:
    """Return what divides a table whose rows show some variables.

    Raises:
        UnknownVariableError: There is no such variable.
        AnalysisError: Nothing is shown, a variable stands twice, or one cannot divide a table.
    """
    if not shown:
        raise AnalysisError("no variable is named. Name at least one, such as 'malli_a'.")
    if twice := [name for place, name in enumerate(shown) if name in shown[:place]]:
        raise AnalysisError(f"variable {twice[0]!r} stands twice. Name each once.")
    # Made once more, a table has its levels at hand.
    if isinstance(options.by, tuple) and (levels := [part for part in options.by if isinstance(part, Levels)]):
        return tuple(levels)
    names = named(options.by)
    for place, name in enumerate(names):
        if name in shown or name in names[:place]:
            where = "both counted and in `by`" if name in shown else "twice in `by`"
            msg = f"variable {name!r} stands {where}. Name each once."
            raise AnalysisError(msg)
    return tuple(levels_of(responses, name, through=options.through, allocate=options.allocate) for name in names)


def column_names(heading: Heading, groups: int, statistics: Sequence[str], base_kind: str) -> dict[str, NDArray[Any]]:
    """Return the columns that name the rows of one variable: its values, for one group after another."""
    rows = groups * len(heading.labels)
    return {
        "variable": np.repeat(_objects([heading.id]), rows),
        "value": np.tile(_objects(heading.labels), groups),
        "label": np.tile(_objects(text.fi for text in heading.labels.values()), groups),
        "statistic": np.tile(_objects(statistics), groups),
        "base_kind": np.repeat(_objects([base_kind]), rows),
    }


def assemble(
    responses: Answers,
    options: Options,
    level: float,
    variables: Sequence[Labelled],
    by: Sequence[Levels],
    groups: Groups,
    layout: Layout,
    columns: Sequence[Mapping[str, NDArray[Any]]],
    absent: Sequence[NDArray[np.int64]],
    notes: Sequence[LocalText],
    origin: Origin | None,
) -> Table:
    """Put a table together.

    Args:
        responses: The answers, with their domain.
        options: What the call said.
        level: Confidence of the intervals.
        variables: What each variable of the table is called, and its question.
        by: What divides the table.
        groups: The groups counted.
        layout: The groups shown.
        columns: The cells of each variable, without its groups.
        absent: For each variable how many rows of each group counted have no figure, shape (groups, reasons).
        notes: What a reader should know of the variables.
        origin: Where the table comes from; None where its rows are not at hand.
    """
    design = options.whole_design()
    questions = [*(question for _, question in variables), *(levels.question for levels in by)]
    return Table(
        instrument_id=responses.instrument.id,
        title=_title(responses, variables),
        variables=tuple(heading for heading, _ in variables),
        groups=tuple(levels.heading for levels in by),
        level=level,
        weights=weights_id(design),
        notes=notes_of(responses, by, groups, [*about_questions(responses, questions), *notes], design),
        provenance=_provenance(responses) | _marks(responses, variables),
        cells=_cells(by, layout, variables, columns),
        absences=_absences(by, groups, variables, absent),
        origin=origin,
    )


def _title(responses: Answers, variables: Sequence[Labelled]) -> LocalText:
    if len(variables) == 1:
        return variables[0][0].text
    questions = {question for _, question in variables}
    if len(questions) == 1 and (question := questions.pop()) in responses.instrument:
        return responses.instrument[question].text
    return responses.instrument.title


def _provenance(responses: Answers) -> dict[str, str]:
    found = responses.provenance
    if found is None:
        return {}
    parts = {"source": found.source, "backend": found.backend, "digest": found.digest}
    return {name: value for name, value in parts.items() if value is not None}


def _marks(responses: Answers, variables: Sequence[Labelled]) -> dict[str, str]:
    """Return what a table must still tell when its answers are not at hand: of whom it is, and which options add up."""
    marks = {}
    if asked := responses.asked or asked_of(responses.domain):
        marks[WHERE] = where_of(asked)
    several: dict[str, list[str]] = {ALL_OPTIONS: [], SOME_OPTIONS: []}
    questions = {q.id: q for q in responses.instrument if isinstance(q, MultipleChoice)}
    for heading, name in variables:
        if heading.id == name and name in questions:
            some = any(o.kind is None and o.code not in heading.labels for o in questions[name].options)
            several[SOME_OPTIONS if some else ALL_OPTIONS].append(name)
    return marks | {mark: "\n".join(names) for mark, names in several.items() if names}


def _cells(
    by: Sequence[Levels],
    layout: Layout,
    variables: Sequence[Labelled],
    columns: Sequence[Mapping[str, NDArray[Any]]],
) -> Columns:
    data = {name: np.concatenate([part[name] for part in columns]) for name in columns[0]}
    for axis, levels in enumerate(by):
        codes = layout.codes(axis, levels.heading)
        data[levels.heading.id] = np.concatenate([np.repeat(codes, len(heading.labels)) for heading, _ in variables])
    return Columns({name: data[name] for name in cell_names([levels.heading.id for levels in by])})


def _absences(
    by: Sequence[Levels], groups: Groups, variables: Sequence[Labelled], absent: Sequence[NDArray[np.int64]]
) -> Columns:
    """Return the rows without a figure by reason, and the rows without a group; only what occurs."""
    names = [levels.heading.id for levels in by]
    labels = [_objects(levels.heading.labels) for levels in by]
    rows: list[tuple[Any, ...]] = []
    for (heading, _), counts in zip(variables, absent, strict=True):
        for group, reason in np.argwhere(counts > 0).tolist():
            codes = [labels[axis][place] for axis, place in enumerate(groups.levels[group])]
            rows.append((heading.id, *codes, REASONS[reason], int(counts[group, reason])))
    nobody = (None,) * len(names)
    for name, missing in zip(names, groups.missing, strict=True):
        rows += [(name, *nobody, REASONS[reason], int(missing[reason])) for reason in np.flatnonzero(missing).tolist()]
    return Columns.of_lists({name: [row[place] for row in rows] for place, name in enumerate(missing_names(names))})


def _objects(values: Iterable[Any]) -> NDArray[np.object_]:
    listed = list(values)
    found = np.empty(len(listed), dtype=object)
    found[:] = listed
    return found
