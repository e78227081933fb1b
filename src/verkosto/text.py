r"""Texts in three languages, and the Finnish, Swedish and English wording of numbers, percents and dates.

The wording follows the language's own rules (Unicode CLDR through Babel): a decimal comma, thousands grouped
by a no-break space and "73 %" with a no-break space in Finnish and Swedish, "73%" in English. The minus is
the real minus sign U+2212 in all three. What is missing (None, NaN) is an en dash.

>>> format_percent(0.73), format_number(1234.5), format_date("2023-04-24"), format_base(562)
('73\xa0%', '1\xa0234,5', '24. huhtikuuta 2023', 'n = 562')
"""

from __future__ import annotations

import decimal
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self, SupportsFloat

from attrs import field, frozen

from verkosto.dates import DateLike, PartialDate, Period
from verkosto.errors import OptionError, did_you_mean

if TYPE_CHECKING:
    from attrs import Attribute

__all__ = [
    "HIDDEN",
    "LANGUAGES",
    "MISSING",
    "LocalText",
    "check_language",
    "format_base",
    "format_date",
    "format_number",
    "format_percent",
    "format_period",
]

LANGUAGES: tuple[str, ...] = ("fi", "sv", "en")
"""The languages of labels and reports; Finnish is first and stands in for the others."""

MISSING = "–"
"""What stands in place of a value that is missing."""

# English as it is written in Finland puts the day first, as British English does.
_LOCALES = {"fi": "fi_FI", "sv": "sv_FI", "en": "en_GB"}
_PERCENT = {"fi": "\N{NO-BREAK SPACE}%", "sv": "\N{NO-BREAK SPACE}%", "en": "%"}
_MINUS = "\N{MINUS SIGN}"
_MOST_DECIMALS = 20
_DAY = {"fi": "d.", "sv": "d", "en": "d"}

# Wide enough for every float written out in full, so that no digit is lost before rounding.
_EXACT = decimal.Context(prec=400, rounding=decimal.ROUND_HALF_UP)


def check_language(lang: str) -> str:
    """Return `lang` if verkosto writes it.

    Raises:
        OptionError: For another language than "fi", "sv" or "en".
    """
    if lang not in LANGUAGES:
        hint = did_you_mean(lang, LANGUAGES) if isinstance(lang, str) else ""
        raise OptionError(f"No language {lang!r}.{hint} Use 'fi', 'sv' or 'en'.")
    return lang


def _check_text(_owner: LocalText, attribute: Attribute[Any], value: object) -> None:
    if not isinstance(value, str) and (value is not None or attribute.name == "fi"):
        raise OptionError(
            f"A text in {attribute.name!r} is a string, not {type(value).__name__}. Put quotes around it."
        )


@frozen
class LocalText:
    """A text in Finnish and, where they are given, in Swedish and English.

    Attributes:
        fi: The Finnish text; it stands in where another language is not given.
        sv: The Swedish text, or None.
        en: The English text, or None.

    Raises:
        OptionError: For a value that is no string.

    Example:
        >>> name = LocalText(fi="Keski-Suomi", sv="Mellersta Finland")
        >>> name.get("sv"), name.get("en"), str(name)
        ('Mellersta Finland', 'Keski-Suomi', 'Keski-Suomi')
    """

    fi: str = field(validator=_check_text)
    sv: str | None = field(default=None, validator=_check_text)
    en: str | None = field(default=None, validator=_check_text)

    @classmethod
    def of(cls, value: str | Mapping[str, str] | Self) -> Self:
        """Take a LocalText as it is, a plain string as Finnish, a mapping by its languages.

        Raises:
            OptionError: For another value, an unknown language or a mapping without Finnish.

        Example:
            >>> LocalText.of({"fi": "Lappi", "en": "Lapland"}).en
            'Lapland'
        """
        if isinstance(value, cls):
            return value
        if isinstance(value, Mapping):
            given = {check_language(lang): text for lang, text in value.items()}
            if "fi" not in given:
                raise OptionError("A text needs its Finnish form. Add the key 'fi'.")
            return cls(**given)
        if isinstance(value, str):
            return cls(fi=value)
        raise OptionError(f"A text is a string or a LocalText, not {type(value).__name__}. Put quotes around it.")

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which the text is given, Finnish first."""
        return tuple(lang for lang in LANGUAGES if getattr(self, lang))

    def get(self, lang: str = "fi") -> str:
        """Return the text in `lang`, or in Finnish where it is not given.

        Raises:
            OptionError: For another language than "fi", "sv" or "en".
        """
        text: str | None = getattr(self, check_language(lang))
        return text or self.fi

    def __str__(self) -> str:
        """Give the Finnish text."""
        return self.fi


HIDDEN = LocalText(fi="salattu", sv="skyddad", en="suppressed")
"""What stands in place of a figure that is kept back so that nobody is revealed."""


def format_number(value: SupportsFloat | None, *, decimals: int | None = None, lang: str = "fi") -> str:
    r"""Write a number.

    Args:
        value: Any number (int, float, Decimal, a NumPy scalar). None, NaN and pandas' NA give an en dash.
        decimals: Digits after the decimal sign, halves rounded away from zero on the number's shortest
            decimal form (so 0.145 rounds up although its binary form lies below). None writes as many as
            the value needs.
        lang: "fi", "sv" or "en".

    Raises:
        OptionError: For a value that is no number, an unknown language, or decimals outside 0–20.

    Example:
        >>> format_number(-1234.5), format_number(2.5, decimals=0), format_number(None)
        ('−1\xa0234,5', '3', '–')
        >>> format_number(1234.5, decimals=2, lang="en")
        '1,234.50'
    """
    return _write(_decimal(value), decimals, check_language(lang))


def format_percent(share: SupportsFloat | None, *, decimals: int = 0, lang: str = "fi") -> str:
    r"""Write a share between 0 and 1 as a percentage.

    Args:
        share: A share; 0.73 is 73 %. None, NaN and pandas' NA give an en dash.
        decimals: Digits after the decimal sign; halves are rounded away from zero.
        lang: "fi", "sv" or "en".

    Raises:
        OptionError: For a value that is no number, an unknown language, or decimals outside 0–20.

    Example:
        >>> format_percent(0.73), format_percent(0.125, decimals=1, lang="en")
        ('73\xa0%', '12.5%')
    """
    number = _decimal(share)
    if number is None:
        return _write(None, decimals, check_language(lang))
    return _write(_EXACT.scaleb(number, 2), decimals, check_language(lang)) + _PERCENT[lang]


def format_base(n: SupportsFloat | None, *, lang: str = "fi") -> str:
    r"""Write the base of an estimate; a weighted base is rounded to whole numbers.

    The spaces around the equals sign are ordinary ones, so that a text search finds "n = 562"; the space
    within the number is a no-break space.

    Raises:
        OptionError: For a value that is no number or an unknown language.

    Example:
        >>> format_base(562), format_base(12345)
        ('n = 562', 'n = 12\xa0345')
    """
    return f"n = {format_number(n, decimals=0, lang=lang)}"


def format_date(value: DateLike | None, *, lang: str = "fi") -> str:
    """Write a date in full, in its own precision.

    Args:
        value: A date as `PartialDate.of` reads it; None gives an en dash.
        lang: "fi", "sv" or "en".

    Raises:
        DateError: For text that is no ISO date.
        OptionError: For an unknown language.

    Example:
        >>> format_date("2023-04-24"), format_date("2023-04"), format_date("2023")
        ('24. huhtikuuta 2023', 'huhtikuu 2023', '2023')
        >>> format_date("2023-04-24", lang="sv"), format_date("2023-04-24", lang="en")
        ('24 april 2023', '24 April 2023')
    """
    check_language(lang)
    if value is None:
        return MISSING
    date = PartialDate.of(value)
    if date.precision == "year":
        return str(date.year)
    from babel import dates

    # "LLLL" is the month's own name (huhtikuu); with a day Finnish needs the partitive (huhtikuuta).
    form = "long" if date.precision == "day" else "LLLL y"
    return dates.format_date(date.first, form, locale=_LOCALES[lang])


def format_period(value: Period | DateLike | None, *, lang: str = "fi") -> str:
    """Write a period; what both ends share is said once, an open end is left empty.

    Args:
        value: A period, or text or a date as `Period.of` reads it; None gives an en dash.
        lang: "fi", "sv" or "en".

    Raises:
        DateError: For text that is no period.
        OptionError: For an unknown language.

    Example:
        >>> format_period(Period("2020-02", "2020-03")), format_period(Period("2017", "2018"))
        ('helmikuu–maaliskuu 2020', '2017–2018')
        >>> format_period(Period("2023-04-01", "2023-04-24")), format_period(Period("2023-01-01"))
        ('1.–24. huhtikuuta 2023', '1. tammikuuta 2023 –')
    """
    check_language(lang)
    if value is None:
        return MISSING
    period = Period.of(value)
    start, end = period.start, period.end
    if start is None or end is None:
        return _open_period(start, end, lang)
    if start == end:
        return format_date(start, lang=lang)
    last = format_date(end, lang=lang)
    first = _start_form(start, end, lang)
    # An en dash stands close between single words and numbers, apart from what has spaces itself.
    together = " " not in first and start.precision == end.precision
    return f"{first}{MISSING}{last}" if together else f"{first} {MISSING} {last}"


def _open_period(start: PartialDate | None, end: PartialDate | None, lang: str) -> str:
    if start is not None:
        first = format_date(start, lang=lang)
        return f"{first}{'' if start.precision == 'year' else ' '}{MISSING}"
    if end is not None:
        return f"{MISSING}{'' if end.precision == 'year' else ' '}{format_date(end, lang=lang)}"
    return MISSING


def _start_form(start: PartialDate, end: PartialDate, lang: str) -> str:
    """Word the start of a period without what its end says again."""
    if start.precision != end.precision or start.year != end.year:
        return format_date(start, lang=lang)
    from babel import dates

    form = "LLLL"
    if start.precision == "day":
        form = _DAY[lang] if start.month == end.month else f"{_DAY[lang]} MMMM"
    return dates.format_date(start.first, form, locale=_LOCALES[lang])


def _decimal(value: object) -> Decimal | None:
    # str() gives the shortest decimal form of a float, the one that people see and round by hand.
    text = str(value)
    if value is None or text in {"<NA>", "NaT"}:
        return None
    try:
        number = Decimal(text)
    except decimal.InvalidOperation as error:
        raise OptionError(f"A {type(value).__name__} is no number. Give an int, a float or a Decimal.") from error
    return None if number.is_nan() else number


def _write(number: Decimal | None, decimals: int | None, lang: str) -> str:
    if decimals is not None and not 0 <= decimals <= _MOST_DECIMALS:
        raise OptionError(f"{decimals} decimals cannot be written. Use a number from 0 to {_MOST_DECIMALS}.")
    if number is None:
        return MISSING
    if number.is_infinite():
        return f"{_MINUS if number < 0 else ''}∞"
    from babel import numbers

    with decimal.localcontext(_EXACT):
        if decimals is None:
            number = number.normalize()
            exponent = number.as_tuple().exponent
            decimals = max(0, -exponent) if isinstance(exponent, int) else 0
        number = number.quantize(Decimal(1).scaleb(-decimals))
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        text = numbers.format_decimal(abs(number), pattern, locale=_LOCALES[lang])
    return f"{_MINUS if number < 0 else ''}{text}"
