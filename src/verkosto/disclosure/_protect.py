"""The public call: tables in, tables out that may be published."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cache
from typing import overload

import numpy as np

from verkosto.aggregate import PUBLISHED, Table, method_of
from verkosto.dates import DateLike
from verkosto.disclosure._adopted import adopted, advised
from verkosto.disclosure._audit import audit
from verkosto.disclosure._audited import Audit
from verkosto.disclosure._differences import of_same_answers, refusal, with_differences
from verkosto.disclosure._ledger import Ledger
from verkosto.disclosure._ledger_entries import Entry
from verkosto.disclosure._manners import Made, banding, rounding, suppression
from verkosto.disclosure._protection import MANNERS, Manner, Protection
from verkosto.disclosure._published import PublishedTable, published
from verkosto.disclosure._relations import Posed, problem_of
from verkosto.disclosure._rules import Rules
from verkosto.errors import DisclosureError, OptionError, did_you_mean

__all__ = ["protect"]

_MADE = {"suppress": suppression, "round": rounding, "band": banding}


@overload
def protect(
    tables: Table,
    *,
    min_count: int | None = None,
    rules: Rules | None = None,
    method: Manner = "suppress",
    coarsen: bool = False,
    time_limit: float = 10.0,
    ledger: Ledger | str | os.PathLike[str] | None = None,
    on: DateLike | None = None,
) -> PublishedTable: ...


@overload
def protect(
    tables: Iterable[Table],
    *,
    min_count: int | None = None,
    rules: Rules | None = None,
    method: Manner = "suppress",
    coarsen: bool = False,
    time_limit: float = 10.0,
    ledger: Ledger | str | os.PathLike[str] | None = None,
    on: DateLike | None = None,
) -> tuple[PublishedTable, ...]: ...


def protect(
    tables: Table | Iterable[Table],
    *,
    min_count: int | None = None,
    rules: Rules | None = None,
    method: Manner = "suppress",
    coarsen: bool = False,
    time_limit: float = 10.0,
    ledger: Ledger | str | os.PathLike[str] | None = None,
    on: DateLike | None = None,
) -> PublishedTable | tuple[PublishedTable, ...]:
    """Make tables that may be published: what would tell about few respondents is hidden, and cannot be computed.

    Hidden are figures of fewer than `min_count` protection units (associations where the instrument names them, else
    respondents) and all that `Rules` say, and as few further figures as it takes that nobody can compute those from
    totals, bases, other tables and earlier publications. What is hidden is in no form in the result.

    Tables whose readers will have all of them, such as the same question by region and by kind, belong in one call:
    then nothing that one hides follows from another.

    Args:
        tables: One table, or several that are protected together.
        min_count: The fewest units that a figure may be of; 5 where neither it nor `rules` is given.
        rules: All rules, in place of `min_count`.
        method: "suppress" keeps figures back and changes none. "round" rounds all counts to multiples of `min_count`
            so that sums hold, and computes shares from them. "band" shows shares in coarser steps and bases as bands.
            The latter two are for unweighted shares of answers.
        coarsen: True: groups or answers are put together first where less must be hidden then, as
            `disclosure.coarsen` advises. Otherwise `protection.advice` tells what it would, for a single table.
        time_limit: Seconds for the search of the fewest figures to hide; then a choice that is safe, but may hide more.
        ledger: The file of what was published earlier: nothing may follow from the differences. The tables are added
            to it, for what is protected is as good as published.
        on: The day of publication, for the ledger.

    Returns:
        A `PublishedTable`, or a tuple of them in the order given.

    Raises:
        DisclosureError: The tables compare figures of others or contradict one another, `method` does not fit them, or
            what was published earlier, which the message names, would tell what must be hidden.
        OptionError: What is given is no table, the method or rules are none, or both `min_count` and `rules` are given.
        AnalysisError: `coarsen=True`, and the answers are not at hand.
        TableFormatError: A line of the ledger cannot be read.
        SourceError: The ledger cannot be read or written.

    Example:
        >>> import verkosto as vk
        >>> table = vk.crosstab(vk.samples.tukirakenne(), "malli_a", by="maakunta")
        >>> published = vk.protect(table, min_count=5)
        >>> published.audit.safe, published.protection.hidden
        (True, 32)
        >>> vk.protect(table, coarsen=True).protection.hidden
        0

    Secondary suppression follows Fischetti and Salazar (2001), "Solving the cell suppression problem on tabular data
    with linear constraints", Management Science 47(7).
    """
    listed = _listed(tables)
    wanted = _rules(min_count, rules)
    if method not in MANNERS:
        msg = f"method is one of {', '.join(map(repr, MANNERS))}, not {method!r}.{did_you_mean(method, MANNERS)}"
        raise OptionError(msg)
    if isinstance(time_limit, bool) or not isinstance(time_limit, int | float) or not time_limit >= 0:
        raise OptionError(f"time_limit is a number of seconds from 0 up, not {time_limit!r}.")
    if coarsen:
        listed = [adopted(table, wanted, time_limit) for table in listed]
    book = ledger if isinstance(ledger, Ledger) or ledger is None else Ledger(ledger)
    released = {place: _released(table, wanted) for place, table in enumerate(listed) if _is_release(table)}
    own = [table for place, table in enumerate(listed) if place not in released]
    made = _protected(own, wanted, method, time_limit, book) if own else ()
    if isinstance(tables, Table) and made and made[0].protection.hidden and not coarsen:
        made = (made[0].advised(advised(tables, wanted)),)
    if book is not None:
        for table in made:
            book.add(table, on=on)
    rest = iter(made)
    found = tuple(released[place] if place in released else next(rest) for place in range(len(listed)))
    return found[0] if isinstance(tables, Table) else found


def _listed(tables: object) -> list[Table]:
    given = [tables] if isinstance(tables, Table) else list(tables) if isinstance(tables, Iterable) else [tables]
    if not given:
        msg = "there is no table to protect. Give what `crosstab` or `frequency` returns, or several of them."
        raise OptionError(msg)
    found = []
    for table in given:
        if not isinstance(table, Table):
            msg = f"protect takes tables, not a {type(table).__name__}. Give what `crosstab` or `frequency` returns."
            raise OptionError(msg)
        if isinstance(table, PublishedTable):
            msg = f"{table!r} is protected already. Protect the table that it was made of."
            raise OptionError(msg)
        found.append(table)
    return found


def _rules(min_count: int | None, rules: Rules | None) -> Rules:
    if rules is None:
        return Rules() if min_count is None else Rules(min_count=min_count)
    if min_count is not None:
        msg = "min_count is one of the rules. Give it within `rules`, or alone."
        raise OptionError(msg)
    if not isinstance(rules, Rules):
        raise OptionError(f"rules are `disclosure.Rules(...)`, not a {type(rules).__name__}.")
    return rules


def _is_release(table: Table) -> bool:
    return set(table.cells["status"]) == {PUBLISHED}


def _released(table: Table, rules: Rules) -> PublishedTable:
    """Return the table of a release as it is: what others have published cannot be taken back."""
    protection = Protection(rules=rules, method=None, figures=len(table))
    return published(table, protection, cells=table.cells, absences=table.absences, method=None)


def _protected(
    tables: Sequence[Table], rules: Rules, method: Manner, time_limit: float, book: Ledger | None
) -> tuple[PublishedTable, ...]:
    entries, same = ((), frozenset[str]()) if book is None else (book.earlier(tables), book.same)
    posed = problem_of(tables, rules)
    if entries:
        posed = problem_of(tables, rules, earlier=of_same_answers(posed.counts.system, entries))
    made = _made(posed, method, time_limit, entries, same)
    found = _published(posed, made, method, entries)
    empty = any(map(_nothing_left, tables, made.hidden))
    if made.eased and (empty or not audit(found, attackers=["outsider"]).safe):
        msg = (
            "a table cannot be made safe by hiding figures: how many answered alone tells what must stay hidden. Put "
            "groups or categories together, as disclosure.coarsen advises, or leave the table out."
        )
        raise DisclosureError(msg)
    return found


def _made(posed: Posed, method: Manner, time_limit: float, entries: Sequence[Entry], same: frozenset[str]) -> Made:
    """Protect the tables in view of what was published earlier.

    Raises:
        DisclosureError: That is not possible; where it would be without the earlier tables, they are named.
    """
    make = _MADE[method]
    if not entries:
        return make(posed, posed.counts, time_limit)
    tables = [standing.table for standing in posed.arranged.standings]
    together = with_differences(posed.counts, entries, posed.rules, same)
    try:
        made = make(posed, together, time_limit)
    except DisclosureError:
        made = None
    if made is not None and not any(map(_nothing_left, tables, made.hidden)):
        return made
    # If the tables cannot be published alone either, that is what the caller must hear of.
    alone = problem_of(tables, posed.rules)
    before = make(alone, alone.counts, time_limit)
    if made is not None and any(map(_nothing_left, tables, before.hidden)):
        return made
    raise refusal(alone.counts, entries, posed.rules, same)


def _nothing_left(table: Table, hidden: int) -> bool:
    return 0 < hidden >= int(np.count_nonzero(~np.isnan(table.cells["estimate"])))


def _published(posed: Posed, made: Made, method: Manner, entries: Sequence[Entry]) -> tuple[PublishedTable, ...]:
    tables = [standing.table for standing in posed.arranged.standings]
    found: list[PublishedTable] = []

    @cache
    def audited() -> Audit:
        return audit(found)

    for place, table in enumerate(tables):
        protection = Protection(
            rules=posed.rules,
            method=method,
            optimal=made.optimal,
            hidden=made.hidden[place],
            figures=len(table),
            amounts=bool((posed.arranged.standings[place].amounts >= 0).any()),
            step=made.step,
            within=made.within,
            together=tuple(other.title for other in tables if other is not table),
            earlier=tuple(entry.title for entry in entries),
        )
        one = published(
            table, protection, cells=made.cells[place], absences=made.absences[place], method=method_of(table)
        )
        found.append(one.with_audit(audited) if len(tables) > 1 else one)
    return tuple(found)
