"""Kumaja's open answers, all the way: which cooperation would help associations of Uusimaa most?

A codebook proposes themes by words, two people code, their agreement is measured, the themes become a question like any
other, their order is tested in each kind of association, and the report quotes two answers that somebody cleared.
Answers, coders and codings are synthetic.
"""

from __future__ import annotations

import verkosto as vk
from verkosto import themes
from verkosto.reporting import Heading

# Read, and let the patterns of the codebook propose. No person has decided anything yet.
survey = vk.samples.kumaja()
book = themes.Codebook.load(vk.samples.theme_codebook())
proposed = themes.propose(survey, "yhteistyotoive", codebook=book, lemmatizer="words")
print(proposed.answers)
print("Words with talo or tila at their end:", proposed.concordance(["+tila", "+talo"]))

# Two people have coded every answer. Where they disagreed they talked, and "yhdessä" is what both then said.
coding = proposed.merge(vk.samples.kumaja_coding())
first = coding.frame[coding.frame["coder"] == "A"]
print("What A made of the proposals:", first["outcome"].value_counts().drop("none").to_dict())
agreement = coding.agreement(coders=("A", "B"))
print(agreement.to_text("en"))
print(len(agreement.disagreements()), "answers to talk about")

# From here on the themes are a multiple choice. The open answers leave: no later step can print them.
answers = coding.responses("teemat", how=("yhdessä", "all"), keep_text=False).derive(
    "tyyppi",
    {
        vk.Option("paikallis", "Paikallisyhdistykset"): {"jarjestotyyppi": ["paikallis"]},
        vk.Option("muut", "Piirit ja keskusjärjestöt"): {"jarjestotyyppi": ["piiri", "keskus"]},
    },
    text="Järjestötyyppi",
)
by_kind = vk.crosstab(answers, "teemat", by="jarjestotyyppi", margins=True)
by_two = vk.crosstab(answers, "teemat", by="tyyppi", margins=True)

# "The largest single theme whatever kind of association": it leads in each, but by few answers. That may be chance.
# The persons of one association are drawn together. These are all figures, for one's own eyes.
order = themes.rank(answers, "teemat", by="jarjestotyyppi")
print(order.to_text("en"))
everywhere = "Viestintä ja tiedonkulku on suurin yksittäinen teema järjestötyypistä riippumatta."
claim = vk.Claim(everywhere, table=order, value="viestinta", within="jarjestotyyppi")
print(claim.check().to_text("en"))

# Thirty persons of central organisations make small figures. Together with the districts fewer have to be hidden.
published = vk.protect(by_two)
print(f"By three kinds {vk.protect(by_kind).protection.hidden} of {len(by_kind)} figures would be suppressed,")
print(f"  by two {published.protection.hidden} of {len(by_two)}")

# Quotations: what tells who somebody is has been marked and replaced; a person reads each and answers for it.
quotations = [excerpt.clear(by="Analyytikko") for excerpt in coding.excerpts("viestinta", group="jarjestotyyppi", n=2)]
print(*quotations, sep="\n")

path = vk.report(
    [
        Heading("Mitä yhteistyötä toivotaan"),
        vk.Claim("Viestintä ja tiedonkulku on yleisin toive (36 %).", table=order, value="viestinta").on(published),
        "Kaksi henkilöä luki vastaukset erikseen ja keskusteli niistä, joista oli eri mieltä.",
        published,
        *quotations,
    ],
    "kumaja.html",
    title="Kumajan järjestökysely: avovastaukset (synteettinen)",
    text="Vastaukset ovat keksittyjä.",
)
print("Written:", path.name)
