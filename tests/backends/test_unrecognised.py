"""Files in which no backend sees answers: the error tells what they are, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

import verkosto as vk
from verkosto.errors import EmptySourceError, EncodingError, SourceError

FINNISH = "Montako jäsentä?;Miksi?\n12;Siksi\n1,5;Näin\n".encode("windows-1252")


def refused(folder: Path, content: bytes, name: str = "vienti.csv") -> SourceError:
    (folder / name).write_bytes(content)
    with pytest.raises(SourceError) as caught:
        vk.infer(folder / name)
    return caught.value


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"vastaukset": []}', "JSON"),
        (b"<html><table></table></html>", "a web page or XML"),
        (b"\x00\x01\x02", "neither text nor a workbook"),
        (b"%PDF-1.7\n", "neither text nor a workbook"),
        (b"PK\x03\x04", "a zip archive that is cut off or damaged"),
    ],
)
def test_the_content_says_what_a_file_is(tmp_path: Path, content: bytes, kind: str) -> None:
    message = str(refused(tmp_path, content, "vienti.bin"))
    assert f"vienti.bin is no csv or workbook: it seems to be {kind}. " in message


@pytest.mark.parametrize("content", ["\ufeff", "\n  \n", " "])
def test_white_space_is_no_text(tmp_path: Path, content: str) -> None:
    error = refused(tmp_path, content.encode())
    assert isinstance(error, EmptySourceError)
    assert str(error) == "vienti.csv holds no text. Export the answers again."


def test_a_text_file_may_bear_a_workbook_s_name(tmp_path: Path) -> None:
    message = str(refused(tmp_path, FINNISH, "vienti.xlsx"))
    assert message.endswith("vienti.xlsx is no workbook: it seems to be a text file. Read it with backend='csv'.")


def test_a_csv_as_excel_saves_it_in_finland_needs_encoding_and_reader(tmp_path: Path) -> None:
    error = refused(tmp_path, FINNISH)
    assert isinstance(error, EncodingError)
    assert "such as encoding=\"windows-1252\". Name the reader too, such as backend='csv'." in str(error)
    draft = vk.infer(tmp_path / "vienti.csv", backend="csv", encoding="windows-1252")
    assert draft.questions[0].text.fi == "Montako jäsentä?"
