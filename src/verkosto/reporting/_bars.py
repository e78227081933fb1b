"""From the sittings of a body to the rows and bars of its timeline; nothing here draws."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from attrs import evolve, field, frozen

from verkosto.councils import Sitting
from verkosto.organisations import Membership, Post, Standing
from verkosto.reporting._names import Who

__all__ = ["Bar", "Piece", "Row", "bars_of", "clipped", "lanes_of"]

_DAY = dt.timedelta(days=1)


@frozen
class Piece:
    """A run of days of one standing, both ends included."""

    first: dt.date
    last: dt.date
    standing: Standing


@frozen
class Bar:
    """Consecutive days of one holder in one post, or of nobody.

    Attributes:
        post: The post.
        who: The holder; None where nobody holds it, or nobody is known to.
        membership: The membership; None without a holder.
        pieces: Runs of days of one standing each, without gaps.
        before: Whether it began before the first day shown.
        after: Whether it goes on after the last day shown.
    """

    post: Post
    who: Who | None
    membership: Membership | None
    pieces: tuple[Piece, ...]
    before: bool = False
    after: bool = False

    @property
    def first(self) -> dt.date:
        """The first day."""
        return self.pieces[0].first

    @property
    def last(self) -> dt.date:
        """The last day."""
        return self.pieces[-1].last

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Each standing once, in the order of time."""
        return tuple(dict.fromkeys(piece.standing for piece in self.pieces))


@frozen
class Row:
    """One line of the picture: a post, and beside one another in time those who held it.

    Attributes:
        label: What the row is called.
        bars: The bars in the order of time.
        lanes: The same bars on as many lines as hold a bar at the same time.
    """

    label: str
    bars: tuple[Bar, ...]
    lanes: tuple[tuple[Bar, ...], ...] = field(repr=False)


def bars_of(sittings: Iterable[Sitting]) -> dict[str, list[Bar]]:
    """Join sittings that follow one another with the same holder; by the post's id, in the order of time."""
    open_bars: dict[tuple[str, str], Bar] = {}
    found: dict[str, list[Bar]] = {}
    for sitting in sorted(sittings, key=_order):
        piece = Piece(sitting.span.first or dt.date.min, sitting.span.last or dt.date.max, sitting.standing)
        # Empty and unknown are two things and stay two bars; a holder's bar changes its look and goes on.
        key = (sitting.post.id, sitting.membership.key if sitting.membership else f"- {sitting.standing}")
        bar = open_bars.get(key)
        if bar is not None and _follows(bar.last, piece.first):
            longer = evolve(bar, pieces=_joined(bar.pieces, piece))
            line = found[sitting.post.id]
            line[line.index(bar)] = longer
        else:
            longer = Bar(sitting.post, sitting.who, sitting.membership, (piece,))
            found.setdefault(sitting.post.id, []).append(longer)
        open_bars[key] = longer
    return found


def _joined(pieces: tuple[Piece, ...], piece: Piece) -> tuple[Piece, ...]:
    if pieces[-1].standing == piece.standing:
        return (*pieces[:-1], evolve(pieces[-1], last=piece.last))
    return (*pieces, piece)


def _order(sitting: Sitting) -> tuple[dt.date, bool]:
    return (sitting.span.first or dt.date.min, sitting.who is None)


def _follows(last: dt.date, first: dt.date) -> bool:
    return last < dt.date.max and last + _DAY == first


def clipped(bar: Bar, first: dt.date, last: dt.date) -> Bar | None:
    """Return the part of a bar between two days, or None where there is none."""
    pieces = tuple(
        Piece(max(piece.first, first), min(piece.last, last), piece.standing)
        for piece in bar.pieces
        if piece.first <= last and piece.last >= first
    )
    return evolve(bar, pieces=pieces, before=bar.first < first, after=bar.last > last) if pieces else None


def lanes_of(bars: Sequence[Bar]) -> tuple[tuple[Bar, ...], ...]:
    """Spread bars over as few lines as have no two bars on one day; a holder stays on the same line if possible."""
    lanes: list[list[Bar]] = []
    for bar in bars:
        free = [lane for lane in lanes if lane[-1].last < bar.first]
        same = [lane for lane in free if lane[-1].who == bar.who]
        if free:
            (same or free)[0].append(bar)
        else:
            lanes.append([bar])
    return tuple(map(tuple, lanes))
