"""Comparing a codebook with a source: what binds and what does not, files, addresses and frames."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from exports import WRITERS, Cell, export
from made_backends import Made, install, plugin
from served import LIMITS

import verkosto as vk
from verkosto.backends import HttpSource, _registry, compare
from verkosto.errors import BackendError, BindingError, OptionError, RaggedRowsError, SourceNotFoundError
from verkosto.instruments import Column, Number, Option, SingleChoice, Text
from verkosto.responses import Difference, Header, RawTable
from verkosto.testing import LoopbackServer, json_reply

KYSELY = vk.Instrument(
    "k",
    "K",
    columns=(Column("posti", "Sähköposti", role="email"),),
    questions=(
        SingleChoice("malli", "Mikä malli?", options=(Option("k", "Maakunta"), Option("e", "Ei kumpikaan"))),
        Text("miksi", "Miksi ette kannata?"),
        Number("jasenia", "Montako jäsentä?"),
    ),
)
TITLES: list[Cell] = ["Sähköposti", "Mikä malli?", "Miksi ette kannattaisi?", "Montako jäsentä?"]
ROWS: list[list[Cell]] = [
    ["a@esimerkki.fi", "Maakunta", "Siksi", 5],
    ["b@esimerkki.fi", "Ei kumpaakaan", "Salaisuus", 7],
    ["c@esimerkki.fi", "Ei kumpaakaan", "", ""],
]


def told(found: tuple[Difference, ...]) -> list[tuple[str, str | None, tuple[int, ...], int | None]]:
    return [(one.kind, one.variable, one.positions, one.cells) for one in found]


DIFFERENT = [("renamed_option", "malli[e]", (2,), 2), ("renamed_title", "miksi", (3,), None)]


@pytest.mark.parametrize("writer", WRITERS)
def test_a_file_that_almost_fits(tmp_path: Path, writer: str) -> None:
    path = export(tmp_path, [TITLES, *ROWS], writer)
    found = compare(path, KYSELY, backend="webropol")
    assert told(found) == DIFFERENT
    assert compare(path, KYSELY, backend="webropol", values="text", layout="A") == found
    assert "Salaisuus" not in f"{found!r}{list(map(str, found))}"
    with pytest.warns(vk.errors.VerkostoWarning):
        assert vk.read(path, KYSELY, backend="webropol").differences == found


def test_a_file_that_fits(tmp_path: Path) -> None:
    path = export(tmp_path, [["Sähköposti", "Mikä malli?", "Miksi ette kannata?", "Montako jäsentä?"], ROWS[0]])
    assert compare(path, KYSELY) == ()


def test_nothing_binds(tmp_path: Path) -> None:
    titles: list[Cell] = ["Sähköposti", "Millainen malli?", "Miksi ette kannattaisi?", "Montako jäsentä teillä on?"]
    path = export(tmp_path, [titles, *ROWS])
    with pytest.raises(BindingError) as caught:
        vk.read(path, KYSELY)
    assert (
        "But column 3 is most like 'Miksi ette kannata?', column 4 is most like 'Montako jäsentä?', column 2 is most "
        "like 'Mikä malli?'. Check that"
    ) in str(caught.value)
    assert "Millainen" not in str(caught.value)
    assert told(compare(path, KYSELY)) == [
        ("renamed_title", "malli", (2,), None),
        ("renamed_title", "miksi", (3,), None),
        ("renamed_title", "jasenia", (4,), None),
    ]


def test_what_cannot_be_bound_is_told_beside_the_rest(tmp_path: Path) -> None:
    path = export(tmp_path, [[*TITLES, "Montako jäsentä?"], *([*row, 1] for row in ROWS)])
    assert told(compare(path, KYSELY)) == [
        ("renamed_title", "miksi", (3,), None),
        ("repeated_title", "jasenia", (4, 5), None),
    ]


def test_a_source_that_was_cut_off_is_an_error_also_where_nothing_binds(tmp_path: Path) -> None:
    path = tmp_path / "v.csv"
    path.write_text("Aivan;muuta\n1;2\n" * 3 + "1", "utf-8")
    with pytest.raises(RaggedRowsError):
        compare(path, KYSELY, backend="csv")


def test_a_declared_source() -> None:
    records = [
        {"Mikä malli?": "Maakunta", "Miksi ette kannattaisi?": "x", "Montako jäsentä?": 1, "Sähköposti": "a@b.fi"}
    ]
    with LoopbackServer(lambda _: json_reply(records)) as server:
        assert told(compare(HttpSource(server.url, **LIMITS), KYSELY)) == [("renamed_title", "miksi", (2,), None)]


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame, pl.LazyFrame])
def test_frames(frame: Any) -> None:
    columns = dict(zip(map(str, TITLES), zip(*([str(cell) for cell in row] for row in ROWS), strict=True), strict=True))
    found = compare(frame(columns), KYSELY)
    assert told(found) == DIFFERENT
    with pytest.raises(BindingError):
        compare(frame({"x": [1]}), KYSELY)
    with pytest.raises(OptionError, match="takes no options"):
        compare(frame(columns), KYSELY, values="text")


def test_a_codebook_that_asks_for_pseudonyms_needs_no_key_here(tmp_path: Path) -> None:
    columns = (Column("posti", "Sähköposti", role="email", pseudonym="posti"),)
    instrument = vk.Instrument("k", "K", columns=columns, questions=KYSELY.questions)
    assert told(compare(export(tmp_path, [TITLES, *ROWS]), instrument)) == DIFFERENT


def test_bad_input_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError):
        compare(tmp_path / "ei.csv", KYSELY)
    with pytest.raises(OptionError, match=r"compare takes an Instrument, not str\. Load one"):
        compare(tmp_path / "ei.csv", "kysely.toml")  # type: ignore[arg-type]


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    later = [RawTable.from_rows([Header("Aivan muuta", 1)], [[text]]) for text in ("a", "b")]
    plugin(monkeypatch, "odd", Silent=lambda: Made("silent", tables=[]), Long=lambda: Made("long", tables=later))
    install(monkeypatch, ("silent", "odd:Silent"), ("long", "odd:Long"))
    yield
    _registry._load.cache_clear()


@pytest.mark.usefixtures("odd")
def test_a_backend_without_a_chunk_is_at_fault(tmp_path: Path) -> None:
    with pytest.raises(BackendError, match="gave no chunk"):
        compare(export(tmp_path, [TITLES]), KYSELY, backend="silent")


@pytest.mark.usefixtures("odd")
def test_a_source_that_does_not_bind_is_read_to_its_end(tmp_path: Path) -> None:
    found = compare(export(tmp_path, [TITLES]), KYSELY, backend="long")
    assert [one.kind for one in found] == ["missing_column"] * 4 + ["new_column"]
