"""Files of programs for qualitative analysis, written by hand in their shapes, and the standard's rules as XSD.

`CODEBOOK_XSD` says what REFI-QDA Codebook 1.0 lets a `.qdc` file hold. It was written from the standard's own
description and is no copy of its schema. All texts and names are made up.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

__all__ = ["CODEBOOK_XSD", "PROJECT_NS", "codes", "coding", "guid", "project", "qdpx", "selection", "source"]

CODEBOOK_NS = "urn:QDA-XML:codebook:1.0"
PROJECT_NS = "urn:QDA-XML:project:1.0"
_HEX = "[0-9a-fA-F]"
_ID = f"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}"

CODEBOOK_XSD = f"""
<x:schema xmlns:x="http://www.w3.org/2001/XMLSchema" xmlns="{CODEBOOK_NS}" targetNamespace="{CODEBOOK_NS}"
          elementFormDefault="qualified">
 <x:simpleType name="guid"><x:restriction base="x:token">
  <x:pattern value="{_ID}|\\{{{_ID}\\}}"/></x:restriction></x:simpleType>
 <x:simpleType name="color"><x:restriction base="x:token">
  <x:pattern value="#({_HEX}{{6}}|{_HEX}{{3}})"/></x:restriction></x:simpleType>
 <x:element name="CodeBook"><x:complexType>
  <x:sequence>
   <x:element name="Codes"><x:complexType><x:sequence>
    <x:element name="Code" type="code" maxOccurs="unbounded"/></x:sequence></x:complexType></x:element>
   <x:element name="Sets" minOccurs="0"><x:complexType><x:sequence>
    <x:element name="Set" type="set" maxOccurs="unbounded"/></x:sequence></x:complexType></x:element>
  </x:sequence>
  <x:attribute name="origin" type="x:string"/>
 </x:complexType></x:element>
 <x:complexType name="code">
  <x:sequence>
   <x:element name="Description" type="x:string" minOccurs="0"/>
   <x:element name="Code" type="code" minOccurs="0" maxOccurs="unbounded"/>
  </x:sequence>
  <x:attribute name="guid" type="guid" use="required"/>
  <x:attribute name="name" type="x:string" use="required"/>
  <x:attribute name="isCodable" type="x:boolean" use="required"/>
  <x:attribute name="color" type="color"/>
 </x:complexType>
 <x:complexType name="set">
  <x:sequence>
   <x:element name="Description" type="x:string" minOccurs="0"/>
   <x:element name="MemberCode" minOccurs="0" maxOccurs="unbounded"><x:complexType>
    <x:attribute name="guid" type="guid" use="required"/></x:complexType></x:element>
  </x:sequence>
  <x:attribute name="guid" type="guid" use="required"/>
  <x:attribute name="name" type="x:string" use="required"/>
 </x:complexType>
</x:schema>
"""


def guid(*names: object) -> str:
    """Return a guid that follows from names."""
    return str(uuid5(NAMESPACE_URL, "\n".join(map(str, names))))


def codes(*names: str) -> str:
    """Return codes without any hierarchy."""
    return "".join(f'<Code guid="{guid("code", name)}" name={quoteattr(name)} isCodable="true"/>' for name in names)


def coding(code: str, user: str | None = "Aino") -> str:
    """Return a coding by a user, or by nobody who is named."""
    by = "" if user is None else f' creatingUser="{guid("user", user)}"'
    return f'<Coding guid="{guid("coding", code, user)}"{by}><CodeRef targetGUID="{guid("code", code)}"/></Coding>'


def selection(start: int, end: int, *inside: str, name: str = "") -> str:
    """Return a passage of a text with what was said of it."""
    where = f'startPosition="{start}" endPosition="{end}" name={quoteattr(name)}'
    return f'<PlainTextSelection guid="{guid("selection", start, end)}" {where}>{"".join(inside)}</PlainTextSelection>'


def source(name: str, *inside: str, text: str | None = None) -> str:
    """Return a text with its passages; without `text` it stands in the file `sources/<guid>.txt`."""
    own = guid("source", name)
    if text is None:
        path = f' plainTextPath="internal://{own}.txt"'
        content = ""
    else:
        path, content = "", f"<PlainTextContent>{escape(text)}</PlainTextContent>"
    return f'<TextSource guid="{own}" name={quoteattr(name)}{path}>{content}{"".join(inside)}</TextSource>'


def project(
    *sources: str,
    codes: str = "",
    users: Iterable[str] = ("Aino",),
    more: str = "",
    origin: str = "NVivo for Windows 14",
    cases: str = "",
) -> str:
    """Return the text of `project.qde`."""
    people = "".join(f'<User guid="{guid("user", user)}" name={quoteattr(user)}/>' for user in users)
    book = f"<CodeBook><Codes>{codes}</Codes></CodeBook>" if codes else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="{PROJECT_NS}" name="Toiveet" origin="{origin}">'
        f"<Users>{people}</Users>{book}{cases}<Sources>{''.join(sources)}</Sources>{more}</Project>"
    )


def qdpx(
    path: Path, qde: str | bytes, texts: Mapping[str, str | bytes] | None = None, *, folder: str = "sources"
) -> Path:
    """Write a project; `texts` are by the name of their source."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", qde)
        for name, text in (texts or {}).items():
            archive.writestr(f"{folder}/{guid('source', name)}.txt", text)
    return path
