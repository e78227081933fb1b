"""An invented survey of 60 columns, always the same: what the reading benchmarks read."""

from __future__ import annotations

import numpy as np

import verkosto as vk

STEPS = ("Täysin eri mieltä", "Jokseenkin eri mieltä", "Ei samaa eikä eri mieltä", "Jokseenkin samaa mieltä")
LAST = ("Täysin samaa mieltä", "En osaa sanoa")
SCALE = vk.Scale(
    (
        *(vk.Option(str(number), label) for number, label in enumerate((*STEPS, LAST[0]), start=1)),
        vk.Option("eos", LAST[1], kind="dont_know"),
    )
)
MODELS = ("Kannatan", "En kannata", "En osaa sanoa")


def instrument() -> vk.Instrument:
    """24 statements, 12 single choices, 12 ticks, 6 numbers, 2 weights, an area, a text, an association, a time."""
    options = (vk.Option("k", MODELS[0]), vk.Option("e", MODELS[1]), vk.Option("eos", MODELS[2], kind="dont_know"))
    return vk.Instrument(
        "mitta",
        "Mitattava kysely (synteettinen)",
        area_date="2020-03-01",
        unit_id="jarjesto",
        columns=(
            vk.Column("jarjesto", "Järjestö", role="unit_id"),
            vk.Column("aika", "Vastausaika", role="time"),
            *(vk.Column(f"paino{i}", f"Paino {i}", role="weight") for i in range(2)),
        ),
        questions=(
            vk.Matrix(
                "vaittamat",
                "Väittämät",
                rows=tuple(vk.Option(f"r{i}", f"Väittämä {i}") for i in range(24)),
                scale=SCALE,
            ),
            *(vk.SingleChoice(f"malli{i}", f"Malli {i}", options=options) for i in range(12)),
            vk.MultipleChoice(
                "palvelut", "Palvelut", options=tuple(vk.Option(f"p{i}", f"Palvelu {i}") for i in range(12))
            ),
            *(vk.Number(f"luku{i}", f"Luku {i}") for i in range(6)),
            vk.AreaQuestion("kunta", "Kunta"),
            vk.Text("avoin", "Avoin"),
        ),
    )


def columns(rows: int) -> dict[str, np.ndarray]:
    """Return the columns as text, by title."""
    random = np.random.default_rng(562)
    steps, models = np.array([*STEPS, *LAST, ""]), np.array([*MODELS, ""])
    made = {f"Väittämät:Väittämä {i}": steps[random.integers(0, 7, rows)] for i in range(24)}
    made |= {f"Malli {i}": models[random.integers(0, 4, rows)] for i in range(12)}
    made |= {f"Palvelut:Palvelu {i}": np.where(random.random(rows) < 0.3, f"Palvelu {i}", "") for i in range(12)}
    made |= {f"Luku {i}": np.char.mod("%d", random.integers(0, 5000, rows)) for i in range(6)}
    made |= {f"Paino {i}": np.char.mod("%.4f", random.random(rows) * 2) for i in range(2)}
    municipalities = np.array([area.code for area in vk.regions.areas("kunta", on="2020-03-01")])
    made["Kunta"] = municipalities[random.integers(0, len(municipalities), rows)]
    made["Avoin"] = np.char.add("vastaus ", np.char.mod("%d", random.integers(0, rows * 2 // 3, rows)))
    made["Järjestö"] = np.char.add("Yhdistys ", np.char.mod("%d", random.integers(0, rows // 20, rows)))
    days = np.char.mod("%d.2.2020 10.", random.integers(1, 29, rows))
    made["Vastausaika"] = np.char.add(days, np.char.zfill(np.char.mod("%d", random.integers(0, 60, rows)), 2))
    return made
