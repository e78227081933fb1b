"""The invented codings of Kumaja's open answers: two coders, and what they agreed on where they had disagreed."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

from tests.samples._chance import Chance

from verkosto.themes import Answers

__all__ = ["TOGETHER", "write_codings"]

SEED = 20180
TOGETHER = "yhdessä"
"""Whose coding is the last word: that of both coders after they had talked."""
# How often each coder overlooks a theme beside another one, and takes one theme for its neighbour.
CODERS = {"A": (0.06, 0.03), "B": (0.11, 0.05)}
NEIGHBOURS = {
    "viestinta": "koulutus",
    "koulutus": "viestinta",
    "kunta": "sote",
    "sote": "kunta",
    "vapaaehtoiset": "vertaistuki",
    "vertaistuki": "vapaaehtoiset",
    "rahoitus": "kunta",
    "tilat": "kunta",
}
# Not made of the sentences: these, and one over several lines.
OTHERS = {"Yhteinen hankehakemus.": "rahoitus"}


def write_codings(answers: Answers, path: Path) -> None:
    """Write the codings as a long table: one row for each theme that a coder found in an answer."""
    with (Path(__file__).parent / "kumaja_invented.toml").open("rb") as file:
        themes = tomllib.load(file)["themes"]
    sentences = {
        sentence.lower().rstrip("."): theme
        for theme, facts in themes.items()
        for words in facts.values()
        for sentence in words
    }
    chance = Chance(SEED)
    rows = []
    for row in range(len(answers)):
        if not answers.answered[row]:
            continue
        meant = _meant(str(answers.text(row)), sentences)
        found = {coder: _found(meant, *faults, chance) for coder, faults in CODERS.items()}
        if len({frozenset(themes) for themes in found.values()}) > 1:
            found[TOGETHER] = meant
        rows += [(answers.ids[row], coder, theme) for coder, themes in found.items() for theme in themes]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("answer", "coder", "theme"), *rows])


def _meant(text: str, sentences: dict[str, str]) -> list[str]:
    said = text.lower()
    found = [theme for sentence, theme in sentences.items() if sentence in said]
    return list(dict.fromkeys(found)) or [OTHERS.get(text, "viestinta")]


def _found(meant: list[str], overlooked: float, mistaken: float, chance: Chance) -> list[str]:
    kept = [theme for place, theme in enumerate(meant) if place == 0 or not chance.happens(overlooked)]
    return list(dict.fromkeys(NEIGHBOURS[theme] if chance.happens(mistaken) else theme for theme in kept))
