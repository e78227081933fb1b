from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.backends import _text_fast, _text_numbered
from verkosto.backends._text import CsvFormat, sniff
from verkosto.backends._text_fast import fast_tables, fits
from verkosto.backends._text_numbered import Group, cells_of_first
from verkosto.backends._text_rows import Layout, Records, tables, widest
from verkosto.errors import EncodingError, RaggedRowsError, SourceError
from verkosto.responses import Dialect, Header, RawTable

pytest.importorskip("polars", "1.32")

FORM = CsvFormat()


def layout(width: int, *, least: int | None = None, pad: bool = False) -> Layout:
    headers = tuple(Header(f"otsikko {place}", place) for place in range(1, width + 1))
    return Layout(headers, Dialect(), width if least is None else least, pad)


def cells(found: list[RawTable]) -> list[tuple[int, list[str | None]]]:
    rows = []
    for table in found:
        texts = [column.texts().tolist() for column in table.columns]
        rows += list(zip(table.rows.tolist(), map(list, zip(*texts, strict=True)), strict=True))
    return rows


def tidy(found: list[RawTable]) -> bool:
    """Tell whether codes and texts are as a RawColumn promises: no empty text, no text twice, no wild code."""
    columns = [column for table in found for column in table.columns]
    return all(
        "" not in column.values
        and len(set(column.values)) == len(column.values)
        and column.codes.dtype == np.int32
        and column.codes.max(initial=-1) < len(column.values)
        and column.codes.min(initial=-1) >= -1
        for column in columns
    )


def block(content: bytes, width: int = 2, *, various: frozenset[int] = frozenset(), **parts: Any) -> RawTable | None:
    group = Group(FORM, layout(width, **parts), cells_of_first(content, FORM))
    found = group.read(content, various)
    return None if found is None else group.table([found])


def both(path: Path, *, pad: bool, size: int) -> tuple[Any, Any]:
    """Read a file by the csv module and by polars: rows and blank rows, or the error."""
    form = CsvFormat()
    try:
        records = Records(path, form)
        titles = records.header()
        shape = layout(widest(path, form) if pad else len(titles), least=len(titles), pad=pad)
    except SourceError:
        return None, None
    start, number = records.offset, records.number
    slow = outcome(tables(records, shape))
    return slow, outcome(fast_tables(path, form, shape, offset=start, number=number, block=size))


def outcome(reading: Iterator[RawTable]) -> Any:
    """Rows and the count of blank ones, or the error."""
    try:
        found = list(reading)
    except SourceError as error:
        return f"{type(error).__name__}: {error}"
    assert tidy(found)
    return cells(found), sum(table.blank_rows for table in found)


piece = st.sampled_from([";", ";", '"', '""', "\n", "\n", "\r\n", "\r", "a", "b", "ä", " ", "x;y", "\ufeff", "1"])
messy = st.lists(piece, max_size=40).map("".join)
cell = st.text(st.sampled_from('ab;"\n\r ä\u2028'), max_size=4)


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & set(';"\n\r') else text


proper = st.builds(
    lambda rows, line_end, last: line_end.join(";".join(map(quoted, row)) for row in rows) + last * line_end,
    st.integers(1, 3).flatmap(lambda n: st.lists(st.lists(cell, min_size=n, max_size=n), max_size=8)),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)


class TestSameAsTheCsvModule:
    @settings(max_examples=70)
    @given(messy | proper, st.integers(4, 60), st.booleans())
    def test_for_any_text(self, tmp_path_factory: pytest.TempPathFactory, text: str, size: int, pad: bool) -> None:
        path = tmp_path_factory.mktemp("fast") / "a.csv"
        path.write_bytes(f"a;b\n{text}".encode())
        slow, fast = both(path, pad=pad, size=size)
        assert fast == slow

    @settings(max_examples=60)
    @given(proper, st.integers(8, 200))
    def test_for_proper_text_with_its_own_header(
        self, tmp_path_factory: pytest.TempPathFactory, text: str, size: int
    ) -> None:
        path = tmp_path_factory.mktemp("fast") / "a.csv"
        path.write_bytes(text.encode())
        slow, fast = both(path, pad=False, size=size)
        assert fast == slow

    @settings(max_examples=60)
    @given(st.binary(max_size=60), st.integers(4, 40))
    def test_for_any_bytes(self, tmp_path_factory: pytest.TempPathFactory, content: bytes, size: int) -> None:
        path = tmp_path_factory.mktemp("fast") / "a.csv"
        path.write_bytes(b"a;b\n1;2\n" + content)
        slow, fast = both(path, pad=False, size=size)
        assert isinstance(fast, str) == isinstance(slow, str)
        assert isinstance(fast, str) or fast == slow


class TestReadBlock:
    @pytest.mark.parametrize(
        ("content", "rows"),
        [
            (b"1;2\n3;4\n", [(1, ["1", "2"]), (2, ["3", "4"])]),
            (b"1;2\r\n3;4\r\n", [(1, ["1", "2"]), (2, ["3", "4"])]),
            (b"1;2\n3;4", [(1, ["1", "2"]), (2, ["3", "4"])]),
            (b"1;2\r\n3;4", [(1, ["1", "2"]), (2, ["3", "4"])]),
            (b"1;2\r\n3;4\r", [(1, ["1", "2"]), (2, ["3", "4"])]),
            (b'"";""\n;1\n1;\n', [(2, [None, "1"]), (3, ["1", None])]),
            (b'"a;b";"c""d"\n', [(1, ["a;b", 'c"d'])]),
            (b'"a\nb";"""c"""\n', [(1, ["a\nb", '"c"'])]),
            (b'"a\r\nb";2\n', [(1, ["a\r\nb", "2"])]),
            (b'"a\r\nb";2\r\n;\r\n', [(1, ["a\r\nb", "2"])]),
            (b"1;2;\n3;4;\n", [(1, ["1", "2"]), (2, ["3", "4"])]),
            (b'1;2;""\n3;4;\n', [(1, ["1", "2"]), (2, ["3", "4"])]),
            (" ; \nä;\u00a0\n".encode(), [(2, ["ä", "\u00a0"])]),
        ],
    )
    def test_takes_what_has_one_meaning(self, content: bytes, rows: list[Any]) -> None:
        table = block(content)
        assert table is not None
        assert cells([table]) == rows
        assert tidy([table])

    @pytest.mark.parametrize(
        "content",
        [
            b"1;2\n3\n",
            b"1\n2;3\n",
            b"1;2\n3;4;5\n",
            b"1;2;3\n4;5;6\n",
            b"1;2\n\n3;4\n",
            b"1;2\n3;4\r\n",
            b"1;2\r\n3;4\n",
            b"1\r\n2;3\n",
            b"1;2\r\n3\r\n",
            b"1;2\rx;y\n",
            b"1;2\r\r\n",
            b'"1\r2";3\n',
            b'1;5" x 3"\n',
            b'"1" ;2\n',
            b' "1";2\n',
            b'"1;2\n',
            b"1;\xff\n",
            b"1;\0\n",
            b"\xef\xbb\xbf1;2\n",
            b"\xff;2\n",
            b'""a;2\n',
            b'; \r\n";;;b""";\n\r; ',
        ],
    )
    def test_leaves_the_rest_to_the_csv_module(self, content: bytes) -> None:
        assert block(content) is None

    def test_pads_with_empty_columns(self) -> None:
        table = block(b"1;2\n", 4, least=2, pad=True)
        assert table is not None
        assert cells([table]) == [(1, ["1", "2", None, None])]

    def test_that_lacks_a_line_end_and_has_another_too_many_is_left(self) -> None:
        # One delimiter too few and one CR too many cancel out unless they are looked at apart.
        assert block(b"1;2\n3\n4;5\r\n6;7\n") is None

    @settings(max_examples=60)
    @given(proper, st.frozensets(st.integers(0, 3)))
    def test_does_not_depend_on_what_is_expected(self, text: str, various: frozenset[int]) -> None:
        content = f"a;b\n{text}".encode()
        usual, other = block(content), block(content, various=various)
        assert (usual is None) == (other is None)
        if usual is not None and other is not None:
            assert tidy([other])
            assert cells([other]) == cells([usual])


class TestFastTables:
    @pytest.mark.parametrize("group", [1, 3_000, 1 << 20])
    def test_expect_of_a_column_what_the_blocks_before_held(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, group: int
    ) -> None:
        expected = []

        def watched(self: Group, content: bytes, various: frozenset[int]) -> Any:
            expected.append(various)
            return read(self, content, various)

        read = Group.read
        monkeypatch.setattr(Group, "read", watched)
        monkeypatch.setattr(_text_fast, "GROUP", group)
        monkeypatch.setattr(_text_numbered, "_VARIOUS", 20)
        path = tmp_path / "a.csv"
        path.write_bytes(b"a;b\n" + b"".join(b"%d;%d\n" % (n % 10, n) for n in range(1_000)))
        found = list(fast_tables(path, FORM, layout(2), offset=4, number=1, block=1_000))
        assert cells(found) == [(n + 2, [str(n % 10), str(n)]) for n in range(1_000)]
        assert tidy(found)
        assert expected[0] == frozenset()
        assert expected[-1] == {1}

    def test_numbers_texts_by_first_appearance_whatever_the_blocks(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes(b"a;b\n" + b"".join(b'%d;""\n' % (n * 7919 % 1_013) for n in range(3_000)))
        for size in (500, 5_000, 1 << 20):
            [table] = fast_tables(path, FORM, layout(2), offset=4, number=1, block=size)
            assert list(table.columns[0].values) == [str(n * 7919 % 1_013) for n in range(1_013)]
            assert list(table.columns[1].values) == []

    def test_read_an_odd_row_by_the_csv_module_and_the_rest_by_polars(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lines = [f"{number};vastaus {number % 7}" for number in range(5_000)]
        lines[2_500] = 'x;5" putki'
        path = tmp_path / "a.csv"
        path.write_text("a;b\n" + "\n".join(lines) + "\n", encoding="utf-8")
        taken = []

        def counted(*args: Any, **kwargs: Any) -> Any:
            for table in tables(*args, **kwargs):
                taken.append(len(table))
                yield table

        monkeypatch.setattr(_text_fast, "tables", counted)
        monkeypatch.setattr(_text_fast, "_SMALL", 1_000)
        found = list(fast_tables(path, FORM, layout(2), offset=4, number=1, block=20_000))
        assert cells(found) == [(number, line.split(";")) for number, line in enumerate(lines, start=2)]
        assert 0 < sum(taken) < 100

    def test_cells_longer_than_a_block_are_read(self, tmp_path: Path) -> None:
        long = "x\n" * 500
        path = tmp_path / "a.csv"
        path.write_bytes(f'a;b\n1;"{long}"\n2;3\n'.encode())
        found = list(fast_tables(path, FORM, layout(2), offset=4, number=1, block=64))
        assert cells(found) == [(2, ["1", long]), (3, ["2", "3"])]

    def test_a_block_ends_before_a_cell_of_many_lines(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes(b'a;b\n1;2\n3;"' + b"x\n" * 40 + b'"\n4;5\n')
        found = list(fast_tables(path, FORM, layout(2), offset=4, number=1, block=80))
        assert [row for row, _ in cells(found)] == [2, 3, 4]

    def test_errors_name_the_rows_of_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes(b"a;b\n" + b"1;2\n" * 500 + b"1\n" + b"1;2\n" * 500)
        with pytest.raises(RaggedRowsError, match=r"row 502 has 1\. Correct"):
            list(fast_tables(path, FORM, layout(2), offset=4, number=1, block=256))
        path.write_bytes(b"a;b\n" + b"1;2\n" * 500 + b"1;\xe4\n")
        with pytest.raises(EncodingError, match="line 502, at byte 2007"):
            list(fast_tables(path, FORM, layout(2), offset=4, number=1, block=256))

    def test_may_be_left_before_the_end(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes(b"a;b\n" + b"1;2\n" * 500)
        reading = fast_tables(path, FORM, layout(2), offset=4, number=1, block=64)
        next(reading)
        reading.close()  # type: ignore[attr-defined]
        path.unlink()


class TestFits:
    def test_utf8_with_a_delimiter_of_one_byte(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes(b"a;b\n")
        assert fits(sniff(path))
        assert not fits(sniff(path, delimiter="ä"))
        assert not fits(sniff(path, encoding="windows-1252"))

    def test_only_where_polars_is_installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(__import__("sys").modules, "polars", None)
        assert not fits(FORM)
