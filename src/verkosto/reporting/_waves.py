"""A measure over waves: from tables to lines, with breaks where two waves cannot be compared."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from attrs import evolve, frozen

from verkosto.aggregate import TOTAL_CODE
from verkosto.dates import PartialDate
from verkosto.errors import DateError, OptionError, did_you_mean
from verkosto.reporting._alt import alt_title, hidden_sentence
from verkosto.reporting._panel import Cell, Panel, Row
from verkosto.reporting._selected import one_answer
from verkosto.reporting._wording import say
from verkosto.text import LocalText, format_number

__all__ = ["FEW_LINES", "Break", "Breaks", "Line", "Waves", "alt_of_waves", "split_by_wave", "waves_of"]

Breaks = Mapping[str, LocalText | str] | Collection[str]
"""Names of waves that cannot be compared with the one before, with the reason or without."""

FEW_LINES = 6
"""So many lines can be told apart in one picture."""


@frozen
class Line:
    """One figure over time.

    Attributes:
        label: What it is of: an answer, a group.
        cells: One for each wave; None where the wave does not have it.
        total: Whether it is that of all groups.
    """

    label: str
    cells: tuple[Cell | None, ...]
    total: bool = False


@frozen
class Break:
    """A place where lines are interrupted.

    Attributes:
        before: Number of the wave that cannot be compared with the one before.
        reason: Why; empty where that is not told.
    """

    before: int
    reason: str


@frozen
class Waves:
    """Lines over waves.

    Attributes:
        title: The question.
        head: What the lines are: "Vastaus", or what the groups are called.
        names: The waves in order.
        places: Where each stands between 0 and 1: by time where names are dates, else at equal steps.
        lines: The figures.
        bases: The base of each wave as it is written.
        breaks: Where lines are interrupted.
        panel: The last wave, for what all have in common.
    """

    title: str
    head: str
    names: tuple[str, ...]
    places: tuple[float, ...]
    lines: tuple[Line, ...]
    bases: tuple[str, ...]
    breaks: tuple[Break, ...]
    panel: Panel

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every figure there is."""
        return tuple(cell for line in self.lines for cell in line.cells if cell is not None)


def split_by_wave(panel: Panel) -> dict[str, Panel]:
    """Return the panel of each wave of a table whose last `by` is the wave.

    Raises:
        OptionError: The table is not divided, or by areas.
    """
    # Regions are no waves: a line from one to the next would say nothing.
    if not panel.heads or panel.items or panel.area_type is not None:
        raise OptionError(
            "waves need a table by wave, such as by='vuosi', or a mapping from the names of waves to their tables."
        )
    found: dict[str, list[Row]] = {}
    for row in panel.rows:
        if row.codes[-1] != TOTAL_CODE:
            found.setdefault(row.labels[-1], []).append(evolve(row, labels=row.labels[:-1], codes=row.codes[:-1]))
    grouped = len(panel.heads) > 1
    return {
        name: evolve(
            panel,
            kind="dots" if grouped else "bars",
            heads=panel.heads[:-1],
            rows=tuple(map(_regrouped, rows)),
            area_type=None,
            number=rows[0].number if len(rows) == 1 else "",
        )
        for name, rows in found.items()
    }


def _regrouped(row: Row) -> Row:
    """Return a row of one wave; a total over its groups is the whole."""
    total = bool(row.codes) and all(code == TOTAL_CODE for code in row.codes)
    return evolve(row, total=total, whole=total)


def waves_of(waves: Mapping[str, Panel], lang: str, breaks: Breaks = ()) -> Waves:
    """Return the lines of several panels, one for each wave.

    Waves break by themselves where the question, the label of an answer, the statistic, the base or the weighting is
    another.

    Raises:
        OptionError: There is only one wave, or a break is no wave.
    """
    if len(waves) < 2:
        raise OptionError("waves need at least two tables, such as {'2018': table, '2020': table}. Give them in order.")
    names, found = list(waves), list(waves.values())
    grouped = any(panel.heads and not panel.items for panel in found)
    if grouped:
        found = [one_answer(panel) for panel in found]
    last = found[-1]
    parts = [_cells_of(panel) for panel in found]
    labels = dict.fromkeys(key for part in reversed(parts) for key in part)
    lines = tuple(Line(label, tuple(part.get((label, total)) for part in parts), total) for label, total in labels)
    title = f"{last.title} – {last.options[0]}" if grouped and last.shares else last.title
    return Waves(
        title=title,
        head=" · ".join(last.heads) or say("answer" if last.shares else "statistic", lang),
        names=tuple(names),
        places=_places(names),
        lines=lines,
        bases=tuple(panel.number for panel in found),
        breaks=_breaks(names, found, breaks, lang),
        panel=last,
    )


def _cells_of(panel: Panel) -> dict[tuple[str, bool], Cell]:
    """Return the figures of a wave by what they are of, and whether that is a total."""
    if len(panel.rows) == 1 and not panel.heads:
        return {(option, False): cell for option, cell in zip(panel.options, panel.rows[0].cells, strict=True)}
    if panel.items and len(panel.options) > 1:
        panel = one_answer(panel)
    return {(row.label, row.total): row.cells[0] for row in panel.rows}


def _breaks(names: Sequence[str], found: Sequence[Panel], given: Breaks, lang: str) -> tuple[Break, ...]:
    named = [given] if isinstance(given, str) else given
    for name in named:
        if name not in names[1:]:
            hint = did_you_mean(str(name), names[1:])
            raise OptionError(f"Lines cannot break before {name!r}: no such wave follows another.{hint}")
    reasons = {}
    for place, (one, two) in enumerate(pairwise(found), start=1):
        if _changed(one, two):
            reasons[place] = say("break_changed", lang)
    for name in named:
        text = given[name] if isinstance(given, Mapping) else ""
        reasons[names.index(name)] = LocalText.of(text).get(lang) if text else reasons.get(names.index(name), "")
    return tuple(Break(place, reasons[place]) for place in sorted(reasons))


def _changed(one: Panel, two: Panel) -> bool:
    """Whether two waves asked or counted something else."""
    labels = dict(zip(two.codes, two.options, strict=True))
    relabelled = any(labels.get(code, text) != text for code, text in zip(one.codes, one.options, strict=True))
    same = ("title", "statistic", "base_kind", "several")
    weighting = (one.weights is None) != (two.weights is None)
    return relabelled or weighting or any(getattr(one, name) != getattr(two, name) for name in same)


def _places(names: Sequence[str]) -> tuple[float, ...]:
    """Return where waves stand: by time where their names are dates in order, else at equal steps."""
    try:
        days = [PartialDate.of(name).first.toordinal() for name in names]
    except DateError:
        days = []
    if not days or any(two <= one for one, two in pairwise(days)):
        days = list(range(len(names)))
    return tuple((day - days[0]) / (days[-1] - days[0]) for day in days)


def alt_of_waves(waves: Waves, title: str, lang: str) -> str:
    """Return what a picture of waves shows: every figure of few lines, of many the first and the last wave."""
    sentences = [alt_title("waves", title, lang)]
    if len(waves.lines) <= FEW_LINES:
        for line in waves.lines:
            figures = ", ".join(
                f"{name} {cell.text(lang)}"
                for name, cell in zip(waves.names, line.cells, strict=True)
                if cell is not None
            )
            sentences.append(f"{line.label}: {figures}.")
    else:
        for place in (0, len(waves.names) - 1):
            sentences += _of_wave(waves, place, lang)
        sentences.append(say("alt_lines", lang, count=format_number(len(waves.lines), lang=lang)))
    for found in waves.breaks:
        sentences.append(_broken(found, waves.names[found.before], lang))
    return " ".join([*sentences, *hidden_sentence(sum(cell.hidden for cell in waves.cells), lang)])


def _of_wave(waves: Waves, place: int, lang: str) -> list[str]:
    known = [
        (cell.figure, f"{line.label} {cell.text(lang)}")
        for line in waves.lines
        if not line.total and (cell := line.cells[place]) is not None and cell.figure is not None
    ]
    if not known:
        return []
    ranked = sorted(known, key=lambda pair: pair[0])
    return [say("alt_most", lang, option=waves.names[place], most=ranked[-1][1], least=ranked[0][1])]


def _broken(found: Break, name: str, lang: str) -> str:
    if found.reason:
        return say("alt_break_why", lang, wave=name, reason=found.reason)
    return say("alt_break", lang, wave=name)
