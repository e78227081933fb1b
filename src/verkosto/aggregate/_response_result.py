"""Outcome rates of a survey as a result that prints, and says of each rate why it has no value."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from verkosto.aggregate._response_cases import DISPOSITIONS, SYMBOLS
from verkosto.aggregate._response_formulas import FORMULAS, LABELS
from verkosto.aggregate._sheet import Printed, Sheet, said
from verkosto.errors import UnknownVariableError, did_you_mean
from verkosto.text import LocalText, format_number, format_percent

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Rate", "ResponseRates"]

_CANNOT = LocalText(fi="ei voida laskea", sv="kan inte beräknas", en="cannot be computed")
_WHY: dict[str, LocalText] = {
    "open_link": LocalText(fi="avoin linkki", sv="öppen länk", en="open link"),
    "unknown_sampling": LocalText(
        fi="otantatapaa ei ole ilmoitettu", sv="urvalsmetoden är inte angiven", en="sampling is not stated"
    ),
    "no_dispositions": LocalText(
        fi="ei tiedetä, keiltä kysyttiin", sv="det är inte känt vilka som tillfrågades", en="those asked are not given"
    ),
    "e_unknown": LocalText(fi="e ei ole tiedossa", sv="e är inte känt", en="e is not known"),
    "no_cases": LocalText(fi="ei tapauksia", sv="inga fall", en="no cases"),
}
_MORE: dict[str, LocalText] = {
    "open_link": LocalText(
        fi="Kuka tahansa saattoi vastata, joten kukaan ei tiedä, kuinka monelta kysyttiin.",
        sv="Vem som helst kunde svara, så ingen vet hur många som tillfrågades.",
        en="Anybody could answer, so nobody knows how many were asked.",
    ),
    "unknown_sampling": LocalText(
        fi="Kun tiedetään, keiltä kysyttiin, anna heidät tai heidän määränsä.",
        sv="Ange de tillfrågade eller deras antal om de är kända.",
        en="Where those asked are known, give them or their numbers.",
    ),
    "no_dispositions": LocalText(
        fi="Anna kysytyt tai se, montako heistä vastasi, kieltäytyi ja jäi tavoittamatta.",
        sv="Ange de tillfrågade, eller hur många av dem som svarade, vägrade och inte nåddes.",
        en="Give those asked, or how many of them answered, refused and were not reached.",
    ),
}
_TITLE = LocalText(fi="Vastausasteet (AAPOR)", sv="Svarsfrekvenser (AAPOR)", en="Outcome rates (AAPOR)")
_HEADER = LocalText(fi="Aste|Arvo|Kaava", sv="Frekvens|Värde|Formel", en="Rate|Value|Formula")


@frozen
class Rate:
    """One outcome rate.

    Attributes:
        name: AAPOR's name: "RR1" to "RR6", "COOP1" to "COOP4", "REF1" to "REF3", "CON1" to "CON3".
        value: The rate, between 0 and 1; None where it cannot be computed.
        numerator: Cases that it counts; None where there is no value.
        denominator: Cases that it is a share of; None where there is no value.
        status: "ok"; or why there is no value: "open_link", "unknown_sampling", "no_dispositions" (who was asked is
            not given), "e_unknown", "no_cases" (the denominator is 0).
    """

    name: str
    value: float | None
    numerator: float | None
    denominator: float | None
    status: str

    @property
    def label(self) -> LocalText:
        """What it is called, such as "response rate"."""
        return LABELS[self.name.rstrip("123456")]

    @property
    def formula(self) -> str:
        """How it is computed, in AAPOR's letters."""
        return str(FORMULAS[self.name])

    @property
    def reason(self) -> LocalText | None:
        """Why it cannot be computed; None where it has a value."""
        if self.status == "ok":
            return None
        why = _WHY[self.status]
        return LocalText(**{lang: f"{_CANNOT.get(lang)}: {why.get(lang)}" for lang in ("fi", "sv", "en")})


@frozen(repr=False)
class ResponseRates(Printed):
    """Outcome rates of a survey: made by `response_rates`.

    Attributes:
        counts: (disposition, number of cases) for each disposition that is known; empty where those asked are not.
        e: The share of cases of unknown eligibility that is taken to be eligible; None where it is not known.
        rates: Every rate, with its value or the reason why it has none.
        notes: What a reader must know.

    Example:
        >>> import verkosto as vk
        >>> rates = vk.response_rates(complete=200, refusal=53, non_contact=600)
        >>> rates["RR1"].denominator, round(rates.value("RR1"), 3)
        (853, 0.234)
    """

    counts: tuple[tuple[str, float], ...]
    e: float | None
    rates: tuple[Rate, ...]
    notes: tuple[LocalText, ...] = field(default=())

    def __getitem__(self, name: str) -> Rate:
        """Return the rate of a name, such as "RR1".

        Raises:
            UnknownVariableError: AAPOR has no such rate.
        """
        for rate in self.rates:
            if rate.name == name:
                return rate
        raise UnknownVariableError(f"no rate {name!r}.{did_you_mean(name, FORMULAS)} See `ResponseRates.rates`.")

    def value(self, name: str) -> float | None:
        """Return the value of a rate, or None where it cannot be computed.

        Raises:
            UnknownVariableError: AAPOR has no such rate.
        """
        return self[name].value

    @property
    def reason(self) -> LocalText | None:
        """Why nothing can be computed, such as "cannot be computed: open link"; None where something can."""
        return self.rates[0].reason if not self.counts else None

    @property
    def frame(self) -> pd.DataFrame:
        """The rates as a new pandas frame: rate, estimate, numerator, denominator, formula, status.

        `estimate`, `numerator` and `denominator` are float64, NaN where `status` is not "ok"; the rest is string.
        """
        import pandas as pd

        columns: dict[str, Any] = {"rate": _strings(rate.name for rate in self.rates)}
        for name, part in (("estimate", "value"), ("numerator", "numerator"), ("denominator", "denominator")):
            columns[name] = [math.nan if (v := getattr(rate, part)) is None else float(v) for rate in self.rates]
        columns["formula"] = _strings(rate.formula for rate in self.rates)
        columns["status"] = _strings(rate.status for rate in self.rates)
        return pd.DataFrame(columns)

    def __repr__(self) -> str:
        """Count those asked, or say why there are no rates."""
        if self.reason is not None:
            return f"<ResponseRates: {self.reason.get('en')}>"
        rate = self.value("RR1")
        asked = format_number(sum(n for name, n in self.counts if name != "not_eligible"), lang="en")
        return f"<ResponseRates: RR1 = {format_percent(rate, decimals=1, lang='en')} of {asked}>"

    def _sheet(self, lang: str) -> Sheet:
        if self.reason is not None:
            more = _MORE[self.rates[0].status].get(lang)
            return Sheet(f"{_TITLE.get(lang)}: {self.reason.get(lang)}", notes=[more, *said(self.notes, lang)])
        shown = [r for r in self.rates if r.status != "no_cases"]
        rows = [[r.name, _value(r, lang), r.formula] for r in shown]
        counts = ", ".join(
            f"{SYMBOLS[name]} = {format_number(n, lang=lang)} ({DISPOSITIONS[name].get(lang)})"
            for name, n in self.counts
            if n
        )
        notes = [f"{counts}.", *said(self.notes, lang)]
        return Sheet(_TITLE.get(lang), _HEADER.get(lang).split("|"), rows, frozenset({0, 2}), notes)


def _value(rate: Rate, lang: str) -> str:
    if rate.reason is not None:
        return rate.reason.get(lang)
    return format_percent(rate.value, decimals=1, lang=lang)


def _strings(values: Iterable[str]) -> Any:
    import pandas as pd

    return pd.array(list(values), dtype="string")
