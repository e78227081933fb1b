from __future__ import annotations

import pickle
from typing import Any

import pytest

from verkosto import regions
from verkosto.errors import AmbiguousAreaError, DateError, DateNotCoveredError, OptionError, UnknownAreaError

REGION_13 = [
    "Keski-Suomi",
    "Keski-Suomessa",
    "keski-suomen",
    "KESKI-SUOMEEN",
    " Keski\u2011Suomi ",
    "Keski – Suomella",
    "Keski−Suomi",
    "Keski Suomi",
    "KeskiSuomessa",
    "Keski-\u00a0Suomi.",
    "Keski-Suomessakin",
    "Keski-Suomen maakunta",
    "Keski-Suomen maakunnassa",
    "Mellersta Finland",
    "Mellersta Finlands landskap",
    "landskapet Mellersta Finland",
    "Region Mellersta Finland",
    "Central Finland",
    "Central Finland region",
    "the Region of Central Finland",
    "Keski-Suomi / Mellersta Finland",
    "Keski-Suomi (Mellersta Finland)",
]


@pytest.mark.parametrize("text", REGION_13)
def test_a_region_is_found_however_it_is_written(text: str) -> None:
    assert regions.find(text) == regions.area("maakunta", "13")
    assert regions.find(text, "maakunta") == regions.area("maakunta", "13")


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("Uudellamaalla", "maakunta", "01"),
        ("Lappi", "maakunta", "19"),
        ("Kainuu", "maakunta", "18"),
        ("Ahvenanmaa/Åland", "maakunta", "21"),
        ("Åland Islands", "maakunta", "21"),
        ("Finland Proper", "maakunta", "02"),
        ("Southern Savonia", "maakunta", "10"),
        ("Northern Savo", "maakunta", "11"),
        ("Etelä-Savo", "maakunta", "10"),
        ("Vaasa", "kunta", "905"),
        ("Espoon kaupungissa", "kunta", "049"),
        ("Esbo stad", "kunta", "049"),
        ("Esbos", "kunta", "049"),
        ("City of Helsinki", "kunta", "091"),
        ("Helsingin kaupunki", "kunta", "091"),
        ("Iitin kunta", "kunta", "142"),
        ("Pedersöre", "kunta", "599"),
        ("Pedersören kunnassa", "kunta", "599"),
        ("Koskella Tl", "kunta", "284"),
        ("Koski Tl:n", "kunta", "284"),
        ("S:t Karins", "kunta", "202"),
        ("St. Karins", "kunta", "202"),
        ("Sankt Michel", "kunta", "491"),
        ("Ackas", "kunta", "020"),
        ("Juga", "kunta", "176"),
        ("Gustav Adolfs", "kunta", "081"),
        ("Pöytis", "kunta", "636"),
        ("Aanaar", "kunta", "148"),
        ("Länsi-Turunmaalla", "kunta", "445"),
        ("Toholammin", "kunta", "849"),
        ("Satakunnan hyvinvointialueella", "hyvinvointialue", "06"),
        ("Keski-Suomen HVA", "hyvinvointialue", "15"),
        ("KESKI-SUOMEN HVA:LLA", "hyvinvointialue", "15"),
        ("Itä-Uudenmaan hyvinvointialue", "hyvinvointialue", "01"),
        ("itäuudenmaan hyvinvointialue", "hyvinvointialue", "01"),
        ("Vantaan ja Keravan hyvinvointialueen", "hyvinvointialue", "04"),
        ("Östra Nylands välfärdsområde", "hyvinvointialue", "01"),
        ("Lapland wellbeing services county", "hyvinvointialue", "21"),
        ("Pirha", "hyvinvointialue", "08"),
        ("Pohteessa", "hyvinvointialue", "19"),
        ("Siun soten", "hyvinvointialue", "14"),
        ("LUVN:n", "hyvinvointialue", "03"),
        ("KYS-erva", "erva", "4"),
        ("Oulun erva", "erva", "5"),
        ("Turun yliopistollisen sairaalan erityisvastuualue", "erva", "2"),
        ("Helsingin ja Uudenmaan sairaanhoitopiiri", "sairaanhoitopiiri", "25"),
        ("Länsi-Pohjan SHP", "sairaanhoitopiiri", "20"),
        ("Lapin ELY-keskuksessa", "ely", "15"),
        ("NTM-centralen i Nyland", "ely", "01"),
        ("Ahvenanmaan maakunnan vaalipiiri", "vaalipiiri", "05"),
        ("Vaasan vaalipiirissä", "vaalipiiri", "10"),
        ("Jyväskylän seutukunta", "seutukunta", "131"),
        ("Vakka-Suomessa", "seutukunta", "024"),
        ("Tunturi-Lapissa", "seutukunta", "196"),
        ("Oulun seudulla", "tyollisyysalue", "24"),
        ("Eteläisessä Keski-Suomessa", "tyollisyysalue", "06"),
    ],
)
def test_a_name_finds_its_area(text: str, kind: str, code: str) -> None:
    found = regions.find(text)
    assert (found.area_type, found.code) == (kind, code)
    assert regions.find(text, kind) == found


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("Kainuu", "hyvinvointialue", "20"),
        ("Keski-Uusimaa", "hyvinvointialue", "02"),
        ("Helsinki", "hyvinvointialue", "90"),
        ("Vantaa-Kerava", "hyvinvointialue", "04"),
        ("Åland", "hyvinvointialue", "91"),
        ("Häme", "ely", "04"),
        ("Kaakkois-Suomessa", "vaalipiiri", "08"),
        ("Ahvenanmaa", "vaalipiiri", "05"),
        ("Kuopio", "tyollisyysalue", "17"),
        ("Etelä-Suomi", "yta", "1"),
        ("HUS", "erva", "1"),
        ("HUS", "sairaanhoitopiiri", "25"),
        ("13", "maakunta", "13"),
        (" 1 ", "maakunta", "01"),
        ("fi1b1", "nuts3", "FI1B1"),
        ("Keski-Suomi", "nuts3", "FI198"),
    ],
)
def test_with_the_kind_stated_a_part_of_the_name_or_a_code_will_do(text: str, kind: str, code: str) -> None:
    assert regions.find(text, kind).code == code


def test_the_day_decides_between_versions() -> None:
    assert regions.find("Keski-Suomi", "nuts3", on="2023").code == "FI193"
    assert regions.find("Keski-Suomi", on="2020-03-01").on.isoformat() == "2020-03-01"
    assert regions.find("Kyrönmaa", on="2020").area_type == "seutukunta"


def test_former_municipalities_are_found_while_they_stand() -> None:
    assert regions.find("Valtimossa", on="2019").code == "911"
    with pytest.raises(UnknownAreaError, match=r"it merged into '541' \(Nurmes\) on 2020-01-01"):
        regions.find("Valtimossa", on="2020")
    with pytest.raises(UnknownAreaError, match=r"it merged into '444' \(Lohja\)"):
        regions.find("Karislojo")


def test_counties_of_earlier_days_are_found_when_asked_for() -> None:
    with pytest.raises(DateNotCoveredError, match="backcast=True"):
        regions.find("Keski-Suomen hyvinvointialue", on="2020")
    found = regions.find("Keski-Suomen hyvinvointialue", on="2020", backcast=True)
    assert found == regions.area("hyvinvointialue", "15", on="2020", backcast=True)


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Suupohja", ("seutukunta/141", "tyollisyysalue/38")),
        ("Etelä-Suomessa", ("suuralue/2", "nuts2/FI1C")),
        ("Helsinki-Uusimaa", ("suuralue/1", "nuts2/FI1B", "nuts3/FI1B1")),
    ],
)
def test_a_name_of_several_areas_is_never_decided(text: str, candidates: tuple[str, ...]) -> None:
    with pytest.raises(AmbiguousAreaError, match=r"can mean .* or .*State the kind, such as area_type=") as caught:
        regions.find(text)
    assert caught.value.candidates == candidates
    assert pickle.loads(pickle.dumps(caught.value)).candidates == candidates
    for candidate in candidates:
        assert repr(candidate.partition("/")[2]) in str(caught.value)


def test_two_areas_of_one_kind_are_told_apart_by_code(monkeypatch: pytest.MonkeyPatch) -> None:
    from verkosto.regions import _find
    from verkosto.regions._names import Spelling
    from verkosto.regions._readings import Reading

    both = tuple(Spelling("kunta", code, "nom") for code in ("284", "734"))
    monkeypatch.setattr(_find, "reading", lambda key: Reading((), both))
    with pytest.raises(AmbiguousAreaError, match=r"kunta '284' \(Koski Tl\) or kunta '734' \(Salo\)\. Ask by code"):
        regions.find("Koski")


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("Keski-Soumi", None, r"No region or municipality is called .* Did you mean 'Keski-Suomi' \(maakunta '13'\)"),
        ("Jyväskylläsä", None, r"'Jyväskylä' \(kunta '179'\)"),
        ("Koski", None, r"'Koski Tl' \(kunta '284'\)"),
        ("Keskisuomi hyvinvointi", "hyvinvointialue", "No hyvinvointialue is called"),
        ("Tukholma on kaunis", None, "Correct the name, or ask by code"),
        ("Espoo ja Vantaa, Kerava", None, "It is not one name. Look for the names in it: find_all"),
        ("Turku/Oulu", None, "It is not one name"),
        ("", None, "Give a name, such as 'Keski-Suomi'"),
        ("  ", "kunta", "No kunta is called ''. Give a name"),
        ("Häme", None, r"a part of the name of, ely '04' \(Hämeen ELY-keskus\) or vaalipiiri '06'"),
        ("Itä-Uusimaa", None, "area_type='hyvinvointialue'"),
        ("Jyväskylä", "maakunta", "kunta '179'.* area_of for the area of a municipality"),
        ("Keski-Suomen hyvinvointialue", "maakunta", "hyvinvointialue '15'"),
        ("Lappi", "kunta", r"maakunta '19' \(Lappi\)"),
        ("Ahvenanmaa", "kunta", "or 2 more"),
        ("13", None, "'13' looks like a code, and codes belong to a kind. Name it: area_type='maakunta'"),
        ("Espoo 02100", None, "No region or municipality is called 'Espoo 02100'"),
        ("99", "maakunta", "No maakunta has the code '99'"),
        ("x", "maakunat", "Did you mean 'maakunta'"),
    ],
)
def test_what_is_not_known_is_an_error_with_a_remedy(text: str, kind: str | None, message: str) -> None:
    with pytest.raises(UnknownAreaError, match=message) as caught:
        regions.find(text, kind)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


@pytest.mark.parametrize("text", [None, 13, ["Lahti"], b"Lahti"])
def test_a_name_that_is_no_text_is_refused(text: Any) -> None:
    with pytest.raises(OptionError, match="A name is text, not"):
        regions.find(text)


def test_days_are_checked_as_everywhere() -> None:
    with pytest.raises(DateError):
        regions.find("Lahti", on="1.3.2020")
    for text in ("Lahti", "Suupohja", "Vakka-Suomi"):
        with pytest.raises(DateNotCoveredError):
            regions.find(text, on="1999")
