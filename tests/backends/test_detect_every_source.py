"""`backend=None` on a file of every writer: what naming the backend gives, or candidates with their evidence."""

from __future__ import annotations

import csv
import io
import os
import pickle
import tracemalloc
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import ddi_files
import kobo_files
import pandas as pd
import pyreadstat
import pytest
from attrs import evolve
from exports import export
from fuzz_seeds import SEEDS, ods
from limesurvey import FILES
from lss_files import lss, write_lss
from made_backends import BUILT_IN, Made, install, plugin
from synthetic_forms import (
    GOOGLE,
    MICROSOFT,
    MONKEY,
    QUALTRICS,
    QUALTRICS_LEGACY,
    as_csv,
    as_workbook,
)
from webropol import LAYOUT_A, LAYOUT_B, REPEATED_B
from webropol_writer import Survey, sheets, table_events, write_sheets

import verkosto as vk
from verkosto.backends import Evidence, Strength, backends
from verkosto.backends._read import choose, open_raw
from verkosto.errors import AmbiguousSourceError, VerkostoError
from verkosto.instruments import Number, Text
from verkosto.responses import RawTable

Maker = Callable[[Path], Path]

PLAIN = [["Miksi?", "Montako jäsentä?"], ["Siksi, kai", "12"], ["käsi", "1,5"]]
CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
ASKED = Survey((Text("syy", "Miksi: näin?"), Number("maara", "Montako?")), (("Siksi", "a"), (12, None)), rows=2)


def text(rows: Sequence[Sequence[Any]], delimiter: str, encoding: str = "utf-8", before: str = "") -> Maker:
    made = io.StringIO(before)
    made.seek(0, io.SEEK_END)
    csv.writer(made, delimiter=delimiter).writerows(rows)
    return content(made.getvalue().encode(encoding))


def content(of: bytes, name: str = "vienti.csv") -> Maker:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(of)
        return folder / name

    return make


def there(path: Path) -> Maker:
    return lambda _: path


def sav(folder: Path) -> Path:
    frame = pd.DataFrame(PLAIN[1:], columns=["syy", "maara"])
    pyreadstat.write_sav(frame, folder / "vienti.sav", column_labels={"syy": "Miksi?", "maara": "Montako jäsentä?"})
    return folder / "vienti.sav"


def declared(folder: Path) -> Path:
    return content(b'source = "http"\nurl = "https://example.org/a"\n', "lahde.toml")(folder)


SOURCES: dict[str, tuple[str, Maker]] = {
    "csv ;": ("csv", text(PLAIN, ";")),
    "csv , with a mark": ("csv", text(PLAIN, ",", "utf-8-sig")),
    "csv tabs in UTF-16": ("csv", text(PLAIN, "\t", "utf-16")),
    "csv sep=": ("csv", text(PLAIN, "|", before="sep=|\r\n")),
    "csv named xls": ("csv", content(b"a;b\n1;2\n", "vienti.txt")),
    "ddi": ("ddi", lambda to: ddi_files.write_book(to, ddi_files.ARCHIVED)),
    "excel openpyxl": ("excel", lambda to: export(to, PLAIN, "openpyxl")),
    "excel xlsxwriter": ("excel", lambda to: export(to, PLAIN, "xlsxwriter")),
    "excel xls": ("excel", content(SEEDS["xls"]()[0], "vienti.xls")),
    "excel ods": ("excel", content(ods(*map(CELL.format, ("Miksi?", "Siksi"))), "vienti.ods")),
    "googleforms csv": ("googleforms", lambda to: as_csv(to, GOOGLE)),
    "googleforms xlsx": ("googleforms", lambda to: as_workbook(to, GOOGLE)),
    "http": ("http", declared),
    "kobo json": ("kobo", lambda to: kobo_files.as_json(to, kobo_files.page_of(kobo_files.kobo_records()))),
    "kobo csv": ("kobo", kobo_files.kobo_csv),
    "kobo odk": ("kobo", kobo_files.odk_csv),
    "kobo form": ("kobo", kobo_files.as_form),
    "limesurvey lss": ("limesurvey", lambda to: write_lss(to, lss())),
    "msforms": ("msforms", lambda to: as_workbook(to, MICROSOFT)),
    "qualtrics": ("qualtrics", lambda to: as_csv(to, QUALTRICS)),
    "qualtrics legacy": ("qualtrics", lambda to: as_csv(to, QUALTRICS_LEGACY)),
    "spss": ("spss", sav),
    "surveymonkey csv": ("surveymonkey", lambda to: as_csv(to, MONKEY)),
    "surveymonkey xlsx": ("surveymonkey", lambda to: as_workbook(to, MONKEY, "xlsxwriter")),
    "webropol A csv": ("webropol", lambda to: export(to, LAYOUT_A)),
    "webropol A xlsx": ("webropol", lambda to: export(to, LAYOUT_A, "xlsxwriter")),
    "webropol A with a mark": ("webropol", text(LAYOUT_A, ";", "utf-8-sig")),
    "webropol B csv": ("webropol", text(LAYOUT_B, ",")),
    "webropol B xlsx": ("webropol", lambda to: export(to, REPEATED_B, "openpyxl")),
    "webropol A ods": ("webropol", content(SEEDS["ods"]()[0], "vienti.ods")),
    "webropol events csv": ("webropol", text(table_events(ASKED, "text"), ";")),
    "webropol events xlsx": ("webropol", lambda to: export(to, table_events(ASKED, "text"), "xlsxwriter")),
    "webropol sheets A": ("webropol", lambda to: write_sheets(to / "v.xlsx", sheets(ASKED, "text", "A"))),
    "webropol sheets B": ("webropol", lambda to: write_sheets(to / "v.xlsx", sheets(ASKED, "text", "B"))),
    **{f"limesurvey {path.name}": ("limesurvey", there(path)) for path in sorted(FILES.iterdir())
       if path.name.startswith(("csv_", "json_", "spsssav_", "xls_"))
       and "beyond" not in path.name},
}  # fmt: skip
"""By name: the backend that reads it, and what makes it. A new writer is a new line."""

Tables = list[tuple[Any, ...]]


def cells(table: RawTable) -> tuple[Any, ...]:
    columns = [(column.texts().tolist(), column.not_shown is None) for column in table.columns]
    return table.headers, table.dialect, table.rows.tolist(), table.blank_rows, columns


def read(path: Path, backend: str | None) -> Tables | str:
    """What a backend hands over, or what it says when it cannot."""
    try:
        return list(map(cells, open_raw(path, backend=backend, options={})[0]))
    except VerkostoError as error:
        return f"{type(error).__name__}: {error}"


def test_every_backend_has_a_source() -> None:
    assert {name for name, _ in SOURCES.values()} == set(BUILT_IN) == set(backends())


@pytest.mark.parametrize("case", SOURCES)
def test_what_is_detected_is_what_naming_reads(tmp_path: Path, case: str) -> None:
    named, make = SOURCES[case]
    path = make(tmp_path)
    backend, evidence = choose(path)
    assert backend.name == named
    assert evidence.reasons
    # An address is only looked at, for nobody answers there.
    assert named == "http" or read(path, None) == read(path, named)


# ---- several candidates


def test_candidates_are_told_with_their_evidence(tmp_path: Path) -> None:
    """Google's first column over Webropol's headers: nobody can tell, so both are told."""
    rows = [[GOOGLE[0][0], "Mitä?:Eka", "Mitä?:Toka"], [GOOGLE[1][0], "x", ""]]
    with pytest.raises(AmbiguousSourceError) as caught:
        choose(as_csv(tmp_path, rows))
    google, webropol = "times in the first column, headed Timestamp", "headers Question:Option"
    assert str(caught.value) == (
        f"vienti.csv: several backends fit: backend='googleforms' (likely: {google}); "
        f"backend='webropol' (likely: {webropol}; read with layout='A'). Name one."
    )
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.candidates == caught.value.candidates
    assert [name for name, _ in again.candidates] == ["googleforms", "webropol"]
    assert dict(again.candidates)["webropol"] == Evidence(Strength.LIKELY, (webropol,), {"layout": "A"})


def test_only_the_best_are_candidates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    likely = Evidence(Strength.LIKELY, ("a mark",))
    plugin(monkeypatch, "lisaosa", Yksi=lambda: Made("yksi", likely), Kaksi=lambda: Made("kaksi", likely))
    install(monkeypatch, ("yksi", "lisaosa:Yksi"), ("kaksi", "lisaosa:Kaksi"))
    with pytest.raises(AmbiguousSourceError) as caught:
        choose(export(tmp_path, PLAIN))
    assert caught.value.candidates == (("kaksi", likely), ("yksi", likely))


def test_other_ambiguities_have_no_candidates() -> None:
    error = AmbiguousSourceError("two layouts fit")
    assert (str(error), error.candidates) == ("two layouts fit", ())


# ---- a look, and no more


@pytest.mark.thorough
@pytest.mark.parametrize("case", ["csv ;", "googleforms csv", "kobo csv", "webropol A csv", "webropol events csv"])
def test_a_long_file_is_only_looked_at(tmp_path: Path, case: str) -> None:
    """What lies far behind the head is no text at all, and would take all memory."""
    named, make = SOURCES[case]
    path = make(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    with path.open("ab") as file:
        file.writelines([lines[-1]] * (3_000_000 // len(lines[-1])))
        file.flush()
        os.truncate(path, 1 << 28)
    tracemalloc.start()
    try:
        backend, _ = choose(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert backend.name == named
    assert peak < 100 << 20


# ---- cut off


def rows_of(made: Tables) -> list[tuple[Any, ...]]:
    return [row for *_, columns in made for row in zip(*(texts for texts, _ in columns), strict=True)]


ENDED = set("http ddi excel json form limesurvey msforms spss sheets xlsx ods".split())
ROWS_ALONE = [case for case in SOURCES if not ENDED & set(case.split())]
"""Sources of which nothing marks the end."""


@pytest.mark.parametrize("case", [case for case in SOURCES if case not in (*ROWS_ALONE, "http")])
def test_a_file_that_is_cut_off_is_an_error(tmp_path: Path, case: str) -> None:
    """Or it gives all that the whole one gives: what an old workbook has behind its last cell means nothing."""
    named, make = SOURCES[case]
    path = make(tmp_path)
    whole, content = read(path, named), path.read_bytes()
    path = tmp_path / "katkennut.tiedosto"
    for part in (0.1, 0.6, 0.97, 1):
        path.write_bytes(content[: min(int(len(content) * part), len(content) - 3)])
        for made in (read(path, named), read(path, None)):
            assert isinstance(made, str) or (made == whole and part == 1), part


@pytest.mark.parametrize("case", ROWS_ALONE)
def test_a_csv_that_is_cut_off_is_an_error_or_has_no_row_that_is_not_whole(tmp_path: Path, case: str) -> None:
    """Nothing marks the end of such a file: rows that are missing, or the end of the last cell, leave no trace."""
    named, make = SOURCES[case]
    path = make(tmp_path)
    content, uncut = path.read_bytes(), read(path, named)
    whole = [] if isinstance(uncut, str) else rows_of(uncut)
    for at in range(1, len(content), 41):
        path.write_bytes(content[:at])
        made = read(path, named)
        if whole and not isinstance(made, str) and (rows := rows_of(made)):
            *before, last = rows
            assert before == whole[: len(before)]
            assert last[:-1] == whole[len(before)][:-1]


# ---- read twice


READ_TWICE = (
    "csv ;", "excel openpyxl", "googleforms csv", "kobo json", "limesurvey json_fi_all_code_short.json", "msforms",
    "qualtrics", "spss", "surveymonkey csv", "webropol sheets A",
)  # fmt: skip


@pytest.mark.parametrize("case", READ_TWICE)
def test_the_same_bytes_give_the_same_responses_bit_for_bit(tmp_path: Path, case: str) -> None:
    named, make = SOURCES[case]
    path = make(tmp_path)
    with warnings.catch_warnings(action="ignore"):
        instrument = vk.infer(path, backend=named)
        one, other = (vk.read(path, instrument, backend=named) for _ in "12")
    assert one == other
    assert one.provenance is not None
    assert other.provenance is not None
    other = evolve(other, provenance=evolve(other.provenance, read_at=one.provenance.read_at))
    assert pickle.dumps(one) == pickle.dumps(other)
    for number, responses in enumerate((one, other)):
        responses.to_parquet(tmp_path / f"{number}.parquet")
    assert (tmp_path / "0.parquet").read_bytes() == (tmp_path / "1.parquet").read_bytes()
