"""A draft from every kind of source: it marks its guesses, is saved and loaded, and reads what it was drafted from."""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from exports import export
from limesurvey import FILES
from limesurvey_server import PATH, Interface
from lss_files import lss, write_lss
from made_backends import BUILT_IN
from served import LIMITS
from synthetic_forms import (
    GOOGLE,
    MICROSOFT,
    MONKEY,
    QUALTRICS,
    QUALTRICS_LEGACY,
    Cell,
    as_csv,
    as_workbook,
)

import verkosto as vk
from verkosto.backends import HttpFile, HttpSource, LimeSurveyApi, PageNumber, WebropolApi, backends, get
from verkosto.cli import main
from verkosto.instruments import Draft, Instrument
from verkosto.responses import Responses
from verkosto.testing import Asked, FakeResponse, FakeWebropol, LoopbackServer, RecordPages, Reply, json_reply

ROWS = 24
TABLE: dict[str, Sequence[str]] = {
    "Vastausaika": ["5.2.2020 9.05", "6.3.2020 23.59"],
    "Mikä malli: uusi vai vanha?": ["Uusi", "Vanha", "En osaa sanoa"],
    "Mitä tukea?:Tilat": ["Tilat", ""],
    "Mitä tukea?:Muu, mikä?": ["", "Muu, mikä?"],
    "Mitä tukea?:Muu, mikä? Avoimet vastaukset": ["", "talkoot"],
    "Mitä mieltä?:Tukea on": ["Eri mieltä", "Samaa mieltä"],
    "Mitä mieltä?:Tietoa on": ["Samaa mieltä", "", "Eri mieltä"],
    "Montako jäsentä?": ["12", "2,5", ""],
    "Kotikunta": ["Espoo", "Kuopio", "Oulu"],
    "Sähköposti": [f"n{number}@esimerkki.fi" for number in range(ROWS)],
    "Miksi?": [f"Oma vastaus {number}; ja muuta" for number in range(ROWS)],
}
BODY = [[column[number % len(column)] for column in TABLE.values()] for number in range(ROWS)]
LAYOUT_A: list[list[str]] = [[*TABLE], *BODY]
LAYOUT_B: list[list[str]] = [
    [title.rpartition(":")[0] if title.startswith("Mitä ") else title for title in TABLE],
    [title.rpartition(":")[2] if title.startswith("Mitä ") else "" for title in TABLE],
    *BODY,
]


def many(rows: Sequence[Sequence[Cell]], head: int, *, ids: int | None = None) -> list[tuple[Cell, ...]]:
    """A form's answers until there are enough to guess from; what stands at `ids` is made another in each."""
    filled = [list(row) for row in rows[head:] if any(row)]
    made = [list(filled[number % len(filled)]) for number in range(ROWS)]
    if ids is not None:
        for number, row in enumerate(made):
            row[ids] = number if isinstance(row[ids], int) else f"{row[ids]}{number}"
    return [*map(tuple, rows[:head]), *map(tuple, made)]


def records() -> list[dict[str, Any]]:
    """The table as a service would send it."""
    return [{"id": f"r{number}", **dict(zip(TABLE, row, strict=True))} for number, row in enumerate(BODY)]


def lines(mark: str) -> bytes:
    """The table as text."""
    text = io.StringIO()
    csv.writer(text, delimiter=mark).writerows(LAYOUT_A)
    return text.getvalue().encode()


def sav(folder: Path) -> Path:
    """The table as SPSS keeps it, names and labels apart."""
    pyreadstat = pytest.importorskip("pyreadstat")
    frame = pd.DataFrame(BODY, columns=[f"v{place}" for place in range(len(TABLE))])
    pyreadstat.write_sav(frame, folder / "v.sav", column_labels=list(TABLE))
    return folder / "v.sav"


def there(path: Path) -> Callable[[Path], Path]:
    """A maker of a file that is there already."""
    return lambda _: path


FILES_OF: dict[str, tuple[str, Callable[[Path], Path], dict[str, Any]]] = {
    "csv": ("csv", lambda to: export(to, LAYOUT_A), {}),
    "excel-openpyxl": ("excel", lambda to: export(to, LAYOUT_A, "openpyxl"), {}),
    "excel-xlsxwriter": ("excel", lambda to: export(to, LAYOUT_A, "xlsxwriter"), {}),
    "webropol-a-csv": ("webropol", lambda to: export(to, LAYOUT_A), {}),
    "webropol-a-xlsx": ("webropol", lambda to: export(to, LAYOUT_A, "xlsxwriter"), {}),
    "webropol-b-csv": ("webropol", lambda to: export(to, LAYOUT_B), {"layout": "B"}),
    "webropol-b-xlsx": ("webropol", lambda to: export(to, LAYOUT_B, "openpyxl"), {}),
    "googleforms-csv": ("googleforms", lambda to: as_csv(to, many(GOOGLE, 1)), {}),
    "googleforms-xlsx": ("googleforms", lambda to: as_workbook(to, many(GOOGLE, 1), "xlsxwriter"), {}),
    "msforms": ("msforms", lambda to: as_workbook(to, many(MICROSOFT, 1, ids=0)), {}),
    "qualtrics": ("qualtrics", lambda to: as_csv(to, many(QUALTRICS, 3, ids=4)), {}),
    "qualtrics-legacy": ("qualtrics", lambda to: as_csv(to, many(QUALTRICS_LEGACY, 2, ids=0)), {}),
    "surveymonkey-csv": ("surveymonkey", lambda to: as_csv(to, many(MONKEY, 2, ids=0)), {}),
    "surveymonkey-xlsx": ("surveymonkey", lambda to: as_workbook(to, many(MONKEY, 2, ids=0)), {}),
    "spss": ("spss", sav, {}),
    **{f"limesurvey-{path.name}": ("limesurvey", there(path), {}) for path in sorted(FILES.iterdir())
       if path.suffix in (".csv", ".sav", ".xls") or (path.name.startswith("json_fi_all")
       and "beyond" not in path.name)},
}  # fmt: skip
"""By name: the backend, what makes a file for it, and options that reading it takes."""

ELSEWHERE = {
    "ddi": "test_ddi.py; it reads codebooks, and what they describe has a reader of its own",
    "http": "below, over the loopback server",
    "kobo": "test_kobo.py, with forms",
}


def test_every_backend_is_here() -> None:
    assert {name for name, _, _ in FILES_OF.values()} | set(ELSEWHERE) == set(BUILT_IN) == set(backends())


@pytest.mark.parametrize("case", FILES_OF)
def test_a_file_gives_a_draft_that_reads_it(case: str, tmp_path: Path) -> None:
    backend, make, options = FILES_OF[case]
    path = make(tmp_path)
    draft = drafted(path, tmp_path, backend=backend, **options)
    assert get(backend).detect(path).strength > 0
    assert len(draft.questions) >= 2


@pytest.mark.parametrize("case", ["csv", "excel-openpyxl", "webropol-a-csv", "webropol-b-xlsx"])
def test_one_table_gives_one_draft_whatever_the_file(case: str, tmp_path: Path) -> None:
    backend, make, options = FILES_OF[case]
    draft = vk.infer(make(tmp_path), backend=backend, **options)
    assert {question.text.fi: question.kind for question in draft.questions} == {
        "Mikä malli: uusi vai vanha?": "single_choice",
        "Mitä tukea?": "multiple_choice",
        "Mitä mieltä?": "matrix",
        "Montako jäsentä?": "number",
        "Kotikunta": "area",
        "Miksi?": "text",
    }
    assert [(column.id, column.role) for column in draft.columns] == [("vastausaika", "time"), ("sahkoposti", "email")]


@pytest.mark.parametrize("values", ["number", "binary"])
def test_an_export_of_numbers_gives_a_draft_too(values: str, tmp_path: Path) -> None:
    ticks: dict[str, Sequence[int]] = {
        "Mikä malli?": [1, 2, 3],
        "Mitä tukea?:Tilat": [1, 0],
        "Mitä tukea?:Muu, mikä?": [0, 1, 1],
        "Mitä mieltä?:Tukea on": [1, 2],
        "Mitä mieltä?:Tietoa on": [2, 1, 1],
    }
    body = [[column[number % len(column)] for column in ticks.values()] for number in range(ROWS)]
    path = export(tmp_path, [[*ticks], *body])
    assert drafted(path, tmp_path, backend="webropol", values=values, layout="A").questions


def drafted(source: Any, folder: Path, **options: Any) -> Draft:
    """Draft from a source, save and load the draft, read the source with it, and see that nothing is lost."""
    draft = vk.infer(source, **options)
    assert isinstance(draft, Draft)
    ids = {column.id for column in draft.columns} | {question.id for question in draft.questions}
    assert ids <= {guess.id.partition("[")[0] for guess in draft.guesses}
    path = folder / "luonnos.toml"
    draft.save(path)
    text = path.read_text("utf-8")
    assert text.count("# arvaus: ") == len(draft.guesses)
    assert all(guess.reason for guess in draft.guesses)
    loaded = Instrument.load(path)
    assert loaded == draft.instrument
    whole(source, loaded, **options)
    return draft


def whole(source: Any, instrument: Instrument, **options: Any) -> Responses:
    """Read a source, and see that every question has its column and every cell is decoded or withheld."""
    with warnings.catch_warnings(action="ignore"):
        responses = vk.read(source, instrument, **options)
    # That a text may hold a name is no fault of the codebook.
    assert {issue.reason for issue in responses.issues} <= {"identifier_in_text"}
    assert responses.differences == ()
    assert responses.provenance is not None
    cells = responses.provenance.cells
    assert cells.read
    assert cells.read == cells.decoded + cells.withheld
    return responses


@pytest.mark.parametrize("case", ["csv", "webropol-b-xlsx", "msforms", "limesurvey-json_fi_all_code_short.json"])
def test_the_command_line_drafts_from_it(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    backend, make, options = FILES_OF[case]
    path, codebook = make(tmp_path), tmp_path / "luonnos.toml"
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    assert main(["codebook", "draft", str(path), "--backend", backend, "-o", str(codebook), *words]) == 0
    assert main(["codebook", "check", str(codebook)]) == 0
    assert main(["codebook", "compare", str(codebook), str(path), "--backend", backend, *words]) == 0
    assert capsys.readouterr().out.endswith("nothing differs\n")
    assert "# arvaus: " in codebook.read_text("utf-8")


def test_a_structure_is_a_codebook_for_the_exports(tmp_path: Path) -> None:
    draft = vk.infer(write_lss(tmp_path, lss()))
    draft.save(tmp_path / "k.toml")
    for name in ("csv_fi_all_code_long.csv", "json_fi_all_code_short.json", "xls_fi_all_code_short.xls"):
        whole(FILES / name, Instrument.load(tmp_path / "k.toml"))


# ---- over the network, from the loopback server


def csv_reply(_: Asked) -> Reply:
    """The table as a file to download."""
    return Reply(lines(";"), content_type="text/csv; charset=utf-8")


REMOTE: dict[str, tuple[Callable[[Asked], Reply], Callable[[str], Any], dict[str, Any]]] = {
    "json": (lambda _: json_reply(records()), lambda url: HttpSource(f"{url}/a", **LIMITS), {}),
    "json-lines": (
        lambda _: Reply("\n".join(map(json.dumps, records())).encode(), content_type="application/x-ndjson"),
        lambda url: HttpSource(f"{url}/a", format="jsonl", **LIMITS),
        {},
    ),
    "csv": (csv_reply, lambda url: HttpSource(f"{url}/a", format="csv", **LIMITS), {}),
    "pages": (
        RecordPages(records(), size=7),
        lambda url: HttpSource(f"{url}/a", records="items", id="id", paging=PageNumber(last="last"), **LIMITS),
        {},
    ),
    "address": (lambda _: json_reply(records()), lambda url: f"{url}/a.json", {}),
    "address-named": (lambda _: json_reply(records()), lambda url: f"{url}/a.json", {"backend": "http"}),
    "file": (csv_reply, lambda url: f"{url}/vienti.csv", {"backend": "webropol"}),
    "file-declared": (csv_reply, lambda url: HttpFile(f"{url}/vienti.csv"), {"backend": "csv"}),
}


@pytest.mark.parametrize("case", REMOTE)
def test_what_a_server_sends(case: str, tmp_path: Path) -> None:
    play, make, options = REMOTE[case]
    with LoopbackServer(play) as server:
        draft = drafted(make(server.url), tmp_path, **options)
    kinds = {question.kind for question in draft.questions}
    assert {"single_choice", "area", "number", "text"} <= kinds


def test_a_file_that_declares_a_source(tmp_path: Path) -> None:
    with LoopbackServer(RecordPages(records(), size=7)) as server:
        path = tmp_path / "lahde.toml"
        path.write_text(
            f'source = "http"\nurl = "{server.url}/a"\nrecords = "items"\nid = "id"\n'
            '[paging]\nkind = "page_number"\nlast = "last"\n'
        )
        assert drafted(path, tmp_path) == drafted(path, tmp_path, backend="http")


@pytest.mark.parametrize("shape", ["flat", "nested"])
def test_webropol_s_service(shape: Literal["flat", "nested"], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBROPOL_USER", "kayttaja")
    monkeypatch.setenv("WEBROPOL_PASSWORD", "salainen")
    questions = {"q1": "Malli?", "q2": "Palvelut", "q3": "Väittämät", "q4": "Miksi?", "q5": "Suosittelu"}
    kinds = {"q1": "selection", "q2": "multipleChoice", "q3": "scaleSelection", "q5": "NPS"}
    play = FakeWebropol(questions, [_answered(number) for number in range(ROWS)], shape=shape, kinds=kinds, size=10)
    with LoopbackServer(play) as server:
        source = WebropolApi("kysely-1", url=server.url, **LIMITS)
        draft = drafted(source, tmp_path)
    assert {q.text.fi: q.kind for q in draft.questions}["Palvelut"] == "multiple_choice"


def _answered(number: int) -> FakeResponse:
    choice = ("q1", "", "Kannatan") if number % 2 else ("q1", "", "Muu, mikä?", f"muu {number}")
    ticks = [("q2", "", "Apu"), ("q2", "", "Bussi")][: 1 + (number % 3 == 0)]
    rows = [("q3", "Eka", "Samaa"), ("q3", "Toka: vielä", "Eri" if number % 2 else "Samaa")]
    rest = [("q4", "", f"syy {number}"), ("q5", "Ei - Kyllä", str(number % 11))]
    return FakeResponse(f"r{number}", [choice, *ticks, *rows, *rest], email=f"h{number}@esimerkki.fi")


def test_limesurvey_s_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIMESURVEY_USER", "admin")
    monkeypatch.setenv("LIMESURVEY_PASSWORD", "invented-9x")
    with LoopbackServer(Interface()) as server:
        source = LimeSurveyApi(f"{server.url}{PATH}", 202605)
        draft = vk.infer(source)
        draft.save(tmp_path / "k.toml")
        # The service states its codebook, so there is little to guess.
        assert (tmp_path / "k.toml").read_text("utf-8").count("# arvaus: ") == len(draft.guesses) > 0
        assert len(whole(source, Instrument.load(tmp_path / "k.toml"))) == 6


# ---- frames


FRAMES: dict[str, Callable[[pd.DataFrame], Any]] = {
    "pandas": lambda frame: frame,
    "polars": pl.from_pandas,
    "polars-lazy": lambda frame: pl.from_pandas(frame).lazy(),
    "pyarrow": pa.Table.from_pandas,
    "duckdb": duckdb.from_df,
}


@pytest.mark.parametrize("library", FRAMES)
def test_frames(library: str, tmp_path: Path) -> None:
    frame = FRAMES[library](pd.DataFrame(BODY, columns=list(TABLE)))
    draft = drafted(frame, tmp_path)
    assert (draft.id, draft.title.fi) == ("kysely", "kysely")
    assert vk.infer(frame, id="oma", title="Oma").id == "oma"
    assert len(draft.questions) == 6
