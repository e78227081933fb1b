"""Figures of one group: the place of each answer, its lead, and whether the order of all groups holds there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from attrs import evolve, frozen

from verkosto.themes._rank_orders import agreement, ends, firsts, holm, places, rivals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["FEW", "GroupFigures", "Order", "figures_of", "order_of"]

FEW = 5
"""Units below which a group has no intervals: resamples of four answers are hardly more than four answers."""

Status = Literal["ok", "few", "empty"]


@frozen(eq=False)
class GroupFigures:
    """The answers of one group; every array has one number for each.

    Attributes:
        shares: Their shares; NaN in a group without answers.
        rank: The best place of each, 1 for the largest; 0 in a group without answers.
        rank_low: Lower end of the place; 0 where there is no interval.
        rank_high: Upper end.
        first: In which share of resamples each is the largest.
        rival: The place in the list of the largest other one.
        lead: Share less that of the rival.
        lead_low: Lower end of the lead.
        lead_high: Upper end.
        p: p-value of being ahead of all others; of those that are not ahead, of the lead of the largest over them.
        status: Whether there are intervals.
    """

    shares: Floats
    rank: NDArray[np.intp]
    rank_low: NDArray[np.intp]
    rank_high: NDArray[np.intp]
    first: Floats
    rival: NDArray[np.intp]
    lead: Floats
    lead_low: Floats
    lead_high: Floats
    p: Floats
    status: Status

    def leads(self, at: int) -> bool:
        """Whether one answer has a larger share than every other."""
        return bool(self.lead[at] > 0)

    def row(self, at: int, values: tuple[str, ...]) -> dict[str, Any]:
        """Return the figures of one answer, by the names of their columns."""
        counts = {name: int(getattr(self, name)[at]) or None for name in ("rank", "rank_low", "rank_high")}
        rest = {name: float(getattr(self, name)[at]) for name in ("lead", "lead_low", "lead_high", "p")}
        rival = None if self.status == "empty" else values[self.rival[at]]
        return {**counts, "first": float(self.first[at]), "rival": rival, **rest}


def figures_of(
    shares: Floats, resampled: Floats, p: Floats, *, units: int, level: float, certain: bool = False
) -> GroupFigures:
    """Return the figures of a group.

    Args:
        shares: What was found, shape (answers,).
        resampled: The same in resamples, shape (resamples, answers); NaN where nobody of the group was drawn.
        p: p-values of pairs, shape (answers, answers).
        units: Protection units in the group.
        level: Confidence of the intervals.
        certain: Whether everybody was asked, so that nothing varies.
    """
    count = len(shares)
    none, nothing = np.full(count, np.nan), np.zeros(count, dtype=np.intp)
    if np.isnan(shares).any():
        return GroupFigures(shares, nothing, nothing, nothing, none, nothing, none, none, none, none, "empty")
    rank, rival = places(shares)[0], rivals(shares)
    lead = np.round(shares - shares[rival], 12)
    of_rival = p[np.arange(count), rival]
    # It is ahead of all if it is ahead of each.
    p_lead = np.where(lead > 0, np.where(np.eye(count, dtype=bool), 0.0, p).max(axis=1), of_rival)
    drawn = resampled[~np.isnan(resampled).any(axis=1)]
    if units < FEW or not len(drawn):
        return GroupFigures(shares, rank, nothing, nothing, none, rival, lead, none, none, p_lead, "few")
    best, worst = places(drawn)
    leads = drawn - drawn[:, rival]
    # Where no resample differs nothing tells how far the lead might be off, unless everybody was asked.
    told = (np.ptp(leads, axis=0) > 0) | certain
    low, high = (np.where(told, end, np.nan) for end in ends(leads, level))
    return GroupFigures(
        shares,
        rank,
        ends(best, level)[0].astype(np.intp),
        ends(worst, level)[1].astype(np.intp),
        firsts(drawn),
        rival,
        lead,
        low,
        high,
        p_lead,
        "ok",
    )


@frozen
class Order:
    """Whether a group has the order of all together; see `RankTest.orders`."""

    pairs: int
    swapped: int = 0
    swapped_low: float = np.nan
    swapped_high: float = np.nan
    tau: float = np.nan
    tau_low: float = np.nan
    tau_high: float = np.nan
    kept: float = np.nan
    reversed: int = 0
    p: float = np.nan
    status: Status = "ok"


def order_of(found: GroupFigures, whole: Floats, resampled: tuple[Floats, Floats], p: Floats, level: float) -> Order:
    """Compare the order of a group with that of all together.

    Args:
        found: The group.
        whole: The shares of all together.
        resampled: The shares of the group and of all in resamples, shape (resamples, answers).
        p: p-values of pairs of the group.
        level: Confidence.
    """
    one, two = np.triu_indices(len(whole), k=1)
    apart = np.sign(whole[one] - whole[two])
    pairs = int(np.count_nonzero(apart))
    if found.status == "empty":
        return Order(pairs, status="empty")
    swapped, tau = agreement(found.shares, whole)
    against = (np.sign(found.shares[one] - found.shares[two]) * apart) < 0
    adjusted = holm(p[one, two])[against]
    order = Order(
        pairs,
        int(swapped),
        tau=float(tau),
        reversed=int((adjusted < 1 - level).sum()),
        p=float(adjusted.min(initial=1.0)),
        status=found.status,
    )
    if found.status == "few":
        return order
    drawn = ~np.isnan(resampled[0]).any(axis=1)
    counts, taus = agreement(resampled[0][drawn], resampled[1][drawn])
    low, high = ends(counts, level)
    known = taus[~np.isnan(taus)]
    tau_ends = ends(known, level) if len(known) else (np.nan, np.nan)
    return evolve(
        order,
        swapped_low=float(low),
        swapped_high=float(high),
        tau_low=float(tau_ends[0]),
        tau_high=float(tau_ends[1]),
        kept=float((counts == 0).mean()),
    )
