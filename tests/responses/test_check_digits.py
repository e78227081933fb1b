"""Check digits against python-stdnum, which was written by others, and cells that only resemble such numbers."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import iban
from stdnum.fi import hetu, ytunnus

from verkosto.responses import mark_of
from verkosto.responses._check_digits import _IBAN_LENGTHS, has_iban, has_identity_code, is_business_id

CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
SIGNS = "+-YXWVUABCDEF"


def code(day: int, month: int, year: int, sign: str, number: int) -> str:
    digits = f"{day:02}{month:02}{year:02}{number:03}"
    return f"{digits[:6]}{sign}{digits[6:]}{CHECKS[int(digits) % 31]}"


@given(
    st.integers(1, 31), st.integers(1, 12), st.integers(0, 99), st.sampled_from(SIGNS), st.integers(2, 999), st.data()
)
@settings(max_examples=200)
def test_identity_codes_are_those_of_an_oracle(
    day: int, month: int, year: int, sign: str, number: int, data: st.DataObject
) -> None:
    made = code(day, month, year, sign, number)
    assert has_identity_code(made) == hetu.is_valid(made, allow_temporary=True)
    other = data.draw(st.sampled_from(CHECKS.replace(made[-1], "")))
    assert not has_identity_code(made[:-1] + other)


@pytest.mark.parametrize(
    "cell",
    ["131052-308T", "131052a308t", "tunnus 131052-308T.", "131052\u2013308T", "131052Y308T", code(1, 1, 0, "A", 900),
     "(131052-308T)", "väärä 131052-308U, oikea 131052-308T", "ä131052-308T"],
)  # fmt: skip
def test_a_cell_with_an_identity_code(cell: str) -> None:
    assert has_identity_code(cell)
    assert mark_of(cell) == "identity_code"


@pytest.mark.parametrize(
    "cell",
    ["131052-308U", "131352-308T", code(30, 2, 80, "-", 123), code(29, 2, 1, "A", 123), code(1, 1, 80, "-", 1),
     "131052308T", "131052G308T", "1131052-308T", "131052-308TT", "131052-3089", ""],
)  # fmt: skip
def test_a_cell_without_an_identity_code(cell: str) -> None:
    assert not has_identity_code(cell)
    assert mark_of(cell) != "identity_code"


def account(country: str, bban: str) -> str:
    return iban.calc_check_digits(f"{country}00{bban}").join((country, bban))


@given(st.sampled_from(sorted(_IBAN_LENGTHS)), st.data())
@settings(max_examples=200)
def test_accounts_are_those_of_an_oracle(country: str, data: st.DataObject) -> None:
    size = _IBAN_LENGTHS[country] - 4
    bban = data.draw(st.text("0123456789", min_size=size, max_size=size))
    made = account(country, bban)
    spaced = " ".join(made[start : start + 4] for start in range(0, len(made), 4))
    assert has_iban(made)
    assert has_iban(f"Tili: {spaced.lower()}, kiitos")
    wrong = f"{made[:-1]}{(int(made[-1]) + data.draw(st.integers(1, 9))) % 10}"
    assert not iban.is_valid(wrong)
    assert not has_iban(wrong)
    assert not has_iban(made[:-1])
    assert not has_iban(f"{made}0")


def test_the_lengths_of_accounts_are_those_of_an_oracle() -> None:
    for country, size in _IBAN_LENGTHS.items():
        found = iban._ibandb.info(f"{country}00{'0' * 40}")[0][1]
        widths = [
            part.split("!")[0] for part in found["bban"].replace("n", " ").replace("c", " ").replace("a", " ").split()
        ]
        assert size == 4 + sum(map(int, widths)), country


@pytest.mark.parametrize(
    "cell",
    ["FI2112345600000785", "FI21 1234 5600 0007 85", "FI21\u00a01234\u00a05600\u00a00007\u00a085",
     "tilille fi21 1234 5600 0007 85 kiitos", "NO93 8601 1117 947", "FI99 1234 eikun FI2112345600000785"],
)  # fmt: skip
def test_a_cell_with_an_account(cell: str) -> None:
    assert has_iban(cell)
    assert mark_of(cell) == "iban"


@pytest.mark.parametrize(
    "cell",
    ["FI2112345600000786", "FI21 1234 5600 0007 8", "FI21 12345 600 0007 85", "FI21-1234-5600-0007-85",
     "ZZ2112345600000785", "XFI2112345600000785", "FI21 1234 5600 0007 859", "FI21 1234 56\u00c40 0007 85", "FI21", ""],
)  # fmt: skip
def test_a_cell_without_an_account(cell: str) -> None:
    assert not has_iban(cell)


@given(st.integers(0, 9_999_999), st.integers(0, 9))
@settings(max_examples=300)
def test_business_ids_are_those_of_an_oracle(number: int, digit: int) -> None:
    assert is_business_id(f"{number:07}-{digit}") == ytunnus.is_valid(f"{number:07}{digit}")


@pytest.mark.parametrize(
    "cell", ["2077474-0", " 2077474-0 ", "20774740", "FI20774740", "FI 2077474-0", "2077474\u20130"]
)
def test_a_business_id_in_the_ways_that_people_write_it(cell: str) -> None:
    assert is_business_id(cell)
    assert mark_of(cell) == "business_id"


def test_an_old_business_id_had_six_digits() -> None:
    assert is_business_id("207747-4") == ytunnus.is_valid("0207747-4")
    assert not is_business_id("Y-tunnus 2077474-0")
    assert not is_business_id("2077474-1")


N = 32_767
HOSTILE = [
    "1" * N, "@" * N, "a@" * (N // 2), "a@a." * (N // 4), "FI12 " * (N // 5), "LC12 ABCD " * (N // 10),
    "FI21 1234 5600 0007 86 " * (N // 23), "131052-308U " * (N // 12), "0401" * (N // 4), "040 123 456 " * (N // 12),
    "0 " * (N // 2), "+358 " * (N // 5), "fi12abcd" * (N // 8), " " * N, "a@" + "." * (N - 3) + "@", "0" * 6 + "-" * N,
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_long_hostile_cell_takes_no_time(number: int) -> None:
    spent = []
    for _ in range(3):
        start = time.process_time()
        mark_of(HOSTILE[number])
        spent.append(time.process_time() - start)
    assert min(spent) < 0.05
