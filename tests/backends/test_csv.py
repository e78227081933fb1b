from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from verkosto.backends import Backend, CsvBackend, Strength, _csv
from verkosto.backends._text_fast import fast_tables
from verkosto.errors import EmptySourceError, EncodingError, OptionError, RaggedRowsError, SourceError
from verkosto.responses import Dialect, Header, RawTable

BACKEND = CsvBackend()


def write(folder: Path, content: bytes | str, name: str = "vienti.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(path: Path, **options: Any) -> list[RawTable]:
    defaults = {name: default for name, (default, _) in BACKEND.options.items()}
    return list(BACKEND.open(path, defaults | options))


def texts(table: RawTable) -> list[list[str | None]]:
    return [column.texts().tolist() for column in table.columns]


def test_is_a_backend() -> None:
    assert isinstance(BACKEND, Backend)
    assert BACKEND.name == "csv"
    assert BACKEND.capabilities.chunked
    assert all(meaning for _, meaning in BACKEND.options.values())


def test_importing_backends_loads_no_reader() -> None:
    code = (
        "import sys, verkosto.backends; "
        "sys.exit([m for m in ('polars', 'python_calamine', 'pandas') if m in sys.modules] or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


class TestOpen:
    def test_gives_headers_cells_and_row_numbers_as_they_stood(self, tmp_path: Path) -> None:
        path = write(tmp_path, "Kotikunta;Palvelut:Kevät;Palvelut:Kevät\n049; Kevät;\n;;\n00770;\u00a0;x\n")
        (table,) = read(path)
        assert table.headers == (
            Header("Kotikunta", 1),
            Header("Palvelut:Kevät", 2),
            Header("Palvelut:Kevät", 3),
        )
        assert texts(table) == [["049", "00770"], [" Kevät", "\u00a0"], [None, "x"]]
        assert table.rows.tolist() == [2, 4]
        assert table.blank_rows == 1

    def test_says_how_cells_are_to_be_taken(self, tmp_path: Path) -> None:
        path = write(tmp_path, "a;b\n1;2\n")
        assert read(path)[0].dialect == Dialect(values="any", separator=":")
        stated = {"values": "number", "blank_means": "not_selected", "zeros": "blank"}
        assert read(path, **stated)[0].dialect == Dialect(separator=":", **stated)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("name", "value"),
        [("values", "label"), ("blank_means", None), ("zeros", ["blank"]), ("ragged", "fill"), ("ragged", True)],
    )
    def test_refuses_values_that_an_option_cannot_have(self, tmp_path: Path, name: str, value: Any) -> None:
        with pytest.raises(OptionError, match=f"backend 'csv': {name} must be one of '"):
            read(write(tmp_path, "a;b\n1;2\n"), **{name: value})

    def test_names_the_nearest_value(self, tmp_path: Path) -> None:
        with pytest.raises(OptionError, match=r"not 'numbers'\. Did you mean 'number'\?"):
            read(write(tmp_path, "a;b\n1;2\n"), values="numbers")

    @pytest.mark.parametrize("content", ["a;b\n", "a;b", "a;b\n\n;\n"])
    def test_without_rows_gives_one_table_without_rows(self, tmp_path: Path, content: str) -> None:
        tables = read(write(tmp_path, content))
        assert [len(table) for table in tables] == [0]
        assert [header.title for header in tables[0].headers] == ["a", "b"]

    def test_pads_when_told(self, tmp_path: Path) -> None:
        path = write(tmp_path, "a;b\n1\n1;2;3\n")
        with pytest.raises(RaggedRowsError):
            read(path)
        (table,) = read(path, ragged="pad")
        assert table.headers == (Header("a", 1), Header("b", 2), Header("", 3))
        assert texts(table) == [["1", "1"], [None, "2"], [None, "3"]]

    def test_takes_encoding_and_delimiter(self, tmp_path: Path) -> None:
        path = write(tmp_path, "Ikä|b;c\nä|5;6\n".encode("latin-1"))
        with pytest.raises(EncodingError, match="windows-1252"):
            read(path)
        (table,) = read(path, encoding="latin-1", delimiter="|")
        assert texts(table) == [["ä"], ["5;6"]]

    def test_a_folder_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="is a folder"):
            read(tmp_path)

    def test_a_missing_file_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="cannot be opened"):
            read(tmp_path / "ei.csv")

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"PK\x03\x04....", "seems to be a zip archive that is cut off or damaged. Download"),
            (b"<html><body>Login</body></html>", "seems to be a web page or XML. A page may have been saved"),
            (b'{"a": 1}', "seems to be JSON. Export"),
        ],
    )
    def test_a_file_of_another_kind_is_an_error(self, tmp_path: Path, content: bytes, message: str) -> None:
        with pytest.raises(SourceError, match=rf"vienti.csv is no text file of cells: it {message}"):
            read(write(tmp_path, content))

    def test_utf16_without_its_mark_must_be_stated(self, tmp_path: Path) -> None:
        path = write(tmp_path, "a;b\n1;2\n".encode("utf-16-le"))
        with pytest.raises(SourceError, match="null byte in line 1"):
            read(path)
        assert texts(read(path, encoding="utf-16-le")[0]) == [["1"], ["2"]]

    @pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n"])
    def test_an_empty_file_is_an_error(self, tmp_path: Path, content: bytes) -> None:
        with pytest.raises(EmptySourceError):
            read(write(tmp_path, content))

    def test_large_files_give_the_same_with_and_without_polars(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rows = [f'{n % 3};{n};"sanoi ""{n % 5}"" ja\nlähti"' if n % 7 else ";;" for n in range(3_000)]
        path = write(tmp_path, "a;b;c\r\n" + "\r\n".join(rows))
        usual = read(path)
        used = []

        def watched(*args: Any, **kwargs: Any) -> Iterator[RawTable]:
            used.append(args)
            return fast_tables(*args, **kwargs)

        monkeypatch.setattr(_csv, "fast_tables", watched)
        monkeypatch.setattr(_csv, "_WORTH_POLARS", 0)
        pytest.importorskip("polars", "1.32")
        large = read(path)
        assert used
        assert [texts(table) for table in large] == [texts(table) for table in usual]
        assert [table.rows.tolist() for table in large] == [table.rows.tolist() for table in usual]
        assert [table.blank_rows for table in large] == [429]


class TestDetect:
    @pytest.mark.parametrize(
        ("content", "reasons"),
        [
            ("a;b\n1;2\n", ("UTF-8 text", "2 columns divided by ';'")),
            ("a\tb\tc\n", ("UTF-8 text", "3 columns divided by tabs")),
            ("Kommentti\nhyvä\n", ("UTF-8 text", "1 column")),
            ("ä;b\n".encode("utf-16"), ("UTF-16-LE text", "2 columns divided by ';'")),
        ],
    )
    def test_text_is_possible(self, tmp_path: Path, content: bytes | str, reasons: tuple[str, ...]) -> None:
        evidence = BACKEND.detect(write(tmp_path, content))
        assert evidence.strength == Strength.POSSIBLE
        assert evidence.reasons == reasons
        assert evidence.options == {}

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "an empty file"),
            (b"\n \n", "holds no text"),
            (b"PK\x03\x04....", "zip archive"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "old Office file"),
            (b"a;b\n\0;1\n", "neither text nor a workbook"),
            (b"\n<!DOCTYPE html><html>", "a web page or XML"),
            (b'[{"a": 1}]', "JSON"),
            ("Ikä;b\n".encode("cp1252"), "is not UTF-8 text"),
        ],
    )
    def test_the_rest_is_not(self, tmp_path: Path, content: bytes, reason: str) -> None:
        evidence = BACKEND.detect(write(tmp_path, content))
        assert evidence.strength == Strength.NONE
        assert reason in evidence.reasons[0]

    def test_never_raises(self, tmp_path: Path) -> None:
        assert BACKEND.detect(tmp_path).strength == Strength.NONE
        assert BACKEND.detect(tmp_path / "ei.csv").strength == Strength.NONE
