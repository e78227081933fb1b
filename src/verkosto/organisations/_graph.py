"""The network as a graph of networkx, for measures and pictures that other tools make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from attrs import frozen

from verkosto.dates import DateLike, as_day
from verkosto.errors import MissingExtraError
from verkosto.organisations._network import Network
from verkosto.organisations._posts import Change, Membership, Post
from verkosto.organisations._terms import HELD, Term, standing_on

if TYPE_CHECKING:
    import datetime as dt

    import networkx as nx

__all__ = ["graph"]

# What XML 1.0 cannot hold: GraphML and GEXF writers stop at these.
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@frozen
class _Edge:
    start: str
    end: str
    kind: str
    attributes: dict[str, str | int | bool]


def graph(network: Network, *, on: DateLike | None = None) -> nx.MultiDiGraph[str]:
    """Make a graph of a network.

    Nodes are the organisations, people and posts by id (a post of an id that an organisation or person has too
    is "post:" and its id). Edges go from whom is said to what is said, each with its `kind`:

    - "membership", from the holder to the organisation; "part_of" where that is the role;
    - "holds", from the holder to the post, and "post_of", from the post to its organisation;
    - "representation", from the holder to the organisation represented, with the organisation `within` which;
    - "nomination", from the nominating organisation to the holder, likewise;
    - "funding", from the funder to the post;
    - "merger", "split", "succession", from each organisation before a change to each after it.

    Attributes are text, whole numbers, true and false, so that GraphML and GEXF can be written; what is not known
    is left out, and characters that XML cannot hold are replaced. Contacts and statements are left out.

    Args:
        network: The network.
        on: Only what holds on this day, presumed and disputed facts included (`HELD`), each with its
            `standing`: memberships and posts, the organisations that exist then or that an edge touches, the
            people whom an edge touches, and changes between organisations that are there. None: everything,
            whenever.

    Raises:
        MissingExtraError: networkx is not installed (extra `graph`).
        DateError: For text that is no date.

    Example:
        >>> from verkosto.organisations import Membership, Network, Organisation, Person
        >>> network = Network(
        ...     organisations=[Organisation("mvn", "Neuvottelukunta"), Organisation("hyte", "Hyte ry")],
        ...     people=[Person("manninen", "Marja Manninen")],
        ...     memberships=[Membership("mvn", "vice_chair", person="manninen", on_behalf_of="hyte")],
        ... )
        >>> [(start, end, kind) for start, end, kind in graph(network).edges(data="kind")]
        [('manninen', 'mvn', 'membership'), ('manninen', 'hyte', 'representation')]
    """
    try:
        import networkx as nx
    except ImportError as error:
        raise MissingExtraError.of("graph", "A graph") from error
    day = None if on is None else as_day(on)
    posts = _post_nodes(network, day)
    edges = [*_of_posts(network.posts, posts, day), *_of_memberships(network.memberships, posts, day)]
    touched = {end for edge in edges for end in (edge.start, edge.end)}
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for organisation in network.organisations:
        if day is None or organisation.id in touched or _exists(organisation.terms, day):
            found.add_node(
                organisation.id,
                kind="organisation",
                label=_clean(organisation.name.fi),
                **_given(classification=organisation.classification, areas=" ".join(map(str, organisation.areas))),
                **_standing(organisation.terms, day),
            )
    for person in network.people:
        if day is None or person.id in touched:
            found.add_node(person.id, kind="person", label=_clean(person.name))
    for post in network.posts:
        if post.id in posts:
            found.add_node(
                posts[post.id],
                kind="post",
                label=_clean(str(post)),
                **_given(role=post.role, area=post.area, places=post.places),
                **_standing(post.terms, day),
            )
    for edge in [*edges, *_of_changes(network.changes)]:
        if edge.start in found and edge.end in found:
            found.add_edge(edge.start, edge.end, kind=edge.kind, **edge.attributes)
    return found


def _exists(terms: Sequence[Term], day: dt.date | None) -> bool:
    return day is None or standing_on(terms, day) in HELD


def _post_nodes(network: Network, day: dt.date | None) -> dict[str, str]:
    """Return the node of each post that is there; posts have ids of their own, which others may bear too."""
    taken = {organisation.id for organisation in network.organisations} | {person.id for person in network.people}
    nodes = {}
    for post in network.posts:
        if _exists(post.terms, day):
            node = post.id
            while node in taken:
                node = f"post:{node}"
            taken.add(node)
            nodes[post.id] = node
    return nodes


def _of_posts(posts: Sequence[Post], nodes: dict[str, str], day: dt.date | None) -> Iterator[_Edge]:
    for post in posts:
        if post.id in nodes:
            yield _Edge(nodes[post.id], post.organisation, "post_of", _dates(post.terms) | _standing(post.terms, day))
            if post.funded_by is not None:
                yield _Edge(post.funded_by, nodes[post.id], "funding", {})


def _of_memberships(memberships: Sequence[Membership], posts: dict[str, str], day: dt.date | None) -> Iterator[_Edge]:
    for m in memberships:
        if not _exists(m.terms, day):
            continue
        when = _dates(m.terms) | _standing(m.terms, day)
        said = _given(role=m.role, title=None if m.label is None else m.label.fi, area=m.area) | when
        yield _Edge(m.holder, m.organisation, "part_of" if m.role == "part_of" else "membership", said)
        if m.post in posts:
            yield _Edge(m.holder, posts[m.post], "holds", when)
        within = _given(within=m.organisation, role=m.role) | when
        if m.on_behalf_of is not None:
            yield _Edge(m.holder, m.on_behalf_of, "representation", within)
        if m.nominated_by is not None:
            yield _Edge(m.nominated_by, m.holder, "nomination", within)


def _of_changes(changes: Sequence[Change]) -> Iterator[_Edge]:
    for change in changes:
        said = _given(date=change.date, planned=change.planned)
        yield from (_Edge(old, new, change.kind, said) for old in change.before for new in change.after)


def _dates(terms: Sequence[Term]) -> dict[str, str | int | bool]:
    """Return the first day and the last that a source states; GEXF has a meaning of its own for `start`."""
    starts = [term.start for term in terms if term.start and not term.planned]
    ends = [term.end for term in terms if term.end and not term.planned]
    return _given(start_date=min(starts, default=None), end_date=max(ends, default=None))


def _standing(terms: Sequence[Term], day: dt.date | None) -> dict[str, Any]:
    return {} if day is None else {"standing": standing_on(terms, day)}


def _given(**attributes: object) -> dict[str, Any]:
    return {
        name: value if isinstance(value, int) else _clean(str(value))
        for name, value in attributes.items()
        if value is not None and value != ""
    }


def _clean(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
