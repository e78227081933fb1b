"""A report of 60 tables with charts: verkosto beside great-tables (tables) and plotnine (charts).

Run: python docs/benchmarks/report.py [turns]        (needs the extras `bench` and `report`)

20 questions, each alone, by 19 regions and by 7 fields, 600 answers. verkosto writes one HTML file: the data tables,
the pictures as SVG, texts for those who do not see them, and notes on method. Its peers get the finished figures and
make the same 60 tables as HTML and the same 60 charts as SVG. The data are invented and always the same.
"""

from __future__ import annotations

import io
import resource
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from turns import measure, seconds

import verkosto as vk
from verkosto.responses import Coded, Responses

QUESTIONS = [f"q{number:02}" for number in range(20)]
ANSWERS = [
    "Täysin eri mieltä",
    "Jokseenkin eri mieltä",
    "Jokseenkin samaa mieltä",
    "Täysin samaa mieltä",
    "En osaa sanoa",
]
FIELDS = ["Sosiaali ja terveys", "Liikunta", "Kulttuuri", "Nuoriso", "Kylät", "Ympäristö", "Muu"]
ROWS = 600


def tables() -> list[vk.Table]:
    options = tuple(vk.Option(str(code), text) for code, text in enumerate(ANSWERS))
    instrument = vk.Instrument(
        id="mittaus",
        title="Mittaus",
        area_date="2020-03-01",
        fieldwork=vk.Period("2020-02", "2020-03"),
        questions=(
            vk.AreaQuestion(id="maakunta", text="Maakunta", area_type="maakunta"),
            vk.SingleChoice(id="ala", text="Toimiala", options=tuple(vk.Option(name, name) for name in FIELDS)),
            *(vk.SingleChoice(id=name, text=f"Mitä mieltä olet: {name}?", options=options) for name in QUESTIONS),
        ),
    )
    random = np.random.default_rng(2020)
    regions = tuple(area.code for area in vk.regions.areas("maakunta", on="2020-03-01"))
    codes = tuple(str(code) for code in range(len(ANSWERS)))
    variables: dict[str, Any] = {
        name: Coded(random.choice(len(codes), ROWS, p=[0.1, 0.2, 0.3, 0.3, 0.1]).astype(np.int8), codes)
        for name in QUESTIONS
    }
    variables["maakunta"] = Coded(random.integers(0, len(regions), ROWS, dtype=np.int8), regions, (), "string")
    variables["ala"] = Coded(random.integers(0, len(FIELDS), ROWS, dtype=np.int8), tuple(FIELDS))
    answers = Responses(instrument, variables)
    return [
        table
        for name in QUESTIONS
        for table in (
            vk.frequency(answers, name),
            vk.crosstab(answers, name, by="maakunta", margins=True),
            vk.crosstab(answers, name, by="ala", margins=True),
        )
    ]


def great_tables(frames: list[Any]) -> list[str]:
    from great_tables import GT

    made = []
    for frame in frames:
        figures = [name for name in frame.columns if name not in ("ryhma", "n")]
        table = GT(frame, rowname_col="ryhma").tab_header(title="Mitä mieltä olet?")
        made.append(table.fmt_percent(figures, decimals=0).fmt_integer("n").as_raw_html())
    return made


def plotnine(frames: list[Any]) -> list[bytes]:
    from plotnine import aes, facet_wrap, geom_errorbarh, geom_point, ggplot, labs, scale_x_continuous

    made = []
    for frame in frames:
        chart = (
            ggplot(frame, aes("estimate", "ryhma"))
            + geom_point()
            + geom_errorbarh(aes(xmin="low", xmax="high"), height=0.2)
            + facet_wrap("label", nrow=1)
            + scale_x_continuous(limits=(0, 1))
            + labs(x="", y="")
        )
        buffer = io.BytesIO()
        chart.save(buffer, format="svg", width=8.6, height=0.25 * frame["ryhma"].nunique() + 0.8, verbose=False)
        made.append(buffer.getvalue())
    return made


def main() -> None:
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    made = tables()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "raportti.html"
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        first = seconds(lambda: vk.report(made, place, internal=True))
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        size = place.stat().st_size
        print(f"first report: {first:.1f} s, {size / 1e6:.2f} MB of HTML, process {after / 1024:.0f} MiB at its peak")
        print(f"(before it {before / 1024:.0f} MiB)")
        long = [frame_of(table) for table in made]
        wide = [
            frame.pivot(index="ryhma", columns="label", values="estimate")
            .assign(n=frame.groupby("ryhma")["base"].first())
            .reset_index()
            for frame in long
        ]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            measure(
                {
                    "great-tables and plotnine": lambda: (great_tables(wide), plotnine(long)),
                    "verkosto, one HTML file": lambda: vk.report(made, place, internal=True),
                    "great-tables, the tables only": lambda: great_tables(wide),
                    "plotnine, the charts only": lambda: plotnine(long),
                },
                turns,
                ("verkosto", "great-tables", "plotnine", "matplotlib"),
            )


def frame_of(table: vk.Table) -> Any:
    frame = table.labelled()
    frame["ryhma"] = frame[table.by[0]] if table.by else "Kaikki"
    return frame


if __name__ == "__main__":
    main()
