from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto import regions
from verkosto.errors import DateNotCoveredError
from verkosto.regions import _answers, _tables, answer_codes, normalise
from verkosto.text import LocalText


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


def test_spaces_case_and_composition_do_not_matter() -> None:
    decomposed = unicodedata.normalize("NFD", "Äänekoski")
    assert normalise(f"\u00a0{decomposed.upper()}  ") == "äänekoski"
    assert normalise("Koski\u00a0 Tl") == "koski tl"


@pytest.mark.parametrize("kind", [kind.code for kind in regions.area_types()])
def test_every_code_of_a_kind_is_an_answer_and_every_answer_gives_a_code(kind: str) -> None:
    codes = answer_codes(kind)
    for area in regions.areas(kind, official=False):
        assert codes[normalise(area.code)] == area.code
        assert codes[normalise(area.code.lstrip("0") or "0")] == area.code
        assert codes[normalise(area.name.fi)] == area.code
    assert all(normalise(text) == text for text in codes)


@pytest.mark.parametrize(
    ("kind", "answer", "code"),
    [
        ("kunta", "49", "049"),
        ("kunta", "049", "049"),
        ("kunta", "Esbo", "049"),
        ("kunta", "ESPOO ", "049"),
        ("kunta", "Haukipudas", "084"),
        ("maakunta", "Central Finland", "13"),
        ("maakunta", "lappland", "19"),
        ("hyvinvointialue", "Keski-Suomen hyvinvointialue", "15"),
        ("hyvinvointialue", "Helsingfors stad", "90"),
        ("nuts3", "fi1b1", "FI1B1"),
    ],
)
def test_answers_give_codes(kind: str, answer: str, code: str) -> None:
    assert answer_codes(kind)[normalise(answer)] == code


def test_former_municipalities_keep_their_code_before_and_after_they_merge() -> None:
    for on in ("2019", "2020"):
        assert answer_codes("kunta", on=on)["valtimo"] == answer_codes("kunta", on=on)["911"] == "911"


def test_areas_of_other_days_are_no_answers() -> None:
    assert "kyrönmaa" in answer_codes("seutukunta", on="2020")
    assert "kyrönmaa" not in answer_codes("seutukunta", on="2021")
    assert answer_codes("nuts3", on="2023")["keski-suomi"] == "FI193"
    assert answer_codes("nuts3", on="2024")["keski-suomi"] == "FI198"


def test_a_name_of_two_areas_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    koski, other = (_tables.AreaFacts(code, LocalText("Koski"), None, None) for code in ("283", "284"))
    monkeypatch.setattr(_answers, "area_facts", lambda kind: {"283": koski, "284": other})
    codes = _answers._codes.__wrapped__("kunta", dt.date(2013, 1, 1))
    assert codes == {"283": "283", "284": "284"}


def test_the_mapping_is_made_once_for_days_without_a_change_and_cannot_be_changed() -> None:
    codes = answer_codes("maakunta", on="2020-03-01")
    assert codes is answer_codes("maakunta", on="2020-12-31")
    with pytest.raises(TypeError):
        codes["x"] = "01"  # type: ignore[index]


def test_a_day_outside_the_covered_years_is_an_error() -> None:
    with pytest.raises(DateNotCoveredError):
        answer_codes("erva", on="2023")
