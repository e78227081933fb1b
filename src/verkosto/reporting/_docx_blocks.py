"""Blocks of a report as WordprocessingML: paragraphs, pictures and tables, written as text and parsed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from attrs import frozen

from verkosto.aggregate import Shown
from verkosto.reporting._fitted import Tabular
from verkosto.reporting._flow import SHORT, Block, Bullets, Drawn, Head, Lines, Quoted, Terms

__all__ = ["LANGUAGES", "Writer"]

LANGUAGES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
"""What Word calls our languages."""

_EMU_PER_INCH = 914_400
_EMU_PER_TWIP = 635
_DEEPEST = 4
_LETTER = 105
_QUIET = '<w:color w:val="595959"/><w:sz w:val="16"/><w:szCs w:val="16"/>'
_BESIDE, _BELOW = '<w:r><w:t xml:space="preserve"> </w:t></w:r>', "<w:r><w:br/></w:r>"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


@frozen
class Writer:
    """What the blocks of one document need to know of the file that they go into.

    Attributes:
        style: Returns the id of a style of ours.
        embed: Puts a picture into the file and returns its relationship.
        lang: The language, such as "fi-FI".
        width: Room between the margins, in twips.
        height: The same from top to bottom.
        numbers: Those that no bookmark or picture of the file bears.
    """

    style: Callable[[str], str]
    embed: Callable[[Drawn], str]
    lang: str
    width: int
    height: int
    numbers: Iterator[int]

    def block(self, block: Block) -> Iterator[str]:
        """Yield a block as markup."""
        match block:
            case Head():
                yield self._head(block)
            case Lines():
                yield from (self.paragraph(text) for text in block.texts)
            case Bullets():
                yield from self._bullets(block)
            case Quoted():
                yield from self._quote(block)
            case Terms():
                yield from (self._term(term, text) for term, text in block.entries)
            case Drawn():
                yield from self._picture(block)
            case _:
                yield from self._table(block)

    def contents(self, title: str, heads: Sequence[Head]) -> Iterator[str]:
        """Yield a list of headings with links, which Word makes anew when the reader asks for it."""
        yield self.paragraph(title, "TOCHeading")
        for place, head in enumerate(heads):
            begin = _CONTENTS if place == 0 else ""
            end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if place == len(heads) - 1 else ""
            link = f'<w:hyperlink w:anchor="{_bookmark(head)}" w:history="1">{self._run(head.text)}</w:hyperlink>'
            yield self._p(f"TOC{head.level}", f"{begin}{link}{end}")

    def paragraph(self, text: str, style: str | None = None) -> str:
        """Return a paragraph."""
        return self._p(style, self._run(text))

    def _head(self, block: Head) -> str:
        number = next(self.numbers)
        mark = f'<w:bookmarkStart w:id="{number}" w:name="{_bookmark(block)}"/>'
        body = f'{mark}{self._run(block.text)}<w:bookmarkEnd w:id="{number}"/>'
        return self._p(f"Heading{min(block.level, _DEEPEST)}", body)

    def _bullets(self, block: Bullets) -> Iterator[str]:
        if block.title:
            above = '<w:keepNext/><w:spacing w:before="160" w:after="40"/>'
            yield self._p(None, self._run(block.title, "<w:b/>"), above)
        yield from (self.paragraph(item, "ListBullet") for item in block.items)

    def _quote(self, block: Quoted) -> Iterator[str]:
        last = len(block.texts) - (not block.source)
        for place, text in enumerate(block.texts):
            keep = "<w:keepNext/>" if place < last else ""
            yield self._p("Quote", self._run(text, lang=LANGUAGES[block.lang]), keep)
        if block.source:
            yield self._p("Quote", self._run(f"– {block.source}", '<w:i w:val="0"/>' + _QUIET))
        # The lines beside two quotations without a paragraph between them would be one.
        yield self._p("ReportCell", "")

    def _term(self, term: str, text: str) -> str:
        return self._p(None, f"{self._run(f'{term}: ', '<w:b/>')}{self._run(text)}")

    def _picture(self, block: Drawn) -> Iterator[str]:
        across, down = (round(size * _EMU_PER_INCH) for size in (block.picture.width, block.picture.height))
        room = self.height * _EMU_PER_TWIP * 9 // 10
        scale = min(1.0, self.width * _EMU_PER_TWIP / across, room / down)
        cx, cy = round(across * scale), round(down * scale)
        number = next(self.numbers)
        name = f"Picture {number}"
        drawing = _DRAWING.format(
            cx=cx, cy=cy, number=number, name=name, alt=quoteattr(block.alt), embed=self.embed(block), kind=_PICTURE
        )
        keep = "<w:keepNext/>" if block.caption else ""
        yield self._p(None, f"<w:r><w:drawing>{drawing}</w:drawing></w:r>", keep)
        if block.caption:
            yield self.paragraph(block.caption, "Caption")

    def _table(self, block: Tabular) -> Iterator[str]:
        if block.caption:
            yield self._p("Caption", self._run(block.caption), "<w:keepNext/>")
        # A narrow table has some room to spare: letters are not all of one width.
        room = min(self.width, round(_LETTER * sum(block.widths)))
        widths = [room * width // sum(block.widths) for width in block.widths]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        look = (
            f'<w:tblStyle w:val={quoteattr(self.style("ReportTable"))}/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/><w:tblLook w:val="06A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" '
            f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val={quoteattr(block.title)}/>'
        )
        header = self._row(block, tuple(map(Shown, block.header)), widths, bold=True, header=True)
        rows = [
            self._row(block, row, widths, bold=place in block.totals, last=place == len(block.rows) - 1)
            for place, row in enumerate(block.rows)
        ]
        yield f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{header}{''.join(rows)}</w:tbl>"
        # Two tables without a paragraph between them would be one.
        yield self._p("ReportCell", "")

    def _row(
        self,
        block: Tabular,
        cells: Sequence[Shown],
        widths: Sequence[int],
        *,
        bold: bool,
        header: bool = False,
        last: bool = False,
    ) -> str:
        keep = "<w:keepNext/>" if header or (len(block.rows) <= SHORT and not last) else ""
        written = []
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            side = "" if place in block.texts else '<w:jc w:val="right"/>'
            runs = self._run(cell.text, "<w:b/>" if bold else "")
            if cell.interval is not None:
                runs += _BESIDE if block.beside else _BELOW
                runs += self._run(f"({cell.interval})", _QUIET)
            body = self._p("ReportCell", runs, f"{keep}{side}")
            written.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{body}</w:tc>')
        repeated = "<w:tblHeader/>" if header else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(written)}</w:tr>"

    def _p(self, style: str | None, body: str, more: str = "") -> str:
        named = "" if style is None else f"<w:pStyle w:val={quoteattr(self.style(style))}/>"
        return f"<w:p><w:pPr>{named}{more}</w:pPr>{body}</w:p>"

    def _run(self, text: str, look: str = "", lang: str | None = None) -> str:
        rest = f'<w:lang w:val="{lang or self.lang}"/>'
        return f'<w:r><w:rPr>{look}{rest}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _bookmark(head: Head) -> str:
    # Word takes letters, digits and the low line; names that begin with it are not shown to the user.
    return f"_verkosto_{head.name}".replace("-", "_")[:40]


_CONTENTS = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\n \\h \\z '
    '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_DRAWING = (
    '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/>'
    '<wp:docPr id="{number}" name="{name}" descr={alt}/>'
    '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
    '<a:graphic><a:graphicData uri="{kind}"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="{name}"/>'
    '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{embed}"/><a:stretch><a:fillRect/></a:stretch>'
    '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
)
