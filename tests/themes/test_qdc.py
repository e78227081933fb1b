"""Codebooks as REFI-QDA `.qdc`: valid by the standard's rules, the same after a round, and readable elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from codebooks import codebooks
from hypothesis import given, settings
from lxml import etree
from qda_files import CODEBOOK_XSD

from verkosto.errors import CodebookError
from verkosto.themes import Codebook, Theme, ThemeSet

SCHEMA = etree.XMLSchema(etree.fromstring(CODEBOOK_XSD))
NS = "{urn:QDA-XML:codebook:1.0}"
BOOK = Codebook(
    "toiveet",
    {"fi": "Toiveet", "sv": "Önskemål"},
    [
        Theme("hakeminen", "Hakeminen & <muu>", parent="raha", use="Kun\napua\\n"),
        Theme("tilat", {"fi": "Tilat", "sv": "Lokaler"}, definition="Tilat.\n\n[verkosto]\nid: x", patterns=["tila"]),
        Theme("raha", 'Raha "ja" varat', codable=False, color="#0a0", guid="5215CC69-b628-4e02-afb9-9beeaee55808"),
    ],
    version="2",
    sets=[ThemeSet("Ryhmä", ["tilat"], definition="Ryhmän teemat")],
)


def saved(book: Codebook, folder: Path) -> Path:
    path = folder / "teemat.qdc"
    book.save(path)
    return path


def changed(book: Codebook, folder: Path, *changes: tuple[str, str]) -> Codebook:
    """Load a codebook whose file somebody changed."""
    path = saved(book, folder)
    text = path.read_text("utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text, "utf-8")
    return Codebook.load(path)


@settings(max_examples=settings().max_examples // 3)
@given(book=codebooks(fewest=1))
def test_a_file_is_valid_and_gives_the_same_codebook(book: Codebook, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = saved(book, tmp_path_factory.getbasetemp())
    SCHEMA.assertValid(etree.parse(path))
    again = Codebook.load(path)
    assert again == book
    assert again.issues == ()
    before = path.read_bytes()
    assert saved(again, path.parent).read_bytes() == before


def test_the_rules_refuse_what_is_no_codebook() -> None:
    for bad in ("<CodeBook xmlns='urn:QDA-XML:codebook:1.0'><Codes/></CodeBook>", "<CodeBook/>"):
        assert not SCHEMA.validate(etree.fromstring(bad))


def test_other_programs_see_names_folders_and_readable_rules(tmp_path: Path) -> None:
    root = etree.parse(saved(BOOK, tmp_path)).getroot()
    tilat, raha = root.findall(f"{NS}Codes/{NS}Code")
    assert (raha.get("name"), raha.get("isCodable"), raha.get("color")) == ('Raha "ja" varat', "false", "#00aa00")
    assert [code.get("name") for code in raha.iter(f"{NS}Code")][1:] == ["Hakeminen & <muu>"]
    assert tilat[0].text == "Tilat.\n\n[verkosto]\nid: x\n\n[verkosto]\nid: tilat\nlabel (sv): Lokaler\npattern: tila"
    whole, group = root.findall(f"{NS}Sets/{NS}Set")
    assert (whole.get("name"), group.get("name"), group[0].text) == ("Toiveet", "Ryhmä", "Ryhmän teemat\n\n[verkosto]")
    assert [member.get("guid") for member in whole.findall(f"{NS}MemberCode")] == [*map(BOOK.guid_of, BOOK.ids)]


def test_guids_follow_from_ids_so_that_the_same_codebook_makes_the_same_bytes(tmp_path: Path) -> None:
    assert saved(BOOK, tmp_path).read_bytes() == saved(BOOK, tmp_path).read_bytes()
    assert BOOK.guid_of("tilat") == "BD578638-9771-5225-8750-B25E0847F302"
    assert BOOK.guid_of("raha") == "5215CC69-b628-4e02-afb9-9beeaee55808"
    assert len({Codebook(name, "T", [Theme("a", "A")]).guid_of("a") for name in ("t", "u")}) == 2


def test_a_theme_renamed_elsewhere_is_known_again(tmp_path: Path) -> None:
    book = changed(BOOK, tmp_path, ('name="Tilat"', 'name="Huoneet"'))
    assert book["tilat"].label.fi == "Huoneet"
    assert [change.kind for change in book.compare(BOOK)] == ["label"]


def test_a_theme_whose_description_was_rewritten_elsewhere_is_known_by_its_guid(tmp_path: Path) -> None:
    note = "Tilat.\n\n[verkosto]\nid: x\n\n[verkosto]\nid: tilat\nlabel (sv): Lokaler\npattern: tila"
    book = changed(BOOK, tmp_path, ('name="Tilat"', 'name="Huoneet"'), (note, "  Uusi selitys.  "))
    assert book["huoneet"].definition is not None
    assert book["huoneet"].definition.fi == "Uusi selitys."
    assert book.renames(BOOK)["tilat"] == "huoneet"


def test_what_somebody_wrote_below_the_mark_is_part_of_the_definition(tmp_path: Path) -> None:
    book = changed(BOOK, tmp_path, ("pattern: tila", "pattern: tila\nkysy Ainolta\nkatso: sivu 3\nuse: "))
    definition = book["tilat"].definition
    assert definition is not None
    assert definition.fi == "Tilat.\n\n[verkosto]\nid: x\nkysy Ainolta\nkatso: sivu 3"
    assert book["tilat"].patterns == ("tila",)


def test_rules_that_somebody_spoilt_are_kept_in_issues(tmp_path: Path) -> None:
    book = changed(BOOK, tmp_path, ("pattern: tila", "pattern: *\nformer: raha\nformer: vanha\nexample: yksi"))
    assert (book["tilat"].patterns, book["tilat"].former, book["tilat"].examples) == ((), ("vanha",), ("yksi",))
    found = [(issue.column, issue.variable, issue.value, issue.reason) for issue in book.issues]
    assert found == [("pattern", "tilat", "*", "no_place"), ("former", "tilat", "raha", "no_place")]


def test_a_code_that_was_copied_elsewhere_gets_an_id_of_its_own(tmp_path: Path) -> None:
    path = saved(Codebook("t", "T", [Theme("a", "Aa", former=["b"])]), tmp_path)
    text = path.read_text("utf-8")
    code = text[text.index("    <Code ") : text.index("  </Codes>")]
    copy = code.replace('guid="', 'guid="0').replace('="0', '="').replace('name="Aa"', 'name="Aa (2)"')
    copy = copy.replace(copy.split('"')[1], "5215cc69-b628-4e02-afb9-9beeaee55808")
    path.write_text(text.replace(code, code + copy), "utf-8")
    book = Codebook.load(path)
    assert book.ids == ("a", "aa_2")
    assert [issue.column for issue in book.issues] == ["former"]


def test_a_code_added_elsewhere_stands_behind_the_one_above_it(tmp_path: Path) -> None:
    added = '    <Code guid="5215cc69-b628-4e02-afb9-9beeaee55809" name="Uusi" isCodable="true"/>\n'
    path = saved(BOOK, tmp_path)
    text = path.read_text("utf-8")
    place = text.index("    <Code ", text.index("    <Code ") + 1)
    path.write_text(text[:place] + added + text[place:], "utf-8")
    assert Codebook.load(path).ids == ("hakeminen", "tilat", "uusi", "raha")


def test_without_our_set_the_codebook_is_named_by_the_file(tmp_path: Path) -> None:
    text = saved(BOOK, tmp_path).read_text("utf-8")
    path = tmp_path / "Järjestöjen toiveet 2026.qdc"
    path.write_text(text[: text.index("  <Sets>")] + "</CodeBook>", "utf-8")
    book = Codebook.load(path)
    assert (book.id, book.title.fi, book.version) == ("jarjestojen_toiveet_2026", "Järjestöjen toiveet 2026", "1")
    assert book.ids == ("tilat", "raha", "hakeminen")
    assert book.guid_of("tilat") == BOOK.guid_of("tilat")
    assert book.renames(BOOK) == {theme: theme for theme in BOOK.ids}


def test_finnish_words_that_somebody_deleted_leave_the_others(tmp_path: Path) -> None:
    old = Codebook("t", "T", [Theme("a", "A", definition={"fi": "Suomeksi", "sv": "På svenska"})])
    book = changed(old, tmp_path, ("Suomeksi", ""))
    assert book["a"].definition is not None
    assert book["a"].definition.fi == "På svenska"


def test_no_file_holds_a_codebook_without_themes(tmp_path: Path) -> None:
    with pytest.raises(
        CodebookError, match=r"codebook 't' has no themes, which no \.qdc file can hold\. Save it as \.toml"
    ):
        saved(Codebook("t", "T", []), tmp_path)


def test_a_tree_of_many_levels_goes_out_and_comes_back(tmp_path: Path) -> None:
    themes = [Theme(f"t{n}", f"T{n}", parent=f"t{n - 1}" if n else None) for n in range(300)]
    book = Codebook("t", "T", themes)
    assert Codebook.load(saved(book, tmp_path)) == book
