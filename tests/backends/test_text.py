from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.backends import _text, _text_rows
from verkosto.backends._text import CsvFormat, Lines, sniff
from verkosto.backends._text_rows import Layout, Records, tables, widest
from verkosto.errors import EmptySourceError, EncodingError, OptionError, RaggedRowsError, SourceError
from verkosto.responses import Dialect, Header, RawTable


def write(folder: Path, content: bytes | str, name: str = "vienti.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(path: Path, *, pad: bool = False, **stated: Any) -> tuple[list[str], list[RawTable]]:
    form = sniff(path, **stated)
    records = Records(path, form)
    records.take(form.skipped)
    titles = records.header()
    width = widest(path, form) if pad else len(titles)
    headers = tuple(Header(title, place) for place, title in enumerate([*titles, *[""] * (width - len(titles))], 1))
    return titles, list(tables(records, Layout(headers, Dialect(), len(titles), pad)))


def cells(found: list[RawTable]) -> list[tuple[int, list[str]]]:
    """Row numbers and texts, "" for empty cells."""
    rows = []
    for table in found:
        texts = [[text or "" for text in column.texts().tolist()] for column in table.columns]
        rows += list(zip(table.rows.tolist(), map(list, zip(*texts, strict=True)), strict=True))
    return rows


class TestDelimiter:
    @pytest.mark.parametrize(
        ("text", "delimiter"),
        [
            ("a;b;c\n1;2;3\n", ";"),
            ("a,b,c\n1,2,3\n", ","),
            ("a\tb\n1\t2\n", "\t"),
            ("a|b\n1|2\n", "|"),
            ("Ikä;Paino\n30;1,5\n40;2,5\n", ";"),
            ("Ikä, vuosina;Paino, kg\n30;1,5\n", ";"),
            ('"Mikä; kuka","b"\n"x;y","2"\n', ","),
            ('"a, b";c\n"d, e";f\n', ";"),
            ("a;b,c\n", ";"),
            ("Nimi\nKansalaisareena\n", ";"),
            ("Kommentti\nhei, moi, terve\nihan hyvä\n", ";"),
            ("a,b,c\n1,2\n", ","),
            ("a;b;c\n1;2\n3\n", ";"),
            ("a,b,,\n1,2,,\n", ","),
            ("\n\n  \na,b\n1,2\n", ","),
            ("sep=|\na|b\n1;2|3\n", "|"),
            ("", ";"),
        ],
    )
    def test_is_found(self, tmp_path: Path, text: str, delimiter: str) -> None:
        assert sniff(write(tmp_path, text)).delimiter == delimiter

    def test_that_is_stated_wins(self, tmp_path: Path) -> None:
        path = write(tmp_path, "a;b,c\n1;2,3\n")
        assert read(path, delimiter=",")[0] == ["a;b", "c"]

    @pytest.mark.parametrize("delimiter", ["", ";;", '"', "\n", "\0", 5])
    def test_that_cannot_be_one_is_refused(self, tmp_path: Path, delimiter: Any) -> None:
        with pytest.raises(OptionError, match="delimiter must be one character"):
            sniff(write(tmp_path, "a;b\n"), delimiter=delimiter)

    def test_is_found_by_whole_records_of_a_long_file(self, tmp_path: Path) -> None:
        path = write(tmp_path, "a,b\n" + "yksi,kaksi\n" * 120_000)
        assert sniff(path).delimiter == ","

    def test_is_found_although_a_quote_stands_wrong(self, tmp_path: Path) -> None:
        assert sniff(write(tmp_path, 'a,b\n1,2\n"x')).delimiter == ","

    def test_line_that_declares_it_is_no_row_of_the_table(self, tmp_path: Path) -> None:
        titles, found = read(write(tmp_path, "SEP=,\r\na,b\r\n1,2\r\n"))
        assert titles == ["a", "b"]
        assert cells(found) == [(3, ["1", "2"])]


class TestEncoding:
    @pytest.mark.parametrize(
        ("mark", "codec"),
        [
            (b"", "utf-8"),
            (codecs.BOM_UTF8, "utf-8"),
            (codecs.BOM_UTF16_LE, "utf-16-le"),
            (codecs.BOM_UTF16_BE, "utf-16-be"),
            (codecs.BOM_UTF32_LE, "utf-32-le"),
            (codecs.BOM_UTF32_BE, "utf-32-be"),
        ],
    )
    def test_is_utf8_or_what_the_mark_says(self, tmp_path: Path, mark: bytes, codec: str) -> None:
        path = write(tmp_path, mark + "Järjestö;b\r\näö;€\r\n".encode(codec))
        assert sniff(path) == CsvFormat(codec, ";", len(mark))
        titles, found = read(path)
        assert titles == ["Järjestö", "b"]
        assert cells(found) == [(2, ["äö", "€"])]

    def test_may_be_stated(self, tmp_path: Path) -> None:
        path = write(tmp_path, "Ikä;b\nä;€\n".encode("cp1252"))
        assert cells(read(path, encoding="windows-1252")[1]) == [(2, ["ä", "€"])]

    def test_stated_with_its_mark(self, tmp_path: Path) -> None:
        path = write(tmp_path, codecs.BOM_UTF16_LE + "ä;b\n".encode("utf-16-le"))
        assert read(path, encoding="utf-16")[0] == ["ä", "b"]
        assert read(write(tmp_path, "ä;b\n".encode("utf-8-sig")), encoding="utf-8")[0] == ["ä", "b"]

    def test_that_the_mark_contradicts_is_refused(self, tmp_path: Path) -> None:
        path = write(tmp_path, "ä;b\n".encode("utf-8-sig"))
        with pytest.raises(EncodingError, match=r"vienti.csv bears the mark of UTF-8.*Leave encoding out"):
            sniff(path, encoding="windows-1252")

    @pytest.mark.parametrize("encoding", ["utf-9", "hex", "", 8, "ä"])
    def test_that_is_none_is_refused(self, tmp_path: Path, encoding: Any) -> None:
        with pytest.raises(OptionError, match="no text encoding"):
            sniff(write(tmp_path, "a;b\n"), encoding=encoding)

    def test_that_does_not_fit_names_file_line_byte_and_remedy(self, tmp_path: Path) -> None:
        path = write(tmp_path, b"a;b\r\nx;y\r\nk\xe4;z\r\n")
        with pytest.raises(
            EncodingError, match=r'vienti.csv is not UTF-8 text: .* line 3, at byte 12\. .*encoding="windows-1252"'
        ):
            sniff(path)

    @pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
    def test_that_breaks_late_names_the_place_too(self, tmp_path: Path, line_end: bytes) -> None:
        content = b"a;b" + line_end + (b"x;" + "ä".encode() * 60 + line_end) * 12_000
        path = write(tmp_path, content + b"y;\xff" + line_end)
        with pytest.raises(EncodingError, match=rf"line 12002, at byte {len(content) + 3}\."):
            read(path)

    def test_that_ends_inside_a_character_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(EncodingError, match="line 2, at byte 7"):
            read(write(tmp_path, b"a;b\nx;\xc3"))

    def test_that_is_stated_and_does_not_fit(self, tmp_path: Path) -> None:
        with pytest.raises(EncodingError, match=r"is not CP1252 text.*line 2.*State another encoding"):
            read(write(tmp_path, b"a;b\nx;\x81\n"), encoding="windows-1252")

    def test_whose_codec_tells_no_place(self, tmp_path: Path) -> None:
        with pytest.raises(EncodingError, match="it breaks somewhere"):
            sniff(write(tmp_path, "a;b\n"), encoding="undefined")


class TestLines:
    def test_ends_at_every_kind_of_line_break(self, tmp_path: Path) -> None:
        lines = Lines(write(tmp_path, "ä\nb\r\nc\rd\x0b\x85\u2028e"), CsvFormat())
        assert list(lines) == ["ä\n", "b\r\n", "c\r", "d\x0b\x85\u2028e"]
        assert lines.offset == (tmp_path / "vienti.csv").stat().st_size

    def test_offset_is_where_the_next_line_begins(self, tmp_path: Path) -> None:
        path = write(tmp_path, "ä;1\nb\n")
        lines = Lines(path, CsvFormat())
        next(iter(lines))
        assert lines.offset == 5
        assert list(Lines(path, CsvFormat(), 5)) == ["b\n"]

    def test_null_byte_is_an_error_that_names_the_line(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match=r"null byte in line 3.*Export it again"):
            read(write(tmp_path, "a;b\r\n1;2\r\n\0;3\r\n"))

    def test_line_of_a_null_byte_counts_breaks_across_blocks(self, tmp_path: Path, monkeypatch: Any) -> None:
        monkeypatch.setattr(_text, "_SAMPLE", 4)
        with pytest.raises(SourceError, match="null byte in line 4"):
            list(Lines(write(tmp_path, "abc\r\nä\rb\n\0"), CsvFormat()))

    def test_endless_line_is_an_error(self, tmp_path: Path, monkeypatch: Any) -> None:
        monkeypatch.setattr(_text, "LONGEST", 100)
        with pytest.raises(SourceError, match="line 2 has more than 100 characters"):
            read(write(tmp_path, "a;b\n" + "x" * 100))


class TestRecords:
    def test_count_like_a_spreadsheet(self, tmp_path: Path) -> None:
        titles, found = read(write(tmp_path, '\n;\na;b\n1;2\n\n"x\ny";3\n ;\n4;5\n'))
        assert titles == ["a", "b"]
        assert cells(found) == [(4, ["1", "2"]), (6, ["x\ny", "3"]), (8, ["4", "5"])]
        assert sum(table.blank_rows for table in found) == 2

    @pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
    def test_end_at_any_line_break_and_keep_those_in_cells(self, tmp_path: Path, line_end: str) -> None:
        text = line_end.join(["a;b", '"1\n2";"3\r4"', '"5\r\n6";"say ""hi"""', ""])
        assert cells(read(write(tmp_path, text))[1]) == [(2, ["1\n2", "3\r4"]), (3, ["5\r\n6", 'say "hi"'])]

    def test_quote_inside_a_bare_cell_is_text(self, tmp_path: Path) -> None:
        assert cells(read(write(tmp_path, 'a;b\n5" putki;x"y\n'))[1]) == [(2, ['5" putki', 'x"y'])]

    def test_text_after_a_closing_quote_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match=r'vienti.csv: row 3 has text after the quote.*\(""\)'):
            read(write(tmp_path, 'a;b\n1;2\n"x"y;3\n'))

    def test_before_an_error_are_given(self, tmp_path: Path) -> None:
        records = Records(write(tmp_path, 'a;b\n1;2\n"x"y;3\n4;5\n'), CsvFormat())
        assert records.take(10) == [["a", "b"], ["1", "2"]]
        for _ in range(2):
            with pytest.raises(SourceError, match="row 3"):
                records.take(10)

    def test_cell_without_end_is_a_file_cut_off(self, tmp_path: Path) -> None:
        with pytest.raises(RaggedRowsError, match=r"row 3 begins a quoted cell that never ends: .* cut off"):
            read(write(tmp_path, 'a;b\n1;2\n3;"x\n4;5\n'))

    def test_cell_longer_than_any_is_a_quote_without_end(self, tmp_path: Path) -> None:
        records = Records(write(tmp_path, 'a;b\n1;"' + "2;3\n" * 100), CsvFormat())
        records.header()
        usual = csv.field_size_limit(200)
        try:
            with pytest.raises(SourceError, match=r"row 2 has a cell of more than .* never closed"):
                records.take(10)
        finally:
            csv.field_size_limit(usual)

    @pytest.mark.parametrize("content", [b"", codecs.BOM_UTF8, b"\n\r\n  \n;;\n", b"sep=;\n"])
    def test_without_text_are_an_error(self, tmp_path: Path, content: bytes) -> None:
        with pytest.raises(EmptySourceError, match=r"vienti.csv holds no text\. Export"):
            read(write(tmp_path, content))

    def test_longer_than_a_batch_come_in_several_tables(self, tmp_path: Path, monkeypatch: Any) -> None:
        monkeypatch.setattr(_text_rows, "_CELLS", 6)
        _, found = read(write(tmp_path, "a;b\n" + "".join(f"{i};\n" for i in range(8))))
        assert [len(table) for table in found] == [3, 3, 2]
        assert [row for row, _ in cells(found)] == list(range(2, 10))


class TestRagged:
    def test_rows_are_an_error_that_lists_the_first_five(self, tmp_path: Path) -> None:
        text = "a;b;c\n1;2;3\n1;2\n1;2;3;4\n1\n1;2;3\n1;2;3;;5\n1;2\n1\n1;2;3\n"
        with pytest.raises(
            RaggedRowsError,
            match=r"header has 3 cells, but row 3 has 2, row 4 has 4, row 5 has 1, row 7 has 5, row 8 has 2\. "
            r'Correct the rows.*ragged="pad"',
        ):
            read(write(tmp_path, text))

    def test_rows_are_listed_across_batches(self, tmp_path: Path, monkeypatch: Any) -> None:
        monkeypatch.setattr(_text_rows, "BATCH", 2)
        with pytest.raises(RaggedRowsError, match=r"row 3 has 1, row 9 has 3\. Correct"):
            read(write(tmp_path, "a;b\n1;2\n1\n1;2\n1;2\n1;2\n1;2\n1;2\n1;2;3\n1;2\n"))

    @pytest.mark.parametrize("end", ["3", "3\n", "3\n\n;;\n"])
    def test_last_row_that_is_short_is_a_file_cut_off(self, tmp_path: Path, end: str) -> None:
        with pytest.raises(RaggedRowsError, match=r"row 3 has 1\. The last row is incomplete, .* cut off"):
            read(write(tmp_path, f"a;b\n1;2\n{end}"))

    def test_rows_before_a_cell_without_end_are_a_file_cut_off(self, tmp_path: Path, monkeypatch: Any) -> None:
        monkeypatch.setattr(_text_rows, "BATCH", 1)
        with pytest.raises(RaggedRowsError, match=r"row 2 has 1\. .*cut off"):
            read(write(tmp_path, 'a;b\n1\n1;2\n1;"2'))

    def test_empty_cells_at_the_end_are_no_fault(self, tmp_path: Path) -> None:
        assert cells(read(write(tmp_path, "a;b\n1;2;;\n3;4\n5;6;\n"))[1]) == [
            (2, ["1", "2"]),
            (3, ["3", "4"]),
            (4, ["5", "6"]),
        ]

    def test_delimiter_after_every_row_makes_a_column_without_title(self, tmp_path: Path) -> None:
        titles, found = read(write(tmp_path, "a;b;\n1;2;\n"))
        assert titles == ["a", "b", ""]
        assert cells(found) == [(2, ["1", "2", ""])]

    def test_blank_rows_of_any_width_are_no_fault(self, tmp_path: Path) -> None:
        _, found = read(write(tmp_path, "a;b\n\n;\n;;;\n \n1;2\n"))
        assert cells(found) == [(6, ["1", "2"])]
        assert found[0].blank_rows == 4

    def test_padded_rows_lose_no_cell(self, tmp_path: Path) -> None:
        _, found = read(write(tmp_path, "a;b\n1\n1;2;;x;\n;;;\n1;2\n"), pad=True)
        assert [header.title for header in found[0].headers] == ["a", "b", "", ""]
        assert cells(found) == [(2, ["1", "", "", ""]), (3, ["1", "2", "", "x"]), (5, ["1", "2", "", ""])]


weird = st.text(
    st.one_of(st.sampled_from(";,\t|\"'\n\r äöå€\x0b\x85\u2028\ufeff="), st.characters(exclude_categories=["Cs"])),
    max_size=8,
).filter(lambda text: "\0" not in text)


@settings(max_examples=100)
@given(
    st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(weird, min_size=n, max_size=n), max_size=6)),
    st.sampled_from(";,\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_every_cell_that_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[list[str]],
    delimiter: str,
    line_end: str,
    quoting: Any,
    encoding: str,
) -> None:
    width = len(rows[0]) if rows else 2
    buffer = io.StringIO(newline="")
    # csv.writer leaves a CR without quotes where lines end in LF.
    bare = any("\r" in cell for row in rows for cell in row)
    quoting = csv.QUOTE_ALL if bare else quoting
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=line_end, quoting=quoting)
    writer.writerows([[f"otsikko {place}" for place in range(width)], *rows])
    path = write(tmp_path_factory.mktemp("csv"), buffer.getvalue().encode(encoding))
    _, found = read(path, delimiter=delimiter)
    kept = [(number, row) for number, row in enumerate(rows, start=2) if any(map(str.strip, row))]
    assert cells(found) == kept
    assert sum(len(table) + table.blank_rows for table in found) == len(rows)
