"""Networks as Popolo JSON, in which open data on parliaments and councils is exchanged."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from attrs import evolve

from verkosto.errors import OptionError, SourceError, SourceNotFoundError
from verkosto.issues import Issue
from verkosto.organisations._data import to_data
from verkosto.organisations._ids import Ids
from verkosto.organisations._imported import Imported
from verkosto.organisations._network import Network
from verkosto.organisations._organisation import Organisation
from verkosto.organisations._people import Person
from verkosto.organisations._popolo_extension import EXTENSION, changes, extended, extension_of
from verkosto.organisations._popolo_flat import Rows, flat
from verkosto.organisations._popolo_items import EMPTY, Item, plain_id, raw
from verkosto.organisations._popolo_read import Reader
from verkosto.organisations._popolo_write import WRITERS, written_area
from verkosto.organisations._posts import Membership, Post
from verkosto.regions import AreaRef
from verkosto.sources import Source

__all__ = ["from_popolo", "to_popolo"]

Json = dict[str, Any]
T = TypeVar("T", Person, Organisation, Post, Membership)

_PART_OF = "part_of"


def to_popolo(network: Network, *, extension: bool = True) -> Json:
    """Write a network as one Popolo document, with the lists that EveryPolitician's files have.

    Popolo has no place for several statements of one fact, observations, plans, sources without an address,
    texts in several languages except an organisation's name, areas after the first, statements, who nominated
    or pays, the number of places, grounds and limits of contacts, and changes. Of several statements of dates
    the first stands in Popolo's own properties. All the rest goes into a property "verkosto" of the object
    concerned, so that `from_popolo` gives back the same network; readers that know nothing of it pass it over.

    Everything is written, contacts without a ground too: write the public copy of what is to be published.

    Args:
        network: The network.
        extension: Whether to write the property "verkosto". Without it what Popolo has no place for is lost.

    Returns:
        A dict for `json.dump`: "persons", "organizations", "posts", "memberships" and "areas".

    Example:
        >>> from verkosto.organisations import Membership, Network, Organisation, Person, Term
        >>> network = Network(
        ...     organisations=[Organisation("mvn", "Neuvottelukunta")],
        ...     people=[Person("sivonen", "Tiina Sivonen")],
        ...     memberships=[Membership("mvn", "chair", person="sivonen", terms=[Term("2023", observed_at="2023-04")])],
        ... )
        >>> to_popolo(network)["memberships"][0]["verkosto"]
        {'terms': [{'start': '2023', 'observed_at': '2023-04'}]}
        >>> from_popolo(to_popolo(network)).network == network
        True
    """
    reader = Reader(
        persons={person.id: person.id for person in network.people},
        organisations={organisation.id for organisation in network.organisations},
        posts={post.id: post for post in network.posts},
    )
    persons = [_said(person, reader.person, extension) for person in network.people]
    organisations = [_said(body, reader.organisation, extension) for body in network.organisations]
    _name_parents(organisations, network)
    posts = [_said(post, reader.post, extension) for post in network.posts]
    memberships = [_said(membership, reader.membership, extension) for membership in network.memberships]
    document: Json = {
        "persons": persons,
        "organizations": organisations,
        "posts": posts,
        "memberships": memberships,
        "areas": [written_area(ref) for ref in _areas((*organisations, *posts, *memberships))],
    }
    if extension and network.changes:
        document[EXTENSION] = {"changes": [to_data(change) for change in network.changes]}
    return document


def _said(obj: T, read: Callable[[Item], T | None], extension: bool) -> Json:  # noqa: FBT001
    said = WRITERS[type(obj)](obj)
    if extension and (more := extension_of(obj, said, read)):
        said[EXTENSION] = more
    return said


def _name_parents(organisations: list[Json], network: Network) -> None:
    """Name the organisation that contains another, as Popolo does beside the membership that says the same."""
    parents: dict[str, set[str]] = {}
    for membership in network.memberships:
        if membership.role == _PART_OF and membership.member is not None:
            parents.setdefault(membership.member, set()).add(membership.organisation)
    for said in organisations:
        found = parents.get(said["id"], set())
        if len(found) == 1:
            said["parent_id"] = min(found)


def _areas(objects: Iterable[Json]) -> list[AreaRef]:
    """Return the areas that objects refer to."""
    return [AreaRef.of(id_) for id_ in sorted({obj["area_id"] for obj in objects if "area_id" in obj})]


def from_popolo(
    data: Mapping[str, Any] | str | os.PathLike[str],
    *,
    source: Source | None = None,
    areas: Mapping[str, AreaRef | str] | None = None,
) -> Imported:
    """Read a Popolo document; nothing in it is lost.

    Objects may stand in lists of their own or inside one another, ids may be numbers, dates as precise as the
    source. An organisation's parent becomes a membership of the role "part_of", links become sources. What has
    no place in a network (events, images, biographies, whatever else) is an issue with its raw value, and so is
    an object that refers to one that is not there. Contacts have no ground, so they are not publishable.

    Args:
        data: The document, or the path of a JSON file that holds it.
        source: The document as a source, added to every object and to what states no source of its own.
        areas: Areas of the register by the document's area ids, `{"area/tampere": "kunta/837"}`, where they
            differ. Without it an area is found by an id such as "maakunta/13", or by its classification
            ("maakunta") with its identifier or name.

    Returns:
        The network and the issues: `row` is the number of the object in its list, `column` the list and the
        property ("memberships.legislative_period_id"), `variable` the object's id.

    Raises:
        SourceNotFoundError: There is no such file.
        SourceError: The file cannot be read or is no JSON, or the document is no object.
        UnknownAreaError: `areas` names an area that the register does not know.

    Example:
        >>> found = from_popolo({
        ...     "persons": [{"id": 1, "name": "Maija Meikäläinen", "gender": "female"}],
        ...     "organizations": [{"id": 7, "name": "Valtuusto", "founding_date": "2011-05"}],
        ...     "memberships": [{"person_id": 1, "organization_id": 7}, {"person_id": 2, "organization_id": 7}],
        ... })
        >>> found
        <Imported: <Network: 1 organisations, 1 people, 0 posts, 1 memberships, 0 changes>, 2 issues>
        >>> found.issues[1].reason, found.issues[1].value
        ('unknown_reference', '{"person_id": 2, "organization_id": 7}')
    """
    document = dict(_document(data))
    mine = document.pop(EXTENSION, None)
    issues: list[Issue] = []
    rows = flat(document, issues)
    reader = Reader({id_: AreaRef.of(ref) for id_, ref in (areas or {}).items()})
    for number, obj in rows["areas"]:
        item = Item(number, "areas", dict(obj), issues, obj["id"])
        reader.area(item)
        item.close()
    bodies = _read(rows["organizations"], "organizations", Organisation, reader.organisation, issues)
    reader.organisations = {body.id for body in bodies}
    reader.persons = _person_ids(rows["persons"], reader.organisations, issues)
    people = _read(rows["persons"], "persons", Person, reader.person, issues)
    known = {person.id for person in people}
    reader.persons = {old: new for old, new in reader.persons.items() if new in known}
    posts = _read(rows["posts"], "posts", Post, reader.post, issues, known=reader.organisations)
    reader.posts = {post.id: post for post in posts}
    memberships = _read(
        rows["memberships"], "memberships", Membership, reader.membership, issues, known=reader.organisations
    )
    memberships += _parents(reader, memberships, issues)
    events = changes(mine, reader.organisations, issues)
    parts: dict[str, Any] = {
        "organisations": [_sourced(body, source) for body in bodies],
        "people": [_sourced(person, source) for person in people],
        "posts": [_sourced(post, source) for post in posts],
        "memberships": [_sourced(membership, source) for membership in memberships],
        "changes": events,
    }
    return Imported(Network(**parts), tuple(issues))


def _document(data: Mapping[str, Any] | str | os.PathLike[str]) -> Mapping[str, Any]:
    if isinstance(data, Mapping):
        return data
    try:
        path = Path(data)
    except TypeError as error:
        raise OptionError(
            f"A Popolo document is a dict or a path, not {type(data).__name__}. Load it first."
        ) from error
    try:
        found = json.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise SourceNotFoundError(f"No file {str(path)!r}. Check the path and the current folder.") from error
    except OSError as error:
        raise SourceError(
            f"{path}: the file cannot be read: {error.strerror}. Give a file that you may read."
        ) from error
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{path} is no JSON in UTF-8: {error}. Correct the file, or download it again.") from error
    if not isinstance(found, dict):
        raise SourceError(
            f"{path} is no Popolo document: it holds no object. Give a file with persons, organizations ..."
        )
    return found


def _read(
    rows: Rows,
    name: str,
    cls: type[T],
    read: Callable[[Item], T | None],
    issues: list[Issue],
    *,
    known: set[str] | None = None,
) -> list[T]:
    """Read the objects of a list; one that cannot be read is an issue, and its parts are none."""
    found = []
    for number, obj in rows:
        item = Item(number, name, dict(obj), [], _id(obj))
        made = extended(item, cls, read)
        if made is not None and (known is None or _refers_to(made) <= known):
            issues += item.issues
            found.append(made)
        else:
            named = "no_name" if plain_id(obj.get("name")) is None else "no_place"
            reason = named if known is None else "unknown_reference"
            issues.append(Issue(number, name, item.id, raw(obj), reason))
    return found


def _id(obj: Mapping[str, Any]) -> str | None:
    return None if obj.get("id") in EMPTY else raw(obj["id"])


def _refers_to(obj: Person | Organisation | Post | Membership) -> set[str]:
    """Return the organisations that only the extension can name."""
    named = (getattr(obj, "funded_by", None), getattr(obj, "nominated_by", None))
    return {id_ for id_ in named if id_ is not None}


def _person_ids(rows: Rows, taken: set[str], issues: list[Issue]) -> dict[str, str]:
    """Return ids for the persons of a document: their own, unless an organisation has it."""
    ids = Ids(taken | {obj["id"] for _, obj in rows})
    found = {}
    for number, obj in rows:
        id_ = found[obj["id"]] = obj["id"]
        if id_ in taken:
            found[id_] = ids.make(f"person {id_}", otherwise="person")
            issues.append(Issue(number, "persons.id", found[id_], id_, "conflicting_value"))
    return found


def _parents(reader: Reader, memberships: list[Membership], issues: list[Issue]) -> list[Membership]:
    """Return the memberships that organisations state by naming the one that contains them."""
    stated = {(m.member, m.organisation) for m in memberships if m.role == _PART_OF}
    found = []
    for item, child, parent in reader.parents:
        if child not in reader.organisations or (child, parent) in stated:
            continue
        if parent in reader.organisations:
            found.append(Membership(parent, _PART_OF, member=child))
        else:
            issues.append(Issue(item.number, f"{item.path}.parent_id", child, parent, "unknown_reference"))
    return found


def _sourced(obj: T, source: Source | None) -> T:
    """Add a source to an object, and to its dates and contacts that state none."""
    if source is None:
        return obj
    parts: dict[str, Any] = {"sources": (*obj.sources, source)}
    for name in ("terms", "contacts"):
        given = getattr(obj, name, ())
        parts |= {name: tuple(part if part.source else evolve(part, source=source) for part in given)} if given else {}
    return evolve(obj, **parts)
