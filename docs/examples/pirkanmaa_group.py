"""Pirkanmaa: a group of associations in social and health care, its nominating networks, its planned council.

The networks that nominate its members are no registered associations, its secretariat is an organisation, and
the council that it is to belong to is planned and not founded. The report shows how many of the region's associations
the group reaches, with memberships that are invented for the purpose and say so.
"""

from __future__ import annotations

import pandas as pd

import verkosto as vk
from verkosto.organisations import Change, Statement, registered_associations
from verkosto.reporting import Heading

RELEASE = vk.Source("Release on the associations' sote group in Pirkanmaa", published="2022")
LAW = vk.Source("Act on Wellbeing Services Counties (611/2021)", note="in force from 2021-07-01")
INVENTED = vk.Source("Synthetic membership, invented for this example")
DAY = "2022-04-28"  # of the group's second meeting

GROUP, COUNCIL, FORUM, COUNTY = "sote-ryhma", "neuvottelukunta", "sote-jarjestofoorumi", "pirha"
NOMINATORS = {
    "jarjestotyontekijat": "Järjestötyöntekijöiden verkosto",
    "jarjestoagentit": "Järjestöagenttien verkosto",
    "vammaistyo": "Vammaistyön verkosto",
    "paihde-mielenterveys": "Päihde- ja mielenterveystyön verkosto",
    "vakivaltatyo": "Väkivaltatyön verkosto",
}

group = vk.Organisation(
    GROUP,
    "Järjestöjen sote-ryhmä",
    classification="working_group",
    registered=False,
    areas="maakunta/06",
    terms=[vk.Term(observed_at="2022-03", source=RELEASE)],
    statements=[
        Statement("associations in the region", vk.Quantity(10_000, "nearly"), source=RELEASE),
        Statement("associations in social and health", 853, source=RELEASE),
    ],
    sources=[RELEASE],
)
organisations = [
    group,
    vk.Organisation(
        COUNCIL,
        "Pirkanmaan järjestöjen neuvottelukunta",
        classification="council",
        terms=[vk.Term(observed_at="2022-03", planned=True, source=RELEASE, note="proposed to the county council")],
    ),
    vk.Organisation(FORUM, "Pirkanmaan sote-järjestöfoorumi", classification="forum", sources=[RELEASE]),
    vk.Organisation(
        COUNTY,
        "Pirkanmaan hyvinvointialue",
        classification="authority",
        areas="hyvinvointialue/08",
        terms=[vk.Term("2021-07-01", source=LAW)],
    ),
    vk.Organisation("diabetesliitto", "Diabetesliitto", registered=True),
    vk.Organisation("artteli", "Artteli-kumppanuusyhdistys ry", registered=True, areas="maakunta/06"),
    vk.Organisation("muutostuki", "Järjestöjen sote-muutostuki", classification="project"),
    *(
        vk.Organisation(id_, name, classification="network", registered=False, areas="maakunta/06", sources=[RELEASE])
        for id_, name in NOMINATORS.items()
    ),
]
seen = vk.Term(observed_at="2022-03", source=RELEASE)
memberships = [
    vk.Membership(GROUP, "chair", person="multanen", on_behalf_of="diabetesliitto", terms=[seen]),
    vk.Membership(GROUP, "secretariat", member="artteli", terms=[seen]),
    vk.Membership(GROUP, "coordinator", member="artteli", terms=[seen]),
    vk.Membership(GROUP, "coordinator", member="muutostuki", terms=[seen]),
    vk.Membership(
        COUNCIL, "part_of", member=GROUP, terms=[vk.Term(observed_at="2022-03", planned=True, source=RELEASE)]
    ),
]
network = vk.Network(
    organisations=organisations,
    people=[vk.Person("multanen", "Kati Multanen", sources=[RELEASE])],
    memberships=memberships,
    changes=[Change("succession", FORUM, COUNCIL, planned=True, source=RELEASE)],
)
council = vk.Council(
    GROUP,
    network,
    # Each network nominates members; how many, the release does not say.
    rules=[vk.SeatRule(None, None, nominated_by=id_, source=RELEASE) for id_ in NOMINATORS],
    roster="partial",
    meetings=[
        vk.Meeting("first", not_after="2022-03-30", sources=[RELEASE], note="met once before the release"),
        vk.Meeting("2022-03", "2022-03-31", planned=True, sources=[RELEASE]),
        vk.Meeting("2022-04", "2022-04-28", planned=True, sources=[RELEASE]),
        vk.Meeting("2022-06", "2022-06-02", planned=True, sources=[RELEASE]),
    ],
)

for day in ("2022-03-31", "2023-06-01"):
    county, planned = (network.organisation(id_).status(on=day) for id_ in (COUNTY, COUNCIL))
    print(f"On {day} the county is {county}, the council {planned}")
for membership in network.memberships_by(GROUP):
    print("To be a part of:", membership.organisation, network.standing(membership, on="2022-05-01"))
print("Predecessor of the council:", [str(o) for o in network.predecessors(COUNCIL, planned=True)])
print("Secretariat:", *(network.holder(m) for m in network.memberships_of(GROUP, role="secretariat")))
print("Coordinated by:", ", ".join(str(network.holder(m)) for m in network.memberships_of(GROUP, role="coordinator")))
print("Places for members:", council.places(on="2022-03-31", role="member"))
print("Meetings to come on 22 March 2022:", [m.id for m in council.meetings if m.status(on="2022-03-22") == "planned"])
for statement in group.statements:
    print(f"{statement.topic}: {statement.value}")

# Whom does the group reach? Through the networks that nominate its members. Who belongs to them was not published, so
# register and members are invented; only the number of associations, 853, is from the release. By subregion:
REGISTERED = {"061": 78, "063": 61, "064": 601, "068": 34, "069": 79}
MEMBERS = {"061": 12, "063": 14, "064": 156, "068": 6, "069": 12}
names = {area.code: area for area in vk.regions.areas("seutukunta", on=DAY)}
register = [(f"{code}-{n}", code) for code, count in REGISTERED.items() for n in range(count)]
invented: list[vk.Organisation | vk.Membership] = []
for place, (id_, code) in enumerate(row for row in register if int(row[0][4:]) < MEMBERS[row[1]]):
    home = names[code].municipalities[place % len(names[code].municipalities)]
    invented += [
        vk.Organisation(id_, f"Synteettinen yhdistys {place + 1} ry", areas=f"kunta/{home}", sources=[INVENTED]),
        vk.Membership(list(NOMINATORS)[place % len(NOMINATORS)], member=id_, terms=[vk.Term("2022", source=INVENTED)]),
    ]
reaching = network.add(*invented)
reached = {m.member for id_ in NOMINATORS for m in reaching.memberships_of(id_, role="member", on=DAY)}

# The register as a census with one question: is the association in a network that the group hears?
in_network = vk.SingleChoice(
    id="mukana", text="Onko järjestö mukana verkostossa?", options=[vk.Option("k", "On"), vk.Option("e", "Ei ole")]
)
codebook = vk.Instrument(
    id="pirkanmaa-2022",
    title=vk.LocalText(fi="Sote-ryhmän kattavuus (synteettinen)"),
    area_date=DAY,
    sampling="census",
    unit_id="jarjesto",
    columns=[vk.Column("jarjesto", header="jarjesto", role="unit_id")],
    questions=[vk.AreaQuestion(id="seutu", text="Seutukunta", area_type="seutukunta"), in_network],
)
rows = [{"jarjesto": id_, "seutu": code, "mukana": "k" if id_ in reached else "e"} for id_, code in register]
associations = vk.Responses.from_frame(pd.DataFrame(rows), codebook, source="Synthetic register")
covered = vk.coverage(associations, REGISTERED, by="seutukunta", where={"mukana": ["k"]})
print(covered)
statistics = registered_associations()
print(f"The register counts {statistics.count(region='06', purpose='social_health')} of them on {statistics.on}")

table = vk.crosstab(associations, "mukana", by="seutukunta", margins=True, design=vk.Design.census())
published = vk.protect(table)
path = vk.report(
    [
        Heading("Ryhmä"),
        "Ryhmän jäsenet nimeää viisi verkostoa. Neuvottelukuntaa, johon ryhmä kuuluisi, on ehdotettu.",
        Heading("Kattavuus"),
        vk.Claim("Verkostoihin kuuluu 200/853 sosiaali- ja terveysalan järjestöä (23 %).", table=published, value="k"),
        vk.Claim("Tampereen seudulla mukana on joka neljäs.", table=published, value="k", group="064"),
        published,
    ],
    "pirkanmaa.html",
    title=group.name,
    text="Järjestöjen määrä on tiedotteesta vuodelta 2022, jäsenyydet ja jako seutukuntiin ovat keksittyjä.",
)
print("Written:", path.name)
