from __future__ import annotations

import re
from pathlib import Path

import pytest
from commands import Run

from verkosto import samples
from verkosto.aggregate import Table, crosstab
from verkosto.cli._dry_run import advice_on
from verkosto.disclosure import Ledger, protect
from verkosto.instruments import Instrument, Text

Survey = tuple[str, str]


def test_a_report_is_protected(run: Run, survey: Survey) -> None:
    done = run("report", *survey, "malli_a", "--by", "maakunta", "-o", "raportti.md")
    assert done.code == 0
    counted, written = done.out.splitlines()
    assert counted.startswith("1 table: ")
    assert counted.endswith(" of 57 figures hidden")
    assert not counted.startswith("1 table: 0 ")
    assert written == "written: raportti.md"
    page = Path("raportti.md").read_text("utf-8")
    assert "salattu" in page
    assert "sisäiseen käyttöön" not in page
    assert "Keski-Pohjanmaa" in page


def test_what_protects_is_told_in_words(run: Run, survey: Survey) -> None:
    words = ("report", *survey, "malli_a", "--by", "toimiala", "-o", "r.md")
    rounded = run(*words, "--method", "round", "--min-count", "3", "--time-limit", "20")
    assert rounded.code == 0
    assert "1 table: 0 of " in rounded.out
    assert "3" in Path("r.md").read_text("utf-8")
    larger = run("report", *survey, "malli_a", "--by", "maakunta", "--coarsen", "-o", "r.md")
    assert "1 table: 0 of " in larger.out


def test_a_dry_run_says_what_would_be_hidden_and_writes_nothing(run: Run, survey: Survey) -> None:
    before = sorted(Path().iterdir())
    done = run("report", *survey, "malli_a", "--by", "maakunta", "--dry-run", "--ledger", "julkaistut.jsonl")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0] == "Kannatatko maakuntapohjaista tukirakennetta? (Maakunta)"
    assert re.fullmatch(r"  salattu \d+ / 57 lukua", lines[1])
    assert any(line.startswith("    Keski-Pohjanmaa: ") for line in lines)
    assert any(line.startswith("  Ehdotus: ") for line in lines)
    assert lines[-2:] == [f"Kaikkiaan: {lines[1].strip()}", "Mitään ei kirjoitettu (--dry-run)."]
    assert "%" not in done.out
    assert sorted(Path().iterdir()) == before


def test_nothing_is_advised_where_the_answers_are_not_at_hand() -> None:
    table = crosstab(samples.tukirakenne(), "malli_a", by="maakunta")
    published = protect(table)
    assert published.protection.hidden
    assert advice_on(table, published)
    assert advice_on(Table.from_json(table.to_json()), published) == ()


def test_a_dry_run_of_what_can_be_seen_whole(run: Run, survey: Survey) -> None:
    done = run("report", *survey, "malli_a", "--dry-run", "--lang", "sv")
    assert done.out.splitlines() == [
        "Understöder du en stödstruktur enligt landskap?",
        "  0 av 3 siffror skyddade",
        "",
        "Sammanlagt: 0 av 3 siffror skyddade",
        "Ingenting skrevs (--dry-run).",
    ]


def test_a_ledger_remembers_what_was_published(run: Run, survey: Survey) -> None:
    words = ("report", *survey, "malli_a", "-o", "r.md", "--ledger", "julkaistut.jsonl")
    done = run(*words)
    assert "noted in the ledger: julkaistut.jsonl" in done.out
    assert len(list(Ledger("julkaistut.jsonl"))) == 1
    kept = Path("julkaistut.jsonl").read_bytes()
    assert run(*words[:4], "--dry-run", *words[-2:]).code == 0
    assert Path("julkaistut.jsonl").read_bytes() == kept
    # What cannot be written is not remembered as published.
    for name, why in {"ei/ole/r.md": "there is no folder", "kansio.md": "is a folder"}.items():
        Path("kansio.md").mkdir(exist_ok=True)
        done = run("report", *survey, "malli_b", "-o", name, "--ledger", "julkaistut.jsonl")
        assert (done.code, why in done.err) == (1, True)
    assert Path("julkaistut.jsonl").read_bytes() == kept
    # A folder is no ledger.
    Path("kansio").mkdir()
    for ledger in ("kansio", "/"):
        for chosen in (["--dry-run"], ["-o", "r.md"]):
            failed = run(*words[:4], *chosen, "--ledger", ledger)
            assert failed.code == 1
            assert f"verkosto: {ledger}: the ledger cannot be read" in failed.err


def test_an_internal_report_is_stamped(run: Run, survey: Survey) -> None:
    done = run("report", *survey, "malli_a", "malli_b", "--by", "maakunta", "-o", "raportti.md", "--internal")
    assert done.code == 0
    assert done.out == "2 tables for internal use: raportti.md\n"
    page = Path("raportti.md").read_text("utf-8")
    assert "# Tukirakennekysely 2020 (synteettinen)" in page
    assert "sisäiseen käyttöön" in page


def test_a_report_of_every_closed_question(run: Run, survey: Survey) -> None:
    done = run("report", *survey, "-o", "r.md", "--internal", "--title", "Kaikki", "--lang", "sv")
    assert done.out.startswith("7 tables")
    page = Path("r.md").read_text("utf-8")
    assert "Kaikki" in page
    assert "för internt bruk" in page
    assert run("report", *survey, "--by", "toimiala", "-o", "r.md", "--internal").out.startswith("6 tables")


def test_a_title_and_a_text(run: Run, survey: Survey) -> None:
    Path("alku.txt").write_text("Ensimmäinen.\n\nToinen.", encoding="utf-8")
    words = ("report", *survey, "malli_a", "-o", "r.md", "--title", "Otsikko", "--text")
    assert run(*words, "@alku.txt").code == 0
    page = Path("r.md").read_text("utf-8")
    assert "Otsikko" in page
    assert "Ensimmäinen.\n\nToinen." in page
    assert run(*words, r"Yksi.\n\nKaksi.").code == 0
    assert "Yksi.\n\nKaksi." in Path("r.md").read_text("utf-8")
    assert "ei.txt: cannot be read: No such file" in run(*words, "@ei.txt").err
    Path("alku.txt").write_bytes(b"\xff\xfe\xff")
    assert "it is no text in UTF-8" in run(*words, "@alku.txt").err


def test_a_survey_without_closed_questions(run: Run, survey: Survey) -> None:
    Instrument(id="avoin", title="Avoin", questions=(Text("palaute", "Palaute"),)).save("avoin.toml")
    Path("avoin.csv").write_text("Palaute\nHyvä\n", encoding="utf-8")
    done = run("report", "avoin.toml", "avoin.csv", "-o", "r.html", "--backend", "csv")
    assert done.code == 1
    assert "has no choice or matrix" in done.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-o", "r.html", "--internal", "--dry-run"], "--dry-run is about protecting"),
        (["-o", "r.html", "--internal", "--min-count", "3"], "--min-count is about protecting"),
        (["-o", "r.html", "--internal", "--time-limit", "3"], "--time-limit is about protecting"),
        (["-o", "r.html", "--internal", "--coarsen"], "--coarsen is about protecting"),
        ([], "a report needs a file"),
        (["-o", "r.html", "--method", "noise"], "invalid choice"),
    ],
)
def test_words_that_make_no_sense_together(run: Run, survey: Survey, words: list[str], message: str) -> None:
    done = run("report", *survey, "malli_a", *words)
    assert done.code == 2
    assert message in done.err


@pytest.mark.parametrize(("output", "message"), [("r.odt", "ends in .html"), ("ei/r.html", "there is no folder")])
def test_a_place_that_will_not_do(run: Run, survey: Survey, output: str, message: str) -> None:
    done = run("report", *survey, "malli_a", "-o", output, "--internal")
    assert done.code == 1
    assert message in done.err


@pytest.mark.parametrize("words", [["-o", "r.odt"], ["-o", "r.html", "--text", "@ei.txt"]])
def test_nothing_is_noted_of_a_report_that_cannot_be_written(run: Run, survey: Survey, words: list[str]) -> None:
    done = run("report", *survey, "malli_a", *words, "--ledger", "julkaistut.jsonl")
    assert done.code == 1
    assert not Path("julkaistut.jsonl").exists()


def test_a_report_over_what_is_read(run: Run, survey: Survey) -> None:
    for path in survey:
        done = run("report", *survey, "malli_a", "-o", path)
        assert "would replace the file that is read" in done.err


def test_tables_that_cannot_be_published_have_an_exit_code(run: Run, survey: Survey) -> None:
    done = run("report", *survey, "malli_a", "-o", "r.md", "--min-count", "600")
    assert done.code == 4
    assert done.err.splitlines()[-1].startswith("verkosto: ")
    assert not Path("r.md").exists()
