"""Codebook files: back without loss, pleasant to read, and clear about what is wrong with them."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import instruments, texts

from verkosto.errors import CodebookError, OptionError, SourceError, SourceNotFoundError, VerkostoError
from verkosto.instruments import Column, Instrument, Number, Option, Question, SingleChoice, Text
from verkosto.instruments._files import to_toml
from verkosto.text import LocalText

BARE = 'format = "verkosto.instrument/1"\nid = "koe"\ntitle = "Koe"\n'


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str | bytes, str], Path]:
    """Write a file with some content and return its path."""

    def write(content: str | bytes, name: str = "kysely.toml") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


Writer = Callable[..., Path]


@settings(max_examples=20)
@given(instruments(pseudonyms=True))
def test_saving_and_loading_is_the_identity(instrument: Instrument) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("kysely.toml", "kysely.json"):
            path = Path(folder, name)
            instrument.save(path)
            assert Instrument.load(path) == instrument


@settings(max_examples=20)
@given(instruments(pseudonyms=True))
def test_both_forms_say_the_same_and_loading_and_saving_changes_no_byte(instrument: Instrument) -> None:
    with tempfile.TemporaryDirectory() as folder:
        toml, as_json = Path(folder, "a.toml"), Path(folder, "a.json")
        instrument.save(toml)
        instrument.save(as_json)
        assert tomllib.loads(toml.read_text("utf-8")) == json.loads(as_json.read_text("utf-8"))
        for path in (toml, as_json):
            before = path.read_bytes()
            Instrument.load(path).save(path)
            assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["kysely.toml", "kysely.json"])
def test_every_character_that_a_file_can_hold_comes_back(tmp_path: Path, name: str) -> None:
    characters = [chr(number) for number in range(0x110000) if not 0xD800 <= number <= 0xDFFF]
    words = tuple("".join(characters[first : first + 256]) for first in range(0, len(characters), 256))
    instrument = Instrument("koe", "\r\n\n", questions=(Text("a", "\r?\n", aliases=words),))
    instrument.save(tmp_path / name)
    assert Instrument.load(str(tmp_path / name)) == instrument


def test_the_file_is_written_as_a_person_would_write_it(kysely: Instrument) -> None:
    text = to_toml(kysely)
    assert text.startswith(
        'format = "verkosto.instrument/1"\n'
        'id = "tukirakenne-2020"\n'
        'title = "Tukirakennekysely"\n'
        'fieldwork = "2020-02/2020-03"\n'
        'area_date = "2020-03-01"\n'
        'sampling = "open_link"\n'
        'unit_id = "jarjesto"\n'
        "\n"
        "[[columns]]\n"
        'id = "aika"\n'
        'header = "Vastausaika"\n'
        'role = "time"\n'
        "\n"
    )
    assert (
        "[[questions]]\n"
        'id = "malli_a"\n'
        'kind = "single_choice"\n'
        'text = { fi = "Kannatatko mallia?", sv = "Stöder du modellen?" }\n'
        'aliases = ["Malli A"]\n'
        "options = [\n"
        '  { code = "k", label = "Kannatan", number = 1 },\n'
        '  { code = "e", label = "En kannata" },\n'
        '  { code = "eos", label = { fi = "En osaa sanoa", sv = "Vet inte" }, kind = "dont_know" },\n'
        "]\n"
        "\n"
    ) in text
    assert 'asked_if = { malli_a = ["k", "eos"] }\noptions = [\n' in text
    assert 'text = "Jäseniä"\nminimum = 0\nunit = "jäsentä"\n' in text
    assert 'rows = [\n  { code = "r1", label = "Tuki on lähellä" },\n' in text
    assert 'scale = [\n  { code = "1", label = "Eri mieltä" },\n' in text
    assert text.endswith('kind = "nps"\ntext = "Suosittelisitko?"\n')


def test_long_lists_of_texts_are_broken_and_odd_keys_quoted() -> None:
    long = Text("a", "?", aliases=tuple(f"Perustelu numero {i}" for i in range(8)))
    choice = SingleChoice("ä/ö", "?", options=(Option("k", "Kyllä"),))
    text = to_toml(Instrument("koe", "Koe", questions=(choice, long, Text("b", "?", asked_if={"ä/ö": ("k",)}))))
    assert 'aliases = [\n  "Perustelu numero 0",\n' in text
    assert 'asked_if = { "ä/ö" = ["k"] }\n' in text
    assert max(map(len, text.splitlines())) < 60


def test_json_is_indented_and_keeps_finnish_letters(tmp_path: Path, kysely: Instrument) -> None:
    kysely.save(tmp_path / "kysely.json")
    text = (tmp_path / "kysely.json").read_text("utf-8")
    assert text.startswith('{\n  "format": "verkosto.instrument/1",\n  "id": "tukirakenne-2020",\n')
    assert '"header": "Järjestön nimi"' in text
    assert text.endswith("}\n")


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0"), (-3, "-3"), (2.5, "2.5"), (2.0**53, "9007199254740992.0"), (1e300, "1e+300")]
)
def test_whole_bounds_are_written_without_a_point(value: float, written: str) -> None:
    question = Number("a", "?", minimum=value)
    assert f"minimum = {written}\n" in to_toml(Instrument("koe", "Koe", questions=(question,)))


def test_what_a_person_may_also_write_is_read(file: Writer) -> None:
    path = file(
        "\N{BYTE ORDER MARK}# Tukirakennekysely\r\n" + BARE.replace("\n", "\r\n") + "# kenttätyö\r\n"
        "fieldwork = { start = 2020-02-01, end = '2020-03' }\r\narea_date = 2020-03-01\r\n\r\n"
        "[[questions]]\r\nid = 'malli'\r\nkind = 'single_choice' # vai nps?\r\ntext.fi = 'Malli'\r\n"
        "text.sv = 'Modell'\r\n  [[questions.options]]\r\n  code = 'k'\r\n  label = 'Kyllä'\r\n"
        "[[questions]]\r\nid = 'miksi'\r\nkind = 'text'\r\ntext = '''Miksi?'''\r\nasked_if.malli = 'k'\r\n"
    )
    malli = SingleChoice("malli", LocalText("Malli", sv="Modell"), options=(Option("k", "Kyllä"),))
    assert Instrument.load(path) == Instrument(
        "koe",
        "Koe",
        fieldwork="2020-02-01/2020-03",
        area_date="2020-03-01",
        questions=(malli, Text("miksi", "Miksi?", asked_if={"malli": ("k",)})),
    )


def test_the_ending_may_be_in_capitals(tmp_path: Path, kysely: Instrument) -> None:
    kysely.save(tmp_path / "KYSELY.TOML")
    assert Instrument.load(tmp_path / "KYSELY.TOML") == kysely


def test_the_least_codebook_needs_three_lines(file: Writer) -> None:
    assert Instrument.load(file(BARE)) == Instrument("koe", "Koe")


def test_a_missing_file_is_told_with_its_neighbour(file: Writer, tmp_path: Path) -> None:
    file(BARE)
    with pytest.raises(SourceNotFoundError, match=r"No codebook .*Did you mean 'kysely\.toml'\?") as caught:
        Instrument.load(tmp_path / "kysly.toml")
    assert isinstance(caught.value, FileNotFoundError)
    with pytest.raises(SourceNotFoundError, match="Check the path"):
        Instrument.load(tmp_path / "muu" / "kysely.toml")


@pytest.mark.parametrize("name", ["kysely.xlsx", "kysely", "kysely.toml.bak", ".toml"])
def test_another_ending_is_told_when_reading_and_writing(file: Writer, name: str) -> None:
    path = file(BARE, name)
    for call in (Instrument.load, Instrument("koe", "Koe").save):
        with pytest.raises(CodebookError, match=r"a codebook file ends in \.toml or \.json"):
            call(path)
    assert path.read_text("utf-8") == BARE


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("k.toml", BARE + "unit_id jarjesto\n", r"k\.toml: not TOML: .*at line 4, column 9.*Correct the file there"),
        ("k.toml", BARE + 'id = "x"\n', r"k\.toml: not TOML: Cannot overwrite a value \(at line 4"),
        ("k.toml", BARE + 'unit_id = "jarj', r"k\.toml: not TOML: .*at end of document"),
        ("k.toml", BARE + "x = " + "[" * 100_000, r"k\.toml: not TOML: "),
        ("k.toml", BARE + "x = " + "9" * 5000, r"k\.toml: not TOML: "),
        ("k.toml", BARE + "\0", r"k\.toml: not TOML: .*at line 4, column 1"),
        ("k.json", '{"id": "koe",\n  "title" "Koe"}', r"k\.json: not JSON: .*\(line 2, column 11\)"),
        ("k.json", BARE, r"k\.json: not JSON: .*\(line 1, column 1\)"),
        ("k.json", "", r"k\.json: not JSON: .*\(line 1, column 1\)"),
        ("k.json", '{"id": "a", "id": "b"}', r"k\.json: .*the key 'id' stands twice"),
        ("k.json", "[" * 200_000, r"k\.json: not JSON that verkosto reads"),
        ("k.json", "9" * 5000, r"k\.json: not JSON that verkosto reads"),
        ("k.json", "[]", r"k\.json: a codebook is a table of keys, not a list"),
        ("k.json", "NaN", r"k\.json: a codebook is a table of keys, not a float"),
        ("k.toml", "", r"k\.toml: the key 'format' is missing\."),
        ("k.toml", BARE.encode("utf-16"), r"k\.toml: line 1 is not UTF-8 text\. Save the codebook as UTF-8"),
        ("k.json", '{"id": "koe",\n"title": "Äly"}'.encode("cp1252"), r"k\.json: line 2 is not UTF-8 text"),
        ("k.toml", b"PK\x03\x04\x14\x00\x06\xff\xfe", r"k\.toml: line 1 is not UTF-8 text"),
    ],
)
def test_a_broken_file_is_told_with_the_place(file: Writer, name: str, content: str | bytes, message: str) -> None:
    with pytest.raises(CodebookError, match=message):
        Instrument.load(file(content, name))


def test_a_folder_is_no_codebook(tmp_path: Path) -> None:
    folder = tmp_path / "kysely.toml"
    folder.mkdir()
    with pytest.raises(SourceError, match=r"kysely\.toml: the codebook cannot be read: .+\. Give a file"):
        Instrument.load(folder)
    with pytest.raises(SourceError, match=r"kysely\.toml: the codebook cannot be written: "):
        Instrument("koe", "Koe").save(folder)


def test_a_file_without_rights_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The tests may run as a user to whom no file is closed.
    def closed(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", closed)
    monkeypatch.setattr(Path, "write_bytes", closed)
    with pytest.raises(SourceError, match=r"cannot be read: Permission denied\. Give a file that you may read"):
        Instrument.load(tmp_path / "k.toml")
    with pytest.raises(SourceError, match=r"cannot be written: Permission denied\. Check the folder"):
        Instrument("koe", "Koe").save(tmp_path / "k.toml")


def test_odd_paths_are_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="null"):
        Instrument.load("kysely\0.toml")
    with pytest.raises(SourceError, match="cannot be written: No such file or directory"):
        Instrument("koe", "Koe").save(tmp_path / "puuttuu" / "k.toml")
    for call in (Instrument.load, Instrument("koe", "Koe").save):
        with pytest.raises(OptionError, match=r"A path is text or a pathlib\.Path, not int"):
            call(5)  # type: ignore[arg-type]


HALF = "Kyll\ud800ä"


@pytest.mark.parametrize("name", ["kysely.toml", "kysely.json"])
@pytest.mark.parametrize(
    ("instrument", "place"),
    [
        (Instrument(HALF, "Koe"), "id"),
        (Instrument("koe", LocalText("Koe", sv=HALF)), r"title\.sv"),
        (Instrument("koe", "Koe", columns=(Column("a", HALF),)), r"columns\[1\]\.header"),
        (Instrument("koe", "Koe", questions=(Text("a", "?", aliases=("x", HALF)),)), r"questions\[1\]\.aliases\[2\]"),
    ],
)
def test_half_a_character_is_told_and_the_old_file_stays(
    file: Writer, name: str, instrument: Instrument, place: str
) -> None:
    path = file("vanha", name)
    with pytest.raises(CodebookError, match=rf"{place}: character 5 is half of a surrogate pair"):
        instrument.save(path)
    assert path.read_text("utf-8") == "vanha"


def test_a_question_of_a_class_of_ones_own_cannot_be_saved(tmp_path: Path) -> None:
    class Slider(Number):
        pass

    instrument = Instrument("koe", "Koe", questions=(Slider("a", "?"),))
    with pytest.raises(CodebookError, match="question 'a' is a Slider, which codebook files do not know"):
        instrument.save(tmp_path / "k.toml")


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, part in inside for place in _places(part, (*path, key)))]


def _attempt(path: Path) -> tuple[Instrument | None, str]:
    try:
        return Instrument.load(path), ""
    except CodebookError as error:
        return None, str(error)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts() | st.sampled_from([HALF, "*", "dont_know"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts(), inner, max_size=2),
    max_leaves=4,
)


@pytest.mark.thorough
@settings(max_examples=60)
@given(st.data(), instruments(most=3), JUNK, st.booleans())
def test_a_file_with_anything_anywhere_loads_or_is_told(
    data: st.DataObject, instrument: Instrument, junk: Any, add: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "k.json")
        instrument.save(path)
        content = json.loads(path.read_text("utf-8"))
        *where, key = data.draw(st.sampled_from(_places(content)[1:]))
        target = content
        for step in where:
            target = target[step]
        if isinstance(target, dict) and add:
            target[data.draw(texts())] = junk
        else:
            target[key] = junk
        path.write_text(json.dumps(content), "utf-8")
        loaded, message = _attempt(path)
        if loaded is None:
            assert all(line.startswith(f"{path}: ") for line in message.splitlines())
        else:
            loaded.save(path)
            assert Instrument.load(path) == loaded


@settings(max_examples=50)
@given(st.binary(max_size=60) | texts(max_size=60).map(str.encode), st.sampled_from(["k.toml", "k.json"]))
def test_any_bytes_load_or_are_told(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        with pytest.raises(VerkostoError):
            Instrument.load(path)


def test_files_are_read_without_the_libraries_that_only_writing_needs(file: Writer) -> None:
    path = file(BARE)
    code = (
        "import sys; from verkosto.instruments import Instrument; Instrument.load(sys.argv[1]); "
        "print(sorted({'tomlkit', 'babel', 'pandas', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_kinds_keep_their_class(tmp_path: Path, kysely: Instrument) -> None:
    kysely.save(tmp_path / "k.toml")
    loaded = Instrument.load(tmp_path / "k.toml")
    assert [type(question) for question in loaded] == [type(question) for question in kysely]
    assert all(isinstance(question, Question) for question in loaded)
