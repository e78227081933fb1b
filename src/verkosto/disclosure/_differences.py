"""Differencing: what an earlier table and a new one tell together of those who are in one and not in the other.

Two cases are known. The same number of the same survey, read again after late answers: new less old are those who came
late. And a group beside the whole that it is part of, published at another time: whole less group are the others. Each
becomes a number of the system that nobody publishes, tied to the two by a sum, so that suppression protects it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, frozen

from verkosto.disclosure._bounds import bounds
from verkosto.disclosure._keys import Fact, Key
from verkosto.disclosure._system import Problem, Sum, System
from verkosto.disclosure._worlds import REST
from verkosto.errors import DisclosureError

if TYPE_CHECKING:
    from verkosto.disclosure._ledger_entries import Entry
    from verkosto.disclosure._rules import Rules

__all__ = ["Clash", "clashes", "comparable", "of_same_answers", "refusal", "with_differences", "within_reach"]


@frozen
class _Pair:
    """Places of two numbers that can be compared: in the new system and in the old."""

    new: int
    old: int


Facts = frozenset[Fact]

_NEAR = 1e-6
_MOST_NAMED = 3

_LEAST = 0.0
"""How few must seem possible of a difference, as of every small count."""


@frozen
class Clash:
    """Two numbers whose difference counts few respondents.

    Attributes:
        entry: The earlier table.
        key: The number of the new table.
        earlier: The number of the earlier table.
        difference: How many respondents are in one of them and not in the other.
    """

    entry: Entry
    key: Hashable
    earlier: Hashable
    difference: int

    def __repr__(self) -> str:
        # The difference is what must not be seen.
        return f"<Clash with {self.entry.title.fi!r}>"


def comparable(one: str, other: str, same: frozenset[str]) -> bool:
    """Return whether two populations have respondents in common: answers to one instrument, or to waves said to be.

    Example:
        >>> comparable("kysely@1f2e", "kysely@99ab", frozenset())
        True
        >>> comparable("a-2020", "a-2023", frozenset()), comparable("a-2020", "a-2023", frozenset({"a-2020", "a-2023"}))
        (False, True)
    """
    first, second = (population.partition("@")[0] for population in (one, other))
    return first == second or {first, second} <= same


def clashes(system: System, entry: Entry, rules: Rules, same: frozenset[str]) -> Iterator[Clash]:
    """Yield what the shown numbers of a system and of an earlier table tell of few respondents.

    Args:
        system: What is published now.
        entry: What was published.
        rules: How many are few.
        same: Ids of instruments whose respondents are the same.
    """
    old = entry.system
    for pairs in _families(system, old, same).values():
        for pair in pairs:
            if system.shown[pair.new] and old.shown[pair.old]:
                difference = abs(float(system.values[pair.new] - old.values[pair.old]))
                if 0 < difference < rules.min_count:
                    yield Clash(entry, system.keys[pair.new], old.keys[pair.old], round(difference))


def with_differences(problem: Problem, entries: Sequence[Entry], rules: Rules, same: frozenset[str]) -> Problem:
    """Return the problem with those who are in an earlier table and not in the new one, or the other way round.

    A number that an earlier table hid stays hidden, unless enough have answered since in what it is part of. What
    earlier tables tell by themselves cannot be hidden any more, and is not asked for.

    Args:
        problem: The new tables, all numbers with their values, and what was published of the same answers.
        entries: What was published earlier of the same respondents, or of some of them.
        rules: How many are few.
        same: Ids of instruments whose respondents are the same.
    """
    for entry in entries:
        families = _families(problem.system, entry.system, same)
        hidden = _kept_hidden(problem.system, entry.system, families.get(frozenset(), []), rules)
        numbers = _Numbers(problem, entry)
        known = ~np.isnan(problem.system.values)
        for pairs in families.values():
            both = [pair for pair in pairs if known[pair.new] and entry.system.shown[pair.old]]
            numbers.add(both, rules.min_count)
        problem = _hiding(numbers.problem(), hidden)
    return within_reach(problem)


def of_same_answers(system: System, entries: Sequence[Entry]) -> tuple[System, ...]:
    """Return the earlier systems that are of the very answers of new tables, so that a number in both is one number.

    Args:
        system: The new tables.
        entries: What was published earlier.
    """
    populations = {key.population for key in system.keys if isinstance(key, Key)}
    found = [entry for entry in entries if entry.populations & populations and not _changed(system, entry.system)]
    return tuple(earlier for entry in found for earlier in (entry.system, entry.amounts))


def refusal(problem: Problem, entries: Sequence[Entry], rules: Rules, same: frozenset[str]) -> DisclosureError:
    """Return the error that names the earlier tables because of which a table cannot be published.

    Args:
        problem: The new tables alone.
        entries: What was published earlier.
        rules: How many are few.
        same: Ids of instruments whose respondents are the same.
    """
    against = [
        f"{entry.title.fi!r} ({entry.id}{'' if entry.on is None else f', {entry.on}'})"
        for entry in entries
        if with_differences(problem, [entry], rules, same) is not problem or of_same_answers(problem.system, [entry])
    ]
    more = f" and {len(against) - _MOST_NAMED} more" if len(against) > _MOST_NAMED else ""
    named = ", ".join(against[:_MOST_NAMED]) + more
    return DisclosureError(
        f"the table cannot be published beside what was published earlier: {named}. The differences would tell what "
        f"fewer than {rules.min_count} respondents answered. Count the same respondents in both, wait until more have "
        "answered, or put groups together: `disclosure.coarsen` says which."
    )


def _families(new: System, old: System, same: frozenset[str]) -> dict[Facts, list[_Pair]]:
    """Return numbers that can be compared, by what is true of the old one only; nothing where both count the same.

    A number of the old table is compared with the same of the new one, or else with the smallest that holds it.
    Numbers of the same answers are left alone: those are one number, or tied by sums.
    """
    changed = _changed(new, old)
    places: dict[str, dict[Facts, list[int]]] = {}
    for at, key in enumerate(new.keys):
        if isinstance(key, Key) and not _is_rest(key):
            places.setdefault(key.what, {}).setdefault(_named(key), []).append(at)
    families: dict[Facts, list[_Pair]] = {}
    for at, key in enumerate(old.keys):
        if not isinstance(key, Key) or _is_rest(key):
            continue
        facts, known = _named(key), places.get(key.what, {})
        inside = [facts] if facts in known else [other for other in known if other <= facts]
        nearest = max(inside, key=len, default=facts)
        for place in known.get(nearest, ()):
            population = new.keys[place].population  # type: ignore[attr-defined]
            others = population != key.population or population in changed
            if others and comparable(population, key.population, same):
                families.setdefault(facts - nearest, []).append(_Pair(place, at))
    return families


def _changed(new: System, old: System) -> frozenset[str]:
    """Return the populations of which two systems say different numbers: answers without a digest, read again."""
    known = dict(zip(old.keys, old.values.tolist(), strict=True))
    pairs = ((key, value, known.get(key, np.nan)) for key, value in zip(new.keys, new.values.tolist(), strict=True))
    return frozenset(key.population for key, one, other in pairs if isinstance(key, Key) and abs(one - other) > _NEAR)


def _is_rest(key: Key) -> bool:
    """Return whether a number is what others leave over: its name says which only among them."""
    return any(code.startswith(REST) for _, code in key.facts)


def _named(key: Key) -> Facts:
    """Return the facts of a key by name: which municipalities of a region occur is another matter in each reading."""
    return frozenset((name, code.partition("\n")[0]) for name, code in key.facts)


def _kept_hidden(new: System, old: System, pairs: Sequence[_Pair], rules: Rules) -> list[int]:
    """Return the places of numbers that an old table hid, and that too few have joined since to be shown now."""
    new_of = {pair.old: pair.new for pair in pairs}
    joined: dict[int, list[float]] = {}
    for total in old.sums:
        if old.shown[total.whole] and total.whole in new_of:
            more = abs(float(new.values[new_of[total.whole]] - old.values[total.whole]))
            for part in total.parts:
                joined.setdefault(part, []).append(more)
    hidden = [pair for pair in pairs if new.shown[pair.new] and not old.shown[pair.old]]
    return [pair.new for pair in hidden if min(joined.get(pair.old, [0.0])) < rules.min_count]


def _hiding(problem: Problem, places: Sequence[int]) -> Problem:
    """Return the problem with some more numbers hidden, so that at least they are not known exactly."""
    added = [place for place in places if not problem.primary[place]]
    if not added:
        return problem
    values = problem.system.values[added]
    primary, low, high = problem.primary.copy(), problem.need_low.copy(), problem.need_high.copy()
    primary[added], low[added], high[added] = True, np.maximum(values - 1, 0), values + 1
    return evolve(problem, primary=primary, need_low=low, need_high=high)


def within_reach(problem: Problem) -> Problem:
    """Return the problem without needs that nothing meets, even with all hidden that is not published yet."""
    fixed = problem.system.shown & np.isinf(problem.cost)
    if not (fixed.any() and problem.primary.any()):
        return problem
    told = bounds(problem.system.hide(~fixed), problem.primary)
    low, high = np.fmax(problem.need_low, told.low), np.fmin(problem.need_high, told.high)
    missed = problem.primary & ((low > problem.need_low) | (high < problem.need_high))
    if not missed.any():
        return problem
    return evolve(
        problem,
        need_low=np.where(missed, low, problem.need_low),
        need_high=np.where(missed, high, problem.need_high),
    )


class _Numbers:
    """Numbers and sums that are put behind those of a problem."""

    def __init__(self, problem: Problem, entry: Entry) -> None:
        self._problem = problem
        self._entry = entry
        self._keys: list[Hashable] = []
        self._values: list[float] = []
        self._shown: list[bool] = []
        self._needs: list[float] = []
        self._sums: list[Sum] = []

    def add(self, pairs: Sequence[_Pair], enough: int) -> None:
        """Add what a family of pairs tells, if it tells anything of few respondents.

        Args:
            pairs: Numbers that are known in both.
            enough: How many are no longer few.
        """
        new, old = self._problem.system, self._entry.system
        more = {pair: float(new.values[pair.new] - old.values[pair.old]) for pair in pairs}
        if not any(0 < abs(difference) < enough for difference in more.values()):
            return
        place = {pair.new: self._difference(pair, difference, enough) for pair, difference in more.items()}
        if len({difference > 0 for difference in more.values() if difference}) > 1:
            # Some came and some left: what is left over has no sign, and its parts need not add up.
            return
        for total in new.sums:
            if total.whole in place and all(part in place for part in total.parts):
                self._sums.append(Sum(place[total.whole], tuple(place[part] for part in total.parts)))

    def _difference(self, pair: _Pair, difference: float, enough: int) -> int:
        """Add the old number and the difference, and return the place of the difference."""
        old = self._number(("earlier", pair.old), float(self._entry.system.values[pair.old]), shown=True)
        need = enough if 0 < abs(difference) < enough else np.nan
        place = self._number(("difference", pair.new, pair.old), abs(difference), need=need)
        smaller, larger = (old, pair.new) if difference >= 0 else (pair.new, old)
        self._sums.append(Sum(larger, (smaller, place)))
        return place

    def _number(self, name: tuple[Hashable, ...], value: float, *, shown: bool = False, need: float = np.nan) -> int:
        self._keys.append((self._entry.id, *name))
        self._values.append(value)
        self._shown.append(shown)
        self._needs.append(need)
        return len(self._problem.system) + len(self._keys) - 1

    def problem(self) -> Problem:
        """Return the problem with all that was added; the same one where nothing was."""
        problem, size = self._problem, len(self._keys)
        if not size:
            return problem
        system, values, needs = problem.system, np.array(self._values), np.array(self._needs)
        larger = System(
            keys=(*system.keys, *self._keys),
            values=np.append(system.values, values),
            shown=np.append(system.shown, self._shown),
            low=np.append(system.low, np.zeros(size)),
            high=np.append(system.high, np.full(size, np.inf)),
            sums=(*system.sums, *self._sums),
            whole=system.whole,
        )
        return Problem(
            system=larger,
            primary=np.append(problem.primary, ~np.isnan(needs)),
            need_low=np.append(problem.need_low, np.where(np.isnan(needs), np.nan, _LEAST)),
            need_high=np.append(problem.need_high, needs),
            cost=np.append(problem.cost, np.full(size, np.inf)),
            ties=problem.ties,
        )
