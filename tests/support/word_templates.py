"""Word templates as people have them: in Finnish, with their own styles, headers and a place for the report."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Cm, RGBColor

__all__ = ["changed", "finnish_template", "parts_of"]

GREEN = RGBColor(0, 0x70, 0x30)
_KEPT = ("Normal", "Heading1", "Title", "Header", "TableNormal", "DefaultParagraphFont")
_FINNISH = {"Heading1": "Otsikko1", "Title": "Otsikko", "Normal": "Normaali", "Header": "Yltunniste"}


def finnish_template(path: Path, *runs: str, dotx: bool = False, bullets: bool = True, cover: bool = True) -> Path:
    """Write a template as a Finnish Word does: few styles with Finnish ids, a cover page, and a paragraph of runs."""
    made: Any = docx.Document()
    _localise(made.styles.element)
    made.styles["Heading 1"].font.color.rgb = GREEN
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.different_first_page_header_footer = cover
    section.header.paragraphs[0].text = "Järjestöt ry"
    if cover:
        section.first_page_header.paragraphs[0].text = "Kansi"
    section.footer.paragraphs[0].text = "Alatunniste"
    made.core_properties.author = "Matti Mallintekijä"
    made.add_paragraph("Saate")
    paragraph = made.add_paragraph()
    for run in runs:
        paragraph.add_run(run)
    made.add_paragraph("Loppu")
    if not bullets:
        lists = next(key for key, rel in made.part.rels.items() if rel.reltype.endswith("/numbering"))
        del made.part.rels[lists]
    file = io.BytesIO()
    made.save(file)
    data = file.getvalue()
    if dotx:
        data = changed(data, "[Content_Types].xml", b"document.main+xml", b"template.main+xml")
    path.write_bytes(data)
    return path


def _localise(styles: Any) -> None:
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in _KEPT:
            styles.remove(style)
            continue
        style.set(qn("w:styleId"), _FINNISH.get(style.get(qn("w:styleId")), style.get(qn("w:styleId"))))
        for tag in ("w:basedOn", "w:next", "w:link"):
            for link in style.findall(qn(tag)):
                link.set(qn("w:val"), _FINNISH.get(link.get(qn("w:val")), link.get(qn("w:val"))))


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of a zip file."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return a zip file in one part of which bytes stand for others."""
    parts = parts_of(data)
    assert old in parts[part]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as written:
        for name, content in parts.items():
            written.writestr(name, content.replace(old, new) if name == part else content)
    return file.getvalue()
