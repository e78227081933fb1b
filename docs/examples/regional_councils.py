"""A dozen regional councils of associations, their differing names and appointing bodies, and the associations.

The councils and network organisations are examples with their evidence, not complete lists. The number of
registered associations by region is a population frame: it says how much of it a membership covers.
"""

from __future__ import annotations

from pathlib import Path

from attrs import evolve

import verkosto as vk
from verkosto.organisations import Statement, registered_associations


def page(name: str, published: str | None = None) -> vk.Source:
    return vk.Source(f"Page of {name}", url=f"https://{name}", published=published)


# Region, id, name, id of the appointing body (None: not stated), what is stated of its existence, page, published.
COUNCILS = [
    ("07", "paijat-hame", "Järjestöneuvottelukunta", "hva-paijat-hame", None, "paijatha.fi", None),
    ("19", "lappi", "Maakunnallinen järjestöneuvottelukunta", "lapin-liitto", vk.Term("2012"), "lappilaiset.fi", None),
    ("17", "pohjois-pohjanmaa", "Järjestöneuvottelukunta", "pp-liitto", vk.Term("2014"), "ihimiset.fi", "2018-03-23"),
    (
        *("11", "jerry", "Järjestöneuvosto (Pohjois-Savon Jerry)", "ps-liitto"),
        *(vk.Term(observed_at="2019-05-20"), "pohjoissavolaiset.fi", None),
    ),
    (
        *("10", "yhes", "Järjestöneuvottelukunta YhES", "es-maakuntahallitus"),
        *(vk.Term(observed_at="2019-02-18"), "esavo.fi", None),
    ),
    ("12", "jane", "Järjestöasiain neuvottelukunta JANE", None, None, "pksotu.fi", None),
    ("08", "kymenlaakso", "Kymenlaakson järjestöjen neuvottelukunta", None, None, "kykasote.fi", None),
    ("04", "satakunta", "Järjestöjen neuvottelukunta", None, vk.Term("2020-01"), "yhteisokeskus.fi", None),
    ("05", "kanta-hame", "Järjestöneuvottelukunta", None, vk.Term("2019"), "soteuudistus.fi", "2022-11-02"),
    (
        *("13", "kumppanuuspoyta", "Järjestöjen ja maakunnan kumppanuuspöytä", None),
        *(vk.Term("2019"), "yhdistystori.fi", None),
    ),
    ("13", "jarjestoareena", "Järjestöareena", None, vk.Term("2008"), "yhdistystori.fi", None),
    (
        *("02", "jarjestojaosto", "MYR:n järjestöjaosto / Järjestöfoorumi", "vs-liitto"),
        *(vk.Term("2022", "2025"), "varsinais-suomi.fi", None),
    ),
    (
        *("01", "ita-uusimaa", "Järjestöjen kumppanuuspöytä", "hva-ita-uusimaa"),
        *(vk.Term(observed_at="2023-04-27"), "itauusimaa.cloudnc.fi", None),
    ),
]
APPOINTING = {
    "hva-paijat-hame": ("Päijät-Hämeen hyvinvointialue", "hyvinvointialue/09"),
    "hva-ita-uusimaa": ("Itä-Uudenmaan hyvinvointialue", "hyvinvointialue/01"),
    "lapin-liitto": ("Lapin liitto", "maakunta/19"),
    "pp-liitto": ("Pohjois-Pohjanmaan liitto", "maakunta/17"),
    "ps-liitto": ("Pohjois-Savon liitto", "maakunta/11"),
    "es-maakuntahallitus": ("Etelä-Savon maakuntahallitus", "maakunta/10"),
    "vs-liitto": ("Varsinais-Suomen liitto", "maakunta/02"),
}
STATEMENTS = {
    "paijat-hame": [
        Statement("term", "puolet valtuustokaudesta", as_of="2025"),
        Statement("first_term_ends", vk.PartialDate.of("2025-05-31")),
    ],
    "jerry": [Statement("members", 14, as_of="2019-05-20")],
    "yhes": [Statement("members", 18, as_of="2019-02-18"), Statement("deputies", 18, as_of="2019-02-18")],
    "kanta-hame": [Statement("members_and_deputies", 36, as_of="2022-11-02")],
}
NETWORK_ORGANISATIONS = [
    ("01", "Hyte ry", "verkostojarjestot.fi"),
    ("13", "Keski-Suomen Yhteisöjen Tuki ry", "verkostojarjestot.fi"),
    ("04", "Satakunnan yhteisöt ry", "verkostojarjestot.fi"),
    ("17", "Pohjois-Pohjanmaan sosiaali- ja terveysturvayhdistys ry", "verkostojarjestot.fi"),
    ("12", "Pohjois-Karjalan Sosiaaliturvayhdistys ry", "verkostojarjestot.fi"),
    ("19", "Lapin sosiaali- ja terveysturvayhdistys ry", "ihimiset.fi"),
    ("10", "Etelä-Savon sosiaali- ja terveysturva ry", "essotu.fi"),
    ("11", "Pohjois-Savon Sosiaaliturvayhdistys ry", "docplayer.fi"),
    ("18", "MLL:n Kainuun piiri ry", "kainuunpiiri.mll.fi"),
    ("05", "Hämeen Setlementti ry", "hameensetlementti.fi"),
    ("02", "Varsinais-Suomen Kylät ry", "järjestöfoorumi.fi"),
    ("01", "Uudenmaan sosiaaliturvayhdistys", "sosiaaliturvayhdistykset.fi"),
]

organisations, memberships = [], []
for id_, (name, area) in APPOINTING.items():
    organisations.append(vk.Organisation(id_, name, classification="authority", areas=area))
for region, id_, name, appointing, term, where, published in COUNCILS:
    source = page(where, published)
    organisations.append(
        vk.Organisation(
            id_,
            name,
            classification="council",
            areas=f"maakunta/{region}",
            terms=[evolve(term, source=source)] if term else [],
            statements=STATEMENTS.get(id_, []),
            sources=[source],
        )
    )
    if appointing:
        memberships.append(vk.Membership(id_, "appointing_body", member=appointing, sources=[source]))
for region, name, where in NETWORK_ORGANISATIONS:
    id_ = f"verkosto-{region}-{name.split()[0].lower()}"
    organisations.append(
        vk.Organisation(
            id_, name, classification="network organisation", areas=f"maakunta/{region}", sources=[page(where)]
        )
    )

network = vk.Network(organisations=organisations, memberships=memberships)
print(network)
for council in network.organisations:
    if council.classification == "council":
        bodies = network.memberships_of(council.id, role="appointing_body")
        by = ", ".join(str(network.holder(body)) for body in bodies) or "not stated"
        print(
            f"{council.areas[0].name}: {council} (appointed by: {by}; on 2020-06-01: {council.status(on='2020-06-01')})"
        )

frame = registered_associations()
print(f"Registered associations on {frame.on}: {frame.count()} in {len(frame.by('region'))} regions")
print("Social and health in Pirkanmaa:", frame.count(region="06", purpose="social_health"))

# The frame says how much of each region a count covers, and weighs what was counted: here invented answers.
answers = dict.fromkeys(frame.regions, 12)
rows = {row.region: row for row in frame.coverage(answers)}
weights = frame.weights(answers)
for region in ("01", "16"):
    name = vk.regions.area("maakunta", region).name.fi
    print(f"{name}: 12 of {rows[region].registered} associations answered, each stands for {weights[region]:.0f}")

missing = [area.name.fi for area in vk.regions.areas("maakunta") if area.code not in {row[0] for row in COUNCILS}]
print("Regions without a council in this list:", ", ".join(missing))

path = Path("alueelliset.json")
network.save(path)
assert vk.Network.load(path) == network
