"""A report as a Word file: real styles, tables and alternative texts, into the user's own template too."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

from verkosto.errors import MissingExtraError
from verkosto.files import PathLike
from verkosto.reporting._document import Document
from verkosto.reporting._docx_base import W, opened, packed, template_errors
from verkosto.reporting._docx_blocks import LANGUAGES, Writer
from verkosto.reporting._docx_frame import describe, number_pages, stamp
from verkosto.reporting._docx_styles import Styles, next_number
from verkosto.reporting._fitted import PAGE
from verkosto.reporting._flow import Block, Drawn, flow, lead, listed
from verkosto.reporting._wording import say
from verkosto.reporting._xml_text import xml_text

__all__ = ["docx_bytes"]

_PLACES = frozenset({"{{raportti}}", "{{rapport}}", "{{report}}"})
# A4 with our margins, in twips, of 635 English metric units each; a page with less room is none.
_WIDTH, _HEIGHT, _LEAST = 9638, 14400, 1000
_TWIP = 635
_OFFICE = "http://schemas.openxmlformats.org/"
_SPACES = {
    "w": f"{_OFFICE}wordprocessingml/2006/main",
    "r": f"{_OFFICE}officeDocument/2006/relationships",
    "wp": f"{_OFFICE}drawingml/2006/wordprocessingDrawing",
    "a": f"{_OFFICE}drawingml/2006/main",
    "pic": f"{_OFFICE}drawingml/2006/picture",
}
_STAMP = (
    '<w:p><w:pPr>{style}<w:jc w:val="right"/></w:pPr><w:r><w:rPr><w:b/><w:color w:val="8A1C1C"/>'
    '<w:lang w:val="{lang}"/></w:rPr><w:t>{text}</w:t></w:r></w:p>'
)
_NUMBER = (
    '<w:p><w:pPr><w:pStyle w:val="Footer"/><w:jc w:val="center"/></w:pPr><w:fldSimple w:instr=" PAGE "><w:r>'
    '<w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"> / </w:t></w:r>'
    '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'
)


def docx_bytes(document: Document, *, template: PathLike | None = None) -> bytes:
    """Return a document as a Word file.

    Headings are headings, so that Word's navigation and a reader of screens know them; data tables repeat their
    header on each page; pictures have alternative texts. The file names no author and no day.

    Args:
        document: The report.
        template: The user's own .docx or .dotx. The report stands in it where a paragraph says `{{raportti}}`,
            `{{rapport}}` or `{{report}}`, else at its end; its styles, headers and footers stay, and styles that it
            lacks are added.

    Raises:
        MissingExtraError: The extra `report` is not installed.
        OptionError: The template is no path, or its name ends in neither .docx nor .dotx.
        SourceError: The template cannot be read, or is no Word file.
    """
    try:
        import docx  # noqa: F401 - it is tried here, where the remedy can be told
    except ImportError as error:
        raise MissingExtraError.of("report", "a Word file") from error
    if template is None:
        return _filled(opened(None), document, whole=True)
    with template_errors(template):
        return _filled(opened(template), document, whole=False)


def _filled(file: Any, document: Document, *, whole: bool) -> bytes:
    """Write a report into a file: the whole of it is ours, or it is the user's template."""
    styles, lang = Styles(file), LANGUAGES[document.lang]
    writer = _writer(file, styles, lang)
    blocks = list(flow(document, page=round(PAGE * writer.width / _WIDTH)))
    _place(file, _parsed(_text(document, writer, blocks, whole=whole)))
    if whole:
        _speak(file, lang)
        number_pages(file, *_parsed([_NUMBER]))
    if document.internal:
        text = escape(say("stamp", document.lang))
        style = f'<w:pStyle w:val="{escape(styles.id_of("Header"))}"/>'
        stamp(file, *_parsed([_STAMP.format(style=style, lang=lang, text=text)]))
    describe(file, xml_text(document.title), lang)
    return _saved(file)


def _text(document: Document, writer: Writer, blocks: Sequence[Block], *, whole: bool) -> Iterable[str]:
    lang = document.lang
    yield writer.paragraph(xml_text(document.title), "Title")
    if document.internal:
        yield writer.paragraph(say("stamp_reason", lang), "Caption")
    above = lead(blocks)
    for number, block in enumerate(blocks):
        # A template has its own list of contents, or is to have none.
        if number == above and whole and (heads := listed(blocks)):
            yield from writer.contents(say("contents", lang), heads)
        yield from writer.block(block)


def _writer(file: Any, styles: Styles, lang: str) -> Writer:
    def embed(block: Drawn) -> str:
        relationship, _ = file.part.get_or_add_image(io.BytesIO(block.picture.png()))
        return str(relationship)

    used = file.element.body.xpath("//w:bookmarkStart/@w:id | //wp:docPr/@id")
    width, height = _room(file.sections[-1])
    return Writer(styles.id_of, embed, lang, width, height, itertools.count(next_number(used)))


def _room(section: Any) -> tuple[int, int]:
    """Return the room between the margins in twips; our own where the section does not tell it."""
    across = (section.page_width, section.left_margin, section.right_margin)
    down = (section.page_height, section.top_margin, section.bottom_margin)
    width, height = (0 if None in sizes else (sizes[0] - sizes[1] - sizes[2]) // _TWIP for sizes in (across, down))
    return (width, height) if min(width, height) > _LEAST else (_WIDTH, _HEIGHT)


def _parsed(markup: Iterable[str]) -> list[Any]:
    from docx.oxml import parse_xml

    spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in _SPACES.items())
    return list(parse_xml(f"<w:body {spaces}>{''.join(markup)}</w:body>"))


def _place(file: Any, content: Sequence[Any]) -> None:
    """Put the content where the template wants it, or at the end."""
    body = file.element.body
    mark = next((p for p in body.iter(f"{W}p") if _is_mark(p)), None)
    place = body.find(f"{W}sectPr") if mark is None else mark
    for element in content:
        place.addprevious(element)
    if mark is None:
        return
    if mark.find(f"{W}pPr/{W}sectPr") is not None or mark.getnext() is None:
        # It ends a section of the template, or a cell, which must end with a paragraph.
        mark[:] = mark.findall(f"{W}pPr")
    else:
        mark.getparent().remove(mark)


def _is_mark(paragraph: Any) -> bool:
    text = "".join(part.text or "" for part in paragraph.iter(f"{W}t"))
    inside = any(True for _ in paragraph.iterancestors(f"{W}txbxContent"))
    return "".join(text.split()).casefold() in _PLACES and not inside


def _speak(file: Any, lang: str) -> None:
    """Make a language that of a file of ours."""
    for language in file.styles.element.iter(f"{W}lang"):
        language.set(f"{W}val", lang)


def _saved(file: Any) -> bytes:
    buffer = io.BytesIO()
    file.save(buffer)
    with zipfile.ZipFile(buffer) as saved:
        return packed({name: saved.read(name) for name in saved.namelist()})
