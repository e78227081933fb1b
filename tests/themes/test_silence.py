"""Answers that say nothing, and such as look like them and say something."""

from __future__ import annotations

import pytest

from verkosto.themes import says_nothing

NOTHING = """
-|–|.|...|?|???|!|*|x|X|/|--|🙂|👍👍|ei|Ei.|EI|en|Ei mitään|ei mitään!|Ei  kommentoitavaa|EI KOMMENTOITAVAA.
ei kommenttia|ei ole|Eipä mitään|ei mtn|En osaa sanoa|en osaa sanoa...|EOS|eos.|e.o.s.|en tiedä|Emme osaa sanoa
ei lisättävää|Ei muuta|ei toiveita|ei tule mieleen|Ei tule mitään mieleen|ei kiitos|Ei mitään, kiitos
ei tällä hetkellä|ei ole sanottavaa|nej|Inga kommentarer|ingen kommentar|inget|Ingenting|vet inte|Vet ej
kan inte säga|Inget att tillägga|inga åsikter|no|None|No comment|no comments.|N/A|n/a|n.a.|nothing|I don't know
I don’t know|dont know|nothing to add|not applicable
"""

SOMETHING = """
ei rahaa|Ei riitä aika|Ei mitään uutta byrokratiaa|en osaa hakea avustuksia|Ei ole tiloja
ei kommentoitavaa paitsi tilat|tila|2|10 %|raha|no money|nothing but money|inga pengar|Ingen tid
vet inte var man får lokaler|Kiitos hyvästä työstä|EU|None of the rooms is free|testiryhmä|Kyllä|ok
"""


def answers(listed: str) -> list[str]:
    return listed.replace("\n", "|").strip("|").split("|")


@pytest.mark.parametrize("text", [*answers(NOTHING), "", "   ", "\n\t", "\u200b", "-" * 100_000])
def test_it_says_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", [*answers(SOMETHING), "ei kommentoitavaa " * 50, "-" * 1000 + "tila", "🙂 tila"])
def test_it_says_something(text: str) -> None:
    assert not says_nothing(text)
