from __future__ import annotations

from pathlib import Path

import pytest
from commands import Run

from verkosto.instruments import Instrument, Text

Survey = tuple[str, str]


def test_a_report_is_for_internal_use_or_not_at_all(run: Run, survey: Survey) -> None:
    done = run("report", *survey, "-o", "raportti.html")
    assert done.code == 4
    assert done.err.count("\n") == 1
    assert "Add --internal" in done.err
    assert not Path("raportti.html").exists()


def test_a_report_of_chosen_questions(run: Run, survey: Survey) -> None:
    done = run("report", *survey, "malli_a", "malli_b", "--by", "maakunta", "-o", "raportti.html", "--internal")
    assert done.code == 0
    assert done.out == "2 tables for internal use: raportti.html\n"
    page = Path("raportti.html").read_text("utf-8")
    assert page.count("<section ") == 2
    assert "<h1>Tukirakennekysely 2020 (synteettinen)</h1>" in page
    assert "Keski-Pohjanmaa" in page


def test_a_report_of_every_closed_question(run: Run, survey: Survey) -> None:
    done = run("report", *survey, "-o", "r.html", "--internal", "--title", "Kaikki", "--lang", "sv")
    assert done.out.startswith("7 tables")
    page = Path("r.html").read_text("utf-8")
    assert "<h1>Kaikki</h1>" in page
    assert "för internt bruk" in page


def test_what_divides_the_tables_is_no_table(run: Run, survey: Survey) -> None:
    done = run("report", *survey, "--by", "toimiala", "-o", "r.html", "--internal")
    assert done.out.startswith("6 tables")


def test_a_survey_without_closed_questions(run: Run, survey: Survey) -> None:
    Instrument(id="avoin", title="Avoin", questions=(Text("palaute", "Palaute"),)).save("avoin.toml")
    Path("avoin.csv").write_text("Palaute\nHyvä\n", encoding="utf-8")
    done = run("report", "avoin.toml", "avoin.csv", "-o", "r.html", "--internal", "--backend", "csv")
    assert done.code == 1
    assert "has no choice or matrix" in done.err


@pytest.mark.parametrize(("output", "message"), [("r.docx", "ends in .html"), ("ei/r.html", "cannot be written")])
def test_a_place_that_will_not_do(run: Run, survey: Survey, output: str, message: str) -> None:
    done = run("report", *survey, "malli_a", "-o", output, "--internal")
    assert done.code == 1
    assert message in done.err
