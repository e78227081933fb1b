"""LazyResponses: what it takes, what it says of itself, and where it sends people to memory."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest
from made_answers import kysely
from pushed import answers, assert_same, survey

from verkosto.aggregate import Design, LazyResponses, ReplicateDesign, crosstab, frequency, mean, rake
from verkosto.errors import (
    AnalysisError,
    BindingError,
    MissingExtraError,
    SourceError,
    SourceNotFoundError,
    UnknownVariableError,
)
from verkosto.responses import Responses

pytestmark = pytest.mark.filterwarnings("ignore::verkosto.errors.VerkostoWarning")


def lazy(**columns: Any) -> LazyResponses:
    return LazyResponses(pl.LazyFrame(columns), survey())


def test_it_says_what_it_is_and_no_more() -> None:
    found = lazy(malli=["k", "e"], jarjesto=["Salainen ry", None])
    assert repr(found) == "<LazyResponses to 'kysely-2020' in polars>"
    assert (found.rows, len(found), found.domain, found.provenance) == (2, 2, None, None)
    subset = found.where({"malli": "k"}).where({"jarjesto": ["Salainen ry"]})
    assert repr(subset) == "<LazyResponses to 'kysely-2020' in polars, a subset>"
    assert (subset.rows, len(subset)) == (2, 1)
    assert found.variable("malli").categories == ("k", "e", "eos", "kt")  # type: ignore[union-attr]
    assert list(found.variable("jarjesto").categories) == ["Salainen ry"]  # type: ignore[union-attr]
    assert found.question("vaittamat[r1]")[0].id == "vaittamat"
    assert list(found.variables) == list(answers(6).variables)
    assert len(found.variables) == len(answers(6).variables)


def test_what_is_no_frame_or_no_codebook_is_refused() -> None:
    with pytest.raises(AnalysisError, match=r"not in str. Files are opened with LazyResponses.scan_parquet"):
        LazyResponses("vastaukset.parquet", survey())
    with pytest.raises(AnalysisError, match=r"must be a Responses, not a LazyFrame. Read them with `vk.read`"):
        frequency(pl.LazyFrame({"malli": ["k"]}), "malli")  # type: ignore[arg-type]
    with pytest.raises(AnalysisError, match="takes an Instrument, not dict"):
        LazyResponses(pl.LazyFrame({"malli": ["k"]}), {})  # type: ignore[arg-type]
    with pytest.raises(BindingError, match=r"no column of the frame belongs to instrument 'kysely-2020'.*paino"):
        LazyResponses(pl.LazyFrame({"muu": [1]}), survey())
    doubled = pd.DataFrame([["k", "e"]], columns=["malli", "malli"])
    with pytest.raises(AnalysisError, match="'malli' names two columns"):
        LazyResponses(doubled, survey())


@pytest.mark.parametrize(
    ("column", "values", "what"),
    [
        ("paino", ["1,5"], "numbers"),
        ("jasenia", [[1]], "numbers"),
        ("malli", [[1]], "codes"),
        ("jarjesto", [[1]], "texts"),
        ("palvelut[kevat]", ["kyllä"], r"ticks \(true or false\)"),
        ("pvm", ["1.3.2020"], "days"),
    ],
)
def test_a_column_of_another_type_is_refused(column: str, values: list[Any], what: str) -> None:
    found = lazy(**{"laji": ["p"], column: values})
    with pytest.raises(AnalysisError, match=rf"column '{column.replace('[', '.')[:4]}.* does not hold {what}\. Cast"):
        found.collect()


def test_a_column_without_any_value_has_any_type() -> None:
    empty = {name: [None, None] for name in ("paino", "jasenia", "palvelut[kevat]", "pvm", "kunta", "jarjesto")}
    found = lazy(malli=["k", "e"], **empty)
    assert crosstab(found, "malli", by=["kunta", "palvelut[kevat]"]).frame.empty
    assert mean(found, "jasenia").frame["n"].tolist() == [0]
    assert found.collect().frame["pvm"].isna().all()
    with pytest.raises(AnalysisError, match="2 of 2 rows have no weight"):
        frequency(found, "malli", weights="paino")


def test_a_question_without_a_column_was_not_asked() -> None:
    frame = pl.DataFrame({"malli": ["k", "e"], "palvelut[kevat]": [True, False], "vaittamat[r1]": ["1", "2"]})
    found, read = LazyResponses(frame, survey()), Responses.from_frame(frame, survey())
    for variable in ("laji", "palvelut", "vaittamat", "suosittelu"):
        assert_same(frequency(found, variable), frequency(read, variable))
    assert_same(crosstab(found, "malli", by="kunta", margins=True), crosstab(read, "malli", by="kunta", margins=True))
    assert_same(mean(found, "jasenia"), mean(read, "jasenia"))
    assert len(found.where({"laji": "p"})) == len(found.where({"pvm": (None, None)})) == 0


def test_a_frame_without_rows_makes_an_empty_table() -> None:
    frame = answers(6).frame.head(0)
    found, read = LazyResponses(frame, survey()), Responses.from_frame(frame, survey())
    for design in (None, Design(weights="paino")):
        assert_same(frequency(found, "malli", design=design), frequency(read, "malli", design=design))
        assert_same(mean(found, "jasenia", by="laji", design=design), mean(read, "jasenia", by="laji", design=design))


def test_unknown_variables_are_told_as_in_memory() -> None:
    found = lazy(malli=["k"], kunta=["091"])
    with pytest.raises(UnknownVariableError, match="Did you mean 'malli'"):
        frequency(found, "mali")
    with pytest.raises(UnknownVariableError, match="Did you mean 'laji'"):
        found.where({"lajii": "p"})
    with pytest.raises(UnknownVariableError, match="question of several columns"):
        found.where({"vaittamat": "1"})
    with pytest.raises(UnknownVariableError, match="no variable 'painot' for weights"):
        frequency(found, "malli", weights="painot")
    with pytest.raises(UnknownVariableError, match="no variable 'ryhmat' for strata"):
        frequency(found, "malli", design=Design(strata="ryhmat"))


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ({"malli": ["x"]}, "no code 'x'"),
        ({"palvelut": ["kesa"]}, "no option 'kesa'"),
        ({"jasenia": 5}, r"give a pair \(lowest, highest\)"),
        ({"pvm": ("eilen", None)}, "ISO dates"),
        ({"maakunta": ["99"]}, "no code '99'"),
    ],
)
def test_conditions_that_cannot_be_are_told_at_once(conditions: dict[str, Any], message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        lazy(malli=["k"], kunta=["091"]).where(conditions)


def test_days_and_ticks_are_conditions_too() -> None:
    days = pl.Series(["2020-01-31", "2020-02-01", "2020-02-29", None]).str.to_date()
    found = lazy(pvm=days, **{"palvelut[kevat]": [True, False, None, True]})
    assert len(found.where({"pvm": ("2020-02", "2020-02")})) == 2
    assert len(found.where({"pvm": (None, None)})) == 3
    assert len(found.where({"palvelut[kevat]": False})) == 1
    assert len(found.where({"palvelut": ["syksy"]})) == len(found.where({"palvelut": []})) == 0


def test_what_no_engine_can_do_asks_for_the_rows() -> None:
    found = lazy(malli=["k", "e"], paino=[1.0, 2.0], ryhma=["a", "b"], yksikko=["u", "v"], koko=[5.0, 5.0])
    refused: list[tuple[Any, str]] = [
        (Design(psu=["yksikko", "jarjesto"], fpc=["koko", "koko"]), "a design of several stages with fpc"),
        (ReplicateDesign("paino", ["paino", "koko"], kind="brr"), "a ReplicateDesign"),
        (Design(strata="ryhma", lonely="average"), "lonely='average'"),
    ]
    for design, what in refused:
        with pytest.raises(AnalysisError, match=rf"{what} cannot be counted where the data lie.*collect"):
            frequency(found, "malli", design=design)
    with pytest.raises(AnalysisError, match=r"design must be a vk.Design, not a str"):
        frequency(found, "malli", design="paino")  # type: ignore[arg-type]
    with pytest.raises(AnalysisError, match=r"needs the rows in memory.*collect"):
        rake(found, {})  # type: ignore[arg-type]
    with pytest.raises(AnalysisError, match="Tabulate the answers again"):
        frequency(found, "malli").cov()


def test_a_design_sees_all_rows_before_any_is_left_out() -> None:
    found = lazy(malli=["k", "k", "e", "e"], ryhma=["a", "a", "b", "b"], yksikko=["1", "2", "3", "4"])
    design = Design(strata="ryhma", psu="yksikko")
    inside = frequency(found, "malli", design=design, where={"yksikko": ["1", "3"]})
    assert inside.frame["se"].gt(0).any()
    with pytest.raises(AnalysisError, match="2 strata of stage 1 have a single sampling unit"):
        frequency(lazy(malli=["k", "e"], ryhma=["a", "b"], yksikko=["1", "3"]), "malli", design=design)
    with pytest.raises(AnalysisError, match="1 of 2 rows have none"):
        frequency(lazy(malli=["k", "e"], ryhma=["a", None]), "malli", design=Design(strata="ryhma"))
    with pytest.raises(AnalysisError, match="1 sampling units lie in several strata"):
        frequency(lazy(malli=["k", "e"], ryhma=["a", "b"], yksikko=["1", "1"]), "malli", design=design)


def test_persons_are_not_the_register_s_associations() -> None:
    found = lazy(malli=["k", "e", "k"], jarjesto=["j1", "j1", "j2"])
    with pytest.raises(AnalysisError, match=r"rows are not those units: 1 of them \('jarjesto'\) stand in several"):
        frequency(found, "malli", design=Design(fpc=853))
    assert frequency(found, "malli", design=Design(psu="jarjesto", fpc=853)).frame["se"].gt(0).any()
    with pytest.raises(AnalysisError, match="1 of 3 rows do not say which unit"):
        frequency(lazy(malli=["k", "e", "k"], jarjesto=["j1", "j2", None]), "malli", design=Design(fpc=853))


def test_a_file_of_verkosto_needs_nothing_else(tmp_path: Path) -> None:
    made = answers(60).where({"malli": ["k", "e"]})
    made.to_parquet(tmp_path / "v.parquet")
    found = LazyResponses.scan_parquet(tmp_path / "v.parquet")
    assert (found.rows, len(found)) == (60, len(made))
    assert_same(crosstab(found, "laji", by="maakunta"), crosstab(made, "laji", by="maakunta"))
    collected = found.collect()
    assert collected.frame.equals(made.frame)
    assert collected.missing("malli").equals(made.missing("malli"))


def test_reasons_beside_values_are_kept(tmp_path: Path) -> None:
    from made_answers import vastaukset

    made = vastaukset(
        malli=["k", "!not_asked", "!invalid", None],
        suosittelu=[9, "!dont_know", "!refused", 3],
        palvelut=[["kevat"], "!withheld", "!invalid", None],
        jasenia=[1.0, "!dont_know", None, 3.0],
    )
    made.to_parquet(tmp_path / "v.parquet")
    found = LazyResponses.scan_parquet(tmp_path / "v.parquet")
    for variable in ("malli", "suosittelu", "palvelut"):
        assert_same(frequency(found, variable), frequency(made, variable))
    assert_same(mean(found, "jasenia", by="suosittelu"), mean(made, "jasenia", by="suosittelu"))
    assert found.collect().missing("suosittelu").equals(made.missing("suosittelu"))


def test_files_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceNotFoundError, match="no such file"):
        LazyResponses.scan_parquet(tmp_path / "puuttuu.parquet")
    (tmp_path / "tyhja").mkdir()
    with pytest.raises(SourceNotFoundError, match=r"no file whose name ends in \.parquet"):
        LazyResponses.scan_parquet(tmp_path / "tyhja", survey())
    (tmp_path / "huono.parquet").write_text("ei ole")
    with pytest.raises(SourceError, match="no Parquet file"):
        LazyResponses.scan_parquet(tmp_path / "huono.parquet", survey())
    place = tmp_path / "muu.parquet"
    pl.DataFrame({"malli": ["k", "e"]}).write_parquet(place)
    with pytest.raises(SourceError, match=r"it has no codebook\. Give one"):
        LazyResponses.scan_parquet(place)
    import verkosto.aggregate._pushed_open as opening

    monkeypatch.setattr(opening, "find_spec", lambda name: None if name == "duckdb" else object())
    assert "polars" in repr(LazyResponses.scan_parquet(place, survey()))
    monkeypatch.setattr(opening, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match="fast"):
        LazyResponses.scan_parquet(place, survey())


def test_a_file_that_was_changed_is_no_file_of_verkosto(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    answers(6).to_parquet(tmp_path / "v.parquet")
    table = pq.read_table(tmp_path / "v.parquet")
    head = dict(table.schema.metadata)
    head[b"verkosto.digest"] = b"another"
    pq.write_table(table.replace_schema_metadata(head), tmp_path / "w.parquet")
    with pytest.raises(SourceError, match="changed or is damaged"):
        LazyResponses.scan_parquet(tmp_path / "w.parquet")


def test_what_an_engine_says_does_not_leave_it(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = duckdb.sql("SELECT error('Matti Meikäläinen') AS malli")
    with pytest.raises(SourceError, match="duckdb failed") as caught:
        frequency(LazyResponses(frame, kysely()), "malli")
    assert "Matti" not in str(caught.value)
    assert caught.value.__cause__ is None
    relation = LazyResponses(duckdb.sql("SELECT 'k' AS malli"), kysely())
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match="parquet"):
        frequency(relation, "malli")


def test_collected_answers_are_responses() -> None:
    assert isinstance(lazy(malli=["k"]).collect(), Responses)
