"""Ids from titles, and lists of options that are areas."""

from __future__ import annotations

import pytest

from verkosto.instruments import Option
from verkosto.responses import area_choice, slug


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Mikä on kotikunta?", "kotikunta"),
        ("Mitkä ovat teidän palvelunne?", "palvelunne"),
        ("Mistä saitte tietoa?", "saitte_tietoa"),
        ("Hur är er verksamhet?", "er_verksamhet"),
        ("Mikä on?", "mika_on"),
        ("?", "kysymys"),
    ],
)
def test_words_that_tell_nothing_stand_in_no_id(title: str, name: str) -> None:
    assert slug(title, ()) == name


@pytest.mark.parametrize(
    ("codes", "labels", "kind"),
    [
        (("049", "091"), ("Espoo", "Helsinki"), "kunta"),
        (("49", "91"), ("Esbo", "Helsingfors"), "kunta"),
        (("049", "837"), ("049", "837"), "kunta"),
        (("Espoo", "Helsinki"), ("Espoo", "Helsinki"), "kunta"),
        (("1", "2"), ("Uusimaa", "Varsinais-Suomi"), "maakunta"),
        (("1", "2"), ("1", "2"), None),
        (("049", "091"), ("Helsinki", "Espoo"), None),
        (("1", "2"), ("Kyllä", "Ei"), None),
        (("049", "xx"), ("Espoo", "Muu"), None),
    ],
)
def test_options_are_areas_where_code_and_label_mean_one(
    codes: tuple[str, ...], labels: tuple[str, ...], kind: str | None
) -> None:
    options = [Option(code, label) for code, label in zip(codes, labels, strict=True)]
    special = Option("eos", "En osaa sanoa", kind="dont_know")
    assert area_choice([*options, special]) == (None if kind is None else (kind, (special,)))
