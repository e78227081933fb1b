"""Frames of every library that is installed here: bound by name, accounted for like a file, lazy where they are."""

from __future__ import annotations

import datetime as dt
import pickle
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from reading import findings, made

import verkosto as vk
from verkosto.errors import (
    BindingError,
    InvalidResponsesError,
    OptionError,
    SourceError,
    VerkostoWarning,
)
from verkosto.instruments import (
    AreaQuestion,
    Column,
    Date,
    Draft,
    Instrument,
    Matrix,
    MultipleChoice,
    Number,
    Option,
    Scale,
    SingleChoice,
    Text,
)
from verkosto.responses import Responses

KEEN = SingleChoice("malli", "Kannatatko?", aliases=("Malli A",), options=(Option("k", "Kyllä"), Option("e", "Ei")))
AGREE = Matrix(
    "vaittamat", "Mitä mieltä?", rows=(Option("r1", "Sujuu"), Option("r2", "Riittää")),
    scale=Scale((Option("1", "Eri mieltä"), Option("2", "Samaa mieltä"))),
)  # fmt: skip
SERVICES = MultipleChoice("palvelut", "Mitä käytit?", options=(Option("kevat", "Kevät"), Option("syksy", "Syksy")))
MEMBERS = Number("jasenia", "Jäseniä")
SURVEY = made(KEEN, AGREE, SERVICES, MEMBERS, Text("miksi", "Miksi?"))

ENGINES: dict[str, Callable[[pl.DataFrame], Any]] = {
    "pandas": lambda frame: pd.DataFrame(frame.to_dict(as_series=False)),
    "pandas-arrow": lambda frame: frame.to_pandas(use_pyarrow_extension_array=True),
    "polars": lambda frame: frame,
    "polars-lazy": lambda frame: frame.lazy(),
    "pyarrow": lambda frame: frame.to_arrow(),
    "duckdb": lambda frame: duckdb.from_arrow(frame.to_arrow()),
}


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", VerkostoWarning)
        yield


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Callable[[pl.DataFrame], Any]:
    return ENGINES[request.param]


def take(frame: Any, *questions: Any, **parts: Any) -> Responses:
    return Responses.from_frame(frame, made(*questions), **parts)


def test_every_engine_gives_the_same(engine: Callable[[pl.DataFrame], Any]) -> None:
    frame = pl.DataFrame({
        "malli": ["k", None, "e"], "vaittamat[r1]": ["1", "2", None], "vaittamat[r2]": [None, "2", "2"],
        "palvelut[kevat]": [True, False, None], "palvelut[syksy]": [False, False, None], "jasenia": [12, None, 7],
        "miksi": ["", "hyvä", None], "pvm": [dt.date(2020, 3, 1), None, dt.date(1999, 1, 2)],
    })  # fmt: skip
    found = Responses.from_frame(engine(frame), made(*SURVEY, Date("pvm", "Milloin?")), strict=True)
    assert found.frame["malli"].tolist()[::2] == ["k", "e"]
    assert found.frame["vaittamat[r2]"].tolist()[1:] == ["2", "2"]
    assert found.frame["palvelut[kevat]"].tolist() == [True, False, pd.NA]
    assert found.frame["jasenia"].tolist() == [12.0, pd.NA, 7.0]
    assert found.frame["miksi"].tolist() == [pd.NA, "hyvä", pd.NA]
    assert found.frame["pvm"].dt.year.tolist()[::2] == [2020, 1999]
    assert found.provenance is not None
    assert found.provenance.backend == "frame"
    assert found.provenance.cells.read == found.provenance.cells.decoded == 15


def test_columns_are_known_by_id_variable_title_alias_and_labelled_title() -> None:
    frame = pd.DataFrame({
        "Malli A": ["Kyllä"], "Mitä mieltä?: Sujuu": ["Samaa mieltä"], "vaittamat[r2]": [1],
        "Mitä käytit?:Kevät": ["x"], "palvelut[syksy]": [0], " JÄSENIÄ: ": ["1 200,5"], "3. Miksi?": ["Koska"],
    })  # fmt: skip
    row = Responses.from_frame(frame, SURVEY, strict=True).frame.iloc[0]
    assert row.tolist() == ["k", "2", "1", True, False, 1200.5, "Koska"]


def test_what_frame_and_labelled_give_can_be_taken_back() -> None:
    answers = vk.samples.tukirakenne()
    for frame in (answers.frame, answers.labelled("fi"), answers.labelled("sv"), answers.labelled("en")):
        again = Responses.from_frame(frame, answers.instrument)
        pd.testing.assert_frame_equal(again.frame, answers.frame)
        # Whom the column of e-mail addresses is about is in no frame.
        assert {issue.reason for issue in again.issues} <= {"column_not_found"}


def test_a_text_beside_an_option_comes_back_from_a_labelled_frame() -> None:
    question = MultipleChoice("m", "Mitä?", options=(Option("a", "A"), Option("muu", "Muu", free_text=True)))
    first = take(
        pd.DataFrame({"m[a]": [True, False], "m[muu]": [False, True], "m[muu].text": [None, "puut"]}), question
    )
    again = take(first.labelled("fi"), question, strict=True)
    assert again.frame["m[muu].text"].tolist() == [pd.NA, "puut"]


def test_every_row_is_a_response_and_its_number_is_that_of_a_file() -> None:
    found = take(pd.DataFrame({"jasenia": [None, "noin 5", None, "x"]}), MEMBERS)
    assert [(issue.row, issue.value) for issue in found.issues] == [(3, "noin 5"), (5, "x")]
    assert len(found) == 4
    assert found.provenance is not None
    assert found.provenance.blank_rows == 0


def test_cells_end_decoded_in_an_issue_unbound_or_withheld() -> None:
    frame = pd.DataFrame({
        "jasenia": [1, "x"], "lisa": [2.0, None], "yhteys": ["a@example.org", ""],
        "Sähköposti": ["b@example.org", None],
    })  # fmt: skip
    instrument = made(MEMBERS, columns=(Column("posti", "Sähköposti", role="email"),))
    found = Responses.from_frame(frame, instrument)
    cells = found.provenance.cells  # type: ignore[union-attr]
    assert (cells.read, cells.decoded, cells.issues, cells.unbound, cells.withheld) == (5, 1, 1, 1, 2)
    assert found.unbound["lisa"].tolist() == ["2", pd.NA]
    assert findings(found) == [("lisa", "unbound_column"), ("yhteys", "withheld_column")]
    assert b"example.org" not in pickle.dumps(found)
    kept = Responses.from_frame(frame, instrument, keep="yhteys")
    assert kept.unbound["yhteys"].tolist() == ["a@example.org", pd.NA]


def test_a_null_among_truth_values_is_no_tick_and_no_missing_tick() -> None:
    frame = pd.DataFrame({
        "palvelut[kevat]": pd.array([True, False, None, None], dtype="boolean"),
        "palvelut[syksy]": [None, False, True, None],
    })  # fmt: skip
    found = take(frame, SERVICES)
    assert found.frame["palvelut[kevat]"].tolist() == [True, False, pd.NA, pd.NA]
    assert found.frame["palvelut[syksy]"].tolist() == [pd.NA, False, True, pd.NA]
    assert found.missing("palvelut[kevat]").tolist()[2:] == ["not_asked", "not_answered"]
    # Beside a tick a blank cell of text means "not ticked", as in a file.
    texts = pd.DataFrame({"palvelut[kevat]": ["x", ""], "palvelut[syksy]": [None, "x"]})
    assert take(texts, SERVICES).frame["palvelut[syksy]"].tolist() == [False, True]


def test_truth_values_of_other_questions_are_blank_where_they_are_null() -> None:
    question = SingleChoice(
        "s", "S", options=(Option("on", "On", aliases=("true",)), Option("ei", "Ei", aliases=("false",)))
    )
    found = take(pl.DataFrame({"s": [True, None, False]}), question)
    assert found.frame["s"].tolist()[::2] == ["on", "ei"]
    assert found.missing("s")[1] == "not_answered"


def test_chunks_leave_no_trace(monkeypatch: pytest.MonkeyPatch, engine: Callable[[pl.DataFrame], Any]) -> None:
    frame = pl.DataFrame({
        "malli": ["k", None, "e", "huh", "k"], "miksi": ["b", "a", None, "b", "c"], "jasenia": [1.5, None, 3, 4, 1e20],
        "palvelut[kevat]": [True, None, None, False, True],
    })  # fmt: skip
    whole = Responses.from_frame(engine(frame), SURVEY)
    monkeypatch.setattr("verkosto.responses._frame_source._ROWS", 2)
    assert Responses.from_frame(engine(frame), SURVEY) == whole
    assert whole.frame["jasenia"].tolist() == [1.5, pd.NA, 3.0, 4.0, 1e20]


def test_a_frame_without_rows_tells_its_columns(engine: Callable[[pl.DataFrame], Any]) -> None:
    frame = pl.DataFrame(schema={"malli": pl.String, "jasenia": pl.Int64})
    found = Responses.from_frame(engine(frame), made(KEEN, MEMBERS), strict=True)
    assert len(found) == 0
    assert found.frame.columns.tolist() == ["malli", "jasenia"]


def test_without_a_codebook_one_is_drafted() -> None:
    frame = pl.DataFrame({"Kunta": ["Espoo", "Vantaa", "049"], "Jäseniä": [1, 2, 3], "Miksi": ["a", "b", None]})
    for given in (frame, frame.lazy()):
        found = Responses.from_frame(given, source="jäsenkysely")
        assert isinstance(found.instrument, Draft)
        assert found.instrument.id == "jasenkysely"
        assert [type(question) for question in found.instrument] == [AreaQuestion, Number, Text]
        assert found.frame["kunta"].tolist() == ["049", "092", "049"]
        assert not found.issues


def test_names_and_short_answers_of_a_frame_are_ids_and_codes() -> None:
    frame = pd.DataFrame({
        "SDMVPSU": [1.5, 2, 3, 4], "nh": [1, 2, 3, 4], "Nh": [5, 6, 7, 8], "n": [1, 2, 3, 4], "N": [9, 9, 9, 9],
        "sch.wide": ["Yes", "No", "Yes", "No"], "Kunta": ["a", "b", "a", "b"], "jäsen": [1, 2, 3, 4],
        "level": ["Very high", "Low", "En osaa sanoa", "Low"], "age": ["(0,19]", "[19,39]", "(0,19]", "[19,39]"],
    })  # fmt: skip
    found = Responses.from_frame(frame)
    ids = ["SDMVPSU", "nh", "Nh", "n_2", "N", "sch_wide", "kunta", "jasen", "level", "age"]
    assert list(found.variables) == ids
    assert found.frame["Nh"].tolist() == [5, 6, 7, 8]
    options = {name: [option.code for option in found.instrument[name].choices] for name in ids[5:]}
    assert options["sch_wide"] == ["Yes", "No"]
    assert options["level"] == ["Very high", "Low", "eos"]
    assert options["age"] == ["0_19", "19_39"]
    assert not found.issues


def test_categories_are_a_choice_though_they_are_numbers() -> None:
    frame = pd.DataFrame({"dnum": [637, 15, 637, 15], "tyyppi": ["b", "a"] * 2, "malli": [1, 2, 3, 4]})
    found = Responses.from_frame(frame.astype("category"))
    assert [(o.code, o.number) for o in found.instrument["dnum"].choices] == [("15", 15), ("637", 637)]
    assert [type(question) for question in found.instrument] == [SingleChoice, SingleChoice, Number]
    assert found.frame["dnum"].tolist() == ["637", "15", "637", "15"]
    polars = Responses.from_frame(pl.DataFrame({"taso": pl.Series(["2", "10"] * 2, dtype=pl.Categorical)}))
    assert [option.code for option in polars.instrument["taso"].choices] == ["2", "10"]


def test_zones_stand_in_provenance_and_the_clock_in_the_cells() -> None:
    moment = dt.datetime(2020, 7, 1, 23, 30, tzinfo=dt.UTC)
    frame = pl.DataFrame({"jasenia": [1], "aika": [moment]}).with_columns(
        pl.col("aika").dt.convert_time_zone("Europe/Helsinki")
    )
    instrument = made(MEMBERS, columns=(Column("aika", role="time"),))
    for given in (frame, frame.to_pandas(), frame.to_arrow()):
        found = Responses.from_frame(given, instrument)
        assert found.frame["aika"][0] == pd.Timestamp("2020-07-02 02:30")
        assert found.provenance is not None
        assert found.provenance.options["found_zone of aika"] == "Europe/Helsinki"


def test_strict_raises_and_otherwise_one_warning_tells() -> None:
    frame = pd.DataFrame({"jasenia": ["salaisuus", "b", "c", "d"]})
    with pytest.raises(InvalidResponsesError, match=r"lista: 4 issues: row 2.*and 1 more") as caught:
        take(frame, MEMBERS, source="lista", strict=True)
    assert len(caught.value.issues) == 4
    assert "salaisuus" not in str(caught.value)
    with pytest.warns(VerkostoWarning, match="pandas frame: 4 issues") as told:
        take(frame, MEMBERS)
    assert told[0].filename == __file__


def test_repeated_names_are_told_apart_by_their_order() -> None:
    listed = (Text("a", "Miksi?"), Text("b", "Miksi?"))
    pandas = pd.DataFrame([["x", "y"]], columns=["Miksi?", "Miksi?"])
    arrow = pa.table([pa.array(["x"]), pa.array(["y"])], names=["Miksi?", "Miksi?"])
    for frame in (pandas, arrow):
        assert take(frame, *listed, strict=True).frame.iloc[0].tolist() == ["x", "y"]
    with pytest.raises(BindingError, match="2 columns"):
        take(pandas, listed[0])
    with pytest.raises(BindingError, match="2 columns"):
        take(pandas.set_axis(["a", "a"], axis=1), listed[0])


def test_a_named_index_is_a_column_and_one_of_numbers_is_not() -> None:
    frame = pd.DataFrame({"malli": ["k", "e"]}, index=pd.Index([3, 9], name="jasenia"))
    assert take(frame, KEEN, MEMBERS, strict=True).frame["jasenia"].tolist() == [3.0, 9.0]
    assert not take(frame.rename_axis(None), KEEN).issues
    levels = pd.MultiIndex.from_tuples([(1, "x"), (2, "y")], names=["jasenia", "miksi"])
    assert take(frame.set_axis(levels), KEEN, MEMBERS, Text("miksi", "M"), strict=True).frame["miksi"].tolist() == [
        "x",
        "y",
    ]


NAMELESS = pd.MultiIndex.from_tuples([(1, 2)], names=["b", None])


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame({"a": [1]}, index=["x"]), "has no name"),
        (pd.DataFrame({"a": [1]}, index=NAMELESS), "level of the frame's index"),
        (pd.DataFrame({"a": [1]}, index=pd.Index([1], name="a")), "'a' names the index and a column"),
        (pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", "b")])), "several levels"),
        (pd.DataFrame({"jasenia": [1], "l": [["salaisuus"]]}), "column 'l' holds values of the kind list"),
        (pd.DataFrame({"jasenia": [1], "l": [b"salaisuus"]}), "column 'l' holds values of the kind bytes"),
        (pd.DataFrame({"jasenia": [1], "l": [1 + 2j]}), "column 'l' holds values of the kind complex"),
        (pl.DataFrame({"jasenia": [1], "l": [["salaisuus"]]}), "column 'l' holds values of the kind List"),
        (pl.DataFrame({"jasenia": [1], "l": [{"s": "salaisuus"}]}), "column 'l' holds values of the kind Struct"),
        (pa.table({"jasenia": [1], "l": [b"salaisuus"]}), "column 'l' holds values of the kind Binary"),
        (pl.DataFrame({"jasenia": [1], "l": [object()]}), "column 'l' holds values of the kind object"),
        (pl.LazyFrame({"jasenia": [1]}).select("salaisuus"), "columns cannot be told"),
    ],
)  # fmt: skip
def test_what_no_cell_can_hold_is_refused(frame: Any, message: str) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        take(frame, MEMBERS)
    assert "salaisuus" not in str(caught.value)


@pytest.mark.parametrize("thing", [[1, 2], {"a": [1]}, "tiedosto.csv", pd.Series([1], name="jasenia"), None])
def test_what_is_no_frame_is_refused(thing: Any) -> None:
    with pytest.raises(OptionError, match="from_frame takes a frame of pandas, polars"):
        take(thing, MEMBERS)


def test_a_codebook_of_another_class_is_refused() -> None:
    with pytest.raises(OptionError, match="takes an Instrument, not str"):
        Responses.from_frame(pd.DataFrame({"a": [1]}), "kysely.toml")  # type: ignore[arg-type]
    with pytest.raises(BindingError, match="pandas frame: none of the 1 questions"):
        take(pd.DataFrame({"a": [1]}), MEMBERS)


def test_names_that_are_no_text_are_made_one() -> None:
    found = take(pd.DataFrame({"jasenia": [1], 7: ["x"], None: ["y"]}), MEMBERS)
    assert found.unbound.to_dict("list") == {"7": ["x"], "#3": ["y"]}


def test_an_id_that_is_another_questions_title_means_the_id() -> None:
    listed = (Text("b", "a"), Text("a", "Toinen"))
    assert take(pd.DataFrame({"a": ["x"]}), *listed).frame["a"].tolist() == ["x"]
    # Ids that differ by case alone are told apart too, in any order.
    twins = (SingleChoice("q", "Q", options=(Option("x", "X"),)), SingleChoice("Q", "Muu", options=(Option("y", "Y"),)))
    row = take(pd.DataFrame({"Q": ["y"], "q": ["x"]}), *twins, strict=True).frame.iloc[0]
    assert row.tolist() == ["x", "y"]


def test_an_instrument_of_columns_alone_takes_a_frame() -> None:
    instrument = Instrument("i", "I", columns=(Column("paino", role="weight"),))
    assert Responses.from_frame(pd.DataFrame({"paino": [0.1]}), instrument).frame["paino"].tolist() == [0.1]


def test_a_position_is_that_of_the_file_and_not_of_what_frame_gives() -> None:
    listed = (Text("a", "Miksi?", position=5), Text("b", "Miksi?", position=3))
    found = take(pd.DataFrame({"b": ["y"], "a": ["x"]}), *listed, strict=True)
    assert found.frame.iloc[0].tolist() == ["x", "y"]
    assert found.instrument["a"].position == 5
