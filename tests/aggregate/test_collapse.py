"""Collapsing equals recoding first, and converting equals a table by the larger area."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import kysely, responses, vastaukset

from verkosto.aggregate import Design, Table, crosstab, frequency, mean, net, quantile, reported, total
from verkosto.errors import AnalysisError, NonNestingError
from verkosto.instruments import AreaQuestion, Option
from verkosto.responses import Responses
from verkosto.text import LocalText

Row = dict[str, Any]

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "malli": st.sampled_from(["k", "e", "eos", "kt", None]),
            "palvelut": st.one_of(st.none(), st.sets(st.sampled_from(["kevat", "syksy", "eos", "eikoske"]))),
            "paino": st.floats(min_value=0.01, max_value=100),
            "jarjesto": st.sampled_from(["a", "b", "c", None]),
            "ryhma": st.sampled_from(["x", "y"]),
            # Helsinki, Espoo, Jyväskylä, Tampere, Rovaniemi; 911 was merged into a neighbour.
            "kunta": st.sampled_from(["091", "049", "179", "837", "698", "911", None, "!dont_know"]),
        }
    ),
    min_size=2,
    max_size=30,
)
DESIGNS = (None, Design(weights="paino"), Design(weights="paino", strata="ryhma", lonely="adjust"))
FIGURES = ["n", "base", "weighted", "base_weighted", "units", "estimate", "se", "low", "high", "df", "deff"]


def of_rows(rows: list[Row]) -> Responses:
    instrument = evolve(kysely(), unit_id="jarjesto")
    return responses(instrument, {name: [row[name] for row in rows] for name in rows[0]})


def same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(
        found[FIGURES].reset_index(drop=True), expected[FIGURES].reset_index(drop=True), rtol=1e-9, atol=1e-9
    )
    assert found["status"].tolist() == expected["status"].tolist()


@settings(max_examples=15)
@given(ROWS, st.sampled_from(DESIGNS), st.sampled_from(["answered", "asked"]))
def test_collapsing_a_choice_equals_recoding_it_first(rows: list[Row], design: Design | None, base: Any) -> None:
    answers = of_rows(rows)
    found = crosstab(answers, "malli", by="ryhma", margins=True, base=base, design=design).collapse(
        {"ei": ["e", "eos"]}
    )
    new = [Option("k", "Kannatan"), Option("ei", "En"), Option("kt", "En halua vastata", kind="refused")]
    parts = [["k"], ["e", "eos"], ["kt"]]
    recoded = answers.derive("uusi", {option: {"malli": codes} for option, codes in zip(new, parts, strict=True)})
    expected = crosstab(recoded, "uusi", by="ryhma", margins=True, base=base, design=design)
    assert found.frame["value"].tolist() == expected.frame["value"].tolist()
    same(found.frame, expected.frame)


@settings(max_examples=15)
@given(ROWS, st.sampled_from(DESIGNS))
def test_somebody_who_ticked_two_options_counts_once(rows: list[Row], design: Design | None) -> None:
    answers = of_rows(rows)
    found = frequency(answers, "palvelut", design=design).collapse({"koulutus": ["kevat", "syksy"]}).frame
    any_of = [bool(row["palvelut"] and {"kevat", "syksy"} & row["palvelut"]) for row in rows]
    given_any = [bool(row["palvelut"] and {"kevat", "syksy", "eos"} & row["palvelut"]) for row in rows]
    codes = ["k" if yes else "e" if given else None for yes, given in zip(any_of, given_any, strict=True)]
    expected = frequency(
        of_rows([{**row, "malli": code} for row, code in zip(rows, codes, strict=True)]), "malli", design=design
    )
    same(found.query("value == 'koulutus'"), expected.frame.query("value == 'k'"))
    same(found.query("value == 'eos'"), frequency(answers, "palvelut", design=design).frame.query("value == 'eos'"))


@settings(max_examples=15)
@given(
    ROWS, st.sampled_from(DESIGNS), st.sampled_from(["maakunta", "suuralue"]), st.sampled_from([crosstab, total, net])
)
def test_converting_equals_a_table_by_the_larger_area(
    rows: list[Row], design: Design | None, kind: str, call: Any
) -> None:
    options: dict[str, Any] = {"margins": True, "design": design}
    if call is net:
        options |= {"positive": ["k"], "negative": ["e"]}
    table = call(of_rows(rows), "malli", by=["ryhma", "kunta"], **options)
    assert table.convert(kind) == call(of_rows(rows), "malli", by=["ryhma", kind], **options)


def answers() -> Responses:
    return vastaukset(
        malli=["k", "e", "eos", "k", "e", "k"],
        laji=["p", "v", "p", "v", "p", "v"],
        palvelut=[["kevat"], ["syksy"], ["kevat", "syksy"], [], None, ["eos"]],
        kunta=["091", "049", "179", "837", "!dont_know", "698"],
        jasenia=[1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
    )


def test_a_new_answer_stands_where_the_first_of_its_parts_stood_and_has_its_label() -> None:
    new = Option("muu", LocalText(fi="Muu", sv="Annat", en="Other"))
    table = frequency(answers(), "malli").collapse({new: ["eos", "e"]})
    assert table.frame[["value", "label", "n"]].to_numpy().tolist() == [["k", "Kannatan", 3], ["muu", "Muu", 3]]
    assert table.labels("sv")["malli"]["muu"] == "Annat"
    again = table.collapse({"kaikki": ["k", "muu"]})
    assert again.frame[["value", "estimate"]].to_numpy().tolist() == [["kaikki", 1.0]]


def test_all_variables_that_have_the_answers_are_collapsed_or_the_one_named() -> None:
    both = vastaukset(**{"vaittamat[r1]": ["1", "2", "0"], "vaittamat[r2]": ["2", "2", "1"], "malli": ["k", "k", "e"]})
    table = frequency(both, ["vaittamat", "malli"])
    every = table.collapse({"kanta": ["1", "2"]})
    assert every.frame["value"].tolist() == ["kanta", "0", "kanta", "0", "k", "e", "eos"]
    one = table.collapse({"kanta": ["1", "2"]}, variable="vaittamat[r2]")
    assert one.frame["value"].tolist() == ["1", "2", "0", "kanta", "0", "k", "e", "eos"]
    assert one.missing.equals(table.missing)


def test_totals_of_answers_are_collapsed() -> None:
    found = total(answers(), "malli").collapse({"muu": ["e", "eos"]}).frame
    assert found["estimate"].tolist() == [3, 3]


def test_a_collapsed_table_keeps_its_options_and_subset() -> None:
    table = frequency(answers(), "malli", level=0.9, interval="logit", where={"laji": "p"}, dont_know="exclude")
    found = table.collapse({"kaikki": ["k", "e"]})
    assert (found.level, found.notes, len(found)) == (0.9, table.notes, 1)
    assert found.frame["base"].tolist() == [2]
    one = table.collapse({"kylla": ["k"]}).frame
    assert one["interval"].tolist() == table.frame["interval"].tolist()
    assert one["low"].tolist() == table.frame["low"].tolist()


def test_areas_are_put_together_and_what_is_no_area_stays() -> None:
    table = crosstab(answers(), "malli", by=["laji", "kunta"]).convert("maakunta")
    expected = crosstab(answers(), "malli", by=["laji", "maakunta"])
    assert table == expected
    assert table.by == ("laji", "maakunta")


def test_areas_that_do_not_nest_need_a_rule() -> None:
    table = crosstab(answers(), "malli", by="maakunta")
    with pytest.raises(NonNestingError, match="Pirkanmaa, Keski-Suomi lie in several"):
        table.convert("erva")
    found = table.convert("erva", allocate="majority")
    assert any("Pirkanmaa" in note.fi for note in found.notes)
    assert found.frame.groupby("erva")["n"].sum().sum() == table.frame["n"].sum()


def test_who_cannot_say_where_is_outside_as_in_a_table_by_the_larger_area() -> None:
    table = crosstab(answers(), "malli", by="kunta")
    assert table.frame["kunta"].tolist()[-1] == "et"
    found = table.convert("maakunta")
    assert "et" not in found.frame["maakunta"].tolist()
    assert found.missing.query("variable == 'maakunta'")["reason"].tolist() == ["dont_know"]


BAD: list[tuple[Any, str]] = [
    ({"muu": ["ee"]}, "no answer is called 'ee'. Did you mean 'e'"),
    ({"muu": ["e", "e"]}, "the answer 'e' stands twice"),
    ({"muu": "e"}, "the new answer 'muu' needs a list of codes"),
    ({"muu": []}, "the new answer 'muu' needs a list"),
    ({3: ["e"]}, "the new answer 3 needs a list"),
    ({"k": ["e", "eos"]}, "the new answer 'k' bears the code of another"),
    ({}, "collapse takes new answers"),
    (["e"], "collapse takes new answers"),
]


@pytest.mark.parametrize(("groups", "message"), BAD)
def test_what_cannot_be_put_together_is_told(groups: Any, message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        frequency(answers(), "malli").collapse(groups)


def test_tables_that_cannot_be_collapsed_are_told() -> None:
    given = answers()
    cases: list[tuple[Table, dict[str, list[str]], dict[str, Any], str]] = [
        (frequency(given, "palvelut", base="ticks"), {"a": ["kevat", "syksy"]}, {}, "shares of ticks cannot be put"),
        (net(given, "malli", positive=["k"], negative=["e"]), {"a": ["net"]}, {}, "the net cannot be put together"),
        (frequency(given, "malli"), {"a": ["k"]}, {"variable": "mali"}, "no variable 'mali'. Did you mean 'malli'"),
        (frequency(given, ["malli", "laji"]), {"a": ["k", "p"]}, {}, "no variable of the table has all of these"),
        (quantile(given, "jasenia"), {"a": ["0.5"]}, {}, "Recode the variable with `responses.derive` first"),
        (reported({"k": 70, "e": 30}, 10), {"a": ["k", "e"]}, {}, "not at hand"),
    ]
    for table, groups, options, message in cases:
        with pytest.raises(AnalysisError, match=message):
            table.collapse(groups, **options)


def test_tables_that_cannot_be_converted_are_told() -> None:
    given = answers()
    two = evolve(kysely(), questions=(*kysely().questions, AreaQuestion(id="tyo", text="Työ", area_type="kunta")))
    several = responses(two, {"malli": ["k"], "kunta": ["091"], "tyo": ["049"]})
    cases: list[tuple[Table, str, dict[str, Any], str]] = [
        (crosstab(given, "malli", by="laji"), "maakunta", {}, "the table is not divided by areas. Tabulate"),
        (crosstab(given, "malli", by="kunta"), "maakunta", {"by": "laji"}, "not divided by areas of 'laji'"),
        (
            crosstab(given, "malli", by=["kunta", "maakunta"]),
            "maakunta",
            {"by": "kunta"},
            "divided by 'maakunta' already",
        ),
        (crosstab(given, "malli", by="maakunta"), "kunta", {}, "'kunta' cannot be reached"),
        (crosstab(several, "malli", by=["kunta", "tyo"]), "maakunta", {}, "several kinds of area: 'kunta', 'tyo'. Say"),
        (quantile(given, "jasenia", by="kunta"), "maakunta", {}, "Tabulate by the larger groups instead"),
    ]
    for table, kind, options, message in cases:
        with pytest.raises(AnalysisError, match=message):
            table.convert(kind, **options)
    found = crosstab(several, "malli", by=["kunta", "tyo"]).convert("maakunta", by="tyo")
    assert found.by == ("kunta", "maakunta")
    assert mean(given, "jasenia", by="kunta").convert("maakunta") == mean(given, "jasenia", by="maakunta")
