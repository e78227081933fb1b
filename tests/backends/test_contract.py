"""Every backend of files that is built in holds to the kit's contract.

Another backend gets a class here: how it is made, and how a source is written without its code. Of the files that
`NO_ANSWERS` lists only the detection is held to the contract.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest
from attrs import evolve
from ddi_files import book
from made_backends import BUILT_IN
from written import ByOpenpyxl, ByPyreadstat, ByXlsxWriter, Lines, Rows, Table, lime_json, lime_lines, odk_json

from verkosto.backends import (
    Backend,
    Capabilities,
    CsvBackend,
    DdiBackend,
    ExcelBackend,
    GoogleFormsBackend,
    HttpBackend,
    KoboBackend,
    LimeSurveyBackend,
    MsFormsBackend,
    QualtricsBackend,
    SpssBackend,
    SurveyMonkeyBackend,
    WebropolBackend,
    _spss_file,
    _text_rows,
)
from verkosto.testing import BackendContract, WrittenTable
from verkosto.testing._contract_detection import DetectionTests

NO_ANSWERS = {
    "ddi": "a codebook holds no answers",
    "http": "the answers stand at an address: test_contract_remote.py holds its source to the contract for services",
}


@pytest.fixture(autouse=True)
def _few_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty classes hold the same laws, so each may look at fewer tables than a single one would."""
    monkeypatch.setattr(BackendContract, "examples", 10)


class InSmallChunks(BackendContract):
    """Makes the reader of csv end its tables early."""

    @pytest.fixture(autouse=True)
    def _patching(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch

    def in_chunks(self, rows: int) -> Backend:
        self.monkeypatch.setattr(_text_rows, "_CELLS", 3 * rows)
        return self.backend()


class TestCsv(Lines, InSmallChunks):
    detect_reads = 4 << 20

    def backend(self) -> Backend:
        return CsvBackend()


class TestTabs(TestCsv):
    file_name = "vastaukset.tsv"
    delimiter = "\t"


class TestCsvOfWindows(TestCsv):
    codec = "windows-1252"
    options: ClassVar[Mapping[str, Any]] = {"encoding": "windows-1252"}


class TestExcel(ByXlsxWriter):
    def backend(self) -> Backend:
        return ExcelBackend()


class TestExcelOfOpenpyxl(ByOpenpyxl):
    def backend(self) -> Backend:
        return ExcelBackend()


class WebropolA(Table):
    options: ClassVar[Mapping[str, Any]] = {"layout": "A"}

    def backend(self) -> Backend:
        return WebropolBackend()

    def complete(self, table: WrittenTable) -> WrittenTable:
        return table.in_front(["Vastausaika"], lambda row: [f"5.3.2020 12:{row % 60:02}"])


class WebropolB(WebropolA):
    options: ClassVar[Mapping[str, Any]] = {"layout": "B"}
    first_row = 3

    def complete(self, table: WrittenTable) -> WrittenTable:
        front = table.in_front(["Palvelut", "Palvelut"], lambda row: ["Neuvonta", "Tilat"])
        return super().complete(front)

    def heads(self, table: WrittenTable) -> Rows:
        return [table.titles, ["", "Neuvonta", "Tilat", *[""] * (len(table.titles) - 3)]]


class TestWebropolALines(Lines, InSmallChunks, WebropolA):
    pass


class TestWebropolABook(ByXlsxWriter, WebropolA):
    def capabilities(self) -> Capabilities:
        return evolve(super().capabilities(), chunked=False)


class TestWebropolBLines(Lines, InSmallChunks, WebropolB):
    pass


class TestWebropolBBook(ByOpenpyxl, WebropolB):
    def capabilities(self) -> Capabilities:
        return evolve(super().capabilities(), chunked=False)


class TestGoogleForms(Lines):
    delimiter = ","
    options: ClassVar[Mapping[str, Any]] = {"dates": "mdy"}

    def backend(self) -> Backend:
        return GoogleFormsBackend()

    def complete(self, table: WrittenTable) -> WrittenTable:
        return table.in_front(["Timestamp"], lambda row: [f"7/27/2026 19:06:{row % 60:02}"])


class TestMicrosoftForms(ByXlsxWriter):
    options: ClassVar[Mapping[str, Any]] = {"dates": "mdy"}

    def backend(self) -> Backend:
        return MsFormsBackend()

    def complete(self, table: WrittenTable) -> WrittenTable:
        titles = ["ID", "Start time", "Completion time", "Email", "Name"]
        return table.in_front(
            titles, lambda row: [f"{row + 1}", "7/27/26 19:01:00", f"7/27/26 19:06:{row % 60:02}", "anonymous", "x"]
        )


class TestQualtrics(Lines):
    delimiter = ","
    first_row = 4
    options: ClassVar[Mapping[str, Any]] = {"dates": "mdy"}

    def backend(self) -> Backend:
        return QualtricsBackend()

    def complete(self, table: WrittenTable) -> WrittenTable:
        moment = "2026-07-27 19:01:00"
        return table.in_front(["StartDate", "EndDate", "ResponseId"], lambda row: [moment, moment, f"R_{row}"])

    def heads(self, table: WrittenTable) -> Rows:
        names = [*table.titles[:3], *(f"Q{place}" for place in range(1, len(table.titles) - 2))]
        ids = ["startDate", "endDate", "_recordId", *(f"QID{place}" for place in range(1, len(table.titles) - 2))]
        return [names, table.titles, [f'{{"ImportId":"{name}"}}' for name in ids]]


class TestSurveyMonkey(Lines):
    delimiter = ","
    first_row = 3
    options: ClassVar[Mapping[str, Any]] = {"dates": "mdy"}

    def backend(self) -> Backend:
        return SurveyMonkeyBackend()

    def complete(self, table: WrittenTable) -> WrittenTable:
        titles = ["Respondent ID", "Collector ID", "End Date"]
        return table.in_front(titles, lambda row: [f"11805221{row}", "446111201", "07/27/2026 07:06:23 PM"])

    def heads(self, table: WrittenTable) -> Rows:
        return [table.titles, ["", "", "", *["Response"] * (len(table.titles) - 3)]]


class LimeSurvey(BackendContract):
    def backend(self) -> Backend:
        return LimeSurveyBackend()

    def complete(self, table: WrittenTable) -> WrittenTable:
        titles = ["id", "submitdate", "lastpage", "startlanguage"]
        return table.in_front(titles, lambda row: [f"{row + 1}", f"2020-03-05 12:00:{row % 60:02}", "1", "fi"])

    def typical(self) -> WrittenTable:
        return evolve(super().typical(), titles=["kunta", "malli", "miksi"])


class TestLimeSurveyLines(LimeSurvey):
    def write(self, table: WrittenTable, path: Path) -> None:
        lime_lines(path, [table.titles, *table.rows])

    def cuts(self, content: bytes) -> Sequence[int]:
        return [place for place, byte in enumerate(content) if byte == b","[0] and place > content.index(b"\n")]


class TestLimeSurveyJson(LimeSurvey):
    file_name = "vastaukset.json"

    def write(self, table: WrittenTable, path: Path) -> None:
        lime_json(path, table.titles, table.rows)


class TestLimeSurveyBook(ByOpenpyxl, LimeSurvey):
    def capabilities(self) -> Capabilities:
        return evolve(super().capabilities(), tells_not_shown=False)


class TestSpss(ByPyreadstat):
    detect_reads = 65_536

    @pytest.fixture(autouse=True)
    def _patching(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch

    def backend(self) -> Backend:
        return SpssBackend()

    def in_chunks(self, rows: int) -> Backend:
        self.monkeypatch.setattr(_spss_file, "_MOST_ROWS", rows)
        return self.backend()


class Kobo(BackendContract):
    def backend(self) -> Backend:
        return KoboBackend()

    def complete(self, table: WrittenTable) -> WrittenTable:
        titles = ["_id", "_uuid", "_submission_time", "_status"]
        return table.in_front(titles, lambda row: [f"{row}", f"u{row}", f"2026-03-01T10:00:{row % 60:02}", "uusi"])


class TestKoboLines(Lines, InSmallChunks, Kobo):
    pass


class TestKoboBook(ByOpenpyxl, Kobo):
    def capabilities(self) -> Capabilities:
        return evolve(super().capabilities(), chunked=False)


class TestOdkJson(BackendContract):
    file_name = "vastaukset.json"
    repeated_titles = False

    def backend(self) -> Backend:
        return KoboBackend()

    def complete(self, table: WrittenTable) -> WrittenTable:
        titles = ["__id", "__system/submissionDate"]
        return table.in_front(titles, lambda row: [f"uuid:{row}", f"2026-03-01T10:00:{row % 60:02}.123Z"])

    def write(self, table: WrittenTable, path: Path) -> None:
        odk_json(path, table.titles, table.rows)

    def holds(self, cell: str) -> bool:
        return True


class Detected(DetectionTests):
    # There is nothing to read.
    test_detecting_agrees_with_naming = None  # type: ignore[assignment]


class TestDdi(Detected):
    file_name = "koodikirja.xml"
    detect_reads = 1_100_000

    def backend(self) -> Backend:
        return DdiBackend()

    def write(self, table: WrittenTable, path: Path) -> None:
        variables = (f'<var ID="v{n}" name="v{n}"><labl>{cells}</labl></var>' for n, cells in enumerate(table.rows))
        path.write_text(book("".join(variables)), "utf-8")


class TestHttp(Detected):
    file_name = "lahde.toml"
    detect_reads = 70_000

    def backend(self) -> Backend:
        return HttpBackend()

    def write(self, table: WrittenTable, path: Path) -> None:
        listed = "".join(f"# {cells}\n" for cells in table.rows)
        path.write_text(f'source = "http"\nurl = "https://example.org/"\n{listed}', "utf-8")


def test_every_built_in_backend_has_its_class() -> None:
    contracts = [one for name, one in globals().items() if name.startswith("Test")]
    whole = {one().backend().name for one in contracts if issubclass(one, BackendContract)}
    assert whole | set(NO_ANSWERS) == set(BUILT_IN)
    assert {one().backend().name for one in contracts if issubclass(one, Detected)} == set(NO_ANSWERS)
    assert not whole & set(NO_ANSWERS)
