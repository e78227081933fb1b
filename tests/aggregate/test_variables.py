"""What may be counted, and what may divide it."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from made_answers import kysely, responses, vastaukset

from verkosto.aggregate import crosstab, frequency
from verkosto.errors import AnalysisError, UnknownVariableError
from verkosto.instruments import MultipleChoice, Option


def listed(table: Any, *names: str) -> list[Any]:
    columns = [table.frame[name].astype(object).where(table.frame[name].notna(), None) for name in names]
    return list(zip(*columns, strict=True)) if len(columns) > 1 else columns[0].tolist()


def test_a_single_choice_has_a_row_for_each_option_that_is_an_answer() -> None:
    table = frequency(vastaukset(malli=["k", "kt", "eos", "k"]), "malli")
    assert listed(table, "value", "label", "n") == [
        ("k", "Kannatan", 2),
        ("e", "En kannata", 0),
        ("eos", "En osaa sanoa", 1),
    ]
    assert listed(table, "base") == [3, 3, 3]


def test_cannot_say_can_be_left_out() -> None:
    table = frequency(vastaukset(malli=["k", "kt", "eos", "k"]), "malli", dont_know="exclude")
    assert listed(table, "value", "n", "base") == [("k", 2, 2), ("e", 0, 2)]
    assert table.missing.to_dict("list") == {"variable": ["malli"] * 2, "reason": ["dont_know", "refused"], "n": [1, 1]}


def test_a_matrix_is_its_rows() -> None:
    table = frequency(vastaukset(**{"vaittamat[r1]": ["1", "0"], "vaittamat[r2]": ["2", None]}), "vaittamat")
    assert listed(table, "variable", "value", "n", "base") == [
        ("vaittamat[r1]", "1", 1, 2),
        ("vaittamat[r1]", "2", 0, 2),
        ("vaittamat[r1]", "0", 1, 2),
        ("vaittamat[r2]", "1", 0, 1),
        ("vaittamat[r2]", "2", 1, 1),
        ("vaittamat[r2]", "0", 0, 1),
    ]
    assert [(heading.id, heading.text.fi) for heading in table.variables] == [
        ("vaittamat[r1]", "Yhteistyö sujuu"),
        ("vaittamat[r2]", "Tietoa on"),
    ]
    assert table.title.fi == "Mitä mieltä olet?"


def test_a_multiple_choice_is_its_options() -> None:
    ticks = [{"kevat"}, {"kevat", "syksy"}, {"eikoske"}, set(), None, {"eos"}]
    table = frequency(vastaukset(palvelut=ticks), "palvelut")
    assert listed(table, "variable", "value", "n", "base") == [
        ("palvelut", "kevat", 2, 3),
        ("palvelut", "syksy", 1, 3),
        ("palvelut", "eos", 1, 3),
    ]
    assert dict(zip(table.missing["reason"], table.missing["n"], strict=True)) == {
        "not_answered": 2,
        "not_applicable": 1,
    }


@pytest.mark.parametrize("base", ["answered", "asked", "ticks"])
def test_one_option_has_the_figures_that_it_has_among_all(base: Any) -> None:
    answers = vastaukset(palvelut=[{"kevat"}, {"kevat", "syksy"}, {"eikoske"}, set(), None, {"eos"}])
    whole = frequency(answers, "palvelut", base=base).frame.query("value == 'syksy'").reset_index(drop=True)
    assert frequency(answers, "palvelut[syksy]", base=base).frame.equals(whole)


def test_options_named_one_by_one_stand_together() -> None:
    answers = vastaukset(palvelut=[{"kevat"}, {"syksy"}])
    table = frequency(answers, ["palvelut[syksy]", "palvelut[kevat]"])
    assert listed(table, "variable", "value") == [("palvelut", "syksy"), ("palvelut", "kevat")]
    assert len(table.variables) == 1


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("answered", [("kevat", 2, 3), ("syksy", 1, 3), ("eos", 1, 3)]),
        # Asked: all but the one whom it does not concern and the one who was not asked.
        ("asked", [("kevat", 2, 5), ("syksy", 1, 5), ("eos", 1, 5)]),
        ("ticks", [("kevat", 2, 4), ("syksy", 1, 4), ("eos", 1, 4)]),
    ],
)
def test_the_bases_of_a_multiple_choice(base: Any, expected: list[Any]) -> None:
    ticks = [{"kevat"}, {"kevat", "syksy"}, {"eikoske"}, set(), None, {"eos", "eikoske"}, "!not_asked"]
    table = frequency(vastaukset(palvelut=ticks), "palvelut", base=base)
    assert listed(table, "value", "n", "base") == expected
    assert set(listed(table, "base_kind")) == {base}


def test_a_cell_that_could_not_be_read_is_the_reason_of_its_row() -> None:
    answers = vastaukset(palvelut=[set(), set(), "!not_asked"])
    kevat, syksy = answers.variables["palvelut[kevat]"], answers.variables["palvelut[syksy]"]
    kevat.codes[:] = [-6, 0, -2]  # type: ignore[union-attr]
    syksy.codes[:] = [0, -2, -2]  # type: ignore[union-attr]
    missing = frequency(answers, "palvelut").missing
    assert dict(zip(missing["reason"], missing["n"], strict=True)) == {"not_answered": 1, "not_asked": 1, "invalid": 1}


def test_only_options_that_are_no_answers_have_no_share() -> None:
    answers = vastaukset(palvelut=[{"kevat"}])
    with pytest.raises(AnalysisError, match="'palvelut': this option is no substantive answer"):
        frequency(answers, "palvelut[eikoske]")
    with pytest.raises(AnalysisError, match="this option"):
        frequency(answers, "palvelut[eos]", dont_know="exclude")
    none = MultipleChoice(id="m", text="?", options=(Option("a", "A", kind="refused"),))
    with pytest.raises(AnalysisError, match="every option is no substantive answer"):
        frequency(responses(kysely(questions=(none,)), {"m": [{"a"}]}), "m")


def test_nps_has_eleven_values_and_cannot_say() -> None:
    table = frequency(vastaukset(suosittelu=[10, 0, 10, "!dont_know", None]), "suosittelu")
    assert listed(table, "value") == [*map(str, range(11)), "99"]
    assert listed(table, "n") == [1, *[0] * 9, 2, 1]
    assert listed(table, "base") == [4] * 12
    left_out = frequency(vastaukset(suosittelu=[10, 0, 10, "!dont_know", None]), "suosittelu", dont_know="exclude")
    assert listed(left_out, "value", "base")[-1] == ("10", 3)


def test_a_number_that_is_no_nps_value_is_invalid() -> None:
    table = frequency(vastaukset(suosittelu=[10, 11, -1, 2.5, 300]), "suosittelu")
    assert table.frame["n"].sum() == 1
    assert table.missing[["reason", "n"]].to_numpy().tolist() == [["invalid", 4]]


def test_areas_are_those_that_occur_in_the_domain_by_code() -> None:
    answers = vastaukset(kunta=["179", "091", "911", "!dont_know", "!not_applicable"], laji=["p", "p", "v", "p", "p"])
    table = frequency(answers, "kunta")
    assert listed(table, "value", "label", "n") == [
        ("091", "Helsinki", 1),
        ("179", "Jyväskylä", 1),
        ("911", "Valtimo", 1),
        ("et", "En tiedä", 1),
    ]
    assert listed(table, "base") == [4] * 4
    assert listed(frequency(answers, "kunta", where={"laji": "v"}), "value") == ["911"]
    assert list(frequency(answers, "kunta", where={"laji": "v"}).variables[0].labels) == ["911"]


def test_a_kind_of_area_can_be_counted_itself() -> None:
    table = frequency(vastaukset(kunta=["179", "091", "049"]), "maakunta")
    assert listed(table, "variable", "value", "label", "n") == [
        ("maakunta", "01", "Uusimaa", 2),
        ("maakunta", "13", "Keski-Suomi", 1),
    ]
    assert table.title.fi == "Maakunta"
    assert any("Aluejako: 1. maaliskuuta 2020" in note.fi for note in table.notes)


def test_a_derived_variable_is_like_any_other() -> None:
    answers = vastaukset(malli=["k", "e", "eos"]).derive("kanta", {"a": {"malli": "k"}, "b": {"malli": ["e", "eos"]}})
    assert listed(frequency(answers, "kanta"), "value", "n") == [("a", 1), ("b", 2)]
    assert listed(crosstab(answers, "malli", by="kanta"), "kanta") == ["a"] * 3 + ["b"] * 3


@pytest.mark.parametrize(
    ("by", "codes"),
    [
        ("malli", ["k", "eos"]),
        ("vaittamat[r1]", ["1", "0"]),
        ("palvelut[kevat]", ["0", "1"]),
        ("kunta", ["091", "179", "et"]),
        ("suosittelu", ["3", "10", "99"]),
        ("ryhma", ["A", "B"]),
        ("maakunta", ["01", "13"]),
        ("jasenkunta", None),
    ],
)
def test_what_may_divide_a_table(by: str, codes: list[str] | None) -> None:
    values: dict[str, Any] = {
        "laji": ["p", "p", "v", "v"],
        "malli": ["eos", "k", "kt", None],
        "vaittamat[r1]": ["0", "1", "1", None],
        "palvelut": [{"kevat"}, set(), {"syksy"}, None],
        "kunta": ["179", "091", "!dont_know", None],
        "suosittelu": [10, 3, "!dont_know", None],
        "ryhma": ["B", "A", "A", None],
    }
    if codes is None:
        with pytest.raises(UnknownVariableError, match="no variable 'jasenkunta'"):
            crosstab(vastaukset(**values), "laji", by=by)
        return
    table = crosstab(vastaukset(**values), "laji", by=by)
    assert list(dict.fromkeys(listed(table, by))) == codes
    assert table.by == (by,)
    assert set(table.labels("fi")[by]) >= {*codes, "*"}


def test_a_stratum_has_its_header_as_text() -> None:
    table = crosstab(vastaukset(malli=["k"], ryhma=["A"]), "malli", by="ryhma")
    assert table.groups[0].text.fi == "Ositus"
    assert table.labels("sv")["ryhma"]["A"] == "A"


def test_only_combinations_that_occur_are_groups() -> None:
    answers = vastaukset(malli=["k", "e", "k"], laji=["p", "v", "p"], ryhma=["A", "A", "B"])
    table = crosstab(answers, "malli", by=["laji", "ryhma"], margins=True)
    pairs = list(dict.fromkeys(listed(table, "laji", "ryhma")))
    assert pairs == [("p", "A"), ("p", "B"), ("p", "*"), ("v", "A"), ("v", "*"), ("*", "A"), ("*", "B"), ("*", "*")]


def test_rows_without_a_group_are_counted_aside() -> None:
    answers = vastaukset(malli=["k", "e", "k", "k"], laji=["p", None, None, "!invalid"])
    table = crosstab(answers, "malli", by="laji", margins=True)
    assert listed(table, "n") == [1, 0, 0, 1, 0, 0]
    assert dict(zip(table.missing["reason"], table.missing["n"], strict=True)) == {"not_answered": 2, "invalid": 1}
    assert set(table.missing["variable"]) == {"laji"}
    assert table.missing["laji"].isna().all()
    assert table.notes[0].en == "Outside the table, because the group is not known (Järjestön laji): n = 3."


@pytest.mark.parametrize(
    ("variable", "message"),
    [
        ("jasenia", r"'jasenia' is a number .*`responses\.derive`.*`mean`"),
        ("perustelu", "'perustelu' is an open answer and has no categories"),
        ("pvm", "'pvm' is a date and has no categories"),
        ("jarjestys", "'jarjestys' is a ranking"),
        ("jarjestys[a]", "'jarjestys' is a ranking"),
        ("paino", "column 'paino' has the role 'weight'"),
        ("jarjesto", "column 'jarjesto' has the role 'unit_id'"),
        ([], "no variable is named"),
        (["malli", 3], "named by text, not by int"),
        (["malli", "malli"], "'malli' stands twice"),
        (["vaittamat", "vaittamat[r1]"], r"'vaittamat\[r1\]' stands twice"),
        (["palvelut", "palvelut[kevat]"], r"'palvelut\[kevat\]' stands twice"),
        (["palvelut[kevat]", "palvelut[kevat]"], "stands twice"),
    ],
)
def test_what_has_no_shares_is_refused_with_a_remedy(variable: Any, message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        frequency(vastaukset(malli=["k"]), variable)


def test_an_open_answer_beside_an_option_is_refused() -> None:
    question = MultipleChoice(id="m", text="?", options=(Option("muu", "Muu", free_text=True),))
    answers = responses(kysely(questions=(question,)), {"m": [{"muu"}]})
    answers = evolve(answers, variables={**answers.variables, "m[muu].text": answers.variables["jarjesto"]})
    with pytest.raises(AnalysisError, match=r"'m\[muu\]\.text' is an open answer.*Tabulate 'm'"):
        frequency(answers, "m[muu].text")


@pytest.mark.parametrize(
    ("variable", "message"),
    [
        ("mali", r"no variable 'mali'\. Did you mean 'malli'"),
        ("vaittamat[r3]", r"'vaittamat' has no part 'r3'"),
        ("palvelut[kesa]", "'palvelut' has no part 'kesa'"),
        ("ei[ole]", "no question 'ei'"),
    ],
)
def test_an_unknown_variable_names_the_nearest(variable: str, message: str) -> None:
    with pytest.raises(UnknownVariableError, match=message):
        frequency(vastaukset(malli=["k"]), variable)
    with pytest.raises(UnknownVariableError, match=message):
        crosstab(vastaukset(malli=["k"]), "malli", by=variable)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"by": "malli"}, "'malli' stands both counted and in `by`"),
        ({"by": ["laji", "laji"]}, "'laji' stands twice in `by`"),
        ({"by": "palvelut"}, r"'palvelut' has several columns. Name one of them, such as 'palvelut\[kevat\]'"),
        ({"by": "vaittamat"}, r"such as 'vaittamat\[r1\]'"),
        ({"by": "jasenia"}, "is a number"),
        ({"by": 3}, "named by text, not by int"),
        ({"by": "laji", "base": "answred"}, "base is one of .*, not 'answred'. Did you mean 'answered'"),
        ({"by": "laji", "base": 3}, "not 3"),
        ({"by": "laji", "base": "ticks"}, "base='ticks' is for multiple choice, and 'malli' is not"),
        ({"by": "laji", "level": 95}, "level 95 is no confidence level"),
        ({"by": "laji", "level": 1.0}, "level 1.0"),
        ({"by": "laji", "level": "95 %"}, "level '95 %'"),
        ({"by": "laji", "dont_know": "exlude"}, "not 'exlude'. Did you mean 'exclude'"),
        ({"by": "laji", "dont_know": True}, "dont_know is one of 'include', 'exclude', not True"),
        ({"by": "laji", "where": {"laji": "x"}}, "has no code 'x'"),
    ],
)
def test_arguments_that_cannot_be(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        crosstab(vastaukset(malli=["k"], laji=["p"]), "malli", **arguments)


def test_a_frame_is_no_responses() -> None:
    answers = vastaukset(malli=["k"])
    with pytest.raises(AnalysisError, match="must be a Responses, not a DataFrame"):
        frequency(answers.frame, "malli")  # type: ignore[arg-type]


def test_a_table_of_millions_of_rows_is_refused() -> None:
    strata = [f"s{number}" for number in range(2000)]
    answers = vastaukset(malli=["k"] * 2000, ryhma=strata)
    many = [f"kanta{number}" for number in range(3)]
    for name in many:
        answers = answers.derive(
            name, {Option(f"c{code}", f"C{code}"): {"malli": "k"} if code == 0 else {"malli": "e"} for code in range(2)}
        )
    assert len(crosstab(answers, many, by="ryhma")) == 3 * 2 * 2000
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("verkosto.aggregate._tabulate.CELL_LIMIT", 11_999)
        with pytest.raises(AnalysisError, match=r"12000 rows.*2000 groups and 6 values.*larger classes"):
            crosstab(answers, many, by="ryhma")
        patch.setattr("verkosto.aggregate._memory.CELL_LIMIT", 2000 * 9 - 1)
        with pytest.raises(AnalysisError, match="18000 cells, more than 17999"):
            crosstab(answers, many[:1], by="ryhma", where={"malli": "k"})
        patch.setattr("verkosto.aggregate._memory.CELL_LIMIT", 3999)
        with pytest.raises(AnalysisError, match="4000 cells"):
            crosstab(answers, many[:1], by=["ryhma", "kanta1"])


def test_a_column_of_another_kind_than_its_question_is_refused() -> None:
    answers = vastaukset(malli=["k"], paino=[1.0])
    odd = evolve(answers, variables={**answers.variables, "malli": answers.variables["paino"]})
    with pytest.raises(AnalysisError, match="'malli' holds no codes"):
        frequency(odd, "malli")
    for name in ("malli", "palvelut[kevat]", "suosittelu", "ryhma"):
        lost = evolve(answers, variables={k: v for k, v in answers.variables.items() if k != name})
        with pytest.raises(UnknownVariableError):
            crosstab(lost, "laji", by=name)
    with pytest.raises(UnknownVariableError):
        frequency(evolve(answers, variables={"laji": answers.variables["laji"]}), "palvelut")


def test_no_answers_at_all() -> None:
    for table in (
        frequency(vastaukset(rows=0), ["malli", "palvelut", "kunta", "suosittelu"]),
        frequency(vastaukset(rows=3), ["malli", "palvelut", "kunta", "suosittelu"]),
        frequency(vastaukset(rows=3), "palvelut", base="ticks"),
    ):
        assert set(table.frame["status"]) == {"empty"}
        assert set(table.frame["n"]) == {0}
    assert len(crosstab(vastaukset(rows=0), "malli", by=["laji", "ryhma", "kunta"])) == 0
    assert len(crosstab(vastaukset(rows=3), "malli", by="ryhma", margins=True)) == 3
    assert len(frequency(vastaukset(rows=3), "kunta")) == 0
