"""A member list as people keep it in a spreadsheet, read into a network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve

from verkosto import regions
from verkosto.dates import DateLike, PartialDate
from verkosto.errors import OptionError, UnknownObjectError
from verkosto.organisations._ids import Ids
from verkosto.organisations._imported import Imported
from verkosto.organisations._network import Network
from verkosto.organisations._organisation import Organisation
from verkosto.organisations._row_cells import text_of
from verkosto.organisations._row_drafts import Cell, Drafts, Row
from verkosto.organisations._row_facts import Facts
from verkosto.organisations._row_headings import claims
from verkosto.organisations._row_matching import Matching
from verkosto.organisations._row_persons import Persons
from verkosto.organisations._row_reading import Reading
from verkosto.sources import Source

__all__ = ["from_rows"]

_TELLING = frozenset({"id", "name", "name_sv", "name_en", "business_id", "association_number"})
_MOST_SHOWN = 5


def from_rows(
    rows: Iterable[Mapping[str, object]],
    *,
    columns: Mapping[str, str | None] | None = None,
    area_type: str | None = None,
    into: Network | None = None,
    organisation: Organisation | str | None = None,
    role: str = "member",
    source: Source | None = None,
    on: DateLike | None = None,
) -> Imported:
    """Read a list of organisations, one to a row, such as the member list of an umbrella organisation.

    Headings are recognised in Finnish, Swedish and English. Every cell with text ends in one of three places:
    in an object of the network; in an issue with its raw value; or, where no heading claims the column, in a
    `Statement` under the heading. Nothing from a list is publishable by itself: contacts have no ground,
    contact persons and statements are `publishable=False`.

    A row belongs to an organisation that is already there (from `into` or an earlier row) if it has the same id or
    business id, the same name and association register number, or, where it has no id, the same name, the very same
    areas and no other identifier. It then adds what is new; a name, kind or identifier that differs is an issue. A
    contact person is the same person as another if the name and the organisation, or the name and a contact, are the
    same.

    Args:
        rows: Mappings from heading to cell: text, a number, a date or None. `verkosto.backends.rows` reads them
            from a workbook. A row's attribute `number` is its number in the sheet; without one rows are counted
            from 2.
        columns: What headings mean, where they are not recognised or wrongly so: `{"Ry": "name"}`; None
            for a column that is to be kept as a statement. `TARGETS` lists what a column can be.
        area_type: The kind of area in columns such as "Alue"; None looks for regions and municipalities first.
        into: A network that the list adds to.
        organisation: The organisation whose members the rows are: its id in `into`, or the organisation itself.
            None: the rows are organisations, and nobody's members.
        role: What they are in it.
        source: The list, as the source of all that it says.
        on: The day for which the list was right: members are observed on it, and areas are looked up on it.

    Returns:
        The network, the issues (`row` as in the sheet, `column` the heading, `variable` what it was taken for)
        and what each heading was taken for. Ids are made of the names, "hyte-ry", and numbered where they
        repeat.

    Raises:
        OptionError: `columns` names a target or a heading that is not there, a row is no mapping from text, or no
            heading tells which organisation a row is about.
        UnknownObjectError: `organisation` is not in `into`.
        UnknownAreaError: No such `area_type`.
        DateError: `on` is no date.
        MissingExtraError: There are register numbers, and python-stdnum is not installed (extra `identifiers`).

    Example:
        >>> mvn = Organisation("mvn", "Neuvottelukunta")
        >>> listed = from_rows(
        ...     [
        ...         {"Järjestö": "Hyte ry", "Kotikunta": "Vantaalla", "Liittynyt": "3/2021", "Jäseniä": "n. 120"},
        ...         {"Järjestö": "Toimi ry", "Kotikunta": "Atlantis", "Liittynyt": None, "Jäseniä": 75},
        ...     ],
        ...     organisation=mvn,
        ... )
        >>> [(m.member, str(m.terms[0].start)) for m in listed.network.memberships_of("mvn") if m.terms]
        [('hyte-ry', '2021-03')]
        >>> print(listed.issues[0])
        row 3, column 'Kotikunta', variable 'municipality': unknown_area (no area has this code or name; ...
    """
    if area_type is not None:
        regions.area_type(area_type)
    day = None if on is None else PartialDate.of(on)
    network, umbrella = _umbrella(into or Network(), organisation)
    numbered = [(getattr(row, "number", place), _pairs(row, place)) for place, row in enumerate(rows, start=2)]
    headings = dict.fromkeys(heading for _, pairs in numbered for heading, _ in pairs)
    found = claims(headings, columns or {})
    sheet = [_row(number, pairs, found) for number, pairs in numbered]
    if not _TELLING.intersection(found.values()) and any(row.cells for row in sheet):
        raise OptionError(_nameless(headings))
    reading = Reading(area_type=area_type, source=source, on=day)
    people = {person.id for person in network.people}
    reserved = {cell.text for row in sheet for cell in row.of("id")}
    ids = Ids(people | {known.id for known in network.organisations} | reserved)
    drafts, persons = Drafts(network), Persons(network, ids, reading)
    matching, facts = Matching(drafts, ids, reading, people), Facts(reading, persons, umbrella, role)
    for row in sheet:
        draft = matching.draft(row)
        if draft is not None:
            facts.read(row, draft)
    return Imported(_extended(network, drafts, persons, facts), tuple(reading.issues), columns=found)


def _umbrella(into: Network, organisation: Organisation | str | None) -> tuple[Network, str | None]:
    if organisation is None:
        return into, None
    known = {known.id for known in into.organisations}
    if isinstance(organisation, Organisation):
        return into if organisation.id in known else into.add(organisation), organisation.id
    if not into.organisations:
        raise UnknownObjectError(
            f"There is no organisation {organisation!r} yet. Give the organisation itself, or `into` with it."
        )
    return into, into.organisation(organisation).id


def _pairs(row: Mapping[str, object], place: int) -> list[tuple[str, object]]:
    if not isinstance(row, Mapping):
        raise OptionError(f"Row {place} is no mapping but {type(row).__name__}. Give dicts from heading to cell.")
    for heading in row:
        if not isinstance(heading, str):
            raise OptionError(f"Row {place} has a heading that is {type(heading).__name__}. Headings are text.")
    return list(row.items())


def _nameless(headings: Iterable[str]) -> str:
    shown = [repr(heading) for heading in headings]
    more = f" and {len(shown) - _MOST_SHOWN} more" if len(shown) > _MOST_SHOWN else ""
    return (
        f"No heading tells which organisation a row is about: {', '.join(shown[:_MOST_SHOWN])}{more}. Where the "
        "headings stand further down in the sheet, give their row: verkosto.backends.rows(..., header=3). "
        "Otherwise name the column: columns={'Ry': 'name'}."
    )


def _row(number: int, pairs: Iterable[tuple[str, object]], found: Mapping[str, str | None]) -> Row:
    cells = ((heading, text_of(value)) for heading, value in pairs)
    return Row(number, tuple(Cell(heading, found[heading], text) for heading, text in cells if text))


def _extended(into: Network, drafts: Drafts, persons: Persons, facts: Facts) -> Network:
    made = {draft.id: draft.made() for draft in drafts.touched.values()}
    kept = tuple(made.pop(organisation.id, organisation) for organisation in into.organisations)
    known = set(into.memberships)
    added = [membership for membership in (*facts.memberships, *persons.memberships()) if membership not in known]
    parts: dict[str, Any] = {
        "organisations": (*kept, *made.values()),
        "people": (*into.people, *persons.people),
        "memberships": (*into.memberships, *added),
    }
    return evolve(into, **parts)
