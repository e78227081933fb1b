"""Protection: what was done to a table before it was published, in words that may be published with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

import numpy as np
from attrs import evolve, field, frozen

from verkosto.aggregate import NO_END
from verkosto.disclosure._band_reader import counts_within
from verkosto.disclosure._rules import Rules
from verkosto.errors import TableFormatError, VerkostoError
from verkosto.text import LANGUAGES, LocalText, format_number

__all__ = ["MANNERS", "Manner", "Protection"]

_OWN = ("method", "optimal", "hidden", "figures", "amounts", "step", "within")

Manner = Literal["suppress", "round", "band"]
"""What `protect` can do to a table."""

MANNERS: tuple[Manner, ...] = get_args(Manner)


@frozen(kw_only=True)
class Protection:
    """What was done to a table, without a word on what was hidden for which reason: that would help to guess it.

    Attributes:
        rules: What had to be hidden.
        method: "suppress" (figures are kept back), "round" (counts are rounded), "band" (bases are bands), or None: the
            figures come from a release, so that others have published them already.
        optimal: Whether no cheaper choice of figures would have done; False where time ran out.
        hidden: How many figures of the table are kept back.
        figures: How many it has.
        amounts: Whether the table tells sums or means of numbers, which have rules of their own.
        step: What counts were rounded to, or published shares in percentage points; None for "suppress".
        within: By less than this a rounded count differs from the true one; None where none is rounded.
        together: Titles of the tables that were protected together with this one.
        earlier: Titles of the tables published earlier that were taken into account.
        advice: For whoever publishes the table: fewer groups or answers of which less would be hidden, the best first.
            It is neither compared nor written, and stands under no table.
    """

    rules: Rules
    method: Manner | None = "suppress"
    optimal: bool = True
    hidden: int = 0
    figures: int = 0
    amounts: bool = False
    step: int | None = None
    within: int | None = None
    together: tuple[LocalText, ...] = ()
    earlier: tuple[LocalText, ...] = ()
    advice: tuple[LocalText, ...] = field(default=(), eq=False, repr=False)

    @property
    def notes(self) -> tuple[LocalText, ...]:
        """What stands under the table: the rules, what was done, and how many figures are kept back."""
        if self.method is None:
            return (_of(_RELEASED),)
        nothing = self.method == "suppress" and not self.hidden
        return (_of(_NOTHING) if nothing else self._done(), *self.stated)

    @property
    def stated(self) -> tuple[LocalText, ...]:
        """The rules that this table keeps, a sentence for each: what is rounded may be a figure of few."""
        if self.method in (None, "round"):
            return ()
        rules = self.rules if self.amounts else evolve(self.rules, dominance=None, p_percent=None)
        return rules.texts

    def _done(self) -> LocalText:
        def text(lang: str) -> str:
            numbers = {name: format_number(getattr(self, name), lang=lang) for name in ("hidden", "figures")}
            step = "" if self.step is None else format_number(self.step, lang=lang)
            done = _DONE[self.method or "suppress"][lang].format(step=step)
            return f"{done} {_KEPT_BACK[lang].format(**numbers)}".strip() if self.hidden else done

        return LocalText(fi=text("fi"), sv=text("sv"), en=text("en"))

    def unrounded(self, span: tuple[int, int] | None) -> tuple[int, int] | None:
        """Return the least and the most that a published count can have been before it was rounded."""
        if span is None or self.within is None:
            return span
        return max(0, span[0] - self.within + 1), span[1] + self.within - 1

    def counts(self, share: float, base: tuple[int, int]) -> tuple[int, int]:
        """Return the least and the most that a count can be, from its rounded share and the band of its base."""
        step = self.step or 1
        # A band without an end is looked at as far as its lowest count can lie.
        bases = np.arange(base[0], (base[0] * 2 if base[1] == NO_END else base[1]) + 1, dtype=np.float64)
        least, most = counts_within(round(share * 100 / step), step, bases)
        least, most = np.maximum(least, 0), np.minimum(most, bases)
        some = least <= most
        high = NO_END if base[1] == NO_END else int(most[some].max())
        return int(least[some].min()), high

    def plain(self) -> dict[str, Any]:
        """Return the protection as values that JSON has; `of_plain` gives it back."""
        texts = {name: [_texts(t) for t in getattr(self, name)] for name in ("together", "earlier")}
        own = {name: getattr(self, name) for name in _OWN}
        return {"rules": self.rules.plain(), **own, **texts}

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Protection:
        """Return the protection of what `plain` gave.

        Raises:
            TableFormatError: It is nothing that `plain` gives.
        """
        try:
            texts: dict[str, Any] = {
                name: tuple(LocalText(**text) for text in plain[name]) for name in ("together", "earlier")
            }
            own: dict[str, Any] = {name: plain[name] for name in _OWN}
            return cls(rules=Rules.of_plain(plain["rules"]), **own, **texts)
        except (KeyError, TypeError, VerkostoError) as error:
            msg = f"the protection of the table is not as it was written: {error}. Give what `to_json` wrote."
            raise TableFormatError(msg) from error


_DONE = {
    "suppress": {"fi": "", "sv": "", "en": ""},
    "round": {
        "fi": "Lukumäärät on pyöristetty {step}:n kerrannaisiksi, jotka täsmäävät; osuudet on laskettu niistä.",
        "sv": "Antalen har avrundats till multiplar av {step} så att summorna stämmer; andelarna räknas av dem.",
        "en": "Counts are rounded to multiples of {step} so that sums hold; shares are computed from them.",
    },
    "band": {
        "fi": "Vastausten määrät on esitetty luokkina ja osuudet {step} prosenttiyksikön tarkkuudella.",
        "sv": "Antalen svar anges i klasser och andelarna med {step} procentenheters noggrannhet.",
        "en": "Numbers of responses are shown as bands and shares to the nearest {step} percentage points.",
    },
}
_KEPT_BACK = {
    "fi": "Salattuja lukuja on {hidden} (yhteensä {figures}), jottei kenenkään vastaus paljastuisi.",
    "sv": "{hidden} av {figures} siffror är skyddade, så att ingens svar avslöjas.",
    "en": "{hidden} of {figures} figures are suppressed, so that nobody's answer is revealed.",
}
_RELEASED = {
    "fi": "Luvut on julkaistu aiemmin, ja ne ovat tässä niin kuin ne julkaistiin.",
    "sv": "Siffrorna har publicerats tidigare och står här som de publicerades.",
    "en": "The figures were published before and stand here as they were published.",
}
_NOTHING = {
    "fi": "Taulukko on tarkistettu ennen julkaisua; mitään ei tarvinnut salata.",
    "sv": "Tabellen har granskats före publiceringen; ingenting behövde skyddas.",
    "en": "The table was checked before it was published; nothing had to be suppressed.",
}


def _of(texts: Mapping[str, str]) -> LocalText:
    return LocalText(**texts)


def _texts(text: LocalText) -> dict[str, str]:
    return {lang: found for lang in LANGUAGES if (found := getattr(text, lang)) is not None}
