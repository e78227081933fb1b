"""Compounds cut by what a dictionary knows, here a dictionary of a few words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto.themes._compounds import compound_lemma, split

FORMS = {
    "järjestö": "järjestö", "järjestöjen": "järjestö", "toiminta": "toiminta", "toiminnan": "toiminta",
    "ryhmä": "ryhmä", "vapaaehtoinen": "vapaaehtoinen", "vertaistuki": "vertaistuki", "vertainen": "vertainen",
    "keskus": "keskus", "kansa": "kansa", "lainen": "lainen", "yhteistyö": "yhteistyö", "yhteinen": "yhteinen",
    "kunnan": "kunta", "johtaja": "johtaja", "toiminnassa": "toiminta", "aina": "aina", "mikä": "mikä", "ykä": "ykä",
    "koko": "kokonaisuus", "kokonaisuus": "kokonaisuus", "naisuus": "kokonaisuus", "osallistavasti": "osallistava",
}  # fmt: skip


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("vapaaehtoistoiminnan", ("vapaaehtoinen", "toiminta")),
        ("vertaistukiryhmä", ("vertainen", "tuki", "ryhmä")),
        ("järjestöyhteistyö", ("järjestö", "yhteinen", "työ")),
        ("kunnanjohtaja", ("kunta", "johtaja")),
        ("järjestöjen-toiminta", ("järjestö", "toiminta")),
        ("sote-järjestö", ("sote", "järjestö")),
        ("digikeskus", ("digi", "keskus")),
        ("kansalainen", ()),
        ("toiminnassaryhmä", ()),
        ("järjestö", ()),
        ("kissa", ()),
        ("-", ()),
        ("", ()),
        ("-järjestö", ()),
        ("järjestö" * 20, ()),
        ("ryhmäykä", ()),
        ("keskusosallistavasti", ()),
    ],
)
def test_a_compound_is_cut_into_parts(word: str, parts: tuple[str, ...]) -> None:
    assert split(word, FORMS.get) == parts


def test_an_unknown_compound_has_the_dictionary_form_of_its_last_part() -> None:
    assert compound_lemma("järjestötoiminnan", FORMS.get) == "järjestötoiminta"
    assert compound_lemma("kissatoiminnan", FORMS.get) is None
    assert compound_lemma("järjestö" * 20, FORMS.get) is None


@given(
    st.dictionaries(st.text("ais", min_size=1, max_size=8), st.text("ais", min_size=1, max_size=12)),
    st.text("ais", max_size=30),
)
def test_no_dictionary_makes_it_go_on_for_ever(forms: dict[str, str], word: str) -> None:
    assert len(split(word, forms.get)) != 1
