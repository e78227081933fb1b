"""Places in answers: marked where few associations answered from them, or nobody knows how many."""

from __future__ import annotations

import attrs
import numpy as np
from quotable_survey import survey

from verkosto import themes
from verkosto.regions import AreaRef
from verkosto.responses import Numeric, Responses
from verkosto.themes._scrub_places import Bases


def marked(text: str, scrubber: themes.Scrubber) -> list[tuple[str, str, bool]]:
    return [(text[mark.start : mark.end], mark.rule, mark.certain) for mark in scrubber.scrub(text).marks]


def test_places_are_doubtful_where_nobody_knows_how_many_come_from_there() -> None:
    assert marked("Olemme Jyväskylästä ja Keski-Suomesta.", themes.Scrubber()) == [
        ("Jyväskylästä", "unknown base", False),
        ("Keski-Suomesta", "unknown base", False),
    ]


def test_places_of_many_stay_and_places_of_few_go() -> None:
    scrubber = themes.Scrubber(responses=survey())
    text = "Jyväskylän väki kävi Äänekoskella, Sotkamossa ja Keski-Suomessa."
    assert marked(text, scrubber) == [("Äänekoskella", "small base", True), ("Sotkamossa", "small base", True)]
    assert marked("Kävimme Salossa", scrubber) == [("Salossa", "small base", True)]
    # What may be a word or a person is doubtful, and without an initial capital a place is, too.
    assert marked("Salo on tuttu, samoin sotkamossa", scrubber) == [
        ("Salo", "small base", False),
        ("sotkamossa", "small base", False),
    ]


def test_the_limit_can_be_set() -> None:
    assert marked("Jyväskylässä", themes.Scrubber(responses=survey(), min_count=7)) == []
    assert marked("Jyväskylässä", themes.Scrubber(responses=survey(), min_count=8)) == [
        ("Jyväskylässä", "small base", True)
    ]
    assert marked("Äänekoskella", themes.Scrubber(responses=survey(), min_count=1)) == []


def test_units_are_associations_and_those_unknown_are_one() -> None:
    answers = survey()
    bases = Bases(answers)
    assert bases.of(AreaRef("kunta", "179")) == 7
    assert bases.of(AreaRef("maakunta", "13")) == 8
    assert bases.of(AreaRef("maakunta", "01")) == 0
    assert bases.units(answers.variable("toive").reasons() == 0) == 9
    assert Bases(survey(unit=None)).of(AreaRef("kunta", "179")) == 8
    assert Bases(answers.where({"tyyppi": "kulttuuri"})).of(AreaRef("kunta", "179")) == 1


def test_areas_that_the_survey_did_not_ask_for_are_not_known() -> None:
    assert Bases(_without_areas()).of(AreaRef("kunta", "179")) is None
    assert marked("Jyväskylässä", themes.Scrubber(responses=_without_areas())) == [
        ("Jyväskylässä", "unknown base", False)
    ]


def test_a_day_that_the_register_does_not_cover_leaves_places_to_be_found() -> None:
    answers = survey()
    early = attrs.evolve(answers, instrument=attrs.evolve(answers.instrument, area_date="1950-01-01"))
    found = marked("Jyväskylässä, Äänekoskella ja Keski-Suomessa", themes.Scrubber(responses=early))
    assert found == [("Äänekoskella", "small base", True), ("Keski-Suomessa", "unknown base", False)]


def test_units_may_be_numbers_or_withheld() -> None:
    answers = survey()
    numbers = Numeric(
        np.array([1.0, 2, 2, np.nan, np.nan, 3, 4, 5, 6, 7]), np.array([0, 0, 0, 1, 1, *[0] * 5], np.int8)
    )
    everybody = np.ones(10, dtype=bool)
    assert Bases(attrs.evolve(answers, variables={**answers.variables, "jarjesto": numbers})).units(everybody) == 8
    kept = {name: variable for name, variable in answers.variables.items() if name != "jarjesto"}
    assert Bases(attrs.evolve(answers, variables=kept)).units(everybody) == 1


def _without_areas() -> Responses:
    answers = survey()
    questions = tuple(question for question in answers.instrument.questions if question.id != "kunta")
    kept = {name: variable for name, variable in answers.variables.items() if name != "kunta"}
    return Responses(attrs.evolve(answers.instrument, area_date=None, questions=questions), kept)
