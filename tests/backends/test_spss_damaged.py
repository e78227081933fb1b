"""SPSS system files that are damaged, cut off or something else: each ends in an error of ours."""

from __future__ import annotations

import contextlib
import struct
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limesurvey import file
from sav_files import SPSS_DATA, renamed, with_case_count, write_sav

from verkosto.backends import SpssBackend, Strength, read
from verkosto.backends._read import choose
from verkosto.errors import EncodingError, MissingExtraError, SourceError, VerkostoError
from verkosto.instruments import Instrument, Number, SingleChoice, Text
from verkosto.responses import Responses, sav_dictionary

pytestmark = pytest.mark.thorough

KYSELY = Instrument("testi", "Testi", questions=(Number("x", "X"), Text("s", "S")))
COLUMNS = {"x": [float(n % 7) for n in range(40)], "s": [f"teksti {n}" for n in range(40)]}


def reading(path: Path) -> Responses:
    return read(path, KYSELY, backend="spss")


@pytest.mark.parametrize("form", [{}, {"row_compress": True}, {"compress": True}])
def test_a_file_that_is_cut_off_anywhere_is_an_error(tmp_path: Path, form: dict[str, bool]) -> None:
    path = write_sav(tmp_path / "a.sav", COLUMNS, **form)
    whole = path.read_bytes()
    assert len(reading(path)) == 40
    for length in [*range(4, 600, 13), *range(600, len(whole), 97), len(whole) - 1]:
        path.write_bytes(whole[:length])
        with pytest.raises(SourceError, match=r"a\.sav is a damaged \.sav file, or is cut off"):
            reading(path)


def test_a_file_that_goes_on_after_its_cases_is_an_error(tmp_path: Path) -> None:
    path = write_sav(tmp_path / "a.sav", COLUMNS)
    path.write_bytes(path.read_bytes() + b"x" * 8)
    with pytest.raises(SourceError, match="its length is not that of its cases"):
        reading(path)


@pytest.mark.parametrize("form", [{}, {"row_compress": True}])
def test_a_file_may_leave_open_how_many_cases_it_has(tmp_path: Path, form: dict[str, bool]) -> None:
    path = with_case_count(write_sav(tmp_path / "a.sav", COLUMNS, **form), -1)
    found = reading(path)
    assert len(found) == 40
    assert found.provenance is not None
    assert "a cut at its end might not be seen" in found.provenance.options["found_cases"]
    content = path.read_bytes()
    path.write_bytes(content[:-3])
    with pytest.raises(SourceError, match="damaged"):
        reading(path)


def test_a_file_of_too_many_cases_is_refused_before_memory_is_taken(tmp_path: Path) -> None:
    path = with_case_count(write_sav(tmp_path / "a.sav", COLUMNS, row_compress=True), 2**31 - 1)
    with pytest.raises(SourceError, match="its length is not that of its cases"):
        reading(path)
    packed = with_case_count(write_sav(tmp_path / "b.sav", COLUMNS, compress=True), 2**31 - 1)
    with pytest.raises(SourceError, match="damaged"):
        reading(packed)


def test_a_variable_without_a_name_is_an_error(tmp_path: Path) -> None:
    path = write_sav(tmp_path / "a.sav", COLUMNS)
    content = bytearray(path.read_bytes())
    assert content[200:201] == b"X"
    content[200] = 0
    path.write_bytes(content)
    with pytest.raises(SourceError, match="a variable has no name"):
        reading(path)


@pytest.mark.parametrize("place", [0, 3, 19])
def test_labels_of_no_variable_are_an_error(tmp_path: Path, place: int) -> None:
    # pyreadstat 1.3.7 would end the process: it takes such labels for those of texts.
    columns = {"x": [1.0], "s": ["pitkä teksti"]}
    path = write_sav(tmp_path / "a.sav", columns, variable_value_labels={"x": {1.5: "Kyllä"}})
    renamed(path, struct.pack("<3i", 4, 1, 1), struct.pack("<3i", 4, 1, place))
    with pytest.raises(SourceError, match="damaged"):
        reading(path)


@given(st.integers(4, 620), st.binary(min_size=1, max_size=6))
@settings(max_examples=80)
def test_bytes_that_were_changed_end_in_answers_or_in_our_error(
    tmp_path_factory: pytest.TempPathFactory, at: int, change: bytes
) -> None:
    path = write_sav(tmp_path_factory.getbasetemp() / "muutettu.sav", {"x": [1.0, 2.0], "s": ["a", "b"]})
    content = bytearray(path.read_bytes())
    content[at : at + len(change)] = change
    path.write_bytes(content)
    options = {name: default for name, (default, _) in SpssBackend.options.items()}
    # No other error comes through.
    with contextlib.suppress(VerkostoError):
        list(SpssBackend().open(path, options))


class TestEncodings:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        """A file that says UTF-8 and is Windows-1252."""
        text = "Öljyä ja äyräitä"
        path = write_sav(tmp_path / "a.sav", {"x": [1.0], "s": [text]})
        return renamed(path, text.encode(), text.encode("cp1252").ljust(len(text.encode())))

    def test_that_are_declared_wrongly_are_an_error_without_the_answer(self, path: Path) -> None:
        with pytest.raises(EncodingError, match=r"a\.sav is not UTF-8 text. State how it was saved") as caught:
            reading(path)
        assert "ljy" not in str(caught.value)
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None

    def test_may_be_stated(self, path: Path) -> None:
        found = read(path, KYSELY, encoding="windows-1252")
        assert found.frame["s"].tolist() == ["Öljyä ja äyräitä"]
        assert [question.id for question in SpssBackend().codebook(path, encoding="windows-1252")] == ["x", "s"]

    def test_that_do_not_exist_are_an_error(self, path: Path) -> None:
        with pytest.raises(EncodingError, match=r"a\.sav is not klingon text"):
            read(path, KYSELY, encoding="klingon")

    @pytest.mark.parametrize(
        ("value", "encoding"),
        [(b"\xe4zz ", None), (b"\xe4\0zz", "utf-8"), (b"\x81zz ", "windows-1252"), (b"\xe4zz ", "klingon")],
    )
    def test_of_a_text_with_a_label_are_looked_at_before_the_process_may_end(
        self, tmp_path: Path, value: bytes, encoding: str | None
    ) -> None:
        path = write_sav(tmp_path / "a.sav", COLUMNS, variable_value_labels={"s": {"äzz": "A"}, "x": {1.0: "B"}})
        renamed(path, "äzz".encode(), value)
        with pytest.raises(EncodingError, match=f"not {encoding or 'UTF-8'} text"):
            SpssBackend().codebook(path, encoding=encoding)

    def test_of_a_text_with_a_label_may_be_stated_or_be_called_ascii(self, tmp_path: Path) -> None:
        path = write_sav(tmp_path / "a.sav", {"s": ["ö"]}, variable_value_labels={"s": {"äzz": "A"}})
        renamed(path, "äzz".encode(), b"\xe4zz ")
        assert len(SpssBackend().codebook(path, encoding="windows-1252").questions) == 1
        content = path.read_bytes()
        at = content.index(struct.pack("<4i", 7, 20, 1, 5))
        path.write_bytes(content[:at] + content[at + 21 :])
        renamed(path, struct.pack("<2i", 2, 65001), struct.pack("<2i", 2, 2))
        found = SpssBackend().codebook(path)["s"]
        assert isinstance(found, SingleChoice)
        assert "äzz" in [option.code for option in found.options]

    def test_of_a_text_with_a_label_that_was_cut_off_inside_a_character_are_no_error(self, tmp_path: Path) -> None:
        path = write_sav(tmp_path / "a.sav", {"s": ["a"]}, variable_value_labels={"s": {"abcdefgh": "A"}})
        renamed(path, b"abcdefgh", b"abcdefg\xc3")
        assert sav_dictionary(path).readable

    @pytest.mark.parametrize(("page", "name"), [(1252, "cp1252"), (65001, "utf-8"), (2, "ascii")])
    def test_are_taken_from_the_machine_record_of_old_files(self, tmp_path: Path, page: int, name: str) -> None:
        path = write_sav(tmp_path / "a.sav", {"x": [1.0]})
        content = path.read_bytes()
        at = content.index(struct.pack("<4i", 7, 20, 1, 5))
        path.write_bytes(content[:at] + content[at + 21 :])
        renamed(path, struct.pack("<2i", 2, 65001), struct.pack("<2i", 2, page))
        assert sav_dictionary(path).encoding == name


class TestDetection:
    def test_takes_system_files_and_leaves_those_of_limesurvey(self, tmp_path: Path) -> None:
        path = write_sav(tmp_path / "a.tmp", {"x": [1.0]}, compress=True)
        backend, evidence = choose(path)
        assert (backend.name, evidence.strength) == ("spss", Strength.LIKELY)
        assert choose(file("spsssav_fi_all_code_short.sav"))[0].name == "limesurvey"

    def test_never_raises(self, tmp_path: Path) -> None:
        other = tmp_path / "a.sav"
        other.write_text("a;b\n1;2\n", encoding="utf-8")
        assert SpssBackend().detect(other).strength == Strength.NONE
        assert SpssBackend().detect(tmp_path / "ei.sav").strength == Strength.NONE

    def test_something_else_by_that_name_is_an_error(self, tmp_path: Path) -> None:
        other = tmp_path / "a.sav"
        other.write_text("a;b\n1;2\n", encoding="utf-8")
        with pytest.raises(SourceError, match=r"a\.sav is no SPSS system file"):
            reading(other)


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'verkosto\[spss\]'"):
        reading(SPSS_DATA / "palvelut.sav")
