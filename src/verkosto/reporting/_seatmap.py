"""A map of a body's seats on a day: who represents each area, which seats are empty."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from verkosto.councils import Structure
from verkosto.dates import DateLike, as_day
from verkosto.errors import OptionError
from verkosto.organisations import Post
from verkosto.regions import area_type as area_type_of
from verkosto.reporting._marks import MARKS
from verkosto.reporting._picture import Picture, paint_picture
from verkosto.reporting._seats import SeatTile, seats_of
from verkosto.reporting._tiles import Tile, tiles_of
from verkosto.reporting._wording import say
from verkosto.text import MISSING, LocalText, check_language, format_date

if TYPE_CHECKING:
    from verkosto.reporting._canvas import Canvas

__all__ = ["seat_map"]


def seat_map(
    structure: Structure,
    *,
    on: DateLike,
    role: str = "member",
    area_type: str | None = None,
    lang: str = "fi",
    title: LocalText | str | None = None,
) -> Picture:
    """Draw who represents each region or wellbeing services county in a body on a day.

    Each area is one equal tile with its name, the holder and the organisation that the holder represents. A
    vacant seat is hatched, a question mark stands where the holder is not known, and how sure a holder is looks
    as in a `timeline`. An area without a seat is an empty tile with a dash.

    Args:
        structure: A council, or another structure whose posts follow from rules.
        on: The day. There is no default, so that the same call gives the same picture tomorrow.
        role: The role of the seats.
        area_type: Kind of area that the seats stand for, where those of the role stand for several.
        lang: "fi", "sv" or "en".
        title: What stands above the map; a plain string is Finnish, "" leaves it out. None means the name of
            the body and the day.

    Raises:
        OptionError: For seats of no area or of several kinds, a kind without a tile map, something that is no
            structure, or another language.
        UnknownObjectError: For a role that nobody has there.
        DateNotCoveredError: For a day on which the register does not cover the areas.
        DateError: For text that is no date.
        MissingExtraError: The extra `report` is not installed.

    Example:
        >>> from verkosto.councils import SeatRule, Structure
        >>> from verkosto.organisations import Network, Organisation
        >>> council = Structure(
        ...     "mvn", Network(organisations=[Organisation("mvn", "Neuvottelukunta")]),
        ...     rules=[SeatRule("maakunta", exclude=("21",))],
        ... )
        >>> seat_map(council, on="2023-04-24").rows[:2]
        (('Uusimaa', 'avoinna', '–'), ('Varsinais-Suomi', 'avoinna', '–'))
    """
    check_language(lang)
    if not isinstance(structure, Structure):
        raise OptionError(f"A seat map shows a Council or a Structure, not {type(structure).__name__}. Give one.")
    day = as_day(on)
    kind = area_type or _one_kind(structure.posts(on=day, role=role), structure.organisation)
    tiles = tiles_of(kind, day, lang)
    seats = seats_of(structure, tiles, day, role, lang)
    if all(seat.standing is None for seat in seats):
        raise OptionError(f"{structure.organisation!r} has no seats of a {kind} on {day}. Say another area_type.")
    body = structure.body.name.get(lang)
    date = format_date(day, lang=lang)
    above = f"{body}, {date}" if title is None else LocalText.of(title).get(lang)
    rows = tuple(_row(tile, seat, lang) for tile, seat in zip(tiles, seats, strict=True))
    return paint_picture(
        partial(_draw, tiles, seats, above, lang),
        title=above or body,
        alt=_alt(rows, seats, say("alt_seat_map", lang, title=body, date=date), lang),
        header=(area_type_of(kind).name.get(lang).capitalize(), say("holder", lang), say("represents", lang)),
        rows=rows,
        lang=lang,
    )


def _one_kind(posts: Sequence[Post], organisation: str) -> str:
    kinds = sorted({post.area.area_type for post in posts if post.area is not None})
    if not kinds:
        raise OptionError(f"{organisation!r} has no seats of areas on that day. Ask for another day or role.")
    if len(kinds) > 1:
        raise OptionError(f"{organisation!r} has seats of {' and '.join(kinds)}. Say which: area_type={kinds[0]!r}.")
    return kinds[0]


def _row(tile: Tile, seat: SeatTile, lang: str) -> tuple[str, str, str]:
    if seat.standing is None:
        return (tile.name, say("no_seat", lang), MISSING)
    if not seat.holders:
        return (tile.name, say(MARKS[seat.standing].wording, lang), MISSING)
    names = ", ".join([*(forms[0] for forms in seat.holders), *seat.empty])
    return (tile.name, names, ", ".join(seat.represents) or MISSING)


def _alt(rows: Sequence[tuple[str, str, str]], seats: Sequence[SeatTile], title: str, lang: str) -> str:
    """Describe the map: who represents which area; then what is vacant, not known and without a seat."""
    sentences = [title]
    for (area, names, represents), seat in zip(rows, seats, strict=True):
        if seat.holders:
            whom = "" if represents == MISSING else f" ({represents})"
            sentences.append(f"{area}: {names}{whom}.")
    for standing, key in (("no", "alt_vacant"), ("unknown", "alt_unknown"), (None, "alt_no_seat")):
        areas = ", ".join(row[0] for row, seat in zip(rows, seats, strict=True) if seat.standing == standing)
        if areas:
            sentences.append(say(key, lang, seats=areas))
    return " ".join(sentences)


def _draw(tiles: Sequence[Tile], seats: Sequence[SeatTile], title: str, lang: str) -> Canvas:
    from verkosto.reporting._seatmap_faces import draw_seats

    return draw_seats(tiles, seats, title, lang)
