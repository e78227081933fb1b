"""RawTable: text as it stood, numbered once; tables with gaps are refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto.errors import SourceError
from verkosto.responses import Dialect, Header, RawColumn, RawTable, encode

HEADS = (Header("a", 1), Header("b", 2))


@given(st.lists(st.text(max_size=3)))
def test_encoding_a_column_is_undone_by_its_texts(cells: list[str]) -> None:
    column = encode(cells)
    assert column.texts().tolist() == [cell or None for cell in cells]
    assert "" not in column.values
    assert len(set(column.values)) == len(column.values)
    assert column.codes.dtype == np.int32


def test_distinct_texts_are_numbered_by_first_appearance() -> None:
    column = encode(["b", "", "a", "b"])
    assert list(column.values) == ["b", "a"]
    assert column.codes.tolist() == [0, -1, 1, 0]


def test_rows_of_white_space_are_left_out_and_counted() -> None:
    table = RawTable.from_rows(HEADS, [["x", ""], ["", " \u00a0"], ["\t", "\n"], ["", "y"]], first_row=5)
    assert table.rows.tolist() == [5, 8]
    assert table.blank_rows == 2
    assert [column.texts().tolist() for column in table.columns] == [["x", None], [None, "y"]]


def test_a_table_may_have_no_rows_at_all() -> None:
    table = RawTable.from_rows(HEADS, [], dialect=Dialect(values="text"))
    assert len(table) == 0
    assert [len(column) for column in table.columns] == [0, 0]
    assert table.dialect.values == "text"


@pytest.mark.parametrize("rows", [[["x"]], [["x", "y"], ["x", "y", "z"]]])
def test_rows_of_another_length_are_refused_by_number(rows: list[list[str]]) -> None:
    with pytest.raises(SourceError, match=rf"row {2 + len(rows) - 1} has {len(rows[-1])} cells under 2 headers"):
        RawTable.from_rows(HEADS, rows)


def test_columns_must_fit_headers_and_rows() -> None:
    column = encode(["x"])
    with pytest.raises(SourceError, match="2 headers, 1 columns"):
        RawTable(HEADS, (column,), np.array([2]))
    with pytest.raises(SourceError, match=r"lengths \[1, 2\]"):
        RawTable(HEADS, (column, column), np.array([2, 3]))


def test_the_parts_of_a_header_are_one_text_for_people() -> None:
    assert Header("Palvelut", 3, option="Tilat").text == "Palvelut:Tilat"
    assert Header("Palvelut", 3).text == "Palvelut"


def test_no_repr_shows_a_cell() -> None:
    table = RawTable.from_rows(HEADS, [["salaisuus", "x"]])
    assert repr(table) == "<RawTable: 1 rows, 2 columns>"
    assert repr(table.columns[0]) == "<RawColumn: 1 rows, 1 distinct>"
    assert "salaisuus" not in repr(RawColumn(np.array([0], dtype=np.int32), ["salaisuus"]))
