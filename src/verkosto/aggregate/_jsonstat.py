"""JSON-stat 2.0: a table as a dataset that tools of statistical offices read.

The format: https://json-stat.org/full/. Figures are those of `Table.frame`; one dimension, "statistic", has the role
metric: estimates, their intervals, counts and bases stand beside one another in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from verkosto.aggregate._absences import missing_lines
from verkosto.aggregate._columns import COUNTS, NO_COUNT
from verkosto.aggregate._cube import COLUMN_LABELS, Cube, Dimension, cube_of
from verkosto.aggregate._quality import quality_of
from verkosto.dates import DateLike, PartialDate
from verkosto.text import LocalText, check_language

if TYPE_CHECKING:
    from verkosto.aggregate._table import Table

__all__ = ["dataset"]

_METRIC = "statistic"
_METRIC_TEXT = LocalText(fi="Tieto", sv="Uppgift", en="Figure")
_UNITS = {
    "percent": LocalText(fi="osuus 0–1", sv="andel 0–1", en="share 0–1"),
    "points": LocalText(fi="osuuksien erotus", sv="skillnad mellan andelar", en="difference of shares"),
    "score": LocalText(fi="NPS sadasosina", sv="NPS i hundradelar", en="NPS by a hundred"),
    "number": LocalText(fi="luku", sv="tal", en="number"),
}
_COUNT_UNIT = LocalText(fi="lukumäärä", sv="antal", en="count")
_IN_UNIT = frozenset({"estimate", "se", "low", "high"})
_STATUS = {
    "absent": LocalText(fi="ryhmää ei ole aineistossa", sv="gruppen finns inte i materialet", en="no such group"),
    "empty": LocalText(fi="ei vastauksia", sv="inga svar", en="nobody answered"),
    "zero_weight": LocalText(fi="kaikki painot ovat nollia", sv="alla vikter är noll", en="all weights are zero"),
    "unknown": LocalText(fi="ei tiedossa", sv="inte känt", en="not known"),
    "unreliable": LocalText(fi="epäluotettava", sv="otillförlitlig", en="not reliable"),
}


def dataset(table: Table, *, lang: str, variable: str | None, year: int | None, updated: DateLike | None) -> str:
    """Return the text that `Table.to_jsonstat` promises."""
    check_language(lang)
    cube = cube_of(table, variable, year)
    metric = Dimension(_METRIC, _METRIC_TEXT, {**COLUMN_LABELS, "estimate": cube.estimate_label()})
    dimensions = [*cube.dimensions, metric]
    values = [list(column) for column in _columns(cube)]
    status = _statuses(cube, values)
    # The metric runs fastest, so that a cell's figures stand together.
    value = [figure for cell in zip(*values, strict=True) for figure in cell]
    notes = [*missing_lines(table, lang), *(note.get(lang) for note in table.notes)]
    roles = {role: [d.id for d in cube.dimensions if d.role == role] for role in ("time", "geo")}
    found: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": cube.title.get(lang),
        "source": table.provenance.get("source", table.instrument_id),
        **({} if updated is None else {"updated": str(PartialDate.of(updated))}),
        **({"note": notes} if notes else {}),
        "id": [dimension.id for dimension in dimensions],
        "size": [len(dimension) for dimension in dimensions],
        "role": {**{role: ids for role, ids in roles.items() if ids}, "metric": [_METRIC]},
        "dimension": {dimension.id: _dimension(dimension, cube, lang) for dimension in dimensions},
        "value": value,
        **({"status": status} if status else {}),
        "extension": _extension(cube, set(status.values()), lang),
    }
    return json.dumps(found, ensure_ascii=False, allow_nan=False)


def _columns(cube: Cube) -> Iterator[list[float | int | None]]:
    for name in COLUMN_LABELS:
        column = cube.table.cells[name]
        counts = name in COUNTS
        yield [
            None if row < 0 or (column[row] == NO_COUNT if counts else np.isnan(column[row])) else column[row].item()
            for row in cube.rows.tolist()
        ]


def _statuses(cube: Cube, values: list[list[float | int | None]]) -> dict[str, str]:
    """Say of each figure that is absent why, and of each estimate that is not reliable that it is not."""
    rows = cube.rows.tolist()
    reasons = cube.table.cells["status"]
    flags = quality_of(cube.table).flag
    found = {}
    for place, name in enumerate(COLUMN_LABELS):
        for cell, row in enumerate(rows):
            status = None
            if row < 0:
                status = "absent"
            elif values[place][cell] is None:
                status = reasons[row] if reasons[row] in ("empty", "zero_weight") else "unknown"
            elif name == "estimate" and flags[row] == "unreliable":
                status = "unreliable"
            if status is not None:
                found[str(cell * len(values) + place)] = status
    return found


def _dimension(dimension: Dimension, cube: Cube, lang: str) -> dict[str, Any]:
    category: dict[str, Any] = {
        "index": [*dimension.labels],
        "label": {code: text.get(lang) for code, text in dimension.labels.items()},
    }
    if dimension.id == _METRIC:
        category["unit"] = {name: _unit(name, cube, lang) for name in dimension.labels}
    return {"label": dimension.text.get(lang), "category": category}


def _unit(name: str, cube: Cube, lang: str) -> dict[str, Any]:
    if name in COUNTS:
        return {"label": _COUNT_UNIT.get(lang), "decimals": 0}
    text = _UNITS[cube.unit] if name in _IN_UNIT else _UNITS["number"]
    return {"label": text.get(lang), "decimals": 3 if cube.unit != "number" and name in _IN_UNIT else 2}


def _extension(cube: Cube, statuses: set[str], lang: str) -> dict[str, Any]:
    table = cube.table
    cells = {name: table.cells[name][cube.rows[cube.rows >= 0]] for name in ("statistic", "base_kind", "interval")}
    about = {
        "instrument": table.instrument_id,
        "level": table.level,
        "weights": table.weights,
        **{name: [value for value in dict.fromkeys(column) if value is not None] for name, column in cells.items()},
        "provenance": dict(table.provenance),
    }
    labels = {status: text.get(lang) for status, text in _STATUS.items() if status in statuses}
    return {"verkosto": about, **({"status": {"label": labels}} if labels else {})}
