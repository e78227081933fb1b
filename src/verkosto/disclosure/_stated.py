"""What a table states: numbers of respondents of whom facts are true, row by row."""

from __future__ import annotations

import numpy as np
from attrs import define, field, frozen

from verkosto.aggregate import Columns, Table
from verkosto.disclosure._keys import Key
from verkosto.disclosure._ticks import Ticks

__all__ = ["NETS", "Score", "Stated", "Statement", "absences_of_all"]


NETS = ("net", "nps")
"""Statistics that take answers from one another: they and their counts tell how many stand on either side."""


@frozen
class Statement:
    """One number as a table says it.

    Attributes:
        value: The number; NaN where the table does not have it.
        shown: Whether the table shows it to its readers.
        low: The least that it can be, as far as the table tells.
        high: The most.
        nobody: Whether it is 0 because of what has no row: groups and missing reasons that do not occur.
    """

    value: float
    shown: bool = True
    low: float = 0.0
    high: float = np.inf
    nobody: bool = False


@frozen(eq=False)
class Score:
    """What a mean of numbered answers or a net tells beside its base.

    Attributes:
        key: The sum of the numbers, less that of as many lowest ones, in steps.
        reached: Of each step above the lowest number how many have reached it: a key with its count.
        lowest: How many have the lowest number.
    """

    key: Key
    reached: tuple[tuple[Key, float], ...]
    lowest: tuple[Key, float]

    @property
    def value(self) -> float:
        """The sum."""
        return sum(count for _, count in self.reached)

    @property
    def ends(self) -> tuple[Key, Key]:
        """Those with the highest number, and those with the lowest."""
        return self.reached[-1][0], self.lowest[0]

    def alike(self, base: float) -> bool:
        """Return whether all of a base have the highest number or the lowest, or all but one."""
        return base > 1 and max(self.reached[-1][1], self.lowest[1]) >= base - 1


@define(eq=False)
class Stated:
    """All numbers of a table, and which of them its rows are.

    Attributes:
        table: The table.
        absences: The missing rows of the whole table: those of groups are not published.
        numbers: The numbers by key. What several rows say is stated once.
        rows: For each row of the table the key of its count.
        bases: For each row the key of its base.
        missing: For each of `absences` its key.
        amounts: For each row the key of the sum that its mean or total tells; None for others.
        boxes: For each row whether it is a single box of answers, so that the others of its base gave other answers.
        scores: For each row that adds up numbers of answers what it tells; None for others.
        ties: Pairs of keys: where the first is hidden, the second must be too.
        sums: What adds up though it does not divide the same respondents: a key and those that it is the sum of.
        ticks: What its options of multiple choices tell of one another, group by group.
        everybody: The key of all who answered the survey, where readers know how many they are.
    """

    table: Table
    absences: Columns
    numbers: dict[Key, Statement] = field(factory=dict)
    rows: list[Key] = field(factory=list)
    bases: list[Key] = field(factory=list)
    missing: list[Key] = field(factory=list)
    amounts: list[Key | None] = field(factory=list)
    boxes: list[bool] = field(factory=list)
    scores: list[Score | None] = field(factory=list)
    ties: list[tuple[Key, Key]] = field(factory=list)
    sums: list[tuple[Key, tuple[Key, ...]]] = field(factory=list)
    ticks: list[Ticks] = field(factory=list)
    everybody: Key | None = None

    def say(self, key: Key, statement: Statement) -> Key:
        """Add a number; one that is known replaces one that is not."""
        earlier = self.numbers.get(key)
        if earlier is None or (np.isnan(earlier.value) and not np.isnan(statement.value)):
            self.numbers[key] = statement
        return key

    def tell(self, row: int, score: Score) -> None:
        """State what a row tells by numbers of answers; it is hidden with the row."""
        self.say(score.key, Statement(score.value))
        for key, count in (*score.reached, score.lowest):
            self.say(key, Statement(count, shown=False))
        self.sums.append((score.key, tuple(key for key, _ in score.reached)))
        own, base = self.rows[row], self.bases[row]
        self.ties.append((base, score.key))
        if own != base:
            self.ties += [(own, score.key), (score.key, own)]


def absences_of_all(table: Table) -> Columns:
    """Return the missing rows of a table with the groups put together."""
    lists = table.absences.lists()
    counts: dict[tuple[str, str], int | None] = {}
    for variable, reason, n in zip(lists["variable"], lists["reason"], lists["n"], strict=True):
        known = counts.get((variable, reason), 0)
        counts[variable, reason] = None if n is None or known is None else known + n
    nobody = [None] * len(counts)
    return Columns.of_lists(
        {
            "variable": [variable for variable, _ in counts],
            **dict.fromkeys(table.by, nobody),
            "reason": [reason for _, reason in counts],
            "n": list(counts.values()),
        }
    )
