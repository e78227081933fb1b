from __future__ import annotations

from pathlib import Path

import pytest

from verkosto.cli._files import folder, not_over, put
from verkosto.errors import SourceError


def test_text_without_a_file_goes_to_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    put("a\n", None)
    assert capsys.readouterr().out == "a\n"


def test_half_letters_do_not_stop_a_file(tmp_path: Path) -> None:
    put("a\ud83d\n", str(tmp_path / "f"))
    assert (tmp_path / "f").read_text("utf-8") == "a\\ud83d\n"


def test_an_output_may_not_be_an_input(tmp_path: Path) -> None:
    source = tmp_path / "vienti.csv"
    source.touch()
    with pytest.raises(SourceError, match="would replace"):
        not_over(str(tmp_path / "." / "vienti.csv"), "ei ole", str(source))
    not_over(str(tmp_path / "uusi.csv"), str(source))
    not_over(None, str(source))


def test_folders_are_made(tmp_path: Path) -> None:
    assert folder(str(tmp_path / "a" / "b")).is_dir()
    with pytest.raises(SourceError, match="cannot be written"):
        folder("a\0b")
