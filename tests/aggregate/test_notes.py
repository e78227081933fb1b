"""What stands under a table about weights and the design."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from verkosto.aggregate import Design, ReplicateDesign, mean, poststratify
from verkosto.instruments import Column, Instrument, Number, Option, SingleChoice
from verkosto.responses import Responses

INSTRUMENT = Instrument(
    "kysely",
    "Kysely",
    sampling="sample",
    columns=(
        Column("osite", header="osite", role="stratum"),
        Column("ryvas", header="ryvas", role="psu"),
        *(Column(name, header=name, role="weight") for name in ("paino", "t1", "t2")),
    ),
    questions=(
        Number("tunteja", "Tunteja"),
        SingleChoice("ala", "Ala", options=(Option("a", "A"), Option("b", "B"))),
    ),
)
ANSWERS = Responses.from_frame(
    pd.DataFrame(
        {
            "osite": list("eeeepppp"),
            "ryvas": ["1", "1", "2", "2", "3", "3", "4", "4"],
            "paino": [1.0, 2, 1, 2, 1, 2, 1, 2],
            "t1": [2.0, 4, 0, 0, 2, 4, 0, 0],
            "t2": [0.0, 0, 2, 4, 0, 0, 2, 4],
            "tunteja": [3, 1, 4, 1, 5, 9, 2, 6],
            "ala": list("abababab"),
        }
    ),
    INSTRUMENT,
)
SAMPLE = "A sample was asked. The intervals assume that those who did not answer do not differ from those who did."
WEIGHTED = "Figures are weighted (paino); numbers of responses are not."


def notes(design: Any, lang: str = "en") -> list[str]:
    found: list[str] = [note.get(lang) for note in mean(ANSWERS, "tunteja", design=design).notes]
    return found


@pytest.mark.parametrize(
    ("design", "note"),
    [
        (
            Design("paino", "osite", "ryvas"),
            "Standard errors follow the design of the sample (strata osite; sampling units ryvas).",
        ),
        (
            Design("paino", psu="ryvas", fpc=(20, 10)),
            "Standard errors follow the design of the sample (sampling units ryvas; population size 20, 10).",
        ),
        (ReplicateDesign("paino", ["t1", "t2"], kind="brr"), "Standard errors come from 2 sets of replicate weights."),
    ],
    ids=["strata", "population sizes", "replicates"],
)
def test_a_table_says_by_which_design_its_standard_errors_are(design: object, note: str) -> None:
    assert notes(design) == [WEIGHTED, note, SAMPLE]
    assert all(notes(design, lang) != notes(design) for lang in ("fi", "sv"))


@pytest.mark.parametrize("design", [Design("paino"), Design.census(weights="paino")], ids=["weights", "census"])
def test_weights_alone_and_a_census_have_no_design_to_tell(design: Design) -> None:
    assert [note for note in notes(design) if "design" in note] == []


def test_fitted_weights_keep_the_note_of_the_sample() -> None:
    fitted = poststratify(ANSWERS, {"ala": {"a": 40, "b": 60}}, design=Design("paino", "osite", "ryvas"))
    assert notes(fitted)[1].endswith("(strata osite; sampling units ryvas).")
