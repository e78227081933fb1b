"""Theme: what its fields may hold, and how each slip is told."""

from __future__ import annotations

from typing import Any

import pytest

from verkosto.errors import CodebookError
from verkosto.instruments import Option
from verkosto.text import LocalText
from verkosto.themes import Theme, ThemeSet


def fault(*given: Any, **more: Any) -> str:
    with pytest.raises(CodebookError) as caught:
        Theme(*given, **more)
    return str(caught.value)


def test_a_plain_string_is_finnish_and_one_text_is_a_list_of_one() -> None:
    theme = Theme("tilat", "Tilat", definition="Tilat.", examples="Kokoustila", patterns="tila", former=["toimitilat"])
    assert theme.label == LocalText("Tilat")
    assert (theme.examples, theme.patterns, theme.former) == (("Kokoustila",), ("tila",), ("toimitilat",))
    assert theme.codable
    assert theme.option == Option("tilat", LocalText("Tilat"))


def test_lines_end_alike_and_blank_languages_are_left_out() -> None:
    theme = Theme("a", {"fi": "A", "sv": " ", "en": ""}, use="yksi\r\nkaksi\rkolme", examples=["x\r\ny"])
    assert theme.label == LocalText("A")
    assert theme.use == LocalText("yksi\nkaksi\nkolme")
    assert theme.examples == ("x\ny",)


def test_colors_and_guids_are_taken_in_the_forms_that_programs_write() -> None:
    theme = Theme("a", "A", color="#0aF", guid="{5215cc69-b628-4e02-afb9-9beeaee55808}")
    assert (theme.color, theme.guid) == ("#00aaFF", "5215cc69-b628-4e02-afb9-9beeaee55808")
    assert Theme("a", "A", color="#2364a2").color == "#2364a2"


@pytest.mark.parametrize("code", ["", " a", "a]", "a\nb", "*", "x" * 201, None, 5, "a\x00"])
def test_an_id_can_be_a_code(code: Any) -> None:
    assert "theme id" in fault(code, "A")
    assert "Give a short id such as 'tilat'" in fault(code, "A")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"label": 5}, "theme 'a': label: A text is a string or a LocalText, not int"),
        ({"label": {"sv": "A"}}, "theme 'a': label: A text needs its Finnish form"),
        ({"label": {"fi": "A", "no": "B"}}, "theme 'a': label: No language 'no'"),
        ({"label": "  "}, "theme 'a': label is blank. Write it, or leave it out."),
        ({"label": "A\tB"}, "theme 'a': label has a line break or a tab. Write it on one line."),
        ({"label": {"fi": "A", "sv": "B\u2028"}}, "theme 'a': label.sv has a line break"),
        ({"definition": ""}, "theme 'a': definition is blank"),
        ({"definition": 5}, "theme 'a': definition: A text is a string"),
        ({"use": "a\x0bb"}, "theme 'a': use: character 2 (U+000B) can stand in no file. Take it out."),
        ({"avoid": "\ud800"}, "theme 'a': avoid: character 1 (U+D800) can stand in no file"),
        ({"examples": 5}, "theme 'a': examples must be a list of texts, not 5. Write it as ['…', '…']."),
        ({"examples": {"a": 1}}, "theme 'a': examples must be a list of texts"),
        ({"examples": ["x", None]}, "theme 'a': examples[2] must be text, not None. Put it in quotes."),
        ({"examples": [" "]}, "theme 'a': examples[1] is blank"),
        ({"patterns": ["a\nb"]}, "theme 'a': patterns[1] has a line break"),
        ({"former": ["a"]}, "theme 'a': former 'a' can be no earlier id of it. Leave it out."),
        ({"former": ["b]"]}, "theme 'a': former 'b]' can be no earlier id of it"),
        ({"parent": "a"}, "theme 'a' is its own parent. Leave `parent` out."),
        ({"parent": 5}, "theme 'a': parent is 5. Write the id of a theme in quotes."),
        ({"codable": "no"}, "theme 'a': codable is 'no'. Write True or False."),
        ({"color": "punainen"}, "theme 'a': color 'punainen' is none. Write it as '#2364A2', or leave it out."),
        ({"color": 5}, "theme 'a': color 5 is none"),
        ({"guid": "x"}, "theme 'a': guid 'x' is none. Leave it out: one is made when it is needed."),
        ({"guid": 5}, "theme 'a': guid 5 is none"),
    ],
)
def test_a_slip_is_told_with_its_place_and_remedy(more: dict[str, Any], told: str) -> None:
    assert told in fault("a", more.pop("label", "A"), **more)


def test_a_pattern_that_cannot_be_read_is_told_with_its_theme() -> None:
    told = fault("a", "A", patterns=["tila", "*"])
    assert told.startswith("theme 'a': ")
    assert "'*'" in told


def test_a_value_too_large_to_show_is_told_all_the_same() -> None:
    assert "a very large int" in fault("a", "A", color=10**5000)
    assert fault("a", "A", guid="x" * 500).count("x") < 80


def test_a_set_names_themes_and_itself() -> None:
    one = ThemeSet("Ryhmä", ["a", "b"])
    assert (one.label.fi, one.themes, one.guid) == ("Ryhmä", ("a", "b"), None)
    with pytest.raises(CodebookError, match="set: label is blank"):
        ThemeSet(" ")
