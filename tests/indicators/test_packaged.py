"""The regional information package: valid, the same bytes each time, whole or not at all, and nothing hidden in it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import frictionless
import pandas as pd
import pytest
from attrs import evolve
from made_regions import REGIONS, answers, instrument

import verkosto as vk
from verkosto.disclosure import Ledger, PublishedTable, Rules
from verkosto.errors import DisclosureError, OptionError, SourceError, UnknownVariableError
from verkosto.indicators import Register
from verkosto.indicators._folder import files_of

ANSWERS = answers()
FREE = "Vapaa käyttää.\n"
COUNTS = vk.organisations.registered_associations()
REGISTER = Register("vaesto", {"asukkaita": dict.fromkeys(REGIONS, 1000)}, on="2020")
AGREED = (
    vk.Indicator("kannatus", {"fi": "Kannatus", "sv": "Stöd"}, numerator={"kanta": ["k"]}),
    vk.Indicator("vastustus", "Vastustus", numerator={"kanta": ["e"]}, unit="per_1000"),
    vk.Indicator("neuvonta", "Neuvonta", numerator={"palvelut": ["n"], "laji": ["s"]}),
    vk.Indicator("maara", "Määrä", numerator={"kanta": ["k", "e"]}, unit="count"),
    vk.Indicator("jasenia", "Jäseniä", numerator="jasenia", unit="mean"),
    vk.Indicator("tuhatta", "Tuhatta asukasta kohti", numerator={"laji": ["s"]}, base="asukkaita", unit="per_1000"),
    vk.Indicator("yhdistyksia", "Yhdistyksiä", numerator="registered_associations", unit="count"),
)
SOURCES: dict[str, Any] = {"kysely": ANSWERS, "vaesto": REGISTER, "rekisteri": COUNTS}


def made(path: Path, indicators: Any = AGREED, **options: Any) -> Path:
    return vk.package(indicators, path, **{"sources": SOURCES, **options})


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("made") / "Keski-Suomen paketti", licence="CC-BY-4.0", text="Sovittu yhdessä.")


def test_frictionless_finds_it_valid(folder: Path) -> None:
    package = frictionless.Package(str(folder / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["type", "message"])
    assert {resource.path for resource in package.resources} | {"datapackage.json"} == set(files_of(folder))
    assert rows(folder, "kannatus")[0]["area_name_fi"] == "Uusimaa"


def test_frictionless_would_find_faults(folder: Path, tmp_path: Path) -> None:
    for name, data in files_of(folder).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data.replace(b",kysely,maakunta,13,", b",kysely,maakunta,99,"))
    assert not frictionless.Package(str(tmp_path / "datapackage.json")).validate().valid


def test_the_figures_are_those_of_the_protected_tables(folder: Path) -> None:
    tables = vk.protect([one.compute(SOURCES["kysely"]) for one in AGREED[:6]])
    found = {row["area_code"]: row for row in rows(folder, "kannatus")}
    assert set(found) == {*REGIONS, "*"}
    for _, row in tables[0].frame.iterrows():
        written = found[row["maakunta"]]
        assert written["status"] == row["status"]
        for name in ("estimate", "low", "high", "base"):
            assert written[name] == ("" if pd.isna(row[name]) else written[name])
            assert pd.isna(row[name]) or float(written[name]) == row[name]
    assert found["*"]["area_name_fi"] == "Yhteensä"
    assert found["*"]["period"] == "2020"
    shares = tables[1].frame.set_index("maakunta")["estimate"]
    assert float(rows(folder, "vastustus")[0]["estimate"]) == 1000 * shares["01"]
    counts = tables[5].frame.query("value == 's'").set_index("maakunta")["estimate"]
    divided = {row["area_code"]: row for row in rows(folder, "tuhatta")}
    assert float(divided["01"]["estimate"]) == pytest.approx(counts["01"])
    assert float(divided["*"]["estimate"]) == pytest.approx(counts["*"] / 4)
    assert divided["*"]["base"] == "4000"
    assert {row["status"] for row in rows(folder, "yhdistyksia")} == {"reported"}


def test_two_runs_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = made(tmp_path / folder.name, licence="CC-BY-4.0", text="Sovittu yhdessä.")
    assert files_of(again) == files_of(folder)


def test_nothing_that_is_hidden_is_in_any_file(tmp_path: Path) -> None:
    """Region 19 has 4 967 and 3 sums of members that stand out; an opinion that three gave; a name in free text."""
    frame = ANSWERS.frame.astype({"jasenia": object, "kanta": object, "alue": object})
    few = frame.index[frame["alue"] == "19"]
    keep = frame.drop(few[3:])
    keep.loc[few[:3], "jasenia"] = [7654321, 7654322, 7654323]
    sparse = vk.Responses.from_frame(keep, instrument())
    hidden = made(tmp_path / "p", AGREED[:5], sources={"kysely": sparse}, ledger=tmp_path / "l.jsonl")
    protected = vk.protect([one.compute(sparse) for one in AGREED[:5]])
    assert sum(table.protection.hidden for table in protected) >= 5
    lapland = [row for name in ("kannatus", "jasenia", "maara", "neuvonta") for row in rows(hidden, name)]
    lapland = [row for row in lapland if row["area_code"] == "19"]
    assert {row["status"] for row in lapland} == {"hidden"}
    assert {row[name] for row in lapland for name in ("estimate", "low", "high")} == {""}
    secret: Any = AGREED[4].compute(sparse).frame.set_index("maakunta").loc["19"]
    traces = ["7654321", "7654322", "7654323", "22962966", repr(float(secret["estimate"])), repr(float(secret["se"]))]
    for name, data in files_of(hidden).items():
        for trace in traces:
            assert trace.encode() not in data, name
    assert {path.name for path in tmp_path.iterdir()} == {"p", "l.jsonl"}
    for table in protected:
        assert table.audit.safe


def test_the_ledger_knows_what_was_published(tmp_path: Path) -> None:
    book = Ledger(tmp_path / "julkaistut.jsonl")
    some = [*AGREED[:3], AGREED[6]]
    folder = made(tmp_path / "p", some, ledger=book, on="2026-01-15")
    inside = Ledger(folder / "ledger.jsonl")
    assert [entry.id for entry in inside] == [entry.id for entry in book]
    assert len(list(book)) == 3
    assert {str(entry.on) for entry in book} == {"2026-01-15"}
    before, written = book.path.read_bytes(), folder.stat().st_mtime_ns
    made(tmp_path / "p", some, ledger=book.path, on="2026-01-15")
    assert book.path.read_bytes() == before
    assert folder.stat().st_mtime_ns == written


def test_a_refused_package_leaves_ledger_and_folder_alone(tmp_path: Path) -> None:
    book = tmp_path / "l.jsonl"
    folder = made(tmp_path / "p", AGREED[:1])
    before = files_of(folder)
    with pytest.raises(SourceError, match="a package with other content"):
        made(folder, AGREED[1:2], ledger=book)
    assert not book.exists()
    assert files_of(folder) == before
    made(folder, AGREED[1:2], ledger=book, overwrite=True)
    assert not (folder / "data" / "kannatus.csv").exists()
    assert book.exists()
    assert {path.name for path in tmp_path.iterdir()} == {"p", "l.jsonl"}


def test_a_folder_of_something_else_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "kuvat").mkdir()
    (tmp_path / "kuvat" / "kuva.png").write_bytes(b"1")
    (tmp_path / "tiedosto").write_bytes(b"1")
    for overwrite in (False, True):
        with pytest.raises(SourceError, match="is no package"):
            made(tmp_path / "kuvat", overwrite=overwrite)
        with pytest.raises(SourceError, match="a file is there"):
            made(tmp_path / "tiedosto", overwrite=overwrite)
    with pytest.raises(SourceError, match="cannot be written"):
        made(tmp_path / "tiedosto" / "p")
    (tmp_path / "tyhja").mkdir()
    made(tmp_path / "tyhja" / "syvalla", AGREED[:1])


def test_a_failure_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = made(tmp_path / "p", AGREED[:1])
    before = files_of(folder)
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    for target in ("p", "q"):
        with pytest.raises(SourceError, match="No space left on device"):
            made(tmp_path / target, AGREED[1:2], overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["p"]
    assert files_of(folder) == before


def test_waves_and_their_breaks(tmp_path: Path) -> None:
    later = answers(instrument("kysely-2021", area_date="2021-03-01", text="Mielipide?"), seed=9)
    folder = made(tmp_path / "p", AGREED[:1], sources={"k2020": ANSWERS, "k2021": later})
    assert [(row["source"], row["period"]) for row in rows(folder, "kannatus")][::5] == [
        ("k2020", "2020"),
        ("k2021", "2021"),
    ]
    with (folder / "breaks.csv").open(encoding="utf-8", newline="") as file:
        [found] = list(csv.DictReader(file))
    assert (found["indicator"], found["source"], found["before"]) == ("kannatus", "k2021", "k2020")
    assert found["reason_fi"] in (folder / "README.md").read_text("utf-8")
    assert sorted(path.name for path in (folder / "codebook").iterdir()) == ["k2020.xml", "k2021.xml"]
    assert vk.Instrument.from_ddi(folder / "codebook" / "k2021.xml") == later.instrument
    assert frictionless.Package(str(folder / "datapackage.json")).validate().valid


@pytest.mark.parametrize("method", ["round", "band"])
def test_other_ways_of_protecting(tmp_path: Path, method: Any) -> None:
    folder = made(tmp_path / "p", AGREED[:2], method=method, rules=Rules(min_count=3), lang="sv", title="Paket")
    found = rows(folder, "kannatus")[0]
    assert (found["base_low"] != "") == (method == "band")
    assert frictionless.Package(str(folder / "datapackage.json")).validate().valid
    assert '<html lang="sv"' in (folder / "index.html").read_text("utf-8")


def test_what_a_register_lacks_is_no_figure(tmp_path: Path) -> None:
    small = Register("pieni", {"asukkaita": {"01": 0, "06": 50}})
    undated = evolve(ANSWERS, instrument=evolve(ANSWERS.instrument, fieldwork=None))
    folder = made(tmp_path / "p", AGREED[5:6], sources={"kysely": undated, "pieni": small})
    assert {row["period"] for row in rows(folder, "tuhatta")} == {""}
    assert frictionless.Package(str(folder / "datapackage.json")).validate().valid
    found = {row["area_code"]: (row["estimate"] != "", row["status"]) for row in rows(folder, "tuhatta")}
    assert found["06"] == (True, "ok")
    assert found["01"] == found["13"] == found["*"] == (False, "not_in_register")


def test_licences_sources_and_weights(tmp_path: Path) -> None:
    sample = vk.samples.tukirakenne()
    share = vk.Indicator("k", "K", numerator={"malli_a": ["k"]}, source=vk.Source("Sopimus", publisher="Verkosto"))
    folders = [
        made(
            tmp_path / f"p{number}",
            share,
            sources={"k": sample},
            weights=weights,
            designs=designs,
            licence="Vapaa käyttää.\n",
        )
        for number, (weights, designs) in enumerate([("paino", None), ({}, {"k": vk.Design(weights="paino")})])
    ]
    data = [(folder / "data" / "k.csv").read_bytes() for folder in folders]
    assert data[0] == data[1]
    assert (
        float(rows(folders[0], "k")[-1]["estimate"])
        == share.compute(sample, weights="paino").frame["estimate"].iloc[-1]
    )
    described = json.loads((folders[0] / "datapackage.json").read_text("utf-8"))
    assert described["licenses"] == [{"path": "LICENCE.txt"}]
    assert (folders[0] / "LICENCE.txt").read_text("utf-8") == FREE
    assert "Verkosto: Sopimus" in (folders[0] / "indicators.csv").read_text("utf-8")
    assert frictionless.Package(str(folders[0] / "datapackage.json")).validate().valid


def test_sources_that_cannot_tell_an_indicator(tmp_path: Path) -> None:
    unknown = vk.Indicator("x", "X", numerator={"y": ["k"]})
    with pytest.raises(UnknownVariableError, match=r"indicator 'x': no source carries.*'kysely' lacks 'y'"):
        made(tmp_path / "p", [*AGREED, unknown])
    with pytest.raises(UnknownVariableError, match="'kysely' lacks 'asukkaita'"):
        made(tmp_path / "p", AGREED[5:6], sources={"kysely": ANSWERS})
    given: tuple[Any, ...] = ({}, [ANSWERS])
    for wrong in given:
        with pytest.raises(OptionError, match="sources are a mapping"):
            made(tmp_path / "p", sources=wrong)
    with pytest.raises(OptionError, match="name of a source"):
        made(tmp_path / "p", sources={"Kysely 1": ANSWERS})
    with pytest.raises(OptionError, match="'a' and 'b' are different answers to the instrument 'kysely-2020'"):
        made(tmp_path / "p", sources={"a": ANSWERS, "rekisteri": COUNTS, "b": answers(seed=9)})
    with pytest.raises(OptionError, match="no source 'kysley'"):
        made(tmp_path / "p", weights={"kysley": "paino"})
    with pytest.raises(OptionError, match="not of a type"):
        made(tmp_path / "p", sources={"k": PublishedTable})
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_published_is_told(tmp_path: Path) -> None:
    with pytest.raises(DisclosureError):
        made(tmp_path / "p", AGREED[:1], sources={"kysely": answers(rows=4)})
    assert list(tmp_path.iterdir()) == []
