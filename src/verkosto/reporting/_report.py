"""The public call: tables and texts in, one file out."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from verkosto.errors import OptionError
from verkosto.files import path_of, write
from verkosto.instruments import Instrument
from verkosto.reporting._compose import document
from verkosto.reporting._items import Item, checked, listed
from verkosto.reporting._writers import writer_of
from verkosto.text import LocalText, check_language

__all__ = ["report"]


def report(
    items: Iterable[object] | Item,
    path: str | os.PathLike[str],
    *,
    lang: str = "fi",
    internal: bool = False,
    title: LocalText | str | None = None,
    text: LocalText | str | None = None,
    template: str | os.PathLike[str] | None = None,
    instrument: Instrument | Iterable[Instrument] | None = None,
) -> Path:
    """Write tables, texts and pictures to one file, as HTML, Word, Excel, PDF or Markdown.

    Each table has its question as a heading, a picture with an alternative text written from its figures, a data
    table whose caption names the base, the weighting and the interval, the missing answers by reason, and its notes.
    Figures that `vk.protect` hid are read out as "salattu". At the end stands how the survey was made: who was
    asked, when, how many answered, weights, intervals, areas, and by which rules figures were protected. The same
    items give the same bytes.

    Args:
        items: In the order of the report: tables; texts (a string, or a LocalText, with an empty line between
            paragraphs and no markup); `Heading`; `Claim`; pictures of `chart`, `timeline` and so on; results of
            tests; quotations (`themes.Excerpt` that somebody cleared, `themes.Quotation`). A single table, picture or
            quotation will do.
        path: The file to write; it is replaced. Its ending says what it is: .html, .docx, .xlsx, .pdf or .md.
        lang: "fi", "sv" or "en", for labels and for the report's own words.
        internal: Say True to write what nobody protected, stamped on every page.
        title: Title of the report; a plain string is Finnish.
        text: What stands below the title, as texts among the items.
        template: A Word file whose styles and page a .docx takes.
        instrument: The survey, or several, of tables that do not know theirs: those read from JSON.

    Returns:
        The path of the file.

    Raises:
        UnprotectedTableError: Something has not been protected and `internal` is not True.
        DisclosureError: Excerpts of answers have not been cleared and `internal` is not True.
        ClaimError: Claims that their tables contradict; nothing is written.
        OptionError: Something that a report cannot show, nothing to show, another language or ending.
        SourceError: The file cannot be written, or the template cannot be read.
        MissingExtraError: The extra `report`, or for PDF the extra `pdf`, is not installed.

    Example:
        >>> import verkosto as vk
        >>> table = vk.protect(vk.frequency(vk.samples.tukirakenne(), "malli_a"))
        >>> vk.report(table, "raportti.html").name
        'raportti.html'
    """
    check_language(lang)
    found = listed(items)
    place = path_of(path)
    writer, form = writer_of(place, template)
    checked(found, internal=internal, lang=lang)
    made = document(
        found,
        lang=lang,
        internal=internal is True,
        title=title,
        text=text,
        instruments=_instruments(instrument),
        pictures=writer.pictures,
    )
    write(place, writer.write(made, form), "report")
    return place


def _instruments(given: Instrument | Iterable[Instrument] | None) -> tuple[Instrument, ...]:
    if given is None:
        return ()
    found: tuple[object, ...] = (given,) if isinstance(given, Instrument) else tuple(given)
    for one in found:
        if not isinstance(one, Instrument):
            msg = f"the survey of a report is an Instrument, not {type(one).__name__}. Load it from its codebook."
            raise OptionError(msg)
    return tuple(one for one in found if isinstance(one, Instrument))
