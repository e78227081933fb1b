"""Codebooks as TOML: nothing is lost, and every slip is told with its place."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from codebooks import codebooks
from hypothesis import given, settings

from verkosto.errors import CodebookError, OptionError, SourceError, SourceNotFoundError
from verkosto.themes import Codebook, Theme, ThemeSet

HEAD = 'id = "t"\ntitle = "T"\n'


def loaded(folder: Path, text: str | bytes) -> Codebook:
    path = folder / "teemat.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Codebook.load(path)


def refusals(folder: Path, text: str | bytes) -> list[str]:
    with pytest.raises(CodebookError) as caught:
        loaded(folder, text)
    lines = str(caught.value).splitlines()
    assert all(line.startswith(f"{folder / 'teemat.toml'}: ") for line in lines)
    return [line.removeprefix(f"{folder / 'teemat.toml'}: ") for line in lines]


@settings(max_examples=settings().max_examples // 3)
@given(book=codebooks())
def test_saving_and_loading_gives_the_same_codebook(book: Codebook, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "sama.toml"
    book.save(path)
    again = Codebook.load(path)
    assert again == book
    before = path.read_bytes()
    again.save(path)
    assert path.read_bytes() == before


def test_the_file_is_what_a_person_would_write(tmp_path: Path) -> None:
    path = tmp_path / "teemat.TOML"
    Codebook(
        "t",
        {"fi": "T", "sv": "S"},
        [
            Theme("a", "A", patterns=["tila", "+tila"], codable=False),
            Theme("b", "B", parent="a", use={"fi": "x", "en": "y"}),
        ],
        version="2",
        sets=[ThemeSet("Ryhmä", ["a"])],
    ).save(path)
    assert path.read_text("utf-8") == (
        'format = "verkosto.themes/1"\nid = "t"\ntitle = { fi = "T", sv = "S" }\nversion = "2"\n\n'
        '[[themes]]\nid = "a"\nlabel = "A"\npatterns = ["tila", "+tila"]\ncodable = false\n\n'
        '[[themes]]\nid = "b"\nlabel = "B"\nparent = "a"\nuse = { fi = "x", en = "y" }\n\n'
        '[[sets]]\nlabel = "Ryhmä"\nthemes = ["a"]\n'
    )


def test_a_person_may_leave_out_what_goes_without_saying(tmp_path: Path) -> None:
    book = loaded(tmp_path, HEAD + '[[themes]] # kommentti\nid = "a"\nlabel = "A"\npatterns = "tila"\n')
    assert book == Codebook("t", "T", [Theme("a", "A", patterns=["tila"])])
    assert loaded(tmp_path, HEAD) == Codebook("t", "T", [])


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
def test_a_byte_order_mark_and_endings_of_windows_are_passed_over(mark: bytes, tmp_path: Path) -> None:
    text = f'{HEAD}[[themes]]\nid = "a"\nlabel = "Ä"\n'.replace("\n", "\r\n")
    assert loaded(tmp_path, mark + text.encode())["a"].label.fi == "Ä"


def test_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    text = f'{HEAD}[[themes]]\nid = "a"\nlabel = "Ä"\n'
    assert refusals(tmp_path, text.encode("cp1252")) == ["line 5 is not UTF-8 text. Save the codebook as UTF-8."]
    assert refusals(tmp_path, text.encode("utf-16"))[0].startswith("line 1 is not UTF-8")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id = ", "not TOML: Invalid value (at end of document). Correct the file there; texts stand in quotes."),
        (HEAD + "id = 5\n", "not TOML: Cannot overwrite a value (at line 3, column 7)"),
        ("", "the key 'id' is missing. Add it above the first [[themes]]."),
        (HEAD + "lang = 1", "unknown key 'lang'. Known keys: format, id, title, version, themes, sets."),
        (HEAD + 'tilte = "T"', "unknown key 'tilte'. Did you mean 'title'?"),
        (HEAD + "themes = 5", "themes must be tables. Begin each with a line [[themes]]."),
        (HEAD + 'themes = ["a"]', "themes must be tables."),
        (HEAD + "[themes]\nid = 'a'", "themes must be tables."),
        (HEAD + "version = 2", "codebook 't': version 2 must be text on one line. Write it in quotes, such as '2'."),
        ('format = "verkosto.themes/9"\n' + HEAD, "the format 'verkosto.themes/9' is unknown. Update verkosto; this"),
        ('format = "verkosto.instrument/1"', "the format 'verkosto.instrument/1' is unknown. It is the codebook of a "),
        ("format = 5", "the format 5 is unknown. Check that the file is a codebook for open answers; this version"),
        (HEAD + "[[themes]]\nid = 'a'", "line 3: themes[1] 'a': the key 'label' is missing. Add it."),
        (HEAD + "[[themes]]\nlabel = 'A'", "line 3: themes[1] 'A': the key 'id' is missing. Add it."),
        (
            HEAD + "\n\n[[ themes ]]\nid = 'a'\nlabel = 'A'\nversion = '2'",
            "line 5: themes[1] 'a': unknown key 'version'. It",
        ),
        (HEAD + "[[themes]]\nid = 'a'\nlabel = 'A'\nx = 1", "line 3: themes[1] 'a': unknown key 'x'. Known keys: id, "),
        (HEAD + "[[themes]]\nid = 'a'\nlabel = 5", "line 3: themes[1]: theme 'a': label: A text is a string or a"),
        (HEAD + "[[themes]]\nid = 5\nlabel = 'A'", "line 3: themes[1]: theme id 5 must be text on one line"),
        (HEAD + "[[themes]]\nid = 5", "line 3: themes[1]: the key 'label' is missing"),
        (HEAD + "themes = [{ id = 'a' }]", "themes[1] 'a': the key 'label' is missing. Add it."),
        (
            HEAD + "[[sets]]\nlabel = 'R'\nthemes = ['a']",
            "codebook 't': set 'R': no theme 'a'. Name a theme, or take it",
        ),
    ],
)
def test_a_slip_is_told_with_its_place(text: str, told: str, tmp_path: Path) -> None:
    assert refusals(tmp_path, text)[0].startswith(told)


def test_every_slip_is_told_at_once(tmp_path: Path) -> None:
    first, second = "id = 'a'\nlable = 'A'", "id = 'b'\nlabel = ''\ncolor = 'x'"
    text = f"{HEAD}[[themes]]\n{first}\n[[themes]]\n{second}\n[[themes]]\nid = 'c'\n"
    assert [line.split(".")[0] for line in refusals(tmp_path, text)] == [
        "line 3: themes[1] 'a': unknown key 'lable'",
        "line 6: themes[2]: theme 'b': label is blank",
        "line 10: themes[3] 'c': the key 'label' is missing",
    ]


def test_only_names_that_tell_the_form_are_read_and_written(tmp_path: Path) -> None:
    for name in ("teemat.xlsx", "teemat"):
        with pytest.raises(CodebookError, match=r"ends in \.toml or \.qdc, not in"):
            Codebook.load(tmp_path / name)
        with pytest.raises(CodebookError, match=r"ends in \.toml or \.qdc, not in"):
            Codebook("t", "T", []).save(tmp_path / name)
    with pytest.raises(CodebookError, match=r"Codings of a project are read with `themes\.load_qdpx`"):
        Codebook.load("projekti.qdpx")


def test_files_that_are_not_there(tmp_path: Path) -> None:
    (tmp_path / "toiveet.toml").write_text(HEAD)
    with pytest.raises(SourceNotFoundError, match=r"Did you mean 'toiveet\.toml'"):
        Codebook.load(tmp_path / "toivet.toml")
    with pytest.raises(SourceError):
        Codebook("t", "T", []).save(tmp_path / "puuttuu" / "teemat.toml")
    bad: Any = io.StringIO()
    with pytest.raises(OptionError):
        Codebook.load(bad)
