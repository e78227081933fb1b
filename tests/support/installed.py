"""Packages that a test really installs, into a folder of its own and without a network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

__all__ = ["Site"]

_ALONE = ("--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check", "--quiet")


class Site:
    """A folder with the sources of packages, into which they are installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def install(self, *packages: str) -> None:
        """Build and install packages by the names of their folders."""
        self.run("-m", "pip", "install", *_ALONE, "--target", "packages", *(f"./{name}" for name in packages))

    def run(self, *words: str) -> str:
        """Run Python in a process of its own that finds the installed packages, and return what it prints."""
        keep = {k: v for k, v in os.environ.items() if not k.startswith(("COV_", "COVERAGE_", "PYTEST_"))}
        environment = keep | {"PYTHONPATH": str(self.folder / "packages"), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [sys.executable, *words], capture_output=True, text=True, cwd=self.folder, env=environment, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def passed(self, *tests: str) -> Counter[str]:
        """Run files of tests; count those that passed by the name of each file, where none failed or was left out."""
        form = ("-v", "-W", "error", "--rootdir", ".", "-p", "no:cacheprovider", "-p", "no:xdist")
        said = self.run("-m", "pytest", *form, *tests)
        told = re.findall(r"^(\S+?)::.* ([A-Z]+)\b", said, re.MULTILINE)
        assert {how for _, how in told} == {"PASSED"}, said
        return Counter(Path(file).name for file, _ in told)
