"""The codes of another program as themes: told apart, with everything that has no place kept in an issue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import Factory, define

from verkosto.errors import CodebookError
from verkosto.issues import Issue
from verkosto.responses import fold, slug
from verkosto.text import LANGUAGES, LocalText
from verkosto.themes._codebook_fields import as_color, as_guid, as_text, on_one_line, usable_code
from verkosto.themes._patterns import parse
from verkosto.themes._qdc_note import localised, said_by
from verkosto.themes._qdc_write import THEME_FIELDS
from verkosto.themes._qdc_xml import Node
from verkosto.themes._theme import Theme

__all__ = ["Codes", "is_color", "is_guid", "key_of", "named"]

_GUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_KNOWN = frozenset({"guid", "name", "iscodable", "color", "description"})
_PARTS = frozenset({"description", "noteref", "code"})


def key_of(guid: str) -> str:
    """Return a reference in the form in which references are compared: programs differ in capitals and braces."""
    return str(as_guid(guid)).upper()


def is_guid(text: str | None) -> bool:
    """Tell whether a text is a guid without braces."""
    return text is not None and _GUID.fullmatch(text) is not None


def is_color(text: str | None) -> bool:
    """Tell whether a text is a color that a codebook holds."""
    return text is not None and _COLOR.fullmatch(text) is not None


def named(node: Node) -> str:
    """Return the name of an element on one line; "" where it has none."""
    return on_one_line(node.given.get("name", ""))


@define
class _Code:
    """A code on its way to a theme."""

    node: Node
    parent: _Code | None
    words: str
    said: dict[str, Any]
    id: str = ""


@define
class Codes:
    """Makes themes of the codes of a codebook.

    Attributes:
        notes: The texts of notes by their guid, for codes that refer to one.
        issues: What has no place in a theme.
        found: Id of the theme by the guid of its code, as `key_of` gives it.
    """

    notes: Mapping[str, str] = Factory(dict)
    issues: list[Issue] = Factory(list)
    found: dict[str, str] = Factory(dict)

    def themes(self, book: Node) -> list[Theme]:
        """Return the themes of a `CodeBook`, in the order of the file."""
        codes = list(self._listed(book))
        self._identify(codes)
        labels = _Labels(self.issues)
        former = {code.id for code in codes}
        return [self._theme(code, labels, former) for code in codes]

    def report(self, node: Node, what: str, value: str, reason: str = "no_place", theme: str | None = None) -> None:
        """Keep what has no place, with the line where it stands."""
        self.issues.append(Issue(node.line, what, theme, value, reason))

    def _listed(self, book: Node) -> Iterator[_Code]:
        tops = [*book.all("code"), *(code for codes in book.all("codes") for code in codes.all("code"))]
        left: list[tuple[Node, _Code | None]] = [(node, None) for node in reversed(tops)]
        met: dict[tuple[str, str], _Code] = {}
        while left:
            node, parent = left.pop()
            words, said = said_by(self._description(node), THEME_FIELDS)
            code = _Code(node, parent, words, said)
            again = met.get((key_of(node.given.get("guid", "")), named(node)))
            if again is not None and node.given.get("guid"):
                # One code in two places: it is one theme, and stays in the first.
                self.report(node, "Code", named(node))
                code = again
            else:
                met[key_of(node.given.get("guid", "")), named(node)] = code
                yield code
            left.extend((part, code) for part in reversed(list(node.all("code"))))

    def _description(self, node: Node) -> str:
        notes = [self._note(ref) for ref in node.all("noteref")]
        own = [part.text for part in node.all("description")] or [node.given.get("description", "")]
        return "\n\n".join([*(text for text in own if text), *filter(None, notes)])

    def _note(self, ref: Node) -> str:
        target = ref.given.get("targetguid", "")
        if key_of(target) not in self.notes:
            self.report(ref, "NoteRef", target)
        return self.notes.get(key_of(target), "").strip()

    def _identify(self, codes: Iterable[_Code]) -> None:
        codes = list(codes)
        taken: set[str] = set()
        for code in codes:
            stated = code.said.get("id")
            if isinstance(stated, str) and usable_code(stated) and stated not in taken:
                code.id = stated
                taken.add(stated)
        for code in codes:
            if not code.id:
                code.id = slug(named(code.node), taken, fallback="koodi")
                taken.add(code.id)
            if guid := code.node.given.get("guid"):
                self.found.setdefault(key_of(guid), code.id)

    def _theme(self, code: _Code, labels: _Labels, former: set[str]) -> Theme:
        node, said = code.node, code.said
        self._report_rest(node, code.id)
        finnish = named(node).strip()
        if not finnish:
            self.report(node, "name", node.given.get("guid", ""), "no_name", code.id)
            finnish = f"({code.id})"
        label = localised(named(node) if finnish == named(node).strip() else finnish, said.get("label"))
        color, guid = as_color(node.given.get("color")), as_guid(node.given.get("guid"))
        if color is not None and not is_color(color):
            self.report(node, "color", color, theme=code.id)
        if guid is not None and (not is_guid(guid) or self.found[key_of(guid)] != code.id):
            self.report(node, "guid", guid, theme=code.id)
            guid = None
        above = None if code.parent is None else named(code.parent.node)
        return Theme(
            code.id,
            labels.unique(label or LocalText(finnish), code.id, above, node.line),
            parent=None if code.parent is None else code.parent.id,
            definition=as_text(localised(code.words, said.get("definition"))),
            use=localised(None, said.get("use")),
            avoid=localised(None, said.get("avoid")),
            examples=said.get("examples", ()),
            patterns=tuple(self._readable(code)),
            former=tuple(self._former(code, former)),
            codable=node.given.get("iscodable", "true").strip().lower() not in ("false", "0"),
            color=color if is_color(color) else None,
            guid=guid,
        )

    def _report_rest(self, node: Node, theme: str) -> None:
        for name, value in node.given.items():
            if name not in _KNOWN:
                self.report(node, name, value, theme=theme)
        for part in node.parts:
            if part.tag not in _PARTS:
                self.report(part, part.tag, part.text.strip(), theme=theme)

    def _readable(self, code: _Code) -> Iterator[str]:
        for pattern in code.said.get("patterns", ()):
            try:
                parse(pattern)
            except CodebookError:
                self.report(code.node, "pattern", pattern, theme=code.id)
            else:
                yield pattern

    def _former(self, code: _Code, taken: set[str]) -> Iterator[str]:
        for old in code.said.get("former", ()):
            if old in taken or not usable_code(old):
                self.report(code.node, "former", old, theme=code.id)
            else:
                taken.add(old)
                yield old


class _Labels:
    """Gives each theme a label that no other has."""

    def __init__(self, issues: list[Issue]) -> None:
        self.issues = issues
        self.taken: set[str] = set()

    def unique(self, label: LocalText, id: str, parent: str | None, line: int) -> LocalText:  # noqa: A002
        """Return a label, told apart by its parent's name or by its id where another theme bears it already."""
        words: dict[str, str] = {}
        for lang in LANGUAGES:
            said = getattr(label, lang)
            if not said:
                continue
            if fold(said) in self.taken:
                self.issues.append(Issue(line, "name", id, said, "duplicate_name"))
                said = f"{said} ({parent})" if parent else said
                while fold(said) in self.taken:
                    said = f"{said} [{id}]"
            words[lang] = said
        self.taken.update(fold(said) for said in words.values())
        return LocalText.of(words)
