"""Codebooks as other programs really write them, and files that are damaged or hostile."""

from __future__ import annotations

from pathlib import Path

import pytest

from verkosto.errors import CodebookError
from verkosto.themes import Codebook, _qdc_read

A, B, C = (f"5215cc69-b628-4e02-afb9-9beeaee5580{n}" for n in range(3))
# The shape of ATLAS.ti 9: an older namespace, guids in capitals, groups as sets.
ATLAS = f"""<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" origin="ATLAS.ti Win 9.0.19"
 xsi:schemaLocation="urn:QDA-XML:codebook:0:4 Codebook.xsd" xmlns="urn:QDA-XML:codebook:0:4">
  <Codes>
    <Code guid="{A.upper()}" name="koodi: 1" isCodable="true" />
    <Code guid="{B.upper()}" name="kansio" isCodable="false">
      <Code guid="{C.upper()}" name="koodi 1.1" isCodable="true" color="#46AA00"><Description>yksi
kaksi</Description></Code>
    </Code>
  </Codes>
  <Sets><Set name="ryhmä::1" guid="D79FC877-F071-4117-8D25-235AA1062A44"><Description>Selitys</Description>
    <MemberCode guid="{C}" /><MemberCode guid="{C}" /></Set></Sets>
</CodeBook>"""


def loaded(folder: Path, text: str | bytes) -> Codebook:
    path = folder / "koodit.qdc"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Codebook.load(path)


def book(codes: str, *, root: str = "CodeBook", head: str = "", sets: str = "") -> str:
    inside = f"<Codes>{codes}</Codes>{sets}"
    if root == "Project":
        inside = f"<CodeBook>{inside}</CodeBook>"
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}\n<{root} xmlns="urn:QDA-XML:codebook:1.0">{inside}</{root}>'


def found(codebook: Codebook) -> list[tuple[str | None, str | None, str | None, str]]:
    return [(issue.column, issue.variable, issue.value, issue.reason) for issue in codebook.issues]


def refusal(folder: Path, text: str | bytes) -> str:
    with pytest.raises(CodebookError) as caught:
        loaded(folder, text)
    assert str(caught.value).startswith(str(folder / "koodit.qdc"))
    return str(caught.value).removeprefix(str(folder / "koodit.qdc"))


def test_the_shape_of_atlas(tmp_path: Path) -> None:
    codes = loaded(tmp_path, ATLAS)
    assert codes.ids == ("koodi_1", "kansio", "koodi_1_1")
    assert [theme.label.fi for theme in codes] == ["koodi: 1", "kansio", "koodi 1.1"]
    assert [theme.codable for theme in codes] == [True, False, True]
    child = codes["koodi_1_1"]
    assert (child.parent, child.color, child.guid) == ("kansio", "#46AA00", C.upper())
    assert child.definition is not None
    assert child.definition.fi == "yksi\nkaksi"
    assert [(str(one.label), one.themes, str(one.definition)) for one in codes.sets] == [
        ("ryhmä::1", ("koodi_1_1",), "Selitys")
    ]
    assert codes.issues == ()
    codes.save(tmp_path / "uusi.qdc")
    assert Codebook.load(tmp_path / "uusi.qdc") == codes


@pytest.mark.parametrize(
    "form",
    [
        ("<CodeBook ", "\n\n<CodeBook "),
        ('xmlns="urn:QDA-XML:codebook:0:4"', 'xmlns="urn:QDA-XML:codebook:1:0"'),
        ('xmlns="urn:QDA-XML:codebook:0:4"', ""),
        ('guid="5', 'guid="{5'),
        ("isCodable", "iscodable"),
        ('"true"', '"1"'),
        ("<Codes>", "<!-- x --><Codes><?x y?>"),
    ],
)
def test_forms_that_differ_and_say_the_same(form: tuple[str, str], tmp_path: Path) -> None:
    text = ATLAS.replace(*form)
    if form[1].endswith("{5"):
        text = text.replace('" name="ko', '}" name="ko').replace('" name="ka', '}" name="ka')
    assert loaded(tmp_path, text) == loaded(tmp_path, ATLAS)


def test_a_prefixed_namespace_and_codes_inside_a_project(tmp_path: Path) -> None:
    prefixed = (
        ATLAS.replace("xmlns=", "xmlns:q=").replace("</", "</q:").replace("<Co", "<q:Co").replace("<Set", "<q:Set")
    )
    prefixed = prefixed.replace("<Des", "<q:Des").replace("<Mem", "<q:Mem")
    assert loaded(tmp_path, prefixed) == loaded(tmp_path, ATLAS)
    code = f'<Code guid="{A}" name="A" isCodable="true"/>'
    sets = f'</CodeBook><Sets><Set guid="{B}" name="R"><MemberCode targetGUID="{A}"/></Set></Sets><CodeBook>'
    inside = loaded(tmp_path, book(code, root="Project", sets=sets))
    assert (inside.ids, inside.sets[0].themes) == (("a",), ("a",))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings_that_a_file_states(encoding: str, tmp_path: Path) -> None:
    stated = ATLAS.replace("utf-8", encoding.removesuffix("-sig"))
    assert loaded(tmp_path, stated.encode(encoding)) == loaded(tmp_path, ATLAS)


@pytest.mark.parametrize(("stated", "saved"), [("utf-16", "utf-8"), ("UTF-16", "utf-8-sig"), ("utf-8", "utf-16")])
def test_an_encoding_that_was_stated_before_the_file_was_saved_anew(stated: str, saved: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, ATLAS.replace("utf-8", stated).encode(saved)) == loaded(tmp_path, ATLAS)


def test_names_that_stand_twice_are_told_apart(tmp_path: Path) -> None:
    codes = "".join(
        f'<Code guid="{guid}" name="{name}" isCodable="true"><Code name="Muu" isCodable="true"/></Code>'
        for guid, name in ((A, "Tilat"), (B, "Raha"))
    )
    apart = loaded(tmp_path, book(codes + '<Code name=" muu " isCodable="true"/>'))
    assert [(theme.id, theme.label.fi) for theme in apart] == [
        ("tilat", "Tilat"),
        ("muu", "Muu"),
        ("raha", "Raha"),
        ("muu_2", "Muu (Raha)"),
        ("muu_3", " muu  [muu_3]"),
    ]
    assert found(apart) == [("name", "muu_2", "Muu", "duplicate_name"), ("name", "muu_3", " muu ", "duplicate_name")]


def test_one_code_in_two_places_is_one_theme(tmp_path: Path) -> None:
    code = f'<Code guid="{A}" name="A" isCodable="true"><Code guid="{C}" name="C" isCodable="true"/></Code>'
    twice = loaded(tmp_path, book(code + f'<Code guid="{B}" name="B" isCodable="false">{code}</Code>'))
    assert [(theme.id, theme.parent) for theme in twice] == [("a", None), ("c", "a"), ("b", None)]
    assert found(twice) == [("Code", None, "A", "no_place"), ("Code", None, "C", "no_place")]


def test_what_has_no_place_is_kept_in_issues(tmp_path: Path) -> None:
    codes = (
        f'<Code guid="{A}" name="A" isCodable="true" color="red" weight="7" description="selitys">'
        f'<NoteRef targetGUID="{C}"/><Memo>muistio</Memo></Code>'
        f'<Code guid="koodi-2" name="B" isCodable="true"/><Code guid="{A}" name="C"/><Code/>'
    )
    sets = f'<Sets><Set><MemberCode guid="{B}"/></Set><Set name="L"><MemberSource targetGUID="{A}"/></Set></Sets>'
    odd = loaded(tmp_path, book(codes, sets=sets))
    assert found(odd) == [
        ("NoteRef", None, C, "no_place"),
        ("weight", "a", "7", "no_place"),
        ("memo", "a", "muistio", "no_place"),
        ("color", "a", "red", "no_place"),
        ("guid", "b", "koodi-2", "no_place"),
        ("guid", "c", A, "no_place"),
        ("name", "koodi", "", "no_name"),
        ("MemberCode", None, B, "unknown_theme"),
    ]
    assert odd.issues[0].row == 2
    assert str(odd["a"].definition) == "selitys"
    assert [theme.label.fi for theme in odd] == ["A", "B", "C", "(koodi)"]
    assert [(one.label.fi, one.themes, one.guid) for one in odd.sets] == [("(nimetön)", (), None)]


def test_names_of_every_kind_become_ids(tmp_path: Path) -> None:
    names = ["Työ & palkka\u2028nyt", "日本語", "[x]", "pitkä " * 500, "*"]
    codes = "".join(f'<Code name="{name.replace("&", "&amp;")}" isCodable="true"/>' for name in names)
    odd = loaded(tmp_path, book(codes))
    assert odd.ids == ("tyo_palkka_nyt", "koodi", "x", "pitka_pitka_pitka_pitka", "koodi_2")
    assert odd["tyo_palkka_nyt"].label.fi == "Työ & palkka nyt"
    assert len(odd["pitka_pitka_pitka_pitka"].label.fi) > 2900


def test_codes_without_a_list_around_them_are_read(tmp_path: Path) -> None:
    text = book("").replace("<Codes></Codes>", '<Code name="A"/>')
    assert loaded(tmp_path, text).ids == ("a",)
    assert loaded(tmp_path, book("")).ids == ()


LAUGHS = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))


@pytest.mark.parametrize(
    "head",
    [
        f'<!DOCTYPE CodeBook [<!ENTITY a0 "ha">{LAUGHS}]>',
        '<!DOCTYPE CodeBook [<!ENTITY a12 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE CodeBook [<!ENTITY % ulkoa SYSTEM "http://127.0.0.1:9/x.dtd"> %ulkoa;]>',
    ],
)
def test_declared_entities_are_refused(head: str, tmp_path: Path) -> None:
    text = book('<Code name="&a12;"/>', head=head)
    assert refusal(tmp_path, text) == ": line 1 declares an entity, as no export needs to. Remove it."
    assert "declares an entity" in refusal(tmp_path, text.replace("UTF-8", "UTF-16").encode("utf-16"))


def test_a_document_type_that_only_names_its_rules_is_passed_over(tmp_path: Path) -> None:
    head = '<!DOCTYPE CodeBook SYSTEM "http://127.0.0.1:9/x.dtd">'
    assert loaded(tmp_path, book('<Code name="A"/>', head=head)).ids == ("a",)
    text = book('<Code name="A"><Description>&auml;</Description></Code>', head=head)
    assert refusal(tmp_path, text) == ": line 2 uses the entity &auml;. Write the character itself."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ": line 1 is not XML, or the file is cut off there. Export it again."),
        (b"\x00\x01\x02", ": line 1 is not XML"),
        ("nimi;koodi\n", ": line 1 is not XML"),
        (ATLAS[:-30], ": line 12 is not XML"),
        (ATLAS.encode().replace("ryhmä".encode(), b"ryhm\xe4"), ": line 11 is not XML"),
        (ATLAS.replace("utf-8", "ei-ole"), ": line 1 is not XML"),
        (ATLAS.replace("utf-8", "shift_jis"), ": line 1 is not XML"),
        ("<x:CodeBook/>", ": line 1 is not XML"),
        ("<html/>", " is no codebook: it begins with <html>. Export it as REFI-QDA Codebook (.qdc)."),
        ("<Project/>", " is no codebook: it begins with <project>."),
        ("<x><CodeBook/></x>", " is no codebook: it begins with <x>."),
        ("<a>" * 2000 + "</a>" * 2000, ": line 1: more than 1000 levels. Check the file."),
    ],
)
def test_what_is_no_codebook(text: str | bytes, told: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, text).startswith(told)


def test_a_file_that_no_codebook_would_fill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_qdc_read, "_LARGEST", 100)
    assert refusal(tmp_path, ATLAS) == " has more than 100 bytes, as no codebook has. Export the codebook alone."


def test_no_name_of_another_program_makes_two_labels_alike(tmp_path: Path) -> None:
    names = ["A [a_2]", "A", "A", "a", "A (A)"]
    codes = loaded(tmp_path, book("".join(f'<Code name="{name}"/>' for name in names)))
    assert [theme.label.fi for theme in codes] == ["A [a_2]", "A", "A [a_2] [a_2]", "a [a_3]", "A (A)"]


def test_a_set_that_only_looks_like_ours_is_a_set(tmp_path: Path) -> None:
    sets = "<Sets><Set name='R'><Description>[verkosto]\nid: t]\nversion: 2</Description></Set></Sets>"
    codes = loaded(tmp_path, book('<Code name="A"/>', sets=sets))
    assert (codes.id, codes.version, len(codes.sets)) == ("koodit", "1", 1)
