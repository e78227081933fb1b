"""Rules: what must be hidden before a table is published, and how they are worded under it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from attrs import Attribute, asdict, field, frozen

from verkosto.errors import OptionError, TableFormatError, did_you_mean
from verkosto.text import LocalText, format_number, format_percent

__all__ = ["Rules"]


def _count(least: int, *, none: bool = False) -> Any:
    def check(_: object, attribute: Attribute[Any], value: object) -> None:
        if none and value is None:
            return
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            msg = f"{attribute.name} is a whole number from {least} up, not {value!r}. The usual minimum is 5."
            raise OptionError(msg)

    return check


def _flag(_: object, attribute: Attribute[Any], value: object) -> None:
    if not isinstance(value, bool):
        raise OptionError(f"{attribute.name} is True or False, not {value!r}.")


def _dominance(value: object) -> Any:
    if (
        isinstance(value, tuple | list)
        and len(value) == 2
        and isinstance(value[0], int)
        and not isinstance(value[0], bool)
    ):
        share = value[1]
        if value[0] >= 1 and _is_percent(share):
            return value[0], float(share)
    if value is None:
        return None
    msg = f"dominance is a pair (n, k) such as (1, 75): the n largest have at most k percent of a total; not {value!r}."
    raise OptionError(msg)


def _percent(value: object) -> float | None:
    if value is None:
        return None
    if not _is_percent(value):
        raise OptionError(f"p_percent is a number of percents above 0 and at most 100, such as 10, not {value!r}.")
    return float(value)  # type: ignore[arg-type]


def _is_percent(value: object) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and math.isfinite(value) and 0 < value <= 100  # type: ignore[arg-type,operator]


@frozen(kw_only=True)
class Rules:
    """What a published table must not tell. The rules are named under the table.

    They count *protection units*: the associations that the instrument names as its `unit_id`, so six persons of one
    association are one. Without one each respondent is a unit.

    Attributes:
        min_count: The fewest units that a figure may be of. A figure of nobody is no figure of few.
        min_base: The fewest units that a group may have; all figures of a smaller group are hidden, and its base too.
            None: as `min_count`.
        group: Whether to hide that all of a group gave one answer, or all but one: then everybody knows what each
            of them answered.
        dominance: (n, k): a total or mean is hidden where the n largest units make more than k percent of the total,
            in absolute numbers. None: never.
        p_percent: A total or mean is hidden where the second largest unit could compute the largest to within so many
            percent. None: never.
        missing: Whether the number of those who could not say, refused or were not concerned counts as an answer.

    Raises:
        OptionError: For a value that a rule cannot have.

    Example:
        >>> import verkosto as vk
        >>> vk.disclosure.Rules().texts[0].en
        'Figures of fewer than 5 respondents or associations are not shown.'
        >>> vk.disclosure.Rules(min_count=10, dominance=None).text("fi").split(". ")[0]
        'Lukuja, joiden takana on alle 10 vastaajaa tai järjestöä, ei näytetä'

    Dominance and the p % rule are those of Hundepool et al., Statistical Disclosure Control (2012), section 4.2.1.
    """

    min_count: int = field(default=5, validator=_count(1))
    min_base: int | None = field(default=None, validator=_count(0, none=True))
    group: bool = field(default=True, validator=_flag)
    dominance: tuple[int, float] | None = field(default=(1, 75.0), converter=_dominance)
    p_percent: float | None = field(default=10.0, converter=_percent)
    missing: bool = field(default=True, validator=_flag)

    @property
    def least_base(self) -> int:
        """The fewest units that a group may have."""
        return self.min_count if self.min_base is None else self.min_base

    @property
    def texts(self) -> tuple[LocalText, ...]:
        """A sentence for each rule."""
        found = [_said(_FEW, count=self.min_count)]
        if self.least_base > 1:
            found.append(_said(_BASE, count=self.least_base))
        if self.group:
            found.append(_said(_GROUP))
        if self.dominance is not None:
            n, share = self.dominance
            found.append(_said(_DOMINANT if n == 1 else _DOMINANCE, count=n, percent=share))
        if self.p_percent is not None:
            found.append(_said(_P_PERCENT, percent=self.p_percent))
        if not self.missing:
            found.append(_said(_MISSING))
        return tuple(found)

    def text(self, lang: str = "fi") -> str:
        """Return all rules in a language.

        Raises:
            OptionError: For another language than "fi", "sv" or "en".
        """
        return " ".join(text.get(lang) for text in self.texts)

    def plain(self) -> dict[str, Any]:
        """Return the rules as values that JSON has; `of_plain` gives them back."""
        found = asdict(self)
        return found | {"dominance": None if self.dominance is None else list(self.dominance)}

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Rules:
        """Return the rules of what `plain` gave.

        Raises:
            TableFormatError: It is nothing that `plain` gives.
        """
        known = [attribute.name for attribute in cls.__attrs_attrs__]
        strange = [name for name in plain if name not in known]
        if strange:
            msg = f"there is no rule {strange[0]!r}.{did_you_mean(strange[0], known)} A newer verkosto may know it."
            raise TableFormatError(msg)
        try:
            return cls(**plain)
        except OptionError as error:
            raise TableFormatError(f"the rules are not as they were written: {error}") from error


def _said(texts: Mapping[str, str], *, count: int = 0, percent: float = 0.0) -> LocalText:
    def text(lang: str) -> str:
        decimals = len(f"{percent:.2f}".rstrip("0").partition(".")[2])
        share = format_percent(percent / 100, decimals=decimals, lang=lang)
        return texts[lang].format(count=format_number(count, lang=lang), percent=share)

    return LocalText(fi=text("fi"), sv=text("sv"), en=text("en"))


_FEW = {
    "fi": "Lukuja, joiden takana on alle {count} vastaajaa tai järjestöä, ei näytetä.",
    "sv": "Siffror som gäller färre än {count} svarande eller föreningar visas inte.",
    "en": "Figures of fewer than {count} respondents or associations are not shown.",
}
_BASE = {
    "fi": "Ryhmästä, jossa on alle {count} vastaajaa tai järjestöä, ei näytetä mitään.",
    "sv": "Av en grupp med färre än {count} svarande eller föreningar visas ingenting.",
    "en": "Of a group of fewer than {count} respondents or associations nothing is shown.",
}
_GROUP = {
    "fi": "Näytettävistä luvuista ei voi päätellä, että kaikki ryhmän vastaajat tai kaikki yhtä lukuun ottamatta "
    "vastasivat samoin.",
    "sv": "Av siffrorna framgår inte att alla i en grupp, eller alla utom en, har svarat likadant.",
    "en": "The figures do not tell that all of a group, or all but one, gave the same answer.",
}
_DOMINANT = {
    "fi": "Summia ja keskiarvoja, joista yhden osuus on yli {percent}, ei näytetä.",
    "sv": "Summor och medelvärden där en ensam står för mer än {percent} visas inte.",
    "en": "Totals and means of which one contributes more than {percent} are not shown.",
}
_DOMINANCE = {
    "fi": "Summia ja keskiarvoja, joista {count} suurimman osuus on yli {percent}, ei näytetä.",
    "sv": "Summor och medelvärden där de {count} största står för mer än {percent} visas inte.",
    "en": "Totals and means of which the {count} largest contribute more than {percent} are not shown.",
}
_P_PERCENT = {
    "fi": "Summia ja keskiarvoja ei näytetä, jos niistä voisi laskea suurimman osuuden {percent}:n tarkkuudella.",
    "sv": "Summor och medelvärden visas inte om den störstas andel kunde räknas ut på {percent} när.",
    "en": "Totals and means are not shown where the largest contribution could be computed to within {percent}.",
}
_MISSING = {
    "fi": "Puuttuvien vastausten määrät näytetään aina.",
    "sv": "Antalet svar som saknas visas alltid.",
    "en": "Numbers of missing answers are always shown.",
}
