"""Tables arranged as systems: which number each row is, and how all of them are tied."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, frozen

from verkosto.aggregate import Columns, Table
from verkosto.disclosure._keys import Key
from verkosto.disclosure._lines import Lattice, Number, Relations
from verkosto.disclosure._net import Net, Woven
from verkosto.disclosure._stated import Stated, Statement
from verkosto.disclosure._system import System
from verkosto.disclosure._ticks import WORKED_OUT, tied_ticks
from verkosto.disclosure._worlds import REST, World, remember, worlds_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[np.intp]

__all__ = ["Arranged", "Standing", "arranged"]

_SUM = "sum:"

Sum = tuple[int, tuple[int, ...]]
"""A place, and those that it is the sum of."""


@frozen(eq=False)
class Standing:
    """Where the rows of a table stand in the systems.

    Attributes:
        table: The table.
        rows: For each row the place of its count, shape (rows,). Means and totals of numbers count their base.
        bases: For each row the place of its base.
        amounts: For each row the place of its sum among the amounts; -1 for others.
        boxes: Whether a row is a single box of answers, shape (rows,).
        scores: For each row that tells counts by numbers of answers the place of their sum; -1 for others. Where it is
            hidden the row is.
        ends: For each of those the places of who has the highest number and who the lowest, shape (rows, 2).
        absences: The missing rows that are published: of the whole table.
        missing: For each of those its place.
    """

    table: Table
    rows: Places
    bases: Places
    amounts: Places
    boxes: NDArray[np.bool_]
    scores: Places
    ends: Places
    absences: Columns
    missing: Places


@frozen(eq=False)
class Arranged:
    """Tables as numbers.

    Attributes:
        counts: Numbers of respondents, and of ticks.
        amounts: Sums of numbers, which means and totals tell; without any it has no numbers.
        standings: Where the rows of each table stand.
        published: Which counts stand in some table, or are told by it, shape (N,). Nobody publishes the others:
            rests, and respondents of a group.
        published_amounts: The same for amounts.
        fixed: Which counts were shown before, and cannot be hidden any more, shape (N,).
        everybody: Which counts are those of all who answered a survey, which cannot be hidden either, shape (N,).
        withheld: Places of counts that were hidden before.
        ties: Pairs of counts: where the first is hidden, the second must be too.
    """

    counts: System
    amounts: System
    standings: tuple[Standing, ...]
    published: NDArray[np.bool_]
    published_amounts: NDArray[np.bool_]
    fixed: NDArray[np.bool_]
    everybody: NDArray[np.bool_]
    withheld: Places
    ties: tuple[tuple[int, int], ...]


def arranged(tables: Sequence[Table], *, whole: bool, earlier: Sequence[System] = ()) -> Arranged:
    """Return tables as numbers.

    Args:
        tables: The tables.
        whole: Whether they are still to be published: then missing rows are those of all groups together, and numbers
            that nobody publishes have values too, as far as sums tell them.
        earlier: What was published before.

    Raises:
        DisclosureError: The tables contradict one another.
        TableFormatError: A table's provenance was changed.
    """
    worlds = worlds_of(tables, whole=whole)
    remember(worlds, earlier)
    counts, amounts = Net(whole=True), Net(whole=False)
    places: dict[Key, int] = {}
    ties: list[tuple[Key, Key]] = []
    for name, world in worlds.items():
        places |= _weave(name, world, counts, amounts, whole=whole)
        ties += [tie for stated in world.tables.values() for tie in stated.ties]
    numbers, sums = counts.woven(known=whole), amounts.woven(known=whole)
    stated = sorted((place, found) for world in worlds.values() for place, found in world.tables.items())
    return Arranged(
        numbers.system,
        sums.system,
        tuple(_standing(found, places, numbers, sums) for _, found in stated),
        numbers.published,
        sums.published,
        *_before(worlds, places, numbers),
        _tied(ties, places, numbers),
    )


def _weave(name: str, world: World, counts: Net, amounts: Net, *, whole: bool) -> dict[Key, int]:
    """Add the numbers of a population to the nets, and return where those that tables state are."""
    statements, sums = _stated(world, whole=whole)
    lattice, places, relations = world.related(statements)
    by_place: dict[int, list[Key]] = {}
    for key, place in places.items():
        by_place.setdefault(place, []).append(key)
    told = _told(world)
    added: dict[int, tuple[Net, int]] = {}
    found: dict[Key, int] = {}
    for number, place in lattice.places.items():
        net = amounts if number.what.startswith(_SUM) else counts
        keys = by_place.get(place, [])
        # What derived variables are made of overlaps, so sums do not tell every rest.
        unknown = whole and not keys and world.extents.derived
        value = world.counted_of(number.what, dict(number.facts)) if unknown else np.nan
        for key in keys or [_rest(name, number)]:
            statement = statements.get(key, Statement(value, shown=False, low=_least(net, number, statements)))
            at = net.add(key, statement, published=key in told)
            if place in added:
                net.join(added[place][1], at)
            added.setdefault(place, (net, at))
            found[key] = at
    for total, parts in _told_by_no_others(relations, lattice, by_place):
        net, at = added[total]
        net.sums.append((at, tuple(added[part][1] for part in parts)))
    for one, other in relations.same:
        added[one][0].join(added[one][1], added[other][1])
    for key, own in sums:
        if len(own) == 1:
            counts.join(found[key], found[own[0]])
        else:
            counts.sums.append((found[key], tuple(found[part] for part in own)))
    return found


def _stated(world: World, *, whole: bool) -> tuple[dict[Key, Statement], list[tuple[Key, tuple[Key, ...]]]]:
    """Return what is stated, and what adds up by name."""
    statements = _counted(world) if whole else world.statements()
    sums = [found for stated in world.tables.values() for found in stated.sums]
    several = []
    for ticks in (ticks for stated in world.tables.values() for ticks in stated.ticks):
        answered = statements.get(ticks.answered)
        if answered is None:
            answered = Statement(world.counted(ticks.answered, defined=True) if whole else np.nan, shown=False)
        # What is still to be published needs all values, and without the answers nobody can count who answered.
        if not (whole and np.isnan(answered.value)):
            statements[ticks.answered] = answered
            several.append(ticks)
    sums += tied_ticks(several)
    for key, parts in sums:
        for number in (key, *parts):
            statements.setdefault(number, Statement(np.nan, shown=False))
    return statements, sums


def _told_by_no_others(relations: Relations, lattice: Lattice, known: Collection[int]) -> Iterator[Sum]:
    """Yield sums without those over groups of what is worked out for each: sums of respondents say the same."""
    numbers = list(lattice.places)
    for total, parts in relations.sums:
        worked_out = numbers[total].what.startswith(WORKED_OUT)
        if not (worked_out and all(place in known for place in (total, *parts))):
            yield total, parts


def _counted(world: World) -> dict[Key, Statement]:
    """Return what is stated; what no table says is counted where answers are at hand."""
    found = world.statements()
    for key, statement in found.items():
        if np.isnan(statement.value):
            found[key] = evolve(statement, value=world.counted(key, defined=True))
    return found


def _told(world: World) -> set[Key]:
    """Return the keys of what stands in tables, or follows from a single row."""
    told: set[Key] = set(world.earlier)
    for stated in world.tables.values():
        told.update(stated.rows, stated.bases, stated.missing)
        told.update(key for key in stated.amounts if key is not None)
        told.update(key for key, statement in stated.numbers.items() if statement.shown or statement.nobody)
    return told


def _rest(name: str, number: Number) -> Key:
    return Key(name, frozenset((root, f"{REST}{mask:x}") for root, mask in number.facts), number.what)


def _least(net: Net, number: Number, statements: Mapping[Key, Statement]) -> float:
    """Return the least that a rest can be: sums of numbers below 0 leave it open."""
    if net.whole:
        return 0.0
    return min((s.low for key, s in statements.items() if key.what == number.what), default=0.0)


def _standing(stated: Stated, places: Mapping[Key, int], numbers: Woven, sums: Woven) -> Standing:
    def of(keys: Sequence[Key]) -> Places:
        return numbers.place[[places[key] for key in keys]] if keys else np.zeros(0, dtype=np.intp)

    amounts = np.array([-1 if key is None else sums.place[places[key]] for key in stated.amounts], dtype=np.intp)
    scores, ends = np.full(len(stated.rows), -1, dtype=np.intp), np.full((len(stated.rows), 2), -1, dtype=np.intp)
    for row, score in enumerate(stated.scores):
        if score is not None:
            scores[row], ends[row] = of([score.key])[0], of(score.ends)
    return Standing(
        table=stated.table,
        rows=of(stated.rows),
        bases=of(stated.bases),
        amounts=amounts,
        boxes=np.array(stated.boxes, dtype=bool),
        scores=scores,
        ends=ends,
        absences=stated.absences,
        missing=of(stated.missing),
    )


def _before(
    worlds: Mapping[str, World], places: Mapping[Key, int], numbers: Woven
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], Places]:
    """Return which counts were shown before, which are of everybody, and the places of those that were hidden."""
    fixed, everybody = np.zeros((2, len(numbers.system)), dtype=bool)
    withheld: set[int] = set()
    for world in worlds.values():
        everybody[[numbers.place[places[stated.everybody]] for stated in world.tables.values() if stated.everybody]] = (
            True
        )
        for key, statement in world.earlier.items():
            if key.what.startswith(_SUM):
                continue
            place = int(numbers.place[places[key]])
            if statement.shown:
                fixed[place] = True
            else:
                withheld.add(place)
    return fixed, everybody, np.array(sorted(withheld - set(np.flatnonzero(fixed).tolist())), dtype=np.intp)


def _tied(ties: Sequence[tuple[Key, Key]], places: Mapping[Key, int], numbers: Woven) -> tuple[tuple[int, int], ...]:
    pairs = ((int(numbers.place[places[one]]), int(numbers.place[places[other]])) for one, other in ties)
    return tuple(dict.fromkeys((one, other) for one, other in pairs if one != other))
