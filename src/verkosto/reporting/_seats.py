"""What a seat map shows of each area: who holds its seats and for whom, how sure that is, what is empty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from attrs import frozen

from verkosto.councils import Holder, Structure, Vacancy
from verkosto.organisations import Standing
from verkosto.reporting._marks import marks_in_order
from verkosto.reporting._names import short_names
from verkosto.reporting._tiles import Tile
from verkosto.reporting._wording import say
from verkosto.text import format_number

__all__ = ["SeatTile", "seats_of"]


@frozen
class SeatTile:
    """What is known of the seats of one area.

    Attributes:
        standing: How sure it is that they are held, of several the surest; "no" and "unknown" as in a
            `Sitting`; None where the area has no seat.
        holders: Forms of each holder's name, the full one first.
        represents: The organisations that they represent, each once.
        empty: How many places beside theirs are vacant or not known, in words.
    """

    standing: Standing | None
    holders: tuple[tuple[str, ...], ...] = ()
    represents: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()


def seats_of(structure: Structure, tiles: Sequence[Tile], day: dt.date, role: str, lang: str) -> tuple[SeatTile, ...]:
    """Return what is known of the seats of each tile's area on a day.

    Raises:
        UnknownObjectError: For a role that nobody has there.
        DateNotCoveredError: The register does not know the seats of that day.
    """
    posts = structure.posts(on=day, role=role)
    holders, vacancies = structure.holders(on=day, role=role), structure.vacancies(on=day, role=role)
    names = short_names([holder.who for holder in holders], lang)
    seats = []
    for tile in tiles:
        here = {post.id for post in posts if post.area == tile.ref}
        held = [holder for holder in holders if holder.post.id in here]
        empty = [vacancy for vacancy in vacancies if vacancy.post.id in here]
        represents = (structure.network.organisation(id_).name.get(lang) for id_ in _represented(held))
        seats.append(
            SeatTile(
                standing=_standing(held, empty) if here else None,
                holders=tuple(names[holder.who.id] for holder in held),
                represents=tuple(represents),
                empty=tuple(_further(empty, lang)) if held else (),
            )
        )
    return tuple(seats)


def _represented(holders: Sequence[Holder]) -> list[str]:
    return list(dict.fromkeys(id_ for holder in holders if (id_ := holder.membership.on_behalf_of)))


def _standing(holders: Sequence[Holder], vacancies: Sequence[Vacancy]) -> Standing:
    """Return the surest standing of holders; without one whether it is known that there is none."""
    held = marks_in_order(holder.standing for holder in holders)
    if held:
        return held[0]
    return "no" if any(vacancy.known for vacancy in vacancies) else "unknown"


def _further(vacancies: Sequence[Vacancy], lang: str) -> Iterator[str]:
    """Word how many places beside the held ones are vacant, and of how many the holder is not known."""
    for known, wording in ((True, "more_vacant"), (False, "more_unknown")):
        count = sum(vacancy.missing or 0 for vacancy in vacancies if vacancy.known == known)
        if count:
            yield say(wording, lang, count=format_number(count, lang=lang))
