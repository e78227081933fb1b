"""Kumaja's open answers as a report: which cooperation would help associations of Uusimaa most?

What people wrote is coded into themes by a short table of word stems, which everybody can read and dispute. From
then on themes are a multiple choice like any other. The answers are synthetic, and none of them is printed.
"""

from __future__ import annotations

import re

from attrs import evolve

import verkosto as vk
from verkosto.reporting import Heading

OPEN, THEMES = "yhteistyotoive", "teemat"
# Code, label, and how the words of the theme begin; a star stands for what may come before.
VIESTINTA = "tieto tietoa tiedo *kalenter näky viest *sivut *sivuj sivu some *media markkin *postilista yhteystie"
CODEBOOK = [
    ("viestinta", "Viestintä ja tiedonkulku", f"{VIESTINTA} ilmoit kampanj information"),
    (
        "tilat",
        "Tilat",
        "tilan tilak tiloi *tilaa *tilat *tiloj *mistila toimistoh talo keittiö olohuone lokal",
    ),
    ("vapaaehtoiset", "Vapaaehtoiset ja tekijät", "vapaaeht tekijä talko aktiiv jäsenh krafter"),
    ("kunta", "Yhteistyö kunnan kanssa", "kunta kunna kuntien kuntaa kaupun luottamushenk kommun"),
    ("rahoitus", "Rahoitus", "raho raha hanke avust budjet yrity palkkat varain kumppanuussop pengar bidrag"),
    ("vertaistuki", "Vertaistuki", "vertais kokemust kokemuksia kokemusa omais yksinäis kamrat"),
    ("koulutus", "Koulutus ja osaaminen", "koulutu osaami digit luenn mentor *kurssi utbild"),
    ("sote", "Sote ja maakunta", "sote maakun terveys hoitop kuntout palvelu vård"),
]
SAYS_NOTHING = re.compile(r"[\W_]*(eos|ei mitään|ei kommentoitavaa|en osaa sanoa)?[\W_]*", re.IGNORECASE)


def words_of(stems: str) -> re.Pattern[str]:
    """Return what finds a word that begins with one of the stems."""
    found = "|".join(stem.replace("*", r"\w*") for stem in stems.split())
    return re.compile(rf"\b({found})", re.IGNORECASE)


WORDS = {code: words_of(stems) for code, _, stems in CODEBOOK}


def themes_of(answer: str) -> set[str]:
    """Return the themes of an answer."""
    return {code for code, words in WORDS.items() if words.search(answer)}


# The themes join the codebook as a multiple choice. The open answers leave: no later step can print them.
survey = vk.samples.kumaja()
wishes = survey.frame[OPEN].fillna("")
coded = [themes_of(wish) for wish in wishes]
silent = sum(bool(SAYS_NOTHING.fullmatch(wish)) for wish in wishes)
print(f"{len(survey)} persons: {sum(map(bool, coded))} with a theme, {silent} who said nothing,", end=" ")
print(f"{coded.count(set()) - silent} whose words no stem meets")

options = [vk.Option(code, label) for code, label, _ in CODEBOOK]
themes = vk.MultipleChoice(id=THEMES, text="Mikä yhteistyö auttaisi järjestöänne eniten?", options=options)
instrument = evolve(survey.instrument, questions=(survey.instrument["jarjestotyyppi"], themes))
frame = survey.frame[["aika", "jarjesto", "jarjestotyyppi"]].copy()
for option in options:
    frame[f"{THEMES}[{option.code}]"] = [option.code in found for found in coded]
answers = vk.Responses.from_frame(frame, instrument, source="Kumaja, open answers as themes").derive(
    "tyyppi",
    {
        vk.Option("paikallis", "Paikallisyhdistykset"): {"jarjestotyyppi": ["paikallis"]},
        vk.Option("muut", "Piirit ja keskusjärjestöt"): {"jarjestotyyppi": ["piiri", "keskus"]},
    },
    text="Järjestötyyppi",
)

# "The largest theme whatever kind of association": tested within each kind, and not only counted. It leads in each, but
# by so few answers that it may be chance. These are all figures, for one's own eyes; the report has the protected ones.
by_kind = vk.crosstab(answers, THEMES, by="jarjestotyyppi", margins=True)
wish = vk.Claim(
    "Viestintä ja tiedonkulku on yleisin toive järjestötyypistä riippumatta.",
    table=by_kind,
    value="viestinta",
    within="jarjestotyyppi",
)
print(wish.check().to_text("en"))

# Thirty persons of central organisations make small figures. Together with the districts nothing has to be hidden.
by_two = vk.crosstab(answers, THEMES, by="tyyppi", margins=True)
published = vk.protect(by_two)
print(f"By three kinds {vk.protect(by_kind).protection.hidden} of {len(by_kind)} figures would be suppressed,")
print(f"  by two {published.protection.hidden} of {len(by_two)}")

path = vk.report(
    [
        Heading("Mitä yhteistyötä toivotaan"),
        vk.Claim("Viestintä ja tiedonkulku on yleisin toive (40 %).", table=by_two, value="viestinta").on(published),
        "Avovastaukset on luokiteltu sanojen alkujen mukaan. Samassa vastauksessa voi olla useita aiheita.",
        published,
    ],
    "kumaja.html",
    title="Kumajan järjestökysely: avovastaukset (synteettinen)",
    text="Vastaukset ovat keksittyjä.",
)
print("Written:", path.name)
