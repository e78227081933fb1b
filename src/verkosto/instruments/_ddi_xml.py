"""The tree of a DDI codebook: parsed without unfolding or fetching anything, and the words in it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verkosto.errors import CodebookError, MissingExtraError
from verkosto.files import contents
from verkosto.instruments._ddi_head import head_of
from verkosto.instruments._ddi_words import LANGUAGES, NAMESPACE, OWN, SCHEMA
from verkosto.text import LocalText

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["FORBIDDEN", "Texts", "add", "document", "language", "parsed", "serialised", "texts_of"]

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML can hold."""

_LARGEST = 64 << 20
_XML = "http://www.w3.org/XML/1998/namespace"
_LANG = f"{{{_XML}}}lang"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_BLOCKS = frozenset({"p", "br", "div", "li", "ul", "ol", "head", "list", "itm", "hi", "row", "entry", "table", "titl"})

_PARTS = frozenset({"preQTxt", "qstnLit", "postQTxt", "forward", "backward", "ivuInstr"})


def _etree() -> ModuleType:
    try:
        from lxml import etree
    except ImportError as error:
        raise MissingExtraError.of("ddi", "DDI-Codebook") from error
    module: ModuleType = etree
    return module


def parsed(path: Path) -> Any:
    """Return the `codeBook` of a file; every element in it is named without its namespace.

    Raises:
        SourceNotFoundError: There is no such file.
        SourceError: It cannot be opened.
        CodebookError: It is no DDI codebook, is damaged, too large or too deep, holds several codebooks, or declares
            or uses entities.
        MissingExtraError: lxml is not installed.
    """
    etree = _etree()
    data = contents(path, "codebook")
    if len(data) > _LARGEST:
        msg = f"{path} has more than {_LARGEST:,} bytes: statistics may fill it. Export it without them."
        raise CodebookError(msg)
    root = head_of(io.BytesIO(data), str(path)).root
    if root != "codeBook":
        found = f"begins with <{root[:60]}>" if root else "has no element"
        msg = f"{path} is no DDI codebook: it {found}, not with <codeBook>. Export it as DDI-Codebook 2.5."
        raise CodebookError(msg)
    # Nothing is fetched or unfolded: entities stay what they are, and are refused below.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=False,
    )
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        msg = f"{path}: line {line} is not XML, or the file is cut off there. Get the file again."
        raise CodebookError(msg) from error
    for element in tree.iter():
        if element.tag is etree.Entity:
            msg = f"{path}: line {element.sourceline} uses the entity {element.text}. Write the character itself."
            raise CodebookError(msg)
        element.tag = etree.QName(element).localname
    books = list(tree.iter("codeBook"))
    if len(books) > 1:
        msg = f"{path} holds {len(books)} codebooks. Save each <codeBook> as a file of its own."
        raise CodebookError(msg)
    return books[0]


class Texts:
    """Reads the words of one codebook.

    What verkosto wrote is read to the letter; elsewhere line breaks and runs of spaces come from the layout of the
    file, so they are one space, and an element without words says nothing.

    Attributes:
        exact: Whether verkosto wrote the file.
        first: The language that stands in for Finnish: the codebook's own, where it names one.
    """

    def __init__(self, book: Any) -> None:
        """Find out who wrote the codebook, and in which language."""
        self.exact = any(s.text == OWN for s in book.iterfind("docDscr/citation/prodStmt/software"))
        self.first = language(book)

    def of(self, element: Any) -> str:
        """Return the words of an element, those of its parts included."""
        if self.exact:
            return "".join(element.itertext())
        return " ".join("".join(_spoken(element)).split())

    def without_parts(self, question: Any) -> str:
        """Return the words of a `qstn` that stand in none of the parts that the standard gives it."""
        return " ".join("".join(_spoken(question, _PARTS)).split())

    def by_language(self, elements: Iterable[Any]) -> dict[str, str]:
        """Return words by language, the first of each; "" is a language that is not stated or not held here."""
        found: dict[str, str] = {}
        for element in elements:
            words = self.of(element)
            if words or self.exact:
                found.setdefault(language(element), words)
        return found

    def local(self, elements: Iterable[Any]) -> LocalText | None:
        """Return the words of elements that say the same in several languages, None where they say nothing."""
        return texts_of(self.by_language(elements), self.first)


def texts_of(words: dict[str, str], first: str) -> LocalText | None:
    """Make a text of words by language; where there is no Finnish, the first language stands in for it."""
    if not words:
        return None
    finnish = next((words[lang] for lang in ("fi", first, "") if lang in words), next(iter(words.values())))
    return LocalText(fi=finnish, sv=words.get("sv"), en=words.get("en"))


def language(element: Any) -> str:
    """Return the language that holds for an element: "fi", "sv" or "en", or "" where it is another or not stated."""
    while element is not None:
        stated = element.get(_LANG) or element.get("xml-lang") or element.get("lang")
        if stated:
            return LANGUAGES.get(stated.replace("_", "-").partition("-")[0].lower(), "")
        element = element.getparent()
    return ""


def _spoken(element: Any, skipped: frozenset[str] = frozenset()) -> Iterator[str]:
    yield element.text or ""
    for part in element:
        apart = " " if part.tag in _BLOCKS else ""
        yield apart
        if part.tag not in skipped:
            yield from _spoken(part)
        yield apart
        yield part.tail or ""


def document() -> Any:
    """Return an empty `codeBook` of DDI-Codebook 2.5 in Finnish.

    Raises:
        MissingExtraError: lxml is not installed.
    """
    etree = _etree()
    book = etree.Element(f"{{{NAMESPACE}}}codeBook", nsmap={None: NAMESPACE, "xsi": _XSI})
    book.set("version", "2.5")
    book.set(_LANG, "fi")
    book.set(f"{{{_XSI}}}schemaLocation", f"{NAMESPACE} {SCHEMA}")
    return book


def add(parent: Any, tag: str, text: str | None = None, lang: str | None = None, **attributes: str | None) -> Any:
    """Add an element; attributes that are None are left out, and `_` in their names stands for `-`."""
    element = parent.makeelement(f"{{{NAMESPACE}}}{tag}")
    parent.append(element)
    if lang is not None:
        element.set(_LANG, lang)
    for name, value in attributes.items():
        if value is not None:
            element.set(name.replace("_", "-"), value)
    element.text = text
    return element


def serialised(book: Any) -> bytes:
    """Return the bytes of a codebook, the same for the same content."""
    data: bytes = _etree().tostring(book, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data
