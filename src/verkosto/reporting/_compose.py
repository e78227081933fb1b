"""From the items of a report to its document: everything in one language, in order, with notes on method at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from attrs import define, evolve, field

from verkosto.aggregate import Method, Table
from verkosto.instruments import Instrument
from verkosto.reporting._charts import panel_picture
from verkosto.reporting._claim import Claim
from verkosto.reporting._claim_result import Checked, claim_rows, why
from verkosto.reporting._document import (
    Document,
    FigurePart,
    Heading,
    HeadingPart,
    Part,
    PicturePart,
    Points,
    Prose,
    QuotePart,
    SheetPart,
    TablePart,
)
from verkosto.reporting._items import TESTS, Item, Test
from verkosto.reporting._method_notes import common_notes, method_parts, surveys_of
from verkosto.reporting._picture import Picture
from verkosto.reporting._tables import section, source_of
from verkosto.reporting._wording import say
from verkosto.text import HIDDEN, MISSING, LocalText
from verkosto.themes import Excerpt, Quotation

__all__ = ["document", "paragraphs"]

_BETWEEN = re.compile(r"\r?\n[ \t]*\r?\n")
_BLANKS = re.compile(r"[ \t\r\n]+")


def document(
    items: Sequence[Item],
    *,
    lang: str,
    internal: bool,
    title: LocalText | str | None = None,
    text: LocalText | str | None = None,
    instruments: Iterable[Instrument] = (),
    pictures: bool = True,
) -> Document:
    """Return the document of a report.

    Args:
        items: What it is made of, listed and checked.
        lang: "fi", "sv" or "en".
        internal: Whether it is stamped for internal use.
        title: Its title.
        text: What stands first, with an empty line between paragraphs.
        instruments: Surveys that tables do not know themselves.
        pictures: Whether tables get pictures.
    """
    tables = [item for item in items if isinstance(item, Table)]
    known = {instrument.id: Method.of(instrument) for instrument in instruments}
    surveys = surveys_of(tables, known)
    common = {survey.instrument: {note.get(lang) for note in common_notes(survey)} for survey in surveys}
    composing = _Composing(lang, pictures, common)
    parts: list[Part] = [Prose(found)] if text is not None and (found := paragraphs(text, lang)) else []
    parts += [part for item in items for part in composing.parts(item)]
    parts += method_parts(surveys, lang)
    claims = [item.check() for item in items if isinstance(item, Claim)]
    if internal and claims:
        parts.append(composing.claims(claims))
    if tables:
        parts.append(_reading([part for part in parts if isinstance(part, TablePart)], lang))
    heading = None if title is None else LocalText.of(title).get(lang)
    sources = dict.fromkeys(source for table in tables if (source := source_of(table, lang)))
    return Document(heading or say("default_title", lang), lang, internal, tuple(parts), tuple(sources))


def paragraphs(text: LocalText | str, lang: str) -> tuple[str, ...]:
    """Return a text as paragraphs: an empty line stands between them, and each is one line."""
    # A no-break space is no blank here: it keeps "73 %" together.
    parts = (_BLANKS.sub(" ", part).strip(" ") for part in _BETWEEN.split(LocalText.of(text).get(lang)))
    return tuple(part for part in parts if part)


@define
class _Composing:
    """Items on their way into a document."""

    lang: str
    pictures: bool
    common: dict[str, set[str]]
    level: int = 0
    _numbers: Iterator[int] = field(factory=lambda: count(1))

    def parts(self, item: Item) -> Iterator[Part]:
        """Yield what an item becomes; a text of nothing but blanks becomes nothing."""
        if isinstance(item, Table):
            yield self._table(item)
        elif isinstance(item, Heading):
            # No level is left out on the way down, whatever the caller counts from.
            self.level = min(item.level, self.level + 1)
            yield HeadingPart(item.text.get(self.lang), self.level, self._name("h"))
        elif isinstance(item, Picture):
            yield PicturePart(item, self._name("p"), self.level + 1)
        elif isinstance(item, TESTS):
            yield self._sheet(item)
        elif isinstance(item, (Excerpt, Quotation)):
            yield self._quote(item)
        elif found := paragraphs(item.prose if isinstance(item, Claim) else item, self.lang):
            yield Prose(found)

    def claims(self, checked: Sequence[Checked]) -> SheetPart:
        """Return the table of what was checked of each claim."""
        header, rows = claim_rows(checked, self.lang)
        return SheetPart(
            title=why("checked_claims").get(self.lang),
            lead=(),
            name=self._name("s"),
            level=1,
            header=header,
            rows=rows,
            texts=frozenset(range(len(header))),
            notes=(),
        )

    def _name(self, kind: str) -> str:
        return f"{kind}{next(self._numbers)}"

    def _table(self, table: Table) -> TablePart:
        found, name = section(table, self.lang), self._name("t")
        common = self.common.get(table.instrument_id, set())
        own = evolve(found, notes=tuple(note for note in found.notes if note not in common))
        figures = (
            FigurePart(
                grid,
                f"{name}-{place}",
                panel_picture(grid.panel, self.lang) if self.pictures else None,
            )
            for place, grid in enumerate(found.grids, start=1)
        )
        return TablePart(own, name, self.level + 1, tuple(figures))

    def _quote(self, item: Excerpt | Quotation) -> QuotePart:
        if isinstance(item, Excerpt) and item.cleared_by is not None:
            return self._quote(item.quotation)
        if isinstance(item, Quotation):
            label, told = item.group, []
        else:
            label, told = None if item.group is None else item.group.label, [say("not_cleared", self.lang)]
        source = told if label is None else [label.get(self.lang), *told]
        return QuotePart(paragraphs(item.text, "fi"), item.lang, ", ".join(source))

    def _sheet(self, test: Test) -> SheetPart:
        sheet = test.sheet(self.lang)
        title, *lead = sheet.title.split("\n")
        return SheetPart(
            title=title,
            lead=tuple(lead),
            name=self._name("s"),
            level=self.level + 1,
            header=tuple(sheet.header),
            rows=tuple(tuple(map(str, row)) for row in sheet.rows),
            texts=frozenset(sheet.texts),
            notes=tuple(sheet.notes),
        )


def _reading(tables: Sequence[TablePart], lang: str) -> Points:
    """Say how to read what the tables hold, and nothing of what they do not."""
    data = [datum for part in tables for grid in part.section.grids for row in grid.rows for datum in row.data]
    wanted = {
        "reading_share": any(datum.unit == "percent" for datum in data),
        "reading_interval": any(datum.interval is not None for datum in data),
        "reading_hidden": any(datum.hidden for datum in data),
        "reading_dash": any(datum.text == MISSING for datum in data),
    }
    points = (say(key, lang, word=HIDDEN.get(lang)) for key, told in wanted.items() if told)
    return Points(say("reading", lang), tuple(points))
