"""Coverage counts associations against a register, and says what neither of the two has."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import kysely, responses

from verkosto.aggregate import Coverage, coverage
from verkosto.errors import AnalysisError, DateNotCoveredError, NonNestingError, OptionError, UnknownVariableError
from verkosto.instruments import AreaQuestion, Option, SingleChoice
from verkosto.organisations import Network, Organisation, registered_associations
from verkosto.responses import Responses

# 091 Helsinki and 049 Espoo are in Uusimaa (01), 179 Jyväskylä in Keski-Suomi (13), 478 Maarianhamina in Åland (21).
PLACES = ["091", "091", "049", "179", "478", "ulk", None]
UNITS = ["a", "a", "b", "c", "d", "e", "f"]


def of(kunta: Any = PLACES, jarjesto: Any = UNITS, *, unit: str | None = "jarjesto", **more: Any) -> Responses:
    places = ["!not_applicable" if place == "ulk" else place for place in kunta]
    return responses(kysely(unit_id=unit), {"kunta": places, "jarjesto": list(jarjesto), **more})


def notes(found: Coverage) -> str:
    return " ".join(str(note.en) for note in found.notes)


def test_associations_are_counted_and_not_persons() -> None:
    found = coverage(of())
    uusimaa = found["01"]
    assert (uusimaa.answered, uusimaa.units, uusimaa.registered) == (3, 2, 32272)
    assert uusimaa.share == 2 / 32272
    assert uusimaa.of_respondents == pytest.approx(2 / 3)
    assert uusimaa.of_register == 32272 / 107851
    assert uusimaa.ratio == pytest.approx((2 / 3) / (32272 / 107851))
    assert (found.total.units, found.total.registered, found.total.share) == (3, 107851, 3 / 107851)
    assert found["*"] is found.total
    assert "Units are distinct organisations (jarjesto), not respondents." in notes(found)
    assert "In the register 107,851 associations on 2 January 2025." in notes(found)
    assert "Responses outside the table, because the group is not known: 2." in notes(found)


def test_every_region_stands_there_and_aland_is_said_to_be_missing() -> None:
    found = coverage(of())
    assert len(found.cells) == 19
    aland = found["21"]
    assert (aland.answered, aland.units, aland.registered, aland.share, aland.ratio) == (1, 1, None, None, None)
    assert aland.status == "not_in_register"
    assert "Not in the register, and so in no share or total: Åland." in notes(found)
    assert len(found.none_answered) == 16
    assert "No answers: Southwest Finland, Satakunta" in notes(found)
    assert found["02"].ratio == 0


def test_without_unit_ids_each_response_counts() -> None:
    found = coverage(of(unit=None))
    assert found["01"].units == found["01"].answered == 3
    assert "Each response counts as one organisation" in notes(found)


def test_responses_that_do_not_name_their_association_overstate_nothing() -> None:
    found = coverage(of(["091", "091", "179"], ["a", None, None]))
    assert [(found[code].answered, found[code].units, found[code].status) for code in ("01", "13")] == [
        (2, 1, "ok"), (1, 0, "none_answered"),
    ]  # fmt: skip
    assert "Responses that do not name theirs: 2; they are not counted." in notes(found)
    with pytest.raises(AnalysisError, match=r"coverage counts associations \('jarjesto'\), and no row tells its own"):
        coverage(of(["091"], [None]))


def test_an_association_in_two_areas_is_in_both_and_once_in_the_total() -> None:
    found = coverage(of(["091", "179", "179"], ["a", "a", "b"]), {"01": 10, "13": 10})
    assert (found["01"].units, found["13"].units, found.total.units) == (1, 2, 2)
    assert found["01"].of_respondents == pytest.approx(1 / 3)
    assert "is in each of them, and once in the total (1)" in notes(found)


def test_a_subset_and_a_class_of_purpose() -> None:
    answers = of(laji=["p", "v", "v", "p", "p", "p", "p"])
    found = coverage(answers, purpose="social_health", where={"laji": "p"})
    assert (found["01"].answered, found["01"].registered) == (1, 2746)
    assert "8,099 associations (Social and health associations)" in notes(found)
    with pytest.raises(OptionError, match="No purpose 'social'"):
        coverage(answers, purpose="social")
    with pytest.raises(AnalysisError, match="purpose= is for the register of associations"):
        coverage(answers, {"01": 1}, purpose="sports")


def test_areas_that_regions_nest_in() -> None:
    found = coverage(of(), by="suuralue")
    assert found["1"].registered == 32272
    assert sum(cell.registered or 0 for cell in found.cells) == 107851
    with pytest.raises(NonNestingError, match="regions do not nest in erva: Pirkanmaa"):
        coverage(of(), by="erva")
    majority = coverage(of(), by="erva", allocate="majority")
    assert sum(cell.registered or 0 for cell in majority.cells) == 107851
    with pytest.raises(NonNestingError, match="do not nest in kunta"):
        coverage(of(), by="kunta")


def test_an_area_question_of_regions_is_one_too() -> None:
    instrument = kysely(questions=(AreaQuestion(id="missa", text="Missä?", area_type="maakunta"),), columns=())
    found = coverage(responses(instrument, {"missa": ["13", "13"]}), by="missa")
    assert (found["13"].units, found["13"].registered) == (2, 5330)


SOTE = SingleChoice(
    id="ala",
    text="Toimiala",
    options=(Option("sote", "Sote"), Option("sports", "Liikunta"), Option("eos", "En tiedä", kind="dont_know")),
)


def kinds(*answers: str) -> Responses:
    return responses(kysely(questions=(SOTE,)), {"ala": list(answers)})


def test_kinds_of_organisations() -> None:
    found = coverage(kinds("sote", "sote", "sports", "eos"), by="ala", codes={"sote": ["social_health", "other"]})
    assert [cell.code for cell in found.cells] == ["sote", "sports"]
    assert found["sote"].registered == 8099 + 6695
    assert found["sports"].status == "not_in_register"
    assert found.total.answered == 2
    assert "left out, because no option stands for them (93,057): Political associations" in notes(found)
    plain = coverage(kinds("sports"), by="ala")
    assert (plain["sports"].registered, plain["sote"].status) == (16424, "not_in_register")
    assert plain.by.label("culture", "sv") == "Föreningar inom kulturbranschen"
    with pytest.raises(AnalysisError, match="codes: the register has no 'sote'"):
        coverage(kinds("sote"), by="ala", codes={"sote": "sote"})
    with pytest.raises(AnalysisError, match="codes: 'sports' stands under two options"):
        coverage(kinds("sote"), by="ala", codes={"sote": "sports", "sports": "sports"})
    theirs = coverage(kinds("sote"), {"x": 4, "y": 1}, by="ala", codes={"sote": "x"})
    assert "(1): y." in notes(theirs)


def test_more_answered_than_are_registered() -> None:
    found = coverage(of(["091", "049"], ["a", "b"]), {"01": 1, "13": 0})
    assert found["01"].status == found.total.status == "more_than_registered"
    assert found["13"].status == "none_registered"
    assert (found["13"].share, found["13"].ratio) == (None, None)
    assert "More are registered" not in notes(found)
    assert "others than the register's organisations answered: Uusimaa." in notes(found)


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame])
def test_a_frame_of_organisations_or_of_counts(make: Any) -> None:
    organisations = make({"maakunta": ["01", "01", "13", None], "nimi": list("abcd")})
    found = coverage(of(), organisations)
    assert (found["01"].registered, found["13"].registered, found.total.registered) == (2, 1, 3)
    assert "1 organisations whose group is not known" in notes(found)
    counts = make({"maakunta": ["01", "13"], "n": [20, 5]})
    assert coverage(of(), counts, count="n")["01"].share == 0.1
    with pytest.raises(UnknownVariableError, match="the register has no column 'maakunta'"):
        coverage(of(), make({"alue": ["01"]}))
    with pytest.raises(AnalysisError, match=r"the register is a frame .* not int"):
        coverage(of(), 5)


def test_a_network_of_organisations() -> None:
    network = Network(
        organisations=[
            Organisation("a", "A ry", areas=("maakunta/01", "kunta/179"), classification="sote"),
            Organisation("b", "B ry", areas=("maakunta/01", "seutukunta/011"), classification="sports"),
            Organisation("c", "C ry"),
        ]
    )
    found = coverage(of(), network)
    assert (found["01"].registered, found["13"].registered, found.total.registered) == (2, 1, 2)
    assert "In the network 2 organisations" in notes(found)
    assert "1 organisations whose group is not known" in notes(found)
    assert coverage(kinds("sote"), network, by="ala")["sports"].status == "none_answered"
    assert "not known" not in notes(coverage(kinds("sote"), Network(organisations=network.organisations[:2]), by="ala"))


@pytest.mark.parametrize("number", [-1, 1.5, "4", True, None])
def test_a_register_that_counts_nothing(number: Any) -> None:
    with pytest.raises(AnalysisError, match=r"register: '01' has .* organisations\. Give a whole number"):
        coverage(of(), {"01": number})


def test_codes_that_are_none() -> None:
    several: Any = ["maakunta", "laji"]
    with pytest.raises(AnalysisError, match="by names one kind of area or one question as text, not list"):
        coverage(of(), by=several)
    nothing: Any = None
    with pytest.raises(AnalysisError, match="must be a Responses in memory, not a NoneType"):
        coverage(nothing)
    with pytest.raises(AnalysisError, match=r"register: 'Keski-Suomi' is no code of a maakunta .* such as '01'"):
        coverage(of(), {"Keski-Suomi": 5})
    with pytest.raises(UnknownVariableError, match=r"no variable 'maakunnat'\. Did you mean 'maakunta'"):
        coverage(of(), by="maakunnat")
    with pytest.raises(AnalysisError, match="'suosittelu' holds numbers"):
        coverage(of(suosittelu=[1] * 7), {"1": 2}, by="suosittelu")
    with pytest.raises(UnknownVariableError, match="coverage by 'maakunta' has no '99'"):
        coverage(of())["99"]


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.sampled_from(["091", "179", "478", None]), st.sampled_from(["a", "b", "c", None])), max_size=12
    ),
    st.integers(0, 3),
    st.integers(0, 3),
)
def test_cells_add_up_and_ratios_are_coverage_by_coverage(rows: list[Any], uusimaa: int, keski: int) -> None:
    rows = [*rows, ("091", "z")]
    register = {"01": uusimaa, "13": keski}
    found = coverage(of([row[0] for row in rows], [row[1] for row in rows]), register)
    here = {"01": "091", "13": "179"}
    for code, place in here.items():
        units = {unit for where, unit in rows if where == place and unit is not None}
        assert found[code].units == len(units)
        assert found[code].answered == sum(where == place for where, _ in rows)
    assert found.total.units == len({unit for where, unit in rows if where in here.values() and unit is not None})
    covered = [found[code] for code in here]
    assert sum(cell.of_respondents or 0 for cell in covered) == pytest.approx(1)
    total = sum(cell.units for cell in covered)
    for cell in covered:
        if cell.share is not None:
            assert cell.ratio == pytest.approx(cell.share / (total / (uusimaa + keski)))


def test_no_rows_at_all() -> None:
    empty = responses(kysely(), {"kunta": []})
    found = coverage(empty)
    assert (found.total.units, found.total.of_respondents, found["01"].ratio) == (0, None, None)
    assert len(found.none_answered) == 18


def test_the_frame_and_the_printed_table() -> None:
    found = coverage(of())
    frame = found.frame
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        "maakunta": "string", "label": "string", "answered": "Int64", "units": "Int64", "registered": "Int64",
        "share": "float64", "of_respondents": "float64", "of_register": "float64", "ratio": "float64",
        "status": "string",
    }  # fmt: skip
    assert frame["maakunta"].tolist()[-1] == "*"
    assert frame["label"].tolist()[-1] == "Yhteensä"
    assert frame["registered"].isna().sum() == 1
    assert np.isnan(frame["share"].to_numpy()[-2])
    assert repr(found) == "<Coverage by 'maakunta': 3 of 107851 (0.0%), 16 without answers>"
    assert found.to_text("sv").startswith("Täckning: Landskap\n")
    assert "<caption>Kattavuus: Maakunta</caption>" in found._repr_html_()
    assert pickle.loads(pickle.dumps(found)) == found
    assert sum(registered_associations().by("region").values()) == found.total.registered


def test_areas_without_a_date_are_todays() -> None:
    instrument = kysely(
        questions=(AreaQuestion(id="maakunta", text="Maakunta", area_type="maakunta"),), columns=(), area_date=None
    )
    assert coverage(responses(instrument, {"maakunta": ["13"]}))["13"].units == 1
    answers = evolve(of(), instrument=evolve(of().instrument, area_date="2010-01-01"))
    with pytest.raises(DateNotCoveredError, match="2010"):
        coverage(answers)
