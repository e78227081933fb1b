"""A made survey of regions for indicators: small groups, several choices, numbers, in memory."""

from __future__ import annotations

import numpy as np
import pandas as pd

import verkosto as vk

__all__ = ["REGIONS", "answers", "instrument"]

REGIONS = ("01", "06", "13", "19")


def instrument(name: str = "kysely-2020", *, area_date: str = "2020-03-01", text: str = "Kanta?") -> vk.Instrument:
    """Return a codebook; `text` is that of the question `kanta`."""
    return vk.Instrument(
        name,
        {"fi": "Kysely", "sv": "Enkät", "en": "Survey"},
        fieldwork=area_date[:4],
        area_date=area_date,
        questions=(
            vk.AreaQuestion("alue", "Maakunta", area_type="maakunta"),
            vk.SingleChoice(
                "kanta",
                text,
                options=(
                    vk.Option("k", "Kyllä"),
                    vk.Option("e", "Ei"),
                    vk.Option("eos", "En osaa sanoa", kind="dont_know"),
                ),
            ),
            vk.SingleChoice("laji", "Laji", options=(vk.Option("s", "Sote"), vk.Option("m", "Muu"))),
            vk.MultipleChoice("palvelut", "Palvelut", options=(vk.Option("n", "Neuvonta"), vk.Option("t", "Tilat"))),
            vk.Number("jasenia", "Jäseniä"),
            vk.Number("maksu", "Maksu"),
        ),
    )


def answers(codebook: vk.Instrument | None = None, *, rows: int = 240, seed: int = 6) -> vk.Responses:
    """Return answers: the first region has most of them, the last one few; some are missing."""
    random = np.random.default_rng(seed)
    ticks = random.random((rows, 2)) < 0.5
    members = random.integers(1, 200, rows).astype(object)
    members[::17] = None
    opinion = random.choice(["k", "e", "eos"], rows, p=[0.7, 0.2, 0.1]).astype(object)
    opinion[::23] = None
    frame = pd.DataFrame(
        {
            "alue": random.choice(REGIONS, rows, p=[0.5, 0.3, 0.15, 0.05]),
            "kanta": opinion,
            "laji": random.choice(["s", "m"], rows),
            "palvelut[n]": ticks[:, 0],
            "palvelut[t]": ticks[:, 1],
            "jasenia": members,
            "maksu": random.integers(5, 50, rows),
        }
    )
    return vk.Responses.from_frame(frame, instrument() if codebook is None else codebook, strict=True)
