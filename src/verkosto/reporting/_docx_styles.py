"""Styles of a Word file: found under the names that Word gives them in three languages, added where they lack."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from verkosto.reporting._docx_base import W, own_part

__all__ = ["Styles", "next_number"]

# What each style may be called: in the file format, by Finnish and by Swedish Word. Word itself writes the first into
# files and translates only the id; other programs write what they show.
_NAMES = {
    "Title": ("title", "otsikko", "rubrik"),
    "Heading1": ("heading 1", "otsikko 1", "rubrik 1"),
    "Heading2": ("heading 2", "otsikko 2", "rubrik 2"),
    "Heading3": ("heading 3", "otsikko 3", "rubrik 3"),
    "Heading4": ("heading 4", "otsikko 4", "rubrik 4"),
    "Caption": ("caption", "kuvaotsikko", "kuvan otsikko", "beskrivning"),
    "ListBullet": ("list bullet", "merkitty luettelo", "punktlista"),
    "Quote": ("quote", "lainaus", "citat"),
    "TOCHeading": ("toc heading", "sisällysluettelon otsikko", "innehållsförteckningsrubrik"),
    "TOC1": ("toc 1", "sisluet 1", "innehåll 1"),
    "TOC2": ("toc 2", "sisluet 2", "innehåll 2"),
    "Header": ("header", "ylätunniste", "sidhuvud"),
    "Footer": ("footer", "alatunniste", "sidfot"),
    "ReportCell": ("report cell", "raportin solu", "rapportcell"),
    "ReportTable": ("report table", "raportin taulukko", "rapporttabell"),
}


class Styles:
    """The styles of one file, by the ids of ours."""

    def __init__(self, document: Any) -> None:
        """Take the styles of a document of python-docx."""
        self._document = document
        self._root = document.styles.element
        self._known: dict[tuple[str, str], str] = {}
        self._ids: set[str] = set()
        for style in self._root.iter(f"{W}style"):
            self._note(style)

    def id_of(self, role: str) -> str:
        """Return the id under which the file has a style of ours, which is added where the file lacks it.

        Added styles take their letters from the file's own standard style.
        """
        kind = "table" if role == "ReportTable" else "paragraph"
        for name in (*_NAMES[role], role.casefold()):
            if (kind, name) in self._known:
                return self._known[kind, name]
        self._add(role)
        return self.id_of(role)

    def _note(self, style: Any) -> None:
        """Remember a style by its names and its id."""
        own = style.get(f"{W}styleId", "")
        kind = style.get(f"{W}type", "paragraph")
        self._ids.add(own)
        written = [named.get(f"{W}val", "") for tag in ("name", "aliases") for named in style.iter(f"{W}{tag}")]
        for name in (*",".join(written).casefold().split(","), own.casefold()):
            self._known.setdefault((kind, " ".join(name.split())), own)

    def _add(self, role: str) -> None:
        from docx.oxml import parse_xml

        ours = parse_xml(own_part("styles.xml"))
        style = copy.deepcopy(next(s for s in ours.iter(f"{W}style") if s.get(f"{W}styleId") == role))
        own = role
        while own in self._ids:
            own += "0"
        style.set(f"{W}styleId", own)
        standard = self._standard()
        for tag in ("basedOn", "next"):
            for link in list(style.iter(f"{W}{tag}")):
                if standard is None:
                    style.remove(link)
                else:
                    link.set(f"{W}val", standard)
        for number in style.iter(f"{W}numId"):
            number.set(f"{W}val", _bullets(self._document))
        self._root.append(style)
        self._note(style)

    def _standard(self) -> str | None:
        for style in self._root.iter(f"{W}style"):
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
                return str(style.get(f"{W}styleId"))
        return None


def _bullets(document: Any) -> str:
    """Give a file our list with bullets, and return its number."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.oxml import parse_xml
    from docx.parts.numbering import NumberingPart

    part = document.part
    blob = own_part("numbering.xml")
    if not any(rel.reltype == RELATIONSHIP_TYPE.NUMBERING for rel in part.rels.values()):
        place = part.package.next_partname("/word/numbering%d.xml")
        new = NumberingPart.load(place, CONTENT_TYPE.WML_NUMBERING, blob, part.package)
        part.relate_to(new, RELATIONSHIP_TYPE.NUMBERING)
        return "1"
    root = part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
    ours = parse_xml(blob)
    shape, number = ours.find(f"{W}abstractNum"), ours.find(f"{W}num")
    shape_id = str(next_number(one.get(f"{W}abstractNumId") for one in root.iter(f"{W}abstractNum")))
    number_id = str(next_number(one.get(f"{W}numId") for one in root.iter(f"{W}num")))
    shape.set(f"{W}abstractNumId", shape_id)
    number.set(f"{W}numId", number_id)
    number.find(f"{W}abstractNumId").set(f"{W}val", shape_id)
    # Shapes stand before numbers in a file.
    shapes = root.findall(f"{W}abstractNum")
    root.insert(root.index(shapes[-1]) + 1 if shapes else 0, shape)
    numbers = root.findall(f"{W}num")
    root.insert(root.index(numbers[-1] if numbers else shape) + 1, number)
    return number_id


def next_number(used: Iterable[str | None]) -> int:
    """Return a number that comes after those that a file uses."""
    return max((int(number) for number in used if number and number.isdecimal()), default=0) + 1
