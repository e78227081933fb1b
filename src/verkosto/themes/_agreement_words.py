"""Words of agreement in three languages."""

from __future__ import annotations

from verkosto.text import LocalText

__all__ = ["ALL_FOUND", "FEW", "HEADER", "INTERVALS", "JUDGED", "JUDGEMENTS", "NO_ALPHA", "PERFECT", "PROPOSED", "RARE",
           "SCOPES", "TITLE"]  # fmt: skip

TITLE = LocalText(
    fi="Koodaajien yksimielisyys: {question}\n{coders} koodaajaa, {answers} vastausta, jotka vähintään kaksi koodasi",
    sv="Kodarnas överensstämmelse: {question}\n{coders} kodare, {answers} svar som minst två kodade",
    en="Agreement of coders: {question}\n{coders} coders, {answers} answers that two or more coded",
)

HEADER = LocalText(
    fi="Teema|Osuus|Samoin|Löytäneet samoin|Alfa|Väli {level}|Arvio",
    sv="Tema|Andel|Lika|Lika om temat finns|Alfa|Intervall {level}|Bedömning",
    en="Theme|Share|Same|Same where found|Alpha|{level} interval|Judgement",
)

SCOPES = {
    "sets": LocalText(fi="Kaikki teemat yhdessä", sv="Alla teman tillsammans", en="All themes together"),
    "decisions": LocalText(fi="Yksittäiset valinnat", sv="Enskilda val", en="Single decisions"),
}

JUDGEMENTS = {
    "reliable": LocalText(fi="luotettava", sv="tillförlitlig", en="reliable"),
    "tentative": LocalText(fi="alustavaan päätelmään", sv="för preliminära slutsatser", en="tentative"),
    "unreliable": LocalText(fi="ei riitä", sv="räcker inte", en="not sufficient"),
}

INTERVALS = LocalText(
    fi="Alfa on Krippendorffin alfa; kaikista teemoista yhdessä etäisyytenä on MASI. Välit: {resamples} "
    "uudelleenotantaa {units} yksiköstä (bootstrap, siemen {seed}).",
    sv="Alfa är Krippendorffs alfa; för alla teman tillsammans är avståndet MASI. Intervall: {resamples} "
    "omsamplingar av {units} enheter (bootstrap, frö {seed}).",
    en="Alpha is Krippendorff's alpha; of all themes together the distance is MASI. Intervals: {resamples} "
    "resamples of {units} units (bootstrap, seed {seed}).",
)

JUDGED = LocalText(
    fi="Arvio on Krippendorffin rajoin: alfa vähintään 0,800 on luotettava, vähintään 0,667 käy alustavaan "
    "päätelmään. Kysymysmerkki kertoo, ettei väli takaa sitä.",
    sv="Bedömningen följer Krippendorffs gränser: alfa minst 0,800 är tillförlitlig, minst 0,667 räcker för "
    "preliminära slutsatser. Ett frågetecken säger att intervallet inte garanterar det.",
    en="The judgement is by Krippendorff's thresholds: alpha of 0.800 or more is reliable, of 0.667 or more good"
    " enough for tentative conclusions. A question mark says that the interval does not warrant it.",
)

FEW = LocalText(
    fi="Yhteisiä vastauksia on vain {answers}: luvut ovat suuntaa-antavia.",
    sv="Det finns bara {answers} gemensamma svar: siffrorna är ungefärliga.",
    en="There are only {answers} answers in common: the figures are rough.",
)

RARE = LocalText(
    fi="Harvinainen tai lähes aina löydetty: {themes}. Muutama eri tavoin koodattu vastaus laskee silloin alfaa "
    "paljon; katso myös sarake ”Löytäneet samoin”.",
    sv="Sällsynt eller nästan alltid funnet: {themes}. Några olika kodade svar sänker då alfa mycket; se också "
    "kolumnen ”Lika om temat finns”.",
    en="Rare or found nearly always: {themes}. A few answers coded differently then lower alpha much; see the "
    "column “Same where found” too.",
)

NO_ALPHA = LocalText(
    fi="Alfaa ei ole, koska kukaan ei löytänyt teemaa: {themes}.",
    sv="Alfa saknas, eftersom ingen fann temat: {themes}.",
    en="There is no alpha where nobody found the theme: {themes}.",
)

ALL_FOUND = LocalText(
    fi="Alfaa ei ole, koska jokainen löysi teeman joka vastauksesta: {themes}.",
    sv="Alfa saknas, eftersom alla fann temat i varje svar: {themes}.",
    en="There is no alpha where everybody found the theme in every answer: {themes}.",
)

PERFECT = LocalText(
    fi="Koodaajat olivat samaa mieltä joka vastauksesta: {themes}. Väli ei silloin kerro epävarmuudesta.",
    sv="Kodarna var eniga om varje svar: {themes}. Intervallet säger då inget om osäkerheten.",
    en="Coders agreed on every answer: {themes}. The interval then tells nothing of the uncertainty.",
)

PROPOSED = LocalText(
    fi="Vastauksille oli ehdotettu teemoja koodikirjan hakusanoilla. Jos koodaajat näkivät samat ehdotukset, "
    "yksimielisyys on suurempi kuin toisistaan riippumatta koodattaessa.",
    sv="Teman hade föreslagits med kodbokens sökord. Om kodarna såg samma förslag är överensstämmelsen större än"
    " om de hade kodat oberoende av varandra.",
    en="Themes were proposed by the codebook's patterns. If coders saw the same proposals, they agree more than "
    "they would have done independently.",
)
