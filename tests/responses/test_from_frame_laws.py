"""Laws of frames: one of text is read as a file would be, and what `frame` gives can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from reading import assembled
from strategies import instruments, texts

from verkosto.errors import DateNotCoveredError, VerkostoError
from verkosto.instruments import AreaQuestion, Instrument, Nps, Number
from verkosto.responses import Dialect, Header, Responses, fold

PLAIN = [
    "",
    " ",
    "0",
    "1",
    "2",
    "7,5",
    "x",
    "Ei",
    "true",
    "5.1.2022",
    "31.12.2021 10.31",
    "049",
    "Espoo",
    "13",
    "a@b.fi",
]


pytestmark = [pytest.mark.filterwarnings("ignore::verkosto.errors.VerkostoWarning"), pytest.mark.thorough]

Table = tuple[Instrument, list[str], list[list[str]]]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """An instrument, names of columns (variables in any order, then others), and rows that are not blank."""
    instrument = evolve(draw(instruments()), area_date="2020-03-01")
    variables = [column.id for column in instrument.columns] + [v for q in instrument for v in q.variables()]
    names = draw(st.permutations([name for name in variables if draw(st.integers(0, 5))]))
    others = draw(st.lists(texts(min_size=1), max_size=2, unique=True))
    names += [name for name in others if name not in variables]
    known = [text for q in instrument for o in (*q.choices, *q.items) for text in (*o.texts, o.code)]
    cell = st.sampled_from([*PLAIN, *known]) | texts()
    rows = draw(st.lists(st.lists(cell, min_size=len(names), max_size=len(names)), max_size=5))
    return instrument, list(names), [row for row in rows if any(map(str.strip, row))]


def read(table: Table) -> Responses:
    """Read the rows as a file with a row of titles."""
    instrument, names, rows = table
    variables = {column.id for column in instrument.columns} | {v for q in instrument for v in q.variables()}
    heads = [Header(name, place, code=name if name in variables else None) for place, name in enumerate(names, start=1)]
    try:
        return assembled(instrument, heads, rows, dialect=Dialect(separator=":"))
    except VerkostoError:
        # Titles of any text often meet by accident, and not every date is covered.
        assume(condition=False)
        raise


def of_text(names: list[str], rows: list[list[str]]) -> Iterator[Any]:
    cells = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    yield pd.DataFrame(cells, dtype="str")
    yield pd.DataFrame(cells, dtype="category")
    yield pa.table([pa.array(listed, type=pa.string()) for listed in cells.values()], names=names)
    frame = pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String))
    yield from (frame, frame.lazy())


@given(tables())
@settings(max_examples=25)
def test_a_frame_of_text_is_read_as_a_file_is(table: Table) -> None:
    expected = read(table)
    instrument, names, rows = table
    for frame in of_text(names, rows):
        found = Responses.from_frame(frame, instrument, keep=names if isinstance(frame, pl.LazyFrame) else ())
        pd.testing.assert_frame_equal(found.frame, expected.frame)
        for name in expected.variables:
            pd.testing.assert_series_equal(found.missing(name), expected.missing(name))
        assert found.provenance is not None
        assert expected.provenance is not None
        assert found.provenance.cells.read == expected.provenance.cells.read
        assert found.provenance.cells.issues == expected.provenance.cells.issues
        if not isinstance(frame, pl.LazyFrame):
            assert found.issues == expected.issues
            assert found.provenance.cells == expected.provenance.cells
            pd.testing.assert_frame_equal(found.unbound, expected.unbound)


def contradictory(instrument: Instrument) -> bool:
    """Tell whether a special value of a question is one of its values too: then the codebook says "no answer"."""
    special = [q for q in instrument if isinstance(q, AreaQuestion | Number | Nps)]
    said = [fold(text) for q in special for o in q.special for text in (*o.texts, o.code, str(o.number))]
    return any(character.isdigit() for text in said for character in text)


@given(tables())
@settings(max_examples=25)
def test_what_frame_gives_can_be_taken_back(table: Table) -> None:
    answers = read(table)
    assume(answers.variables and not contradictory(answers.instrument))
    frame = answers.frame
    # polars itself ends a name from pandas at a null character.
    assume(not any("\0" in name for name in frame.columns))
    of_pandas = pl.from_pandas(frame)
    for given_frame in (frame, of_pandas, of_pandas.lazy(), pa.Table.from_pandas(frame, preserve_index=False)):
        try:
            again = Responses.from_frame(given_frame, answers.instrument)
        except DateNotCoveredError:
            # A question without a column in the rows has one in the frame.
            assume(condition=False)
            raise
        pd.testing.assert_frame_equal(again.frame, frame)
        assert {issue.reason for issue in again.issues} <= {
            "column_not_found",
            "duplicate_response",
            "identifier_in_text",
        }
