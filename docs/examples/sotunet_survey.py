"""Sotunet's survey of the regions' network organisations, at the turn of 2018-2019, as a report.

What cooperation do they wish for between the regions and with those who work nationally, and what should be known
of associations everywhere? Each region has a handful of network organisations, so most of this example is about
what a table by region may show. The answers are synthetic: they repeat no published figure.
"""

from __future__ import annotations

import verkosto as vk
from verkosto.reporting import Heading, tile_map

answers = vk.samples.sotunet()
# Invented too: how many network organisations of each mainland region were asked.
ASKED = "01:8 02:6 04:4 05:4 06:7 07:4 08:3 09:3 10:4 11:5 12:4 13:5 14:4 15:3 16:2 17:6 18:3 19:5"
INVITED = {code: int(number) for code, number in (pair.split(":") for pair in ASKED.split())}

# Who answered. What is counted is organisations: where two persons of one organisation answered, it is one.
covered = vk.coverage(answers, INVITED, by="maakunta")
print(f"{covered.total.units} of {covered.total.registered} network organisations answered, {len(answers)} persons")
print("No answer from:", ", ".join(str(vk.regions.area("maakunta", code).name) for code in covered.none_answered))


def reach(cell: vk.aggregate.CoverageCell) -> str:
    """Say in steps how well a region answered: exact numbers would tell who of three organisations did not."""
    if not cell.units:
        return "none"
    return "most" if 2 * cell.units > (cell.registered or 0) else "some"


reached = tile_map(
    {cell.code: reach(cell) for cell in covered.cells},
    title="Mistä maakunnista vastattiin",
    labels={"none": "ei vastauksia", "some": "enintään puolet", "most": "yli puolet kutsutuista"},
    on=answers.instrument.area_date,
)

# By region the figures are of two or three organisations each: nearly all of them would have to be hidden.
by_region = vk.protect(vk.crosstab(answers, "valtakunnan_yhteistyo", by="maakunta", margins=True)).protection
print(f"By region {by_region.hidden} of {by_region.figures} figures would be suppressed")

# Fewer and larger areas show more. These are one's own; `vk.disclosure.coarsen` looks for such that hide least.
directions = answers.derive(
    "suunta",
    {
        vk.Option("etela", "Etelä ja länsi"): {"maakunta": ["01", "02", "04", "05", "06", "07"]},
        vk.Option("ita", "Kaakko ja itä"): {"maakunta": ["08", "09", "10", "11", "12"]},
        vk.Option("pohjoinen", "Keskinen ja pohjoinen"): {"maakunta": ["13", "14", "15", "16", "17", "18", "19"]},
    },
    text="Maan osa",
)
by_direction = vk.crosstab(directions, "valtakunnan_yhteistyo", by="suunta", margins=True)

# All tables go through `protect` in one call: readers will have them all. A table of everybody's wishes is not among
# them. Subtract the areas from it, and it tells what one organisation answered: the one whose region could not be
# read. The total of the areas says as much, and nothing of that one.
wishes = vk.frequency(answers, "maakuntien_yhteistyo")
needs = vk.top_box(answers, "tietotarpeet", boxes=2, dont_know="include")
tables = between, national, needed = vk.protect([wishes, by_direction, needs])
print(f"Published: {sum(map(len, tables))} figures, {sum(t.protection.hidden for t in tables)} of them suppressed")


def effects(sentence: str, topic: str) -> vk.Claim:
    """Make a claim that compares the effects of the work with another topic."""
    other = {"variable": f"tietotarpeet[{topic}]"}
    return vk.Claim(sentence, table=needs, variable="tietotarpeet[vaikutukset]", versus=other)


# Sentences are tested with the answers at hand and stand beside what is published (`on`). This one does not pass.
print(effects("Vaikutuksista toivotaan tietoa useammin kuin avustuksista.", "talous").check().to_text("en"))
path = vk.report(
    [
        Heading("Ketkä vastasivat"),
        f"Kysely lähetettiin {covered.total.registered} verkostojärjestölle, joista {covered.total.units} vastasi.",
        reached,
        Heading("Yhteistyö maakuntien välillä"),
        vk.Claim("Lähes kaikki (92 %) toivovat tiedon ja kokemusten vaihtoa.", table=between, value="kokemukset"),
        between,
        Heading("Yhteistyö valtakunnallisten toimijoiden kanssa"),
        vk.Claim("Selvä enemmistö toivoo maakunnille yhteistä edustusta.", table=national, value="edustus"),
        national,
        Heading("Tiedon tuottaminen"),
        effects("Vaikutuksista toivotaan tietoa useammin kuin vapaaehtoisista.", "vapaaehtoiset").on(needed),
        needed,
    ],
    "sotunet.html",
    title=answers.instrument.title,
    text="Vastaukset ovat keksittyjä.",
)
print("Written:", path.name)
