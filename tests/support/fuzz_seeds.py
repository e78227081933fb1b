"""Small synthetic files of every kind that the readers take, for the fuzz run to begin with."""

from __future__ import annotations

import base64
import io
import json
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import fuzz_sources
import openpyxl
import xlsxwriter
from lss_files import lss

import verkosto as vk
from verkosto.instruments import AreaQuestion, Column, Instrument, MultipleChoice, Number, Option, SingleChoice, Text

__all__ = ["SEEDS", "instrument", "ods", "parts_of", "zipped"]

# A sheet of the old binary format (BIFF 8), written by xlwt: a header Kotikunta, Jäseniä, Päivä, Mukana;
# the rows "049", 49, 5 March 2020, True and "091", 3.5; a blank row between them.
_XLS = (Path(__file__).parent.parent / "data/hostile/small.xls.b85").read_text("ascii")


def instrument() -> Instrument:
    """The codebook of the seeds."""
    return vk.Instrument(
        "kysely",
        "Kysely",
        area_date="2020-03-01",
        columns=(Column("tunnus", "id", role="response_id"), Column("posti", "Sähköposti", role="email")),
        questions=(
            AreaQuestion("kunta", "Kotikunta"),
            Number("jasenia", "Jäseniä"),
            SingleChoice("malli", "Malli", options=(Option("k", "Kannatan"), Option("e", "En", kind="dont_know"))),
            MultipleChoice("ajat", "Ajat", options=(Option("a", "Kevät"), Option("b", "Syksy"))),
            Text("syy", "Miksi?"),
        ),
    )


_ROWS = [
    ["id", "Sähköposti", "Kotikunta", "Jäseniä", "Malli", "Ajat:Kevät", "Ajat:Syksy", "Miksi?", "Muuta"],
    ["1", "a@esimerkki.invalid", "049", "12", "Kannatan", "Kevät", "", 'sanoi "ei"\nja lähti', ""],
    ["2", "", "Vantaa", "1 200,5", "En", "", "Syksy", "=1+1", "x"],
    ["3", "", "Ei mikään", "paljon", "k", "1", "0", "-5", "\u00a0"],
]


def _csv(delimiter: str = ";", encoding: str = "utf-8", end: str = "\n") -> bytes:
    cells = [
        ['"' + cell.replace('"', '""') + '"' if set(cell) & set('";,\n') else cell for cell in row] for row in _ROWS
    ]
    return (end.join(delimiter.join(row) for row in cells) + end).encode(encoding)


def _openpyxl() -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in _ROWS:
        sheet.append([float(cell) if cell.isdecimal() else cell for cell in row])
    sheet["I2"], sheet["I3"], sheet["I4"] = "=A1&B1", "#N/A", True
    book.create_sheet("Toinen").sheet_state = "hidden"
    book.save(file)
    return file.getvalue()


def _xlsxwriter() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(2, 1, _ROWS[0])
        sheet.write_row(3, 1, [1.5, True, "049", "=1+1"])
        sheet.write_rich_string(4, 1, "ri", book.add_format({"bold": True}), "kas")
        sheet.write_formula(5, 1, "=1/0", None, "#DIV/0!")
        sheet.write_datetime(5, 2, vk.Period("2020-03", "2020-03").first, book.add_format({"num_format": "d.m.yyyy"}))
    return file.getvalue()


def ods(*rows: str, before: str = "") -> bytes:
    """Write an .ods by hand; rows are the XML of their cells."""
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    body = "".join(
        row if row.startswith("<table:table-row") else f"<table:table-row>{row}</table:table-row>" for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="T">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def zipped(parts: dict[str, bytes]) -> bytes:
    """Pack parts into an archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """Unpack an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _ods() -> list[bytes]:
    cell = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
    head = "".join(cell.format("", title) for title in _ROWS[0])
    number = '<table:table-cell office:value-type="float" office:value="4.5"/>'
    repeated = cell.format(' table:number-columns-repeated="3"', "a<text:s text:c='2'/>b")
    empty = '<table:table-row table:number-rows-repeated="9"><table:table-cell/></table:table-row>'
    return [ods(head, number + repeated, empty, number)]


def _codebooks(suffix: str) -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"kysely{suffix}")
        instrument().save(path)
        return [path.read_bytes()]


def _limesurvey() -> list[bytes]:
    answers = [{"id": "1", "submitdate": "2020-03-05 10:00:00", "kunta": "049", "ajat[a]": "Y", "muu": None}]
    rows = '"id","kunta","ajat[a]"\n"1","049","Y"\n"2",,""\n'
    return [json.dumps({"responses": answers}).encode(), json.dumps(answers).encode(), rows.encode()]


def _http() -> list[bytes]:
    records = [{"id": 1, "k": "x", "m": ["a", "b"], "o": {"p": 1.50, "q": None, "r": True}}, {"id": 2}]
    lines = "\n".join(map(json.dumps, records))
    return [json.dumps(records).encode(), json.dumps({"items": records}).encode(), lines.encode(), _csv(",")]


SEEDS: dict[str, Callable[[], list[bytes]]] = {
    "csv": lambda: [
        _csv(),
        _csv(","),
        _csv("\t", "utf-16"),
        _csv("|", "utf-8-sig", "\r\n"),
        b"a;b\r1;2\r",
        b"sep=;\na;b\n",
    ],
    "read": lambda: [_csv(), _csv(",", end="\r\n")],
    "xlsx": lambda: [_openpyxl(), _xlsxwriter()],
    "ods": _ods,
    "xls": lambda: [zlib.decompress(base64.b85decode(_XLS.strip()))],
    "limesurvey": _limesurvey,
    "kobo": fuzz_sources.kobo,
    "webropol": fuzz_sources.webropol,
    "spss": fuzz_sources.spss,
    "parquet": fuzz_sources.parquet,
    "http": _http,
    "lss": lambda: [lss().encode(), lss(old=True).encode()],
    "xlsform": fuzz_sources.xlsform,
    "ddi": fuzz_sources.ddi,
    "toml": lambda: _codebooks(".toml"),
    "json": lambda: _codebooks(".json"),
}
"""What makes the seeds of each target of the fuzz run."""
