from __future__ import annotations

from typing import Any

from verkosto.backends._encode import encode_columns
from verkosto.backends._workbook_cells import text_of


class TestEncodeColumns:
    def test_keeps_apart_what_python_takes_for_equal(self) -> None:
        cells: list[Any] = [True, 1, 1.0, "1", "TRUE", False, 0, 0.0, "", 2.5]
        (column,) = encode_columns([[cell] for cell in cells], 1, text_of=text_of)
        assert column.texts().tolist() == ["TRUE", "1", "1", "1", "TRUE", "FALSE", "0", "0", None, "2.5"]
        assert sorted(column.values) == ["0", "1", "2.5", "FALSE", "TRUE"]

    def test_numbers_texts_across_batches(self) -> None:
        rows = [[number % 7, f"x{number}", ""] for number in range(1_001)]
        columns = encode_columns(iter(rows), 3, text_of=str)
        assert [len(column.values) for column in columns] == [7, 1_001, 0]
        assert columns[0].texts().tolist() == [str(number % 7) for number in range(1_001)]

    def test_of_no_rows_are_empty(self) -> None:
        assert [len(column) for column in encode_columns([], 2)] == [0, 0]

    def test_of_text_need_no_translation(self) -> None:
        columns = encode_columns([["1", ""], ["", " "], ["1", "TRUE"]], 2)
        assert [column.texts().tolist() for column in columns] == [["1", None, "1"], [None, " ", "TRUE"]]
