"""Tables by kinds of area that follow from an area question through the register."""

from __future__ import annotations

from typing import Any

import pytest
from made_answers import kysely, responses, vastaukset

from verkosto.aggregate import Table, crosstab, frequency
from verkosto.errors import AnalysisError, DateNotCoveredError, NonNestingError
from verkosto.instruments import AreaQuestion, Instrument, SingleChoice
from verkosto.responses import Responses


def instrument(*areas: AreaQuestion, **changes: object) -> Instrument:
    return kysely(columns=(), questions=(kysely()["malli"], *areas), **changes)


def of_areas(question: AreaQuestion, codes: list[str | None], **changes: object) -> Responses:
    return responses(instrument(question, **changes), {"malli": ["k"] * len(codes), question.id: codes})


def counts(table: Table) -> dict[str, int]:
    (by,) = table.by
    frame = table.frame.query("value == 'k'")
    return dict(zip(frame[by], frame["n"], strict=True))


KUNTA = AreaQuestion(id="kotikunta", text="Kotikunta", area_type="kunta")
MAAKUNTA = AreaQuestion(id="alue", text="Maakunta", area_type="maakunta")


def test_larger_areas_follow_from_municipalities_also_former_ones() -> None:
    # Valtimo (911) had merged into Nurmes before the date; both lie in North Karelia.
    table = crosstab(of_areas(KUNTA, ["911", "541", "091", "179", None]), "malli", by="maakunta")
    assert counts(table) == {"01": 1, "12": 2, "13": 1}
    assert table.labels("fi")["maakunta"] == {
        "01": "Uusimaa", "12": "Pohjois-Karjala", "13": "Keski-Suomi", "*": "Yhteensä",
    }  # fmt: skip
    assert table.labels("en")["maakunta"]["*"] == "Total"
    assert table.missing[["variable", "reason", "n"]].to_numpy().tolist() == [["maakunta", "not_answered", 1]]


def test_the_note_tells_the_date_in_three_languages() -> None:
    table = crosstab(of_areas(KUNTA, ["091"]), "malli", by="maakunta")
    note, _ = table.notes
    assert (note.fi, note.sv, note.en) == (
        "Aluejako: 1. maaliskuuta 2020.",
        "Områdesindelning: 1 mars 2020.",
        "Areas as on 1 March 2020.",
    )


def test_municipalities_reach_areas_in_which_regions_do_not_nest() -> None:
    table = crosstab(of_areas(KUNTA, ["837", "091"]), "malli", by="erva")
    assert sum(counts(table).values()) == 2


def test_a_body_outside_the_scheme_is_a_group_of_its_own() -> None:
    table = crosstab(of_areas(KUNTA, ["091", "049"], area_date="2024-01-01"), "malli", by="hyvinvointialue")
    assert "Helsingin kaupunki" in table.labels()["hyvinvointialue"].values()
    assert len(counts(table)) == 2


def test_areas_that_nest_need_no_rule() -> None:
    table = crosstab(of_areas(MAAKUNTA, ["01", "13", "06", None]), "malli", by="suuralue")
    assert sum(counts(table).values()) == 3
    assert len(counts(table)) == 2


def test_areas_that_do_not_nest_are_named_or_allocated_by_majority() -> None:
    answers = of_areas(MAAKUNTA, ["06", "13", "19", "19"])
    with pytest.raises(NonNestingError, match=r"Pirkanmaa, Keski-Suomi.*allocate='majority'"):
        crosstab(answers, "malli", by="erva")
    table = crosstab(answers, "malli", by="erva", allocate="majority")
    assert sum(counts(table).values()) == 4
    assert table.notes[-2].fi.endswith("kunnista on eniten: Pirkanmaa, Keski-Suomi.")
    assert str(table.notes[-2].en).endswith("most of their municipalities: Pirkanmaa, Central Finland.")


def test_a_question_wins_over_a_kind_of_area_of_its_name() -> None:
    named = SingleChoice(id="maakunta", text="Mikä maakunta?", options=kysely()["malli"].choices)
    answers = responses(
        kysely(questions=(kysely()["malli"], named, KUNTA)),
        {"malli": ["k", "e"], "maakunta": ["e", "e"], "kotikunta": ["091", "179"]},
    )
    table = crosstab(answers, "malli", by="maakunta")
    assert counts(table) == {"e": 1}
    assert table.groups[0].text.fi == "Mikä maakunta?"


def test_several_area_questions_want_through() -> None:
    other = AreaQuestion(id="toimikunta", text="Toimipaikan kunta", area_type="kunta")
    answers = responses(
        instrument(KUNTA, other), {"malli": ["k", "k"], "kotikunta": ["091", "091"], "toimikunta": ["091", "179"]}
    )
    with pytest.raises(AnalysisError, match=r"'kotikunta', 'toimikunta'\. Say which: through='kotikunta'"):
        crosstab(answers, "malli", by="maakunta")
    assert counts(crosstab(answers, "malli", by="maakunta", through="kotikunta")) == {"01": 2}
    assert counts(crosstab(answers, "malli", by="maakunta", through="toimikunta")) == {"01": 1, "13": 1}
    with pytest.raises(AnalysisError, match="no area question 'x'"):
        crosstab(answers, "malli", by="maakunta", through="x")


def test_no_area_question_no_date_no_coverage_no_such_rule() -> None:
    with pytest.raises(AnalysisError, match="'maakunta' cannot be reached"):
        crosstab(responses(instrument(), {"malli": ["k"]}), "malli", by="maakunta")
    with pytest.raises(AnalysisError, match="states no date for its areas"):
        crosstab(of_areas(KUNTA, ["091"], area_date=None), "malli", by="maakunta")
    with pytest.raises(DateNotCoveredError, match="hyvinvointialue is covered from"):
        crosstab(of_areas(KUNTA, ["091"]), "malli", by="hyvinvointialue")
    with pytest.raises(AnalysisError, match="allocate"):
        crosstab(of_areas(KUNTA, ["091"]), "malli", by="maakunta", allocate="most")  # type: ignore[arg-type]


def test_municipalities_have_names_without_a_date_and_unknown_codes_are_shown_as_they_are() -> None:
    table = frequency(of_areas(KUNTA, ["091", "911", "999"], area_date=None), "kotikunta")
    assert table.frame["label"].tolist() == ["Helsinki", "Valtimo", "999"]
    other = frequency(of_areas(MAAKUNTA, ["01", "77"]), "alue")
    assert other.frame["label"].tolist() == ["Uusimaa", "77"]


def test_two_kinds_of_area_at_once() -> None:
    answers = of_areas(KUNTA, ["091", "179", "911"])
    table = crosstab(answers, "malli", by=["suuralue", "maakunta"])
    assert table.by == ("suuralue", "maakunta")
    assert len(table) == 3 * 3
    assert [str(note.en)[:8] for note in table.notes] == ["Areas as", "A sample"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"through": 3}, "through names an area question by text, not by int"),
        ({"allocate": ["majority"]}, "allocate is one of 'majority', not list"),
        ({"margins": []}, "margins is True or False, not a list"),
    ],
)
def test_arguments_of_another_kind_are_told(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        crosstab(vastaukset(malli=["k"], laji=["p"]), "malli", by="laji", **arguments)
