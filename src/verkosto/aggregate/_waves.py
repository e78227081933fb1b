"""`difference`: how much the figures of one wave differ from those of an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve

from verkosto.aggregate._columns import NO_COUNT, Columns, missing_names
from verkosto.aggregate._figures import unit_of
from verkosto.aggregate._headings import TOTAL_CODE, Heading
from verkosto.aggregate._intervals import t_interval
from verkosto.aggregate._panel import Spread, Wave, spread_of
from verkosto.aggregate._table import Table
from verkosto.errors import AnalysisError
from verkosto.text import LocalText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["difference"]

NEWCOMBE = "newcombe"


def difference(now: Table, before: Table, *, panel: str | None = None) -> Table:
    """Return the figures of one wave less those of another.

    Rows are paired by variable, value and the code of each `by`; those of one wave alone are left out, and a note
    counts them.

    Args:
        now: The table of the later wave.
        before: That of the earlier one: of the same questions, statistics and groups. Shares that were published
            (`reported`) do as well.
        panel: None: the two samples are independent. The id of those who were asked twice, a variable of both waves:
            a person, or the sampling unit of the design. Then what an estimate has in common with the earlier one
            takes part in the standard error. The samples may overlap in part; in each wave an id stands once.

    Returns:
        A `Table` with the rows that both have. Its statistic is "share_difference", "mean_difference" and so on; `n`,
        `base`, `weighted` and `base_weighted` are those of both waves together, `units` are not known.

    Raises:
        AnalysisError: The tables have no rows in common, or figures that cannot be compared; with `panel` also ids
            that stand twice, that meet nowhere, or that lie in another stratum or sampling unit; different designs;
            answers that are not at hand.
        UnknownVariableError: A wave lacks the panel's variable.

    Example:
        >>> import verkosto as vk
        >>> answers = vk.samples.tukirakenne()
        >>> now = vk.frequency(answers, "malli_a")
        >>> before = vk.reported({"k": 76, "e": 10, "eos": 14}, 498, question=answers.instrument["malli_a"])
        >>> found = vk.difference(now, before)
        >>> found.frame[["value", "estimate", "low", "high"]].round(3).values.tolist()[0]
        ['k', -0.03, -0.083, 0.022]

    Standard errors of a panel equal those of `svycontrast` of R's survey on `svyby(~y, ~wave, covmat = TRUE)`, where
    both waves stand in one `svydesign(ids = ~panel)`. Intervals of shares are Newcombe's (1998, Statistics in Medicine
    17, pages 873 and 2635): they are made of the interval of each share, so they make sense near 0 and 1. Others are
    Student's t, for independent samples with the degrees of freedom of Welch and Satterthwaite.
    """
    _check(now, before)
    rows, earlier = _paired(now, before)
    cells, other = now.cells.take(rows), before.cells.take(earlier)
    _check_alike(cells, other)
    if panel is None:
        spread = _independent(cells, other)
    else:
        waves = [Wave(table.known_origin(), part) for table, part in ((now, rows), (before, earlier))]
        spread = spread_of(waves[0], waves[1], panel)
    variables, groups = (_shown(headings, cells) for headings in (now.variables, now.groups))
    return Table(
        instrument_id=now.instrument_id,
        title=now.title,
        variables=variables,
        groups=groups,
        level=now.level,
        weights=now.weights,
        notes=_notes(now, before, len(now) + len(before) - 2 * len(rows), panel),
        provenance=now.provenance,
        cells=_cells(cells, other, spread, now.level),
        absences=Columns.of_lists({name: [] for name in missing_names(now.by)}),
    )


def _check_is_table(given: object, what: str) -> None:
    if not isinstance(given, Table):
        msg = f"the {what} wave is a {type(given).__name__} and not a table. Tabulate it, or use `vk.reported`."
        raise AnalysisError(msg)


def _check(now: Table, before: Table) -> None:
    _check_is_table(now, "later")
    _check_is_table(before, "earlier")
    if now.by != before.by:
        msg = (
            f"the tables are divided by {_listed(now.by)} and by {_listed(before.by)}. Divide both alike (`by=`), or "
            "compare all of both waves."
        )
        raise AnalysisError(msg)
    if now.level != before.level:
        msg = f"the tables have intervals of {now.level} and {before.level}. Make both with one `level`."
        raise AnalysisError(msg)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(repr, names)) or "nothing"


def _keys(table: Table) -> list[tuple[str, ...]]:
    columns = [table.cells[name].tolist() for name in ("variable", "value", *table.by)]
    return list(zip(*columns, strict=True))


def _paired(now: Table, before: Table) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the places of the rows that both tables have, in the order of the later wave."""
    places = {key: place for place, key in enumerate(_keys(before))}
    pairs = [(place, places[key]) for place, key in enumerate(_keys(now)) if key in places]
    if not pairs:
        ids = [_listed([heading.id for heading in table.variables]) for table in (now, before)]
        msg = (
            f"the tables have no rows in common: the variables are {ids[0]} and {ids[1]}. Questions and options that "
            "were renamed need the same ids in both codebooks."
        )
        raise AnalysisError(msg)
    rows, earlier = np.array(pairs, dtype=np.intp).T
    return rows, earlier


def _check_alike(cells: Columns, other: Columns) -> None:
    for name in ("statistic", "base_kind"):
        differing = [(one, two) for one, two in zip(cells[name], other[name], strict=True) if one != two]
        if differing:
            one, two = differing[0]
            msg = f"the {name} is {one!r} in the later wave and {two!r} in the earlier. Make both tables alike."
            raise AnalysisError(msg)


def _independent(cells: Columns, other: Columns) -> Spread:
    one, two = np.square(cells["se"]), np.square(other["se"])
    both = one + two
    with np.errstate(divide="ignore", invalid="ignore"):
        df = both**2 / (one**2 / cells["df"] + two**2 / other["df"])
    # Where nothing spreads, degrees of freedom do not matter.
    return Spread(one, two, both, np.where(both == 0, cells["df"] + other["df"], df))


def _cells(cells: Columns, other: Columns, spread: Spread, level: float) -> Columns:
    value, se = cells["estimate"] - other["estimate"], np.sqrt(spread.difference)
    low, high, interval = t_interval(value, se, df=spread.df, level=level)
    share = np.array([unit_of(name) == "percent" for name in cells["statistic"]], dtype=bool)
    ends = _newcombe(cells, other, spread)
    low, high = (np.where(share, end, own) for end, own in zip(ends, (low, high), strict=True))
    interval[share] = NEWCOMBE
    interval[np.isnan(low)] = None
    unknown = np.full(len(value), NO_COUNT)
    counts = {
        name: np.where((cells[name] == NO_COUNT) | (other[name] == NO_COUNT), NO_COUNT, cells[name] + other[name])
        for name in ("n", "base")
    }
    data: dict[str, Any] = {
        **{name: cells[name] for name in cells.data},
        **counts,
        "statistic": np.array([f"{name}_difference" for name in cells["statistic"]], dtype=object),
        "weighted": cells["weighted"] + other["weighted"],
        "base_weighted": cells["base_weighted"] + other["base_weighted"],
        "units": unknown,
        "estimate": value,
        "se": se,
        "low": low,
        "high": high,
        "interval": interval,
        "df": np.where(np.isnan(value), np.nan, spread.df),
        "deff": np.full(len(value), np.nan),
        "status": np.where(np.isnan(value), "empty", "ok").astype(object),
    }
    return Columns(data)


def _newcombe(cells: Columns, other: Columns, spread: Spread) -> tuple[Floats, Floats]:
    """Return ends of intervals made of those of both shares, and of their correlation where one is known."""
    value = cells["estimate"] - other["estimate"]
    shared = (spread.now + spread.before - spread.difference) / 2
    product = np.sqrt(spread.now * spread.before)
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = np.where(product > 0, np.clip(shared / product, -1, 1), 0.0)

    def reach(one: Floats, two: Floats) -> Floats:
        return np.asarray(np.sqrt(np.maximum(one**2 + two**2 - 2 * correlation * one * two, 0)))

    below, above = cells["estimate"] - cells["low"], cells["high"] - cells["estimate"]
    its_below, its_above = other["estimate"] - other["low"], other["high"] - other["estimate"]
    return value - reach(below, its_above), value + reach(above, its_below)


def _shown(headings: Sequence[Heading], cells: Columns) -> tuple[Heading, ...]:
    """Return headings with the labels of codes that rows have."""
    found = []
    for heading in headings:
        if heading.id in cells.data:
            codes = set(cells[heading.id]) - {TOTAL_CODE}
        else:
            rows = cells["variable"] == heading.id
            codes = set(cells["value"][rows])
            if not codes:
                continue
        found.append(evolve(heading, labels={code: text for code, text in heading.labels.items() if code in codes}))
    return tuple(found)


def _notes(now: Table, before: Table, left: int, panel: str | None) -> tuple[LocalText, ...]:
    notes = [*now.notes, *before.notes, _SAMPLES if panel is None else _PANEL]
    if left:
        notes.append(
            LocalText(
                fi=f"Vain toisessa aineistossa olevia rivejä on {left}, eikä niitä verrata.",
                sv=f"{left} rader finns bara i det ena materialet och jämförs inte.",
                en=f"{left} rows are in one of the two tables only and are not compared.",
            )
        )
    return tuple(dict.fromkeys(notes))


_SAMPLES = LocalText(
    fi="Luvut ovat muutoksia aiempaan verrattuna. Otokset on oletettu toisistaan riippumattomiksi.",
    sv="Siffrorna är förändringar från tidigare. Urvalen antas vara oberoende av varandra.",
    en="Figures are changes since the earlier wave. The samples are taken to be independent.",
)
_PANEL = LocalText(
    fi="Luvut ovat muutoksia aiempaan verrattuna. Samat vastaajat on otettu huomioon luottamusväleissä.",
    sv="Siffrorna är förändringar från tidigare. Konfidensintervallen beaktar att samma personer svarade.",
    en="Figures are changes since the earlier wave. Intervals know that the same respondents answered twice.",
)
