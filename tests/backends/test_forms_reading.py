"""Google Forms, Microsoft Forms, Qualtrics and SurveyMonkey: whole synthetic files, through `read` and `infer`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import form_answers
import pandas as pd
import pytest
from attrs import evolve
from form_answers import codes, told
from synthetic_forms import (
    GOOGLE,
    KYSELY,
    MICROSOFT,
    MONKEY,
    QUALTRICS,
    QUALTRICS_LEGACY,
    Cell,
    as_csv,
    as_workbook,
    form_backends,
)

import verkosto as vk
from verkosto.backends import (
    Backend,
    Evidence,
    GoogleFormsBackend,
    MsFormsBackend,
    QualtricsBackend,
    Strength,
    SurveyMonkeyBackend,
)
from verkosto.errors import EncodingError, OptionError, RaggedRowsError, SourceError, VerkostoError
from verkosto.instruments import Column, Instrument, MultipleChoice, Text
from verkosto.responses import Responses

__all__ = ["form_backends"]

pytestmark = pytest.mark.usefixtures("form_backends")

BACKENDS: dict[str, Backend] = {
    backend.name: backend
    for backend in (GoogleFormsBackend(), MsFormsBackend(), QualtricsBackend(), SurveyMonkeyBackend())
}
CODED = evolve(KYSELY, questions=(*KYSELY.questions[:-1], Text("Q5", "Miksi?")))
Rows = Sequence[Sequence[Cell]]
Writer = Callable[[Path, Rows], Path]

FILES = [
    pytest.param("googleforms", GOOGLE, as_csv, id="google-csv"),
    pytest.param("googleforms", GOOGLE, as_workbook, id="google-xlsx"),
    pytest.param("msforms", MICROSOFT, as_workbook, id="microsoft-openpyxl"),
    pytest.param("msforms", MICROSOFT, lambda folder, rows: as_workbook(folder, rows, "xlsxwriter"), id="microsoft"),
    pytest.param("qualtrics", QUALTRICS, as_csv, id="qualtrics"),
    pytest.param("qualtrics", QUALTRICS_LEGACY, lambda f, rows: as_csv(f, rows, mark=b"\xef\xbb\xbf"), id="legacy"),
    pytest.param("surveymonkey", MONKEY, as_csv, id="surveymonkey"),
    pytest.param("surveymonkey", MONKEY, as_workbook, id="surveymonkey-xlsx"),
]


def quietly(path: Path, backend: str | None, instrument: Instrument | None = None, **options: Any) -> Responses:
    if instrument is None:
        instrument = CODED if backend == "qualtrics" else KYSELY
    return form_answers.quietly(path, backend, instrument, **options)


@pytest.mark.parametrize(("name", "rows", "write"), FILES)
def test_what_is_detected_is_read_as_if_it_were_named(name: str, rows: Rows, write: Writer, tmp_path: Path) -> None:
    path = write(tmp_path, rows)
    found, named = quietly(path, None, CODED if name == "qualtrics" else KYSELY), quietly(path, name)
    assert told(found).backend == name
    pd.testing.assert_frame_equal(found.frame, named.frame)
    assert found.issues == named.issues
    assert told(found).cells == told(named).cells


@pytest.mark.parametrize(("name", "rows", "write"), FILES)
def test_every_cell_is_accounted_for(name: str, rows: Rows, write: Writer, tmp_path: Path) -> None:
    heads = {"googleforms": 1, "msforms": 1, "surveymonkey": 2}.get(name, 3 if rows is QUALTRICS else 2)
    cells = told(quietly(write(tmp_path, rows), name)).cells
    assert cells.read == sum(str(cell).strip() != "" for row in rows[heads:] for cell in row)
    assert cells.read == cells.decoded + cells.issues + cells.unbound + cells.withheld
    assert cells.withheld > 0


@pytest.mark.parametrize(("name", "rows", "write"), FILES)
def test_what_the_tool_adds_is_no_issue(name: str, rows: Rows, write: Writer, tmp_path: Path) -> None:
    path = write(tmp_path, rows)
    found = quietly(path, name)
    own = {column.header.text for column in found.unbound_columns if column.header.role == "ignore"}
    assert bool(own) == (name != "googleforms")
    assert not own & {issue.column for issue in found.issues}
    drafted = quietly(path, name, vk.infer(path, backend=name))
    assert [issue for issue in drafted.issues if issue.row is None] == []


@pytest.mark.parametrize(("name", "rows", "write"), FILES)
def test_nobody_else_claims_the_file_as_surely(name: str, rows: Rows, write: Writer, tmp_path: Path) -> None:
    path = write(tmp_path, rows)
    seen = {backend.name: backend.detect(path).strength for backend in vk.backends.backends().values()}
    assert seen.pop(name) > max(seen.values())


@pytest.mark.parametrize(("name", "rows", "write"), FILES)
def test_no_respondent_is_told_of(name: str, rows: Rows, write: Writer, tmp_path: Path) -> None:
    path = write(tmp_path, rows)
    responses = quietly(path, name)
    texts = [
        repr(responses),
        str(told(responses).options),
        *map(str, responses.issues),
        repr(responses.unbound_columns),
    ]
    secrets = ("esimerkki.fi", "Bertta", "192.0.2", "Ei kumpikaan")
    assert not [secret for secret in secrets for text in texts if secret in text]
    kept = responses.unbound.to_csv()
    assert not [secret for secret in secrets[:3] if secret in kept]


@pytest.mark.parametrize(("name", "rows", "write"), FILES)
def test_each_tells_what_it_can(name: str, rows: Rows, write: Writer, tmp_path: Path) -> None:
    backend = BACKENDS[name]
    assert isinstance(backend, Backend)
    assert backend.capabilities.carries_times
    assert not backend.capabilities.tells_not_shown
    ids = Instrument("i", "I", columns=(Column("tunnus", role="response_id"),), questions=KYSELY.questions[:1])
    responses = quietly(write(tmp_path, rows), name, ids)
    assert backend.capabilities.carries_ids == ("!not_asked" not in codes(responses, "tunnus"))


@pytest.mark.parametrize(("name", "rows", "write"), FILES)
def test_the_time_is_known_whatever_the_codebook_calls_it(name: str, rows: Rows, write: Writer, tmp_path: Path) -> None:
    year = 2012 if rows is QUALTRICS_LEGACY else 2026
    assert codes(quietly(write(tmp_path, rows), name), "aika")[0] == pd.Timestamp(year, 7, 27, 19, 6, 23)


@pytest.mark.parametrize(
    ("name", "rows", "write"), [file for file in FILES if "legacy" not in str(file.id) and file.id != "qualtrics"]
)
def test_answers_are_the_same_whatever_the_tool(name: str, rows: Rows, write: Writer, tmp_path: Path) -> None:
    found = quietly(write(tmp_path, rows), name)
    assert codes(found, "kunta")[:2] == ["092", "049"]
    assert codes(found, "malli")[:2] == ["k", "muu"]
    assert codes(found, "malli[muu].text")[:2] == ["!not_answered", "Ei kumpikaan"]
    assert codes(found, "tuki[tilat]")[:2] == [True, False]
    assert codes(found, "tuki[muu]")[:2] == [False, True]
    assert codes(found, "miksi")[-1] in ("049", "!not_answered")
    if name != "msforms":
        assert codes(found, "tuki[sote]")[:2] == [True, True]
        assert codes(found, "tuki[muu].text")[1] == "jotain, muuta"
        assert [codes(found, f"vaitteet[{row}]")[:2] for row in ("r1", "r2")] == [["1", "!not_answered"], ["2", "1"]]


# ---- what is not theirs


@pytest.mark.parametrize("name", BACKENDS)
@pytest.mark.parametrize(
    "rows",
    [[["Kotikunta?", "Miksi?"], ["Vantaa", "x"]], [["Kotikunta?"]], [["Timestampi", "Start time"], ["1", "2"]]],
    ids=["plain", "header alone", "other words"],
)
def test_other_tables_are_refused(name: str, rows: Rows, tmp_path: Path) -> None:
    path = as_csv(tmp_path, rows)
    assert BACKENDS[name].detect(path).strength == Strength.NONE
    with pytest.raises(SourceError, match=r"vienti\.csv: .* (Read it|or read the file) with backend="):
        quietly(path, name)


@pytest.mark.parametrize("name", BACKENDS)
@pytest.mark.parametrize("content", [b"", b"\0\1\2", b"PK\x03\x04cut", b'a,"b', b"\xff\xfe\x00", b"<html>"])
def test_what_is_no_table_ends_in_an_error_of_ours(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "vienti.csv"
    path.write_bytes(content)
    assert isinstance(BACKENDS[name].detect(path), Evidence)
    assert BACKENDS[name].detect(path).strength == Strength.NONE
    with pytest.raises(VerkostoError):
        quietly(path, name)


@pytest.mark.parametrize(("name", "rows", "write"), FILES)
def test_every_file_that_was_cut_off_is_an_error_or_whole_rows(
    name: str, rows: Rows, write: Writer, tmp_path: Path
) -> None:
    whole = write(tmp_path, rows).read_bytes()
    path = tmp_path / f"katkennut.{'xlsx' if whole.startswith(b'PK') else 'csv'}"
    complete = len(quietly(write(tmp_path, rows), name))
    errors = 0
    for cut in range(len(whole) // 2, len(whole) - 1, 3 if path.suffix == ".csv" else 997):
        path.write_bytes(whole[:cut])
        try:
            count = len(quietly(path, name))
        except VerkostoError:
            errors += 1
        else:
            # A csv that ends in the last row's last cell, or right after a row, does not tell.
            assert path.suffix == ".csv"
            assert count <= complete
    assert errors


@pytest.mark.parametrize("name", BACKENDS)
@pytest.mark.parametrize(
    ("option", "value"),
    [("dates", "ymd"), ("dates", 5), ("values", "binary"), ("blank_means", None), ("sheet", 1), ("otsikko", 1)],
)
def test_options_are_checked(name: str, option: str, value: Any, tmp_path: Path) -> None:
    rows = {"googleforms": GOOGLE, "msforms": MICROSOFT, "qualtrics": QUALTRICS, "surveymonkey": MONKEY}[name]
    with pytest.raises(OptionError, match=option):
        quietly(as_csv(tmp_path, rows), name, **{option: value})


def test_an_option_for_text_is_not_for_workbooks(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="the option 'encoding' is for csv files"):
        quietly(as_workbook(tmp_path, MICROSOFT), "msforms", encoding="utf-8")


def test_a_file_that_is_not_utf_8_says_what_to_state(tmp_path: Path) -> None:
    path = as_csv(tmp_path, MONKEY, encoding="windows-1252")
    assert SurveyMonkeyBackend().detect(path).strength == Strength.NONE
    with pytest.raises(EncodingError, match='encoding="windows-1252"'):
        quietly(path, "surveymonkey")
    assert codes(quietly(path, "surveymonkey", encoding="windows-1252"), "miksi") == ["Hyvä", "!not_answered"]


def test_a_row_that_lacks_cells_is_an_error(tmp_path: Path) -> None:
    path = as_csv(tmp_path, [*GOOGLE, ("8/4/2026 0:00:05", "", "Vantaa")])
    with pytest.raises(RaggedRowsError, match="row 6 has 3"):
        quietly(path, "googleforms")


# ---- blank cells, numbers


@pytest.mark.parametrize(("name", "rows", "write"), FILES[:4])
def test_blank_may_be_said_to_mean_not_selected(name: str, rows: Rows, write: Writer, tmp_path: Path) -> None:
    path = write(tmp_path, rows)
    assert codes(quietly(path, name), "tuki[tilat]")[-1] == "!not_answered"
    assert codes(quietly(path, name, blank_means="not_selected"), "tuki[tilat]")[-1] is False


def test_qualtrics_may_write_the_numbers_of_options(tmp_path: Path) -> None:
    rows = [*QUALTRICS[:3], tuple("1,2" if cell == "tuki" else "" for cell in QUALTRICS[0])]
    found = quietly(as_csv(tmp_path, rows), "qualtrics", values="number")
    assert [codes(found, f"tuki[{code}]") for code in ("tilat", "sote", "muu")] == [[True], [True], [False]]


def test_real_dates_of_a_workbook_need_no_order(tmp_path: Path) -> None:
    moment = dt.datetime(2026, 3, 4, 19, 6, 23)  # noqa: DTZ001 - a cell has no time zone
    rows = [MICROSOFT[0], (1, moment, moment, *MICROSOFT[1][3:])]
    for writer in ("openpyxl", "xlsxwriter"):
        found = quietly(as_workbook(tmp_path, rows, writer), "msforms")
        assert codes(found, "aika") == [pd.Timestamp(2026, 3, 4, 19, 6, 23)]
        assert "found_dates" not in told(found).options


def test_a_question_may_have_the_name_of_a_column_of_the_tool(tmp_path: Path) -> None:
    rows = [(*MICROSOFT[0][:3], "Mitä tukea?", "Nimi"), (1, "27.7.2026", "27.7.2026", "Tilat;", "Yhdistys")]
    path = as_workbook(tmp_path, rows)
    assert MsFormsBackend().detect(path).strength == Strength.LIKELY
    kysely = Instrument("i", "I", questions=(Text("nimi", "Nimi"), KYSELY["tuki"]))
    assert isinstance(KYSELY["tuki"], MultipleChoice)
    assert codes(quietly(path, "msforms", kysely), "nimi") == ["Yhdistys"]
