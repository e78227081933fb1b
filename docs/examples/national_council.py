"""The national council with one seat for each region, as its published releases state it; and a report on its seats.

Two sources date its founding four days apart, one list gives the chair's years and another only shows her in
office, and most members were never published in one place. All of it is kept as it was said.
"""

from __future__ import annotations

import verkosto as vk
from verkosto.organisations import Statement
from verkosto.reporting import Heading, seat_map, timeline

# Who said what. The names are those of public office holders.
RELEASE = vk.Source("Release on the founding of the council", published="2020-05")
COUNCIL_PAGE = vk.Source("Page of the council", url="https://verkostojarjestot.fi", published="2023-04-24")
MEMBER_LIST = vk.Source("List of the council's members 2023–25", url="https://verkostojarjestot.fi")
SOTUNET_PAGE = vk.Source("Page of Sotunet", url="https://sosiaaliturvayhdistykset.fi/sotunet")
SOTUNET_2019 = vk.Source("Release that names the chair of Sotunet", published="2019")

COUNCIL, COMMITTEE, SOTUNET = "mvn", "mvn-tyovaliokunta", "sotunet"

organisations = [
    vk.Organisation(
        COUNCIL,
        "Maakuntien verkostojärjestöjen neuvottelukunta",
        classification="council",
        registered=False,
        terms=[
            vk.Term("2020-05-11", source=RELEASE, note="announced as founded"),
            vk.Term("2020-05-07", source=COUNCIL_PAGE),
        ],
        statements=[Statement("core", "sosiaali- ja terveysjärjestöt", source=RELEASE)],
        sources=[RELEASE, COUNCIL_PAGE],
    ),
    vk.Organisation(
        COMMITTEE,
        "Työvaliokunta",
        classification="working_committee",
        registered=False,
        # None is what the source states: without resources of its own. No statement would mean "not known".
        statements=[
            Statement("resources", None, source=COUNCIL_PAGE, note="plans its work without separate resources")
        ],
        sources=[COUNCIL_PAGE],
    ),
    vk.Organisation(SOTUNET, "Sotunet", classification="council", sources=[SOTUNET_PAGE]),
    vk.Organisation("kyt", "Keski-Suomen Yhteisöjen Tuki ry", registered=True, areas="maakunta/13"),
    vk.Organisation("hyte", "Hyte ry", registered=True, areas="maakunta/01"),
    vk.Organisation("satayhteisot", "Satakunnan yhteisöt ry", registered=True, areas="maakunta/04"),
    vk.Organisation(
        "ppsotu",
        "Pohjois-Pohjanmaan sosiaali- ja terveysturvayhdistys ry",
        registered=True,
        areas="maakunta/17",
    ),
    vk.Organisation("pksotu", "Pohjois-Karjalan Sosiaaliturvayhdistys ry", registered=True, areas="maakunta/12"),
    vk.Organisation("lapsote", "Lapin sosiaali- ja terveysturvayhdistys ry", registered=True, areas="maakunta/19"),
]

people = [
    vk.Person("sivonen", "Tiina Sivonen", sources=[COUNCIL_PAGE]),
    vk.Person("manninen", "Marja Manninen", sources=[COUNCIL_PAGE]),
    vk.Person("karjalainen", "Milja Karjalainen", sources=[COUNCIL_PAGE]),
    vk.Person("katajala", "Anna Katajala", sources=[COUNCIL_PAGE]),
    vk.Person("heinonen", "Sanna Heinonen", sources=[COUNCIL_PAGE]),
    vk.Person("pajula", "Elina Pajula", sources=[COUNCIL_PAGE]),
    vk.Person("ahtiainen", "Veli-Matti Ahtiainen", sources=[SOTUNET_2019]),
]

seen = vk.Term(observed_at="2023-04", source=COUNCIL_PAGE)
listed = vk.Term("2023", "2025", source=MEMBER_LIST)

memberships = [
    vk.Membership(
        SOTUNET,
        "chair",
        person="ahtiainen",
        on_behalf_of="lapsote",
        terms=[vk.Term(observed_at="2019", source=SOTUNET_2019)],
    ),
    vk.Membership(COUNCIL, "initiator", member=SOTUNET, sources=[RELEASE]),
    vk.Membership(COUNCIL, "part_of", member=COMMITTEE, terms=[seen]),
    # Both statements of the chair's term stand, each with its source.
    vk.Membership(COUNCIL, "chair", person="sivonen", on_behalf_of="kyt", terms=[seen, listed]),
    vk.Membership(COUNCIL, "vice_chair", person="manninen", on_behalf_of="hyte", terms=[seen]),
    vk.Membership(
        COUNCIL,
        "secretary",
        person="heinonen",
        on_behalf_of="pksotu",
        terms=[vk.Term("2023-06-01", source=COUNCIL_PAGE)],
    ),
    vk.Membership(COUNCIL, "contact", person="pajula", terms=[vk.Term(end="2023-05-31", source=COUNCIL_PAGE)]),
]
for area, person, association in (
    ("maakunta/13", "sivonen", "kyt"),
    ("maakunta/01", "manninen", "hyte"),
    ("maakunta/04", "karjalainen", "satayhteisot"),
    ("maakunta/17", "katajala", "ppsotu"),
):
    memberships += [
        vk.Membership(COUNCIL, person=person, area=area, on_behalf_of=association, terms=[seen, listed]),
        vk.Membership(COMMITTEE, person=person, on_behalf_of=association, terms=[seen]),
    ]

network = vk.Network(organisations=organisations, people=people, memberships=memberships)
council = vk.Council(
    COUNCIL,
    network,
    rules=[vk.SeatRule("maakunta", exclude="21", term_years=2, source=RELEASE)],  # 21 is Åland
    roster="partial",  # only some of the eighteen members were published
)

DAY = "2023-04-24"  # when the page of the council was edited
print(f"{council.body}: {council.places(on=DAY, role='member')} places for members")
holders = council.holders(on=DAY, role="member")
for holder in holders:
    represented = network.organisation(holder.membership.on_behalf_of or COUNCIL)
    print(f"  {holder.post.area.name if holder.post.area else ''}: {holder.who}, {represented} ({holder.standing})")

keski_suomi = council.representative("13", on="2024-06-01")
print("Keski-Suomi on 1 June 2024:", keski_suomi.who if keski_suomi else "nobody known")
unknown = council.vacancies(on=DAY, role="member")
print("Seats whose holder is not known:", len(unknown))

body = council.body
print("Founded:", " or ".join(map(str, body.founded)), "- on 8 May 2020 its status is", body.status(on="2020-05-08"))
print("Resources of the working committee:", [s.value for s in network.organisation(COMMITTEE).stated("resources")])
print("Staff of the working committee:", network.organisation(COMMITTEE).stated("staff") or "not known")

# What is amiss, but for the seats whose members were never published.
for finding in (*network.audit(), *council.audit()):
    if finding.code != "unknown_holder":
        print(finding)

council.save("neuvottelukunta.json")
assert vk.Council.load("neuvottelukunta.json") == council

# Whose seat nobody has published is not known, which is not the same as vacant: the pictures say which it is.
regions = ", ".join(str(seat.post.area.name) for seat in unknown if seat.post.area)
path = vk.report(
    [
        Heading("Kuka edusti mitäkin maakuntaa 24. huhtikuuta 2023"),
        f"Paikkoja on {len(holders) + len(unknown)}, yksi kutakin maakuntaa kohti. Niistä {len(holders)} tunnetaan.",
        seat_map(council, on=DAY, title="Maakuntien edustajat"),
        Heading("Paikat perustamisesta lähtien"),
        timeline(council, "2020/2025", roles="member", title="Maakuntien paikat 2020–2025"),
        f"Edustajaa ei ole julkaistu näistä maakunnista: {regions}.",
        Heading("Puheenjohtajisto ja sihteeri"),
        timeline(council, "2020/2025", roles=("chair", "vice_chair", "secretary"), title="Tehtävät 2020–2025"),
    ],
    "neuvottelukunta.html",
    title=body.name,
    text="Lähteet: tiedote vuodelta 2020, neuvottelukunnan sivu 24. huhtikuuta 2023 ja jäsenluettelo 2023–25.",
)
print("Written:", path.name)
