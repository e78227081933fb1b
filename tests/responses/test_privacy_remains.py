"""After reading, by whatever way, nothing that identifies is left anywhere: in memory, pickles, files or words."""

from __future__ import annotations

import functools
import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
from exports import export
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import assembled, made
from remains import everything, texts_of
from served import source

import verkosto as vk
from verkosto.instruments import Column, Instrument, MultipleChoice, Number, Option, Text
from verkosto.responses import Pseudonyms, Responses
from verkosto.testing import LoopbackServer, json_reply

SECRETS = (
    "aino.salainen",
    "Salainen",
    "131052-308T",
    "040 765 4321",
    "FI21 1234 5600 0007 85",
    "Piilo",
    "Kätketty",
    "8765-x",
)
KEY_TEXT = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
KEY = Pseudonyms(KEY_TEXT, scope="paneeli")
TITLES = ("Tunnus", "Sähköposti", "Nimesi?", "Hetu", "Tili?", "Puhelin", "Luku", "Seura")
ROWS = [
    ("8765-x", "aino.salainen@example.org", "Aino Salainen", "131052-308T", "FI21 1234 5600 0007 85", "040 765 4321",
     "1", "Piilo ry"),
    ("8765-x", " Aino.Salainen@example.org", "", "131052-308T", "", "", "2", "Kätketty ry"),
    ("9876-y", "", "Kätketty", "", "FI21 1234 5600 0007 85", "040 765 4321", "noin 3", "Piilo ry"),
]  # fmt: skip
INSTRUMENT = Instrument(
    "salaisuudet",
    "Salaisuudet",
    unit_id="seura",
    columns=(
        Column("tunnus", "Tunnus", role="response_id", pseudonym="vastaus"),
        Column("posti", "Sähköposti", role="email", pseudonym="jasen"),
        Column("hetu", "Hetu", role="identifier"),
        Column("seura", "Seura", role="unit_id", pseudonym="seura"),
    ),
    questions=(
        Text("nimi", "Nimesi?", privacy="direct_identifier"),
        Text("tili", "Tili?", privacy="direct_identifier", pseudonym="jasen"),
        Number("luku", "Luku"),
    ),
)


def frame() -> pd.DataFrame:
    return pd.DataFrame(ROWS, columns=list(TITLES))


def from_csv(folder: Path) -> Responses:
    return vk.read(export(folder, [TITLES, *ROWS]), INSTRUMENT, backend="csv", pseudonyms=KEY)


def from_workbook(folder: Path) -> Responses:
    return vk.read(export(folder, [TITLES, *ROWS], "xlsxwriter"), INSTRUMENT, backend="excel", pseudonyms=KEY)


def from_server(folder: Path) -> Responses:
    records = [dict(zip(TITLES, row, strict=True)) for row in ROWS]
    with LoopbackServer(lambda asked: json_reply(records)) as server:
        return vk.read(source(server.url), INSTRUMENT, pseudonyms=KEY)


def from_json_lines(folder: Path) -> Responses:
    path = folder / "vienti.jsonl"
    path.write_text("\n".join(json.dumps(dict(zip(TITLES, row, strict=True))) for row in ROWS), "utf-8")
    return Responses.from_frame(pl.read_ndjson(path), INSTRUMENT, pseudonyms=KEY)


def from_categories(folder: Path) -> Responses:
    # A category that no row has any more is still in the frame.
    extra = pd.DataFrame([("x",) * 5 + ("", "1", "Kätketty toinen ry")], columns=list(TITLES))
    whole = pd.concat([frame(), extra]).astype("category")
    return Responses.from_frame(whole.iloc[: len(ROWS)].reset_index(drop=True), INSTRUMENT, pseudonyms=KEY)


WAYS: dict[str, Callable[[Path], Responses]] = {
    "csv": from_csv,
    "workbook": from_workbook,
    "server": from_server,
    "json lines": from_json_lines,
    "pandas": lambda folder: Responses.from_frame(frame(), INSTRUMENT, pseudonyms=KEY),
    "read a frame": lambda folder: vk.read(frame(), INSTRUMENT, pseudonyms=KEY),
    "categories": from_categories,
    "polars": lambda folder: Responses.from_frame(pl.from_pandas(frame()), INSTRUMENT, pseudonyms=KEY),
    "arrow": lambda folder: Responses.from_frame(pl.from_pandas(frame()).to_arrow(), INSTRUMENT, pseudonyms=KEY),
    "lazy": lambda folder: Responses.from_frame(pl.from_pandas(frame()).lazy(), INSTRUMENT, pseudonyms=KEY),
    "duckdb": lambda folder: Responses.from_frame(duckdb.from_df(frame()), INSTRUMENT, pseudonyms=KEY),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_secret_is_left_by_any_way(way: str, tmp_path: Path) -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        found = WAYS[way](tmp_path)
    seen = everything(found, tmp_path) + "\n".join(str(warning.message) for warning in told)
    assert "noin 3" in seen
    assert [secret for secret in (*SECRETS, KEY_TEXT) if secret.casefold() in seen.casefold()] == []


@pytest.mark.parametrize("way", WAYS)
def test_every_way_gives_the_same_pseudonyms(way: str, tmp_path: Path) -> None:
    with warnings.catch_warnings(action="ignore"):
        found = WAYS[way](tmp_path)
    assert found.frame["posti"].tolist()[:2] == [KEY.pseudonym("aino.salainen@example.org", of="jasen", survey="x")] * 2
    assert found.frame["seura"].nunique() == 2
    assert [issue.row for issue in found.issues if issue.reason == "duplicate_response"] == [3]


def test_the_search_itself_finds_what_is_left(tmp_path: Path) -> None:
    with warnings.catch_warnings(action="ignore"):
        kept = vk.read(frame(), INSTRUMENT, pseudonyms=KEY, keep=["Puhelin"])
    assert "040 765 4321" in everything(kept, tmp_path)
    held = "piilossa"
    assert "piilossa" in set(texts_of({"a": [np.array([held], dtype=object)[:1], functools.partial(print, held)]}))


def test_a_withheld_part_is_empty_in_subsets_and_recodings_too(tmp_path: Path) -> None:
    with warnings.catch_warnings(action="ignore"):
        found = vk.read(frame(), INSTRUMENT, pseudonyms="withhold")
    some = found.where({"luku": (1, 2)}).derive("iso", {"on": {"luku": (2, None)}}, otherwise="ei")
    assert [secret for secret in SECRETS if secret in everything(some, tmp_path)] == []
    assert some.frame["nimi"].isna().all()


WORDS = st.sampled_from(
    ["", " ", "Aino Salainen", "aino.salainen@example.org", "131052-308T", "0", "1", "Piilo", "\x00"]
)


@given(st.lists(st.tuples(*[WORDS] * 6), max_size=6), st.lists(st.integers(0, 6), max_size=2), st.booleans())
@settings(max_examples=60)
def test_the_account_of_cells_adds_up_and_nothing_withheld_is_left(rows: Any, cuts: Any, withhold: bool) -> None:
    options = (Option("a", "Aamu"), Option("b", "Ilta", free_text=True))
    instrument = made(
        Text("nimi", "Nimi?", privacy="direct_identifier"),
        MultipleChoice("tuki", "Tuki?", options=options, privacy="contact"),
        Number("luku", "Luku", privacy="direct_identifier"),
        columns=(Column("c", "Posti", role="email", pseudonym="jasen"),),
    )
    titles: list[Any] = ["Nimi?", ("Tuki?", "Aamu"), ("Tuki?", "Ilta"), "Luku", "Posti", "Sähköposti"]
    key: Any = "withhold" if withhold else KEY
    cuts = [min(cut, len(rows)) for cut in cuts]
    found = assembled(instrument, titles, rows, cuts=cuts, pseudonyms=key)
    assert found.provenance is not None
    cells = found.provenance.cells
    filled = [[bool(cell.strip()) for cell in row] for row in rows]
    gone = (0, 1, 2, 3, 5, *([4] if withhold else []))
    assert cells.read == sum(map(sum, filled))
    assert cells.withheld == sum(row[place] for row in filled for place in gone)
    assert (cells.decoded, cells.issues, cells.unbound) == (cells.read - cells.withheld, 0, 0)
    left = "\n".join(texts_of(found))
    assert not any(secret in left for secret in ("Salainen", "salainen", "131052", "Piilo"))
    # The only text that is left came from nowhere but the key.
    assert "posti" not in found.variables
    assert len(set(found.frame["c"].dropna())) <= len({row[4].strip() for row in rows})
