from __future__ import annotations

import csv
from pathlib import Path

import pytest
from commands import Run
from made_answers import vastaukset

from verkosto import samples
from verkosto.cli._read import accounts, findings
from verkosto.issues import Issue

Survey = tuple[str, str]


def test_read_tells_what_became_of_every_cell(run: Run, survey: Survey) -> None:
    done = run("read", *survey, "--backend", "webropol")
    assert (done.code, done.err) == (0, "")
    found = samples.read("tukirakenne").provenance
    assert found is not None
    numbers = dict(line.rsplit(maxsplit=1) for line in done.out.splitlines()[:10])
    assert numbers["responses"] == "562"
    assert numbers["cells with text"] == str(found.cells.read)
    parts = [n for name, n in numbers.items() if name.startswith("  ")]
    assert sum(map(int, parts)) == found.cells.read


def test_the_reader_is_found_by_content(run: Run, survey: Survey) -> None:
    assert run("read", *survey).out == run("read", *survey, "--backend", "webropol", "--layout", "A").out


def test_raw_answers_go_to_the_named_file_and_nowhere_else(run: Run, survey: Survey) -> None:
    done = run("read", *survey, "--issues", "havainnot.csv")
    assert done.code == 0
    assert "havainnot.csv" in done.out
    assert "keep it safe" in done.out
    with Path("havainnot.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    issues = samples.read("tukirakenne").issues
    assert [row["value"] for row in rows] == [issue.value or "" for issue in issues]
    assert [row["reason"] for row in rows] == [issue.reason for issue in issues]
    for issue in issues:
        if issue.value and len(issue.value.strip()) > 3:
            assert issue.value.strip() not in done.out + done.err


def test_strict_reading_fails_with_its_own_code(run: Run, survey: Survey) -> None:
    done = run("read", *survey, "--strict")
    assert done.code == 3
    assert done.out == ""
    assert "9 issues" in done.err
    assert done.err.count("\n") == 1


def test_options_of_the_reader_are_passed_on(run: Run, survey: Survey) -> None:
    numbers = str(samples.path("tukirakenne", "csv"))
    done = run("read", survey[0], numbers, "--backend", "webropol", "--values", "number", "--option", "layout=B")
    assert done.code == 0
    assert "562" in done.out
    assert run("read", *survey, "--option", "sheet=1").code == 0
    assert "'2'" in run("read", *survey, "--option", "sheet='2'").err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--option", "sheet"], "takes NAME=VALUE"),
        (["--option", "=2"], "takes NAME=VALUE"),
        (["--option", "strict=1"], "no option of a reader"),
        (["--layout", "A", "--option", "layout=B"], "given twice"),
    ],
)
def test_options_that_make_no_sense(run: Run, survey: Survey, words: list[str], message: str) -> None:
    done = run("read", *survey, *words)
    assert done.code == 2
    assert message in done.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["ei.toml", "vienti.xlsx"], "ei.toml"),
        (["kysely.toml", "ei.xlsx"], "no such file"),
        (["kysely.toml", "kysely.toml", "--backend", "webropool"], "Did you mean 'webropol'"),
        (["kysely.toml", "tyhja.csv"], "empty"),
        (["kysely.toml", "tyhja.csv", "--option", "sivu=2"], "empty"),
    ],
)
def test_bad_input_is_one_line(run: Run, survey: Survey, words: list[str], message: str) -> None:
    Path("tyhja.csv").touch()
    done = run("read", *words)
    assert done.code == 1
    assert message in done.err
    assert done.err.startswith("verkosto: ")
    assert done.err.count("\n") == 1


def test_issues_never_replace_what_is_read(run: Run, survey: Survey) -> None:
    before = Path(survey[1]).read_bytes()
    done = run("read", *survey, "--issues", survey[1])
    assert done.code == 1
    assert "would replace the file that is read" in done.err
    assert Path(survey[1]).read_bytes() == before


def test_many_findings_of_one_reason_are_summed_up() -> None:
    issues = [Issue(row, "Otsikko\xa0\n1", "q", "salaisuus", "not_a_number", 3) for row in range(2, 14)]
    lines = findings([*issues, Issue(None, None, "x", None, "question_not_found")])
    assert lines[1] == "issues: 13 (12 cells, 1 columns)"
    assert lines[3] == "    row 2, column 3, q 'Otsikko 1'"
    assert "    … and 4 more" in lines
    assert lines[-1] == "    x"
    assert "salaisuus" not in "".join(lines)


def test_answers_without_a_source_have_short_accounts() -> None:
    lines = accounts(vastaukset(malli=["k", None]))
    assert lines[0].split() == ["responses", "2"]
    assert len(lines) == 2


def test_no_findings() -> None:
    assert findings([]) == ["", "issues: 0 (0 cells, 0 columns)"]
