from __future__ import annotations

import math
import pickle
from collections.abc import Callable
from decimal import Decimal, localcontext

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto.dates import PartialDate, Period
from verkosto.errors import DateError, OptionError
from verkosto.text import (
    LANGUAGES,
    LocalText,
    check_language,
    format_base,
    format_date,
    format_number,
    format_percent,
    format_period,
)

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
NUMBERS = st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False)


def parsed(text: str, lang: str) -> Decimal:
    """Read a number back as a careful reader does."""
    group, point = (",", ".") if lang == "en" else (NBSP, ",")
    return Decimal(text.replace(group, "").replace(point, ".").replace(MINUS, "-"))


@pytest.mark.parametrize(
    ("lang", "expected"), [("fi", "Keski-Suomi"), ("sv", "Mellersta Finland"), ("en", "Keski-Suomi")]
)
def test_a_text_that_is_not_given_falls_back_to_finnish(lang: str, expected: str) -> None:
    name = LocalText(fi="Keski-Suomi", sv="Mellersta Finland")
    assert name.get(lang) == expected
    assert str(name) == name.get() == "Keski-Suomi"
    assert name.languages == ("fi", "sv")


def test_a_text_is_made_of_a_string_a_mapping_or_itself() -> None:
    name = LocalText("Lappi", en="Lapland")
    assert LocalText.of(name) is name
    assert LocalText.of("Lappi") == LocalText("Lappi")
    assert LocalText.of({"fi": "Lappi", "en": "Lapland"}) == name == pickle.loads(pickle.dumps(name))
    assert len({name, LocalText("Lappi", None, "Lapland")}) == 1


@pytest.mark.parametrize("value", [5, None, {"en": "Lapland"}, {"fi": "a", "de": "b"}, {"fi": 5}, ["a"]])
def test_a_text_of_anything_else_is_refused(value: object) -> None:
    with pytest.raises(OptionError):
        LocalText.of(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("given_texts", [{"fi": None}, {"fi": 5}, {"fi": "a", "sv": 1.5}])
def test_a_text_holds_strings_alone(given_texts: dict[str, str]) -> None:
    with pytest.raises(OptionError, match="Put quotes around it"):
        LocalText(**given_texts)


@pytest.mark.parametrize("lang", ["de", "FI", "", None, 1])
def test_an_unknown_language_is_an_error_everywhere(lang: str) -> None:
    calls: list[Callable[[], str]] = [
        lambda: check_language(lang),
        lambda: LocalText("a").get(lang),
        lambda: format_number(1, lang=lang),
        lambda: format_percent(None, lang=lang),
        lambda: format_base(1, lang=lang),
        lambda: format_date("2023", lang=lang),
        lambda: format_period("2023", lang=lang),
    ]
    for call in calls:
        with pytest.raises(OptionError, match="Use 'fi', 'sv' or 'en'"):
            call()


@given(NUMBERS, st.integers(0, 6), st.sampled_from(LANGUAGES))
def test_a_written_number_reads_back_rounded_half_away_from_zero(value: float, decimals: int, lang: str) -> None:
    text = format_number(value, decimals=decimals, lang=lang)
    # Rounding away from zero by hand: in whole units of the last decimal, on the size without its sign.
    with localcontext(prec=400):
        units, left = divmod(Decimal(str(abs(value))) * 10**decimals, 1)
        size = (units + (left >= Decimal("0.5"))) / 10**decimals
        assert parsed(text, lang) == (-size if value < 0 else size)
    assert " " not in text
    assert "-" not in text


@given(NUMBERS, st.sampled_from(LANGUAGES))
def test_a_number_without_stated_decimals_loses_nothing(value: float, lang: str) -> None:
    text = format_number(value, lang=lang)
    assert parsed(text, lang) == Decimal(str(value))
    assert math.isclose(float(parsed(text, lang)), value, rel_tol=0)


@pytest.mark.parametrize(
    ("value", "decimals", "fi", "en"),
    [
        (0, None, "0", "0"),
        (62.0, None, "62", "62"),
        (1000, None, f"1{NBSP}000", "1,000"),
        (0.145, 2, "0,15", "0.15"),
        (-0.5, 0, f"{MINUS}1", f"{MINUS}1"),
        (-0.4, 0, "0", "0"),
        (2.5, 0, "3", "3"),
        (1.005, 2, "1,01", "1.01"),
        (Decimal("1E+3"), None, f"1{NBSP}000", "1,000"),
        (1234567.891, 1, f"1{NBSP}234{NBSP}567,9", "1,234,567.9"),
        (10**30 + 1, None, NBSP.join(["1", *["000"] * 9, "001"]), ",".join(["1", *["000"] * 9, "001"])),
        (math.inf, None, "∞", "∞"),
        (-math.inf, 1, f"{MINUS}∞", f"{MINUS}∞"),
        (np.float32(0.1), None, "0,1", "0.1"),
        (np.int64(7), 1, "7,0", "7.0"),
    ],
)
def test_numbers_are_written_by_the_rules_of_the_language(value: float, decimals: int | None, fi: str, en: str) -> None:
    assert format_number(value, decimals=decimals) == fi
    assert format_number(value, decimals=decimals, lang="sv") == fi
    assert format_number(value, decimals=decimals, lang="en") == en


@pytest.mark.parametrize("value", [None, math.nan, np.nan, pd.NA, pd.NaT, Decimal("NaN")])
def test_what_is_missing_is_a_dash(value: float | None) -> None:
    assert format_number(value) == format_percent(value) == "–"
    assert format_base(value) == "n = –"
    assert format_date(None) == format_period(None) == "–"


@pytest.mark.parametrize("value", ["paljon", True, [1], object()])
def test_what_is_no_number_is_refused_without_showing_it(value: object) -> None:
    with pytest.raises(OptionError, match="is no number") as caught:
        format_number(value)  # type: ignore[arg-type]
    assert str(value) not in str(caught.value)


@pytest.mark.parametrize("decimals", [-1, 21])
def test_decimals_have_bounds(decimals: int) -> None:
    with pytest.raises(OptionError, match="from 0 to 20"):
        format_number(1, decimals=decimals)


@pytest.mark.parametrize(
    ("share", "decimals", "fi", "en"),
    [
        (410 / 562, 0, f"73{NBSP}%", "73%"),
        (0.125, 1, f"12,5{NBSP}%", "12.5%"),
        (0.005, 0, f"1{NBSP}%", "1%"),
        (0.285, 0, f"29{NBSP}%", "29%"),
        (-0.031, 0, f"{MINUS}3{NBSP}%", f"{MINUS}3%"),
        (0, 0, f"0{NBSP}%", "0%"),
        (1, 1, f"100,0{NBSP}%", "100.0%"),
        (12, 0, f"1{NBSP}200{NBSP}%", "1,200%"),
    ],
)
def test_shares_are_written_as_percentages(share: float, decimals: int, fi: str, en: str) -> None:
    assert format_percent(share, decimals=decimals) == fi
    assert format_percent(share, decimals=decimals, lang="sv") == fi
    assert format_percent(share, decimals=decimals, lang="en") == en


def test_a_base_has_ordinary_spaces_around_its_sign() -> None:
    assert format_base(562) == "n = 562"
    assert format_base(1234) == f"n = 1{NBSP}234"
    assert format_base(561.5, lang="en") == "n = 562"


@pytest.mark.parametrize(
    ("date", "fi", "sv", "en"),
    [
        ("2023-04-24", "24. huhtikuuta 2023", "24 april 2023", "24 April 2023"),
        ("2023-04", "huhtikuu 2023", "april 2023", "April 2023"),
        ("2023", "2023", "2023", "2023"),
    ],
)
def test_dates_are_written_in_their_own_precision(date: str, fi: str, sv: str, en: str) -> None:
    assert [format_date(date, lang=lang) for lang in LANGUAGES] == [fi, sv, en]
    assert format_date(PartialDate.of(date)) == fi


@pytest.mark.parametrize(
    ("period", "fi", "sv"),
    [
        ("2020-02/2020-03", "helmikuu–maaliskuu 2020", "februari–mars 2020"),
        ("2019-12/2020-03", "joulukuu 2019 – maaliskuu 2020", "december 2019 – mars 2020"),
        ("2020-02-01/2020-02-10", "1.–10. helmikuuta 2020", "1–10 februari 2020"),
        ("2020-02-01/2020-03-10", "1. helmikuuta – 10. maaliskuuta 2020", "1 februari – 10 mars 2020"),
        (
            "2019-02-01/2020-02-10",
            "1. helmikuuta 2019 – 10. helmikuuta 2020",
            "1 februari 2019 – 10 februari 2020",
        ),
        ("2017/2018", "2017–2018", "2017–2018"),
        ("2017/2018-03", "2017 – maaliskuu 2018", "2017 – mars 2018"),
        ("2020-02/2020-02", "helmikuu 2020", "februari 2020"),
        ("2020-03/..", "maaliskuu 2020 –", "mars 2020 –"),
        ("../2020-03", "– maaliskuu 2020", "– mars 2020"),
        ("2020/..", "2020–", "2020–"),
        ("../2020", "–2020", "–2020"),
        ("../..", "–", "–"),
    ],
)
def test_periods_say_once_what_both_ends_share(period: str, fi: str, sv: str) -> None:
    assert format_period(period) == format_period(Period.of(period)) == fi
    assert format_period(period, lang="sv") == sv


def test_text_that_is_no_date_is_an_error() -> None:
    with pytest.raises(DateError):
        format_date("24.4.2023")
    with pytest.raises(DateError):
        format_period("2020/2021/2022")
