"""Parquet files: what they look like to others, what survives, and what is said of files that are broken."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve
from made_answers import vastaukset
from reading import assembled, made

import verkosto as vk
from verkosto.errors import (
    CodebookError,
    EmptySourceError,
    MissingExtraError,
    OptionError,
    SourceError,
    SourceNotFoundError,
    VerkostoError,
)
from verkosto.instruments import Number, Text
from verkosto.responses import REASONS, Coded, Numeric, Provenance, Responses
from verkosto.responses._parquet_form import digest_of

KEY = b"verkosto.responses"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "vastaukset.parquet"


@pytest.fixture(scope="module")
def answers() -> Responses:
    return vk.samples.tukirakenne()


def again(responses: Responses, place: Path) -> Responses:
    responses.to_parquet(place)
    return Responses.from_parquet(str(place))


def test_a_survey_with_everything_reads_back_equal(answers: Responses, place: Path) -> None:
    assert again(answers, place) == answers
    recoded = answers.derive("kanta", {"puolesta": {"malli_a": ["k"]}, "muu": {"malli_a": ["e", "eos"]}})
    subset = recoded.where({"maakunta": ["13"]})
    found = again(subset, place)
    assert found == subset
    assert found.rows == answers.rows > len(found)
    assert found.where({"kanta": "puolesta"}) == subset.where({"kanta": "puolesta"})


def test_every_reason_survives(place: Path) -> None:
    listed = [f"!{reason}" for reason in REASONS]
    found = vastaukset(
        malli=[*listed, "eos"],
        jasenia=[*listed, 3],
        suosittelu=[*listed, 10],
        pvm=[*listed, "2020-01-02"],
        perustelu=[*listed, "x"],
    )
    assert again(found, place) == found
    assert Responses.from_parquet(place).missing("malli").tolist() == [*REASONS, "dont_know"]


def test_issues_keep_their_raw_values_and_unbound_columns_their_texts(place: Path) -> None:
    rows = [["noin 5", "a", ""], ["6", " ", "b"], ["x", "a", ""], ["x", "", ""]]
    found = assembled(made(Number("luku", "Luku")), ["Luku", "Muuta", "Muuta"], rows, cuts=[2])
    back = again(found, place)
    assert [(i.row, i.value) for i in back.issues if i.value] == [(2, "noin 5"), (4, "x"), (5, "x")]
    assert back.unbound.columns.tolist() == ["Muuta", "Muuta#3"]
    assert back == found


def test_other_tools_see_a_table(place: Path) -> None:
    vastaukset(
        malli=["k", None, "eos"], jasenia=[1.5, "!invalid", 2], suosittelu=[9, None, 10], perustelu=["a", "b", None],
        palvelut=[["kevat"], [], None], pvm=["2020-01-02", None, "2020-03-04T10:30:00"],
    ).where({"malli": "k"}).to_parquet(place)  # fmt: skip
    table = pl.read_parquet(place)
    assert table["malli"].cast(pl.String).to_list() == ["k", None, "eos"]
    assert table["jasenia"].to_list() == [1.5, None, 2.0]
    assert table["missing:jasenia"].cast(pl.String).to_list() == [None, "invalid", None]
    assert table["suosittelu"].to_list() == [9, None, 10]
    assert table["perustelu"].to_list() == ["a", "b", None]
    assert table["palvelut[kevat]"].dtype == pl.Boolean
    assert table["pvm"].dt.date().cast(pl.String).to_list() == ["2020-01-02", None, "2020-03-04"]
    assert table["domain:"].to_list() == [True, False, False]
    assert "missing:malli" not in table.columns


def test_nothing_at_all_reads_back_equal(place: Path) -> None:
    for found in (Responses(made(), {}), vastaukset(rows=0), vastaukset(rows=2)):
        assert again(found, place) == found
    # Made by hand: ranks that are no whole numbers, a text without any letter.
    by_hand = Responses(made(Text("t", "T"), Number("luku", "N")), {
        "t": Coded(np.array([0, 1]), ["", "a"], (), "string"),
        "luku": Numeric(np.array([1.5, 2.0]), np.zeros(2, dtype=np.int8), whole=True),
    })  # fmt: skip
    assert again(by_hand, place) == by_hand


def test_equality_is_about_what_is_said(answers: Responses) -> None:
    other = vk.samples.tukirakenne()
    assert answers == other
    assert hash(answers) == hash(other)
    assert answers != answers.frame.columns.tolist()
    assert answers != other.where({"malli_a": "k"})
    assert other.where({"malli_a": "k"}) != other.where({"malli_a": "e"})
    variable = answers.variable("malli_a")
    assert isinstance(variable, Coded)
    codes = variable.codes.copy()
    codes[0] = -6
    for changed in (
        {"variables": {**answers.variables, "malli_a": evolve(variable, codes=codes)}},
        {"variables": {**answers.variables, "malli_a": answers.variable("paino")}},
        {"instrument": evolve(answers.instrument, title="Muu")},
        {"provenance": None},
        {"unbound_columns": ()} if answers.unbound_columns else {"domain": np.ones(answers.rows, dtype=bool)},
    ):
        assert evolve(answers, **changed) != answers


def test_the_numbering_of_texts_makes_no_difference() -> None:
    one = Coded(np.array([0, 1, -1]), "ab", (), "string")
    other = Coded(np.array([2, 0, -1]), "bca", (), "string")
    instrument = made(Text("t", "T"))
    assert Responses(instrument, {"t": one}) == Responses(instrument, {"t": other})
    assert Responses(instrument, {"t": one}) != Responses(instrument, {"t": evolve(other, categories="cba")})


def test_a_file_of_somebody_else_goes_to_from_frame(place: Path) -> None:
    pl.DataFrame({"luku": [1, 2]}).write_parquet(place)
    with pytest.raises(SourceError, match=r"did not write this Parquet file.*from_frame\(polars.scan_parquet"):
        Responses.from_parquet(place)
    found = Responses.from_frame(pl.scan_parquet(place), made(Number("luku", "Luku")), strict=True)
    assert found.frame["luku"].tolist() == [1.0, 2.0]


def test_a_title_that_was_changed_is_noticed(place: Path, answers: Responses) -> None:
    answers.to_parquet(place)
    table = pq.read_table(place)
    metadata = table.schema.metadata
    other = {**metadata, KEY: metadata[KEY].replace(b"Kannatan", b"Kannatin")}
    assert other != metadata
    pq.write_table(table.replace_schema_metadata(other), place)
    with pytest.raises(SourceError, match="was changed or is damaged"):
        Responses.from_parquet(place)


def test_what_is_no_file_is_told(tmp_path: Path, answers: Responses) -> None:
    answers.to_parquet(tmp_path / "vastaukset.parquet")
    with pytest.raises(SourceNotFoundError, match=r"Did you mean 'vastaukset.parquet'"):
        Responses.from_parquet(tmp_path / "vastaus.parquet")
    with pytest.raises(SourceNotFoundError, match="no such file"):
        Responses.from_parquet(tmp_path / "ei" / "ole.parquet")
    (tmp_path / "tyhja.parquet").touch()
    with pytest.raises(EmptySourceError, match="the file is empty"):
        Responses.from_parquet(tmp_path / "tyhja.parquet")
    for nothing in (tmp_path, "a\0b"):
        with pytest.raises(SourceError, match="cannot be opened"):
            Responses.from_parquet(nothing)
        with pytest.raises(SourceError, match="cannot be written"):
            answers.to_parquet(nothing)
    for call in (Responses.from_parquet, answers.to_parquet):
        with pytest.raises(OptionError, match="A path is text"):
            call(7)  # type: ignore[arg-type]


def test_a_file_cut_off_anywhere_is_an_error(place: Path, answers: Responses) -> None:
    answers.to_parquet(place)
    whole = place.read_bytes()
    for size in (1, 4, len(whole) // 2, len(whole) - 9, len(whole) - 1):
        place.write_bytes(whole[:size])
        with pytest.raises(SourceError, match="no Parquet file, or it is damaged"):
            Responses.from_parquet(place)


def test_a_byte_that_was_changed_is_noticed_or_harmless(place: Path, answers: Responses) -> None:
    answers.to_parquet(place)
    whole = place.read_bytes()
    noticed = 0
    for at in range(5, len(whole), len(whole) // 150):
        place.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            found = Responses.from_parquet(place)
        except VerkostoError:
            noticed += 1
        else:
            # Some bytes of the footer are for other readers, such as what the smallest value of a column is.
            assert found == answers
    assert noticed > 100


def changed(place: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    table = pq.read_table(place)
    head = json.loads(table.schema.metadata[KEY])
    made = change(head)
    metadata = {**table.schema.metadata, KEY: json.dumps(head if made is None else made).encode()}
    metadata[b"verkosto.digest"] = digest_of(metadata)
    pq.write_table(table.replace_schema_metadata(metadata), place)


@pytest.mark.parametrize(
    "change",
    [
        lambda head: head.update(rows=3),
        lambda head: head.pop("instrument"),
        lambda head: head.update(instrument="{}"),
        lambda head: head["variables"].append({"name": "puuttuu", "form": "date"}),
        lambda head: head["variables"][0].update(form="kuva"),
        lambda head: head["variables"][1].update(form="number", whole=False),
        lambda head: head["variables"].__setitem__(0, 7),
        lambda head: next(v for v in head["variables"] if v["form"] == "category").update(categories=["muu"]),
        lambda head: head.update(provenance={"source": "x"}),
        lambda head: head["provenance"].update(options={"set": []}),
        lambda head: head.update(guesses=[["a"]]),
        lambda head: head.update(unbound=[{"title": "x", "position": n} for n in range(9)]),
    ],
)
def test_metadata_that_contradicts_the_table_is_an_error(change: Any, place: Path, answers: Responses) -> None:
    answers.to_parquet(place)
    changed(place, change)
    with pytest.raises(SourceError, match="was changed or is damaged"):
        Responses.from_parquet(place)


@pytest.mark.parametrize("change", [lambda head: [], lambda head: head.pop("schema") and head, lambda head: 7])
def test_metadata_without_a_schema_is_an_error(change: Any, place: Path, answers: Responses) -> None:
    answers.to_parquet(place)
    changed(place, change)
    with pytest.raises(SourceError, match="was changed or is damaged"):
        Responses.from_parquet(place)


def test_a_later_form_asks_for_a_later_verkosto(place: Path, answers: Responses) -> None:
    answers.to_parquet(place)
    changed(place, lambda head: head.update(schema="verkosto.responses/2"))
    with pytest.raises(SourceError, match=r"another than 'verkosto.responses/1'.*Update verkosto"):
        Responses.from_parquet(place)


@pytest.mark.parametrize("reasons", [["not_asked", None], [None, "kuka tietää"], [None, None]])
def test_reasons_that_do_not_fit_are_an_error(reasons: list[str | None], place: Path) -> None:
    vastaukset(malli=["k", "!not_asked"]).to_parquet(place)
    table = pq.read_table(place)
    at = table.schema.get_field_index("missing:malli")
    table = table.set_column(at, "missing:malli", pa.array(reasons, type=pa.string()))
    pq.write_table(table, place)
    with pytest.raises(SourceError, match="was changed or is damaged"):
        Responses.from_parquet(place)


def test_what_a_file_cannot_hold_is_told_without_the_answer(place: Path) -> None:
    found = vastaukset(perustelu=["salaisuus \ud83d"])
    with pytest.raises(SourceError, match="half of a surrogate pair") as caught:
        found.to_parquet(place)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert not place.exists()
    with pytest.raises(CodebookError, match="surrogate"):
        Responses(made(Text("t", "\ud83d")), {}).to_parquet(place)
    odd = Responses(made(), {}, provenance=Provenance("x", "csv", options={"joukko": {1}}))
    with pytest.raises(SourceError, match="options hold a set"):
        odd.to_parquet(place)


def test_without_pyarrow_the_extra_is_named(place: Path, answers: Responses, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for call in (Responses.from_parquet, answers.to_parquet):
        with pytest.raises(MissingExtraError, match=r"pip install 'verkosto\[parquet\]'"):
            call(place)
