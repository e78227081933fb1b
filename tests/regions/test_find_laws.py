"""What holds for every form of every name, on every covered day."""

from __future__ import annotations

import csv
import datetime as dt
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto import regions
from verkosto.errors import AmbiguousAreaError, DateNotCoveredError, UnknownAreaError
from verkosto.regions import Area, _names, _tables
from verkosto.regions._spelling import DASHES

with (Path(_tables.__file__).with_name("data") / "name_forms.csv").open(encoding="utf-8", newline="") as file:
    FORMS = [
        (row["area_type"], row["code"], form)
        for row in csv.DictReader(file)
        for case in _names.CASES
        for form in row[case].split("|")
        if form
    ]
DAYS = st.dates(dt.date(2013, 1, 1), dt.date(2026, 12, 31))
CASINGS: list[Callable[[str], str]] = [str, str.upper, str.lower, str.title, str.swapcase]
SPACES = st.text(" \u00a0\t\u2009", max_size=3)


@st.composite
def spellings(draw: st.DrawFn, form: str) -> str:
    """The form as somebody else writes it."""
    written = "".join(
        draw(SPACES) + draw(st.sampled_from(DASHES)) + draw(SPACES) if letter == "-" else letter for letter in form
    )
    written = draw(st.sampled_from(CASINGS))(written)
    written = unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), written)
    return draw(SPACES) + written.replace(" ", " " + draw(SPACES)) + draw(SPACES)


def outcome(text: str, kind: str | None, day: dt.date | None) -> Area | tuple[str, ...] | type[Exception]:
    try:
        return regions.find(text, kind, on=day)
    except AmbiguousAreaError as error:
        return error.candidates
    except (UnknownAreaError, DateNotCoveredError) as error:
        return type(error)


@pytest.mark.parametrize("kind", sorted({kind for kind, _, _ in FORMS}))
def test_every_form_of_the_table_finds_its_area_or_lists_it(kind: str) -> None:
    for known, code, form in FORMS:
        if known != kind:
            continue
        for asked in (kind, None):
            found = outcome(form, asked, dt.date(2013, 1, 1) if kind == "kunta" else None)
            if isinstance(found, Area):
                assert (found.area_type, found.code) == (kind, code), form
            elif isinstance(found, tuple):
                assert f"{kind}/{code}" in found
                assert kind not in ("maakunta", "kunta")
            else:
                last = _tables.area_facts(kind)[code].last
                assert found is UnknownAreaError
                assert last is not None
                assert last < dt.date(2013 if kind == "kunta" else 2026, 1, 1)


@given(st.data(), st.sampled_from(FORMS), DAYS)
def test_case_spaces_dashes_and_composition_make_no_difference(
    data: st.DataObject, known: tuple[str, str, str], day: dt.date
) -> None:
    kind, _, form = known
    written = data.draw(spellings(form))
    for asked in (None, kind):
        assert outcome(written, asked, day) == outcome(form, asked, day)


@given(st.sampled_from([form for form in FORMS if "-" in form[2]]))
def test_a_dash_left_out_makes_no_difference(known: tuple[str, str, str]) -> None:
    kind, _, form = known
    expected = outcome(form, kind, None)
    assert outcome(form.replace("-", ""), kind, None) == expected
    assert outcome(form.replace("-", " "), kind, None) == expected


@given(st.sampled_from([kind.code for kind in regions.area_types()]), st.data())
def test_every_area_is_found_by_each_of_its_names_and_its_code_on_its_days(kind: str, data: st.DataObject) -> None:
    covered = regions.area_type(kind).covered
    assert covered.first is not None
    assert covered.last is not None
    day = data.draw(st.dates(covered.first, covered.last))
    area = data.draw(st.sampled_from(regions.areas(kind, on=day, official=False)))
    for text in (area.name.fi, area.name.sv, area.name.en, area.code):
        if text:
            assert regions.find(text, kind, on=day) == area


@given(st.text(max_size=40), st.sampled_from([None, "maakunta", "kunta", "hyvinvointialue"]))
def test_any_text_finds_an_area_or_is_one_of_the_three_errors(text: str, kind: str | None) -> None:
    outcome(text, kind, None)
