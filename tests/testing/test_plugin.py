"""Backends of other packages are really installed, found by their entry points, used, and tested by the kit."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from installed import Site

from verkosto.testing import BackendContract

TOP = Path(__file__).resolve().parents[2]
PAGE = TOP / "docs" / "how-to" / "write-a-backend.md"
KIT = [name for name in dir(BackendContract) if name.startswith("test_")]
LISTS = "from verkosto.cli import main; main(['backends'])"
MOST_LINES = 60


def blocks() -> list[tuple[str, str]]:
    """The blocks of the how-to page, each with its language."""
    return re.findall(r"^```(\w+)\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def test_the_backend_of_the_how_to_page_is_as_short_as_the_page_says() -> None:
    assert [language for language, _ in blocks()] == ["python", "toml", "python"]
    assert len(blocks()[0][1].splitlines()) <= MOST_LINES


# One test for all: several would install everything anew in each process that runs them.
def test_installed_backends_are_listed_and_pass_their_own_tests_and_those_of_the_kit(tmp_path: Path) -> None:
    redcap, jsonl, site = tmp_path / "redcap", tmp_path / "jsonl", Site(tmp_path)
    shutil.copytree(TOP / "tests" / "plugin", redcap, ignore=shutil.ignore_patterns("__pycache__"))
    jsonl.mkdir()
    names = ("verkosto_jsonl.py", "pyproject.toml", "test_verkosto_jsonl.py")
    for name, (_, text) in zip(names, blocks(), strict=True):
        (jsonl / name).write_text(text, "utf-8")
    site.install("redcap", "jsonl")
    # What is run is what was installed.
    shutil.rmtree(redcap / "src")
    (jsonl / "verkosto_jsonl.py").unlink()

    listed = re.findall(r"^(csv|jsonlines|redcap)\b", site.run("-c", LISTS), re.MULTILINE)
    assert sorted(set(listed)) == ["csv", "jsonlines", "redcap"]
    passed = site.passed("redcap/tests/test_redcap.py", "jsonl/test_verkosto_jsonl.py")
    # On systems that do not tell how much is read, one test of the kit is not there.
    assert passed["test_redcap.py"] > len(KIT)
    # And one less for a format whose titles cannot repeat.
    assert passed["test_verkosto_jsonl.py"] >= len(KIT) - 2
