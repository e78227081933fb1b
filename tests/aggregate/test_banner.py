"""Banner tables: the same questions by several variables, side by side."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from made_answers import kysely, responses, vastaukset

from verkosto.aggregate import Banner, Table, crosstab, frequency, mean, reported
from verkosto.errors import AnalysisError, OptionError
from verkosto.instruments import Option, SingleChoice

NBSP = "\N{NO-BREAK SPACE}"


def answers() -> Any:
    return vastaukset(
        malli=["k"] * 40 + ["e"] * 20 + ["eos"] * 4,
        laji=(["p"] * 3 + ["v"]) * 16,
        kunta=["091", "179"] * 32,
        **{"vaittamat[r1]": ["1", "2"] * 32, "vaittamat[r2]": ["1"] * 64},
    )


@pytest.fixture
def banner() -> Banner:
    data = answers()
    everybody = frequency(data, "malli")
    return everybody.join(crosstab(data, "malli", by="laji"), crosstab(data, "malli", by="maakunta"))


def test_the_wide_frame_has_every_figure(banner: Banner) -> None:
    frame = banner.frame
    assert frame.index.names == ["variable", "value"]
    assert frame.columns.names == ["instrument", "by", "group"]
    columns: list[Any] = frame.columns.tolist()
    assert columns == [
        ("kysely-2020", by, group) for by, group in
        [("", "*"), ("laji", "p"), ("laji", "v"), ("maakunta", "01"), ("maakunta", "13")]
    ]  # fmt: skip
    for table in banner.tables:
        for _, row in table.frame.iterrows():
            by = table.by[0] if table.by else ""
            key = ("kysely-2020", by, row[by] if by else "*")
            assert frame.loc[("malli", row["value"]), key] == row["estimate"]
            assert banner.wide("n").loc[("malli", row["value"]), key] == row["n"]
    assert set(map(str, banner.wide("base").dtypes)) == {"Int64"}


def test_labels_take_the_place_of_codes(banner: Banner) -> None:
    frame = banner.wide("estimate", lang="en")
    assert frame.index.tolist()[0] == ("Do you support it?", "Yes")
    columns: list[Any] = frame.columns.tolist()
    assert columns[0] == ("kysely-2020", "", "All")
    assert columns[-1] == ("kysely-2020", "Region", "Central Finland")


def test_a_terminal_shows_what_divides_the_columns_and_the_base_of_each(banner: Banner) -> None:
    lines = str(banner).replace(NBSP, "~").splitlines()
    assert lines[:7] == [
        "Kannatatko?",
        "",
        "                       Järjestön laji                 Maakunta",
        "Vastaus        Kaikki  Paikallinen  Valtakunnallinen  Uusimaa  Keski-Suomi",
        "               n = 64       n = 48            n = 16   n = 32       n = 32",
        "Kannatan        63~%         63~%              63~%†    63~%†        63~%†",
        "En kannata      31~%         31~%              31~%†    31~%†        31~%†",
    ]
    assert "† Epäluotettava luku" in str(banner)
    assert "All" in banner.to_text("en")
    assert repr(banner) == "<Banner: 3 tables, 5 columns>"


def test_html_spans_the_columns_of_each_variable(banner: Banner) -> None:
    html = banner._repr_html_()
    assert '<th scope="colgroup" colspan="2">Maakunta</th>' in html
    assert html.count("<br>n = 32</th>") == 2
    assert html.count("<tr>") == 2 + 3
    assert "<caption>Do you support it?</caption>" in banner.to_html("en")
    question = SingleChoice(id="q", text="<b>", options=(Option("a", "<i>"), Option("b", "B")))
    table = frequency(responses(kysely(questions=(question,), columns=()), {"q": ["a"]}), "q")
    assert "<b>" not in table.transpose().to_html()
    assert "<i>" not in table.transpose().to_html()


def test_a_table_is_turned_round() -> None:
    table = crosstab(answers(), ["malli", "vaittamat"], by=["laji", "maakunta"], margins=True)
    turned = table.transpose()
    assert turned.frame.shape == (3 + 3 + 3, 8)
    assert ("kysely-2020", "laji × maakunta", "p × 01") in turned.frame.columns
    text = turned.to_text("sv")
    assert "Järjestön laji × Landskap" in text
    assert ">Totalt<br>n = 64</th>" in turned.to_html("sv")
    assert "Totalt × Totalt" not in text
    # Each question has its own bases.
    assert text.count("n = 64") == 3


def test_numbers_stand_side_by_side_too() -> None:
    data = vastaukset(jasenia=[1.5, 1000], laji=["p", "v"])
    text = mean(data, "jasenia").join(mean(data, "jasenia", by="laji")).to_text().replace(NBSP, "~")
    assert "500,8" in text
    assert "1~000" in text


def test_an_answer_that_one_table_lacks_is_a_dash_there() -> None:
    one = frequency(vastaukset(kunta=["091", "179"]), "kunta")
    other = crosstab(vastaukset(kunta=["091", "049"], laji=["p", "v"]), "kunta", by="laji")
    both = one.join(other)
    assert [*both.variables[0].labels] == ["091", "179", "049"]
    assert both.frame.isna().loc[("kunta", "179"), ("kysely-2020", "laji", "p")]
    assert both.wide("n").loc[("kunta", "049"), ("kysely-2020", "", "*")] is pd.NA
    assert "–" in both.to_text()


def test_two_surveys_are_told_apart() -> None:
    question = kysely()["malli"]
    earlier = reported({"k": 50, "e": 50}, 100, question=question, instrument="kysely-2017")
    both = earlier.join(frequency(answers(), "malli"), crosstab(answers(), "malli", by="laji"))
    columns: list[Any] = both.frame.columns.tolist()
    assert columns[:2] == [("kysely-2017", "", "*"), ("kysely-2020", "", "*")]
    assert "kysely-2020: Järjestön laji" in both.to_text()
    assert "Kaikki" not in both.to_text()


def test_only_tables_of_the_same_questions_fit(banner: Banner) -> None:
    data = answers()
    with pytest.raises(AnalysisError, match="'laji' is not in all of them"):
        frequency(data, ["malli", "laji"]).join(frequency(data, "malli"))
    with pytest.raises(AnalysisError, match="a table is joined with tables, not with a str"):
        frequency(data, "malli").join("laji")  # type: ignore[arg-type]
    with pytest.raises(AnalysisError, match=r"no figures 'estimat'\. Did you mean 'estimate'"):
        banner.wide("estimat")
    with pytest.raises(AnalysisError, match="no figures 3"):
        banner.wide(3)  # type: ignore[arg-type]
    for ask in (banner.to_text, banner.to_html, lambda lang: banner.wide("n", lang=lang)):
        with pytest.raises(OptionError, match="No language 'de'"):
            ask("de")


def test_a_notebook_shows_the_beginning_of_a_long_banner() -> None:
    strata = [f"s{number:03}" for number in range(250)]
    table: Table = frequency(vastaukset(ryhma=strata), "ryhma")
    assert str(table.transpose()).count("\ns") == 200
    assert "… ja 50 riviä lisää" in str(table.transpose())
    assert "… ja 50 riviä lisää" in table.transpose()._repr_html_()
    assert table.transpose().to_text().count("\ns") == 250
