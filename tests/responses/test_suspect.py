"""What gives an identifier away, and what only resembles one."""

from __future__ import annotations

import time

import pytest

from verkosto.responses import looks_identifying, title_identifies


@pytest.mark.parametrize(
    "title",
    ["Sähköposti", "Sähköpostiosoite:", "E-mail", "email", "E-post", "Puhelin", "Puhelinnumero", "Puh.", "GSM", "Phone",
     "Henkilötunnus", "HETU", "Nimi", "Yhteystiedot:Nimi", "Vastaajan nimi", "Nimenne", "Sukunimi", "Name", "Namn",
     "Lähiosoite", "Postiosoite", "Address", "IP-osoite", "Syntymäaika", "Yhteyshenkilö", "Yhdyshenkilön tiedot",
     "Tilinumero", "IBAN", "SÄHKÖPOSTI\u00a0"],
)  # fmt: skip
def test_a_title_that_names_an_identifier(title: str) -> None:
    assert title_identifies(title)


@pytest.mark.parametrize(
    "title",
    ["Kotikunta", "Malli A", "Postinumero", "Nimitys", "Jäsenmäärä", "Perustelut", "Palaute", "", "Toimintanimike"],
)
def test_a_title_that_names_none(title: str) -> None:
    assert not title_identifies(title)


@pytest.mark.parametrize(
    "cell",
    ["matti.meikalainen@esimerkki.fi", "kirjoita a@b.fi tai soita", "<m@x.org>", "131052-308T", "tunnus 131052a308t.",
     "010203+123A", "0401234567", "040 123 4567", "+358 40 1234567", "09 1234567", "050-1234567", " 040 1234567 ",
     "soita 040 123 4567 illalla", "+46 70 123 4567", "Tavoitat: +35840 1234567.",
     "131052-308U", "131052\u2013308T", "tili FI21 1234 5600 0007 85"],
)  # fmt: skip
def test_a_cell_that_identifies(cell: str) -> None:
    assert looks_identifying(["x", cell])


@pytest.mark.parametrize(
    "cell",
    ["", "x", "00770", "049", "15100", "2020-03-01", "24.4.2020", "24.4.2020 10.31", "31.12.2021", "1 234 567",
     "@verkosto", "a@b", "0123456-7", "3,5", "12345678901234", "2020-2021", "123456789", "0,0401234567", "yhdistys040",
     "100000-200000", "FI21 1234 5600 0007 86", "2077474-0"],
)  # fmt: skip
def test_a_cell_that_only_resembles_an_identifier(cell: str) -> None:
    assert not looks_identifying([cell])


def test_long_cells_without_spaces_take_no_long_time() -> None:
    hostile = ["a" * 200_000 + "@", "@" * 100_000, ("a@" * 50_000) + "a", "1" * 200_000, "0401" * 50_000]
    start = time.process_time()
    assert not looks_identifying(hostile)
    # Generous: a search that goes back and forth takes minutes.
    assert time.process_time() - start < 5
