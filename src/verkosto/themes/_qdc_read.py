"""A codebook from REFI-QDA Codebook exchange (`.qdc`), as other programs really write it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

from attrs import evolve

from verkosto.errors import CodebookError
from verkosto.responses import slug
from verkosto.text import LocalText
from verkosto.themes._codebook_fields import as_guid, on_one_line, usable_code
from verkosto.themes._qdc_codes import Codes, is_guid, key_of, named
from verkosto.themes._qdc_guid import made_guid
from verkosto.themes._qdc_note import localised, said_by
from verkosto.themes._qdc_write import BOOK_FIELDS, SET_FIELDS
from verkosto.themes._qdc_xml import Node, tree
from verkosto.themes._theme import Theme, ThemeSet

__all__ = ["book_parts", "qdc_parts"]

_LARGEST = 64 << 20


def qdc_parts(data: bytes, where: str) -> dict[str, Any]:
    """Return the attributes of the codebook in a `.qdc` file.

    Args:
        data: Its bytes.
        where: Its name, for messages; it names the codebook where the file does not.

    Raises:
        CodebookError: It is too large, is no XML, declares or uses entities, or holds no codebook.
    """
    if len(data) > _LARGEST:
        msg = f"{where} has more than {_LARGEST:,} bytes, as no codebook has. Export the codebook alone."
        raise CodebookError(msg)
    root = tree(data, where, CodebookError)
    book = root if root.tag == "codebook" else root.first("codebook")
    if book is None or root.tag not in ("codebook", "project"):
        msg = f"{where} is no codebook: it begins with <{root.tag[:60]}>. Export it as REFI-QDA Codebook (.qdc)."
        raise CodebookError(msg)
    sets = [*book.all("sets"), *(root.all("sets") if book is not root else ())]
    parts, _ = book_parts(book, sets, PurePath(where).stem)
    return parts


def book_parts(
    book: Node, sets: Iterable[Node], name: str, notes: Mapping[str, str] | None = None
) -> tuple[dict[str, Any], Mapping[str, str]]:
    """Return the attributes of a codebook, and the ids of its themes by the guids of their codes.

    Args:
        book: The `CodeBook`.
        sets: The `Sets` that belong to it.
        name: What the codebook is called where it does not say so itself.
        notes: The texts of notes by their guid.
    """
    codes = Codes(notes=notes or {})
    themes = codes.themes(book)
    title: str | LocalText = on_one_line(name).strip() or "Koodikirja"
    parts: dict[str, Any] = {"id": slug(name, (), fallback="koodikirja"), "title": title}
    groups: list[tuple[Node, ThemeSet]] = []
    for node in (one for part in sets for one in part.all("set") if _is_of_codes(one)):
        members = _members(node, codes)
        words, said = said_by("\n\n".join(part.text for part in node.all("description")), (*BOOK_FIELDS, *SET_FIELDS))
        if usable_code(said.get("id", "")) and said.get("version", "").isprintable():
            title = localised(named(node), said.get("title")) or LocalText(said["id"])
            parts |= {"id": said["id"], "version": said.get("version", "1"), "title": title}
            themes = _in_order(themes, members)
        else:
            groups.append((node, _set(node, members, words, said)))
    own = str(parts["id"])
    parts["themes"] = tuple(_without_made(theme, made_guid(own, "theme", theme.id)) for theme in themes)
    parts["sets"] = tuple(
        _without_made(one, made_guid(own, "set", str(place))) for place, (_, one) in enumerate(groups, start=1)
    )
    parts["issues"] = tuple(codes.issues)
    return parts, codes.found


def _is_of_codes(node: Node) -> bool:
    """Tell whether a set may hold codes; projects also keep sets of sources and of notes."""
    tags = {part.tag for part in node.parts}
    return "membercode" in tags or not any(tag.startswith("member") for tag in tags)


def _members(node: Node, codes: Codes) -> tuple[str, ...]:
    members: list[str] = []
    for part in node.parts:
        if part.tag == "membercode":
            guid = part.given.get("guid") or part.given.get("targetguid", "")
            if key_of(guid) in codes.found:
                members.append(codes.found[key_of(guid)])
            else:
                codes.report(part, "MemberCode", guid, "unknown_theme")
    return tuple(dict.fromkeys(members))


def _set(node: Node, members: tuple[str, ...], words: str, said: Mapping[str, Any]) -> ThemeSet:
    label = localised(named(node), said.get("label")) or LocalText("(nimetön)")
    guid = as_guid(node.given.get("guid"))
    return ThemeSet(
        label,
        members,
        definition=localised(words, said.get("definition")),
        guid=guid if is_guid(guid) else None,
    )


def _in_order(themes: list[Theme], order: tuple[str, ...]) -> list[Theme]:
    """Put themes in an order that names them; one that it does not name stays behind the one before it."""
    places = {theme: place for place, theme in enumerate(order)}
    keys, place = [], -1
    for theme in themes:
        place = places.get(theme.id, place)
        keys.append(place)
    return [theme for _, theme in sorted(zip(keys, themes, strict=True), key=lambda pair: pair[0])]


def _without_made(part: Any, made: str) -> Any:
    """Leave out a guid that follows from ids: it comes again when the codebook is written."""
    return evolve(part, guid=None) if part.guid is not None and part.guid.upper() == made else part
