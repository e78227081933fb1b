"""The support-structure survey of 2020 as a report: two models, each person's view of both, by region and by erva.

The release said: three in four (73 %) were for the model based on the regions, one in four (25 %) for the one based on
the university hospital areas (erva), and most (54 %) against the latter. The shipped answers are synthetic, made so
that these three come out; everything else in them is invented.
"""

from __future__ import annotations

import verkosto as vk
from verkosto.reporting import Heading

FOR, NOT_FOR = ["k"], ["e", "eos"]
answers = vk.samples.tukirakenne().derive(
    "mallit",
    {
        vk.Option("a", "Vain maakuntapohjaista"): {"malli_a": FOR, "malli_b": NOT_FOR},
        vk.Option("b", "Vain ervoihin perustuvaa"): {"malli_a": NOT_FOR, "malli_b": FOR},
        vk.Option("molempia", "Molempia"): {"malli_a": FOR, "malli_b": FOR},
        vk.Option("ei", "Ei kumpaakaan"): {"malli_a": NOT_FOR, "malli_b": NOT_FOR},
    },
    text="Kumpaa mallia sama vastaaja kannattaa?",
)

# One municipality could not be read: of 562 answers 561 belong to an erva. Figures of all beside figures by erva would
# give away, by subtraction, what that one person answered. So everything is of the 561.
ervas = [area.code for area in vk.regions.areas("erva", on=answers.instrument.area_date) if area.code != "6"]

# The same persons judged both models. Those who support both, or neither, do not tell the models apart.
print(vk.mcnemar(answers, "malli_a", "malli_b", value="k", where={"erva": ervas}).to_text("en"))

of_person = vk.frequency(answers, "mallit", where={"erva": ervas})
by_erva = vk.crosstab(answers, ["malli_a", "malli_b"], by="erva", margins=True)
by_region = vk.crosstab(answers, "malli_a", by="maakunta", margins=True)

# Regions do not all nest in ervas, so the way goes through municipalities.
print(vk.regions.correspondence("maakunta", "erva", on=answers.instrument.area_date))

print(f"By region {vk.protect(by_region).protection.hidden} of {len(by_region)} figures would be suppressed;")
redesign = vk.disclosure.coarsen(by_region, time_limit=60)[0]
print(f"  with {redesign.kept} areas in place of 18 regions {redesign.hidden}")

published = vk.protect([of_person, by_erva, redesign.table])
person, erva, region = published
print("Suppressed in the report:", sum(table.protection.hidden for table in published))


def of_a(sentence: str, versus: str | None = None, group: str | None = None, within: str | None = None) -> vk.Claim:
    """Make a claim on those who support the model of the regions; B is compared with in their own answers."""
    other = None if versus is None else {"variable": versus}
    return vk.Claim(sentence, table=by_erva, variable="malli_a", value="k", versus=other, group=group, within=within)


# Sentences are tested with the answers at hand and stand beside what is published (`on`). This one does not pass.
print(of_a("Kannatus oli suurinta Kuopion alueella.", group="4").check().to_text("en"))
for name in ("tukirakenne.html", "tukirakenne.docx"):
    path = vk.report(
        [
            Heading("Kaksi mallia"),
            of_a("Kolme neljästä (73 %) kannatti maakuntapohjaista mallia.").on(erva),
            vk.Claim(
                "Ervoihin perustuvaa mallia kannatti joka neljäs (25 %), ja yli puolet (54 %) vastusti sitä.",
                table=erva,
                variable="malli_b",
                value=("k", "e"),
            ),
            of_a("Samoista vastaajista 48 prosenttiyksikköä useampi kannatti edellistä.", versus="malli_b").on(erva),
            person,
            Heading("Erityisvastuualueittain"),
            of_a("Maakuntapohjaisen mallin kannattaminen oli yleisin vastaus alueesta riippumatta.", within="erva").on(
                erva
            ),
            erva,
            Heading("Maakunnittain"),
            "Pienimmät maakunnat on yhdistetty naapureihinsa, jotta yhtään lukua ei tarvinnut salata.",
            region,
        ],
        name,
        title=answers.instrument.title,
        text="Vastaukset ovat keksittyjä.",
    )
    print("Written:", path.name)
