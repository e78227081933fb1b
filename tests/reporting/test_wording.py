from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import verkosto.reporting
from verkosto.reporting._wording import say, wordings
from verkosto.text import LANGUAGES

ROOM = Path(verkosto.reporting.__file__).parent
# Keys that are put together from a value: alt_bars, base_asked, names of intervals.
COMPOSED = ("alt_", "base_", "by_", "chart_", "interval_", "method_", "note_", "sampling_")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", wordings())
def test_a_wording_has_three_languages_and_one_set_of_placeholders(key: str) -> None:
    text = wordings()[key]
    assert text.languages == LANGUAGES
    assert placeholders(text.get("fi")) == placeholders(text.get("sv")) == placeholders(text.get("en"))


def test_every_wording_is_used() -> None:
    sources = [*ROOM.glob("*.py"), *ROOM.glob("templates/*.html")]
    used = set(re.findall(r"""["'](\w+)["']""", "\n".join(p.read_text("utf-8") for p in sources)))
    assert {key for key in wordings() if key not in used and not key.startswith(COMPOSED)} == set()


def test_placeholders_are_filled() -> None:
    assert say("grouped", "sv", names="landskap") == "efter grupp: landskap"
