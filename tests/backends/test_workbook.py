from __future__ import annotations

import base64
import datetime as dt
import zipfile
import zlib
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from verkosto.backends import _zip
from verkosto.backends._magic import Kind, identify
from verkosto.backends._workbook import read_sheet
from verkosto.backends._workbook_cells import text_of
from verkosto.backends._workbook_gaps import Gaps, find_gaps
from verkosto.backends._zip import UNPACKED, Archive
from verkosto.errors import AmbiguousSourceError, EmptySourceError, OptionError, SourceError
from verkosto.responses import Dialect, RawTable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# A sheet of the old binary format (BIFF 8), written by xlwt: a header Kotikunta, Jäseniä, Päivä, Mukana;
# the rows "049", 49, 5 March 2020, True and "091", 3.5; a blank row between them.
OLD_XLS = (
    "c-rk)O=uHA6#iy6+x*a^Nlk@TD4}4~T8c#v7HOlR7L=6e!9N7u+8jb8k^BfMXtm}j2%Z!#g?jK{)r&u<pcnBVRP-PSN}{=W5)?eN"
    "S>L?u)}$&lpoNzG!n}F!&Ac}+^JZpe_w{t3IB~C|gn1Z*ii+VzQ;kkgaa)2P)NUA(wQ3g?!^V<=+eL|N((u^($|-"
    "Xw^Id|1yN>5XflpM9;3S6Asd#7+v7KYkg^Xc<sK5=<_|VQ#wK6@<bOqBp-"
    "17<3t*p7sbb$I6#bHcGhPyYLtN5VO#ce)FzYo~vJ!|^VhL>^`pT8oieKl;$B=i$YtfAA<j7d;JhvKPtM#^5?l>2i>Z?yLip@<-"
    "*dJ^A_5b({~)6YV-esT2zr2kQ`cm751q7=^8UsW8y7>r}QMGCao!w%Wv!G1lP)APw}JU4?aysew6$M>FeE|JWqayl)K-"
    "Q{dNl_+aKteiMirXJCJQcvkBuwhfbr2Ty!X~w67zwVUq^6qISI*JzN1H6a)6zI&YuWzCwvB*)@jPaA9`utce1BQVM(t?bA+~Sy{-"
    "E6U*=|%Rsiun$vL0aHchhuFfvum9DT;kR+jkA&QHnOIMUrT)9%if2bh0l?7#7_;C&IG64MJCWi6EaHn@;8ni(Ic*3lXw)dYGIx=A"
    "DFiPcJ8<ozZtt>J|tT(3lFmard3JKj+m1abFQkAN|I{&5`XX|*q5B0rxcA~UoZF+{CHa-KbqnqoysFfA1aSf??YuDlxUn&q$GWuC"
    "2>$`#eEqHotnSkfejlrY}l}2!-kFJ3Bh+o@cmHUFg5db?=-"
    "*b%u=b?pGlT2_90Eb9KBZVM2hMRPB*lERzee&FR?%y>wBTZ0UAAnBt|%nWW(#1-p)kr|5>o1|KDw)M#rx-66b#&|0f~(-<1"
)


def book(folder: Path, *rows: list[Any], name: str = "vienti.xlsx") -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    path = folder / name
    workbook.save(path)
    return path


def sheet_of(path: Path, sheet: str | int | None = None) -> RawTable:
    return read_sheet(path, sheet, Dialect())


def gaps_of(path: Path, sheet: str = "Sheet") -> Gaps:
    return find_gaps(Archive.of(path, path.read_bytes(), UNPACKED), sheet)


def texts(table: RawTable) -> list[list[str | None]]:
    return [column.texts().tolist() for column in table.columns]


def ods(folder: Path, **sheets: list[list[str]]) -> Path:
    """Write an .ods by hand; cells are the XML of their element, or text."""
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    spaces += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    tables = ""
    for name, rows in sheets.items():
        body = "".join(
            "<table:table-row>"
            + "".join(text if text.startswith("<") else cell.format(text) for text in row)
            + "</table:table-row>"
            for row in rows
        )
        tables += f'<table:table table:name="{name}">{body}</table:table>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    path = folder / "vienti.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return path


class TestTextOf:
    @pytest.mark.parametrize(
        ("cell", "text"),
        [
            ("049", "049"),
            (" a\n", " a\n"),
            ("", ""),
            (None, ""),
            (49, "49"),
            (49.0, "49"),
            (-0.0, "0"),
            (3.5, "3.5"),
            (0.1, "0.1"),
            (123_456_789_012_345.0, "123456789012345"),
            (10**20, "100000000000000000000"),
            (1e15, "1000000000000000.0"),
            (1e22, "1e+22"),
            (True, "TRUE"),
            (False, "FALSE"),
            (dt.date(2020, 3, 5), "2020-03-05"),
            (dt.datetime(2020, 3, 5, 10, 31), "2020-03-05 10:31:00"),  # noqa: DTZ001
            (dt.datetime(2020, 3, 5), "2020-03-05"),  # noqa: DTZ001
            (dt.time(8, 30), "08:30:00"),
            (dt.timedelta(hours=30, seconds=5), "30:00:05"),
            (-dt.timedelta(minutes=90), "-1:30:00"),
            (dt.timedelta(microseconds=1500), "0:00:00.001500"),
        ],
    )
    def test_is_what_a_person_would_write(self, cell: Any, text: str) -> None:
        assert text_of(cell) == text


class TestReadSheet:
    def test_counts_rows_and_columns_like_the_sheet(self, tmp_path: Path) -> None:
        path = book(tmp_path, [], [None, None], [None, "a", "b"], [None, 1, 2], [], [None, " ", None], [None, 3, 4])
        table = sheet_of(path)
        assert [(header.title, header.position) for header in table.headers] == [("a", 2), ("b", 3)]
        assert table.rows.tolist() == [4, 7]
        assert table.blank_rows == 2
        assert texts(table) == [["1", "3"], ["2", "4"]]

    def test_keeps_cells_to_the_right_of_the_titles(self, tmp_path: Path) -> None:
        table = sheet_of(book(tmp_path, ["a", None, None, None], [1, None, None, "x"], [2]))
        assert [(header.title, header.position) for header in table.headers] == [("a", 1), ("", 4)]
        assert texts(table) == [["1", "2"], ["x", None]]

    def test_keeps_titles_without_cells(self, tmp_path: Path) -> None:
        table = sheet_of(book(tmp_path, ["a", "b", 2020], [1]))
        assert [header.title for header in table.headers] == ["a", "b", "2020"]
        assert texts(table) == [["1"], [None], [None]]

    def test_header_alone_gives_no_rows(self, tmp_path: Path) -> None:
        table = sheet_of(book(tmp_path, ["a", "b"]))
        assert (len(table), len(table.headers), table.blank_rows) == (0, 2, 0)

    def test_header_texts_are_no_answers(self, tmp_path: Path) -> None:
        assert [list(c.values) for c in sheet_of(book(tmp_path, ["a", "b"], ["x", "a"])).columns] == [["x"], ["a"]]

    def test_dates_of_the_1904_system(self, tmp_path: Path) -> None:
        path = tmp_path / "mac.xlsx"
        with xlsxwriter.Workbook(path, {"date_1904": True}) as workbook:
            sheet = workbook.add_worksheet()
            sheet.write_string(0, 0, "Päivä")
            form = workbook.add_format({"num_format": "d.m.yyyy h.mm"})
            sheet.write_datetime(1, 0, dt.datetime(2020, 3, 5, 10, 31), form)  # noqa: DTZ001
        assert texts(sheet_of(path)) == [["2020-03-05 10:31:00"]]

    def test_reads_ods(self, tmp_path: Path) -> None:
        number = '<table:table-cell office:value-type="float" office:value="49"><text:p>49</text:p></table:table-cell>'
        date = '<table:table-cell office:value-type="date" office:date-value="2020-03-05"/>'
        assert texts(sheet_of(ods(tmp_path, Taul1=[["a", "b", "c"], ["049", number, date]]))) == [
            ["049"],
            ["49"],
            ["2020-03-05"],
        ]

    def test_reads_the_old_binary_format(self, tmp_path: Path) -> None:
        path = tmp_path / "vanha.xls"
        path.write_bytes(zlib.decompress(base64.b85decode(OLD_XLS)))
        table = sheet_of(path)
        assert [header.title for header in table.headers] == ["Kotikunta", "Jäseniä", "Päivä", "Mukana"]
        assert texts(table) == [["049", "091"], ["49", "3.5"], ["2020-03-05", None], ["TRUE", None]]
        assert table.rows.tolist() == [2, 4]

    @pytest.mark.parametrize("name", ["vienti.xls", "vienti.csv", "vienti"])
    def test_goes_by_content_and_not_by_name(self, tmp_path: Path, name: str) -> None:
        assert texts(sheet_of(book(tmp_path, ["a"], [1], name="x.xlsx").rename(tmp_path / name))) == [["1"]]


class TestSheets:
    @pytest.fixture
    def several(self, tmp_path: Path) -> Path:
        workbook = openpyxl.Workbook()
        first = workbook.active
        assert first is not None
        first.title = "Tyhjä"
        for title in ("Vastaukset", "Koodit", "2020"):
            workbook.create_sheet(title).append(["a", title])
        workbook["Koodit"].sheet_state = "hidden"
        workbook.create_chartsheet("Kuva")
        path = tmp_path / "vienti.xlsx"
        workbook.save(path)
        return path

    def test_with_cells_are_ambiguous_until_one_is_stated(self, several: Path) -> None:
        with pytest.raises(
            AmbiguousSourceError,
            match=r"sheets with cells: 'Vastaukset', 'Koodit' \(hidden\), '2020'\. State one .* sheet='Vastaukset'",
        ):
            sheet_of(several)

    @pytest.mark.parametrize(
        ("sheet", "title"),
        [("Koodit", "Koodit"), (2, "Vastaukset"), ("3", "Koodit"), ("2020", "2020"), (4, "2020")],
    )
    def test_are_taken_by_name_or_number(self, several: Path, sheet: Any, title: str) -> None:
        assert sheet_of(several, sheet).headers[1].title == title

    @pytest.mark.parametrize("sheet", [0, 5, -1, "9", "Vastauksett"])
    def test_that_do_not_exist_are_an_error(self, several: Path, sheet: Any) -> None:
        with pytest.raises(SourceError, match=r"has no sheet .* It has: 'Tyhjä', 'Vastaukset', 'Koodit', '2020'\."):
            sheet_of(several, sheet)

    def test_nearest_name_is_told(self, several: Path) -> None:
        with pytest.raises(SourceError, match=r"no sheet 'vastaus'\. Did you mean 'Vastaukset'\?"):
            sheet_of(several, "vastaus")

    @pytest.mark.parametrize("sheet", [True, 1.0, ["a"]])
    def test_are_no_other_values(self, several: Path, sheet: Any) -> None:
        with pytest.raises(OptionError, match="sheet is a name, or a number from 1"):
            sheet_of(several, sheet)

    def test_without_cells_are_an_error(self, several: Path, tmp_path: Path) -> None:
        with pytest.raises(EmptySourceError, match="holds no text"):
            sheet_of(several, "Tyhjä")
        with pytest.raises(EmptySourceError, match="no sheet with cells"):
            sheet_of(book(tmp_path, name="tyhjä.xlsx"))

    def test_of_white_space_alone_are_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(EmptySourceError, match="holds no text"):
            sheet_of(book(tmp_path, [" ", "\u00a0"]))


class TestGaps:
    """Cells that python-calamine gives as empty."""

    def test_error_values_and_formulas_without_result_are_kept(self, tmp_path: Path) -> None:
        path = tmp_path / "vienti.xlsx"
        with xlsxwriter.Workbook(path) as workbook:
            sheet = workbook.add_worksheet()
            sheet.write_row(1, 1, ["a", "b", "c", "d"])
            sheet.write_formula(2, 1, "=NA()", None, "#N/A")
            sheet.write_formula(2, 2, "=1/0", None, "#DIV/0!")
            sheet.write_formula(2, 3, "=1+1", None, 2)
            sheet.write_formula(2, 4, '="x"&"y"', None, "xy")
            sheet.write_formula(3, 1, '=IF(1<2,"&","")', None, "")
            sheet.write_formula(6, 28, "=B2", None, "#REF!")
        table = sheet_of(path)
        assert [header.position for header in table.headers] == [2, 3, 4, 5, 29]
        assert texts(table) == [
            ["#N/A", '=IF(1<2,"&","")', None],
            ["#DIV/0!", None, None],
            ["2", None, None],
            ["xy", None, None],
            [None, None, "#REF!"],
        ]
        assert table.rows.tolist() == [3, 4, 7]

    def test_are_no_gaps_where_calamine_tells_them(self, tmp_path: Path) -> None:
        path = book(tmp_path, ["a"], ["#N/A "], ["teksti"], [None])
        assert gaps_of(path) == {}

    def rewritten(self, path: Path, part: str, old: str, new: str) -> Path:
        """Replace text in one part of a workbook."""
        copy = path.with_stem("kopio")
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
            for name in source.namelist():
                content = source.read(name)
                if name == part:
                    assert old in content.decode()
                    content = content.decode().replace(old, new).encode()
                target.writestr(name, content)
        return copy

    SHEET = "xl/worksheets/sheet1.xml"

    @pytest.mark.parametrize(
        ("cell", "text"),
        [
            ('<c r="A2" t="e"><v>#NUM!</v></c>', "#NUM!"),
            ("<c r='A2' s='1' t='e'><f>1/0</f><v>#NUM!</v></c>", "#NUM!"),
            ('<c r="A2" t="e"></c>', "#ERROR"),
            ('<c r="A2"><f>A1&amp;"x"</f></c>', '=A1&"x"'),
            ('<c r="A2"><f>A1</f><v/></c>', "=A1"),
            ('<c r="A2"><f t="shared" si="0"/><v></v></c>', "="),
            ('<c r="A2" t="str"><f>A1</f><v></v></c>', None),
            ('<c r="A2"/>', None),
        ],
    )
    def test_are_found_however_they_are_written(self, tmp_path: Path, cell: str, text: str | None) -> None:
        path = book(tmp_path, ["a", "b"], [12345, 7])
        old = '<c r="A2" t="n"><v>12345</v></c>'
        assert texts(sheet_of(self.rewritten(path, self.SHEET, old, cell))) == [[text], ["7"]]

    def test_are_found_with_a_prefix_and_across_pieces(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_zip, "_PIECE", 64)
        path = book(tmp_path, ["a"])
        rows = "".join(
            f'<x:row r="{n}"><x:c r="A{n}"><x:f>B{n}</x:f></x:c><x:c r="B{n}" t="e"><x:v>#N/A</x:v></x:c></x:row>'
            for n in range(2, 60)
        )
        with zipfile.ZipFile(path) as archive:
            sheet = archive.read(self.SHEET).decode()
        new = f'<x:worksheet xmlns:x="urn:x"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
        gaps = gaps_of(self.rewritten(path, self.SHEET, sheet, new))
        assert gaps == {n: {1: f"=B{n}", 2: "#N/A"} for n in range(2, 60)}

    def test_are_kept_below_and_right_of_all_other_cells(self, tmp_path: Path) -> None:
        path = book(tmp_path, [None, None], [None, "a"], [None, "x"])
        far = '</row><row r="9"><c r="D9"><f>B2</f><v></v></c></row></sheetData>'
        table = sheet_of(self.rewritten(path, self.SHEET, "</row></sheetData>", far))
        assert [(header.title, header.position) for header in table.headers] == [("a", 2), ("", 4)]
        assert texts(table) == [["x", None], [None, "=B2"]]
        assert table.rows.tolist() == [3, 9]

    def test_without_a_place_are_an_error(self, tmp_path: Path) -> None:
        path = book(tmp_path, ["a"], [12345])
        bad = self.rewritten(path, self.SHEET, '<c r="A2" t="n"><v>12345</v></c>', '<c t="e"><v>#N/A</v></c>')
        with pytest.raises(SourceError, match="cells do not tell their places"):
            sheet_of(bad)

    def test_without_a_place_for_the_sheet_are_an_error(self, tmp_path: Path) -> None:
        path = book(tmp_path, ["a"])
        moved = self.rewritten(path, "xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "worksheets/x.xml")
        for bad, sheet in ((path, "muu"), (moved, "Sheet")):
            with pytest.raises(SourceError, match=r"does not tell where its sheet '.*' is"):
                gaps_of(bad, sheet)

    def test_in_an_ods_are_refused_on_their_sheet(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_zip, "_PIECE", 50)
        wrong = (
            '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
            "<text:p>#N/A</text:p></table:table-cell>"
        )
        path = ods(tmp_path, **{"A&amp;B": [["a"], ["x"]], "Virhe": [["a"], [wrong]], "C": [["a"], ["y"]]})
        with pytest.raises(SourceError, match=r"sheet 'Virhe' holds error values .* save the workbook as .xlsx"):
            sheet_of(path, "Virhe")
        assert texts(sheet_of(path, "A&B")) == [["x"]]
        assert texts(sheet_of(path, 3)) == [["y"]]


class TestBadFiles:
    @pytest.mark.parametrize(
        ("content", "kind", "message"),
        [
            (b"", Kind.EMPTY, "an empty file. Export"),
            (b"a;b\n1;2\n", Kind.TEXT, "a text file. Read it with backend='csv'"),
            (b"\xff\xfea\0", Kind.TEXT, "a text file"),
            (b"\xef\xbb\xbf <HTML><table>", Kind.MARKUP, "a web page or XML. A page .* save it as .xlsx"),
            (b'<?xml version="1.0"?><Workbook/>', Kind.MARKUP, "a web page or XML"),
            (b'{"a": 1}', Kind.JSON, "JSON"),
            (OLE + "EncryptedPackage".encode("utf-16-le"), Kind.ENCRYPTED, "password. Open it, save it without"),
            (OLE + "WordDocument".encode("utf-16-le"), Kind.OFFICE, "an old Office file"),
            (b"\x89PNG\r\n\0\0", Kind.BINARY, "neither text nor a workbook"),
            (b"PK\x03\x04" + b"x" * 200, Kind.CUT_ARCHIVE, "a zip archive that is cut off or damaged. Download"),
        ],
    )
    def test_of_another_kind_are_named(self, tmp_path: Path, content: bytes, kind: Kind, message: str) -> None:
        path = tmp_path / "vienti.xls"
        path.write_bytes(content)
        assert identify(path) is kind
        with pytest.raises(
            SourceError, match=f"vienti.xls is no workbook that can be read: it seems to be .*{message}"
        ):
            sheet_of(path)

    def test_archive_of_something_else_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "vienti.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("vastaukset.csv", "a;b\n")
        with pytest.raises(SourceError, match=r"a zip archive without a workbook\. Unpack it"):
            sheet_of(path)

    @pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
    def test_cut_off_in_the_middle_are_an_error(self, tmp_path: Path, share: float) -> None:
        path = book(tmp_path, ["a"], *[[number] for number in range(500)])
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * share)])
        with pytest.raises(SourceError, match="a zip archive that is cut off or damaged"):
            sheet_of(path)

    @pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"])
    @pytest.mark.parametrize("content", [b"", b"<", b"<a>", b"\xff\xff"])
    def test_with_damaged_parts_are_an_error(self, tmp_path: Path, part: str, content: bytes) -> None:
        path = book(tmp_path, ["a"], [1])
        bad = tmp_path / "rikki.xlsx"
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(bad, "w") as target:
            for name in source.namelist():
                target.writestr(name, content if name == part else source.read(name))
        with pytest.raises(SourceError) as caught:
            sheet_of(bad)
        assert "rikki.xlsx" in str(caught.value)

    def test_with_bytes_changed_are_an_error_or_read_in_full(self, tmp_path: Path) -> None:
        path = book(tmp_path, ["a"], *[[number] for number in range(50)])
        content = bytearray(path.read_bytes())
        bad = tmp_path / "rikki.xlsx"
        for place in range(0, len(content), 97):
            bad.write_bytes(content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :])
            try:
                table = sheet_of(bad)
            except SourceError:
                continue
            assert texts(table) == [[str(number) for number in range(50)]]

    def test_old_workbook_that_is_damaged_is_an_error(self, tmp_path: Path) -> None:
        path = tmp_path / "vanha.xls"
        path.write_bytes(OLE + b"\0" * 500 + "Workbook\0".encode("utf-16-le"))
        with pytest.raises(SourceError, match=r"cannot be read as a workbook: it seems damaged"):
            sheet_of(path)

    def test_what_calamine_raises_is_chained(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = book(tmp_path, ["a"])

        class PanicException(BaseException):
            """What a panic in Rust looks like."""

        def panic(_: Any) -> None:
            raise PanicException

        monkeypatch.setattr(python_calamine, "load_workbook", panic)
        with pytest.raises(SourceError, match="PanicException") as caught:
            sheet_of(path)
        assert isinstance(caught.value.__cause__, PanicException)

    def test_interrupts_are_let_through(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(_: Any) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(python_calamine, "load_workbook", interrupt)
        with pytest.raises(KeyboardInterrupt):
            sheet_of(book(tmp_path, ["a"]))


legal = st.text(
    st.one_of(
        st.sampled_from("0149,.;:=+-@#\n\t \u00a0äöå€<>&\"'"),
        st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="_"),
    ),
    max_size=12,
)
cell = st.one_of(
    legal,
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(-1e300, 1e300).map(lambda number: float(f"{number:.15g}")),
)


@settings(max_examples=50)
@given(st.lists(st.lists(cell, min_size=3, max_size=3), min_size=1, max_size=6))
def test_every_cell_that_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, rows: list[list[Any]]) -> None:
    path = tmp_path_factory.mktemp("xlsx") / "vienti.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["a", "b", "c"])
        for place, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                write: Any = {str: sheet.write_string, bool: sheet.write_boolean}.get(type(value), sheet.write_number)
                write(place, column, value)
    wanted = {
        (place, column + 1): text_of(float(value))
        if isinstance(value, int) and not isinstance(value, bool)
        else text_of(value)
        for place, row in enumerate(rows, start=2)
        for column, value in enumerate(row)
        if any(text_of(other).strip() for other in row)
    }
    table = sheet_of(path)
    found = {
        (row, header.position): text
        for header, column in zip(table.headers, table.columns, strict=True)
        for row, text in zip(table.rows.tolist(), column.texts().tolist(), strict=True)
    }
    assert {place: text for place, text in found.items() if text} == {p: t for p, t in wanted.items() if t}
