"""Areas that follow from an area question, at the instrument's date."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from reading import assembled

from verkosto.errors import AnalysisError, DateNotCoveredError, NonNestingError, UnknownAreaError
from verkosto.instruments import AreaQuestion, Instrument, Question
from verkosto.regions import answer_codes
from verkosto.regions import areas as known_areas
from verkosto.responses import Coded, Numeric, Responses, area_names, area_question

KUNTA = AreaQuestion("kotikunta", "Kunta")
MAAKUNTA = AreaQuestion("alue", "Alue", area_type="maakunta")


def instrument(*questions: Question, **parts: Any) -> Instrument:
    return Instrument("i", "I", questions=questions, **{"area_date": "2020-03-01", **parts})


def answers(question: AreaQuestion, *cells: str, **parts: Any) -> Responses:
    return assembled(instrument(question, **parts), [question.text.fi], [[cell] for cell in cells])


def codes(found: Coded) -> list[str | None]:
    return [None if code < 0 else found.categories[code] for code in found.codes.tolist()]


def test_a_municipality_leads_to_every_larger_area() -> None:
    found = answers(KUNTA, "911", "179", "91", "Ankkalinna", "Jyväskylä")
    regions, question, split = found.areas("maakunta")
    assert codes(regions) == ["12", "13", "01", None, "13"]
    assert regions.categories == ["01", "12", "13"]
    assert regions.reasons().tolist() == found.variables["kotikunta"].reasons().tolist()
    assert question == KUNTA
    assert split == ()
    assert codes(found.areas("erva")[0]) == ["4", "4", "1", None, "4"]


def test_the_former_municipality_stays_in_the_frame_and_counts_in_its_successors_region() -> None:
    found = answers(KUNTA, "911", "541")
    assert found.frame["kotikunta"].tolist() == ["911", "541"]
    assert codes(found.areas("maakunta")[0]) == ["12", "12"]
    assert codes(found.areas("kunta")[0]) == ["911", "541"]


@pytest.mark.parametrize("kind", ["maakunta", "erva", "sairaanhoitopiiri", "seutukunta", "avi", "ely"])
def test_every_municipality_of_the_day_lies_somewhere(kind: str) -> None:
    municipalities = known_areas("kunta", on="2020-03-01")
    found = answers(KUNTA, *(area.code for area in municipalities))
    known = {area.code for area in known_areas(kind, on="2020-03-01", official=False)}
    assert set(codes(found.areas(kind)[0])) <= known
    assert len(found.issues) == 0


def test_every_municipality_that_ever_stood_lies_somewhere() -> None:
    found = answers(KUNTA, *sorted(set(answer_codes("kunta", on="2020-03-01").values())))
    assert None not in codes(found.areas("maakunta")[0])


def test_areas_of_the_questions_own_kind_are_its_codes() -> None:
    found, question, _ = answers(MAAKUNTA, "13", "Uusimaa", "").areas("maakunta")
    assert codes(found) == ["13", "01"]
    assert question == MAAKUNTA


def test_regions_that_nest_lead_on_and_others_need_a_rule() -> None:
    nesting = answers(MAAKUNTA, "19", "01")
    assert codes(nesting.areas("erva")[0]) == ["5", "1"]
    assert nesting.areas("erva", allocate="majority")[2] == ()
    split = answers(MAAKUNTA, "13", "19", "06")
    with pytest.raises(
        NonNestingError, match=r"on 2020-03-01: Pirkanmaa, Keski-Suomi lie in several\. .*allocate='majority'"
    ):
        split.areas("erva")
    found = split.areas("erva", allocate="majority")
    assert codes(found.values) == ["4", "5", "3"]
    assert [area.name.fi for area in found.split] == ["Pirkanmaa", "Keski-Suomi"]


def test_only_a_known_rule_divides_areas() -> None:
    with pytest.raises(AnalysisError, match="allocate must be 'majority' or left out, not 'half'"):
        answers(MAAKUNTA, "13").areas("erva", allocate="half")  # type: ignore[arg-type]


def test_a_kind_of_area_must_be_known_covered_and_dated() -> None:
    found = answers(KUNTA, "091")
    with pytest.raises(UnknownAreaError):
        found.areas("lääni")
    with pytest.raises(DateNotCoveredError):
        found.areas("hyvinvointialue")
    with pytest.raises(AnalysisError, match=r"states no date for its areas\. Give it an `area_date`"):
        answers(KUNTA, "091", area_date=None).areas("maakunta")
    assert codes(answers(KUNTA, "091", area_date=None, fieldwork="2024").areas("hyvinvointialue")[0])[0] is not None


def test_the_question_is_named_where_several_would_do() -> None:
    both = instrument(KUNTA, MAAKUNTA)
    assert area_question(both, "maakunta", through="alue") == MAAKUNTA
    assert area_question(both, "maakunta", through="kotikunta") == KUNTA
    with pytest.raises(AnalysisError, match=r"through 'kotikunta', 'alue'\. Say which: through='kotikunta'"):
        area_question(both, "maakunta")
    # No region leads to a municipality, so nothing needs to be said.
    assert area_question(both, "kunta") == KUNTA


def test_an_area_that_nothing_leads_to_is_an_error() -> None:
    with pytest.raises(AnalysisError, match="instrument 'i' has no area question that leads there"):
        area_question(instrument(), "maakunta")
    with pytest.raises(AnalysisError, match="has no area question that leads there"):
        area_question(instrument(MAAKUNTA), "kunta")
    with pytest.raises(AnalysisError, match="has no area question 'toinen'"):
        area_question(instrument(KUNTA), "maakunta", through="toinen")


def test_a_variable_that_holds_no_codes_is_told() -> None:
    numbers = Numeric(np.array([91.0]), np.array([0], dtype=np.int8))
    with pytest.raises(AnalysisError, match="'kotikunta' holds no codes of areas"):
        Responses(instrument(KUNTA), {"kotikunta": numbers}).areas("maakunta")


def test_names_of_areas_include_former_municipalities() -> None:
    found = answers(KUNTA, "911")
    names = area_names(found, "kunta", "fi")
    assert (names["911"], names["541"]) == ("Valtimo", "Nurmes")
    assert area_names(found, "maakunta", "sv")["01"] == "Nyland"
    assert area_names(answers(KUNTA, "091", area_date=None), "kunta", "sv")["091"] == "Helsingfors"
