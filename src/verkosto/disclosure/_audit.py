"""The public call that asks what readers of published tables can compute of the numbers they do not see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve

from verkosto.aggregate import Heading, Table
from verkosto.disclosure._arranged import Arranged, Standing
from verkosto.disclosure._attackers import ATTACKERS, Attacker, attacked
from verkosto.disclosure._audited import Audit, Finding
from verkosto.disclosure._audited_rows import Row, Rows
from verkosto.disclosure._dominance import dominated
from verkosto.disclosure._keys import ROWS
from verkosto.disclosure._primaries import primaries
from verkosto.disclosure._reasons import protection_of, reasons_of
from verkosto.disclosure._relations import system_of
from verkosto.disclosure._rules import Rules
from verkosto.disclosure._spans import spanned
from verkosto.errors import DisclosureError, OptionError, did_you_mean

if TYPE_CHECKING:
    from verkosto.disclosure._system import Bounds

__all__ = ["audit"]


def audit(
    published: Table | Iterable[Table], *, attackers: Sequence[Attacker] = ATTACKERS, rules: Rules | None = None
) -> Audit:
    """Return the exact interval that attackers can compute of every number that is not shown.

    Nothing but what is published is used: shown figures, how they add up, rounding and bands, and that no number is
    negative. Both ends of an interval are reached by numbers that satisfy everything at once. Only where bands and
    rounded shares tie more than 100 numbers may an interval be wider than the narrowest that a reader can compute.

    - An **outsider** knows what is published.
    - **rule**: somebody who also knows the rules under the table, and so that among hidden numbers that sums tie to
      one another at least one is hidden for its own sake: 1 to `min_count - 1`, or all or all but one of its group.
      Which one it is, is not known, so the interval holds every case. Where an association counts once, however many
      of it answered, such a number is 1 or more.
    - A **respondent** knows their own answer, so that one hidden number is 1 or more. The interval is the narrowest
      that a respondent of any hidden number can compute. They know nobody else's answer.

    Args:
        published: What is published: a table, or several whose reader has them all. What `vk.protect` returned has
            hidden numbers. A table of `vk.reported` shows rounded shares, and the counts behind them are what can be
            computed. Any other table is audited as if it were published as it is: every number that the rules would
            hide is disclosed.
        attackers: Who tries: "outsider", "rule", "respondent".
        rules: What must not be known of tables that nobody protected; None: `Rules()`. Protected tables have their own.

    Returns:
        An `Audit`: `frame` has a row for each number and attacker, `safe` says whether nothing is given away, and
        printing it lists what is.

    Raises:
        DisclosureError: There is no table, or the tables contradict one another.
        OptionError: There is no such attacker.

    Example:
        >>> import verkosto as vk
        >>> release = vk.reported({"k": 73, "e": 18, "eos": 9}, base=11)
        >>> vk.disclosure.audit(release, attackers=["outsider"]).exact[["value", "low"]].values.tolist()
        [['k', 8.0], ['e', 2.0], ['eos', 1.0]]
    """
    tables, tried = _tables(published), _attackers(attackers)
    arranged = spanned(system_of(tables))
    groups = _headings(heading for table in tables for heading in table.groups)
    rows: dict[tuple[object, ...], Row] = {}
    for standing in arranged.standings:
        for row in _rows(standing, arranged, rules, [heading.id for heading in groups]):
            rows.setdefault((row.variable, row.value, row.figure, row.levels), row)
    found = _attacked(arranged, tried, rows.values())
    return Audit(
        _headings(heading for table in tables for heading in table.variables),
        groups,
        tried,
        tuple(_finding(row, attacker, found) for row in rows.values() for attacker in tried),
    )


def _tables(published: object) -> tuple[Table, ...]:
    tables = (published,) if isinstance(published, Table) else published
    found = tuple(tables) if isinstance(tables, Iterable) else ()
    for table in found:
        if not isinstance(table, Table):
            msg = f"an audit reads tables, and a {type(table).__name__} is none. Tabulate it, or use `vk.reported`."
            raise OptionError(msg)
    if not found:
        msg = "there is no table to audit. Give what `vk.protect` or `vk.reported` returned, or several of them."
        raise DisclosureError(msg)
    return found


def _attackers(attackers: Sequence[Attacker]) -> tuple[Attacker, ...]:
    given = [attackers] if isinstance(attackers, str) else [*attackers]
    for attacker in given or [""]:
        if attacker not in ATTACKERS:
            hint = did_you_mean(attacker, ATTACKERS)
            msg = f"there is no attacker {attacker!r}.{hint} Use some of {', '.join(map(repr, ATTACKERS))}."
            raise OptionError(msg)
    return tuple(attacker for attacker in ATTACKERS if attacker in given)


def _headings(headings: Iterable[Heading]) -> tuple[Heading, ...]:
    """Return one heading for each id, with the labels of all."""
    found: dict[str, Heading] = {}
    for heading in headings:
        known = found.setdefault(heading.id, heading)
        found[heading.id] = evolve(known, labels={**heading.labels, **known.labels})
    return tuple(found.values())


def _rows(standing: Standing, arranged: Arranged, rules: Rules | None, by: Sequence[str]) -> Rows:
    """Return what to look at of one table; of one that nobody protected also what the rules would hide."""
    protection = protection_of(standing.table)
    lost = np.zeros(len(arranged.counts), dtype=bool), np.zeros(len(arranged.amounts), dtype=bool)
    if protection is not None:
        return Rows(standing, arranged, protection.rules, by, *lost)
    own, alone = rules or Rules(), evolve(arranged, standings=(standing,))
    counts = primaries(alone, own).primary & arranged.counts.shown
    if len(arranged.amounts) and standing.table.origin is not None:
        lost = lost[0], dominated(alone, own, counts).primary & arranged.amounts.shown
    return Rows(standing, arranged, own, by, counts, lost[1])


def _attacked(
    arranged: Arranged, attackers: Sequence[Attacker], rows: Iterable[Row]
) -> dict[tuple[Attacker, bool], Bounds]:
    """Return what attackers compute of the numbers in rows and their bases, of counts (False) and amounts (True)."""
    wanted = {False: np.zeros(len(arranged.counts), dtype=bool), True: np.zeros(len(arranged.amounts), dtype=bool)}
    for row in rows:
        wanted[row.figure == "amount"][row.place] = True
        if row.base is not None:
            wanted[False][row.base] = True
    # Ticks are no respondents, and what stands in no table is no place that somebody could know to be theirs.
    of_rows = np.array([getattr(key, "what", None) == ROWS for key in arranged.counts.keys], dtype=bool)
    counts = attacked(
        arranged.counts,
        attackers,
        wanted=wanted[False],
        reasons=[*reasons_of(arranged)],
        members=of_rows & arranged.published,
    )
    amounts = attacked(arranged.amounts, attackers, wanted=wanted[True])
    return {
        (attacker, kind): found[attacker] for kind, found in ((False, counts), (True, amounts)) for attacker in found
    }


def _finding(row: Row, attacker: Attacker, found: Mapping[tuple[Attacker, bool], Bounds]) -> Finding:
    bounds = found[attacker, row.figure == "amount"]
    low, high = None, None
    # Who knows the rules or their own answer knows some numbers to be small; that alone reveals nobody.
    if attacker == "outsider":
        high = row.least
        if row.base is not None and bounds.low[row.base] == bounds.high[row.base]:
            low = float(bounds.low[row.base]) - 2
    ends = float(bounds.low[row.place]), float(bounds.high[row.place])
    return Finding(row.variable, row.value, row.figure, row.levels, attacker, *ends, low, high, row.harmless)
