"""Synthetic files of form tools: every answer is invented, in layouts that the tools were seen to write."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from made_backends import install

from verkosto.backends import _registry
from verkosto.instruments import (
    AreaQuestion,
    Column,
    Instrument,
    Matrix,
    MultipleChoice,
    Option,
    Ranking,
    Scale,
    SingleChoice,
    Text,
)

__all__ = [
    "GOOGLE",
    "KYSELY",
    "MICROSOFT",
    "MONKEY",
    "QUALTRICS",
    "QUALTRICS_LEGACY",
    "Cell",
    "as_csv",
    "as_workbook",
    "form_backends",
]

Cell = str | int | float | dt.datetime | None

_POINTS = {
    "googleforms": "verkosto.backends:GoogleFormsBackend",
    "msforms": "verkosto.backends:MsFormsBackend",
    "qualtrics": "verkosto.backends:QualtricsBackend",
    "surveymonkey": "verkosto.backends:SurveyMonkeyBackend",
}

MALLI = SingleChoice(
    "malli", "Mikä malli?", options=(Option("k", "Maakunta"), Option("muu", "Other (please specify)", free_text=True))
)
TUKI = MultipleChoice(
    "tuki",
    "Mitä tukea?",
    options=(Option("tilat", "Tilat"), Option("sote", "Sosiaali, terveys"), Option("muu", "Muu", free_text=True)),
)
VAITTEET = Matrix(
    "vaitteet",
    "Mitä mieltä?",
    rows=(Option("r1", "Tukea on"), Option("r2", "Tietoa on")),
    scale=Scale((Option("1", "Eri mieltä"), Option("2", "Samaa mieltä"))),
)
KYSELY = Instrument(
    "lomake",
    "Lomake (synteettinen)",
    columns=(Column("aika", header="Vastausaika", role="time"),),
    questions=(
        AreaQuestion("kunta", "Kotikunta?", area_type="kunta"),
        MALLI,
        TUKI,
        VAITTEET,
        Ranking("jarj", "Järjestys?", options=(Option("a", "Tilat"), Option("b", "Raha"))),
        Text("miksi", "Miksi?"),
    ),
)
"""One codebook for the files of every tool."""

GOOGLE: tuple[tuple[Cell, ...], ...] = (
    ("Timestamp", "Email Address", "Kotikunta?", "Mikä malli?", "Mitä tukea?", "Mitä mieltä? [Tukea on]",
     "Mitä mieltä? [Tietoa on]", "Miksi?"),
    ("7/27/2026 19:06:23", "a@esimerkki.fi", "Vantaa", "Maakunta", "Tilat, Sosiaali, terveys", "Eri mieltä",
     "Samaa mieltä", "Hyvä, kai"),
    ("", "", "", "", "", "", "", ""),
    ("8/3/2026 9:15:00", "b@esimerkki.fi", "049", "Ei kumpikaan", "Sosiaali, terveys, jotain, muuta", "", "Eri mieltä",
     ""),
    ("8/4/2026 0:00:05", "", "", "", "", "Samaa mieltä", "", "049"),
)  # fmt: skip
"""The sheet of a form: month first, a row that somebody emptied, commas inside an option and inside other text."""

MICROSOFT: tuple[tuple[Cell, ...], ...] = (
    ("ID", "Start time", "Completion time", "Email", "Name", "Kotikunta?\u00a0", "Mikä\nmalli?", "Mitä tukea?",
     "Järjestys?", "Miksi?"),
    (1, "7/27/26 19:01:00", "7/27/26 19:06:23", "anonymous", "", "Vantaa", "Maakunta", "Tilat;Sosiaali, terveys;",
     "Raha;Tilat;", "Rivi 1\nrivi 2"),
    (2, "8/3/26 9:10:00", "8/3/26 9:15:00", "b@esimerkki.fi", "Bertta Esimerkki", "049", "Ei kumpikaan",
     "jotain; muuta", "Tilat;Raha;", ""),
    (3, "8/4/26 0:00:00", "8/4/26 0:00:05", "anonymous", "", "", "", "", "", "049"),
)  # fmt: skip
"""A workbook of answers: dates of the United States as text, `;` behind each option but the last of one cell."""

QUALTRICS: tuple[tuple[Cell, ...], ...] = (
    ("StartDate", "EndDate", "Status", "IPAddress", "ResponseId", "RecipientEmail", "kunta", "Q2", "Q2_4_TEXT", "tuki",
     "Q4_1", "Q4_2", "Q5", "Q6", ""),
    ("Start Date", "End Date", "Response Type", "IP Address", "Response ID", "Recipient Email", "Mitä?",
     "Mikä malli? - Selected Choice", "Mikä malli? - Other (please specify) - Text", "Mitä tukea? - Selected Choice",
     "Mitä mieltä? - Tukea on", "Mitä mieltä? - Tietoa on", "Miksi?", "Miksi?", ""),
    *[tuple(f'{{"ImportId":"{name}"}}' if name else "" for name in (
        "startDate", "endDate", "status", "ipAddress", "_recordId", "recipientEmail", "QID1", "QID2", "QID2_4_TEXT",
        "QID3", "QID4_1", "QID4_2", "QID5_TEXT", "QID6_TEXT", ""))],
    ("2026-07-27 19:01:00", "2026-07-27 19:06:23", "IP Address", "192.0.2.7", "R_1", "", "Vantaa", "Maakunta", "",
     "Tilat,Sosiaali, terveys", "Eri mieltä", "Samaa mieltä", "a", "b", ""),
    ("2026-08-03 09:10:00", "2026-08-03 09:15:00", "IP Address", "192.0.2.8", "R_2", "b@esimerkki.fi", "049",
     "Other (please specify)", "Ei kumpikaan", "Sosiaali, terveys", "", "Eri mieltä", "", "c", ""),
)  # fmt: skip
"""Three header rows, a text that stands twice, and a trailing empty column."""

QUALTRICS_LEGACY: tuple[tuple[Cell, ...], ...] = (
    ("V1", "V3", "V6", "V8", "V9", "V10", "kunta", "tuki", ""),
    ("ResponseID", "Name", "IPAddress", "StartDate", "EndDate", "Finished", "Mitä?", "Mitä tukea?", ""),
    ("R_1", "Anonymous", "192.0.2.7", "2012-07-27 19:01:00", "2012-07-27 19:06:23", "1", "Vantaa", "Tilat", ""),
)
"""The two header rows of older exports."""

MONKEY: tuple[tuple[Cell, ...], ...] = (
    ("Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Kotikunta?", "Mikä malli?", "",
     "Mitä tukea?", "", "", "Mitä mieltä?", "", "Miksi?"),
    ("", "", "", "", "", "Response", "Response", "Other (please specify)", "Tilat", "Sosiaali, terveys", "Muu",
     "Tukea on", "Tietoa on", "Open-Ended Response"),
    ("118052219061", "446111201", "07/27/2026 07:01:00 PM", "07/27/2026 07:06:23 PM", "192.0.2.7", "Vantaa", "Maakunta",
     "", "Tilat", "Sosiaali, terveys", "Not selected", "Eri mieltä", "Samaa mieltä", "Hyvä"),
    ("118052219062", "446111201", "08/03/2026 09:10:00 AM", "08/03/2026 09:15:00 AM", "192.0.2.8", "049", "",
     "Ei kumpikaan", "Not selected", "Sosiaali, terveys", "jotain, muuta", "", "Eri mieltä", ""),
)  # fmt: skip
"""Two header rows; the title of a question stands over its first column alone."""


def as_csv(
    folder: Path, rows: Sequence[Sequence[Cell]], name: str = "vienti", *, mark: bytes = b"", encoding: str = "utf-8"
) -> Path:
    """Write rows as these tools do: commas, and quotes where they are needed."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path = folder / f"{name}.csv"
    path.write_bytes(mark + text.getvalue().encode(encoding))
    return path


def as_workbook(folder: Path, rows: Sequence[Sequence[Cell]], writer: str = "openpyxl", name: str = "vienti") -> Path:
    """Write rows as a workbook of one sheet, by either of two writers; moments are cells of dates."""
    path = folder / f"{name}.xlsx"
    if writer == "openpyxl":
        book = openpyxl.Workbook()
        for row in rows:
            book.worksheets[0].append([None if cell == "" else cell for cell in row])
        book.save(path)
        book.close()
        return path
    with xlsxwriter.Workbook(path, {"default_date_format": "m/d/yy h:mm:ss", "in_memory": True}) as made:
        sheet = made.add_worksheet("Sheet1")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


@pytest.fixture
def form_backends(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the backends of form tools installed, whatever the entry points say."""
    install(monkeypatch, *_POINTS.items())
    yield
    _registry._load.cache_clear()
