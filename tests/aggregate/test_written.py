"""Tables as csv and Parquet: figures with all their digits, and nothing that a spreadsheet runs."""

from __future__ import annotations

import builtins
import io
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from made_answers import kysely, responses, vastaukset

from verkosto.aggregate import Table, crosstab, frequency
from verkosto.errors import MissingExtraError, OptionError, SourceError
from verkosto.instruments import Option, SingleChoice


@pytest.fixture
def table() -> Table:
    return crosstab(vastaukset(malli=["k", "k", "e", None], laji=["p", "p", "v", "v"]), "malli", by="laji")


def test_csv_comes_back_as_the_frame(table: Table, tmp_path: Path) -> None:
    text = table.to_csv(tmp_path / "taulu.csv")
    assert (tmp_path / "taulu.csv").read_bytes() == text.encode("utf-8-sig")
    frame = table.frame
    read = pd.read_csv(tmp_path / "taulu.csv", sep=";", decimal=",", dtype_backend="numpy_nullable")
    assert list(read) == list(frame)
    for name in frame:
        if str(frame[name].dtype) == "float64":
            np.testing.assert_array_equal(read[name].to_numpy(float, na_value=np.nan), frame[name])
        else:
            assert read[name].astype(object).fillna("-").tolist() == frame[name].astype(object).fillna("-").tolist()


def test_csv_for_others(table: Table) -> None:
    lines = table.to_csv(lang="en", delimiter=",", decimal=".").splitlines()
    assert lines[0].startswith("variable,value,label,laji,statistic,n,base")
    assert lines[1].startswith("malli,k,Yes,Paikallinen,share,2,2,answered,2.0,2.0,2,1.0,0.0,")


def test_no_label_runs_as_a_formula() -> None:
    question = SingleChoice(id="q", text="?", options=(Option("=a", "=1+1"), Option("b", 'B;\n"C"')))
    table = frequency(responses(kysely(questions=(question,), columns=()), {"q": ["=a", "b"]}), "q")
    text = table.to_csv()
    assert "q;'=a;'=1+1;" in text
    assert pd.read_csv(io.StringIO(text), sep=";")["label"].tolist() == ["'=1+1", 'B;\n"C"']


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"delimiter": "x"}, "delimiter must be one of"),
        ({"decimal": ";"}, "decimal must be one of"),
        ({"delimiter": ","}, "delimiter and decimal are both"),
        ({"lang": "de"}, "No language 'de'"),
    ],
)
def test_options_of_csv(table: Table, options: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        table.to_csv(**options)


def test_parquet_keeps_the_types(table: Table, tmp_path: Path) -> None:
    table.to_parquet(tmp_path / "taulu.parquet")
    read = pd.read_parquet(tmp_path / "taulu.parquet")
    assert list(read) == list(table.frame)
    assert read["n"].dtype == "Int64"
    assert read["estimate"].equals(table.frame["estimate"])
    assert read["units"].tolist() == table.frame["units"].tolist()
    table.to_parquet(tmp_path / "taulu.parquet", lang="en")
    assert pd.read_parquet(tmp_path / "taulu.parquet")["label"].tolist()[0] == "Yes"


def test_parquet_tells_what_it_lacks(table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceError, match="the table cannot be written"):
        table.to_parquet(tmp_path / "puuttuu" / "taulu.parquet")
    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(MissingExtraError, match="parquet"):
        table.to_parquet(tmp_path / "taulu.parquet")


def test_a_text_that_no_file_can_hold(tmp_path: Path) -> None:
    question = SingleChoice(id="q", text="?", options=(Option("a", "\ud800"), Option("b", "B")))
    table = frequency(responses(kysely(questions=(question,), columns=()), {"q": ["a", "b"]}), "q")
    with pytest.raises(SourceError, match="has no character"):
        table.to_csv(tmp_path / "taulu.csv")
    with pytest.raises(SourceError, match="a character that Parquet cannot"):
        table.to_parquet(tmp_path / "taulu.parquet")
