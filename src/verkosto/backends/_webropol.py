"""Webropol's exports: layout A (one header row `Question:Option`) and layout B (titles, then options).

No vendor's description of these files was found. So the layout and the kind of values are stated by the caller
or, for the layout, found by plain marks that `provenance` repeats; nothing else is guessed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from attrs import evolve, frozen

from verkosto.backends._dialect import checked
from verkosto.backends._inner import TABLE_OPTIONS, first_chunk, first_texts, table_reader, told, without_first
from verkosto.backends._protocol import Capabilities, Evidence, Strength
from verkosto.errors import AmbiguousSourceError, EmptySourceError, VerkostoError
from verkosto.responses import Dialect, Header, RawTable, fold

__all__ = ["WebropolBackend", "find_layout"]

_MARKS = ("vastausaika", "answer time", "response time", "svarstid")
_SECOND = 2


def find_layout(titles: Sequence[str], second: Sequence[str]) -> tuple[str | None, str]:
    """Tell layout A from B by the first two rows; return the layout (None: either) and the reason.

    Layout B repeats a title, or leaves it out, over the options of a question, and its second row is empty under
    the time of answering and most other questions of one column. In layout A the second row is a respondent's answers.
    Where every title stands over several columns, nothing tells the two apart.
    """
    runs = _runs(titles, second)
    # A title that repeats with nothing below it heads questions of one column each.
    wide = [run for run in runs if len(run) > 1 and any(second[place].strip() for place in run)]
    if not wide or not all(_are_options([second[place] for place in run]) for run in wide):
        return "A", "one header row"
    alone = [place for run in runs if run not in wide for place in run if titles[place].strip()]
    if not alone:
        return None, "every title stands over several columns"
    times = [place for place in alone if _is_time(titles[place])]
    empty = sum(not second[place].strip() for place in times or alone)
    if 2 * empty <= len(times or alone):
        return "A", "the second row holds answers"
    how = "left out" if any(_left_out(titles[run[1]]) for run in wide) else "repeated"
    return "B", f"titles are {how} over further columns, and the second row is empty under the others"


def _left_out(title: str) -> bool:
    """Tell whether a cell of the title row is empty; a no-break space is a title, though a blank one."""
    return not title.strip(" ")


def _is_time(title: str) -> bool:
    return fold(title).rstrip(": ") in _MARKS


def _runs(titles: Sequence[str], second: Sequence[str]) -> list[list[int]]:
    """Group neighbouring columns that may be one question's: of one title, or of none with something below it."""
    runs: list[list[int]] = []
    for place, title in enumerate(titles):
        head = titles[runs[-1][0]] if runs else ""
        goes_on = second[place].strip() != "" if _left_out(title) else title == head
        if head.strip() and goes_on:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _are_options(texts: Sequence[str]) -> bool:
    """Tell whether texts may be the options of one question: none is empty, and none stands apart from its double."""
    once = [text.strip() for text, _ in itertools.groupby(texts)]
    return all(once) and len(set(once)) == len(once)


def _two_row_headers(titles: Sequence[Header], options: Sequence[str]) -> tuple[Header, ...]:
    headers = []
    title = ""
    for header, option in zip(titles, options, strict=True):
        # An empty title goes on with the last one only where an option stands below it.
        if not _left_out(header.title) or not option.strip():
            title = header.title
        headers.append(Header(title, header.position, option=option or None))
    return tuple(headers)


@frozen
class WebropolBackend:
    """Reads Webropol's "Perusraportti" exports, csv and xlsx."""

    name: ClassVar[str] = "webropol"
    summary: ClassVar[str] = "Webropol exports (csv, xlsx), layouts A and B"
    capabilities: ClassVar[Capabilities] = Capabilities(carries_times=True, chunked=True)
    options: ClassVar[Mapping[str, tuple[Any, str]]] = {
        "layout": (None, "'A': one header row Question:Option; 'B': titles, then options; None: found"),
        "values": ("text", "choice cells hold 'text' (labels), 'number', or 'binary' (1 = selected)"),
        "blank_means": ("not_answered", "all options blank or 0: 'not_answered' or 'not_selected'"),
        "zeros": ("value", "a 0 that is no option: a 'value', or 'blank' (exported so)"),
        **TABLE_OPTIONS,
    }

    def detect(self, source: Path) -> Evidence:
        """Look for Webropol's file name, its time column and headers `Question:Option`."""
        try:
            chunk = first_chunk(source)
        except VerkostoError:
            return Evidence(Strength.NONE, ("no table with a header",))
        titles = [header.title for header in chunk.headers]
        reasons = []
        if "_perusraportti" in source.name.casefold():
            reasons.append("the file name ends in _Perusraportti")
        if any(map(_is_time, titles)):
            reasons.append("a column Vastausaika")
        prefixes = [title.partition(":")[0] for title in titles if ":" in title.rstrip(": \u00a0")]
        if len(prefixes) > len(set(prefixes)):
            reasons.append("headers Question:Option")
        layout, why = find_layout(titles, first_texts(chunk))
        if layout == "B":
            reasons.append(why)
        if not reasons:
            return Evidence(Strength.NONE, ("no mark of a Webropol export",))
        return Evidence(Strength.LIKELY, tuple(reasons), {} if layout is None else {"layout": layout})

    def open(self, source: Path, options: Mapping[str, Any]) -> Iterator[RawTable]:
        """Yield the rows below the header or headers.

        Raises:
            SourceError: What the reader of the csv or workbook raises.
            AmbiguousSourceError: No layout is stated, and the first two rows fit both.
            EmptySourceError: Layout B is stated, and there is no second row.
            OptionError: An option has a value that it cannot have, or is not for this kind of file.
        """
        layout = options["layout"].upper() if isinstance(options["layout"], str) else options["layout"]
        layout = checked(self.name, "layout", layout, (None, "A", "B"))
        dialect = Dialect(
            values=checked(self.name, "values", options["values"], ("text", "number", "binary")),
            blank_means=checked(self.name, "blank_means", options["blank_means"], ("not_answered", "not_selected")),
            zeros=checked(self.name, "zeros", options["zeros"], ("value", "blank")),
        )
        inner = table_reader(source)
        chunks = iter(inner.open(source, told(inner, self.options, options, source)))
        first = next(chunks)
        found = {}
        if layout is None:
            layout, why = find_layout([header.title for header in first.headers], first_texts(first))
            if layout is None:
                msg = f"{source.name}: {why}, so both layouts fit. State layout='A' or layout='B'."
                raise AmbiguousSourceError(msg)
            found = {"layout": f"{layout}: {why}"}
        if layout == "A":
            headers, dialect = first.headers, evolve(dialect, separator=":")
        else:
            headers, first = _below_options(first, source)
            dialect = evolve(dialect, ticks="any")
        for chunk in itertools.chain([evolve(first, found=found)], chunks):
            yield evolve(chunk, headers=headers, dialect=dialect)


def _below_options(first: RawTable, source: Path) -> tuple[tuple[Header, ...], RawTable]:
    """Return the headers of layout B and the table below them."""
    titles = [header.title for header in first.headers]
    if not len(first):
        msg = f"{source.name}: layout B needs a second header row. State layout='A' or export again."
        raise EmptySourceError(msg)
    texts = first_texts(first)
    if all(len(run) == 1 for run in _runs(titles, texts)) and int(first.rows[0]) > _SECOND and first.blank_rows:
        # No question has options here, so the second header row is blank and was left out with the blank rows.
        return first.headers, first
    return _two_row_headers(first.headers, texts), without_first(first)
