"""Reading forms: every way in which one is written, and everything that is none."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from kobo_files import CHOICES, SETTINGS, SURVEY, as_form

import verkosto as vk
from verkosto.backends import KoboBackend, Strength
from verkosto.backends._xlsform import form_of, is_form
from verkosto.backends._xlsform_draft import draft_of_form
from verkosto.errors import CodebookError, EncodingError, MissingExtraError, SourceError, VerkostoError
from verkosto.instruments import Draft

TEXT = {"type": "text", "name": "a", "label": "A"}


def drafted(folder: Path, *survey: dict[str, str], choices: list[dict[str, str]] | None = None) -> Draft:
    return draft_of_form(form_of(as_form(folder, survey, choices or [], [])))


def as_text(path: Path, *, mark: str) -> Path:
    """Write the form as csv (with a delimiter), or as Markdown (with `|`)."""
    lines = []
    for name, rows in (("survey", SURVEY), ("choices", CHOICES), ("settings", SETTINGS)):
        header = list(dict.fromkeys(title for row in rows for title in row))
        cells = [[name, *[""] * len(header)], ["", *header], *(["", *(row.get(t, "") for t in header)] for row in rows)]
        ends = "|" if mark == "|" else ""
        lines += [ends + mark.join(cell if mark == "|" else f'"{cell}"' for cell in row) + ends for row in cells]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


class TestForms:
    @pytest.mark.parametrize(("name", "mark"), [("lomake.csv", ","), ("lomake.csv", ";"), ("lomake.md", "|")])
    def test_of_text_are_those_of_a_workbook(self, tmp_path: Path, name: str, mark: str) -> None:
        workbook, text = as_form(tmp_path), as_text(tmp_path / name, mark=mark)
        assert is_form(workbook)
        assert is_form(text)
        assert vk.infer(text) == vk.infer(workbook)
        assert KoboBackend().detect(text).strength is Strength.CERTAIN

    def test_are_recognised_without_being_named(self, tmp_path: Path) -> None:
        draft = vk.infer(as_form(tmp_path))
        assert (draft.id, draft.title.fi) == ("tukikysely", "Tukikysely")
        assert vk.infer(as_form(tmp_path), id="oma", title="Oma").id == "oma"

    def test_are_no_answers(self, tmp_path: Path) -> None:
        kysely = vk.infer(as_form(tmp_path))
        with pytest.raises(SourceError, match=r"lomake\.xlsx is a form, without answers"):
            vk.read(as_form(tmp_path), kysely)

    def test_may_have_names_of_sheets_in_capitals_and_rows_that_are_blank(self, tmp_path: Path) -> None:
        path = tmp_path / "lomake.xlsx"
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "Survey"
        for row in (["type", "name", "label"], [], ["integer", "a", "A\u00a0b "], [None, None, None], ["text", "b", 5]):
            sheet.append(row)
        book.create_sheet("Ohje").append(["type", "name"])
        book.save(path)
        assert [(question.id, question.text.fi) for question in vk.infer(path)] == [("a", "A b"), ("b", "5")]

    def test_tables_of_others_are_none(self, tmp_path: Path) -> None:
        for name, text in (("a.csv", "type;name\ntext;a\n"), ("b.csv", "survey;x\n;type\n"), ("c.csv", "survey\n")):
            (tmp_path / name).write_text(text, encoding="utf-8")
            assert not is_form(tmp_path / name)
        assert KoboBackend().codebook(tmp_path / "a.csv") is None


class TestFaults:
    def said(self, folder: Path, *survey: dict[str, str], choices: list[dict[str, str]] | None = None) -> str:
        with pytest.raises(CodebookError) as caught:
            drafted(folder, *survey, choices=choices)
        message = str(caught.value)
        assert "\n" not in message
        assert message.startswith("lomake.xlsx")
        assert message.endswith("Correct the form.")
        return message

    def test_tell_sheet_and_row(self, tmp_path: Path) -> None:
        message = self.said(tmp_path, TEXT, {"type": "text", "name": "a b", "label": "B"})
        assert message.startswith("lomake.xlsx, sheet 'survey', row 3: the 'name' value is invalid")
        twice = [{"list_name": "l", "name": "x", "label": "X"}] * 2
        message = self.said(tmp_path, {"type": "select_one l", "name": "a", "label": "A"}, choices=twice)
        assert message.startswith("lomake.xlsx, sheet 'choices', row 3:")
        assert "sheet 'survey', row 2: Unmatched" in self.said(tmp_path, {"type": "begin_group", "name": "g"})

    def test_that_belong_to_no_row(self, tmp_path: Path) -> None:
        assert "choices sheet" in self.said(tmp_path, {"type": "select_one ei", "name": "a", "label": "A"})

    def test_of_a_code_that_no_codebook_takes(self, tmp_path: Path) -> None:
        listed = [{"list_name": "l", "name": "x[1]", "label": "X"}]
        question = {"type": "select_one l", "name": "a", "label": "A"}
        assert "lomake.xlsx makes no codebook: code must be" in self.said(tmp_path, question, choices=listed)

    def test_of_a_question_without_a_name(self, tmp_path: Path) -> None:
        assert "no name" in self.said(tmp_path, {"type": "text", "name": ""})

    def test_a_long_message_is_cut(self, tmp_path: Path) -> None:
        unknown = {**TEXT, "relevant": f"${{{'q' * 2000}}} = 1"}
        assert "q… Correct" in self.said(tmp_path, unknown)

    def test_of_the_reader_are_ours(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: object, **__: object) -> None:
            raise KeyError("secret")

        monkeypatch.setattr("pyxform.xls2json.workbook_to_json", broken)
        with pytest.raises(CodebookError, match=r"no XLSForm that pyxform understands \(KeyError\)"):
            drafted(tmp_path, TEXT)

    def test_without_the_extra_it_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = as_form(tmp_path)
        monkeypatch.setitem(sys.modules, "pyxform.errors", None)
        with pytest.raises(MissingExtraError, match=r"verkosto\[xlsform\]"):
            vk.infer(path)
        assert KoboBackend().detect(path).strength is Strength.CERTAIN


class TestHostile:
    def test_nesting_without_end(self, tmp_path: Path) -> None:
        deep = 3000
        begin = [{"type": "begin_group", "name": f"g{number}", "label": "G"} for number in range(deep)]
        with pytest.raises(CodebookError):
            drafted(tmp_path, *begin, TEXT, *[{"type": "end_group"}] * deep)

    @pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"\0\1\2", b"<html></html>"])
    def test_what_is_neither_text_nor_workbook(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "lomake.xlsx"
        path.write_bytes(content)
        with pytest.raises(VerkostoError):
            form_of(path)
        with pytest.raises(VerkostoError):
            vk.infer(path, backend="kobo")
        assert KoboBackend().detect(path).strength is Strength.NONE

    def test_entities_are_not_followed(self, tmp_path: Path) -> None:
        path = as_form(tmp_path, [TEXT], [], [])
        parts = dict(_parts(path))
        sheet = parts["xl/worksheets/sheet1.xml"].decode()
        laughs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
        hostile = f"<!DOCTYPE x [{laughs}]>{sheet}"
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, hostile if name.endswith("sheet1.xml") else content)
        with pytest.raises(SourceError, match=r"declares entities"):
            form_of(path)
        assert KoboBackend().detect(path).strength is Strength.NONE

    def test_text_of_another_encoding_or_broken_quotes(self, tmp_path: Path) -> None:
        path = tmp_path / "lomake.csv"
        path.write_bytes("survey,,\n,type,name\n,text,ä\n".encode("latin-1"))
        with pytest.raises(EncodingError):
            form_of(path)
        path.write_bytes(b"survey,,\n,type,name\n" + b",text,a\n" * (1 << 18) + "ä".encode("latin-1"))
        with pytest.raises(EncodingError):
            form_of(path)
        path.write_text('survey,,\n,type,name\n,text,"a', encoding="utf-8")
        with pytest.raises(SourceError, match=r"breaks off inside a quoted cell"):
            form_of(path)


def _parts(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]
