"""The pages about the command line: every command that a reader can copy is one that there is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from verkosto.cli._parser import COMMANDS, EXIT_CODES, parser

TOP = Path(__file__).parents[2]
PAGES = [TOP / "README.md", *sorted((TOP / "docs").rglob("*.md"))]
FENCES = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COPIED = sorted(
    {
        line.partition(">")[0].strip()
        for page in PAGES
        for block in FENCES.findall(page.read_text("utf-8"))
        for line in block.splitlines()
        if line.startswith("verkosto ")
    }
)


@pytest.mark.parametrize("line", COPIED)
def test_a_command_that_can_be_copied_is_understood(line: str) -> None:
    assert parser().parse_args(shlex.split(line)[1:]).command in COMMANDS


def test_there_are_commands_to_copy() -> None:
    assert {line.split()[1] for line in COPIED} >= set(COMMANDS) - {"backends"}


def test_the_reference_has_every_command_and_exit_code() -> None:
    page = (TOP / "docs/reference/cli.md").read_text("utf-8")
    assert set(re.findall(r"^\| `verkosto (\w+)", page, re.MULTILINE)) == set(COMMANDS)
    listed = re.findall(r"^  (\d+) ", EXIT_CODES, re.MULTILINE)
    assert re.findall(r"^\| (\d+) \|", page, re.MULTILINE) == listed
