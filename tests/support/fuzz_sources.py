"""Seeds of the fuzz run for sources of other programs, and files that are made of what it changed."""

from __future__ import annotations

import functools
import io
import tempfile
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import xlsxwriter
from ddi_files import ARCHIVED, book
from kobo_files import as_form, as_json, kobo_csv, kobo_records, odk_csv, odk_records, page_of
from made_answers import vastaukset
from sav_files import write_sav
from webropol import LAYOUT_A, LAYOUT_B

from verkosto.responses import Responses
from verkosto.responses._parquet_form import DIGEST, KEY, digest_of

__all__ = ["ddi", "kobo", "parquet", "sheets_of", "spss", "webropol", "with_head", "xlsform"]

_EVENT = [
    ["", "Tapahtuman nimi", "Järjestöpäivä"],
    ["", "Paikka"],
    ["Nro", "Kotikunta", "Ajat", ""],
    ["", "", "Kevät", "Syksy"],
    ["1", "049", "Kevät", ""],
    ["2", "091", "", "x"],
]
_SHEETS = [
    [["Tunnus", "Vastausaika", "Kotikunta"], ["v1", "5.2.2020 9.05", "049"], ["v2", "6.2.2020 9.05", "091"]],
    [["Tunnus", "Vastausaika", "Ajat:Kevät"], ["v1", "5.2.2020 9.05", "Kevät"], ["v2", "6.2.2020 9.05", ""]],
]
_FORM = """\
"survey",,,,
,"type","name","label::Suomi (fi)","relevant"
,"begin_group","tausta","Tausta",
,"select_one kylla","suos","Suosittelisitko?",
,"select_multiple kylla or_other","tuki","Mitä?","${suos} = 'k'"
,"end_group",,,
,"begin_repeat","tilat","Tilat",
,"integer","maara","Montako?",". > 0"
,"end_repeat",,,
"choices",,,,
,"list_name","name","label::Suomi (fi)",
,"kylla","k","Kyllä",
,"kylla","e","Ei",
"settings",,,,
,"form_title","form_id","default_language",
,"Kysely","kysely","Suomi (fi)",
"""


def _lines(rows: Iterable[Sequence[object]], mark: str) -> bytes:
    return "\n".join(mark.join("" if cell is None else str(cell) for cell in row) for row in rows).encode()


def kobo() -> list[bytes]:
    """Pages and tables of both services."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        documents = (page_of(kobo_records()), {"value": odk_records()}, kobo_records()[:1])
        found = [as_json(folder, document).read_bytes() for document in documents]
        return [*found, kobo_csv(folder).read_bytes(), odk_csv(folder).read_bytes()]


def xlsform() -> list[bytes]:
    """A form as csv, as Markdown and as a workbook."""
    sheets = "|survey|\n||type|name|label|\n||text|q|Miksi?|\n||rank l|r|Mitä?|\n"
    lists = "|choices|\n||list_name|name|label|\n||l|a|A|\n"
    with tempfile.TemporaryDirectory() as folder:
        return [_FORM.encode(), (sheets + lists).encode(), as_form(Path(folder)).read_bytes()]


def spss() -> list[bytes]:
    """System files of all three forms, with labels, missing values, long texts, days and sets."""
    columns = {"x": [1.0, 9.0, float("nan")], "s": ["a", "b" * 300, ""], "d": [13_800_000_000.0, 0.5, -1.0]}
    parts = {
        "variable_value_labels": {"x": {1.0: "Kyllä", 9.0: "Ei vastausta"}, "s": {"a": "A"}},
        "missing_ranges": {"x": [{"lo": 8.0, "hi": 9.0}]},
        "variable_format": {"d": "DATETIME20"},
        "variable_measure": {"x": "nominal"},
    }
    forms: tuple[dict[str, bool], ...] = ({}, {"row_compress": True}, {"compress": True})
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "a.sav")
        found = [write_sav(path, columns, **parts, **form).read_bytes() for form in forms]
        with warnings.catch_warnings(action="ignore"):
            _answers().to_sav(path)
        return [*found, path.read_bytes()]


def ddi() -> list[bytes]:
    """An archive's codebook, and a short one."""
    return [ARCHIVED.encode(), book('<var name="q"><labl>K</labl><catgry><catValu>1</catValu></catgry></var>').encode()]


def webropol() -> list[bytes]:
    """Layouts A and B, an event, and sheets as text and as a workbook."""
    made = b"\f".join(_lines(sheet, "\t") for sheet in _SHEETS)
    return [*(_lines(rows, ";") for rows in (LAYOUT_A, LAYOUT_B, _EVENT)), made, sheets_of(made)]


def sheets_of(content: bytes) -> bytes:
    """Make a workbook of text: form feeds between its sheets, tabs between its cells."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as written:
        for number, text in enumerate(content.decode(errors="replace").split("\f")[:20], start=1):
            sheet = written.add_worksheet(f"{number}. Kysymys")
            for row, line in enumerate(text.split("\n")):
                for column, cell in enumerate(line.split("\t")):
                    sheet.write_string(row, column, cell)
    return file.getvalue()


def _answers() -> Responses:
    return vastaukset(
        jasenia=[1, None, "!refused"],
        kunta=["049", "!not_asked", None],
        malli=["k", "eos", None],
        perustelu=["a", None, "b"],
    )


@functools.cache
def _written() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.parquet")
        _answers().to_parquet(path)
        return path.read_bytes()


def parquet() -> list[bytes]:
    """A file, what verkosto wrote into it, and a file of somebody else's."""
    head: bytes = pq.read_schema(io.BytesIO(_written())).metadata[KEY]
    return [head, _written(), pd.DataFrame({"a": [1, 2]}).to_parquet()]


def with_head(head: bytes) -> bytes:
    """Write another head into the file, with the digest that goes with it."""
    table = pq.read_table(io.BytesIO(_written()))
    metadata = {**table.schema.metadata, KEY: head}
    file = io.BytesIO()
    pq.write_table(table.replace_schema_metadata({**metadata, DIGEST: digest_of(metadata)}), file)
    return file.getvalue()
