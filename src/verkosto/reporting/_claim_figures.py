"""Figures of a table that a claim is about: exact where the table is, and what they would be of other bases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import isnan

import numpy as np
from attrs import frozen

from verkosto.aggregate import HIDDEN_STATUS, NO_COUNT, TOTAL_CODE, FigureUnit, Heading, Table, figure_units, unit_of
from verkosto.errors import AnalysisError, did_you_mean
from verkosto.text import HIDDEN, LANGUAGES, MISSING, LocalText, format_number

__all__ = ["Figure", "Place", "figure", "is_unsure", "local", "places_of", "rows_of", "shares_of_bases"]

_ROUNDING = "rounding"
_NOBODY = ("not_asked", "not_applicable")
_UNSURE = re.compile(
    r"osaa sanoa|\beos\b|\ben tiedä\b|\bei tiedä\b|kan inte säga|vet inte|vet ej|"
    r"don['’]t know|do not know|cannot say|can['’]t say",
    re.IGNORECASE,
)
_EXACT = 1e-9


@frozen
class Place:
    """Where a figure stands in a table."""

    variable: str
    value: str
    groups: tuple[str, ...]


@frozen(eq=False)
class Figure:
    """One row of a table.

    Attributes:
        table: The table.
        row: The row's place.
        place: Its codes.
        estimate: The figure, a share between 0 and 1; None where there is none.
        step: What the table's figures are rounded to; 0 where they are not.
        n: Its count, unweighted; None where it is not known.
        base: Likewise.
        other: Whether the table is that which the claim compares with.
    """

    table: Table
    row: int
    place: Place
    estimate: Fraction | None
    step: Fraction
    n: int | None
    base: int | None
    other: bool = False

    @property
    def hidden(self) -> bool:
        """Whether it is kept back."""
        return self.status == HIDDEN_STATUS

    @property
    def status(self) -> str:
        """What the table says of it."""
        return str(self.table.cells["status"][self.row])

    @property
    def statistic(self) -> str:
        """What kind of figure it is."""
        return str(self.table.cells["statistic"][self.row])

    @property
    def is_share(self) -> bool:
        """Whether it is a share."""
        return unit_of(self.statistic) == "percent"

    @property
    def in_points(self) -> bool:
        """Whether it is a difference of shares."""
        return unit_of(self.statistic) in ("points", "score")

    @property
    def is_difference(self) -> bool:
        """Whether it says how much two figures differ."""
        return self.statistic.endswith("_difference") or self.statistic == "contrast"

    def number(self, name: str) -> float:
        """Return a number of its row; NaN where there is none."""
        return float(self.table.cells[name][self.row])

    def label(self, lang: str) -> str:
        """Return what the row is called: its answer, and its groups where it has some."""
        table, place = self.table, self.place
        names = [heading for heading in table.variables if heading.id == place.variable]
        labels = [heading.label(place.value, lang) for heading in names]
        if len(table.variables) > 1:
            labels = [f"{names[0].text.get(lang)}: {labels[0]}"]
        groups = [
            heading.label(code, lang)
            for heading, code in zip(table.groups, place.groups, strict=True)
            if code != TOTAL_CODE
        ]
        return ", ".join([*labels, *groups])

    @property
    def unit(self) -> FigureUnit:
        """How it is written: plain numbers with the decimals of all figures of its group."""
        rows = rows_of(self.table, self.place.variable, self.place.groups)
        return figure_units(self.table.cells, rows)[rows.index(self.row)]

    def between(self, lang: str) -> str:
        """Return its interval as readers see it."""
        low, high = self.number("low"), self.number("high")
        return MISSING if isnan(low) or isnan(high) else self.unit.interval(low, high, lang)

    def shown(self) -> LocalText:
        """Return the figure as readers see it, with its counts where they are known."""
        return local(self._shown)

    def _shown(self, lang: str) -> str:
        if self.estimate is None:
            return HIDDEN.get(lang) if self.hidden else MISSING
        text = self.unit.figure(self.number("estimate"), lang)
        if self.n is None or self.base is None:
            return text
        n, base = (format_number(count, lang=lang) for count in (self.n, self.base))
        return f"{text} ({n}/{base})" if self.is_share and self.table.weights is None else f"{text} (n = {base})"


def local(text: Callable[[str], str]) -> LocalText:
    """Return a text that a function gives for each language."""
    return LocalText(**{lang: text(lang) for lang in LANGUAGES})


def figure(table: Table, row: int, *, other: bool = False) -> Figure:
    """Return a row of a table as a figure."""
    cells = table.cells
    place = Place(
        str(cells["variable"][row]), str(cells["value"][row]), tuple(str(cells[name][row]) for name in table.by)
    )
    n, base = (_count(cells[name][row]) for name in ("n", "base"))
    hidden = cells["status"][row] == HIDDEN_STATUS
    estimate = None if hidden else _exact(float(cells["estimate"][row]), n, base)
    return Figure(table, row, place, estimate, _step(table), n, base, other)


def _count(value: int) -> int | None:
    return None if value == NO_COUNT else int(value)


def _exact(estimate: float, n: int | None, base: int | None) -> Fraction | None:
    """Return the estimate as the fraction that it comes from; its shortest decimal form where there is none."""
    if isnan(estimate):
        return None
    if n is not None and base and abs(estimate - n / base) < _EXACT:
        return Fraction(n, base)
    return Fraction(Decimal(repr(estimate)))


def _step(table: Table) -> Fraction:
    """Return what the table's shares are rounded to, as a release or as bands give them."""
    protection = getattr(table, "protection", None)
    if protection is not None and protection.method == "band" and protection.step:
        return Fraction(protection.step, 100)
    return Fraction(table.provenance.get(_ROUNDING, "0"))


def rows_of(table: Table, variable: str, groups: Sequence[str], value: str | None = None) -> list[int]:
    """Return the rows of a variable in a group, of one value or of all."""
    cells = table.cells
    fits = cells["variable"] == variable
    for name, code in zip(table.by, groups, strict=True):
        fits &= cells[name] == code
    if value is not None:
        fits &= cells["value"] == value
    return [int(row) for row in np.flatnonzero(fits)]


def places_of(table: Table, *, variable: str | None, group: object) -> tuple[str, tuple[str, ...]]:
    """Return the variable and the group that a claim names, or those that go without saying.

    Raises:
        AnalysisError: There is no such variable or group, or several and none is named.
    """
    ids = [heading.id for heading in table.variables]
    if variable is None and len(ids) != 1:
        raise AnalysisError(
            f"the table has the variables {', '.join(map(repr, ids))}. Say which the claim is about: variable=."
        )
    name = ids[0] if variable is None else variable
    if name not in ids:
        raise AnalysisError(
            f"the table has no variable {name!r}.{did_you_mean(name, ids)} It has {', '.join(map(repr, ids))}."
        )
    return name, _groups(table, group)


def _groups(table: Table, group: object) -> tuple[str, ...]:
    by = table.by
    known = ", ".join(map(repr, by)) or "nothing"
    if group is None:
        return (TOTAL_CODE,) * len(by)
    if isinstance(group, Mapping):
        if strange := [name for name in group if name not in by]:
            hint = did_you_mean(strange[0], by)
            raise AnalysisError(f"the table is not divided by {strange[0]!r}.{hint} It is divided by {known}.")
        codes = tuple(group.get(name, TOTAL_CODE) for name in by)
    else:
        codes = (group,) if isinstance(group, str) or not isinstance(group, Sequence) else tuple(group)
    if len(codes) != len(by):
        raise AnalysisError(f"group={group!r} names {len(codes)} groups, and the table is divided by {known}.")
    for heading, code in zip(table.groups, codes, strict=True):
        _check_code(heading, code, table)
    return codes


def _check_code(heading: Heading, code: object, table: Table) -> None:
    known = {str(found) for found in table.cells[heading.id]} | {TOTAL_CODE}
    if code not in known:
        hint = did_you_mean(code, sorted(known))
        raise AnalysisError(
            f"{heading.id!r} has no group {code!r} in the table.{hint} Use a code of the column {heading.id!r}."
        )


def is_unsure(table: Table, variable: str, value: str) -> bool:
    """Whether an answer is "en osaa sanoa": by its codebook where that is at hand, else by its words."""
    if table.origin is not None:
        for question in table.origin.responses.instrument:
            options = (*question.choices, *question.items)
            if variable.partition("[")[0] == question.id and any(o.code == value for o in options):
                return any(o.code == value and o.kind == "dont_know" for o in options)
    for heading in table.variables:
        label = heading.labels.get(value) if heading.id == variable else None
        if label is not None:
            return any(_UNSURE.search(label.get(lang)) for lang in LANGUAGES)
    return False


def shares_of_bases(found: Figure) -> Iterator[tuple[str, Fraction]]:
    """Give what a share would be of other bases, with the base's name, as far as the table tells."""
    table, place = found.table, found.place
    if not found.is_share or found.estimate is None:
        return
    rows = [figure(table, row) for row in rows_of(table, place.variable, place.groups)]
    unsure = [row for row in rows if is_unsure(table, place.variable, row.place.value)]
    if unsure and all(row.estimate is not None for row in unsure) and not any(row is found for row in unsure):
        rest = 1 - sum((row.estimate for row in unsure if row.estimate is not None), Fraction(0))
        if rest > 0 and place.value not in {row.place.value for row in unsure}:
            yield "substantive", found.estimate / rest
    if found.n is None or found.base is None or table.weights is not None:
        return
    yield from _of_counts(found, rows)


def _of_counts(found: Figure, rows: Sequence[Figure]) -> Iterator[tuple[str, Fraction]]:
    n, base, table, place = found.n or 0, found.base or 0, found.table, found.place
    reasons = _missing(table, place)
    if unsure := reasons.get("dont_know", 0):
        yield "answered", Fraction(n, base + unsure)
    asked = base + sum(count for reason, count in reasons.items() if reason not in _NOBODY)
    if asked > base and reasons:
        yield "asked", Fraction(n, asked)
    counts = [row.n for row in rows]
    ticks = sum(count for count in counts if count is not None)
    if None not in counts and ticks > base:
        yield "ticks", Fraction(n, ticks)
    yield from _across(found)


def _across(found: Figure) -> Iterator[tuple[str, Fraction]]:
    """Give shares across groups: of all respondents, and of those who gave this answer."""
    table, place = found.table, found.place
    if not table.by or all(code == TOTAL_CODE for code in place.groups):
        return
    whole = rows_of(table, place.variable, (TOTAL_CODE,) * len(table.by), place.value)
    if not whole:
        return
    total = figure(table, whole[0])
    if total.base and total.n and total.estimate is not None:
        yield "everybody", Fraction(found.n or 0, total.base)
        yield "answer", Fraction(found.n or 0, total.n)
        yield "total", total.estimate


def _missing(table: Table, place: Place) -> dict[str, int]:
    """Return the missing answers of a variable in a group by reason; of all groups for a total."""
    lists = table.absences.lists()
    counts: dict[str, int] = {}
    for row in range(len(lists["variable"])):
        codes = [lists[name][row] for name in table.by]
        same = all(wanted in (TOTAL_CODE, code) for wanted, code in zip(place.groups, codes, strict=True))
        if lists["variable"][row] == place.variable and same:
            counts[lists["reason"][row]] = counts.get(lists["reason"][row], 0) + (lists["n"][row] or 0)
    return counts
