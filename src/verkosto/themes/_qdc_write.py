"""A codebook as REFI-QDA Codebook exchange (`.qdc`), which other programs for qualitative analysis import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from attrs import evolve

from verkosto.errors import CodebookError
from verkosto.html import escape
from verkosto.themes._codebook_fields import shown
from verkosto.themes._qdc_guid import made_guid
from verkosto.themes._qdc_note import note_of
from verkosto.themes._theme import Theme, ThemeSet

if TYPE_CHECKING:
    from verkosto.themes._codebook import Codebook

__all__ = ["BOOK_FIELDS", "NAMESPACE", "SET_FIELDS", "THEME_FIELDS", "qdc_bytes"]

NAMESPACE = "urn:QDA-XML:codebook:1.0"
THEME_FIELDS = ("id", "label", "definition", "use", "avoid", "examples", "patterns", "former")
BOOK_FIELDS = ("id", "title", "version")
SET_FIELDS = ("label", "definition")
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<CodeBook xmlns="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    f' xsi:schemaLocation="{NAMESPACE} Codebook.xsd" origin="verkosto">\n'
)


def qdc_bytes(book: Codebook) -> bytes:
    """Return a codebook as the bytes of a `.qdc` file.

    The standard has no place for the codebook's own id, title and version, nor for the order of themes that are not
    printed as a tree. They stand in a set of all themes, which programs show as a group named by the title.

    Raises:
        CodebookError: It has no themes; a `.qdc` file must have one at least.
    """
    if not book.themes:
        raise CodebookError(f"codebook {shown(book.id)} has no themes, which no .qdc file can hold. Save it as .toml.")
    return "".join(_document(book)).encode()


def _document(book: Codebook) -> Iterator[str]:
    yield _HEAD
    yield "  <Codes>\n"
    yield from _codes(book)
    yield "  </Codes>\n  <Sets>\n"
    whole = ThemeSet(book.title, book.ids, guid=made_guid(book.id, "codebook"))
    yield from _set(book, whole, note_of(book, BOOK_FIELDS))
    for place, one in enumerate(book.sets, start=1):
        named = evolve(one, guid=one.guid or made_guid(book.id, "set", str(place)))
        yield from _set(book, named, note_of(one, SET_FIELDS))
    yield "  </Sets>\n</CodeBook>\n"


def _codes(book: Codebook) -> Iterator[str]:
    open_: list[str] = []
    for theme in book.walk():
        while len(open_) > book.depth(theme.id):
            yield open_.pop()
        indent = "  " * (len(open_) + 2)
        yield f"{indent}<Code {_attributes(book, theme)}>\n"
        yield f"{indent}  <Description>{escape(note_of(theme, THEME_FIELDS))}</Description>\n"
        open_.append(f"{indent}</Code>\n")
    yield from reversed(open_)


def _attributes(book: Codebook, theme: Theme) -> str:
    given = [("guid", book.guid_of(theme.id)), ("name", theme.label.fi), ("isCodable", str(theme.codable).lower())]
    if theme.color is not None:
        given.append(("color", theme.color))
    return " ".join(f'{name}="{escape(value)}"' for name, value in given)


def _set(book: Codebook, one: ThemeSet, note: str) -> Iterable[str]:
    yield f'    <Set guid="{one.guid}" name="{escape(one.label.fi)}">\n'
    yield f"      <Description>{escape(note)}</Description>\n"
    yield from (f'      <MemberCode guid="{book.guid_of(theme)}"/>\n' for theme in one.themes)
    yield "    </Set>\n"
