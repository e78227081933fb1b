"""The dictionary of a system file: what is read of it, and the records that are added."""

from __future__ import annotations

from pathlib import Path

import pytest
from sav_files import SPSS_DATA, write_sav

from verkosto.errors import SourceError
from verkosto.responses import ResponseSet, sav_dictionary
from verkosto.responses._sav_records import record

PALVELUT = SPSS_DATA / "palvelut.sav"


def with_records(path: Path, content: bytes) -> Path:
    """Put records at the end of a file's dictionary."""
    whole, end = path.read_bytes(), sav_dictionary(path).end
    path.write_bytes(whole[:end] + content + whole[end:])
    return path


def test_what_another_program_wrote_is_read() -> None:
    found = sav_dictionary(PALVELUT)
    assert (found.cases, found.compression, found.encoding, found.whole) == (3, 1, "UTF-8", True)
    assert found.sets == (
        ResponseSet("palvelut", "Mitä käytit?", ("t1", "t2", "t3"), "1"),
        ResponseSet("kanavat", "Mitä kanavia?", ("c1", "c2", "c3")),
        ResponseSet("ajat", "", ("s1", "s2"), "Yes"),
    )
    assert found.attributes["t1"] == {"$@Role": ("0",)}


def test_what_is_added_is_read_back(tmp_path: Path) -> None:
    path = write_sav(tmp_path / "a.sav", {"pitka_nimi_1": [1.0], "pitka_nimi_2": [0.0]}, column_labels=["x" * 255, "ä"])
    sets = [ResponseSet("joukko", "Mitä, 5 = ?", ("pitka_nimi_1", "pitka_nimi_2"), "1")]
    attributes = {"pitka_nimi_1": ("a[b]", "1=it's", "2=/:('x"), "pitka_nimi_2": ("",)}
    with_records(path, record(sav_dictionary(path), sets, attributes))
    found = sav_dictionary(path)
    assert list(found.sets) == sets
    assert {name: said["verkosto"] for name, said in found.attributes.items()} == attributes


@pytest.mark.parametrize("line", [b"joukko", b"$a=X1 1 0  a b", b"$a=D1 1 pitka a b", b"$a=C", b"$a=E 11"])
def test_sets_that_cannot_be_understood_are_passed_over(tmp_path: Path, line: bytes) -> None:
    path = write_sav(tmp_path / "a.sav", {"a": [1.0], "b": [0.0]})
    sets = [ResponseSet("hyva", "", ("a", "b"), "1")]
    added = record(sav_dictionary(path), sets, {})
    content = added[16:] + line + b"\n"
    with_records(path, added[:12] + len(content).to_bytes(4, "little") + content)
    assert list(sav_dictionary(path).sets) == sets


def test_sets_may_name_variables_by_their_long_names(tmp_path: Path) -> None:
    path = write_sav(tmp_path / "a.sav", {"Pitka_Nimi_1": [1.0], "Pitka_Nimi_2": [0.0]})
    content = b"$a=C 0  PITKA_NIMI_1 pitka_nimi_2\n"
    header = b"".join(number.to_bytes(4, "little") for number in (7, 7, 1, len(content)))
    with_records(path, header + content)
    assert sav_dictionary(path).sets == (ResponseSet("a", "", ("Pitka_Nimi_1", "Pitka_Nimi_2")),)


def test_attributes_end_where_they_cannot_be_understood(tmp_path: Path) -> None:
    path = write_sav(tmp_path / "a.sav", {"a": [1.0], "b": [0.0]})
    content = b"a:verkosto('a'\n)/b:verkosto('b"
    header = b"".join(number.to_bytes(4, "little") for number in (7, 18, 1, len(content)))
    with_records(path, header + content)
    assert sav_dictionary(path).attributes == {"a": {"verkosto": ("a",)}}


def test_files_that_are_none_are_errors(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"ei\.sav cannot be opened"):
        sav_dictionary(tmp_path / "ei.sav")
    other = tmp_path / "a.sav"
    other.write_bytes(b"x" * 300)
    with pytest.raises(SourceError, match=r"a\.sav is a damaged \.sav file"):
        sav_dictionary(other)
