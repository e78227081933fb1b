"""Workbooks that lost their keys, csv of one sheet, and files that are no coders' workbook of this coding."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from coder_books import ANSWERS, coding_of, edited, sheet_of

from verkosto.errors import CodingError, EncodingError, OptionError, SourceError, SourceNotFoundError
from verkosto.instruments import Instrument, Text
from verkosto.responses import Responses
from verkosto.themes import Codebook, Coding, Theme, answers_of

PROPOSED = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0], [1, 1, 0, 1]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    coding_of(proposed=PROPOSED).workbook(tmp_path / "koodaus.xlsx", coders="A")
    return tmp_path / "koodaus.xlsx"


def back(path: Path, **options: Any) -> Coding:
    return coding_of(proposed=PROPOSED).read_workbook(path, **options)


def coded(coding: Coding) -> dict[str, list[int]]:
    return {coding.answers.ids[row]: coding.marks[0, row].tolist() for row in coding.coded[0].nonzero()[0]}


def issues(coding: Coding) -> list[tuple[str, str | None]]:
    return [(issue.reason, issue.value) for issue in coding.issues]


def cells(page: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in page.iter_rows()]


def as_csv(path: Path, **options: Any) -> Path:
    _, page = sheet_of(path, "A")
    with path.with_suffix(".csv").open("w", newline="", **options) as file:
        csv.writer(file, delimiter=";").writerows(cells(page))
    return path.with_suffix(".csv")


class TestCsv:
    def test_of_one_sheet_is_read(self, path: Path) -> None:
        found = back(as_csv(edited(path, {"E3": "x", "I4": "huom"}), encoding="utf-8-sig"))
        assert coded(found) == {"2": [1, 0, 0, 0]}
        assert found.changes[0].place == "koodaus.csv, cell E3"
        assert [comment.text for comment in found.comments] == ["huom"]
        assert found.issues == ()

    def test_as_excel_saves_it_without_utf_8(self, path: Path) -> None:
        saved = as_csv(edited(path, {"E3": "x", "I4": "täällä"}), encoding="windows-1252", errors="replace")
        with pytest.raises(EncodingError, match="windows-1252"):
            back(saved)
        found = back(saved, encoding="windows-1252")
        assert coded(found) == {"2": [1, 0, 0, 0]}
        assert [comment.text for comment in found.comments] == ["täällä"]
        assert issues(found) == [("edited_text", "Vi behöver bättre nätverk ?")]
        with pytest.raises(OptionError, match="encoding"):
            back(saved, encoding="latin-99")

    def test_without_its_hidden_row_needs_a_coder(self, path: Path) -> None:
        text = as_csv(edited(path, {"E3": "x"}), encoding="utf-8")
        with text.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, delimiter=";"))
        with text.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=",").writerows(row[:-1] for row in rows[1:])
        with pytest.raises(CodingError, match="nothing in it tells whose the sheet is"):
            back(text)
        found = back(text, coder="Z")
        assert (found.coders, coded(found)) == (("Z",), {"2": [1, 0, 0, 0]})

    def test_ids_that_lost_their_zeros_are_found(self, path: Path) -> None:
        coding = coding_of(["tilat", "raha"], ids=["007", "0120"])
        coding.workbook(path, coders="A")
        found = coding.read_workbook(edited(path, {"A3": 7, "A4": 120.0, "D3": "x"}))
        assert coded(found) == {"007": [1, 0, 0, 0]}
        assert found.issues == ()


class TestKeysThatSuffered:
    def test_what_is_shown_is_known_without_keys(self, path: Path) -> None:
        coding = coding_of(proposed=PROPOSED)
        coding.workbook(path, coders="A", show="tyyppi", lang="sv")
        book, page = sheet_of(path, "A")
        page["F3"], page["E4"], page["D5"] = "x", "Osuuskunta", "no"
        page.delete_cols(11)
        page.delete_rows(1)
        del book["_verkosto"]
        book.save(path)
        found = coding.read_workbook(path, coder="A")
        assert coded(found) == {"2": [1, 0, 0, 0]}
        assert issues(found) == [("edited_text", "Osuuskunta"), ("edited_text", "no")]
        assert found.comments == ()

    @pytest.mark.parametrize("column", [1, 2, 3])
    def test_a_column_that_is_gone_is_not_missed(self, path: Path, column: int) -> None:
        book, page = sheet_of(path, "A")
        page.delete_cols(column)
        page["D3"] = "x"
        book.save(path)
        found = back(path)
        assert coded(found) == {"2": [1, 0, 0, 0]}
        assert {reason for reason, _ in issues(found)} <= {"row_missing"}

    @pytest.mark.parametrize(
        "key",
        [
            "verkosto.coding/1 {",
            "verkosto.coding/1 " + "[" * 30_000,
            'verkosto.coding/1 {"coder": 1}',
            "verkosto.coding/1 "
            + json.dumps({"coder": " ", "question": "", "codebook": "", "version": "", "themes": [], "fixed": []}),
            "verkosto.coding/9 {}",
        ],
    )
    def test_a_damaged_key_of_a_sheet_is_none(self, path: Path, key: str) -> None:
        found = back(edited(path, {"J1": key, "E3": "x"}))
        assert coded(found) == {"2": [1, 0, 0, 0]}
        assert found.coders == ("A",)

    @pytest.mark.parametrize("key", ["d4735e3a !....", "d4735e3a z.... 6ff814a9 b4bdc848", "x"])
    def test_a_damaged_key_of_a_row_is_none(self, path: Path, key: str) -> None:
        found = back(edited(path, {"J3": key, "E3": "x"}))
        assert coded(found) == {"2": [1, 0, 0, 0]}
        assert [comment.text for comment in found.comments] == [key]

    @pytest.mark.parametrize("told", ["{", "[]", '{"coders": [1]}', '{"coders": ["A", "A"]}', "[" * 30_000])
    def test_a_damaged_hidden_sheet_is_none(self, path: Path, told: str) -> None:
        found = back(edited(path, {"A1": told}, sheet="_verkosto"))
        assert (found.changes, found.issues) == ((), ())

    def test_an_answer_that_says_nothing_since(self, path: Path) -> None:
        coding_of(["ei mitään lisättävää tähän", *ANSWERS[1:]]).workbook(path, coders="A")
        edited(path, {"E3": "x"})
        coding = coding_of(["ei mitään lisättävää tähän", *ANSWERS[1:]])
        coding.answers.state[0] = -1
        assert issues(coding.read_workbook(path)) == [("nothing_to_code", "2"), ("nothing_to_code", "x")]

    def test_an_answer_that_is_gone_from_the_survey(self, path: Path) -> None:
        found = coding_of(ANSWERS[:5]).read_workbook(edited(path, {"E7": "x"}))
        assert issues(found)[:2] == [("unknown_answer", "7"), ("row_missing", "7")]
        assert ("unknown_answer", "x") in issues(found)


def test_a_subset_goes_out_with_what_is_shown(path: Path) -> None:
    whole = coding_of()
    inside = Responses.where(whole.survey, {"tyyppi": ["s"]})
    part = Coding(inside, answers_of(inside, "toive"), whole.codebook)
    part.workbook(path, coders="A", show="tyyppi")
    _, page = sheet_of(path, "A")
    assert [(row[0], row[3]) for row in cells(page)[2:]] == [("3", "Säätiö"), ("7", "Säätiö")]
    assert part.read_workbook(path).issues == ()


class TestRefused:
    def test_a_workbook_of_another_question_codebook_or_survey(self, path: Path) -> None:
        survey = Responses.from_frame(
            pd.DataFrame({"muu": list(ANSWERS)}), Instrument("k", "K", questions=(Text("muu", "M?"),))
        )
        other = Coding(survey, answers_of(survey, "muu"), coding_of().codebook)
        with pytest.raises(CodingError, match="is of the question 'toive', and this coding of 'muu'"):
            other.read_workbook(path)
        with pytest.raises(CodingError, match="is of the codebook 'toiveet', and this coding has 'b'"):
            coding_of(book=Codebook("b", "B", (Theme("tilat", "Tilat"),))).read_workbook(path)
        with pytest.raises(CodingError, match="none of its 5 rows is an answer of this coding"):
            coding_of([f"aivan muuta {n}" for n in range(6)]).read_workbook(path)

    def test_an_answer_that_has_been_corrected_since(self, path: Path) -> None:
        texts = ["Korjattu vastaus", *ANSWERS[1:]]
        found = coding_of(texts, proposed=PROPOSED).read_workbook(edited(path, {"E3": "x", "B6": "x"}))
        assert coded(found) == {"6": [0, 0, 0, 0]}
        assert issues(found) == [("answer_changed", "2"), ("answer_changed", "x")]

    def test_answers_outside_a_subset(self, path: Path) -> None:
        part = coding_of([None, *ANSWERS[1:]], proposed=PROPOSED[1:])
        found = part.read_workbook(edited(path, {"E3": "x", "B6": "x"}))
        assert coded(found) == {"6": [0, 0, 0, 0]}
        assert issues(found) == [("nothing_to_code", "2"), ("nothing_to_code", "x")]

    def test_what_is_no_coders_workbook(self, tmp_path: Path) -> None:
        openpyxl.Workbook().save(tmp_path / "tyhja.xlsx")
        coding_of().survey.to_xlsx(tmp_path / "vastaukset.xlsx")
        for name in ("tyhja", "vastaukset"):
            with pytest.raises(CodingError, match=f"{name}.xlsx has no coder's sheet"):
                back(tmp_path / f"{name}.xlsx")

    def test_files_that_cannot_be_read(self, path: Path, tmp_path: Path) -> None:
        with pytest.raises(SourceNotFoundError):
            back(tmp_path / "ei.xlsx")
        (tmp_path / "cut.xlsx").write_bytes(path.read_bytes()[:3000])
        with pytest.raises(SourceError, match="cut off or damaged"):
            back(tmp_path / "cut.xlsx")
        (tmp_path / "sivu.xlsx").write_text("<html><body>Kirjaudu</body></html>")
        with pytest.raises(SourceError, match="web page"):
            back(tmp_path / "sivu.xlsx")

    def test_a_coder_without_a_sheet(self, path: Path) -> None:
        coding_of().workbook(path, coders=("A", "B"))
        with pytest.raises(CodingError, match="has sheets of 'A', 'B' and none of 'C'"):
            back(path, coder="C")
        with pytest.raises(OptionError, match="coder is a name"):
            back(path, coder=" ")
