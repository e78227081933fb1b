from __future__ import annotations

import datetime as dt
import pickle
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto import regions
from verkosto.errors import DateNotCoveredError, OptionError, UnknownAreaError

KINDS = [kind.code for kind in regions.area_types()]


@st.composite
def kinds_and_days(draw: st.DrawFn) -> tuple[str, dt.date]:
    kind = draw(st.sampled_from(KINDS))
    covered = regions.area_type(kind).covered
    assert covered.first is not None
    assert covered.last is not None
    return kind, draw(st.dates(covered.first, covered.last))


@given(kinds_and_days())
def test_every_municipality_lies_in_exactly_one_area_of_a_kind_on_a_day(asked: tuple[str, dt.date]) -> None:
    kind, day = asked
    found = [code for area in regions.areas(kind, on=day, official=False) for code in area.municipalities]
    assert sorted(found) == [area.code for area in regions.areas("kunta", on=day)]


@given(kinds_and_days(), st.data())
def test_the_area_of_a_municipality_is_the_one_that_lists_it(asked: tuple[str, dt.date], data: st.DataObject) -> None:
    kind, day = asked
    area = data.draw(st.sampled_from(regions.areas(kind, on=day, official=False)))
    municipality = data.draw(st.sampled_from(area.municipalities))
    assert regions.area_of(municipality, kind, on=day) == area
    assert regions.area_of(municipality.lstrip("0"), kind, on=str(day)) == area
    assert regions.area(kind, area.code, on=day) == area
    assert regions.merged_into(municipality, on=day) == municipality


@given(kinds_and_days())
def test_areas_are_sorted_valid_on_the_day_and_say_the_day(asked: tuple[str, dt.date]) -> None:
    kind, day = asked
    found = regions.areas(kind, on=day, official=False)
    assert [area.code for area in found] == sorted({area.code for area in found})
    for area in found:
        assert area.on == day
        assert area.area_type == kind
        assert area.valid.on(day)
        assert list(area.municipalities) == sorted(set(area.municipalities)) != []
    assert regions.areas(kind, on=day) == tuple(area for area in found if area.official)


@given(kinds_and_days(), kinds_and_days())
def test_an_area_is_listed_on_the_days_that_it_is_valid(asked: tuple[str, dt.date], other: tuple[str, dt.date]) -> None:
    kind, day = asked
    later = other[1]
    if not regions.area_type(kind).covered.on(later):
        with pytest.raises(DateNotCoveredError):
            regions.areas(kind, on=later)
        return
    listed = {area.code for area in regions.areas(kind, on=later, official=False)}
    for area in regions.areas(kind, on=day, official=False):
        assert area.valid.on(later) == (area.code in listed)


@pytest.mark.parametrize(
    ("municipality", "kind", "on", "code"),
    [
        ("179", "maakunta", "2020-03-01", "13"),
        ("091", "hyvinvointialue", None, "90"),
        ("478", "hyvinvointialue", None, "91"),
        ("478", "erva", None, "6"),
        ("398", "erva", "2017-12-31", "3"),
        ("398", "erva", "2018-01-01", "1"),
        ("541", "erva", "2022-06-01", "4"),
        ("785", "maakunta", "2015-12-31", "18"),
        ("785", "maakunta", "2016-01-01", "17"),
        ("785", "nuts3", "2017-06-01", "FI1D4"),
        ("785", "nuts3", "2018-01-01", "FI1D9"),
        ("142", "maakunta", "2020-12-31", "08"),
        ("142", "maakunta", "2021-01-01", "07"),
        ("142", "nuts3", "2023-12-31", "FI1C4"),
        ("142", "nuts3", "2024-01-01", "FI1C6"),
        ("291", "maakunta", "2021-01-01", "06"),
        ("152", "maakunta", "2021-01-01", "14"),
        ("090", "maakunta", "2021-01-01", "12"),
        ("171", "maakunta", "2021-01-01", "11"),
        ("911", "maakunta", "2020-03-01", "12"),
        ("911", "kunta", "2020-03-01", "541"),
        ("911", "kunta", "2019-12-31", "911"),
        ("084", "maakunta", "2013-01-01", "17"),
        ("049", "vaalipiiri", None, "02"),
    ],
)
def test_known_places_lie_where_they_did(municipality: str, kind: str, on: str | None, code: str) -> None:
    assert regions.area_of(municipality, kind, on=on).code == code


@pytest.mark.parametrize(
    ("former", "before", "after", "on"),
    [
        ("911", "911", "541", "2020-01-01"),
        ("588", "588", "507", "2025-01-01"),
        ("099", "099", "214", "2021-01-01"),
        ("174", "174", "297", "2017-01-01"),
        ("413", "413", "609", "2015-01-01"),
    ],
)
def test_a_municipality_is_followed_to_where_it_merged(former: str, before: str, after: str, on: str) -> None:
    day = dt.date.fromisoformat(on)
    assert regions.merged_into(former, on=day - dt.timedelta(days=1)) == before
    assert regions.merged_into(former, on=day) == regions.merged_into(former) == after


def test_an_area_carries_its_identifiers_and_shows_itself_briefly() -> None:
    area = regions.area("maakunta", "13", on="2021")
    assert (area.iso_3166_2, area.nuts3_2021, area.nuts3_2024) == ("FI-08", "FI193", "FI198")
    assert str(area) == "Keski-Suomi"
    assert area.name.get("sv") == "Mellersta Finland"
    assert "179" in area.municipalities
    assert "179" not in repr(area)
    assert regions.area("erva", "1").iso_3166_2 is None
    assert pickle.loads(pickle.dumps(area)) == area
    assert len({area, regions.area("maakunta", "13", on="2021-01-01")}) == 1


def test_the_mainland_has_eighteen_regions() -> None:
    mainland = [a.code for a in regions.areas("maakunta", on="2020-03-01") if a.code != "21"]
    assert len(mainland) == 18
    assert regions.area("maakunta", "21").name.en == "Åland"


@pytest.mark.parametrize(
    ("kind", "given_code", "code"),
    [("maakunta", "1", "01"), ("kunta", " 49 ", "049"), ("erva", "1", "1"), ("sairaanhoitopiiri", "0", "00")],
)
def test_lost_leading_zeros_are_given_back(kind: str, given_code: str, code: str) -> None:
    assert regions.area(kind, given_code).code == code


@pytest.mark.parametrize(
    ("kind", "code", "on", "message"),
    [
        ("maakunta", "Keski-Suomi", "2020", r"Did you mean '13' \(Keski-Suomi\)"),
        ("maakunta", "03", "2020", r"No maakunta has the code '03' on 2020-01-01\. List them: areas\("),
        ("kunta", "911", "2021", r"Valtimo \(911\).*it merged into '541' \(Nurmes\) on 2020-01-01\. Ask"),
        ("seutukunta", "151", "2021", r"'151' \(Kyrönmaa\) stands from 2013-01-01 to 2020-12-31, not on"),
        ("nuts3", "FI198", "2023", r"'FI198' \(Keski-Suomi\) stands from 2024-01-01 on, not on 2023"),
    ],
)
def test_an_area_that_does_not_stand_is_an_error_with_a_remedy(kind: str, code: str, on: str, message: str) -> None:
    with pytest.raises(UnknownAreaError, match=message):
        regions.area(kind, code, on=on)


@pytest.mark.parametrize(
    ("code", "hint"),
    [("0491", r"'049' \(Espoo\)"), ("Espo", r"'049' \(Espoo\)"), ("000", "Give a code such as '091'")],
)
def test_a_code_that_no_municipality_has_is_an_error(code: str, hint: str) -> None:
    with pytest.raises(UnknownAreaError, match=hint):
        regions.area_of(code, "maakunta")
    for ask in (regions.merged_into, regions.municipality_name):
        with pytest.raises(UnknownAreaError, match=hint):
            ask(code)


def test_the_name_of_a_municipality_needs_no_day() -> None:
    assert regions.municipality_name("049") == regions.area("kunta", "049").name
    assert regions.municipality_name("84").get("en") == "Haukipudas"


def test_a_code_that_is_no_text_is_refused() -> None:
    with pytest.raises(OptionError, match="Write '13' in quotes"):
        regions.area("maakunta", 13)  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="leading zeros"):
        regions.area_of(49, "maakunta")  # type: ignore[arg-type]


def test_asking_for_areas_loads_no_heavy_library() -> None:
    script = (
        "import sys; from verkosto import regions; regions.areas('maakunta'); "
        "regions.area_of('179', 'erva', on='2020-03-01'); regions.answer_codes('kunta'); "
        "regions.find('Keski-Suomessa'); regions.find_all('Pirha'); "
        "heavy = {'pandas', 'numpy', 'babel', 'cattrs', 'requests', 'tomlkit'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
