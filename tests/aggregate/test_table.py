"""What a table holds, how it looks and what it says in three languages."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from made_answers import kysely, responses, vastaukset

from verkosto.aggregate import Heading, Table, crosstab, frequency
from verkosto.errors import OptionError
from verkosto.instruments import RESERVED, Option, SingleChoice
from verkosto.responses import Provenance
from verkosto.text import LocalText

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def table() -> Table:
    answers = vastaukset(
        malli=["k", "k", "e", "eos", "k", None], laji=["p", "p", "p", "v", None, "v"], paino=[1.0, 2, 1, 1, 1, 1]
    )
    return crosstab(answers, "malli", by="laji", margins=True, weights="paino")


def test_the_frame_has_the_columns_of_the_contract_and_fixed_types(table: Table) -> None:
    types = {name: str(dtype) for name, dtype in table.frame.dtypes.items()}
    assert types == {
        "variable": "string", "value": "string", "label": "string", "laji": "string", "statistic": "string",
        "n": "Int64", "base": "Int64", "base_kind": "string", "weighted": "float64", "base_weighted": "float64",
        "units": "Int64", "estimate": "float64", "se": "float64", "low": "float64", "high": "float64",
        "interval": "string", "df": "float64", "deff": "float64", "status": "string",
    }  # fmt: skip
    assert {name: str(dtype) for name, dtype in table.missing.dtypes.items()} == {
        "variable": "string", "laji": "string", "reason": "string", "n": "Int64",
    }  # fmt: skip
    assert set(types) - {"laji"} == RESERVED
    assert list(frequency(vastaukset(rows=0), "kunta").frame.dtypes) == [types[n] for n in types if n != "laji"]


def test_the_frame_is_tidy(table: Table) -> None:
    frame = table.frame
    assert frame["laji"].tolist() == ["p"] * 3 + ["v"] * 3 + ["*"] * 3
    assert frame["value"].tolist() == ["k", "e", "eos"] * 3
    assert frame["n"].tolist() == [2, 1, 0, 0, 0, 1, 2, 1, 1]
    assert frame["units"].tolist() == frame["n"].tolist()
    assert frame["estimate"].tolist() == [0.75, 0.25, 0, 0, 0, 1, 0.6, 0.2, 0.2]
    assert set(frame["statistic"]) == {"share"}
    assert set(frame["base_kind"]) == {"answered"}


def test_a_frame_is_new_each_time(table: Table) -> None:
    frame = table.frame
    frame.loc[:, "estimate"] = 9
    frame.loc[:, "n"] = 9
    missing = table.missing
    missing.loc[:, "n"] = 9
    assert table.frame["estimate"].max() <= 1
    assert table.frame["n"].max() == 2
    assert table.missing["n"].max() == 1


def test_labels_follow_the_language(table: Table) -> None:
    assert table.labels("sv") == {
        "malli": {"k": "Ja", "e": "En kannata", "eos": "En osaa sanoa"},
        "laji": {"p": "Paikallinen", "v": "Valtakunnallinen", "*": "Totalt"},
    }
    labelled = table.labelled("en")
    assert labelled["label"].tolist() == ["Yes", "En kannata", "En osaa sanoa"] * 3
    assert labelled["laji"].tolist() == ["Paikallinen"] * 3 + ["Valtakunnallinen"] * 3 + ["Total"] * 3
    assert labelled.dtypes.equals(table.frame.dtypes)
    assert table.labelled()["laji"].iloc[-1] == "Yhteensä"
    assert table.frame["label"].tolist() == table.labelled("fi")["label"].tolist()


@pytest.mark.parametrize("method", ["labels", "labelled", "to_text", "to_html"])
def test_another_language_is_an_error(table: Table, method: str) -> None:
    with pytest.raises(OptionError, match="No language 'de'"):
        getattr(table, method)("de")


def test_tables_are_equal_by_content(table: Table) -> None:
    assert table == Table.from_json(table.to_json())
    assert table != evolve(table, level=0.9)
    assert table != evolve(table, title=LocalText(fi="Muu"))
    shares = dict(table.cells.data)
    assert table == evolve(table, cells=evolve(table.cells, data=shares))
    shares["estimate"] = np.where(shares["estimate"] == 1, 0.99, shares["estimate"])
    assert table != evolve(table, cells=evolve(table.cells, data=shares))
    assert table != evolve(table, cells=evolve(table.cells, data={k: v[:-1] for k, v in shares.items()}))
    assert table.__eq__(3) is NotImplemented
    assert table.cells.__eq__(3) is NotImplemented
    with pytest.raises(TypeError):
        hash(table)


def test_tables_and_headings_pickle(table: Table) -> None:
    again = pickle.loads(pickle.dumps(table))
    assert again == table
    assert again.frame.equals(table.frame)
    heading = table.variables[0]
    assert pickle.loads(pickle.dumps(heading)) == heading


def test_metadata_cannot_be_changed_by_accident(table: Table) -> None:
    with pytest.raises(TypeError):
        table.provenance["source"] = "x"  # type: ignore[index]
    with pytest.raises(TypeError):
        table.variables[0].labels["k"] = LocalText(fi="x")  # type: ignore[index]


def test_a_heading_takes_plain_text_and_falls_back_on_the_code() -> None:
    heading = Heading("malli", "Malli", {"k": LocalText(fi="Kannatan")})
    assert (heading.text.sv, heading.label("k", "sv"), heading.label("x")) == (None, "Kannatan", "x")


def test_the_table_says_what_it_is(table: Table) -> None:
    assert table.by == ("laji",)
    assert [heading.id for heading in table.variables] == ["malli"]
    assert (table.instrument_id, table.level, table.weights) == ("kysely-2020", 0.95, "paino")
    assert table.title.en == "Do you support it?"
    assert repr(table) == "<Table 'kysely-2020': malli by laji, 9 rows>"
    assert repr(table.cells).startswith("<Columns: 9 rows of variable, value")
    many = frequency(vastaukset(rows=1), ["malli", "laji", "vaittamat"])
    assert repr(many) == "<Table 'kysely-2020': malli, laji, vaittamat[r1] …, 11 rows>"
    assert many.title.sv == "Enkäten"


def test_the_source_of_the_answers_goes_with_the_table() -> None:
    answers = evolve(vastaukset(malli=["k"]), provenance=Provenance("vienti.xlsx", "webropol", digest="abc"))
    table = frequency(answers, "malli")
    assert dict(table.provenance) == {"source": "vienti.xlsx", "backend": "webropol", "digest": "abc"}
    assert dict(frequency(vastaukset(malli=["k"]), "malli").provenance) == {}


def test_a_terminal_shows_groups_as_rows_and_answers_as_columns(table: Table) -> None:
    assert str(table).replace(NBSP, "~").splitlines()[:6] == [
        "Kannatatko? (n = 4)",
        "",
        "Järjestön laji    Kannatan  En kannata  En osaa sanoa  n",
        "Paikallinen          75~%†       25~%†           0~%†  3",
        "Valtakunnallinen      0~%†        0~%†         100~%†  1",
        "Yhteensä             60~%†       20~%†          20~%†  4",
    ]
    assert "Luvut on painotettu (paino)" in str(table)
    assert "Total " in table.to_text("en")
    assert "75%" in table.to_text("en")


def test_without_groups_answers_are_rows_with_their_intervals() -> None:
    table = frequency(vastaukset(malli=["k"] * 30 + ["e"] * 10), "malli", level=0.999)
    lines = str(table).replace(NBSP, "~").splitlines()
    assert lines[0] == "Kannatatko? (n = 40)"
    assert lines[2:4] == ["                           99,9~%:n", "Vastaus        Osuus  luottamusväli   n"]
    assert lines[4].split() == ["Kannatan", "75~%", "47–91~%", "30"]
    empty = frequency(vastaukset(rows=1), "malli")
    assert str(empty).splitlines()[4].split() == ["Kannatan", "–", "–", "0"]


def test_variables_of_one_scale_share_a_grid_and_others_have_their_own() -> None:
    answers = vastaukset(
        malli=["k", "e"], palvelut=[{"kevat"}, {"syksy"}], **{"vaittamat[r1]": ["1", "2"], "vaittamat[r2]": ["1", "0"]}
    )
    text = frequency(answers, ["vaittamat", "malli"]).to_text()
    assert text.count("Kysymys") == 1
    assert "Kannatatko? (n = 2)" in text
    assert text.index("Yhteistyö sujuu") < text.index("Tietoa on") < text.index("Kannatatko?")
    grouped = crosstab(answers, ["vaittamat", "malli"], by="palvelut[kevat]").to_text("sv")
    assert grouped.count("Fråga") == 1
    assert grouped.count("inte vald") == 3


def test_html_has_intervals_and_is_escaped() -> None:
    question = SingleChoice(id="q", text="<b>Kumpi & kuka?</b>", options=(Option("a", "<i>A</i>"), Option("b", "B")))
    answers = responses(kysely(questions=(question, kysely()["laji"])), {"q": ["a", "b", "b"], "laji": ["p", "p", "v"]})
    table = crosstab(answers, "q", by="laji")
    html = table._repr_html_()
    assert "<b>" not in html
    assert "<i>" not in html
    assert f"<caption>&lt;b&gt;Kumpi &amp; kuka?&lt;/b&gt; (n = 3; 95{NBSP}%:n luottamusväli)</caption>" in html
    assert f"50{NBSP}%† (0–100{NBSP}%)" in html
    assert "<p>" in html
    assert "95% confidence interval" in table.to_html("en")
    assert f"95{NBSP}% konfidensintervall" in frequency(answers, "q").to_html("sv")


def test_ticks_are_called_ticks() -> None:
    answers = vastaukset(palvelut=[{"kevat"}, {"kevat", "syksy"}], laji=["p", "v"])
    assert "(n = 3 merkintöjä)" in str(frequency(answers, "palvelut", base="ticks"))
    assert "merkintöjä" in str(crosstab(answers, "palvelut", by="laji", base="ticks"))


def test_a_notebook_shows_the_beginning_of_a_long_table() -> None:
    strata = [f"s{number:03}" for number in range(250)]
    table = crosstab(vastaukset(malli=["k"] * 250, ryhma=strata), "malli", by="ryhma")
    assert str(table).count("s0") == 100
    assert "… ja 50 riviä lisää" in str(table)
    assert "<p>… ja 50 riviä lisää</p>" in table._repr_html_()
    assert "s249" in table.to_text()
    assert "s249" in table.to_html()


def test_long_labels_are_wrapped_in_the_header_and_cut_in_rows() -> None:
    long = "Sosiaali- ja terveysjärjestöjen alueellinen yhteistyöverkosto"
    question = SingleChoice(id="q", text="?", options=(Option("a", long), Option("b", "B")))
    answers = responses(kysely(questions=(question,)), {"q": ["a", "b"], "ryhma": ["A", "B"]})
    lines = str(crosstab(answers, "q", by="ryhma")).splitlines()
    assert max(len(line) for line in lines[:8]) < 60
    rows = str(frequency(answers, "q"))
    assert "…" in rows
    assert long not in rows


def notes(table: Table) -> list[str]:
    return [note.en for note in table.notes if note.en]


def test_notes_say_how_to_read_the_figures() -> None:
    def of(**changes: Any) -> list[str]:
        instrument = kysely(**changes)
        answers = responses(instrument, {"malli": ["k", "e", "k"], "laji": ["p", "p", "v"]})
        return notes(frequency(answers, "malli", where={"laji": "p"}))

    subset = "Subset: n = 2, while all the data have n = 3."
    first, sample = of(columns=())
    assert (first, sample.split(".")[0]) == (subset, "A sample was asked")
    assert of() == [subset, "Figures are unweighted, although the data have weights (paino).", sample]
    (open_link,) = set(of(columns=(), sampling="open_link")) - {subset}
    assert open_link.startswith("Anyone could answer through an open link.")
    (unknown,) = set(of(columns=(), sampling="unknown")) - {subset}
    assert unknown.endswith("The intervals assume random sampling.")


def test_units_of_areas_are_those_of_the_areas_shown() -> None:
    answers = responses(
        kysely(unit_id="jarjesto"),
        {
            "kunta": ["049", "091", "091", "091", "179"],
            "jarjesto": ["a", "b", "b", "c", "c"],
            "laji": ["v", "p", "p", "p", "p"],
        },
    )
    frame = frequency(answers, "kunta", where={"laji": "p"}).frame
    assert frame[["value", "n", "units"]].to_numpy().tolist() == [["091", 3, 2], ["179", 1, 1]]


def test_a_unit_that_no_row_tells_is_noted_and_counts_once() -> None:
    lost = kysely(unit_id="jarjesto", sampling="census")
    answers = responses(lost, {"malli": ["k", "k", "e"]})
    table = frequency(answers, "malli")
    assert table.frame["units"].tolist() == [1, 1, 0]
    assert any("protection unit (jarjesto) is not known" in note for note in notes(table))
    without = evolve(answers, variables={k: v for k, v in answers.variables.items() if k != "jarjesto"})
    assert frequency(without, "malli") == table
    known = responses(lost, {"malli": ["k", "k", "e"], "jarjesto": ["a", "a", None]})
    assert frequency(known, "malli").frame["units"].tolist() == [1, 1, 0]
    assert not any("protection unit" in note for note in notes(frequency(known, "malli")))
