"""The words of a printed ranking, in three languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from verkosto.text import LocalText

__all__ = ["WORDS", "words"]

WORDS: Mapping[str, LocalText] = MappingProxyType({
    "group": LocalText(fi="Ryhmä", sv="Grupp", en="Group"),
    "largest": LocalText(fi="Suurin", sv="Störst", en="Largest"),
    "share": LocalText(fi="Osuus", sv="Andel", en="Share"),
    "first": LocalText(fi="Ensimmäinen", sv="Först", en="First"),
    "next": LocalText(fi="Seuraava", sv="Följande", en="Next"),
    "lead": LocalText(fi="Ero, %-yks.", sv="Skillnad, %-enh.", en="Lead, pp"),
    "swapped": LocalText(fi="Vaihtuneita pareja", sv="Omvända par", en="Swapped pairs"),
    "tied": LocalText(fi="{values} (tasan)", sv="{values} (lika)", en="{values} (tied)"),
    "everywhere": LocalText(
        fi="”{label}” on suurin {leads}/{groups} ryhmässä ja kaikissa {share}:ssa uudelleenotannoista; {p}. {verdict}",
        sv="”{label}” är störst i {leads}/{groups} grupper och i alla i {share} av omsamplingarna; {p}. {verdict}",
        en="“{label}” is the largest in {leads}/{groups} groups, and in all of them in {share} of the resamples; {p}. "
        "{verdict}",
    ),
    "alone": LocalText(
        fi="”{label}” on suurin {share}:ssa uudelleenotannoista; {p}. {verdict}",
        sv="”{label}” är störst i {share} av omsamplingarna; {p}. {verdict}",
        en="“{label}” is the largest in {share} of the resamples; {p}. {verdict}",
    ),
    "holds": LocalText(
        fi="Se on enemmän kuin sattuma selittää.",
        sv="Det är mer än vad slumpen förklarar.",
        en="That is more than chance explains.",
    ),
    "open": LocalText(
        fi="Se voi johtua sattumasta.", sv="Det kan bero på slumpen.", en="It may be due to chance."
    ),
    "not_so": LocalText(
        fi="Väite ei pidä paikkaansa aineistossa.",
        sv="Påståendet stämmer inte i materialet.",
        en="It is not so among those who answered.",
    ),
    "no_largest": LocalText(
        fi="Usealla on suurin osuus yhteensä.",
        sv="Flera har den största andelen totalt.",
        en="Several have the largest share of all together.",
    ),
    "method": LocalText(
        fi="Vastaajat otettu uudelleen {resamples} kertaa (bootstrap, siemen {seed}), saman järjestön vastaajat "
        "yhdessä. Suluissa {level}:n väli. ”Ensimmäinen”: osuus uudelleenotannoista. Väite kaikista ryhmistä: suurin "
        "ryhmien p-arvoista (Berger 1982).",
        sv="De svarande har dragits på nytt {resamples} gånger (bootstrap, frö {seed}), de av samma förening "
        "tillsammans. Inom parentes {level} intervall. ”Först”: andel av omsamplingarna. Påståendet om alla grupper: "
        "det största av gruppernas p-värden (Berger 1982).",
        en="Respondents were drawn anew {resamples} times (bootstrap, seed {seed}), those of one association together. "
        "In brackets the {level} interval. “First”: share of the resamples. The statement on all groups: the largest "
        "of the groups' p-values (Berger 1982).",
    ),
    "few": LocalText(
        fi="Liian vähän vastaajia väleihin (alle {few}): {groups}.",
        sv="För få svarande för intervall (under {few}): {groups}.",
        en="Too few respondents for intervals (below {few}): {groups}.",
    ),
    "empty": LocalText(
        fi="Kukaan ei vastannut: {groups}.", sv="Ingen svarade: {groups}.", en="Nobody answered: {groups}."
    ),
    "internal": LocalText(
        fi="Lukuja ei ole suojattu julkaisemista varten.",
        sv="Siffrorna är inte skyddade för publicering.",
        en="The figures are not protected for publishing.",
    ),
})  # fmt: skip


def words(key: str, lang: str, **values: str) -> str:
    """Return words in a language, with their placeholders filled."""
    return WORDS[key].get(lang).format(**values)
