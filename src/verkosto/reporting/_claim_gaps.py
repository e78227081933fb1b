"""Gaps: how much two figures differ, and whether chance alone would do it."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan, sqrt

from attrs import frozen

from verkosto.aggregate import Table, contrast
from verkosto.errors import VerkostoError
from verkosto.reporting._claim_figures import Figure, figure, rows_of

__all__ = ["Gap", "Tested", "gap_of", "holm", "seen"]

Key = tuple[str, ...]
Tested = dict[tuple[Key, Key], float]
"""p-values of pairs of figures by their codes: what was tested while the answers were at hand."""

_MOST_DF = 1e6
"""Stands for no limit: the normal distribution."""


@frozen
class Gap:
    """The first of two figures less the second.

    Attributes:
        first: The first figure.
        second: The second.
        value: The difference; shares between -1 and 1.
        p: The two-sided p-value of no difference; None where the tables do not tell it.
    """

    first: Figure
    second: Figure
    value: float
    p: float | None

    def significant(self, level: float) -> bool:
        """Whether the difference is larger than chance at a confidence."""
        return self.p is not None and self.p < 1 - level


def key_of(found: Figure) -> Key:
    """Return the codes of a figure, behind those of its table."""
    place = found.place
    return ("other" if found.other else "", found.table.instrument_id, place.variable, place.value, *place.groups)


def seen(tested: Tested, tables: Sequence[Table]) -> Tested:
    """Return the tests of figures that can be seen: a p-value would tell of one that is hidden.

    Args:
        tested: Tests that were made with the answers.
        tables: The published tables: the claim's, and that which it compares with.
    """
    found = (figure(table, row, other=place > 0) for place, table in enumerate(tables) for row in range(len(table)))
    known = {key_of(one) for one in found if one.estimate is not None}
    return {keys: p for keys, p in tested.items() if known.issuperset(keys)}


def gap_of(first: Figure, second: Figure, tested: Tested) -> Gap | None:
    """Return the gap between two figures; None where one of them is not to be seen.

    Where the answers are at hand it is the t test of `contrast`, whose standard error knows how the two hang together.
    Otherwise figures of different groups and tables are taken to be independent, those of one group and question to be
    parts of a whole if their counts add up to the base, and else to hang together in the worst way; the interval of a
    difference of shares is then made of the intervals of both, as in `difference` (Newcombe 1998; Zou and Donner 2008,
    Statistics in Medicine 27, page 1693). That is done with the answers, too, where one share is 0 or 1 and so does
    not spread.

    Args:
        first: A figure.
        second: Another.
        tested: What was tested earlier; it is used first, and what is tested with the answers is added.
    """
    if first.estimate is None or second.estimate is None:
        return None
    value = float(first.estimate - second.estimate)
    keys = key_of(first), key_of(second)
    if keys in tested:
        return Gap(first, second, value, tested[keys])
    joint = _joint(first, second)
    p = _p(first, second, value) if joint is None else joint
    if joint is not None:
        tested[keys] = tested[keys[1], keys[0]] = joint
    return Gap(first, second, value, p)


def _joint(first: Figure, second: Figure) -> float | None:
    """Return the p-value of two figures of the same answers; None without the answers, or where one does not spread."""
    if first.table.origin is None or second.table.origin is None or not first.number("se") or not second.number("se"):
        return None
    same = first.table is second.table
    tables = [first.table] if same else {"first": first.table, "second": second.table}
    names = [(found.place.variable, found.place.value, *found.place.groups) for found in (first, second)]
    if not same:
        names = [(label, *name) for label, name in zip(("first", "second"), names, strict=True)]
    if names[0] == names[1]:
        return 1.0
    try:
        found = contrast(tables, {names[0]: 1.0, names[1]: -1.0})
    except VerkostoError:
        # Answers of two surveys; they hang together in no way that is known.
        return None
    return _by_t(*(float(found.cells[name][0]) for name in ("estimate", "se", "df")))


def _by_t(value: float, se: float, df: float) -> float | None:
    from scipy.special import stdtr

    if value == 0:
        return 1.0
    if isnan(se):
        return None
    freedom = _MOST_DF if isnan(df) else min(df, _MOST_DF)
    return 0.0 if se == 0 else float(min(1.0, 2 * stdtr(freedom, -abs(value) / se)))


def _correlation(first: Figure, second: Figure) -> float:
    """Return the correlation of two estimates without their answers, the worst where it cannot be known."""
    if first.table is not second.table or first.place.groups != second.place.groups:
        return 0.0
    if first.place.variable == second.place.variable and _is_whole(first):
        one, two = float(first.estimate or 0), float(second.estimate or 0)
        below = (1 - one) * (1 - two)
        return -sqrt(one * two / below) if below > 0 else -1.0
    return -1.0


def _is_whole(found: Figure) -> bool:
    """Whether the answers of a group are parts of a whole, each respondent in one."""
    rows = rows_of(found.table, found.place.variable, found.place.groups)
    counts = [figure(found.table, row).n for row in rows]
    return None not in counts and sum(n for n in counts if n is not None) == found.base


def _p(first: Figure, second: Figure, value: float) -> float | None:
    """Return the p-value of two figures whose answers are not at hand."""
    from scipy.special import stdtrit

    df = min(_df(first), _df(second))
    if first.is_share and second.is_share:
        upper, lower = (first, second) if value > 0 else (second, first)
        t_of_level = float(stdtrit(df, (1 + first.table.level) / 2))
        own, other = _reach(upper, "low") / t_of_level, _reach(lower, "high") / t_of_level
    else:
        own, other = first.number("se"), second.number("se")
    variance = own**2 + other**2 - 2 * _correlation(first, second) * own * other
    return _by_t(value, sqrt(variance) if variance > 0 or isnan(variance) else 0.0, df)


def _reach(found: Figure, end: str) -> float:
    """Return how far an end of a figure's interval is from it."""
    return abs(found.number(end) - found.number("estimate"))


def _df(found: Figure) -> float:
    df = found.number("df")
    return _MOST_DF if isnan(df) else df


def holm(p: list[float | None]) -> list[float | None]:
    """Return p-values adjusted for how many there are (Holm 1979); None stays None."""
    known = sorted((value, place) for place, value in enumerate(p) if value is not None)
    adjusted: list[float | None] = list(p)
    least = 0.0
    for rank, (value, place) in enumerate(known):
        least = max(least, min(1.0, value * (len(known) - rank)))
        adjusted[place] = least
    return adjusted
