"""Notes of tests in three languages: what a reader must know."""

from __future__ import annotations

from collections.abc import Callable

from verkosto.aggregate._headings import Heading
from verkosto.aggregate._tests_words import in_languages
from verkosto.text import LANGUAGES, LocalText, format_number, format_percent

__all__ = [
    "about_empty",
    "about_few",
    "about_groups",
    "about_independent",
    "about_letters",
    "about_pooled",
    "about_simultaneous",
    "about_spacing",
    "about_status",
]

_WHY = in_languages(
    {
        "no_variance": (
            "Keskivirheet ovat nollia, joten testattavaa ei ole: mukana ovat kaikki, tai ryhmien sisällä ei ole eroja.",
            "Medelfelen är noll, så det finns inget att testa: alla är med, eller inget varierar inom grupperna.",
            "Standard errors are 0, so there is nothing to test: everybody is there, or nothing varies within groups.",
        ),
        "no_df": (
            "Otantayksiköitä on liian vähän siihen, mitä testataan. Yhdistä luokkia tai käytä toista testisuuretta.",
            "Urvalsenheterna är för få för det som testas. Slå ihop klasser eller använd en annan testvariabel.",
            "There are too few sampling units for what is tested. Merge categories, or use another statistic.",
        ),
        "singular": (
            "Vertailut riippuvat toisistaan: otantayksiköitä on liian vähän tai soluja tyhjinä. Yhdistä luokkia.",
            "Jämförelserna beror på varandra: för få urvalsenheter eller tomma celler. Slå ihop klasser.",
            "The comparisons depend on one another: too few sampling units or empty cells. Merge categories.",
        ),
    }
)


def about_status(status: str) -> list[LocalText]:
    """Say why there is no p-value; nothing where there is one."""
    return [_WHY[status]] if status in _WHY else []


def about_letters(level: float, small: float | None) -> LocalText:
    """Say what the letters of a banner table mean."""
    capital = _each(lambda lang: format_number(1 - level, decimals=3, lang=lang).rstrip("0"))
    text = LocalText(
        fi=f"Kirjain: osuus on merkitsevästi suurempi kuin sen nimisessä sarakkeessa (p < {capital['fi']}).",
        sv=f"Bokstav: andelen är signifikant större än i kolumnen med den bokstaven (p < {capital['sv']}).",
        en=f"A letter: the share is significantly higher than in the column of that letter (p < {capital['en']}).",
    )
    if small is None:
        return text
    little = _each(lambda lang: format_number(1 - small, decimals=3, lang=lang).rstrip("0"))
    return LocalText(
        fi=f"{text.fi} Pieni kirjain: p < {little['fi']}.",
        sv=f"{text.get('sv')} Liten bokstav: p < {little['sv']}.",
        en=f"{text.get('en')} A small letter: p < {little['en']}.",
    )


def about_empty(empty: int, cells: int) -> LocalText:
    """Say that cells of a table are empty."""
    return LocalText(
        fi=f"Taulukon {cells} solusta {empty} on tyhjiä.",
        sv=f"Av tabellens {cells} celler är {empty} tomma.",
        en=f"{empty} of the table's {cells} cells are empty.",
    )


def about_few(few: int, cells: int) -> LocalText:
    """Say that independence would leave cells with few answers."""
    return LocalText(
        fi=f"Taulukon {cells} solusta {few}: odotettu vastausten määrä on alle 5, joten p-arvo on likimääräinen.",
        sv=f"Av tabellens {cells} celler har {few} ett väntat antal svar under 5, så p-värdet är ungefärligt.",
        en=f"{few} of the table's {cells} cells have an expected count below 5, so the p-value is approximate.",
    )


def about_simultaneous(level: float) -> LocalText:
    """Say that intervals hold for all answers together."""
    percent = _each(lambda lang: format_percent(level, decimals=1 if level * 100 % 1 else 0, lang=lang))
    return LocalText(
        fi=f"Luottamusvälit pätevät kaikille vastauksille yhtaikaa vähintään {percent['fi']}:n varmuudella.",
        sv=f"Konfidensintervallen gäller alla svar samtidigt med minst {percent['sv']} säkerhet.",
        en=f"The intervals hold for all answers together with at least {percent['en']} confidence.",
    )


def about_spacing() -> LocalText:
    """Say that waves count as equally far from one another."""
    return LocalText(
        fi="Mittauskertojen ajankohtia ei ole ilmoitettu, joten ne on luettu tasavälisiksi: 1, 2, 3 ja niin edelleen.",
        sv="Mätningarnas tidpunkter är inte angivna, så de räknas med jämna mellanrum: 1, 2, 3 och så vidare.",
        en="The times of the waves are not stated, so they count as equally spaced: 1, 2, 3 and so on.",
    )


def about_independent() -> LocalText:
    """Say that waves count as independent."""
    return LocalText(
        fi="Mittauskertoja pidetään toisistaan riippumattomina: samat henkilöt eivät ole vastanneet kahdesti.",
        sv="Mätningarna betraktas som oberoende: samma personer har inte svarat två gånger.",
        en="The waves are taken to be independent: the same persons did not answer twice.",
    )


def about_pooled() -> LocalText:
    """Say that pooled variances were used since a share had none."""
    return LocalText(
        fi="Jokin osuus on 0 tai 100 %, eikä sillä ole omaa varianssia; painot on laskettu yhteisestä osuudesta.",
        sv="Någon andel är 0 eller 100 % och saknar egen varians; vikterna är beräknade av den gemensamma andelen.",
        en="Some share is 0 or 100% and has no variance of its own, so weights come from the share of all waves.",
    )


def about_groups(groups: Heading) -> LocalText:
    """Say which of two groups is the second."""
    first, second = ({lang: text.get(lang) for lang in LANGUAGES} for text in groups.labels.values())
    return LocalText(
        fi=f"Ensimmäinen ryhmä: {first['fi']}. Toinen ryhmä: {second['fi']}.",
        sv=f"Första gruppen: {first['sv']}. Andra gruppen: {second['sv']}.",
        en=f"First group: {first['en']}. Second group: {second['en']}.",
    )


def _each(write: Callable[[str], str]) -> dict[str, str]:
    return {lang: write(lang) for lang in LANGUAGES}
