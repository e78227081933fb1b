"""Inflected words of this field with their dictionary forms: every lemmatizer is measured on them."""

from __future__ import annotations

__all__ = ["COMPOUNDS", "FIELD", "NAMES", "SIMPLE", "listed"]

FIELD = """
järjestö: järjestöjen järjestöille järjestöissä järjestöjemme järjestöömme järjestöillekin järjestökään
verkosto: verkostossa verkostoja verkostoihin verkostostamme
neuvottelukunta: neuvottelukunnassa neuvottelukuntaan neuvottelukuntien
kunta: kunnan kuntien kunnissa kunnassakin kuntaamme kuntiin kunnallammekin
maakunta: maakuntien maakunnissa
hyvinvointialue: hyvinvointialueella hyvinvointialueiden hyvinvointialueeltamme
rahoitus: rahoituksen rahoitusta rahoituksemme rahoitukseenkin
avustus: avustukset avustusten avustuksia avustuksistaan
vapaaehtoinen: vapaaehtoisten vapaaehtoisille vapaaehtoisia vapaaehtoisemme vapaaehtoistakin
vertaistuki: vertaistukea vertaistuen vertaistuella
toimitila: toimitilat toimitiloja toimitilojemme
edunvalvonta: edunvalvontaa edunvalvonnan edunvalvontaan
osallisuus: osallisuuden osallisuutta osallisuuteen
viestintä: viestinnän viestintään viestinnässämme
tieto: tiedon tietoja tiedoista
hanke: hankkeiden hankkeita hankkeessa hankkeemme
koulutus: koulutusta koulutuksia koulutuksiin
jäsen: jäsenten jäseniä jäsenillemme jäsenetkin
yhdistys: yhdistyksen yhdistyksille yhdistysten yhdistyksemme
toiminta: toiminnan toimintaa toimintaamme toiminnastakin
yhteistyö: yhteistyön yhteistyötä yhteistyöhön
tapaaminen: tapaamisia tapaamisten tapaamisissa
nuori: nuorten nuoria nuorille
lapsi: lasten lapsia lapsille
talous: talouden taloutta
alue: alueiden alueella alueita
opas: oppaan oppaita oppaassa
sote-järjestö: sote-järjestöt sote-järjestöjen
keski-suomi: keski-suomen keski-suomessa
vapaaehtoistoiminta: vapaaehtoistoiminnan vapaaehtoistoimintaa
järjestöyhteistyö: järjestöyhteistyötä järjestöyhteistyön
vertaistukiryhmä: vertaistukiryhmien vertaistukiryhmässä
kohtaamispaikka: kohtaamispaikkaan kohtaamispaikkoja
"""

NAMES = """
Virtanen: Virtasen Virtaselle Virtasta Virtasten Virtasilla Virtasesta Virtasia Virtasenkin Virtaseen
Mäki: Mäen Mäelle Mäkeä Mäkeen Mäet Mäellä Mäkikin
Niemi: Niemen Niemeä Nientä Niemellä Niemien
Korhonen: Korhosen Korhoselta Korhosia
Laine: Laineen Laineelle Lainetta Laineella Laineita
Salo: Salon Salossa Saloa Salolle
Lehto: Lehdon Lehdolle Lehtoa Lehtoon Lehdossa
Koski: Kosken Koskelle Koskea
Ruusu: Ruusun Ruususta Ruusussa
Sofia: Sofian Sofialle Sofiaa
Juhani: Juhanin Juhanille Juhania
Aalto: Aallon Aallolle Aaltoa
Matti: Matin Matille Mattia
Pekka: Pekan Pekalle Pekkaa Pekkaan
Heikki: Heikin Heikille Heikkiä
Kuusisto: Kuusiston Kuusistolle
Mikael: Mikaelin Mikaelille Mikaelia
Nyström: Nyströmin Nyströmille Nyströmiä Nyströms
Smith: Smithin Smithille Smith'in Smiths
Tuomas: Tuomaan Tuomaalle Tuomasta
Johannes: Johanneksen Johannekselle
Elias: Eliaksen Eliakselle
Kalle: Kallen Kallelle Kallea
Virta: Virran Virralla Virtaa
Ranta: Rannan Rannalle Rantaa
Järvi: Järven Järveä Järveltä
Joki: Joen Joelta Jokea
Saari: Saaren Saarta Saarelle
Lampi: Lammen Lammella Lampea
Kivi: Kiven Kiveä
Rautakoski: Rautakosken Rautakoskelta
Bäckman: Bäckmanin Bäckmanille Bäckmans
Helsinki: Helsingin Helsingissä Helsinkiin Helsinkiä
Lahti: Lahden Lahdessa Lahteen Lahtea
Turku: Turun Turussa Turkuun Turkua
Tampere: Tampereen Tampereella Tamperetta
Suomi: Suomen Suomessa Suomea
Nokia: Nokialla Nokian
Hämeenlinna: Hämeenlinnassa Hämeenlinnan
Kela: Kelan Kelalle Kelaan
HUS: HUS:n HUSin HUS:ssa HUS:iin HUS:lle
EU: EU:n EU:lta EU:hun EU:ssa
STEA: STEAn STEA:n STEA:lta STEAlta
ry: ry:n ry:lle ryn ry:ssä ry:tä ry:hyn
Sydänpiiri: Sydänpiirin Sydänpiiriin Sydänpiirille Sydänpiirejä Sydänpiirien
Lihastautiliitto: Lihastautiliiton Lihastautiliittoon Lihastautiliitosta
Kuulonhuoltoyhdistys: Kuulonhuoltoyhdistyksen Kuulonhuoltoyhdistystä Kuulonhuoltoyhdistykselle
Kyläseura: Kyläseuran Kyläseuraa Kyläseuralta
"""

SIMPLE = """
toiminta rahoitus osallisuus hallitus vaikutus maksuton kunnallinen keskustelu talkoot kokous sosiaalinen seuranta
tiedotus edustaja yhdistys osaaminen koulutus verkosto järjestö avustus viestintä sairaus kehittäminen palvelu ohjaaja
ohjaus neuvonta kuntoutus vanhempi perhe toimija tapaaminen tapahtuma tilaisuus näkyvyys luottamus suunnitelma
suunnittelu talous mahdollisuus paikallinen alueellinen jaksaminen kiinnostus sitoutuminen markkinointi projekti
organisaatio kumppani jatkuvuus rahallinen taloudellinen koordinointi saavutettavuus esteettömyys vaikuttaminen
virkistys harrastus liikunta kulttuuri nuoriso vanhus kaupunki tietoisuus kansalainen ammattilainen tilanne työssä
kunnan yhdistyksen järjestöjen enemmän paremmin
"""
"""Words that are no compounds."""

COMPOUNDS = """
vapaaehtoistoiminta: vapaaehtoinen toiminta
vapaaehtoistoiminnan: vapaaehtoinen toiminta
järjestöyhteistyötä: järjestö yhteinen työ
vertaistukiryhmien: vertainen tuki ryhmä
sote-järjestöt: sote järjestö
kuntayhteistyö: kunta yhteinen työ
omaishoitaja: omainen hoitaja
kunnanjohtaja: kunta johtaja
kohtaamispaikkaan: kohtaaminen paikka
digiosaamista: digi osaaminen
neuvottelukunta: neuvottelu kunta
maakunta: maa kunta
toimitilat: toimi tila
edunvalvonta: etu valvonta
avustushakemus: avustus hakemus
rahoitushaku: rahoitus haku
jäsenjärjestöille: jäsen järjestö
verkostotapaamisia: verkosto tapaaminen
aluejärjestö: alue järjestö
kansalaistoiminta: kansalainen toiminta
järjestöneuvottelukunta: järjestö neuvottelu kunta
toimintaryhmä: toiminta ryhmä
lapsiperheet: lapsi perhe
ikäihmisten: ikä ihminen
terveyskeskus: terveys keskus
vanhusneuvosto: vanhus neuvosto
hallitustyö: hallitus työ
kerhotiloja: kerho tila
kokoustilojemme: kokous tila
jäsenhankintaan: jäsen hankinta
"""


def listed(text: str) -> list[tuple[str, list[str]]]:
    """Return each first word with those after its colon."""
    rows = (line.split(":", 1) for line in text.strip().splitlines())
    return [(first, rest.split()) for first, rest in rows]
