"""Workbooks made to do harm, or made badly: small files that would take all memory, or be read in two ways."""

from __future__ import annotations

import base64
import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from fuzz_seeds import ods, parts_of, zipped

__all__ = ["HEAD", "HOSTILE", "ODD", "SHEET", "cell", "old_book", "sheet", "workbook"]

SHEET = "xl/worksheets/sheet1.xml"
SHARED = "xl/sharedStrings.xml"
_NAMES = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_XLS = Path(__file__).parent.parent / "data/hostile/small.xls.b85"
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_ENTITIES = f'<!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}<!ENTITY file SYSTEM "file:///etc/hostname">]>'


def workbook(**parts: bytes) -> bytes:
    """Write a small workbook and replace parts of it; `__` in a name is a slash."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("S")
        page.write_row(0, 0, ["a", "b"])
        page.write_row(1, 0, ["x", 5])
    return zipped(parts_of(file.getvalue()) | {name.replace("__", "/") + ".xml": part for name, part in parts.items()})


def cell(place: str, text: str) -> str:
    """A cell of text."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEAD = f'<row r="1">{cell("A1", "a")}{cell("B1", "b")}</row>'


def sheet(rows: str, *, before: str = "", size: str = "A1:B2") -> bytes:
    """The XML of a sheet, in a workbook."""
    told = f'<dimension ref="{size}"/>' if size else ""
    xml = f'<?xml version="1.0" encoding="UTF-8"?>{before}<worksheet {_NAMES}>{told}<sheetData>{rows}'
    return workbook(xl__worksheets__sheet1=f"{xml}</sheetData></worksheet>".encode())


def _number(place: str, row: int) -> str:
    return f'<row r="{row}"><c r="{place}"><v>1</v></c></row>'


def _shared(*texts: str, told: str = "", rows: str = "") -> bytes:
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    parts = {"xl__sharedStrings": f"<sst {_NAMES} {told}>{items}</sst>".encode()}
    if rows:
        parts["xl__worksheets__sheet1"] = parts_of(sheet(rows))[SHEET]
    return workbook(**parts)


def _lying(content: bytes, size: int) -> bytes:
    """Say that the sheet has another size than it has, with the checksum of what was said."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        at, whole = archive.getinfo(SHEET).header_offset, archive.read(SHEET)
    told = bytearray(content)
    entry = content.rfind(SHEET.encode()) - 46
    check = zlib.crc32(whole[:size])
    struct.pack_into("<I", told, entry + 16, check)
    struct.pack_into("<I", told, entry + 24, size)
    struct.pack_into("<I", told, at + 14, check)
    struct.pack_into("<I", told, at + 22, size)
    return bytes(told)


def _twice() -> bytes:
    file = io.BytesIO(workbook())
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(file, "a") as archive:
        archive.writestr(SHEET, "<worksheet/>")
    return file.getvalue()


def _many() -> bytes:
    file = io.BytesIO(workbook())
    with zipfile.ZipFile(file, "a") as archive:
        for number in range(10_000):
            archive.writestr(f"x/{number}", b"")
    return file.getvalue()


def _flagged(content: bytes, place: int, flag: int) -> bytes:
    """Set a field of the sheet's entry in the directory."""
    told = bytearray(content)
    told[content.rfind(SHEET.encode()) - 46 + place] = flag
    return bytes(told)


def old_book() -> bytearray:
    """A small workbook of the old binary form."""
    return bytearray(zlib.decompress(base64.b85decode(_XLS.read_text("ascii").strip())))


def _old(mark: bytes, place: int, value: int) -> bytes:
    """Set a number behind the first record of a kind."""
    content = old_book()
    struct.pack_into("<I", content, content.index(mark) + 4 + place, value)
    return bytes(content)


def _old_chain(value: int, place: int = 0) -> bytes:
    """Set a place in the table that says which sector comes after which."""
    content = old_book()
    (table,) = struct.unpack_from("<I", content, 76)
    struct.pack_into("<I", content, (table + 1) * 512 + 4 * place, value)
    return bytes(content)


def _old_head(place: int, value: int) -> bytes:
    content = old_book()
    struct.pack_into("<I", content, place, value)
    return bytes(content)


def _text(attributes: str, text: str) -> str:
    return f'<table:table-cell office:value-type="string"{attributes}><text:p>{text}</text:p></table:table-cell>'


_HEAD_ODS = _text("", "a") + _text("", "b")


def _repeated(rows: int, columns: int, text: str = "x") -> str:
    repeated = _text(f' table:number-columns-repeated="{columns}"', text)
    return f'<table:table-row table:number-rows-repeated="{rows}">{repeated}</table:table-row>'


_LAST = f"{_number('A2', 2)}{_number('XFD1048576', 1_048_576)}"
_LONG = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>2</v></c></row>' for n in range(2, 3_000))

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "spaces.xlsx": (lambda: sheet(HEAD + " " * (70 << 20)), r"unpacked; 67,108,864 are allowed.* state max_unpacked="),
    "texts.xlsx": (lambda: _shared("x" * (70 << 20)), r"unpacked; 67,108,864 are allowed"),
    "lies.xlsx": (lambda: _lying(sheet(HEAD + " " * 900_000), 1_000), r"\(BadZipFile\): it seems damaged"),
    "twice.xlsx": (_twice, r"holds a part twice"),
    "behind.xlsx": (lambda: workbook() + b"PK", r"something behind its end|cut off or damaged"),
    "many.xlsx": (_many, r"more than 10,000 parts"),
    "locked.xlsx": (lambda: _flagged(workbook(), 8, 1), r"locked with a password"),
    "packed.xlsx": (lambda: _flagged(workbook(), 10, 12), r"packed in a way that workbooks are not"),
    "corners.xlsx": (
        lambda: sheet(HEAD + _LAST),
        r"17,179,869,184 cells, of which only 4 .* reaches to cell XFD1048576",
    ),
    "below.xlsx": (lambda: sheet(HEAD + _number("A4294967295", 4_294_967_295)), r"cells outside its sheet"),
    "beside.xlsx": (lambda: sheet(HEAD + _number("ZZZ2", 2)), r"cells outside its sheet"),
    "nowhere.xlsx": (lambda: sheet(HEAD + _number("A0", 0)), r"cells outside its sheet"),
    "prefixed.xlsx": (
        lambda: sheet(HEAD + _LAST.replace("<c", "<x:c").replace("</c", "</x:c")),
        r"17,179,869,184 cells",
    ),
    "unplaced.xlsx": (lambda: sheet(HEAD + '<row r="9999999"><c><v>1</v></c></row>'), r"cells outside its sheet"),
    "twice_cell.xlsx": (lambda: sheet(HEAD + _number("A1", 1)), r"cells twice, or not in their order"),
    "backwards.xlsx": (lambda: sheet(_number("A2", 2) + HEAD), r"cells twice, or not in their order"),
    "claims.xlsx": (lambda: _shared("a", "b", told='uniqueCount="4000000000"'), r"more texts than it has room for"),
    "copies.xlsx": (
        lambda: _shared("a", "b", "x" * 100_000, rows=HEAD + _LONG),
        r"more than 268,435,456 bytes of text",
    ),
    "laughs.xlsx": (lambda: sheet(HEAD, before=_ENTITIES), r"declares entities of its own"),
    "laughs_book.xlsx": (
        lambda: workbook(xl__workbook=f"{_ENTITIES}<workbook/>".encode()),
        r"declares entities of its",
    ),
    "cell.xlsx": (
        lambda: sheet(f'{HEAD}<row r="2">{cell("A2", "x" * (9 << 20))}</row>'),
        r"a cell of more than 8,388,608",
    ),
    "tag.xlsx": (
        lambda: sheet(f'{HEAD}<row r="2"><c x="{" " * 9_000}"/></row>'),
        r"cells that are not written as cells",
    ),
    "utf16.xlsx": (lambda: workbook(xl__worksheets__sheet1="<worksheet/>".encode("utf-16")), r"is not UTF-8"),
    "binary.xlsx": (lambda: zipped({"xl/workbook.bin": b""}), r"binary workbook \(\.xlsb\).* Save it as \.xlsx"),
    "both.xlsx": (lambda: zipped(parts_of(ods(_HEAD_ODS)) | parts_of(workbook())), r"two workbooks in one"),
    "rows.ods": (lambda: ods(_HEAD_ODS, _repeated(100_000, 1_000)), r"100,001,000 cells, of which only 3 "),
    "sheet.ods": (lambda: ods(_HEAD_ODS, _repeated(1_048_576, 16_384)), r"cells outside its sheet"),
    "columns.ods": (lambda: ods(_HEAD_ODS, _repeated(1, 99_999_999)), r"cells outside its sheet"),
    "minus.ods": (lambda: ods(_HEAD_ODS, _repeated(-5, 1)), r"cells outside its sheet"),
    "none.ods": (lambda: ods(_HEAD_ODS, _repeated(1, 0)), r"cells outside its sheet"),
    "long.ods": (lambda: ods(_HEAD_ODS, _repeated(1, 5_000, "x" * 100_000)), r"more than 268,435,456 bytes of text"),
    "blanks.ods": (lambda: ods(_HEAD_ODS, _text("", "<text:s text:c='2000000000'/>")), r"more than 268,435,456 bytes"),
    "endless.ods": (lambda: ods(_HEAD_ODS, '<table:table-row x="</table:table>"'), r"\(ExpatError\): it seems damaged"),
    "laughs.ods": (lambda: ods(_HEAD_ODS, before=_ENTITIES), r"declares entities of its own"),
    "circle.xls": (lambda: _old_chain(0), r"it seems damaged"),
    "far.xls": (lambda: _old_chain(0x0FFF_FFFF), r"it seems damaged"),
    "sectors.xls": (lambda: _old_head(44, 0x0FFF_FFFF), r"it seems damaged"),
    "tables.xls": (lambda: _old_head(68, 0), r"it seems damaged"),
    "shift.xls": (lambda: _old_head(30, 3), r"it seems damaged"),
    "rows.xls": (lambda: _old(b"\x00\x02\x0e\x00", 4, 0xFFFF_FFFF), r"it seems damaged"),
    "columns.xls": (lambda: _old(b"\xfd\x00\x0a\x00", 2, 0xFFFF), r"it seems damaged"),
    "claims.xls": (lambda: _old(b"\xfc\x00", 4, 0x7FFF_FFFF), r"it seems damaged"),
}
"""What makes each file, and what its error says."""

ODD: dict[str, tuple[Callable[[], bytes], list[list[str | None]]]] = {
    "no_size.xlsx": (lambda: sheet(f'{HEAD}<row r="2">{cell("A2", "x")}</row>', size=""), [["x"], [None]]),
    "false_size.xlsx": (
        lambda: sheet(f'{HEAD}<row r="2">{cell("B2", "x")}</row>', size="A1:XFD1048576"),
        [[None], ["x"]],
    ),
    "no_places.xlsx": (
        lambda: sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"),
        [["3"], [None]],
    ),
    "spaced.xlsx": (lambda: sheet(f'{HEAD}<row r="2"><c  r = "B2"><v>7</v></c></row>'), [[None], ["7"]]),
    "empty_far.xlsx": (
        lambda: sheet(f'{HEAD}{_number("A2", 2)}<row r="1048576"><c r="XFD1048576" s="0"/></row>'),
        [["1"], [None]],
    ),
    "merged.xlsx": (
        lambda: workbook(
            xl__worksheets__sheet1=parts_of(sheet(HEAD + _number("A2", 2)))[SHEET].replace(
                b"</worksheet>", b'<mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells></worksheet>'
            )
        ),
        [["1"], [None]],
    ),
    "rich.xlsx": (
        lambda: sheet(
            f'{HEAD}<row r="2"><c r="A2" t="inlineStr"><is><r><t>y</t></r>'
            '<r><t xml:space="preserve">k </t></r></is></c></row>'
        ),
        [["yk "], [None]],
    ),
    "formulas.xlsx": (
        lambda: sheet(f'{HEAD}<row r="2"><c r="A2" t="str"><f>"x"&amp;"y"</f><v>xy</v></c>{cell("B2", "=1+1")}</row>'),
        [["xy"], ["=1+1"]],
    ),
    "links_below.xlsx": (
        lambda: workbook(
            xl__worksheets__sheet1=parts_of(sheet(HEAD + _number("A2", 2)))[SHEET].replace(
                b"</worksheet>", b"<hyperlinks>" + b'<hyperlink ref="A2"/>' * 500_000 + b"</hyperlinks></worksheet>"
            )
        ),
        [["1"], [None]],
    ),
    "columns.ods": (lambda: ods(_HEAD_ODS, _repeated(1, 16_384)), [["x"]] * 16_384),
    "rows.ods": (lambda: ods(_HEAD_ODS, _repeated(3, 1)), [["x"] * 3, [None] * 3]),
    "old.xls": (lambda: bytes(old_book()), [["049", "091"], ["49", "3.5"], ["2020-03-05", None], ["TRUE", None]]),
}
"""What makes files that are odd and good, and the columns that they are read as."""
