"""What is particular to each form tool: the order of days, headings, drafts."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from attrs import evolve
from form_answers import codes, quietly, told
from synthetic_forms import GOOGLE, KYSELY, MICROSOFT, MONKEY, QUALTRICS, Cell, as_csv, as_workbook, form_backends

import verkosto as vk
from verkosto.backends import Backend, GoogleFormsBackend, MsFormsBackend, QualtricsBackend, Strength
from verkosto.errors import AmbiguousSourceError, SourceError
from verkosto.instruments import Column, Date, Draft, Instrument, MultipleChoice, Option, Question, SingleChoice, Text

__all__ = ["form_backends"]

pytestmark = pytest.mark.usefixtures("form_backends")

AIKA = Column("aika", role="time")
CODED = evolve(KYSELY, questions=KYSELY.questions[:-1])
PVM = Date("pvm", "Milloin?")
MIKSI = Text("miksi", "Miksi?")
DAYS = Instrument("i", "I", columns=(AIKA,), questions=(PVM, MIKSI))


def google(folder: Path, *rows: Sequence[Cell], instrument: Instrument = DAYS, **options: Any) -> Any:
    return quietly(as_csv(folder, [("Aikaleima", "Milloin?", "Miksi?"), *rows]), "googleforms", instrument, **options)


# ---- the order of days


@pytest.mark.parametrize(
    ("rows", "aika", "pvm"),
    [
        ([("7/27/2026 19:06:23", "3/4/2026", "")], "2026-07-27 19:06:23", "2026-03-04"),
        ([("27/7/2026 19:06:23", "3/4/2026", "")], "2026-07-27 19:06:23", "2026-04-03"),
        ([("3/4/2026 19:06:23", "13/4/2026", "")], "2026-04-03 19:06:23", "2026-04-13"),
        ([("3/4/2026 19:06:23", "", "24/12/2026"), ("3/13/2026 1:00:00", "", "x")], "2026-03-04 19:06:23", None),
        ([("3.4.2026 klo 19.06.23", "3.4.2026", "24/12/2026, ehkä")], "2026-04-03 19:06:23", "2026-04-03"),
        ([("2026/04/03 7:06:23 PM GMT+3", "2026-04-03", "")], "2026-04-03 19:06:23", "2026-04-03"),
        ([("2026/04/03 7:06:23 ip. EEST", "2026-04-03", "")], "2026-04-03 19:06:23", "2026-04-03"),
    ],
)
def test_the_order_is_told_by_days_after_the_12th(
    rows: Sequence[Sequence[Cell]], aika: str, pvm: str | None, tmp_path: Path
) -> None:
    found = google(tmp_path, *rows)
    assert codes(found, "aika")[0] == pd.Timestamp(aika)
    assert codes(found, "pvm")[0] == ("!not_answered" if pvm is None else pd.Timestamp(pvm))
    slashed = "/" in str(rows[0][0])[:3]
    assert ("found_dates" in told(found).options) == slashed


@pytest.mark.parametrize(("order", "month"), [("dmy", 4), ("mdy", 3)])
def test_dates_that_do_not_tell_their_order_are_refused_until_it_is_stated(
    order: str, month: int, tmp_path: Path
) -> None:
    row = ("3/4/2026 19:06:23", "5/6/2026", "x")
    with pytest.raises(AmbiguousSourceError, match=r"columns 1, 2 has a day after the 12th.*State dates='dmy'"):
        google(tmp_path, row)
    found = google(tmp_path, row, dates=order)
    assert codes(found, "aika")[0].month == month
    assert codes(found, "pvm")[0].month == month + 2
    assert "found_dates" not in told(found).options


def test_two_orders_in_one_file_are_refused_until_one_is_stated(tmp_path: Path) -> None:
    rows = [("27/7/2026 19:06:23", "", "x"), ("7/28/2026 19:06:23", "", "y")]
    with pytest.raises(AmbiguousSourceError, match=r"first \(columns 1\), and some second \(columns 1\)"):
        google(tmp_path, *rows)
    found = google(tmp_path, *rows, dates="mdy")
    assert codes(found, "aika") == ["!invalid", pd.Timestamp(2026, 7, 28, 19, 6, 23)]
    assert [(issue.row, issue.value, issue.reason) for issue in found.issues if issue.row] == [
        (2, "27/7/2026 19:06:23", "not_a_date")
    ]


def test_a_date_inside_other_answers_tells_nothing(tmp_path: Path) -> None:
    found = google(
        tmp_path, ("1.2.2026 10.00", "", "3/4/2026"), ("2.2.2026 10.00", "", "ei"), ("3.2.2026 1.00", "", "joo")
    )
    assert "found_dates" not in told(found).options


def test_the_time_counts_whatever_else_stands_in_its_column(tmp_path: Path) -> None:
    rows = [("3/4/2026 19:06:23", "", "x"), ("eilen", "", "y"), ("toissapäivänä", "", "z")]
    with pytest.raises(AmbiguousSourceError, match="columns 1 has a day"):
        google(tmp_path, *rows)


# ---- which file is whose


@pytest.mark.parametrize(
    ("first", "cell", "strength"),
    [
        ("Timestamp", "7/27/2026 19:06:23", Strength.LIKELY),
        ("Tidstämpel", "2026-07-27 19.06.23", Strength.LIKELY),
        ("Aikaleima", "", Strength.LIKELY),
        ("timestamp", "2026-07-27 19:06:23", Strength.NONE),
        ("Timestamp", "1753632383", Strength.NONE),
        ("Timestamp", "7/27/2026", Strength.NONE),
        ("Vastausaika", "7/27/2026 19:06:23", Strength.NONE),
    ],
)
def test_google_is_known_by_its_heading_and_its_times(
    first: str, cell: str, strength: Strength, tmp_path: Path
) -> None:
    path = as_csv(tmp_path, [(first, "Miksi?"), (cell, "x")])
    assert GoogleFormsBackend().detect(path).strength == strength


def test_microsoft_may_have_no_question_yet(tmp_path: Path) -> None:
    path = as_workbook(tmp_path, [("ID", "Start time", "Completion time"), (1, "27.7.2026", "27.7.2026")])
    assert MsFormsBackend().detect(path).strength == Strength.LIKELY


def test_google_may_be_named_for_a_heading_in_small_letters(tmp_path: Path) -> None:
    path = as_csv(tmp_path, [("timestamp", "Miksi?"), ("2026-07-27 19:06:23", "x")])
    assert codes(quietly(path, "googleforms", DAYS), "aika") == [pd.Timestamp(2026, 7, 27, 19, 6, 23)]


@pytest.mark.parametrize(
    ("headings", "strength"),
    [
        (("ID", "Start time", "Completion time", "Email", "Name", "Last modified time"), Strength.CERTAIN),
        (("ID", "Aloitusaika", "Valmistumisaika", "Sähköposti", "Nimi"), Strength.CERTAIN),
        (("Id", "Starttid", "Slutförandetid", "E-post", "Namn"), Strength.CERTAIN),
        (("ID", "Start time", "Completion time"), Strength.LIKELY),
        (("ID", "Start time", "Email"), Strength.NONE),
        (("Start time", "Completion time", "ID"), Strength.NONE),
        (("ID", "Completion time", "Start time"), Strength.NONE),
    ],
)
def test_microsoft_is_known_by_the_columns_before_the_questions(
    headings: Sequence[str], strength: Strength, tmp_path: Path
) -> None:
    path = as_workbook(tmp_path, [(*headings, "Miksi?"), (*("x" for _ in headings), "y")])
    assert MsFormsBackend().detect(path).strength == strength


@pytest.mark.parametrize("rows", [QUALTRICS[:1], QUALTRICS[:1] + QUALTRICS[3:]], ids=["names alone", "no texts"])
def test_qualtrics_without_its_second_row_is_refused(rows: Sequence[Sequence[Cell]], tmp_path: Path) -> None:
    path = as_csv(tmp_path, rows)
    assert QualtricsBackend().detect(path).strength == Strength.NONE
    with pytest.raises(SourceError, match="Export them again"):
        quietly(path, "qualtrics", KYSELY)


def test_a_third_row_that_somebody_deleted_is_not_missed(tmp_path: Path) -> None:
    path = as_csv(tmp_path, [*QUALTRICS[:2], *QUALTRICS[3:]])
    assert QualtricsBackend().detect(path).strength == Strength.LIKELY
    assert codes(quietly(path, "qualtrics", CODED), "kunta") == ["092", "049"]


@pytest.mark.parametrize("damaged", ['{"ImportId": "QID1"', '{"ImportId" 1}', '{"ImportIdx": 1}'])
def test_a_damaged_import_id_is_an_error(damaged: str, tmp_path: Path) -> None:
    ids = (damaged, *QUALTRICS[2][1:])
    with pytest.raises(SourceError, match="damaged"):
        quietly(as_csv(tmp_path, [*QUALTRICS[:2], ids, *QUALTRICS[3:]]), "qualtrics", KYSELY)


# ---- keys of Qualtrics


@pytest.mark.parametrize(("key", "names"), [("name", ("Q6", "Q5")), ("import_id", ("QID6_TEXT", "QID5_TEXT"))])
def test_texts_that_repeat_are_told_apart_by_the_key(key: str, names: tuple[str, str], tmp_path: Path) -> None:
    kysely = Instrument("i", "I", questions=tuple(Text(name, "Miksi?") for name in names))
    found = quietly(as_csv(tmp_path, QUALTRICS), "qualtrics", kysely, key=key)
    assert codes(found, names[0]) == ["b", "c"]
    assert codes(found, names[1]) == ["a", "!not_answered"]


def test_columns_of_one_option_each_are_headed_question_and_option(tmp_path: Path) -> None:
    tuki = MultipleChoice("tuki", "Mitä - tukea?", options=(Option("a", "Tilat"), Option("b", "Muu", free_text=True)))
    names = ("StartDate", "EndDate", "Status", "Q1_1", "Q1_2", "Q1_2_TEXT")
    texts = ("Start Date", "End Date", "Status", "Mitä - tukea? - Selected Choice - Tilat",
             "Mitä - tukea? - Muu", "Mitä - tukea? - Muu - Text")  # fmt: skip
    texts = (*texts[:3], "Mitä - tukea? - Tilat", *texts[4:])
    row = ("2026-07-27 19:01:00", "2026-07-27 19:06:23", "0", "", "Muu", "apua")
    found = quietly(as_csv(tmp_path, [names, texts, row]), "qualtrics", Instrument("i", "I", questions=(tuki,)))
    assert [codes(found, name) for name in tuki.variables()] == [[False], [True], ["apua"]]


# ---- SurveyMonkey


def test_a_choice_beside_which_two_wrote_is_left_open(tmp_path: Path) -> None:
    options = (Option("k", "Kyllä"), Option("m1", "Muu", free_text=True), Option("m2", "Toinen", free_text=True))
    kysely = Instrument("i", "I", questions=(SingleChoice("malli", "Malli?", options=options),))
    rows = [("Respondent ID", "Collector ID", "Malli?", "", ""), ("", "", "Response", "Muu", "Toinen"),
            ("1", "9", "", "x", "y"), ("2", "9", "", "", "y"), ("3", "9", "Kyllä", "x", ""),
            ("4", "9", "", " ", "")]  # fmt: skip
    found = quietly(as_csv(tmp_path, rows), "surveymonkey", kysely)
    assert codes(found, "malli") == ["!not_answered", "m2", "k", "!not_answered"]


def test_a_title_without_a_text_below_is_whole(tmp_path: Path) -> None:
    rows = [("Respondent ID", "Collector ID", "Miksi?", "Miksi?"), ("", "", "", "Avoin vastaus"), ("1", "9", "a", "b")]
    kysely = Instrument("i", "I", questions=(Text("m1", "Miksi?"), Text("m2", "Miksi?")))
    found = quietly(as_csv(tmp_path, rows), "surveymonkey", kysely)
    assert [codes(found, name) for name in ("m1", "m2")] == [["a"], ["b"]]


# ---- drafts


def _many(head: Sequence[Sequence[Cell]], *lists: Sequence[Cell]) -> list[Sequence[Cell]]:
    """Rows enough for a draft: cells of each column in turn."""
    cycles = [itertools.cycle(cells) for cells in lists]
    return [*head, *([next(cells) for cells in cycles] for _ in range(60))]


DRAFTED: dict[str, tuple[Any, list[Sequence[Cell]]]] = {
    "googleforms": (as_csv, _many(
        GOOGLE[:1], ["7/27/2026 19:06:23"], ["a@esimerkki.fi"], ["Vantaa", "Espoo"], ["Maakunta", "Alue, ei kunta"],
        ["Tilat", "Sosiaali, terveys", "Tilat, Sosiaali, terveys", "Raha, Tilat"], ["Eri mieltä", "Samaa mieltä"],
        ["Samaa mieltä", "Eri mieltä"], [f"Syy {number}, {number} ja loput" for number in range(60)])),
    "msforms": (as_workbook, _many(
        MICROSOFT[:1], range(1, 61), ["7/27/26 19:01:00"], ["7/27/26 19:06:23"], ["anonymous"], [""],
        ["Vantaa", "Espoo"], ["Maakunta", "Alue"], ["Tilat;Sosiaali, terveys;", "Raha;", "Tilat;oma;"],
        ["Raha;Tilat;", "Tilat;Raha;"],
        [f"Syy {number}" for number in range(60)])),
    "qualtrics": (as_csv, _many(
        QUALTRICS[:3], ["2026-07-27 19:01:00"], ["2026-07-27 19:06:23"], ["IP Address"], ["192.0.2.7"],
        [f"R_{number}" for number in range(60)], [""], ["Vantaa", "Espoo"], ["Maakunta", "Other (please specify)"],
        ["", "x"], ["Tilat", "Sosiaali, terveys", "Tilat,Sosiaali, terveys"], ["Eri mieltä", "Samaa mieltä"],
        ["Samaa mieltä", "Eri mieltä"], [f"Syy {number}" for number in range(60)], ["a"], [""])),
    "surveymonkey": (as_csv, _many(
        MONKEY[:2], range(100, 160), ["9"], ["07/27/2026 07:01:00 PM"], ["07/27/2026 07:06:23 PM"], ["192.0.2.7"],
        ["Vantaa", "Espoo"], ["Maakunta", "Alue"], [""], ["Tilat", ""], ["", "Sosiaali, terveys"], ["", "oma"],
        ["Eri mieltä", "Samaa mieltä"], ["Samaa mieltä", "Eri mieltä"], [f"Syy {number}" for number in range(60)])),
}  # fmt: skip


def kinds(found: Draft) -> dict[str, str]:
    return {question.text.fi: question.kind for question in found.questions}


def labels(found: Draft, text: str) -> list[str]:
    question: Question = next(question for question in found.questions if question.text.fi == text)
    return [option.label.fi for option in (*question.choices, *question.items)]


@pytest.mark.parametrize("name", DRAFTED)
def test_a_draft_reads_the_file_that_it_was_made_of(name: str, tmp_path: Path) -> None:
    write, rows = DRAFTED[name]
    path = write(tmp_path, rows)
    drafted = vk.infer(path, backend=name)
    assert [column.role for column in drafted.columns].count("time") == 1
    assert any(column.role in ("email", "identifier") for column in drafted.columns)
    assert kinds(drafted)["Kotikunta?" if name != "qualtrics" else "Mitä?"] == "area"
    assert kinds(drafted)["Mikä malli?"] == "single_choice"
    assert kinds(drafted)["Mitä tukea?"] == "multiple_choice"
    assert labels(drafted, "Mitä tukea?")[:2] == ["Tilat", "Sosiaali, terveys"]
    if name != "msforms":
        assert kinds(drafted)["Mitä mieltä?"] == "matrix"
        assert labels(drafted, "Mitä mieltä?")[2:] == ["Tukea on", "Tietoa on"]
    drafted.save(tmp_path / "luonnos.toml")
    found = quietly(path, name, Instrument.load(tmp_path / "luonnos.toml"))
    assert [issue.reason for issue in found.issues if issue.reason != "unbound_column"] == []
    assert told(found).cells.unbound == 0


def test_a_draft_knows_a_ranking_by_cells_that_hold_all(tmp_path: Path) -> None:
    write, rows = DRAFTED["msforms"]
    drafted = vk.infer(write(tmp_path, rows), backend="msforms")
    assert kinds(drafted)["Järjestys?"] == "ranking"
    assert "Muu" in labels(drafted, "Mitä tukea?")


@pytest.mark.parametrize("backend", [GoogleFormsBackend(), MsFormsBackend()])
def test_the_options_are_listed_with_their_meaning(backend: Backend) -> None:
    assert {"dates", "values", "blank_means", "encoding", "sheet"} <= set(backend.options)
