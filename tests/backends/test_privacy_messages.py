"""No message, warning, repr, log or traceback tells an answer or an identity, however reading fails."""

from __future__ import annotations

import json
import logging
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import verkosto as vk
from verkosto.backends import backends
from verkosto.errors import VerkostoError
from verkosto.responses import Pseudonyms

SECRETS = ("salainen", "kaskinen", "131052", "0407654321", "5600", "hurskainen", "5f0c6c6d")
KEY = "5f0c6c6d2f1a4be0a1f9b7d3c85e2476"
TITLES = ["Vapaa sana", "Luku", "Pvm", "Kunta", "Valinta", "Muu"]
PLANTED = [
    "salainen@example.org",
    "Aino Kaskinen",
    "131052-308T",
    "0407654321",
    "FI2112345600000785",
    "terv. Hurskainen",
]
BODY = [PLANTED, PLANTED[::-1], PLANTED[2:] + PLANTED[:2]]
OPTIONS = (vk.Option("a", "A"), vk.Option("b", "B"))
QUESTIONS = (
    vk.Text("vapaa", "Vapaa sana"),
    vk.Number("luku", "Luku"),
    vk.Date("pvm", "Pvm"),
    vk.AreaQuestion("kunta", "Kunta"),
    vk.SingleChoice("valinta", "Valinta", options=OPTIONS),
    vk.MultipleChoice("moni", "Moni", options=OPTIONS),
)
FITTING = vk.Instrument("k", "K", questions=QUESTIONS)
NAMED = vk.Instrument("k", "K", questions=QUESTIONS[1:], columns=(vk.Column("v", "Vapaa sana", pseudonym="jasen"),))
OTHER = vk.Instrument("k", "K", questions=[vk.Text("x", "Ei ole")])

RECORDS = [dict(zip(TITLES, row, strict=True)) for row in BODY]
LINES = [";".join(row) for row in [TITLES, *BODY]]
PLAIN = "\n".join(LINES) + "\n"
FILES: dict[str, bytes] = {
    "hyvä.csv": PLAIN.encode(),
    "otsikoton.csv": "\n".join(LINES[1:]).encode(),
    "vajaa.csv": f"{PLAIN}{';'.join(PLANTED[:3])}\n".encode(),
    "liika.csv": f"{PLAIN}{';'.join(PLANTED * 2)}\n".encode(),
    "lainaus.csv": f'{PLAIN}"{";".join(PLANTED)}'.encode(),
    "leveä.csv": PLAIN.encode("utf-16"),
    "latin.csv": PLAIN.replace("Aino", "Äinö").encode("latin-1"),
    "nolla.csv": PLAIN.replace("Aino", "Ai\0no").encode(),
    "pilkku.csv": PLAIN.replace(";", ",").encode(),
    "vanha.csv": PLAIN.replace("\n", "\r").encode(),
    "lista.json": json.dumps(RECORDS).encode(),
    "limesurvey.json": json.dumps({"responses": [{"1": record} for record in RECORDS]}).encode(),
    "katkennut.json": json.dumps(RECORDS).encode()[:-20],
    "rivit.jsonl": "\n".join(map(json.dumps, RECORDS)).encode(),
    "zip.xlsx": b"PK\x03\x04" + PLAIN.encode(),
    "ole.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + PLAIN.encode(),
    "spss.sav": b"$FL2" + PLAIN.encode(),
    "pylväs.parquet": b"PAR1" + PLAIN.encode() + b"PAR1",
    "kysely.lss": f"<?xml version='1.0'?><document>{PLAIN}".encode(),
    "sivu.html": f"<html><table><tr><td>{PLAIN}".encode(),
    "kysely.toml": PLAIN.encode(),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("viennit")
    for name, content in FILES.items():
        (made / name).write_bytes(content)
    pd.DataFrame(BODY, columns=TITLES).to_excel(made / "kirja.xlsx", index=False)
    return made


class Told(logging.Handler):
    """Everything that was said while a block ran: log records, warnings, the error with its traceback."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.words.append(self.format(record))

    def of(self, call: Any) -> str:
        root, level = logging.getLogger(), logging.getLogger().level
        root.addHandler(self)
        root.setLevel(logging.DEBUG)
        try:
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                try:
                    found = call()
                    self.words += [repr(found), str(found), *_parts(found)]
                except VerkostoError as error:
                    self.words += [*traceback.format_exception(error), repr(error), str(error), repr(error.args)]
            self.words += [str(warning.message) for warning in caught]
        finally:
            root.removeHandler(self)
            root.setLevel(level)
        return "\n".join(self.words)


def _parts(found: Any) -> Iterator[str]:
    if isinstance(found, vk.Responses):
        yield from map(str, found.issues)
        for part in (
            found.issues,
            found.provenance,
            found.log,
            found.variables,
            found.unbound_columns,
            found.instrument,
        ):
            yield repr(part)
    else:
        yield from (repr(found.guesses), found.to_toml())


def leaks(said: str) -> list[str]:
    return [secret for secret in SECRETS if secret in said.casefold()]


def wishes() -> st.SearchStrategy[dict[str, Any]]:
    readers = backends()
    words = st.sampled_from(["??", "B", "number", "latin-1", "utf-8", ",", 7, None, True])

    def of(name: str | None) -> st.SearchStrategy[dict[str, Any]]:
        known = sorted(readers[name].options) if name is not None else ["encoding"]
        return st.dictionaries(st.sampled_from([*known, "tuntematon"]), words, max_size=2).map(
            lambda options: {"backend": name, **options}
        )

    return st.sampled_from([None, *readers]).flatmap(of)


@given(
    name=st.sampled_from([*FILES, "kirja.xlsx", "puuttuu.csv"]),
    wish=wishes(),
    instrument=st.sampled_from([FITTING, NAMED, OTHER]),
    parts=st.fixed_dictionaries({
        "strict": st.booleans(),
        "keep": st.sampled_from([(), ("Muut",), ("Muu",)]),
        "pseudonyms": st.sampled_from([None, "withhold", "sha256", KEY, KEY.encode(), Pseudonyms(KEY)]),
    }),
)  # fmt: skip
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_reading_that_goes_wrong_tells_no_answer(
    folder: Path, name: str, wish: dict[str, Any], instrument: vk.Instrument, parts: dict[str, Any]
) -> None:
    said = Told().of(lambda: vk.read(folder / name, instrument, **{**wish, **parts}))
    assert leaks(said) == []


@given(name=st.sampled_from([*FILES, "kirja.xlsx"]), wish=wishes())
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_draft_tells_no_answer(folder: Path, name: str, wish: dict[str, Any]) -> None:
    assert leaks(Told().of(lambda: vk.infer(folder / name, **wish))) == []


@pytest.mark.parametrize(
    "cells",
    [[["salainen@example.org"]], [b"131052-308T"], [{"a": "0407654321"}], [{"salainen"}], ["131052-308T", 7, object()]],
)
def test_a_frame_that_holds_no_cells_tells_no_answer(cells: list[Any]) -> None:
    frame = pd.DataFrame({"Vapaa sana": cells})
    assert leaks(Told().of(lambda: vk.read(frame, FITTING))) == []


@pytest.mark.parametrize(
    "frame",
    [
        pl.LazyFrame({"Luku": ["1", "salainen"]}).with_columns(pl.col("Luku").cast(pl.Int64)),
        duckdb.sql("select cast(concat('sal', 'ainen') as int) as Luku"),
    ],
    ids=["polars", "duckdb"],
)
def test_an_engine_that_quotes_an_answer_is_not_heard(frame: Any) -> None:
    assert leaks(Told().of(lambda: vk.read(frame, FITTING))) == []
    assert leaks(Told().of(lambda: vk.infer(frame))) == []


def test_a_file_that_begins_with_answers_makes_no_ids_of_them(folder: Path) -> None:
    with pytest.raises(
        vk.errors.SourceError, match="otsikoton: column 1 is headed by an address or a number of a person"
    ):
        vk.infer(folder / "otsikoton.csv", backend="csv")


def test_the_search_itself_hears_what_is_told() -> None:
    def careless() -> None:
        logging.getLogger("jokin").info("aino kaskinen")
        warnings.warn("131052", stacklevel=1)
        try:
            raise ValueError("Hurskainen")
        except ValueError as error:
            raise VerkostoError from error

    assert leaks(Told().of(careless)) == ["kaskinen", "131052", "hurskainen"]
