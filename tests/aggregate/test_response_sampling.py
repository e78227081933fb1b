"""The note on intervals says what the sampling and the design make of them."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from made_answers import kysely, responses

from verkosto.aggregate import Design, frequency
from verkosto.aggregate._response_sampling import sampling_notes
from verkosto.instruments import Sampling

WORDS = {
    "open_link": "Anyone could answer through an open link.",
    "unknown": "How the respondents were chosen is not stated.",
    "sample": "A sample was asked.",
    "census": "Everybody was asked. The intervals take those who answered as a random part of those who were asked.",
}
EVERYBODY = "standard errors are 0, and the intervals have no width."


@pytest.mark.parametrize("sampling", get_args(Sampling))
def test_every_sampling_has_a_note_in_three_languages(sampling: Any) -> None:
    (note,) = sampling_notes(sampling)
    assert str(note.en).startswith(WORDS[sampling])
    assert len({note.get(lang) for lang in ("fi", "sv", "en")}) == 3
    assert sampling_notes(sampling, Design(fpc=853)) == (note,)


@pytest.mark.parametrize("sampling", ["unknown", "sample", "census"])
def test_a_census_that_everybody_answered_has_no_chance_in_it(sampling: Any) -> None:
    (note,) = sampling_notes(sampling, Design.census())
    assert str(note.en).endswith(EVERYBODY)


def test_no_design_makes_a_census_of_an_open_link() -> None:
    census, link = sampling_notes("open_link", Design.census())
    assert str(census.en).endswith(EVERYBODY)
    assert str(link.en).startswith(WORDS["open_link"])


def test_a_table_bears_the_note() -> None:
    answers = responses(kysely(columns=(), sampling="census"), {"malli": ["k", "e", "k"]})
    table = frequency(answers, "malli")
    assert str(table.notes[-1].en) == WORDS["census"]
    counted = frequency(answers, "malli", design=Design.census())
    assert str(counted.notes[-1].en).endswith(EVERYBODY)
    assert counted.frame["se"].tolist() == [0, 0, 0]
    assert (counted.frame["high"] - counted.frame["low"]).tolist() == [0, 0, 0]
