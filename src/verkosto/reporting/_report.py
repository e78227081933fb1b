"""The public call: tables in, one HTML file out."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from verkosto.aggregate import Table
from verkosto.errors import MissingExtraError, OptionError, UnprotectedTableError
from verkosto.files import write
from verkosto.reporting._alt import alt_text, alt_title
from verkosto.reporting._output import output_path
from verkosto.reporting._tables import Grid, Section, section, source_of
from verkosto.reporting._wording import say
from verkosto.text import LocalText, check_language

if TYPE_CHECKING:
    from verkosto.reporting._svg import Letters

__all__ = ["report"]

_ENDINGS = (".html", ".htm")
_REMEDY = "a report is an HTML file. Give a name that ends in .html, such as 'raportti.html'."


@frozen
class _Figure:
    """A grid with its picture."""

    grid: Grid
    name: str
    picture: str | None


@frozen
class _Part:
    """A section with its pictures."""

    section: Section
    name: str
    figures: tuple[_Figure, ...]


def report(
    tables: Iterable[Table] | Table,
    path: str | os.PathLike[str],
    *,
    lang: str = "fi",
    internal: bool = False,
    title: LocalText | str | None = None,
    text: LocalText | str | None = None,
) -> Path:
    """Write tables to one HTML file that needs nothing else: no network, no scripts, no fonts.

    Each table has its question as a heading, a picture with an alternative text written from its figures, a
    data table whose caption names the base, the weighting and the interval, the missing answers by reason,
    and its notes. The same tables give the same bytes.

    No table of this version has been protected, so each may tell about single respondents or associations.
    A report of such tables is for internal use and says so at the top of the screen and on every printed page.

    Args:
        tables: What `frequency` and `crosstab` return, in the order of the report; a single one will do.
        path: The file to write, ending in `.html`; it is replaced.
        lang: "fi", "sv" or "en", for labels and for the report's own words.
        internal: Say True to write tables that nobody protected, stamped.
        title: Title of the report; a plain string is Finnish.
        text: What stands below the title, with an empty line between paragraphs; no markup.

    Returns:
        The path of the file.

    Raises:
        UnprotectedTableError: A table has not been protected and `internal` is not True.
        OptionError: Something that is no table or a table of other figures than shares, no tables at all, another
            language or ending.
        SourceError: The file cannot be written.
        MissingExtraError: The extra `report` is not installed.

    Example:
        >>> import verkosto as vk
        >>> table = vk.frequency(vk.samples.tukirakenne(), "malli_a")
        >>> vk.report(table, "raportti.html", internal=True).name
        'raportti.html'
    """
    check_language(lang)
    listed = _listed(tables)
    place = output_path(path, _ENDINGS, _REMEDY)
    heading = None if title is None else LocalText.of(title).get(lang)
    paragraphs = [] if text is None else _paragraphs(LocalText.of(text).get(lang))
    if internal is not True:
        raise UnprotectedTableError(_unprotected(len(listed)))
    page = _page(listed, lang, heading or say("default_title", lang), paragraphs)
    # A label may hold half of a surrogate pair, which no file can hold.
    write(place, page.encode("utf-8", "replace"), "report")
    return place


def _listed(tables: Iterable[Table] | Table) -> list[Table]:
    given: object = tables
    if isinstance(given, Table):
        return [given]
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        msg = f"a report takes tables, not {type(given).__name__}. Give what `frequency` or `crosstab` returns."
        raise OptionError(msg)
    listed: list[object] = list(given)
    found = [table for table in listed if isinstance(table, Table)]
    for number, table in enumerate(listed, start=1):
        if not isinstance(table, Table):
            msg = (
                f"item {number} of the report is no table but {type(table).__name__}. Give what `frequency` "
                "or `crosstab` returns."
            )
            raise OptionError(msg)
    if not found:
        msg = "a report needs at least one table. Make one with `frequency` or `crosstab`."
        raise OptionError(msg)
    return found


def _paragraphs(text: str) -> list[str]:
    parts = (" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n"))
    return [part for part in parts if part]


def _unprotected(count: int) -> str:
    some = "the table has" if count == 1 else f"all {count} tables have"
    return (
        f"{some} not been protected: small groups in them may reveal who answered what. Protecting "
        "(`vk.protect`) comes in a later version; until then pass internal=True, which stamps every page for "
        "internal use, and do not publish the file."
    )


def _page(tables: list[Table], lang: str, title: str, paragraphs: list[str]) -> str:
    try:
        import jinja2
        import matplotlib.figure  # noqa: F401 - it is tried here, where the remedy can be told
    except ImportError as error:
        raise MissingExtraError.of("report", "a report") from error
    from verkosto.reporting._svg import Letters

    letters = Letters()
    parts = _parts([section(table, lang) for table in tables], letters, lang)
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("verkosto.reporting"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html").render(
        lang=lang,
        title=title,
        paragraphs=paragraphs,
        parts=parts,
        letters=letters.markup(),
        sources=list(dict.fromkeys(source for table in tables if (source := source_of(table, lang)))),
        internal=True,
        say=lambda key, **values: say(key, lang, **values),
    )


def _parts(sections: list[Section], letters: Letters, lang: str) -> list[_Part]:
    from verkosto.reporting._canvas import style

    parts = []
    with style():
        for number, found in enumerate(sections, start=1):
            figures = [
                _Figure(grid, name, _picture(grid, name, letters, lang))
                for place, grid in enumerate(found.grids, start=1)
                for name in [f"t{number}-{place}"]
            ]
            parts.append(_Part(found, f"t{number}", tuple(figures)))
    return parts


def _picture(grid: Grid, name: str, letters: Letters, lang: str) -> str | None:
    if grid.panel.empty:
        return None
    from verkosto.reporting._charts import chart
    from verkosto.reporting._svg import picture

    figure = chart(grid.panel, lang)
    texts = {"title": alt_title(grid.panel, lang), "description": alt_text(grid.panel, lang)}
    return picture(figure, f"{name}-picture", letters, **texts)
