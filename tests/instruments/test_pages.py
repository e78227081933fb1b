"""The codebooks that the documentation shows are codebooks, and its tables name every key."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest

from verkosto.instruments import ROLES, Column, Instrument, Option
from verkosto.instruments._values import KINDS

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = [DOCS / "how-to/codebook.md", DOCS / "reference/instruments.md"]
HEAD = 'format = "verkosto.instrument/1"\nid = "ote"\ntitle = "Ote"\n'
FENCES = [
    (page.name, text)
    for page in PAGES
    for text in re.findall(r"^```toml\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
]


@pytest.mark.parametrize(("page", "text"), FENCES)
def test_a_codebook_on_a_page_loads(tmp_path: Path, page: str, text: str) -> None:
    path = tmp_path / "k.toml"
    path.write_text(text if "format =" in text else HEAD + text, "utf-8")
    loaded = Instrument.load(path)
    assert loaded.questions
    if "format =" in text:
        assert {question.kind for question in loaded} == set(KINDS)


def test_the_pages_show_codebooks() -> None:
    assert len(FENCES) >= 2


def test_the_reference_names_every_key_kind_and_role() -> None:
    guide, reference = (page.read_text("utf-8") for page in PAGES)
    classes = [Instrument, Column, Option, *KINDS.values()]
    keys = {field.name for cls in classes for field in attrs.fields(cls)}
    assert not [word for word in [*keys, *KINDS] if f"`{word}`" not in reference]
    assert not [role for role in ROLES if f"`{role}`" not in guide]
