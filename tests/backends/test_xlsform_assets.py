"""Forms that Kobo's API gives with an asset."""

from __future__ import annotations

from typing import Any

import pytest

from verkosto.backends._xlsform import form_of_content
from verkosto.backends._xlsform_draft import draft_of_form
from verkosto.errors import CodebookError, SourceError

CONTENT: dict[str, Any] = {
    "translations": ["Suomi (fi)", None],
    "survey": [
        {"type": "begin_group", "name": "g", "label": ["Ryhmä", None], "$kuid": "k1"},
        {
            "type": "select_one",
            "select_from_list_name": "l",
            "$autoname": "x",
            "label": ["Mikä?", "Which?"],
            "required": True,
        },
        {
            "type": "select_multiple",
            "select_from_list_name": "l",
            "_or_other": True,
            "name": "y",
            "label": ["Mitkä?", None],
        },
        {"type": "end_group"},
        {"type": "select_one_from_file", "file": "k.csv", "name": "z", "label": ["Kunta", None]},
        "?",
    ],
    "choices": [
        {"list_name": "l", "name": "a", "label": ["Eka", "First"]},
        {"list_name": "l", "$autovalue": "b", "label": ["Toka", None]},
    ],
    "settings": {"default_language": "Suomi (fi)"},
}


def test_are_forms() -> None:
    draft = draft_of_form(form_of_content(CONTENT, "Kysely"))
    assert [question.id for question in draft] == ["g/x", "g/y", "z"]
    assert draft["g/y"].variables() == ("g/y[a]", "g/y[b]", "g/y[other]", "g/y[other].text")
    assert draft["g/x"].text.fi == "Mikä?"


@pytest.mark.parametrize("content", [None, {}, {"survey": "x"}, []])
def test_without_a_form_are_none(content: Any) -> None:
    with pytest.raises(SourceError, match=r"the asset has no form"):
        form_of_content(content, "Kysely")


def test_may_contradict_themselves() -> None:
    with pytest.raises(CodebookError, match=r"^Kysely"):
        form_of_content({"survey": [{"type": "begin_group", "name": "g"}]}, "Kysely")
