"""A report as PDF, set by typst: accessible, archivable, and the same bytes for the same document."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from verkosto.aggregate import Shown
from verkosto.errors import MissingExtraError, SourceError
from verkosto.reporting._document import Document
from verkosto.reporting._fitted import PAGE, Tabular
from verkosto.reporting._flow import SHORT, Block, Bullets, Drawn, Head, Lines, Quoted, Terms, flow, lead, listed
from verkosto.reporting._wording import say
from verkosto.reporting._xml_text import xml_text

__all__ = ["pdf_bytes"]

_STANDARDS = ("a-2a", "ua-1")
_REGIONS = {"fi": "FI", "sv": "FI", "en": "GB"}
_WIDTH, _HEIGHT = 170.0, 225.0
_INCH = 25.4


def pdf_bytes(document: Document) -> bytes:
    """Return a document as a PDF of A4 pages.

    It is tagged (PDF/UA-1) and fit for an archive (PDF/A-2a): it has a title and a language, its pictures have
    alternative texts, and its fonts stand within. Texts reach typst as data, so that none of them is read as markup.
    Nothing is fetched from a network, and fonts of the machine are not looked at.

    Raises:
        MissingExtraError: The extra `pdf` is not installed.
        SourceError: Typst refused the document.
    """
    try:
        import matplotlib as mpl
        import typst
    except ImportError as error:
        raise MissingExtraError.of("pdf", "a PDF") from error
    template = files("verkosto.reporting").joinpath("templates/report.typ").read_bytes()
    inputs = {"data": json.dumps(_data(document))}
    # Typst brings a serif font; letters that it lacks are taken from the font of the pictures.
    fonts = [f"{mpl.get_data_path()}/fonts/ttf"]
    compiled: Any = typst.compile_with_warnings
    for standards in (_STANDARDS, ()):
        try:
            pdf, _ = compiled(
                template,
                sys_inputs=inputs,
                font_paths=fonts,
                ignore_system_fonts=True,
                pdf_standards=list(standards),
            )
        except typst.TypstError as error:
            # A letter that no font has breaks the standards and no more than those.
            refused = error
        else:
            return bytes(pdf)
    msg = f"the report cannot be set as PDF: {refused.message}. Write it as .html or .docx."
    raise SourceError(msg) from refused


def _data(document: Document) -> dict[str, Any]:
    lang, internal = document.lang, document.internal
    blocks = list(flow(document))
    return {
        "title": xml_text(document.title),
        "lang": lang,
        "region": _REGIONS[lang],
        "stamp": say("stamp", lang) if internal else "",
        "reason": say("stamp_reason", lang) if internal else "",
        "contents": say("contents", lang) if listed(blocks) else "",
        "lead": lead(blocks),
        "blocks": [_block(block) for block in blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Head():
            return {"kind": "head", "text": block.text, "level": block.level}
        case Lines():
            return {"kind": "lines", "texts": block.texts}
        case Bullets():
            return {"kind": "bullets", "title": block.title, "items": block.items}
        case Quoted():
            lang = block.lang
            return {
                "kind": "quote",
                "texts": block.texts,
                "lang": lang,
                "region": _REGIONS[lang],
                "source": block.source,
            }
        case Terms():
            return {"kind": "terms", "entries": block.entries}
        case Drawn():
            return _picture(block)
        case _:
            return _table(block)


def _picture(block: Drawn) -> dict[str, Any]:
    width, height = (_INCH * size for size in (block.picture.width, block.picture.height))
    scale = min(1.0, _WIDTH / width, _HEIGHT / height)
    svg = block.picture.svg
    return {"kind": "picture", "svg": svg, "alt": block.alt, "caption": block.caption, "width": scale * width}


def _table(block: Tabular) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": block.caption,
        "header": block.header,
        "rows": [[_cell(datum) for datum in row] for row in block.rows],
        "labels": block.labels,
        "texts": sorted(block.texts),
        "totals": sorted(block.totals),
        "widths": block.widths,
        "page": PAGE,
        "beside": block.beside,
        "whole": len(block.rows) <= SHORT,
    }


def _cell(datum: Shown) -> list[str]:
    return [datum.text] if datum.interval is None else [datum.text, datum.interval]
