from __future__ import annotations

import os
import subprocess
import sys
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import pytest
from commands import Run

from verkosto.cli import _console
from verkosto.cli._parser import COMMANDS, EXIT_CODES
from verkosto.errors import CodebookError, InvalidResponsesError, UnprotectedTableError, VerkostoWarning


def started(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("COV_", "COVERAGE_", "PYTHONIOENCODING", "LC_"))}
    code = "import sys\nfrom verkosto.cli import main\nsys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, env={**kept, **environment}, check=False
    )


def test_output_is_utf8_under_a_locale_without_it() -> None:
    done = started("regions", "maakunta", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Etelä-Karjala" in done.stdout.decode("utf-8")


def test_errors_are_utf8_too() -> None:
    done = started("regions", "järjestö", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 1
    assert done.stderr.decode("utf-8").startswith("verkosto: ")
    # Bytes that the locale cannot read arrive as half letters, which the message writes out.
    assert b"j\\udcc3" in done.stderr


def test_the_version_answers_without_the_data_stack() -> None:
    code = (
        "import sys\nfrom verkosto.cli import main\n"
        "try:\n    main(['--version'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'pandas', 'numpy', 'attrs', 'babel', 'matplotlib'} & set(sys.modules)\nassert not heavy, heavy"
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("COV_", "COVERAGE_"))}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("verkosto 0.")


def test_the_version_in_this_process(run: Run) -> None:
    assert run("--version").out.startswith("verkosto 0.")


def test_help_tells_the_exit_codes(run: Run) -> None:
    for words in (["--help"], ["read", "--help"], ["codebook", "draft", "--help"]):
        done = run(*words)
        assert done.code == 0
        assert EXIT_CODES.strip() in done.out


@pytest.mark.parametrize("words", [[], ["lue"], ["table"], ["codebook"], ["regions", "--lang", "suomi"]])
def test_wrong_words_are_usage_errors(run: Run, words: list[str]) -> None:
    done = run(*words)
    assert done.code == 2
    assert "usage: verkosto" in done.err


@pytest.mark.parametrize("module", COMMANDS.values())
def test_every_command_has_a_module(module: str) -> None:
    assert callable(import_module(module).run)


def end(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let the command `backends` end with an error."""

    def fail(_: Any) -> NoReturn:
        raise error

    monkeypatch.setattr(import_module("verkosto.cli._backends"), "run", fail)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (CodebookError("kysely.toml: two faults.\n  kysely.toml: and another. \n\n"), 1),
        (InvalidResponsesError("9 issues"), 3),
        (UnprotectedTableError("not protected"), 4),
        (KeyboardInterrupt(), 130),
        (OSError(28, "No space left on device"), 1),
        (CodebookError(), 1),
    ],
)
def test_an_error_is_a_line_and_an_exit_code(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    end(monkeypatch, error)
    done = run("backends")
    assert done.code == code
    assert done.out == ""
    lines = done.err.splitlines()
    assert lines
    assert all(line.startswith("verkosto: ") for line in lines)
    assert "Traceback" not in done.err


def test_every_fault_of_a_codebook_has_its_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    end(monkeypatch, CodebookError("yksi.\nkaksi."))
    assert run("backends").err == "verkosto: yksi.\nverkosto: kaksi.\n"


def test_other_errors_are_not_hidden(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    end(monkeypatch, ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        run("backends")


def test_a_reader_that_went_away_is_no_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    end(monkeypatch, BrokenPipeError())
    done = run("backends")
    assert (done.code, done.err) == (141, "")


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_closed_pipe_leaves_no_complaint() -> None:
    code = "import sys\nfrom verkosto.cli import main\nsys.exit(main(['regions', 'kunta']))"
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([sys.executable, "-c", code], stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, "")


def test_our_warnings_are_lines_and_others_stay(
    run: Run, monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    def warn(_: Any) -> None:
        warnings.warn("3 issues\nin all", VerkostoWarning, stacklevel=1)
        warnings.simplefilter("default", ResourceWarning)
        warnings.warn("other", ResourceWarning, stacklevel=1)

    monkeypatch.setattr(import_module("verkosto.cli._backends"), "run", warn)
    done = run("backends")
    assert done.code == 0
    assert done.err.startswith("verkosto: warning: 3 issues\nverkosto: in all\n")
    assert "ResourceWarning" in done.err or [str(w.message) for w in recwarn] == ["other"]


def test_streams_that_cannot_be_changed_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", object())
    _console.speak_utf8()


def test_an_entry_point_is_declared() -> None:
    import tomllib

    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["scripts"] == {"verkosto": "verkosto.cli:main"}


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "verkosto", "regions", "maakunta", "--of", "Helsinki", "--on", "2020-03-01"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.splitlines()[1:]) == (0, ["01  Uusimaa"])
