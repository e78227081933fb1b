from __future__ import annotations

import re
import runpy
import zipfile
from pathlib import Path

import pytest

import verkosto as vk

EXAMPLES = sorted((Path(__file__).parent.parent / "docs" / "examples").glob("*.py"))
REPORTS = {
    "kumaja_open_answers": ["kumaja.html"],
    "national_council": ["neuvottelukunta.html"],
    "pirkanmaa_group": ["pirkanmaa.html"],
    "sotunet_survey": ["sotunet.html"],
    "support_structure_survey": ["tukirakenne.docx", "tukirakenne.html"],
}

QUOTATIONS = {"kumaja_open_answers": 2}
_QUOTED = re.compile(r"<blockquote.*?</blockquote>", re.DOTALL)


def test_there_are_examples_and_five_of_them_end_in_a_report() -> None:
    assert {script.stem for script in EXAMPLES} > set(REPORTS)
    assert len(REPORTS) == 5


@pytest.fixture(scope="module")
def own_words() -> set[str]:
    """What respondents of the small samples wrote, and whom they answered for; short ones may stand anywhere."""
    said = [
        vk.samples.kumaja().frame[["yhteistyotoive", "terveiset", "jarjesto"]],
        vk.samples.sotunet().frame[["yhteinen_tehtava", "jarjesto"]],
    ]
    return {text for frame in said for name in frame for text in map(str, frame[name].dropna()) if len(text) > 20}


@pytest.mark.parametrize("script", EXAMPLES, ids=lambda script: script.stem)
def test_an_example_runs_and_says_what_its_page_shows(
    script: Path,
    own_words: set[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(script), run_name="__main__")
    shown = script.with_suffix(".txt").read_text(encoding="utf-8")
    assert capsys.readouterr().out == shown
    written = sorted(path for path in tmp_path.iterdir() if path.suffix in (".html", ".docx"))
    assert [path.name for path in written] == REPORTS.get(script.stem, [])
    for path in written:
        page = _text_of(path)
        assert "sisäiseen käyttöön" not in page.casefold()
        # What somebody cleared is printed as a quotation, and no other words of respondents are.
        quoted, rest = _QUOTED.findall(page), _QUOTED.sub("", page)
        assert len(quoted) == QUOTATIONS.get(script.stem, 0)
        assert not [text for text in own_words if text in rest]


def _text_of(report: Path) -> str:
    if report.suffix == ".docx":
        with zipfile.ZipFile(report) as parts:
            return "\n".join(parts.read(name).decode("utf-8") for name in parts.namelist() if name.endswith(".xml"))
    page = report.read_text("utf-8")
    assert "<svg" in page
    assert not re.search(r"(?:src|href)=[\"']https?://", page)
    return page
