from __future__ import annotations

from typing import Any

import pytest

from verkosto import regions
from verkosto.errors import DateError, DateNotCoveredError, OptionError, UnknownAreaError


def told(text: str, **options: Any) -> list[tuple[str, str, tuple[str, ...]]]:
    """What is found, with the candidates as text."""
    found = regions.find_all(text, **options)
    assert all(text[m.start : m.end] == m.text for m in found)
    assert all(m.needs_context == bool(m.reasons) for m in found)
    return [(m.text, " ".join(map(str, m.candidates)), m.reasons) for m in found]


def test_the_longest_name_is_the_one_that_is_meant() -> None:
    assert told("Keski-Suomen hyvinvointialue, Keski-Suomen maakunta ja Keski-Suomi.") == [
        ("Keski-Suomen hyvinvointialue", "hyvinvointialue/15", ()),
        ("Keski-Suomen maakunta", "maakunta/13", ()),
        ("Keski-Suomi", "maakunta/13", ()),
    ]
    assert told("Etelä-Pohjanmaalla ja Pohjanmaalla") == [
        ("Etelä-Pohjanmaalla", "maakunta/14", ()),
        ("Pohjanmaalla", "maakunta/15", ()),
    ]


@pytest.mark.parametrize(
    ("text", "mention", "candidate"),
    [
        ("Kävin Uudellamaallakin.", "Uudellamaallakin", "maakunta/01"),
        ("yhteinen Espoon kaupungin hanke", "Espoon kaupungin", "kunta/049"),
        ("i landskapet Österbotten finns", "landskapet Österbotten", "maakunta/15"),
        ("i Nyland.", "Nyland", "maakunta/01"),
        ("in Central Finland, and", "Central Finland", "maakunta/13"),
        ("the City of Espoo", "City of Espoo", "kunta/049"),
        ("Lapland's north", "Lapland", "maakunta/19"),
        ("PIRHAN linjaus", "PIRHAN", "hyvinvointialue/08"),
        ("Siun soten alue", "Siun soten", "hyvinvointialue/14"),
        ("(Oulussa)", "Oulussa", "kunta/564"),
        ("Keski-\nSuomessa", "Keski-\nSuomessa", "maakunta/13"),
        ("Keski–Suomessa", "Keski–Suomessa", "maakunta/13"),
        ("#Espoo", "Espoo", "kunta/049"),
        ("Mikkelin kaupunginvaltuusto", "Mikkelin", "kunta/491"),
        ("Lapin lahti", "Lapin", "maakunta/19"),
        ("Lahden kaupunki", "Lahden kaupunki", "kunta/398"),
        ("Salon kunta", "Salon kunta", "kunta/734"),
        ("Kävin Salossa", "Salossa", "kunta/734"),
        ("Kävin Kotkassa", "Kotkassa", "kunta/285"),
    ],
)
def test_a_name_in_a_text_needs_no_context(text: str, mention: str, candidate: str) -> None:
    assert told(text) == [(mention, candidate, ())]


@pytest.mark.parametrize(
    ("text", "mention", "reasons"),
    [
        ("Lahden edustalla", "Lahden", ("word", "name")),
        ("Lahdessa sataa", "Lahdessa", ("word",)),
        ("Oli yö. Kotkassa nukuttiin", "Kotkassa", ("word",)),
        ("Oli yö.\n- Varkaus", "Varkaus", ("word",)),
        ("VARKAUS JA SEN SEURAUKSET", "VARKAUS", ("word",)),
        ("ehdokas Matti Salon", "Salon", ("name",)),
        ("eilen Lahden", "Lahden", ("name",)),
        ("yhtiö Nokian", "Nokian", ("name",)),
        ("vuosi jyväskylässä", "jyväskylässä", ("lower_case",)),
        ("lahden kaupunki", "lahden kaupunki", ("lower_case",)),
        ("vuosi etelä- ja Pohjois-Savossa", "etelä-", ("lower_case",)),
        ("eilen Itä-Lapissa", "Lapissa", ("compound",)),
        ("eilen Ita\u0308-Lapissa", "Lapissa", ("compound",)),
        ("iloinen Uusimaa-hanke", "Uusimaa", ("compound",)),
        ("iloinen Keski-Suomi\u2011päivä", "Keski-Suomi", ("compound",)),
        ("Lapin ja Espoon kaupungin", "Lapin", ("list",)),
        ("Eloisa puhuu", "Eloisa", ("word",)),
    ],
)
def test_a_name_that_may_be_something_else_is_marked(text: str, mention: str, reasons: tuple[str, ...]) -> None:
    assert told(text)[0][::2] == (mention, reasons)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lahden rannalla ja salossa",
        "kotka lensi",
        "katso lahti.fi tai www.espoo.fi/espoo",
        "https://espoo.fi/x",
        "info@espoo.fi",
        "Espoo@example.org",
        "keskisuomalainen",
        "Lahtinen Kuopiolainen",
        "Espoo2030",
        "regionen",
        "HUS",
        "Häme",
    ],
)
def test_what_is_no_name_is_no_mention(text: str) -> None:
    assert told(text) == []


def test_both_ends_of_a_dash_are_mentioned_and_both_halves_of_a_compound_marked() -> None:
    assert told("välillä Helsinki–Tampere") == [("Helsinki", "kunta/091", ()), ("Tampere", "kunta/837", ())]
    assert told("välillä Helsinki-Vantaan") == [
        ("Helsinki", "kunta/091", ("compound",)),
        ("Vantaan", "kunta/092", ("compound",)),
    ]


def test_names_that_share_an_end_are_all_mentioned() -> None:
    assert told("Etelä-, Keski- ja Pohjois-Pohjanmaalla") == [
        ("Etelä-", "maakunta/14", ()),
        ("Keski-", "maakunta/16", ()),
        ("Pohjois-Pohjanmaalla", "maakunta/17", ()),
    ]
    assert [row[1] for row in told("Länsi- ja Itä-Uudenmaan hyvinvointialueet")] == [
        "hyvinvointialue/03",
        "hyvinvointialue/01",
    ]
    assert [row[0] for row in told("Ylös- ja Pohjois-Savossa")] == ["Pohjois-Savossa"]
    assert [row[0] for row in told("Etelä ja Pohjois-Savossa")] == ["Pohjois-Savossa"]


def test_a_list_may_say_the_kind_at_its_end() -> None:
    assert told("Lapin, Kainuun ja Pirkanmaan hyvinvointialueet") == [
        ("Lapin", "maakunta/19", ("list",)),
        ("Kainuun", "maakunta/18", ("list",)),
        ("Pirkanmaan hyvinvointialueet", "hyvinvointialue/08", ()),
    ]
    assert told("Kainuun ja Pirkanmaan hyvinvointialueet", area_types=["maakunta"]) == [
        ("Kainuun", "maakunta/18", ("list",))
    ]
    assert told("Kainuussa ja Pirkanmaan hyvinvointialueella")[0][2] == ()
    assert told("Kainuun väki ja Pirkanmaan hyvinvointialue")[0][2] == ()
    assert told("Kainuun liitto, Lapin hyvinvointialue ja Oulun kaupunki")[0][2] == ()


def test_kinds_that_are_asked_for_are_the_ones_found() -> None:
    text = "Jyväskylässä, Keski-Suomessa ja Kainuun hyvinvointialueella"
    assert told(text, area_types=["hyvinvointialue"]) == [
        ("Keski-Suomessa", "hyvinvointialue/15", ()),
        ("Kainuun hyvinvointialueella", "hyvinvointialue/20", ()),
    ]
    assert told(text, area_types=("kunta", "seutukunta")) == [
        ("Jyväskylässä", "kunta/179 seutukunta/131", ("several",))
    ]
    assert told(text, area_types=iter(["kunta"])) == [("Jyväskylässä", "kunta/179", ())]
    assert told(text, area_types=()) == []
    assert told("Pirha", area_types=("maakunta",)) == []


def test_the_area_is_the_one_of_the_day() -> None:
    [merged] = regions.find_all("kunta nimeltä Oulunsalo")
    assert (merged.area, merged.reasons) == (None, ("not_standing",))
    assert str(merged.candidates[0]) == "kunta/567"
    [stood] = regions.find_all("kunta nimeltä Tarvasjoki", on="2014")
    assert stood.area == regions.area("kunta", "838", on="2014")
    text = "Keski-Suomen hyvinvointialue"
    assert regions.find_all(text, on="2020")[0].reasons == ("not_standing",)
    backcast = regions.find_all(text, on="2020", backcast=True)[0]
    assert backcast.area == regions.area("hyvinvointialue", "15", on="2020", backcast=True)
    assert backcast.reasons == ()
    assert "Hankasalmi" not in repr(backcast)


def test_versions_of_nuts_are_told_apart_by_the_day() -> None:
    for on, code in (("2023", "nuts3/FI193"), ("2024", "nuts3/FI198")):
        assert told("Keski-Suomessa", area_types=["nuts3"], on=on) == [("Keski-Suomessa", code, ())]


@pytest.mark.parametrize(("text", "kinds"), [(None, None), (b"Lahti", None), ("Lahti", "kunta")])
def test_what_is_no_text_or_no_list_of_kinds_is_refused(text: Any, kinds: Any) -> None:
    with pytest.raises(OptionError):
        regions.find_all(text, area_types=kinds)


def test_kinds_and_days_are_checked_though_nothing_is_found() -> None:
    with pytest.raises(UnknownAreaError, match="Did you mean 'kunta'"):
        regions.find_all("", area_types=["kuntta"])
    with pytest.raises(DateNotCoveredError, match="backcast=True"):
        regions.find_all("", area_types=["hyvinvointialue"], on="2020")
    with pytest.raises(DateNotCoveredError):
        regions.find_all("", on="1999")
    with pytest.raises(DateError):
        regions.find_all("", on="1.1.2020")
    assert regions.find_all("", area_types=["hyvinvointialue"], on="2020", backcast=True) == ()
