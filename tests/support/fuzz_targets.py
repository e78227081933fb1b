"""What the fuzz run does with a file, and what must hold whatever is in it.

Only errors of ours leave, they tell what to do, and no cell is lost.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
import warnings
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from fuzz_seeds import instrument
from fuzz_sources import sheets_of, with_head

import verkosto as vk
from verkosto.backends import (
    Backend,
    CsvBackend,
    DdiBackend,
    ExcelBackend,
    KoboBackend,
    LimeSurveyBackend,
    SpssBackend,
    WebropolBackend,
)
from verkosto.backends._http_faults import Where
from verkosto.backends._http_parse import Form, parse
from verkosto.backends._http_records import flat
from verkosto.backends._text import LONGEST, sniff
from verkosto.errors import BackendError, VerkostoError
from verkosto.instruments import Draft, Instrument
from verkosto.responses import RawTable

__all__ = ["TARGETS", "Target"]

Target = Callable[[bytes], None]
Found = TypeVar("Found")
_FOLDER = Path(tempfile.gettempdir())
_OF_CSV: list[dict[str, Any]] = [{"layout": layout} for layout in (None, "A", "B", "events")]
_OF_SHEETS: list[dict[str, Any]] = [
    {"layout": "sheets", "head": head, "id_column": column}
    for head in (None, "A", "B", "name")
    for column in (None, "Tunnus")
]


def _file(content: bytes, suffix: str) -> Path:
    # Two runs at the same time must not write into each other's file.
    path = _FOLDER / f"fuzzed-{os.getpid()}{suffix}"
    path.write_bytes(content)
    return path


def _tried(what: Callable[[], Found]) -> Found | None:
    """What a call gives, or None where it ended in an error of ours."""
    try:
        return what()
    except VerkostoError as error:
        _told(error)
        return None


def _opened(backend: Backend, path: Path, **stated: Any) -> list[RawTable] | None:
    """All tables, or None where reading ended in an error of ours; detection ends in none."""
    backend.detect(path)
    options = {name: default for name, (default, _) in backend.options.items()}
    return _tried(lambda: list(backend.open(path, options | stated)))


def _told(error: VerkostoError) -> None:
    """An error tells what to do, and is not one that says that a reader failed."""
    text = str(error)
    assert not isinstance(error, BackendError), text
    assert len(text) > 20, text
    assert len(text) < 5_000, len(text)


def _csv(content: bytes) -> None:
    """Each cell that the csv module finds is found in the table."""
    path = _file(content, ".csv")
    tables = _opened(CsvBackend(), path)
    if tables is None:
        return
    found = {
        (int(row), header.position): text
        for table in tables
        for header, column in zip(table.headers, table.columns, strict=True)
        for row, text in zip(table.rows, column.texts(), strict=True)
        if text is not None
    }
    form = sniff(path)
    csv.field_size_limit(LONGEST)
    lines = io.TextIOWrapper(io.BytesIO(content[form.mark :]), form.encoding, newline="")
    rows = list(csv.reader(lines, delimiter=form.delimiter, strict=True))
    head = next(number for number, row in enumerate(rows) if number >= form.skipped and any(map(str.strip, row)))
    wanted = {
        (number, place): cell
        for number, row in enumerate(rows[head + 1 :], start=head + 2)
        if any(map(str.strip, row))
        for place, cell in enumerate(row, start=1)
        if cell
    }
    assert [header.title for header in tables[0].headers] == rows[head]
    assert found == wanted


def _workbook(suffix: str) -> Target:
    def target(content: bytes) -> None:
        _opened(ExcelBackend(), _file(content, suffix))

    return target


def _read(content: bytes) -> None:
    _counted(CsvBackend(), _file(content, ".csv"), instrument())


def _counted(backend: Backend, path: Path, codebook: Instrument, **stated: Any) -> None:
    """Each cell is counted once: decoded, in an issue, unbound or withheld."""
    tables = _opened(backend, path, **stated)
    if tables is None:
        return
    cells = sum(
        bool(text and text.strip()) for table in tables for column in table.columns for text in column.texts().tolist()
    )
    answers = _answers(backend, path, codebook, **stated)
    assert answers is None or answers.provenance.cells.read == cells


def _answers(backend: Backend, path: Path, codebook: Instrument, **stated: Any) -> Any:
    with warnings.catch_warnings(action="ignore"):
        answers = _tried(lambda: vk.read(path, codebook, backend=backend.name, **stated))
    if answers is not None:
        assert answers.provenance is not None
        counts = answers.provenance.cells
        assert counts.read == counts.decoded + counts.issues + counts.unbound + counts.withheld
        answers.frame, answers.labelled(), answers.issues_frame()
    return answers


def _limesurvey(content: bytes) -> None:
    for suffix in (".json", ".csv"):
        _opened(LimeSurveyBackend(), _file(content, suffix))


def _http(content: bytes) -> None:
    for name in ("json", "jsonl", "csv"):
        form: Mapping[str, Any] = {"format": name}
        parsed = _tried(partial(parse, content, {}, Form(**form), Where.at("https://example.org")))
        for record in parsed[1] if parsed else ():
            _tried(partial(flat, record, frozenset(("m",))))


def _lss(content: bytes) -> None:
    path = _file(content, ".lss")
    _tried(lambda: LimeSurveyBackend().codebook(path))


def _codebook(suffix: str) -> Target:
    def target(content: bytes) -> None:
        path = _file(content, suffix)
        loaded = _tried(lambda: Instrument.load(path))
        if loaded is not None:
            _saved(loaded, suffix)

    return target


def _saved(codebook: Instrument, suffix: str) -> None:
    """A codebook that was made is saved and loads again as it was."""
    path = _FOLDER / f"fuzzed-again-{os.getpid()}{suffix}"
    path.unlink(missing_ok=True)
    _tried(lambda: codebook.save(path))
    if path.exists():
        assert Instrument.load(path) == (codebook.instrument if isinstance(codebook, Draft) else codebook)


def _kobo(content: bytes) -> None:
    # What a file is tells its content, not its name.
    _counted(KoboBackend(), _file(content, ".csv"), instrument())


def _xlsform(content: bytes) -> None:
    path = _file(content, ".xlsx" if content.startswith(b"PK") else ".csv")
    KoboBackend().detect(path)
    draft = _tried(lambda: KoboBackend().codebook(path))
    if draft is not None:
        _saved(draft, ".toml")


def _spss(content: bytes) -> None:
    """A codebook of the file reads the file; what is declared missing may become a blank, which is no cell."""
    path = _file(content, ".sav")
    tables = _opened(SpssBackend(), path)
    draft = _tried(lambda: SpssBackend().codebook(path))
    if draft is not None:
        _saved(draft, ".toml")
        answers = _answers(SpssBackend(), path, draft)
        assert answers is None or (tables is not None and answers.rows == sum(map(len, tables)))


def _ddi(content: bytes) -> None:
    path = _file(content, ".xml")
    DdiBackend().detect(path)
    draft = _tried(lambda: DdiBackend().codebook(path))
    if draft is not None:
        _saved(draft, ".toml")


def _webropol(content: bytes) -> None:
    """Text with form feeds is made the sheets of a workbook; the content chooses among the options."""
    book = content.startswith(b"PK")
    sheets = book or b"\f" in content
    path = _file(sheets_of(content) if sheets and not book else content, ".xlsx" if sheets else ".csv")
    choices = _OF_SHEETS if sheets else _OF_CSV
    _counted(WebropolBackend(), path, instrument(), **choices[zlib.crc32(content) % len(choices)])


def _parquet(content: bytes) -> None:
    """A file, or what verkosto writes into one as JSON, beside columns that stay as they were."""
    path = _file(with_head(content) if content.startswith(b"{") else content, ".parquet")
    answers = _tried(lambda: vk.Responses.from_parquet(path))
    if answers is None:
        return
    answers.frame, answers.labelled(), answers.issues_frame()
    again = _FOLDER / f"fuzzed-again-{os.getpid()}.parquet"
    again.unlink(missing_ok=True)
    _tried(lambda: answers.to_parquet(again))
    if again.exists():
        assert vk.Responses.from_parquet(again) == answers


TARGETS: dict[str, Target] = {
    "csv": _csv,
    "read": _read,
    "xlsx": _workbook(".xlsx"),
    "ods": _workbook(".ods"),
    "xls": _workbook(".xls"),
    "limesurvey": _limesurvey,
    "kobo": _kobo,
    "webropol": _webropol,
    "spss": _spss,
    "parquet": _parquet,
    "http": _http,
    "lss": _lss,
    "xlsform": _xlsform,
    "ddi": _ddi,
    "toml": _codebook(".toml"),
    "json": _codebook(".json"),
}
"""What is done with a file, by name."""
