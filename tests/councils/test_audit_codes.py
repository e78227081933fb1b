"""The codes of an audit, and the reference page that explains each."""

from __future__ import annotations

import re
from pathlib import Path

from verkosto.councils import AUDIT_CODES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "councils.md"
ROW = re.compile(r"^\| `(\w+)` \| [^|]+ \| [^|]+ \|$", re.MULTILINE)


def test_the_reference_explains_every_code_in_their_order() -> None:
    _, part = PAGE.read_text("utf-8").split("\n## What an audit can find\n")
    assert ROW.findall(part) == list(AUDIT_CODES)


def test_every_code_has_one_line_of_explanation() -> None:
    for explanation in AUDIT_CODES.values():
        assert explanation.endswith(".")
        assert "\n" not in explanation
