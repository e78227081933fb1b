"""Published tables whose hidden figures are chosen by hand, made of counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

import verkosto as vk
from verkosto.aggregate import HIDDEN_STATUS, NO_COUNT, Columns, method_of
from verkosto.disclosure._protection import Protection
from verkosto.disclosure._published import PublishedTable, published
from verkosto.disclosure._rules import Rules

__all__ = ["counted", "hide"]


def counted(
    counts: Sequence[Sequence[int]],
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    unknown: Sequence[int] | None = None,
    unit: Sequence[str] | None = None,
) -> vk.Responses:
    """Return answers, one for each that is counted: `answer` by `group`, and by no group those that are unknown."""
    lines = [*zip(rows, counts, strict=True), *([] if unknown is None else [(None, unknown)])]
    pairs = [
        (group, answer) for group, line in lines for answer, n in zip(columns, line, strict=True) for _ in range(n)
    ]
    kysely = vk.Instrument(
        id="counted",
        title=vk.LocalText(fi="Laskettu"),
        unit_id=None if unit is None else "unit",
        columns=() if unit is None else (vk.Column("unit", role="unit_id"),),
        questions=tuple(
            vk.SingleChoice(id=name, text=name, options=tuple(vk.Option(code, code) for code in codes))
            for name, codes in (("group", rows), ("answer", columns))
        ),
    )
    frame = pd.DataFrame(pairs, columns=["group", "answer"])
    if unit is not None:
        frame["unit"] = list(unit)
    return vk.Responses.from_frame(frame, kysely)


def hide(
    table: vk.Table, cells: Collection[tuple[str, str]], *, bases: Collection[str] = (), rules: Rules | None = None
) -> PublishedTable:
    """Return a crosstab by group without the figures of some (group, answer) and the bases of some groups."""
    data = dict(table.cells.data)
    pairs = zip(data["group"], data["value"], strict=True)
    of_base = np.array([group in bases for group in data["group"]], dtype=bool)
    hidden = np.array([pair in cells for pair in pairs], dtype=bool) | of_base
    for name in ("n", "units", "base"):
        data[name] = np.where(of_base if name == "base" else hidden, NO_COUNT, data[name])
    for name in ("weighted", "estimate", "se", "low", "high", "df", "deff", "base_weighted"):
        data[name] = np.where(hidden, np.nan, data[name])
    data["status"] = np.where(hidden, HIDDEN_STATUS, data["status"])
    protection = Protection(rules=rules or Rules(), hidden=int(hidden.sum()), figures=len(table))
    return published(table, protection, cells=Columns(data), absences=table.absences, method=method_of(table))
