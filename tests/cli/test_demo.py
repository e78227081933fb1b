from __future__ import annotations

import contextlib
import io
import re
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from commands import Run

from verkosto import samples
from verkosto.cli import main

REGIONS = ["Uusimaa", "Varsinais-Suomi", "Keski-Suomi", "Lappi", "Kainuu", "Etelä-Pohjanmaa"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def shown(folder: Path) -> str:
    """What the demo prints in a folder of its own."""
    printed, complaints = io.StringIO(), io.StringIO()
    with contextlib.chdir(folder), redirect_stdout(printed), redirect_stderr(complaints):
        assert main(["demo"]) == 0
    assert complaints.getvalue() == ""
    return printed.getvalue()


def test_the_demo_goes_the_whole_way(shown: str) -> None:
    assert samples.path("tukirakenne").name in shown
    assert "synthetic" in shown
    assert "562" in shown
    assert "(vk.protect)" in shown
    assert re.search(r"^9 tables: [1-9]\d* of \d+ figures hidden$", shown, re.MULTILINE)
    steps = re.findall(r"^\d\. .*", shown, re.MULTILINE)
    assert [step[0] for step in steps] == ["1", "2", "3", "4", "5"]


def test_the_demo_shows_the_published_shares_with_base_and_interval(shown: str) -> None:
    for_a, for_b = shown.split("4. Support")
    shares = r"^\s+{}\s+{}\xa0% \(\d+–\d+\xa0%\)\s+{}$"
    for text, rows in (
        (for_a, [("Kannatan", 73, 410), ("En kannata", 12, 67), ("En osaa sanoa", 15, 85)]),
        (for_b, [("Kannatan", 25, 140), ("En kannata", 54, 304), ("En osaa sanoa", 21, 118)]),
    ):
        for label, percent, count in rows:
            assert re.search(shares.format(label, percent, count), text, re.MULTILINE)
        assert "n = 562 (kysymykseen vastanneet)" in text


def test_the_demo_lists_regions_and_university_hospital_areas(shown: str) -> None:
    for region in REGIONS:
        row = rf"^\s+{region}(\s+\d+\xa0% \(\d+–\d+\xa0%\)){{3}}\s+\d+$"
        assert len(re.findall(row, shown, re.MULTILINE)) == 2
    assert shown.count("Kuopion yliopistollisen") == 2


def test_issues_are_counted_with_places_and_without_answers(shown: str) -> None:
    issues = samples.read("tukirakenne").issues
    cells = [issue for issue in issues if issue.row is not None]
    assert f"issues: {len(issues)} ({len(cells)} cells, {len(issues) - len(cells)} columns)" in shown
    for issue in cells:
        assert f"row {issue.row}, column {issue.position}" in shown
        assert issue.value
        if len(issue.value.strip()) > 3:
            assert issue.value.strip() not in shown


def test_the_report_is_where_the_demo_says(shown: str, folder: Path) -> None:
    words = [word for line in shown.splitlines() for word in line.split() if word.endswith(".html")]
    assert words == ["verkosto-demo.html"]
    report = (folder / words[0]).read_text("utf-8")
    assert "sisäiseen käyttöön" not in report
    assert "salattu" in report
    assert "synteettinen" in report
    assert "\x1b" not in shown


@pytest.mark.thorough
def test_the_report_goes_where_it_is_wanted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    # A part of the demo says as much of places and languages as all of it.
    monkeypatch.setattr("verkosto.cli._demo._MODELS", ("malli_a",))
    monkeypatch.setattr("verkosto.cli._demo._BESIDE", ())
    done = run("demo", "--output", "uusi/kansio", "--lang", "sv")
    assert done.code == 0
    assert f"written: {Path('uusi/kansio/verkosto-demo.html')}" in done.out
    assert "skyddad" in Path("uusi/kansio/verkosto-demo.html").read_text("utf-8")
    assert "Jag understöder" in done.out
    assert "Mellersta Finland" in done.out


def test_a_folder_that_cannot_be_made(run: Run) -> None:
    Path("tiedosto").write_text("", encoding="utf-8")
    done = run("demo", "--output", "tiedosto")
    assert done.code == 1
    assert re.fullmatch(r"verkosto: tiedosto: cannot be written: .*\n", done.err)
