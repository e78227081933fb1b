"""Files by their paths, bytes and texts: whoever asks names what the file is and which error tells of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from verkosto.errors import CodebookError, NetworkError, OptionError, SourceError, SourceNotFoundError
from verkosto.files import contents, json_of, path_of, utf8, write


def test_a_path_is_text_or_a_path() -> None:
    assert path_of("a/b.json") == path_of(Path("a", "b.json")) == Path("a/b.json")
    with pytest.raises(OptionError, match=r"A path is text or a pathlib\.Path, not int"):
        path_of(5)  # type: ignore[arg-type]


def test_bytes_come_back_as_they_were_written(tmp_path: Path) -> None:
    write(tmp_path / "a.json", b"\xff\r\n", "picture")
    assert contents(tmp_path / "a.json") == b"\xff\r\n"
    with pytest.raises(SourceError, match=r"the picture cannot be written: .*\. Check the folder"):
        write(tmp_path, b"", "picture")
    with pytest.raises(SourceError, match=r"the codebook cannot be read: .*\. Give a file"):
        contents(tmp_path, "codebook")


def test_a_missing_file_is_told_with_a_neighbour_of_its_kind(tmp_path: Path) -> None:
    for name in ("verkosto.json", "verkost.txt"):
        write(tmp_path / name, b"")
    with pytest.raises(SourceNotFoundError, match=r"^No network '.*'\. Did you mean 'verkosto\.json'\? Check"):
        contents(tmp_path / "verkost.json", "network", endings=(".json",))
    with pytest.raises(SourceNotFoundError, match=r"^No file '[^']*'\. Check the path"):
        contents(tmp_path / "muu" / "verkost.json", endings=(".json",))


def test_texts_are_utf8_with_or_without_a_mark() -> None:
    assert utf8(b"\xef\xbb\xbf\xc3\xa4", "a", CodebookError) == utf8(b"\xc3\xa4", "a", CodebookError) == "ä"
    with pytest.raises(NetworkError, match=r"^a\.json: line 3 is not UTF-8 text\. Save the file as UTF-8\.$"):
        utf8(b"\n\n\xe4", "a.json", NetworkError)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a":\n 1', r"^a\.json: not JSON: .* \(line 2, column 3\)\. Correct the file there\.$"),
        (
            '{"a": 1, "a": 2}',
            r"not JSON that verkosto reads: the key .a. stands twice in one object\. Correct",
        ),
        ("[" * 100_000, r"not JSON that verkosto reads: "),
        ("9" * 5000, r"not JSON that verkosto reads: "),
    ],
    ids=["cut", "doubled", "deep", "long"],
)
def test_what_is_no_json_is_told_by_the_error_that_was_asked_for(text: str, message: str) -> None:
    assert json_of('{"a": [1, null]}', "a.json", CodebookError) == {"a": [1, None]}
    with pytest.raises(CodebookError, match=message):
        json_of(text, "a.json", CodebookError)
