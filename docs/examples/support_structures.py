"""The two support structures that were asked about in 2020, as objects that can be asked and compared.

A: a worker in each of the 18 mainland regions, paid by STEA. B: one national coordinating organisation that hires
a pair of workers for each of the five university hospital areas (erva), and people for national coordination
whose number the proposal does not state.
"""

from __future__ import annotations

from pathlib import Path

import verkosto as vk
from verkosto.councils import Structure

PROPOSAL = vk.Source("The two models of a support structure, as the survey of 2020 put them", published="2020")
DAY = "2020-03-01"

network = vk.Network(
    organisations=[
        vk.Organisation("stea", "Sosiaali- ja terveysjärjestöjen avustuskeskus STEA", classification="funder"),
        vk.Organisation(
            "malli-a",
            "Maakuntapohjainen tukirakenne",
            terms=[vk.Term(observed_at="2020", planned=True, source=PROPOSAL)],
        ),
        vk.Organisation(
            "malli-b",
            "Valtakunnallinen koordinoiva järjestö",
            terms=[vk.Term(observed_at="2020", planned=True, source=PROPOSAL)],
        ),
    ]
)
regional = Structure(
    "malli-a",
    network,
    rules=[vk.SeatRule("maakunta", exclude="21", role="worker", funded_by="stea", source=PROPOSAL)],
)
national = Structure(
    "malli-b",
    network,
    rules=[
        vk.SeatRule("erva", 2, role="worker", source=PROPOSAL),
        vk.SeatRule(None, None, role="coordinator", source=PROPOSAL),  # the number is not stated
    ],
)

for structure in (regional, national):
    print(f"{structure.body}: {structure.places(on=DAY)} posts, status {structure.body.status(on=DAY)}")
    for post in structure.serving("maakunta/13", on=DAY):
        served = structure.areas_served(post, "maakunta", on=DAY)
        print(
            f"  Keski-Suomi has {post}; each serves {len(served)} regions: {', '.join(area.name.fi for area in served)}"
        )

print("Posts for coordination in B:", national.places(on=DAY, role="coordinator"))

for structure in (regional, national):
    path = Path(f"{structure.organisation}.json")
    structure.save(path)
    assert Structure.load(path) == structure
