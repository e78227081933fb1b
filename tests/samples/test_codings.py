"""The codings of Kumaja's open answers: generated, complete, and near what the patterns propose."""

from __future__ import annotations

from pathlib import Path

import verkosto as vk


def test_the_codings_are_what_the_generator_writes_and_decide_every_answer(regenerated: Path) -> None:
    shipped = vk.samples.codings()
    assert (regenerated / shipped.name).read_bytes() == shipped.read_bytes()
    coding = vk.samples.kumaja_coding()
    assert coding.coders == ("A", "B", "yhdessä")
    assert not coding.issues
    decided = coding.decide(("yhdessä", "all"))
    assert (decided[coding.answers.answered] != -1).all()
    # The first theme of each kind of association is the largest, as the invented answers were made to have it.
    table = vk.crosstab(coding.responses("teemat", how=("yhdessä", "all")), "teemat", by="jarjestotyyppi")
    largest = table.frame.sort_values("n").groupby("jarjestotyyppi", observed=True)["value"].last()
    assert largest.to_dict() == {"paikallis": "viestinta", "piiri": "viestinta", "keskus": "viestinta"}


def test_the_patterns_of_the_themes_propose_what_the_answers_were_made_of() -> None:
    book = vk.themes.Codebook.load(vk.samples.theme_codebook())
    assert "SYNTEETTINEN" in vk.samples.theme_codebook().read_text("utf-8").splitlines()[0]
    proposed = vk.themes.propose(vk.samples.kumaja(), "yhteistyotoive", codebook=book, lemmatizer="words").proposed
    meant = vk.samples.kumaja_coding().decide(("yhdessä", "all"))
    assert proposed is not None
    both = int(((proposed == 1) & (meant == 1)).sum())
    assert both / int((meant == 1).sum()) > 0.95
    assert both / int((proposed == 1).sum()) > 0.85
