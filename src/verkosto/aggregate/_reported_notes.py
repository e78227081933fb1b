"""Notes under a table of published shares: where they come from, and what is not known of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from verkosto.sources import Source
from verkosto.text import LocalText, format_date, format_number, format_percent

__all__ = ["notes_of_release"]

_SAMPLING = LocalText(
    fi="Luottamusvälit olettavat yksinkertaisen satunnaisotannan, sillä alkuperäisiä vastauksia ei ole.",
    sv="Konfidensintervallen förutsätter ett obundet slumpmässigt urval, eftersom de ursprungliga svaren saknas.",
    en="The intervals assume a simple random sample, for the answers themselves are not at hand.",
)
_NO_BASE = LocalText(
    fi="Vastaajien määrää ei ole julkaistu kaikille osuuksille; niillä ei ole luottamusväliä.",
    sv="Antalet svarande är inte publicerat för alla andelar; de saknar konfidensintervall.",
    en="How many answered is not published for every share; those without have no interval.",
)

_READ = {"fi": "Luettu", "sv": "Läst", "en": "Read"}

_WHOLE = Fraction(1, 100)
_ROUNDED = {
    "fi": ("kokonaisiin prosentteihin", "{} prosenttiyksikön tarkkuuteen"),
    "sv": ("hela procent", "{} procentenheter"),
    "en": ("whole percents", "{} percentage points"),
}


def notes_of_release(
    source: Source | None,
    *,
    step: Fraction,
    total: Fraction,
    parts: int,
    several: bool | None,
    bases: Sequence[int | None],
    weights: str | None,
) -> tuple[LocalText, ...]:
    """Return the notes of a table of published shares.

    Args:
        source: The release.
        step: What the shares were rounded to.
        total: Their sum.
        parts: How many they are.
        several: Whether a respondent could give several answers; None if that is not known.
        bases: Their bases.
        weights: What the release calls its weights.
    """
    notes = [_published(source, step)]
    if weights is not None:
        notes.append(_weighted(weights))
    off = abs(total - 1)
    if several is not True and off:
        rounded = off <= parts * step / 2
        many = several is None and total > 1 and not rounded
        notes.append(_sum(float(total), _decimals(step), rounded=rounded, many=many))
    if None in bases:
        notes.append(_NO_BASE)
    if any(base is not None for base in bases):
        notes.append(_SAMPLING)
    return tuple(notes)


def _of(make: Callable[[str], str]) -> LocalText:
    return LocalText(fi=make("fi"), sv=make("sv"), en=make("en"))


def _decimals(step: Fraction) -> int:
    """Return how many decimals of a percent the step shows."""
    return next((places for places in range(8) if (step * 100 * 10**places).denominator == 1), 8)


def _published(source: Source | None, step: Fraction) -> LocalText:
    def text(lang: str) -> str:
        where = f": {_cited(source, lang)}" if source is not None else ""
        rounded = _ROUNDED[lang][step != _WHOLE].format(format_number(float(step * 100), lang=lang))
        return {
            "fi": f"Osuudet ovat julkaistuja{where}. Ne on pyöristetty {rounded}, eikä vastausten tarkkoja määriä "
            "tunneta.",
            "sv": f"Andelarna är publicerade{where}. De är avrundade till {rounded}, och de exakta antalen svar är "
            "inte kända.",
            "en": f"The shares were published{where}. They are rounded to {rounded}, and the exact numbers of answers "
            "are not known.",
        }[lang]

    return _of(text)


def _cited(source: Source, lang: str) -> str:
    """Return a citation in words of a language, without a full stop at its end."""
    who = f"{source.publisher}: " if source.publisher else ""
    when = f" ({format_date(source.published, lang=lang)})" if source.published else ""
    where = f" {source.url}." if source.url else ""
    read = f" {_READ[lang]} {format_date(source.retrieved, lang=lang)}." if source.retrieved else ""
    return " ".join(f"{who}{source.title}{when}.{where}{read}".split()).rstrip(".")


def _weighted(weights: str) -> LocalText:
    return LocalText(
        fi=f"Julkaistut osuudet on painotettu ({weights}), joten ne eivät kerro vastausten määriä.",
        sv=f"De publicerade andelarna är viktade ({weights}), så de visar inte antalen svar.",
        en=f"The published shares are weighted ({weights}), so they do not tell numbers of answers.",
    )


def _sum(total: float, decimals: int, *, rounded: bool, many: bool) -> LocalText:
    def text(lang: str) -> str:
        percent = format_percent(total, decimals=decimals, lang=lang)
        if rounded:
            return {
                "fi": f"Osuuksien summa on {percent} pyöristyksen vuoksi.",
                "sv": f"Andelarna summerar till {percent} på grund av avrundning.",
                "en": f"The shares add up to {percent} because of rounding.",
            }[lang]
        if many:
            return {
                "fi": f"Osuuksien summa on {percent}: vastaaja on saattanut valita useita.",
                "sv": f"Andelarna summerar till {percent}: en svarande kan ha valt flera.",
                "en": f"The shares add up to {percent}: a respondent may have chosen several.",
            }[lang]
        return {
            "fi": f"Osuuksien summa on {percent}, mitä pyöristys ei selitä: osa osuuksista voi puuttua.",
            "sv": f"Andelarna summerar till {percent}, vilket avrundning inte förklarar: en del andelar kan saknas.",
            "en": f"The shares add up to {percent}, which rounding does not explain: some of them may be missing.",
        }[lang]

    return _of(text)
