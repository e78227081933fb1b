"""What holds for mentions in any text."""

from __future__ import annotations

import csv
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto import regions
from verkosto.regions import _mentions, _names, _readings, _spelling, _tables

with (Path(_tables.__file__).with_name("data") / "name_forms.csv").open(encoding="utf-8", newline="") as file:
    FORMS = [
        (row["area_type"], row["code"], form)
        for row in csv.DictReader(file)
        if row["area_type"] in ("maakunta", "kunta")
        for case in _names.CASES
        for form in row[case].split("|")
        if form
    ]
PIECES = (
    "ja|Etelä-|Keski-Suomen|hyvinvointialue|Lahden|lahdessa|Salo|Pirha|-hanke|Itä-Lapissa|Esbo|stad|.|,|\n|\n\n|"
    "landskapet|kaupunki|Pohjois-Savossa|info@|koko|Nyland"
)
WORDS = st.sampled_from(PIECES.split("|"))
TEXTS = st.lists(WORDS | st.text(max_size=5), max_size=12).map(" ".join) | st.lists(WORDS).map("".join)


@given(TEXTS)
def test_mentions_lie_apart_in_order_and_say_what_stands_there(text: str) -> None:
    found = regions.find_all(text)
    assert all(before.end <= after.start for before, after in pairwise(found))
    for mention in found:
        assert text[mention.start : mention.end] == mention.text != ""
        assert mention.candidates
        assert (mention.area is None) == bool({"several", "not_standing"} & set(mention.reasons))
        if mention.area is not None:
            assert (mention.area.area_type, mention.area.code) == (
                mention.candidates[0].area_type,
                mention.candidates[0].code,
            )


@given(TEXTS)
def test_composition_makes_no_difference(text: str) -> None:
    one, other = (regions.find_all(unicodedata.normalize(form, text)) for form in ("NFC", "NFD"))
    assert [(m.candidates, m.reasons) for m in one] == [(m.candidates, m.reasons) for m in other]


@given(TEXTS, TEXTS)
def test_paragraphs_do_not_touch_one_another(one: str, other: str) -> None:
    both = regions.find_all(f"{one}\n\n{other}")
    apart = [*regions.find_all(one), *regions.find_all(other)]
    assert [(m.text, m.candidates) for m in both] == [(m.text, m.candidates) for m in apart]


@given(st.sampled_from(FORMS))
def test_every_form_is_found_in_a_sentence_as_find_finds_it(known: tuple[str, str, str]) -> None:
    kind, code, form = known
    [mention] = regions.find_all(f"Puhutaan nyt: kohde {form} on hyvä.", on="2013")
    assert mention.text == form
    assert [(ref.area_type, ref.code) for ref in mention.candidates] == [(kind, code)]
    if mention.area is not None:
        assert mention.area == regions.find(form, on="2013")
    assert set(mention.reasons) <= {"name", "not_standing"}


@pytest.mark.parametrize("text", ["Keski-", "Koski ", "Lahti:", "Etelä- ja ", "- ", "a", "a\u0301", "Keski\n"])
def test_the_work_grows_as_the_text(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in look-ups and not in seconds, so that a slow machine does not fail."""
    looked_up = 0

    def counting(key: str) -> _readings.Reading | None:
        nonlocal looked_up
        looked_up += 1
        return _readings.reading(key)

    monkeypatch.setattr(_mentions, "reading", counting)
    counts = []
    for times in (100, 200, 400):
        looked_up = 0
        regions.find_all(text * times)
        counts.append(looked_up)
    assert counts[2] - counts[1] <= 2 * (counts[1] - counts[0]) + 2
    assert counts[2] <= 400 * 4


def test_long_gaps_and_long_words_are_passed_in_one_step() -> None:
    for filler in (" ", "\u0301", "x", "-", "\u00ad"):
        text = f"Oulu {filler * 200_000} Espoo"
        assert {m.text for m in regions.find_all(text)} <= {"Oulu", "Espoo"}
        assert _spelling.key_of(text) in (None, "oulu espoo", f"oulu {filler * 200_000} espoo")
