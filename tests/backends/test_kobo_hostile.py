"""Responses that are cut off, damaged or made to harm end in an error of ours, without an answer in it."""

from __future__ import annotations

import json
import time
import traceback
import zipfile
from pathlib import Path

import pytest
from kobo_files import as_json, kobo_csv, kobo_records, page_of, quiet

import verkosto as vk
from verkosto.backends import KoboBackend, Strength
from verkosto.backends._kobo_cells import table_of_records
from verkosto.errors import EmptySourceError, EncodingError, RaggedRowsError, SourceError, VerkostoError
from verkosto.instruments import Instrument

KYSELY = Instrument("k", "K", questions=(vk.Text("tausta/suos", "Q"), vk.Number("luku", "N")))
SECRET = "salaisuus"  # noqa: S105 - an invented answer


def refused(path: Path) -> VerkostoError:
    """What reading raises, once it is clear that no answer stands in it."""
    with pytest.raises(VerkostoError) as caught:
        vk.read(path, KYSELY, backend="kobo")
    assert SECRET not in str(caught.value)
    assert path.name in str(caught.value)
    assert SECRET not in "".join(traceback.format_exception_only(caught.value))
    return caught.value


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_cut_off(tmp_path: Path, share: float) -> None:
    whole = json.dumps(page_of(kobo_records([{"tausta/suos": SECRET}] * 20)))
    for text in (whole, json.dumps(json.loads(whole), indent=1)):
        error = refused(as_json(tmp_path, text[: int(len(text) * share)]))
        assert "is no whole JSON: it breaks off or goes wrong at line" in str(error)


def test_lines_cut_off_name_the_line(tmp_path: Path) -> None:
    text = "\n".join(json.dumps(record) for record in kobo_records([{"a": SECRET}] * 3))
    assert "at line 3, column" in str(refused(as_json(tmp_path, text[:-20])))


def test_csv_cut_off(tmp_path: Path) -> None:
    path = kobo_csv(tmp_path)
    path.write_bytes(path.read_bytes()[:-40])
    assert isinstance(refused(path), RaggedRowsError)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[]", "holds no responses"),
        ('{"count": 0, "results": []}', "holds no responses"),
        ('{"results": 5}', "no list of responses"),
        ('{"a": 1}', "no list of responses"),
        ("[[1, 2]]", "response 1 is no object"),
        ('[{"a": "1"}, null]', "response 2 is no object"),
        ('[{"a": "1", "a": "2"}]', "has a key twice"),
        ('{"a": 1}\n{"a": 1, "a": 2}', "has a key twice"),
        ("[" * 100_000, "nests too deep"),
        ('{"a": 1}\n' + '{"a":' * 100_000, "nests too deep"),
        ('[{"a":' + '{"b":' * 990 + "1" + "}" * 991 + "]", "nests too deep"),
        ('[{"a":' + "[" * 940 + r'"\ud800"' + "]" * 940 + "}]", "nests too deep"),
    ],
)
def test_other_json(tmp_path: Path, text: str, words: str) -> None:
    assert words in str(refused(as_json(tmp_path, text)))


def test_kinds_of_errors(tmp_path: Path) -> None:
    assert isinstance(refused(as_json(tmp_path, "[]")), EmptySourceError)
    path = tmp_path / "vastaukset.json"
    path.write_bytes('[{"a": "ä"}]'.encode("latin-1"))
    assert isinstance(refused(path), EncodingError)
    assert KoboBackend().detect(path).strength is Strength.NONE
    assert isinstance(refused(as_json(tmp_path, "<html></html>")), SourceError)
    assert isinstance(refused(as_json(tmp_path, '<?xml version="1.0"?><h:html/>')), SourceError)


def test_objects_of_another_reader_that_nest_too_deep() -> None:
    record: dict[str, object] = {}
    for _ in range(2000):
        record = {"g": record or "x"}
    with pytest.raises(SourceError, match=r"palvelu: response 1 nests too deep"):
        table_of_records([record], "palvelu")


def test_a_damaged_workbook(tmp_path: Path) -> None:
    path = tmp_path / "vastaukset.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    assert isinstance(refused(path), SourceError)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert KoboBackend().detect(tmp_path).strength is Strength.NONE
    assert KoboBackend().detect(tmp_path / "ei.json").strength is Strength.NONE


def test_numbers_of_megabytes_are_issues_in_a_moment(tmp_path: Path) -> None:
    began = time.monotonic()
    read = quiet(as_json(tmp_path, f'[{{"tausta/suos": "x", "luku": {"9" * (10 << 20)}}}]'), KYSELY, backend="kobo")
    assert [(issue.variable, issue.reason, len(issue.value or "")) for issue in read.issues] == [
        ("luku", "not_a_number", 10 << 20)
    ]
    assert time.monotonic() - began < 20


def test_keys_that_are_answers_are_too_many_columns(tmp_path: Path) -> None:
    error = refused(as_json(tmp_path, [{f"{SECRET}{number}": "1" for number in range(16_400)}]))
    assert "more than 16,384 columns" in str(error)


def test_utf_16_is_json_too(tmp_path: Path) -> None:
    path = tmp_path / "vastaukset.json"
    path.write_bytes(json.dumps(kobo_records([{"tausta/suos": "ä"}]), ensure_ascii=False).encode("utf-16"))
    assert KoboBackend().detect(path).strength is Strength.CERTAIN
    assert quiet(path, KYSELY).frame["tausta/suos"].tolist() == ["ä"]
