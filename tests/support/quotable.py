"""Sentences with what must not be quoted, and sentences in which nothing must be hidden. Every name is made up."""

from __future__ import annotations

import re

from attrs import frozen

__all__ = ["ORGANISATIONS", "PEOPLE", "PLACES", "TRAPS", "Item", "items", "told"]

PEOPLE = (
    "Matti Meikäläinen", "Maija Kuvitelma", "Teppo Johannes Testinen", "Liisa Virta", "Aino Salo", "Onni Kuusi",
    "Pekka Lahti", "Sanna-Mari Esimerkki", "Jonas Nyström", "Åsa Påhittad", "Reijo Mäki", "Eila Ketola", "Toini Harju",
)  # fmt: skip
ORGANISATIONS = (
    "Kuvitelman Kissaystävät ry", "Satulan Sydänpiiri ry", "Tarumaan 4H-yhdistys ry", "Martat ry", "EHYTTI ry",
    "Suomen Keksitty Liitto ry (SKL)", "Föreningen Påhitt rf", "Utuniemen Kylätoimikunta", "Lumokeskus Oy",
)  # fmt: skip
PLACES = ("Satumäki", "Utuniemi", "Tarumaan koulu")

_MARKED = """
Kirjoita osoitteeseen {email:matti.meikalainen@jarjesto.fi}, niin sovitaan.
Sähköposti on {email:maija.k (at) jarjesto.fi} ja toinen {email:toimisto[at]jarjesto.fi}.
Tavoitat meidät: {email:etunimi.sukunimi ät jarjesto.fi} tai {email:info @ jarjesto.org}
Min e-post: {email:asa.pahittad(at)forening(punkt)fi}
mail me at {email:a.person@sub.example.org}!
Soita {phone:040 123 4567} tai {phone:+358 40 123 4567}.
Puhelin {phone:0401234567}, toimisto {phone:014-123456} ja {phone:(09) 1234 567}.
Päivystys {phone:0800 12345}; ulkomailta {phone:00358 50 1234567} tai {phone:+46 70 123 45 67}.
puh. {phone:123 4567} arkisin, gsm {phone:044/1234567}, {phone:050-123 4567}
Numero on {phone:+358 (0)45 123 4567} tai {phone:050.123.4567}
Tunnukseni on {identity_code:131052-308T}.
Uudet tunnukset {identity_code:131052Y308T} ja {identity_code:010594y9032} toimivat.
Joku kirjoitti {identity_code:131052 - 308T} ja väärin {identity_code:131052-308U}
Hetu {identity_code:290200A248A} jäi lomakkeelle
Y-tunnus {business_id:2077474-0} ja alv {business_id:FI20774740}.
Väärin kirjoitettu {business_id:2077474-1}; y-tunnuksemme on {business_id:20774740}
Tilille {account:FI21 1234 5600 0007 85} kiitos.
Lahjoitukset {account:FI2112345600000785} tai {account:SE45 5000 0000 0583 9825 7466}
tilinumero {account:FI21 1234 5600 0007 86} on väärin, vanha tili {account:123456-785}
Yhdistysrekisterinumero {register_number:123.456} ja rek.nro {register_number:201.123}
Osoite on {address:Kauppakatu 5 B 12, 40100 Jyväskylä}.
Kokoonnumme osoitteessa {address:Rantaraitti 12 a} ja {address:Keksittytie 3}, posti {address:PL 123, 00101 Helsinki}
Vår adress är {address:Storgatan 7 A 3, 20100 Åbo}
Katso {url:www.jarjesto.fi/tilat} ja {url:https://facebook.com/kissat.fi}, tai {url:jarjesto.fi}
Instassa {handle:@kissaystavat_jkl} kertoo lisää.
Olen syntynyt {birth_date:12.3.1975} ja puheenjohtaja s. {birth_date:1.2.1960}
Auton {vehicle:ABC-123} saa lainata.
{person:Matti Meikäläinen} auttoi, samoin {person:Meikäläisen Matti}.
Ilman {person:Meikäläistä} ei olisi mitään; {person:Maijalle} kiitos.
Saimme apua {person:Maija Kuvitelmalta} ja {person:Testiseltä}.
{person:Teppo Testinen} vetää, {person:TEPPO TESTINEN} jatkaa
kysykää {person:matti meikäläiseltä} tai {person:meikäläiseltä}
Kerhoa vetää {person:Virta}, avustaa {person:Salon Aino}.
Viime vuonna {person:Kuusi} ja {person:Lahti} lähtivät, {person:Virralla} ei ole aikaa
{person:Sanna-Mari Esimerkin} ryhmä, {person:Nyströms} grupp och {person:Åsa Påhittads} kurs
Pyysimme {person:Mäeltä} apua ja {person:Ketolan Eilalta} avaimet
Yhteistyö {organisation:Kuvitelman Kissaystävien} kanssa sujuu.
Olemme {organisation:Kuvitelman Kissaystävät ry:n} naapureita ja {organisation:Satulan Sydänpiirissä} mukana
{organisation:satulan sydänpiirille} tiedoksi; {organisation:Satulan Sydänpiiri ry} maksaa
Myös {organisation:Martat} ja {organisation:EHYTTI} sekä {organisation:EHYTTI:n} väki, {organisation:SKL:n} tuella
{organisation:Tarumaan 4H-yhdistyksen} talo ja {organisation:Suomen Keksityn Liiton} kurssi
Samarbete med {organisation:Föreningen Påhitt} och {organisation:Föreningen Påhitts} medlemmar
{organisation:Utuniemen Kylätoimikunnalla} on avaimet, {organisation:Lumokeskuksessa} tila
Toinen yhdistys, {organisation:Tuntemattoman Kylän Kalakerho ry}, lopetti.
Asumme {place:Satumäessä} ja lapset ovat {place:Tarumaan koulussa}, kesät {place:Utuniemellä}
Matka {place:Sotkamoon} on pitkä ja {place:Keski-Suomesta} tultiin
Puheenjohtaja {name:Zeki Tuntematon} ja sihteeri {name:Rauninen} väsyivät.
Tapasimme {name:Kaneli Okkonen} ja {name:Ruut} kahvilla
Kiitos {name:Kaleville} ja {name:Jormalle}!
Vi träffade {name:Kristoffer Uppdiktad} igår.
We met {name:Jane Invented} there.
Pidimme {name:SPKX}-illan ja ABC:n {name:Kultakerho} tuli
M. {name:Tuntematon} ja A.{name:Outonen} vetivät
"""

TRAPS = """
Vuosina 2020-2024 toimimme hyvin.
Vuonna 2020 meitä oli 1500 ja 2021 jo 2 000.
Avustus oli 040 euroa, jäsenmaksu 050 euroa.
Budjetti on 100 000-200 000 euroa vuodessa.
Rahaa 12 500,50 € ja 12.500 euroa
Kokous 12.3.2024 klo 17.30 ja 1.4.2025 klo 09 00-10 00.
Ajalla 01.01.2024-31.12.2024 avoinna
Kerho kokoontuu 08-16 ja 16-20.
Jäseniä on 20 000 000 koko maailmassa, meillä 120.
Osallistujia 15-20 hlö, 3-4 kertaa kuussa
Tarvitsemme 2-3 tilaa, 45 m2, 100 %.
Kohta 1.2.3 ja pykälä 12 a
Postinumero puuttuu ja summa 12000 euroa
COVID-19 vei puolet kävijöistä
Virta vei mennessään, virta katkesi ja virrat veivät.
virta riittää vielä, kun salo humisee ja kuusi on vihreä
Viime vuonna kuusi yhdistystä lopetti ja lahti jäätyi.
lahden rannalla on tilaa kaikille
Kuusi kertaa vuodessa riittää.
Onni on yhteinen tila. Onneksi sellainen löytyi.
Ilo ja toivo ovat tärkeintä, rauha myös
Toinen toive on koulutus. Ensimmäinen oli tila.
Toisen kerran sama. Ennen oli paremmin.
Annan mielelläni apua. Anna meille tilaa!
Ainoa toive: lisää aikaa
Harju on lähellä ja harju on kaunis
Sydänpiiri kiinnostaa sydämestä, kissat ja ystävät myös
martat ja marttojen perinne on tärkeä sana
Yhdistys ry on jäykkä muoto, ry vai osk?
Meidän ry ei ole iso.
Kela, THL ja STEA tukevat; EU-rahaa on vaikea saada.
Teams- ja Zoom-kokoukset riittävät, Facebook-ryhmä auttaa.
Suomessa ja Ruotsissa asia on toisin, Euroopassa samoin
Me olemme kiitollisia. Kiitos! Hyvä niin
TARVITSEMME LISÄÄ TILAA JA RAHAA
ATK-apua, TVT-taitoja ja PDF-ohjeita
Vi behöver mera lokaler och frivilliga i Finland.
More volunteers would help. I think so, and I'm sure.
Tilat: iso sali, pieni sali; keittiö - ja wc
"Yhteinen kalenteri" olisi hyvä. (Myös varasto.)
- Tilat
- Rahoitus
ei kommentoitavaa
1) koulutus 2) tilat 3) raha
Valtatie 9 melu ja tie 4 häiritsevät, polku 3 on märkä
Numero 1 toive on raha, 10 pistettä!
hus och hem, en till kurs
Joulu ja juhannus ovat hiljaisia, viikolla 12 on ruuhkaa
Puheenjohtaja ja sihteeri tekevät kaiken. Toiminnanjohtaja auttaa.
www on hyvä keksintö, @ on merkki
Suhde 1:2, mittakaava 1:20 000
""".strip().splitlines()
"""Sentences in which nothing identifies anybody."""

_PART = re.compile(r"\{(\w+):([^{}]+)\}")


@frozen
class Item:
    """One thing that must not be quoted.

    Attributes:
        text: The sentence, without brackets.
        start: Where the thing begins.
        end: Where it ends.
        kind: What it is.
    """

    text: str
    start: int
    end: int
    kind: str


def told(line: str) -> list[Item]:
    """Return what must be hidden in a sentence whose things stand in brackets."""
    text, spans, last = "", [], 0
    for part in _PART.finditer(line):
        text += line[last : part.start()]
        spans.append((len(text), len(text) + len(part[2]), part[1]))
        text += part[2]
        last = part.end()
    text += line[last:]
    return [Item(text, *span) for span in spans]


def items() -> list[list[Item]]:
    """Return the sentences, each as the things in it that must be hidden."""
    return [told(line) for line in _MARKED.strip().splitlines()]
