"""The command line, called in this process, with the samples in the current folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Done, Run

from verkosto import samples
from verkosto.cli import main


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def command(*words: str) -> Done:
        capsys.readouterr()
        try:
            code = main(list(words))
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return command


@pytest.fixture
def survey(run: Run) -> tuple[str, str]:
    """A codebook and an export in the current folder."""
    codebook, export, _ = samples.copy("tukirakenne", ".")
    return str(codebook), str(export)
