from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limesurvey import FILES, file

from verkosto.backends import _limesurvey_csv
from verkosto.backends._limesurvey_csv import Grid, column_of, read_csv
from verkosto.backends._text import CsvFormat
from verkosto.errors import EmptySourceError, EncodingError, RaggedRowsError, SourceError

CELLS = st.none() | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "vienti.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def cells(grid: Grid) -> list[list[str | None]]:
    """The rows, null as None and an empty text as ""."""
    columns = []
    for column in grid.columns:
        assert column.not_shown is not None
        texts = ["" if text is None else text for text in column.texts()]
        columns.append([None if null else text for text, null in zip(texts, column.not_shown, strict=True)])
    return [list(row) for row in zip(*columns, strict=True)]


def quoted(text: str | None) -> str:
    return "" if text is None else '"' + text.replace('"', '""') + '"'


class TestReadCsv:
    def test_tells_a_quoted_empty_text_from_nothing(self, tmp_path: Path) -> None:
        grid = read_csv(write(tmp_path, '\ufeff"id";"a";"b"\r\n"1";"";\r\n"2";;"x ""y""\n;z"\r\n\r\n'))
        assert grid.headings == ("id", "a", "b")
        assert cells(grid) == [["1", "", None], ["2", None, 'x "y"\n;z']]
        assert list(grid.rows) == [2, 3]
        assert grid.nulls

    @pytest.mark.parametrize("end", ["", "\n", "\r\n", "\r", "\r\n\r\n"])
    def test_ends_where_the_file_ends(self, end: str, tmp_path: Path) -> None:
        assert cells(read_csv(write(tmp_path, f'"a";"b"\r\n"";{end}'))) == [["", None]]
        assert cells(read_csv(write(tmp_path, f'"a";"b"\r\n;"x"{end}'))) == [[None, "x"]]

    @pytest.mark.parametrize("row", ['"1";""', "1;", "1;x"])
    def test_knows_nothing_of_nulls_where_one_kind_of_empty_cell_occurs(self, row: str, tmp_path: Path) -> None:
        assert not read_csv(write(tmp_path, f'"id";"a"\n{row}\n')).nulls

    def test_reads_a_file_without_responses(self, tmp_path: Path) -> None:
        grid = read_csv(write(tmp_path, '"id";"a"\r\n\r\n'))
        assert (grid.headings, [len(column) for column in grid.columns]) == (("id", "a"), [0, 0])

    def test_keeps_blank_rows_of_a_single_column(self, tmp_path: Path) -> None:
        assert cells(read_csv(write(tmp_path, '"a"\n"x"\n\n"y"\n'))) == [["x"], [None], ["y"]]

    @pytest.mark.parametrize("path", sorted(FILES.glob("csv_*")), ids=lambda path: path.stem)
    def test_gives_the_texts_that_the_csv_module_gives(self, path: Path) -> None:
        grid = read_csv(path)
        text = path.read_bytes().decode("utf-8-sig")
        mark = {"comma": ",", "tab": "\t"}.get(path.stem.rpartition("_")[2], ";")
        heading, *rows = (row for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark) if row)
        assert list(grid.headings) == heading
        assert [[cell or "" for cell in row] for row in cells(grid)] == rows

    @given(
        st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6), st.sampled_from(";,\t"), st.sampled_from(["\n", "\r\n"])
    )
    @settings(max_examples=60, deadline=None)
    def test_any_cell_comes_back(self, rows: list[tuple[str | None, ...]], mark: str, end: str) -> None:
        lines = [mark.join(map(quoted, row)) for row in [("a", "b", "c"), *rows]]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(_limesurvey_csv, "open_binary", lambda _: io.BytesIO(end.join([*lines, ""]).encode()))
            patch.setattr(_limesurvey_csv, "sniff", lambda *_, **__: CsvFormat(delimiter=mark))
            assert cells(read_csv(Path("x"))) == [list(row) for row in rows]

    def test_a_file_that_is_cut_off_is_no_shorter_survey(self, tmp_path: Path) -> None:
        whole = file("csv_fi_all_code_short.csv").read_bytes()
        complete = read_csv(write(tmp_path, whole))
        end = len(whole) - 50
        for cut in (*range(0, end, 7), *range(end, len(whole))):
            with pytest.raises(SourceError):
                read_csv(write(tmp_path, whole[:cut]))
        assert len(complete.rows) == 6


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        ("", EmptySourceError, "holds no text"),
        ("\n;\n\n", EmptySourceError, "holds no text"),
        (
            '"a";"b"\n"1"\n',
            RaggedRowsError,
            "row 2 has 1 cells, but the header has 2; if it is the last one, the file was cut",
        ),
        ('"a";"b"\n"1";"2";"3"\n', RaggedRowsError, r"row 2 has 3 cells, but the header has 2\. Export"),
        ('"a";"b"\n"1";"2', RaggedRowsError, "row 2 begins a quoted cell that never ends"),
        ('"a";"b"\n"1"x;"2"\n', SourceError, "row 2 has text after the quote"),
        ('"a";"b"\n1;2"3\n', SourceError, "row 2 has a quote inside a cell that is not quoted"),
        ('"a";"b"\n1;\0\n', SourceError, "holds a null byte"),
    ],
)
def test_refuses_broken_files(content: str, error: type[Exception], message: str, tmp_path: Path) -> None:
    with pytest.raises(error, match=message):
        read_csv(write(tmp_path, content), delimiter=";")


def test_refuses_bytes_beyond_the_sample_that_are_no_text(tmp_path: Path) -> None:
    content = b'"a";"b"\n' + b'"1";"2"\n' * 150_000 + b'"\xe4";"2"\n'
    with pytest.raises(EncodingError, match="is not UTF-8 text"):
        read_csv(write(tmp_path, content))


def test_refuses_a_cell_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_limesurvey_csv, "LONGEST", 10)
    with pytest.raises(SourceError, match="a cell of more than 10"):
        read_csv(write(tmp_path, '"a"\n"aaaaaaaaaaaaaaaaaa"\n'))
    with pytest.raises(SourceError, match="Export the file again"):
        read_csv(write(tmp_path, '"a"\naaaaaaaaaaaaaaaaaa\n'))


def test_column_of_numbers_texts_by_first_appearance() -> None:
    column = column_of(["b", None, "", "a", "b"])
    assert (column.codes.tolist(), list(column.values)) == ([0, -1, -1, 1, 0], ["b", "a"])
    assert column.not_shown is not None
    assert column.not_shown.tolist() == [False, True, False, False, False]
