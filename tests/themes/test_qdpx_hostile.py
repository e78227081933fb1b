"""Projects that are damaged, hostile or too large: each ends in an error that names the file and a remedy."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from qda_files import codes, coding, guid, project, qdpx, selection, source

import verkosto as vk
from verkosto.errors import SourceError, SourceNotFoundError
from verkosto.themes import Coding, _qdpx_archive, load_qdpx

SURVEY = vk.Instrument("yhteistyo", "Yhteistyö", questions=(vk.Text("toive", "Mikä yhteistyö auttaisi?"),))
ANSWERS = vk.Responses.from_frame(pd.DataFrame({"toive": ["Tila keskustasta", "Tähän väliin jotain"]}), SURVEY)
CODES = codes("Tilat")
CODED = project(source("2", selection(0, 4, coding("Tilat"))), codes=CODES)
AGAIN = " Export the project again as REFI-QDA (.qdpx)."


def load(path: Path) -> Coding:
    return load_qdpx(path, ANSWERS, "toive")


def refusal(path: Path) -> str:
    with pytest.raises(SourceError) as caught:
        load(path)
    assert str(caught.value).startswith(str(path))
    return str(caught.value).removeprefix(str(path))


def test_a_file_that_is_not_there_names_a_near_one(tmp_path: Path) -> None:
    qdpx(tmp_path / "projekti.qdpx", CODED)
    with pytest.raises(SourceNotFoundError, match=r"Did you mean 'projekti\.qdpx'"):
        load(tmp_path / "projektit.qdpx")
    with pytest.raises(SourceError, match="the project cannot be read"):
        load(tmp_path)


@pytest.mark.parametrize("data", [b"", b"<Project/>", b"PK\x03\x04 no zip"])
def test_what_is_no_zip(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "p.qdpx"
    path.write_bytes(data)
    assert refusal(path) == f": the project is no zip, or is cut off.{AGAIN}"


def test_a_zip_that_was_cut_off_or_damaged(tmp_path: Path) -> None:
    path = qdpx(tmp_path / "p.qdpx", CODED, {"2": "Tila keskustasta"})
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert refusal(path) == f": the project is no zip, or is cut off.{AGAIN}"
    path.write_bytes(data[:60] + b"\x00\x00\x00\x00" + data[64:])
    assert refusal(path) == f": the project is damaged or protected by a password.{AGAIN}"


def test_a_project_behind_a_password(tmp_path: Path) -> None:
    path = qdpx(tmp_path / "p.qdpx", CODED)
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + place
        data[at : at + 2] = struct.pack("<H", 1)
    path.write_bytes(bytes(data))
    assert refusal(path) == f": the project is damaged or protected by a password.{AGAIN}"


def test_a_zip_of_another_version(tmp_path: Path) -> None:
    path = qdpx(tmp_path / "p.qdpx", CODED)
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02") + 6
    data[at : at + 2] = struct.pack("<H", 107)
    path.write_bytes(bytes(data))
    assert refusal(path) == f": the project is no zip, or is cut off.{AGAIN}"


def test_a_zip_without_a_project_or_with_two(tmp_path: Path) -> None:
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sources/1.txt", "Tila")
    assert refusal(path) == f": the project holds 0 project files (project.qde) where there must be one.{AGAIN}"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/project.qde", CODED)
        archive.writestr("b/Project.qde", CODED)
    assert refusal(path) == f": the project holds 2 project files (project.qde) where there must be one.{AGAIN}"


@pytest.mark.parametrize("name", ["../project.qde", "/etc/passwd", "a/../../b.txt", "C:\\x.txt", "..\\x.txt"])
def test_paths_that_leave_the_folder(name: str, tmp_path: Path) -> None:
    path = qdpx(tmp_path / "p.qdpx", CODED)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), "x")
    assert refusal(path) == f": the project holds a path that leaves its folder.{AGAIN}"


def test_what_unfolds_to_more_than_a_project_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = qdpx(tmp_path / "p.qdpx", CODED, {"2": "x" * 5000})
    monkeypatch.setattr(_qdpx_archive, "_LARGEST_TEXTS", 4000)
    assert refusal(path) == f": the project unfolds to more than 4,000 bytes of text.{AGAIN}"
    monkeypatch.setattr(_qdpx_archive, "_LARGEST_PROJECT", 100)
    assert refusal(path) == f": the project unfolds to more than 100 bytes of text.{AGAIN}"


def test_texts_count_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"2": "Tila keskustasta", "3": "x" * 90}
    sources = [source(name, selection(0, 4, coding("Tilat"))) for name in texts]
    path = qdpx(tmp_path / "p.qdpx", project(*sources, codes=CODES), texts)
    monkeypatch.setattr(_qdpx_archive, "_LARGEST_TEXTS", 110)
    assert load(path).coders == ("Aino",)
    monkeypatch.setattr(_qdpx_archive, "_LARGEST_TEXTS", 100)
    assert "unfolds to more than" in refusal(path)


def test_a_stated_size_that_lies_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = qdpx(tmp_path / "p.qdpx", CODED + " " * 3000)
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(mark) + place
        data[at : at + 4] = struct.pack("<I", 50)
    path.write_bytes(bytes(data))
    monkeypatch.setattr(_qdpx_archive, "_LARGEST_PROJECT", 1000)
    assert "damaged" in refusal(path)


@pytest.mark.parametrize(
    ("qde", "told"),
    [
        ("", ": project.qde: line 1 is not XML, or the file is cut off there. Export it again."),
        (CODED[:-30], ": project.qde: line 2 is not XML"),
        ("<CodeBook/>", ": project.qde begins with <codebook>, not with <Project>. Export it again."),
        ('<!DOCTYPE Project [<!ENTITY a "b">]><Project/>', ": project.qde: line 1 declares an entity"),
    ],
)
def test_a_project_file_that_is_none(qde: str, told: str, tmp_path: Path) -> None:
    assert refusal(qdpx(tmp_path / "p.qdpx", qde)).startswith(told)


@pytest.mark.parametrize("folder", ["sources", "Sources", "Toiveet/SOURCES"])
def test_folders_of_every_spelling(folder: str, tmp_path: Path) -> None:
    path = tmp_path / "p.qdpx"
    top = f"{folder.rpartition('/')[0]}/".lstrip("/")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{top}project.qde", CODED)
        archive.writestr(f"{folder}/{guid('source', '2').upper()}.TXT", "Tila keskustasta")
    assert load(path).coded.tolist() == [[True, False]]


@pytest.mark.parametrize(
    "stated", ["internal://sources/{}.txt", "internal:/{}.txt", "{}.txt", "sources/{}.txt", "sources\\{}.txt"]
)
def test_paths_of_every_form(stated: str, tmp_path: Path) -> None:
    own = guid("source", "2")
    qde = CODED.replace(f"internal://{own}.txt", stated.format(own))
    assert load(qdpx(tmp_path / "p.qdpx", qde, {"2": "Tila keskustasta"})).coded.tolist() == [[True, False]]


@pytest.mark.parametrize("stated", ["", "absolute:///etc/passwd", "relative:///../p.txt", "internal://puuttuu.txt"])
def test_a_text_that_the_project_does_not_hold_is_known_by_its_name(stated: str, tmp_path: Path) -> None:
    qde = CODED.replace(f"internal://{guid('source', '2')}.txt", stated)
    assert load(qdpx(tmp_path / "p.qdpx", qde)).coded.tolist() == [[True, False]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_texts_of_every_encoding(encoding: str, tmp_path: Path) -> None:
    qde = project(source("x", selection(0, 4, coding("Tilat"))), codes=CODES)
    data = "Tähän väliin jotain".encode(encoding)
    assert load(qdpx(tmp_path / "p.qdpx", qde, {"x": data})).coded.tolist() == [[False, True]]
