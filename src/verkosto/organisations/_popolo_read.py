"""Objects of a Popolo document as parts of a network, each by itself."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import define, field

from verkosto import regions
from verkosto.errors import AreaError, OptionError
from verkosto.organisations._organisation import Identifier, Name, Organisation
from verkosto.organisations._people import CONTACT_KINDS, Contact, ContactKind, Person
from verkosto.organisations._popolo_items import Item
from verkosto.organisations._popolo_write import MULTILINGUAL
from verkosto.organisations._posts import Membership, Post
from verkosto.regions import AreaRef
from verkosto.sources import Source
from verkosto.text import LocalText

__all__ = ["Reader"]

# Popolo leaves the types of contact open; these are in use for the kinds that a `Contact` knows.
_TYPES: Mapping[str, ContactKind] = {
    "e-mail": "email", "mail": "email", "cell": "phone", "mobile": "phone", "tel": "phone", "telephone": "phone",
    "voice": "phone", "website": "url", "web": "url", "link": "url", "postal": "address",
}  # fmt: skip


@define
class Reader:
    """Reads objects, one at a time, and knows what they may refer to; issues go where the `Item` keeps them.

    Attributes:
        areas: Areas of the register by the document's ids, as the caller says.
        listed: Areas of the document by id.
        persons: Ids that persons have in the network by their ids in the document.
        organisations: Ids of the organisations that were read.
        posts: The posts that were read, by id.
        parents: Organisations that name another as the one that contains them, with its id.
    """

    areas: Mapping[str, AreaRef] = field(factory=dict)
    listed: dict[str, AreaRef] = field(factory=dict)
    persons: dict[str, str] = field(factory=dict)
    organisations: set[str] = field(factory=set)
    posts: dict[str, Post] = field(factory=dict)
    parents: list[tuple[Item, str, str]] = field(factory=list)

    def area(self, item: Item) -> None:
        """Read an area of the document: one of the register by its id, kind and code, or kind and name."""
        id_ = item.text("id") or ""
        names = {name: item.text(name) for name in ("classification", "identifier", "name")}
        found = self.areas.get(id_) or _by_text(id_) or _by_parts(**names)
        if found is None:
            item.issue("unknown_area", {"id": id_, **{name: text for name, text in names.items() if text}})
            return
        self.listed[id_] = found
        said = {"classification": found.area_type, "identifier": found.code, "name": found.name}
        for name, text in names.items():
            if text not in (None, said[name]):
                item.issue("no_place", text, name)

    def person(self, item: Item) -> Person | None:
        """Read a person; one without a name is an issue."""
        parts = [item.left.get(name) for name in ("given_name", "family_name")]
        name = item.text("name") or " ".join(part for part in parts if isinstance(part, str)).strip()
        if not name:
            return None
        id_ = item.text("id") or ""
        contacts = self._contacts(item)
        if (email := item.text("email")) and all(email != contact.value for contact in contacts):
            contacts = (Contact("email", email), *contacts)
        return Person(self.persons.get(id_, id_), name, contacts=contacts, sources=self._sources(item))

    def organisation(self, item: Item) -> Organisation | None:
        """Read an organisation; one without a name is an issue."""
        name = item.text("name")
        if not name:
            return None
        id_, parent = item.text("id") or "", item.text("parent_id")
        if parent is not None:
            self.parents.append((item, id_, parent))
        translated, others = self._names(item)
        area = self._area(item)
        return Organisation(
            id_,
            LocalText(name, translated.get("sv"), translated.get("en")),
            classification=item.text("classification"),
            terms=item.terms("founding_date", "dissolution_date"),
            areas=() if area is None else (area,),
            other_names=tuple(others),
            identifiers=tuple(self._identifiers(item)),
            contacts=self._contacts(item),
            sources=self._sources(item),
        )

    def post(self, item: Item) -> Post | None:
        """Read a post; one of no known organisation is none."""
        organisation = item.text("organization_id")
        if organisation not in self.organisations:
            return None
        id_, label = item.text("id") or "", item.text("label")
        return Post(
            id_,
            organisation or "",
            item.text("role") or label or id_,
            label=label,
            area=self._area(item),
            terms=item.terms("start_date", "end_date"),
            sources=self._sources(item),
        )

    def membership(self, item: Item) -> Membership | None:
        """Read a membership; one that refers to an object that is not there is none."""
        post_id, on_behalf_of = item.text("post_id"), item.text("on_behalf_of_id")
        post = self.posts.get(post_id or "")
        organisation = item.text("organization_id") or (None if post is None else post.organisation)
        person, member = self._holder(item)
        missing = organisation not in self.organisations or (on_behalf_of or organisation) not in self.organisations
        # A post that rules make, such as a council's seat, is known to the council and not to the network.
        if missing or (person is None) == (member is None) or (post_id and post is None and "/" not in post_id):
            return None
        return Membership(
            organisation or "",
            item.text("role") or ("member" if post is None else post.role),
            person=person,
            member=member,
            post=post_id,
            area=self._area(item),
            on_behalf_of=on_behalf_of,
            label=item.text("label"),
            terms=item.terms("start_date", "end_date"),
            contacts=self._contacts(item),
            id=item.text("id"),
            sources=self._sources(item),
        )

    def _holder(self, item: Item) -> tuple[str | None, str | None]:
        """Return the person or the organisation that holds a membership, as its id in the network."""
        person = item.text("person_id")
        if person is not None:
            return self.persons.get(person), None
        member, kind = item.text("member_id"), _member_type(item, "member_type")
        for part in item.parts("member") if member is None else []:
            member, kind = part.text("id"), _member_type(part, "@type") or kind
            part.close()
        if kind == "person" or member not in self.organisations:
            return self.persons.get(member or ""), None
        return None, member

    def _area(self, item: Item) -> AreaRef | None:
        id_ = item.text("area_id")
        if id_ is None:
            return None
        found = self.areas.get(id_) or self.listed.get(id_) or _by_text(id_)
        if found is None:
            item.issue("unknown_area", id_, "area_id")
        return found

    def _names(self, item: Item) -> tuple[dict[str, str], list[Name]]:
        """Return the name in other languages, and the other names."""
        translated: dict[str, str] = {}
        others = []
        for part in item.parts("other_names"):
            name, lang, note = part.text("name"), part.text("lang"), part.text("note")
            terms = part.terms("start_date", "end_date")
            if name is None:
                part.issue("no_name", {"lang": lang, "note": note})
            elif note == MULTILINGUAL and lang in ("sv", "en") and lang not in translated and not terms:
                translated[lang] = name
            else:
                others.append(Name(name, terms=terms, note=note))
                if lang not in (None, "fi"):
                    part.issue("no_place", lang, "lang")
            part.close()
        return translated, others

    def _identifiers(self, item: Item) -> list[Identifier]:
        found = []
        for part in item.parts("identifiers"):
            scheme, value = part.text("scheme") or "", part.text("identifier")
            if value is None:
                part.issue("not_an_identifier", scheme)
            else:
                found.append(Identifier(scheme, value))
            part.close()
        return found

    def _contacts(self, item: Item) -> tuple[Contact, ...]:
        found = []
        for part in item.parts("contact_details"):
            type_, value, label = part.text("type") or "other", part.text("value"), part.text("label")
            terms = part.terms("valid_from", "valid_until")
            source, *more = self._sources(part) or (None,)
            if value is None:
                part.issue("no_place", {"type": type_, "label": label})
            else:
                kind, label = _kind(type_, label)
                found.append(Contact(kind, value, terms=terms, label=label, source=source))
            for other in more:
                part.issue("no_place", {"url": other.url, "note": other.title} if other else None, "sources")
            part.close()
        return tuple(found)

    def _sources(self, item: Item) -> tuple[Source, ...]:
        """Return the sources and the links of an object: documents that it comes from, and documents about it."""
        found = []
        for part in (*item.parts("sources"), *item.parts("links")):
            url, note = part.text("url"), part.text("note")
            if url or note:
                found.append(Source(note or url or "", url=url))
            part.close()
        return tuple(found)


def _member_type(item: Item, name: str) -> str | None:
    """Take what a member is; a class that can be no member is an issue."""
    said = item.text(name)
    found = (said or "").casefold().rpartition("/")[2].removesuffix("s").replace("organisation", "organization")
    if found in ("person", "organization"):
        return found
    if said is not None:
        item.issue("no_place", said, name)
    return None


def _kind(type_: str, label: str | None) -> tuple[ContactKind, str | None]:
    """Return the kind of contact for a type, which goes into the label where it says more than the kind."""
    known = type_.casefold()
    if known in CONTACT_KINDS:
        return known, label  # type: ignore[return-value]
    return _TYPES.get(known, "other"), type_ if label is None else f"{label} ({type_})"


def _by_text(text: str) -> AreaRef | None:
    try:
        return AreaRef.of(text)
    except (AreaError, OptionError):
        return None


def _by_parts(*, classification: str | None, identifier: str | None, name: str | None) -> AreaRef | None:
    """Find an area whose classification is a kind of ours, by its code or, without one, by its name."""
    if classification is None or all(kind.code != classification for kind in regions.area_types()):
        return None
    try:
        if identifier is not None:
            return AreaRef(classification, identifier)
        return None if name is None else AreaRef.of(regions.find(name, classification))
    except (AreaError, OptionError):
        return None
