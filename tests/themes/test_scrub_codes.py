"""Codes, numbers and addresses in answers, held against python-stdnum and the ways in which people write them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import iban
from stdnum.fi import hetu, ytunnus

from verkosto import themes
from verkosto.themes._codes_in_text import codes_in

CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def marked(text: str) -> list[tuple[str, str, bool]]:
    return [(text[found.start : found.end], found.kind, found.certain) for found in codes_in(text)]


@settings(max_examples=60)
@given(st.dates(), st.sampled_from("-+ABCDEFUVWXY"), st.integers(2, 999), st.sampled_from(CHECKS))
def test_identity_codes_are_certain_where_stdnum_says_so(day: object, sign: str, number: int, check: str) -> None:
    code = f"{day:%d%m%y}{sign}{number:03}{check}"
    found = marked(f"Tunnus {code}, kiitos")
    assert found == [(code, "identity_code", found[0][2])]
    # Older editions of stdnum know fewer signs of the century; the check does not depend on them.
    plain = f"{code[:6]}{'-' if sign in 'UVWXY-' else 'A' if sign in 'ABCDEF' else '+'}{code[7:]}"
    assert found[0][2] == hetu.is_valid(plain, allow_temporary=True)


@settings(max_examples=60)
@given(st.integers(1_000_000, 9_999_999), st.integers(0, 9))
def test_business_ids_are_certain_where_stdnum_says_so(number: int, check: int) -> None:
    right = ytunnus.is_valid(f"{number}{check}")
    for written in (f"{number}-{check}", f"FI{number}{check}"):
        assert marked(f"y {written}.") == [(written, "business_id", right)]


@settings(max_examples=60)
@given(st.integers(0, 10**14 - 1), st.integers(0, 99))
def test_accounts_are_certain_where_stdnum_says_so(number: int, check: int) -> None:
    account = f"FI{check:02}{number:014}"
    right = iban.is_valid(account, check_country=False)
    spaced = " ".join(account[place : place + 4] for place in range(0, 18, 4))
    for written in (account, spaced, spaced.lower()):
        assert marked(f"Tili {written} on auki") == [(written, "account", right)]


def test_a_right_account_number_is_found_whatever_stands_after_it() -> None:
    rng = random.Random(7)  # noqa: S311 - the same every time
    for _ in range(50):
        body = f"{rng.randrange(10**14):014}"
        check = iban.calc_check_digits(f"FI00{body}")
        for after in (" kiitos", ".", " FI00", "", "\n2"):
            assert marked(f"FI{check}{body}{after}")[0] == (f"FI{check}{body}", "account", True)


@pytest.mark.parametrize(
    "number",
    [
        "040 123 4567", "0401234567", "040-1234567", "040-123 45 67", "(040) 123 4567", "044/1234567", "050.123.4567",
        "+358 40 123 4567", "+358401234567", "00358 40 1234567", "+358 (0)40 123 4567", "358401234567",
        "0 4 0 1 2 3 4 5 6 7",
        "014-123456", "014 123 456", "(09) 1234 567", "09-1234567", "0800 12345", "0600-12345", "019 234 5678",
        "0201234567",
        "+46 70 123 45 67", "+372 5123 4567",
    ],
)  # fmt: skip
def test_telephone_numbers(number: str) -> None:
    assert marked(f"Soita {number}, kiitos") == [(number, "phone", True)]
    assert marked(number) == [(number, "phone", True)]


def test_brackets_around_a_whole_number_are_no_part_of_it() -> None:
    assert marked("Matti (040 123 4567) auttaa") == [("040 123 4567", "phone", True)]
    assert marked("Matti ((040) 123 4567) auttaa") == [("(040) 123 4567", "phone", True)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a.b-c+d@mail.jarjesto.fi", "a.b-c+d@mail.jarjesto.fi"),
        ("MATTI@ESIMERKKI.COM", "MATTI@ESIMERKKI.COM"),
        ("Kirjoita matti @ esimerkki.fi.", "matti @ esimerkki.fi"),
        ("matti.m (at) esimerkki (dot) fi", "matti.m (at) esimerkki (dot) fi"),
        ("matti [ät] esimerkki piste fi", "matti [ät] esimerkki piste fi"),
        ("matti miukumauku esimerkki.fi", "matti miukumauku esimerkki.fi"),
        ("maija ät esimerkki.fi", "maija ät esimerkki.fi"),
        ("m.m at esimerkki.fi", "m.m at esimerkki.fi"),
    ],
)
def test_email_as_it_is_written_to_fool_machines(text: str, found: str) -> None:
    assert marked(text) == [(found, "email", True)]


def test_email_without_its_ending_is_doubtful_and_a_meeting_at_a_site_is_none() -> None:
    assert marked("matti@esimerkki") == [("matti@esimerkki", "email", False)]
    assert marked("We meet at esimerkki.fi") == [("esimerkki.fi", "url", True)]
    assert marked("kahvit @ kirjasto") == []


@pytest.mark.parametrize(
    ("text", "found", "kind"),
    [
        ("ks. https://esimerkki.fi/a?b=c).", "https://esimerkki.fi/a?b=c", "url"),
        ("ks. www.esimerkki.fi!", "www.esimerkki.fi", "url"),
        ("bit.ly/abc", "bit.ly/abc", "url"),
        ("seuraa @kissat_jkl.", "@kissat_jkl", "handle"),
        ("Kauppakatu 5 B 12, 40100 Jyväskylä", "Kauppakatu 5 B 12, 40100 Jyväskylä", "address"),
        ("Storgatan 3-5 b", "Storgatan 3-5 b", "address"),
        ("PL 12, 00101 Helsinki", "PL 12, 00101 Helsinki", "address"),
        ("posti 40100 Jyväskylä", "40100 Jyväskylä", "address"),
        ("yhdistysrekisterinumero: 123.456", "123.456", "register_number"),
        ("r.nro 123456", "123456", "register_number"),
        ("tilille 123456-785", "123456-785", "account"),
        ("kortti 4539 1488 0343 6467", "4539 1488 0343 6467", "account"),
        ("y-tunnus on 20774740", "20774740", "business_id"),
        ("synt. 1.2.1960", "1.2.1960", "birth_date"),
        ("131052-XXXX", "131052-XXXX", "birth_date"),
        ("puh. 123 4567", "123 4567", "phone"),
    ],
)
def test_other_codes(text: str, found: str, kind: str) -> None:
    assert marked(text) == [(found, kind, True)]


@pytest.mark.parametrize(
    ("text", "found", "kind"),
    [
        ("auto ABC-123", "ABC-123", "vehicle"),
        ("perustettu 12.3.1975", "12.3.1975", "birth_date"),
        ("keksittykatu 5", "keksittykatu 5", "address"),
        ("numero 123456-785", "123456-785", "account"),
        ("4539 1488 0343 6468", "4539 1488 0343 6468", "account"),
        ("yli 12000 Kävijää", "12000 Kävijää", "address"),
    ],
)
def test_what_may_be_something_else_is_doubtful(text: str, found: str, kind: str) -> None:
    assert marked(text) == [(found, kind, False)]


@pytest.mark.parametrize(
    "text",
    [
        "Vuosina 2020-2024 ja 1999–2001", "040 euroa", "100 000-200 000 euroa", "100000-200000 e", "klo 09 00-10 00",
        "1.2.2020 ja 02/03/2020", "09 2020-2024", "Valtatie 9", "12000 euroa", "12000 Euroa", "COVID-19", "EU-27",
        "1:20 000",
        "+20 000 000", "2019 2020 2021 2022", "150120 a 200 k", "0,40", "XX12 3456 7890 1234", "FI21 1234", "123456-1",
    ],
)  # fmt: skip
def test_traps(text: str) -> None:
    assert marked(text) == []


@pytest.mark.parametrize(
    "text",
    ["a" * 15_000, "1 " * 7_500, "a." * 7_500, "@" * 15_000, "0 4" * 5_000, " at " * 3_750, "FI12 " * 3_000,
     "a@" * 7_500,
     "A-" * 7_500, "0" * 15_000, "+358 " * 3_000, "[henkilö?]" * 1_500, "Aa. " * 3_750, "ry " * 5_000, "Ã¤" * 7_500,
     "Salo-Lahti " * 1_250, "12 Aa " * 2_500, "synt " * 3_000, "lainen " * 2_000, "a-\n" * 5_000, "+358." * 3_000],
)  # fmt: skip
def test_long_answers_end(text: str) -> None:
    found = themes.Scrubber(["Matti Meikäläinen"], ["Suomen Aa ry"]).scrub(text)
    assert found.original == text
    assert all(0 <= mark.start < mark.end <= len(text) for mark in found.marks)
