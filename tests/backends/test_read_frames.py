"""`read` and `infer` of frames: the same as `Responses.from_frame`, and no reader in between."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import verkosto as vk
from verkosto.errors import InvalidResponsesError, OptionError, SourceError, VerkostoWarning
from verkosto.instruments import Column, Number, Option, SingleChoice
from verkosto.responses import is_frame

KYSELY = vk.Instrument(
    "k",
    "K",
    questions=(
        SingleChoice("malli", "Malli?", options=(Option("k", "Kyllä"), Option("e", "Ei"))),
        Number("luku", "Luku?"),
    ),
)
TAULU = pd.DataFrame({"malli": ["k", "Ei", "Ehkä"], "Luku?": [1, 2, 3], "muuta": ["a", "b", "c"]})
LIBRARIES: dict[str, Callable[[pd.DataFrame], Any]] = {
    "pandas": lambda frame: frame,
    "polars": pl.from_pandas,
    "polars-lazy": lambda frame: pl.from_pandas(frame).lazy(),
    "pyarrow": pa.Table.from_pandas,
    "duckdb": duckdb.from_df,
}


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_frame_is_read_as_from_frame_reads_it(library: str) -> None:
    frame = LIBRARIES[library](TAULU)
    with warnings.catch_warnings(action="ignore"):
        got = vk.read(frame, KYSELY, keep="muuta")
        assert got == vk.Responses.from_frame(frame, KYSELY, keep="muuta")
    assert got.unbound["muuta"].tolist() == ["a", "b", "c"]
    assert got.frame["malli"].tolist()[:2] == ["k", "e"]
    with pytest.raises(InvalidResponsesError) as caught:
        vk.read(frame, KYSELY, strict=True)
    assert "unknown_option" in {issue.reason for issue in caught.value.issues}


def test_what_a_lazy_frame_does_not_need_stays_there() -> None:
    def fail(column: pl.Series) -> pl.Series:
        raise AssertionError

    lazy = pl.from_pandas(TAULU).lazy().with_columns(raskas=pl.col("muuta").map_batches(fail, return_dtype=pl.String))
    with pytest.warns(VerkostoWarning):
        got = vk.read(lazy, KYSELY)
    assert [issue.column for issue in got.issues if issue.reason == "column_not_collected"] == ["muuta", "raskas"]


def test_the_warning_points_at_the_caller() -> None:
    with pytest.warns(VerkostoWarning, match=r"pandas frame: 2 issues") as read_it:
        vk.read(TAULU, KYSELY)
    with pytest.warns(VerkostoWarning, match=r"pandas frame: 2 issues") as took_it:
        vk.Responses.from_frame(TAULU, KYSELY)
    assert [one.filename for one in (*read_it, *took_it)] == [__file__, __file__]


def test_names_that_repeat_are_no_hindrance() -> None:
    frame = TAULU[["malli", "Luku?"]].head(2).set_axis(["Luku?", "Luku?"], axis=1)
    assert is_frame(frame)
    with pytest.raises(vk.errors.BindingError, match="2 columns"):
        vk.read(frame, KYSELY)


@pytest.mark.parametrize(
    "call", [lambda **more: vk.read(TAULU, KYSELY, **more), lambda **more: vk.infer(TAULU, **more)]
)
def test_what_readers_are_told_makes_no_sense(call: Callable[..., Any]) -> None:
    with pytest.raises(OptionError, match=r"^a pandas frame is no file for the backend 'csv'\. Leave backend= out\.$"):
        call(backend="csv")
    with pytest.raises(OptionError, match=r"of a reader, such as 'values', 'sheet'\. Leave them out\.$"):
        call(values="text", sheet=1)


def test_pseudonyms_of_a_frame() -> None:
    columns = (Column("muuta", role="identifier", pseudonym="muuta"),)
    asks = vk.Instrument("k", "K", columns=columns, questions=KYSELY.questions)
    with pytest.raises(OptionError, match="there is no key"):
        vk.read(TAULU, asks)
    with warnings.catch_warnings(action="ignore"):
        assert len(vk.read(TAULU, asks, pseudonyms="withhold")) == 3


@pytest.mark.parametrize("value", [None, 7, "vienti.csv", b"x", [1], {"a": [1]}, pd.Series([1]), pl.Series([1])])
def test_other_values_are_no_frames(value: Any) -> None:
    assert not is_frame(value)
    with pytest.raises(SourceError):
        vk.read(value, KYSELY)


def test_a_draft_of_a_frame_reads_it() -> None:
    draft = vk.infer(TAULU.head(2), id="oma", title="Oma kysely")
    assert (draft.id, draft.title.fi) == ("oma", "Oma kysely")
    assert {guess.id for guess in draft.guesses} == {question.id for question in draft.questions}
    assert vk.read(TAULU.head(2), draft).issues == ()
    assert vk.infer(TAULU) == vk.Responses.from_frame(TAULU).instrument
