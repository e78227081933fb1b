"""Worlds: all that is stated of one population, as numbers with their relations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from attrs import define, evolve, field

from verkosto.aggregate import Table, rows_meant
from verkosto.disclosure._derived import with_sources
from verkosto.disclosure._domain import define_codes
from verkosto.disclosure._extents import Extents
from verkosto.disclosure._forms import compares
from verkosto.disclosure._keys import ROWS, Key, population_of
from verkosto.disclosure._lines import Lattice, Number, Relations
from verkosto.disclosure._reader import read
from verkosto.disclosure._stated import NETS, Stated, Statement
from verkosto.disclosure._system import System

__all__ = ["REST", "World", "remember", "worlds_of"]

_COMPARED = "~compared"

REST = "~"
"""How the code of a fact begins that only rests have; it means nothing in another session."""


@define(eq=False)
class World:
    """One population.

    Attributes:
        extents: What facts mean.
        tables: What each table states, with its place among all tables.
        earlier: Numbers that were published before.
    """

    extents: Extents = field(factory=Extents)
    tables: dict[int, Stated] = field(factory=dict)
    earlier: dict[Key, Statement] = field(factory=dict)

    def statements(self) -> dict[Key, Statement]:
        """Return every number once, as far as anybody states it."""
        found: dict[Key, Statement] = {}
        for numbers in (*(stated.numbers for stated in self.tables.values()), self.earlier):
            for key, statement in numbers.items():
                found[key] = statement if key not in found else _both(found[key], statement)
        return found

    def settle(self) -> None:
        """State the sums of numbered answers where they tell of counts that somebody else tells, or of all alike."""
        told = {name for stated in self.tables.values() for name in _answers_told(stated)}
        told |= {name for key in self.earlier for name, _ in key.facts}
        for stated in self.tables.values():
            for row, score in enumerate(stated.scores):
                if score is None:
                    continue
                base = stated.bases[row]
                variable, statistic = (stated.table.cells[column][row] for column in ("variable", "statistic"))
                useful = variable in told or statistic in NETS or score.alike(stated.numbers[base].value)
                if useful:
                    stated.tell(row, score)
                else:
                    stated.scores[row] = None

    def contradicts(self, stated: Stated) -> bool:
        """Return whether a table says another number of something than those before it: of others, then."""
        return any(
            _differ(statement.value, number.value)
            for other in self.tables.values()
            for key, number in other.numbers.items()
            if (statement := stated.numbers.get(key)) is not None and statement.shown and number.shown
        )

    def related(self, statements: Iterable[Key]) -> tuple[Lattice, dict[Key, int], Relations]:
        """Return the numbers of some keys, the place of each, and how they are related."""
        keys = list(statements)
        for key in keys:
            self.extents.note(key.facts)
        for key in keys:
            # Categories are known to all before any two are compared.
            self.extents.meaning(key.facts)
        self.extents.complete()
        known = self.statements()
        for key, statement in known.items():
            if statement.nobody:
                self.extents.leave_out(self.extents.meaning(key.facts))
        lattice = Lattice(self.extents)
        places = {key: lattice.add(self._number(key)) for key in keys}
        for key, statement in known.items():
            if statement.nobody:
                lattice.forget(self._number(key).facts)
        sources = with_sources(lattice)
        return lattice, places, Relations.joined([sources, lattice.relations()])

    def counted(self, key: Key, *, defined: bool = False) -> float:
        """Return how many a key counts, from the answers of any table; NaN where none are at hand.

        Args:
            key: The key.
            defined: Whether all of its facts are those of tables, so that their meaning is known.
        """
        tables = [stated.table for stated in self.tables.values() if stated.table.origin is not None]
        if not tables or key.what != ROWS:
            return np.nan
        for name, _ in () if defined else key.facts:
            define_codes(tables[0], name, self.extents)
        return self.counted_of(key.what, self.extents.meaning(key.facts))

    def counted_of(self, what: str, meaning: Mapping[str, int]) -> float:
        """Return how many respondents a meaning is true of, as `counted`."""
        where = self.extents.names(meaning)
        # Answers to which a variable was added later tell of it, and others do not.
        tables = [stated.table for stated in self.tables.values() if what == ROWS]
        return next((n for table in tables if not np.isnan(n := rows_meant(table, where))), np.nan)

    def _number(self, key: Key) -> Number:
        meaning = self.extents.meaning(key.facts)
        inside = {root: mask & self.extents.whole(root) for root, mask in meaning.items()}
        # What is true of everybody need not be said; what is true of nobody is, so that it is seen who that is.
        limits = {root: mask for root, mask in inside.items() if mask != self.extents.whole(root)}
        return Number.of(key.what, {root: mask or meaning[root] for root, mask in limits.items()})


def worlds_of(tables: Sequence[Table], *, whole: bool) -> dict[str, World]:
    """Read tables, those of one population together.

    Args:
        tables: The tables.
        whole: As in `read`.
    """
    names = _populations(tables)
    worlds: dict[str, World] = {}
    for place, (table, name) in enumerate(zip(tables, names, strict=True)):
        again = 0
        while True:
            # Tables of one name may still be of different answers: those of two waves with one codebook.
            own = f"{name}#{again}" if again else name
            world = worlds.setdefault(own, World())
            stated = read(table, world.extents, own, whole=whole)
            if not world.contradicts(stated):
                break
            again += 1
        world.tables[place] = stated
    for world in worlds.values():
        world.settle()
    return worlds


def _answers_told(stated: Stated) -> set[str]:
    """Return the variables of which a table tells how many gave which answers."""
    bases = set(stated.bases)
    return {name for key in stated.rows if key not in bases for name, _ in key.facts}


def remember(worlds: Mapping[str, World], earlier: Iterable[System]) -> None:
    """Add what was published before of the same answers; what was hidden is counted again where answers are at hand."""
    for system in earlier:
        for key, value, shown, low, high in zip(
            system.keys, system.values.tolist(), system.shown.tolist(), system.low, system.high, strict=True
        ):
            if not isinstance(key, Key) or any(code.startswith(REST) for _, code in key.facts):
                continue
            world = worlds.get(key.population)
            if world is not None:
                known = value if shown else world.counted(key)
                world.earlier[key] = Statement(known, shown=shown, low=float(low), high=float(high))


def _populations(tables: Sequence[Table]) -> list[str]:
    """Return whose answers tables show; a table that does not know its answers is of those of the others."""
    # What compares figures counts respondents of two waves, or some of them twice.
    names = [population_of(table) + (_COMPARED if compares(table) else "") for table in tables]
    known: dict[str, set[str]] = {}
    for table, name in zip(tables, names, strict=True):
        if name.startswith(f"{table.instrument_id}@") and not compares(table):
            known.setdefault(table.instrument_id, set()).add(name)
    return [next(iter(known[name])) if len(known.get(name, ())) == 1 else name for name in names]


def _both(one: Statement, other: Statement) -> Statement:
    value = other.value if np.isnan(one.value) or (other.shown and not one.shown) else one.value
    return evolve(
        one,
        value=value,
        shown=one.shown or other.shown,
        low=max(one.low, other.low),
        high=min(one.high, other.high),
        nobody=one.nobody or other.nobody,
    )


def _differ(one: float, other: float) -> bool:
    # Sums of numbers are computed in different ways.
    return bool(abs(one - other) > 1e-6 * max(1.0, abs(one)))
