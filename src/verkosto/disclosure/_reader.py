"""Reading a table: from its rows to what they state."""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from verkosto.aggregate import HIDDEN_STATUS, Table, meant, rows_meant
from verkosto.disclosure._domain import domain_facts
from verkosto.disclosure._extents import Extents
from verkosto.disclosure._forms import Facts, Form, named_form
from verkosto.disclosure._forms_known import define_groups, define_sources, known_form
from verkosto.disclosure._keys import KNOWN, MISSING, ROWS, Fact, Key
from verkosto.disclosure._respondents import respondents_of
from verkosto.disclosure._stated import Score, Stated, Statement, absences_of_all
from verkosto.disclosure._ticks import Ticks
from verkosto.responses import REASONS

__all__ = ["read"]

_HIDDEN = Statement(np.nan, shown=False)
Codes = tuple[str, ...]
_OF_ALL: Facts = frozenset()
_ANSWERED = "answered"


def read(table: Table, extents: Extents, population: str, *, whole: bool) -> Stated:
    """Return what a table states.

    Args:
        table: The table.
        extents: What facts mean; the table's are added.
        population: Whose answers the table shows.
        whole: Whether missing rows will be published of all groups together, as `protect` does it. Otherwise they are
            shown as the table has them.
    """
    return _Reader(table, extents, population).read(whole=whole)


class _Reader:
    def __init__(self, table: Table, extents: Extents, population: str) -> None:
        self.table, self.extents = table, extents
        self.population = population
        self.found = Stated(table, absences_of_all(table))
        self.domain = domain_facts(table, extents)
        self.by = define_groups(table, extents)
        self.forms = _forms(table, extents)
        self.codes: list[Codes] = list(zip(*(table.cells[name].tolist() for name in table.by), strict=True))
        if not table.by:
            self.codes = [()] * len(table)
        self.groups = {codes: self.group(codes) for codes in dict.fromkeys(self.codes)}
        self.lacking = _lacking(table)
        # Where numbers are below 0, hidden sums of them may be, too.
        self.least_amount = np.nanmin(table.cells["estimate"], initial=0.0)

    def read(self, *, whole: bool) -> Stated:
        self.read_everybody()
        self.read_nobody()
        for row, (name, value) in enumerate(zip(self.table.cells["variable"], self.table.cells["value"], strict=True)):
            self.read_row(row, self.forms[name], name, value)
        self.read_margins()
        self.read_sums()
        self.read_absent_groups()
        self.read_missing(whole=whole)
        define_sources(self.table, self.extents)
        return self.found

    def group(self, codes: Codes) -> Facts:
        return self.domain | {facts[code] for facts, code in zip(self.by, codes, strict=True)}

    def counted(self, codes: Codes, facts: Facts = _OF_ALL) -> float:
        """Return how many of a group some facts are true of; NaN where the answers are not at hand.

        The table's own subset is counted in: its codes alone do not always tell who is in it, as ranges of numbers,
        names of associations and regions without respondents do not.
        """
        if self.table.origin is None:
            return np.nan
        inside = facts | {own[code] for own, code in zip(self.by, codes, strict=True)}
        return rows_meant(self.table, self.extents.names(self.extents.meaning(inside)), of_subset=True)

    def key(self, facts: Iterable[Fact], what: str = ROWS) -> Key:
        return Key(self.population, frozenset(facts), what)

    def read_row(self, row: int, form: Form, name: str, value: str) -> None:
        cells, codes = self.table.cells, self.codes[row]
        group = self.groups[codes]
        say = self.found.say
        base_facts = form.own[value] if form.base is None else form.base
        base = say(self.key(group | base_facts, form.ticks), self.base_of(row))
        own = say(self.key(group | form.own[value]), self.count_of(row))
        self.found.bases.append(base)
        self.found.rows.append(own)
        if own != base:
            self.found.ties.append((base, own))
        if form.base is not None:
            answered = cells["base_kind"][row] == _ANSWERED
            self.read_group(name, codes, self.found.numbers[base].value if answered else np.nan)
        self.found.scores.append(self.score_of(form, value, codes, group))
        self.found.boxes.append(own != base and len(form.own) == 1 and not form.options and form.scale is None)
        self.found.amounts.append(None)
        amount = _amount(cells, row)
        hidden = cells["status"][row] == HIDDEN_STATUS
        if form.amount is not None and (hidden or not np.isnan(amount)):
            weights = "" if self.table.weights is None else f"*{self.table.weights}"
            key = self.key(group | base_facts, form.amount + weights)
            low = -np.inf if (self.least_amount if hidden else amount) < 0 else 0.0
            self.found.amounts[row] = say(key, Statement(np.nan if hidden else amount, shown=not hidden, low=low))

    def read_everybody(self) -> None:
        """State how many answered the survey: notes on method say it, and standard errors tell it."""
        everybody = respondents_of(self.table)
        if everybody is not None:
            self.found.everybody = self.found.say(self.key(()), Statement(float(everybody)))

    def read_nobody(self) -> None:
        """State that nobody lacks an answer for a reason that is an option: readers know the questionnaire."""
        for fact in dict.fromkeys(fact for form in self.forms.values() for fact in form.nobody):
            self.found.say(self.key([fact]), Statement(0.0, nobody=True))

    def base_of(self, row: int) -> Statement:
        return _of_span(self.table.base_span(row))

    def count_of(self, row: int) -> Statement:
        return _of_span(self.table.count_span(row))

    def read_group(self, name: str, codes: Codes, base: float) -> None:
        """State how many respondents a group has, which nobody is told, but readers know that there is one."""
        lacking = self.lacking.get(name, {})
        together = self.together(name)
        if together and set(codes) != {KNOWN}:
            base = np.nan
        inside = [
            n
            for other, n in lacking.items()
            if together or all(b in (KNOWN, a) for a, b in zip(other, codes, strict=True))
        ]
        parts = [count for reasons in inside for count in reasons.values()]
        low = 1.0 if codes and KNOWN not in codes else 0.0
        n = base + sum(parts)
        n = self.counted(codes) if np.isnan(n) else n
        self.found.say(self.key(self.groups[codes]), Statement(n, shown=False, low=low))

    def score_of(self, form: Form, value: str, codes: Codes, group: Facts) -> Score | None:
        """Return what a row tells by the numbers of its answers. Weighted figures tell no counts."""
        if form.scale is None or form.base is None or self.table.weights is not None:
            return None
        counts = form.scale.counts[codes].tolist()
        keys = [self.key(group | facts) for facts in form.scale.reached]
        base = self.key(group | form.base)
        lowest = self.found.numbers[base].value - counts[0]
        return Score(
            key=self.key(group | form.base, f"score:{value}"),
            reached=tuple(zip(keys, map(float, counts), strict=True)),
            lowest=(self.key(group | form.scale.lowest), lowest),
        )

    def read_sums(self) -> None:
        """State what adds up by name alone: values, and all ticks; and which options those who answered ticked."""
        for name, form in self.forms.items():
            if form.base is None or not (form.divides or form.options):
                continue
            for codes, group in self.groups.items():
                own = tuple(self.key(group | facts) for facts in form.own.values())
                base = self.key(group | form.base, form.ticks)
                if form.options:
                    self.found.ticks.append(self.ticks_of(name, form, codes))
                if form.divides or (form.ticks != ROWS and form.complete):
                    self.found.sums.append((base, own))
                elif form.ticks != ROWS:
                    others = self.found.say(Key(base.population, base.facts, f"others {base.what}"), _HIDDEN)
                    self.found.sums.append((base, (*own, others)))

    def ticks_of(self, name: str, form: Form, codes: Codes) -> Ticks:
        group = self.groups[codes]
        answered = self.key(group | form.answered)
        n = self.counted(codes, form.answered)
        if not np.isnan(n):
            self.found.say(answered, Statement(n, shown=False))
        # Options that were put together may bear the code of another one, and have a variable of their own.
        variables = {code: variable for code, facts in form.own.items() for variable, _ in facts}
        return Ticks(
            name,
            answered,
            {variables[code]: self.key(group | facts) for code, facts in form.own.items()},
            frozenset(variables[code] for code in form.exclusive),
            frozenset([frozenset(variables.values())] if form.complete else ()),
        )

    def read_absent_groups(self) -> None:
        """State that groups which have no row have nobody."""
        axes = range(len(self.by))
        known = [codes for codes in self.groups if KNOWN not in codes]
        for axis in axes:
            others = [place for place in axes if place != axis]
            for size in range(len(others) + 1):
                for chosen in itertools.combinations(others, size):
                    self.read_absent(axis, chosen, known)

    def read_absent(self, axis: int, others: Sequence[int], known: Iterable[Codes]) -> None:
        """State which codes of one axis nobody has, in each group that some other axes make."""
        present: dict[Codes, set[str]] = {}
        for codes in known:
            # Who lacks another axis is in no group, and may still have the code.
            group = (code if place in others else KNOWN for place, code in enumerate(codes) if place != axis)
            present.setdefault(tuple(group), set()).add(codes[axis])
        heading = self.table.groups[axis]
        for codes, there in present.items():
            others_by = (facts for place, facts in enumerate(self.by) if place != axis)
            facts = self.domain | {facts[code] for facts, code in zip(others_by, codes, strict=True)}
            absent = [code for code in heading.labels if code not in there]
            self.say_nobody(facts, heading.id, [self.by[axis][code] for code in absent])

    def say_nobody(self, facts: Facts, name: str, absent: Sequence[Fact]) -> None:
        if absent:
            fact = absent[0] if len(absent) == 1 else self.extents.several(name, absent)
            self.found.say(self.key(facts | {fact}), Statement(0.0, nobody=True))

    def read_missing(self, *, whole: bool) -> None:
        """State how many are missing, by reason: of the groups, and of the variables of all groups together."""
        of_all = dict.fromkeys([*self.forms, *(heading.id for heading in self.table.groups)], 0)
        lists = self.found.absences.lists()
        counts: dict[str, dict[str, int | None]] = {name: {} for name in of_all}
        for name, reason, n in zip(lists["variable"], lists["reason"], lists["n"], strict=True):
            counts[name][reason] = n
            self.found.missing.append(self.key(self.missing_of(name) | {self.reason(name, reason)}))
            self.found.say(self.found.missing[-1], _HIDDEN if n is None else Statement(float(n)))
        for name, known in counts.items():
            self.say_none_missing(name, self.missing_of(name), known)
        if not whole:
            for name in self.forms:
                if not self.together(name):
                    self.read_missing_of_groups(name)

    def missing_of(self, name: str) -> Facts:
        """Return the facts of those among whom missing values of a variable or a group are counted."""
        return self.domain | {facts[KNOWN] for facts in self.by} if name in self.forms else self.domain

    def reason(self, name: str, reason: str) -> Fact:
        if name in self.forms:
            return self.forms[name].missing.get(reason, (name, MISSING + reason))
        return self.by[self.table.by.index(name)].get(MISSING + reason, (name, MISSING + reason))

    def read_margins(self) -> None:
        """State that groups of several `by` have totals, shown or not: what is missing adds up through them."""
        shares = set(self.table.cells["statistic"]) == {"share"}
        codes = ({KNOWN, *own} for own in zip(*self.groups, strict=True)) if len(self.by) > 1 and shares else ()
        for margin in itertools.product(*map(sorted, codes)):
            if margin and KNOWN in margin:
                group = self.group(margin)
                for facts in self.of_margins():
                    self.found.say(self.key(group | facts), _HIDDEN)

    def of_margins(self) -> Iterator[Facts]:
        """Yield of whom totals are: of all, of the bases, and of those who are missing for a reason."""
        yield frozenset()
        yield from (form.base for form in self.forms.values() if form.base is not None)
        for name, reason in zip(self.table.absences["variable"], self.table.absences["reason"], strict=True):
            if name in self.forms:
                yield frozenset([self.reason(name, reason)])

    def say_none_missing(self, name: str, facts: Facts, known: Container[str]) -> None:
        self.say_nobody(facts, name, [self.reason(name, reason) for reason in REASONS if reason not in known])

    def together(self, name: str) -> bool:
        """Return whether missing rows of a variable are told of all groups together, as published tables do."""
        return bool(self.by) and any(None in codes for codes in self.lacking.get(name, ()))

    def read_missing_of_groups(self, name: str) -> None:
        lacking = self.lacking.get(name, {})
        for codes, group in self.groups.items():
            if codes and KNOWN not in codes:
                reasons = lacking.get(codes, {})
                for reason, n in reasons.items():
                    self.found.say(self.key(group | {self.reason(name, reason)}), Statement(n, shown=not np.isnan(n)))
                self.say_none_missing(name, group, reasons)


def _forms(table: Table, extents: Extents) -> dict[str, Form]:
    meanings = meant(table)
    named = set(table.cells["variable"])
    if meanings is None:
        return {h.id: named_form(table, h, extents) for h in table.variables if h.id in named}
    kinds: dict[str, tuple[str, str]] = {}
    for name, statistic, kind in zip(*(table.cells[c] for c in ("variable", "statistic", "base_kind")), strict=True):
        kinds.setdefault(name, (statistic, kind))
    return {
        heading.id: known_form(heading, meaning, *kinds[heading.id], extents)
        for heading, meaning in zip(table.variables, meanings, strict=True)
        if heading.id in kinds
    }


def _lacking(table: Table) -> dict[str, dict[Codes, dict[str, float]]]:
    """Return how many rows of each group have no figure, by variable, group and reason."""
    found: dict[str, dict[Codes, dict[str, float]]] = {}
    lists = table.absences.lists()
    groups = zip(*(lists[name] for name in table.by), strict=True) if table.by else itertools.repeat(())
    for name, codes, reason, n in zip(lists["variable"], groups, lists["reason"], lists["n"], strict=False):
        found.setdefault(name, {}).setdefault(codes, {})[reason] = np.nan if n is None else float(n)
    return found


def _of_span(span: tuple[int, int] | None) -> Statement:
    if span is None:
        return _HIDDEN
    low, high = map(float, span)
    return Statement(low) if low == high else Statement(np.nan, shown=False, low=low, high=high)


def _amount(cells: Any, row: int) -> float:
    estimate = float(cells["estimate"][row])
    return estimate * float(cells["base_weighted"][row]) if cells["statistic"][row] == "mean" else estimate
