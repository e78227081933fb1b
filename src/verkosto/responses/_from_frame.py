"""Answers from a table that is in memory already, or that an engine will compute."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve

from verkosto.errors import OptionError
from verkosto.instruments import Draft, Instrument, MultipleChoice
from verkosto.issues import Issue
from verkosto.responses._assemble import Parts, parts_of
from verkosto.responses._bind import bind
from verkosto.responses._draft import DRAFT_CHUNKS, draft
from verkosto.responses._frame_source import FrameSource, open_frame
from verkosto.responses._frames import titles
from verkosto.responses._keys import fold
from verkosto.responses._privacy import Key
from verkosto.responses._provenance import Provenance, installed_version
from verkosto.responses._raw import Dialect, Header, RawTable
from verkosto.text import LANGUAGES

__all__ = ["draft_frame", "from_frame"]

_DIALECT = Dialect(separator=":")
_NAME = "kysely"


def from_frame(
    df: Any,
    instrument: Instrument | None,
    *,
    source: str | None,
    keep: Sequence[str],
    strict: bool,
    pseudonyms: Key,
) -> Parts:
    """Do what `Responses.from_frame` says."""
    given: object = instrument
    if given is not None and not isinstance(given, Instrument):
        msg = f"from_frame takes an Instrument, not {type(given).__name__}. Load one: Instrument.load('kysely.toml')."
        raise OptionError(msg)
    kept = [keep] if isinstance(keep, str) else list(keep)
    frame = open_frame(df, source)
    headers = _headers(frame)
    left: tuple[Header, ...] = ()
    if instrument is None:
        first = frame.tables(headers, _DIALECT)
        looked = list(itertools.islice(first, DRAFT_CHUNKS))
        instrument = draft(looked, source or _NAME, categories=frame.categories, as_written=True)
        chunks: Iterator[RawTable] = itertools.chain(looked, first)
        unplaced: Instrument = instrument
    else:
        headers = _coded(headers, instrument)
        unplaced = _unplaced(headers, instrument)
        if frame.lazy:
            headers, left = _claimed(frame, headers, unplaced, kept)
        chunks = frame.tables(headers, _DIALECT)
    result = parts_of(
        _ticks_apart(chunks, headers, unplaced, frame.name),
        unplaced,
        provenance=Provenance(
            source=frame.name,
            backend="frame",
            options={"engine": frame.engine, "lazy": frame.lazy},
            read_at=dt.datetime.now(dt.UTC),
            version=installed_version(),
        ),
        keep=kept,
        pseudonyms=pseudonyms,
    )
    log = result["log"]
    log.columns.extend(Issue(None, header.text, None, None, "column_not_collected", header.position) for header in left)
    log.tell(frame.name, strict=strict, stacklevel=4)
    return {**result, "instrument": instrument}


def draft_frame(df: Any, *, id: str | None = None, title: str | None = None) -> Draft:  # noqa: A002 - the instrument's own word
    """Draft a codebook from the first rows of a frame; of a lazy one all columns are computed."""
    frame = open_frame(df, None)
    looked = list(itertools.islice(frame.tables(_headers(frame), _DIALECT), DRAFT_CHUNKS))
    return draft(looked, _NAME, id=id, title=title, categories=frame.categories, as_written=True)


def _headers(frame: FrameSource) -> tuple[Header, ...]:
    return tuple(Header(title, place) for place, title in enumerate(frame.titles, start=1))


def _coded(headers: tuple[Header, ...], instrument: Instrument) -> tuple[Header, ...]:
    """Say of each name that is a variable's id, or a title of `Responses.labelled`, which variable it is."""
    ids = {column.id for column in instrument.columns} | {v for q in instrument for v in q.variables()}
    labelled: dict[str, str] = {}
    for lang in LANGUAGES:
        for variable, title in titles(instrument, lang).items():
            labelled.setdefault(title, variable)
    names: Mapping[str, str] = labelled | {name: name for name in ids}
    coded = [evolve(header, code=names.get(header.title)) for header in headers]
    # Columns of one name are told apart by their order, as in a file.
    repeated = {header.code for n, header in enumerate(coded) if header.code in {h.code for h in coded[:n]}}
    return tuple(evolve(header, code=None) if header.code in repeated else header for header in coded)


def _unplaced(headers: Sequence[Header], instrument: Instrument) -> Instrument:
    """Return an instrument that states no position for what is known by its id: positions are those of a file."""
    named = {header.code for header in headers}
    questions = [evolve(q, position=None) if named & set(q.variables()) else q for q in instrument.questions]
    columns = [evolve(column, position=None) if column.id in named else column for column in instrument.columns]
    return evolve(instrument, questions=questions, columns=columns)


def _claimed(
    frame: FrameSource, headers: tuple[Header, ...], instrument: Instrument, keep: Sequence[str]
) -> tuple[tuple[Header, ...], tuple[Header, ...]]:
    """Divide the columns of a lazy frame into those to collect and those to leave where they are."""
    wanted = {fold(name) for name in keep}
    unbound = set(bind(headers, instrument, _DIALECT, source=frame.name).unbound)
    left = tuple(h for place, h in enumerate(headers) if place in unbound and fold(h.text) not in wanted)
    return tuple(header for header in headers if header not in left), left


def _ticks_apart(
    chunks: Iterator[RawTable], headers: tuple[Header, ...], instrument: Instrument, source: str
) -> Iterator[RawTable]:
    """Yield chunks in which only a tick without a value, beside ticks that have theirs, counts as not shown.

    A column of truth values tells "no" from "nothing", which a blank beside a tick does not. That matters in a
    multiple choice alone, and not where nothing at all was answered.
    """
    groups: dict[str, list[int]] = {}
    for place, slot in bind(headers, instrument, _DIALECT, source=source).slots:
        if isinstance(slot.part, MultipleChoice) and slot.use == "value":
            groups.setdefault(slot.part.id, []).append(place)
    for chunk in chunks:
        columns = [evolve(column, not_shown=None) for column in chunk.columns]
        for places in groups.values():
            says = sum(chunk.columns[place].codes >= 0 for place in places) > 0
            for place in places:
                absent = chunk.columns[place].not_shown
                if absent is not None:
                    columns[place] = evolve(columns[place], not_shown=absent & says)
        yield evolve(chunk, columns=tuple(columns))
