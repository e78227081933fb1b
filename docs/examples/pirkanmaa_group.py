"""Pirkanmaa: a group of associations in social and health care, its nominating networks, its planned council.

The networks that nominate its members are no registered associations, its secretariat is an organisation, and
the council that it is to belong to is planned and not founded. Who the members are was not published, so the
last part shows coverage with a membership that is invented for the purpose and says so.
"""

from __future__ import annotations

from pathlib import Path

import verkosto as vk
from verkosto.organisations import Change, Statement, registered_associations

RELEASE = vk.Source("Release on the associations' sote group in Pirkanmaa", published="2022")
LAW = vk.Source("Act on Wellbeing Services Counties (611/2021)", note="in force from 2021-07-01")
INVENTED = vk.Source("Synthetic membership, invented for this example")

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
published = vk.Council(
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
    requests=[
        vk.StatementRequest(
            "lausunto-1",
            "Invented request, to show the due date",
            requested_by=COUNTY,
            received="2022-03-01",
            due="2022-04-15",
            sources=[INVENTED],
        )
    ],
)

for day in ("2022-03-31", "2023-06-01"):
    statuses = {
        name: network.organisation(id_).status(on=day) for name, id_ in (("county", COUNTY), ("council", COUNCIL))
    }
    print(f"On {day} the county is {statuses['county']}, the council {statuses['council']}")
print(
    "To be a part of:",
    [(str(m.organisation), network.standing(m, on="2022-05-01")) for m in network.memberships_by(GROUP)],
)
print("Predecessor of the council:", [str(o) for o in network.predecessors(COUNCIL, planned=True)])
print("Secretariat:", *(network.holder(m) for m in network.memberships_of(GROUP, role="secretariat")))
print("Coordinated by:", ", ".join(str(network.holder(m)) for m in network.memberships_of(GROUP, role="coordinator")))
print("Places for members:", published.places(on="2022-03-31", role="member"))
print(
    "Meetings to come on 22 March 2022:", [m.id for m in published.meetings if m.status(on="2022-03-22") == "planned"]
)
print("Requests overdue on 20 April 2022:", [r.id for r in published.requests if r.overdue("2022-04-20")])
for statement in group.statements:
    print(f"{statement.topic}: {statement.value}")

# An invented membership: two associations from each nominating network, each at home in one municipality.
homes = ["837", "604", "211", "536", "980", "020", "562", "908", "418", "790"]
invented = []
for place, home in enumerate(homes):
    nominator = list(NOMINATORS)[place % len(NOMINATORS)]
    invented += [
        vk.Organisation(f"jasen-{place + 1}", f"Synteettinen yhdistys {place + 1} ry", areas=f"kunta/{home}"),
        vk.Person(f"edustaja-{place + 1}", f"Synteettinen edustaja {place + 1}"),
        vk.Membership(
            GROUP,
            person=f"edustaja-{place + 1}",
            on_behalf_of=f"jasen-{place + 1}",
            nominated_by=nominator,
            terms=[vk.Term("2022-03-01", "2023-12-31", source=INVENTED)],
        ),
    ]
synthetic = network.add(*invented)
members = synthetic.memberships_of(GROUP, role="member", on="2022-04-28")
covered = {area.code for m in members for area in synthetic.organisation(m.on_behalf_of or "").areas}
region = vk.regions.area("maakunta", "06", on="2022-04-28")
at_home = len(covered & set(region.municipalities))
published_count = group.stated("associations in social and health")[0].value
print(f"Synthetic membership: {len(members)} members from {len({m.nominated_by for m in members})} networks,")
print(f"  at home in {at_home} of the {len(region.municipalities)} municipalities of {region},")
print(f"  {len(members)} of the {published_count} associations in social and health")

frame = registered_associations()
print(f"The register counts {frame.count(region='06', purpose='social_health')} of them on {frame.on}")

path = Path("pirkanmaa.json")
published.save(path)
assert vk.Council.load(path) == published
