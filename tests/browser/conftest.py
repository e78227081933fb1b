"""These tests open reports in Chromium. `.ci/run` gives them what they need in a step of its own.

They want Chromium on PATH (Debian's package `chromium`), Node.js, and the packages playwright-core and axe-core, whose
`node_modules` the environment variable VERKOSTO_AXE names. Without the variable nothing here is collected; with it
nothing is skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

collect_ignore_glob = [] if os.environ.get("VERKOSTO_AXE") else ["test_*.py"]

DRIVER = Path(__file__).with_name("drive.mjs")

Drive = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def drive(tmp_path_factory: pytest.TempPathFactory) -> Drive:
    """Return a function that carries out a plan of the driver in a new profile of Chromium."""
    modules = Path(os.environ["VERKOSTO_AXE"])
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    assert browser, "there is no chromium on PATH"
    assert (modules / "axe-core" / "axe.min.js").is_file(), f"VERKOSTO_AXE: no axe-core in {modules}"

    def drive(**plan: Any) -> dict[str, Any]:
        folder = tmp_path_factory.mktemp("chromium")
        place = folder / "plan.json"
        place.write_text(json.dumps({"browser": browser, "profile": str(folder / "profile"), **plan}), "utf-8")
        command = ["node", str(DRIVER), str(modules.resolve()), str(place)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    return drive
