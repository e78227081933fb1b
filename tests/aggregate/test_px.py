"""PX files: what an independent reader finds in them, the grammar, and what no file can hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from made_answers import kysely, responses, vastaukset
from px_files import read_px

from verkosto.aggregate import Table, crosstab, frequency, mean, reported
from verkosto.aggregate._px_text import keyword, quoted, records, unique
from verkosto.errors import AnalysisError, DateError, OptionError, SourceError
from verkosto.instruments import Instrument, Option, SingleChoice
from verkosto.responses import Responses
from verkosto.text import LocalText


@pytest.fixture
def table() -> Table:
    answers = vastaukset(
        malli=["k", "k", "e", "eos", "k", None], laji=["p", "p", "p", "v", None, "v"], kunta=["091"] * 3 + ["179"] * 3
    )
    return crosstab(answers, "malli", by=["laji", "maakunta"], margins=True)


def test_every_figure_is_in_its_cell(table: Table) -> None:
    names = ("estimate", "se", "low", "high", "n", "base", "units", "df", "deff", "weighted", "base_weighted")
    cells = read_px(table.to_px(figures=names)).cells()
    frame = table.frame
    seen = 0
    for _, row in frame.iterrows():
        codes = [("SSS" if code == "*" else code) for code in (row["laji"], row["maakunta"])]
        for name in names:
            found = cells[(*codes, row["value"], name)]
            factor = 100 if name in ("estimate", "se", "low", "high") else 1
            if np.isnan(row[name]):
                assert found == ".."
            else:
                assert isinstance(found, float)
                np.testing.assert_allclose(found, row[name] * factor, rtol=1e-9, atol=1e-10)
            seen += 1
    # Paikallinen outside Uusimaa does not occur.
    assert sum(value == "." for value in cells.values()) == len(cells) - seen > 0


def test_each_language_has_every_name(table: Table) -> None:
    px = read_px(table.to_px())
    assert px.texts("LANGUAGES") == ["fi", "sv", "en"]
    assert px.variables() == ["Järjestön laji", "Maakunta", "Vastaus", "Tiedot"]
    assert px.variables("sv") == ["Järjestön laji", "Landskap", "Svar", "Uppgifter"]
    assert px.variables("en") == ["Järjestön laji", "Region", "Answer", "Information"]
    assert next(iter(px.cells("VALUES", "sv"))) == ("Paikallinen", "Nyland", "Ja", "Andel, %")
    assert px.text("CONTENTS", lang="en") == "Do you support it?"
    assert px.text("TITLE") == "Kannatatko? muuttujina Järjestön laji, Maakunta, Vastaus ja Tiedot"
    assert px.text("TITLE", lang="sv").endswith("efter Järjestön laji, Landskap, Svar och Uppgifter")
    assert px.text("ELIMINATION", "Region", lang="en") == "Total"
    assert px.text("UNITS", "Osuus, %") == "%"
    assert px.text("UNITS", "Antal svar", lang="sv") == "antal"
    assert px.text("VARIABLE-TYPE", "Maakunta") == "Geographical"
    assert px.text("PRECISION", "Tiedot", "Osuus, %") == "1"
    assert "Ei vastannut 1" in px.text("NOTE")
    assert "Did not answer 1" in px.text("NOTE", lang="en")


def test_a_table_that_has_only_finnish_texts_is_in_finnish() -> None:
    question = SingleChoice(id="q", text="Kumpi?", options=(Option("a", "A"), Option("b", "B")))
    answers = responses(kysely(questions=(question,), columns=()), {"q": ["a", "b"]})
    px = read_px(evolve(frequency(answers, "q"), notes=()).to_px())
    assert px.texts("LANGUAGES") == ["fi"]
    assert (px.texts("STUB"), px.texts("HEADING")) == (["Vastaus"], ["Tiedot"])
    assert "NOTE" not in px.order


def test_keywords_stand_in_the_order_of_the_specification(table: Table) -> None:
    order = [*dict.fromkeys(read_px(table.to_px(updated="2026-11-22", year=2020)).order)]
    # UNITS stands twice: of the table, and of each kind of figure.
    assert order == [
        "CHARSET", "AXIS-VERSION", "CODEPAGE", "LANGUAGE", "LANGUAGES", "CREATION-DATE", "DECIMALS", "SHOWDECIMALS",
        "MATRIX", "AGGREGALLOWED", "SUBJECT-CODE", "SUBJECT-AREA", "DESCRIPTION", "TITLE", "CONTENTS", "UNITS", "STUB",
        "HEADING", "CONTVARIABLE", "VALUES", "TIMEVAL", "CODES", "VARIABLE-TYPE", "ELIMINATION", "PRECISION",
        "LAST-UPDATED", "SOURCE", "SURVEY", "NOTE",
    ]  # fmt: skip


def test_lines_are_short_and_end_as_windows_wants(table: Table) -> None:
    text = table.to_px()
    assert text.count("\r\n") == text.count("\n")
    assert max(map(len, text.split("\r\n"))) <= 256
    assert text.endswith(";\r\n")


def test_the_year_and_the_date_are_told_where_they_are_known(table: Table) -> None:
    px = read_px(table.to_px(year=2020, updated="2026-11"))
    assert px.variables("sv")[0] == "År"
    assert px.texts("VALUES", "Vuosi") == px.texts("CODES", "Vuosi") == ["2020"]
    assert px.raw["TIMEVAL", None, ("Vuosi",)] == 'TLIST(A1),"2020"'
    assert px.text("CREATION-DATE") == "20261100 00:00"
    assert len(px.cells()) == len(px.data)
    assert "TIMEVAL" not in read_px(table.to_px()).order


def test_the_year_brings_no_language_with_it() -> None:
    kysymys = SingleChoice("malli", "Kannatatko?", options=(Option("k", "Kyllä"), Option("e", "Ei")))
    answers = Responses.from_frame(
        pd.DataFrame({"malli": ["k", "e"]}), Instrument("kysely", "Kysely", questions=(kysymys,))
    )
    px = read_px(frequency(answers, "malli").to_px(year=2020))
    assert px.texts("LANGUAGES") == ["fi"]


def test_numbers_are_no_percents() -> None:
    answers = vastaukset(jasenia=[1.5, 2000.25, 3, None], laji=["p", "v", "v", "v"])
    px = read_px(mean(answers, "jasenia", by="laji").to_px(figures=["estimate", "n"]))
    assert px.cells()["v", "mean", "estimate"] == pytest.approx(1001.625)
    assert px.text("UNITS", "Arvo") == "luku"
    shares = read_px(frequency(vastaukset(malli=["k"]), "malli").to_px(figures=["weighted", "estimate"], decimals=0))
    assert shares.text("UNITS", "Vastauksia, painotettu") == "luku"
    assert "PRECISION" not in shares.order


def test_questions_on_one_scale_make_one_cube_and_others_have_to_be_named() -> None:
    answers = vastaukset(malli=["k", "e"], **{"vaittamat[r1]": ["1", "2"], "vaittamat[r2]": ["1", "0"]})
    px = read_px(frequency(answers, "vaittamat").to_px())
    assert px.variables() == ["Kysymys", "Vastaus", "Tiedot"]
    assert px.cells()["vaittamat[r2]", "0", "n"] == 1
    several = frequency(answers, ["vaittamat", "malli"])
    with pytest.raises(AnalysisError, match=r"different answers.*'vaittamat\[r1\]', 'vaittamat\[r2\]', 'malli'"):
        several.to_px()
    assert read_px(several.to_px(variable="malli")).cells()["k", "n"] == 1
    with pytest.raises(AnalysisError, match=r"no variable 'mali'\. Did you mean 'malli'"):
        several.to_px(variable="mali")


def test_names_are_told_apart_and_cannot_break_the_file() -> None:
    texts = ['Sano "kyllä";', 'Sama "x"', "Sama 'x'", "x" * 400, "a\nb", " "]
    question = SingleChoice(
        id="q", text='Mitä "tämä" on; = DATA?', options=tuple(Option(f"c{i}", t) for i, t in enumerate(texts))
    )
    other = SingleChoice(id="laji", text="Vastaus", options=(Option("SSS", "Vastaus"), Option("p", "P")))
    answers = responses(kysely(questions=(question, other), columns=()), {"q": ["c0", "c3"], "laji": ["SSS", "p"]})
    text = crosstab(answers, "q", by="laji", margins=True).to_px()
    px = read_px(text)
    assert px.text("CONTENTS") == "Mitä 'tämä' on; = DATA?"
    first, answer = px.variables()[:2]
    assert (first, answer) == ("Vastaus (laji)", "Vastaus (q)")
    values = px.texts("VALUES", answer)
    assert values[:3] == ["Sano 'kyllä';", "Sama 'x' (c1)", "Sama 'x' (c2)"]
    assert len(values[3]) <= 256
    assert values[4:] == ["a b", "(c5)"]
    # An option has the code of totals already.
    assert px.texts("CODES", first) == ["SSS", "p", "*"]
    assert px.cells()["*", "c3", "n"] == 1


def test_the_source_of_published_shares_is_told() -> None:
    table = reported({"k": 73, "e": 27}, 562, source="Tiedote", instrument="tuki-2017")
    px = read_px(table.to_px())
    assert (px.text("SOURCE"), px.text("SURVEY"), px.text("SUBJECT-CODE")) == ("Tiedote", "tuki-2017", "tuki_2017")
    assert px.cells()["k", "n"] == ".."
    assert px.cells()["k", "estimate"] == 73


def test_files_are_written_in_the_encoding_that_they_name(table: Table, tmp_path: Path) -> None:
    text = table.to_px(tmp_path / "a.px")
    assert (tmp_path / "a.px").read_bytes() == text.encode("utf-8")
    narrow = table.to_px(tmp_path / "b.px", encoding="windows-1252")
    assert (tmp_path / "b.px").read_bytes().decode("windows-1252") == narrow
    assert read_px(narrow).text("CODEPAGE") == "windows-1252"
    outside = evolve(table, title=LocalText(fi="Ж"), variables=(evolve(table.variables[0], text="Ж"),))
    with pytest.raises(SourceError, match=r"no character 'Ж' \(U\+0416\). Write the file as 'utf-8'"):
        outside.to_px(encoding="windows-1252")
    with pytest.raises(OptionError, match="There is no encoding 'latin-99'"):
        table.to_px(encoding="latin-99")


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"figures": ["estimat"]}, AnalysisError, r"no figures 'estimat'\. Did you mean 'estimate'"),
        ({"figures": [3]}, AnalysisError, "no figures 3"),
        ({"figures": []}, AnalysisError, "figures names columns"),
        ({"figures": ["n", "n"]}, AnalysisError, "each once"),
        ({"figures": "estimate"}, AnalysisError, "figures names columns"),
        ({"decimals": 7}, AnalysisError, "decimals is 7"),
        ({"decimals": True}, AnalysisError, "decimals is True"),
        ({"year": "2020"}, AnalysisError, "year '2020' is no year"),
        ({"year": 20}, AnalysisError, "year 20 is no year"),
        ({"updated": "eilen"}, DateError, "eilen"),
        ({"variable": 3}, AnalysisError, "no variable 3"),
    ],
)
def test_what_cannot_be_is_refused(table: Table, options: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        table.to_px(**options)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=900))
def test_a_text_comes_back_whole_but_for_quotation_marks_and_white_space(text: str) -> None:
    written = keyword("NOTE", text) + records([])
    assert max(map(len, written.split("\r\n"))) <= 256
    assert read_px(written).text("NOTE") == " ".join(text.replace('"', "'").split())


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), min_size=1, max_size=6))
def test_names_become_different_and_fit(names: list[str]) -> None:
    found = unique(names, [f"k{place}" for place in range(len(names))])
    assert len(set(map(quoted, found))) == len(found)
    assert all(0 < len(name) <= 256 and '"' not in name for name in found)


def test_a_long_record_goes_on_on_the_next_line() -> None:
    text = records([["1234567890"] * 60, ["5"]])
    assert max(map(len, text.split("\r\n"))) <= 256
    assert read_px(text).data == ["1234567890"] * 60 + ["5"]
